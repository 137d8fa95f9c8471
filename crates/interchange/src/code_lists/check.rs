//! What both forms have in common: a draft of a list with the places of its parts, checked into a sound list.

use std::collections::HashSet;

use blaupause_kernel::{Date, Message};
use url::Url;

use super::{CodeList, Column, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Reading};
use crate::faults::{Fault, Severity, Unusable, excerpt};

/// So many faults are named; a broken file may have one per row.
const MOST_FAULTS: usize = 100;

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Uri,
    Version,
    Name,
    LongName,
    Description,
    Publisher,
    ValidFrom,
    Columns,
    Column(usize),
    Rows,
    Row(usize),
    /// Row and column.
    Cell(usize, usize),
}

/// Where a part stands: pointer, line and column.
pub(super) type Place = (String, Option<u64>, Option<u64>);

/// A list as a file has it.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub uri: Option<String>,
    pub version: Option<String>,
    pub name: Option<String>,
    pub long_name: Option<String>,
    pub description: Option<String>,
    pub publisher: Option<String>,
    pub valid_from: Option<String>,
    pub columns: Vec<Column>,
    /// Column indexes of every key, in the order of the file.
    pub keys: Vec<Vec<usize>>,
    /// The column marked as the one with the codes.
    pub marked: Option<usize>,
    pub rows: Vec<Vec<Option<String>>>,
}

/// Faults of a file, as many as are named.
pub(super) struct Faults<'p> {
    place: &'p dyn Fn(Spot) -> Place,
    errors: Vec<Fault>,
    warnings: Vec<Fault>,
}

impl<'p> Faults<'p> {
    pub(super) fn new(place: &'p dyn Fn(Spot) -> Place) -> Self {
        Self { place, errors: Vec::new(), warnings: Vec::new() }
    }

    pub(super) fn refuse(&mut self, spot: Spot, message: Message) {
        if self.errors.len() < MOST_FAULTS {
            let fault = self.fault(spot, Severity::Error, message);
            self.errors.push(fault);
        }
    }

    fn warn(&mut self, spot: Spot, message: Message) {
        let fault = self.fault(spot, Severity::Warning, message);
        self.warnings.push(fault);
    }

    fn fault(&self, spot: Spot, severity: Severity, message: Message) -> Fault {
        let (path, line, column) = (self.place)(spot);
        Fault { path, line, column, severity, message }
    }
}

/// A fault of the file as a whole.
pub(super) fn whole(message: Message) -> Unusable {
    Unusable(vec![Fault {
        path: String::new(),
        line: None,
        column: None,
        severity: Severity::Error,
        message,
    }])
}

/// Checks a draft.
pub(super) fn check(mut draft: Draft, mut faults: Faults<'_>) -> Result<Reading, Unusable> {
    let uri = required(draft.uri.take(), Spot::Uri, "uri", &mut faults);
    let uri = uri.filter(|uri| {
        let sound = Url::parse(uri).is_ok() && uri.chars().count() <= 300;
        if !sound {
            faults.refuse(Spot::Uri, Message::new("code-list-uri").with("value", excerpt(uri)));
        }
        sound
    });
    let version = required(draft.version.take(), Spot::Version, "version", &mut faults).and_then(|version| {
        let parsed = version.parse().ok();
        if parsed.is_none() {
            faults.refuse(Spot::Version, Message::new("code-list-version").with("value", excerpt(&version)));
        }
        parsed
    });
    let name = required(draft.name.take(), Spot::Name, "name", &mut faults);
    let valid_from = draft.valid_from.take().and_then(|text| {
        let date = text.get(..10).and_then(|day| day.parse::<Date>().ok());
        if date.is_none() {
            let message = Message::new("code-list-valid-from").with("value", excerpt(&text));
            faults.warn(Spot::ValidFrom, message);
        }
        date
    });
    let mut text = |text: Option<String>, spot: Spot| text.filter(|text| fits(text, spot, &mut faults));
    let name = text(name, Spot::Name);
    let long_name = text(draft.long_name.take(), Spot::LongName);
    let description = text(draft.description.take(), Spot::Description);
    let publisher = text(draft.publisher.take(), Spot::Publisher);
    let code = columns(&draft.columns, &draft.keys, draft.marked, &mut faults);
    if let Some(code) = code {
        rows(&mut draft, code, &mut faults);
    }
    let code_column = code.and_then(|at| draft.columns.get(at)).map(|column| column.id.clone());
    let parts = uri.zip(version).zip(name).zip(code_column);
    match parts {
        Some((((uri, version), name), code_column)) if faults.errors.is_empty() => Ok(Reading {
            list: CodeList {
                uri,
                version,
                name,
                long_name,
                description,
                publisher,
                valid_from,
                columns: draft.columns,
                code_column,
                rows: draft.rows,
            },
            faults: faults.warnings,
        }),
        _ => Err(Unusable(faults.errors)),
    }
}

