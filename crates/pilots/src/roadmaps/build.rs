//! Facts become a problem: which adoptions are possible, what each takes and brings, what has to come before it.

use std::collections::BTreeMap;

use blaupause_catalog::{Catalog, Installation};
use blaupause_kernel::{Ars, Date, Described, Digest, Message, Rational, Slug, Version};
use blaupause_maturity::{Answers, Model, Outcome, ProviderLevels, SubjectProfile, what_if};
use blaupause_roadmap as solver;

use super::candidates::{Candidate, candidates};
use super::capacities::{self, Committed, Own, Resource};
use super::demands::{Demand, Obligation};
use super::frame::Frame;
use crate::Error;
use crate::adoptions::Adoption;
use crate::blueprints::BlueprintVersion;
use crate::evidence::Evidence;
use crate::fit::UnitFacts;

/// Parts of a point of the score that values are counted in.
pub(super) const PARTS: i64 = 10_000;

/// What is known about a unit.
#[derive(Debug, Clone)]
pub struct UnitData {
    /// The unit.
    pub facts: UnitFacts,
    /// Its latest signed result by the frame's model: version, answers, and what its provider brings.
    pub assessed: Option<(Version, Answers, ProviderLevels)>,
    /// What it has installed.
    pub installed: Vec<Installation>,
    /// Its adoptions, except those that were abandoned.
    pub adoptions: Vec<Adoption>,
    /// What minimum standards ask and it does not fulfil.
    pub obligations: Vec<Obligation>,
}

/// Everything a roadmap rests on.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What it is made for.
    pub frame: &'a Frame,
    /// The versions of the frame's model that results or blueprints name.
    pub models: &'a BTreeMap<Version, (Model, Digest)>,
    /// The blueprints to choose from.
    pub documents: &'a [BlueprintVersion],
    /// The versions that planned and running adoptions are pinned to.
    pub pinned: &'a BTreeMap<(Slug, Version), BlueprintVersion>,
    /// What adoptions so far prove, by blueprint.
    pub evidence: &'a BTreeMap<Slug, Evidence>,
    /// The modules there are.
    pub catalog: &'a Catalog,
    /// The units.
    pub units: &'a [UnitData],
    /// Today.
    pub on: Date,
}

impl Facts<'_> {
    /// Actual effort as a multiple of the planned one, as far as adoptions show it.
    pub(super) fn ratio(&self, blueprint: &Slug, unit: &UnitData) -> Option<Rational> {
        let expected = self.evidence.get(blueprint)?.expected_ratio(unit.facts.size_class);
        expected.map(|spread| spread.median)
    }
}

/// Why an adoption is not in question, or a wish has nobody who could fulfil it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(pub Message);

/// A unit, or a unit with a blueprint, that cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The unit.
    pub unit: Ars,
    /// The blueprint; all of them if none is named.
    pub blueprint: Option<Slug>,
    /// Why.
    pub reason: Reason,
}

/// A problem, and what its numbers stand for.
#[derive(Debug, Clone)]
pub struct Built {
    /// The problem.
    pub problem: solver::Problem,
    /// What cannot be planned.
    pub excluded: Vec<Excluded>,
    /// What is agreed already, by unit.
    pub committed: Vec<Vec<Committed>>,
    /// What is agreed and goes beyond what there is: unit, resource, quarter, how much.
    pub(super) short: Vec<(Ars, Resource, usize, i64)>,
    /// Wishes for what cannot be planned.
    pub(super) unheard: Vec<(Ars, Slug, Demand)>,
    pub(super) candidates: Vec<Vec<Candidate>>,
    pub(super) own: Vec<Own>,
    pub(super) shared: Vec<Resource>,
    /// How much the gain of a unit counts, in per mille.
    pub(super) weights: Vec<i64>,
}

/// Makes the problem.
///
/// # Errors
/// `NotScored` if answers do not fit their model, `TooLarge` if a number leaves the exact arithmetic.
pub fn build(facts: &Facts<'_>) -> Result<Built, Error> {
    let frame = facts.frame;
    let (shared, mut rows) = capacities::shared(frame);
    let mut built = Built {
        problem: solver::Problem {
            quarters: capacities::quarters(frame),
            shared: Vec::new(),
            units: Vec::new(),
        },
        excluded: Vec::new(),
        committed: Vec::new(),
        short: Vec::new(),
        unheard: Vec::new(),
        candidates: Vec::new(),
        own: Vec::new(),
        shared,
        weights: Vec::new(),
    };
    let mut scores = Vec::with_capacity(facts.units.len());
    for unit in facts.units {
        let mut agreed = capacities::commitments(facts, unit)?;
        let limit = frame.limits.of(&unit.facts.ars, unit.facts.size_class);
        let mut own = capacities::own(frame, &limit);
        for committed in &agreed {
            let short = capacities::take_off(frame, unit, committed, &mut own, (&built.shared, &mut rows));
            let named = short.into_iter().map(|(what, when, by)| (unit.facts.ars.clone(), what, when, by));
            built.short.extend(named);
        }
        let found = candidates(facts, unit, &mut agreed)?;
        scores.push(found.score);
        built.excluded.extend(found.excluded);
        built.unheard.extend(found.unheard);
        built.candidates.push(found.candidates);
        built.committed.push(agreed);
        built.own.push(own);
    }
    built.problem.shared = rows;
    built.weights = weights(&scores, frame.fairness);
    for (at, unit) in facts.units.iter().enumerate() {
        let project = project(facts, unit, &built, at)?;
        built.problem.units.push(project);
    }
    Ok(built)
}

fn profile(unit: &UnitData) -> SubjectProfile {
    SubjectProfile::Unit { level: unit.facts.level, size_class: unit.facts.size_class }
}

