//! Pilots, with an index of the units that take part.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_pilots::pilots::{Pilot, PilotState};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::connection::on_db;
use crate::schema::{maturity_models, pilot_units, pilots, units};
use crate::{Conn, Error};

const KIND: &str = "pilot";

/// Which pilots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this provider.
    pub provider: Option<Slug>,
    /// Those in this state.
    pub state: Option<PilotState>,
    /// Those in which this unit takes part.
    pub unit: Option<Ars>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = pilots)]
struct Row {
    slug: String,
    provider: String,
    state: String,
    record: String,
    revision: i64,
}

#[derive(Insertable)]
#[diesel(table_name = pilot_units)]
struct UnitRow {
    pilot: String,
    unit: String,
}

impl Row {
    fn of(pilot: &Pilot) -> Result<Self, Error> {
        Ok(Self {
            slug: pilot.slug.to_string(),
            provider: pilot.provider.to_string(),
            state: pilot.state.as_str().to_owned(),
            record: to_json(KIND, pilot)?,
            revision: pilot.revision.get(),
        })
    }
}

/// Stores a new pilot.
///
/// # Errors
/// `Conflict` if its key is taken; `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, pilot: &Pilot) -> Result<(), Error> {
    let insert = diesel::insert_into(pilots::table).values(Row::of(pilot)?).execute(conn);
    insert.map_err(Error::on_insert_under(KIND, &pilot.slug, ("provider", &pilot.provider)))?;
    insert_units(conn, pilot)
}

/// The pilot with this key.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_slug(conn: &mut Conn, slug: &Slug) -> Result<Pilot, Error> {
    let record: Option<String> =
        pilots::table.find(slug.as_str()).select(pilots::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, slug))?)
}

/// Those of the named pilots that exist, by key.
///
/// # Errors
/// Those of the database.
pub fn of_slugs(conn: &mut Conn, slugs: &[Slug]) -> Result<Vec<Pilot>, Error> {
    let records: Vec<String> = pilots::table
        .filter(pilots::slug.eq_any(slugs.iter().map(Slug::as_str)))
        .order(pilots::slug)
        .select(pilots::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// Stores a changed pilot over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, pilot: &Pilot) -> Result<(), Error> {
    let before = pilots::table
        .find(pilot.slug.as_str())
        .filter(pilots::revision.eq(pilot.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(pilot)?).execute(conn)?;
    one_changed(rows, KIND, &pilot.slug)?;
    diesel::delete(pilot_units::table.filter(pilot_units::pilot.eq(pilot.slug.as_str()))).execute(conn)?;
    insert_units(conn, pilot)
}

/// Pilots by key.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Pilot>, Error> {
    let mut query = pilots::table.select(pilots::record).order(pilots::slug).limit(page.fetch()).into_boxed();
    if let Some(provider) = &filter.provider {
        query = query.filter(pilots::provider.eq(provider.to_string()));
    }
    if let Some(state) = filter.state {
        query = query.filter(pilots::state.eq(state.as_str()));
    }
    if let Some(unit) = &filter.unit {
        let taking_part = pilot_units::table.filter(pilot_units::unit.eq(unit.to_string()));
        query = query.filter(pilots::slug.eq_any(taking_part.select(pilot_units::pilot)));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(pilots::slug.gt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |p: &Pilot| Cursor::new([&p.slug])))
}

/// Those of the units that the register does not have.
///
/// # Errors
/// Those of the database.
pub fn unknown_units(conn: &mut Conn, asked: &[Ars]) -> Result<Vec<Ars>, Error> {
    let known: Vec<String> = units::table
        .filter(units::ars.eq_any(asked.iter().map(Ars::as_str)))
        .select(units::ars)
        .load(conn)?;
    let known: BTreeSet<&str> = known.iter().map(String::as_str).collect();
    Ok(asked.iter().filter(|ars| !known.contains(ars.as_str())).cloned().collect())
}

/// Whether there is a version of this maturity model.
///
/// # Errors
/// Those of the database.
pub fn knows_model(conn: &mut Conn, model: &Slug) -> Result<bool, Error> {
    let versions = maturity_models::table.filter(maturity_models::id.eq(model.as_str()));
    Ok(diesel::select(diesel::dsl::exists(versions)).get_result(conn)?)
}

fn insert_units(conn: &mut Conn, pilot: &Pilot) -> Result<(), Error> {
    let row = |unit: &Ars| UnitRow { pilot: pilot.slug.to_string(), unit: unit.to_string() };
    let rows: Vec<UnitRow> = pilot.units.iter().map(row).collect();
    on_db!(conn, c => diesel::insert_into(pilot_units::table).values(&rows).execute(c))?;
    Ok(())
}
