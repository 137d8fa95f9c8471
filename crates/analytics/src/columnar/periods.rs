//! Years, half-years and quarters by number.

use blaupause_kernel::{Date, Quarter};
use serde::{Deserialize, Serialize};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Granularity {
    /// Calendar year: `2026`.
    Year,
    /// Half of one: `2026-H1`.
    HalfYear,
    /// Quarter: `2026-Q1`.
    Quarter,
}

impl Granularity {
    /// The number of the period with a day: those that follow one another have numbers that do.
    pub(super) fn number(self, day: Date) -> u32 {
        let quarter = Quarter::of(day).number();
        match self {
            Self::Year => quarter / 4,
            Self::HalfYear => quarter / 2,
            Self::Quarter => quarter,
        }
    }

    /// The name of the period with a number.
    pub(super) fn name(self, number: u32) -> String {
        match self {
            Self::Year => format!("{number:04}"),
            Self::HalfYear => format!("{:04}-H{}", number / 2, number % 2 + 1),
            Self::Quarter => format!("{:04}-Q{}", number / 4, number % 4 + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_one_another_and_are_named() {
        for (day, names) in [
            ("2026-01-01", ["2026", "2026-H1", "2026-Q1"]),
            ("2026-06-30", ["2026", "2026-H1", "2026-Q2"]),
            ("2026-07-01", ["2026", "2026-H2", "2026-Q3"]),
            ("0999-12-31", ["0999", "0999-H2", "0999-Q4"]),
        ] {
            let day = day.parse().unwrap();
            let all = [Granularity::Year, Granularity::HalfYear, Granularity::Quarter];
            assert_eq!(all.map(|g| g.name(g.number(day))), names);
        }
        let number = |day: &str| Granularity::Quarter.number(day.parse().unwrap());
        assert_eq!(number("2025-12-31") + 1, number("2026-01-01"));
    }
}
