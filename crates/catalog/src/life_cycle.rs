//! The dates in the life of a module version, and the phase it is in on a day.

use blaupause_kernel::{Date, Message};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// Lebenszyklus: released, then deprecated, then no longer offered, then no longer supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LifeCycle {
    /// First day it can be installed.
    pub released: Date,
    /// First day on which something newer is recommended instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Date>,
    /// First day on which it is not installed any more; who has it keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sunset: Option<Date>,
    /// First day without support and security fixes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_support: Option<Date>,
}

/// Where a module version is in its life on a given day. Later phases are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Phase {
    /// Not yet released.
    Announced,
    /// Released and recommended.
    Current,
    /// Still offered, but something newer is recommended.
    Deprecated,
    /// No longer offered.
    Sunset,
    /// Without support.
    Unsupported,
}

impl Phase {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Current => "current",
            Self::Deprecated => "deprecated",
            Self::Sunset => "sunset",
            Self::Unsupported => "unsupported",
        }
    }

    /// Whether a version in this phase may be newly installed.
    pub const fn is_offered(self) -> bool {
        matches!(self, Self::Current | Self::Deprecated)
    }
}

impl LifeCycle {
    /// The phase on this day.
    pub fn phase_on(&self, day: Date) -> Phase {
        let reached = |date: Option<Date>| date.is_some_and(|date| date <= day);
        if reached(self.end_of_support) {
            Phase::Unsupported
        } else if reached(self.sunset) {
            Phase::Sunset
        } else if reached(self.deprecated) {
            Phase::Deprecated
        } else if self.released <= day {
            Phase::Current
        } else {
            Phase::Announced
        }
    }

    /// Every pair of neighbouring dates that is in the wrong order.
    pub(crate) fn check(&self) -> Vec<Problem> {
        let problem = |(earlier, later): (&str, &str)| {
            let message = Message::new("catalog-life-cycle-order");
            Problem::at(format!("/lifeCycle/{later}"), message.with("earlier", earlier).with("later", later))
        };
        self.reversed().into_iter().map(problem).collect()
    }

    /// The names of every pair of neighbouring dates that is in the wrong order.
    pub(crate) fn reversed(&self) -> Vec<(&'static str, &'static str)> {
        let dates = [
            ("released", Some(self.released)),
            ("deprecated", self.deprecated),
            ("sunset", self.sunset),
            ("endOfSupport", self.end_of_support),
        ];
        let known: Vec<_> = dates.iter().filter_map(|(name, date)| date.map(|d| (*name, d))).collect();
        let pairs = known.iter().zip(known.iter().skip(1));
        pairs.filter(|(earlier, later)| earlier.1 > later.1).map(|(e, l)| (e.0, l.0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2025-12-31", Phase::Announced)]
    #[case("2026-01-01", Phase::Current)]
    #[case("2027-01-01", Phase::Deprecated)]
    #[case("2028-01-01", Phase::Sunset)]
    #[case("2029-01-01", Phase::Unsupported)]
    fn the_phase_follows_the_dates(#[case] on: &str, #[case] phase: Phase) {
        let life = LifeCycle {
            released: day("2026-01-01"),
            deprecated: Some(day("2027-01-01")),
            sunset: Some(day("2028-01-01")),
            end_of_support: Some(day("2029-01-01")),
        };
        assert_eq!(life.phase_on(day(on)), phase);
        assert_eq!(life.check(), []);
    }

    #[test]
    fn names_every_pair_out_of_order_across_missing_dates() {
        let life = LifeCycle {
            released: day("2026-01-01"),
            deprecated: None,
            sunset: Some(day("2025-01-01")),
            end_of_support: Some(day("2024-01-01")),
        };
        let paths: Vec<_> = life.check().into_iter().map(|p| p.path).collect();
        assert_eq!(paths, ["/lifeCycle/sunset", "/lifeCycle/endOfSupport"]);
    }
}
