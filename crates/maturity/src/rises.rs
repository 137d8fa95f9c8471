//! The smallest set of indicator rises that reaches a stage. Not what they cost, and not the result they lead to: that
//! is [`what_if`](crate::what_if).
//!
//! All that a node's parent sees of it is its value, and every aggregation only rises with the values of its
//! children: a weight is above zero, a scale ascends and a range has a width, or the model would not have been
//! accepted. So nothing has to be tried in combination: the search goes up the tree once and keeps, for every number of
//! rises and of steps, the highest value they can bring. That is exact for every aggregation, with gates on any node.
//! For the same reason every stage can be reached: with all that applies at its top, every node is at the top of its
//! range, and no threshold or gate of an accepted model is above that.

mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use blaupause_kernel::{LocalizedText, Rational, Slug};
use serde::{Deserialize, Serialize};

use self::search::{Choice, Search, Stop, Way};
use crate::scoring::evaluate::{Inputs, Reading, evaluate};
use crate::{Error, Explain, Indicator, Model, Outcome};

/// The most pairs of partial sets that one search puts together: far more than a model made for people needs, and a
/// few seconds at most for one that is not.
pub const RISES_BUDGET: u64 = 20_000_000;

/// An indicator that has to rise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rise {
    /// The indicator.
    pub indicator: Slug,
    /// Its name.
    pub title: LocalizedText,
    /// The level that is proven; its lowest if it is open.
    pub from: Rational,
    /// Whether it is open: an answer may show that it is there already.
    pub open: bool,
    /// The level it has to reach.
    pub to: Rational,
    /// How many of its levels it has to climb; of a measured scale, the levels with a text and the top.
    pub steps: u32,
}

/// The rises that lead to a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rises {
    /// The stage they lead to.
    pub stage: Slug,
    /// The rises in the order of the model; none if the stage is proven already.
    pub rises: Vec<Rise>,
    /// Whether there is no better set; otherwise the search was given up, and this is the best it found.
    pub proved: bool,
    /// No set with fewer indicators than this can reach the stage.
    pub at_least: u32,
}

/// The smallest set of rises by which an outcome reaches `stage`, or the stage after the proven one; nothing if that
/// one is not named and the highest is proven. Of all sets it is one with the fewest indicators, of those with the
/// fewest steps in all, of those the one whose indicators come first in the model, and of those the one whose first
/// indicators rise least. What is open stands at its lowest level, what is left out stays so.
///
/// # Errors
/// `OtherModel` if the outcome rests on another model or version, `UnknownStage` if the model has no such stage,
/// `NothingApplies` if every indicator is left out, `Overflow` if a number leaves the exact arithmetic.
pub fn rises(model: &Model, outcome: &Outcome, stage: Option<&Slug>) -> Result<Option<Rises>, Error> {
    within(model, outcome, stage, RISES_BUDGET)
}

/// [`rises`] with a budget of its own.
pub(crate) fn within(
    model: &Model,
    outcome: &Outcome,
    stage: Option<&Slug>,
    budget: u64,
) -> Result<Option<Rises>, Error> {
    if outcome.model.id != model.id || outcome.model.version != model.version {
        return Err(Error::OtherModel {
            expected: format!("{}@{}", outcome.model.id, outcome.model.version),
            found: format!("{}@{}", model.id, model.version),
        });
    }
    let Some(stage) = stage.or(outcome.blocking.as_ref().map(|b| &b.stage.id)) else { return Ok(None) };
    let (threshold, gates) = demands(model, stage)?;
    let leaves = Leaves::of(outcome);
    let root = evaluate(model, &Inputs { leaf: &|i| Ok(leaves.reading(i)), raised: None })?;
    if root.reading.is_none() {
        return Err(Error::NothingApplies);
    }
    let indicators: Vec<&Indicator> = model.indicators().into_iter().map(|(_, i)| i).collect();
    let all: Vec<Vec<Choice>> = indicators.iter().map(|i| choices(i, leaves.reading(i))).collect();
    let mut search = Search::new(&root, &indicators, threshold, gates, budget);
    let (levels, proved, at_least) = smallest(&mut search, &all)?;
    let rise = |(indicator, choice): (&&Indicator, Choice)| {
        let from = leaves.reading(indicator)?.lower;
        let open = leaves.reading(indicator).is_some_and(|r| r.lower != r.upper);
        (choice.steps > 0).then(|| Rise {
            indicator: indicator.id.clone(),
            title: indicator.title.clone(),
            from,
            open,
            to: choice.value,
            steps: choice.steps,
        })
    };
    let rises = indicators.iter().zip(levels).filter_map(|(i, c)| rise((i, c?))).collect();
    Ok(Some(Rises { stage: stage.clone(), rises, proved, at_least }))
}

