//! Units of the register.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ags, Ars, Country, Cursor, Date, Level, Page, Paged, Slug, UnitKey};
use blaupause_territory::{Kind, Microdegrees, SizeClass, Unit, search_term};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::columns::{name_of, parse, to_column};
use crate::connection::on_db;
use crate::schema::{service_areas, units};
use crate::served_units::served;
use crate::{Conn, Error};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = units, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct Row {
    ars: String,
    ags: Option<String>,
    level: String,
    kind: Option<i16>,
    name: String,
    latin_name: Option<String>,
    search_name: String,
    seat: Option<String>,
    parent: Option<String>,
    land: String,
    population: Option<i32>,
    area_hectares: Option<i32>,
    postcode: Option<String>,
    latitude: Option<i32>,
    longitude: Option<i32>,
    valid_from: chrono::NaiveDate,
    valid_to: Option<chrono::NaiveDate>,
    revision: i64,
}

impl TryFrom<Row> for Unit {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let code = row.kind.map(|code| to_column::<i16, u8>("unit", code)).transpose()?;
        let kind = code.map(|c| Kind::from_code(c).ok_or_else(|| Error::corrupt("unit", c))).transpose()?;
        let coordinate = |value: Option<i32>| {
            value.map(|v| Microdegrees::new(v).ok_or_else(|| Error::corrupt("unit", v))).transpose()
        };
        let ars: Ars = parse("unit", &row.ars)?;
        Ok(Self {
            level: ars.level(),
            ars,
            ags: row.ags.map(|a| parse::<Ags>("unit", &a)).transpose()?,
            kind,
            name: row.name,
            latin_name: row.latin_name,
            seat: row.seat,
            parent: row.parent.map(|p| parse("unit", &p)).transpose()?,
            population: row.population.map(|p| to_column("unit", p)).transpose()?,
            area_hectares: row.area_hectares.map(|a| to_column("unit", a)).transpose()?,
            postcode: row.postcode,
            valid_from: Date::from_chrono(row.valid_from),
            valid_to: row.valid_to.map(Date::from_chrono),
            latitude: coordinate(row.latitude)?,
            longitude: coordinate(row.longitude)?,
        })
    }
}

/// The unit with this key; an AGS names the unit that carries it now, or carried it last.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_key(conn: &mut Conn, key: &UnitKey) -> Result<Unit, Error> {
    let mut query = units::table.select(Row::as_select()).into_boxed();
    query = match key {
        UnitKey::Ars(ars) => query.filter(units::ars.eq(ars.to_string())),
        UnitKey::Ags(ags) => query.filter(units::ags.eq(ags.to_string())),
    };
    let row: Option<Row> =
        query.order((units::valid_to.is_null().desc(), units::valid_from.desc())).first(conn).optional()?;
    row.ok_or_else(|| Error::not_found("unit", key))?.try_into()
}

/// The keys of the units that carry an AGS now, or carried it last, by AGS; what nothing carries is left out.
///
/// # Errors
/// Those of the database.
pub fn of_ags(conn: &mut Conn, keys: &BTreeSet<String>) -> Result<BTreeMap<String, Ars>, Error> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let mut found = BTreeMap::new();
    for batch in keys.chunks(5_000) {
        let rows: Vec<(Option<String>, String)> = units::table
            .filter(units::ags.eq_any(batch))
            .order((units::ags, units::valid_to.is_null().desc(), units::valid_from.desc()))
            .select((units::ags, units::ars))
            .load(conn)?;
        for (ags, ars) in rows {
            let Some(ags) = ags else { continue };
            found.entry(ags).or_insert(parse("unit", &ars)?);
        }
    }
    Ok(found)
}

/// In which order a list of units comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By name as it is searched.
    #[default]
    Name,
    /// By key.
    Key,
    /// By population, the largest first; units without a figure come last.
    Population,
}

/// Which units a list shows. Everything that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Level; all if none.
    pub level: Option<Level>,
    /// Part of the name, as people type it.
    pub name: Option<String>,
    /// In this country.
    pub country: Option<Country>,
    /// Inside this unit, by key.
    pub within: Option<Ars>,
    /// Textkennzeichen.
    pub kind: Option<Kind>,
    /// Size class by population.
    pub size_class: Option<SizeClass>,
    /// Served by this provider on the day.
    pub provider: Option<Slug>,
    /// Valid on this day; if none, units that have not ended.
    pub valid_on: Option<Date>,
}

