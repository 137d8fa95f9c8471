//! Who succeeded a dissolved unit: opened by an import, decided by a person or an official list.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Described, Page, Paged, Timestamp};
use blaupause_store::register_imports::RegisterImport;
use blaupause_store::{providers, successions as cases, units};
use blaupause_territory::changes::ChangeList;
use blaupause_territory::successions_csv::{self, Listed};
use blaupause_territory::{
    Basis, Decision, Error as Territory, Inheritance, LeftService, Returned, Settled, SuccessionCase, Unit,
    WhyLeft,
};
use uuid::Uuid;

use super::{defects, service_areas};
use crate::{Change, Error, Expected, Invalid, Read, Write};

/// What an official list changed.
#[derive(Debug, Clone)]
pub struct ListDecided {
    /// Cases that were settled or corrected.
    pub decided: usize,
    /// Cases that were settled just so before.
    pub unchanged: usize,
    /// What became of the service areas.
    pub service_areas: Inheritance,
}

/// Certain successions are settled at once, with their evidence; the others stay open for a person.
pub(super) fn open(
    tx: &mut Write<'_>,
    actor: &Actor,
    record: &RegisterImport,
    list: &ChangeList,
) -> Result<(), Error> {
    let (by, at) = (actor.subject()?, tx.now());
    let certain = |tx: &Write<'_>, decision, proposal| {
        SuccessionCase::certain(tx.next_id(), record.id, decision, proposal, by, at)
    };
    let keys = list.key_decisions(record.state).into_iter();
    let mut all: Vec<SuccessionCase> = keys.map(|decision| certain(tx, decision, None)).collect();
    let conclusive = list.conclusive_decisions(record.state).into_iter();
    let mut conclusive: BTreeMap<Ars, Decision> =
        conclusive.map(|decision| (decision.predecessor.clone(), decision)).collect();
    for proposal in list.proposals.iter().cloned() {
        all.push(match conclusive.remove(&proposal.predecessor) {
            Some(decision) => certain(tx, decision, Some(proposal)),
            None => SuccessionCase::open(tx.next_id(), record.id, proposal),
        });
    }
    cases::insert_all(tx.conn(), &all)?;
    for case in &all {
        let kind = if case.is_open() { "succession.opened" } else { "succession.decided" };
        tx.record(actor, change(kind, case, None))?;
    }
    Ok(())
}

/// Closes what waits for a decision about units that are in the register again.
pub(super) fn withdraw(tx: &mut Write<'_>, actor: &Actor, returned: &[Returned]) -> Result<(), Error> {
    let keys: Vec<Ars> = returned.iter().map(|r| r.ars.clone()).collect();
    let mut newest = cases::newest_of(tx.conn(), &keys)?;
    for unit in returned {
        let Some(case) = newest.remove(&unit.ars).and_then(|case| case.returned(unit)) else { continue };
        cases::update(tx.conn(), &case)?;
        tx.record(actor, change("succession.withdrawn", &case, None))?;
    }
    Ok(())
}

/// Cases of dissolved units: all, the open ones or the others.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list_cases(
    tx: &mut Read<'_>,
    actor: &Actor,
    open: Option<bool>,
    page: &Page,
) -> Result<Paged<SuccessionCase>, Error> {
    actor.require(Permission::ReadRegisterHistory, Owner::Everyone)?;
    Ok(cases::list(tx.conn(), open, page)?)
}

