//! Published models in this format, against the numbers their authors published.

use std::fs;

use blaupause_kernel::{Digest, Rational};
use blaupause_maturity::{Answer, Answers, LeafState, Model, Outcome, ProviderLevels, score, what_if};
use serde_json::{Value, json};

use crate::kit::{answers, data, exact, example, here, level, num, outcome, shipped, stage, town};

fn node(outcome: &Outcome, id: &str) -> String {
    outcome.explain.find(&id.parse().unwrap()).unwrap().value.unwrap().to_string()
}

/// The example of the SAMM toolbox: stream A answers 0.25, 0.5 and 1, stream B is blank. The levels come to 0.125,
/// 0.25 and 0.5, the practice to 0.875.
#[test]
fn samm_counts_a_blank_as_no_and_sums_the_levels() {
    let model = example("samm-2");
    assert_eq!(model.dimensions.len(), 5, "functions");
    assert_eq!(model.dimensions.iter().map(|d| d.dimensions.len()).sum::<usize>(), 15, "practices");
    assert_eq!(model.indicators().len(), 90, "15 practices x 3 levels x 2 streams");
    let practice = "threat-assessment";
    let given = [("1-a", "0.25"), ("2-a", "0.5"), ("3-a", "1")];
    let given = Answers(
        given.iter().map(|(id, v)| (format!("{practice}-{id}").parse().unwrap(), level(num(v)))).collect(),
    );
    let result = outcome(&model, &given);
    let levels: Vec<_> = (1..=3).map(|n| node(&result, &format!("{practice}-{n}"))).collect();
    assert_eq!(levels, ["1/8", "1/4", "1/2"]);
    assert_eq!(node(&result, practice), "7/8");
    // The function is the mean of its three practices, the whole of five functions: 7/8 / 3 = 7/24, / 5 = 7/120.
    assert_eq!(node(&result, "design"), "7/24");
    assert_eq!((exact(&result).as_str(), stage(&result).as_str()), ("7/120", "beginning"));
    // Nothing of this is hidden: 3 of 90 are answered, the blanks can still become 1, and the tree says what they are.
    assert_eq!((result.coverage.answered, result.coverage.applicable), (3, 90));
    // The practice can still reach 0.625 + 0.75 + 1 = 2.375 of 3; everything else 3: (14 * 3 + 2.375) / 15.
    assert_eq!(result.bounds.upper.exact, num("355/120"));
    let blank = result.explain.find(&format!("{practice}-1-b").parse().unwrap()).unwrap();
    assert_eq!((blank.state, blank.value), (Some(LeafState::CountedLowest), Some(Rational::ZERO)));
    assert_eq!(result.levels().len(), 3, "a blank is no level that anybody gave");
    // What if stream B had 0.5 at level 1: the level has (0.25 + 0.5) / 2, the practice 0.375 + 0.25 + 0.5 = 9/8.
    let raise = [(format!("{practice}-1-b").parse().unwrap(), num("0.5"))].into();
    let raised =
        what_if(&model, Digest::of(b""), &town(), &given, &ProviderLevels::default(), &raise).unwrap();
    assert_eq!(node(&raised, practice), "9/8");
    // "Not assessable" is no blank: it stays open.
    let mut unsure = given.clone();
    unsure.0.insert(format!("{practice}-1-b").parse().unwrap(), Answer::NotAssessable { reason: None });
    assert_eq!(node(&outcome(&model, &unsure), &format!("{practice}-1")), "1/4");
}

#[test]
fn samm_reaches_three_when_everything_is_in_place() {
    let model = example("samm-2");
    let all = answers(&model, |_| Some(level(num("1"))));
    assert_eq!(
        (exact(&outcome(&model, &all)), stage(&outcome(&model, &all))),
        ("3".into(), "level-3".into())
    );
    // Half everywhere: 0.5 + 0.5 + 0.5.
    let half = answers(&model, |_| Some(level(num("0.5"))));
    assert_eq!(
        (exact(&outcome(&model, &half)), stage(&outcome(&model, &half))),
        ("3/2".into(), "level-1".into())
    );
}

