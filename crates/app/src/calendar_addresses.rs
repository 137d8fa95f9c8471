//! The secret address under which programs for calendars read what a unit is registered for.

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Ars, UnitKey};
use blaupause_store::calendar_addresses as store;
use blaupause_store::{Error as Store, units as registered};
use blaupause_support::offers::CalendarAddress;

use crate::{Change, Error, Expected, Read, Write, units};

/// Makes an address for the calendar of a unit; the one before leads nowhere any more. With it, the token that stands in it:
/// it is told this once.
///
/// # Errors
/// No such unit; `Denied`; `Internal` without randomness; those of the store.
pub fn make(tx: &mut Write<'_>, actor: &Actor, unit: &UnitKey) -> Result<(CalendarAddress, String), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::RegisterForOffers, unit)?.unit.ars;
    let before = store::of_unit(tx.conn(), &unit)?;
    let (random, by) = (tx.next_random()?, actor.subject()?.to_owned());
    let (address, token) = CalendarAddress::make(unit, before.as_ref(), random, by, tx.now());
    store::put(tx.conn(), &address)?;
    tx.record(actor, change("calendarAddress.made", &address.unit))?;
    Ok((address, token))
}

/// The address of a unit, without what opens it.
///
/// # Errors
/// No such unit, or none was made; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<CalendarAddress, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    of(tx, &unit)
}

/// Makes the address of a unit void.
///
/// # Errors
/// No such unit, or none was made; `Denied`; `Stale`; those of the store.
pub fn end(tx: &mut Write<'_>, actor: &Actor, unit: &UnitKey, expected: Expected) -> Result<(), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::RegisterForOffers, unit)?.unit.ars;
    let address = of(&mut tx.as_read(), &unit)?;
    expected.check(address.revision)?;
    store::delete(tx.conn(), &address)?;
    tx.record(actor, change("calendarAddress.ended", &unit))
}

/// The unit whose calendar a token opens.
///
/// # Errors
/// No such unit, or no address of it with this token; those of the store.
pub(crate) fn opened(tx: &mut Read<'_>, unit: &UnitKey, token: &str) -> Result<Ars, Error> {
    let unit = registered::by_key(tx.conn(), unit)?.ars;
    let address = store::of_unit(tx.conn(), &unit)?.filter(|address| address.is_opened_by(token));
    address.map(|address| address.unit).ok_or_else(|| not_found(&unit))
}

fn of(tx: &mut Read<'_>, unit: &Ars) -> Result<CalendarAddress, Error> {
    store::of_unit(tx.conn(), unit)?.ok_or_else(|| not_found(unit))
}

fn not_found(unit: &Ars) -> Error {
    Store::not_found("calendar-address", unit).into()
}

fn change(kind: &'static str, unit: &Ars) -> Change {
    Change::new(kind, format!("/municipalities/{unit}/calendar-address")).of_unit(unit)
}
