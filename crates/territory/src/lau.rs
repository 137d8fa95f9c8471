//! Reads Eurostat's list of the local administrative units (LAU) of European countries, a CSV, into a register.
//! Germany's rows are counted and left out: its official register is the source for them.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Country, Date, Level, Message};

use crate::defects::{Defects, excerpt};
use crate::fields::Fields;
use crate::register::{Record, assemble};
use crate::tables::{Row, rows};
use crate::{Defect, Register, Unit};

mod figures;
mod populations;

pub use populations::{Populations, populations};

/// The columns a file may have, in any order: the first three must be there, and one of the NUTS codes.
const COLUMNS: [&str; 16] = [
    "country",
    "lau_code",
    "lau_name_national",
    "code_2016",
    "code_2021",
    "code_2024",
    "lau_name_latin",
    "population",
    "total_area_m2",
    "gisco_id",
    "degurba",
    "coastal_area",
    "city_id",
    "city_name",
    "fua_id",
    "fua_name",
];
/// The NUTS 3 code among them, by the version of the NUTS.
const NUTS: [usize; 3] = [3, 4, 5];
const COUNTRY: usize = 0;
const CODE: usize = 1;
const NAME: usize = 2;
const LATIN: usize = 6;
const POPULATION: usize = 7;
const AREA: usize = 8;

/// How often progress is told, in rows.
const STEP: usize = 500;

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The units of all countries but Germany.
    pub register: Register,
    /// Rows of Germany, which were left out.
    pub german: usize,
    /// Communes without a number of inhabitants that got one from the other file.
    pub filled: usize,
}

/// Reads units as of `state`, plain or packed with gzip, separated by `,` or `;`. An empty figure is not known.
///
/// The file has no names for the regions above (NUTS 1 to 3): a code is its name. Their figures are the sums over their
/// municipalities where all are known. `french` fills in what the file does not know of French communes. `progress` is
/// told the number of rows done, now and then and at the end.
///
/// # Errors
/// Every defect with line and field number, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn read(
    bytes: &[u8],
    french: &Populations,
    state: Date,
    progress: &mut dyn FnMut(usize),
) -> Result<Reading, Vec<Defect>> {
    let mut defects = Defects::default();
    let rows = rows(bytes, &COLUMNS, 3, &mut defects)?;
    if rows.is_empty() && defects.is_empty() {
        defects.add(1, 1, Message::new("csv-empty"));
    } else if !rows.is_empty() && rows.iter().all(|row| nuts_of(row).1.is_empty()) {
        defects.add(1, 1, Message::new("csv-column-missing").with("column", "code_2016"));
        return Err(defects.into_sorted());
    }
    let mut reader = Reader { state, french, defects, regions: BTreeMap::new(), german: 0, filled: 0 };
    let mut records = Vec::with_capacity(rows.len());
    for (done, row) in (1..).zip(&rows) {
        records.extend(reader.record(row));
        if done % STEP == 0 {
            progress(done);
        }
    }
    progress(rows.len());
    let Reader { mut defects, regions, german, filled, .. } = reader;
    if records.is_empty() && defects.is_empty() {
        defects.add(1, 1, Message::new("lau-only-germany"));
    }
    records.extend(regions.into_iter().map(|(ars, line)| region(ars, line, state)));
    let register = assemble(state, records, true, &mut defects);
    defects.or(Reading { register, german, filled })
}

struct Reader<'a> {
    state: Date,
    french: &'a Populations,
    defects: Defects,
    /// The regions above, each with the line that names it first.
    regions: BTreeMap<Ars, usize>,
    german: usize,
    filled: usize,
}

impl Reader<'_> {
    /// One row as a municipality; nothing for German ones and faulty ones.
    fn record(&mut self, row: &Row) -> Option<Record> {
        let (_, letters) = row.field(COUNTRY);
        if letters == Country::germany().nuts() {
            self.german += 1;
            return None;
        }
        let region = self.region_of(row, letters);
        let (column, code) = row.field(CODE);
        let mut fields = Fields::of(row, &mut self.defects);
        let name = fields.needed(NAME, "register-name-missing", |t| (!t.is_empty()).then(|| t.to_owned()));
        let population = fields.optional(POPULATION, "register-number-invalid", figures::inhabitants);
        let area = fields.optional(AREA, "lau-area-invalid", |t| figures::hectares(t, letters));
        let region = region?;
        let ars = fields.needed(CODE, "lau-code-invalid", |t| format!("{region}.{t}").parse::<Ars>().ok())?;
        let (name, mut population) = (name?, population?);
        if population.is_none() {
            population = self.french.of(&ars, code);
            self.filled += usize::from(population.is_some());
        }
        for above in ars.above() {
            self.regions.entry(above).or_insert(row.line);
        }
        // the file has a hyphen where there is no such name
        let latin = Some(row.field(LATIN).1).filter(|l| !matches!(*l, "" | "-") && *l != name);
        let latin_name = latin.map(str::to_owned);
        let unit = Unit { latin_name, population, area_hectares: area?, ..bare(ars, name, self.state) };
        Some(Record { line: row.line, column, unit })
    }

    /// The NUTS 3 region of a row, which has to be one of its country.
    fn region_of(&mut self, row: &Row, letters: &str) -> Option<Ars> {
        let (column, text) = nuts_of(row);
        let region = whole(text).parse::<Ars>().ok();
        let region = region.filter(|r| r.level() == Level::County && r.country().nuts() == letters);
        if region.is_none() {
            let message = Message::new("lau-nuts-invalid").with("value", excerpt(text));
            self.defects.add(row.line, column, message.with("country", excerpt(letters)));
        }
        region
    }
}

/// Field number and text of the NUTS 3 code, in whichever column it stands.
fn nuts_of(row: &Row) -> (usize, &str) {
    let fields = NUTS.map(|index| row.field(index));
    fields.into_iter().find(|(_, text)| !text.is_empty()).unwrap_or((1, ""))
}

/// A NUTS 3 code with the zero that the file of 2019 drops from Albania's: `AL11` stands for `AL011`.
fn whole(text: &str) -> String {
    match text.strip_prefix("AL") {
        Some(rest) if rest.len() == 2 && rest.bytes().all(|b| b.is_ascii_digit()) => format!("AL0{rest}"),
        _ => text.to_owned(),
    }
}

/// A region above municipalities, in the line that names it first.
fn region(ars: Ars, line: usize, state: Date) -> Record {
    let name = ars.to_string();
    Record { line, column: 1, unit: bare(ars, name, state) }
}

/// A unit of which nothing but key and name is known.
fn bare(ars: Ars, name: String, state: Date) -> Unit {
    Unit {
        level: ars.level(),
        ags: ars.ags(),
        ars,
        kind: None,
        name,
        latin_name: None,
        seat: None,
        parent: None,
        population: None,
        area_hectares: None,
        postcode: None,
        valid_from: state,
        valid_to: None,
        latitude: None,
        longitude: None,
    }
}

#[cfg(test)]
mod tests;
