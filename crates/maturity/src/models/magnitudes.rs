//! Whether every number that scoring can come to fits the exact arithmetic, whatever is answered or left out.
//!
//! A value is `n / d` with `|n| <= M * d`, where `M` is the largest amount on the node's range. So it is enough to
//! bound the denominators. A mean divides by the weights that are not left out: as whole numbers without a common
//! divisor they add up to some `t`, and the mean has at most the denominators of its children times that `t`. What
//! `t` can be differs from sibling to sibling, and a sum needs all their denominators at once. That is bounded in two
//! ways, of which the smaller counts: by the least common multiple of all that can occur, and by the product of the
//! largest of every child. Both are sound; neither says that an answer exists that needs so much.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};

use super::check::range_of;
use super::{Aggregation, Dimension, Indicator, Model, Range, ScaleForm};

/// Half of what 128 bits with a sign hold, so that the difference of two numbers fits too.
const LIMIT: u128 = 1 << 126;

/// The largest sum of weights up to which the sums that can occur are told apart.
const MOST_SUMS: usize = 4_096;

/// The first node, children before parents, whose numbers may not fit; for the model itself, no key.
pub(super) fn overflowing(model: &Model) -> Option<Option<&Slug>> {
    let mut gates = BTreeMap::new();
    for gate in model.stages.iter().flat_map(|stage| &stage.gates) {
        let known = gates.entry(&gate.node).or_insert(Denominators::ONE);
        *known = known.and(Denominators::of(gate.at_least));
    }
    let own = model.scale.range();
    let walk = Walk { scale: own, gates };
    let mut parts = Vec::with_capacity(model.dimensions.len());
    for dimension in &model.dimensions {
        match walk.dimension(dimension) {
            Ok(part) => parts.push(part),
            Err(node) => return Some(Some(node)),
        }
    }
    let fits = |root: Part| {
        let ends = model.stages.iter().map(|s| s.threshold);
        ends.into_iter().all(|t| {
            let amount = amount(root.range).zip(amount(Range { min: t, max: t })).map(|(a, b)| a.max(b));
            fits(amount, root.value.and(Denominators::of(t)).best())
        })
    };
    let root = combine(model.aggregation, model.range.unwrap_or(own), &parts);
    root.is_none_or(|root| !fits(root)).then_some(None)
}

struct Walk<'m> {
    scale: Range,
    gates: BTreeMap<&'m Slug, Denominators>,
}

