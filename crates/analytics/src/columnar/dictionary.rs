//! The values that occur in a column, in order: their places are the codes of the column.

use blaupause_kernel::{Rational, Sum};
use num_bigint::BigInt;
use num_integer::Integer;

/// Exact values in ascending order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dictionary(Values);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Values {
    /// Whole numbers over one denominator: sums of them are sums of integers.
    Scaled { denominator: i64, numerators: Vec<i64> },
    /// Values whose common denominator, or whose numerators over it, do not fit 64 bits.
    Exact(Vec<Rational>),
}

impl Default for Dictionary {
    fn default() -> Self {
        Self(Values::Scaled { denominator: 1, numerators: Vec::new() })
    }
}

impl FromIterator<Rational> for Dictionary {
    /// Of these values, in any order and however often each.
    fn from_iter<I: IntoIterator<Item = Rational>>(values: I) -> Self {
        let mut values: Vec<Rational> = values.into_iter().collect();
        values.sort_unstable();
        values.dedup();
        Self(scaled(&values).unwrap_or(Values::Exact(values)))
    }
}

/// The values over their common denominator, if that fits.
fn scaled(values: &[Rational]) -> Option<Values> {
    let mut denominator = 1_i64;
    for value in values {
        denominator = common(denominator, *value)?;
    }
    let numerators = values.iter().map(|value| over(*value, denominator)).collect::<Option<_>>()?;
    Some(Values::Scaled { denominator, numerators })
}

/// The least common multiple of a denominator and that of a value.
fn common(denominator: i64, value: Rational) -> Option<i64> {
    let own = i64::try_from(value.parts().1).ok()?;
    let (mut a, mut b) = (denominator, own);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    denominator.checked_mul(own / a)
}

/// The numerator of a value over a multiple of its denominator.
fn over(value: Rational, denominator: i64) -> Option<i64> {
    let (numerator, own) = value.parts();
    let factor = i128::from(denominator) / own;
    i64::try_from(numerator.checked_mul(factor)?).ok()
}

/// The numerator of a value over a denominator, if that is a whole number of 64 bits.
fn over_exactly(value: Rational, denominator: i64) -> Option<i64> {
    let divides = i128::from(denominator) % value.parts().1 == 0;
    divides.then(|| over(value, denominator)).flatten()
}

