//! The CSV files of a package in the words of the W3C: <https://www.w3.org/TR/tabular-metadata/>.

use blaupause_kernel::{Language, Timestamp};
use serde::Serialize;

use crate::{DataPackage, Field, ForeignKey, Kind, Resource, Role};

/// A group of tables.
#[derive(Serialize)]
pub(crate) struct TableGroup<'a> {
    #[serde(rename = "@context")]
    context: (&'static str, Context),
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "dc:title")]
    title: &'a str,
    #[serde(rename = "dc:description", skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "dc:created")]
    created: Typed,
    #[serde(rename = "dc:license", skip_serializing_if = "Vec::is_empty")]
    licences: Vec<Link<'a>>,
    #[serde(rename = "dc:source", skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Source<'a>>,
    dialect: Dialect,
    tables: Vec<Table<'a>>,
}

#[derive(Serialize)]
struct Context {
    #[serde(rename = "@language")]
    language: Language,
}

#[derive(Serialize)]
struct Typed {
    #[serde(rename = "@value")]
    value: Timestamp,
    #[serde(rename = "@type")]
    kind: &'static str,
}

#[derive(Serialize)]
struct Link<'a> {
    #[serde(rename = "@id")]
    id: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Source<'a> {
    Linked(Link<'a>),
    Named(&'a str),
}

/// Said because the defaults trim the cells, and accept single LF.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    encoding: &'static str,
    line_terminators: [&'static str; 1],
    trim: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Table<'a> {
    url: &'a str,
    #[serde(rename = "dc:title")]
    title: &'a str,
    #[serde(rename = "dc:description", skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    table_schema: Columns<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Columns<'a> {
    columns: Vec<Column<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<Key<'a>>,
}

#[derive(Serialize)]
struct Column<'a> {
    name: &'a str,
    /// The machine name first: the header of the file has to be one of them.
    titles: [&'a str; 2],
    #[serde(rename = "dc:description", skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(rename = "schema:unitText", skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(rename = "dc:source", skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    datatype: Datatype,
    required: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Datatype {
    Plain(&'static str),
    Formatted { base: &'static str, format: &'static str },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key<'a> {
    column_reference: Vec<&'a str>,
    reference: Reference<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference<'a> {
    resource: &'a str,
    column_reference: Vec<&'a str>,
}

impl<'a> TableGroup<'a> {
    pub(crate) fn of(package: &'a DataPackage) -> Self {
        Self {
            context: ("http://www.w3.org/ns/csvw", Context { language: package.language }),
            kind: "TableGroup",
            title: &package.title,
            description: package.description.as_deref(),
            created: Typed { value: package.created, kind: "xsd:dateTime" },
            licences: package.licences.iter().map(|licence| Link { id: &licence.path }).collect(),
            sources: package.sources.iter().map(Source::of).collect(),
            dialect: Dialect { encoding: "utf-8", line_terminators: ["\r\n"], trim: false },
            tables: package.csv_files().map(|file| Table::of(package, file)).collect(),
        }
    }
}

impl<'a> Source<'a> {
    fn of(source: &'a crate::Source) -> Self {
        source.path.as_deref().map_or(Self::Named(&source.title), |id| Self::Linked(Link { id }))
    }
}

impl<'a> Table<'a> {
    fn of(package: &'a DataPackage, file: &'a Resource) -> Self {
        let key = |key: &'a ForeignKey| {
            let resource = &package.file_of(&key.to, file.format)?.path;
            let reference = Reference { resource, column_reference: key.to_fields().collect() };
            Some(Key { column_reference: key.fields().collect(), reference })
        };
        Self {
            url: &file.path,
            title: file.schema.title(),
            description: file.schema.description(),
            table_schema: Columns {
                columns: file.schema.fields().iter().map(Column::of).collect(),
                primary_key: file.schema.dimensions().map(|field| field.name.as_str()).collect(),
                foreign_keys: file.foreign_keys.iter().filter_map(key).collect(),
            },
        }
    }
}

impl<'a> Column<'a> {
    fn of(field: &'a Field) -> Self {
        Self {
            name: field.name.as_str(),
            titles: [field.name.as_str(), &field.title],
            description: field.description.as_deref(),
            unit: match &field.role {
                Role::Measure { unit } => unit.as_deref(),
                Role::Dimension { .. } | Role::Status { .. } | Role::Attribute => None,
            },
            source: field.source.as_deref(),
            datatype: match field.kind {
                Kind::Text => Datatype::Plain("string"),
                Kind::Integer => Datatype::Plain("long"),
                Kind::Decimal { .. } => Datatype::Plain("decimal"),
                Kind::Date => Datatype::Formatted { base: "date", format: "yyyy-MM-dd" },
                Kind::Boolean => Datatype::Formatted { base: "boolean", format: "true|false" },
            },
            required: field.required,
        }
    }
}
