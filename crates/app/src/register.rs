//! The register: import a dated state, see what it changes, and settle who succeeds dissolved units.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Described, Digest, Level, Message, Page, Paged};
use blaupause_store::{register_imports as imports, successions, units};
use blaupause_territory::changes::{Change as RegisterChange, ChangeList, compare};
use blaupause_territory::{Basis, Decision, Defect, Register, SuccessionCase, Unit};
use blaupause_territory::{gv100, successions_csv};
use uuid::Uuid;

pub use blaupause_store::register_imports::RegisterImport;

use crate::{Change, Error, Expected, Invalid, Read, Write};

/// Most units, in percent, that may be gone between two states. The largest reforms of the last decades
/// dissolved fewer: Sachsen-Anhalt 2007 to 2011 ended some 800 of then 12,300 municipalities.
const MOST_GONE_PERCENT: usize = 10;

/// What a register file changes, or would change.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// Units in the file, per level.
    pub counts: BTreeMap<Level, usize>,
    /// Changes against the stored state and proposals for dissolved municipalities.
    pub list: ChangeList,
}

/// Lets those pass who may import, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    Ok(actor.require(Permission::ImportRegister, Owner::Everyone)?)
}

/// Reads a register file: GV100AD, plain or gzip.
///
/// # Errors
/// `Invalid` with line and column of every defect.
pub fn read_file(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Register, Error> {
    gv100::read(bytes, progress).map_err(defects)
}

/// Says what importing a register would change; writes nothing.
///
/// # Errors
/// `Denied`; a state older than the stored one; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, register: &Register) -> Result<ImportPlan, Error> {
    may_import(actor)?;
    let stored = stored_register(tx, register)?;
    Ok(plan_against(stored.as_ref(), register))
}

/// Imports a register: all of it or nothing. Importing the stored state again changes nothing.
///
/// # Errors
/// `Denied`; a state older than the stored one; those of the store.
pub fn import(
    tx: &mut Write<'_>,
    actor: &Actor,
    register: &Register,
    source: &str,
) -> Result<(RegisterImport, ImportPlan), Error> {
    may_import(actor)?;
    let stored = stored_register(&mut tx.as_read(), register)?;
    let plan = plan_against(stored.as_ref(), register);
    let record = RegisterImport {
        id: tx.next_id(),
        state: register.state,
        source: source.to_owned(),
        hash: Digest::of_document(register).map_err(|e| Error::Internal(e.to_string()))?.to_string(),
        units: count(register.units.len())?,
        changes: count(plan.list.changes.len())?,
        by: actor.subject()?.to_owned(),
        at: tx.now(),
    };
    imports::insert(tx.conn(), &record, &plan.list.changes)?;
    write_units(tx, stored.as_ref(), register)?;
    write_cases(tx, actor, &record, &plan.list)?;
    let subject = format!("/register-imports/{}", record.id);
    tx.record(actor, Change::new("register.imported", subject).with(facts(&record)))?;
    Ok((record, plan))
}

fn facts(record: &RegisterImport) -> serde_json::Value {
    serde_json::json!({"state": record.state, "units": record.units, "changes": record.changes})
}

fn count(number: usize) -> Result<u32, Error> {
    u32::try_from(number).map_err(|e| Error::Internal(e.to_string()))
}

fn plan_against(stored: Option<&Register>, register: &Register) -> ImportPlan {
    let list = stored.map_or_else(|| ChangeList::initial(register), |old| compare(old, register));
    ImportPlan { counts: register.counts(), list }
}

/// The stored state, unless nothing is stored yet. A file that was cut off at the end of a line looks sound
/// by itself; that too much of the stored state is missing from it gives it away.
fn stored_register(tx: &mut Read<'_>, newer: &Register) -> Result<Option<Register>, Error> {
    let Some(latest) = imports::latest(tx.conn())? else { return Ok(None) };
    if newer.state < latest.state {
        let message = Message::new("register-older").with("state", newer.state).with("stored", latest.state);
        return Err(Error::invalid("", message));
    }
    let units = units::current(tx.conn())?;
    let missing = units.keys().filter(|ars| !newer.units.contains_key(*ars)).count();
    if missing * 100 > units.len() * MOST_GONE_PERCENT {
        let message =
            Message::new("register-incomplete").with("missing", missing).with("stored", units.len());
        return Err(Error::invalid("", message));
    }
    Ok(Some(Register { state: latest.state, units }))
}

/// Writes only what is new or changed, and ends what is gone on the day before the new state.
fn write_units(tx: &mut Write<'_>, stored: Option<&Register>, register: &Register) -> Result<(), Error> {
    let same = |unit: &Unit| {
        let old = stored.and_then(|s| s.units.get(&unit.ars));
        old.is_some_and(|old| {
            // a CSV without coordinates does not take away those that are known
            let seen = Unit { valid_from: old.valid_from, ..unit.clone() };
            seen == Unit { latitude: unit.latitude, longitude: unit.longitude, ..old.clone() }
        })
    };
    let changed: Vec<&Unit> = register.units.values().filter(|u| !same(u)).collect();
    units::upsert(tx.conn(), &changed)?;
    let gone = |ars: &&Ars| !register.units.contains_key(*ars);
    let gone: Vec<Ars> = stored.map(|s| s.units.keys().filter(gone).cloned().collect()).unwrap_or_default();
    units::end(tx.conn(), &gone, register.state.day_before())?;
    Ok(())
}

