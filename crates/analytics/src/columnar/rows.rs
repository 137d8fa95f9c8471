//! One signed result, as it goes into the columns.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Rational, Slug};
use blaupause_maturity::MinimumStandard;

/// The figures of a signed result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The day whose state it describes.
    pub day: Date,
    /// Exact score; nothing if nothing was answered.
    pub score: Option<Rational>,
    /// Its lower bound over all that is open.
    pub lower: Rational,
    /// Its upper bound.
    pub upper: Rational,
    /// Whether the minimum standard is met.
    pub minimum_standard: MinimumStandard,
    /// The proven stage.
    pub stage: Option<Slug>,
    /// Exact value by dimension.
    pub dimensions: BTreeMap<Slug, Rational>,
    /// Level by indicator, for those that have one.
    pub levels: BTreeMap<Slug, Rational>,
}
