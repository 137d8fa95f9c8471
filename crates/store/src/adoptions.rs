//! Adoptions of blueprints: one row each, the record as JSON beside the columns that lists are filtered by.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Slug, Version};
use blaupause_pilots::adoptions::{Adoption, AdoptionState, AdoptionTransition};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, to_json};
use crate::schema::{adoptions, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "adoption";

/// How many keys one query names: fewer than PostgreSQL and SQLite take.
const BATCH: usize = 2_000;

/// Which adoptions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this unit.
    pub unit: Option<Ars>,
    /// Only those of this blueprint.
    pub blueprint: Option<Slug>,
    /// Only those of units within reach.
    pub reach: Reach,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = adoptions)]
struct Row {
    id: String,
    unit: String,
    blueprint: String,
    version: String,
    provider: String,
    state: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(adoption: &Adoption) -> Result<Self, Error> {
        Ok(Self {
            id: adoption.id.to_string(),
            unit: adoption.unit.to_string(),
            blueprint: adoption.blueprint.to_string(),
            version: adoption.version.to_string(),
            provider: adoption.provider.to_string(),
            state: adoption.state.as_str().to_owned(),
            record: to_json(KIND, adoption)?,
            revision: adoption.revision.get(),
        })
    }
}

/// Stores a new adoption.
///
/// # Errors
/// `Conflict` if it exists already; those of the database.
pub fn insert(conn: &mut Conn, adoption: &Adoption) -> Result<(), Error> {
    let insert = diesel::insert_into(adoptions::table).values(Row::of(adoption)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, adoption.id)).map(|_| ())
}

/// The adoption with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Adoption, Error> {
    let record: Option<String> =
        adoptions::table.find(id.to_string()).select(adoptions::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed adoption over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, adoption: &Adoption) -> Result<(), Error> {
    let before = adoptions::table
        .find(adoption.id.to_string())
        .filter(adoptions::revision.eq(adoption.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(adoption)?).execute(conn)?;
    one_changed(rows, KIND, adoption.id)
}

/// The adoptions of some blueprints, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn of_blueprints(conn: &mut Conn, blueprints: &[Slug]) -> Result<Vec<Adoption>, Error> {
    let records: Vec<String> = adoptions::table
        .filter(adoptions::blueprint.eq_any(blueprints.iter().map(Slug::as_str)))
        .order((adoptions::blueprint, adoptions::id))
        .select(adoptions::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// The blueprints that units have adopted and use on a day, with their versions.
///
/// # Errors
/// Those of the database.
pub fn in_use(
    conn: &mut Conn,
    units: &[Ars],
    on: Date,
) -> Result<BTreeMap<Ars, Vec<(Slug, Version)>>, Error> {
    let mut found = BTreeMap::<Ars, Vec<(Slug, Version)>>::new();
    let states = [AdoptionState::Live.as_str(), AdoptionState::Verified.as_str()];
    for batch in units.chunks(BATCH) {
        let records: Vec<String> = adoptions::table
            .filter(adoptions::unit.eq_any(batch.iter().map(Ars::as_str)))
            .filter(adoptions::state.eq_any(states))
            .order((adoptions::unit, adoptions::id))
            .select(adoptions::record)
            .load(conn)?;
        for record in &records {
            let adoption: Adoption = from_json(KIND, record)?;
            let live = adoption.state_dates.get(&AdoptionTransition::GoLive);
            if live.is_none_or(|since| *since <= on) {
                found.entry(adoption.unit).or_default().push((adoption.blueprint, adoption.version));
            }
        }
    }
    Ok(found)
}

/// The adoptions that are not over, in units that one of these providers serves on a day, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn open_of_providers(conn: &mut Conn, providers: &[Slug], on: Date) -> Result<Vec<Adoption>, Error> {
    let over = [AdoptionState::Verified.as_str(), AdoptionState::Abandoned.as_str()];
    let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
    let records: Vec<String> = adoptions::table
        .filter(adoptions::state.ne_all(over))
        .filter(exists(served!(adoptions::unit, serve, on.to_chrono())))
        .order(adoptions::id)
        .select(adoptions::record)
        .load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// The adoptions by units that a provider serves on a day, of one blueprint or of all, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn of_service_area(
    conn: &mut Conn,
    provider: &Slug,
    blueprint: Option<&Slug>,
    on: Date,
) -> Result<Vec<Adoption>, Error> {
    let serves = service_areas::provider.eq(provider.as_str());
    let mut query = adoptions::table
        .filter(exists(served!(adoptions::unit, serves, on.to_chrono())))
        .order(adoptions::id)
        .select(adoptions::record)
        .into_boxed();
    if let Some(blueprint) = blueprint {
        query = query.filter(adoptions::blueprint.eq(blueprint.as_str()));
    }
    let records: Vec<String> = query.load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// The adoptions of a blueprint by a unit, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn of_unit(conn: &mut Conn, unit: &Ars, blueprint: &Slug) -> Result<Vec<Adoption>, Error> {
    let records: Vec<String> = adoptions::table
        .filter(adoptions::unit.eq(unit.as_str()))
        .filter(adoptions::blueprint.eq(blueprint.as_str()))
        .order(adoptions::id)
        .select(adoptions::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// Adoptions, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Adoption>, Error> {
    let mut query = adoptions::table
        .select(adoptions::record)
        .order(adoptions::id.desc())
        .limit(page.fetch())
        .into_boxed();
    if let Some(unit) = &filter.unit {
        query = query.filter(adoptions::unit.eq(unit.as_str()));
    }
    if let Some(blueprint) = &filter.blueprint {
        query = query.filter(adoptions::blueprint.eq(blueprint.as_str()));
    }
    if let Reach::Of { units, providers, on } = &filter.reach {
        let own = adoptions::unit.eq_any(units.iter().map(Ars::as_str));
        let served = served!(
            adoptions::unit,
            service_areas::provider.eq_any(providers.iter().map(Slug::as_str)),
            on.to_chrono()
        );
        query = query.filter(own.or(exists(served)));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(adoptions::id.lt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |a: &Adoption| Cursor::new([a.id])))
}
