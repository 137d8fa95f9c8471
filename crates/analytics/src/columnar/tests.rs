//! The columns against a plain loop over rows, on random data; what can be calculated by hand is in `by_hand`.

mod by_hand;

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Date, Rational, Slug};
use blaupause_maturity::{MinimumStandard, Model, Segment, segment_between};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::figures::segment_name;

fn model() -> Model {
    let text = |text: &str| json!({"de": text, "en": text});
    let indicator = |id: &str| {
        let levels: Vec<_> = (0..4).map(|level| json!({"value": level, "text": text("Stufe")})).collect();
        json!({"id": id, "title": text(id), "question": text("Frage?"), "source": "Test",
            "scale": {"min": 0, "max": 3}, "levels": levels})
    };
    let document = json!({
        "format": "blaupause/maturity-model@1", "id": "probe", "version": "1.0.0", "subject": "municipality",
        "title": text("Probe"), "languages": ["de", "en"], "scale": {"min": 0, "max": 3},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": "mean",
        "dimensions": [{"id": "d", "title": text("D"), "aggregation": "mean",
            "indicators": [indicator("a"), indicator("b")]}],
        "stages": [{"id": "low", "title": text("Unten"), "threshold": 0},
            {"id": "high", "title": text("Oben"), "threshold": 2}],
    });
    Model::read(&document.to_string()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A result with these two levels; the score is their mean.
fn row(on: &str, a: Option<i64>, b: Option<i64>) -> Row {
    let levels: BTreeMap<Slug, Rational> = [("a", a), ("b", b)]
        .into_iter()
        .filter_map(|(id, level)| Some((slug(id), Rational::from_int(level?))))
        .collect();
    let sum: i64 = [a, b].into_iter().flatten().sum();
    let score = i64::try_from(levels.len()).ok().and_then(|count| Rational::new(sum, count));
    let open = 2 - i64::try_from(levels.len()).unwrap();
    Row {
        day: day(on),
        score,
        lower: Rational::new(sum, 2).unwrap(),
        upper: Rational::new(sum + 3 * open, 2).unwrap(),
        minimum_standard: if a == Some(0) { MinimumStandard::Missed } else { MinimumStandard::Met },
        stage: score.map(|s| slug(if s >= Rational::from_int(2) { "high" } else { "low" })),
        dimensions: score.map(|score| (slug("d"), score)).into_iter().collect(),
        levels,
    }
}

fn facts(number: usize) -> UnitFacts {
    let land = ["01", "02", "FR1"].get(number % 3).map(|land| (*land).to_owned());
    let served = |provider: &str, from: &str, to: Option<&str>| Serving {
        provider: provider.to_owned(),
        from: day(from),
        to: to.map(day),
    };
    UnitFacts {
        key: format!("{number:05}"),
        country: if number % 3 == 2 { "FR" } else { "DE" }.to_owned(),
        level: "municipality".to_owned(),
        land,
        county: (!number.is_multiple_of(5)).then(|| format!("{:03}", number % 5)),
        size_class: Some(["small", "large"][number % 2].to_owned()),
        kind: None,
        serving: match number % 4 {
            0 => vec![served("north", "2020-01-01", None), served("south", "2020-01-01", None)],
            1 => vec![served("south", "2020-01-01", Some("2023-12-31"))],
            2 => vec![served("north", "2020-01-01", None)],
            _ => vec![],
        },
    }
}

fn table(count: usize) -> UnitTable {
    let names = ["small", "large"].map(str::to_owned).to_vec();
    let mut builder = UnitTableBuilder::default().ordered(Key::SizeClass, names);
    (0..count).for_each(|number| builder.push(facts(number)));
    builder.finish()
}

fn snapshot(all: &[Vec<Row>]) -> Snapshot {
    let mut builder = ResultsBuilder::new(&model());
    for (unit, rows) in all.iter().enumerate() {
        rows.iter().for_each(|row| builder.push(unit, row));
    }
    let mut snapshot = Snapshot::new(table(all.len()));
    snapshot.insert(builder.finish(all.len()));
    snapshot
}

fn of(snapshot: &Snapshot) -> &Results {
    snapshot.results(&slug("probe"), &"1.0.0".parse().unwrap()).unwrap()
}

fn query(keys: &[Key]) -> Query {
    Query {
        filter: Filter::default(),
        from: None,
        to: day("2030-12-31"),
        serving_on: day("2025-01-01"),
        keys: keys.to_vec(),
        quantities: vec![Quantity::Score, Quantity::Indicator(slug("a")), Quantity::Dimension(slug("d"))],
        stages: true,
        segments: true,
        correlations: vec![(Quantity::Indicator(slug("a")), Quantity::Indicator(slug("b")))],
        least_peers: 4,
        most: usize::MAX,
    }
}

/// Everything of a cohort in a form that two engines can be compared by.
#[derive(Debug, PartialEq)]
struct Plain {
    group: Vec<Option<String>>,
    results: u64,
    values: Vec<Vec<Rational>>,
    stages: Vec<(String, u64)>,
    segments: Vec<(String, u64)>,
}

fn plain(cohorts: &Cohorts<'_>) -> Vec<Plain> {
    let values = |tally: &Tally<'_>| {
        tally.values().flat_map(|(v, n)| std::iter::repeat_n(v, usize::try_from(n).unwrap())).collect()
    };
    let cohort = |cohort: &Cohort<'_>| Plain {
        group: cohort.group.clone(),
        results: cohort.results,
        values: cohort.tallies.iter().map(values).collect(),
        stages: cohort.stages.clone(),
        segments: cohort.segments.clone(),
    };
    cohorts.cohorts.iter().map(cohort).collect()
}

