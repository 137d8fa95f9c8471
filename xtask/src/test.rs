//! `cargo xtask test`: the whole suite on SQLite, the doc tests, the database suite on PostgreSQL.
//! It brings its own PostgreSQL and leaves nothing behind.

use std::env;
use std::path::Path;
use std::process::Command;

use clap::{Args, ValueEnum};

use crate::error::Error;
use crate::postgres::Cluster;
use crate::python;
use crate::runner::{self, Runner, say};

/// The packages whose tests open a database; all others need to run once only.
const DATABASE_TESTS: [&str; 2] = ["blaupause-tests", "blaupause"];
/// The packages whose tests check with programs in Python.
const PYTHON_TESTS: [&str; 3] = ["blaupause-tests", "blaupause", "blaupause-mailer"];
/// Names the database of a run to the tests; without it each test makes an SQLite file of its own.
const DATABASE_URL: &str = "TEST_DATABASE_URL";

/// What the command line may say.
#[derive(Args, Default)]
pub struct Options {
    /// Leave the other database out; `postgres` also leaves out what needs no database.
    #[arg(long, value_enum)]
    pub only: Option<Backend>,
    /// Test these packages only, without doc tests.
    #[arg(short, long = "package", value_name = "PACKAGE")]
    pub packages: Vec<String>,
    /// Handed to the test runner as they are (filters, for example); leaves out the doc tests.
    #[arg(last = true, value_name = "ARGUMENT")]
    pub arguments: Vec<String>,
}

/// The databases the product runs on.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Backend {
    /// Embedded, nothing to start.
    Sqlite,
    /// A server of our own, thrown away afterwards.
    Postgres,
}

/// One pass over tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Sqlite,
    Docs,
    Postgres,
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "tests on SQLite",
            Self::Docs => "doc tests",
            Self::Postgres => "tests on PostgreSQL",
        }
    }
}

/// Runs the steps that the options leave; a failing step does not keep the next one from running.
pub fn run(runner: &Runner, options: &Options) -> Result<(), Error> {
    let steps = plan(options);
    if steps.is_empty() {
        return Err(Error::NothingToTest { packages: DATABASE_TESTS });
    }
    say(if env::var_os("BLAUPAUSE_DATA").is_some() {
        "BLAUPAUSE_DATA is set: tests on real files run"
    } else {
        "BLAUPAUSE_DATA is not set: tests on real files leave themselves out"
    });
    let nextest = runner.succeeds(&mut runner::cargo(["nextest", "--version"]))?;
    if !nextest {
        say("cargo-nextest is not installed; `cargo test` runs the tests instead");
    }
    let checks = PYTHON_TESTS.iter().any(|package| asked(options, package));
    let python = if checks { Some(python::interpreter(runner)?) } else { None };
    let mut failed = Vec::new();
    for step in steps {
        say(&format!("{} ...", step.name()));
        match step_result(runner, options, step, (nextest, python.as_deref())) {
            Ok(()) => say(&format!("{}: ok", step.name())),
            Err(error @ Error::Failed { .. }) => {
                say(&format!("{}: {error}", step.name()));
                failed.push(step.name());
            }
            Err(error) => return Err(error),
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(Error::Steps(failed)) }
}

/// The passes in their order; PostgreSQL comes last, so its summary closes the output.
fn plan(options: &Options) -> Vec<Step> {
    let everything = options.packages.is_empty();
    let mut steps = Vec::new();
    if options.only != Some(Backend::Postgres) {
        steps.push(Step::Sqlite);
        if everything && options.arguments.is_empty() {
            steps.push(Step::Docs);
        }
    }
    if options.only != Some(Backend::Sqlite) && database_packages(options).next().is_some() {
        steps.push(Step::Postgres);
    }
    steps
}

/// The packages that run on PostgreSQL as well: all that have such tests, or those of them that were asked for.
fn database_packages(options: &Options) -> impl Iterator<Item = &'static str> {
    DATABASE_TESTS.into_iter().filter(|package| asked(options, package))
}

/// Whether the tests of a package are to run.
fn asked(options: &Options, package: &str) -> bool {
    options.packages.is_empty() || options.packages.iter().any(|chosen| chosen == package)
}

fn step_result(
    runner: &Runner,
    options: &Options,
    step: Step,
    (nextest, python): (bool, Option<&Path>),
) -> Result<(), Error> {
    match step {
        Step::Docs => runner.run(runner::cargo(["test", "--workspace", "--doc"]).env_remove(DATABASE_URL)),
        Step::Sqlite => {
            let mut command = test_command(nextest, python);
            if options.packages.is_empty() {
                command.arg("--workspace");
            }
            for package in &options.packages {
                command.args(["--package", package]);
            }
            runner.run(command.args(&options.arguments).env_remove(DATABASE_URL))
        }
        Step::Postgres => {
            let cluster = Cluster::start(runner, false)?;
            say(&format!("PostgreSQL from `{}`", cluster.bindir().display()));
            let mut command = test_command(nextest, python);
            for package in database_packages(options) {
                command.args(["--package", package]);
            }
            command.args(&options.arguments);
            if !options.arguments.is_empty() {
                // A filter may well mean unit tests only; without one, no test is a failure.
                command.env("NEXTEST_NO_TESTS", "pass");
            }
            runner.run(command.env(DATABASE_URL, cluster.url()))
        }
    }
}

/// The runner for everything but doc tests; `--tests` means the library, the binaries and `tests/`.
fn test_command(nextest: bool, python: Option<&Path>) -> Command {
    let mut command = if nextest {
        runner::cargo(["nextest", "run", "--no-fail-fast"])
    } else {
        runner::cargo(["test", "--tests", "--no-fail-fast"])
    };
    if let Some(python) = python {
        command.env(python::VARIABLE, python);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `--only`, packages, arguments for the test runner, and the passes that are due.
    type Case<'a> = (Option<Backend>, &'a [&'a str], &'a [&'a str], &'a [Step]);

    #[test]
    fn the_options_choose_the_passes() {
        use Step::{Docs, Postgres, Sqlite};

        let none: [&str; 0] = [];
        let cases: [Case<'_>; 10] = [
            (None, &none, &none, &[Sqlite, Docs, Postgres]),
            (Some(Backend::Sqlite), &none, &none, &[Sqlite, Docs]),
            (Some(Backend::Postgres), &none, &none, &[Postgres]),
            (None, &none, &["a_filter"], &[Sqlite, Postgres]),
            (None, &["blaupause-kernel"], &none, &[Sqlite]),
            (None, &["blaupause-kernel", "blaupause-tests"], &none, &[Sqlite, Postgres]),
            (None, &["blaupause"], &none, &[Sqlite, Postgres]),
            (Some(Backend::Sqlite), &["blaupause-tests"], &none, &[Sqlite]),
            (Some(Backend::Postgres), &["blaupause-tests"], &["a_filter"], &[Postgres]),
            (Some(Backend::Postgres), &["blaupause-kernel"], &none, &[]),
        ];
        for (only, packages, arguments, expected) in cases {
            let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            let options = Options { only, packages: owned(packages), arguments: owned(arguments) };
            assert_eq!(plan(&options), expected, "{packages:?} {arguments:?}");
        }
    }
}
