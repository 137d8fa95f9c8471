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

/// Whether the weights of the children count.
pub(super) const fn weighs(aggregation: Aggregation) -> bool {
    matches!(aggregation, Aggregation::WeightedMean | Aggregation::Sum)
}

/// Whether the value of a node lies on a range that is declared, not on one that follows from its children.
pub(super) const fn has_own_range(aggregation: Aggregation) -> bool {
    is_mean(aggregation) || matches!(aggregation, Aggregation::Min)
}

/// The range of a node from its children's weights and ranges (see [`Aggregation`]), or nothing if it overflows.
/// `own` is what it declares, or the range of the model's scale.
pub(crate) fn range_of(
    aggregation: Aggregation,
    own: Range,
    children: &[(Rational, Range)],
) -> Option<Range> {
    let total = |end: fn(&Range) -> Rational| {
        children
            .iter()
            .try_fold(Rational::ZERO, |sum, (weight, range)| sum.checked_add(weight.checked_mul(end(range))?))
    };
    match aggregation {
        Aggregation::Mean | Aggregation::WeightedMean | Aggregation::Min | Aggregation::MeanOfMeans => {
            Some(own)
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

/// What is wrong with a gate of a stage, given the gates before it: those of the stage itself, and those of
/// the stages below, which have to hold as well.
pub(super) fn gate(
    gate: &Gate,
    same: &[Gate],
    below: &[Stage],
    nodes: &BTreeMap<Slug, Known>,
) -> Vec<Message> {
    let message = |code: &str| Message::new(code).with("node", &gate.node).with("needed", gate.at_least);
    let Some(known) = nodes.get(&gate.node) else {
        return vec![Message::new("model-gate-unknown-node").with("node", &gate.node)];
    };
    let mut messages = Vec::new();
    if let Some(range) = known.range {
        if gate.at_least > range.max {
            messages.push(message("model-gate-unreachable").with("max", range.max));
        } else if gate.at_least <= range.min {
            messages.push(message("model-gate-without-effect").with("min", range.min));
        }
    }
    if same.iter().any(|other| other.node == gate.node) {
        messages.push(message("model-gate-repeated"));
    }
    let strictest = below.iter().flat_map(|stage| stage.gates.iter().map(move |g| (stage, g)));
    let strictest = strictest.filter(|(_, g)| g.node == gate.node).max_by_key(|(_, g)| g.at_least);
    if let Some((stage, other)) = strictest.filter(|(_, other)| other.at_least > gate.at_least) {
        messages.push(message("model-gate-weaker").with("stage", &stage.id).with("below", other.at_least));
    }
    messages
}

/// What is wrong with the weights of a node's children, if they have to add up to something.
pub(super) fn weights(expected: Rational, children: &[(Rational, Range)]) -> Option<Message> {
    let sum = children.iter().try_fold(Rational::ZERO, |sum, (weight, _)| sum.checked_add(*weight));
    (sum != Some(expected)).then(|| {
        let found = sum.map_or_else(|| "?".to_owned(), |sum| sum.to_string());
        Message::new("model-weights-sum").with("expected", expected).with("found", found)
    })
}
