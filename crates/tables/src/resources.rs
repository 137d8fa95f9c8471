//! The files of a data package.

use blaupause_kernel::{Digest, Slug};
use serde::Serialize;

use crate::table_schema::TableSchema;
use crate::{Error, ForeignKey, Schema};

/// In which form a file has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV as [`crate::CsvWriter::new`] writes it.
    Csv,
    /// Parquet.
    Parquet,
    /// JSON-stat 2.0.
    JsonStat,
}

impl Format {
    /// What the name of a resource of this format ends in. A CSV file is the table itself.
    const fn suffix(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::Parquet => ".parquet",
            Self::JsonStat => ".json-stat",
        }
    }

    /// What a package calls the file that has this table in this format.
    pub(crate) fn resource(self, table: &Slug) -> String {
        format!("{table}{}", self.suffix())
    }

    /// Whether a file is rows and columns, which a table schema describes.
    pub(crate) const fn is_tabular(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::JsonStat => "json",
        }
    }

    const fn mediatype(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::JsonStat => "application/json",
        }
    }
}

/// One file with one table.
#[derive(Debug, Clone)]
pub struct Resource {
    pub(crate) schema: Schema,
    pub(crate) format: Format,
    pub(crate) path: String,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    bytes: u64,
    digest: Digest,
}

impl Resource {
    /// A file at `path`, relative to the document of the package, with its size and SHA-256.
    ///
    /// # Errors
    /// If the path is not relative, leads up or hides, or has characters that a URL would have to escape.
    pub fn new(
        schema: &Schema,
        format: Format,
        path: impl Into<String>,
        bytes: u64,
        digest: Digest,
    ) -> Result<Self, Error> {
        let path = path.into();
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain)) {
            Ok(Self { schema: schema.clone(), format, path, foreign_keys: Vec::new(), bytes, digest })
        } else {
            Err(Error::Path(path.chars().take(80).collect()))
        }
    }

    /// The same file, its table with columns that lead to another table, in a file of the same format. Said about CSV
    /// and Parquet.
    #[must_use]
    pub fn leading(mut self, key: ForeignKey) -> Self {
        self.foreign_keys.push(key);
        self
    }

    /// What the package calls the file.
    pub fn name(&self) -> String {
        self.format.resource(self.schema.id())
    }

    pub(crate) fn document(&self) -> ResourceDocument<'_> {
        let csv = self.format == Format::Csv;
        ResourceDocument {
            name: self.name(),
            path: &self.path,
            profile: if csv { "tabular-data-resource" } else { "data-resource" },
            kind: (self.format == Format::Parquet).then_some("file"),
            title: self.schema.title(),
            description: self.schema.description(),
            format: self.format.extension(),
            mediatype: self.format.mediatype(),
            encoding: (self.format != Format::Parquet).then_some("utf-8"),
            bytes: self.bytes,
            hash: format!("sha256:{}", self.digest),
            dialect: csv.then(Dialect::default),
            schema: self
                .format
                .is_tabular()
                .then(|| TableSchema::of(&self.schema).with_foreign_keys(&self.foreign_keys, self.format)),
        }
    }
}

/// <https://specs.frictionlessdata.io/data-resource/>
#[derive(Serialize)]
pub(crate) struct ResourceDocument<'a> {
    name: String,
    path: &'a str,
    profile: &'static str,
    /// Not of version 1. Without it, frictionless-py takes Parquet for a table it reads through pandas, where an integer
    /// that is missing is a float, and finds fault with both.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    bytes: u64,
    hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    /// A Parquet file has its columns inside, but not which columns lead where. A JSON-stat dataset is described by its
    /// dimensions.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<TableSchema<'a>>,
}

/// How the CSV is written. All of it is the default, and said because readers guess where nothing is said.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    delimiter: &'static str,
    line_terminator: &'static str,
    quote_char: &'static str,
    double_quote: bool,
    skip_initial_space: bool,
    header: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: ",",
            line_terminator: "\r\n",
            quote_char: "\"",
            double_quote: true,
            skip_initial_space: false,
            header: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;

    use super::*;
    use crate::{Field, Kind, Role};

    #[test]
    fn a_path_stays_in_the_folder_and_needs_no_escapes() {
        let field = Field::nullable("a".parse().unwrap(), "A", Kind::Text, Role::Attribute);
        let schema = Schema::new("t".parse().unwrap(), Language::De, "T", vec![field]).unwrap();
        let resource = |path: &str| Resource::new(&schema, Format::Csv, path, 1, Digest::of(b""));
        for good in ["a.csv", "data/a-1_b.csv"] {
            assert!(resource(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "/a.csv",
            "../a.csv",
            "a/../b",
            "a//b",
            "a/",
            ".a",
            "a b",
            "a\\b",
            "https://a",
            "ä.csv",
            "a?b",
        ] {
            assert!(resource(bad).is_err(), "{bad}");
        }
    }
}
