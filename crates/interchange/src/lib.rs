//! Files of other communities, which the catalogue reads and writes. They come as they are found in the world: so they
//! are read with patience, every fault is named with its place, and what is usable is kept. What is written keeps to the
//! letter of the standard.

pub mod code_lists;
mod faults;
pub mod publiccode;
pub mod rdf;

pub use faults::{Fault, Severity, Unusable};
