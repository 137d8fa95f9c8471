//! Random results asked about in columns and in DuckDB: the same figures to the last digit.
//!
//! Whole numbers (counts, sums, extremes, quartiles, shares) have to be equal. A mean is compared twice: as the binary
//! number nearest to the exact one, which is what DuckDB's `avg` gives for whole numbers below 2^53, digit by digit; and
//! rounded to two digits with halves away from zero, where both sides calculate in whole numbers. Correlations are compared
//! at six digits.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use blaupause_analytics::columnar::{
    Cohort, Filter, Key, Quantity, Query, ResultsBuilder, Row, Snapshot, UnitFacts, UnitTableBuilder,
};
use blaupause_kernel::{Date, Rational, Rounding, RoundingMode, Slug};
use blaupause_maturity::{MinimumStandard, Model};
use serde_json::{Value, json};

const UNITS: usize = 700;
/// What scores are fractions of: 1 to 10 divide it.
const SCORE: i64 = 2_520;
/// Steps of `b` (0, 1/4, 1/2, 1) and `c` (four decimals) in one.
const B: i64 = 4;
const C: i64 = 10_000;
const SIZES: [&str; 3] = ["small", "middle", "large"];

/// Numbers that look random and are the same every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % limit
    }
}

struct Result {
    day: Date,
    score: Option<i64>,
    a: Option<i64>,
    b: Option<i64>,
    c: Option<i64>,
}

fn land(unit: usize) -> String {
    format!("{:02}", unit % 7 + 1)
}

fn county(unit: usize) -> String {
    format!("{:02}{:03}", unit % 7 + 1, unit % 63)
}

fn drawn() -> Vec<Vec<Result>> {
    let mut draw = Draw(20_261_129);
    let of_unit = |_| {
        let count = draw.below(6);
        let mut days: Vec<Date> = (0..count)
            .map(|_| {
                let (year, month, day) = (2020 + draw.below(4), 1 + draw.below(12), 1 + draw.below(28));
                format!("{year}-{month:02}-{day:02}").parse().unwrap()
            })
            .collect();
        days.sort_unstable();
        let mut maybe = |limit: i64| (draw.below(10) > 0).then(|| draw.below(limit));
        days.into_iter()
            .map(|day| Result {
                day,
                score: maybe(4 * SCORE + 1),
                a: maybe(6),
                b: maybe(4).map(|place| [0, 1, 2, 4][usize::try_from(place).unwrap()]),
                c: maybe(C + 1),
            })
            .collect()
    };
    (0..UNITS).map(of_unit).collect()
}

