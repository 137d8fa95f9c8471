//! Equipment and its renewal, orders that many units place together, capacity and the rules of its use, and what a crisis takes. Pure: no clock, no randomness, no database.

pub mod capacity;
pub mod equipment;
mod error;
pub mod orders;
pub mod rules;
pub mod scenarios;

pub use error::{Error, MAX_TITLE, Problem};
