//! The services of the LeiKa catalogue: import their list, find them, say which of them are served where.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::services::{
    self as domain, Keyless, OzgChanges, OzgService, Service, ServiceChanges, ServiceCoverage, ServiceList,
    coverage, is_municipal, ozg_changes,
};
use blaupause_catalog::{LeikaKey, ModuleVersion};
use blaupause_kernel::{Ars, Date, Message, Page, Paged, Rational, Slug, UnitKey, Version};
use blaupause_store::running_modules::{self as running, Running};
use blaupause_store::{installations, ozg_services, services as store};
use blaupause_territory::Defect;

pub use blaupause_store::services::Filter;

use crate::{Change, Error, Invalid, Read, Write, providers, units};

/// Of so many stored services, one may be missing in a newer list; more look like a list that was cut.
const MISSING_ONE_IN: usize = 10;

/// What an import changes, or would change.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Services in the list.
    pub services: usize,
    /// Rows without a LeiKa key, which are kept apart.
    pub keyless: Vec<Keyless>,
    /// What changes.
    pub changes: ServiceChanges,
    /// What changes among the services of the Online Access Act.
    pub ozg: OzgChanges,
}

/// Lets those pass who may import lists of services, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    Ok(actor.require(Permission::ImportServices, Owner::Everyone)?)
}

/// A list of services.
#[derive(Debug, Clone)]
pub enum List {
    /// The LeiKa catalogue, with the services of the Online Access Act that it names.
    Leika(ServiceList),
    /// The services of the Online Access Act alone.
    Ozg(Vec<OzgService>),
}

impl List {
    /// Reads a list of the LeiKa catalogue.
    ///
    /// # Errors
    /// `Invalid` with line and field of every defect.
    pub fn read_leika(bytes: &[u8]) -> Result<Self, Error> {
        domain::read(bytes).map(Self::Leika).map_err(refused)
    }

    /// Reads a list of the services of the Online Access Act.
    ///
    /// # Errors
    /// `Invalid` with line and field of every defect.
    pub fn read_ozg(bytes: &[u8]) -> Result<Self, Error> {
        domain::read_ozg(bytes).map(Self::Ozg).map_err(refused)
    }
}

fn refused(defects: Vec<Defect>) -> Error {
    let place = |d: Defect| Invalid { pointer: format!("{}:{}", d.line, d.column), message: d.message };
    Error::Invalid(defects.into_iter().map(place).collect())
}

/// Says what importing a list of a day would change; writes nothing.
///
/// # Errors
/// `Denied`; `Invalid` for a list in which too much is missing; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, list: &List, state: Date) -> Result<Imported, Error> {
    may_import(actor)?;
    let mut imported = Imported {
        services: 0,
        keyless: Vec::new(),
        changes: ServiceChanges::default(),
        ozg: OzgChanges::default(),
    };
    let ozg = match list {
        List::Leika(list) => {
            let stored = store::all(tx.conn())?;
            let changes = domain::changes(&stored, &list.services, state);
            complete(changes.ended.len(), stored.iter().filter(|service| service.ended.is_none()).count())?;
            imported = Imported {
                services: list.services.len(),
                keyless: list.keyless.clone(),
                changes,
                ..imported
            };
            &list.ozg
        }
        List::Ozg(list) => list,
    };
    if ozg.is_empty() {
        // A list without these columns says nothing about them.
        return Ok(imported);
    }
    let stored = ozg_services::all(tx.conn())?;
    let ozg = ozg_changes(&stored, ozg, state);
    complete(ozg.ended.len(), stored.iter().filter(|service| service.ended.is_none()).count())?;
    Ok(Imported { ozg, ..imported })
}

fn complete(missing: usize, current: usize) -> Result<(), Error> {
    if missing * MISSING_ONE_IN > current {
        let message = Message::new("service-list-incomplete").with("missing", missing);
        return Err(Error::invalid("", message.with("stored", current)));
    }
    Ok(())
}

/// Imports a list of a day. What it no longer has ends, and stays.
///
/// # Errors
/// Those of [`plan`].
pub fn import(tx: &mut Write<'_>, actor: &Actor, list: &List, state: Date) -> Result<Imported, Error> {
    let imported = plan(&mut tx.as_read(), actor, list, state)?;
    let ServiceChanges { new, changed, ended, .. } = &imported.changes;
    store::insert_all(tx.conn(), new)?;
    for service in changed.iter().map(|(service, _)| service).chain(ended) {
        store::update(tx.conn(), service)?;
    }
    let ozg = &imported.ozg;
    ozg_services::insert_all(tx.conn(), &ozg.new)?;
    for service in ozg.changed.iter().chain(&ozg.ended) {
        ozg_services::update(tx.conn(), service)?;
    }
    let of_ozg = ozg.new.len() + ozg.changed.len() + ozg.ended.len();
    if new.len() + changed.len() + ended.len() + of_ozg > 0 {
        let counts = serde_json::json!({"new": new.len(), "changed": changed.len(), "ended": ended.len(), "ozg": of_ozg});
        tx.record(actor, Change::new("services.imported", "/services").with(counts))?;
    }
    Ok(imported)
}