impl<'m> Walk<'m> {
    fn dimension(&self, dimension: &'m Dimension) -> Result<Part, &'m Slug> {
        let mut parts = Vec::with_capacity(dimension.dimensions.len() + dimension.indicators.len());
        for inner in &dimension.dimensions {
            parts.push(self.dimension(inner)?);
        }
        for indicator in &dimension.indicators {
            parts.push(self.indicator(indicator)?);
        }
        let own = dimension.range.unwrap_or(self.scale);
        let whole = combine(dimension.aggregation, own, &parts).ok_or(&dimension.id)?;
        self.gated(Part { weight: dimension.weight, ..whole }, &dimension.id)
    }

    fn indicator(&self, indicator: &'m Indicator) -> Result<Part, &'m Slug> {
        let scale = &indicator.scale;
        let levels = scale.values().iter().fold(Denominators::ONE, |all, v| all.and(Denominators::of(*v)));
        let value = match ScaleForm::from(scale.clone()) {
            ScaleForm::Measured { decimals, .. } => {
                levels.and(Denominators::exactly(10_u128.checked_pow(decimals.into())))
            }
            ScaleForm::Steps { .. } | ScaleForm::Values { .. } => levels,
        };
        let part = Part { weight: indicator.weight, range: scale.range(), value, shares: Denominators::ONE };
        self.gated(part, &indicator.id)
    }

    /// With the values of its gates, which a node is taken to have where the effect of closing a gap is asked for.
    fn gated(&self, mut part: Part, id: &'m Slug) -> Result<Part, &'m Slug> {
        if let Some(gates) = self.gates.get(id) {
            part.value = part.value.and(*gates);
        }
        if fits(amount(part.range), part.value.best()) { Ok(part) } else { Err(id) }
    }
}

/// A child as its parent sees it.
struct Part {
    weight: Rational,
    range: Range,
    value: Denominators,
    /// Of the shares of the indicators below it.
    shares: Denominators,
}

/// What a number may be divided by; nothing where that is beyond the limit.
#[derive(Clone, Copy)]
struct Denominators {
    /// A common multiple of all.
    multiple: Option<u128>,
    /// The largest.
    most: Option<u128>,
}

impl Denominators {
    const ONE: Self = Self { multiple: Some(1), most: Some(1) };

    const fn exactly(number: Option<u128>) -> Self {
        Self { multiple: number, most: number }
    }

    fn of(number: Rational) -> Self {
        Self::exactly(Some(number.parts().1.unsigned_abs()))
    }

    /// The smaller bound for one number, or for a sum of such as `and` put together.
    fn best(self) -> Option<u128> {
        match (self.multiple, self.most) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Of a sum with another.
    fn and(self, other: Self) -> Self {
        Self {
            multiple: pair(self.multiple, other.multiple, lcm),
            most: pair(self.most, other.most, product),
        }
    }

    /// Of one or the other.
    fn or(self, other: Self) -> Self {
        Self {
            multiple: pair(self.multiple, other.multiple, lcm),
            most: self.best().zip(other.best()).map(|(a, b)| a.max(b)),
        }
    }

    /// Of a product with another.
    fn times(self, other: Self) -> Self {
        Self {
            multiple: pair(self.multiple, other.multiple, product),
            most: pair(self.best(), other.best(), product),
        }
    }
}

fn pair(a: Option<u128>, b: Option<u128>, join: fn(u128, u128) -> Option<u128>) -> Option<u128> {
    a.zip(b).and_then(|(a, b)| join(a, b)).filter(|n| *n <= LIMIT)
}

fn product(a: u128, b: u128) -> Option<u128> {
    a.checked_mul(b)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

fn lcm(a: u128, b: u128) -> Option<u128> {
    a.checked_div(gcd(a, b))?.checked_mul(b)
}

/// The largest amount on a range, rounded up, at least 1.
fn amount(range: Range) -> Option<u128> {
    let of = |end: Rational| {
        let (numerator, denominator) = end.parts();
        Some(numerator.unsigned_abs().div_ceil(denominator.unsigned_abs()))
    };
    Some(of(range.min)?.max(of(range.max)?).max(1))
}

fn fits(amount: Option<u128>, denominator: Option<u128>) -> bool {
    pair(amount, denominator, product).is_some()
}

/// A node from its children; nothing if a number on the way may not fit.
fn combine(aggregation: Aggregation, own: Range, parts: &[Part]) -> Option<Part> {
    let pairs: Vec<_> = parts.iter().map(|p| (p.weight, p.range)).collect();
    let range = range_of(aggregation, own, &pairs)?;
    let amount = amount(range)?;
    let rescaled = parts.iter().map(|p| rescaled(p, range)).collect::<Option<Vec<_>>>()?;
    let mut factors = Vec::with_capacity(parts.len());
    for part in parts {
        let width = part.range.max.checked_sub(part.range.min)?;
        factors.push(match aggregation {
            Aggregation::WeightedMean => part.weight,
            Aggregation::Sum => part.weight.checked_mul(width)?,
            Aggregation::Share => width,
            _ => Rational::ONE,
        });
    }
    let totals = Totals::of(&factors)?;
    let all = rescaled.iter().fold(Denominators::ONE, |all, one| all.and(*one));
    let value = match aggregation {
        Aggregation::Ladder => Denominators::ONE,
        Aggregation::Min => rescaled.iter().fold(Denominators::ONE, |all, one| all.or(*one)),
        _ => {
            let sum = pair(Some(amount), Some(totals.most), product);
            let sum = pair(sum, all.best(), product)?;
            pair(Some(totals.unit), all.best(), product)?;
            (sum <= LIMIT).then_some(all.times(totals.divisors))?
        }
    };
    let shares = parts.iter().fold(Denominators::ONE, |all, one| all.and(one.shares)).times(totals.divisors);
    shares.best()?;
    fits(Some(amount), value.best()).then_some(Part { weight: Rational::ONE, range, value, shares })
}

/// The values of a child on the range of its parent: `(v - min) / width * new width + new min`.
fn rescaled(part: &Part, to: Range) -> Option<Denominators> {
    let from = part.range;
    if from == to {
        return Some(part.value);
    }
    let (width, new) = (from.max.checked_sub(from.min)?, to.max.checked_sub(to.min)?);
    let above = part.value.and(Denominators::of(from.min));
    // From here to the limit there is room for the whole way, as it is calculated: a difference, a part, a value.
    pair(amount(from), above.best(), product)?;
    pair(above.best(), Some(width.parts().0.unsigned_abs()), product)?;
    let stretched = above.times(Denominators::of(new.checked_div(width)?));
    pair(amount(Range { min: Rational::ZERO, max: new }), stretched.best(), product)?;
    let value = stretched.and(Denominators::of(to.min));
    fits(amount(to), value.best()).then_some(value)
}

/// What the weights of the children that count can add up to.
struct Totals {
    /// The sum of all, in units.
    most: u128,
    /// How many units make 1.
    unit: u128,
    /// What is divided by, once the common divisor of all weights is gone.
    divisors: Denominators,
}

impl Totals {
    fn of(factors: &[Rational]) -> Option<Self> {
        let mut unit = 1_u128;
        for factor in factors {
            unit = pair(Some(unit), Some(factor.parts().1.unsigned_abs()), lcm)?;
        }
        let (mut most, mut common, mut whole) = (0_u128, 0_u128, Vec::with_capacity(factors.len()));
        for factor in factors {
            let (numerator, denominator) = factor.parts();
            let units =
                numerator.unsigned_abs().checked_mul(unit.checked_div(denominator.unsigned_abs())?)?;
            most = most.checked_add(units).filter(|n| *n <= LIMIT)?;
            common = gcd(units, common);
            whole.push(units);
        }
        let largest = most.checked_div(common)?;
        let divisors = Denominators { multiple: multiple(&whole, common, largest), most: Some(largest) };
        Some(Self { most, unit, divisors })
    }
}

/// The least common multiple of all sums that some of these numbers have; nothing if there are too many.
fn multiple(whole: &[u128], common: u128, largest: u128) -> Option<u128> {
    let largest = usize::try_from(largest).ok().filter(|n| *n <= MOST_SUMS)?;
    let mut occurs = vec![false; largest + 1];
    if let Some(none) = occurs.first_mut() {
        *none = true;
    }
    for number in whole {
        let number = usize::try_from(number.checked_div(common)?).ok()?;
        for sum in (number..=largest).rev() {
            let without = sum.checked_sub(number).and_then(|n| occurs.get(n).copied()).unwrap_or(false);
            if let Some(sum) = occurs.get_mut(sum).filter(|_| without) {
                *sum = true;
            }
        }
    }
    let sums = (0_u128..).zip(occurs).filter(|(sum, occurs)| *occurs && *sum > 0);
    sums.map(|(sum, _)| sum).try_fold(1, |all, sum| pair(Some(all), Some(sum), lcm))
}
