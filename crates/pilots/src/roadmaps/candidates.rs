//! Which adoptions are in question for a unit, what each brings, and what has to be there before.

use std::collections::BTreeSet;

use blaupause_catalog::{Demand as ModuleDemand, Installation, Requirement};
use blaupause_kernel::{Message, Quarter, Rational, Slug};
use blaupause_maturity::Outcome;

use super::build::{Excluded, Facts, Reason, UnitData, after};
use super::capacities::{self, Committed};
use super::demands::{Because, Demand, fulfils, last_quarter};
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
    pub(super) demands: Vec<Demand>,
    pub(super) needs: Vec<Need>,
    pub(super) due: Option<usize>,
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

type Found = (Vec<Candidate>, Vec<Excluded>);

/// The candidates of a unit, and what was left out.
///
/// # Errors
/// Those of scoring; `TooLarge` if a number leaves the exact arithmetic.
pub(super) fn candidates(
    facts: &Facts<'_>,
    unit: &UnitData,
    before: Option<&Outcome>,
    agreed: &[Committed],
) -> Result<Found, Error> {
    let mut found = Vec::new();
    let mut excluded = Vec::new();
    let mut leave_out = |blueprint: Option<&Slug>, message: Message| {
        let (unit, blueprint) = (unit.facts.ars.clone(), blueprint.cloned());
        let left_out = Excluded { unit, blueprint, reason: Reason(message) };
        if !excluded.contains(&left_out) {
            excluded.push(left_out);
        }
    };
    if before.is_none() {
        leave_out(None, Message::new("roadmap-not-assessed"));
    }
    for (at, document) in facts.documents.iter().enumerate() {
        match possible(facts, unit, before, document) {
            Possible::Taken => continue,
            Possible::No(message) => {
                leave_out(Some(&document.blueprint), message);
                continue;
            }
            Possible::Yes => {}
        }
        let after = after(facts, unit, std::iter::once(document))?;
        let gain = match (before, after) {
            (Some(before), Some(after)) => {
                let gain = after.bounds.lower.exact.checked_sub(before.bounds.lower.exact);
                gain.ok_or(Error::TooLarge)?
            }
            _ => Rational::from_int(0),
        };
        let ratio = facts.ratio(&document.blueprint, unit);
        found.push(Candidate {
            document: at,
            gain,
            schedule: schedule(document, unit.facts.size_class, ratio, |_| false)?,
            cost: capacities::one_off(document, unit),
            demands: Vec::new(),
            needs: needs(facts, unit, before, document, agreed),
            due: None,
        });
    }
    reachable(facts, &mut found, &mut leave_out);
    demanded(facts, unit, &mut found, &mut leave_out);
    useful(&mut found);
    Ok((found, excluded))
}

enum Possible {
    Yes,
    /// It is in use or agreed already.
    Taken,
    No(Message),
}

fn possible(
    facts: &Facts<'_>,
    unit: &UnitData,
    before: Option<&Outcome>,
    document: &BlueprintVersion,
) -> Possible {
    let own = unit.adoptions.iter().filter(|a| a.blueprint == document.blueprint);
    for adoption in own {
        match adoption.state {
            AdoptionState::Interested | AdoptionState::Abandoned => {}
            AdoptionState::Paused { .. } => return Possible::No(Message::new("roadmap-paused")),
            _ => return Possible::Taken,
        }
    }
    if !document.suits(unit.facts.size_class) {
        return Possible::No(Message::new("roadmap-size-not-suited"));
    }
    let assessed = unit.assessed.as_ref().map(|(version, ..)| version);
    if let (Some(_), Some(version)) = (before, assessed)
        && *version != document.model.version
    {
        let message = Message::new("roadmap-other-model-version")
            .with("version", &document.model.version)
            .with("found", version);
        return Possible::No(message);
    }
    let wanted = document
        .modules
        .iter()
        .map(|m| Requirement::module(m.module.clone(), m.range.clone()))
        .collect::<Vec<_>>();
    if !wanted.is_empty()
        && ModuleDemand::new(facts.catalog, &unit.installed, facts.on).wanting(wanted).plan().is_err()
    {
        return Possible::No(Message::new("roadmap-modules-contradict"));
    }
    Possible::Yes
}

/// What the unit lacks for a blueprint, with who brings it. What is not known is no obstacle, as for the fit.
fn needs(
    facts: &Facts<'_>,
    unit: &UnitData,
    before: Option<&Outcome>,
    document: &BlueprintVersion,
    agreed: &[Committed],
) -> Vec<Need> {
    let complete = |brings: &dyn Fn(&BlueprintVersion) -> bool| {
        let of =
            |c: &&Committed| facts.pinned.get(&(c.blueprint.clone(), c.version.clone())).is_some_and(brings);
        agreed.iter().filter(of).map(|c| c.complete).min()
    };
    let by = |brings: &dyn Fn(&BlueprintVersion) -> bool| -> Vec<usize> {
        let others = facts.documents.iter().enumerate();
        let others = others.filter(|(_, other)| other.blueprint != document.blueprint && brings(other));
        others.map(|(at, _)| at).collect()
    };
    let mut found = Vec::new();
    for level in &document.prerequisites.levels {
        let upper = before.and_then(|outcome| outcome.explain.find(&level.node)?.upper);
        if upper.is_none_or(|upper| upper >= level.at_least) {
            continue;
        }
        let brings = |other: &BlueprintVersion| {
            let raised = after(facts, unit, std::iter::once(other)).ok().flatten();
            let node = raised.and_then(|outcome| outcome.explain.find(&level.node)?.lower);
            node.is_some_and(|lower| lower >= level.at_least)
        };
        let missing =
            Message::new("roadmap-needs-level").with("node", &level.node).with("level", level.at_least);
        found.push(Need { by: by(&brings), agreed: complete(&brings), missing });
    }
    for needed in &document.prerequisites.modules {
        let has = |i: &Installation| i.module == needed.module && needed.range.matches(&i.version);
        if unit.installed.iter().any(has) {
            continue;
        }
        let brings = |other: &BlueprintVersion| {
            other.modules.iter().any(|m| m.module == needed.module && needed.range.matches(&m.version))
        };
        let missing =
            Message::new("roadmap-needs-module").with("module", &needed.module).with("range", &needed.range);
        found.push(Need { by: by(&brings), agreed: complete(&brings), missing });
    }
    found
}

