//! Hand-computed cases for every aggregation, and published examples. Properties over random models are beside.

pub(crate) mod properties;

use std::collections::BTreeMap;

use blaupause_kernel::{Digest, Level, Rational};
use blaupause_territory::SizeClass;
use rstest::rstest;
use serde_json::{Value, json};

use super::fixtures::{
    absent, answers, dimension, document, exact, gated, indicator, level, model, num, open, outcome, read,
    scaled, slug, town, with,
};
use super::*;
use crate::{Answer, ProviderLevel, ProviderLevels};

/// Value, lower and upper bound of the score.
fn numbers(outcome: &Outcome) -> (String, String, String) {
    let value = outcome.score.as_ref().map_or("-".into(), |s| s.exact.to_string());
    (value, outcome.bounds.lower.exact.to_string(), outcome.bounds.upper.exact.to_string())
}

#[rstest]
// (2 + 3 + 5) / 3 = 10/3; weights do not exist under `mean`.
#[case("mean", [level(2), level(3), level(5)], ("10/3", "10/3", "10/3"))]
// One open: (2 + 5) / 2; lowest (2 + 0 + 5) / 3; highest (2 + 5 + 5) / 3 = 4.
#[case("mean", [level(2), open(), level(5)], ("7/2", "7/3", "4"))]
// One left out: (2 + 5) / 2 and nothing open.
#[case("mean", [level(2), absent(), level(5)], ("7/2", "7/2", "7/2"))]
// Children that are indicators are means of themselves.
#[case("meanOfMeans", [level(2), level(3), level(5)], ("10/3", "10/3", "10/3"))]
// 2 + 3 + 5 = 10 of 15.
#[case("sum", [level(2), level(3), level(5)], ("10", "10", "10"))]
// One open: 7 of 10 stretched to 15 = 21/2; lowest 7; highest 12.
#[case("sum", [level(2), open(), level(5)], ("21/2", "7", "12"))]
// One left out: 7 of 10 stretched to 15, and nothing open.
#[case("sum", [level(2), absent(), level(5)], ("21/2", "21/2", "21/2"))]
#[case("min", [level(2), level(3), level(5)], ("2", "2", "2"))]
#[case("min", [level(2), open(), level(5)], ("2", "0", "2"))]
#[case("min", [absent(), level(3), level(5)], ("3", "3", "3"))]
// (2 + 3 + 5) / (5 + 5 + 5) = 2/3.
#[case("share", [level(2), level(3), level(5)], ("2/3", "2/3", "2/3"))]
// A step holds at 5: the first two hold, the third does not.
#[case("ladder", [level(5), level(5), level(4)], ("2", "2", "2"))]
// The first does not hold: what lies above does not count.
#[case("ladder", [level(4), level(5), level(5)], ("0", "0", "0"))]
// The second is open: without it the first and the third carry to the top; proven is 1.
#[case("ladder", [level(5), open(), level(5)], ("3", "1", "3"))]
// A step left out does not stand in the way.
#[case("ladder", [level(5), absent(), level(5)], ("3", "3", "3"))]
#[case("ladder", [absent(), level(0), level(5)], ("0", "0", "0"))]
#[case("ladder", [level(5), level(5), absent()], ("3", "3", "3"))]
// All open.
#[case("mean", [open(), open(), open()], ("-", "0", "5"))]
fn aggregations(#[case] aggregation: &str, #[case] given: [Answer; 3], #[case] expected: (&str, &str, &str)) {
    let model = model(aggregation, &[indicator("a"), indicator("b"), indicator("c")]);
    let [a, b, c] = given;
    let (value, lower, upper) = numbers(&outcome(&model, &[("a", a), ("b", b), ("c", c)]));
    assert_eq!((value.as_str(), lower.as_str(), upper.as_str()), expected, "{aggregation}");
}

/// `(2 * 1/2 + 1 * 4 + 3/2 * 5) / (2 + 1 + 3/2)` with the first on 0 to 1 (1/2 of it is 5/2 on 0 to 5):
/// (5 + 4 + 15/2) / (9/2) = (33/2) / (9/2) = 11/3.
#[test]
fn weighted_mean_rescales_children_with_another_scale() {
    let model = model(
        "weightedMean",
        &[
            with(scaled("a", &["0", "0.5", "1"]), "weight", 2),
            indicator("b"),
            with(indicator("c"), "weight", "1.5"),
        ],
    );
    let result = outcome(&model, &[("a", exact("0.5")), ("b", level(4)), ("c", level(5))]);
    assert_eq!(result.score.unwrap(), Score { exact: num("11/3"), rounded: "3.67".into() });
    // Without c: (5 + 4) / 3 = 3; coverage (2 + 1) / (9/2) = 2/3.
    let result = outcome(&model, &[("a", exact("0.5")), ("b", level(4))]);
    assert_eq!(result.score.unwrap().exact, num("3"));
    assert_eq!(result.coverage, Coverage { share: num("2/3"), answered: 2, applicable: 3 });
}

