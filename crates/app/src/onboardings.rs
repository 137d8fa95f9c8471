//! Onboarding with a mentor: programmes that providers write, and how far new colleagues of units have come in one.

use blaupause_access::{Actor, Denied, Owner, Permission};
use blaupause_kernel::{Date, Page, Paged, Slug, UnitKey};
use blaupause_store::onboardings::{self as store, Filter};
use blaupause_store::providers;
use blaupause_support::onboarding::{Beginning, Onboarding, OnboardingState, Outline, Programme};
use uuid::Uuid;

use crate::subjects::reach;
use crate::units::{self, ServedUnit};
use crate::{Change, Error, Expected, Read, Write};

/// Writes a programme of a provider.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem; those of the store.
pub fn create_programme(
    tx: &mut Write<'_>,
    actor: &Actor,
    provider: Slug,
    outline: Outline,
) -> Result<Programme, Error> {
    actor.require(Permission::ManageOffers, Owner::Provider(&provider))?;
    let provider = providers::by_id(tx.conn(), &provider)?.provider.id;
    let programme = Programme::new(tx.next_id(), provider, outline)?;
    store::insert_programme(tx.conn(), &programme)?;
    tx.record(actor, of_programme("onboardingProgramme.created", &programme))?;
    Ok(programme)
}

/// Writes a programme anew, for those who begin from now on.
///
/// # Errors
/// No such programme; `Denied`; `Stale`; `Invalid` with every problem; those of the store.
pub fn revise_programme(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    outline: Outline,
) -> Result<Programme, Error> {
    actor.require_somewhere(Permission::ManageOffers)?;
    let programme = store::programme(tx.conn(), id)?;
    actor.require(Permission::ManageOffers, Owner::Provider(&programme.provider))?;
    expected.check(programme.revision)?;
    let programme = programme.revise(outline)?;
    store::update_programme(tx.conn(), &programme)?;
    tx.record(actor, of_programme("onboardingProgramme.changed", &programme))?;
    Ok(programme)
}

/// A programme; everybody may read it.
///
/// # Errors
/// No such programme; those of the store.
pub fn programme(tx: &mut Read<'_>, id: Uuid) -> Result<Programme, Error> {
    Ok(store::programme(tx.conn(), id)?)
}

/// Programmes, the newest first.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn programmes(tx: &mut Read<'_>, provider: Option<Slug>, page: &Page) -> Result<Paged<Programme>, Error> {
    let providers = provider.map(|provider| vec![provider]);
    Ok(store::list_programmes(tx.conn(), providers.as_deref(), page)?)
}

/// What an onboarding begins with.
#[derive(Debug, Clone)]
pub struct New {
    /// The programme.
    pub programme: Uuid,
    /// The unit.
    pub unit: UnitKey,
    /// Which post is filled.
    pub post: String,
    /// The mentor.
    pub mentor: String,
    /// The first day; today if not said.
    pub started: Option<Date>,
}

/// Begins the onboarding of a new colleague of a unit that the provider of the programme serves.
///
/// # Errors
/// No such unit or programme; `Denied`, also for a programme of a provider that does not serve the unit; `Invalid` with
/// every problem; those of the store.
pub fn begin(tx: &mut Write<'_>, actor: &Actor, new: New) -> Result<Onboarding, Error> {
    let New { programme, unit, post, mentor, started } = new;
    let served = units::of_actor(&mut tx.as_read(), actor, Permission::RunOnboardings, &unit)?;
    let ServedUnit { unit, serving } = served;
    let programme = store::programme(tx.conn(), programme)?;
    if !serving.contains(&programme.provider) {
        return Err(Denied::Forbidden(Permission::RunOnboardings).into());
    }
    let started = started.unwrap_or_else(|| tx.today());
    let beginning = Beginning { unit: unit.ars, post, mentor, started };
    let onboarding = Onboarding::start(tx.next_id(), &programme, beginning)?;
    store::insert(tx.conn(), &onboarding)?;
    tx.record(actor, change("onboarding.begun", &onboarding))?;
    Ok(onboarding)
}

/// Onboardings of units within reach, the newest first.
///
/// # Errors
/// No such unit; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    unit: Option<UnitKey>,
    state: Option<OnboardingState>,
    page: &Page,
) -> Result<Paged<Onboarding>, Error> {
    let reach = reach(actor, Permission::ReadUnit, tx.today())?;
    let unit = match unit {
        Some(key) => Some(units::of_actor(tx, actor, Permission::ReadUnit, &key)?.unit.ars),
        None => None,
    };
    Ok(store::list(tx.conn(), &Filter { unit, state, reach }, page)?)
}

/// An onboarding.
///
/// # Errors
/// No such onboarding; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Onboarding, Error> {
    load(tx, actor, Permission::ReadUnit, id)
}

/// What happens in an onboarding.
#[derive(Debug, Clone)]
pub enum Step {
    /// An item was done on a day; today if not said.
    Tick(usize, Option<Date>),
    /// An item was not done after all.
    Untick(usize),
    /// Another mentor goes on.
    ChangeMentor(String),
    /// Every item is done.
    Complete,
    /// It ends before that, for this reason.
    End(String),
}

/// Takes a step in an onboarding.
///
/// # Errors
/// No such onboarding; `Denied`; `Stale`; what the step refuses; those of the store.
pub fn step(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    step: Step,
) -> Result<Onboarding, Error> {
    let onboarding = load(&mut tx.as_read(), actor, Permission::RunOnboardings, id)?;
    expected.check(onboarding.revision)?;
    let today = tx.today();
    let (kind, onboarding) = match step {
        Step::Tick(item, on) => ("onboarding.itemDone", onboarding.tick(item, on.unwrap_or(today), today)?),
        Step::Untick(item) => ("onboarding.itemReopened", onboarding.untick(item)?),
        Step::ChangeMentor(mentor) => ("onboarding.mentorChanged", onboarding.change_mentor(mentor)?),
        Step::Complete => ("onboarding.completed", onboarding.complete(today)?),
        Step::End(reason) => ("onboarding.ended", onboarding.end(reason, today)?),
    };
    store::update(tx.conn(), &onboarding)?;
    tx.record(actor, change(kind, &onboarding))?;
    Ok(onboarding)
}

fn load(tx: &mut Read<'_>, actor: &Actor, permission: Permission, id: Uuid) -> Result<Onboarding, Error> {
    actor.require_somewhere(permission)?;
    let onboarding = store::by_id(tx.conn(), id)?;
    units::of_actor(tx, actor, permission, &UnitKey::Ars(onboarding.unit.clone()))?;
    Ok(onboarding)
}

fn change(kind: &'static str, onboarding: &Onboarding) -> Change {
    Change::new(kind, format!("/onboardings/{}", onboarding.id)).of_unit(&onboarding.unit)
}

fn of_programme(kind: &'static str, programme: &Programme) -> Change {
    Change::new(kind, format!("/onboarding-programmes/{}", programme.id)).of_provider(&programme.provider)
}
