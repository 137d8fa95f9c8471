//! Services as linked data: what is served in a unit or in the service area of a provider, and the data sets of everyone.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Permission};
use blaupause_catalog::services::Service;
use blaupause_catalog::{Catalog, LeikaKey, ModuleVersion};
use blaupause_interchange::rdf::{Authority, DataSet, DataSets, PublicService, Publisher, ServiceCatalogue};
use blaupause_kernel::{Ars, Date, Language, LocalizedText, Message, Slug, UnitKey, Version};
use blaupause_store::running_modules::{self as running, Running};
use blaupause_store::{installations, services};

use crate::messages::render;
use crate::{Error, Read, providers, units};

/// What everyone may read, by path, with the code of its texts.
const DATA_SETS: [(&str, &str); 10] = [
    ("/municipalities", "data-set-municipalities"),
    ("/providers", "data-set-providers"),
    ("/maturity-models", "data-set-maturity-models"),
    ("/modules", "data-set-modules"),
    ("/minimum-standards", "data-set-minimum-standards"),
    ("/upgrade-paths", "data-set-upgrade-paths"),
    ("/services", "data-set-services"),
    ("/code-lists", "data-set-code-lists"),
    ("/blueprints", "data-set-blueprints"),
    ("/statistical-releases", "data-set-statistical-releases"),
];

/// What serves a service, and where.
#[derive(Default)]
struct Serving<'c> {
    modules: BTreeMap<&'c Slug, &'c ModuleVersion>,
    units: BTreeSet<Ars>,
}

/// The services that what runs in a unit on a day serves.
///
/// # Errors
/// No such unit; `Denied`; those of the store.
pub fn of_unit(
    tx: &mut Read<'_>,
    actor: &Actor,
    unit: &UnitKey,
    on: Date,
) -> Result<ServiceCatalogue, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit;
    let catalog = tx.catalog()?;
    let installed = installations::of_unit(tx.conn(), &unit.ars)?;
    let running = installed.iter().filter(|i| i.since <= on).map(|i| (&unit.ars, &i.module, &i.version));
    let publisher = Publisher {
        path: format!("/municipalities/{}", unit.ars),
        id: unit.ars.to_string(),
        name: unit.name.clone(),
    };
    let authorities = vec![Authority { ars: unit.ars.clone(), name: unit.name.clone() }];
    catalogue(tx, &serving(&catalog, running), publisher, authorities, on)
}

/// The services that what runs in the units of a provider on a day serves.
///
/// # Errors
/// No such provider; `Denied`; those of the store.
pub fn of_provider(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    on: Date,
) -> Result<ServiceCatalogue, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?;
    let names: BTreeMap<Ars, String> =
        running::units_of(tx.conn(), &provider.id, on)?.into_iter().map(|u| (u.ars, u.name)).collect();
    let catalog = tx.catalog()?;
    let all = running::of_provider(tx.conn(), &provider.id, on)?;
    let counted = all.iter().filter(|running| names.contains_key(&running.unit));
    let found =
        serving(&catalog, counted.map(|Running { unit, module, version, .. }| (unit, module, version)));
    let responsible: BTreeSet<&Ars> = found.values().flat_map(|serving| &serving.units).collect();
    let authority = |ars: &&Ars| Some(Authority { ars: (*ars).clone(), name: names.get(*ars)?.clone() });
    let authorities = responsible.iter().filter_map(authority).collect();
    let publisher = Publisher {
        path: format!("/providers/{}", provider.id),
        id: provider.id.to_string(),
        name: provider.name,
    };
    catalogue(tx, &found, publisher, authorities, on)
}

/// The data sets that everyone may read.
///
/// # Errors
/// Those of the texts: none.
pub fn data_sets() -> Result<DataSets, Error> {
    let set = |(path, code): (&str, &str)| {
        let keywords = render(Language::De, &Message::new(format!("{code}-keywords")));
        Ok(DataSet {
            path: path.to_owned(),
            title: text(&Message::new(format!("{code}-title")))?,
            description: text(&Message::new(code))?,
            keywords: keywords.split(", ").map(str::to_owned).collect(),
        })
    };
    Ok(DataSets {
        title: text(&Message::new("data-sets-title"))?,
        description: text(&Message::new("data-sets"))?,
        sets: DATA_SETS.into_iter().map(set).collect::<Result<_, Error>>()?,
    })
}

fn serving<'c>(
    catalog: &'c Catalog,
    running: impl Iterator<Item = (&'c Ars, &'c Slug, &'c Version)>,
) -> BTreeMap<&'c LeikaKey, Serving<'c>> {
    let mut found = BTreeMap::<&LeikaKey, Serving<'c>>::new();
    for (unit, module, version) in running {
        let Some(version) = catalog.get(module, version) else { continue };
        for key in &version.leika {
            let serving = found.entry(key).or_default();
            serving.units.insert(unit.clone());
            serving.modules.insert(module, version);
        }
    }
    found
}

fn catalogue(
    tx: &mut Read<'_>,
    found: &BTreeMap<&LeikaKey, Serving<'_>>,
    publisher: Publisher,
    authorities: Vec<Authority>,
    on: Date,
) -> Result<ServiceCatalogue, Error> {
    let current = |service: &Service| service.ended.is_none_or(|ended| on < ended);
    let all = services::all(tx.conn())?.into_iter().filter(current);
    let offered = |service: Service| {
        let serving = found.get(&service.key)?;
        let described = describe(&service, serving);
        let authorities = serving.units.iter().cloned().collect();
        Some(described.map(|description| PublicService { service, description, authorities }))
    };
    let services = all.filter_map(offered).collect::<Result<_, _>>()?;
    let named = |code: &str| Message::new(code).with("name", &publisher.name).with("on", on);
    Ok(ServiceCatalogue {
        path: format!("{}/service-catalogue", publisher.path),
        title: text(&named("service-catalogue-title"))?,
        description: text(&named("service-catalogue-described"))?,
        publisher,
        authorities,
        services,
    })
}

/// The list of services has names only: the description says what the entry is and what serves it.
fn describe(service: &Service, serving: &Serving<'_>) -> Result<LocalizedText, Error> {
    let titles = |language: Language| {
        let titles = serving.modules.values().map(|version| version.title.get(language));
        titles.collect::<Vec<_>>().join(", ")
    };
    let code = if service.field.is_some() { "service-described-field" } else { "service-described" };
    text(
        &Message::new(code)
            .with("name", &service.name)
            .with("key", &service.key)
            .with("field", service.field.as_deref().unwrap_or_default())
            .with("modules-de", titles(Language::De))
            .with("modules-en", titles(Language::En)),
    )
}

fn text(message: &Message) -> Result<LocalizedText, Error> {
    let [de, en] = [Language::De, Language::En].map(|language| render(language, message));
    LocalizedText::new(de, en).map_err(|e| Error::Internal(e.to_string()))
}