/// What members share, each with where it comes in the order.
type Group = Vec<(u8, Option<String>)>;

/// The same by looking at every result, one after the other.
fn naive(all: &[Vec<Row>], query: &Query) -> Vec<Plain> {
    let per = query.keys.iter().find_map(|key| key.granularity());
    let period = |row: &Row| per.map_or(0, |per| per.number(row.day));
    let mut last: Vec<(usize, &Row)> = Vec::new();
    for (unit, rows) in all.iter().enumerate() {
        let within = |row: &&Row| query.from.is_none_or(|from| from <= row.day) && row.day <= query.to;
        let mut of_period: BTreeMap<u32, &Row> = BTreeMap::new();
        for row in rows.iter().filter(within) {
            of_period.insert(period(row), row);
        }
        last.extend(of_period.into_values().filter(|row| row.score.is_some()).map(|row| (unit, row)));
    }
    let peers_of = |unit: usize, row: &Row| -> Vec<Rational> {
        let alike = |(other, theirs): &&(usize, &Row)| {
            *other != unit
                && facts(*other).size_class == facts(unit).size_class
                && period(theirs) == period(row)
        };
        last.iter().filter(alike).filter_map(|(_, row)| row.score).collect()
    };
    let segment = |unit: usize, row: &Row| -> Option<Segment> {
        segment_between((row.lower, row.upper), row.minimum_standard, &peers_of(unit, row))
    };
    let serving = |unit: usize| -> BTreeSet<String> {
        let on = |s: &Serving| s.from <= query.serving_on && s.to.is_none_or(|to| query.serving_on <= to);
        facts(unit).serving.into_iter().filter(on).map(|s| s.provider).collect()
    };
    let mut groups: BTreeMap<Group, Vec<(usize, &Row)>> = BTreeMap::new();
    for (unit, row) in &last {
        let unit_facts = facts(*unit);
        let passes = query.filter.values.iter().all(|(key, wanted)| {
            wanted.is_empty() || key.of(&unit_facts).is_some_and(|name| wanted.contains(name))
        });
        let served =
            query.filter.providers.is_empty() || !serving(*unit).is_disjoint(&query.filter.providers);
        if !passes || !served {
            continue;
        }
        let mut keys: Vec<Vec<(u8, Option<String>)>> = vec![vec![]];
        for key in &query.keys {
            let order = |name: &str| ["small", "low", "frontRunner"].iter().position(|first| *first == name);
            let ranked = |name: String| (if order(&name).is_some() { 0 } else { 1 }, Some(name));
            let values: Vec<(u8, Option<String>)> = match key {
                Key::Provider => serving(*unit).into_iter().map(ranked).collect(),
                Key::Stage => vec![ranked(row.stage.as_ref().unwrap().to_string())],
                Key::Segment => vec![ranked(segment_name(segment(*unit, row)).to_owned())],
                Key::Year | Key::HalfYear | Key::Quarter => {
                    let granularity = key.granularity().unwrap();
                    vec![ranked(granularity.name(granularity.number(row.day)))]
                }
                unit_key => {
                    unit_key.of(&unit_facts).map(|name| ranked(name.to_owned())).into_iter().collect()
                }
            };
            let values = if values.is_empty() { vec![(2, None)] } else { values };
            keys = keys
                .iter()
                .flat_map(|known| values.iter().map(|value| [known.clone(), vec![value.clone()]].concat()))
                .collect();
        }
        keys.into_iter().for_each(|key| groups.entry(key).or_default().push((*unit, *row)));
    }
    let plain = |(group, members): (Group, Vec<(usize, &Row)>)| {
        let sorted = |value: &dyn Fn(&Row) -> Option<Rational>| {
            let mut values: Vec<Rational> = members.iter().filter_map(|(_, row)| value(row)).collect();
            values.sort_unstable();
            values
        };
        let counted = |names: &[&str], name: &dyn Fn(usize, &Row) -> String| {
            let count =
                |wanted: &&str| members.iter().filter(|(unit, row)| name(*unit, row) == **wanted).count();
            names.iter().map(|n| ((*n).to_owned(), u64::try_from(count(n)).unwrap())).collect::<Vec<_>>()
        };
        Plain {
            group: group.into_iter().map(|(_, name)| name).collect(),
            results: u64::try_from(members.len()).unwrap(),
            values: vec![
                sorted(&|row| row.score),
                sorted(&|row| row.levels.get(&slug("a")).copied()),
                sorted(&|row| row.dimensions.get(&slug("d")).copied()),
            ],
            stages: counted(&["low", "high", "withoutStage"], &|_, row| {
                row.stage.as_ref().unwrap().to_string()
            }),
            segments: counted(&["frontRunner", "middle", "laggard", "withoutSegment"], &|unit, row| {
                segment_name(segment(unit, row)).to_owned()
            }),
        }
    };
    groups.into_iter().map(plain).collect()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let one = (
        2022_i32..2025,
        1_u32..=12,
        1_u32..=28,
        proptest::option::weighted(0.9, 0_i64..4),
        proptest::option::weighted(0.8, 0_i64..4),
    );
    proptest::collection::vec(one, 0..5).prop_map(|drawn| {
        let mut rows: Vec<Row> =
            drawn.into_iter().map(|(y, m, d, a, b)| row(&format!("{y}-{m:02}-{d:02}"), a, b)).collect();
        rows.sort_by_key(|row| row.day);
        rows
    })
}