/// Leaves out what needs something that nothing brings, until nothing more falls out.
fn reachable(
    facts: &Facts<'_>,
    found: &mut Vec<Candidate>,
    leave_out: &mut dyn FnMut(Option<&Slug>, Message),
) {
    loop {
        let there: BTreeSet<usize> = found.iter().map(|candidate| candidate.document).collect();
        for need in found.iter_mut().flat_map(|candidate| &mut candidate.needs) {
            need.by.retain(|by| there.contains(by));
        }
        let lacks = |need: &&Need| need.by.is_empty() && need.agreed.is_none();
        let before = found.len();
        found.retain(|candidate| {
            let Some(need) = candidate.needs.iter().find(lacks) else { return true };
            let blueprint = facts.documents.get(candidate.document).map(|document| &document.blueprint);
            leave_out(blueprint, need.missing.clone());
            false
        });
        if found.len() == before {
            return;
        }
    }
}

/// Ties what minimum standards and wishes ask for to the candidates: of several that fulfil a requirement to the one with the
/// least effort, of equals to the first by key.
fn demanded(
    facts: &Facts<'_>,
    unit: &UnitData,
    found: &mut [Candidate],
    leave_out: &mut dyn FnMut(Option<&Slug>, Message),
) {
    let frame = facts.frame;
    for obligation in &unit.obligations {
        let fits = |candidate: &&mut Candidate| {
            let document = facts.documents.get(candidate.document);
            document.is_some_and(|d| obligation.ways.iter().any(|way| fulfils(d, way, facts.catalog)))
        };
        let agreed = unit.adoptions.iter().any(|adoption| {
            let key = (adoption.blueprint.clone(), adoption.version.clone());
            let document = facts.pinned.get(&key);
            document.is_some_and(|d| obligation.ways.iter().any(|way| fulfils(d, way, facts.catalog)))
        });
        if agreed {
            continue;
        }
        let least = |c: &&mut Candidate| (c.schedule.efforts.values().sum::<i64>(), c.document);
        let because = Because::Standard {
            standard: obligation.standard.clone(),
            requirement: obligation.requirement.clone(),
        };
        match found.iter_mut().filter(fits).min_by_key(least) {
            Some(candidate) => {
                let last = last_quarter(frame.from, obligation.by);
                let by = frame.from.plus(u32::try_from(last).unwrap_or(0));
                candidate.demand(frame.from, usize::try_from(last).unwrap_or(0), (by, because));
            }
            None => {
                let message = Message::new("roadmap-nothing-fulfils")
                    .with("standard", &obligation.standard)
                    .with("requirement", &obligation.requirement);
                leave_out(None, message);
            }
        }
    }
    let own = |wish: &&super::Wish| wish.unit.as_ref().is_none_or(|of| *of == unit.facts.ars);
    for wish in frame.wishes.iter().filter(own) {
        let named = |c: &&mut Candidate| {
            facts.documents.get(c.document).is_some_and(|document| document.blueprint == wish.blueprint)
        };
        // What is not among the candidates is in use, agreed, or left out with its reason.
        if let Some(candidate) = found.iter_mut().find(named) {
            let last = usize::try_from(frame.from.until(wish.by)).unwrap_or(0);
            candidate.demand(frame.from, last, (wish.by, Because::Wish));
        }
    }
}

impl Candidate {
    /// Shall be complete by a quarter; as soon as possible where it cannot be done by then.
    fn demand(&mut self, from: Quarter, last: usize, (by, because): (Quarter, Because)) {
        let last = last.max(self.schedule.duration.saturating_sub(1));
        self.due = Some(self.due.map_or(last, |due| due.min(last)));
        let counts = from.plus(u32::try_from(last).unwrap_or(u32::MAX));
        let demand = Demand { by, counts, because };
        // Two versions of a standard may ask for the same in different ways.
        if !self.demands.contains(&demand) {
            self.demands.push(demand);
        }
    }
}

/// Leaves out what brings nothing: no gain, nothing that was asked for, and nobody needs it.
fn useful(found: &mut Vec<Candidate>) {
    let zero = Rational::from_int(0);
    let mut kept: BTreeSet<usize> =
        found.iter().filter(|c| c.gain > zero || c.due.is_some()).map(|c| c.document).collect();
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
