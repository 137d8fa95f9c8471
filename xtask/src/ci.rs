//! `cargo xtask ci`: everything that has to hold before a push, the cheap checks first.

use crate::error::Error;
use crate::runner::{self, Runner, say};
use crate::{openapi, test};

/// Those that turn the feature `openapi` of the libraries on: without them it stays off.
const WITH_OPENAPI: [&str; 3] = ["blaupause", "blaupause-api", "blaupause-tests"];

/// Runs the checks one after the other and stops at the first that fails.
pub fn run(runner: &Runner) -> Result<(), Error> {
    say("format ...");
    runner.run(&mut runner::cargo(["fmt", "--all", "--check"]))?;
    lint(runner)?;
    say("OpenAPI document ...");
    openapi::run(runner, &openapi::Options { check: true })?;
    dependencies(runner)?;
    test::run(runner, &test::Options::default())
}

/// Lints the workspace twice: as it is built, and the libraries as others use them, without
/// `openapi`. Not `--all-features`: `postgres-tls` compiles OpenSSL from source, which takes
/// minutes and shows no line of ours that the other features do not show.
fn lint(runner: &Runner) -> Result<(), Error> {
    say("lints ...");
    runner.run(&mut runner::cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    say("lints of the libraries without `openapi` ...");
    let mut command = runner::cargo(["clippy", "--workspace", "--lib"]);
    for package in WITH_OPENAPI {
        command.args(["--exclude", package]);
    }
    runner.run(command.args(["--", "-D", "warnings"]))
}

/// Licences, bans and sources of all dependencies. Advisories need a git repository from outside,
/// so they are not part of a check that must work without one.
fn dependencies(runner: &Runner) -> Result<(), Error> {
    say("licences and sources of the dependencies ...");
    if !runner.succeeds(&mut runner::cargo(["deny", "--version"]))? {
        say("NOT CHECKED: cargo-deny is not installed (cargo install cargo-deny --locked)");
        return Ok(());
    }
    runner.run(&mut runner::cargo(["deny", "check", "licenses", "bans", "sources"]))
}
