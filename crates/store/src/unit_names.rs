//! The names of all units of today, to be searched in memory.

use blaupause_kernel::Ars;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::columns::{parse, to_column};
use crate::schema::units;
use crate::{Conn, Error};

/// A unit by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitName {
    /// Its key.
    pub ars: Ars,
    /// Official name.
    pub name: String,
    /// The name in Latin letters, or in another language of the country, where it differs.
    pub latin_name: Option<String>,
    /// Inhabitants.
    pub population: Option<u32>,
}

/// What changes whenever a unit comes, ends or changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    units: i64,
    ended: i64,
    newest: Option<i64>,
    latest: Option<chrono::NaiveDate>,
}

/// The stamp of the register as it is now.
///
/// # Errors
/// Those of the database.
pub fn stamp(conn: &mut Conn) -> Result<Stamp, Error> {
    let (units, newest, latest) = units::table
        .select((count_star(), max(units::revision), max(units::valid_from)))
        .first::<(i64, Option<i64>, Option<chrono::NaiveDate>)>(conn)?;
    let ended = units::table.filter(units::valid_to.is_not_null()).count().get_result(conn)?;
    Ok(Stamp { units, ended, newest, latest })
}

/// All units that have not ended, by key.
///
/// # Errors
/// Those of the database.
pub fn all(conn: &mut Conn) -> Result<Vec<UnitName>, Error> {
    type Row = (String, String, Option<String>, Option<i32>);
    let rows: Vec<Row> = units::table
        .filter(units::valid_to.is_null())
        .order(units::ars)
        .select((units::ars, units::name, units::latin_name, units::population))
        .load(conn)?;
    let name = |(ars, name, latin_name, population): Row| {
        let population = population.map(|p| to_column("unit", p)).transpose()?;
        Ok(UnitName { ars: parse("unit", &ars)?, name, latin_name, population })
    };
    rows.into_iter().map(name).collect()
}
