//! Roadmaps: asking for one, seeing how far it is and what came of it, calling it off. Making one is `roadmap_planning`.

use std::collections::BTreeSet;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Message, Page, Paged, Quarter, Slug, UnitKey};
use blaupause_pilots::roadmaps::{Frame, Job, JobProgress, MAX_UNITS, PlanFor, Roadmap};
use blaupause_store::{blueprint_versions, maturity_models, providers, roadmaps as store, running_modules};
use uuid::Uuid;

pub use blaupause_store::roadmaps::Filter;

use crate::error::at;
use crate::subjects::{SubjectKey, within};
use crate::{Change, Error, Expected, Read, Write, units};

/// How many roadmaps for the same unit or provider may wait or be worked on.
const MOST_OPEN: usize = 5;

/// Asks for a roadmap: for one unit, or for all units that a provider serves.
///
/// # Errors
/// No such unit or provider; `Denied`; a frame that contradicts itself or names what is not there; `RoadmapsOpen`; those
/// of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, key: &SubjectKey, frame: Frame) -> Result<Job, Error> {
    actor.require_somewhere(Permission::PlanRoadmaps)?;
    let plan_for = match key {
        SubjectKey::Unit(key) => {
            let served = units::of_actor(&mut tx.as_read(), actor, Permission::PlanRoadmaps, key)?;
            PlanFor::Unit(served.unit.ars)
        }
        SubjectKey::Provider(id) => {
            let provider = providers::by_id(tx.conn(), id)?.provider.id;
            actor.require(Permission::PlanRoadmaps, Owner::Provider(&provider))?;
            PlanFor::Provider(provider)
        }
    };
    let made = Job::new(tx.next_id(), plan_for, frame, actor.subject()?, tx.now());
    let job = made.map_err(within_frame)?;
    check(tx, &job)?;
    if store::count_open(tx.conn(), &job.plan_for)? >= MOST_OPEN {
        return Err(Error::RoadmapsOpen(MOST_OPEN));
    }
    store::insert(tx.conn(), &job)?;
    tx.record(actor, change("roadmap.requested", &job))?;
    Ok(job)
}

/// The places of a frame as places of the body that it came in.
fn within_frame(error: blaupause_pilots::Error) -> blaupause_pilots::Error {
    match error {
        blaupause_pilots::Error::Invalid { kind, mut problems } => {
            problems.iter_mut().for_each(|problem| problem.path = format!("/frame{}", problem.path));
            blaupause_pilots::Error::Invalid { kind, problems }
        }
        other => other,
    }
}

/// Checks the frame against what there is.
fn check(tx: &mut Write<'_>, job: &Job) -> Result<(), Error> {
    let frame = &job.frame;
    let today = Quarter::of(tx.today());
    if today.until(frame.from) < 0 {
        let message = Message::new("roadmap-in-the-past").with("today", today);
        return Err(Error::invalid("/frame/from", message));
    }
    let known = maturity_models::highest_version(tx.conn(), &frame.model).map_err(Error::from);
    if known.map_err(at("/frame/model"))?.is_none() {
        let message = Message::new("maturity-model-not-found").with("id", &frame.model);
        return Err(Error::invalid("/frame/model", message));
    }
    let current = blueprint_versions::current(tx.conn())?;
    let known = |slug: &Slug| {
        current.iter().any(|c| c.document.blueprint == *slug && c.document.model.id == frame.model)
    };
    let chosen =
        frame.blueprints.iter().enumerate().map(|(i, slug)| (format!("/frame/blueprints/{i}"), slug));
    let wished = frame.wishes.iter().enumerate();
    let wished = wished.map(|(i, wish)| (format!("/frame/wishes/{i}/blueprint"), &wish.blueprint));
    if let Some((pointer, slug)) = chosen.chain(wished).find(|(_, slug)| !known(slug)) {
        return Err(Error::invalid(pointer, Message::new("roadmap-not-offered").with("blueprint", slug)));
    }
    check_units(tx, job)
}

/// The units that are planned are not too many, and nothing is said of others.
fn check_units(tx: &mut Write<'_>, job: &Job) -> Result<(), Error> {
    let on = tx.today();
    let units: BTreeSet<Ars> = match &job.plan_for {
        PlanFor::Unit(unit) => [unit.clone()].into(),
        PlanFor::Provider(provider) => {
            let served = running_modules::units_of(tx.conn(), provider, on)?;
            served.into_iter().map(|unit| unit.ars).collect()
        }
    };
    if units.len() > MAX_UNITS {
        let message =
            Message::new("roadmap-too-many-units").with("count", units.len()).with("most", MAX_UNITS);
        return Err(Error::invalid("/provider", message));
    }
    let limits = job.frame.limits.units.keys().map(|unit| (format!("/frame/limits/units/{unit}"), unit));
    let wishes = job.frame.wishes.iter().enumerate();
    let wishes =
        wishes.filter_map(|(i, wish)| Some((format!("/frame/wishes/{i}/unit"), wish.unit.as_ref()?)));
    match limits.chain(wishes).find(|(_, unit)| !units.contains(*unit)) {
        Some((pointer, unit)) => {
            Err(Error::invalid(pointer, Message::new("roadmap-unit-not-planned").with("unit", unit)))
        }
        None => Ok(()),
    }
}

/// A job, and how far it is.
///
/// # Errors
/// No such job; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<(Job, Option<JobProgress>), Error> {
    let job = of_reader(tx, actor, id)?;
    let progress = store::progress(tx.conn(), id)?;
    Ok((job, progress))
}

