//! How long cohorts take over columns in memory, beside DuckDB and PostgreSQL with the same data and the same question in SQL,
//! and how that grows with units and periods. Ours is `crates/analytics/examples/columns.rs`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use super::Bench;
use super::stores::Store;
use super::table::TimeLine;
use crate::error::Error;
use crate::postgres::Cluster;
use crate::python;
use crate::runner::{self, say};

/// Municipalities of Germany, and units of Europe.
const GERMANY: usize = 10_800;
const EUROPE: usize = 98_000;
const YEARS: usize = 10;
const DATABASE: &str = "cohorts";
const TABLES: [&str; 2] = [
    "CREATE TABLE units (unit INTEGER PRIMARY KEY, land TEXT, county TEXT, size_class TEXT)",
    "CREATE TABLE answers (unit INTEGER, year SMALLINT, indicator SMALLINT, level SMALLINT)",
];

/// What the example prints first.
#[derive(Debug, Deserialize)]
struct Size {
    answers: u64,
    bytes: u64,
}

/// A round as the example prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    indicators_by_land_and_year: f64,
}

/// Measures the cohorts.
pub fn run(bench: &Bench) -> Result<Vec<TimeLine>, Error> {
    say("cohorts ...");
    let python = python::interpreter(bench.runner)?;
    let folder = bench.directory.join("cohorts");
    fs::create_dir_all(&folder).map_err(Error::file(&folder))?;
    let mut data = Command::new(&bench.columns);
    data.args([GERMANY, YEARS, 1].map(|n| n.to_string())).arg(&folder);
    bench.runner.run_undisturbed(&mut data)?;
    let postgres = Store::Postgres(Cluster::start(bench.runner, true)?);
    load(bench, &postgres, &folder)?;
    let (mut ours, mut duckdb, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut europe, mut one_year) = (Vec::new(), Vec::new());
    let mut size = None;
    for _ in 0..bench.rounds {
        let (found, ms) = columns(bench, GERMANY, YEARS)?;
        ours.push(ms);
        duckdb.push(in_duckdb(bench, &python, &folder)?);
        theirs.push(in_postgres(bench, &postgres)?);
        let (all, ms) = columns(bench, EUROPE, YEARS)?;
        europe.push(ms);
        one_year.push(columns(bench, GERMANY, 1)?.1);
        size = Some((found, all));
    }
    let unmeasured = || Error::Unmeasured {
        program: "columns",
        reason: "there were no rounds".to_owned(),
        printed: String::new(),
    };
    let (found, all) = size.ok_or_else(unmeasured)?;
    let per_answer = |size: &Size| {
        let hundredths = size.bytes * 100 / size.answers.max(1);
        format!("{}.{:02} bytes per answer", hundredths / 100, hundredths % 100)
    };
    let name = |units, years, size: &Size| {
        format!("40 indicators of {units} units by Land and year, {years} years, {}", per_answer(size))
    };
    let germany = name(GERMANY, YEARS, &found);
    let lines = [
        TimeLine::of(&germany, "DuckDB, in process, warm, all cores", &ours, &duckdb),
        TimeLine::of(&germany, "the same SQL on PostgreSQL", &ours, &theirs),
        TimeLine::of(&name(EUROPE, YEARS, &all), &format!("of {GERMANY} units"), &europe, &ours),
        TimeLine::of(&germany, "of one year", &ours, &one_year),
    ];
    Ok(lines.into_iter().flatten().collect())
}

/// What the snapshot takes, and the milliseconds of the question in a process of its own.
fn columns(bench: &Bench, units: usize, years: usize) -> Result<(Size, f64), Error> {
    // the first round warms up
    let mut command = Command::new(&bench.columns);
    let printed = bench.runner.output(command.args([units, years, 2].map(|n| n.to_string())))?;
    let mut lines = printed.lines();
    let size = lines.next().and_then(|line| serde_json::from_str::<Size>(line).ok());
    let round = lines.last().and_then(|line| serde_json::from_str::<Round>(line).ok());
    let found = size.zip(round.map(|round| round.indicators_by_land_and_year));
    found.ok_or_else(|| Error::Unmeasured {
        program: "columns",
        reason: "it printed no rounds".to_owned(),
        printed,
    })
}

fn in_duckdb(bench: &Bench, python: &Path, folder: &Path) -> Result<f64, Error> {
    let mut command = Command::new(python);
    command.arg(runner::root().join("xtask/cohorts/ask_duckdb.py")).arg(folder);
    let printed = bench.runner.output(command.arg(runner::root().join("xtask/cohorts/question.sql")))?;
    let told: Value = serde_json::from_str(&printed).unwrap_or_default();
    told.get("ms").and_then(Value::as_f64).ok_or_else(|| Error::Unmeasured {
        program: "ask_duckdb.py",
        reason: "it printed no time".to_owned(),
        printed,
    })
}

fn load(bench: &Bench, postgres: &Store, folder: &Path) -> Result<(), Error> {
    postgres.copy(bench.runner, None, DATABASE)?;
    bench.runner.run_undisturbed(&mut postgres.ask(DATABASE, &TABLES))?;
    for table in ["units", "answers"] {
        let file = folder.join(table).with_extension("csv");
        let copy = format!("\\copy {table} FROM '{}' WITH (FORMAT csv, HEADER)", file.display());
        bench.runner.run_undisturbed(&mut postgres.ask(DATABASE, &[&copy]))?;
    }
    bench.runner.run_undisturbed(&mut postgres.ask(DATABASE, &["VACUUM ANALYZE"]))
}

/// The milliseconds of the execution alone, as the server tells them: rows do not travel.
fn in_postgres(bench: &Bench, postgres: &Store) -> Result<f64, Error> {
    let file = runner::root().join("xtask/cohorts/question.sql");
    let question = fs::read_to_string(&file).map_err(Error::file(&file))?;
    let explain = format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {question}");
    let printed = bench.runner.output(&mut postgres.ask(DATABASE, &[&explain]))?;
    let told: Value = serde_json::from_str(&printed).unwrap_or_default();
    told.pointer("/0/Execution Time").and_then(Value::as_f64).ok_or_else(|| Error::Unmeasured {
        program: "psql",
        reason: "it printed no execution time".to_owned(),
        printed,
    })
}
