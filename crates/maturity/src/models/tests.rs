//! Reading: every fault with its code, place and line; all of them at once; one document whatever its spelling.

use rstest::rstest;
use serde_json::{Value, json};

use crate::scoring::fixtures::{dimension, document, gated, indicator, model, num, read, scaled, slug, with};
use crate::{Aggregation, Model};

/// A good model, to be spoiled.
fn good() -> Value {
    serde_json::to_value(gated()).unwrap()
}

fn faults(document: &Value) -> Vec<(String, String)> {
    let problems = Model::read(&document.to_string()).unwrap_err();
    problems.into_iter().map(|p| (p.path, p.code)).collect()
}

#[rstest]
#[case("/format", json!("blaupause/maturity-model@2"), "/format", "model-format-unsupported")]
#[case("/id", json!("Kommune"), "/id", "value-no-slug")]
#[case("/id", Value::Null, "", "model-missing-field")]
#[case("/version", json!("1"), "/version", "value-no-version")]
#[case("/subject", json!("planet"), "/subject", "value-not-offered")]
#[case("/extra", json!(1), "/extra", "model-unknown-field")]
#[case("/title", json!({"de": "nur deutsch"}), "/title", "model-translation-missing")]
#[case("/title", json!({"de": "a", "en": "b", "fr": "c"}), "/title/fr", "model-unknown-language")]
#[case("/title", json!({"de": "a", "en": " "}), "/title/en", "model-text-blank")]
#[case("/title", json!("Titel"), "/title", "model-not-a-map")]
#[case("/languages", json!([]), "/languages", "model-languages")]
#[case("/languages", json!(["de", "de"]), "/languages", "model-languages")]
#[case("/scale", json!({"min": 5, "max": 0}), "/scale", "model-scale-steps")]
#[case("/scale", json!({"values": [1]}), "/scale", "model-scale-values")]
#[case("/scale", json!({"values": [0, 5], "min": 0}), "/scale/min", "model-unknown-field")]
#[case("/rounding/digits", json!(10), "/rounding", "model-rounding-digits")]
#[case("/aggregation", json!("median"), "/aggregation", "value-not-offered")]
#[case("/dimensions", json!({}), "/dimensions", "model-not-a-list")]
#[case("/stages", json!([]), "/stages", "model-no-stages")]
#[case("/stages/1/id", json!("basis"), "/stages/1", "model-duplicate-id")]
#[case("/stages/2/threshold", json!("51/10"), "/stages/2/threshold", "model-stage-unreachable")]
#[case("/stages/2/threshold", json!(1), "/stages/2/threshold", "model-thresholds-not-ascending")]
#[case("/stages/1/gates/0/node", json!("z"), "/stages/1/gates/0", "model-gate-unknown-node")]
#[case("/stages/1/gates/0/atLeast", json!(6), "/stages/1/gates/0", "model-gate-unreachable")]
#[case("/dimensions/0/id", json!("a"), "/dimensions/0", "model-duplicate-id")]
#[case("/dimensions/0/indicators/1/id", json!("alles"), "/dimensions/0", "model-duplicate-id")]
#[case("/dimensions/0/weight", json!(0), "/dimensions/0/weight", "model-weight-not-positive")]
#[case("/dimensions/0/weight", json!(-1), "/dimensions/0/weight", "model-weight-not-positive")]
#[case("/dimensions/0/aggregation", json!("min"), "/dimensions/0/indicators/0/weight", "model-weight-without-effect")]
#[case("/dimensions/0/indicators/1/source", json!(" "), "/dimensions/0/indicators/1/source", "model-text-blank")]
#[case("/dimensions/0/indicators/1/levels/0/value", json!(7), "/dimensions/0/indicators/1/levels", "model-levels-mismatch")]
#[case("/dimensions/0/indicators/1/levels", json!([]), "/dimensions/0/indicators/1/levels", "model-levels-mismatch")]
#[case("/dimensions/0/indicators/1/evidence", json!({"rule": "required", "fromLevel": 9}), "/dimensions/0/indicators/1/evidence/fromLevel", "model-evidence-off-scale")]
#[case("/dimensions/0/indicators/1/appliesTo", json!({"kinds": ["star"]}), "/dimensions/0/indicators/1/appliesTo", "value-not-offered")]
fn one_fault(#[case] place: &str, #[case] value: Value, #[case] path: &str, #[case] code: &str) {
    let mut document = good();
    let (parent, field) = place.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[field.parse::<usize>().unwrap()] = value,
        object => object[field] = value,
    }
    let found = faults(&document);
    assert!(found.contains(&(path.to_owned(), code.to_owned())), "{found:?}");
}

