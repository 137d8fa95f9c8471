//! Between columns and domain values: a column that does not fit the domain is corrupt, never a panic.

use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

/// Reads a text column as a domain value.
pub(crate) fn parse<T: FromStr<Err: Display>>(kind: &'static str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|e: T::Err| Error::corrupt(kind, e))
}

/// Reads a JSON column.
pub(crate) fn from_json<T: DeserializeOwned>(kind: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| Error::corrupt(kind, e))
}

/// Writes a JSON column.
pub(crate) fn to_json(kind: &'static str, value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::corrupt(kind, e))
}

/// The serde name of a unit-like enum, for a text column.
pub(crate) fn name_of(kind: &'static str, value: &impl Serialize) -> Result<String, Error> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        other => Err(Error::corrupt(kind, format!("{other:?} is not a name"))),
    }
}

/// An unsigned number for a signed column; what does not fit is corrupt.
pub(crate) fn to_column<T, U: TryFrom<T, Error: Display>>(kind: &'static str, value: T) -> Result<U, Error> {
    U::try_from(value).map_err(|e| Error::corrupt(kind, e))
}

/// Whether exactly one row changed under its revision; otherwise somebody else was faster.
pub(crate) fn one_changed(rows: usize, kind: &'static str, id: impl ToString) -> Result<(), Error> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale { kind, id: id.to_string() }) }
}
