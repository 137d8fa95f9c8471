//! Statistical releases: calculate the public figures of a model version over a span of days, and publish them.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Owner, Permission};
use blaupause_analytics::{
    Breakdown, Contribution, Earlier, RELEASE_FORMAT, Release, Scope, Standing, public_cells,
};
use blaupause_kernel::{Date, Level, Message, Page, Paged, Rational, Slug, Version, to_canonical_json};
use blaupause_maturity::{
    Answers, Model, ModelRef, ProviderLevels, Subject, SubjectProfile, score, segment_between,
};
use blaupause_store::contributions::{self, Contributing};
use blaupause_store::{maturity_models, served_units, statistical_releases as store};
use blaupause_territory::{SizeClass, Unit};
use serde::Serialize;
use uuid::Uuid;

pub use blaupause_store::maturity_models::Published;
pub use blaupause_store::statistical_releases::Summary;

use crate::{Change, Error, Invalid, Read, Write};

/// What is to be released.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The model.
    pub model: Slug,
    /// Its version.
    pub version: Version,
    /// The first day that results describe.
    pub from: Date,
    /// The last day that results describe.
    pub to: Date,
}

/// A release that is calculated and not published yet.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The release.
    pub release: Release,
    contributions: Vec<Contribution>,
    /// The earlier releases that were taken into account.
    beside: BTreeSet<Uuid>,
}

/// Calculates a release under this key beside everything published before, and publishes nothing. May take seconds.
///
/// # Errors
/// `Denied`; `Invalid` for a span that is empty, not over yet or partly released before, for a model of providers and
/// for a span without results; no such version of the model; those of the store.
pub fn prepare(tx: &mut Read<'_>, actor: &Actor, id: Uuid, wanted: &Wanted) -> Result<Prepared, Error> {
    actor.require(Permission::ReleaseStatistics, Owner::Everyone)?;
    let (model, hash) = maturity_models::by_version(tx.conn(), &wanted.model, &wanted.version)?;
    let before = store::of_model(tx.conn(), &wanted.model, Some(&wanted.version))?;
    check(wanted, &model, &before, tx.today())?;
    let results =
        contributions::between(tx.conn(), &wanted.model, &wanted.version, (Some(wanted.from), wanted.to))?;
    let contributions = contributions_of(tx, results, wanted.to)?;
    if contributions.is_empty() {
        return Err(Error::invalid("/from", Message::new("release-without-results")));
    }
    let mut earlier = Vec::with_capacity(before.len());
    for release in &before {
        earlier.push(store::whole(tx.conn(), release.id)?);
    }
    let earlier: Vec<Earlier<'_>> =
        earlier.iter().map(|(release, all)| Earlier { cells: &release.cells, contributions: all }).collect();
    let reference = model.reference_with(hash);
    let scope = scope(tx, &model, &reference, &contributions)?;
    let release = Release {
        format: RELEASE_FORMAT.to_owned(),
        id,
        model: reference,
        from: wanted.from,
        to: wanted.to,
        released_at: tx.now(),
        rules: tx.rules(),
        cells: public_cells(&contributions, &earlier, &scope),
    };
    let beside = before.into_iter().map(|summary| summary.id).collect();
    Ok(Prepared { release, contributions, beside })
}

/// Publishes a release.
///
/// # Errors
/// `Denied`; `Stale` if another release for the model version came in between; those of the store.
pub fn publish(tx: &mut Write<'_>, actor: &Actor, prepared: &Prepared) -> Result<Published, Error> {
    actor.require(Permission::ReleaseStatistics, Owner::Everyone)?;
    let release = &prepared.release;
    let model = &release.model;
    let now: BTreeSet<Uuid> = store::of_model(tx.conn(), &model.id, Some(&model.version))?
        .into_iter()
        .map(|summary| summary.id)
        .collect();
    if now != prepared.beside {
        return Err(Error::Stale);
    }
    let document = to_canonical_json(release).map_err(|e| Error::Internal(e.to_string()))?;
    let hash = blaupause_kernel::Digest::of(document.as_bytes());
    let published = Published { document, hash };
    store::insert(tx.conn(), release, &published, &prepared.contributions, actor.subject()?)?;
    tx.record(actor, Change::new("statisticalRelease.published", path(release.id)))?;
    Ok(published)
}

/// Path of a release, below `/v1`.
pub fn path(id: Uuid) -> String {
    format!("/statistical-releases/{id}")
}

/// A release as it was published.
///
/// # Errors
/// No such release; those of the store.
pub fn document(tx: &mut Read<'_>, id: Uuid) -> Result<Published, Error> {
    Ok(store::document(tx.conn(), id)?)
}

/// The releases, the newest first.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, model: Option<&Slug>, page: &Page) -> Result<Paged<Summary>, Error> {
    Ok(store::list(tx.conn(), model, page)?)
}

