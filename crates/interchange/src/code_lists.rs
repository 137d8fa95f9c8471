//! Codelisten: the lists of codes of the XÖV standards, as XRepository publishes them. Two forms are read: Genericode 1.0
//! (OASIS, XML) with the marks of the XÖV handbook, and the JSON of XRepository. Both become one [`CodeList`].

mod check;
mod genericode;
#[cfg(test)]
mod tests;
mod xrepository;

use std::fmt;
use std::str::FromStr;

use blaupause_kernel::{Date, Message, Slug};
use serde::{Deserialize, Serialize};

use crate::faults::{Fault, Unusable};

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 32 << 20;

/// Most rows of a list.
pub const MAX_ROWS: usize = 200_000;

/// Most columns of a list.
pub const MAX_COLUMNS: usize = 100;

/// Longest text in a list, in characters.
pub const MAX_TEXT: usize = 20_000;

/// Codeliste: codes and what belongs to them, in one version. Its code column has a value in every row, and none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeList {
    /// Kennung: the URI of the list without its version.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland")
    )]
    pub uri: String,
    /// Version of the list.
    pub version: ListVersion,
    /// Short name.
    #[cfg_attr(feature = "openapi", schema(example = "Bundesland"))]
    pub name: String,
    /// Long name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Herausgeber: who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// First day from which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Code-Spalte: the id of the column with the codes.
    #[cfg_attr(feature = "openapi", schema(example = "SCHLUESSEL"))]
    pub code_column: String,
    /// Its rows in the order of the file: one value per column, or none.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Spalte of a code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CodeListColumn))]
pub struct Column {
    /// Technical name.
    #[cfg_attr(feature = "openapi", schema(example = "SCHLUESSEL"))]
    pub id: String,
    /// Name.
    #[cfg_attr(feature = "openapi", schema(example = "Schlüssel"))]
    pub name: String,
    /// Type of its values, as the file names it.
    #[cfg_attr(feature = "openapi", schema(example = "string"))]
    pub data_type: String,
    /// Whether every row has a value in it.
    pub required: bool,
    /// Whether its values are unique: each names one row.
    pub key: bool,
}

/// Version of a code list: letters, digits, `.`, `_` and `-`, at most 60 of them.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListVersion(String);

/// Why a text is no version of a code list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a version of a code list: letters, digits, '.', '_' and '-', at most 60 of them")]
pub struct NoListVersion;

impl FromStr for ListVersion {
    type Err = NoListVersion;

    fn from_str(text: &str) -> Result<Self, NoListVersion> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let sound = (1..=60).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('.');
        if sound { Ok(Self(text.to_owned())) } else { Err(NoListVersion) }
    }
}

impl fmt::Display for ListVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

blaupause_kernel::text_value!(
    ListVersion,
    NoListVersion,
    pattern("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}$"),
    "2010-04-01"
);

impl CodeList {
    /// The rows whose code is this: one, or none.
    pub fn row(&self, code: &str) -> Option<&[Option<String>]> {
        let at = self.columns.iter().position(|column| column.id == self.code_column)?;
        let is = |row: &&Vec<Option<String>>| row.get(at).is_some_and(|v| v.as_deref() == Some(code));
        self.rows.iter().find(is).map(Vec::as_slice)
    }

    /// An id made of the last part of the URI; nothing if it holds no letter or digit.
    pub fn suggested_id(&self) -> Option<Slug> {
        Slug::from_name(self.uri.rsplit([':', '/', '#']).next()?)
    }
}

/// A list that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The list.
    pub list: CodeList,
    /// Assumptions, each a warning.
    pub faults: Vec<Fault>,
}

/// Reads a list: Genericode 1.0 if the file begins with `<`, else the JSON of XRepository.
///
/// # Errors
/// `Unusable` with the first 100 reasons, each with its line (Genericode) or its JSON pointer.
pub fn read(bytes: &[u8]) -> Result<Reading, Unusable> {
    if bytes.len() > MAX_BYTES {
        return Err(check::whole(Message::new("code-list-large").with("most", MAX_BYTES)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let detail = Message::new("code-list-characters").with("byte", error.valid_up_to());
        check::whole(detail)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().chars().next() {
        Some('<') => genericode::read(text),
        Some('{') => xrepository::read(text),
        _ => Err(check::whole(Message::new("code-list-form"))),
    }
}
