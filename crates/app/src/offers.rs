//! Trainings and consultings that providers offer: described, published, held or cancelled. What is published is for everybody
//! to see; where it takes place on the web, for those who come.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_access::{Actor, Owner, Permission, Reach as Far};
use blaupause_kernel::{Ars, Message, Page, Paged, Slug};
use blaupause_maturity::Model;
use blaupause_store::offers::{self as store, Filter};
use blaupause_store::{Error as Store, maturity_models, providers};
use blaupause_support::offers::{Offer, OfferState, Registration, Seat, Terms, Topic, moved_up, seating};
use uuid::Uuid;

use crate::{Change, Error, Expected, Invalid, Read, Write};

/// An offer as an actor may see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The offer.
    pub offer: Offer,
    /// People who have a place.
    pub confirmed: u64,
    /// People who wait for one.
    pub waiting: u64,
    /// Whether the actor may also know the addresses on the web: they belong to the provider, or to a unit that has a place.
    pub joins: bool,
}

/// Describes an offer of a provider, as a draft.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem of the terms; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, provider: Slug, terms: Terms) -> Result<Seen, Error> {
    actor.require(Permission::ManageOffers, Owner::Provider(&provider))?;
    let provider = providers::by_id(tx.conn(), &provider)?.provider.id;
    let offer = Offer::new(tx.next_id(), provider, terms, tx.now())?;
    check_topics(tx, &offer.terms)?;
    store::insert(tx.conn(), &offer)?;
    tx.record(actor, change("offer.drafted", &offer))?;
    Ok(Seen { joins: true, ..seen(actor, offer, &[]) })
}

/// Offers, the newest first: drafts for those alone who see the whole service area of their provider.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: Option<Slug>,
    state: Option<OfferState>,
    page: &Page,
) -> Result<Paged<Seen>, Error> {
    let drafts_of = match actor.reach(Permission::ReadServiceArea) {
        Some(Far::All) => None,
        Some(Far::OwnProvider) => Some(actor.providers().cloned().collect()),
        Some(Far::OwnUnit) | None => Some(Vec::new()),
    };
    let providers = provider.map(|provider| vec![provider]);
    let found = store::list(tx.conn(), &Filter { providers, state, drafts_of }, page)?;
    let mut registrations = registrations_by_offer(tx, &found.items)?;
    Ok(found.map(|offer| {
        let registrations = registrations.remove(&offer.id).unwrap_or_default();
        seen(actor, offer, &registrations)
    }))
}

/// The registrations to these offers.
pub(crate) fn registrations_by_offer(
    tx: &mut Read<'_>,
    offers: &[Offer],
) -> Result<BTreeMap<Uuid, Vec<Registration>>, Error> {
    let ids: Vec<Uuid> = offers.iter().map(|offer| offer.id).collect();
    let mut by_offer = BTreeMap::<Uuid, Vec<Registration>>::new();
    for registration in store::registrations(tx.conn(), &ids)? {
        by_offer.entry(registration.offer).or_default().push(registration);
    }
    Ok(by_offer)
}

/// An offer.
///
/// # Errors
/// No such offer, or a draft that the actor may not see; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Seen, Error> {
    let offer = load(tx, actor, id)?;
    let registrations = store::registrations(tx.conn(), &[id])?;
    Ok(seen(actor, offer, &registrations))
}

/// What happens to an offer.
#[derive(Debug, Clone)]
pub enum Step {
    /// It is described anew.
    Change(Box<Terms>),
    /// Units may register from now on.
    Publish,
    /// It does not take place.
    Cancel,
    /// It took place.
    Hold,
}

/// Takes a step with an offer. Who waits moves up where there are more places.
///
/// # Errors
/// No such offer; `Denied`; `Stale`; what the step refuses; those of the store.
pub fn step(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    step: Step,
) -> Result<Seen, Error> {
    let offer = to_change(tx, actor, id)?;
    expected.check(offer.revision)?;
    let registrations = store::registrations(tx.conn(), &[id])?;
    let before = seating(offer.terms.places, &registrations);
    let now = tx.now();
    let (kind, offer) = match step {
        Step::Change(terms) => {
            let kind = if offer.state == OfferState::Draft { "offer.drafted" } else { "offer.changed" };
            let offer = offer.change(*terms, &registrations, now)?;
            check_topics(tx, &offer.terms)?;
            (kind, offer)
        }
        Step::Publish => ("offer.published", offer.publish(now)?),
        Step::Cancel => (cancelled(&offer), offer.cancel(now)?),
        Step::Hold => ("offer.held", offer.hold(now)?),
    };
    store::update(tx.conn(), &offer)?;
    tx.record(actor, change(kind, &offer))?;
    tell_moved_up(tx, actor, &offer, &before, &registrations)?;
    Ok(Seen { joins: true, ..seen(actor, offer, &registrations) })
}

