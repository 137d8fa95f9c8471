//! Maps between an old version with `a`, `b`, `c`, `d` and a new one; expected answers were worked out by hand.

use std::collections::BTreeMap;

use blaupause_kernel::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::scoring::fixtures::{
    absent, answers, dimension, document, exact, indicator, level, open, read, scaled, slug, town, with,
};
use crate::{Answer, Assessment, Evidence, Model, NewAssessment, ProviderLevels, score};

fn version(number: &str, indicators: &[Value]) -> Model {
    let document = document("mean", &[dimension("alles", "mean", indicators)]);
    read(&with(document, "version", number))
}

fn old() -> Model {
    version("1.0.0", &["a", "b", "c", "d"].map(indicator))
}

fn map(steps: &Value) -> MigrationMap {
    let document = json!({"format": MIGRATION_FORMAT, "model": "probe", "from": "1.0.0", "to": "1.1.0",
        "steps": steps});
    MigrationMap::read(&document.to_string()).unwrap()
}

fn assessment(given: &[(&str, Answer)]) -> Assessment {
    let now = Timestamp::from_unix(0).unwrap();
    let new = NewAssessment {
        id: Uuid::from_u128(1),
        assessed: crate::Assessed::Unit("031530019019".parse().unwrap()),
        model: old().reference().unwrap(),
        period: "2026-06-30".parse().unwrap(),
        purpose: None,
    };
    let proof = Evidence { title: "Beleg".into(), url: None, sha256: None, valid_until: None };
    let evidence = BTreeMap::from([(slug("a"), vec![proof.clone()]), (slug("b"), vec![proof])]);
    let comments = BTreeMap::from([(slug("a"), "eins".to_owned()), (slug("b"), "zwei".to_owned())]);
    let made = Assessment::create(new, "anna", now);
    made.edit("anna", now, &old(), answers(given), comments, evidence).unwrap()
}

fn fates(report: &MigrationReport) -> Vec<(&str, Fate)> {
    report.lines.iter().map(|line| (line.code.as_str(), line.fate)).collect()
}

#[test]
fn all_seven_operations_move_answers_and_say_so() {
    let new = version(
        "1.1.0",
        &[
            indicator("a"),
            indicator("b2"),
            indicator("c1"),
            indicator("c2"),
            scaled("d", &["0", "0.5", "1"]),
            indicator("e"),
        ],
    );
    let halves: Vec<Value> = ["0", "0", "0.5", "0.5", "0.5", "1"]
        .iter()
        .zip(0..)
        .map(|(to, from)| json!({"from": from, "to": to}))
        .collect();
    let map = map(&json!([
        {"kind": "keep", "indicators": ["a"]},
        {"kind": "rename", "from": "b", "to": "b2"},
        {"kind": "split", "from": "c", "to": ["c1", "c2"]},
        {"kind": "rescale", "from": "d", "to": "d", "levels": halves},
        {"kind": "new", "indicator": "e"}]));
    map.check(&old(), &new).unwrap();
    let done = map.apply(&assessment(&[("a", level(4)), ("b", absent()), ("c", level(3)), ("d", level(5))]));
    let expected = [("a", level(4)), ("b2", absent()), ("c1", level(3)), ("c2", level(3)), ("d", exact("1"))];
    assert_eq!(done.answers, answers(&expected));
    assert_eq!(
        fates(&done.report),
        [
            ("migration-keep", Fate::Kept),
            ("migration-rename", Fate::Kept),
            ("migration-split", Fate::ToConfirm),
            ("migration-rescale", Fate::Kept),
            ("migration-new", Fate::Open)
        ]
    );
    let MigrationReport { kept, to_confirm, lost, open, .. } = done.report;
    assert_eq!((kept, to_confirm, lost, open), (3, 1, 0, 1));
    assert_eq!(done.comments[&slug("b2")], "zwei");
    assert!(done.evidence.contains_key(&slug("b2")) && !done.evidence.contains_key(&slug("b")));
    let coarser = map.apply(&assessment(&[("d", level(3))]));
    assert_eq!(coarser.answers, answers(&[("d", exact("0.5"))]));
    assert_eq!((coarser.report.to_confirm, coarser.report.open), (1, 5));
}

#[test]
fn what_is_merged_or_retired_is_never_better_than_it_was() {
    let new = version("1.1.0", &[indicator("ab"), indicator("d")]);
    let merged = |by: &str| {
        let map = map(&json!([
            {"kind": "merge", "from": ["a", "b"], "to": "ab", "by": by},
            {"kind": "retire", "indicator": "c", "reason": "überholt"},
            {"kind": "keep", "indicators": ["d"]}]));
        map.check(&old(), &new).unwrap();
        move |a: Answer, b: Answer| map.apply(&assessment(&[("a", a), ("b", b), ("c", level(2))]))
    };
    let lowest = merged("lowest");
    let cases = [
        (level(4), level(2), level(2), Fate::ToConfirm),
        (level(3), level(3), level(3), Fate::Kept),
        (absent(), level(1), level(1), Fate::ToConfirm),
        (absent(), absent(), absent(), Fate::Kept),
        (level(4), open(), open(), Fate::Lost),
        (level(4), Answer::ByProvider, open(), Fate::Lost),
        (open(), open(), open(), Fate::Open),
    ];
    for (a, b, expected, fate) in cases {
        let done = lowest(a.clone(), b.clone());
        let found = done.answers.get(&slug("ab")).cloned().unwrap_or_default();
        assert_eq!((found, done.report.lines[0].fate), (expected, fate), "{a:?} {b:?}");
        assert_eq!(done.report.lines[1].reason.as_deref(), Some("überholt"));
        assert_eq!(done.comments[&slug("ab")], "eins\nzwei");
        assert_eq!(done.evidence[&slug("ab")].len(), 2);
    }
    assert_eq!(merged("highest")(level(4), level(2)).answers.get(&slug("ab")), Some(&level(4)));
    assert_eq!(lowest(level(4), open()).report.lost, 2, "the answer to `a`, and the retired `c`");
}

