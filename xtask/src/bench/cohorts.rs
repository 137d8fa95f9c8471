//! How long cohorts take over columns in memory, beside DuckDB and PostgreSQL with the same data and the same question in SQL,
//! and how that grows with units and periods. Ours is `crates/analytics/examples/columns.rs`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use super::Bench;
use super::stores::Store;
use super::table::{Goal, Line, Unit};
use crate::error::Error;
use crate::postgres::Cluster;
use crate::python;
use crate::runner::{self, say};

/// Municipalities of Germany, and units of Europe.
const GERMANY: usize = 10_800;
const EUROPE: usize = 98_000;
const YEARS: usize = 10;
/// Bytes of an answer as a row of numbers, each as small as it can be: unit 4, year 2, indicator 1, level 1.
const PLAIN_ROW: f64 = 8.0;
const DATABASE: &str = "cohorts";
const TABLES: [&str; 2] = [
    "CREATE TABLE units (unit INTEGER PRIMARY KEY, land TEXT, county TEXT, size_class TEXT)",
    "CREATE TABLE answers (unit INTEGER, year SMALLINT, indicator SMALLINT, level SMALLINT)",
];

/// What the example prints first.
#[derive(Debug, Deserialize)]
struct Size {
    answers: u32,
    bytes: u32,
}

impl Size {
    fn per_answer(&self) -> f64 {
        f64::from(self.bytes) / f64::from(self.answers.max(1))
    }
}

/// A round as the example prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    indicators_by_land_and_year: f64,
}

/// Measures the cohorts.
pub fn run(bench: &Bench) -> Result<Vec<Line>, Error> {
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
    let name = |units, years| format!("40 indicators of {units} units by Land and year, {years} years");
    let germany = name(GERMANY, YEARS);
    let memory = |units, size: &Size| {
        let name = format!("columns of {units} units in memory, per answer");
        let line = Line::of(Unit::Bytes, &name, "the same as plain rows", &[size.per_answer()], &[PLAIN_ROW]);
        line.map(|line| line.with(Goal::OursAtMost(2.0)))
    };
    let lines = [
        memory(GERMANY, &found),
        memory(EUROPE, &all),
        Line::times(&germany, "DuckDB, in process, warm, all cores", &ours, &duckdb)
            .map(|line| line.with(Goal::RatioAtMost(0.2))),
        Line::times(&germany, "the same SQL on PostgreSQL", &ours, &theirs)
            .map(|line| line.with(Goal::RatioAtMost(0.02))),
        Line::times(&name(EUROPE, YEARS), &format!("of {GERMANY} units"), &europe, &ours)
            .map(|line| line.with(Goal::RatioAtMost(12.0))),
        Line::times(&germany, "of one year", &ours, &one_year),
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
