//! From the bytes of a CSV to assessments, every fault with its line and field.

use std::collections::{BTreeMap, HashMap};

use blaupause_kernel::{Date, Message, Rational, Slug, UnitKey};
use blaupause_territory::{Defect, GUARDED, Lines, MAX_DEFECTS, text_of};

use super::{Column, Sheet, SheetAssessment, SheetEntry, SheetSubject};
use crate::Answer;

/// Reads a table, separated by `;` or `,`, whichever its header has more of. UTF-8 with or without byte order mark or
/// Windows-1252, plain or gzip.
///
/// # Errors
/// Every defect with line and field number, up to [`MAX_DEFECTS`]. Then nothing is read.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Defect>> {
    let text = text_of(bytes).map_err(|defect| vec![defect])?;
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.matches(';').count() >= head.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut reading = Reading { places: places(&header)?, ..Reading::default() };
    let (mut record, mut lines) = (csv::StringRecord::new(), Lines::of(&text));
    while reading.defects.len() < MAX_DEFECTS {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                reading.note(1, 1, Message::new("csv-unreadable"));
                break;
            }
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        // spreadsheets leave empty rows at the end
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if record.len() == header.len() {
            reading.row(&record, line);
        } else {
            let message = Message::new("csv-field-count").with("count", record.len());
            reading.note(line, record.len().min(header.len()), message.with("expected", header.len()));
        }
    }
    let Reading { places, assessments, mut defects, .. } = reading;
    if assessments.is_empty() && defects.is_empty() {
        defects.push(Defect::new(1, 1, Message::new("csv-empty")));
    }
    defects.sort_by_key(|defect| (defect.line, defect.column));
    if defects.is_empty() { Ok(Sheet { assessments, places }) } else { Err(defects) }
}

/// Where each column is, counted from 1. Another column is a defect, lest a misspelt one go unread.
fn places(header: &csv::StringRecord) -> Result<BTreeMap<Column, usize>, Vec<Defect>> {
    if header.iter().all(|name| name.trim().is_empty()) {
        return Err(vec![Defect::new(1, 1, Message::new("csv-empty"))]);
    }
    let (mut places, mut defects) = (BTreeMap::new(), Vec::new());
    for (number, name) in (1..).zip(header) {
        let name = name.trim();
        match Column::ALL.into_iter().find(|column| column.name().eq_ignore_ascii_case(name)) {
            None => {
                let message = Message::new("csv-column-unknown").with("column", excerpt(name));
                defects.push(Defect::new(1, number, message));
            }
            Some(column) if places.insert(column, number).is_some() => {
                let message = Message::new("csv-column-repeated").with("column", name);
                defects.push(Defect::new(1, number, message));
            }
            Some(_) => {}
        }
    }
    let mut needed = vec![Column::Model, Column::Period, Column::Indicator, Column::Answer];
    if !places.contains_key(&Column::Provider) {
        needed.push(Column::Unit);
    }
    for column in needed.into_iter().filter(|column| !places.contains_key(column)) {
        defects.push(Defect::new(1, 1, Message::new("csv-column-missing").with("column", column.name())));
    }
    defects.truncate(MAX_DEFECTS);
    if defects.is_empty() { Ok(places) } else { Err(defects) }
}

#[derive(Default)]
struct Reading {
    places: BTreeMap<Column, usize>,
    assessments: Vec<SheetAssessment>,
    /// The assessment of rows that begin alike; nothing if their beginning is faulty, which is said once.
    known: HashMap<String, Option<usize>>,
    defects: Vec<Defect>,
}

impl Reading {
    fn note(&mut self, line: usize, column: usize, message: Message) {
        if self.defects.len() < MAX_DEFECTS {
            self.defects.push(Defect::new(line, column, message));
        }
    }

    fn refuse(&mut self, line: usize, column: Column, message: Message) {
        self.note(line, self.places.get(&column).copied().unwrap_or(1), message);
    }

    fn row(&mut self, record: &csv::StringRecord, line: usize) {
        let places = self.places.clone();
        let raw = |column: Column| {
            let place = places.get(&column).and_then(|place| place.checked_sub(1));
            place.and_then(|at| record.get(at)).unwrap_or_default()
        };
        let row = Row { raw: &raw, line };
        if let Some(column) = Column::ALL.into_iter().find(|column| forbidden(raw(*column))) {
            return self.refuse(line, column, Message::new("text-character-forbidden"));
        }
        let key = Column::ALL.map(|c| if c <= Column::Purpose { raw(c) } else { "" }).join("\u{1f}");
        let at = match self.known.get(&key) {
            Some(known) => *known,
            None => {
                let begun = row.begin(self).map(|assessment| {
                    self.assessments.push(assessment);
                    self.assessments.len() - 1
                });
                self.known.insert(key, begun);
                begun
            }
        };
        let entry = row.entry(self);
        let Some((assessment, (indicator, entry))) =
            at.and_then(|at| self.assessments.get_mut(at)).zip(entry)
        else {
            return;
        };
        if let Some(first) = assessment.entries.get(&indicator) {
            let message = Message::new("sheet-indicator-repeated").with("indicator", indicator);
            let message = message.with("line", first.line);
            return self.refuse(line, Column::Indicator, message);
        }
        assessment.entries.insert(indicator, entry);
    }
}

