//! The formulas of a model over small whole numbers: tables instead of scales, one multiplication per answer. What
//! does not fit is left to the general calculation, so nothing here rounds or wraps.

use std::cmp::Ordering;

use blaupause_kernel::Rational;

use super::Cell;
use crate::scoring::NodeKind;
use crate::scoring::evaluate::{self, Inputs, Reading, divide, evaluate, factor, multiply, subtract};
use crate::{Aggregation, Error, Indicator, Missing, Model};

/// From this denominator on a fraction is reduced, so that those above it stay small.
const LARGE: i64 = 1 << 40;

/// Up to this sum of factors the quotients of a mean come from a table.
const TABLE: i64 = 20;

/// The least common multiple of 1 to [`TABLE`].
const MULTIPLE: i64 = 232_792_560;

/// A number does not fit: the general calculation has to do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

/// The three values of a node; nothing where nothing counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values {
    /// Over what is answered.
    pub value: Option<Fraction>,
    /// Everything open at its lowest and at its highest level; nothing if the node is left out.
    pub ends: Option<(Fraction, Fraction)>,
    /// Whether nothing below is open: all three are the same.
    pub settled: bool,
}

/// What fails over the lower ends, and over the upper ends.
pub(super) struct Failing {
    /// The lowest stage of which something fails over the lower ends.
    pub lower: usize,
    /// The same over the upper ends.
    pub upper: usize,
}

impl Failing {
    /// All of so many stages hold.
    pub const fn none(stages: usize) -> Self {
        Self { lower: stages, upper: stages }
    }

    fn note(&mut self, stage: usize, lower_holds: bool, upper_holds: bool) {
        if !lower_holds {
            self.lower = self.lower.min(stage);
        }
        if !upper_holds {
            self.upper = self.upper.min(stage);
        }
    }
}

/// A fraction that need not be in lowest terms; its denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    fn of(number: Rational) -> Option<Self> {
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

    fn compare(self, other: Self) -> Ordering {
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }

    fn small(self) -> Self {
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
fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a.checked_rem(b).unwrap_or(0));
    }
    a.checked_abs().unwrap_or(1).max(1)
}

/// How children make up a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// `sum(k * r) / sum(k)`.
    Mean,
    Min,
    Ladder,
}

/// The model or a dimension.
#[derive(Debug)]
pub(super) struct Plan {
    rule: Rule,
    /// What all `r` of the children are divided by.
    divisor: i64,
    /// For a mean of indicators alone with small factors, `MULTIPLE / total` by total: all its fractions then have
    /// one denominator, and adding those of several such means takes no division.
    quotients: Vec<i64>,
    inner: Vec<Inner>,
    leaves: Vec<Leaf>,
    /// Stage, and the value it asks for.
    gates: Vec<(usize, Fraction)>,
}

/// A dimension as a child: `r = (start + slope * v) / divisor`.
#[derive(Debug)]
struct Inner {
    plan: Plan,
    factor: i64,
    start: i64,
    slope: i64,
    max: Fraction,
}

/// An indicator as a child: `r * divisor` by level, under a mean times the factor.
#[derive(Debug)]
struct Leaf {
    place: usize,
    missing: Missing,
    factor: i64,
    levels: Vec<i64>,
    /// The place of the highest level.
    highest: usize,
    /// Stage, and the place of the lowest level that is enough for it.
    gates: Vec<(usize, usize)>,
}

impl Plan {
    /// Takes a model apart; nothing if its numbers are too large.
    pub fn of(model: &Model, indicators: &[&Indicator]) -> Option<Self> {
        let leaf = |indicator: &Indicator| Ok(Some(Reading::open(indicator.scale.range())));
        let root = evaluate(model, &Inputs { leaf: &leaf, raised: None }).ok()?;
        let mut indicators = indicators.iter().copied().enumerate();
        let mut plan = Self::node(model, &root, &mut indicators).ok().flatten()?;
        let thresholds = model.stages.iter().map(|s| Fraction::of(s.threshold));
        plan.gates = thresholds.enumerate().map(|(stage, t)| Some((stage, t?))).collect::<Option<_>>()?;
        Some(plan)
    }

