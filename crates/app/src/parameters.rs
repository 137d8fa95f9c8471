//! Parameters of an adoption against the JSON Schema its blueprint gives them.

use blaupause_kernel::Message;
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

use crate::{Error, Invalid};

/// Refuses a schema that is none. Nothing is fetched: a reference to another document is refused too.
///
/// # Errors
/// `Invalid` at `/parameters`.
pub(crate) fn check_schema(schema: &Value) -> Result<(), Error> {
    validator(schema).map(|_| ())
}

/// Refuses values that do not fit the schema, every one with its place.
///
/// # Errors
/// `Invalid` with every violation.
pub(crate) fn check(schema: &Value, values: &Value) -> Result<(), Error> {
    let validator = validator(schema)?;
    let place = |e: jsonschema::ValidationError<'_>| Invalid {
        pointer: format!("/parameters{}", e.instance_path()),
        message: Message::new("adoption-parameter-invalid").with("rule", e.schema_path()),
    };
    let places: Vec<Invalid> = validator.iter_errors(values).map(place).collect();
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

/// Patterns run in linear time: a schema comes from outside.
fn validator(schema: &Value) -> Result<Validator, Error> {
    jsonschema::options()
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .map_err(|_| Error::invalid("/parameters", Message::new("blueprint-schema-invalid")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_violation_is_named_with_its_place() {
        let schema = json!({"type": "object", "required": ["name"],
            "properties": {"tenants": {"type": "integer", "minimum": 1}}});
        check(&schema, &json!({"name": "a", "tenants": 1})).unwrap();
        let Err(Error::Invalid(places)) = check(&schema, &json!({"tenants": 0})) else { panic!("accepted") };
        let mut found: Vec<_> = places.iter().map(|p| p.pointer.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["/parameters", "/parameters/tenants"]);
    }

    #[test]
    fn foreign_references_and_broken_schemas_are_refused() {
        assert!(check_schema(&json!({"$ref": "https://blaupause.example/other.json"})).is_err());
        assert!(check_schema(&json!({"type": "nothing"})).is_err());
    }
}
