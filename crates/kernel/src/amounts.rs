//! Money and effort, kept exactly as hundredths and written as decimal texts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Writes hundredths as a decimal text with two digits: `-0.05`, `1234.50`.
fn write_hundredths(value: i64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let sign = if value < 0 { "-" } else { "" };
    let whole = value.unsigned_abs();
    write!(f, "{sign}{}.{:02}", whole / 100, whole % 100)
}

/// Reads a decimal text with at most two digits after the point.
fn read_hundredths(text: &str) -> Result<i64, Error> {
    let error = || Error::Number(text.chars().take(40).collect());
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !plain(whole, 15) || !plain(fraction, 2) {
        return Err(error());
    }
    let cents: i64 = format!("{fraction:0<2}").parse().map_err(|_| error())?;
    let value = whole.parse::<i64>().map_err(|_| error())? * 100 + cents;
    Ok(if negative { -value } else { value })
}

macro_rules! hundredths {
    ($name:ident, $doc:literal, $example:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(i64);

        crate::text_value!($name, crate::Error, pattern(r"^-?\d{1,15}(\.\d{1,2})?$"), $example);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// Takes a number of hundredths.
            pub const fn from_hundredths(value: i64) -> Self {
                Self(value)
            }

            /// The number of hundredths.
            pub const fn hundredths(self) -> i64 {
                self.0
            }

            /// The sum, or nothing if it does not fit.
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hundredths(self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                read_hundredths(text).map(Self)
            }
        }
    };
}

hundredths!(
    Euro,
    "An amount in euro, exact to the cent, written as a decimal text: `\"1234.50\"`.",
    "1234.50"
);
hundredths!(
    PersonDays,
    "Effort in person-days, exact to the hundredth, written as a decimal text: `\"2.50\"`.",
    "2.50"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_exact_decimals() {
        for (text, cents, shown) in
            [("0", 0, "0.00"), ("12", 1200, "12.00"), ("2.5", 250, "2.50"), ("-0.05", -5, "-0.05")]
        {
            let value: Euro = text.parse().unwrap();
            assert_eq!((value.hundredths(), value.to_string().as_str()), (cents, shown));
        }
        for bad in ["", "-", ".5", "1.", "1.234", "1e3", "+1", "1,5", "1234567890123456"] {
            assert!(bad.parse::<Euro>().is_err(), "{bad}");
        }
    }
}
