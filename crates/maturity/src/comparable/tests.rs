//! Three versions of a small model; expected scores were worked out by hand.

use blaupause_kernel::{Level, Rational, Timestamp};
use blaupause_territory::SizeClass;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::scoring::fixtures::{
    answers, dimension, document, indicator, level, open, read, scaled, slug, town, with,
};
use crate::{
    Assessment, MIGRATION_FORMAT, NewAssessment, ProviderLevel, ProviderLevels, SubjectProfile, score,
};

fn version(number: &str, indicators: &[Value]) -> Model {
    let document = document("mean", &[dimension("alles", "mean", indicators)]);
    read(&with(document, "version", number))
}

fn map(from: &str, to: &str, steps: &Value) -> MigrationMap {
    let document =
        json!({"format": MIGRATION_FORMAT, "model": "probe", "from": from, "to": to, "steps": steps});
    MigrationMap::read(&document.to_string()).unwrap()
}

fn signed(model: &Model, period: &str, given: &[(&str, Answer)]) -> SignedAssessment {
    signed_by(&town(), &ProviderLevels::default(), model, period, given)
}

fn signed_by(
    profile: &SubjectProfile,
    provided: &ProviderLevels,
    model: &Model,
    period: &str,
    given: &[(&str, Answer)],
) -> SignedAssessment {
    let now = Timestamp::from_unix(0).unwrap();
    let reference = model.reference().unwrap();
    let hash = reference.hash;
    let new = NewAssessment {
        id: Uuid::from_u128(1),
        assessed: crate::Assessed::Unit("031530019019".parse().unwrap()),
        model: reference,
        period: period.parse().unwrap(),
        purpose: None,
    };
    let given = answers(given);
    let outcome = score(model, hash, profile, &given, provided).unwrap();
    let draft = Assessment::create(new, "anna", now);
    let draft = draft.edit("anna", now, model, given, BTreeMap::new(), BTreeMap::new()).unwrap();
    let draft = draft.submit("anna", now, model, &[]).unwrap().start_review("ben", now).unwrap();
    draft.sign_off("ben", outcome, None, now).unwrap().1
}

fn compared(model: &Model, results: &[SignedAssessment], maps: &[MigrationMap]) -> Comparison {
    compare(model, results, maps).unwrap()
}

fn scores(comparison: &Comparison) -> Vec<Option<String>> {
    comparison.points.iter().map(|p| p.score.as_ref().map(|s| s.exact.to_string())).collect()
}

/// 1.0.0 has a, b, c, d; 1.1.0 keeps a, calls b now b2, splits c, rescales d and asks e.
fn versions() -> (Model, Model, MigrationMap) {
    let old = version("1.0.0", &["a", "b", "c", "d"].map(indicator));
    let new = version(
        "1.1.0",
        &[
            indicator("a"),
            indicator("b2"),
            indicator("c1"),
            indicator("c2"),
            scaled("d", &["0", "1"]),
            indicator("e"),
        ],
    );
    let pair = |from: u8, to: u8| json!({"from": from, "to": to});
    let pairs: Vec<Value> = (0..=5).map(|l| pair(l, u8::from(l > 2))).collect();
    let steps = json!([{"kind": "keep", "indicators": ["a"]}, {"kind": "rename", "from": "b", "to": "b2"},
        {"kind": "split", "from": "c", "to": ["c1", "c2"]},
        {"kind": "rescale", "from": "d", "to": "d", "levels": pairs}, {"kind": "new", "indicator": "e"}]);
    (old, new, map("1.0.0", "1.1.0", &steps))
}

#[test]
fn only_what_means_the_same_is_compared_and_the_rest_is_named() {
    let (old, new, map) = versions();
    // signed: (1 + 2 + 5 + 5) / 4 = 13/4; on a and b: 3/2
    let before =
        signed(&old, "2024-06-30", &[("a", level(1)), ("b", level(2)), ("c", level(5)), ("d", level(5))]);
    // signed: (3 + 4 + 0 + 0 + 0 + 1) / 6; on a and b2: 7/2
    let given = [("a", 3), ("b2", 4), ("c1", 0), ("c2", 0), ("d", 0), ("e", 1)].map(|(id, v)| (id, level(v)));
    let after = signed(&new, "2025-06-30", &given);
    let found = compared(&new, &[before, after], &[map]);
    assert_eq!(found.common, [slug("a"), slug("b2")]);
    assert_eq!(scores(&found), [Some("3/2".to_owned()), Some("7/2".to_owned())]);
    let left: Vec<(&str, LeftOutReason)> =
        found.left_out.iter().map(|l| (l.indicator.as_str(), l.reason)).collect();
    let expected = [
        ("c", LeftOutReason::Split),
        ("c1", LeftOutReason::New),
        ("c2", LeftOutReason::New),
        ("d", LeftOutReason::Rescaled),
        ("e", LeftOutReason::New),
    ];
    assert_eq!(left, expected);
    assert!(found.unconnected.is_empty());
}

