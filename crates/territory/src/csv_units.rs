//! Reads a plain CSV of units into a register: for samples and for countries without a GV100AD.

use std::str::FromStr;

use blaupause_kernel::{Ars, Date, Message};
use serde::Deserialize as _;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;

use crate::defects::{Defects, excerpt};
use crate::register::{Record, assemble};
use crate::tables::{Row, rows};
use crate::{Defect, Kind, Microdegrees, Register, Unit};

/// The columns a file may have, in any order; `ars` and `name` must be there.
pub const COLUMNS: [&str; 9] =
    ["ars", "name", "kind", "population", "area_hectares", "postcode", "seat", "lat", "lon"];

/// Reads units as of `state`, separated by `;` or `,`. An empty field is a value that is not known.
///
/// `kind` is the Textkennzeichen (`64`) or its name (`municipality`); `lat` and `lon` are decimal degrees.
/// Levels above may be left out. Where all municipalities of an upper unit state a figure, their sum replaces its own.
///
/// # Errors
/// Every defect with line and field number, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8], state: Date) -> Result<Register, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = rows(bytes, &COLUMNS, 2, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let records = rows.iter().filter_map(|row| record(row, state, &mut defects)).collect();
    let register = assemble(state, records, false, &mut defects);
    defects.or(register)
}

fn record(row: &Row, state: Date, defects: &mut Defects) -> Option<Record> {
    let ars: Option<Option<Ars>> = optional(row, 0, "register-key-invalid", defects, |t| t.parse().ok());
    let (key_column, key) = row.field(0);
    if key.is_empty() {
        defects.add(row.line, key_column, Message::new("register-key-invalid").with("value", ""));
    }
    let (name_column, name) = row.field(1);
    if name.is_empty() {
        defects.add(row.line, name_column, Message::new("register-name-missing"));
    }
    let level = ars.clone().flatten().map(|a| a.level());
    let fits = |kind: &Kind| level.is_none_or(|l| l == kind.level());
    let kind = optional(row, 2, "register-kind-unknown", defects, |t| kind_of(t).filter(fits));
    let population = optional(row, 3, "register-number-invalid", defects, digits::<u32>);
    let area = optional(row, 4, "register-number-invalid", defects, digits::<u32>);
    let postcode = optional(row, 5, "register-postcode-invalid", defects, |t| {
        let short = t.len() <= 10 && t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-');
        short.then(|| t.to_owned())
    });
    let degrees = |t: &str| t.parse::<Microdegrees>().ok();
    let latitude =
        optional(row, 7, "register-coordinate-invalid", defects, |t| degrees(t).filter(|d| d.is_latitude()));
    let longitude = optional(row, 8, "register-coordinate-invalid", defects, degrees);
    let ars = ars??;
    let unit = Unit {
        ags: ars.ags(),
        level: ars.level(),
        ars,
        kind: kind?,
        name: name.to_owned(),
        latin_name: None,
        seat: Some(row.field(6).1).filter(|s| !s.is_empty()).map(str::to_owned),
        parent: None,
        population: population?,
        area_hectares: area?,
        postcode: postcode?,
        valid_from: state,
        valid_to: None,
        latitude: latitude?,
        longitude: longitude?,
    };
    Some(Record { line: row.line, column: key_column, unit })
}

/// The value of a field that may be empty; nothing at all if it is there and wrong.
fn optional<T>(
    row: &Row,
    index: usize,
    code: &str,
    defects: &mut Defects,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<Option<T>> {
    let (column, text) = row.field(index);
    if text.is_empty() {
        return Some(None);
    }
    let value = parse(text);
    if value.is_none() {
        defects.add(row.line, column, Message::new(code).with("value", excerpt(text)));
    }
    value.map(Some)
}

fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn kind_of(text: &str) -> Option<Kind> {
    let named = || Kind::deserialize(IntoDeserializer::<ValueError>::into_deserializer(text)).ok();
    digits(text).and_then(Kind::from_code).or_else(named)
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Level;

    use super::*;
    use crate::SizeClass;

    fn state() -> Date {
        "2026-01-01".parse().unwrap()
    }

    #[test]
    fn reads_columns_by_name_in_any_order() {
        let csv = "name,ars,kind,population,area_hectares,lat,lon\n\
            \"Mitte, Stadt\",990010001001,63,5000,120,52.5,-1.25\n\
            Land,99,,,,,\n\
            Nord,990010001002,municipality,7,30,,\n";
        let register = read(csv.as_bytes(), state()).unwrap();
        let town = &register.units[&"990010001001".parse().unwrap()];
        assert_eq!((town.name.as_str(), town.kind), ("Mitte, Stadt", Some(Kind::Town)));
        assert_eq!(town.parent, Some("99".parse().unwrap()), "the levels between are left out");
        assert_eq!(town.size_class(), Some(SizeClass::SmallerSmallTown));
        assert_eq!(town.longitude.map(Microdegrees::get), Some(-1_250_000));
        let land = &register.units[&"99".parse().unwrap()];
        assert_eq!((land.population, land.area_hectares, land.size_class()), (Some(5007), Some(150), None));
        assert_eq!(register.counts()[&Level::Municipality], 2);
    }

    #[test]
    fn an_unknown_figure_below_leaves_the_one_above_as_it_is() {
        let csv = "ars;name;population\n99001;Kreis;900\n990010001001;A;\n990010001002;B;5\n";
        let register = read(csv.as_bytes(), state()).unwrap();
        assert_eq!(register.units[&"99001".parse().unwrap()].population, Some(900));
    }

    #[test]
    fn names_every_defect_with_line_and_field() {
        let csv = "ars;name;kind;population;lat;colour\n\
            12345678;;99;-5;91;x\n\
            990010001001;A;41;1;;\n\
            990010001002;B\n\
            990010001003;C;;;;\n\
            990010001003;D;;;;\n\
            990019999003;E;;;;\n";
        let defects = read(csv.as_bytes(), state()).unwrap_err();
        let found: Vec<_> = defects.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect();
        assert_eq!(
            found,
            [
                (1, 6, "csv-column-unknown"),
                (2, 1, "register-key-invalid"),
                (2, 2, "register-name-missing"),
                (2, 3, "register-kind-unknown"),
                (2, 4, "register-number-invalid"),
                (2, 5, "register-coordinate-invalid"),
                (3, 3, "register-kind-unknown"),
                (4, 2, "csv-field-count"),
                (6, 1, "register-key-duplicate"),
                (7, 1, "register-ags-duplicate"),
            ]
        );
    }

    #[test]
    fn refuses_files_without_a_header_or_rows() {
        for (csv, code) in
            [("", "csv-empty"), ("ars;name\n", "csv-empty"), ("name\nx\n", "csv-column-missing")]
        {
            assert_eq!(read(csv.as_bytes(), state()).unwrap_err()[0].message.code, code, "{csv}");
        }
    }
}
