//! Which modules run in a unit: record it, correct it, remove it.

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{Deviation, Installation, ModulePin};
use blaupause_kernel::{Ars, Date, Message, Rational, Revision, Slug, UnitKey, Version};
use blaupause_store::{Error as Store, installations as store, module_versions};

use crate::{Change, Error, Expected, Read, Write, units};

/// What is recorded about a module in a unit.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The version in use.
    pub version: Version,
    /// How far its use has come.
    pub maturity: Option<Rational>,
    /// Whether it was changed for this unit beyond its settings.
    pub customised: bool,
    /// What is different from the standard.
    pub deviations: Vec<Deviation>,
    /// First day of use.
    pub since: Date,
    /// Last day up to which somebody vouches for this.
    pub confirmed_until: Option<Date>,
}

/// What runs in a unit, by module.
///
/// # Errors
/// No such unit; `Denied`; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<Vec<Installation>, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit;
    Ok(store::of_unit(tx.conn(), &unit.ars)?)
}

/// The installation of a module in a unit.
///
/// # Errors
/// No such unit or installation; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey, module: &Slug) -> Result<Installation, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit;
    found(store::by_module(tx.conn(), &unit.ars, module)?, module)
}

/// Records that a module runs in a unit, or corrects the record.
///
/// # Errors
/// No such unit; `Denied`; `Unconditional` or `Stale`; `Invalid` for a version that is not published; dates in the
/// wrong order; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    unit: &UnitKey,
    module: &Slug,
    expected: Option<Expected>,
    facts: Facts,
) -> Result<Installation, Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::EditInstallations, unit)?.unit;
    let before = store::by_module(tx.conn(), &unit.ars, module)?;
    Expected::check_put(expected, before.as_ref().map(|b| b.revision))?;
    require_published(tx, module, &facts.version)?;
    let revision = before.as_ref().map_or(Revision::FIRST, |b| b.revision.next());
    let installation = with(facts, unit.ars, module.clone(), revision);
    installation.check()?;
    match before {
        None => store::insert(tx.conn(), &installation)?,
        Some(_) => store::update(tx.conn(), &installation)?,
    }
    tx.record(actor, change("installation.recorded", &installation.unit, module))?;
    Ok(installation)
}

/// Vouches for a record up to a day.
///
/// # Errors
/// No such unit or installation; `Denied`; `Stale`; a day before today or before the first day of use; those of the
/// store.
pub fn confirm(
    tx: &mut Write<'_>,
    actor: &Actor,
    (unit, module): (&UnitKey, &Slug),
    expected: Expected,
    until: Date,
) -> Result<Installation, Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::EditInstallations, unit)?.unit;
    let installation = found(store::by_module(tx.conn(), &unit.ars, module)?, module)?;
    expected.check(installation.revision)?;
    let today = tx.today();
    let confirmed = installation.confirm(until, today)?;
    store::update(tx.conn(), &confirmed)?;
    tx.record(actor, change("installation.confirmed", &unit.ars, module))?;
    Ok(confirmed)
}

/// Removes the record that a module runs in a unit.
///
/// # Errors
/// No such unit or installation; `Denied`; `Stale`; those of the store.
pub fn delete(
    tx: &mut Write<'_>,
    actor: &Actor,
    unit: &UnitKey,
    module: &Slug,
    expected: Expected,
) -> Result<(), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::EditInstallations, unit)?.unit;
    let installation = found(store::by_module(tx.conn(), &unit.ars, module)?, module)?;
    expected.check(installation.revision)?;
    store::delete(tx.conn(), &installation)?;
    tx.record(actor, change("installation.removed", &unit.ars, module))
}

fn found(installation: Option<Installation>, module: &Slug) -> Result<Installation, Error> {
    installation.ok_or_else(|| Store::not_found("installation", module).into())
}

fn require_published(tx: &mut Write<'_>, module: &Slug, version: &Version) -> Result<(), Error> {
    let pin = ModulePin { module: module.clone(), version: version.clone() };
    if module_versions::of_pins(tx.conn(), &[pin])?.is_empty() {
        let message = Message::new("module-version-not-found").with("id", format!("{module}@{version}"));
        return Err(Error::invalid("/version", message));
    }
    Ok(())
}

fn with(facts: Facts, unit: Ars, module: Slug, revision: Revision) -> Installation {
    let Facts { version, maturity, customised, deviations, since, confirmed_until } = facts;
    Installation { unit, module, version, maturity, customised, deviations, since, confirmed_until, revision }
}

fn change(kind: &'static str, unit: &Ars, module: &Slug) -> Change {
    Change::new(kind, format!("/municipalities/{unit}/installations/{module}")).of_unit(unit)
}
