//! How the tables of a data package are declared, and how values become cells. The words are in the message files.

use std::fmt::Display;

use blaupause_kernel::{Language, Message, Rational, Rounding, RoundingMode};
use blaupause_store::Conn;
use blaupause_tables::{Axis, Decimal, Field, ForeignKey, Kind, Role, RowSink, Schema, Value};
use serde::Serialize;

use super::area::Area;
use crate::cohort_tables::failed;
use crate::statistical_releases::name;
use crate::{Error, messages};

/// Digits of a number that has to be rounded to be a decimal. The exact fraction stands beside it.
const DIGITS: u8 = 6;

/// A number with these digits.
pub(super) const NUMBER: Kind = Kind::Decimal { digits: DIGITS };

/// Writes the rows of a table.
pub(super) type Fill = fn(&mut Area, &mut Conn, &mut dyn RowSink) -> Result<(), Error>;

/// One table.
pub(super) struct Table {
    /// Its name in the package.
    pub id: &'static str,
    /// Where its values come from.
    pub source: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Which of them lead to other tables.
    pub leads: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    /// Writes its rows.
    pub fill: Fill,
}

/// One column.
#[derive(Clone, Copy)]
pub(super) struct Column {
    name: &'static str,
    words: &'static str,
    kind: Kind,
    need: Need,
    unit: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Need {
    Key,
    Always,
    Maybe,
}

/// A column that tells rows apart.
pub(super) const fn key(name: &'static str, kind: Kind) -> Column {
    Column { name, words: name, kind, need: Need::Key, unit: None }
}

/// A column with a value in every row.
pub(super) const fn always(name: &'static str, kind: Kind) -> Column {
    Column { need: Need::Always, ..key(name, kind) }
}

/// A column with cells that may be empty.
pub(super) const fn maybe(name: &'static str, kind: Kind) -> Column {
    Column { need: Need::Maybe, ..key(name, kind) }
}

impl Column {
    /// The same column with other words than its name has elsewhere.
    pub(super) const fn said(self, words: &'static str) -> Self {
        Self { words, ..self }
    }

    /// The same column with what it is measured in.
    pub(super) const fn measured(self, unit: &'static str) -> Self {
        Self { unit: Some(unit), ..self }
    }

    fn field(&self, language: Language, source: &str) -> Result<Field, Error> {
        let words = self.words.to_ascii_lowercase();
        let title = word(language, &format!("package-column-{words}"));
        let role = match (self.need, self.unit) {
            (Need::Key, _) => Role::Dimension { categories: Vec::new(), axis: Axis::Other },
            (_, Some(unit)) => Role::Measure { unit: Some(word(language, &format!("package-unit-{unit}"))) },
            (_, None) => Role::Attribute,
        };
        let name = self.name.parse().map_err(failed)?;
        let field = match self.need {
            Need::Key | Need::Always => Field::required(name, title, self.kind, role),
            Need::Maybe => Field::nullable(name, title, self.kind, role),
        };
        let source = format!("package-source-{source}");
        Ok(field
            .described(word(language, &format!("package-column-{words}-about")))
            .sourced(word(language, &source)))
    }
}

impl Table {
    /// Its columns, with their words in a language.
    pub(super) fn schema(&self, language: Language) -> Result<Schema, Error> {
        let fields = self.columns.iter().map(|column| column.field(language, self.source));
        let title = word(language, &format!("package-table-{}", self.id));
        let about = word(language, &format!("package-table-{}-about", self.id));
        let id = self.id.parse().map_err(super::internal)?;
        let schema = Schema::new(id, language, title, fields.collect::<Result<_, _>>()?).map_err(failed)?;
        Ok(schema.described(about))
    }

    /// Which of its columns lead to which of other tables.
    pub(super) fn foreign_keys(&self) -> Result<Vec<ForeignKey>, Error> {
        let named =
            |(from, to): &(&str, &str)| Ok((from.parse().map_err(failed)?, to.parse().map_err(failed)?));
        let lead = |(to, fields): &(&str, &[(&str, &str)])| {
            let to = to.parse().map_err(super::internal)?;
            Ok(ForeignKey { to, fields: fields.iter().map(named).collect::<Result<_, Error>>()? })
        };
        self.leads.iter().map(lead).collect()
    }
}

fn word(language: Language, code: &str) -> String {
    messages::render(language, &Message::new(code))
}

/// Hands a row over.
pub(super) fn put<const N: usize>(rows: &mut dyn RowSink, cells: [Value; N]) -> Result<(), Error> {
    rows.push(&cells).map_err(failed)
}

/// A text; nothing if it is blank, as no format tells the two apart.
pub(super) fn text(value: impl Display) -> Value {
    let text = value.to_string();
    if text.trim().is_empty() { Value::Null } else { Value::Text(text) }
}

/// A text that may be missing.
pub(super) fn maybe_text(value: Option<impl Display>) -> Value {
    value.map_or(Value::Null, text)
}

/// The name of a value as documents write it.
pub(super) fn code(value: &impl Serialize) -> Value {
    name(value).into()
}

/// A count.
pub(super) fn count(value: impl TryInto<i64>) -> Result<Value, Error> {
    value.try_into().map(Value::Integer).map_err(|_| super::internal("a count is beyond 64 bits"))
}

/// A number, rounded to six digits, halves away from zero.
pub(super) fn number(value: Rational) -> Result<Value, Error> {
    let rounded = value.rounded(Rounding { mode: RoundingMode::HalfUp, digits: DIGITS });
    Ok(rounded.parse::<Decimal>().map_err(failed)?.into())
}

/// A number as [`number`] and as the fraction it is.
pub(super) fn exactly(value: Option<Rational>) -> Result<[Value; 2], Error> {
    match value {
        Some(value) => Ok([number(value)?, text(value)]),
        None => Ok([Value::Null, Value::Null]),
    }
}