/// One case.
///
/// # Errors
/// `Denied`; no such case; those of the store.
pub fn get_case(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<SuccessionCase, Error> {
    actor.require(Permission::ReadRegisterHistory, Owner::Everyone)?;
    Ok(cases::by_id(tx.conn(), id)?)
}

/// Settles a case by a person's decision, or corrects an earlier one.
///
/// # Errors
/// `Denied`; no such case; `Stale`; a case that was withdrawn; `Invalid` with every fault and its place; those of
/// the store.
pub fn decide(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    decision: impl FnOnce(Ars) -> Decision,
) -> Result<(SuccessionCase, Inheritance), Error> {
    actor.require(Permission::DecideSuccession, Owner::Everyone)?;
    let case = cases::by_id(tx.conn(), id)?;
    expected.check(case.revision)?;
    let decision = decision(case.predecessor.clone());
    let units = successors(tx, [&decision])?;
    let earlier = case.settled.clone();
    let decided = case.decide(decision.clone(), &units, actor.subject()?, tx.now());
    let decided = decided.map_err(|errors| refused(errors, &decision))?;
    let settled = [(decided, earlier)];
    let inheritance = save(tx, actor, &settled, &[decision], &units)?;
    let [(decided, _)] = settled;
    Ok((decided, inheritance))
}

/// Settles cases by an official list of changes in CSV: all of them or none. What was settled just so stays.
///
/// # Errors
/// `Denied`; `Invalid` with line and column of every bad row; those of the store.
pub fn decide_by_list(tx: &mut Write<'_>, actor: &Actor, csv: &[u8]) -> Result<ListDecided, Error> {
    actor.require(Permission::DecideSuccession, Owner::Everyone)?;
    let list = successions_csv::read(csv).map_err(defects)?;
    let units = successors(tx, list.iter().map(|l| &l.decision))?;
    let keys: Vec<Ars> = list.iter().map(|l| l.decision.predecessor.clone()).collect();
    let mut known = cases::newest_of(tx.conn(), &keys)?;
    let (by, at, count) = (actor.subject()?, tx.now(), list.len());
    let (mut settled, mut decisions, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    for listed in list {
        match decide_row(known.remove(&listed.decision.predecessor), &listed, &units, by, at) {
            Ok(None) => {}
            Ok(Some(pair)) => {
                settled.push(pair);
                decisions.push(listed.decision);
            }
            Err(errors) => bad.extend(errors.iter().map(|e| listed.defect(e))),
        }
    }
    if !bad.is_empty() {
        return Err(defects(bad));
    }
    let service_areas = save(tx, actor, &settled, &decisions, &units)?;
    Ok(ListDecided { decided: settled.len(), unchanged: count - settled.len(), service_areas })
}

/// A case as a decision leaves it, and how it was settled before.
type Decided = (SuccessionCase, Option<Settled>);

/// A case after a row of a list; nothing if it was settled just so.
fn decide_row(
    case: Option<SuccessionCase>,
    listed: &Listed,
    units: &BTreeMap<Ars, Unit>,
    by: &str,
    at: Timestamp,
) -> Result<Option<Decided>, Vec<Territory>> {
    let decision = Decision { basis: Basis::Official, ..listed.decision.clone() };
    let Some(case) = case else { return Err(vec![Territory::NotDissolved(decision.predecessor)]) };
    let earlier = case.settled.clone();
    if case.withdrawn.is_none() && earlier.as_ref().is_some_and(|s| s.says(&decision)) {
        return Ok(None);
    }
    case.decide(decision, units, by, at).map(|case| Some((case, earlier)))
}

/// Stores cases and lets service areas follow those that are settled for the first time.
fn save(
    tx: &mut Write<'_>,
    actor: &Actor,
    settled: &[Decided],
    decisions: &[Decision],
    units: &BTreeMap<Ars, Unit>,
) -> Result<Inheritance, Error> {
    for (case, earlier) in settled {
        cases::update(tx.conn(), case)?;
        tx.record(actor, change("succession.decided", case, earlier.as_ref()))?;
    }
    let first = settled.iter().zip(decisions).filter(|((_, earlier), _)| earlier.is_none());
    let first: Vec<Decision> = first.map(|(_, decision)| decision.clone()).collect();
    let mut inheritance = service_areas::of_decisions(&mut tx.as_read(), &first, units)?;
    service_areas::write(tx, actor, &inheritance)?;
    inheritance.left.extend(corrected(tx, settled)?);
    Ok(inheritance)
}

/// The services of units whose successors are others than before: where they went then is for a person to judge.
fn corrected(tx: &mut Write<'_>, settled: &[Decided]) -> Result<Vec<LeftService>, Error> {
    let other = |(case, earlier): &&Decided| {
        let (now, before) = (case.settled.as_ref().map(|s| &s.successors), earlier.as_ref());
        before.is_some_and(|before| now != Some(&before.successors))
    };
    let keys: BTreeSet<Ars> =
        settled.iter().filter(other).map(|(case, _)| case.predecessor.clone()).collect();
    let areas = providers::areas_over(tx.conn(), &keys)?;
    Ok(areas.iter().filter(|a| keys.contains(&a.unit)).map(|a| a.left(WhyLeft::Corrected)).collect())
}

/// The units that decisions name as successors, as far as the register knows them.
fn successors<'a>(
    tx: &mut Write<'_>,
    decisions: impl IntoIterator<Item = &'a Decision>,
) -> Result<BTreeMap<Ars, Unit>, Error> {
    let named = decisions.into_iter().flat_map(|d| &d.successors).map(|s| s.ars.clone());
    let keys: Vec<Ars> = named.collect::<BTreeSet<_>>().into_iter().collect();
    Ok(units::by_keys(tx.conn(), &keys)?.into_iter().map(|u| (u.ars.clone(), u)).collect())
}

fn change(kind: &'static str, case: &SuccessionCase, earlier: Option<&Settled>) -> Change {
    let facts = serde_json::json!({"settled": case.settled, "earlier": earlier, "withdrawn": case.withdrawn});
    Change::new(kind, format!("/successions/{}", case.id)).of_unit(&case.predecessor).with(facts)
}

/// The errors of a decision with their places in the body; that a case was withdrawn is no fault of the body.
fn refused(errors: Vec<Territory>, decision: &Decision) -> Error {
    if let Some(error) = errors.iter().find(|e| matches!(e, Territory::CaseWithdrawn { .. })) {
        return error.clone().into();
    }
    let place = |error: Territory| {
        let field = if matches!(error, Territory::ShareNotPositive { .. }) { "share" } else { "ars" };
        let index = decision.index_of(&error);
        let pointer = index.map_or_else(|| "/successors".to_owned(), |i| format!("/successors/{i}/{field}"));
        Invalid { pointer, message: error.message() }
    };
    Error::Invalid(errors.into_iter().map(place).collect())
}
