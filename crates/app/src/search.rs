//! Search over what has a page of its own: units, blueprints, pilots and modules, by names as people type them.

use std::sync::{Arc, Mutex, PoisonError};

use blaupause_access::Actor;
use blaupause_kernel::{Language, LocalizedText, Page, Slug, UnitKey};
use blaupause_search::{Entry, Index};
use blaupause_store::unit_names::{self, Stamp};
use blaupause_store::{Error as Store, units};
use blaupause_territory::Unit;

pub use blaupause_store::unit_names::UnitName;

use crate::{Error, Read, blueprints, pilots};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A unit.
    Unit(UnitName),
    /// A blueprint.
    Blueprint(Slug, LocalizedText),
    /// A pilot.
    Pilot(Slug, LocalizedText),
    /// A module of the portfolio.
    Module(Slug, LocalizedText),
}

/// What was found, by kind, what fits best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Units of every level.
    pub units: Vec<Hit>,
    /// Blueprints.
    pub blueprints: Vec<Hit>,
    /// Pilots.
    pub pilots: Vec<Hit>,
    /// Modules.
    pub modules: Vec<Hit>,
}

/// The names of the register as they were last read.
#[derive(Default)]
pub struct UnitNames(Mutex<Option<(Stamp, Arc<Index<UnitName>>)>>);

impl UnitNames {
    /// The names as they are now.
    fn current(&self, tx: &mut Read<'_>) -> Result<Arc<Index<UnitName>>, Error> {
        let stamp = unit_names::stamp(tx.conn())?;
        if let Some((of, index)) = self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref()
            && *of == stamp
        {
            return Ok(Arc::clone(index));
        }
        let entry = |unit: UnitName| {
            let names = [Some(&unit.name), unit.latin_name.as_ref()].into_iter().flatten().cloned();
            let weight = unit.population.unwrap_or_default().into();
            (Entry { names: names.collect(), weight }, unit)
        };
        let index = Arc::new(Index::new(unit_names::all(tx.conn())?.into_iter().map(entry)));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((stamp, Arc::clone(&index)));
        Ok(index)
    }
}

/// Finds what fits a question, at most so many of each kind. A key of a unit finds the unit.
///
/// # Errors
/// Those of the store.
pub fn find(
    tx: &mut Read<'_>,
    names: &UnitNames,
    actor: &Actor,
    question: &str,
    limit: usize,
) -> Result<Found, Error> {
    let units = match by_key(tx, question)? {
        Some(unit) => vec![Hit::Unit(unit)],
        None => names.current(tx)?.find(question, limit).into_iter().cloned().map(Hit::Unit).collect(),
    };
    let titled = |hits: Vec<(Slug, LocalizedText)>, kind: fn(Slug, LocalizedText) -> Hit| -> Vec<Hit> {
        let entry = |(slug, title): (Slug, LocalizedText)| {
            let names = Language::ALL.iter().map(|language| title.get(*language).to_owned()).collect();
            (Entry { names, weight: 0 }, (slug, title))
        };
        let index = Index::new(hits.into_iter().map(entry));
        index.find(question, limit).into_iter().cloned().map(|(slug, title)| kind(slug, title)).collect()
    };
    Ok(Found {
        units,
        blueprints: titled(blueprint_titles(tx, actor)?, Hit::Blueprint),
        pilots: titled(pilot_titles(tx)?, Hit::Pilot),
        modules: titled(module_titles(tx)?, Hit::Module),
    })
}

/// The unit that a question is the key of. Some names could be keys, too: `ULM`.
fn by_key(tx: &mut Read<'_>, question: &str) -> Result<Option<UnitName>, Error> {
    let Ok(key) = question.trim().parse::<UnitKey>() else { return Ok(None) };
    match units::by_key(tx.conn(), &key) {
        Ok(unit) => {
            let Unit { ars, name, latin_name, population, .. } = unit;
            Ok(Some(UnitName { ars, name, latin_name, population }))
        }
        Err(Store::NotFound { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn blueprint_titles(tx: &mut Read<'_>, actor: &Actor) -> Result<Vec<(Slug, LocalizedText)>, Error> {
    let found = blueprints::list(tx, actor, blueprints::Wanted::default(), &Page::largest())?;
    Ok(found.items.into_iter().map(|found| (found.blueprint.slug, found.blueprint.title)).collect())
}

fn pilot_titles(tx: &mut Read<'_>) -> Result<Vec<(Slug, LocalizedText)>, Error> {
    let found = pilots::list(tx, &pilots::Filter::default(), &Page::largest())?;
    Ok(found.items.into_iter().map(|pilot| (pilot.slug, pilot.title)).collect())
}

/// The titles of the highest versions.
fn module_titles(tx: &mut Read<'_>) -> Result<Vec<(Slug, LocalizedText)>, Error> {
    let catalog = tx.catalog()?;
    let highest =
        |module: &Slug| catalog.versions(module).next_back().map(|v| (module.clone(), v.title.clone()));
    Ok(catalog.modules().filter_map(highest).collect())
}
