//! What CI runs, anyone can run: `cargo xtask test`, `cargo xtask ci`, `cargo xtask openapi` and `cargo xtask bench`.
//! Nothing here is part of the product.

mod bench;
mod ci;
mod error;
mod openapi;
mod ports;
mod postgres;
mod python;
mod runner;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::runner::Runner;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about, version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs the whole suite on SQLite, the doc tests, and the database suite on PostgreSQL.
    Test(test::Options),
    /// Runs everything that has to hold before a push: format, lints, OpenAPI, licences, tests.
    Ci,
    /// Writes `openapi/openapi.json` from the server, or checks that it is current.
    Openapi(openapi::Options),
    /// Measures imports and requests against the least they could cost; not part of `ci`.
    Bench(bench::Options),
    /// Puts a mixed load on the demo for ten minutes: nothing may fail, and memory may not grow; not part of `ci`.
    Soak(bench::soak::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match start(&arguments.task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            runner::say(&format!("error: {error}"));
            error.exit_code()
        }
    }
}

fn start(task: &Task) -> Result<(), Error> {
    let runner = Runner::listening()?;
    match task {
        Task::Test(options) => test::run(&runner, options),
        Task::Ci => ci::run(&runner),
        Task::Openapi(options) => openapi::run(&runner, options),
        Task::Bench(options) => bench::run(&runner, options),
        Task::Soak(options) => bench::soak::run(&runner, options),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
