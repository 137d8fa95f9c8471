//! Stages: thresholds over the score and gates over single nodes. Scores come from `evaluate`.

use blaupause_kernel::{LocalizedText, Rational, Slug};
use serde::{Deserialize, Serialize};

use super::evaluate::{Node, Reading, subtract};
use super::explain::{GateResult, GateState};
use crate::{Error, Gate, Model, Stage};

/// A stage of the model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageRef {
    /// Key of the stage.
    pub id: Slug,
    /// Its name.
    pub title: LocalizedText,
    /// Its place in the model, the lowest being 1.
    pub rank: u32,
}

/// A threshold that the score does not prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Threshold {
    /// Score needed.
    pub needed: Rational,
    /// Score proven: the lower bound.
    pub actual: Rational,
    /// `needed - actual`.
    pub distance: Rational,
    /// Whether open answers can still lead there.
    pub open: bool,
}

/// A gate that is not proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FailingGate {
    /// Indicator or dimension.
    pub node: Slug,
    /// Its name.
    pub title: LocalizedText,
    /// Value needed.
    pub needed: Rational,
    /// Value proven: its lower value.
    pub actual: Rational,
    /// `needed - actual`.
    pub distance: Rational,
    /// Whether open answers can still lead there.
    pub open: bool,
    /// Why the gate exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<LocalizedText>,
}

/// What holds a unit back from a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Blocking {
    /// The stage after the proven one.
    pub stage: StageRef,
    /// Its threshold, if the score does not prove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Threshold>,
    /// Its gates that are not proven.
    #[serde(default)]
    pub gates: Vec<FailingGate>,
}

/// Whether the minimum standard ("Mindeststandard") is met: the gates of the lowest stage that has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = MinimumStandardResult))]
pub enum MinimumStandard {
    /// The model has no gates.
    None,
    /// Every gate holds.
    Met,
    /// It depends on open answers.
    Open,
    /// A gate fails, whatever the open answers will be.
    Missed,
}

/// A stage with what it asks for, by itself: those below it are not looked at. Its gates are at the nodes they ask
/// about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StageResult {
    /// Key of the stage.
    pub id: Slug,
    /// Score needed, compared exactly.
    pub threshold: Rational,
    /// Whether threshold and gates hold, over the same bounds as a gate.
    pub state: GateState,
}

/// The stages with their places, ascending.
fn ranked(model: &Model) -> impl Iterator<Item = (u32, &Stage)> {
    (1..).zip(&model.stages)
}

fn reference((rank, stage): (u32, &Stage)) -> StageRef {
    StageRef { id: stage.id.clone(), title: stage.title.clone(), rank }
}

/// The reading a gate asks about; nothing if its node is left out.
fn asked(root: &Node<'_>, gate: &Gate) -> Option<Reading> {
    root.find(&gate.node).and_then(|node| node.reading)
}

fn gate_state(reading: Option<Reading>, needed: Rational) -> GateState {
    match reading {
        None => GateState::Met,
        Some(reading) if reading.lower >= needed => GateState::Met,
        Some(reading) if reading.upper >= needed => GateState::Open,
        Some(_) => GateState::Missed,
    }
}

/// Whether a stage's own threshold and gates hold over one end of the bounds.
fn holds(stage: &Stage, root: &Node<'_>, end: impl Fn(&Reading) -> Rational) -> bool {
    root.reading.is_some_and(|r| end(&r) >= stage.threshold)
        && stage.gates.iter().all(|gate| asked(root, gate).is_none_or(|r| end(&r) >= gate.at_least))
}

/// The highest stage that holds together with all below it, over one end of the bounds.
pub(super) fn reached(
    model: &Model,
    root: &Node<'_>,
    end: impl Fn(&Reading) -> Rational,
) -> Option<StageRef> {
    ranked(model).take_while(|(_, stage)| holds(stage, root, &end)).last().map(reference)
}

/// How many stages hold from the lowest up, over one end of the bounds.
pub(super) fn count(model: &Model, root: &Node<'_>, end: impl Fn(&Reading) -> Rational) -> usize {
    model.stages.iter().take_while(|stage| holds(stage, root, &end)).count()
}

/// Every stage by itself, ascending.
pub(super) fn results(model: &Model, root: &Node<'_>) -> Vec<StageResult> {
    let state = |stage: &Stage| {
        if holds(stage, root, |r| r.lower) {
            GateState::Met
        } else if holds(stage, root, |r| r.upper) {
            GateState::Open
        } else {
            GateState::Missed
        }
    };
    let result = |s: &Stage| StageResult { id: s.id.clone(), threshold: s.threshold, state: state(s) };
    model.stages.iter().map(result).collect()
}

/// What stands between the proven stage and the next one.
pub(super) fn blocking(model: &Model, root: &Node<'_>) -> Result<Option<Blocking>, Error> {
    let Some((rank, stage)) = ranked(model).find(|(_, stage)| !holds(stage, root, |r| r.lower)) else {
        return Ok(None);
    };
    let Some(reading) = root.reading else { return Ok(None) };
    let threshold = if reading.lower < stage.threshold {
        Some(Threshold {
            needed: stage.threshold,
            actual: reading.lower,
            distance: subtract(stage.threshold, reading.lower)?,
            open: reading.upper >= stage.threshold,
        })
    } else {
        None
    };
    let mut gates = Vec::new();
    for gate in &stage.gates {
        let Some((node, reading)) = root.find(&gate.node).and_then(|node| Some((node, node.reading?))) else {
            continue;
        };
        let state = gate_state(Some(reading), gate.at_least);
        if state != GateState::Met {
            gates.push(FailingGate {
                node: gate.node.clone(),
                title: node.title.clone(),
                needed: gate.at_least,
                actual: reading.lower,
                distance: subtract(gate.at_least, reading.lower)?,
                open: state == GateState::Open,
                reason: gate.reason.clone(),
            });
        }
    }
    Ok(Some(Blocking { stage: reference((rank, stage)), threshold, gates }))
}

/// Whether the gates of the lowest stage that has any are met.
pub(super) fn minimum_standard(model: &Model, root: &Node<'_>) -> MinimumStandard {
    let Some(stage) = model.stages.iter().find(|s| !s.gates.is_empty()) else { return MinimumStandard::None };
    let states = || stage.gates.iter().map(|gate| gate_state(asked(root, gate), gate.at_least));
    if states().any(|s| s == GateState::Missed) {
        MinimumStandard::Missed
    } else if states().any(|s| s == GateState::Open) {
        MinimumStandard::Open
    } else {
        MinimumStandard::Met
    }
}

/// Every gate of the model that asks about this node.
pub(super) fn gates_at(model: &Model, node: &Node<'_>) -> Vec<GateResult> {
    if node.kind == super::NodeKind::Model {
        return Vec::new();
    }
    let gates = model.stages.iter().flat_map(|stage| stage.gates.iter().map(move |gate| (stage, gate)));
    gates
        .filter(|(_, gate)| gate.node == *node.id)
        .map(|(stage, gate)| GateResult {
            stage: stage.id.clone(),
            needed: gate.at_least,
            state: gate_state(node.reading, gate.at_least),
        })
        .collect()
}
