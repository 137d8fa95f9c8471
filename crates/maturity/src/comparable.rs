//! Results over time, made comparable: every one scored again on what all of them answer, by the weights of one version.
//! What is left out is said. The signed results stay as they are.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use blaupause_kernel::{Date, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::scoring::evaluate::{Inputs, Reading, evaluate};
use crate::{
    Answer, Bounds, Error, Explain, Indicator, LeafState, MigrationMap, MigrationStep, Missing, Model, Score,
    SignedAssessment,
};

/// Why an indicator is left out of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LeftOutReason {
    /// The version named did not ask it yet.
    New,
    /// No longer asked after the version named.
    Retired,
    /// One question became several.
    Split,
    /// Several questions became one.
    Merged,
    /// Its levels changed. A map says which new level stands for an old one, but that is a judgement, not a fact.
    Rescaled,
    /// It was not applicable in a result, or the model did not ask it there.
    NotApplicable,
}

/// An indicator that is left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOut {
    /// The indicator, as the version names it.
    pub indicator: Slug,
    /// The version.
    pub version: Version,
    /// Why.
    pub reason: LeftOutReason,
    /// The day of the result in which it was not applicable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Date>,
}

/// A signed result on the common set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparablePoint {
    /// The place of the result in what was handed in.
    pub result: usize,
    /// The score on the common set; nothing if nothing of it is answered.
    pub score: Option<Score>,
    /// Between which scores the open answers can lead; nothing if no map leads from its version to the common one, or
    /// nothing is common.
    pub bounds: Option<Bounds>,
}

/// Results made comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The indicators that all results have, in the order of the model.
    pub common: Vec<Slug>,
    /// The indicators that are left out.
    pub left_out: Vec<LeftOut>,
    /// The versions from which no map leads here: their results are compared with nothing.
    pub unconnected: Vec<Version>,
    /// One for each result.
    pub points: Vec<ComparablePoint>,
}

/// Compares results by the weights of `model`. Common is what `keep` and `rename` carry from the version of every
/// connected result to `model`, and what applies in every one of them. Whether it applied is what the result says, not
/// what the unit is today: it may have grown out of a size class since.
///
/// # Errors
/// `Overflow` if a number leaves the exact arithmetic, which does not happen with an accepted model.
pub fn compare(
    model: &Model,
    results: &[SignedAssessment],
    maps: &[MigrationMap],
) -> Result<Comparison, Error> {
    let mut left_out = BTreeSet::new();
    let mut paths: BTreeMap<Version, Option<BTreeMap<Slug, Slug>>> = BTreeMap::new();
    for result in results {
        let version = &result.model.version;
        if !paths.contains_key(version) {
            let path = way(version, &model.version, maps).map(|way| carried(result, &way, &mut left_out));
            paths.insert(version.clone(), path);
        }
    }
    let mut common: Vec<Slug> = model.indicators().into_iter().map(|(_, i)| i.id.clone()).collect();
    for (version, path) in paths.iter().filter_map(|(v, p)| Some((v, p.as_ref()?))) {
        let reached: BTreeSet<&Slug> = path.values().collect();
        for gone in common.extract_if(.., |id| !reached.contains(id)) {
            let known = left_out.iter().any(|l: &LeftOut| l.indicator == gone);
            if !known {
                left_out.insert(entry(&gone, version, LeftOutReason::New, None));
            }
        }
    }
    for (result, path) in results.iter().filter_map(|r| Some((r, paths.get(&r.model.version)?.as_ref()?))) {
        for (old, new) in path.iter().filter(|(old, _)| !applies(result, old)) {
            if let Some(place) = common.iter().position(|id| id == new) {
                common.remove(place);
                let period = Some(result.period);
                left_out.insert(entry(old, &result.model.version, LeftOutReason::NotApplicable, period));
            }
        }
    }
    let kept: BTreeSet<&Slug> = common.iter().collect();
    let mut points = Vec::with_capacity(results.len());
    for (place, result) in results.iter().enumerate() {
        let path = paths.get(&result.model.version).and_then(Option::as_ref);
        let path = path.filter(|_| !kept.is_empty());
        points.push(match path {
            Some(path) => point(place, result, path, &kept, model)?,
            None => ComparablePoint { result: place, score: None, bounds: None },
        });
    }
    let lost = paths.iter().filter(|(_, path)| path.is_none()).map(|(version, _)| version.clone());
    Ok(Comparison { unconnected: lost.collect(), left_out: left_out.into_iter().collect(), common, points })
}

fn entry(indicator: &Slug, version: &Version, reason: LeftOutReason, period: Option<Date>) -> LeftOut {
    LeftOut { indicator: indicator.clone(), version: version.clone(), reason, period }
}