/// Services of the Online Access Act by number.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list_ozg(
    tx: &mut Read<'_>,
    name: Option<&str>,
    ended: bool,
    page: &Page,
) -> Result<Paged<OzgService>, Error> {
    Ok(ozg_services::list(tx.conn(), name, ended, page)?)
}

/// A service of the Online Access Act.
///
/// # Errors
/// No such service; those of the store.
pub fn get_ozg(tx: &mut Read<'_>, id: &str) -> Result<OzgService, Error> {
    Ok(ozg_services::by_id(tx.conn(), id)?)
}

/// Services by key.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, filter: &Filter, page: &Page) -> Result<Paged<Service>, Error> {
    Ok(store::list(tx.conn(), filter, page)?)
}

/// A service with the modules that serve it, and in which versions.
///
/// # Errors
/// No such service; those of the store.
pub fn get(tx: &mut Read<'_>, key: &LeikaKey) -> Result<(Service, BTreeMap<Slug, Vec<Version>>), Error> {
    let service = store::by_key(tx.conn(), key)?;
    let mut serving = BTreeMap::<Slug, Vec<Version>>::new();
    for (module, version) in store::serving(tx.conn(), key)? {
        serving.entry(module).or_default().push(version);
    }
    Ok((service, serving))
}

/// Which services what runs in a unit on a day serves, out of those that can fall to municipalities.
///
/// # Errors
/// No such unit; `Denied`; those of the store.
pub fn of_unit(
    tx: &mut Read<'_>,
    actor: &Actor,
    unit: &UnitKey,
    on: Date,
) -> Result<(Ars, ServiceCoverage), Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    let installed = installations::of_unit(tx.conn(), &unit)?;
    let services = municipal(tx, on)?;
    let catalog = tx.catalog()?;
    let in_use = installed.iter().filter(|i| i.since <= on);
    let versions = in_use.filter_map(|i| catalog.get(&i.module, &i.version));
    Ok((unit, coverage(&services, versions.map(AsRef::as_ref))))
}

/// How far the units of a provider serve the services that can fall to them.
#[derive(Debug, Clone)]
pub struct AreaCoverage {
    /// Units of the service area.
    pub units: usize,
    /// Services that count.
    pub services: usize,
    /// Pairs of unit and service that are served, out of all pairs.
    pub share: Rational,
    /// The services that some unit serves, by key, with the number of units.
    pub items: Vec<(Service, usize)>,
}

/// How far what runs in the units of a provider on a day serves the services that can fall to them.
///
/// # Errors
/// No such provider; `Denied`; those of the store.
pub fn of_provider(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    on: Date,
) -> Result<AreaCoverage, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    let units: BTreeSet<Ars> =
        running::units_of(tx.conn(), &provider, on)?.into_iter().map(|u| u.ars).collect();
    let services = municipal(tx, on)?;
    let catalog = tx.catalog()?;
    let mut served = BTreeMap::<&LeikaKey, BTreeSet<&Ars>>::new();
    let running = running::of_provider(tx.conn(), &provider, on)?;
    for Running { unit, module, version, .. } in &running {
        let (Some(version), Some(unit)) = (catalog.get(module, version), units.get(unit)) else { continue };
        let ModuleVersion { leika, .. } = version.as_ref();
        for key in leika {
            served.entry(key).or_default().insert(unit);
        }
    }
    let count = services.len();
    let counted = |service: Service| {
        let units = served.get(&service.key).map_or(0, BTreeSet::len);
        (units > 0).then_some((service, units))
    };
    let items: Vec<_> = services.into_iter().filter_map(counted).collect();
    let pairs = items.iter().map(|(_, units)| units).sum::<usize>();
    let all = i64::try_from(units.len().saturating_mul(count)).ok();
    let share = i64::try_from(pairs).ok().zip(all).and_then(|(pairs, all)| Rational::new(pairs, all));
    Ok(AreaCoverage { units: units.len(), services: count, share: share.unwrap_or(Rational::ZERO), items })
}

/// The services that can fall to municipalities and are current on a day, by key.
fn municipal(tx: &mut Read<'_>, on: Date) -> Result<Vec<Service>, Error> {
    let current = |service: &Service| service.ended.is_none_or(|ended| on < ended);
    Ok(store::all(tx.conn())?
        .into_iter()
        .filter(|service| is_municipal(service) && current(service))
        .collect())
}