/// Nobody was told of a draft, so nobody is told that it is gone.
fn cancelled(offer: &Offer) -> &'static str {
    if offer.state == OfferState::Draft { "offer.draftDropped" } else { "offer.cancelled" }
}

/// Tells each unit that waited before and has a place now.
pub(crate) fn tell_moved_up(
    tx: &mut Write<'_>,
    actor: &Actor,
    offer: &Offer,
    before: &[Seat],
    registrations: &[Registration],
) -> Result<(), Error> {
    if offer.state == OfferState::Cancelled {
        return Ok(());
    }
    let moved = moved_up(before, &seating(offer.terms.places, registrations));
    for registration in registrations.iter().filter(|registration| moved.contains(&registration.id)) {
        tx.record(actor, registration_change("registration.movedUp", offer, registration))?;
    }
    Ok(())
}

pub(crate) fn registration_change(kind: &'static str, offer: &Offer, registration: &Registration) -> Change {
    let subject = format!("/offers/{}/registrations/{}", offer.id, registration.id);
    Change::new(kind, subject).of_unit(&registration.unit).of_provider(&offer.provider)
}

/// An offer that the actor may know of.
pub(crate) fn load(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Offer, Error> {
    let offer = store::by_id(tx.conn(), id)?;
    if !offer.was_published() && !sees_inside(actor, &offer) {
        return Err(Store::not_found("offer", id).into());
    }
    Ok(offer)
}

/// An offer for somebody who may change it. To others a draft is not there.
pub(crate) fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid) -> Result<Offer, Error> {
    actor.require_somewhere(Permission::ManageOffers)?;
    let offer = store::by_id(tx.conn(), id)?;
    match actor.require(Permission::ManageOffers, Owner::Provider(&offer.provider)) {
        Err(_) if !offer.was_published() => Err(Store::not_found("offer", id).into()),
        granted => {
            granted?;
            Ok(offer)
        }
    }
}

/// Whether an actor sees drafts of the provider.
fn sees_inside(actor: &Actor, offer: &Offer) -> bool {
    actor.may(Permission::ReadServiceArea, Owner::Provider(&offer.provider))
}

/// Whether an actor reads what belongs to one of the units that have a place: whoever may read its calendar.
fn has_place(actor: &Actor, seats: &[Seat]) -> bool {
    let may = |unit: &Ars| actor.may(Permission::ReadUnit, Owner::Unit(unit, &[]));
    seats.iter().any(|seat| seat.is_confirmed() && may(&seat.unit))
}

pub(crate) fn seen(actor: &Actor, offer: Offer, registrations: &[Registration]) -> Seen {
    let seats = seating(offer.terms.places, registrations);
    let people = |confirmed: bool| -> u64 {
        let of = seats.iter().filter(|seat| seat.is_confirmed() == confirmed);
        of.map(|seat| u64::from(seat.seats)).sum()
    };
    let (confirmed, waiting) = (people(true), people(false));
    let joins = sees_inside(actor, &offer) || has_place(actor, &seats);
    Seen { offer, confirmed, waiting, joins }
}

/// Whether each topic names an indicator that the newest version of its model has.
fn check_topics(tx: &mut Write<'_>, terms: &Terms) -> Result<(), Error> {
    let mut models: BTreeMap<&Slug, Option<Arc<Model>>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (i, Topic { model, indicator }) in terms.topics.iter().enumerate() {
        if !models.contains_key(model) {
            let newest = match maturity_models::highest_version(tx.conn(), model) {
                Ok(Some(version)) => Some(maturity_models::by_version(tx.conn(), model, &version)?.0),
                Ok(None) | Err(Store::NotFound { .. }) => None,
                Err(error) => return Err(error.into()),
            };
            models.insert(model, newest);
        }
        let found = models.get(model).and_then(Option::as_ref).and_then(|model| model.indicator(indicator));
        if found.is_none() {
            let message =
                Message::new("offer-topic-unknown").with("indicator", indicator).with("model", model);
            problems.push(Invalid { pointer: format!("/topics/{i}"), message });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

fn change(kind: &'static str, offer: &Offer) -> Change {
    Change::new(kind, format!("/offers/{}", offer.id)).of_provider(&offer.provider)
}
