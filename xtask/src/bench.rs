//! `cargo xtask bench`: the release binary beside the least that the same work could cost, in one run on one machine.
//! What each line means and what they miss is in `docs/bench.md`.

mod answers;
mod cohorts;
mod drafts;
mod figures;
mod imports;
mod machine;
mod portfolios;
mod programs;
mod reads;
mod replays;
mod roadmaps;
mod scenarios;
mod scores;
mod server;
pub mod soak;
mod starts;
mod statements;
mod stores;
mod table;
mod wrk;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::error::Error;
use crate::postgres::Cluster;
use crate::runner::{self, Runner, say};
use imports::{Files, LOADED};
use machine::Machine;
use stores::Store;
use table::{Line, Report};

/// Seconds of load in a round.
const SECONDS: u32 = 5;
/// Every state of the register has more units than this; fewer mean that a measured command did not do its work.
const LEAST_UNITS: u32 = 15_000;

/// What the command line may say.
#[derive(Args)]
pub struct Options {
    /// How often each line is measured.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub rounds: u16,
    /// Leave the other parts out.
    #[arg(long, value_enum)]
    pub only: Option<Part>,
    /// At most two rounds and a second of load each: shows that everything works, and little else.
    #[arg(long)]
    pub quick: bool,
}

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Imports of the register.
    Import,
    /// Requests for published things.
    Read,
    /// Single reads and writes with a token, through the database.
    Draft,
    /// Start to first answer, and memory.
    Start,
    /// Scores of many assessments.
    Score,
    /// Plans over a large catalogue, and fragmentation.
    Portfolio,
    /// The roadmap of a provider.
    Roadmap,
    /// A crisis scenario of a provider.
    Scenario,
    /// Cohorts of many results.
    Cohorts,
}

impl Part {
    /// Whether it needs nothing but a small example, and what that is measured beside.
    const fn is_small(self) -> bool {
        matches!(self, Self::Score | Self::Portfolio | Self::Roadmap | Self::Scenario | Self::Cohorts)
    }
}

/// A part that needs no data.
type Measured = fn(&Bench) -> Result<Vec<Line>, Error>;

/// What every measurement needs.
struct Bench<'r> {
    runner: &'r Runner,
    rounds: usize,
    seconds: u32,
    workers: usize,
    least_units: u32,
    /// For databases, answers and logs of this run.
    directory: &'r Path,
    product: PathBuf,
    constant: PathBuf,
    bare_sqlite: PathBuf,
    rescore: PathBuf,
    portfolio: PathBuf,
    roadmap: PathBuf,
    scenario: PathBuf,
    columns: PathBuf,
}

impl Bench<'_> {
    /// The product's binary, in the directory of this run.
    fn product(&self) -> Command {
        let mut command = Command::new(&self.product);
        command.current_dir(self.directory);
        command
    }

    /// The product's server over the database at `url`.
    fn serve(&self, url: &str, port: u16) -> Command {
        let mut command = self.product();
        command
            .args(["--database", url, "serve"])
            .env("BLAUPAUSE__SERVER__BIND", format!("127.0.0.1:{port}"))
            .env("BLAUPAUSE__SERVER__WORKERS", self.workers.to_string())
            .env("BLAUPAUSE__AUTH__KEY_FILE", self.directory.join("bench.key"));
        command
    }
}

/// Measures what the options leave, prints the tables and keeps them as `bench/latest.json` below the target directory.
pub fn run(runner: &Runner, options: &Options) -> Result<(), Error> {
    let wanted = |part| options.only.is_none_or(|only| only == part);
    let files = env::var_os("BLAUPAUSE_DATA").and_then(|data| Files::below(Path::new(&data)));
    if files.is_none() && options.only == Some(Part::Import) {
        return Err(Error::NothingToMeasure);
    }
    if !options.only.is_some_and(Part::is_small) {
        programs::need(runner, "sqlite3", "sqlite3", &["--version"])?;
    }
    if [Part::Read, Part::Draft, Part::Start].into_iter().any(wanted) {
        programs::need(runner, "wrk", "wrk", &["--version"])?;
    }
    let machine = Machine::look(runner)?;
    let target = build(runner, options.only)?;
    let directory = tempfile::tempdir().map_err(Error::file(&env::temp_dir()))?;
    let rounds = if options.quick { options.rounds.min(2) } else { options.rounds };
    let bench = Bench {
        runner,
        rounds: usize::from(rounds),
        seconds: if options.quick { 1 } else { SECONDS },
        workers: machine.cores,
        least_units: LEAST_UNITS,
        directory: directory.path(),
        product: target.join("release/blaupause"),
        constant: target.join("release/constant"),
        bare_sqlite: target.join("release/bare_sqlite"),
        rescore: target.join("release/examples/rescore"),
        portfolio: target.join("release/examples/portfolio"),
        roadmap: target.join("release/examples/roadmap"),
        scenario: target.join("release/examples/scenario"),
        columns: target.join("release/examples/columns"),
    };
    let mut report = Report::new(machine, bench.rounds, options.quick);
    match files {
        _ if options.only.is_some_and(Part::is_small) => {}
        Some(files) => measure(&bench, &files, wanted, &mut report)?,
        None => {
            report.leave_out(
                "imports, start, drafts and PostgreSQL: they need the register files that BLAUPAUSE_DATA names",
            );
            report.lines.extend(reads::run_demo(&bench, true)?);
        }
    }
    let small: [(Part, Measured); 5] = [
        (Part::Cohorts, cohorts::run),
        (Part::Score, scores::run),
        (Part::Portfolio, portfolios::run),
        (Part::Roadmap, roadmaps::run),
        (Part::Scenario, scenarios::run),
    ];
    for (_, run) in small.into_iter().filter(|(part, _)| wanted(*part)) {
        report.lines.extend(run(&bench)?);
    }
    print!("{}", report.markdown());
    keep(&target.join("bench"), &report)
}

