//! Ties what minimum standards and wishes ask for to what can be planned, and to what is agreed already.

use blaupause_kernel::{Message, Quarter, Slug};

use super::build::{Facts, UnitData, in_use};
use super::candidates::{Candidate, Found};
use super::capacities::Committed;
use super::demands::{Because, Demand, Obligation, fulfils, last_quarter};
use crate::adoptions::AdoptionState;
use crate::blueprints::BlueprintVersion;

/// Notes everything that is asked of a unit.
pub(super) fn ask(facts: &Facts<'_>, unit: &UnitData, found: &mut Found, agreed: &mut [Committed]) {
    for obligation in &unit.obligations {
        standard(facts, unit, obligation, found, agreed);
    }
    let own = |wish: &&super::Wish| wish.unit.as_ref().is_none_or(|of| *of == unit.facts.ars);
    for wish in facts.frame.wishes.iter().filter(own) {
        wished(facts, unit, wish, found, agreed);
    }
}

/// Of several that fulfil a requirement, what is agreed comes first, then the candidate with the least effort, of equals the first by
/// key.
fn standard(
    facts: &Facts<'_>,
    unit: &UnitData,
    obligation: &Obligation,
    found: &mut Found,
    agreed: &mut [Committed],
) {
    let does = |d: &BlueprintVersion| obligation.ways.iter().any(|way| fulfils(d, way, facts.catalog));
    // It is in use; that it is fulfilled shows with the next assessment.
    if in_use(facts, unit).any(does) {
        return;
    }
    let because = Because::Standard {
        standard: obligation.standard.clone(),
        requirement: obligation.requirement.clone(),
    };
    let from = facts.frame.from;
    let last = usize::try_from(last_quarter(from, obligation.by)).unwrap_or(0);
    let promised =
        |c: &&mut Committed| facts.pinned.get(&(c.blueprint.clone(), c.version.clone())).is_some_and(does);
    if let Some(committed) = agreed.iter_mut().filter(promised).min_by_key(|c| c.complete) {
        committed.demands.push(demand(from, (last, last), because));
        return;
    }
    let fits = |c: &&mut Candidate| facts.documents.get(c.document).is_some_and(does);
    let least = |c: &&mut Candidate| (c.schedule.efforts.values().sum::<i64>(), c.document);
    if let Some(candidate) = found.candidates.iter_mut().filter(fits).min_by_key(least) {
        candidate.demand(from, last, because);
        return;
    }
    let older = facts.documents.iter().filter(|d| does(d)).find(|d| {
        let live =
            |a: &crate::adoptions::Adoption| a.blueprint == d.blueprint && a.state == AdoptionState::Live;
        unit.adoptions.iter().any(live)
    });
    let code = if older.is_some() { "roadmap-newer-version-first" } else { "roadmap-nothing-fulfils" };
    let message = Message::new(code)
        .with("standard", &obligation.standard)
        .with("requirement", &obligation.requirement);
    found.leave_out(unit, older.map(|document| &document.blueprint), message);
}

fn wished(
    facts: &Facts<'_>,
    unit: &UnitData,
    wish: &super::Wish,
    found: &mut Found,
    agreed: &mut [Committed],
) {
    let from = facts.frame.from;
    let last = usize::try_from(from.until(wish.by)).unwrap_or(0);
    if let Some(committed) = agreed.iter_mut().find(|c| c.blueprint == wish.blueprint) {
        committed.demands.push(demand(from, (last, last), Because::Wish));
        return;
    }
    let named = |c: &&mut Candidate| {
        facts.documents.get(c.document).is_some_and(|document| document.blueprint == wish.blueprint)
    };
    if let Some(candidate) = found.candidates.iter_mut().find(named) {
        candidate.demand(from, last, Because::Wish);
        return;
    }
    if !in_use(facts, unit).any(|document| document.blueprint == wish.blueprint) {
        let (ars, blueprint): (_, Slug) = (unit.facts.ars.clone(), wish.blueprint.clone());
        found.unheard.push((ars, blueprint, demand(from, (last, last), Because::Wish)));
    }
}

/// Asked for by the end of a quarter; what counts may be a later one.
fn demand(from: Quarter, (asked, counts): (usize, usize), because: Because) -> Demand {
    let at = |quarter: usize| from.plus(u32::try_from(quarter).unwrap_or(u32::MAX));
    Demand { by: at(asked), counts: at(counts), because }
}

impl Candidate {
    /// Shall be complete by a quarter; as soon as possible where it cannot be done by then.
    fn demand(&mut self, from: Quarter, asked: usize, because: Because) {
        let counts = asked.max(self.earliest);
        let demand = demand(from, (asked, counts), because);
        // Two versions of a standard may ask for the same in different ways.
        if !self.demands.contains(&demand) {
            self.demands.push(demand);
            self.dues.push(counts);
        }
    }
}
