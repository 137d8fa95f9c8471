//! Units together with the providers that serve them on a day, many at once.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Date, Slug};
use blaupause_territory::Unit;
use diesel::prelude::*;

use crate::columns::parse;
use crate::schema::{service_areas, units};
use crate::{Conn, Error};

/// The service areas by which the unit of a column is served on a day: an entry for the unit itself, or for one above it
/// with all that is inside. A macro, because the type of such a query cannot be written for any column.
macro_rules! served {
    ($unit:expr, $provider:expr, $day:expr) => {{
        use diesel::NullableExpressionMethods as _;
        let day = $day;
        let inside = service_areas::with_descendants
            .eq(true)
            .and(($unit).like(diesel::TextExpressionMethods::concat(service_areas::unit, "%")));
        let ended = service_areas::valid_to.is_not_null().and(service_areas::valid_to.lt(day));
        service_areas::table
            .filter($provider)
            .filter(service_areas::unit.eq($unit).or(inside))
            .filter(service_areas::valid_from.le(day))
            .filter(diesel::dsl::not(ended.assume_not_null()))
    }};
}
pub(crate) use served;

/// Keys per query, well below the limits of both databases with the keys above them.
const BATCH: usize = 4_000;

/// Those of the named units that the register has, by key, each with its providers on a day, by id.
///
/// # Errors
/// Those of the database.
pub fn of_keys(conn: &mut Conn, keys: &BTreeSet<Ars>, on: Date) -> Result<Vec<(Unit, Vec<Slug>)>, Error> {
    let keys: Vec<&str> = keys.iter().map(Ars::as_str).collect();
    let mut all = Vec::with_capacity(keys.len());
    for batch in keys.chunks(BATCH) {
        let rows: Vec<crate::units::Row> = units::table
            .filter(units::ars.eq_any(batch))
            .order(units::ars)
            .select(crate::units::Row::as_select())
            .load(conn)?;
        let areas = areas(conn, batch, on)?;
        for row in rows {
            let unit = Unit::try_from(row)?;
            let serving = serving(&areas, &unit.ars)?;
            all.push((unit, serving));
        }
    }
    Ok(all)
}

type Area = (String, String, bool);

/// Every service area on a day that may hold one of these units.
fn areas(conn: &mut Conn, keys: &[&str], on: Date) -> Result<Vec<Area>, Error> {
    let above = |key: &&str| [2, 3, 4, 5, 9].map(|n| key.get(..n).unwrap_or_default().to_owned());
    let mut wanted: BTreeSet<String> = keys.iter().flat_map(above).collect();
    wanted.extend(keys.iter().map(|key| (*key).to_owned()));
    let day = on.to_chrono();
    let ended = service_areas::valid_to.is_not_null().and(service_areas::valid_to.lt(day));
    let areas = service_areas::table
        .filter(service_areas::unit.eq_any(wanted))
        .filter(service_areas::valid_from.le(day))
        .filter(diesel::dsl::not(ended.assume_not_null()))
        .order((service_areas::provider, service_areas::unit))
        .select((service_areas::provider, service_areas::unit, service_areas::with_descendants))
        .load(conn)?;
    Ok(areas)
}

fn serving(areas: &[Area], unit: &Ars) -> Result<Vec<Slug>, Error> {
    let holds = |area: &&Area| area.1 == unit.as_str() || (area.2 && unit.as_str().starts_with(&area.1));
    let ids: BTreeSet<&str> = areas.iter().filter(holds).map(|area| area.0.as_str()).collect();
    ids.into_iter().map(|id| parse("service-area", id)).collect()
}