/// Units in an order.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(
    conn: &mut Conn,
    filter: &Filter,
    order: Order,
    today: Date,
    page: &Page,
) -> Result<Paged<Unit>, Error> {
    let mut query = units::table.select(Row::as_select()).limit(page.fetch()).into_boxed();
    if let Some(level) = &filter.level {
        query = query.filter(units::level.eq(name_of("unit", level)?));
    }
    if let Some(name) = &filter.name {
        query = query.filter(units::search_name.like(containing(name)).escape('!'));
    }
    if let Some(country) = &filter.country {
        let (first, beyond) = span(country);
        query = query.filter(units::ars.ge(first)).filter(units::ars.lt(beyond));
    }
    if let Some(within) = &filter.within {
        query = query.filter(units::ars.like(inside(within)));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(units::kind.eq(i16::from(kind.code())));
    }
    if let Some(size) = filter.size_class {
        let below = size.below().map_or(Ok(i32::MAX), |n| to_column("unit", n))?;
        query = query.filter(units::population.ge(to_column::<_, i32>("unit", size.least())?));
        query = query.filter(units::population.lt(below)).filter(units::level.eq_any(classed_levels()?));
        let free = Kind::ALL.iter().filter(|k| k.is_unincorporated()).map(|k| i16::from(k.code()));
        query = query.filter(units::kind.is_null().or(units::kind.ne_all(free).assume_not_null()));
    }
    if let Some(provider) = &filter.provider {
        let day = filter.valid_on.unwrap_or(today);
        let day = day.to_chrono();
        let served = served!(units::ars, service_areas::provider.eq(provider.as_str()), day);
        query = query.filter(exists(served));
    }
    query = match filter.valid_on {
        None => query.filter(units::valid_to.is_null()),
        Some(day) => {
            let day = day.to_chrono();
            let ended = units::valid_to.is_not_null().and(units::valid_to.assume_not_null().lt(day));
            query.filter(units::valid_from.le(day)).filter(diesel::dsl::not(ended))
        }
    };
    let cursor = page.after();
    query = match (order, cursor) {
        (Order::Name, Some(c)) => {
            let (name, ars) = (c.key(0)?.to_owned(), c.key(1)?.to_owned());
            let same = units::search_name.eq(name.clone()).and(units::ars.gt(ars));
            query.filter(units::search_name.gt(name).or(same))
        }
        (Order::Key, Some(c)) => query.filter(units::ars.gt(c.key(0)?.to_owned())),
        (Order::Population, Some(c)) => {
            let count: i32 = c.key(0)?.parse().map_err(|_| Error::Cursor)?;
            let ars = c.key(1)?.to_owned();
            let known = sort_population();
            query.filter(known.lt(count).or(sort_population().eq(count).and(units::ars.gt(ars))))
        }
        (_, None) => query,
    };
    query = match order {
        Order::Name => query.order((units::search_name, units::ars)),
        Order::Key => query.order(units::ars),
        Order::Population => query.order((sort_population().desc(), units::ars.asc())),
    };
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(Unit::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |u: &Unit| match order {
        Order::Name => Cursor::new([u.search_name(), u.ars.to_string()]),
        Order::Key => Cursor::new([u.ars.to_string()]),
        Order::Population => Cursor::new([u.population.map_or(-1, i64::from).to_string(), u.ars.to_string()]),
    }))
}

/// The population for sorting: unknown counts as less than any number.
fn sort_population() -> diesel::expression::SqlLiteral<diesel::sql_types::Integer> {
    diesel::dsl::sql("coalesce(population, -1)")
}

fn classed_levels() -> Result<Vec<String>, Error> {
    SizeClass::LEVELS.iter().map(|level| name_of("unit", level)).collect()
}

/// A pattern for the keys of a unit and of all that is inside it. Nothing is inside a municipality, whose key may open
/// that of another one.
pub(crate) fn inside(unit: &Ars) -> String {
    if unit.level() == Level::Municipality { unit.to_string() } else { format!("{unit}%") }
}

/// The keys of a country: from the first on and before the second. Germany's are digits only, those of other countries
/// begin with their letters, and no key has a character beyond capital letters.
fn span(country: &Country) -> (String, String) {
    if country.is_germany() {
        return ("0".to_owned(), ":".to_owned());
    }
    (country.nuts().to_owned(), format!("{}~", country.nuts()))
}

