//! Dates and instants. Nothing here reads a clock: now is an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, SecondsFormat, SubsecRound, Utc,
};
use serde::{Deserialize, Serialize};

use crate::Error;

/// The last day whose year has four digits: what lies after it could be written, but not read back.
const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A calendar day of the years 1 to 9999, `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(NaiveDate);

crate::text_value!(Date, crate::Error, pattern(r"^\d{4}-\d{2}-\d{2}$"), "2026-03-01");

impl Date {
    /// The day with this year, month and day of month, if the calendar has it and the year has four digits.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|d| (1..=9999).contains(&d.year())).map(Self)
    }

    /// As the `chrono` type, for the store.
    pub fn to_chrono(self) -> NaiveDate {
        self.0
    }

    /// From the `chrono` type, for the store.
    pub fn from_chrono(date: NaiveDate) -> Self {
        Self(date)
    }

    /// This day plus `days`; 31 December 9999 at the end of time.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        Self(self.0.checked_add_days(Days::new(days.into())).map_or(LAST_DAY, |day| day.min(LAST_DAY)))
    }

    /// The instant at which the day begins in UTC.
    pub fn begins(self) -> Timestamp {
        Timestamp::from_naive(self.0.and_time(chrono::NaiveTime::MIN))
    }

    /// The day before; 1 January 1 at the beginning of time.
    #[must_use]
    pub fn day_before(self) -> Self {
        Self(self.0.checked_sub_days(Days::new(1)).filter(|day| day.year() >= 1).unwrap_or(self.0))
    }

    /// This day plus `months`, clamped to the end of a shorter month; 31 December 9999 at the end of time.
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        let later = self.0.checked_add_months(Months::new(months));
        Self(later.map_or(LAST_DAY, |day| day.min(LAST_DAY)))
    }

    /// Days from `self` to `later`; negative if it lies before.
    pub fn days_until(self, later: Self) -> i64 {
        (later.0 - self.0).num_days()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m-%d").fmt(f)
    }
}

impl FromStr for Date {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let shape = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| shape && day.year() >= 1)
            .map(Self)
            .ok_or_else(|| Error::Date(text.chars().take(40).collect()))
    }
}

/// An instant of the years 1 to 9999 in UTC with microseconds, as PostgreSQL keeps it: RFC 3339 with `Z`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(DateTime<Utc>);

crate::text_value!(
    Timestamp,
    crate::Error,
    pattern(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$"),
    "2026-03-01T12:00:00Z"
);

impl Timestamp {
    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(Self)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn to_unix(self) -> i64 {
        self.0.timestamp()
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn to_unix_millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// From the `chrono` type, cut to microseconds.
    pub fn from_chrono(instant: DateTime<Utc>) -> Self {
        Self(instant.trunc_subsecs(6))
    }

    /// As the `chrono` type without a zone, for the store.
    pub fn to_naive(self) -> NaiveDateTime {
        self.0.naive_utc()
    }

    /// From the `chrono` type without a zone, for the store.
    pub fn from_naive(instant: NaiveDateTime) -> Self {
        Self(instant.and_utc())
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        Date(self.0.date_naive())
    }

    /// This instant plus `seconds`; this instant itself if that is not one of the years 1 to 9999.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let later = Duration::try_seconds(seconds).and_then(|d| self.0.checked_add_signed(d));
        Self(later.filter(is_readable).unwrap_or(self.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|instant| instant.with_timezone(&Utc))
            .filter(is_readable)
            .map(Self::from_chrono)
            .ok_or_else(|| Error::Timestamp(text.chars().take(60).collect()))
    }
}

/// Whether an instant reads back as it is written: in UTC its year has four digits, and it is no leap second, which other
/// programs do not know.
fn is_readable(instant: &DateTime<Utc>) -> bool {
    (1..=9999).contains(&instant.year()) && instant.timestamp_subsec_nanos() < 1_000_000_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_back_as_written_and_refuse_other_shapes() {
        assert_eq!("2024-02-29".parse::<Date>().unwrap().to_string(), "2024-02-29");
        for bad in ["2023-02-29", "24-02-29", "2024-2-9", "2024-02-29 ", "+024-02-29", "0000-01-01", ""] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        let day: Date = "2024-01-31".parse().unwrap();
        assert_eq!(day.plus_months(1).to_string(), "2024-02-29");
        assert_eq!(day.days_until(day.plus_days(30)), 30);
        let last: Date = "9999-12-31".parse().unwrap();
        assert_eq!((last.plus_days(1), last.plus_months(1), last.plus_days(u32::MAX)), (last, last, last));
        let first: Date = "0001-01-01".parse().unwrap();
        assert_eq!(first.day_before(), first);
    }

    #[test]
    fn instants_are_utc_with_microseconds() {
        let t: Timestamp = "2026-03-01T13:00:00.1234567+01:00".parse().unwrap();
        assert_eq!(t.to_string(), "2026-03-01T12:00:00.123456Z");
        assert_eq!(Timestamp::from_unix(0).unwrap().to_string(), "1970-01-01T00:00:00Z");
        for bad in [
            "9999-12-31T23:00:00-05:00",
            "0001-01-01T00:00:00+01:00",
            "0000-06-01T00:00:00Z",
            "2026-12-31T23:59:60Z",
        ] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad}");
        }
        let last: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
        assert_eq!(last.plus_seconds(1), last);
    }
}