/// What came of a job.
///
/// # Errors
/// No such job; `Denied`; `RoadmapNotDone`; those of the store.
pub fn result(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Roadmap, Error> {
    of_reader(tx, actor, id)?;
    let text = store::result(tx.conn(), id)?.ok_or(Error::RoadmapNotDone)?;
    read(&text)
}

fn read(text: &str) -> Result<Roadmap, Error> {
    Ok(serde_json::from_str(text).map_err(|e| blaupause_store::Error::corrupt("roadmap", e))?)
}

/// The jobs an actor may see, the newest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, filter: &Filter, page: &Page) -> Result<Paged<Job>, Error> {
    let (units, own) = within(actor, Permission::ReadServiceArea, tx.today())?;
    Ok(store::list(tx.conn(), filter, (&units, &own), page)?)
}

/// The latest roadmap of a unit: its own, or its part of one that a provider made for all its units.
///
/// # Errors
/// No such unit; `Denied`; no roadmap; those of the store.
pub fn of_unit(tx: &mut Read<'_>, actor: &Actor, key: &UnitKey) -> Result<(Job, Roadmap), Error> {
    let served = units::of_actor(tx, actor, Permission::ReadUnit, key)?;
    let unit = served.unit.ars;
    let found = store::last_done(tx.conn(), Some(&unit), &served.serving)?;
    let (job, text) = found.ok_or_else(|| blaupause_store::Error::not_found("roadmap", &unit))?;
    let roadmap = read(&text)?;
    let own = job.plan_for == PlanFor::Unit(unit.clone());
    Ok((job, if own { roadmap } else { part(roadmap, &unit) }))
}

/// The latest roadmap for all units of a provider.
///
/// # Errors
/// No such provider; `Denied`; no roadmap; those of the store.
pub fn of_provider(tx: &mut Read<'_>, actor: &Actor, id: &Slug) -> Result<(Job, Roadmap), Error> {
    let provider = crate::providers::permitted(tx, actor, Permission::ReadServiceArea, id)?.id;
    let found = store::last_done(tx.conn(), None, std::slice::from_ref(&provider))?;
    let (job, text) = found.ok_or_else(|| blaupause_store::Error::not_found("roadmap", &provider))?;
    Ok((job, read(&text)?))
}

/// What concerns one unit. What the plan as a whole is worth and how busy the provider is stays with the provider.
fn part(roadmap: Roadmap, unit: &Ars) -> Roadmap {
    let Roadmap { mut items, mut paths, mut unmet, mut tight, mut short, mut left_out, .. } = roadmap;
    items.retain(|item| item.unit == *unit);
    paths.retain(|path| path.unit == *unit);
    unmet.retain(|wish| wish.unit == *unit);
    tight.retain(|line| line.unit.as_ref() == Some(unit));
    short.retain(|short| short.unit == *unit);
    left_out.retain(|left| left.unit == *unit);
    let loads = Vec::new();
    Roadmap { items, paths, unmet, tight, short, left_out, loads, ..roadmap }
}

/// Calls a job off.
///
/// # Errors
/// No such job; `Denied`; `Stale`; `WrongState` if it is over; those of the store.
pub fn cancel(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Job, Error> {
    let job = to_change(tx, actor, id, expected)?.cancel(tx.now())?;
    store::update(tx.conn(), &job)?;
    tx.record(actor, change("roadmap.cancelled", &job))?;
    Ok(job)
}

/// Removes a job that is over, with what came of it.
///
/// # Errors
/// No such job; `Denied`; `Stale`; `WrongState` if it is not over; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<(), Error> {
    let job = to_change(tx, actor, id, expected)?;
    job.may_be_removed()?;
    store::delete(tx.conn(), &job)?;
    tx.record(actor, change("roadmap.deleted", &job))
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Job, Error> {
    actor.require_somewhere(Permission::PlanRoadmaps)?;
    let job = store::by_id(tx.conn(), id)?;
    require(&mut tx.as_read(), actor, (Permission::PlanRoadmaps, Permission::PlanRoadmaps), &job)?;
    expected.check(job.revision)?;
    Ok(job)
}

/// A job for somebody who may read what it is about.
fn of_reader(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Job, Error> {
    let somewhere = actor.require_somewhere(Permission::ReadUnit);
    somewhere.or_else(|_| actor.require_somewhere(Permission::ReadServiceArea))?;
    let job = store::by_id(tx.conn(), id)?;
    require(tx, actor, (Permission::ReadUnit, Permission::ReadServiceArea), &job)?;
    Ok(job)
}

/// Lets somebody pass who has the permission for a unit's job or the one for a provider's, whichever it is.
fn require(
    tx: &mut Read<'_>,
    actor: &Actor,
    (of_unit, of_provider): (Permission, Permission),
    job: &Job,
) -> Result<(), Error> {
    match &job.plan_for {
        PlanFor::Unit(unit) => units::of_actor(tx, actor, of_unit, &UnitKey::Ars(unit.clone())).map(drop),
        PlanFor::Provider(provider) => Ok(actor.require(of_provider, Owner::Provider(provider))?),
    }
}

pub(crate) fn change(kind: &'static str, job: &Job) -> Change {
    let change = Change::new(kind, format!("/roadmaps/{}", job.id));
    match &job.plan_for {
        PlanFor::Unit(unit) => change.of_unit(unit),
        PlanFor::Provider(provider) => change.of_provider(provider),
    }
}
