//! Units of the register.

use blaupause_kernel::{Ags, Ars, Date, UnitKey};
use blaupause_territory::{Kind, Microdegrees, Unit};
use diesel::prelude::*;

use crate::columns::{parse, to_column};
use crate::schema::units;
use crate::{Conn, Error};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = units, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct Row {
    ars: String,
    ags: Option<String>,
    level: String,
    kind: Option<i16>,
    name: String,
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