/// Weighted sum with negative and odd scales: 2 * (-1) + 3 * 10 = 28; range 2 * (-2) + 3 * 0 = -4 to 2 * 2 + 3 * 10 = 34.
#[test]
fn sum_weighs_points_and_keeps_its_range() {
    let model = model(
        "sum",
        &[with(scaled("a", &["-2", "-1", "2"]), "weight", 2), with(scaled("b", &["0", "10"]), "weight", 3)],
    );
    let result = outcome(&model, &[("a", exact("-1")), ("b", level(10))]);
    assert_eq!(numbers(&result).0, "28");
    let node = &result.explain.children[0];
    assert_eq!((node.range.min, node.range.max), (num("-4"), num("34")));
    // b left out: a is at 1/4 of its range, so -4 + 38/4 = 11/2.
    let result = outcome(&model, &[("a", exact("-1")), ("b", absent())]);
    assert_eq!(numbers(&result).0, "11/2");
}

/// Share of yes: 3 of 4 = 3/4, as the part of sites that offer something.
#[test]
fn share_of_yes() {
    let yes_no = |id: &str| scaled(id, &["0", "1"]);
    let model = model("share", &[yes_no("a"), yes_no("b"), yes_no("c"), yes_no("d")]);
    let result = outcome(&model, &[("a", level(1)), ("b", level(1)), ("c", level(0)), ("d", level(1))]);
    assert_eq!(numbers(&result).0, "3/4");
}

/// Four pillars with different numbers of indicators count alike: (mean(1, 2, 3) + mean(5)) / 2 = (2 + 5) / 2 = 7/2,
/// where the plain mean of the four would be 11/4.
#[test]
fn mean_of_means_gives_every_pillar_the_same_say() {
    let pillars = [
        dimension("p", "mean", &[indicator("a"), indicator("b"), indicator("c")]),
        dimension("q", "mean", &[indicator("d")]),
    ];
    let model = read(&document("meanOfMeans", &pillars));
    let given = [("a", level(1)), ("b", level(2)), ("c", level(3)), ("d", level(5))];
    assert_eq!(numbers(&outcome(&model, &given)).0, "7/2");
}

/// OWASP SAMM 2: a practice is the sum over three levels of the mean of its two streams. Stream A answers 0.25, 0.5
/// and 1; stream B is blank, which SAMM counts as No (0). (0.25 + 0) / 2 + (0.5 + 0) / 2 + (1 + 0) / 2
/// = 0.125 + 0.25 + 0.5 = 0.875. Left open instead, the blank stream is not held against the practice in silence.
#[test]
fn samm_practice() {
    let stream = |id: &str| scaled(id, &["0", "0.25", "0.5", "1"]);
    let level_of = |n: u8| {
        dimension(&format!("level-{n}"), "mean", &[stream(&format!("a-{n}")), stream(&format!("b-{n}"))])
    };
    let scale = json!({"values": [0, 0.25, 0.5, 1]});
    let practice = [level_of(1), level_of(2), level_of(3)];
    let model = read(&with(document("sum", &practice), "scale", scale));
    let a = [("a-1", exact("0.25")), ("a-2", exact("0.5")), ("a-3", exact("1"))];
    let b = [("b-1", level(0)), ("b-2", level(0)), ("b-3", level(0))];
    let result = outcome(&model, &[a.clone(), b].concat());
    assert_eq!(result.score.unwrap().exact, num("0.875"));
    let levels: Vec<_> = result.explain.children.iter().map(|c| c.value.unwrap().to_string()).collect();
    assert_eq!(levels, ["1/8", "1/4", "1/2"]);
    let result = outcome(&model, &a);
    // Open: the score is A's own sum, 1.75; proven is 0.875, possible (1.25 + 1.5 + 2) / 2 = 2.375.
    assert_eq!(numbers(&result), ("7/4".into(), "7/8".into(), "19/8".into()));
}

