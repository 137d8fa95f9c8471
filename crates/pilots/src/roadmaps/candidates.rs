//! Which adoptions are in question for a unit, what each brings, and what has to be there before. What somebody asks for is
//! tied to them in `asked`.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use blaupause_catalog::{Demand as ModuleDemand, Installation, Requirement};
use blaupause_kernel::{Ars, Message, Rational, Slug};
use blaupause_maturity::Outcome;

use super::asked::ask;
use super::build::{Excluded, Facts, Reason, UnitData, after, in_use};
use super::capacities::{self, Committed};
use super::demands::Demand;
use super::schedule::{Schedule, schedule};
use crate::Error;
use crate::adoptions::AdoptionState;
use crate::blueprints::BlueprintVersion;

/// An adoption that may be planned.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) document: usize,
    pub(super) gain: Rational,
    pub(super) schedule: Schedule,
    pub(super) cost: i64,
    /// What asks for it; each has its quarter in `dues`.
    pub(super) demands: Vec<Demand>,
    pub(super) dues: Vec<usize>,
    pub(super) needs: Vec<Need>,
    /// The first quarter in which it can be complete, counted from the first of the plan, whatever there is of anything.
    pub(super) earliest: usize,
}

/// Something that has to be there before.
#[derive(Debug, Clone)]
pub(super) struct Need {
    /// The documents that bring it.
    pub(super) by: Vec<usize>,
    /// The first quarter in which something that is agreed already has brought it.
    pub(super) agreed: Option<usize>,
    /// What to say if nobody brings it.
    missing: Message,
}

/// What was found for a unit.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    pub(super) excluded: Vec<Excluded>,
    /// Wishes for what cannot be planned.
    pub(super) unheard: Vec<(Ars, Slug, Demand)>,
    /// The unit's proven score, with what it uses already.
    pub(super) score: Option<Rational>,
}

impl Found {
    /// Notes what is left out, once.
    pub(super) fn leave_out(&mut self, unit: &UnitData, blueprint: Option<&Slug>, message: Message) {
        let (unit, blueprint) = (unit.facts.ars.clone(), blueprint.cloned());
        let left_out = Excluded { unit, blueprint, reason: Reason(message) };
        if !self.excluded.contains(&left_out) {
            self.excluded.push(left_out);
        }
    }
}

/// A unit with the results it would have, each computed once.
struct Results<'a> {
    facts: &'a Facts<'a>,
    unit: &'a UnitData,
    /// With what it uses.
    now: Option<Outcome>,
    /// With what it uses and each of the documents.
    with: Vec<OnceCell<Option<Outcome>>>,
}

impl Results<'_> {
    /// The result with one more document.
    fn with(&self, document: usize) -> Option<&Outcome> {
        let cell = self.with.get(document)?;
        cell.get_or_init(|| {
            let one = self.facts.documents.get(document);
            after(self.facts, self.unit, in_use(self.facts, self.unit).chain(one)).ok().flatten()
        })
        .as_ref()
    }
}

