//! The units of a service area, and when they were served.

use blaupause_store::Conn;
use blaupause_tables::{Decimal, Kind, RowSink, Value};
use blaupause_territory::{Microdegrees, Unit};

use super::area::Area;
use super::columns::{Column, Table, always, code, count, key, maybe, maybe_text, put, text};
use crate::Error;

const COORDINATE: Kind = Kind::Decimal { digits: 6 };

const UNIT_COLUMNS: &[Column] = &[
    key("ars", Kind::Text),
    maybe("ags", Kind::Text),
    always("name", Kind::Text),
    maybe("latinName", Kind::Text),
    always("level", Kind::Text),
    maybe("kind", Kind::Text),
    always("country", Kind::Text),
    always("land", Kind::Text),
    maybe("county", Kind::Text),
    maybe("parent", Kind::Text),
    maybe("postcode", Kind::Text),
    maybe("seat", Kind::Text),
    maybe("population", Kind::Integer).measured("inhabitants"),
    maybe("areaHectares", Kind::Integer).measured("hectares"),
    maybe("sizeClass", Kind::Text),
    maybe("latitude", COORDINATE).measured("degrees"),
    maybe("longitude", COORDINATE).measured("degrees"),
    always("validFrom", Kind::Date),
    maybe("validTo", Kind::Date),
];

pub(super) const UNITS: Table =
    Table { id: "units", source: "register", columns: UNIT_COLUMNS, leads: &[], fill: units };

pub(super) const SERVICE_PERIODS: Table = Table {
    id: "service-periods",
    source: "provider",
    columns: &[
        key("unit", Kind::Text),
        key("entry", Kind::Text),
        key("servedFrom", Kind::Date),
        maybe("servedTo", Kind::Date),
    ],
    leads: &[("units", &[("unit", "ars")])],
    fill: service_periods,
};

fn units(area: &mut Area, _: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    area.units.iter().try_for_each(|unit| put(rows, cells(unit)?))
}

fn cells(unit: &Unit) -> Result<[Value; 19], Error> {
    Ok([
        text(&unit.ars),
        maybe_text(unit.ags.as_ref()),
        text(&unit.name),
        maybe_text(unit.latin_name.as_ref()),
        code(&unit.level),
        unit.kind.as_ref().map_or(Value::Null, code),
        text(unit.ars.country()),
        text(unit.ars.land()),
        maybe_text(unit.ars.county()),
        maybe_text(unit.parent.as_ref()),
        maybe_text(unit.postcode.as_ref()),
        maybe_text(unit.seat.as_ref()),
        unit.population.map_or(Ok(Value::Null), count)?,
        unit.area_hectares.map_or(Ok(Value::Null), count)?,
        unit.size_class().as_ref().map_or(Value::Null, code),
        degrees(unit.latitude),
        degrees(unit.longitude),
        unit.valid_from.into(),
        unit.valid_to.into(),
    ])
}

fn degrees(angle: Option<Microdegrees>) -> Value {
    angle.and_then(|angle| Decimal::new(angle.get().into(), 6)).into()
}

fn service_periods(area: &mut Area, _: &mut Conn, rows: &mut dyn RowSink) -> Result<(), Error> {
    for unit in &area.units {
        for entry in area.serving(&unit.ars) {
            put(rows, [text(&unit.ars), text(&entry.unit), entry.from.into(), entry.to.into()])?;
        }
    }
    Ok(())
}
