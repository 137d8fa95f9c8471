//! Sparse vectors over the integers modulo 2^61 - 1.
//!
//! Whether one vector follows from others is a question of ranks, and 0/1 vectors have the same rank modulo this prime
//! as over the rationals unless one of their minors is a multiple of it: the minors of nested and crossed groups are
//! small numbers. Where it errs, it errs towards fewer equations than there are only for minors above 2.3 * 10^18.

use std::collections::BTreeMap;

const P: u64 = (1 << 61) - 1;

/// A number modulo 2^61 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Residue(u64);

impl Residue {
    pub(crate) const ONE: Self = Self(1);

    fn of(wide: u128) -> Self {
        let folded = (wide & u128::from(P)) + (wide >> 61);
        let folded = (folded & u128::from(P)) + (folded >> 61);
        // below 2^61 + 1 by now
        let small = u64::try_from(folded).unwrap_or_default();
        Self(if small >= P { small - P } else { small })
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::of(u128::from(self.0) + u128::from(other.0))
    }

    pub(crate) fn times(self, other: Self) -> Self {
        Self::of(u128::from(self.0) * u128::from(other.0))
    }

    pub(crate) fn negative(self) -> Self {
        Self(if self.0 == 0 { 0 } else { P - self.0 })
    }

    /// The inverse, by Fermat's little theorem; zero has none and gives zero.
    pub(crate) fn inverse(self) -> Self {
        let (mut result, mut base, mut exponent) = (Self::ONE, self, P - 2);
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result.times(base);
            }
            base = base.times(base);
            exponent >>= 1;
        }
        result
    }

    pub(crate) fn is_zero(self) -> bool {
        self.0 == 0
    }
}

/// A vector without its zeros.
pub(crate) type Sparse = BTreeMap<usize, Residue>;

/// Adds `factor * other` to `vector`.
pub(crate) fn add_multiple(vector: &mut Sparse, factor: Residue, other: &Sparse) {
    for (column, value) in other {
        let product = factor.times(*value);
        let sum = vector.get(column).map_or(product, |known| known.plus(product));
        if sum.is_zero() {
            vector.remove(column);
        } else {
            vector.insert(*column, sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_arithmetic_is_that_of_a_field(a in 0..P, b in 0..P) {
            let (x, y) = (Residue(a), Residue(b));
            let modulus = u128::from(P);
            prop_assert_eq!(u128::from(x.times(y).0), u128::from(a) * u128::from(b) % modulus);
            prop_assert_eq!(u128::from(x.plus(y).0), (u128::from(a) + u128::from(b)) % modulus);
            prop_assert!(x.plus(x.negative()).is_zero());
            if a != 0 {
                prop_assert_eq!(x.times(x.inverse()), Residue::ONE);
            }
        }
    }
}
