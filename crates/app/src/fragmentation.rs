//! How many different solutions run in the units of a provider, and what would lower that.

use std::collections::HashMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::{
    Fleet, InUse, Interface, LeikaKey, MissingInterface, OverallFragmentation, Rollout, Satisfaction,
    ServiceFragmentation,
};
use blaupause_kernel::{Ars, Cursor, Date, Message, Page, Paged, Slug};
use blaupause_store::running_modules::{self as running, Running};
use blaupause_store::{Error as Store, portfolio_entries, providers, standard_versions, standards};

use crate::{Error, Read};

/// The fragmentation of a provider's service area.
#[derive(Debug, Clone)]
pub struct Report {
    /// The day.
    pub on: Date,
    /// Units of the service area.
    pub units: usize,
    /// All services together.
    pub overall: OverallFragmentation,
    /// Interfaces that units need and do not have.
    pub missing: Vec<MissingInterface>,
    /// What the provider offers that would lower the fragmentation, the best first.
    pub rollouts: Vec<Rollout>,
}

/// The fragmentation of a provider's service area on a day; missing interfaces also against a minimum standard.
///
/// # Errors
/// No such provider or standard; `Denied`; `Invalid` if no version of the standard is binding; those of the store.
pub fn report(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    standard: Option<&Slug>,
    on: Date,
) -> Result<Report, Error> {
    let area = Area::load(tx, actor, provider, on)?;
    let asked = standard.map(|standard| interfaces_of(tx, standard, on)).transpose()?.unwrap_or_default();
    let portfolio = portfolio_entries::of_provider(tx.conn(), provider)?;
    let catalog = tx.catalog()?;
    let fleet = area.fleet(&catalog, on);
    let services = fleet.services();
    Ok(Report {
        on,
        units: area.classes.len(),
        overall: fleet.overall(&services),
        missing: fleet.missing_interfaces(&asked),
        rollouts: fleet.rollouts(&portfolio),
    })
}

/// The services for which the units of a provider have a solution, by key.
///
/// # Errors
/// No such provider; `Denied`; a foreign cursor; those of the store.
pub fn services(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    on: Date,
    page: &Page,
) -> Result<Paged<ServiceFragmentation>, Error> {
    let area = Area::load(tx, actor, provider, on)?;
    let after = page.after().map(|cursor| cursor.key(0).map(str::to_owned)).transpose();
    let after = after.map_err(Store::from)?;
    let catalog = tx.catalog()?;
    let services = area.fleet(&catalog, on).services().into_iter();
    let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
    let later = services.filter(|s| after.as_ref().is_none_or(|after| s.service.to_string() > *after));
    Ok(page.cut(later.take(most).collect(), |s: &ServiceFragmentation| Cursor::new([&s.service])))
}

/// One service.
///
/// # Errors
/// No such provider; no unit with a solution for the service; `Denied`; those of the store.
pub fn service(
    tx: &mut Read<'_>,
    actor: &Actor,
    (provider, service): (&Slug, &LeikaKey),
    on: Date,
) -> Result<ServiceFragmentation, Error> {
    let area = Area::load(tx, actor, provider, on)?;
    let catalog = tx.catalog()?;
    let found = area.fleet(&catalog, on).services().into_iter().find(|s| s.service == *service);
    found.ok_or_else(|| Store::not_found("service-solution", service).into())
}

/// What runs in the units of a provider.
struct Area {
    classes: Vec<blaupause_territory::SizeClass>,
    places: HashMap<Ars, usize>,
    running: Vec<Running>,
}

impl Area {
    fn load(tx: &mut Read<'_>, actor: &Actor, provider: &Slug, on: Date) -> Result<Self, Error> {
        actor.require_somewhere(Permission::ReadServiceArea)?;
        let provider = providers::by_id(tx.conn(), provider)?.provider.id;
        actor.require(Permission::ReadServiceArea, Owner::Provider(&provider))?;
        let units = running::units_of(tx.conn(), &provider, on)?;
        let classed = units.into_iter().filter_map(|unit| Some((unit.size_class()?, unit.ars)));
        let (classes, keys): (Vec<_>, Vec<_>) = classed.unzip();
        let places = keys.into_iter().enumerate().map(|(place, key)| (key, place)).collect();
        Ok(Self { classes, places, running: running::of_provider(tx.conn(), &provider, on)? })
    }

    fn fleet<'a>(&'a self, catalog: &'a blaupause_catalog::Catalog, on: Date) -> Fleet<'a> {
        let in_use = self.running.iter().filter_map(|running| {
            let unit = *self.places.get(&running.unit)?;
            let Running { module, version, customised, .. } = running;
            Some(InUse { unit, module, version, customised: *customised })
        });
        Fleet::new(catalog, self.classes.clone(), in_use, on)
    }
}

/// For each requirement of the binding version that interfaces can fulfil: these interfaces.
fn interfaces_of(tx: &mut Read<'_>, id: &Slug, on: Date) -> Result<Vec<Vec<Interface>>, Error> {
    let standard = standards::by_id(tx.conn(), id)?;
    let versions = standard_versions::of_standard(tx.conn(), id)?;
    let binding = standard.timeline.binding_on(on).and_then(|binding| versions.get(&binding.version));
    let Some(version) = binding else {
        let message = Message::new("standard-not-binding").with("standard", id).with("date", on);
        return Err(Error::invalid("", message));
    };
    let interface = |way: &Satisfaction| match way {
        Satisfaction::Interface { interface } => Some(interface.clone()),
        Satisfaction::Module { .. } | Satisfaction::Blueprint { .. } | Satisfaction::Indicator { .. } => None,
    };
    let ways =
        version.requirements.iter().map(|r| r.satisfied_by.iter().map(interface).collect::<Option<Vec<_>>>());
    Ok(ways.flatten().filter(|ways| !ways.is_empty()).collect())
}
