//! What was announced about the end of published module versions.

use blaupause_catalog::Retirement;
use blaupause_kernel::{Slug, Version};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::retirements;
use crate::{Conn, Error};

const KIND: &str = "retirement";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = retirements)]
struct Row {
    module: String,
    version: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(retirement: &Retirement) -> Result<Self, Error> {
        Ok(Self {
            module: retirement.module.to_string(),
            version: retirement.version.to_string(),
            record: to_json(KIND, retirement)?,
            revision: retirement.revision.get(),
        })
    }
}

/// Everything that was announced.
///
/// # Errors
/// Those of the database.
pub fn all(conn: &mut Conn) -> Result<Vec<Retirement>, Error> {
    let records: Vec<String> = retirements::table
        .order((retirements::module, retirements::version))
        .select(retirements::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// What was announced about the versions of a module.
///
/// # Errors
/// Those of the database.
pub fn of_module(conn: &mut Conn, module: &Slug) -> Result<Vec<Retirement>, Error> {
    let records: Vec<String> = retirements::table
        .filter(retirements::module.eq(module.as_str()))
        .order(retirements::version)
        .select(retirements::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// What was announced about a version, if anything was.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, module: &Slug, version: &Version) -> Result<Option<Retirement>, Error> {
    let record: Option<String> = retirements::table
        .find((module.as_str(), version.to_string()))
        .select(retirements::record)
        .first(conn)
        .optional()?;
    record.map(|r| from_json(KIND, &r)).transpose()
}

/// Stores the first announcement about a version.
///
/// # Errors
/// `Conflict` if there is one already; those of the database.
pub fn insert(conn: &mut Conn, retirement: &Retirement) -> Result<(), Error> {
    let insert = diesel::insert_into(retirements::table).values(Row::of(retirement)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, &retirement.version)).map(|_| ())
}

/// Stores a changed announcement over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, retirement: &Retirement) -> Result<(), Error> {
    let before = retirements::table
        .find((retirement.module.as_str(), retirement.version.to_string()))
        .filter(retirements::revision.eq(retirement.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(retirement)?).execute(conn)?;
    one_changed(rows, KIND, &retirement.version)
}
