//! Sums over many exact numbers: where thousands of fractions meet, 128 bits do not hold their common denominator.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{Signed, Zero};

use crate::{Rational, Rounding, RoundingMode};

/// A sum of exact numbers that never overflows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    total: Ratio<BigInt>,
    count: u64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { total: Ratio::zero(), count: 0 }
    }
}

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, value: Rational) {
        let (numerator, denominator) = value.parts();
        self.total += Ratio::new_raw(numerator.into(), denominator.into());
        self.count += 1;
    }

    /// Adds a number so many times.
    pub fn add_times(&mut self, value: Rational, times: u64) {
        let (numerator, denominator) = value.parts();
        self.total += Ratio::new(BigInt::from(numerator) * times, denominator.into());
        self.count = self.count.saturating_add(times);
    }

    /// Adds numbers that have one denominator above zero, by the sum of their numerators and their count; with any other
    /// denominator nothing.
    pub fn add_scaled(&mut self, numerators: i128, denominator: i64, count: u64) {
        if denominator > 0 {
            self.total += Ratio::new(BigInt::from(numerators), BigInt::from(denominator));
            self.count = self.count.saturating_add(count);
        }
    }

    /// How many numbers were added.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The total as a decimal text after `rounding`.
    pub fn total(&self, rounding: Rounding) -> String {
        rounded(self.total.clone(), rounding)
    }

    /// The same numbers, each divided by a number above zero; nothing for any other divisor.
    #[must_use]
    pub fn divided(&self, by: Rational) -> Option<Self> {
        let (numerator, denominator) = by.parts();
        let divisor = Ratio::new_raw(numerator.into(), denominator.into());
        (numerator > 0).then(|| Self { total: &self.total / divisor, count: self.count })
    }

    /// How many steps of the mean of `step` lead from zero to the mean of these numbers or beyond; none if that is not
    /// above zero. Nothing if there are no numbers on either side, if no step leads there, or if 64 bits do not hold it.
    pub fn steps(&self, step: &Self) -> Option<u64> {
        if self.count == 0 || step.count == 0 {
            return None;
        }
        if !self.is_positive() {
            return Some(0);
        }
        let mean = |sum: &Self| &sum.total / BigInt::from(sum.count);
        step.is_positive()
            .then(|| mean(self) / mean(step))
            .and_then(|steps| steps.ceil().to_integer().try_into().ok())
    }

    /// How the totals compare, exactly.
    pub fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.total.cmp(&other.total)
    }

    /// Whether the total is above zero.
    pub fn is_positive(&self) -> bool {
        self.total.is_positive()
    }

    /// The arithmetic mean itself, if its parts fit 128 bits; nothing of no numbers.
    pub fn exact_mean(&self) -> Option<Rational> {
        let mean = (self.count > 0).then(|| &self.total / BigInt::from(self.count))?;
        Rational::of_parts(i128::try_from(mean.numer()).ok()?, i128::try_from(mean.denom()).ok()?)
    }

    /// The arithmetic mean as a decimal text after `rounding`, as [`Rational::rounded`] writes it; nothing of no
    /// numbers.
    pub fn mean(&self, rounding: Rounding) -> Option<String> {
        (self.count > 0).then(|| rounded(&self.total / BigInt::from(self.count), rounding))
    }
}