fn not_scored(error: &blaupause_maturity::Error) -> Error {
    Error::NotScored(error.message())
}

/// The documents of what the unit uses already, whether or not an assessment shows it yet.
pub(super) fn in_use<'f>(
    facts: &Facts<'f>,
    unit: &'f UnitData,
) -> impl Iterator<Item = &'f BlueprintVersion> {
    let pinned = facts.pinned;
    let used = unit.adoptions.iter().filter(|adoption| adoption.state.is_in_use());
    used.filter_map(|a| pinned.get(&(a.blueprint.clone(), a.version.clone())))
}

/// The unit's result once these documents are complete; nothing without one.
pub(super) fn after<'d>(
    facts: &Facts<'_>,
    unit: &UnitData,
    documents: impl Iterator<Item = &'d BlueprintVersion>,
) -> Result<Option<Outcome>, Error> {
    let Some((version, answers, levels)) = &unit.assessed else { return Ok(None) };
    let Some((model, hash)) = facts.models.get(version) else { return Ok(None) };
    let mut raises = BTreeMap::<Slug, Rational>::new();
    for outcome in documents.flat_map(|document| &document.outcomes) {
        // A version of the model that does not know the indicator says nothing about it.
        if model.indicator(&outcome.indicator).is_some() {
            let level = raises.entry(outcome.indicator.clone()).or_insert(outcome.level);
            *level = outcome.level.max(*level);
        }
    }
    what_if(model, *hash, &profile(unit), answers, levels, &raises).map(Some).map_err(|e| not_scored(&e))
}

/// How much the gain of each unit counts, in per mille: by its place among the units, the lowest score first; units with the
/// same score share the middle of their places, and units without one stand in the middle.
fn weights(scores: &[Option<Rational>], fairness: u32) -> Vec<i64> {
    let mut known: Vec<Rational> = scores.iter().flatten().copied().collect();
    known.sort_unstable();
    let fairness = i64::from(fairness);
    let last = i64::try_from(known.len().saturating_sub(1)).unwrap_or(i64::MAX);
    let weight = |score: &Option<Rational>| {
        let (Some(score), true) = (score, last > 0) else { return 1_000 };
        let below = known.partition_point(|other| other < score);
        let upto = known.partition_point(|other| other <= score);
        // Twice the middle of the places, so that it is whole.
        let twice = i64::try_from(below + upto - 1).unwrap_or(i64::MAX);
        1_000 + 10 * fairness - 10 * fairness * twice / last
    };
    scores.iter().map(weight).collect()
}

/// A unit as the solver sees it.
fn project(facts: &Facts<'_>, unit: &UnitData, built: &Built, at: usize) -> Result<solver::Unit, Error> {
    let empty = (Vec::new(), Vec::new());
    let own = built.own.get(at).unwrap_or(&empty.0);
    let candidates = built.candidates.get(at).unwrap_or(&empty.1);
    let weight = built.weights.get(at).copied().unwrap_or(1_000);
    let quarters = built.problem.quarters;
    let place: BTreeMap<usize, usize> =
        candidates.iter().enumerate().map(|(place, candidate)| (candidate.document, place)).collect();
    let mut projects = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let duration = candidate.schedule.duration;
        let agreed = candidate.needs.iter().filter_map(|need| need.agreed).max().unwrap_or(0);
        let gain = weighted(candidate.gain, weight)?;
        let worth = |start: usize| {
            let complete = start.checked_add(duration).filter(|complete| *complete <= quarters)?;
            let counts = i64::try_from(quarters - complete + 1).ok()?;
            (start >= agreed).then(|| gain.saturating_mul(counts).min(solver::MAX_AMOUNT))
        };
        let used = |(resource, offset, amount): (Resource, usize, i64)| {
            let mine = own.iter().position(|(name, _)| *name == resource).map(solver::Resource::Own);
            let theirs =
                || built.shared.iter().position(|name| *name == resource).map(solver::Resource::Shared);
            let amount = amount.min(solver::MAX_AMOUNT);
            Some(solver::Use { resource: mine.or_else(theirs)?, offset, amount })
        };
        let needed = candidate.needs.iter().filter(|need| need.agreed.is_none());
        let after = needed.map(|need| need.by.iter().filter_map(|by| place.get(by).copied()).collect());
        projects.push(solver::Project {
            starts: (0..quarters).map(worth).collect(),
            duration,
            uses: capacities::takes(facts.frame, unit, (&candidate.schedule, candidate.cost))
                .into_iter()
                .filter_map(used)
                .collect(),
            after: after.collect(),
            dues: candidate.dues.iter().map(|due| (*due).min(quarters.saturating_sub(1))).collect(),
        });
    }
    Ok(solver::Unit { own: own.iter().map(|(_, series)| series.clone()).collect(), projects })
}

/// What a gain is worth in a quarter, in ten-thousandths of a point, rounded down.
///
/// # Errors
/// `TooLarge` if it leaves the exact arithmetic.
pub(super) fn weighted(gain: Rational, weight: i64) -> Result<i64, Error> {
    Ok(parts(gain)?.saturating_mul(weight) / 1_000)
}

/// A gain in ten-thousandths of a point, rounded down.
fn parts(gain: Rational) -> Result<i64, Error> {
    let scaled = gain.checked_mul(Rational::from_int(PARTS)).ok_or(Error::TooLarge)?;
    let (numerator, denominator) = scaled.parts();
    let whole = i64::try_from(numerator.div_euclid(denominator)).map_err(|_| Error::TooLarge)?;
    Ok(whole.clamp(0, solver::MAX_AMOUNT / 1_000))
}
