//! The JSON-stat 2.0 document around the values: <https://json-stat.org/full/>.

use std::collections::BTreeMap;

use blaupause_kernel::{Language, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{Axis, Category, Field, METRIC, Role, Schema};

/// What is said about the figures beyond their schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// When they last changed.
    pub updated: Option<Timestamp>,
    /// Where they come from.
    pub source: Option<String>,
    /// What a reader has to know.
    pub notes: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct Document<'a> {
    version: &'static str,
    class: &'static str,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    note: Vec<&'a str>,
    id: Vec<&'a str>,
    size: Vec<usize>,
    role: Roles<'a>,
    dimension: BTreeMap<&'a str, Dimension<'a>>,
    /// Raw, because a number of JSON is a binary float for serde, and 2.65 is none.
    value: Box<RawValue>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    status: BTreeMap<usize, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<Extension<'a>>,
}

#[derive(Serialize)]
struct Roles<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    time: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    geo: Vec<&'a str>,
    metric: [&'static str; 1],
}

#[derive(Serialize)]
struct Dimension<'a> {
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<[&'a str; 1]>,
    category: Categories<'a>,
}

#[derive(Serialize)]
struct Categories<'a> {
    index: Vec<&'a str>,
    label: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    note: BTreeMap<&'a str, [&'a str; 1]>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unit: BTreeMap<&'a str, Unit<'a>>,
}

#[derive(Serialize)]
struct Unit<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    decimals: u8,
}

/// What the codes of `status` mean. The format has no place of its own for that, and one for what it has no place for.
#[derive(Serialize)]
struct Extension<'a> {
    status: Labels<'a>,
}

#[derive(Serialize)]
struct Labels<'a> {
    label: BTreeMap<&'a str, &'a str>,
}

impl<'a> Document<'a> {
    pub(crate) fn new(
        schema: &'a Schema,
        about: &'a About,
        value: Box<RawValue>,
        status: BTreeMap<usize, &'a str>,
    ) -> Self {
        let along = |wanted: Axis| {
            let on = move |f: &&Field| matches!(&f.role, Role::Dimension { axis, .. } if *axis == wanted);
            schema.dimensions().filter(on).map(|f| f.name.as_str()).collect()
        };
        let names = schema.dimensions().map(|f| f.name.as_str());
        let sizes = schema.dimensions().map(|f| f.categories().len());
        let dimensions = schema.dimensions().map(|f| (f.name.as_str(), Dimension::of(f)));
        Self {
            version: "2.0",
            class: "dataset",
            label: schema.title(),
            source: about.source.as_deref(),
            updated: about.updated,
            note: schema.description().into_iter().chain(about.notes.iter().map(String::as_str)).collect(),
            id: names.chain([METRIC]).collect(),
            size: sizes.chain([schema.measures().count()]).collect(),
            role: Roles { time: along(Axis::Time), geo: along(Axis::Geo), metric: [METRIC] },
            dimension: dimensions.chain([(METRIC, Dimension::of_measures(schema))]).collect(),
            value,
            status,
            extension: schema
                .fields()
                .iter()
                .find(|f| f.is_status())
                .map(|f| Extension { status: Labels { label: labels(f.categories()) } }),
        }
    }
}

impl<'a> Dimension<'a> {
    fn of(field: &'a Field) -> Self {
        Self {
            label: &field.title,
            note: field.description.as_deref().map(|text| [text]),
            category: Categories {
                index: field.categories().iter().map(|c| c.code.as_str()).collect(),
                label: labels(field.categories()),
                note: BTreeMap::new(),
                unit: BTreeMap::new(),
            },
        }
    }

    fn of_measures(schema: &'a Schema) -> Self {
        let described = |f: &'a Field| Some((f.name.as_str(), [f.description.as_deref()?]));
        let unit = |f: &'a Field| match &f.role {
            Role::Measure { unit } => {
                Some((f.name.as_str(), Unit { label: unit.as_deref(), decimals: f.kind.digits() }))
            }
            Role::Dimension { .. } | Role::Status { .. } | Role::Attribute => None,
        };
        Self {
            label: match schema.language() {
                Language::De => "Kennzahl",
                Language::En => "Measure",
            },
            note: None,
            category: Categories {
                index: schema.measures().map(|f| f.name.as_str()).collect(),
                label: schema.measures().map(|f| (f.name.as_str(), f.title.as_str())).collect(),
                note: schema.measures().filter_map(described).collect(),
                unit: schema.measures().filter_map(unit).collect(),
            },
        }
    }
}

fn labels(categories: &[Category]) -> BTreeMap<&str, &str> {
    categories.iter().map(|c| (c.code.as_str(), c.label.as_str())).collect()
}
