//! Cohorts with their figures.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Rounding, Slug};
use serde::{Deserialize, Serialize};

use crate::{Contribution, Counts, Group, Numbers, Value, table_of};

/// The figures of one cohort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CohortCell {
    /// What all members share, by breakdown.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub group: Group,
    /// The score.
    pub score: Numbers,
    /// The dimensions of the model, those of every depth.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Numbers>))]
    pub dimensions: BTreeMap<Slug, Numbers>,
    /// Units by proven stage; `withoutStage` are those that prove none.
    pub stages: Counts,
    /// Units by `frontRunner`, `middle` and `laggard` among all contributors of their level and size class;
    /// `withoutSegment` are those with too few peers.
    pub segments: Counts,
}

/// By table, then by group.
pub(crate) fn in_order(cells: &mut [CohortCell]) {
    cells.sort_by_cached_key(|cell| {
        let breakdowns = cell.group.keys().copied().collect();
        (table_of(&breakdowns), cell.group.clone())
    });
}

/// Every dimension that somebody has a value for.
pub(crate) fn dimensions_of(contributions: &[Contribution]) -> BTreeSet<Slug> {
    contributions.iter().flat_map(|c| c.standing.dimensions.keys().cloned()).collect()
}

pub(crate) fn numbers(values: Vec<Value>, rounding: Rounding, beside: u64) -> Numbers {
    let number = |value| match value {
        Value::Number(number) => Some(number),
        Value::Category(_) => None,
    };
    Numbers::of(values.into_iter().filter_map(number).collect(), rounding, beside)
}

pub(crate) fn counts(values: Vec<Value>) -> Counts {
    let category = |value| match value {
        Value::Category(category) => Some(category),
        Value::Number(_) => None,
    };
    Counts::of(values.into_iter().filter_map(category).collect())
}
