//! From answers to an outcome: score, bounds, coverage, stage, what stands in the way, and the explanation.

mod batch;
pub(crate) mod evaluate;
mod explain;
#[cfg(test)]
pub(crate) mod fixtures;
mod stages;
#[cfg(test)]
pub(crate) mod tests;

use std::cell;
use std::collections::BTreeMap;

use blaupause_kernel::{Digest, Rational, Rounding, Slug};
use serde::{Deserialize, Serialize};

pub use self::batch::{Cell, Scorer, Totals};
use self::evaluate::{Inputs, Reading, add, evaluate};
use self::explain::{Answered, Context, explain};
pub use self::explain::{Explain, GateResult, GateState, LeafState, NodeKind};
pub use self::stages::{Blocking, FailingGate, MinimumStandard, StageRef, StageResult, Threshold};
use crate::answers::on_scale;
use crate::{
    Answer, Answers, Error, Indicator, Missing, Model, ModelRef, ProviderLevel, ProviderLevels,
    SubjectProfile,
};

/// A score, exact and as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Score {
    /// The exact number; every comparison uses it.
    pub exact: Rational,
    /// The number after the model's one rounding, to be shown.
    pub rounded: String,
}

impl Score {
    /// Rounds an exact number as the model declares.
    pub fn new(exact: Rational, rounding: Rounding) -> Self {
        Self { exact, rounded: exact.rounded(rounding) }
    }
}

/// Between which scores the answers that are still open can lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bounds {
    /// Everything open at its lowest level: this much is proven.
    pub lower: Score,
    /// Everything open at its highest level.
    pub upper: Score,
}

/// How much of what applies is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coverage {
    /// Sum of the effective weights of the answered indicators, from 0 to 1.
    pub share: Rational,
    /// Number of answered indicators.
    pub answered: u32,
    /// Number of indicators that apply.
    pub applicable: u32,
}

/// The result of scoring one unit's answers against one model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AssessmentResult))]
pub struct Outcome {
    /// The model it rests on.
    pub model: ModelRef,
    /// Score over what is answered; nothing if nothing is.
    pub score: Option<Score>,
    /// Between which scores the open answers can lead.
    pub bounds: Bounds,
    /// How much is answered.
    pub coverage: Coverage,
    /// The stage that is proven: nothing open counts for it. Nothing if not even the lowest is.
    pub stage: Option<StageRef>,
    /// The highest stage that the open answers can lead to.
    pub possible_stage: Option<StageRef>,
    /// What holds the unit back from the stage after the proven one; nothing at the top.
    pub blocking: Option<Blocking>,
    /// Whether the gates of the lowest stage that has any are met.
    pub minimum_standard: MinimumStandard,
    /// The rounding of every shown score; nothing in documents from before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// The stages, ascending, with their thresholds; empty in documents from before they were recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageResult>,
    /// The calculation.
    pub explain: Explain,
}

impl Outcome {
    /// The level of every answered indicator, its own or the provider's.
    pub fn levels(&self) -> BTreeMap<Slug, Rational> {
        let mut levels = BTreeMap::new();
        self.explain.leaves(&mut |leaf| {
            let answered = leaf.value.filter(|_| leaf.state == Some(LeafState::Answered));
            levels.extend(answered.map(|value| (leaf.id.clone(), value)));
        });
        levels
    }

    /// The value of every dimension that has one.
    pub fn dimensions(&self) -> BTreeMap<Slug, Rational> {
        let mut values = BTreeMap::new();
        self.explain.dimensions(&mut |node| values.extend(node.value.map(|value| (node.id.clone(), value))));
        values
    }

    /// The lowest and the highest value that every dimension can have.
    pub fn dimension_bounds(&self) -> BTreeMap<Slug, (Rational, Rational)> {
        let mut bounds = BTreeMap::new();
        self.explain.dimensions(&mut |node| {
            bounds.extend(node.lower.zip(node.upper).map(|both| (node.id.clone(), both)));
        });
        bounds
    }

    /// The provider's levels this outcome rests on.
    pub fn provider_levels(&self) -> ProviderLevels {
        let mut levels = ProviderLevels::default();
        self.explain.leaves(&mut |leaf| {
            levels.0.extend(leaf.provider.clone().map(|level| (leaf.id.clone(), level)));
        });
        levels
    }
}

