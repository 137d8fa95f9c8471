//! Calls for pilots: who wants to take part, and how busy the units of a provider are.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Slug};
use blaupause_pilots::adoptions::AdoptionState;
use blaupause_pilots::pilots::{Interest, PilotState};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, parse, to_json};
use crate::schema::{adoptions, pilot_interests as interests, pilot_units, pilots, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "pilot-interest";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = interests)]
struct Row {
    pilot: String,
    unit: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(interest: &Interest) -> Result<Self, Error> {
        Ok(Self {
            pilot: interest.pilot.to_string(),
            unit: interest.unit.to_string(),
            record: to_json(KIND, interest)?,
            revision: interest.revision.get(),
        })
    }
}

fn name(pilot: &Slug, unit: &Ars) -> String {
    format!("{pilot} {unit}")
}

/// Stores a new interest.
///
/// # Errors
/// `Conflict` if the unit has registered one already; those of the database.
pub fn insert(conn: &mut Conn, interest: &Interest) -> Result<(), Error> {
    let insert = diesel::insert_into(interests::table).values(Row::of(interest)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, name(&interest.pilot, &interest.unit))).map(|_| ())
}

/// The interest of a unit in a pilot, if it registered one.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, pilot: &Slug, unit: &Ars) -> Result<Option<Interest>, Error> {
    let record: Option<String> = interests::table
        .find((pilot.as_str(), unit.as_str()))
        .select(interests::record)
        .first(conn)
        .optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// The interest of a unit in a pilot.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn get(conn: &mut Conn, pilot: &Slug, unit: &Ars) -> Result<Interest, Error> {
    find(conn, pilot, unit)?.ok_or_else(|| Error::not_found(KIND, name(pilot, unit)))
}

/// Stores a changed interest over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, interest: &Interest) -> Result<(), Error> {
    let before = interests::table
        .find((interest.pilot.as_str(), interest.unit.as_str()))
        .filter(interests::revision.eq(interest.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(interest)?).execute(conn)?;
    one_changed(rows, KIND, name(&interest.pilot, &interest.unit))
}

/// Removes an interest.
///
/// # Errors
/// `Stale` if it is no longer there in this revision; those of the database.
pub fn delete(conn: &mut Conn, interest: &Interest) -> Result<(), Error> {
    let there = interests::table
        .find((interest.pilot.as_str(), interest.unit.as_str()))
        .filter(interests::revision.eq(interest.revision.get()));
    one_changed(diesel::delete(there).execute(conn)?, KIND, name(&interest.pilot, &interest.unit))
}

/// Everyone who wants to take part in a pilot, by unit.
///
/// # Errors
/// Those of the database.
pub fn of_pilot(conn: &mut Conn, pilot: &Slug) -> Result<Vec<Interest>, Error> {
    let records: Vec<String> = interests::table
        .filter(interests::pilot.eq(pilot.as_str()))
        .order(interests::unit)
        .select(interests::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// How many adoptions and pilots each unit of a provider is busy with on a day: planned or running adoptions, prepared or
/// running pilots.
///
/// # Errors
/// Those of the database.
pub fn busy(conn: &mut Conn, provider: &Slug, on: Date) -> Result<BTreeMap<Ars, u32>, Error> {
    let day = on.to_chrono();
    let adopting: Vec<String> = adoptions::table
        .filter(exists(served!(adoptions::unit, service_areas::provider.eq(provider.as_str()), day)))
        .filter(adoptions::state.eq_any([AdoptionState::Planned.as_str(), AdoptionState::Running.as_str()]))
        .select(adoptions::unit)
        .load(conn)?;
    let piloting: Vec<String> = pilot_units::table
        .inner_join(pilots::table.on(pilots::slug.eq(pilot_units::pilot)))
        .filter(exists(served!(pilot_units::unit, service_areas::provider.eq(provider.as_str()), day)))
        .filter(pilots::state.eq_any([PilotState::Prepared.as_str(), PilotState::Running.as_str()]))
        .select(pilot_units::unit)
        .load(conn)?;
    let mut busy = BTreeMap::new();
    for unit in adopting.iter().chain(&piloting) {
        *busy.entry(parse(KIND, unit)?).or_insert(0_u32) += 1;
    }
    Ok(busy)
}
