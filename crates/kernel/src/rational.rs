//! Exact numbers: fractions of 128-bit integers with checked arithmetic, and one declared rounding.

use std::fmt;
use std::str::FromStr;

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, Signed, Zero};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// An exact number. Written as a fraction or whole number in text (`"53/20"`, `"3"`), read from a fraction,
/// a decimal text or a number literal (`0.25` is read as the decimal it is written as, never as a binary float).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rational(Ratio<i128>);

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self(Ratio::new_raw(0, 1));
    /// One.
    pub const ONE: Self = Self(Ratio::new_raw(1, 1));

    /// A whole number.
    pub fn from_int(value: i64) -> Self {
        Self(Ratio::from_integer(value.into()))
    }

    /// The fraction `numerator / denominator`, or nothing if the denominator is zero.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then(|| Self::reduced(numerator.into(), denominator.into()))
    }

    /// The fraction of two parts, or nothing if the denominator is not above zero or the numerator the lowest number of
    /// 128 bits.
    pub fn of_parts(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator > 0 && numerator > i128::MIN).then(|| Self::reduced(numerator, denominator))
    }

    /// Numerator and denominator in lowest terms, the denominator above zero.
    pub fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// The sum, or nothing if it does not fit 128 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        match (self.small(), other.small()) {
            (Some((a, b)), Some((c, d))) if b == d => Some(Self::reduced(a + c, b)),
            (Some((a, b)), Some((c, d))) => Some(Self::reduced(a * d + c * b, b * d)),
            _ => self.0.checked_add(&other.0).map(Self),
        }
    }

    /// The difference, or nothing if it does not fit 128 bits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        match (self.small(), other.small()) {
            (Some((a, b)), Some((c, d))) if b == d => Some(Self::reduced(a - c, b)),
            (Some((a, b)), Some((c, d))) => Some(Self::reduced(a * d - c * b, b * d)),
            _ => self.0.checked_sub(&other.0).map(Self),
        }
    }

    /// The product, or nothing if it does not fit 128 bits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        match (self.small(), other.small()) {
            (Some((a, b)), Some((c, d))) => Some(Self::reduced(a * c, b * d)),
            _ => self.0.checked_mul(&other.0).map(Self),
        }
    }

    /// The quotient, or nothing if the divisor is zero or the result does not fit 128 bits.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        match (self.small(), other.small()) {
            _ if other.is_zero() => None,
            (Some((a, b)), Some((c, d))) => Some(Self::reduced(a * d, b * c)),
            _ => self.0.checked_div(&other.0).map(Self),
        }
    }

    /// Numerator and denominator if each fits 62 bits: sums of their products then fit 128 without a check. Almost
    /// every number of a calculation does, and the general way costs several times as much.
    fn small(self) -> Option<(i128, i128)> {
        const LIMIT: i128 = 1 << 62;
        let (numerator, denominator) = self.parts();
        (numerator > -LIMIT && numerator < LIMIT && denominator < LIMIT).then_some((numerator, denominator))
    }

    /// The fraction in lowest terms with a denominator above zero. The denominator is not zero, and no part is the lowest
    /// number of 128 bits.
    fn reduced(numerator: i128, denominator: i128) -> Self {
        if denominator == 1 {
            return Self(Ratio::new_raw(numerator, 1));
        }
        let (Ok(n), Ok(d)) = (i64::try_from(numerator), i64::try_from(denominator)) else {
            return Self(Ratio::new(numerator, denominator));
        };
        let divisor = i128::from(gcd(n.unsigned_abs(), d.unsigned_abs()));
        let sign = if d < 0 { -1 } else { 1 };
        // Both fit 64 bits, where dividing is several times as fast as in 128.
        let quotient =
            |part: i64| i64::try_from(divisor).map_or(i128::from(part) / divisor, |by| (part / by).into());
        Self(Ratio::new_raw(sign * quotient(n), sign * quotient(d)))
    }

    /// Whether this is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is a whole number.
    pub fn is_whole(self) -> bool {
        self.0.is_integer()
    }

    /// Whether this is below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_negative()
    }

    /// The value as a decimal text after `rounding`: `2.65`. Without rounding, the exact fraction.
    pub fn rounded(self, rounding: Rounding) -> String {
        let Some((digits, value)) = rounding.apply(self.0) else { return self.to_string() };
        let sign = if value < 0 { "-" } else { "" };
        let text = format!("{:0>width$}", value.unsigned_abs(), width = digits + 1);
        let (whole, fraction) = text.split_at(text.len() - digits);
        if digits == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

/// The greatest common divisor; `b` is not zero. By halving: dividing 64 bits takes as long as a dozen of these steps.
const fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 {
        return b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
        if b == 0 {
            return a << twos;
        }
    }
}

/// How a number is rounded where it leaves the exact arithmetic. Declared once per model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rounding {
    /// The direction.
    pub mode: RoundingMode,
    /// Digits after the decimal point, 0 to 9. Ignored by `none`.
    #[serde(default)]
    pub digits: u8,
}

/// Direction of a rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RoundingMode {
    /// Half away from zero ("kaufmännisch").
    HalfUp,
    /// Half to the even neighbour.
    HalfEven,
    /// Towards zero.
    Truncate,
    /// No rounding: the exact fraction is shown.
    None,
}