fn keys() -> impl Strategy<Value = Vec<Key>> {
    proptest::sample::subsequence(Key::ALL.to_vec(), 0..=3)
        .prop_shuffle()
        .prop_filter("one length of periods", |keys| {
            keys.iter().filter(|key| key.granularity().is_some()).count() < 2
        })
}

proptest! {
    #[test]
    fn cohorts_are_those_of_a_loop_over_all_results(
        all in proptest::collection::vec(rows(), 1..40),
        keys in keys(),
        land in proptest::option::of(proptest::sample::select(vec!["01", "02", "FR1", "99"])),
        provider in proptest::option::of(proptest::sample::select(vec!["north", "south"])),
        from in proptest::option::of(Just("2023-04-01")),
        to in proptest::sample::select(vec!["2023-12-31", "2030-12-31"]),
    ) {
        let mut query = query(&keys);
        query.filter.values.extend(land.map(|land| (Key::Land, [land.to_owned()].into())));
        query.filter.providers.extend(provider.map(str::to_owned));
        (query.from, query.to) = (from.map(day), day(to));
        let snapshot = snapshot(&all);
        let mut found = plain(&snapshot.cohorts(of(&snapshot), &query).unwrap());
        let mut expected = naive(&all, &query);
        let by_group = |plain: &Plain| plain.group.clone();
        if keys.iter().any(|key| matches!(key, Key::Segment | Key::Stage)) {
            // the order of these names is that of the model, which the plain loop does not know
            found.sort_by_key(by_group);
            expected.sort_by_key(by_group);
        }
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_unit_that_is_replaced_leaves_what_building_anew_gives(
        before in proptest::collection::vec(rows(), 12),
        changes in proptest::collection::vec((0_usize..12, rows()), 0..6),
    ) {
        let mut changed = snapshot(&before);
        let old = changed.clone();
        let mut after = before.clone();
        for (unit, rows) in changes {
            let key = format!("{unit:05}");
            let known = changed.replace(&slug("probe"), &"1.0.0".parse().unwrap(), &key, &rows);
            prop_assert!(known);
            after[unit] = rows;
        }
        let anew = snapshot(&after);
        let query = query(&[Key::Land, Key::Quarter]);
        let all = |snapshot: &Snapshot| plain(&snapshot.cohorts(of(snapshot), &query).unwrap());
        prop_assert_eq!(all(&changed), all(&anew));
        prop_assert_eq!(all(&old), all(&snapshot(&before)), "readers of the old one see the old one");
    }

    /// Sorting instead of counting, which only many cohorts of many values ask for.
    #[test]
    fn both_ways_of_counting_count_alike(all in proptest::collection::vec(rows(), 1..30)) {
        let snapshot = snapshot(&all);
        let results = of(&snapshot);
        let selection = grouping::select(snapshot.units(), results, &query(&[Key::Land, Key::Year]));
        let column = results.column(&Quantity::Score).unwrap();
        let few = tallies::counted(&column.lanes[0], column.dictionary.len(), &selection);
        let many = tallies::counted(&column.lanes[0], 1 << 21, &selection);
        prop_assert_eq!(few, many);
    }
}
