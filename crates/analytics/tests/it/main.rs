//! The promises of the disclosure control, held against attackers that know nothing of how it works.

// The attribute tells clippy that these are tests.
#[cfg(test)]
mod ranks;
#[cfg(test)]
mod statements;