/// The candidates of a unit, and what was left out. What is asked for is noted at the candidates and at what is agreed.
///
/// # Errors
/// Those of scoring; `TooLarge` if a number leaves the exact arithmetic.
pub(super) fn candidates(
    facts: &Facts<'_>,
    unit: &UnitData,
    agreed: &mut [Committed],
) -> Result<Found, Error> {
    let now = after(facts, unit, in_use(facts, unit))?;
    let promised = agreed.iter().filter_map(|c| facts.pinned.get(&(c.blueprint.clone(), c.version.clone())));
    let then: Vec<&BlueprintVersion> = in_use(facts, unit).chain(promised).collect();
    let base = after(facts, unit, then.iter().copied())?.map(|outcome| outcome.bounds.lower.exact);
    let cells = facts.documents.iter().map(|_| OnceCell::new()).collect();
    let results = Results { facts, unit, now, with: cells };
    let score = results.now.as_ref().map(|outcome| outcome.bounds.lower.exact);
    let mut found = Found { score, ..Found::default() };
    if results.now.is_none() {
        found.leave_out(unit, None, Message::new("roadmap-not-assessed"));
    }
    for (at, document) in facts.documents.iter().enumerate() {
        match possible(facts, unit, results.now.is_some(), document) {
            Possible::Taken => continue,
            Possible::No(message) => {
                found.leave_out(unit, Some(&document.blueprint), message);
                continue;
            }
            Possible::Yes => {}
        }
        let later = after(facts, unit, then.iter().copied().chain(std::iter::once(document)))?;
        let gain = match (base, later) {
            (Some(base), Some(later)) => later.bounds.lower.exact.checked_sub(base).ok_or(Error::TooLarge)?,
            _ => Rational::from_int(0),
        };
        let ratio = facts.ratio(&document.blueprint, unit);
        found.candidates.push(Candidate {
            document: at,
            gain,
            schedule: schedule(document, unit.facts.size_class, ratio, |_| false)?,
            cost: capacities::one_off(document, unit),
            demands: Vec::new(),
            dues: Vec::new(),
            needs: needs(&results, document, agreed),
            earliest: usize::MAX,
        });
    }
    reachable(facts, unit, &mut found);
    earliest(&mut found.candidates);
    ask(facts, unit, &mut found, agreed);
    useful(&mut found.candidates);
    Ok(found)
}

enum Possible {
    Yes,
    /// It is in use or agreed already.
    Taken,
    No(Message),
}

fn possible(facts: &Facts<'_>, unit: &UnitData, is_assessed: bool, document: &BlueprintVersion) -> Possible {
    let own = unit.adoptions.iter().filter(|a| a.blueprint == document.blueprint);
    for adoption in own {
        match adoption.state {
            AdoptionState::Interested | AdoptionState::Abandoned => {}
            AdoptionState::Paused { .. } => return Possible::No(Message::new("roadmap-paused")),
            // What is verified has come to its end: a newer version can be begun.
            AdoptionState::Verified if adoption.version < document.version => {}
            _ => return Possible::Taken,
        }
    }
    if !document.suits(unit.facts.size_class) {
        return Possible::No(Message::new("roadmap-size-not-suited"));
    }
    if let Some((version, ..)) = unit.assessed.as_ref().filter(|_| is_assessed)
        && *version != document.model.version
    {
        let message = Message::new("roadmap-other-model-version")
            .with("version", &document.model.version)
            .with("found", version);
        return Possible::No(message);
    }
    let wanted: Vec<Requirement> =
        document.modules.iter().map(|m| Requirement::module(m.module.clone(), m.range.clone())).collect();
    if !wanted.is_empty()
        && ModuleDemand::new(facts.catalog, &unit.installed, facts.on).wanting(wanted).plan().is_err()
    {
        return Possible::No(Message::new("roadmap-modules-contradict"));
    }
    Possible::Yes
}

