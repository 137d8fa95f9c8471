//! Accompaniment of units ("Begleitung der Kunden"; Handreichung, Digitalisierung): who is accompanied by whom, what is
//! taught and told. Pure: no clock, no randomness, no database.

pub mod bulletins;
pub mod engagements;
mod error;
pub mod mails;
pub mod offers;
pub mod onboarding;
pub mod subscriptions;

pub use error::{Error, Problem};

/// Longest name of a person, as the token's subject has it, in characters.
pub const MAX_SUBJECT: usize = 255;
