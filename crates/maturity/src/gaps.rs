//! Gaps: how far a unit is from a minimum standard, the next stage, its own target or other levels.

use std::collections::BTreeMap;

use blaupause_kernel::{LocalizedText, Rational, Slug};
use serde::{Deserialize, Serialize};

use crate::scoring::evaluate::{Inputs, Reading, evaluate, subtract};
use crate::{Error, Explain, Indicator, Model, NodeKind, Outcome, Stage};

/// What a unit is measured against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Target {
    /// The gates of every stage up to `stage`; without one, of the lowest stage that has any.
    MinimumStandard {
        /// The last stage whose gates count.
        #[serde(default)]
        stage: Option<Slug>,
    },
    /// Threshold and gates of the stage after the proven one.
    NextStage,
    /// The unit's own target.
    Own {
        /// Value wanted by indicator or dimension.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Rational>))]
        levels: BTreeMap<Slug, Rational>,
    },
    /// Levels from elsewhere: the median of the peers, the prerequisites or outcomes of a blueprint.
    Levels {
        /// Where they come from.
        origin: String,
        /// Value wanted by indicator or dimension.
        #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, Rational>))]
        levels: BTreeMap<Slug, Rational>,
    },
}

/// Which demand a gap belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GapSource {
    /// A gate of a stage.
    Gate {
        /// The stage.
        stage: Slug,
        /// Why the gate exists.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<LocalizedText>,
    },
    /// The threshold of a stage.
    Threshold {
        /// The stage.
        stage: Slug,
    },
    /// The unit's own target.
    Own,
    /// Levels from elsewhere.
    Levels {
        /// Where they come from.
        origin: String,
    },
}

/// One distance between what is proven and what is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// Indicator, dimension, or the model itself for a threshold of the score.
    pub node: Slug,
    /// Which of them.
    pub kind: NodeKind,
    /// Its name.
    pub title: LocalizedText,
    /// Its value over what is answered; nothing if nothing is.
    pub current: Option<Rational>,
    /// Its value with everything open at its lowest level.
    pub proven: Rational,
    /// Value wanted.
    pub needed: Rational,
    /// `needed - proven`, above zero.
    pub distance: Rational,
    /// Whether open answers can still close it.
    pub open: bool,
    /// Which demand it belongs to.
    pub source: GapSource,
    /// By how much the proven score (the lower bound) rises if this gap alone is closed.
    pub effect: Rational,
}

/// The gaps of an outcome against a target, in the order of the target; of several demands on one node, the
/// highest. What is left out has no gap.
///
/// # Errors
/// `OtherModel` if the outcome rests on another model or version, `UnknownStage` or `UnknownNode` if the target names
/// what the model does not have, `Overflow` if a number leaves the exact arithmetic.
pub fn gaps(model: &Model, outcome: &Outcome, target: &Target) -> Result<Vec<Gap>, Error> {
    if outcome.model.id != model.id || outcome.model.version != model.version {
        return Err(Error::OtherModel {
            expected: format!("{}@{}", outcome.model.id, outcome.model.version),
            found: format!("{}@{}", model.id, model.version),
        });
    }
    let mut demands: Vec<Demand> = Vec::new();
    let mut found = Vec::new();
    match target {
        Target::MinimumStandard { stage } => {
            for stage in minimum_stages(model, stage.as_ref())? {
                gate_demands(stage, &mut demands);
            }
        }
        Target::NextStage => {
            if let Some(blocking) = &outcome.blocking {
                let id = &blocking.stage.id;
                let stage = model.stage(id).ok_or_else(|| Error::UnknownStage { stage: id.clone() })?;
                gate_demands(stage, &mut demands);
                found.extend(threshold_gap(outcome, stage)?);
            }
        }
        Target::Own { levels } => level_demands(levels, &GapSource::Own, &mut demands),
        Target::Levels { origin, levels } => {
            level_demands(levels, &GapSource::Levels { origin: origin.clone() }, &mut demands);
        }
    }
    let readings = Readings::of(outcome);
    for demand in strictest(demands) {
        let node = outcome
            .explain
            .find(&demand.node)
            .ok_or_else(|| Error::UnknownNode { node: demand.node.clone() })?;
        found.extend(gap(model, &readings, node, demand)?);
    }
    Ok(found)
}

