//! Quarters of a year, in which budgets and plans are counted.

use std::fmt;
use std::str::FromStr;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::{Date, Error};

/// A quarter of a calendar year, `YYYY-Qn` (Quartal).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i32,
    /// 0 to 3.
    index: i32,
}

crate::text_value!(Quarter, crate::Error, pattern(r"^\d{4}-Q[1-4]$"), "2026-Q2");

/// The last quarter of the year 9999, counted from the year 0.
const LAST: i32 = 9_999 * 4 + 3;

impl Quarter {
    /// The quarter in which a day lies.
    pub fn of(day: Date) -> Self {
        let day = day.to_chrono();
        let index = i32::try_from(day.month0() / 3).unwrap_or(0);
        Self { year: day.year(), index }
    }

    /// The quarter so many later; the last one of the year 9999 at the end of time.
    #[must_use]
    pub fn plus(self, quarters: u32) -> Self {
        let count = self.count().saturating_add(i32::try_from(quarters).unwrap_or(i32::MAX)).min(LAST);
        Self { year: count.div_euclid(4), index: count.rem_euclid(4) }
    }

    /// How many quarters `later` comes after this one; negative if it comes before.
    pub fn until(self, later: Self) -> i32 {
        later.count().saturating_sub(self.count())
    }

    /// Its first day; nothing beyond the years with four digits.
    pub fn first_day(self) -> Option<Date> {
        Date::from_ymd(self.year, u32::try_from(self.index * 3 + 1).ok()?, 1)
    }

    /// Counted from the first quarter of the year 0: those that follow one another have numbers that do.
    pub fn number(self) -> u32 {
        u32::try_from(self.count()).unwrap_or_default()
    }

    fn count(self) -> i32 {
        self.year.saturating_mul(4).saturating_add(self.index)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.index + 1)
    }
}

impl FromStr for Quarter {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Quarter(text.chars().take(40).collect());
        let (year, number) = text.split_once("-Q").ok_or_else(error)?;
        let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        let year: i32 = year.parse().map_err(|_| error())?;
        let index = match number {
            "1" => 0,
            "2" => 1,
            "3" => 2,
            "4" => 3,
            _ => return Err(error()),
        };
        if digits && year > 0 { Ok(Self { year, index }) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_over_the_turn_of_the_year() {
        let quarter = |text: &str| text.parse::<Quarter>().unwrap();
        assert_eq!(Quarter::of("2026-03-31".parse().unwrap()), quarter("2026-Q1"));
        assert_eq!(Quarter::of("2026-04-01".parse().unwrap()), quarter("2026-Q2"));
        assert_eq!(quarter("2026-Q3").plus(0), quarter("2026-Q3"));
        assert_eq!(quarter("2026-Q3").plus(6).to_string(), "2028-Q1");
        assert_eq!(quarter("9999-Q3").plus(40), quarter("9999-Q4"));
        assert_eq!(quarter("2026-Q3").until(quarter("2028-Q1")), 6);
        assert_eq!(quarter("2026-Q3").until(quarter("2025-Q4")), -3);
        assert_eq!(quarter("2026-Q4").first_day(), Some("2026-10-01".parse().unwrap()));
        for bad in ["", "2026-Q0", "2026-Q5", "2026Q1", "26-Q1", "2026-q1", "+026-Q1", "2026-Q11"] {
            assert!(bad.parse::<Quarter>().is_err(), "{bad}");
        }
    }
}
