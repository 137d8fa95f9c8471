//! Fields of a table's row, read into values; what does not fit is a defect at its place.

use blaupause_kernel::{Date, Message};

use crate::{Defects, Row, excerpt};

/// Reads the fields of one row.
#[derive(Debug)]
pub struct Fields<'r> {
    row: &'r Row,
    defects: &'r mut Defects,
}

impl<'r> Fields<'r> {
    /// Of this row; defects are added to those found so far.
    pub fn of(row: &'r Row, defects: &'r mut Defects) -> Self {
        Self { row, defects }
    }

    /// A field that has to have a value.
    pub fn needed<T>(&mut self, index: usize, code: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (column, text) = self.row.field(index);
        let value = parse(text);
        if value.is_none() {
            self.defects.add(self.row.line, column, Message::new(code).with("value", excerpt(text)));
        }
        value
    }

    /// A field that may be empty; then it has no value.
    pub fn optional<T>(
        &mut self,
        index: usize,
        code: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        if self.row.field(index).1.is_empty() {
            Some(None)
        } else {
            self.needed(index, code, parse).map(Some)
        }
    }
}

/// Yes or no, as people write it in tables.
pub fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "ja" | "yes" | "true" | "1" | "x" => Some(true),
        "nein" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// A day as `2026-01-31` or, as German spreadsheets write it, `31.01.2026`.
pub fn day(text: &str) -> Option<Date> {
    let german = || {
        let mut parts = text.split('.');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && year.len() == 4;
        Date::from_ymd(year.parse().ok().filter(|_| whole)?, month.parse().ok()?, day.parse().ok()?)
    };
    text.parse().ok().or_else(german)
}
