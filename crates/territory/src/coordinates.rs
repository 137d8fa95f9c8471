//! Geographic coordinates as whole microdegrees, so that equal places compare equal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A latitude or longitude (WGS 84) in millionths of a degree: 52.123456° is `52123456`; -180° to 180°.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Microdegrees(i32);

impl Microdegrees {
    /// The angle of so many microdegrees, if it lies within -180° and 180°.
    pub const fn new(value: i32) -> Option<Self> {
        if value.unsigned_abs() <= 180_000_000 { Some(Self(value)) } else { None }
    }

    /// The number of microdegrees.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// Whether this can be a latitude: within -90° and 90°.
    pub const fn is_latitude(self) -> bool {
        self.0.unsigned_abs() <= 90_000_000
    }
}

impl TryFrom<i32> for Microdegrees {
    type Error = Error;

    fn try_from(value: i32) -> Result<Self, Error> {
        Self::new(value).ok_or_else(|| Error::Coordinate(value.to_string()))
    }
}

impl From<Microdegrees> for i32 {
    fn from(value: Microdegrees) -> Self {
        value.0
    }
}

/// Writes decimal degrees with six digits: `52.123456`.
impl fmt::Display for Microdegrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let value = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:06}", value / 1_000_000, value % 1_000_000)
    }
}

/// Reads decimal degrees with a point; digits after the sixth are cut off (a tenth of a metre).
impl FromStr for Microdegrees {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Coordinate(text.chars().take(40).collect());
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
        };
        if !plain(whole, 3) || !plain(fraction, 20) {
            return Err(error());
        }
        let millionths: String = fraction.chars().chain("000000".chars()).take(6).collect();
        let value: i32 = format!("{whole}{millionths}").parse().map_err(|_| error())?;
        Self::new(if negative { -value } else { value }).ok_or_else(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_decimal_degrees() {
        for (text, value, shown) in [
            ("52.123456", 52_123_456, "52.123456"),
            ("-0.5", -500_000, "-0.500000"),
            ("7", 7_000_000, "7.000000"),
            ("10.99999999", 10_999_999, "10.999999"),
        ] {
            let read: Microdegrees = text.parse().unwrap();
            assert_eq!((read.get(), read.to_string().as_str()), (value, shown));
        }
        for bad in ["", "-", "180.1", "1,5", "1e3", "52.", ".5", "1234", "--1"] {
            assert!(bad.parse::<Microdegrees>().is_err(), "{bad}");
        }
        assert!(serde_json::from_str::<Microdegrees>("180000001").is_err());
        assert!("91".parse::<Microdegrees>().is_ok_and(|d| !d.is_latitude()));
    }
}
