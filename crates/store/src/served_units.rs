//! Units together with the providers that serve them on a day, many at once.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Date, Slug};
use blaupause_territory::Unit;
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::columns::parse;
use crate::schema::{service_areas, units};
use crate::{Conn, Error};

/// The service areas by which the unit of a column is served on a day: an entry for the unit itself, or for one above it
/// with all that is inside. Keys with a full stop are municipalities, inside which there is nothing. A macro, because the
/// type of such a query cannot be written for any column.
macro_rules! served {
    ($unit:expr, $provider:expr, $day:expr) => {{
        use diesel::NullableExpressionMethods as _;
        let day = $day;
        let inside = service_areas::with_descendants
            .eq(true)
            .and(service_areas::unit.not_like("%.%"))
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
    let keys: Vec<&Ars> = keys.iter().collect();
    let mut all = Vec::with_capacity(keys.len());
    for batch in keys.chunks(BATCH) {
        let rows: Vec<crate::units::Row> = units::table
            .filter(units::ars.eq_any(batch.iter().map(|key| key.as_str())))
            .order(units::ars)
            .select(crate::units::Row::as_select())
            .load(conn)?;
        let areas = areas(conn, batch, on)?;
        for row in rows {
            let unit = Unit::try_from(row)?;
            let serving = serving(&areas, &unit.ars);
            all.push((unit, serving));
        }
    }
    Ok(all)
}

/// All units that a provider serves on a day, by key.
///
/// # Errors
/// Those of the database.
pub fn of_provider(conn: &mut Conn, provider: &Slug, on: Date) -> Result<Vec<Unit>, Error> {
    let serves = service_areas::provider.eq(provider.as_str());
    let rows: Vec<crate::units::Row> = units::table
        .filter(exists(served!(units::ars, serves, on.to_chrono())))
        .order(units::ars)
        .select(crate::units::Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Unit::try_from).collect()
}

/// A provider, a unit that it serves, and whether it serves all that is inside.
type Area = (Slug, Ars, bool);

/// Every service area on a day that may hold one of these units.
fn areas(conn: &mut Conn, keys: &[&Ars], on: Date) -> Result<Vec<Area>, Error> {
    let mut wanted: BTreeSet<Ars> = keys.iter().flat_map(|key| key.above()).collect();
    wanted.extend(keys.iter().copied().cloned());
    let wanted = wanted.iter().map(Ars::as_str);
    let day = on.to_chrono();
    let ended = service_areas::valid_to.is_not_null().and(service_areas::valid_to.lt(day));
    let rows: Vec<(String, String, bool)> = service_areas::table
        .filter(service_areas::unit.eq_any(wanted))
        .filter(service_areas::valid_from.le(day))
        .filter(diesel::dsl::not(ended.assume_not_null()))
        .order((service_areas::provider, service_areas::unit))
        .select((service_areas::provider, service_areas::unit, service_areas::with_descendants))
        .load(conn)?;
    let area = |(provider, unit, inside): (String, String, bool)| {
        Ok((parse("service-area", &provider)?, parse("service-area", &unit)?, inside))
    };
    rows.into_iter().map(area).collect()
}

fn serving(areas: &[Area], unit: &Ars) -> Vec<Slug> {
    let holds = |area: &&Area| area.1 == *unit || (area.2 && area.1.contains(unit));
    let ids: BTreeSet<&Slug> = areas.iter().filter(holds).map(|area| &area.0).collect();
    ids.into_iter().cloned().collect()
}