impl FromIterator<Rational> for Sum {
    fn from_iter<I: IntoIterator<Item = Rational>>(values: I) -> Self {
        let mut sum = Self::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

fn rounded(value: Ratio<BigInt>, rounding: Rounding) -> String {
    let digits = usize::from(rounding.digits.min(9));
    let scaled = value.abs() * BigInt::from(10_u64.pow(u32::from(rounding.digits.min(9))));
    let (mut whole, rest) = scaled.numer().div_rem(scaled.denom());
    let twice = rest * 2;
    let up = match rounding.mode {
        RoundingMode::None => return value.to_string(),
        RoundingMode::Truncate => false,
        RoundingMode::HalfUp => twice >= *scaled.denom(),
        RoundingMode::HalfEven => twice > *scaled.denom() || (twice == *scaled.denom() && whole.is_odd()),
    };
    if up {
        whole += 1;
    }
    let sign = if value.is_negative() && !whole.is_zero() { "-" } else { "" };
    let text = format!("{whole:0>width$}", width = digits + 1);
    let (before, after) = text.split_at(text.len() - digits);
    if digits == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn modes() -> impl Strategy<Value = Rounding> {
        let modes =
            [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Truncate, RoundingMode::None];
        (proptest::sample::select(modes.to_vec()), 0_u8..=9)
            .prop_map(|(mode, digits)| Rounding { mode, digits })
    }

    proptest! {
        #[test]
        fn the_mean_of_one_number_is_rounded_as_the_number_is(
            n in -1_000_000_i64..1_000_000, d in 1_i64..5_000, rounding in modes(),
        ) {
            let value = Rational::new(n, d).unwrap();
            let sum: Sum = [value].into_iter().collect();
            prop_assert_eq!(sum.mean(rounding).unwrap(), value.rounded(rounding));
        }
    }

    #[test]
    fn numbers_that_count_several_times_and_totals() {
        let rounding = Rounding { mode: RoundingMode::HalfUp, digits: 4 };
        let mut sum = Sum::default();
        sum.add_times(Rational::new(1, 3).unwrap(), 4);
        sum.add_times(Rational::new(1, 6).unwrap(), 2);
        // 4/3 + 1/3 = 5/3, of six numbers 5/18.
        assert_eq!((sum.total(rounding), sum.mean(rounding).unwrap()), ("1.6667".into(), "0.2778".into()));
        let half = sum.divided(Rational::from_int(2)).unwrap();
        assert_eq!(half.total(rounding), "0.8333");
        assert!(half.compare(&sum).is_lt() && half.is_positive() && !Sum::default().is_positive());
        assert_eq!(sum.divided(Rational::ZERO), None);
    }

    #[test]
    fn steps_lead_to_a_mean_or_beyond() {
        let sum = |values: &[(i64, i64)]| -> Sum {
            values.iter().map(|(n, d)| Rational::new(*n, *d).unwrap()).collect()
        };
        // 5/6 in steps of 1/4: four steps are 1, three are 3/4
        assert_eq!(sum(&[(1, 1), (2, 3)]).steps(&sum(&[(1, 4)])), Some(4));
        assert_eq!(sum(&[(3, 4)]).steps(&sum(&[(1, 4), (1, 4)])), Some(3));
        assert_eq!(sum(&[(-1, 4)]).steps(&sum(&[(-1, 4)])), Some(0));
        assert_eq!(sum(&[(1, 4)]).steps(&sum(&[(0, 1)])), None);
        assert_eq!(sum(&[(1, 4)]).steps(&Sum::default()), None);
        let mut scaled = Sum::default();
        scaled.add_scaled(10, 12, 2);
        assert_eq!((scaled.exact_mean(), scaled), (Rational::new(5, 12), sum(&[(1, 2), (1, 3)])));
    }

    /// 1/2 + 1/3 + 1/5 + ... over the first 60 primes is 2.0059088703 with a denominator of 116 digits (Python,
    /// `fractions.Fraction`); the sixtieth of it is 0.0334318145.
    #[test]
    fn a_common_denominator_beyond_128_bits_is_no_matter() {
        let primes = (2_i64..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0)).take(60);
        let sum: Sum = primes.map(|p| Rational::new(1, p).unwrap()).collect();
        assert_eq!(sum.count(), 60);
        let rounding = Rounding { mode: RoundingMode::HalfUp, digits: 6 };
        assert_eq!(sum.mean(rounding).unwrap(), "0.033432");
        assert_eq!(Sum::default().mean(rounding), None);
    }
}
