//! Somebody collects every public cohort the service answers, over two years, and tries to learn something about too few
//! units. They know who contributed, which groups each unit is in, and even which results stayed the same.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_tests::TestApp;
use blaupause_tests::assessing::publish_model;
use blaupause_tests::towns::{Town, release, result, settle};
use serde_json::Value;

#[path = "../../crates/analytics/tests/it/ranks.rs"]
mod ranks;

const LEAST: usize = 5;

/// Thirty-four towns in two countries, three Länder and four Kreise, in three size classes, under two providers.
fn towns() -> Vec<Town> {
    let kreise = [("97001", 9), ("FRK28", 8), ("98001", 10), ("98002", 7)];
    let sizes = [3_000, 3_000, 7_000, 3_000, 12_000, 7_000];
    let of = |(county, count): (&'static str, usize)| {
        (0..count).map(move |n| Town::new(county, n, sizes[n % 6], n % 3 == 0))
    };
    kreise.into_iter().flat_map(of).collect()
}

/// Everything that is asked for: every table, once as a breakdown and once filter by filter.
fn questions(release: &str, towns: &[Town]) -> Vec<String> {
    let base = format!("/cohorts?release={release}");
    let mut all: Vec<String> = [
        "",
        "sizeClass",
        "country",
        "country,sizeClass",
        "country,land",
        "land",
        "land,sizeClass",
        "county",
        "land,county",
        "provider",
        "provider,sizeClass",
        "county,sizeClass",
        "land,provider",
    ]
    .map(|by| format!("{base}&groupBy={by}").trim_end_matches("&groupBy=").to_owned())
    .to_vec();
    for town in towns {
        let (land, county, size) = (town.land(), town.county(), town.size());
        all.push(format!("{base}&land={land}&groupBy=sizeClass"));
        all.push(format!("{base}&land={land}&groupBy=county"));
        all.push(format!("{base}&country={}&sizeClass={size}", town.country()));
        all.push(format!("{base}&country={}&land={land}&sizeClass={size}", town.country()));
        all.push(format!("{base}&county={county}"));
        all.push(format!("{base}&county={county}&sizeClass={size}"));
        all.push(format!("{base}&land={land}&sizeClass={size}"));
        for provider in town.providers() {
            all.push(format!("{base}&provider={provider}&sizeClass={size}"));
            all.push(format!("{base}&provider={provider}&land={land}"));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// A figure of a group in a year: who is in it (as unknowns), and why it is not shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Figure {
    members: BTreeSet<usize>,
    reason: Option<String>,
}

/// What the attacker has collected about one measure.
struct Collected {
    unknowns: BTreeMap<(String, String), usize>,
    figures: BTreeSet<Figure>,
}

impl Collected {
    fn shown(&self, shown: impl Fn(&Figure) -> bool) -> Vec<Vec<i128>> {
        let mut rows: Vec<Vec<i128>> = Vec::new();
        for figure in self.figures.iter().filter(|f| shown(f)) {
            let row = self.row(&figure.members);
            // those that follow from others say nothing new
            if !ranks::follows(&rows, &row) {
                rows.push(row);
            }
        }
        rows
    }

    fn row(&self, members: &BTreeSet<usize>) -> Vec<i128> {
        (0..self.unknowns.len()).map(|u| members.contains(&u).into()).collect()
    }
}

/// Sets of unknowns that no row tells apart, with how many they are; the rows over these sets.
fn classes(rows: &[Vec<i128>]) -> (Vec<usize>, Vec<Vec<i128>>) {
    let mut by_column: BTreeMap<Vec<i128>, usize> = BTreeMap::new();
    for column in 0..rows.first().map_or(0, Vec::len) {
        *by_column.entry(rows.iter().map(|row| row[column]).collect()).or_default() += 1;
    }
    by_column.retain(|column, _| column.iter().any(|v| *v != 0));
    let weights = by_column.values().copied().collect();
    let over = (0..rows.len()).map(|r| by_column.keys().map(|column| column[r]).collect()).collect();
    (weights, over)
}

/// The lightest set of classes below `LEAST` that some combination of the rows is about.
fn recovered(rows: &[Vec<i128>]) -> Option<Vec<usize>> {
    let (weights, rows) = classes(rows);
    let mut tried = vec![(Vec::<usize>::new(), 0)];
    while let Some((set, weight)) = tried.pop() {
        if !set.is_empty() && ranks::says_something_about(&rows, &set) {
            return Some(set.iter().map(|c| weights[*c]).collect());
        }
        let from = set.last().map_or(0, |l| l + 1);
        for (next, more) in weights.iter().enumerate().skip(from) {
            if weight + more < LEAST {
                tried.push(([set.as_slice(), &[next]].concat(), weight + more));
            }
        }
    }
    None
}

/// Whether a town is in the group that an answer names.
fn is_in(town: &Town, group: &Value) -> bool {
    group.as_object().unwrap().iter().all(|(by, of)| match by.as_str() {
        "level" => of == "municipality",
        "country" => of == town.country(),
        "land" => of == town.land(),
        "county" => of == town.county(),
        "sizeClass" => of == town.size(),
        "provider" => town.providers().iter().any(|provider| of == provider),
        other => panic!("a breakdown nobody knows: {other}"),
    })
}

type Result = (String, String);

fn collect(
    app: &TestApp,
    years: &[(String, BTreeMap<usize, Result>)],
    towns: &[Town],
    measure: &str,
) -> Collected {
    let mut collected = Collected { unknowns: BTreeMap::new(), figures: BTreeSet::new() };
    for (release, results) in years {
        for question in questions(release, towns) {
            let answer = app.get(&question, "").expect(200);
            for item in answer.at("/items").as_array().unwrap() {
                let reason = item[measure]["reason"].as_str().map(str::to_owned);
                if reason.as_deref() == Some("notPlanned") {
                    continue;
                }
                let mut members = BTreeSet::new();
                for (n, (score, stage)) in results.iter().filter(|(n, _)| is_in(&towns[**n], &item["group"]))
                {
                    let value = if measure == "stages" { stage } else { score };
                    let next = collected.unknowns.len();
                    let key = (towns[*n].ars.clone(), value.clone());
                    members.insert(*collected.unknowns.entry(key).or_insert(next));
                }
                match (&reason, item[measure]["contributors"].as_u64()) {
                    (None, Some(count)) => {
                        assert_eq!(count, u64::try_from(members.len()).unwrap(), "{question}")
                    }
                    (Some(_), None) => {}
                    other => panic!("{other:?} at {question}"),
                }
                collected.figures.insert(Figure { members, reason });
            }
        }
    }
    collected
}

#[test]
fn no_combination_of_all_answers_is_about_too_few() {
    let app = TestApp::start();
    publish_model(&app);
    let towns = towns();
    settle(&app, &towns);
    let mut years = Vec::new();
    for (index, year) in [2024_u16, 2025].into_iter().enumerate() {
        let mut results = BTreeMap::new();
        for (n, town) in towns.iter().enumerate() {
            // a few take part in one year only; most keep their result
            if (index == 0 && n % 11 == 3) || (index == 1 && n % 13 == 5) {
                continue;
            }
            let moved = if n % 4 == 1 { index } else { 0 };
            let at = |salt: usize| i64::try_from((n * salt + n / 5 + moved) % 5).unwrap();
            let levels = [at(1), at(2), at(3), at(7)];
            results.insert(n, result(&app, &town.ars, &format!("{year}-06-30"), levels));
        }
        years.push((release(&app, year), results));
    }
    for measure in ["score", "stages"] {
        let collected = collect(&app, &years, &towns, measure);
        let shown = collected.shown(|figure| figure.reason.is_none());
        assert!(
            shown.len() > 6,
            "a service that shows nothing keeps every secret: {measure}, {}",
            shown.len()
        );
        assert_eq!(recovered(&shown), None, "{measure}");
        for figure in collected.figures.iter().filter(|f| f.reason.is_some() && !f.members.is_empty()) {
            let broken = figure.reason.as_deref() != Some("secondary");
            let follows = ranks::follows(&shown, &collected.row(&figure.members));
            assert!(!(broken && follows), "{measure}: {figure:?}");
        }
        // the same attacker finds something as soon as nothing is hidden for the sake of others
        let careless = collected.shown(|figure| figure.reason.as_deref().is_none_or(|r| r == "secondary"));
        assert!(recovered(&careless).is_some(), "{measure}: the attack is worth nothing");
    }
}