#[test]
fn a_map_names_every_indicator_of_both_versions_once() {
    let new = version("1.1.0", &[indicator("a"), scaled("b", &["0", "1"]), indicator("x")]);
    let found = |steps: Value| -> Vec<(String, String)> {
        let problems = map(&steps).check(&old(), &new).unwrap_err();
        problems.into_iter().map(|p| (p.path, p.code)).collect()
    };
    let pair = |path: &str, code: &str| (path.to_owned(), code.to_owned());
    let all = found(json!([
        {"kind": "keep", "indicators": ["a", "b"]},
        {"kind": "rename", "from": "a", "to": "nie"},
        {"kind": "split", "from": "c", "to": ["x"]},
        {"kind": "retire", "indicator": "d", "reason": " "}]));
    assert_eq!(
        all,
        [
            pair("/steps/0", "migration-scales-differ"),
            pair("/steps/2", "migration-needs-several"),
            pair("/steps/3", "migration-reason-blank"),
            pair("/steps/1", "migration-indicator-twice"),
            pair("/steps/1", "migration-indicator-unknown"),
        ]
    );
    let rest = json!([{"kind": "keep", "indicators": ["a"]}, {"kind": "retire", "indicator": "c", "reason": "r"},
        {"kind": "retire", "indicator": "d", "reason": "r"}, {"kind": "new", "indicator": "x"}]);
    let with_levels = |levels: Value| {
        let mut steps = rest.as_array().unwrap().clone();
        steps.push(json!({"kind": "rescale", "from": "b", "to": "b", "levels": levels}));
        found(json!(steps))
    };
    let five = |last: Value| {
        let mut levels: Vec<Value> = (0..5).map(|from| json!({"from": from, "to": 0})).collect();
        levels.push(last);
        json!(levels)
    };
    let place = "/steps/4";
    assert_eq!(with_levels(five(json!({"from": 4, "to": 1}))), [pair(place, "migration-levels-incomplete")]);
    assert_eq!(with_levels(five(json!({"from": 6, "to": 1}))), [pair(place, "migration-levels-incomplete")]);
    assert_eq!(with_levels(five(json!({"from": 5, "to": 2}))), [pair(place, "migration-level-off-scale")]);
    assert_eq!(
        found(rest),
        [pair("/steps", "migration-indicator-missing"), pair("/steps", "migration-indicator-missing")],
        "`b` on either side"
    );
    let other = map(&json!([])).check(&new, &old()).unwrap_err();
    assert_eq!(other.len(), 2, "the wrong way round");
}

#[test]
fn problems_of_the_text_have_lines() {
    let text = "format: blaupause/migration-map@2\nmodel: probe\nfrom: 1.0.0\nto: 1.1.0\nsteps:\n- kind: keep\n  indicators: [a]\n- kind: drop\n  indicator: b\nmore: 1\n";
    let problems = MigrationMap::read(text).unwrap_err();
    let found: Vec<_> = problems.iter().map(|p| (p.line, p.path.as_str(), p.code.as_str())).collect();
    assert_eq!(
        found,
        [
            (Some(1), "/format", "model-format-unsupported"),
            (Some(8), "/steps/1", "value-not-offered"),
            (Some(10), "/more", "model-unknown-field")
        ]
    );
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (0..=5_i64).prop_map(level),
        Just(open()),
        Just(absent()),
        Just(Answer::NotAssessable { reason: None })
    ]
}

proptest! {
    #[test]
    fn keeping_everything_keeps_the_score(given in proptest::collection::vec(any_answer(), 4)) {
        let new = version("1.1.0", &["a", "b", "c", "d"].map(indicator));
        let map = map(&json!([{"kind": "keep", "indicators": ["a", "b", "c", "d"]}]));
        map.check(&old(), &new).unwrap();
        let pairs: Vec<(&str, Answer)> = ["a", "b", "c", "d"].into_iter().zip(given).collect();
        let before = assessment(&pairs);
        let after = map.apply(&before);
        let result = |model: &Model, answers| {
            let made = score(model, model.hash().unwrap(), &town(), answers, &ProviderLevels::default());
            made.map(|outcome| (outcome.score, outcome.stage, outcome.bounds)).map_err(|error| error.to_string())
        };
        prop_assert_eq!(result(&old(), &before.answers), result(&new, &after.answers));
    }
}
