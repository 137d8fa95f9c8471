//! Installations as a table, one row for each module of a unit. Whether units and versions exist is not known here. The
//! format is described in `docs/formats/installations-csv.md`.

use std::collections::HashMap;

use blaupause_kernel::{Date, Message, Rational, Slug, UnitKey, Version};
use blaupause_territory::{Defect, Defects, Fields, Row, day, table_rows, yes_or_no};

use crate::{Deviation, Installation};

/// The columns, in any order; the first four must be there.
pub const COLUMNS: [&str; 8] =
    ["unit", "module", "version", "since", "customised", "maturity", "confirmedUntil", "deviations"];
const REQUIRED: usize = 4;
const MODULE: usize = 1;
const DEVIATIONS: usize = 7;

/// What stands between two deviations in a field.
const BETWEEN: char = '|';

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct InstallationRow {
    /// The unit.
    pub unit: UnitKey,
    /// The module.
    pub module: Slug,
    /// The version in use.
    pub version: Version,
    /// How far its use has come.
    pub maturity: Option<Rational>,
    /// Whether it was changed for this unit.
    pub customised: bool,
    /// What is different.
    pub deviations: Vec<Deviation>,
    /// First day of use.
    pub since: Date,
    /// Last day up to which somebody vouched for it.
    pub confirmed_until: Option<Date>,
    /// The line, counted from 1.
    pub line: usize,
}

/// Reads a table, separated by `;` or `,`. UTF-8 with or without byte order mark or Windows-1252, plain or gzip.
///
/// # Errors
/// Every defect with line and field number, up to [`blaupause_territory::MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8]) -> Result<Vec<InstallationRow>, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = table_rows(bytes, &COLUMNS, REQUIRED, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let mut seen = HashMap::new();
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let Some(installation) = installation(row, &mut defects) else { continue };
        let key = (installation.unit.to_string(), installation.module.clone());
        if let Some(line) = seen.insert(key, row.line) {
            let message = Message::new("sheet-installation-repeated").with("line", line);
            defects.add(row.line, row.field(MODULE).0, message);
        }
        found.push(installation);
    }
    defects.or(found)
}

fn installation(row: &Row, defects: &mut Defects) -> Option<InstallationRow> {
    let mut field = Fields::of(row, defects);
    let unit = field.needed(0, "sheet-unit-invalid", |t| t.parse().ok());
    let module = field.needed(MODULE, "sheet-module-invalid", |t| t.parse().ok());
    let version = field.needed(2, "sheet-version-invalid", |t| t.parse().ok());
    let since = field.needed(3, "sheet-day-invalid", day);
    let customised = field.optional(4, "sheet-yes-or-no", yes_or_no).map(Option::unwrap_or_default);
    let maturity = field.optional(5, "sheet-level-invalid", |t| t.parse().ok());
    let confirmed_until = field.optional(6, "sheet-day-invalid", day);
    let (column, text) = row.field(DEVIATIONS);
    let texts = text.split(BETWEEN).map(str::trim).filter(|text| !text.is_empty());
    let deviations: Vec<_> = texts.map(|what| Deviation { what: what.to_owned(), why: None }).collect();
    let (customised, confirmed_until, since) = (customised?, confirmed_until?, since?);
    let fault = if !customised && !deviations.is_empty() {
        Some((column, Message::new("installation-deviations-of-standard")))
    } else if deviations.len() > Installation::MAX_DEVIATIONS {
        let message = Message::new("installation-deviations-too-many");
        Some((column, message.with("most", Installation::MAX_DEVIATIONS)))
    } else if deviations.iter().any(|d| d.what.chars().count() > Installation::MAX_TEXT) {
        Some((column, Message::new("text-too-long").with("limit", Installation::MAX_TEXT)))
    } else if confirmed_until.is_some_and(|until| until < since) {
        let message = Message::new("catalog-dates-reversed").with("earlier", "since");
        Some((row.field(6).0, message.with("later", "confirmedUntil")))
    } else {
        None
    };
    if let Some((column, message)) = fault {
        defects.add(row.line, column, message);
        return None;
    }
    Some(InstallationRow {
        unit: unit?,
        module: module?,
        version: version?,
        maturity: maturity?,
        customised,
        deviations,
        since,
        confirmed_until,
        line: row.line,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_rows_of_a_german_spreadsheet() {
        let text = "\u{feff}unit;module;version;customised;since;confirmedUntil;deviations\r\n\
            03153019;e-akte;2.1.0;ja;31.01.2026;;Eigener Aktenplan | Eigene Maske\r\n\
            031530017017;vpn;1.0.0;;2026-01-01;2026-12-31;\r\n";
        let rows = read(text.as_bytes()).unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].customised, rows[0].since.to_string()), (true, "2026-01-31".to_owned()));
        let texts: Vec<_> = rows[0].deviations.iter().map(|d| d.what.as_str()).collect();
        assert_eq!(texts, ["Eigener Aktenplan", "Eigene Maske"]);
        assert_eq!(
            (rows[1].customised, rows[1].confirmed_until.unwrap().to_string()),
            (false, "2026-12-31".into())
        );
    }

    #[test]
    fn names_every_defect_with_line_and_field() {
        let text = "unit,module,version,since,customised,maturity,confirmedUntil,deviations\n\
            abc,E-Akte,x,32.01.2026,vielleicht,viel,,\n\
            03153019,vpn,1.0.0,2026-01-01,nein,,,Anders\n\
            03153019,vpn,1.0.0,2026-01-01,ja,,2025-01-01,\n\
            03153019,dms,1.0.0,2026-01-01,,,,\n\
            03153019,dms,2.0.0,2026-01-01,,,,\n";
        let found = read(text.as_bytes()).unwrap_err();
        let places: Vec<_> = found.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect();
        assert_eq!(
            places,
            [
                (2, 1, "sheet-unit-invalid"),
                (2, 2, "sheet-module-invalid"),
                (2, 3, "sheet-version-invalid"),
                (2, 4, "sheet-day-invalid"),
                (2, 5, "sheet-yes-or-no"),
                (2, 6, "sheet-level-invalid"),
                (3, 8, "installation-deviations-of-standard"),
                (4, 7, "catalog-dates-reversed"),
                (6, 2, "sheet-installation-repeated"),
            ]
        );
        for bad in ["", "unit;module\n1;2\n", "unit;module;version;since\n", "unit;module;version;since;x\n"]
        {
            assert!(read(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut file = b"unit;module;version;since\n".to_vec();
            file.extend(&bytes);
            for file in [&bytes, &file] {
                if let Err(defects) = read(file) {
                    prop_assert!(!defects.is_empty());
                }
            }
        }
    }
}
