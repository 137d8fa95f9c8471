//! What runs in all units of a provider, as columns: a report looks at every row and at no document.

use blaupause_kernel::{Ars, Date, Slug, Version};
use blaupause_territory::{Kind, Unit};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::columns::parse;
use crate::schema::{installations, service_areas, units};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "installation";

/// One module that runs in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The unit.
    pub unit: Ars,
    /// The module.
    pub module: Slug,
    /// The version in use.
    pub version: Version,
    /// Whether it was changed for this unit.
    pub customised: bool,
    /// First day of use.
    pub since: Date,
    /// Last day up to which somebody vouched for it.
    pub confirmed_until: Option<Date>,
}

/// The units a provider serves on a day that are there on it and have a size class, by key: municipalities and their
/// associations with inhabitants. The place holder of an association that does not exist is none: its municipality stands
/// beside it.
///
/// # Errors
/// Those of the database.
pub fn units_of(conn: &mut Conn, provider: &Slug, on: Date) -> Result<Vec<Unit>, Error> {
    let day = on.to_chrono();
    let serving = served!(units::ars, service_areas::provider.eq(provider.as_str()), day);
    let rows: Vec<crate::units::Row> = units::table
        .filter(exists(serving))
        .filter(units::valid_from.le(day))
        .filter(units::valid_to.is_null().or(units::valid_to.ge(day).assume_not_null()))
        .order(units::ars)
        .select(crate::units::Row::as_select())
        .load(conn)?;
    let units = rows.into_iter().map(Unit::try_from).collect::<Result<Vec<_>, _>>()?;
    let real = |unit: &Unit| unit.kind != Some(Kind::NoAssociation) && unit.size_class().is_some();
    Ok(units.into_iter().filter(real).collect())
}

/// Everything that runs on a day in the units a provider serves on it, by unit and module.
///
/// # Errors
/// Those of the database.
pub fn of_provider(conn: &mut Conn, provider: &Slug, on: Date) -> Result<Vec<Running>, Error> {
    let day = on.to_chrono();
    let serving = served!(installations::unit, service_areas::provider.eq(provider.as_str()), day);
    let rows: Vec<Row> = installations::table
        .filter(exists(serving))
        .filter(installations::since.le(day))
        .order((installations::unit, installations::module))
        .select((
            installations::unit,
            installations::module,
            installations::version,
            installations::customised,
            installations::since,
            installations::confirmed_until,
        ))
        .load(conn)?;
    rows.into_iter().map(running).collect()
}

type Row = (String, String, String, bool, chrono::NaiveDate, Option<chrono::NaiveDate>);

fn running((unit, module, version, customised, since, confirmed_until): Row) -> Result<Running, Error> {
    Ok(Running {
        unit: parse(KIND, &unit)?,
        module: parse(KIND, &module)?,
        version: parse(KIND, &version)?,
        customised,
        since: Date::from_chrono(since),
        confirmed_until: confirmed_until.map(Date::from_chrono),
    })
}
