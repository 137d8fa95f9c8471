//! Offers of training and consulting, and the registrations of units.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_support::offers::{Offer, OfferState, Registration};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, parse, to_json};
use crate::schema::{offer_registrations as registrations, offers, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "offer";
const REGISTRATION: &str = "registration";

/// Which offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of these providers; of all if not said.
    pub providers: Option<Vec<Slug>>,
    /// Those in this state.
    pub state: Option<OfferState>,
    /// What was never published, of these providers alone; of all if not said. The rest is for everybody.
    pub drafts_of: Option<Vec<Slug>>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = offers)]
struct Row {
    id: String,
    provider: String,
    state: &'static str,
    published: bool,
    record: String,
    revision: i64,
}

impl Row {
    fn of(offer: &Offer) -> Result<Self, Error> {
        Ok(Self {
            id: offer.id.to_string(),
            provider: offer.provider.to_string(),
            state: offer.state.as_str(),
            published: offer.was_published(),
            record: to_json(KIND, offer)?,
            revision: offer.revision.get(),
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = registrations)]
struct RegistrationRow {
    id: String,
    offer_id: String,
    unit: String,
    record: String,
    revision: i64,
}

impl RegistrationRow {
    fn of(registration: &Registration) -> Result<Self, Error> {
        Ok(Self {
            id: registration.id.to_string(),
            offer_id: registration.offer.to_string(),
            unit: registration.unit.to_string(),
            record: to_json(REGISTRATION, registration)?,
            revision: registration.revision.get(),
        })
    }
}

/// Stores a new offer.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, offer: &Offer) -> Result<(), Error> {
    let insert = diesel::insert_into(offers::table).values(Row::of(offer)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, offer.id)).map(|_| ())
}

/// The offer with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Offer, Error> {
    let record: Option<String> =
        offers::table.find(id.to_string()).select(offers::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed offer over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, offer: &Offer) -> Result<(), Error> {
    let before = offers::table
        .find(offer.id.to_string())
        .filter(offers::revision.eq(offer.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(offer)?).execute(conn)?, KIND, offer.id)
}

/// Offers, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Offer>, Error> {
    let mut query =
        offers::table.order(offers::id.desc()).limit(page.fetch()).select(offers::record).into_boxed();
    if let Some(providers) = &filter.providers {
        query = query.filter(offers::provider.eq_any(providers.iter().map(Slug::as_str)));
    }
    if let Some(state) = filter.state {
        query = query.filter(offers::state.eq(state.as_str()));
    }
    if let Some(own) = &filter.drafts_of {
        let own = offers::provider.eq_any(own.iter().map(Slug::as_str));
        query = query.filter(offers::published.or(own));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(offers::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |offer: &Offer| Cursor::new([offer.id])))
}

/// Every published offer of these providers, by id.
///
/// # Errors
/// Those of the database.
pub fn published(conn: &mut Conn, providers: &[Slug]) -> Result<Vec<Offer>, Error> {
    let records: Vec<String> = offers::table
        .filter(offers::provider.eq_any(providers.iter().map(Slug::as_str)))
        .filter(offers::state.eq(OfferState::Published.as_str()))
        .order(offers::id)
        .select(offers::record)
        .load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// The registrations to these offers, by id.
///
/// # Errors
/// Those of the database.
pub fn registrations(conn: &mut Conn, offers: &[Uuid]) -> Result<Vec<Registration>, Error> {
    let records: Vec<String> = registrations::table
        .filter(registrations::offer_id.eq_any(offers.iter().map(Uuid::to_string)))
        .order(registrations::id)
        .select(registrations::record)
        .load(conn)?;
    records.iter().map(|record| from_json(REGISTRATION, record)).collect()
}

/// The units within reach that are registered for an offer.
///
/// # Errors
/// Those of the database.
pub fn registered_units(conn: &mut Conn, offer: Uuid, reach: &Reach) -> Result<BTreeSet<Ars>, Error> {
    let mut query = registrations::table
        .filter(registrations::offer_id.eq(offer.to_string()))
        .select(registrations::unit)
        .into_boxed();
    if let Reach::Of { units, providers, on } = reach {
        let own = registrations::unit.eq_any(units.iter().map(Ars::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        query = query.filter(own.or(exists(served!(registrations::unit, serve, on.to_chrono()))));
    }
    let found: Vec<String> = query.load(conn)?;
    found.iter().map(|unit| parse("registered unit", unit)).collect()
}

/// The offers for which a unit is registered, by id.
///
/// # Errors
/// Those of the database.
pub fn of_unit(conn: &mut Conn, unit: &Ars) -> Result<Vec<Offer>, Error> {
    let records: Vec<String> = registrations::table
        .inner_join(offers::table.on(offers::id.eq(registrations::offer_id)))
        .filter(registrations::unit.eq(unit.as_str()))
        .order(offers::id)
        .select(offers::record)
        .load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// The registration with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn registration(conn: &mut Conn, id: Uuid) -> Result<Registration, Error> {
    let record: Option<String> =
        registrations::table.find(id.to_string()).select(registrations::record).first(conn).optional()?;
    from_json(REGISTRATION, &record.ok_or_else(|| Error::not_found(REGISTRATION, id))?)
}

/// Stores a new registration.
///
/// # Errors
/// `Conflict` if the unit is registered; those of the database.
pub fn insert_registration(conn: &mut Conn, registration: &Registration) -> Result<(), Error> {
    let row = RegistrationRow::of(registration)?;
    let insert = diesel::insert_into(registrations::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(REGISTRATION, registration.id)).map(|_| ())
}

/// Stores a changed registration over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update_registration(conn: &mut Conn, registration: &Registration) -> Result<(), Error> {
    let before = registrations::table
        .find(registration.id.to_string())
        .filter(registrations::revision.eq(registration.revision.get().saturating_sub(1)));
    let changed = diesel::update(before).set(RegistrationRow::of(registration)?).execute(conn)?;
    one_changed(changed, REGISTRATION, registration.id)
}

/// Removes a registration as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete_registration(conn: &mut Conn, registration: &Registration) -> Result<(), Error> {
    let same = registrations::table
        .find(registration.id.to_string())
        .filter(registrations::revision.eq(registration.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, REGISTRATION, registration.id)
}
