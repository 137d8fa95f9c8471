//! A CSV with a header, read field by field with the place of each. No meaning of the columns.

use blaupause_kernel::Message;

use crate::Defect;
use crate::decoding::{decode, unpack};
use crate::defects::{Defects, excerpt};

/// One row: its line and its fields in the order of the asked columns, trimmed.
#[derive(Debug)]
pub struct Row {
    /// The line, counted from 1.
    pub line: usize,
    /// Field number (from 1) and text per asked column; a column that the file lacks is empty.
    fields: Vec<(usize, String)>,
}

impl Row {
    /// Field number and text of the asked column number `index`.
    pub fn field(&self, index: usize) -> (usize, &str) {
        self.fields.get(index).map_or((1, ""), |(column, text)| (*column, text.as_str()))
    }
}

/// Counts the lines of a CSV up to its records. The reader's own count stops before the ends of lines that lead to a
/// record, and is one too low after CRLF and after empty lines.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    /// At the first line of a text.
    pub const fn of(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of the record that begins at a byte, or after the ends of lines there; asked for one after the other.
    pub fn at(&mut self, byte: u64) -> usize {
        let start = usize::try_from(byte).unwrap_or(usize::MAX).max(self.at);
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.at..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count();
        self.at = start;
        self.line
    }
}

/// Reads the rows of a file separated by `;` or `,` (whichever its header has more of).
/// Of `columns`, the first `required` must be there; any other column is a defect, lest a misspelt one go unread.
///
/// # Errors
/// A file that is too large or no text, or one without a header. Faulty rows are noted among the defects and left out.
pub fn rows(
    bytes: &[u8],
    columns: &[&str],
    required: usize,
    defects: &mut Defects,
) -> Result<Vec<Row>, Vec<Defect>> {
    let unpacked = unpack(bytes).map_err(|d| vec![d])?;
    let text = decode(&unpacked).map_err(|d| vec![d])?;
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.matches(';').count() >= head.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    if header.iter().all(str::is_empty) {
        return Err(vec![Defect::new(1, 1, Message::new("csv-empty"))]);
    }
    for (number, name) in (1..).zip(header.iter()) {
        if !columns.contains(&name) {
            defects.add(1, number, Message::new("csv-column-unknown").with("column", excerpt(name)));
        } else if header.iter().take(number - 1).any(|earlier| earlier == name) {
            defects.add(1, number, Message::new("csv-column-repeated").with("column", name));
        }
    }
    let places: Vec<Option<usize>> = columns.iter().map(|c| header.iter().position(|h| h == *c)).collect();
    for (name, place) in columns.iter().zip(&places).take(required) {
        if place.is_none() {
            defects.add(1, 1, Message::new("csv-column-missing").with("column", name));
        }
    }
    let (mut rows, mut lines) = (Vec::new(), Lines::of(&text));
    for record in reader.records() {
        if defects.is_full() {
            break;
        }
        let Ok(record) = record else {
            defects.add(1, 1, Message::new("csv-unreadable"));
            break;
        };
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if record.len() != header.len() {
            let message =
                Message::new("csv-field-count").with("count", record.len()).with("expected", header.len());
            defects.add(line, record.len().min(header.len()), message);
            continue;
        }
        let field = |place: &Option<usize>| match place {
            Some(at) => (at + 1, record.get(*at).unwrap_or_default().to_owned()),
            None => (1, String::new()),
        };
        let row = Row { line, fields: places.iter().map(field).collect() };
        let control = row.fields.iter().find(|(_, text)| text.chars().any(char::is_control));
        if let Some((column, _)) = control {
            defects.add(line, *column, Message::new("csv-character-invalid"));
        } else {
            rows.push(row);
        }
    }
    Ok(rows)
}
