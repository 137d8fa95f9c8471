//! The seven aggregations on exact numbers. The formulas are written out at [`Aggregation`]; here they are
//! three: a weighted mean of children on the parent's range, the minimum, and the rank on a ladder.
//!
//! `Mean`, `WeightedMean`, `MeanOfMeans`, `Sum` and `Share` are all `sum(k * r(v)) / sum(k)` with `k` from
//! [`factor`]. For `Sum`, `k = w * (max - min)`: with nothing left out, `sum(k) = R.max - R.min`, so the whole is
//! `R.min + sum(w * (v - min)) = sum(w * v)`. For `Share`, `k = max - min` and `R` is 0 to 1.

use blaupause_kernel::{LocalizedText, Rational, Slug};

use super::explain::NodeKind;
use crate::models::scale::Range;
use crate::{Aggregation, Dimension, Error, Indicator, Model};

/// What is known about a node's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The value over what is answered; nothing if nothing is.
    pub value: Option<Rational>,
    /// The value if everything open were at its lowest level.
    pub lower: Rational,
    /// The value if everything open were at its highest level.
    pub upper: Rational,
}

impl Reading {
    /// A level that was answered.
    pub const fn settled(value: Rational) -> Self {
        Self { value: Some(value), lower: value, upper: value }
    }

    /// No answer, where the model counts that at the lowest level: an answer can still lift it.
    pub const fn counted_lowest(range: Range) -> Self {
        Self { value: Some(range.min), lower: range.min, upper: range.max }
    }

    /// A level that is open.
    pub const fn open(range: Range) -> Self {
        Self { value: None, lower: range.min, upper: range.max }
    }

    fn is_settled(&self) -> bool {
        self.lower == self.upper && self.value == Some(self.lower)
    }

    fn raised_to(self, least: Rational) -> Self {
        Self {
            value: self.value.map(|value| value.max(least)),
            lower: self.lower.max(least),
            upper: self.upper.max(least),
        }
    }
}

/// Where the levels come from.
pub(crate) struct Inputs<'a> {
    /// The reading of an indicator; nothing if it is left out.
    pub leaf: &'a dyn Fn(&Indicator) -> Result<Option<Reading>, Error>,
    /// A node that is taken to have at least this value, whatever its children say.
    pub raised: Option<(&'a Slug, Rational)>,
}

/// A node with its reading.
pub(crate) struct Node<'m> {
    pub kind: NodeKind,
    pub id: &'m Slug,
    pub title: &'m LocalizedText,
    pub weight: Rational,
    pub range: Range,
    /// For dimensions and the model.
    pub aggregation: Option<Aggregation>,
    /// Nothing if the node is left out.
    pub reading: Option<Reading>,
    pub children: Vec<Self>,
}

impl Node<'_> {
    /// The indicator or dimension with this key below this node.
    pub fn find(&self, id: &Slug) -> Option<&Self> {
        self.children.iter().find_map(|child| if child.id == id { Some(child) } else { child.find(id) })
    }
}

/// Evaluates a whole model.
pub(crate) fn evaluate<'m>(model: &'m Model, inputs: &Inputs<'_>) -> Result<Node<'m>, Error> {
    let scale = model.scale.range();
    let children =
        model.dimensions.iter().map(|d| dimension(d, scale, inputs)).collect::<Result<Vec<_>, _>>()?;
    let (range, reading) = combine(model.aggregation, model.range.unwrap_or(scale), &children)?;
    Ok(Node {
        kind: NodeKind::Model,
        id: &model.id,
        title: &model.title,
        weight: Rational::ONE,
        range,
        aggregation: Some(model.aggregation),
        reading,
        children,
    })
}

fn dimension<'m>(dimension: &'m Dimension, scale: Range, inputs: &Inputs<'_>) -> Result<Node<'m>, Error> {
    let mut children = Vec::with_capacity(dimension.dimensions.len() + dimension.indicators.len());
    for inner in &dimension.dimensions {
        children.push(self::dimension(inner, scale, inputs)?);
    }
    for indicator in &dimension.indicators {
        children.push(leaf(indicator, inputs)?);
    }
    let (range, reading) = combine(dimension.aggregation, dimension.range.unwrap_or(scale), &children)?;
    Ok(Node {
        kind: NodeKind::Dimension,
        id: &dimension.id,
        title: &dimension.title,
        weight: dimension.weight,
        range,
        aggregation: Some(dimension.aggregation),
        reading: raise(&dimension.id, reading, inputs),
        children,
    })
}

fn leaf<'m>(indicator: &'m Indicator, inputs: &Inputs<'_>) -> Result<Node<'m>, Error> {
    Ok(Node {
        kind: NodeKind::Indicator,
        id: &indicator.id,
        title: &indicator.title,
        weight: indicator.weight,
        range: indicator.scale.range(),
        aggregation: None,
        reading: raise(&indicator.id, (inputs.leaf)(indicator)?, inputs),
        children: Vec::new(),
    })
}

fn raise(id: &Slug, reading: Option<Reading>, inputs: &Inputs<'_>) -> Option<Reading> {
    match inputs.raised {
        Some((node, least)) if node == id => reading.map(|r| r.raised_to(least)),
        _ => reading,
    }
}

