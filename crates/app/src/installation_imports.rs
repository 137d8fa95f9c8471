//! Installations from a table: all of them or none. What the table does not name stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Permission};
use blaupause_catalog::installation_sheets::{self as sheets, InstallationRow};
use blaupause_catalog::{Installation, ModulePin};
use blaupause_kernel::{Ars, Message, Revision, Slug, Version};
use blaupause_store::{installations as store, module_versions};
use blaupause_territory::{Defect, MAX_DEFECTS};

use crate::named_units::{NamedUnits, refused};
use crate::{Change, Error, Read, Write};

/// The most changes that are listed one by one.
pub const MOST_LISTED: usize = 500;

/// What an import does, or would do.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// Installations that are recorded.
    pub created: usize,
    /// Records that are changed.
    pub changed: usize,
    /// Records that are there already as the table says.
    pub unchanged: usize,
    /// The first changes, in the order of the table.
    pub changes: Vec<InstallationChange>,
}

/// What happens to one installation.
#[derive(Debug, Clone)]
pub struct InstallationChange {
    /// The unit.
    pub unit: Ars,
    /// The module.
    pub module: Slug,
    /// The version that is recorded so far; nothing if the installation is new.
    pub from: Option<Version>,
    /// The version afterwards.
    pub to: Version,
}

/// Lets those pass who may record installations of any unit, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    actor.subject()?;
    Ok(actor.require_somewhere(Permission::EditInstallations)?)
}

/// Reads a table.
///
/// # Errors
/// `Invalid` with line and field of every defect.
pub fn read_file(bytes: &[u8]) -> Result<Vec<InstallationRow>, Error> {
    sheets::read(bytes).map_err(refused)
}

/// Says what importing a table would do; writes nothing.
///
/// # Errors
/// `Denied` for a unit the actor may not edit; `Invalid` with the line of every unit or version that is not there;
/// those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, rows: &[InstallationRow]) -> Result<Imported, Error> {
    Ok(prepare(tx, actor, rows)?.2)
}

/// Imports a table.
///
/// # Errors
/// Those of [`plan`].
pub fn import(tx: &mut Write<'_>, actor: &Actor, rows: &[InstallationRow]) -> Result<Imported, Error> {
    let (new, changed, imported) = prepare(&mut tx.as_read(), actor, rows)?;
    store::insert_all(tx.conn(), &new)?;
    for installation in &changed {
        store::update(tx.conn(), installation)?;
    }
    for Installation { unit, module, .. } in new.iter().chain(&changed) {
        let subject = format!("/municipalities/{unit}/installations/{module}");
        tx.record(actor, Change::new("installation.recorded", subject).of_unit(unit))?;
    }
    Ok(imported)
}

type Prepared = (Vec<Installation>, Vec<Installation>, Imported);

fn prepare(tx: &mut Read<'_>, actor: &Actor, rows: &[InstallationRow]) -> Result<Prepared, Error> {
    may_import(actor)?;
    let named = rows.iter().map(|row| &row.unit);
    let keys = NamedUnits::load(tx, actor, Permission::EditInstallations, named)?;
    let pins: BTreeSet<_> = rows.iter().map(|row| (&row.module, &row.version)).collect();
    let pin = |(module, version): &(&Slug, &Version)| ModulePin {
        module: (*module).clone(),
        version: (*version).clone(),
    };
    let known = module_versions::of_pins(tx.conn(), &pins.iter().map(pin).collect::<Vec<_>>())?;
    let known: BTreeSet<_> = known.iter().map(|version| (&version.module, &version.version)).collect();
    let there = store::of_units(tx.conn(), &keys.all())?;
    let there: BTreeMap<_, _> = there.into_iter().map(|i| ((i.unit.clone(), i.module.clone()), i)).collect();
    let (mut new, mut changed, mut imported) = (Vec::new(), Vec::new(), Imported::default());
    let (mut defects, mut seen) = (Vec::new(), BTreeMap::new());
    for row in rows {
        let mut note = |column: usize, message| defects.push(Defect::new(row.line, column, message));
        let Some(unit) = keys.of(&row.unit) else {
            note(1, Message::new("unit-not-found").with("id", &row.unit));
            continue;
        };
        if !known.contains(&(&row.module, &row.version)) {
            let id = format!("{}@{}", row.module, row.version);
            note(3, Message::new("module-version-not-found").with("id", id));
        }
        // the same unit by its ARS and by its AGS
        if let Some(line) = seen.insert((unit, &row.module), row.line) {
            note(1, Message::new("sheet-installation-repeated").with("line", line));
        }
        let before = there.get(&(unit.clone(), row.module.clone()));
        let after = recorded(row, unit, before);
        match before {
            Some(before) if Installation { revision: before.revision, ..after.clone() } == *before => {
                imported.unchanged += 1;
                continue;
            }
            Some(_) => changed.push(after),
            None => new.push(after),
        }
        if imported.changes.len() < MOST_LISTED {
            let from = before.map(|before| before.version.clone());
            let (module, to) = (row.module.clone(), row.version.clone());
            imported.changes.push(InstallationChange { unit: unit.clone(), module, from, to });
        }
    }
    if !defects.is_empty() {
        defects.truncate(MAX_DEFECTS);
        return Err(refused(defects));
    }
    (imported.created, imported.changed) = (new.len(), changed.len());
    Ok((new, changed, imported))
}

fn recorded(row: &InstallationRow, unit: &Ars, before: Option<&Installation>) -> Installation {
    Installation {
        unit: unit.clone(),
        module: row.module.clone(),
        version: row.version.clone(),
        maturity: row.maturity,
        customised: row.customised,
        deviations: row.deviations.clone(),
        since: row.since,
        confirmed_until: row.confirmed_until,
        revision: before.map_or(Revision::FIRST, |before| before.revision.next()),
    }
}
