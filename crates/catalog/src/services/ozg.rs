//! OZG-Leistungen: the services of the Online Access Act, which gather entries of the LeiKa catalogue.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Message};
use blaupause_territory::{Defect, Defects, Row, table_rows};
use serde::{Deserialize, Serialize};

use super::lists::MAX_TEXT;

/// OZG-Leistung with the number of LeiKa entries it gathers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OzgService {
    /// Its number.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Themenfeld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Lebens- or Geschäftslage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// Entries of the LeiKa list that belong to it, those without a key too.
    pub entries: u32,
    /// Date of the first list that no longer has it; it is current if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

const COLUMNS: [&str; 5] = ["ozg_id", "name", "themenfeld", "lage", "leika_leistungen"];
const REQUIRED: usize = 2;

/// Reads the list of the services of the Online Access Act: separated by `;` or `,`, plain or gzip.
///
/// # Errors
/// Every defect with line and field number: a number that is none or is there twice, a service without a name, a text that
/// is too long. Then nothing is read.
pub fn read_ozg(bytes: &[u8]) -> Result<Vec<OzgService>, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = table_rows(bytes, &COLUMNS, REQUIRED, &mut defects)?;
    if rows.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    }
    let mut all = Gathering::default();
    for row in &rows {
        let (column, count) = row.field(4);
        let entries = if count.is_empty() { Ok(0) } else { count.parse() };
        let Ok(entries) = entries else {
            defects.add(row.line, column, Message::new("ozg-entries").with("value", count));
            continue;
        };
        if let Some(line) = all.line(row.field(0).1) {
            let message = Message::new("ozg-repeated").with("id", row.field(0).1).with("line", line);
            defects.add(row.line, row.field(0).0, message);
            continue;
        }
        all.add(row, [0, 1, 2, 3], entries, &mut defects);
    }
    defects.or(all.services())
}

/// The services of the Online Access Act that rows of a list name.
#[derive(Default)]
pub(super) struct Gathering(BTreeMap<String, (usize, OzgService)>);

impl Gathering {
    /// Where a number was first.
    fn line(&self, id: &str) -> Option<usize> {
        self.0.get(id).map(|(line, _)| *line)
    }

    /// Adds what a row says in the columns of number, name, field and situation. The same number always means the same.
    pub(super) fn add(&mut self, row: &Row, columns: [usize; 4], entries: u32, defects: &mut Defects) {
        let [(column, id), (name_column, name), (_, field), (_, situation)] = columns.map(|c| row.field(c));
        if id.is_empty() || id.len() > 20 || !id.bytes().all(|b| b.is_ascii_digit()) {
            return defects.add(row.line, column, Message::new("ozg-number"));
        }
        if name.is_empty() {
            defects.add(row.line, name_column, Message::new("service-nameless"));
        }
        if let Some(long) = columns.into_iter().find(|c| row.field(*c).1.chars().count() > MAX_TEXT) {
            let message = Message::new("text-too-long").with("limit", MAX_TEXT);
            defects.add(row.line, row.field(long).0, message);
        }
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let service = OzgService {
            id: id.to_owned(),
            name: name.to_owned(),
            field: text(field),
            situation: text(situation),
            entries,
            ended: None,
        };
        match self.0.get_mut(id) {
            None => drop(self.0.insert(id.to_owned(), (row.line, service))),
            Some((_, known)) if known.name == service.name => known.entries += entries,
            Some((line, _)) => {
                let message = Message::new("ozg-differs").with("id", id).with("line", *line);
                defects.add(row.line, name_column, message);
            }
        }
    }

    /// All of them by number.
    pub(super) fn services(self) -> Vec<OzgService> {
        self.0.into_values().map(|(_, service)| service).collect()
    }
}

/// What a newer list changes, each by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OzgChanges {
    /// Services that were not there.
    pub new: Vec<OzgService>,
    /// Services that read differently, or that are back; as they are now.
    pub changed: Vec<OzgService>,
    /// Services the list no longer has, with the day they ended.
    pub ended: Vec<OzgService>,
    /// How many are as they were.
    pub unchanged: usize,
}

/// Compares a list of a day with what is stored, ended services too.
pub fn ozg_changes(stored: &[OzgService], list: &[OzgService], on: Date) -> OzgChanges {
    let mut before: BTreeMap<&str, &OzgService> = stored.iter().map(|s| (s.id.as_str(), s)).collect();
    let mut found = OzgChanges::default();
    for service in list {
        match before.remove(service.id.as_str()) {
            None => found.new.push(service.clone()),
            Some(old) if old == service => found.unchanged += 1,
            Some(_) => found.changed.push(service.clone()),
        }
    }
    for old in before.into_values() {
        match old.ended {
            Some(_) => found.unchanged += 1,
            None => found.ended.push(OzgService { ended: Some(on), ..old.clone() }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_compared() {
        let text = "ozg_id,name,themenfeld,lage,leika_leistungen\n10513,Abbruchgenehmigung,Bauen & Wohnen,Bauen,4\n\
                    00110,Abfallentsorgung,,,23\n";
        let list = read_ozg(text.as_bytes()).unwrap();
        let ids: Vec<_> = list.iter().map(|s| (s.id.as_str(), s.entries)).collect();
        assert_eq!(ids, [("00110", 23), ("10513", 4)], "numbers are texts");
        let stored = [
            OzgService { entries: 3, ..list[1].clone() },
            OzgService { id: "1".to_owned(), ..list[1].clone() },
        ];
        let found = ozg_changes(&stored, &list, "2026-01-01".parse().unwrap());
        let ids = |all: &[OzgService]| all.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
        assert_eq!(
            (ids(&found.new), ids(&found.changed), ids(&found.ended)),
            (vec!["00110".into()], vec!["10513".into()], vec!["1".into()])
        );
    }

    #[test]
    fn faults_are_named_with_their_place() {
        let text = "ozg_id,name,leika_leistungen\n1,A,1\n1,A,1\nx,B,1\n2,,1\n3,C,viele\n";
        let found = read_ozg(text.as_bytes()).unwrap_err();
        let places: Vec<_> = found.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect();
        let expected =
            [(3, 1, "ozg-repeated"), (4, 1, "ozg-number"), (5, 2, "service-nameless"), (6, 3, "ozg-entries")];
        assert_eq!(places, expected);
    }
}
