//! Cohorts of signed results: their figures, and what of them the public may see.
//!
//! A [`Release`] is what official statistics call a publication: the figures of one model version over one span of
//! days, calculated once, never changed. Before it goes out, [`protect`] looks at everything that was ever published
//! about the same model version as one system of equations, and takes figures away until no statement about fewer
//! contributors than the rules ask for follows from all of it together. Who may see the single results asks
//! [`columnar`] instead, of which nothing is hidden. Not storage, not HTTP: values in, value out.

mod bundles;
mod cohorts;
pub mod columnar;
mod contributions;
mod field;
mod figures;
mod places;
mod plan;
mod release;
mod rules;
mod saved_queries;
mod span;
mod suppression;
mod weak;

pub use cohorts::CohortCell;
pub use contributions::{Breakdown, Contribution, Group, Measure, Standing, Value};
pub use figures::{Counts, NO_SEGMENT, NO_STAGE, Numbers};
pub use places::{Place, place};
pub use plan::{TABLES, Table, table_of};
pub use release::{Earlier, RELEASE_FORMAT, Release, Scope, public_cells};
pub use rules::{LEAST_CONTRIBUTORS, Reason, Rules};
pub use saved_queries::{CohortQuestion, QueryTerms, SavedQuery};
pub use suppression::{Cell, Protected, System, protect};