/// The OZG maturity of a service is the lowest of its parts: nine 4 and one 2 give 2.
#[test]
fn ozg_total_is_the_weakest_part() {
    let ids: Vec<String> = (0..10).map(|i| format!("teil-{i}")).collect();
    let parts: Vec<_> = ids.iter().map(|id| indicator(id)).collect();
    let given: Vec<_> =
        ids.iter().map(|id| (id.as_str(), level(if id == "teil-6" { 2 } else { 4 }))).collect();
    let result = outcome(&model("min", &parts), &given);
    assert_eq!(numbers(&result).0, "2");
    let holding =
        result.explain.children[0].children.iter().find(|c| c.share == Some(Rational::ONE)).unwrap();
    assert_eq!(holding.id, slug("teil-6"), "the explanation names the weakest link");
}

#[test]
fn the_stage_needs_threshold_and_gates_and_counts_nothing_open() {
    let model = gated();
    let stages = |given: &[(&str, Answer)]| {
        let result = outcome(&model, given);
        let id = |stage: Option<StageRef>| stage.map_or("-".into(), |s| s.id.to_string());
        (id(result.stage), id(result.possible_stage), result.minimum_standard)
    };
    let row = |stage: &str, possible: &str, minimum| (stage.to_owned(), possible.to_owned(), minimum);
    let (met, undecided, missed) = (MinimumStandard::Met, MinimumStandard::Open, MinimumStandard::Missed);
    // (15 + 5) / 4 = 5, and every gate holds.
    assert_eq!(stages(&[("a", level(5)), ("b", level(5))]), row("fortgeschritten", "fortgeschritten", met));
    // 15/4 + 2/4 = 17/4 passes the threshold 4, but b < 3.
    assert_eq!(stages(&[("a", level(5)), ("b", level(2))]), row("gesichert", "gesichert", met));
    // (3 + 5) / 4 = 2 passes the threshold 2, but a < 2.
    assert_eq!(stages(&[("a", level(1)), ("b", level(5))]), row("basis", "basis", missed));
    // b open: 15/4 proven, up to 5.
    assert_eq!(stages(&[("a", level(5))]), row("gesichert", "fortgeschritten", met));
    assert_eq!(stages(&[("b", level(5))]), row("basis", "fortgeschritten", undecided));
    // a left out: the score is b's, its gates hold.
    assert_eq!(stages(&[("a", absent()), ("b", level(4))]), row("fortgeschritten", "fortgeschritten", met));
}

#[test]
fn blocking_names_threshold_and_gates_with_distances() {
    let result = outcome(&gated(), &[("a", level(5)), ("b", level(2))]);
    let blocking = result.blocking.unwrap();
    assert_eq!(
        (blocking.stage.id, blocking.stage.rank, blocking.threshold),
        (slug("fortgeschritten"), 3, None)
    );
    let gates: Vec<_> =
        blocking.gates.iter().map(|g| (g.node.as_str(), g.needed, g.actual, g.open)).collect();
    assert_eq!(gates, [("b", num("3"), num("2"), false)]);
    // b open: 15/4 proven, 1/4 short; the gate on b is open.
    let blocking = outcome(&gated(), &[("a", level(5))]).blocking.unwrap();
    let threshold = blocking.threshold.unwrap();
    assert_eq!((threshold.distance, threshold.open, blocking.gates[0].open), (num("1/4"), true, true));
    assert_eq!(outcome(&gated(), &[("a", level(5)), ("b", level(5))]).blocking, None);
}

#[test]
fn by_provider_takes_the_providers_level_and_is_open_without() {
    let model = gated();
    let given = answers(&[("a", Answer::ByProvider), ("b", level(1))]);
    let of = |levels: &[(&str, i64)]| {
        let levels = levels.iter().map(|(id, value)| {
            let level = ProviderLevel { value: Rational::from_int(*value), origin: "modul@1.0.0".into() };
            (slug(id), level)
        });
        score(&model, Digest::of(b""), &town(), &given, &ProviderLevels(levels.collect()))
    };
    // (3 * 4 + 1) / 4 = 13/4.
    let result = of(&[("a", 4)]).unwrap();
    assert_eq!(numbers(&result), ("13/4".into(), "13/4".into(), "13/4".into()));
    let node = result.explain.find(&slug("a")).unwrap();
    assert_eq!(node.provider.as_ref().unwrap().origin, "modul@1.0.0");
    assert_eq!(numbers(&of(&[]).unwrap()), ("1".into(), "1/4".into(), "4".into()));
    // A level for what the unit answered itself changes nothing.
    assert_eq!(numbers(&of(&[("b", 5)]).unwrap()).0, "1");
    assert_eq!(of(&[("a", 9)]).unwrap_err(), Error::OffScale { indicator: slug("a"), value: "9".into() });
}

