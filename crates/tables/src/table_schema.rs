//! The columns of a table as a Frictionless Table Schema, version 1.

use serde::Serialize;

use crate::{Category, Field, ForeignKey, Format, Kind, Role, Schema};

/// The longest list of categories that is written into a document about the table. Longer ones are tables of their own.
pub const MAX_LISTED: usize = 500;

/// <https://specs.frictionlessdata.io/table-schema/>
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TableSchema<'a> {
    fields: Vec<FieldDocument<'a>>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    primary_key: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKeyDocument<'a>>,
}

#[derive(Serialize)]
struct FieldDocument<'a> {
    name: &'a str,
    r#type: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// Not of version 1, which lets readers pass over what they do not know.
    role: &'static str,
    /// As `role`.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// As `role`.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// As `role`; version 2 has it, in this form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<CategoryDocument<'a>>,
    constraints: Constraints<'a>,
}

#[derive(Serialize)]
struct CategoryDocument<'a> {
    value: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Constraints<'a> {
    required: bool,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    codes: Vec<&'a str>,
}

#[derive(Serialize)]
struct ForeignKeyDocument<'a> {
    fields: Vec<&'a str>,
    reference: Reference<'a>,
}

#[derive(Serialize)]
struct Reference<'a> {
    resource: String,
    fields: Vec<&'a str>,
}

impl<'a> TableSchema<'a> {
    /// The columns of a table.
    pub(crate) fn of(schema: &'a Schema) -> Self {
        Self {
            fields: schema.fields().iter().map(FieldDocument::of).collect(),
            missing_values: [""],
            primary_key: schema.dimensions().map(|field| field.name.as_str()).collect(),
            foreign_keys: Vec::new(),
        }
    }

    /// The same columns, some of them leading to those of other tables of the package.
    pub(crate) fn with_foreign_keys(self, keys: &'a [ForeignKey], format: Format) -> Self {
        let foreign_keys = keys
            .iter()
            .map(|key| ForeignKeyDocument {
                fields: key.fields().collect(),
                reference: Reference {
                    resource: format.resource(&key.to),
                    fields: key.to_fields().collect(),
                },
            })
            .collect();
        Self { foreign_keys, ..self }
    }
}

impl<'a> FieldDocument<'a> {
    fn of(field: &'a Field) -> Self {
        let listed = listed(field);
        Self {
            name: field.name.as_str(),
            r#type: match field.kind {
                Kind::Text => "string",
                Kind::Integer => "integer",
                Kind::Decimal { .. } => "number",
                Kind::Date => "date",
                Kind::Boolean => "boolean",
            },
            title: &field.title,
            description: field.description.as_deref(),
            role: field.role.name(),
            unit: match &field.role {
                Role::Measure { unit } => unit.as_deref(),
                Role::Dimension { .. } | Role::Status { .. } | Role::Attribute => None,
            },
            source: field.source.as_deref(),
            categories: listed.iter().map(|c| CategoryDocument { value: &c.code, label: &c.label }).collect(),
            constraints: Constraints {
                required: field.required,
                codes: listed.iter().map(|c| c.code.as_str()).collect(),
            },
        }
    }
}

fn listed(field: &Field) -> &[Category] {
    let categories = field.categories();
    if categories.len() <= MAX_LISTED { categories } else { &[] }
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;
    use serde_json::json;

    use super::*;
    use crate::Axis;

    fn dimension(count: usize) -> Schema {
        let categories = (0..count).map(|n| Category::new(format!("c{n}"), format!("C {n}"))).collect();
        let role = Role::Dimension { categories, axis: Axis::Other };
        let field = Field::required("group".parse().unwrap(), "Gruppe", Kind::Text, role).described("Wer.");
        Schema::new("t".parse().unwrap(), Language::De, "T", vec![field]).unwrap()
    }

    #[test]
    fn a_column_says_what_its_cells_are_limited_to() {
        let document = serde_json::to_value(TableSchema::of(&dimension(1))).unwrap();
        let expected = json!({
            "fields": [{
                "name": "group", "type": "string", "title": "Gruppe", "description": "Wer.", "role": "dimension",
                "categories": [{ "value": "c0", "label": "C 0" }],
                "constraints": { "required": true, "enum": ["c0"] },
            }],
            "missingValues": [""],
            "primaryKey": ["group"],
        });
        assert_eq!(document, expected);
    }

    #[test]
    fn a_long_list_of_categories_is_left_out() {
        let field =
            |count| serde_json::to_value(TableSchema::of(&dimension(count))).unwrap()["fields"][0].clone();
        assert_eq!(field(MAX_LISTED)["categories"].as_array().unwrap().len(), MAX_LISTED);
        assert!(field(MAX_LISTED + 1).get("categories").is_none());
        assert!(field(MAX_LISTED + 1)["constraints"].get("enum").is_none());
    }
}