struct Row<'a> {
    raw: &'a dyn Fn(Column) -> &'a str,
    line: usize,
}

impl<'a> Row<'a> {
    fn text(&self, column: Column) -> &'a str {
        (self.raw)(column).trim()
    }

    fn parsed<T>(
        &self,
        reading: &mut Reading,
        column: Column,
        code: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column);
        let value = parse(text);
        if value.is_none() {
            reading.refuse(self.line, column, Message::new(code).with("value", excerpt(text)));
        }
        value
    }

    /// What all rows of an assessment have in common.
    fn begin(&self, reading: &mut Reading) -> Option<SheetAssessment> {
        let subject = self.subject(reading);
        let model = self.parsed(reading, Column::Model, "sheet-model-invalid", |t| t.parse().ok());
        let version = match self.text(Column::Version) {
            "" => Some(None),
            _ => self.parsed(reading, Column::Version, "sheet-version-invalid", |t| t.parse().ok()).map(Some),
        };
        let period = self.parsed(reading, Column::Period, "sheet-period-invalid", day);
        let purpose = free((self.raw)(Column::Purpose));
        let (entries, line) = (BTreeMap::new(), self.line);
        Some(SheetAssessment {
            subject: subject?,
            model: model?,
            version: version?,
            period: period?,
            purpose,
            entries,
            line,
        })
    }

    fn subject(&self, reading: &mut Reading) -> Option<SheetSubject> {
        match (self.text(Column::Unit), self.text(Column::Provider)) {
            ("", "") => {
                reading.refuse(self.line, Column::Unit, Message::new("assessment-subject-missing"));
                None
            }
            (_, "") => self.parsed(reading, Column::Unit, "sheet-unit-invalid", unit).map(SheetSubject::Unit),
            ("", _) => {
                let id = self.parsed(reading, Column::Provider, "sheet-provider-invalid", |t| t.parse().ok());
                id.map(SheetSubject::Provider)
            }
            _ => {
                reading.refuse(self.line, Column::Provider, Message::new("assessment-subject-twice"));
                None
            }
        }
    }

    /// What the row says about its indicator.
    fn entry(&self, reading: &mut Reading) -> Option<(Slug, SheetEntry)> {
        let indicator: Option<Slug> =
            self.parsed(reading, Column::Indicator, "sheet-indicator-invalid", |t| t.parse().ok());
        let answer = self.answer(reading);
        let comment = free((self.raw)(Column::Comment));
        Some((indicator?, SheetEntry { answer: answer?, comment, line: self.line }))
    }

    fn answer(&self, reading: &mut Reading) -> Option<Answer> {
        let (kind, level, reason) =
            (self.text(Column::Answer), self.text(Column::Level), free((self.raw)(Column::Reason)));
        let is = |name: &str| kind.eq_ignore_ascii_case(name);
        let stray = |reading: &mut Reading, column: Column| {
            reading.refuse(self.line, column, Message::new("sheet-field-stray").with("answer", kind));
        };
        let levelled = is("level") || (kind.is_empty() && !level.is_empty());
        if !levelled && !level.is_empty() {
            stray(reading, Column::Level);
            return None;
        }
        if reason.is_some() && !is("notApplicable") && !is("notAssessable") {
            stray(reading, Column::Reason);
            return None;
        }
        if levelled {
            let value = self.parsed(reading, Column::Level, "sheet-level-invalid", |text| {
                text.replace(',', ".").parse::<Rational>().ok()
            });
            return value.map(|value| Answer::Level { value });
        }
        if is("notApplicable") {
            return Some(Answer::NotApplicable { reason: reason.unwrap_or_default() });
        }
        if is("notAssessable") {
            return Some(Answer::NotAssessable { reason });
        }
        if is("byProvider") {
            return Some(Answer::ByProvider);
        }
        if is("unanswered") || kind.is_empty() {
            return Some(Answer::Unanswered);
        }
        reading.refuse(
            self.line,
            Column::Answer,
            Message::new("sheet-answer-invalid").with("value", excerpt(kind)),
        );
        None
    }
}

/// A key; spreadsheets take it for a number and drop the zero in front.
fn unit(text: &str) -> Option<UnitKey> {
    let short = matches!(text.len(), 7 | 11) && text.bytes().all(|b| b.is_ascii_digit());
    if short { format!("0{text}").parse().ok() } else { text.parse().ok() }
}

/// A day as `2026-06-30` or, as German spreadsheets write it, `30.06.2026`.
fn day(text: &str) -> Option<Date> {
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// A text of people: as it stands, without the mark that keeps a spreadsheet from taking it for a formula.
fn free(text: &str) -> Option<String> {
    let plain = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(GUARDED) => rest,
        _ => text,
    };
    (!plain.is_empty()).then(|| plain.to_owned())
}

/// Characters that no text of people holds.
fn forbidden(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

fn excerpt(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
