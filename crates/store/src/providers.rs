//! Providers and the units they serve.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Revision, Slug};
use blaupause_territory::{Provider, ServiceArea};
use diesel::prelude::*;

use crate::columns::{one_changed, parse};
use crate::schema::{providers, service_areas};
use crate::{Conn, Error};

/// The providers that serve a unit on a day, directly or with a level above it, in order of their ids.
///
/// # Errors
/// Those of the database.
pub fn serving(conn: &mut Conn, unit: &Ars, on: Date) -> Result<Vec<Slug>, Error> {
    let day = on.to_chrono();
    // One comparison each: a list would be prepared anew every time. No unit has an empty key.
    let mut levels = unit.above();
    let [first, second, third, fourth, fifth] =
        [(); 5].map(|()| service_areas::unit.eq(levels.next().map(String::from).unwrap_or_default()));
    let above = first.or(second).or(third).or(fourth).or(fifth);
    let direct = service_areas::unit.eq(unit.as_str());
    let wider = service_areas::with_descendants.eq(true).and(above);
    let ended = service_areas::valid_to.is_not_null().and(service_areas::valid_to.lt(day));
    let ids: Vec<String> = service_areas::table
        .filter(direct.or(wider))
        .filter(service_areas::valid_from.le(day))
        .filter(diesel::dsl::not(ended.assume_not_null()))
        .select(service_areas::provider)
        .distinct()
        .order(service_areas::provider)
        .load(conn)?;
    ids.iter().map(|id| parse("service-area", id)).collect()
}

/// A provider with its revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The provider.
    pub provider: Provider,
    /// Revision, which also counts changes of the service area.
    pub revision: Revision,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = providers, treat_none_as_null = true)]
struct Row {
    id: String,
    name: String,
    homepage: Option<String>,
    legal_form: Option<String>,
    seat: Option<String>,
    revision: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = service_areas, treat_none_as_null = true)]
struct AreaRow {
    provider: String,
    unit: String,
    with_descendants: bool,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
}

impl TryFrom<Row> for Stored {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let Row { name, homepage, legal_form, .. } = row;
        let seat = row.seat.map(|s| parse("provider", &s)).transpose()?;
        let provider = Provider { id: parse("provider", &row.id)?, name, homepage, legal_form, seat };
        Ok(Self { provider, revision: Revision::new(row.revision) })
    }
}

impl From<&Stored> for Row {
    fn from(stored: &Stored) -> Self {
        let Provider { id, name, homepage, legal_form, seat } = stored.provider.clone();
        Self {
            id: id.to_string(),
            name,
            homepage,
            legal_form,
            seat: seat.map(String::from),
            revision: stored.revision.get(),
        }
    }
}

impl TryFrom<AreaRow> for ServiceArea {
    type Error = Error;

    fn try_from(row: AreaRow) -> Result<Self, Error> {
        Ok(Self {
            provider: parse("service-area", &row.provider)?,
            unit: parse("service-area", &row.unit)?,
            with_descendants: row.with_descendants,
            from: Date::from_chrono(row.valid_from),
            to: row.valid_to.map(Date::from_chrono),
        })
    }
}

/// Stores a new provider.
///
/// # Errors
/// `Conflict` if the id is taken; those of the database.
pub fn insert(conn: &mut Conn, stored: &Stored) -> Result<(), Error> {
    let insert = diesel::insert_into(providers::table).values(Row::from(stored)).execute(conn);
    insert.map_err(Error::on_insert("provider", &stored.provider.id)).map(|_| ())
}

/// A provider by its id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &Slug) -> Result<Stored, Error> {
    let row: Option<Row> =
        providers::table.find(id.as_str()).select(Row::as_select()).first(conn).optional()?;
    row.ok_or_else(|| Error::not_found("provider", id))?.try_into()
}

