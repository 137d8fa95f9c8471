//! Reading a list of services (CSV). The format is described in `docs/formats/service-lists.md`.

use std::collections::HashMap;

use blaupause_kernel::Message;
use blaupause_territory::{Defect, Defects, Row, excerpt, table_rows};

use super::ozg::Gathering;
use super::{OzgReference, OzgService, Service};

/// The columns, in any order; the first two must be there.
const COLUMNS: [&str; 10] = [
    "leika_id",
    "name",
    "typ",
    "ozg_id",
    "ozg_name",
    "themenfeld",
    "lage",
    "rechtsgrundlage_kuerzel",
    "relevanz1",
    "relevanz2",
];
const REQUIRED: usize = 2;
/// Longest text of a field, in characters.
pub(super) const MAX_TEXT: usize = 500;

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceList {
    /// The services, in the order of the list.
    pub services: Vec<Service>,
    /// Rows without a LeiKa key: they are no services that anything could name.
    pub keyless: Vec<Keyless>,
    /// The services of the Online Access Act that the rows belong to, those without a key too, by number.
    pub ozg: Vec<OzgService>,
}

/// A row without a LeiKa key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyless {
    /// The line, counted from 1.
    pub line: usize,
    /// What stands in place of the key: `nicht im LeiKa`, or a number that is none.
    pub key: String,
    /// The name.
    pub name: String,
}

/// Reads a list, separated by `;` or `,`. UTF-8 with or without byte order mark or Windows-1252, plain or gzip.
///
/// A row whose key is not one of 14 digits is kept apart: real lists have hundreds of them. Nothing is guessed.
///
/// # Errors
/// Every defect with line and field number, up to [`blaupause_territory::MAX_DEFECTS`]: a key twice, a service without a
/// name, a text that is too long, one number of the Online Access Act with two names. Then nothing is read.
pub fn read(bytes: &[u8]) -> Result<ServiceList, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = table_rows(bytes, &COLUMNS, REQUIRED, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let (mut services, mut keyless, mut ozg) = (Vec::new(), Vec::new(), Gathering::default());
    let mut seen = HashMap::new();
    for row in &rows {
        let ((column, key), (name_column, name)) = (row.field(0), row.field(1));
        if name.is_empty() {
            defects.add(row.line, name_column, Message::new("service-nameless"));
        }
        if let Some(long) = (0..COLUMNS.len()).find(|index| row.field(*index).1.chars().count() > MAX_TEXT) {
            let message = Message::new("text-too-long").with("limit", MAX_TEXT);
            defects.add(row.line, row.field(long).0, message);
        }
        if !row.field(3).1.is_empty() {
            ozg.add(row, [3, 4, 5, 6], 1, &mut defects);
        }
        let Ok(leika) = key.parse() else {
            keyless.push(Keyless { line: row.line, key: excerpt(key), name: name.to_owned() });
            continue;
        };
        let service = service(row, leika);
        if let Some(line) = seen.insert(service.key.clone(), row.line) {
            let message = Message::new("service-repeated").with("key", &service.key).with("line", line);
            defects.add(row.line, column, message);
        }
        services.push(service);
    }
    defects.or(ServiceList { services, keyless, ozg: ozg.services() })
}

fn service(row: &Row, key: crate::LeikaKey) -> Service {
    let text = |index: usize| Some(row.field(index).1.to_owned()).filter(|text| !text.is_empty());
    Service {
        key,
        name: text(1).unwrap_or_default(),
        kind: text(2),
        ozg: text(3).map(|id| OzgReference { id, name: text(4).unwrap_or_default() }),
        field: text(5),
        situation: text(6),
        legal_basis: text(7),
        ended: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "leika_id,name,typ,ozg_id,ozg_name,themenfeld,lage,rechtsgrundlage_kuerzel,relevanz1,relevanz2\n";

    #[test]
    fn keys_stay_texts_and_rows_without_one_are_kept_apart() {
        let text = format!(
            "{HEAD}nicht im LeiKa,Prüfung,1,10478,Zulassung,Umwelt,Anlagen,,1,1\n\
             99012001001000,Abbruchgenehmigung Erteilung,4,10513,Abbruchgenehmigung,Bauen & Wohnen,Bauen,,0,0\n\
             3233,Test 4,44,,,,,,0,0\n01234567890123,Führende Null,2/3,,,,,StVG,0,0\n"
        );
        let list = read(text.as_bytes()).unwrap();
        let keys: Vec<_> = list.services.iter().map(|s| s.key.as_str()).collect();
        assert_eq!(keys, ["99012001001000", "01234567890123"]);
        assert_eq!(list.services[0].ozg.as_ref().unwrap().id, "10513");
        assert_eq!((&list.services[1].ozg, list.services[1].legal_basis.as_deref()), (&None, Some("StVG")));
        let apart: Vec<_> = list.keyless.iter().map(|k| (k.line, k.key.as_str())).collect();
        assert_eq!(apart, [(2, "nicht im LeiKa"), (4, "3233")]);
    }

    #[test]
    fn a_key_twice_or_a_service_without_a_name_is_a_fault() {
        let text = "name;leika_id\nA;99012001001000\nB;99012001001000\n;99012001002000\n";
        let found = read(text.as_bytes()).unwrap_err();
        let places: Vec<_> = found.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect();
        assert_eq!(places, [(3, 2, "service-repeated"), (4, 1, "service-nameless")]);
        assert!(read(b"leika_id,name\n").is_err() && read(b"leika_id,name,thema\n1,2,3\n").is_err());
    }
}
