//! The rules that need more than one node: ranges, stages and gates. Where they are reported is `read`'s business.

use std::collections::BTreeMap;

use blaupause_kernel::{Message, Rational, Slug};

use super::{Aggregation, Gate, Range, Stage};

/// What the checks remember of an indicator or dimension.
pub(super) struct Known {
    /// Its range; nothing if a fault below it left it open.
    pub range: Option<Range>,
}

/// Whether the value of a node is a mean of its children.
pub(super) const fn is_mean(aggregation: Aggregation) -> bool {
    matches!(aggregation, Aggregation::Mean | Aggregation::WeightedMean | Aggregation::MeanOfMeans)
}

/// Adds an item to a list that is only known if all its items are.
pub(super) fn both<T>(list: Option<Vec<T>>, item: Option<T>) -> Option<Vec<T>> {
    list.zip(item).map(|(mut list, item)| {
        list.push(item);
        list
    })
}

/// The range of a node from its children's weights and ranges (see [`Aggregation`]), or nothing if it overflows.
pub(crate) fn range_of(
    aggregation: Aggregation,
    model: Range,
    children: &[(Rational, Range)],
) -> Option<Range> {
    let total = |end: fn(&Range) -> Rational| {
        children
            .iter()
            .try_fold(Rational::ZERO, |sum, (weight, range)| sum.checked_add(weight.checked_mul(end(range))?))
    };
    match aggregation {
        Aggregation::Mean | Aggregation::WeightedMean | Aggregation::Min | Aggregation::MeanOfMeans => {
            Some(model)
        }
        Aggregation::Share => Some(Range::UNIT),
        Aggregation::Ladder => {
            let steps = i64::try_from(children.len()).ok()?;
            Some(Range { min: Rational::ZERO, max: Rational::from_int(steps) })
        }
        Aggregation::Sum => Some(Range { min: total(|r| r.min)?, max: total(|r| r.max)? }),
    }
}

/// What is wrong with a stage's threshold, given the stage before it and the range of the score.
pub(super) fn stage(stage: &Stage, before: Option<&Stage>, score: Option<Range>) -> Vec<Message> {
    let mut messages = Vec::new();
    if let Some(range) = score
        && stage.threshold > range.max
    {
        messages.push(
            Message::new("model-stage-unreachable")
                .with("stage", &stage.id)
                .with("threshold", stage.threshold)
                .with("max", range.max),
        );
    }
    if let Some(before) = before
        && (stage.threshold < before.threshold
            || (stage.threshold == before.threshold && stage.gates.is_empty()))
    {
        messages.push(
            Message::new("model-thresholds-not-ascending")
                .with("stage", &stage.id)
                .with("threshold", stage.threshold)
                .with("before", before.threshold),
        );
    }
    messages
}

/// What is wrong with a gate.
pub(super) fn gate(gate: &Gate, nodes: &BTreeMap<Slug, Known>) -> Option<Message> {
    let Some(known) = nodes.get(&gate.node) else {
        return Some(Message::new("model-gate-unknown-node").with("node", &gate.node));
    };
    let range = known.range?;
    (gate.at_least > range.max).then(|| {
        Message::new("model-gate-unreachable")
            .with("node", &gate.node)
            .with("needed", gate.at_least)
            .with("max", range.max)
    })
}
