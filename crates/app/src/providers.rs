//! Providers and whom they serve.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Level, Message, Page, Paged, Revision, Slug, UnitKey};
use blaupause_store::{providers as store, units};
use blaupause_territory::{Provider, ServiceArea};

pub use blaupause_store::providers::Stored;

use crate::{Change, Error, Expected, Read, Write};

/// Founds a provider.
///
/// # Errors
/// `Denied`; a faulty or taken id, name or address; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, provider: Provider) -> Result<Stored, Error> {
    actor.require(Permission::CreateProvider, Owner::Everyone)?;
    provider.validate()?;
    check_seat(tx, provider.seat.as_ref())?;
    let stored = Stored { provider, revision: Revision::FIRST };
    store::insert(tx.conn(), &stored)?;
    tx.record(actor, change("provider.created", &stored))?;
    Ok(stored)
}

/// A provider.
///
/// # Errors
/// No such provider; those of the store.
pub fn get(tx: &mut Read<'_>, id: &Slug) -> Result<Stored, Error> {
    Ok(store::by_id(tx.conn(), id)?)
}

/// A provider, for somebody who may do something there. Whoever may do it nowhere is denied before it is looked up.
///
/// # Errors
/// `Denied`; no such provider; those of the store.
pub(crate) fn permitted(
    tx: &mut Read<'_>,
    actor: &Actor,
    permission: Permission,
    id: &Slug,
) -> Result<Provider, Error> {
    actor.require_somewhere(permission)?;
    let provider = store::by_id(tx.conn(), id)?.provider;
    actor.require(permission, Owner::Provider(&provider.id))?;
    Ok(provider)
}

/// Providers by id.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, page: &Page) -> Result<Paged<Stored>, Error> {
    Ok(store::list(tx.conn(), page)?)
}

/// Changes a provider's own facts.
///
/// # Errors
/// `Denied`; no such provider; `Stale`; those of `edit`; a faulty name or address; those of the store.
pub fn edit(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
    edit: impl FnOnce(Provider) -> Result<Provider, Error>,
) -> Result<Stored, Error> {
    let stored = managed(tx, actor, id, expected)?;
    let seat = stored.provider.seat.clone();
    let provider = Provider { id: id.clone(), ..edit(stored.provider)? };
    provider.validate()?;
    // a seat that has ended since it was entered is no fault of this change
    check_seat(tx, provider.seat.as_ref().filter(|new| Some(*new) != seat.as_ref()))?;
    save(tx, actor, "provider.changed", Stored { provider, revision: stored.revision })
}

/// The seat is a municipality of today.
fn check_seat(tx: &mut Write<'_>, seat: Option<&Ars>) -> Result<(), Error> {
    let Some(seat) = seat else { return Ok(()) };
    let found = units::by_keys(tx.conn(), std::slice::from_ref(seat))?;
    if found.iter().any(|u| u.level == Level::Municipality && u.valid_to.is_none()) {
        return Ok(());
    }
    Err(Error::invalid("/seat", Message::new("provider-seat-unknown").with("seat", seat)))
}

/// Whom a provider serves, by the keys of the units.
///
/// # Errors
/// No such provider; those of the store.
pub fn service_area(tx: &mut Read<'_>, id: &Slug) -> Result<Vec<ServiceArea>, Error> {
    store::by_id(tx.conn(), id)?;
    Ok(store::service_area(tx.conn(), id)?)
}

/// Puts a unit into a provider's service area, or changes how it is served.
///
/// # Errors
/// `Denied`; no such provider or unit; `Stale`; a period that ends before it begins; those of the store.
pub fn put_area(
    tx: &mut Write<'_>,
    actor: &Actor,
    expected: Expected,
    area: ServiceArea,
) -> Result<Stored, Error> {
    let stored = managed(tx, actor, &area.provider, expected)?;
    area.validate()?;
    units::by_key(tx.conn(), &UnitKey::Ars(area.unit.clone()))?;
    store::put_service_area(tx.conn(), &area)?;
    service_area_changed(tx, actor, stored)
}

/// Ends the service of a unit with the day before today, so that it no longer counts; what was not to begin before
/// today is taken back. What has ended stays as it is.
///
/// # Errors
/// `Denied`; no such provider, or no entry that has not ended; `Stale`; those of the store.
pub fn end_area(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
    unit: &Ars,
) -> Result<Stored, Error> {
    let stored = managed(tx, actor, id, expected)?;
    let today = tx.today();
    let mut entries = store::service_area(tx.conn(), id)?;
    entries.retain(|a| a.unit == *unit && a.serves_from(unit, today));
    if entries.is_empty() {
        return Err(blaupause_store::Error::not_found("service-area", unit).into());
    }
    for entry in entries {
        store::end_service_area(tx.conn(), &entry.until(today.day_before()))?;
    }
    service_area_changed(tx, actor, stored)
}

/// Counts a change of the service area that was written already.
pub(crate) fn service_area_changed(
    tx: &mut Write<'_>,
    actor: &Actor,
    stored: Stored,
) -> Result<Stored, Error> {
    save(tx, actor, "provider.serviceAreaChanged", stored)
}

/// The provider, for an actor who may change it and saw its current revision.
fn managed(tx: &mut Write<'_>, actor: &Actor, id: &Slug, expected: Expected) -> Result<Stored, Error> {
    actor.subject()?;
    let stored = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageProvider, Owner::Provider(id))?;
    expected.check(stored.revision)?;
    Ok(stored)
}

fn save(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, stored: Stored) -> Result<Stored, Error> {
    let stored = Stored { revision: stored.revision.next(), ..stored };
    store::update(tx.conn(), &stored)?;
    tx.record(actor, change(kind, &stored))?;
    Ok(stored)
}

fn change(kind: &'static str, stored: &Stored) -> Change {
    let id = &stored.provider.id;
    Change::new(kind, format!("/providers/{id}")).of_provider(id)
}