fn model() -> Model {
    let text = |text: &str| json!({"de": text, "en": text});
    let indicator = |id: &str, scale: Value, values: &[&str]| {
        let levels: Vec<Value> = values.iter().map(|v| json!({"value": v, "text": text("Stufe")})).collect();
        json!({"id": id, "title": text(id), "question": text("Frage?"), "source": "Test", "scale": scale, "levels": levels})
    };
    let document = json!({
        "format": "blaupause/maturity-model@1", "id": "random", "version": "1.0.0", "subject": "municipality",
        "title": text("Zufall"), "languages": ["de", "en"], "scale": {"min": 0, "max": 5},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": "mean",
        "dimensions": [{"id": "d", "title": text("D"), "aggregation": "mean", "indicators": [
            indicator("a", json!({"min": 0, "max": 5}), &["0", "1", "2", "3", "4", "5"]),
            indicator("b", json!({"values": [0, 0.25, 0.5, 1]}), &["0", "1/4", "1/2", "1"]),
            indicator("c", json!({"min": 0, "max": 1, "decimals": 4}), &[]),
        ]}],
        "stages": [{"id": "low", "title": text("Unten"), "threshold": 0},
            {"id": "high", "title": text("Oben"), "threshold": 2}],
    });
    Model::read(&document.to_string()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn over(number: i64, denominator: i64) -> Rational {
    Rational::new(number, denominator).unwrap()
}

fn stage(score: i64) -> &'static str {
    if score >= 2 * SCORE { "high" } else { "low" }
}

fn columns(all: &[Vec<Result>]) -> Snapshot {
    let mut units = UnitTableBuilder::default().ordered(Key::SizeClass, SIZES.map(str::to_owned).to_vec());
    for unit in 0..UNITS {
        units.push(UnitFacts {
            key: format!("{unit:05}"),
            country: "DE".to_owned(),
            level: "municipality".to_owned(),
            land: Some(land(unit)),
            county: Some(county(unit)),
            size_class: Some(SIZES[unit % 3].to_owned()),
            ..UnitFacts::default()
        });
    }
    let mut builder = ResultsBuilder::new(&model());
    for (unit, results) in all.iter().enumerate() {
        for result in results {
            let levels = [("a", result.a, 1), ("b", result.b, B), ("c", result.c, C)];
            let levels =
                levels.into_iter().filter_map(|(id, level, scale)| Some((slug(id), over(level?, scale))));
            builder.push(
                unit,
                &Row {
                    day: result.day,
                    score: result.score.map(|score| over(score, SCORE)),
                    lower: over(result.score.unwrap_or(0), SCORE),
                    upper: over(result.score.unwrap_or(0), SCORE),
                    minimum_standard: MinimumStandard::None,
                    stage: result.score.map(|score| slug(stage(score))),
                    dimensions: BTreeMap::new(),
                    levels: levels.collect(),
                },
            );
        }
    }
    let mut snapshot = Snapshot::new(units.finish());
    snapshot.insert(builder.finish(UNITS));
    snapshot
}

fn write(all: &[Vec<Result>], questions: &[Value], folder: &Path) {
    let mut units = "unit,land,county,size\n".to_owned();
    let mut results = "unit,day,sequence,stage,score,a,b,c\n".to_owned();
    let cell = |number: Option<i64>| number.map(|n| n.to_string()).unwrap_or_default();
    for (unit, own) in all.iter().enumerate() {
        writeln!(units, "{unit:05},{},{},{}", land(unit), county(unit), SIZES[unit % 3]).unwrap();
        for (sequence, r) in own.iter().enumerate() {
            let stage = r.score.map(stage).unwrap_or_default();
            let [score, a, b, c] = [r.score, r.a, r.b, r.c].map(cell);
            writeln!(results, "{unit:05},{},{sequence},{stage},{score},{a},{b},{c}", r.day).unwrap();
        }
    }
    fs::write(folder.join("units.csv"), units).unwrap();
    fs::write(folder.join("results.csv"), results).unwrap();
    fs::write(folder.join("questions.json"), json!(questions).to_string()).unwrap();
}

const KEYS: [&[Key]; 9] = [
    &[],
    &[Key::Land],
    &[Key::County, Key::Year],
    &[Key::Land, Key::SizeClass, Key::Quarter],
    &[Key::SizeClass, Key::HalfYear],
    &[Key::Stage],
    &[Key::Year, Key::Stage, Key::Land],
    &[Key::County],
    &[Key::Quarter],
];

/// Every combination of keys with every number, over all days and Länder and over some.
fn questions() -> Vec<(Query, Quantity, i64, Value)> {
    let indicator = |id: &str| Quantity::Indicator(slug(id));
    let numbers = [
        ("score", Quantity::Score, SCORE),
        ("a", indicator("a"), 1),
        ("b", indicator("b"), B),
        ("c", indicator("c"), C),
    ];
    let spans = [(None, "2023-12-31", vec![]), (Some("2020-08-15"), "2022-05-31", vec!["01", "04", "07"])];
    let mut questions = Vec::new();
    for keys in KEYS {
        for (name, quantity, scale) in &numbers {
            for (from, to, lands) in &spans {
                let wanted = lands.iter().map(|land| (*land).to_owned()).collect();
                let query = Query {
                    filter: Filter { values: [(Key::Land, wanted)].into(), providers: [].into() },
                    from: from.map(|from: &str| from.parse().unwrap()),
                    to: to.parse().unwrap(),
                    serving_on: to.parse().unwrap(),
                    keys: keys.to_vec(),
                    quantities: vec![quantity.clone()],
                    stages: false,
                    segments: false,
                    correlations: vec![(indicator("a"), indicator("b"))],
                    least_peers: 4,
                    most: usize::MAX,
                };
                let keys: Vec<&str> = keys.iter().map(|key| key.name()).collect();
                let asked = json!({"keys": keys, "number": name, "scale": scale, "from": from, "to": to,
                    "lands": lands, "atLeast": scale / 2});
                questions.push((query, quantity.clone(), *scale, asked));
            }
        }
    }
    questions
}

/// A cohort as the program of the others writes it.
fn shown(cohort: &Cohort<'_>, scale: i64) -> Value {
    let tally = &cohort.tallies[0];
    let whole = |value: Rational| {
        let (numerator, denominator) = value.checked_mul(Rational::from_int(scale)).unwrap().parts();
        assert_eq!(denominator, 1);
        i64::try_from(numerator).unwrap()
    };
    let sum: i64 = tally.values().map(|(value, count)| whole(value) * i64::try_from(count).unwrap()).sum();
    // both fit 53 bits, so the quotient is the binary number nearest to the exact mean
    let mean = sum as f64 / tally.count() as f64;
    let two = Rounding { mode: RoundingMode::HalfUp, digits: 2 };
    let cents: i64 = tally.mean(two).unwrap().replace('.', "").parse().unwrap();
    let quartiles = [1, 2, 3].map(|quarters| tally.quantile(quarters, 4).map(whole));
    json!({
        "group": cohort.group,
        "count": tally.count(),
        "sum": sum,
        "min": tally.min().map(whole),
        "max": tally.max().map(whole),
        "mean": format!("{mean:?}"),
        "quartiles": quartiles,
        "cents": cents,
        "atLeast": tally.at_least(over(scale / 2, scale)),
        "correlation": cohort.correlations[0].as_ref().map(|found| found.rounded(6)),
    })
}

#[test]
fn random_results_have_the_same_figures_in_duckdb() {
    let Ok(python) = std::env::var("BLAUPAUSE_PYTHON") else {
        return eprintln!("BLAUPAUSE_PYTHON is not set: `cargo xtask test` asks DuckDB with Python");
    };
    let all = drawn();
    let questions = questions();
    let folder = tempfile::tempdir().unwrap();
    write(&all, &questions.iter().map(|(.., asked)| asked.clone()).collect::<Vec<_>>(), folder.path());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/cohorts_in_sql.py");
    let output = Command::new(python).arg(script).arg(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<Vec<Value>> = serde_json::from_slice(&output.stdout).unwrap();
    let snapshot = columns(&all);
    let results = snapshot.results(&slug("random"), &"1.0.0".parse().unwrap()).unwrap();
    let mut compared = 0;
    for ((query, _, scale, asked), mut theirs) in questions.into_iter().zip(theirs) {
        let found = snapshot.cohorts(results, &query).unwrap();
        // SQL leaves out cohorts without a value here, and so does this
        let with_values = found.cohorts.iter().filter(|cohort| cohort.tallies[0].count() > 0);
        let mut ours: Vec<Value> = with_values.map(|cohort| shown(cohort, scale)).collect();
        let by_group = |cohort: &Value| cohort["group"].to_string();
        ours.sort_by_key(by_group);
        theirs.sort_by_key(by_group);
        compared += ours.len();
        assert_eq!(ours.len(), theirs.len(), "{asked}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours, theirs, "{asked}");
        }
    }
    assert!(compared > 2_000, "{compared} cohorts");
}