#[test]
fn what_is_not_applicable_once_is_left_out_everywhere_and_what_is_open_stays_open() {
    let (old, ..) = versions();
    let none = || Answer::NotApplicable { reason: "nicht hier".into() };
    let first =
        signed(&old, "2024-06-30", &[("a", level(1)), ("b", level(3)), ("c", none()), ("d", level(5))]);
    let second =
        signed(&old, "2025-06-30", &[("a", level(2)), ("b", open()), ("c", level(5)), ("d", level(5))]);
    let found = compared(&old, &[first, second], &[]);
    assert_eq!(found.common, ["a", "b", "d"].map(slug));
    // (1 + 3 + 5) / 3, and (2 + 5) / 2 with b open: between (2 + 0 + 5) / 3 and (2 + 5 + 5) / 3
    assert_eq!(scores(&found), [Some("3".to_owned()), Some("7/2".to_owned())]);
    let bounds = found.points[1].bounds.as_ref().unwrap();
    assert_eq!((bounds.lower.exact.to_string(), bounds.upper.exact.to_string()), ("7/3".into(), "4".into()));
    let left = &found.left_out[0];
    assert_eq!((left.indicator.as_str(), left.reason), ("c", LeftOutReason::NotApplicable));
    assert_eq!(left.period, Some("2024-06-30".parse().unwrap()));
}

#[test]
fn maps_are_followed_one_after_the_other_and_without_one_there_is_no_comparison() {
    let (old, new, first) = versions();
    let newest = version("2.0.0", &["a3", "b2"].map(indicator));
    let steps = json!([{"kind": "rename", "from": "a", "to": "a3"}, {"kind": "keep", "indicators": ["b2"]},
        {"kind": "retire", "indicator": "c1", "reason": "x"}, {"kind": "retire", "indicator": "c2", "reason": "x"},
        {"kind": "retire", "indicator": "d", "reason": "x"}, {"kind": "retire", "indicator": "e", "reason": "x"}]);
    let second = map("1.1.0", "2.0.0", &steps);
    let result =
        signed(&old, "2024-06-30", &[("a", level(1)), ("b", level(2)), ("c", level(5)), ("d", level(5))]);
    let found = compared(&newest, std::slice::from_ref(&result), &[second, first.clone()]);
    assert_eq!((scores(&found), found.common.len()), (vec![Some("3/2".to_owned())], 2));
    let alone = compared(&newest, &[result], &[first]);
    assert_eq!((scores(&alone), alone.unconnected), (vec![None], vec!["1.0.0".parse().unwrap()]));
    drop(new);
}

#[test]
fn a_result_is_compared_as_it_applied_when_it_was_signed() {
    // `b` is asked of larger cities only; the town was one at the first day and is none at the second.
    let only = json!({"kinds": [], "sizeClasses": ["largerCity"]});
    let model = version("1.0.0", &[indicator("a"), with(indicator("b"), "appliesTo", only)]);
    let city = SubjectProfile::Unit { level: Level::Municipality, size_class: Some(SizeClass::LargerCity) };
    let given = [("a", level(1)), ("b", level(5))];
    let then = signed_by(&city, &ProviderLevels::default(), &model, "2024-06-30", &given);
    // alone: (1 + 5) / 2, whatever it is today
    let alone = compared(&model, std::slice::from_ref(&then), &[]);
    assert_eq!((alone.common.len(), scores(&alone)), (2, vec![Some("3".to_owned())]));
    let now = signed(&model, "2025-06-30", &[("a", level(2))]);
    let both = compared(&model, &[then, now], &[]);
    assert_eq!((&both.common, scores(&both)), (&vec![slug("a")], ["1", "2"].map(|s| Some(s.into())).into()));
    let left: Vec<_> = both.left_out.iter().map(|l| (l.indicator.as_str(), l.reason, l.period)).collect();
    assert_eq!(left, [("b", LeftOutReason::NotApplicable, Some("2025-06-30".parse().unwrap()))]);
}

#[test]
fn levels_of_providers_stay_and_what_is_unanswered_counts_alike_in_both() {
    let old = version("1.0.0", &["a", "b", "c"].map(indicator));
    let strict = with(indicator("c"), "missing", "asLowest");
    let new = version("1.1.0", &[indicator("a2"), indicator("b"), strict]);
    let map = map(
        "1.0.0",
        "1.1.0",
        &json!([
        {"kind": "rename", "from": "a", "to": "a2"}, {"kind": "keep", "indicators": ["b", "c"]}]),
    );
    let brought = ProviderLevel { value: Rational::from_int(4), origin: "modul@1.0.0".into() };
    let brought = ProviderLevels([(slug("a"), brought)].into());
    let given = [("a", Answer::ByProvider), ("b", level(2)), ("c", open())];
    let before = signed_by(&town(), &brought, &old, "2024-06-30", &given);
    let after = signed(&new, "2025-06-30", &[("a2", level(4)), ("b", level(2)), ("c", open())]);
    // as signed (4 + 2) / 2 and (4 + 2 + 0) / 3: only the rule changed. Compared, both are 2, and at most 11/3.
    assert_eq!(before.outcome.score.as_ref().unwrap().exact.to_string(), "3");
    assert_eq!(after.outcome.score.as_ref().unwrap().exact.to_string(), "2");
    let found = compared(&new, &[before, after], &[map]);
    assert_eq!(scores(&found), ["2", "2"].map(|s| Some(s.to_owned())));
    for point in &found.points {
        let bounds = point.bounds.as_ref().unwrap();
        assert_eq!((bounds.lower.rounded.as_str(), bounds.upper.exact.to_string()), ("2.00", "11/3".into()));
    }
}
