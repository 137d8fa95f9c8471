//! Registrations of units for trainings and consultings: who comes, who waits and moves up, who came, and what that proves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use blaupause_access::{Actor, Denied, Permission};
use blaupause_kernel::{Ars, Cursor, Language, Message, Page, Paged, Slug, UnitKey};
use blaupause_maturity::{Assessed, Assessment, Evidence};
use blaupause_store::Error as Store;
use blaupause_store::assessments::Reach;
use blaupause_store::offers as store;
use blaupause_support::offers::{Offer, Proof, Registration, Standing, seating};
use uuid::Uuid;

use crate::offers::{
    Seen, load, registration_change, registrations_by_offer, seen, tell_moved_up, to_change,
};
use crate::subjects::reach;
use crate::units::{self, ServedUnit};
use crate::{Error, Expected, Read, Write, calendar_addresses, evidence};

/// How long attendance is evidence, in months. What was taught is out of date after that (own definition).
pub const PROOF_MONTHS: u32 = 24;

/// A registration and whether there is a place for it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The registration.
    pub registration: Registration,
    /// Whether there is a place.
    pub standing: Standing,
}

/// A registration of a unit, and the offer.
#[derive(Debug, Clone)]
pub struct OfUnit {
    /// The registration.
    pub registered: Registered,
    /// The offer.
    pub offer: Seen,
}

/// Registers a unit that the provider of the offer serves. Who finds no place waits.
///
/// # Errors
/// No such unit or offer; `Denied`, also for an offer of a provider that does not serve the unit; what
/// [`Offer::register`] refuses; those of the store.
pub fn register(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    unit: &UnitKey,
    seats: u32,
) -> Result<Registered, Error> {
    let served = units::of_actor(&mut tx.as_read(), actor, Permission::RegisterForOffers, unit)?;
    let ServedUnit { unit, serving } = served;
    let offer = load(&mut tx.as_read(), actor, id)?;
    if !serving.contains(&offer.provider) {
        return Err(Denied::Forbidden(Permission::RegisterForOffers).into());
    }
    let mut all = store::registrations(tx.conn(), &[id])?;
    let registration = offer.register(tx.next_id(), unit.ars, seats, &all, tx.now())?;
    store::insert_registration(tx.conn(), &registration)?;
    tx.record(actor, registration_change("registration.made", &offer, &registration))?;
    all.push(registration.clone());
    standing(&offer, &all, registration)
}

/// The registrations to an offer, in the order of arrival: those of units within reach, or all for the people of its
/// provider.
///
/// # Errors
/// No such offer; `Denied`; a foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, id: Uuid, page: &Page) -> Result<Paged<Registered>, Error> {
    actor.require_somewhere(Permission::ReadUnit)?;
    let offer = load(tx, actor, id)?;
    let all = store::registrations(tx.conn(), &[id])?;
    let after: u64 = match page.after() {
        Some(cursor) => cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Store::Cursor)?,
        None => 0,
    };
    let within = match reach(actor, Permission::ReadUnit, tx.today())? {
        Reach::Everything => None,
        // The provider knows who comes, also of units that it no longer serves.
        Reach::Of { providers, .. } if providers.contains(&offer.provider) => None,
        reach => Some(store::registered_units(tx.conn(), id, &reach)?),
    };
    let seats: BTreeMap<Uuid, Standing> = seating(offer.terms.places, &all)
        .into_iter()
        .map(|seat| (seat.registration, seat.standing))
        .collect();
    let mut shown: Vec<Registered> = all
        .into_iter()
        .filter(|one| one.position > after && within.as_ref().is_none_or(|within| within.contains(&one.unit)))
        .filter_map(|registration| {
            let standing = *seats.get(&registration.id)?;
            Some(Registered { registration, standing })
        })
        .collect();
    shown.sort_by_key(|one| one.registration.position);
    Ok(page.cut(shown, |one| Cursor::new([one.registration.position])))
}

/// A registration.
///
/// # Errors
/// No such offer or registration; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, offer: Uuid, id: Uuid) -> Result<Registered, Error> {
    actor.require_somewhere(Permission::ReadUnit)?;
    let (offer, registration) = found(tx, offer, id)?;
    units::of_actor(tx, actor, Permission::ReadUnit, &UnitKey::Ars(registration.unit.clone()))?;
    let all = store::registrations(tx.conn(), &[offer.id])?;
    standing(&offer, &all, registration)
}

/// Takes a registration back. Who waits moves up.
///
/// # Errors
/// No such offer or registration; `Denied`; `Stale`; what [`Offer::withdraw`] refuses; those of the store.
pub fn withdraw(
    tx: &mut Write<'_>,
    actor: &Actor,
    offer: Uuid,
    id: Uuid,
    expected: Expected,
) -> Result<(), Error> {
    actor.require_somewhere(Permission::RegisterForOffers)?;
    let (offer, registration) = found(&mut tx.as_read(), offer, id)?;
    let unit = UnitKey::Ars(registration.unit.clone());
    units::of_actor(&mut tx.as_read(), actor, Permission::RegisterForOffers, &unit)?;
    expected.check(registration.revision)?;
    offer.withdraw(&registration, tx.now())?;
    let mut all = store::registrations(tx.conn(), &[offer.id])?;
    let before = seating(offer.terms.places, &all);
    store::delete_registration(tx.conn(), &registration)?;
    tx.record(actor, registration_change("registration.withdrawn", &offer, &registration))?;
    all.retain(|other| other.id != registration.id);
    tell_moved_up(tx, actor, &offer, &before, &all)
}

