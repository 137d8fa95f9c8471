//! Small models for the tests of this crate.

use std::collections::BTreeMap;

use blaupause_kernel::{Digest, Level, Rational, Slug};
use serde_json::{Value, json};

use crate::{Answer, Answers, Model, Outcome, ProviderLevels, SubjectProfile, score};

pub(crate) fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

pub(crate) fn num(text: &str) -> Rational {
    text.parse().unwrap()
}

pub(crate) fn level(value: i64) -> Answer {
    Answer::Level { value: Rational::from_int(value) }
}

pub(crate) fn exact(value: &str) -> Answer {
    Answer::Level { value: num(value) }
}

pub(crate) fn open() -> Answer {
    Answer::Unanswered
}

pub(crate) fn absent() -> Answer {
    Answer::NotApplicable { reason: "gibt es hier nicht".into() }
}

pub(crate) fn town() -> SubjectProfile {
    SubjectProfile::Unit { level: Level::Municipality, size_class: None }
}

fn text(text: &str) -> Value {
    json!({"de": text, "en": text})
}

/// An indicator on the scale 0 to 5 with weight 1.
pub(crate) fn indicator(id: &str) -> Value {
    scaled(id, &["0", "1", "2", "3", "4", "5"])
}

/// An indicator on a scale of its own.
pub(crate) fn scaled(id: &str, values: &[&str]) -> Value {
    let levels: Vec<_> = values.iter().map(|v| json!({"value": v, "text": text("Stufe")})).collect();
    json!({"id": id, "title": text(id), "question": text("Frage?"), "source": "Test", "scale": {"values": values}, "levels": levels})
}

/// A value with one field set.
pub(crate) fn with(mut value: Value, field: &str, content: impl Into<Value>) -> Value {
    value[field] = content.into();
    value
}

pub(crate) fn dimension(id: &str, aggregation: &str, indicators: &[Value]) -> Value {
    json!({"id": id, "title": text(id), "aggregation": aggregation, "indicators": indicators})
}

/// A model document with these dimensions.
pub(crate) fn document(aggregation: &str, dimensions: &[Value]) -> Value {
    json!({
        "format": "blaupause/maturity-model@1", "id": "probe", "version": "1.0.0", "subject": "municipality",
        "title": text("Probe"), "languages": ["de", "en"], "scale": {"min": 0, "max": 5},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": aggregation, "dimensions": dimensions,
        "stages": [{"id": "basis", "title": text("Basis"), "threshold": 0}]
    })
}

pub(crate) fn read(document: &Value) -> Model {
    Model::read(&document.to_string()).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// One dimension `alles` with this aggregation; the root is the plain sum, so the score is the dimension's value.
pub(crate) fn model(aggregation: &str, indicators: &[Value]) -> Model {
    read(&document("sum", &[dimension("alles", aggregation, indicators)]))
}

/// `a` (weight 3) and `b` (weight 1), weighted mean, 0 to 5; stages `basis` from 0, `gesichert` from 2 with a >= 2,
/// `fortgeschritten` from 4 with a >= 4 and b >= 3.
pub(crate) fn gated() -> Model {
    let indicators = [with(indicator("a"), "weight", 3), indicator("b")];
    let stages = json!([
        {"id": "basis", "title": text("Basis"), "threshold": 0},
        {"id": "gesichert", "title": text("Gesichert"), "threshold": 2, "gates": [
            {"node": "a", "atLeast": 2, "reason": text("Grundschutz")}]},
        {"id": "fortgeschritten", "title": text("Fortgeschritten"), "threshold": 4, "gates": [
            {"node": "a", "atLeast": 4}, {"node": "b", "atLeast": 3}]}
    ]);
    read(&with(
        document("weightedMean", &[dimension("alles", "weightedMean", &indicators)]),
        "stages",
        stages,
    ))
}

pub(crate) fn answers(pairs: &[(&str, Answer)]) -> Answers {
    Answers(pairs.iter().map(|(id, answer)| (slug(id), answer.clone())).collect::<BTreeMap<_, _>>())
}

pub(crate) fn outcome(model: &Model, pairs: &[(&str, Answer)]) -> Outcome {
    score(model, Digest::of(b"probe"), &town(), &answers(pairs), &ProviderLevels::default()).unwrap()
}
