//! The secret addresses of the calendars of units.

use blaupause_kernel::Ars;
use blaupause_support::offers::CalendarAddress;
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::calendar_addresses as addresses;
use crate::{Conn, Error};

const KIND: &str = "calendar-address";

/// The address of a unit, if it has one.
///
/// # Errors
/// Those of the database.
pub fn of_unit(conn: &mut Conn, unit: &Ars) -> Result<Option<CalendarAddress>, Error> {
    let record: Option<String> =
        addresses::table.find(unit.as_str()).select(addresses::record).first(conn).optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// Stores the address of a unit in place of the one before.
///
/// # Errors
/// Those of the database.
pub fn put(conn: &mut Conn, address: &CalendarAddress) -> Result<(), Error> {
    let record = to_json(KIND, address)?;
    let (unit, revision) = (address.unit.as_str(), address.revision.get());
    let is_new = addresses::table.find(unit).count().get_result::<i64>(conn)? == 0;
    let now = (addresses::record.eq(&record), addresses::revision.eq(revision));
    if is_new {
        diesel::insert_into(addresses::table)
            .values((addresses::unit.eq(unit), now.0, now.1))
            .execute(conn)?;
    } else {
        diesel::update(addresses::table.find(unit)).set(now).execute(conn)?;
    }
    Ok(())
}

/// Deletes the address of a unit as it was read.
///
/// # Errors
/// `Stale` if there is another one now; those of the database.
pub fn delete(conn: &mut Conn, address: &CalendarAddress) -> Result<(), Error> {
    let same =
        addresses::table.find(address.unit.as_str()).filter(addresses::revision.eq(address.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, KIND, &address.unit)
}