/// The threshold of the stages up to this one, and the strictest gate of every node that has one.
fn demands(model: &Model, stage: &Slug) -> Result<(Rational, BTreeMap<Slug, Rational>), Error> {
    let unknown = || Error::UnknownStage { stage: stage.clone() };
    let last = model.stages.iter().position(|s| s.id == *stage).ok_or_else(unknown)?;
    let stages = model.stages.get(..=last).ok_or_else(unknown)?;
    let threshold = stages.iter().map(|s| s.threshold).max().ok_or_else(unknown)?;
    let mut gates: BTreeMap<Slug, Rational> = BTreeMap::new();
    for gate in stages.iter().flat_map(|s| &s.gates) {
        let strictest = gates.entry(gate.node.clone()).or_insert(gate.at_least);
        *strictest = gate.at_least.max(*strictest);
    }
    Ok((threshold, gates))
}

/// The readings as the outcome recorded them.
struct Leaves<'a>(BTreeMap<&'a Slug, Reading>);

impl<'a> Leaves<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        let mut leaves = BTreeMap::new();
        outcome.explain.leaves(&mut |leaf: &'a Explain| {
            let bounds = leaf.lower.zip(leaf.upper);
            leaves
                .extend(bounds.map(|(lower, upper)| (&leaf.id, Reading { value: leaf.value, lower, upper })));
        });
        Self(leaves)
    }

    fn reading(&self, indicator: &Indicator) -> Option<Reading> {
        self.0.get(&indicator.id).copied()
    }
}

/// Where an indicator may stand: as it does, or on a level above; nowhere if it is left out.
fn choices(indicator: &Indicator, reading: Option<Reading>) -> Vec<Choice> {
    let Some(reading) = reading else { return Vec::new() };
    let mut levels = indicator.scale.values().to_vec();
    if indicator.scale.is_measured() {
        levels.extend(indicator.levels.iter().map(|level| level.value));
        levels.sort_unstable();
        levels.dedup();
    }
    let above = (1..).zip(levels.into_iter().filter(|level| *level > reading.lower));
    let stays = Choice { steps: 0, value: reading.lower };
    [stays].into_iter().chain(above.map(|(steps, value)| Choice { steps, value })).collect()
}

/// What every indicator comes to, whether that is proven the best, and how many have to rise at least.
type Found = (Vec<Option<Choice>>, bool, u32);

/// First the fewest indicators, each at its top, which takes next to nothing; then the fewest steps of so many.
fn smallest(search: &mut Search<'_>, all: &[Vec<Choice>]) -> Result<Found, Error> {
    let top = |choices: &Vec<Choice>| choices.last().copied();
    let ends = |choices: &Vec<Choice>| match (choices.first(), choices.last()) {
        (Some(first), Some(last)) if first != last => vec![*first, *last],
        _ => choices.clone(),
    };
    let mut few: Vec<Vec<Choice>> = all.iter().map(ends).collect();
    let fewest = match search.count(&few) {
        Ok(fewest) => fewest,
        Err(Stop::Budget) => return Ok((all.iter().map(top).collect(), false, 0)),
        Err(Stop::Fault(error)) => return Err(error),
    };
    let most = Way { count: fewest, steps: u32::MAX };
    let best = match search.first(&mut few, most, false) {
        Ok(()) => few.iter().map(top).collect(),
        Err(Stop::Budget) => return Ok((all.iter().map(top).collect(), false, fewest)),
        Err(Stop::Fault(error)) => return Err(error),
    };
    let mut exact = all.to_vec();
    let proved = search.least(fewest, &exact).and_then(|least| search.first(&mut exact, least, true));
    match proved {
        Ok(()) => Ok((exact.iter().map(top).collect(), true, fewest)),
        Err(Stop::Budget) => Ok((best, false, fewest)),
        Err(Stop::Fault(error)) => Err(error),
    }
}