/// Scores answers.
///
/// What is answered with `notApplicable`, and what the model does not ask this unit, leaves the weights: its
/// siblings keep their proportions. What is open (unanswered, not assessable, `byProvider` without a level) is
/// left out of the score in the same way, but taken at the lowest and highest level for the bounds. Where the model
/// says `missing: asLowest`, an indicator without an answer counts at its lowest level in the score too. The stage
/// is decided by the lower bound and by gates over the lower values: nothing open counts in anybody's favour.
/// A stage is reached when its threshold and gates and those of every stage below hold, so that
/// no minimum standard can be skipped. A gate on something that is left out holds.
///
/// # Errors
/// `UnknownIndicator` or `OffScale` for answers that do not fit the model, `NothingApplies` if every indicator is
/// left out, `Overflow` if a number leaves the exact arithmetic.
pub fn score(
    model: &Model,
    hash: Digest,
    profile: &SubjectProfile,
    answers: &Answers,
    provider: &ProviderLevels,
) -> Result<Outcome, Error> {
    let used = cell::Cell::new(0_usize);
    let states = |indicator: &Indicator| {
        let answer = answers.get(&indicator.id);
        used.set(used.get() + usize::from(answer.is_some()));
        state(indicator, profile, answer, provider)
    };
    let leaf = |indicator: &Indicator| {
        Ok(match states(indicator)? {
            Taken::Level(value, _) => Some(Reading::settled(value)),
            Taken::Open => Some(Reading::open(indicator.scale.range())),
            Taken::CountedLowest => Some(Reading::counted_lowest(indicator.scale.range())),
            Taken::NotApplicable | Taken::DoesNotApply => None,
        })
    };
    let root = evaluate(model, &Inputs { leaf: &leaf, raised: None })?;
    if used.get() != answers.0.len()
        && let Some(id) = answers.0.keys().find(|id| model.indicator(id).is_none())
    {
        return Err(Error::UnknownIndicator { indicator: id.clone() });
    }
    let reading = root.reading.ok_or(Error::NothingApplies)?;
    let answered = |id: &Slug| answered(model.indicator(id)?, profile, answers.get(id), provider);
    let context = Context { answered: &answered, gates: &|node| stages::gates_at(model, node) };
    let explain = explain(&root, Rational::ONE, &context)?;
    let score = |exact| Score::new(exact, model.rounding);
    Ok(Outcome {
        model: model.reference_with(hash),
        score: reading.value.map(score),
        bounds: Bounds { lower: score(reading.lower), upper: score(reading.upper) },
        coverage: coverage(&explain)?,
        stage: stages::reached(model, &root, |r| r.lower),
        possible_stage: stages::reached(model, &root, |r| r.upper),
        blocking: stages::blocking(model, &root)?,
        minimum_standard: stages::minimum_standard(model, &root),
        rounding: Some(model.rounding),
        stages: stages::results(model, &root),
        explain,
    })
}

/// Scores answers as if some indicators had reached a level: a level replaces a lower one and whatever is open.
/// What is not applicable stays so.
///
/// # Errors
/// As [`score`]; `UnknownIndicator` and `OffScale` for raises too.
pub fn what_if(
    model: &Model,
    hash: Digest,
    profile: &SubjectProfile,
    answers: &Answers,
    provider: &ProviderLevels,
    raises: &BTreeMap<Slug, Rational>,
) -> Result<Outcome, Error> {
    let mut raised = answers.clone();
    for (id, level) in raises {
        let indicator =
            model.indicator(id).ok_or_else(|| Error::UnknownIndicator { indicator: id.clone() })?;
        let level = on_scale(indicator, *level)?;
        let higher = match state(indicator, profile, answers.get(id), provider)? {
            Taken::Level(current, _) => level > current,
            Taken::Open | Taken::CountedLowest => true,
            Taken::NotApplicable | Taken::DoesNotApply => false,
        };
        if higher {
            raised.0.insert(id.clone(), Answer::Level { value: level });
        }
    }
    score(model, hash, profile, &raised, provider)
}

/// Every level that [`what_if`] would refuse, with the reason: it stops at the first.
pub fn refused_levels(model: &Model, levels: &BTreeMap<Slug, Rational>) -> Vec<(Slug, Error)> {
    let refused = |(id, level): (&Slug, &Rational)| match model.indicator(id) {
        None => Some((id.clone(), Error::UnknownIndicator { indicator: id.clone() })),
        Some(indicator) => on_scale(indicator, *level).err().map(|error| (id.clone(), error)),
    };
    levels.iter().filter_map(refused).collect()
}

/// What an answer comes to for this unit.
enum Taken<'a> {
    Level(Rational, Option<&'a ProviderLevel>),
    Open,
    CountedLowest,
    NotApplicable,
    DoesNotApply,
}

fn state<'a>(
    indicator: &Indicator,
    profile: &SubjectProfile,
    answer: Option<&Answer>,
    provider: &'a ProviderLevels,
) -> Result<Taken<'a>, Error> {
    if !profile.is_asked(indicator) {
        return Ok(Taken::DoesNotApply);
    }
    Ok(match answer {
        Some(Answer::Level { value }) => Taken::Level(on_scale(indicator, *value)?, None),
        Some(Answer::NotApplicable { .. }) => Taken::NotApplicable,
        Some(Answer::ByProvider) => {
            provider.level(indicator)?.map_or(Taken::Open, |level| Taken::Level(level.value, Some(level)))
        }
        Some(Answer::NotAssessable { .. }) => Taken::Open,
        Some(Answer::Unanswered) | None => match indicator.missing {
            Missing::Open => Taken::Open,
            Missing::AsLowest => Taken::CountedLowest,
        },
    })
}

fn answered(
    indicator: &Indicator,
    profile: &SubjectProfile,
    answer: Option<&Answer>,
    provider: &ProviderLevels,
) -> Option<Answered> {
    let (state, provider) = match state(indicator, profile, answer, provider).ok()? {
        Taken::Level(_, provider) => (LeafState::Answered, provider.cloned()),
        Taken::Open => (LeafState::Open, None),
        Taken::CountedLowest => (LeafState::CountedLowest, None),
        Taken::NotApplicable => (LeafState::NotApplicable, None),
        Taken::DoesNotApply => (LeafState::DoesNotApply, None),
    };
    Some(Answered { state, answer: answer.cloned().unwrap_or_default(), provider })
}

fn coverage(explain: &Explain) -> Result<Coverage, Error> {
    let mut leaves = Vec::new();
    explain.leaves(&mut |leaf| leaves.push((leaf.state, leaf.effective_weight)));
    let mut coverage = Coverage { share: Rational::ZERO, answered: 0, applicable: 0 };
    for (state, weight) in leaves {
        match state {
            Some(LeafState::Answered) => {
                coverage.share = add(coverage.share, weight)?;
                coverage.answered += 1;
                coverage.applicable += 1;
            }
            Some(LeafState::Open | LeafState::CountedLowest) => coverage.applicable += 1,
            Some(LeafState::NotApplicable | LeafState::DoesNotApply) | None => {}
        }
    }
    Ok(coverage)
}
