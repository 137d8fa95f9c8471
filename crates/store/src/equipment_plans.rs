//! Equipment plans: one record per unit.

use std::collections::BTreeMap;

use blaupause_kernel::Ars;
use blaupause_resources::equipment::EquipmentPlan;
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::equipment_plans as plans;
use crate::{Conn, Error};

const KIND: &str = "equipment-plan";

/// How many keys one query names: fewer than PostgreSQL and SQLite take.
const BATCH: usize = 2_000;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = plans)]
struct Row {
    unit: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(plan: &EquipmentPlan) -> Result<Self, Error> {
        let (unit, record) = (plan.unit.to_string(), to_json(KIND, plan)?);
        Ok(Self { unit, record, revision: plan.revision.get() })
    }
}

/// The plan of a unit, if it has one.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, unit: &Ars) -> Result<Option<EquipmentPlan>, Error> {
    let record: Option<String> =
        plans::table.find(unit.as_str()).select(plans::record).first(conn).optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// The plans of these units that have one, by key.
///
/// # Errors
/// Those of the database.
pub fn of_units(conn: &mut Conn, units: &[Ars]) -> Result<BTreeMap<Ars, EquipmentPlan>, Error> {
    let mut found = BTreeMap::new();
    for batch in units.chunks(BATCH) {
        let records: Vec<String> = plans::table
            .filter(plans::unit.eq_any(batch.iter().map(Ars::as_str)))
            .order(plans::unit)
            .select(plans::record)
            .load(conn)?;
        for record in &records {
            let plan: EquipmentPlan = from_json(KIND, record)?;
            found.insert(plan.unit.clone(), plan);
        }
    }
    Ok(found)
}

/// Stores a new plan.
///
/// # Errors
/// `Conflict` if the unit has one; those of the database.
pub fn insert(conn: &mut Conn, plan: &EquipmentPlan) -> Result<(), Error> {
    let insert = diesel::insert_into(plans::table).values(Row::of(plan)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, &plan.unit)).map(|_| ())
}

/// Stores a changed plan over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, plan: &EquipmentPlan) -> Result<(), Error> {
    let before = plans::table
        .find(plan.unit.as_str())
        .filter(plans::revision.eq(plan.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(plan)?).execute(conn)?, KIND, &plan.unit)
}

/// Removes a plan as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, plan: &EquipmentPlan) -> Result<(), Error> {
    let same = plans::table.find(plan.unit.as_str()).filter(plans::revision.eq(plan.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, KIND, &plan.unit)
}