/// Certain successions are settled at once, with their evidence; the others stay open for a person.
fn write_cases(
    tx: &mut Write<'_>,
    actor: &Actor,
    record: &RegisterImport,
    list: &ChangeList,
) -> Result<(), Error> {
    let (by, at) = (actor.subject()?, tx.now());
    for decision in list.key_decisions(record.state) {
        let case = SuccessionCase::certain(tx.next_id(), record.id, decision, None, by, at);
        insert_case(tx, actor, &case)?;
    }
    let mut conclusive: BTreeMap<Ars, Decision> = list
        .conclusive_decisions(record.state)
        .into_iter()
        .map(|decision| (decision.predecessor.clone(), decision))
        .collect();
    for proposal in &list.proposals {
        let (id, proposal) = (tx.next_id(), proposal.clone());
        let case = match conclusive.remove(&proposal.predecessor) {
            Some(decision) => SuccessionCase::certain(id, record.id, decision, Some(proposal), by, at),
            None => SuccessionCase::open(id, record.id, proposal),
        };
        insert_case(tx, actor, &case)?;
    }
    Ok(())
}

fn insert_case(tx: &mut Write<'_>, actor: &Actor, case: &SuccessionCase) -> Result<(), Error> {
    successions::insert(tx.conn(), case)?;
    let kind = if case.settled.is_some() { "succession.decided" } else { "succession.opened" };
    let subject = format!("/successions/{}", case.id);
    tx.record(actor, Change::new(kind, subject).of_unit(&case.predecessor))
}

/// Past imports, the oldest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list_imports(tx: &mut Read<'_>, actor: &Actor, page: &Page) -> Result<Paged<RegisterImport>, Error> {
    actor.require(Permission::ReadRegisterHistory, Owner::Everyone)?;
    Ok(imports::list(tx.conn(), page)?)
}

/// One import.
///
/// # Errors
/// `Denied`; no such import; those of the store.
pub fn get_import(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<RegisterImport, Error> {
    actor.require(Permission::ReadRegisterHistory, Owner::Everyone)?;
    Ok(imports::by_id(tx.conn(), id)?)
}

/// What an import changed, in order of the keys.
///
/// # Errors
/// `Denied`; no such import; a foreign cursor; those of the store.
pub fn list_changes(
    tx: &mut Read<'_>,
    actor: &Actor,
    id: Uuid,
    page: &Page,
) -> Result<Paged<RegisterChange>, Error> {
    get_import(tx, actor, id)?;
    Ok(imports::list_changes(tx.conn(), id, page)?)
}

/// Cases of dissolved units: all, the open ones or the decided ones.
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
    Ok(successions::list(tx.conn(), open, page)?)
}

/// One case.
///
/// # Errors
/// `Denied`; no such case; those of the store.
pub fn get_case(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<SuccessionCase, Error> {
    actor.require(Permission::ReadRegisterHistory, Owner::Everyone)?;
    Ok(successions::by_id(tx.conn(), id)?)
}

/// Settles a case by a person's decision, or corrects an earlier one.
///
/// # Errors
/// `Denied`; no such case; `Stale`; `Invalid` with every fault of the shares; those of the store.
pub fn decide(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    decision: impl FnOnce(Ars) -> Decision,
) -> Result<SuccessionCase, Error> {
    actor.require(Permission::DecideSuccession, Owner::Everyone)?;
    let case = successions::by_id(tx.conn(), id)?;
    expected.check(case.revision)?;
    let decision = decision(case.predecessor.clone());
    settle(tx, actor, case, decision, "/successors")
}

/// Settles cases by an official list of changes in CSV: all of them or none.
///
/// # Errors
/// `Denied`; `Invalid` with line and column of every bad row; those of the store.
pub fn decide_by_list(tx: &mut Write<'_>, actor: &Actor, csv: &[u8]) -> Result<usize, Error> {
    actor.require(Permission::DecideSuccession, Owner::Everyone)?;
    let decisions = successions_csv::read(csv).map_err(defects)?;
    let mut invalid = Vec::new();
    for decision in &decisions {
        let case = match successions::by_predecessor(tx.conn(), &decision.predecessor) {
            Ok(case) => case,
            Err(blaupause_store::Error::NotFound { .. }) => {
                let message =
                    Message::new("succession-not-dissolved").with("predecessor", &decision.predecessor);
                invalid.push(Invalid { pointer: decision.predecessor.to_string(), message });
                continue;
            }
            Err(other) => return Err(other.into()),
        };
        let decision = Decision { basis: Basis::Official, ..decision.clone() };
        match settle(tx, actor, case, decision.clone(), decision.predecessor.as_str()) {
            Err(Error::Invalid(places)) => invalid.extend(places),
            other => drop(other?),
        }
    }
    if invalid.is_empty() { Ok(decisions.len()) } else { Err(Error::Invalid(invalid)) }
}

fn settle(
    tx: &mut Write<'_>,
    actor: &Actor,
    case: SuccessionCase,
    decision: Decision,
    pointer: &str,
) -> Result<SuccessionCase, Error> {
    let keys: Vec<Ars> = decision.successors.iter().map(|s| s.ars.clone()).collect();
    let known: Vec<Ars> = units::by_keys(tx.conn(), &keys)?.into_iter().map(|u| u.ars).collect();
    let settled = case.decide(decision, |ars| known.contains(ars), actor.subject()?, tx.now());
    let settled = settled.map_err(|errors| {
        let place =
            |e: blaupause_territory::Error| Invalid { pointer: pointer.to_owned(), message: e.message() };
        Error::Invalid(errors.into_iter().map(place).collect())
    })?;
    successions::update(tx.conn(), &settled)?;
    let subject = format!("/successions/{}", settled.id);
    tx.record(actor, Change::new("succession.decided", subject).of_unit(&settled.predecessor))?;
    Ok(settled)
}

fn defects(defects: Vec<Defect>) -> Error {
    let place = |d: Defect| Invalid { pointer: format!("{}:{}", d.line, d.column), message: d.message };
    Error::Invalid(defects.into_iter().map(place).collect())
}
