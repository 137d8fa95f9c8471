//! The register: import a dated state and see what it changes. Successions of dissolved units are decided below.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Country, Date, Digest, Level, Message, Page, Paged};
use blaupause_store::{register_imports as imports, units};
use blaupause_territory::changes::{Change as RegisterChange, ChangeList};
use blaupause_territory::{Defect, Holdings, Inheritance, Register, Unit, gv100, lau};
use uuid::Uuid;

mod service_areas;
mod successions;

pub use blaupause_store::register_imports::RegisterImport;
pub use blaupause_territory::lau::Reading as LauReading;
pub use successions::{ListDecided, decide, decide_by_list, get_case, list_cases};

use crate::{Change, Error, Invalid, Read, Write};

/// Most units of a country, in percent, that may be gone between two states. The largest reforms of the last decades
/// dissolved fewer: Sachsen-Anhalt 2007 to 2011 ended some 800 of then 12,300 municipalities.
const MOST_GONE_PERCENT: usize = 10;

/// What an importer says about a file.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Where it comes from, for the record.
    pub source: String,
    /// Countries that were reformed, of whose units any number may be gone.
    pub reformed: BTreeSet<Country>,
}

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

/// Reads Eurostat's list of local administrative units as of a day, and the inhabitants of French communes from a file of
/// their own; each plain or gzip.
///
/// # Errors
/// `Invalid` with line and column of every defect; of the second file, `population` stands before them.
pub fn read_lau(
    bytes: &[u8],
    french: Option<&[u8]>,
    state: Date,
    progress: &mut dyn FnMut(usize),
) -> Result<LauReading, Error> {
    let named = |d: Defect| Invalid { pointer: format!("population:{}", place(&d)), message: d.message };
    let refused = |all: Vec<Defect>| Error::Invalid(all.into_iter().map(named).collect());
    let french = french.map(lau::populations).transpose().map_err(refused)?.unwrap_or_default();
    lau::read(bytes, &french, state, progress).map_err(defects)
}

/// Says what importing a register would change; writes nothing.
///
/// # Errors
/// `Denied`; a state older than the stored one, or one that lacks too much of it; those of the store.
pub fn plan(
    tx: &mut Read<'_>,
    actor: &Actor,
    register: &Register,
    terms: &Terms,
) -> Result<ImportPlan, Error> {
    may_import(actor)?;
    let holdings = holdings(tx, register)?;
    plan_against(tx, &holdings, register, terms)
}

/// Imports a register: all of it or nothing. It says something about the countries it has units of; those of others stay
/// as they are. A file of the stored state that brings nothing else is answered with
/// the import that brought it, and leaves no trace.
///
/// # Errors
/// `Denied`; a state older than the stored one, or one that lacks too much of it; those of the store.
pub fn import(
    tx: &mut Write<'_>,
    actor: &Actor,
    register: &Register,
    terms: &Terms,
) -> Result<Imported, Error> {
    may_import(actor)?;
    let holdings = holdings(&mut tx.as_read(), register)?;
    let plan = plan_against(&mut tx.as_read(), &holdings, register, terms)?;
    let writes = holdings.writes(register, &plan.list);
    if let Some(import) = known(tx, register, &writes)? {
        return Ok(Imported { import, plan, is_new: false });
    }
    let import = record_of(tx, actor, register, &plan, terms)?;
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
    let countries = &record.countries;
    serde_json::json!({"state": record.state, "units": record.units, "changes": record.changes, "countries": countries})
}

fn record_of(
    tx: &Write<'_>,
    actor: &Actor,
    register: &Register,
    plan: &ImportPlan,
    terms: &Terms,
) -> Result<RegisterImport, Error> {
    let count = |number: usize| u32::try_from(number).map_err(|e| Error::Internal(e.to_string()));
    Ok(RegisterImport {
        id: tx.next_id(),
        state: register.state,
        countries: register.countries(),
        source: terms.source.clone(),
        hash: Digest::of_document(register).map_err(|e| Error::Internal(e.to_string()))?.to_string(),
        units: count(register.units.len())?,
        changes: count(plan.list.changes.len())?,
        by: actor.subject()?.to_owned(),
        at: tx.now(),
    })
}

/// The import that already brought all of this, if there is one.
fn known(tx: &mut Write<'_>, register: &Register, writes: &[Unit]) -> Result<Option<RegisterImport>, Error> {
    let latest = imports::latest(tx.conn(), &register.countries())?;
    Ok(latest.filter(|import| import.state == register.state && writes.is_empty()))
}

fn plan_against(
    tx: &mut Read<'_>,
    holdings: &Holdings,
    register: &Register,
    terms: &Terms,
) -> Result<ImportPlan, Error> {
    let list = holdings.changes_to(register);
    refuse_parts(holdings, &list, &terms.reformed)?;
    let service_areas = service_areas::after(tx, holdings, register, &list)?;
    Ok(ImportPlan { counts: register.counts(), list, service_areas })
}

/// All that is stored of the countries that a newer state has units of.
fn holdings(tx: &mut Read<'_>, newer: &Register) -> Result<Holdings, Error> {
    let countries = newer.countries();
    let state = imports::latest(tx.conn(), &countries)?.map(|latest| latest.state);
    if let Some(stored) = state.filter(|stored| newer.state < *stored) {
        let message = Message::new("register-older").with("state", newer.state).with("stored", stored);
        return Err(Error::invalid("", message));
    }
    Ok(Holdings { state, units: units::of_countries(tx.conn(), &countries)? })
}

/// A file that was cut off at the end of a line looks sound by itself; that too much of a country's stored state is
/// missing from it gives it away.
fn refuse_parts(holdings: &Holdings, list: &ChangeList, reformed: &BTreeSet<Country>) -> Result<(), Error> {
    let mut counted: BTreeMap<Country, (usize, usize)> = BTreeMap::new();
    for unit in holdings.current() {
        counted.entry(unit.ars.country()).or_default().0 += 1;
    }
    for ars in list.changes.iter().filter_map(service_areas::dissolved) {
        counted.entry(ars.country()).or_default().1 += 1;
    }
    let too_many =
        |(_, (stored, missing)): &(Country, (usize, usize))| missing * 100 > stored * MOST_GONE_PERCENT;
    let parts = counted.into_iter().filter(too_many).filter(|(country, _)| !reformed.contains(country));
    let said = |(country, (stored, missing))| Invalid {
        pointer: String::new(),
        message: Message::new("register-incomplete")
            .with("missing", missing)
            .with("stored", stored)
            .with("country", country),
    };
    let refused: Vec<Invalid> = parts.map(said).collect();
    if refused.is_empty() { Ok(()) } else { Err(Error::Invalid(refused)) }
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
    let named = |d: Defect| Invalid { pointer: place(&d), message: d.message };
    Error::Invalid(defects.into_iter().map(named).collect())
}

fn place(defect: &Defect) -> String {
    format!("{}:{}", defect.line, defect.column)
}