#[test]
fn faults_of_the_tree() {
    let empty = read(&document("mean", &[dimension("d", "mean", &[indicator("a")])]));
    let mut spoiled = serde_json::to_value(&empty).unwrap();
    spoiled["dimensions"][0]["indicators"] = json!([]);
    assert_eq!(faults(&spoiled), [("/dimensions/0".to_owned(), "model-dimension-empty".to_owned())]);
    spoiled["dimensions"] = json!([]);
    assert_eq!(faults(&spoiled), [(String::new(), "model-no-dimensions".to_owned())]);
    let not_a_mean = document("meanOfMeans", &[dimension("d", "min", &[indicator("a")])]);
    assert_eq!(faults(&not_a_mean), [("/dimensions/0".to_owned(), "model-mean-of-means".to_owned())]);
    let mut deep = dimension("d-0", "mean", &[indicator("a")]);
    for i in 1..13 {
        deep = with(dimension(&format!("d-{i}"), "mean", &[]), "dimensions", json!([deep]));
    }
    assert!(faults(&document("mean", &[deep])).iter().any(|(_, code)| code == "model-too-deep"));
}

#[test]
fn reports_all_problems_at_once_with_their_lines() {
    let yaml = "\
format: blaupause/maturity-model@1
id: Probe
version: 1.0.0
subject: municipality
title: {de: Probe}
languages: [de, en]
scale: {min: 0, max: 1}
rounding: {mode: halfUp, digits: 2}
aggregation: mean
dimensions:
  - id: d
    title: {de: D, en: D}
    colour: red
    indicators:
      - id: a
        title: {de: A, en: A}
        question: {de: A?, en: A?}
        weight: -1
        source: ''
        levels:
          - {value: 0, text: {de: nein, en: no}}
stages:
  - id: s
    title: {de: S, en: S}
    threshold: 2
    gates:
      - {node: nowhere, atLeast: 1}
";
    let found: Vec<_> =
        Model::read(yaml).unwrap_err().into_iter().map(|p| (p.line.unwrap(), p.code)).collect();
    let expected = [
        (2, "value-no-slug"),
        (5, "model-translation-missing"),
        (13, "model-unknown-field"),
        (18, "model-weight-not-positive"),
        (19, "model-text-blank"),
        (20, "model-levels-mismatch"),
        (27, "model-gate-unknown-node"),
    ];
    let found: Vec<_> = found
        .iter()
        // A list begins with its first item.
        .map(|(line, code)| (if *line == 21 { 20 } else { *line }, code.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_fault_is_no_cause_for_more() {
    // The indicator cannot be read, but the gate on it is known, and its dimension is not called empty.
    let spoiled = with(good(), "dimensions", {
        let mut dimensions = good()["dimensions"].clone();
        dimensions[0]["indicators"][0]["title"] = json!({"de": "nur deutsch"});
        dimensions
    });
    let path = "/dimensions/0/indicators/0/title".to_owned();
    assert_eq!(faults(&spoiled), [(path, "model-translation-missing".to_owned())]);
}

#[test]
fn defaults_spelling_and_order_do_not_change_the_hash() {
    let terse = document("mean", &[dimension("d", "mean", &[indicator("a")])]);
    let mut full = terse.clone();
    full["dimensions"][0]["weight"] = json!("1/1");
    full["dimensions"][0]["indicators"][0]["weight"] = json!(1.0);
    full["dimensions"][0]["indicators"][0]["scale"] = json!({"values": [0, 1, "2.0", 3, "8/2", 5]});
    full["description"] = Value::Null;
    assert_eq!(read(&terse).hash().unwrap(), read(&full).hash().unwrap());
    full["title"]["de"] = json!("Andere Probe");
    assert_ne!(read(&terse).hash().unwrap(), read(&full).hash().unwrap());
}

#[test]
fn children_inherit_aggregation_and_scale() {
    let mut written = document("min", &[dimension("d", "min", &[indicator("a")])]);
    written["dimensions"][0].as_object_mut().unwrap().remove("aggregation");
    written["dimensions"][0]["indicators"][0].as_object_mut().unwrap().remove("scale");
    let model = read(&written);
    assert_eq!(model.dimensions[0].aggregation, Aggregation::Min);
    assert_eq!(model.indicator(&slug("a")).unwrap().scale.range().max, num("5"));
}

#[test]
fn finds_its_way_through_the_tree() {
    let inner = with(
        dimension("outer", "mean", &[indicator("b")]),
        "dimensions",
        json!([dimension("inner", "mean", &[indicator("a")])]),
    );
    let model = read(&document("mean", &[inner]));
    let paths: Vec<_> = model
        .indicators()
        .into_iter()
        .map(|(above, i)| (above.iter().map(|d| d.id.as_str()).collect::<Vec<_>>().join("/"), i.id.as_str()))
        .collect();
    assert_eq!(paths, [("outer/inner".to_owned(), "a"), ("outer".to_owned(), "b")]);
    assert!(model.dimension(&slug("inner")).is_some() && model.dimension(&slug("a")).is_none());
    assert!(model.indicator(&slug("a")).is_some() && model.indicator(&slug("inner")).is_none());
}

#[test]
fn a_stored_model_is_held_to_the_same_rules() {
    let model = model("mean", &[scaled("a", &["0", "1"])]);
    let mut stored = serde_json::to_value(&model).unwrap();
    assert_eq!(serde_json::from_value::<Model>(stored.clone()).unwrap(), model);
    stored["stages"][0]["threshold"] = json!(100);
    assert!(
        serde_json::from_value::<Model>(stored).unwrap_err().to_string().contains("model-stage-unreachable")
    );
}
