//! Signed results in columns, for questions that nobody foresaw: a few small integers per answer, scanned whole.
//!
//! A [`Snapshot`] has the units of the register and, per model version, every signed result as one row. What a row
//! says is stored by column, as codes into a sorted list of the values that occur, so that codes compare as the values
//! do and no figure is rounded before the end. Questions are [`Query`] values; whoever asks answers for what of the
//! figures may be shown. Keys and groups are texts: a unit of any country fits.

mod answers;
mod catching_up;
mod correlations;
mod dictionary;
mod grouping;
mod packed;
mod periods;
mod query;
mod ranks;
mod results;
mod rows;
mod segments;
mod snapshot;
mod tallies;
mod units;

pub use answers::{Cohort, Cohorts};
pub use catching_up::{CatchingUp, NoPace};
pub use correlations::Correlation;
pub use dictionary::Dictionary;
pub use periods::Granularity;
pub use query::{Filter, Key, MAX_FIGURES, MAX_KEYS, Quantity, Query, QueryError, check_keys};
pub use ranks::Ranked;
pub use results::{Results, ResultsBuilder};
pub use rows::Row;
pub use snapshot::Snapshot;
pub use tallies::Tally;
pub use units::{Serving, UnitFacts, UnitTable, UnitTableBuilder};

#[cfg(test)]
mod tests;