/// A component as the index publishes it: a float, here to the 15 decimals of the scale.
fn component(text: &str) -> Rational {
    num(&format!("{:.15}", text.parse::<f64>().unwrap()))
}

/// World Bank, GTMI: the mean of four components; A from 0.75, B from 0.5, C from 0.25, D below.
#[test]
fn gtmi_of_every_published_country_and_year() {
    let Some(file) = data("maturity/gtmi_panel.csv") else { return };
    let model = example("gtmi");
    let mut rows = 0;
    for row in csv::Reader::from_path(file).unwrap().records() {
        let row = row.unwrap();
        let fields: Vec<_> = row.iter().collect();
        let [year, country, components @ .., published, group] = fields.as_slice() else { panic!("{row:?}") };
        let given = model.indicators().into_iter().zip(components);
        let given = Answers(given.map(|((_, i), c)| (i.id.clone(), level(component(c)))).collect());
        given.check(&model).unwrap();
        let result = outcome(&model, &given);
        // The published score is a float: equal to its last but one digit.
        let score = result.score.as_ref().unwrap().exact;
        let distance = score.checked_sub(component(published)).unwrap();
        assert!(
            distance.max(num("0").checked_sub(distance).unwrap()) < num("0.00000000000001"),
            "{year} {country}"
        );
        assert_eq!(stage(&result).to_uppercase(), *group, "{year} {country}");
        if (*year, *country) == ("2020", "DEU") {
            assert_eq!(result.score.unwrap().rounded, "0.88343");
        }
        rows += 1;
    }
    assert_eq!(rows, 593);
}

/// The same rule without the data: mean and the four boundaries themselves.
#[test]
fn gtmi_groups_begin_at_their_boundaries() {
    let model = example("gtmi");
    for (value, group) in [
        ("0.75", "a"),
        ("0.749999", "b"),
        ("0.5", "b"),
        ("0.499999", "c"),
        ("0.25", "c"),
        ("0.249999", "d"),
        ("0", "d"),
    ] {
        assert_eq!(stage(&outcome(&model, &answers(&model, |_| Some(level(num(value)))))), group, "{value}");
    }
}

/// OZG maturity 1.1: the weakest of ten criteria decides; nine at 4 and one at 2 give 2. From 3 on it conforms.
#[test]
fn ozg_maturity_is_that_of_the_weakest_criterion() {
    let model = example("ozg-reifegrad-1-1");
    assert_eq!(model.indicators().len(), 10);
    let with_weakest = |value: &str| {
        let given =
            answers(&model, |i| Some(level(num(if i.id.as_str() == "bezahlung" { value } else { "4" }))));
        let result = outcome(&model, &given);
        (exact(&result), stage(&result))
    };
    assert_eq!(with_weakest("2"), ("2".into(), "formularassistent".into()));
    assert_eq!(with_weakest("3"), ("3".into(), "online-leistung".into()));
    assert_eq!(with_weakest("4"), ("4".into(), "online-transaktion".into()));
    assert_eq!(with_weakest("0"), ("0".into(), "offline".into()));
}

/// LOSI 2022: the share of 86 indicators; very high from 0.75, high from 0.5, middle from 0.25.
#[test]
fn losi_is_the_share_of_86() {
    let model = example("losi-2022");
    assert_eq!(model.indicators().len(), 86);
    let areas: Vec<_> = model.dimensions.iter().map(|d| d.indicators.len()).collect();
    assert_eq!(areas, [8, 25, 18, 17, 18], "as published");
    // 86 / 4 = 21.5, 86 / 2 = 43, 86 * 3 / 4 = 64.5.
    for (yes, group) in [
        (0, "low"),
        (21, "low"),
        (22, "middle"),
        (42, "middle"),
        (43, "high"),
        (64, "high"),
        (65, "very-high"),
    ] {
        let mut left = yes;
        let given = answers(&model, |_| {
            left -= 1;
            (left >= 0).then(|| level(num("1")))
        });
        let result = outcome(&model, &given);
        let expected = Rational::new(yes, 86).unwrap().to_string();
        assert_eq!((exact(&result), stage(&result).as_str()), (expected, group), "{yes}");
    }
}

