//! The official register of administrations: keys, kinds, size classes, succession, providers and their service areas.
//! Pure values: nothing here opens a file, reads a clock or knows a database.

mod cases;
mod cells;
pub mod changes;
mod coordinates;
pub mod csv_units;
mod decisions;
mod decoding;
mod defects;
mod errors;
mod fields;
pub mod gv100;
mod holdings;
mod inheritance;
mod kinds;
pub mod lau;
mod names;
mod proposals;
mod providers;
mod register;
mod sizes;
pub mod successions_csv;
mod tables;
mod units;

pub use cases::{Settled, SuccessionCase};
pub use cells::{GUARDED, guarded, quoted};
pub use coordinates::Microdegrees;
pub use decisions::{Basis, Decision, Succession, Successor, successors_today};
pub use decoding::{MAX_BYTES, text_of};
pub use defects::{Defect, Defects, MAX_DEFECTS, excerpt};
pub use errors::Error;
pub use fields::{Fields, day, yes_or_no};
pub use holdings::{Holdings, Returned};
pub use inheritance::{Inheritance, LeftService, WhyLeft, inherit};
pub use kinds::Kind;
pub use names::{search_name, search_term};
pub use proposals::{Candidate, CandidateEvidence, Evidence, Finding, SuccessionProposal};
pub use providers::{Provider, ServiceArea, providers_of};
pub use register::Register;
pub use sizes::SizeClass;
pub use tables::{Lines, Row, rows as table_rows};
pub use units::Unit;

/// Runs the example of the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
