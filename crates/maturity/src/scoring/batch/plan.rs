//! The formulas of a model over small whole numbers: tables instead of scales, one multiplication per answer. What
//! does not fit is left to the general calculation, so nothing here rounds or wraps.

use std::cmp::Ordering;

use super::Cell;
use super::fraction::{Fraction, Full, Sum};
use crate::Missing;
use crate::scoring::evaluate;

/// Up to this sum of factors the quotients of a mean come from a table.
pub(super) const TABLE: i64 = 20;

/// The least common multiple of 1 to [`TABLE`].
pub(super) const MULTIPLE: i64 = 232_792_560;

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

/// How children make up a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// `sum(k * r) / sum(k)`.
    Mean,
    Min,
    Ladder,
}

/// The model or a dimension.
#[derive(Debug)]
pub(super) struct Plan {
    pub rule: Rule,
    /// What all `r` of the children are divided by.
    pub divisor: i64,
    /// For a mean of indicators alone with small factors, `MULTIPLE / total` by total: all its fractions then have
    /// one denominator, and adding those of several such means takes no division.
    pub quotients: Vec<i64>,
    pub inner: Vec<Inner>,
    pub leaves: Vec<Leaf>,
    /// Stage, and the value it asks for.
    pub gates: Vec<(usize, Fraction)>,
}

/// A dimension as a child: `r = (start + slope * v) / divisor`.
#[derive(Debug)]
pub(super) struct Inner {
    pub plan: Plan,
    pub factor: i64,
    pub start: i64,
    pub slope: i64,
    pub max: Fraction,
}

/// An indicator as a child: `r * divisor` by level, under a mean times the factor.
#[derive(Debug)]
pub(super) struct Leaf {
    pub place: usize,
    pub missing: Missing,
    pub factor: i64,
    pub levels: Vec<i64>,
    /// The place of the highest level.
    pub highest: usize,
    /// Stage, and the place of the lowest level that is enough for it.
    pub gates: Vec<(usize, usize)>,
}

impl Plan {
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
