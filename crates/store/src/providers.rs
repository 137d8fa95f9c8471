//! Providers and the units they serve.

use blaupause_kernel::{Ars, Date, Slug};
use diesel::prelude::*;

use crate::columns::parse;
use crate::schema::service_areas;
use crate::{Conn, Error};

/// The providers that serve a unit on a day, directly or with a level above it, in order of their ids.
///
/// # Errors
/// Those of the database.
pub fn serving(conn: &mut Conn, unit: &Ars, on: Date) -> Result<Vec<Slug>, Error> {
    let day = on.to_chrono();
    let above: Vec<&str> = [2, 3, 4, 5, 9].iter().filter_map(|n| unit.as_str().get(..*n)).collect();
    let direct = service_areas::unit.eq(unit.as_str());
    let wider = service_areas::with_descendants.eq(true).and(service_areas::unit.eq_any(above));
    let ended = service_areas::valid_to.is_not_null().and(service_areas::valid_to.lt(day));
    let ids: Vec<String> = service_areas::table
        .filter(direct.or(wider))
        .filter(service_areas::valid_from.le(day))
        .filter(diesel::dsl::not(ended.assume_not_null()))
        .select(service_areas::provider)
        .distinct()
        .order(service_areas::provider)
        .load(conn)?;
    ids.iter().map(|id| parse("service-area", id)).collect()
}
