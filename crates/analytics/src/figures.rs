//! The figures of a cohort: mean and quartiles of numbers, counts of categories.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Rounding, Slug, Sum};
use blaupause_maturity::Segment;
use serde::{Deserialize, Serialize};

use crate::Reason;

/// Counted as their stage: units that prove none.
pub const NO_STAGE: &str = "withoutStage";
/// Counted as their segment: units with too few peers to stand anywhere.
pub const NO_SEGMENT: &str = "withoutSegment";

/// Mean and quartiles; everything is `null` where a reason stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CohortNumbers))]
pub struct Numbers {
    /// How many units contribute.
    pub contributors: Option<u64>,
    /// Arithmetic mean, rounded as the model says.
    pub mean: Option<String>,
    /// The lowest value that at least a quarter of the contributors do not exceed (nearest rank).
    pub lower_quartile: Option<String>,
    /// The lowest value that at least half of the contributors do not exceed.
    pub median: Option<String>,
    /// The lowest value that at least three quarters of the contributors do not exceed.
    pub upper_quartile: Option<String>,
    /// Why nothing is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// How many units are in each category; everything is `null` where a reason stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CohortCounts))]
pub struct Counts {
    /// How many units contribute.
    pub contributors: Option<u64>,
    /// Units by category; what is not named has none.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<BTreeMap<String, u64>>))]
    pub counts: Option<BTreeMap<String, u64>>,
    /// Why nothing is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Numbers {
    /// The figures of these values, in any order. A quartile shows only with at least `beside` contributors to either side
    /// of it, because it is the value of one of them.
    pub(crate) fn of(mut values: Vec<Rational>, rounding: Rounding, beside: u64) -> Self {
        if values.is_empty() {
            return Self::withheld(Reason::NoContributors);
        }
        values.sort_unstable();
        let sum: Sum = values.iter().copied().collect();
        let quantile = |quarters: usize| {
            let rank = (values.len() * quarters).div_ceil(4);
            let either_side = values.len() * quarters.min(4 - quarters) / 4;
            let enough = u64::try_from(either_side).is_ok_and(|n| n >= beside);
            values.get(rank.saturating_sub(1)).filter(|_| enough).map(|v| v.rounded(rounding))
        };
        Self {
            contributors: Some(sum.count()),
            mean: sum.mean(rounding),
            lower_quartile: quantile(1),
            median: quantile(2),
            upper_quartile: quantile(3),
            reason: None,
        }
    }

    /// No figures, for a reason.
    pub fn withheld(reason: Reason) -> Self {
        Self {
            contributors: None,
            mean: None,
            lower_quartile: None,
            median: None,
            upper_quartile: None,
            reason: Some(reason),
        }
    }
}

impl Counts {
    /// The counts of these categories.
    pub(crate) fn of(categories: Vec<String>) -> Self {
        if categories.is_empty() {
            return Self::withheld(Reason::NoContributors);
        }
        let contributors = u64::try_from(categories.len()).ok();
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for category in categories {
            *counts.entry(category).or_default() += 1;
        }
        Self { contributors, counts: Some(counts), reason: None }
    }

    /// No figures, for a reason.
    pub fn withheld(reason: Reason) -> Self {
        Self { contributors: None, counts: None, reason: Some(reason) }
    }
}

pub(crate) fn stage_name(stage: Option<&Slug>) -> String {
    stage.map_or_else(|| NO_STAGE.to_owned(), Slug::to_string)
}

pub(crate) const fn segment_name(segment: Option<Segment>) -> &'static str {
    match segment {
        Some(Segment::FrontRunner) => "frontRunner",
        Some(Segment::Middle) => "middle",
        Some(Segment::Laggard) => "laggard",
        None => NO_SEGMENT,
    }
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::RoundingMode;

    use super::*;

    const TWO: Rounding = Rounding { mode: RoundingMode::HalfUp, digits: 2 };

    fn numbers(count: i64, beside: u64) -> Numbers {
        Numbers::of((1..=count).rev().map(Rational::from_int).collect(), TWO, beside)
    }

    /// Nearest rank: of 1 to 10, the quartiles are the 3rd, 5th and 8th value (ceil(2.5), ceil(5), ceil(7.5)).
    #[test]
    fn quartiles_are_values_by_nearest_rank() {
        let of_ten = numbers(10, 0);
        assert_eq!(of_ten.mean.as_deref(), Some("5.50"));
        assert_eq!(of_ten.lower_quartile.as_deref(), Some("3.00"));
        assert_eq!(of_ten.median.as_deref(), Some("5.00"));
        assert_eq!(of_ten.upper_quartile.as_deref(), Some("8.00"));
    }

    #[test]
    fn a_public_quartile_has_enough_contributors_on_either_side() {
        let shows = |count| {
            let n = numbers(count, 5);
            (n.lower_quartile.is_some(), n.median.is_some(), n.upper_quartile.is_some())
        };
        assert_eq!(shows(9), (false, false, false));
        assert_eq!(shows(10), (false, true, false));
        assert_eq!(shows(19), (false, true, false));
        assert_eq!(shows(20), (true, true, true));
    }
}
