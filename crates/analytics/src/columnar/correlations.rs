//! How two numbers go together within a cohort: Pearson's coefficient, exact until it is rounded.

use num_bigint::{BigInt, Sign};

use super::grouping::Selection;
use super::results::Column;
use super::{Quantity, QueryError, Results};

/// The most digits of a coefficient.
const MAX_DIGITS: u8 = 9;

/// Pearson's product-moment coefficient of two numbers.
///
/// `r = (n Σxy - Σx Σy) / √((n Σx² - (Σx)²) (n Σy² - (Σy)²))`. The levels of an indicator are taken as the numbers that
/// the model gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correlation {
    results: u64,
    covariance: BigInt,
    /// The product of the variances, above zero.
    variances: BigInt,
}

impl Correlation {
    /// How many results have both numbers.
    pub fn results(&self) -> u64 {
        self.results
    }

    /// The coefficient as a decimal text of up to nine digits, halves away from zero.
    pub fn rounded(&self, digits: u8) -> String {
        let digits = digits.min(MAX_DIGITS);
        let power = BigInt::from(10_u64.pow(digits.into()));
        // floor(2 |r| 10^d), whose half is rounded up: no root is taken of anything but whole numbers
        let doubled = (&self.covariance * &self.covariance * &power * &power * 4_u8 / &self.variances).sqrt();
        let whole = (doubled + 1_u8) / 2_u8;
        let negative = self.covariance.sign() == Sign::Minus && whole.sign() != Sign::NoSign;
        let digits = usize::from(digits);
        let text = format!("{whole:0>width$}", width = digits + 1);
        let (before, after) = text.split_at(text.len() - digits);
        let sign = if negative { "-" } else { "" };
        if digits == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
    }
}

/// The sums over the results of one cohort.
#[derive(Debug, Clone, Default)]
struct Moments {
    count: u64,
    x: BigInt,
    y: BigInt,
    xx: BigInt,
    yy: BigInt,
    xy: BigInt,
}

impl Moments {
    fn add(&mut self, x: &BigInt, y: &BigInt, times: u64) {
        self.count += times;
        self.x += x * times;
        self.y += y * times;
        self.xx += x * x * times;
        self.yy += y * y * times;
        self.xy += x * y * times;
    }

    /// Nothing if either number is the same everywhere.
    fn correlation(self) -> Option<Correlation> {
        let Self { count, x, y, xx, yy, xy } = self;
        let of = |product: BigInt, a: &BigInt, b: &BigInt| product * count - a * b;
        let variances = of(xx, &x, &x) * of(yy, &y, &y);
        let positive = variances.sign() == Sign::Plus;
        positive.then(|| Correlation { results: count, covariance: of(xy, &x, &y), variances })
    }
}

/// The correlation of two numbers in every cohort; nothing where fewer than two results have both or where one of them is
/// the same in all.
pub(super) fn correlations(
    results: &Results,
    x: &Quantity,
    y: &Quantity,
    selection: &Selection,
) -> Result<Vec<Option<Correlation>>, QueryError> {
    let column = |quantity: &Quantity| {
        results.column(quantity).ok_or_else(|| QueryError::UnknownQuantity(quantity.to_string()))
    };
    let (x, y) = (column(x)?, column(y)?);
    // stretching a number changes no correlation, so the whole numbers over the common denominator will do
    let (xs, ys) = (x.dictionary.wholes(), y.dictionary.wholes());
    let mut pairs: Vec<(u32, u32, u32)> = selection
        .rows
        .iter()
        .zip(&selection.groups)
        .filter_map(|(row, group)| Some((*group, code(x, *row)?, code(y, *row)?)))
        .collect();
    pairs.sort_unstable();
    let mut moments = vec![Moments::default(); selection.names.len()];
    for same in pairs.chunk_by(|a, b| a == b) {
        let Some((group, x, y)) = same.first() else { continue };
        let number = |all: &[BigInt], code: u32| usize::try_from(code).ok().and_then(|c| all.get(c).cloned());
        let place = usize::try_from(*group).ok().and_then(|group| moments.get_mut(group));
        if let (Some(place), Some(x), Some(y)) = (place, number(&xs, *x), number(&ys, *y)) {
            place.add(&x, &y, u64::try_from(same.len()).unwrap_or_default());
        }
    }
    Ok(moments.into_iter().map(Moments::correlation).collect())
}

fn code(column: &Column, row: u32) -> Option<u32> {
    column.lanes.first()?.get(usize::try_from(row).ok()?)
}
