//! What is written is what other programs read.

// The attribute tells clippy that these are tests.
#[cfg(test)]
mod packages;
#[cfg(test)]
mod round_trips;
#[cfg(test)]
mod rows;
