//! The whole calculation as a tree: everything a third party needs to do it again by hand.

use blaupause_kernel::{LocalizedText, Rational, Slug};
use serde::{Deserialize, Serialize};

use super::evaluate::{Node, add, divide, factor, multiply, rank, rescale, subtract};
use crate::models::scale::Range;
use crate::{Aggregation, Answer, Error, ProviderLevel};

/// What a node of a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NodeKind {
    /// The root; its key is the model's.
    Model,
    /// A dimension.
    Dimension,
    /// An indicator.
    Indicator,
}

/// What came of an indicator's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LeafState {
    /// It has a level, its own or the provider's.
    Answered,
    /// It has no level yet.
    Open,
    /// It has no answer, and the model counts that at the lowest level (`missing: asLowest`).
    CountedLowest,
    /// It was answered with "not applicable".
    NotApplicable,
    /// The model does not ask this unit.
    DoesNotApply,
}

/// Whether a gate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GateState {
    /// It holds, whatever the open answers will be; or its node is left out.
    Met,
    /// It fails, whatever the open answers will be.
    Missed,
    /// It depends on open answers, and so does not count as met.
    Open,
}

/// A gate at the node it asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GateResult {
    /// The stage whose minimum standard it belongs to.
    pub stage: Slug,
    /// Value needed.
    pub needed: Rational,
    /// Whether it holds.
    pub state: GateState,
}

/// One node of the calculation.
///
/// `value` of a parent is the sum of the `contribution`s of its children; `contribution = share * rescaled`, where
/// `rescaled` is the child's value on the parent's range and `share` its part in what is answered. Under
/// `min` the first weakest child has share 1 and the others 0; under `ladder` there is no share, and each
/// child contributes the steps it adds to the rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Explain {
    /// Key of the node.
    pub id: Slug,
    /// What it is.
    pub kind: NodeKind,
    /// Its name.
    pub title: LocalizedText,
    /// How its children make it up; nothing for indicators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggregation: Option<Aggregation>,
    /// Weight as declared.
    pub weight: Rational,
    /// Its part in the whole model, over everything that applies; zero if it is left out. The effective weights
    /// of all indicators add up to 1.
    pub effective_weight: Rational,
    /// Smallest and largest value it can have.
    pub range: Range,
    /// Value over what is answered; nothing if nothing is or it is left out.
    pub value: Option<Rational>,
    /// Value with everything open at its lowest level; nothing if it is left out.
    pub lower: Option<Rational>,
    /// Value with everything open at its highest level; nothing if it is left out.
    pub upper: Option<Rational>,
    /// Its part in the parent's value, over the siblings that are answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Rational>,
    /// Its value on the parent's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescaled: Option<Rational>,
    /// What it adds to the parent's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Rational>,
    /// For indicators: what came of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<LeafState>,
    /// For indicators: the answer as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// For indicators answered `byProvider`: the provider's level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderLevel>,
    /// The gates that ask about this node.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<GateResult>,
    /// Its children, in the model's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub children: Vec<Self>,
}

impl Explain {
    /// The node with this key, here or below.
    pub fn find(&self, id: &Slug) -> Option<&Self> {
        if self.id == *id && self.kind != NodeKind::Model {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(id))
    }

    /// Calls `visit` for every dimension.
    pub(crate) fn dimensions<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        if self.kind == NodeKind::Dimension {
            visit(self);
        }
        self.children.iter().for_each(|child| child.dimensions(visit));
    }

    /// Calls `visit` for every indicator.
    pub(crate) fn leaves<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        if self.kind == NodeKind::Indicator {
            visit(self);
        }
        self.children.iter().for_each(|child| child.leaves(visit));
    }
}

/// What an explanation says of an indicator besides its numbers.
pub(super) struct Answered {
    pub state: LeafState,
    pub answer: Answer,
    pub provider: Option<ProviderLevel>,
}

