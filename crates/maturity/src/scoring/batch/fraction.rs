//! Fractions of 64-bit integers that say when they are full, and sums of them. Nothing here rounds or wraps.

use std::cmp::Ordering;

use blaupause_kernel::Rational;

/// From this denominator on a fraction is reduced, so that those above it stay small.
const LARGE: i64 = 1 << 40;

/// A number does not fit: the general calculation has to do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// A fraction that need not be in lowest terms; its denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    pub numerator: i64,
    pub denominator: i64,
}

impl Fraction {
    /// The number, if it fits.
    pub fn of(number: Rational) -> Option<Self> {
        let (numerator, denominator) = number.parts();
        Some(Self {
            numerator: i64::try_from(numerator).ok()?,
            denominator: i64::try_from(denominator).ok()?,
        })
    }

    /// The number.
    pub fn number(self) -> Option<Rational> {
        Rational::new(self.numerator, self.denominator)
    }

    /// Which is larger.
    pub fn compare(self, other: Self) -> Ordering {
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }

    /// The fraction in lowest terms, if its denominator is large.
    pub fn small(self) -> Self {
        if self.denominator < LARGE {
            return self;
        }
        let divisor = gcd(self.numerator, self.denominator);
        Self { numerator: self.numerator / divisor, denominator: self.denominator / divisor }
    }

    /// Adds a fraction.
    fn plus(self, other: Self) -> Option<Self> {
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator)?;
            return Some(Self { numerator, denominator: self.denominator });
        }
        let divisor = gcd(self.denominator, other.denominator);
        let (own, its) = (other.denominator / divisor, self.denominator / divisor);
        Some(Self {
            numerator: self.numerator.checked_mul(own)?.checked_add(other.numerator.checked_mul(its)?)?,
            denominator: self.denominator.checked_mul(own)?,
        })
    }
}

/// The greatest common divisor; 1 for two zeros.
pub(super) fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.checked_abs().unwrap_or(1).max(1)
}

/// `sum(k * r)` and `sum(k)`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    pub of: Fraction,
    pub factors: i64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { of: Fraction { numerator: 0, denominator: 1 }, factors: 0 }
    }
}

impl Sum {
    /// Adds a whole `k * r`; only before any fraction.
    pub fn take(&mut self, value: i64, factor: i64) -> Result<(), Full> {
        self.of.numerator = self.of.numerator.checked_add(value).ok_or(Full)?;
        self.factors = self.factors.checked_add(factor).ok_or(Full)?;
        Ok(())
    }

    /// Adds another sum; only before any fraction.
    pub fn with(mut self, other: Self) -> Result<Self, Full> {
        self.take(other.of.numerator, other.factors)?;
        Ok(self)
    }

    /// Adds a fraction times its factor.
    pub fn add(&mut self, value: Fraction, factor: i64) -> Result<(), Full> {
        let numerator = value.numerator.checked_mul(factor).ok_or(Full)?;
        self.of = if self.of.numerator == 0 {
            Fraction { numerator, ..value }
        } else {
            self.of.plus(Fraction { numerator, ..value }).ok_or(Full)?
        };
        self.factors = self.factors.checked_add(factor).ok_or(Full)?;
        Ok(())
    }
}
