//! The register: import a dated state and see what it changes. Successions of dissolved units are decided below.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Digest, Level, Message, Page, Paged};
use blaupause_store::{register_imports as imports, units};
use blaupause_territory::changes::{Change as RegisterChange, ChangeList};
use blaupause_territory::{Defect, Holdings, Inheritance, Register, Unit, gv100};
use uuid::Uuid;

mod service_areas;
mod successions;

pub use blaupause_store::register_imports::RegisterImport;
pub use successions::{ListDecided, decide, decide_by_list, get_case, list_cases};

use crate::{Change, Error, Invalid, Read, Write};

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
    /// What becomes of the service areas of dissolved units.
    pub service_areas: Inheritance,
}

/// What an import did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The import; the earlier one if the file brings nothing that is not stored.
    pub import: RegisterImport,
    /// What it changed.
    pub plan: ImportPlan,
    /// Whether anything was written.
    pub is_new: bool,
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
    let holdings = holdings(tx, register)?;
    plan_against(tx, &holdings, register)
}

/// Imports a register: all of it or nothing. A file of the stored state that brings nothing else is answered with
/// the import that brought it, and leaves no trace.
///
/// # Errors
/// `Denied`; a state older than the stored one; those of the store.
pub fn import(
    tx: &mut Write<'_>,
    actor: &Actor,
    register: &Register,
    source: &str,
) -> Result<Imported, Error> {
    may_import(actor)?;
    let holdings = holdings(&mut tx.as_read(), register)?;
    let plan = plan_against(&mut tx.as_read(), &holdings, register)?;
    let writes = holdings.writes(register, &plan.list);
    if let Some(import) = known(tx, register, &writes)? {
        return Ok(Imported { import, plan, is_new: false });
    }
    let import = record_of(tx, actor, register, &plan, source)?;
    imports::insert(tx.conn(), &import, &plan.list.changes)?;
    units::upsert(tx.conn(), &writes)?;
    successions::withdraw(tx, actor, &holdings.returned(register))?;
    successions::open(tx, actor, &import, &plan.list)?;
    service_areas::write(tx, actor, &plan.service_areas)?;
    let subject = format!("/register-imports/{}", import.id);
    tx.record(actor, Change::new("register.imported", subject).with(facts(&import)))?;
    Ok(Imported { import, plan, is_new: true })
}

fn facts(record: &RegisterImport) -> serde_json::Value {
    serde_json::json!({"state": record.state, "units": record.units, "changes": record.changes})
}

fn record_of(
    tx: &Write<'_>,
    actor: &Actor,
    register: &Register,
    plan: &ImportPlan,
    source: &str,
) -> Result<RegisterImport, Error> {
    let count = |number: usize| u32::try_from(number).map_err(|e| Error::Internal(e.to_string()));
    Ok(RegisterImport {
        id: tx.next_id(),
        state: register.state,
        source: source.to_owned(),
        hash: Digest::of_document(register).map_err(|e| Error::Internal(e.to_string()))?.to_string(),
        units: count(register.units.len())?,
        changes: count(plan.list.changes.len())?,
        by: actor.subject()?.to_owned(),
        at: tx.now(),
    })
}

/// The import that already brought all of this, if there is one.
fn known(tx: &mut Write<'_>, register: &Register, writes: &[Unit]) -> Result<Option<RegisterImport>, Error> {
    let latest = imports::latest(tx.conn())?;
    Ok(latest.filter(|import| import.state == register.state && writes.is_empty()))
}

fn plan_against(tx: &mut Read<'_>, holdings: &Holdings, register: &Register) -> Result<ImportPlan, Error> {
    let list = holdings.changes_to(register);
    let service_areas = service_areas::after(tx, holdings, register, &list)?;
    Ok(ImportPlan { counts: register.counts(), list, service_areas })
}

/// All that is stored. A file that was cut off at the end of a line looks sound by itself; that too much of the
/// stored state is missing from it gives it away.
fn holdings(tx: &mut Read<'_>, newer: &Register) -> Result<Holdings, Error> {
    let state = imports::latest(tx.conn())?.map(|latest| latest.state);
    if let Some(stored) = state.filter(|stored| newer.state < *stored) {
        let message = Message::new("register-older").with("state", newer.state).with("stored", stored);
        return Err(Error::invalid("", message));
    }
    let holdings = Holdings { state, units: units::all(tx.conn())? };
    let stored = holdings.current().count();
    let missing = holdings.current().filter(|u| !newer.units.contains_key(&u.ars)).count();
    if state.is_some() && missing * 100 > stored * MOST_GONE_PERCENT {
        let message = Message::new("register-incomplete").with("missing", missing).with("stored", stored);
        return Err(Error::invalid("", message));
    }
    Ok(holdings)
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

/// Every defect of a file with its place.
fn defects(defects: Vec<Defect>) -> Error {
    let place = |d: Defect| Invalid { pointer: format!("{}:{}", d.line, d.column), message: d.message };
    Error::Invalid(defects.into_iter().map(place).collect())
}