/// The providers with these ids, by id.
///
/// # Errors
/// Those of the database.
pub fn by_ids(conn: &mut Conn, ids: &BTreeSet<&Slug>) -> Result<Vec<Stored>, Error> {
    let rows: Vec<Row> = providers::table
        .filter(providers::id.eq_any(ids.iter().map(|id| id.as_str())))
        .order(providers::id)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// Replaces a provider; its revision is already the next one.
///
/// # Errors
/// `Stale` if somebody else was faster; those of the database.
pub fn update(conn: &mut Conn, stored: &Stored) -> Result<(), Error> {
    let id = &stored.provider.id;
    let before = stored.revision.get() - 1;
    let rows = diesel::update(providers::table.find(id.as_str()).filter(providers::revision.eq(before)))
        .set(Row::from(stored))
        .execute(conn)?;
    one_changed(rows, "provider", id)
}

/// Providers by id.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, page: &Page) -> Result<Paged<Stored>, Error> {
    let mut query =
        providers::table.select(Row::as_select()).order(providers::id).limit(page.fetch()).into_boxed();
    if let Some(cursor) = page.after() {
        query = query.filter(providers::id.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(Stored::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |s: &Stored| Cursor::new([&s.provider.id])))
}

/// Whom a provider serves, served or will serve, by the keys of the units, the older before the newer.
///
/// # Errors
/// Those of the database.
pub fn service_area(conn: &mut Conn, provider: &Slug) -> Result<Vec<ServiceArea>, Error> {
    let rows: Vec<AreaRow> = service_areas::table
        .filter(service_areas::provider.eq(provider.as_str()))
        .order((service_areas::unit, service_areas::valid_from))
        .select(AreaRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ServiceArea::try_from).collect()
}

/// The entries of service areas that name one of these units or a level above it.
///
/// # Errors
/// Those of the database.
pub fn areas_over(conn: &mut Conn, units: &BTreeSet<Ars>) -> Result<Vec<ServiceArea>, Error> {
    let keys: BTreeSet<Ars> = units.iter().flat_map(Ars::above).chain(units.iter().cloned()).collect();
    let keys: Vec<String> = keys.into_iter().map(String::from).collect();
    let mut found = Vec::new();
    for some in keys.chunks(10_000) {
        let rows: Vec<AreaRow> = service_areas::table
            .filter(service_areas::unit.eq_any(some))
            .order((service_areas::provider, service_areas::unit, service_areas::valid_from))
            .select(AreaRow::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    found.into_iter().map(ServiceArea::try_from).collect()
}

/// Writes one entry of a service area, in place of those for the same unit that do not end before it.
///
/// # Errors
/// Those of the database.
pub fn put_service_area(conn: &mut Conn, area: &ServiceArea) -> Result<(), Error> {
    let over = service_areas::valid_to
        .is_null()
        .or(service_areas::valid_to.ge(area.from.to_chrono()).assume_not_null());
    let same = service_areas::table
        .filter(service_areas::provider.eq(area.provider.as_str()))
        .filter(service_areas::unit.eq(area.unit.as_str()))
        .filter(over);
    diesel::delete(same).execute(conn)?;
    let row = AreaRow {
        provider: area.provider.to_string(),
        unit: area.unit.to_string(),
        with_descendants: area.with_descendants,
        valid_from: area.from.to_chrono(),
        valid_to: area.to.map(Date::to_chrono),
    };
    diesel::insert_into(service_areas::table).values(row).execute(conn)?;
    Ok(())
}

/// Writes the end of an entry; one that would end before it begins is taken back.
///
/// # Errors
/// Those of the database.
pub fn end_service_area(conn: &mut Conn, area: &ServiceArea) -> Result<(), Error> {
    let key = (area.provider.as_str(), area.unit.as_str(), area.from.to_chrono());
    let entry = service_areas::table.find(key);
    if area.has_begun() {
        let end = service_areas::valid_to.eq(area.to.map(Date::to_chrono));
        diesel::update(entry).set(end).execute(conn)?;
    } else {
        diesel::delete(entry).execute(conn)?;
    }
    Ok(())
}
