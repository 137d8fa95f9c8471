//! Parameters of an adoption against the JSON Schema its blueprint gives them.

use blaupause_kernel::Message;
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use crate::{Error, Invalid};

/// Refuses a schema that is none. Nothing is fetched: a reference to another document is refused too.
///
/// # Errors
/// `Invalid` at `/parameters`.
pub(crate) fn check_schema(schema: &Value) -> Result<(), Error> {
    validator(schema).map(|_| ())
}

/// Refuses values that do not fit the schema, every one with its place and with what is asked for there.
///
/// # Errors
/// `Invalid` with every violation.
pub(crate) fn check(schema: &Value, values: &Value) -> Result<(), Error> {
    let validator = validator(schema)?;
    let places: Vec<Invalid> =
        validator.iter_errors(values).flat_map(|error| places(schema, &error)).collect();
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

/// The places of one violation: a parameter that is missing or too many is itself the place.
fn places(schema: &Value, error: &ValidationError<'_>) -> Vec<Invalid> {
    let at = format!("/parameters{}", error.instance_path());
    let named = |code: &str, field: &str| Invalid {
        pointer: format!("{at}/{}", field.replace('~', "~0").replace('/', "~1")),
        message: Message::new(code).with("field", field),
    };
    match error.kind() {
        Kind::Required { property } => vec![named("adoption-parameter-missing", &shown(property))],
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().map(|field| named("adoption-parameter-unknown", field)).collect()
        }
        kind => {
            let field = at.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~");
            let expected = schema.pointer(error.schema_path().as_str()).map(shown).unwrap_or_default();
            let message = Message::new(code(kind)).with("field", field);
            let message = message.with("rule", kind.keyword()).with("expected", expected);
            vec![Invalid { pointer: at, message }]
        }
    }
}

fn code(kind: &Kind) -> &'static str {
    match kind {
        Kind::Type { .. } => "adoption-parameter-type",
        Kind::Enum { .. } | Kind::Constant { .. } => "adoption-parameter-choice",
        Kind::Minimum { .. } => "adoption-parameter-too-small",
        Kind::Maximum { .. } => "adoption-parameter-too-large",
        Kind::MinLength { .. } | Kind::MinItems { .. } => "adoption-parameter-too-short",
        Kind::MaxLength { .. } | Kind::MaxItems { .. } => "adoption-parameter-too-long",
        Kind::Pattern { .. } | Kind::Format { .. } => "adoption-parameter-pattern",
        _ => "adoption-parameter-invalid",
    }
}

/// What a schema asks for, as people read it: a text without quotes, the members of a list.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
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
    fn every_violation_is_named_with_its_place_and_what_is_asked_for() {
        let schema = json!({"type": "object", "required": ["name"], "additionalProperties": false,
            "properties": {"name": {"type": "string", "maxLength": 3}, "tenants": {"type": "integer", "minimum": 1},
                "way": {"enum": ["on", "off"]}}});
        check(&schema, &json!({"name": "a", "tenants": 1})).unwrap();
        for (values, expected) in [
            (json!({}), vec![("/parameters/name", "Der Parameter „name“ fehlt.")]),
            (
                json!({"name": "abcd", "x/y": 1, "tenants": 0}),
                vec![
                    ("/parameters/name", "„name“ ist zu lang. Höchstlänge: 3."),
                    ("/parameters/tenants", "„tenants“ muss mindestens 1 sein."),
                    ("/parameters/x~1y", "Einen Parameter „x/y“ hat diese Blaupause nicht."),
                ],
            ),
            (
                json!({"name": 1, "tenants": "a", "way": "up"}),
                vec![
                    ("/parameters/name", "„name“ muss ein Text sein."),
                    ("/parameters/tenants", "„tenants“ muss eine ganze Zahl sein."),
                    ("/parameters/way", "„way“ muss einer dieser Werte sein: on, off."),
                ],
            ),
        ] {
            let Err(Error::Invalid(places)) = check(&schema, &values) else { panic!("accepted: {values}") };
            let words = |p: &Invalid| crate::messages::render(blaupause_kernel::Language::De, &p.message);
            let mut found: Vec<_> = places.iter().map(|p| (p.pointer.as_str(), words(p))).collect();
            found.sort_unstable();
            let expected: Vec<_> = expected.into_iter().map(|(at, text)| (at, text.to_owned())).collect();
            assert_eq!(found, expected, "{values}");
        }
    }

    #[test]
    fn foreign_references_and_broken_schemas_are_refused() {
        assert!(check_schema(&json!({"$ref": "https://blaupause.example/other.json"})).is_err());
        assert!(check_schema(&json!({"type": "nothing"})).is_err());
    }
}