fn required(value: Option<String>, spot: Spot, what: &str, faults: &mut Faults<'_>) -> Option<String> {
    if value.is_none() {
        faults.refuse(spot, Message::new("code-list-missing").with("what", what));
    }
    value
}

fn fits(text: &str, spot: Spot, faults: &mut Faults<'_>) -> bool {
    let long = text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT;
    if long {
        faults.refuse(spot, Message::new("code-list-text-long").with("most", MAX_TEXT));
    }
    !long
}

/// Checks the columns and finds the one with the codes.
fn columns(
    columns: &[Column],
    keys: &[Vec<usize>],
    marked: Option<usize>,
    faults: &mut Faults<'_>,
) -> Option<usize> {
    if columns.is_empty() {
        faults.refuse(Spot::Columns, Message::new("code-list-columns-none"));
        return None;
    }
    if columns.len() > MAX_COLUMNS {
        faults.refuse(Spot::Columns, Message::new("code-list-columns-many").with("most", MAX_COLUMNS));
        return None;
    }
    let mut seen = HashSet::new();
    for (at, column) in columns.iter().enumerate() {
        if !seen.insert(column.id.as_str()) {
            let message = Message::new("code-list-column-twice").with("column", excerpt(&column.id));
            faults.refuse(Spot::Column(at), message);
        }
    }
    let first = || keys.iter().find_map(|key| if let [only] = key.as_slice() { Some(*only) } else { None });
    match (marked, first()) {
        (Some(marked), _) => Some(marked),
        (None, Some(first)) => {
            let column = columns.get(first)?;
            let message = Message::new("code-list-code-assumed").with("column", excerpt(&column.id));
            faults.warn(Spot::Column(first), message);
            Some(first)
        }
        (None, None) => {
            faults.refuse(Spot::Columns, Message::new("code-list-code-none"));
            None
        }
    }
}

/// Checks that required values are there and that every code names one row. What else is said to be unique and is not, is
/// no key.
fn rows(draft: &mut Draft, code: usize, faults: &mut Faults<'_>) {
    if draft.rows.len() > MAX_ROWS {
        return faults.refuse(Spot::Rows, Message::new("code-list-rows-many").with("most", MAX_ROWS));
    }
    for (at, row) in draft.rows.iter().enumerate() {
        for (c, (column, value)) in draft.columns.iter().zip(row).enumerate() {
            match value {
                Some(value) => drop(fits(value, Spot::Cell(at, c), faults)),
                None if column.required || c == code => {
                    let message = Message::new("code-list-value-missing").with("column", excerpt(&column.id));
                    faults.refuse(Spot::Row(at), message);
                }
                None => {}
            }
        }
    }
    for (at, value) in twice(&draft.rows, &[code]) {
        let message = Message::new("code-list-code-twice").with("value", excerpt(&value));
        faults.refuse(Spot::Cell(at, code), message);
    }
    for key in draft.keys.iter().filter(|key| key.as_slice() != [code]) {
        let Some((at, value)) = twice(&draft.rows, key).next() else { continue };
        let names = key.iter().filter_map(|c| draft.columns.get(*c)).map(|column| column.id.as_str());
        let names = names.collect::<Vec<_>>().join(" + ");
        let message = Message::new("code-list-key-broken").with("column", excerpt(&names));
        faults.warn(Spot::Row(at), message.with("value", excerpt(&value)));
        if let [only] = key.as_slice()
            && let Some(column) = draft.columns.get_mut(*only)
        {
            column.key = false;
        }
    }
}

/// The rows whose values in these columns an earlier row has, with the values.
fn twice<'d>(rows: &'d [Vec<Option<String>>], key: &'d [usize]) -> impl Iterator<Item = (usize, String)> {
    let mut seen = HashSet::new();
    rows.iter().enumerate().filter_map(move |(at, row)| {
        let values: Vec<&str> = key.iter().map(|c| row.get(*c)?.as_deref()).collect::<Option<_>>()?;
        let text = values.join(" + ");
        (!seen.insert(values)).then_some((at, text))
    })
}