/// A value that a node is asked to have.
struct Demand {
    node: Slug,
    needed: Rational,
    source: GapSource,
}

fn minimum_stages<'m>(model: &'m Model, last: Option<&Slug>) -> Result<&'m [Stage], Error> {
    let end = match last {
        Some(id) => model
            .stages
            .iter()
            .position(|s| s.id == *id)
            .ok_or_else(|| Error::UnknownStage { stage: id.clone() })?,
        None => match model.stages.iter().position(|s| !s.gates.is_empty()) {
            Some(first) => first,
            None => return Ok(&[]),
        },
    };
    Ok(model.stages.get(..=end).unwrap_or_default())
}

fn gate_demands(stage: &Stage, demands: &mut Vec<Demand>) {
    demands.extend(stage.gates.iter().map(|gate| Demand {
        node: gate.node.clone(),
        needed: gate.at_least,
        source: GapSource::Gate { stage: stage.id.clone(), reason: gate.reason.clone() },
    }));
}

fn level_demands(levels: &BTreeMap<Slug, Rational>, source: &GapSource, demands: &mut Vec<Demand>) {
    demands.extend(levels.iter().map(|(node, needed)| Demand {
        node: node.clone(),
        needed: *needed,
        source: source.clone(),
    }));
}

/// Of several demands on one node, the highest, at the place of the first.
fn strictest(demands: Vec<Demand>) -> Vec<Demand> {
    let mut kept: Vec<Demand> = Vec::with_capacity(demands.len());
    for demand in demands {
        match kept.iter_mut().find(|k| k.node == demand.node) {
            Some(known) if known.needed < demand.needed => *known = demand,
            Some(_) => {}
            None => kept.push(demand),
        }
    }
    kept
}

fn threshold_gap(outcome: &Outcome, stage: &Stage) -> Result<Option<Gap>, Error> {
    let (lower, upper) = (outcome.bounds.lower.exact, outcome.bounds.upper.exact);
    if lower >= stage.threshold {
        return Ok(None);
    }
    let distance = subtract(stage.threshold, lower)?;
    Ok(Some(Gap {
        node: outcome.explain.id.clone(),
        kind: NodeKind::Model,
        title: outcome.explain.title.clone(),
        current: outcome.score.as_ref().map(|s| s.exact),
        proven: lower,
        needed: stage.threshold,
        distance,
        open: upper >= stage.threshold,
        source: GapSource::Threshold { stage: stage.id.clone() },
        effect: distance,
    }))
}

/// The readings of the indicators as the outcome recorded them, to calculate again with one node raised.
struct Readings<'a> {
    leaves: BTreeMap<&'a Slug, Option<Reading>>,
    lower: Rational,
}

impl<'a> Readings<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        let mut leaves = BTreeMap::new();
        outcome.explain.leaves(&mut |leaf: &'a Explain| {
            let bounds = leaf.lower.zip(leaf.upper);
            leaves.insert(&leaf.id, bounds.map(|(lower, upper)| Reading { value: leaf.value, lower, upper }));
        });
        Self { leaves, lower: outcome.bounds.lower.exact }
    }

    /// By how much the proven score rises if `node` had at least `value`.
    fn effect(&self, model: &Model, node: &Slug, value: Rational) -> Result<Rational, Error> {
        let leaf = |indicator: &Indicator| Ok(self.leaves.get(&indicator.id).copied().flatten());
        let root = evaluate(model, &Inputs { leaf: &leaf, raised: Some((node, value)) })?;
        let after = root.reading.ok_or(Error::NothingApplies)?.lower;
        subtract(after, self.lower)
    }
}

