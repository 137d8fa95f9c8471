//! Exact decimal numbers, as every format here can hold them.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// A decimal number of at most 18 digits, such as `2.65`. It keeps how many digits it was written with: `2.6` and
/// `2.60` are the same number, not the same text, and not equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    unscaled: i64,
    digits: u8,
}

impl Decimal {
    /// The most digits, before and after the decimal point together: what every reader of 64-bit decimals holds exactly.
    pub const PRECISION: u8 = 18;

    /// The number `unscaled / 10^digits`, or nothing if it has more than 18 digits.
    pub const fn new(unscaled: i64, digits: u8) -> Option<Self> {
        if digits > Self::PRECISION || unscaled.unsigned_abs() >= power(Self::PRECISION) {
            return None;
        }
        Some(Self { unscaled, digits })
    }

    /// The number in units of its last digit: 265 of `2.65`.
    pub const fn unscaled(self) -> i64 {
        self.unscaled
    }

    /// Digits after the decimal point.
    pub const fn digits(self) -> u8 {
        self.digits
    }

    /// The same number with `digits` after the decimal point; nothing if it has more of them or becomes too long.
    pub fn with_digits(self, digits: u8) -> Option<Self> {
        let factor = 10_i64.checked_pow(digits.checked_sub(self.digits)?.into())?;
        Self::new(self.unscaled.checked_mul(factor)?, digits)
    }
}

/// Ten to the power of `digits`, which are at most 19.
const fn power(digits: u8) -> u64 {
    let (mut power, mut left) = (1, digits);
    while left > 0 {
        power *= 10;
        left -= 1;
    }
    power
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.unscaled < 0 { "-" } else { "" };
        let (value, one) = (self.unscaled.unsigned_abs(), power(self.digits));
        let (whole, fraction) = (value / one, value % one);
        if self.digits == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{fraction:0>width$}", width = self.digits.into())
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Decimal {
    type Err = Error;

    /// Reads what JSON takes for a number, without an exponent: `3`, `-0.25`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Decimal(text.chars().take(40).collect());
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) if all_digits(fraction) => (whole, fraction),
            Some(_) => return Err(error()),
            None => (unsigned, ""),
        };
        if !all_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
            return Err(error());
        }
        let value: i64 = format!("{whole}{fraction}").parse().map_err(|_| error())?;
        let digits = u8::try_from(fraction.len()).map_err(|_| error())?;
        Self::new(if text.starts_with('-') { -value } else { value }, digits).ok_or_else(error)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("0", 0, 0)]
    #[case("2.65", 265, 2)]
    #[case("2.60", 260, 2)]
    #[case("-0.05", -5, 2)]
    #[case("-12.000", -12_000, 3)]
    #[case("999999999999999999", 999_999_999_999_999_999, 0)]
    #[case("0.000000000000000001", 1, 18)]
    #[case("-0.999999999999999999", -999_999_999_999_999_999, 18)]
    fn reads_back_as_written(#[case] text: &str, #[case] unscaled: i64, #[case] digits: u8) {
        let number: Decimal = text.parse().unwrap();
        assert_eq!((number.unscaled(), number.digits()), (unscaled, digits));
        assert_eq!(number.to_string(), text);
    }

    #[test]
    fn refuses_what_is_no_exact_decimal() {
        let long = ["1000000000000000000", "0.1000000000000000000", "99999999999999999999999"];
        for bad in
            ["", "-", "+1", ".5", "5.", "1e5", "01", "-00", "1,5", "1.-5", "--1", "NaN", " 1", "1 ", "٣"]
                .iter()
                .chain(&long)
        {
            assert!(bad.parse::<Decimal>().is_err(), "{bad}");
        }
    }

    #[test]
    fn more_digits_are_zeros_and_fewer_are_refused() {
        let number: Decimal = "2.6".parse().unwrap();
        assert_eq!(number.with_digits(3).map(|d| d.to_string()).as_deref(), Some("2.600"));
        assert_eq!(number.with_digits(0), None);
        assert_eq!(number.with_digits(18), None, "19 digits in all");
        assert_eq!(number.with_digits(u8::MAX), None);
    }
}