/// A pattern for names that contain what was typed; `%` and `_` stand for themselves.
pub(crate) fn containing(name: &str) -> String {
    let typed = search_term(name);
    format!("%{}%", typed.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// Up to so many keys a query names each of them. A list of any length is prepared anew every time, which costs more
/// than the rest of a small query.
const FEW: usize = 8;

/// Units by their keys.
///
/// # Errors
/// Those of the database.
pub fn by_keys(conn: &mut Conn, keys: &[Ars]) -> Result<Vec<Unit>, Error> {
    let keys: Vec<&str> = keys.iter().map(Ars::as_str).collect();
    let mut found = Vec::with_capacity(keys.len());
    for some in keys.chunks(1000) {
        let mut query = units::table.order(units::ars).select(Row::as_select()).into_boxed();
        if some.len() <= FEW {
            for key in some {
                query = query.or_filter(units::ars.eq(*key));
            }
        } else {
            query = query.filter(units::ars.eq_any(some));
        }
        let rows: Vec<Row> = query.load(conn)?;
        found.extend(rows);
    }
    found.into_iter().map(Unit::try_from).collect()
}

/// Every unit that there ever was in these countries, by key.
///
/// # Errors
/// Those of the database.
pub fn of_countries(conn: &mut Conn, countries: &BTreeSet<Country>) -> Result<BTreeMap<Ars, Unit>, Error> {
    let mut query = units::table.select(Row::as_select()).into_boxed();
    for (first, beyond) in countries.iter().map(span) {
        query = query.or_filter(units::ars.ge(first).and(units::ars.lt(beyond)));
    }
    let rows: Vec<Row> = if countries.is_empty() { Vec::new() } else { query.load(conn)? };
    rows.into_iter().map(|row| Unit::try_from(row).map(|u| (u.ars.clone(), u))).collect()
}

/// How many units there are per level that have not ended.
///
/// # Errors
/// Those of the database.
pub fn counts(conn: &mut Conn) -> Result<Vec<(String, i64)>, Error> {
    let query = units::table
        .filter(units::valid_to.is_null())
        .group_by(units::level)
        .select((units::level, diesel::dsl::count(units::ars)));
    Ok(query.load(conn)?)
}

/// Writes units that are new or changed.
///
/// # Errors
/// Those of the database.
pub fn upsert(conn: &mut Conn, changed: &[Unit]) -> Result<(), Error> {
    use diesel::upsert::excluded;
    let rows: Vec<Row> = changed.iter().map(Row::of).collect::<Result<_, _>>()?;
    for some in rows.chunks(1500) {
        on_db!(conn, c => diesel::insert_into(units::table)
            .values(some)
            .on_conflict(units::ars)
            .do_update()
            .set((
                units::ags.eq(excluded(units::ags)),
                units::kind.eq(excluded(units::kind)),
                units::name.eq(excluded(units::name)),
                units::latin_name.eq(excluded(units::latin_name)),
                units::search_name.eq(excluded(units::search_name)),
                units::seat.eq(excluded(units::seat)),
                units::parent.eq(excluded(units::parent)),
                units::population.eq(excluded(units::population)),
                units::area_hectares.eq(excluded(units::area_hectares)),
                units::postcode.eq(excluded(units::postcode)),
                units::latitude.eq(excluded(units::latitude)),
                units::longitude.eq(excluded(units::longitude)),
                units::valid_from.eq(excluded(units::valid_from)),
                units::valid_to.eq(excluded(units::valid_to)),
                units::revision.eq(units::revision + 1),
            ))
            .execute(c))?;
    }
    Ok(())
}

impl Row {
    fn of(unit: &Unit) -> Result<Self, Error> {
        let number = |value: Option<u32>| value.map(|v| to_column("unit", v)).transpose();
        Ok(Self {
            ars: unit.ars.to_string(),
            ags: unit.ags.as_ref().map(ToString::to_string),
            level: name_of("unit", &unit.level)?,
            kind: unit.kind.map(|k| i16::from(k.code())),
            name: unit.name.clone(),
            latin_name: unit.latin_name.clone(),
            search_name: unit.search_name(),
            seat: unit.seat.clone(),
            parent: unit.parent.as_ref().map(ToString::to_string),
            land: unit.ars.land().to_string(),
            population: number(unit.population)?,
            area_hectares: number(unit.area_hectares)?,
            postcode: unit.postcode.clone(),
            latitude: unit.latitude.map(Microdegrees::get),
            longitude: unit.longitude.map(Microdegrees::get),
            valid_from: unit.valid_from.to_chrono(),
            valid_to: unit.valid_to.map(Date::to_chrono),
            revision: 1,
        })
    }
}
