//! Pilots, experience reports, blueprints, their fit for a unit, adoption, and the evidence adoptions leave.
//! Pure decisions on values: no clock, no randomness, no database; dates and ids are arguments.

pub mod adoptions;
pub mod blueprints;
mod error;
pub mod evidence;
pub mod fit;
pub mod pilots;
mod problems;
pub mod processes;
pub mod reports;
pub mod roadmaps;
mod sizes;
mod text;

pub use blaupause_maturity::Problem;
pub use error::{Error, NamedStep, Shortfall};
pub use text::{Link, MediaType, Prose};