/// CyFun Basic: total mean and every key measure at least 2.5. A total above 4 with one key measure at 2 fails.
#[test]
fn cyfun_basic_needs_the_total_and_every_key_measure() {
    let model = example("cyfun-basic");
    let run = |rate: &dyn Fn(&str) -> i64| {
        outcome(&model, &answers(&model, |i| Some(level(Rational::from_int(rate(i.id.as_str()))))))
    };
    let result = run(&|id| if id.starts_with("updates-") { 2 } else { 5 });
    // Eleven categories, ten at 5 and one, of this measure alone, at 2: (50 + 2) / 11, well above 4.
    assert_eq!((exact(&result).as_str(), stage(&result).as_str()), ("52/11", "begun"));
    let blocking = result.blocking.unwrap();
    assert_eq!(blocking.threshold, None, "the total is enough");
    let failing: Vec<_> = blocking.gates.iter().map(|g| (g.node.as_str(), g.actual)).collect();
    assert_eq!(failing, [("updates", num("2"))]);
    // Documentation 2 and implementation 3 come to 2.5 everywhere: just passed.
    let just = run(&|id| if id.ends_with("-dokumentation") { 2 } else { 3 });
    assert_eq!((exact(&just).as_str(), stage(&just).as_str()), ("5/2", "basic"));
    // No key measure fails, the total does: key measures 2 and 3, the others 1.
    let keys = |id: &str| {
        model.indicator(&id.parse().unwrap()).unwrap().tags.iter().any(|t| t.as_str() == "key-measure")
    };
    let low = run(&|id| match (keys(id), id.ends_with("-dokumentation")) {
        (true, true) => 2,
        (true, false) => 3,
        (false, _) => 1,
    });
    assert_eq!((stage(&low).as_str(), low.blocking.unwrap().gates.len()), ("begun", 0));
}

/// Total 4.2 with one key measure at 2.4 fails, as the scheme says: on a scale that has these numbers.
#[test]
fn a_total_of_4_2_does_not_make_up_for_a_key_measure_of_2_4() {
    let mut document = serde_json::to_value(example("cyfun-basic")).unwrap();
    let measure = |id: &str| {
        json!({"id": id, "title": {"de": id, "en": id}, "question": {"de": "?", "en": "?"}, "source": "CyFun",
            "scale": {"min": 1, "max": 5, "decimals": 1}})
    };
    let measures = ["k", "a", "b", "c"].map(measure);
    document["dimensions"] =
        json!([{"id": "d", "title": {"de": "d", "en": "d"}, "aggregation": "mean", "indicators": measures}]);
    document["stages"][1]["gates"] = json!([{"node": "k", "atLeast": "2.5"}]);
    let model: Model = serde_json::from_value(document).unwrap();
    let run = |values: [&str; 4]| {
        let mut values = values.into_iter();
        outcome(&model, &answers(&model, |_| values.next().map(|v| level(num(v)))))
    };
    // (2.4 + 3 * 4.8) / 4 = 16.8 / 4 = 4.2, either way round.
    let failed = run(["2.4", "4.8", "4.8", "4.8"]);
    assert_eq!((exact(&failed).as_str(), stage(&failed).as_str()), ("21/5", "begun"));
    assert_eq!(failed.blocking.unwrap().gates[0].distance, num("0.1"));
    let passed = run(["4.8", "4.8", "4.8", "2.4"]);
    assert_eq!((exact(&passed).as_str(), stage(&passed).as_str()), ("21/5", "basic"));
}