    fn node<'m>(
        model: &Model,
        node: &evaluate::Node<'m>,
        indicators: &mut impl Iterator<Item = (usize, &'m Indicator)>,
    ) -> Result<Option<Self>, Error> {
        let Some(aggregation) = node.aggregation else { return Ok(None) };
        let rule = match aggregation {
            Aggregation::Min => Rule::Min,
            Aggregation::Ladder => Rule::Ladder,
            _ => Rule::Mean,
        };
        // On the parent's range a child's value is `start + slope * v`.
        let mut lines = Vec::with_capacity(node.children.len());
        let mut plans = Vec::new();
        for child in &node.children {
            let slope = divide(
                subtract(node.range.max, node.range.min)?,
                subtract(child.range.max, child.range.min)?,
            )?;
            let start = subtract(node.range.min, multiply(child.range.min, slope)?)?;
            let mut points = vec![start, slope];
            if child.kind == NodeKind::Indicator {
                let Some((place, indicator)) = indicators.next() else { return Ok(None) };
                points.clear();
                for value in indicator.scale.values() {
                    points.push(evaluate::add(start, multiply(slope, *value)?)?);
                }
                plans.push((None, Some((place, indicator))));
            } else {
                let Some(plan) = Self::node(model, child, indicators)? else { return Ok(None) };
                plans.push((Some(plan), None));
            }
            lines.push((factor(aggregation, child)?, points));
        }
        Ok(Self::assemble(model, node, rule, &lines, plans))
    }

    fn assemble(
        model: &Model,
        node: &evaluate::Node<'_>,
        rule: Rule,
        lines: &[(Rational, Vec<Rational>)],
        plans: Vec<(Option<Self>, Option<(usize, &Indicator)>)>,
    ) -> Option<Self> {
        let divisor = common(lines.iter().flat_map(|(_, points)| points))?;
        let factors = common(lines.iter().map(|(factor, _)| factor))?;
        let (mut inner, mut leaves) = (Vec::new(), Vec::new());
        for ((child, (factor, points)), (plan, leaf)) in node.children.iter().zip(lines).zip(plans) {
            let factor = whole(*factor, factors)?;
            let points = points.iter().map(|p| whole(*p, divisor)).collect::<Option<Vec<_>>>()?;
            if let Some(plan) = plan {
                let (start, slope) = (*points.first()?, *points.last()?);
                inner.push(Inner { plan, factor, start, slope, max: Fraction::of(child.range.max)? });
            } else if let Some((place, indicator)) = leaf {
                let enough = |least: Rational| {
                    let values = indicator.scale.values();
                    values.iter().position(|v| *v >= least).unwrap_or(values.len())
                };
                let gates = gates(model, child).map(|(stage, least)| (stage, enough(least))).collect();
                let times = if rule == Rule::Mean { factor } else { 1 };
                let levels = points.iter().map(|p| p.checked_mul(times)).collect::<Option<Vec<_>>>()?;
                let highest = levels.len().checked_sub(1)?;
                leaves.push(Leaf { place, missing: indicator.missing, factor, levels, highest, gates });
            }
        }
        let gates = gates(model, node).map(|(stage, least)| Some((stage, Fraction::of(least)?)));
        let gates = gates.collect::<Option<_>>()?;
        let most = leaves.iter().try_fold(0_i64, |sum, leaf| sum.checked_add(leaf.factor))?;
        let by_table = rule == Rule::Mean && inner.is_empty() && most <= TABLE;
        let quotients = if by_table { (0..=most).map(|n| MULTIPLE / n.max(1)).collect() } else { Vec::new() };
        Some(Self { rule, divisor, quotients, inner, leaves, gates })
    }

    /// The values of the node. Notes every stage of which a gate fails.
    pub fn values(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let values = match self.rule {
            Rule::Mean => self.mean(cells, failing)?,
            Rule::Min => self.min(cells, failing)?,
            Rule::Ladder => self.ladder(cells, failing)?,
        };
        if let Some((lower, upper)) = values.ends {
            for (stage, least) in &self.gates {
                let holds = |value: Fraction| value.compare(*least) != Ordering::Less;
                failing.note(*stage, holds(lower), holds(upper));
            }
        }
        Ok(values)
    }