impl Rounding {
    /// The number of digits and the value as a whole number of units of the last digit.
    fn apply(self, value: Ratio<i128>) -> Option<(usize, i128)> {
        let digits = u32::from(self.digits.min(9));
        let scaled = value.checked_mul(&Ratio::from_integer(10_i128.pow(digits)))?;
        let whole = match self.mode {
            RoundingMode::None => return None,
            RoundingMode::Truncate => scaled.trunc(),
            RoundingMode::HalfUp => scaled.round(),
            RoundingMode::HalfEven => {
                let (floor, half) = (scaled.floor(), Ratio::new(1, 2));
                let rest = scaled - floor;
                let up = rest > half || (rest == half && floor.to_integer() % 2 != 0);
                if up { floor + Ratio::from_integer(1) } else { floor }
            }
        };
        Some((usize::try_from(digits).ok()?, whole.to_integer()))
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Rational {
    type Err = Error;

    /// Reads `3`, `-0.25` or `53/20`; at most 18 digits each, and no exponent.
    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Number(text.chars().take(40).collect());
        let whole = |part: &str| {
            let digits = part.strip_prefix('-').unwrap_or(part);
            let plain = (1..=18).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| part.parse::<i64>().ok()).flatten().ok_or_else(error)
        };
        if let Some((numerator, denominator)) = text.split_once('/') {
            return Self::new(whole(numerator)?, whole(denominator)?).ok_or_else(error);
        }
        let Some((before, after)) = text.split_once('.') else { return whole(text).map(Self::from_int) };
        if after.starts_with('-') || !(1..=17).contains(&after.len()) {
            return Err(error());
        }
        let power = u32::try_from(after.len()).ok().and_then(|n| 10_i64.checked_pow(n)).ok_or_else(error)?;
        whole(before)?;
        Self::new(whole(&format!("{before}{after}"))?, power).ok_or_else(error)
    }
}

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl Visitor<'_> for NumberVisitor {
    type Value = Rational;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a text such as `0.25` or `1/3`")
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Rational, E> {
        Ok(Rational::from_int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Rational, E> {
        i64::try_from(value).map(Rational::from_int).map_err(E::custom)
    }

    /// The shortest decimal that names the float is the literal the author wrote (up to 15 digits).
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Rational, E> {
        value.to_string().parse().map_err(E::custom)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Rational, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Rational {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^-?\d+(/\d+)?$"))
            .examples(["53/20"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Rational {
    fn name() -> std::borrow::Cow<'static, str> {
        "Rational".into()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("3", "3")]
    #[case("0.25", "1/4")]
    #[case("-0.5", "-1/2")]
    #[case("53/20", "53/20")]
    #[case("2/4", "1/2")]
    fn reads_decimals_and_fractions(#[case] text: &str, #[case] shown: &str) {
        assert_eq!(text.parse::<Rational>().unwrap().to_string(), shown);
        assert_eq!(serde_json::from_str::<Rational>(&format!("{text:?}")).unwrap().to_string(), shown);
    }

    #[test]
    fn number_literals_are_the_decimals_they_are_written_as() {
        for (text, shown) in [("0.1", "1/10"), ("2.675", "107/40"), ("7", "7"), ("-1.5", "-3/2")] {
            assert_eq!(serde_json::from_str::<Rational>(text).unwrap().to_string(), shown);
        }
    }

    /// The four operations against plain 128-bit arithmetic, over numbers around every limit of the quick way.
    #[test]
    fn the_quick_way_gives_what_the_general_way_gives() {
        let edges =
            [0, 1, -1, 2, 3, -6, 7, 12, 360_360, i64::MAX, i64::MIN + 1, 1 << 62, (1 << 62) - 1, -(1 << 31)];
        let numbers: Vec<Ratio<i128>> = edges
            .iter()
            .flat_map(|a| edges.iter().filter(|b| **b != 0).map(|b| Ratio::new((*a).into(), (*b).into())))
            .collect();
        for a in &numbers {
            for b in &numbers {
                let (x, y) = (Rational(*a), Rational(*b));
                assert_eq!(x.checked_add(y).map(|r| r.0), a.checked_add(b), "{a} + {b}");
                assert_eq!(x.checked_sub(y).map(|r| r.0), a.checked_sub(b), "{a} - {b}");
                assert_eq!(x.checked_mul(y).map(|r| r.0), a.checked_mul(b), "{a} * {b}");
                let quotient = if b.is_zero() { None } else { a.checked_div(b) };
                assert_eq!(x.checked_div(y).map(|r| r.0), quotient, "{a} / {b}");
                assert_eq!(Rational::new(6, -4).unwrap().parts(), (-3, 2));
            }
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for bad in ["", "1/0", ".5", "1.", "1e5", "0.-5", "1//2", "1234567890123456789", "NaN"] {
            assert!(bad.parse::<Rational>().is_err(), "{bad}");
        }
    }

    #[rstest]
    #[case(RoundingMode::HalfUp, 2, "2.675", "2.68")]
    #[case(RoundingMode::HalfEven, 2, "2.665", "2.66")]
    #[case(RoundingMode::HalfEven, 2, "2.675", "2.68")]
    #[case(RoundingMode::Truncate, 2, "2.679", "2.67")]
    #[case(RoundingMode::HalfUp, 0, "2.5", "3")]
    #[case(RoundingMode::HalfUp, 1, "-0.25", "-0.3")]
    #[case(RoundingMode::HalfUp, 3, "1/3", "0.333")]
    #[case(RoundingMode::None, 0, "1/3", "1/3")]
    fn rounds_as_declared(
        #[case] mode: RoundingMode,
        #[case] digits: u8,
        #[case] value: &str,
        #[case] shown: &str,
    ) {
        assert_eq!(value.parse::<Rational>().unwrap().rounded(Rounding { mode, digits }), shown);
    }
}