impl Dictionary {
    /// How many values.
    pub fn len(&self) -> usize {
        match &self.0 {
            Values::Scaled { numerators, .. } => numerators.len(),
            Values::Exact(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value with a code.
    pub fn value(&self, code: u32) -> Option<Rational> {
        let place = usize::try_from(code).ok()?;
        match &self.0 {
            Values::Scaled { denominator, numerators } => {
                Rational::new(*numerators.get(place)?, *denominator)
            }
            Values::Exact(values) => values.get(place).copied(),
        }
    }

    /// The code of a value, or the code it would have.
    ///
    /// # Errors
    /// The code of the next higher value, if it is not one of them.
    pub fn code(&self, value: Rational) -> Result<u32, u32> {
        let found = match &self.0 {
            Values::Scaled { denominator, numerators } => match over_exactly(value, *denominator) {
                Some(wanted) => numerators.binary_search(&wanted),
                None => {
                    let known = |numerator: &i64| Rational::new(*numerator, *denominator);
                    numerators.binary_search_by(|numerator| known(numerator).cmp(&Some(value)))
                }
            },
            Values::Exact(values) => values.binary_search(&value),
        };
        let code = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        found.map(code).map_err(code)
    }

    /// Takes a value in; nothing if it is there. The codes from the one it gets on move up.
    pub(super) fn insert(&mut self, value: Rational) -> Option<u32> {
        let code = self.code(value).err()?;
        let place = usize::try_from(code).ok()?;
        if let Values::Scaled { denominator, numerators } = &mut self.0
            && let Some(numerator) = over_exactly(value, *denominator)
        {
            numerators.insert(place, numerator);
        } else {
            *self = self.values().chain([value]).collect();
        }
        Some(code)
    }

    /// All values, the lowest first.
    pub fn values(&self) -> impl Iterator<Item = Rational> + '_ {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).filter_map(|code| self.value(code))
    }

    /// The exact sum of values that occur so many times.
    pub(super) fn sum(&self, counts: &[(u32, u64)]) -> Sum {
        let mut sum = Sum::default();
        match self.scaled_sum(counts) {
            Some((total, denominator)) => {
                let times = counts.iter().map(|(_, count)| count).sum();
                sum.add_scaled(total, denominator, times);
            }
            None => {
                for (code, count) in counts {
                    if let Some(value) = self.value(*code) {
                        sum.add_times(value, *count);
                    }
                }
            }
        }
        sum
    }

    /// The sum over the denominator of all values, where they have one.
    pub(super) fn scaled_sum(&self, counts: &[(u32, u64)]) -> Option<(i128, i64)> {
        let Values::Scaled { denominator, numerators } = &self.0 else { return None };
        let mut total = 0_i128;
        for (code, count) in counts {
            let numerator = usize::try_from(*code).ok().and_then(|place| numerators.get(place));
            // 64 bits times 32 bits, for no more rows than 2^32 exist: below 2^127 whatever is added
            total += i128::from(numerator.copied().unwrap_or_default()) * i128::from(*count);
        }
        Some((total, *denominator))
    }

    /// All values over their common denominator.
    pub(super) fn wholes(&self) -> Vec<BigInt> {
        match &self.0 {
            Values::Scaled { numerators, .. } => numerators.iter().copied().map(BigInt::from).collect(),
            Values::Exact(values) => {
                let denominator = |value: &Rational| BigInt::from(value.parts().1);
                let common = values.iter().map(denominator).fold(BigInt::from(1), |all, own| all.lcm(&own));
                let whole = |value: &Rational| BigInt::from(value.parts().0) * (&common / denominator(value));
                values.iter().map(whole).collect()
            }
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match &self.0 {
            Values::Scaled { numerators, .. } => numerators.capacity() * size_of::<i64>(),
            Values::Exact(values) => values.capacity() * size_of::<Rational>(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rationals() -> impl Strategy<Value = Vec<Rational>> {
        proptest::collection::vec((-500_i64..500, 1_i64..60), 0..40)
            .prop_map(|parts| parts.into_iter().filter_map(|(n, d)| Rational::new(n, d)).collect())
    }

    proptest! {
        #[test]
        fn codes_are_places_in_order_however_values_come(values in rationals(), later in rationals()) {
            let mut dictionary: Dictionary = values.iter().copied().collect();
            for value in &later {
                let before = dictionary.code(*value);
                prop_assert_eq!(dictionary.insert(*value), before.err());
            }
            let mut all = [values, later].concat();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(dictionary.values().collect::<Vec<_>>(), all.clone());
            for (place, value) in (0..).zip(all) {
                prop_assert_eq!(dictionary.code(value), Ok(place));
                prop_assert_eq!(dictionary.value(place), Some(value));
            }
        }

        #[test]
        fn sums_are_those_of_the_values(values in rationals(), counts in proptest::collection::vec(0_u64..9, 40)) {
            let dictionary: Dictionary = values.into_iter().collect();
            let counts: Vec<(u32, u64)> = (0..).zip(counts).take(dictionary.len()).collect();
            let mut expected = Sum::default();
            for (code, count) in &counts {
                expected.add_times(dictionary.value(*code).unwrap(), *count);
            }
            prop_assert_eq!(dictionary.sum(&counts), expected);
        }
    }

    /// 1/p over the primes to 60: their product has 22 digits, more than 64 bits hold.
    #[test]
    fn denominators_beyond_64_bits_stay_exact() {
        let primes = (2_i64..60).filter(|n| (2..*n).all(|d| n % d != 0));
        let dictionary: Dictionary = primes.map(|p| Rational::new(1, p).unwrap()).collect();
        assert!(matches!(dictionary.0, Values::Exact(_)));
        assert_eq!(dictionary.len(), 17);
        assert_eq!(dictionary.code(Rational::new(1, 59).unwrap()), Ok(0));
        assert_eq!(dictionary.code(Rational::new(1, 2).unwrap()), Ok(16));
    }
}
