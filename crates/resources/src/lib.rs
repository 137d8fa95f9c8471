//! Equipment and its renewal, and orders that many units place together. Pure: no clock, no randomness, no database.

pub mod equipment;
mod error;
pub mod orders;

pub use error::{Error, Problem};
