//! Rows: where they go, and what one must be like.

use crate::{Error, Field, Kind, MAX_TEXT, Schema, Value};

/// Takes the rows of a table one by one: every writer of this crate.
pub trait RowSink {
    /// Takes one row, its values in the order of the columns.
    ///
    /// A row that does not fit the schema is refused whole, and the next one is still welcome.
    ///
    /// # Errors
    /// An error that names row and column if the row does not fit; whatever keeps the writer from writing.
    fn push(&mut self, row: &[Value]) -> Result<(), Error>;
}

impl Schema {
    /// Whether these are the values of a row. The number of the row, from 1, is for the message.
    pub(crate) fn check(&self, row: u64, values: &[Value]) -> Result<(), Error> {
        let expected = self.fields().len();
        if values.len() != expected {
            return Err(Error::Width { row, found: values.len(), expected });
        }
        let (mut gap, mut reason) = (false, None);
        for ((field, codes), value) in self.columns().zip(values) {
            check_cell(row, field, value)?;
            if value.is_null() {
                gap |= field.is_measure();
                continue;
            }
            if !codes.is_open() {
                codes.position(row, field, value)?;
            }
            if field.is_status() {
                reason = Some(field);
            }
        }
        match reason {
            Some(field) if !gap => Err(Error::ReasonWithoutGap { row, field: field.name.clone() }),
            _ => Ok(()),
        }
    }
}

fn check_cell(row: u64, field: &Field, value: &Value) -> Result<(), Error> {
    let name = || field.name.clone();
    match (field.kind, value) {
        (_, Value::Null) if field.required => Err(Error::Missing { row, field: name() }),
        (Kind::Text, Value::Text(text)) if text.is_empty() => Err(Error::EmptyText { row, field: name() }),
        (Kind::Text, Value::Text(text)) if text.len() > MAX_TEXT => {
            Err(Error::LongText { row, field: name(), length: text.len(), most: MAX_TEXT })
        }
        (Kind::Decimal { digits }, Value::Decimal(number)) if number.digits() > digits => {
            Err(Error::TooManyDigits { row, field: name(), number: *number, digits })
        }
        (Kind::Decimal { digits }, Value::Decimal(number)) if number.with_digits(digits).is_none() => {
            Err(Error::TooLarge { row, field: name(), number: *number, digits })
        }
        (_, Value::Null)
        | (Kind::Text, Value::Text(_))
        | (Kind::Integer, Value::Integer(_))
        | (Kind::Decimal { .. }, Value::Decimal(_))
        | (Kind::Date, Value::Date(_))
        | (Kind::Boolean, Value::Boolean(_)) => Ok(()),
        (kind, value) => {
            Err(Error::WrongKind { row, field: name(), expected: kind.name(), found: value.kind() })
        }
    }
}