/// The maps that lead from one version to another: the fewest, and of several ways the first in the order given.
fn way<'m>(from: &Version, to: &Version, maps: &'m [MigrationMap]) -> Option<Vec<&'m MigrationMap>> {
    let mut reached: BTreeSet<&Version> = BTreeSet::new();
    let mut open: VecDeque<(&Version, Vec<&'m MigrationMap>)> = VecDeque::from([(from, Vec::new())]);
    while let Some((at, way)) = open.pop_front() {
        if at == to {
            return Some(way);
        }
        for map in maps.iter().filter(|map| map.from == *at) {
            if reached.insert(&map.to) {
                let further = way.iter().copied().chain([map]).collect();
                open.push_back((&map.to, further));
            }
        }
    }
    None
}

/// What each indicator of a result is called at the end of the way; what does not get there is left out.
fn carried(
    result: &SignedAssessment,
    way: &[&MigrationMap],
    left_out: &mut BTreeSet<LeftOut>,
) -> BTreeMap<Slug, Slug> {
    let mut names = BTreeMap::new();
    result.outcome.explain.leaves(&mut |leaf: &Explain| {
        names.insert(leaf.id.clone(), leaf.id.clone());
    });
    for map in way {
        let fates = fates(map);
        names.retain(|_, name| match fates.get(name) {
            Some(Ok(next)) => {
                *name = next.clone();
                true
            }
            Some(Err(reason)) => {
                left_out.insert(entry(name, &map.from, *reason, None));
                false
            }
            None => {
                left_out.insert(entry(name, &map.from, LeftOutReason::Retired, None));
                false
            }
        });
    }
    names
}

/// What a map does with every old indicator: its new name, or why it has none.
fn fates(map: &MigrationMap) -> BTreeMap<&Slug, Result<Slug, LeftOutReason>> {
    let mut fates = BTreeMap::new();
    for step in &map.steps {
        match step {
            MigrationStep::Keep { indicators } => {
                fates.extend(indicators.iter().map(|id| (id, Ok(id.clone()))));
            }
            MigrationStep::Rename { from, to } => {
                fates.insert(from, Ok(to.clone()));
            }
            MigrationStep::Split { from, .. } => {
                fates.insert(from, Err(LeftOutReason::Split));
            }
            MigrationStep::Merge { from, .. } => {
                fates.extend(from.iter().map(|id| (id, Err(LeftOutReason::Merged))));
            }
            MigrationStep::Rescale { from, .. } => {
                fates.insert(from, Err(LeftOutReason::Rescaled));
            }
            MigrationStep::Retire { indicator, .. } => {
                fates.insert(indicator, Err(LeftOutReason::Retired));
            }
            MigrationStep::New { .. } => {}
        }
    }
    fates
}

fn applies(result: &SignedAssessment, indicator: &Slug) -> bool {
    let leaf = result.outcome.explain.find(indicator);
    leaf.and_then(|leaf| leaf.state).is_some_and(|state| match state {
        LeafState::Answered | LeafState::Open | LeafState::CountedLowest => true,
        LeafState::NotApplicable | LeafState::DoesNotApply => false,
    })
}

/// A result scored again: what is not common leaves the weights, as what is not applicable does.
fn point(
    place: usize,
    result: &SignedAssessment,
    path: &BTreeMap<Slug, Slug>,
    common: &BTreeSet<&Slug>,
    model: &Model,
) -> Result<ComparablePoint, Error> {
    let then: BTreeMap<&Slug, &Slug> = path.iter().map(|(old, new)| (new, old)).collect();
    let leaf = |indicator: &Indicator| {
        let old = then.get(&indicator.id).filter(|_| common.contains(&indicator.id));
        Ok(old.map(|old| reading(result, old, indicator)))
    };
    let reading = evaluate(model, &Inputs { leaf: &leaf, raised: None })?.reading;
    let score = |exact| Score::new(exact, model.rounding);
    Ok(ComparablePoint {
        result: place,
        score: reading.and_then(|r| r.value).map(score),
        bounds: reading.map(|r| Bounds { lower: score(r.lower), upper: score(r.upper) }),
    })
}

/// The level as the result has it, also where a provider brought it. What has none counts for all results as `model`
/// counts it: a change of that rule is no progress.
fn reading(result: &SignedAssessment, old: &Slug, indicator: &Indicator) -> Reading {
    let leaf = result.outcome.explain.find(old);
    let level = leaf.filter(|leaf| leaf.state == Some(LeafState::Answered)).and_then(|leaf| leaf.value);
    let unanswered = matches!(result.answers.get(old), None | Some(Answer::Unanswered));
    let range = indicator.scale.range();
    match level {
        Some(level) => Reading::settled(level),
        None if unanswered && indicator.missing == Missing::AsLowest => Reading::counted_lowest(range),
        None => Reading::open(range),
    }
}

#[cfg(test)]
mod tests;