    fn mean(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let (mut sum, mut low, mut high) = (Sum::default(), Sum::default(), Sum::default());
        let mut settled = true;
        for leaf in &self.leaves {
            match leaf.taken(cells, failing) {
                Taken::Absent => {}
                Taken::Level(place) => sum.take(leaf.level(place)?, leaf.factor)?,
                Taken::Open { counts } => {
                    settled = false;
                    if counts {
                        sum.take(leaf.level(0)?, leaf.factor)?;
                        let rise = leaf.level(leaf.highest)?.checked_sub(leaf.level(0)?);
                        high.take(rise.ok_or(Full)?, 0)?;
                    } else {
                        low.take(leaf.level(0)?, leaf.factor)?;
                        high.take(leaf.level(leaf.highest)?, leaf.factor)?;
                    }
                }
            }
        }
        let (mut low, mut high) = if settled { (sum, sum) } else { (sum.with(low)?, sum.with(high)?) };
        for inner in &self.inner {
            let values = inner.values(cells, failing)?;
            settled &= values.settled;
            if let Some(value) = values.value {
                sum.add(value, inner.factor)?;
            }
            if let Some((lower, upper)) = values.ends {
                low.add(lower, inner.factor)?;
                high.add(upper, inner.factor)?;
            }
        }
        let value = self.quotient(sum)?;
        let ends = if settled { value.zip(value) } else { self.quotient(low)?.zip(self.quotient(high)?) };
        Ok(Values { value, ends, settled })
    }

    /// A sum divided by its factors; nothing if there are none.
    fn quotient(&self, sum: Sum) -> Result<Option<Fraction>, Full> {
        if sum.factors == 0 {
            return Ok(None);
        }
        let quotient = usize::try_from(sum.factors).ok().and_then(|n| self.quotients.get(n));
        let (times, by) = quotient.map_or((1, sum.factors), |quotient| (*quotient, MULTIPLE));
        let numerator = sum.of.numerator.checked_mul(times);
        let denominator = by.checked_mul(self.divisor).and_then(|d| d.checked_mul(sum.of.denominator));
        let (numerator, denominator) = numerator.zip(denominator).ok_or(Full)?;
        Ok(Some(Fraction { numerator, denominator }.small()))
    }

    fn min(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let mut least = Values { value: None, ends: None, settled: true };
        for inner in &self.inner {
            least.lower_to(inner.values(cells, failing)?);
        }
        for leaf in &self.leaves {
            least.lower_to(leaf.values(cells, failing)?);
        }
        let divided = |value: Fraction| {
            let denominator = value.denominator.checked_mul(self.divisor).ok_or(Full)?;
            Ok(Fraction { denominator, ..value }.small())
        };
        let ends = match least.ends {
            Some((lower, upper)) => Some((divided(lower)?, divided(upper)?)),
            None => None,
        };
        Ok(Values { value: least.value.map(divided).transpose()?, ends, ..least })
    }

    fn ladder(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let mut steps = Vec::with_capacity(self.inner.len() + self.leaves.len());
        for inner in &self.inner {
            let values = inner.plan.values(cells, failing)?;
            let top = |value: Fraction| value.compare(inner.max) == Ordering::Equal;
            let ends = values.ends.map(|(lower, upper)| (top(lower), top(upper)));
            steps.push((values.value.map(top), ends, values.settled));
        }
        for leaf in &self.leaves {
            // A scale ascends, so its last level is its largest.
            steps.push(match leaf.taken(cells, failing) {
                Taken::Absent => (None, None, true),
                Taken::Level(place) => {
                    let top = place == leaf.highest;
                    (Some(top), Some((top, top)), true)
                }
                Taken::Open { counts } => (counts.then_some(false), Some((false, true)), false),
            });
        }
        let rank = |steps: &mut dyn Iterator<Item = Option<bool>>| {
            evaluate::rank(steps).map(|numerator| Fraction { numerator, denominator: 1 })
        };
        let lower = rank(&mut steps.iter().map(|(_, ends, _)| ends.map(|e| e.0)));
        let upper = rank(&mut steps.iter().map(|(_, ends, _)| ends.map(|e| e.1)));
        let value = rank(&mut steps.iter().map(|(value, ..)| *value));
        Ok(Values { value, ends: lower.zip(upper), settled: steps.iter().all(|(.., settled)| *settled) })
    }
}

impl Values {
    /// Takes the smaller of both, one by one.
    fn lower_to(&mut self, other: Self) {
        let smaller = |a: Fraction, b: Fraction| if b.compare(a) == Ordering::Less { b } else { a };
        self.value = match (self.value, other.value) {
            (Some(a), Some(b)) => Some(smaller(a, b)),
            (a, b) => a.or(b),
        };
        self.ends = match (self.ends, other.ends) {
            (Some((low, high)), Some((l, h))) => Some((smaller(low, l), smaller(high, h))),
            (a, b) => a.or(b),
        };
        self.settled &= other.settled;
    }
}

/// `sum(k * r)` and `sum(k)`.
#[derive(Debug, Clone, Copy)]
struct Sum {
    of: Fraction,
    factors: i64,
}

