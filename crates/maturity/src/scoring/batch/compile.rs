//! Taking a model apart: ranges, weights and scales become tables of whole numbers.

use blaupause_kernel::Rational;

use super::fraction::{Fraction, gcd};
use super::plan::{Inner, Leaf, MULTIPLE, Plan, Rule, TABLE};
use crate::scoring::NodeKind;
use crate::scoring::evaluate::{self, Inputs, Reading, divide, evaluate, factor, multiply, subtract};
use crate::{Aggregation, Error, Indicator, Model};

/// A child that was taken apart: a dimension, or an indicator with its place among the cells.
enum Part<'m> {
    Inner(Plan),
    Leaf(usize, &'m Indicator),
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
        let mut parts = Vec::new();
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
                parts.push(Part::Leaf(place, indicator));
            } else {
                let Some(plan) = Self::node(model, child, indicators)? else { return Ok(None) };
                parts.push(Part::Inner(plan));
            }
            lines.push((factor(aggregation, child)?, points));
        }
        Ok(Self::assemble(model, node, rule, &lines, parts))
    }

    fn assemble(
        model: &Model,
        node: &evaluate::Node<'_>,
        rule: Rule,
        lines: &[(Rational, Vec<Rational>)],
        parts: Vec<Part<'_>>,
    ) -> Option<Self> {
        let divisor = common(lines.iter().flat_map(|(_, points)| points))?;
        let factors = common(lines.iter().map(|(factor, _)| factor))?;
        let (mut inner, mut leaves) = (Vec::new(), Vec::new());
        for ((child, (factor, points)), part) in node.children.iter().zip(lines).zip(parts) {
            let factor = whole(*factor, factors)?;
            let points = points.iter().map(|p| whole(*p, divisor)).collect::<Option<Vec<_>>>()?;
            match part {
                Part::Inner(plan) => {
                    let (start, slope) = (*points.first()?, *points.last()?);
                    inner.push(Inner { plan, factor, start, slope, max: Fraction::of(child.range.max)? });
                }
                Part::Leaf(place, indicator) => {
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
        }
        let gates = gates(model, node).map(|(stage, least)| Some((stage, Fraction::of(least)?)));
        let gates = gates.collect::<Option<_>>()?;
        let most = leaves.iter().try_fold(0_i64, |sum, leaf| sum.checked_add(leaf.factor))?;
        let by_table = rule == Rule::Mean && inner.is_empty() && most <= TABLE;
        let quotients = if by_table { (0..=most).map(|n| MULTIPLE / n.max(1)).collect() } else { Vec::new() };
        Some(Self { rule, divisor, quotients, inner, leaves, gates })
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