/// Notes how many people of a unit came.
///
/// # Errors
/// No such offer or registration; `Denied`; `Stale`; what [`Offer::note_attendance`] refuses; those of the store.
pub fn note_attendance(
    tx: &mut Write<'_>,
    actor: &Actor,
    (offer, id): (Uuid, Uuid),
    expected: Expected,
    attended: u32,
) -> Result<Registered, Error> {
    let offer = to_change(tx, actor, offer)?;
    let (offer, registration) = found(&mut tx.as_read(), offer.id, id)?;
    expected.check(registration.revision)?;
    let all = store::registrations(tx.conn(), &[offer.id])?;
    let noted = offer.note_attendance(registration, attended, &all, tx.now())?;
    store::update_registration(tx.conn(), &noted)?;
    tx.record(actor, registration_change("registration.attendanceNoted", &offer, &noted))?;
    standing(&offer, &all, noted)
}

/// Gives attendance as evidence for an indicator that was a topic of the offer, to an assessment of the unit that came. It
/// holds for two years from the day on which the last session ended.
///
/// # Errors
/// No such offer, registration or assessment; `Denied`, also for an assessment of somebody else; `Stale`; `Invalid` if it
/// proves nothing for the indicator; those of [`Assessment::edit`]; those of the store.
pub fn give(
    tx: &mut Write<'_>,
    actor: &Actor,
    (offer, id): (Uuid, Uuid),
    (assessment, expected): (Uuid, Expected),
    indicator: Slug,
    (url, language): (String, Language),
) -> Result<Assessment, Error> {
    actor.subject()?;
    let found = found(&mut tx.as_read(), offer, id);
    evidence::add(tx, actor, (assessment, expected), indicator.clone(), |assessment, _| {
        let (offer, registration) = found?;
        if assessment.assessed != Assessed::Unit(registration.unit.clone()) {
            return Err(Denied::Forbidden(Permission::ReadUnit).into());
        }
        let model = &assessment.model.id;
        let fits = |proof: &Proof| {
            proof.topics.iter().any(|topic| topic.model == *model && topic.indicator == indicator)
        };
        let proof = Proof::of(&offer, &registration, PROOF_MONTHS).filter(fits).ok_or_else(|| {
            Error::invalid("/indicator", Message::new("offer-not-proved").with("indicator", &indicator))
        })?;
        Ok(Evidence {
            title: format!("{} ({})", proof.title.get(language), proof.on),
            url: Some(url),
            sha256: None,
            valid_until: Some(proof.valid_until),
        })
    })
}

/// What a unit is registered for, the latest registration first.
///
/// # Errors
/// No such unit; `Denied`; those of the store.
pub fn of_unit(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<Vec<OfUnit>, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    registered(tx, actor, &unit)
}

/// The same for whoever has the secret address of the unit's calendar.
///
/// # Errors
/// No such unit, or no address of it with this token; those of the store.
pub fn of_opened(tx: &mut Read<'_>, unit: &UnitKey, token: &str) -> Result<Vec<OfUnit>, Error> {
    let unit = calendar_addresses::opened(tx, unit, token)?;
    registered(tx, &Actor::anonymous(), &unit)
}

fn registered(tx: &mut Read<'_>, actor: &Actor, unit: &Ars) -> Result<Vec<OfUnit>, Error> {
    let offers = store::of_unit(tx.conn(), unit)?;
    let mut registrations = registrations_by_offer(tx, &offers)?;
    let mut found = Vec::new();
    for offer in offers {
        let all = registrations.remove(&offer.id).unwrap_or_default();
        let Some(own) = all.iter().find(|one| one.unit == *unit).cloned() else { continue };
        let registered = standing(&offer, &all, own)?;
        found.push(OfUnit { registered, offer: seen(actor, offer, &all) });
    }
    found.sort_by_key(|one| Reverse(one.registered.registration.id));
    Ok(found)
}

fn found(tx: &mut Read<'_>, offer: Uuid, id: Uuid) -> Result<(Offer, Registration), Error> {
    let registration = store::registration(tx.conn(), id)?;
    if registration.offer != offer {
        return Err(Store::not_found("registration", id).into());
    }
    Ok((store::by_id(tx.conn(), offer)?, registration))
}

fn standing(offer: &Offer, all: &[Registration], registration: Registration) -> Result<Registered, Error> {
    let seats = seating(offer.terms.places, all);
    let seat = seats.iter().find(|seat| seat.registration == registration.id);
    let standing =
        seat.map(|seat| seat.standing).ok_or_else(|| Store::not_found("registration", registration.id))?;
    Ok(Registered { registration, standing })
}