/// What an explanation is put together from.
pub(super) struct Context<'a> {
    /// What was answered to an indicator.
    pub answered: &'a dyn Fn(&Slug) -> Option<Answered>,
    /// The gates that ask about a node.
    pub gates: &'a dyn Fn(&Node<'_>) -> Vec<GateResult>,
}

/// Puts a calculation into words and numbers; `effective` is the node's part in the whole.
pub(super) fn explain(node: &Node<'_>, effective: Rational, context: &Context<'_>) -> Result<Explain, Error> {
    let counts = |child: &Node<'_>| child.reading.is_some();
    let total = total(node, counts)?;
    let mut children = Vec::with_capacity(node.children.len());
    for child in &node.children {
        let part = match node.aggregation {
            Some(aggregation) if counts(child) => divide(factor(aggregation, child)?, total)?,
            _ => Rational::ZERO,
        };
        children.push(explain(child, multiply(effective, part)?, context)?);
    }
    portions(node, &mut children)?;
    let answered = if node.kind == NodeKind::Indicator { (context.answered)(node.id) } else { None };
    let (state, answer, provider) = match answered {
        Some(Answered { state, answer, provider }) => (Some(state), Some(answer), provider),
        None => (None, None, None),
    };
    Ok(Explain {
        id: node.id.clone(),
        kind: node.kind,
        title: node.title.clone(),
        aggregation: node.aggregation,
        weight: node.weight,
        effective_weight: effective,
        range: node.range,
        value: node.reading.and_then(|r| r.value),
        lower: node.reading.map(|r| r.lower),
        upper: node.reading.map(|r| r.upper),
        share: None,
        rescaled: None,
        contribution: None,
        state,
        answer,
        provider,
        gates: (context.gates)(node),
        children,
    })
}

/// The sum of the factors of the children that count.
fn total(node: &Node<'_>, counts: impl Fn(&Node<'_>) -> bool) -> Result<Rational, Error> {
    let Some(aggregation) = node.aggregation else { return Ok(Rational::ZERO) };
    node.children
        .iter()
        .filter(|child| counts(child))
        .try_fold(Rational::ZERO, |sum, child| add(sum, factor(aggregation, child)?))
}

/// Fills in share, rescaled value and contribution of the children that have a value.
fn portions(node: &Node<'_>, children: &mut [Explain]) -> Result<(), Error> {
    let Some(aggregation) = node.aggregation else { return Ok(()) };
    let value_of = |child: &Node<'_>| child.reading.and_then(|r| r.value);
    let total = total(node, |child| value_of(child).is_some())?;
    let (mut weakest_found, mut before) = (false, Rational::ZERO);
    let mut steps = Vec::with_capacity(node.children.len());
    for (child, explained) in node.children.iter().zip(children) {
        let value = value_of(child);
        steps.push(value.map(|v| v == child.range.max));
        let Some(value) = value else { continue };
        if aggregation == Aggregation::Ladder {
            // The rank with every later step failing or absent; the last step with a value lifts it to the whole.
            let later = node.children.iter().skip(steps.len());
            let fails = later.map(|c| value_of(c).map(|_| false));
            let rank = rank(steps.iter().copied().chain(fails)).map_or(Rational::ZERO, Rational::from_int);
            explained.contribution = Some(subtract(rank, before)?);
            before = rank;
            continue;
        }
        let rescaled = rescale(value, child.range, node.range)?;
        let share = if aggregation == Aggregation::Min {
            let weakest = !weakest_found && node.reading.and_then(|r| r.value) == Some(rescaled);
            weakest_found |= weakest;
            if weakest { Rational::ONE } else { Rational::ZERO }
        } else {
            divide(factor(aggregation, child)?, total)?
        };
        explained.share = Some(share);
        explained.rescaled = Some(rescaled);
        explained.contribution = Some(multiply(share, rescaled)?);
    }
    Ok(())
}
