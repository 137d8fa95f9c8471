//! What this crate promises from outside: refused models, published examples, the independent calculation.

// The attribute tells clippy that these are tests; the files beside them are read from the crate's folder.
#[cfg(test)]
mod examples;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod model_check;
#[cfg(test)]
mod recompute;
#[cfg(test)]
mod robust;