#[test]
fn what_the_model_does_not_ask_leaves_the_weights() {
    let only = |kinds: Value, sizes: Value| json!({"kinds": kinds, "sizeClasses": sizes});
    let model = model(
        "mean",
        &[
            indicator("a"),
            with(indicator("b"), "appliesTo", only(json!(["county"]), json!([]))),
            with(indicator("c"), "appliesTo", only(json!([]), json!(["largerCity"]))),
        ],
    );
    let applicable = |kind, size_class| {
        let profile = SubjectProfile::Unit { level: kind, size_class };
        let given = answers(&[("a", level(1)), ("b", level(5))]);
        let result = score(&model, Digest::of(b""), &profile, &given, &ProviderLevels::default()).unwrap();
        (result.coverage.applicable, numbers(&result).0)
    };
    assert_eq!(applicable(Level::Municipality, None), (1, "1".into()));
    assert_eq!(applicable(Level::County, None), (2, "3".into()));
    assert_eq!(applicable(Level::Municipality, Some(SizeClass::LargerCity)), (2, "1".into()));
}

#[test]
fn refuses_what_does_not_fit_the_model() {
    let model = gated();
    let run = |pairs: &[(&str, Answer)]| {
        score(&model, Digest::of(b""), &town(), &answers(pairs), &ProviderLevels::default()).unwrap_err()
    };
    assert_eq!(run(&[("x", level(1))]), Error::UnknownIndicator { indicator: slug("x") });
    assert_eq!(run(&[("a", level(6))]), Error::OffScale { indicator: slug("a"), value: "6".into() });
    assert_eq!(run(&[("a", absent()), ("b", absent())]), Error::NothingApplies);
}

/// Weights 1/p for many large primes: the common denominator leaves 128 bits, so no such model is accepted.
#[test]
fn what_could_overflow_is_no_model() {
    let primes = ["999999937", "999999929", "999999893", "999999883", "999999797", "999999761", "999999757"];
    let weighed = |primes: &[&str]| {
        let indicators: Vec<_> = primes
            .iter()
            .enumerate()
            .map(|(i, p)| with(indicator(&format!("i-{i}")), "weight", format!("1/{p}")))
            .collect();
        let model = document("sum", &[dimension("alles", "weightedMean", &indicators)]);
        crate::Model::read(&model.to_string()).err().unwrap_or_default()
    };
    let found: Vec<_> = weighed(&primes).into_iter().map(|p| (p.path, p.code)).collect();
    assert_eq!(found, [("/dimensions/0".to_owned(), "model-overflow".to_owned())]);
    assert_eq!(weighed(&primes[..2]), []);
}

#[test]
fn what_if_raises_and_never_lowers() {
    let model = gated();
    let run = |given: &[(&str, Answer)], raises: &[(&str, i64)]| {
        let raises: BTreeMap<_, _> =
            raises.iter().map(|(id, v)| (slug(id), Rational::from_int(*v))).collect();
        what_if(&model, Digest::of(b""), &town(), &answers(given), &ProviderLevels::default(), &raises)
            .map(|o| numbers(&o).0)
    };
    let given = [("a", level(3)), ("b", level(1))];
    assert_eq!(run(&given, &[("a", 2)]).unwrap(), "5/2", "(9 + 1) / 4");
    assert_eq!(run(&given, &[("b", 5)]).unwrap(), "7/2", "(9 + 5) / 4");
    assert_eq!(run(&[("a", level(3))], &[("b", 5)]).unwrap(), "7/2", "open is replaced");
    assert_eq!(run(&[("a", absent()), ("b", level(1))], &[("a", 5)]).unwrap(), "1", "left out stays so");
    assert!(matches!(run(&given, &[("b", 6)]), Err(Error::OffScale { .. })));
    assert!(matches!(run(&given, &[("x", 1)]), Err(Error::UnknownIndicator { .. })));
}

#[test]
fn an_outcome_reads_back_as_it_was_written() {
    let result = outcome(&gated(), &[("a", level(3))]);
    let text = serde_json::to_string(&result).unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&text).unwrap(), result);
}