/// What the unit lacks for a blueprint, with who brings it. What is not known is no obstacle, as for the fit.
fn needs(results: &Results<'_>, document: &BlueprintVersion, agreed: &[Committed]) -> Vec<Need> {
    let (facts, unit) = (results.facts, results.unit);
    let pinned = |c: &Committed| facts.pinned.get(&(c.blueprint.clone(), c.version.clone()));
    let others = || {
        let all = facts.documents.iter().enumerate();
        all.filter(|(_, other)| other.blueprint != document.blueprint)
    };
    let mut found = Vec::new();
    for level in &document.prerequisites.levels {
        let reaches = |outcome: Option<&Outcome>| {
            let node = outcome.and_then(|outcome| outcome.explain.find(&level.node)?.lower);
            node.is_some_and(|lower| lower >= level.at_least)
        };
        let upper = results.now.as_ref().and_then(|outcome| outcome.explain.find(&level.node)?.upper);
        if upper.is_none_or(|upper| upper >= level.at_least) {
            continue;
        }
        let promised = |c: &&Committed| {
            let documents = in_use(facts, unit).chain(pinned(c));
            reaches(after(facts, unit, documents).ok().flatten().as_ref())
        };
        let missing =
            Message::new("roadmap-needs-level").with("node", &level.node).with("level", level.at_least);
        found.push(Need {
            by: others().filter(|(at, _)| reaches(results.with(*at))).map(|(at, _)| at).collect(),
            agreed: agreed.iter().filter(promised).map(|c| c.complete).min(),
            missing,
        });
    }
    for needed in &document.prerequisites.modules {
        let has = |i: &Installation| i.module == needed.module && needed.range.matches(&i.version);
        let brings = |other: &BlueprintVersion| {
            other.modules.iter().any(|m| m.module == needed.module && needed.range.matches(&m.version))
        };
        if unit.installed.iter().any(has) || in_use(facts, unit).any(brings) {
            continue;
        }
        let missing =
            Message::new("roadmap-needs-module").with("module", &needed.module).with("range", &needed.range);
        found.push(Need {
            by: others().filter(|(_, other)| brings(other)).map(|(at, _)| at).collect(),
            agreed: agreed.iter().filter(|c| pinned(c).is_some_and(brings)).map(|c| c.complete).min(),
            missing,
        });
    }
    found
}

/// Leaves out what needs something that nothing brings, until nothing more falls out.
fn reachable(facts: &Facts<'_>, unit: &UnitData, found: &mut Found) {
    loop {
        let there: BTreeSet<usize> = found.candidates.iter().map(|candidate| candidate.document).collect();
        for need in found.candidates.iter_mut().flat_map(|candidate| &mut candidate.needs) {
            need.by.retain(|by| there.contains(by));
        }
        let lacks = |need: &&Need| need.by.is_empty() && need.agreed.is_none();
        let mut fallen = Vec::new();
        found.candidates.retain(|candidate| {
            let lacking = candidate.needs.iter().find(lacks);
            fallen.extend(lacking.map(|need| (candidate.document, need.missing.clone())));
            lacking.is_none()
        });
        if fallen.is_empty() {
            return;
        }
        for (document, message) in fallen {
            let blueprint = facts.documents.get(document).map(|document| &document.blueprint);
            found.leave_out(unit, blueprint, message);
        }
    }
}

/// When each can be complete at the earliest, along what has to come before it. What waits for itself never is.
fn earliest(candidates: &mut [Candidate]) {
    let mut known = BTreeMap::<usize, usize>::new();
    loop {
        let mut changed = false;
        for candidate in candidates.iter_mut() {
            let begin = candidate.needs.iter().map(|need| {
                let brought = need.by.iter().filter_map(|by| known.get(by)).map(|complete| complete + 1);
                brought.chain(need.agreed).min()
            });
            // Nothing yet of one need is nothing yet of all.
            let begin = begin.collect::<Option<Vec<_>>>().map(|all| all.into_iter().max().unwrap_or(0));
            let Some(begin) = begin else { continue };
            let complete = begin.saturating_add(candidate.schedule.duration).saturating_sub(1);
            if complete < candidate.earliest {
                candidate.earliest = complete;
                known.insert(candidate.document, complete);
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// Leaves out what brings nothing: no gain, nothing that was asked for, and nobody needs it.
fn useful(found: &mut Vec<Candidate>) {
    let zero = Rational::from_int(0);
    let mut kept: BTreeSet<usize> =
        found.iter().filter(|c| c.gain > zero || !c.dues.is_empty()).map(|c| c.document).collect();
    loop {
        let needed = found.iter().filter(|c| kept.contains(&c.document));
        let needed: BTreeSet<usize> =
            needed.flat_map(|c| &c.needs).flat_map(|need| need.by.clone()).collect();
        let before = kept.len();
        kept.extend(needed);
        if kept.len() == before {
            break;
        }
    }
    found.retain(|candidate| kept.contains(&candidate.document));
}