/// Everything, on both databases, with the real register.
fn measure(
    bench: &Bench,
    files: &Files,
    wanted: impl Fn(Part) -> bool,
    report: &mut Report,
) -> Result<(), Error> {
    say("databases ...");
    let sqlite = Store::Sqlite(bench.directory.to_owned());
    let postgres = Store::Postgres(Cluster::start(bench.runner, true)?);
    let stores = [&sqlite, &postgres];
    for store in stores {
        imports::prepare(bench, store, files)?;
    }
    // A server that has been up for a minute has done so by itself.
    bench.runner.run(&mut postgres.ask(LOADED, &["ANALYZE"]))?;
    if wanted(Part::Read) {
        for store in stores {
            report.lines.extend(reads::run(bench, store.name(), &store.url(LOADED))?);
        }
        report.lines.extend(reads::run_demo(bench, false)?);
    }
    if wanted(Part::Draft) {
        let captured = drafts::capture(bench, &postgres)?;
        for store in stores {
            report.lines.extend(drafts::run(bench, store, &captured)?);
        }
    }
    if wanted(Part::Start) {
        report.lines.extend(starts::run(bench, &sqlite.url(LOADED))?);
    }
    if wanted(Part::Import) {
        let rows = imports::rows(bench, &sqlite, files)?;
        for store in stores {
            report.lines.extend(imports::run(bench, store, files, &rows)?);
        }
        report.lines.extend(answers::run(bench, &sqlite)?);
    }
    Ok(())
}

/// Builds what is measured, and returns the target directory.
fn build(runner: &Runner, only: Option<Part>) -> Result<PathBuf, Error> {
    say("release build ...");
    let examples = [
        (Part::Score, "maturity", "rescore"),
        (Part::Portfolio, "catalog", "portfolio"),
        (Part::Roadmap, "pilots", "roadmap"),
        (Part::Scenario, "resources", "scenario"),
        (Part::Cohorts, "analytics", "columns"),
    ];
    for (_, package, example) in
        examples.into_iter().filter(|(part, ..)| only.is_none_or(|only| only == *part))
    {
        let package = format!("blaupause-{package}");
        runner.run(&mut runner::cargo(["build", "--release", "-p", &package, "--example", example]))?;
    }
    if !only.is_some_and(Part::is_small) {
        let product = ["build", "--release", "-p", "blaupause", "-p", "measures", "--bins"];
        runner.run(&mut runner::cargo(product))?;
    }
    target(runner)
}

/// Where cargo puts what it builds.
fn target(runner: &Runner) -> Result<PathBuf, Error> {
    let metadata =
        runner.output(&mut runner::cargo(["metadata", "--no-deps", "--format-version", "1", "--offline"]))?;
    let metadata: Value = serde_json::from_str(&metadata).unwrap_or_default();
    let target = metadata.get("target_directory").and_then(Value::as_str).map(PathBuf::from);
    Ok(target.unwrap_or_else(|| runner::root().join("target")))
}

fn keep(directory: &Path, report: &Report) -> Result<(), Error> {
    let file = directory.join("latest.json");
    fs::create_dir_all(directory).map_err(Error::file(directory))?;
    let text =
        serde_json::to_string_pretty(report).map_err(std::io::Error::from).map_err(Error::file(&file))?;
    fs::write(&file, text + "\n").map_err(Error::file(&file))?;
    say(&format!("wrote `{}`", file.display()));
    Ok(())
}