/// The examples are examples: in both languages, with a source that can be looked up, and not among what is published.
#[test]
fn examples_name_their_source() {
    for text in shipped().iter().filter(|t| t.contains("\nid: example-")) {
        let model = crate::kit::model(text);
        assert!(model.sources.iter().any(|s| s.url.as_ref().is_some_and(|u| u.starts_with("https://"))));
        assert_eq!(model.languages.len(), 2);
    }
}

/// One worked example of `docs/formats/aggregations.md`: children with scales, weights and values.
fn worked(block: &Value) -> (String, String) {
    let text = json!({"de": "x", "en": "x"});
    let mut given = Answers::default();
    let mut count = 0;
    let mut child = |c: &Value| {
        count += 1;
        let id = format!("i-{count}");
        match &c["value"] {
            Value::Null => {}
            Value::String(s) if s == "n/a" => {
                given.0.insert(id.parse().unwrap(), Answer::NotApplicable { reason: "example".into() });
            }
            value => {
                let value = serde_json::from_value(value.clone()).unwrap();
                given.0.insert(id.parse().unwrap(), Answer::Level { value });
            }
        }
        let scale: blaupause_maturity::Scale = serde_json::from_value(c["scale"].clone()).unwrap();
        let levels: Vec<_> = scale.values().iter().map(|v| json!({"value": v, "text": text})).collect();
        let mut indicator = json!({"id": id, "title": text, "question": text, "source": "example",
            "scale": c["scale"], "levels": levels});
        for field in ["weight", "missing"] {
            if !c[field].is_null() {
                indicator[field] = c[field].clone();
            }
        }
        indicator
    };
    let mut dimensions = Vec::new();
    if let Some(groups) = block["groups"].as_array() {
        for (n, group) in groups.iter().enumerate() {
            let inside: Vec<_> = group["children"].as_array().unwrap().iter().map(&mut child).collect();
            let mut dimension = json!({"id": format!("g-{n}"), "title": text, "indicators": inside});
            for field in ["aggregation", "weight", "range"] {
                if !group[field].is_null() {
                    dimension[field] = group[field].clone();
                }
            }
            dimensions.push(dimension);
        }
    } else {
        let inside: Vec<_> = block["children"].as_array().unwrap().iter().map(&mut child).collect();
        dimensions.push(
            json!({"id": "g", "title": text, "aggregation": block["aggregation"], "indicators": inside}),
        );
    }
    // With a single group the root only hands its value on: a sum of one.
    let root = if block["groups"].is_array() { block["aggregation"].clone() } else { json!("sum") };
    let mut document = json!({
        "format": "blaupause/maturity-model@1", "id": "worked", "version": "1.0.0", "subject": "municipality",
        "title": text, "languages": ["de", "en"], "scale": block["scale"], "rounding": {"mode": "none"},
        "aggregation": root, "dimensions": dimensions, "stages": [{"id": "s", "title": text, "threshold": 0}]
    });
    if !block["range"].is_null() {
        document["range"] = block["range"].clone();
    }
    let model = crate::kit::model(&document.to_string());
    let result = score(&model, Digest::of(b""), &town(), &given, &ProviderLevels::default()).unwrap();
    let bounds = format!("{} to {}", result.bounds.lower.exact, result.bounds.upper.exact);
    (exact(&result), bounds)
}

#[test]
fn the_documented_examples_are_right() {
    let text = fs::read_to_string(here("../../docs/formats/aggregations.md")).unwrap();
    let mut seen = 0;
    for block in text.split("```yaml\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let block: Value = serde_saphyr::from_str(block).unwrap();
        let (value, bounds) = worked(&block);
        assert_eq!(json!(value), block["result"], "{block}");
        if !block["bounds"].is_null() {
            assert_eq!(json!(bounds), block["bounds"], "{block}");
        }
        seen += 1;
    }
    assert!(seen >= 12, "{seen} examples");
    for name in ["mean", "weightedMean", "sum", "min", "share", "ladder", "meanOfMeans"] {
        assert!(text.contains(&format!("## `{name}`")), "{name}");
    }
}