fn combine(
    aggregation: Aggregation,
    own: Range,
    children: &[Node<'_>],
) -> Result<(Range, Option<Reading>), Error> {
    let range = range_of(aggregation, own, children)?;
    let value = apply(aggregation, range, children, |r| r.value)?;
    if children.iter().all(|c| c.reading.is_none_or(|r| r.is_settled())) {
        return Ok((range, value.map(Reading::settled)));
    }
    let lower = apply(aggregation, range, children, |r| Some(r.lower))?;
    let upper = apply(aggregation, range, children, |r| Some(r.upper))?;
    Ok((range, lower.zip(upper).map(|(lower, upper)| Reading { value, lower, upper })))
}

/// The range of a node, from all its children: what is left out does not change it.
fn range_of(aggregation: Aggregation, own: Range, children: &[Node<'_>]) -> Result<Range, Error> {
    let pairs: Vec<_> = match aggregation {
        Aggregation::Sum | Aggregation::Ladder => children.iter().map(|c| (c.weight, c.range)).collect(),
        _ => Vec::new(),
    };
    crate::models::range_of(aggregation, own, &pairs).ok_or(Error::Overflow)
}

/// The value of a node over the children that `pick` gives a value for; nothing if there is none.
fn apply(
    aggregation: Aggregation,
    range: Range,
    children: &[Node<'_>],
    pick: impl Fn(&Reading) -> Option<Rational>,
) -> Result<Option<Rational>, Error> {
    let values = || children.iter().map(|c| (c, c.reading.as_ref().and_then(&pick)));
    let present = || values().filter_map(|(child, value)| Some((child, value?)));
    match aggregation {
        Aggregation::Ladder => {
            let steps = values().map(|(child, value)| value.map(|v| v == child.range.max));
            Ok(rank(steps).map(Rational::from_int))
        }
        Aggregation::Min => {
            let mut least = None;
            for (child, value) in present() {
                let value = rescale(value, child.range, range)?;
                least = Some(least.map_or(value, |l: Rational| l.min(value)));
            }
            Ok(least)
        }
        _ => {
            let (mut sum, mut total) = (Rational::ZERO, Rational::ZERO);
            for (child, value) in present() {
                let k = factor(aggregation, child)?;
                sum = add(sum, multiply(k, rescale(value, child.range, range)?)?)?;
                total = add(total, k)?;
            }
            if total.is_zero() { Ok(None) } else { divide(sum, total).map(Some) }
        }
    }
}

/// The share a child takes in its parent, before it is divided by the sum over the children that count.
///
/// For `Min` and `Ladder`, where no child has a weight, it is the same for all: it then serves coverage only.
pub(crate) fn factor(aggregation: Aggregation, child: &Node<'_>) -> Result<Rational, Error> {
    match aggregation {
        Aggregation::WeightedMean => Ok(child.weight),
        Aggregation::Sum => multiply(child.weight, width(child.range)?),
        Aggregation::Share => width(child.range),
        Aggregation::Mean | Aggregation::MeanOfMeans | Aggregation::Min | Aggregation::Ladder => {
            Ok(Rational::ONE)
        }
    }
}

/// The rank on a ladder from whether each step holds; a step without a value does not stand in the way.
///
/// Nothing if no step has a value.
pub(super) fn rank(steps: impl Iterator<Item = Option<bool>>) -> Option<i64> {
    let (mut number, mut reached, mut any, mut broken) = (0_i64, 0_i64, false, false);
    for step in steps {
        number += 1;
        match step {
            Some(true) if !broken => reached = number,
            Some(false) => broken = true,
            Some(true) | None => {}
        }
        any |= step.is_some();
    }
    any.then_some(if broken { reached } else { number })
}

/// `value` of one range, linearly on another.
pub(crate) fn rescale(value: Rational, from: Range, to: Range) -> Result<Rational, Error> {
    if from == to {
        return Ok(value);
    }
    let part = divide(subtract(value, from.min)?, width(from)?)?;
    add(to.min, multiply(part, width(to)?)?)
}

fn width(range: Range) -> Result<Rational, Error> {
    subtract(range.max, range.min)
}

/// The sum, or `Overflow`.
pub(crate) fn add(a: Rational, b: Rational) -> Result<Rational, Error> {
    a.checked_add(b).ok_or(Error::Overflow)
}

/// The difference, or `Overflow`.
pub(crate) fn subtract(a: Rational, b: Rational) -> Result<Rational, Error> {
    a.checked_sub(b).ok_or(Error::Overflow)
}

/// The product, or `Overflow`.
pub(crate) fn multiply(a: Rational, b: Rational) -> Result<Rational, Error> {
    a.checked_mul(b).ok_or(Error::Overflow)
}

/// The quotient, or `Overflow`; no divisor here is zero, as every range has a width and every weight is positive.
pub(crate) fn divide(a: Rational, b: Rational) -> Result<Rational, Error> {
    a.checked_div(b).ok_or(Error::Overflow)
}