/// The span is over, not released before, and the model assesses units.
fn check(wanted: &Wanted, model: &Model, before: &[Summary], today: Date) -> Result<(), Error> {
    let mut places = Vec::new();
    let mut refuse = |pointer: &str, message: Message| {
        places.push(Invalid { pointer: pointer.to_owned(), message });
    };
    if model.subject != Subject::Municipality {
        refuse("/model", Message::new("release-model-subject").with("model", &model.id));
    }
    if wanted.to < wanted.from {
        let message = Message::new("release-span-reversed");
        refuse("/to", message.with("from", wanted.from).with("to", wanted.to));
    }
    if wanted.to >= today {
        refuse("/to", Message::new("release-span-open").with("to", wanted.to).with("today", today));
    }
    let overlaps = |release: &&Summary| release.from <= wanted.to && wanted.from <= release.to;
    if let Some(release) = before.iter().find(overlaps) {
        let message = Message::new("release-overlaps").with("release", release.id);
        refuse("/from", message.with("from", release.from).with("to", release.to));
    }
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

/// The contributions of results, each with the groups of its unit; providers are those that serve it on `day`.
pub(crate) fn contributions_of(
    tx: &mut Read<'_>,
    results: Vec<Contributing>,
    day: Date,
) -> Result<Vec<Contribution>, Error> {
    let keys = results.iter().map(|result| result.unit.ars.clone()).collect();
    let served = served_units::of_keys(tx.conn(), &keys, day)?;
    let serving: BTreeMap<_, _> = served.into_iter().map(|(unit, providers)| (unit.ars, providers)).collect();
    let peers = Peers::of(results.iter().map(|result| (&result.unit, result.score)));
    let least = tx.rules().least();
    let contribution = |result: Contributing| {
        let unit = &result.unit;
        let others = peers.without(unit, result.score);
        let bounds = (result.standing.lower, result.standing.upper);
        let segment = segment_between(bounds, result.standing.minimum_standard, &others)
            .filter(|_| others.len() >= least);
        let mut groups = BTreeMap::new();
        let mut put = |by: Breakdown, names: BTreeSet<String>| {
            if !names.is_empty() {
                groups.insert(by, names);
            }
        };
        put(Breakdown::Level, name(&unit.level).into_iter().collect());
        put(Breakdown::Country, [unit.ars.country().as_str().to_owned()].into());
        put(Breakdown::Land, [unit.ars.land().to_string()].into());
        put(Breakdown::County, unit.ars.county().map(|c| c.to_string()).into_iter().collect());
        put(Breakdown::SizeClass, unit.size_class().as_ref().and_then(name).into_iter().collect());
        let providers = serving.get(&unit.ars).into_iter().flatten();
        put(Breakdown::Provider, providers.map(Slug::to_string).collect());
        Contribution {
            unit: unit.ars.clone(),
            groups,
            standing: Standing {
                score: result.score,
                dimensions: result.standing.dimensions,
                stage: result.stage,
                segment,
            },
        }
    };
    Ok(results.into_iter().map(contribution).collect())
}

/// The scores of all units by level and size class.
pub(crate) struct Peers(BTreeMap<(Level, Option<SizeClass>), Vec<Rational>>);

impl Peers {
    pub(crate) fn of<'u>(scores: impl Iterator<Item = (&'u Unit, Rational)>) -> Self {
        let mut peers: BTreeMap<_, Vec<Rational>> = BTreeMap::new();
        for (unit, score) in scores {
            peers.entry((unit.level, unit.size_class())).or_default().push(score);
        }
        Self(peers)
    }

    /// The scores of the other units like this one: all but one that is its own.
    pub(crate) fn without(&self, unit: &Unit, own: Rational) -> Vec<Rational> {
        let mut others = self.0.get(&(unit.level, unit.size_class())).cloned().unwrap_or_default();
        if let Some(place) = others.iter().position(|score| *score == own) {
            others.swap_remove(place);
        }
        others
    }
}

/// The name of a value as documents write it.
pub fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// The possible numbers: those of a municipality that answered nothing yet, widened to what is there, because a model
/// may ask other units about more.
fn scope(
    tx: &Read<'_>,
    model: &Model,
    reference: &ModelRef,
    contributions: &[Contribution],
) -> Result<Scope, Error> {
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
    let (answers, provided) = (Answers::default(), ProviderLevels::default());
    let open = score(model, reference.hash, &town, &answers, &provided)?;
    let mut score_range = (open.bounds.lower.exact, open.bounds.upper.exact);
    let mut dimension_ranges = open.dimension_bounds();
    for contribution in contributions {
        widen(&mut score_range, contribution.standing.score);
        for (id, value) in &contribution.standing.dimensions {
            widen(dimension_ranges.entry(id.clone()).or_insert((*value, *value)), *value);
        }
    }
    Ok(Scope { rules: tx.rules(), rounding: model.rounding, score_range, dimension_ranges })
}

fn widen((low, high): &mut (Rational, Rational), value: Rational) {
    *low = (*low).min(value);
    *high = (*high).max(value);
}