fn gap(model: &Model, readings: &Readings<'_>, node: &Explain, demand: Demand) -> Result<Option<Gap>, Error> {
    let Some((proven, upper)) = node.lower.zip(node.upper) else { return Ok(None) };
    if proven >= demand.needed {
        return Ok(None);
    }
    Ok(Some(Gap {
        node: node.id.clone(),
        kind: node.kind,
        title: node.title.clone(),
        current: node.value,
        proven,
        needed: demand.needed,
        distance: subtract(demand.needed, proven)?,
        open: upper >= demand.needed,
        effect: readings.effect(model, &demand.node, demand.needed)?,
        source: demand.source,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::fixtures::{gated, level, num, open, outcome, slug};

    fn summary(gaps: Vec<Gap>) -> Vec<(String, String, String, String, bool)> {
        gaps.into_iter()
            .map(|g| {
                (
                    g.node.to_string(),
                    g.needed.to_string(),
                    g.distance.to_string(),
                    g.effect.to_string(),
                    g.open,
                )
            })
            .collect()
    }

    /// Model `gated`: a (weight 3) and b (weight 1), mean of weights; `basis` from 0; `gesichert` from 2 with
    /// a >= 2; `fortgeschritten` from 4 with a >= 4 and b >= 3.
    #[test]
    fn gaps_against_every_kind_of_target() {
        let model = gated();
        // a = 1, b = 3: (3*1 + 3) / 4 = 3/2.
        let result = outcome(&model, &[("a", level(1)), ("b", level(3))]);
        let row = |node: &str, needed: &str, distance: &str, effect: &str, open| {
            (node.to_owned(), needed.to_owned(), distance.to_owned(), effect.to_owned(), open)
        };
        let of = |target| summary(gaps(&model, &result, &target).unwrap());
        // a to 2: (6 + 3) / 4 = 9/4, so +3/4.
        assert_eq!(of(Target::MinimumStandard { stage: None }), [row("a", "2", "1", "3/4", false)]);
        // Up to the highest stage a needs 4: (12 + 3) / 4 = 15/4, so +9/4; b holds.
        let all = Target::MinimumStandard { stage: Some(slug("fortgeschritten")) };
        assert_eq!(of(all), [row("a", "4", "3", "9/4", false)]);
        // Next stage: score 2 needed, 3/2 proven.
        let next = [row("probe", "2", "1/2", "1/2", false), row("a", "2", "1", "3/4", false)];
        assert_eq!(of(Target::NextStage), next);
        // Own target: b to 5: (3 + 5) / 4 = 2, so +1/2; the dimension `alles` (3/2) to 5/2: +1.
        let own =
            Target::Own { levels: BTreeMap::from([(slug("b"), num("5")), (slug("alles"), num("5/2"))]) };
        assert_eq!(of(own), [row("alles", "5/2", "1", "1", false), row("b", "5", "2", "1/2", false)]);
        let unknown = Target::Own { levels: BTreeMap::from([(slug("x"), num("1"))]) };
        assert_eq!(gaps(&model, &result, &unknown), Err(Error::UnknownNode { node: slug("x") }));
    }

    #[test]
    fn an_open_answer_is_an_open_gap_and_what_is_left_out_has_none() {
        let model = gated();
        let result = outcome(&model, &[("a", open()), ("b", level(3))]);
        let minimum = Target::MinimumStandard { stage: None };
        let found = gaps(&model, &result, &minimum).unwrap();
        // Proven: a = 0, b = 3: 3/4; with a = 2: 9/4; effect 3/2.
        assert_eq!(found[0].current, None);
        let row = ("a".to_owned(), "2".to_owned(), "2".to_owned(), "3/2".to_owned(), true);
        assert_eq!(summary(found), [row]);
        let none = crate::Answer::NotApplicable { reason: "nicht hier".into() };
        let result = outcome(&model, &[("a", none), ("b", level(3))]);
        assert_eq!(gaps(&model, &result, &minimum).unwrap(), []);
    }
}