impl Default for Sum {
    fn default() -> Self {
        Self { of: Fraction { numerator: 0, denominator: 1 }, factors: 0 }
    }
}

impl Sum {
    /// Adds a whole `k * r`; only before any fraction.
    fn take(&mut self, value: i64, factor: i64) -> Result<(), Full> {
        self.of.numerator = self.of.numerator.checked_add(value).ok_or(Full)?;
        self.factors = self.factors.checked_add(factor).ok_or(Full)?;
        Ok(())
    }

    fn with(mut self, other: Self) -> Result<Self, Full> {
        self.take(other.of.numerator, other.factors)?;
        Ok(self)
    }

    /// Adds a fraction times its factor.
    fn add(&mut self, value: Fraction, factor: i64) -> Result<(), Full> {
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

impl Inner {
    /// The child's `r * divisor`.
    fn values(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let values = self.plan.values(cells, failing)?;
        if self.start == 0 && self.slope == 1 {
            return Ok(values);
        }
        let placed = |Fraction { numerator, denominator }: Fraction| {
            let start = self.start.checked_mul(denominator);
            let rise = self.slope.checked_mul(numerator);
            let numerator = start.zip(rise).and_then(|(s, r)| s.checked_add(r)).ok_or(Full)?;
            Ok(Fraction { numerator, denominator })
        };
        let ends = match values.ends {
            Some((lower, upper)) => Some((placed(lower)?, placed(upper)?)),
            None => None,
        };
        Ok(Values { value: values.value.map(placed).transpose()?, ends, ..values })
    }
}

/// What a cell comes to.
enum Taken {
    Absent,
    Level(usize),
    /// Open; it counts at its lowest level, or not at all.
    Open {
        counts: bool,
    },
}

impl Leaf {
    /// What the cell of this indicator comes to. Notes every stage of which a gate fails.
    fn taken(&self, cells: &[Cell], failing: &mut Failing) -> Taken {
        let (taken, lower, upper) = match cells.get(self.place).copied().unwrap_or(Cell::BLANK) {
            Cell::ABSENT => return Taken::Absent,
            Cell::OPEN => (Taken::Open { counts: false }, 0, self.highest),
            Cell::BLANK => (Taken::Open { counts: self.missing == Missing::AsLowest }, 0, self.highest),
            Cell(place) => {
                let place = usize::from(place).min(self.highest);
                (Taken::Level(place), place, place)
            }
        };
        for (stage, least) in &self.gates {
            failing.note(*stage, lower >= *least, upper >= *least);
        }
        taken
    }

    fn level(&self, place: usize) -> Result<i64, Full> {
        self.levels.get(place).copied().ok_or(Full)
    }

    /// The indicator's `r * divisor`.
    fn values(&self, cells: &[Cell], failing: &mut Failing) -> Result<Values, Full> {
        let whole = |place| self.level(place).map(|numerator| Fraction { numerator, denominator: 1 });
        let (value, ends, settled) = match self.taken(cells, failing) {
            Taken::Absent => (None, None, true),
            Taken::Level(place) => (Some(whole(place)?), Some((whole(place)?, whole(place)?)), true),
            Taken::Open { counts } => {
                let (lowest, highest) = (whole(0)?, whole(self.highest)?);
                (counts.then_some(lowest), Some((lowest, highest)), false)
            }
        };
        Ok(Values { value, ends, settled })
    }
}

/// Stage and value of every gate on a node.
fn gates<'a>(model: &'a Model, node: &'a evaluate::Node<'_>) -> impl Iterator<Item = (usize, Rational)> + 'a {
    let gates = model.stages.iter().enumerate().flat_map(|(n, s)| s.gates.iter().map(move |gate| (n, gate)));
    gates
        .filter(|(_, gate)| node.kind != NodeKind::Model && gate.node == *node.id)
        .map(|(stage, gate)| (stage, gate.at_least))
}

/// The least common denominator.
fn common<'a>(numbers: impl IntoIterator<Item = &'a Rational>) -> Option<i64> {
    numbers.into_iter().try_fold(1_i64, |common, number| {
        let denominator = i64::try_from(number.parts().1).ok()?;
        common.checked_mul(denominator / gcd(common, denominator))
    })
}

/// `number * by`, if that is a whole number that fits.
fn whole(number: Rational, by: i64) -> Option<i64> {
    let product = number.checked_mul(Rational::from_int(by)).filter(|p| p.is_whole())?;
    i64::try_from(product.parts().0).ok()
}
