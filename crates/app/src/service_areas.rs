//! How the units of a provider's service area stand, one by one: for those who may read them all.

use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_analytics::{Breakdown, Contribution, Place, place};
use blaupause_kernel::{Date, Slug, Version};
use blaupause_maturity::Model;
use blaupause_store::{Error as Store, contributions, maturity_models};
use blaupause_territory::Unit;

use crate::statistical_releases::{Peers, contributions_of};
use crate::{Error, Read, providers};

/// Which results are looked at.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The provider.
    pub provider: Slug,
    /// The model.
    pub model: Slug,
    /// Its version; the highest one if left out.
    pub version: Option<Version>,
    /// The first day that results describe; any if left out.
    pub from: Option<Date>,
    /// The last day that results describe; today if left out.
    pub to: Option<Date>,
}

/// One unit of the service area.
#[derive(Debug, Clone)]
pub struct UnitStanding {
    /// The unit.
    pub unit: Unit,
    /// The day whose state its result describes.
    pub period: Date,
    /// Its figures.
    pub contribution: Contribution,
    /// Its place among all units of its level and size class, its provider's or not.
    pub place: Option<Place>,
}

/// The latest results of all units, and which of them are the provider's.
struct Area {
    model: Arc<Model>,
    all: Vec<UnitStanding>,
}

/// The results of a service area.
#[derive(Debug, Clone)]
pub struct Standings {
    /// The model.
    pub model: Arc<Model>,
    /// The units with a result, by key.
    pub units: Vec<UnitStanding>,
}

/// The units of a service area by their latest results.
///
/// # Errors
/// No such provider or model; `Denied`; those of the store.
pub fn standings(tx: &mut Read<'_>, actor: &Actor, asked: &Asked) -> Result<Standings, Error> {
    let Area { model, all } = area(tx, actor, asked)?;
    Ok(Standings { model, units: own(all, &asked.provider) })
}

fn area(tx: &mut Read<'_>, actor: &Actor, asked: &Asked) -> Result<Area, Error> {
    providers::permitted(tx, actor, Permission::ReadServiceArea, &asked.provider)?;
    let version = match &asked.version {
        Some(version) => version.clone(),
        None => maturity_models::highest_version(tx.conn(), &asked.model)?
            .ok_or_else(|| Store::not_found("maturity-model", &asked.model))?,
    };
    let (model, _) = maturity_models::by_version(tx.conn(), &asked.model, &version)?;
    let today = tx.today();
    let span = (asked.from, asked.to.unwrap_or(today));
    let results = contributions::between(tx.conn(), &model.id, &model.version, span)?;
    let units: Vec<(Unit, Date)> = results.iter().map(|r| (r.unit.clone(), r.period)).collect();
    let contributions = contributions_of(tx, results, today)?;
    let scores = contributions.iter().map(|contribution| contribution.standing.score);
    let peers = Peers::of(units.iter().map(|(unit, _)| unit).zip(scores));
    let least = tx.rules().least();
    let standing = |((unit, period), contribution): ((Unit, Date), Contribution)| {
        let score = contribution.standing.score;
        let place = place(score, &peers.without(&unit, score), least);
        UnitStanding { unit, period, contribution, place }
    };
    Ok(Area { model, all: units.into_iter().zip(contributions).map(standing).collect() })
}

/// Those of the provider, counted as its own only.
fn own(all: Vec<UnitStanding>, provider: &Slug) -> Vec<UnitStanding> {
    let name = provider.to_string();
    let mut own = all;
    own.retain(|s| s.contribution.groups.get(&Breakdown::Provider).is_some_and(|of| of.contains(&name)));
    for standing in &mut own {
        standing.contribution.groups.insert(Breakdown::Provider, [name.clone()].into());
    }
    own
}
