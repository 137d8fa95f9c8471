//! Which modules run in a unit, in which version.

use blaupause_catalog::Installation;
use blaupause_kernel::{Ars, Date, Slug};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::connection::on_db;
use crate::schema::installations;
use crate::{Conn, Error};

const KIND: &str = "installation";

/// Rows per statement, well below the limits of both databases with eight values each.
const BATCH: usize = 2_000;

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = installations, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    unit: String,
    module: String,
    version: String,
    customised: bool,
    since: chrono::NaiveDate,
    confirmed_until: Option<chrono::NaiveDate>,
    record: String,
    revision: i64,
}

impl Row {
    fn of(installation: &Installation) -> Result<Self, Error> {
        Ok(Self {
            unit: installation.unit.to_string(),
            module: installation.module.to_string(),
            version: installation.version.to_string(),
            customised: installation.customised,
            since: installation.since.to_chrono(),
            confirmed_until: installation.confirmed_until.map(Date::to_chrono),
            record: to_json(KIND, installation)?,
            revision: installation.revision.get(),
        })
    }
}

/// Everything that runs in a unit, by module.
///
/// # Errors
/// Those of the database.
pub fn of_unit(conn: &mut Conn, unit: &Ars) -> Result<Vec<Installation>, Error> {
    let records: Vec<String> = installations::table
        .filter(installations::unit.eq(unit.as_str()))
        .order(installations::module)
        .select(installations::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// Everything that runs in these units, by unit and module.
///
/// # Errors
/// Those of the database.
pub fn of_units(conn: &mut Conn, units: &[Ars]) -> Result<Vec<Installation>, Error> {
    let mut all = Vec::new();
    for batch in units.chunks(BATCH) {
        let records: Vec<String> = installations::table
            .filter(installations::unit.eq_any(batch.iter().map(Ars::as_str)))
            .order((installations::unit, installations::module))
            .select(installations::record)
            .load(conn)?;
        for record in &records {
            all.push(from_json(KIND, record)?);
        }
    }
    Ok(all)
}

/// The installation of a module in a unit, if there is one.
///
/// # Errors
/// Those of the database.
pub fn by_module(conn: &mut Conn, unit: &Ars, module: &Slug) -> Result<Option<Installation>, Error> {
    let record: Option<String> = installations::table
        .find((unit.as_str(), module.as_str()))
        .select(installations::record)
        .first(conn)
        .optional()?;
    record.map(|r| from_json(KIND, &r)).transpose()
}

/// Stores a new installation.
///
/// # Errors
/// `Conflict` if the unit has the module already; those of the database.
pub fn insert(conn: &mut Conn, installation: &Installation) -> Result<(), Error> {
    let insert = diesel::insert_into(installations::table).values(Row::of(installation)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, &installation.module)).map(|_| ())
}

/// Stores many new installations.
///
/// # Errors
/// `Conflict` if a unit has its module already; those of the database.
pub fn insert_all(conn: &mut Conn, new: &[Installation]) -> Result<(), Error> {
    for batch in new.chunks(BATCH) {
        let rows = batch.iter().map(Row::of).collect::<Result<Vec<_>, _>>()?;
        on_db!(conn, c => diesel::insert_into(installations::table).values(&rows).execute(c))
            .map_err(Error::on_insert(KIND, "rows"))?;
    }
    Ok(())
}

/// Stores a changed installation over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, installation: &Installation) -> Result<(), Error> {
    let before = installations::table
        .find((installation.unit.as_str(), installation.module.as_str()))
        .filter(installations::revision.eq(installation.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(installation)?).execute(conn)?;
    one_changed(rows, KIND, &installation.module)
}

/// Removes an installation as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, installation: &Installation) -> Result<(), Error> {
    let same = installations::table
        .find((installation.unit.as_str(), installation.module.as_str()))
        .filter(installations::revision.eq(installation.revision.get()));
    let rows = diesel::delete(same).execute(conn)?;
    one_changed(rows, KIND, &installation.module)
}
