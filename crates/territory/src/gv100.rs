//! Reads the official register of municipalities, GV100AD of Destatis: fixed width, one record per line.
//! The layout is that of the record description of 14.06.2000; the file states no successors, so neither does this.

use blaupause_kernel::{Ars, Date, Level, Message};

use crate::decoding::{decode, unpack};
use crate::defects::{Defects, excerpt};
use crate::register::{Record, assemble};
use crate::{Defect, Kind, Register, Unit};

mod columns;

use columns::Columns;

/// How often progress is told, in lines.
const STEP: usize = 500;

/// Reads a file, plain or packed with gzip, in UTF-8 or Windows-1252, with LF or CRLF.
///
/// `progress` is told the number of lines done, now and then and at the end. The region of a Kreis in
/// Baden-Württemberg is its key's first four digits: the record description maps regions by position 14
/// alone, which is the first digit of the Kreis. So a Region is the parent of its Kreise.
///
/// # Errors
/// Every defect of the file with line and column, up to [`crate::MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8], progress: &mut dyn FnMut(usize)) -> Result<Register, Vec<Defect>> {
    let unpacked = unpack(bytes).map_err(|d| vec![d])?;
    let text = decode(&unpacked).map_err(|d| vec![d])?;
    let mut reader = Reader { state: None, defects: Defects::default() };
    let (mut records, mut lines) = (Vec::new(), 0);
    for (line, content) in (1..).zip(text.lines()) {
        if reader.defects.is_full() {
            break;
        }
        if !content.trim_matches(' ').is_empty() {
            records.extend(reader.record(line, content));
        }
        lines = line;
        if line % STEP == 0 {
            progress(line);
        }
    }
    progress(lines);
    let mut defects = reader.defects;
    let Some(state) = reader.state else {
        if defects.is_empty() {
            defects.add(1, 1, Message::new("register-file-empty"));
        }
        return Err(defects.into_sorted());
    };
    let register = assemble(state, records, true, &mut defects);
    defects.or(register)
}

struct Reader {
    /// The day of the first record; all others must agree.
    state: Option<Date>,
    defects: Defects,
}

impl Reader {
    /// One line as a record, or defects.
    fn record(&mut self, line: usize, content: &str) -> Option<Record> {
        let columns = match Columns::new(content) {
            Ok(columns) => columns,
            Err((column, message)) => {
                self.defects.add(line, column, message);
                return None;
            }
        };
        let Some((level, required)) = level_of(columns.get(0, 2)) else {
            let message =
                Message::new("register-record-type-unknown").with("value", excerpt(columns.get(0, 2)));
            self.defects.add(line, 1, message);
            return None;
        };
        if columns.len() < required {
            let message = Message::new("register-line-truncated")
                .with("length", columns.len())
                .with("required", required);
            self.defects.add(line, columns.len() + 1, message);
            return None;
        }
        let date = self.date(line, &columns);
        let ars = self.checked(line, 11, "register-key-invalid", columns.get(10, 22), key(&columns, level));
        let name = columns.trimmed(22, 72);
        if name.is_empty() {
            self.defects.add(line, 23, Message::new("register-name-missing"));
        }
        let kind = match level {
            Level::Land | Level::District | Level::Region => Some(None),
            _ => {
                let text = columns.get(122, 124);
                let kind = text.parse().ok().and_then(Kind::from_code).filter(|k| k.level() == level);
                self.checked(line, 123, "register-kind-unknown", text, kind).map(Some)
            }
        };
        let (mut area, mut population, mut postcode) = (Some(None), Some(None), Some(None));
        if level == Level::Municipality {
            area = self.number(line, &columns, (128, 139)).map(Some);
            population = self.number(line, &columns, (139, 150)).map(Some);
            postcode = self.postcode(line, &columns);
        }
        let ars: Ars = ars?;
        let unit = Unit {
            ags: ars.ags(),
            ars,
            level,
            kind: kind?,
            name: name.to_owned(),
            latin_name: None,
            seat: Some(columns.trimmed(72, 122)).filter(|s| !s.is_empty()).map(str::to_owned),
            parent: None,
            population: population?,
            area_hectares: area?,
            postcode: postcode?,
            valid_from: date?,
            valid_to: None,
            latitude: None,
            longitude: None,
        };
        Some(Record { line, column: 11, unit })
    }

    /// The state of the register (Gebietsstand), the same in every line.
    fn date(&mut self, line: usize, columns: &Columns<'_>) -> Option<Date> {
        let text = columns.get(2, 10);
        let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
        let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<u32>().ok());
        let date = (|| Date::from_ymd(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?))();
        let date = self.checked(line, 3, "register-date-invalid", text, date.filter(|_| digits))?;
        let state = *self.state.get_or_insert(date);
        if state != date {
            let message = Message::new("register-dates-mixed").with("first", state).with("value", date);
            self.defects.add(line, 3, message);
        }
        Some(date)
    }

    fn number(&mut self, line: usize, columns: &Columns<'_>, (from, to): (usize, usize)) -> Option<u32> {
        let text = columns.get(from, to);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        self.checked(line, from + 1, "register-number-invalid", text, text.parse().ok().filter(|_| digits))
    }

    fn postcode(&mut self, line: usize, columns: &Columns<'_>) -> Option<Option<String>> {
        let text = columns.trimmed(165, 170);
        let digits = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
        let value = if text.is_empty() { Some(None) } else { digits.then(|| Some(text.to_owned())) };
        self.checked(line, 166, "register-postcode-invalid", text, value)
    }

    /// The value, or a defect that shows the text it was to be read from.
    fn checked<T>(
        &mut self,
        line: usize,
        column: usize,
        code: &str,
        text: &str,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            self.defects.add(line, column, Message::new(code).with("value", excerpt(text)));
        }
        value
    }
}

/// The level of a record type and the columns its lines need at least: up to the name, kind or population.
fn level_of(record_type: &str) -> Option<(Level, usize)> {
    match record_type {
        "10" => Some((Level::Land, 23)),
        "20" => Some((Level::District, 23)),
        "30" => Some((Level::Region, 23)),
        "40" => Some((Level::County, 124)),
        "50" => Some((Level::Association, 124)),
        "60" => Some((Level::Municipality, 150)),
        _ => None,
    }
}

/// The key: columns 11 to 18 (Land, Regierungsbezirk, Kreis, Gemeinde) and 19 to 22 (Verband), the rest blank.
fn key(columns: &Columns<'_>, level: Level) -> Option<Ars> {
    let (county, municipality, association) = (columns.get(10, 15), columns.get(15, 18), columns.get(18, 22));
    let blank = |text: &str| text.trim_matches(' ').is_empty();
    let (text, rest) = match level {
        Level::Municipality => (format!("{county}{association}{municipality}"), true),
        Level::Association => (format!("{county}{association}"), blank(municipality)),
        _ => (county.trim_end_matches(' ').to_owned(), blank(municipality) && blank(association)),
    };
    text.parse::<Ars>().ok().filter(|ars| rest && ars.level() == level)
}

#[cfg(test)]
pub(crate) mod tests;
