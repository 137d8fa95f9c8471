//! How long `blaupause import municipalities` takes, beside the database's own tool that loads the same rows.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::Bench;
use super::stores::{Rows, Store};
use super::table::{Goal, Line};
use crate::error::Error;
use crate::runner::{Runner, say};

/// The database with all tables and no rows, and those with the older state, and with the newer one over it.
pub const EMPTY: &str = "empty";
const OLDER: &str = "older";
pub const LOADED: &str = "loaded";
/// The database that a measured command works on.
const RUN: &str = "run";
/// What a register file is to the product's command.
const REGISTER: &str = "municipalities";

/// The register files of two states.
#[derive(Clone, Debug)]
pub struct Files {
    /// The older state.
    pub older: PathBuf,
    /// The newer state.
    pub newer: PathBuf,
}

impl Files {
    /// The files below `BLAUPAUSE_DATA`, if they are there.
    pub fn below(data: &Path) -> Option<Self> {
        let older = data.join("gv100/GV100AD_300921.txt.gz");
        let newer = data.join("gv100/GV100AD_301123.txt.gz");
        (older.is_file() && newer.is_file()).then_some(Self { older, newer })
    }
}

/// A command that is measured.
pub(super) enum Work {
    /// Ours: nothing but start, connect and look whether the tables are current.
    Start,
    /// Ours: import a file of this kind.
    Import(&'static str, PathBuf),
    /// The tool: nothing but start, connect and one query.
    Ask,
    /// The tool: load rows into empty tables.
    Load(Vec<Rows>),
    /// The tool: lay rows over those that are there.
    Merge(Rows),
}

/// One command of ours and what it is measured by, all from the same database.
pub(super) struct Contest {
    pub name: String,
    pub from: &'static str,
    pub ours: Work,
    pub measures: Vec<(String, Work)>,
    pub goal: Option<Goal>,
    /// A table, and how many rows it has at least once ours is done.
    pub proof: (&'static str, u32),
}

/// Makes the databases that the measured commands start from.
pub fn prepare(bench: &Bench, store: &Store, files: &Files) -> Result<(), Error> {
    let runner = bench.runner;
    let run = |mut command: Command| runner.run(command.stdout(Stdio::null()).stderr(Stdio::null()));
    store.copy(runner, None, EMPTY)?;
    run(command(bench, store, EMPTY, &Work::Start))?;
    store.copy(runner, Some(EMPTY), OLDER)?;
    run(command(bench, store, OLDER, &Work::Import(REGISTER, files.older.clone())))?;
    store.copy(runner, Some(OLDER), LOADED)?;
    run(command(bench, store, LOADED, &Work::Import(REGISTER, files.newer.clone())))
}

/// The rows that the product writes, taken from what it wrote: `(first import, units after both)`.
pub fn rows(bench: &Bench, sqlite: &Store, files: &Files) -> Result<(Vec<Rows>, Rows), Error> {
    let runner = bench.runner;
    sqlite.copy(runner, Some(EMPTY), RUN)?;
    runner.run(
        command(bench, sqlite, RUN, &Work::Import(REGISTER, files.newer.clone())).stdout(Stdio::null()),
    )?;
    let first = ["units", "register_imports", "register_changes"].map(|t| sqlite.export(runner, RUN, t));
    let first = first.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok((first, sqlite.export(runner, LOADED, "units")?))
}

/// Measures the imports into `store`.
pub fn run(
    bench: &Bench,
    store: &Store,
    files: &Files,
    rows: &(Vec<Rows>, Rows),
) -> Result<Vec<Line>, Error> {
    let (tool, name) = (store.tool(), store.name());
    let (first, both) = rows;
    let units = first.iter().take(1).cloned().collect();
    // set for SQLite alone
    let proof = ("units", bench.least_units);
    let goal = matches!(store, Store::Sqlite(_)).then_some(Goal::RatioAtMost(3.0));
    let contests = [
        Contest {
            name: format!("start on current tables, {name}"),
            from: LOADED,
            ours: Work::Start,
            measures: vec![("its shell, one query".to_owned(), Work::Ask)],
            goal: None,
            proof,
        },
        Contest {
            name: format!("first import, {name}"),
            from: EMPTY,
            ours: Work::Import(REGISTER, files.newer.clone()),
            measures: vec![
                (format!("{tool} of the units"), Work::Load(units)),
                (format!("{tool} of units and change list"), Work::Load(first.clone())),
            ],
            goal,
            proof,
        },
        Contest {
            name: format!("newer over older, {name}"),
            from: OLDER,
            ours: Work::Import(REGISTER, files.newer.clone()),
            measures: vec![(format!("{tool} of the units beside, then upsert"), Work::Merge(both.clone()))],
            goal,
            proof,
        },
    ];
    let mut lines = Vec::new();
    for contest in &contests {
        say(&format!("{} ...", contest.name));
        lines.extend(measure(bench, store, contest)?);
    }
    Ok(lines)
}

/// All sides of a contest in turns; who begins changes with every round.
pub(super) fn measure(bench: &Bench, store: &Store, contest: &Contest) -> Result<Vec<Line>, Error> {
    let sides: Vec<&Work> =
        std::iter::once(&contest.ours).chain(contest.measures.iter().map(|(_, work)| work)).collect();
    let mut times = vec![Vec::new(); sides.len()];
    for round in 0..bench.rounds {
        let mut order: Vec<(usize, (&&Work, &mut Vec<f64>))> =
            sides.iter().zip(&mut times).enumerate().collect();
        let begins = round % order.len().max(1);
        order.rotate_left(begins);
        for (side, (work, times)) in order {
            store.copy(bench.runner, Some(contest.from), RUN)?;
            times.push(time(bench.runner, &mut command(bench, store, RUN, work))?);
            if side == 0 {
                prove(bench, store, contest)?;
            }
        }
    }
    let mut times = times.iter();
    let ours = times.next().map(Vec::as_slice).unwrap_or_default();
    let line = |((label, _), times): (&(String, Work), &Vec<f64>)| {
        let line = Line::times(&contest.name, label, ours, times)?;
        Some(match contest.goal {
            Some(goal) => line.with(goal),
            None => line,
        })
    };
    Ok(contest.measures.iter().zip(times).filter_map(line).collect())
}

fn command(bench: &Bench, store: &Store, database: &str, work: &Work) -> Command {
    let ours = || {
        let mut command = bench.product();
        command.arg("--database").arg(store.url(database));
        command
    };
    match work {
        Work::Start => {
            let mut command = ours();
            command.arg("migrate");
            command
        }
        Work::Import(kind, file) => {
            let mut command = ours();
            command.args(["import", kind]).arg(file);
            command
        }
        Work::Ask => store.ask(database, &["SELECT 1"]),
        Work::Load(rows) => store.load(database, rows),
        Work::Merge(rows) => store.merge(database, rows),
    }
}

/// A command that is fast because it did nothing is no measurement.
fn prove(bench: &Bench, store: &Store, contest: &Contest) -> Result<(), Error> {
    let (table, least) = contest.proof;
    let rows = store.count(bench.runner, RUN, table)?;
    if rows >= least {
        return Ok(());
    }
    let reason = format!("{rows} {table} instead of {least} or more");
    Err(Error::Unmeasured { program: "import", reason, printed: contest.name.clone() })
}

/// Milliseconds from the start of a program to its end.
fn time(runner: &Runner, command: &mut Command) -> Result<f64, Error> {
    command.stdout(Stdio::null());
    let since = Instant::now();
    runner.run_undisturbed(command)?;
    Ok(since.elapsed().as_secs_f64() * 1000.0)
}
