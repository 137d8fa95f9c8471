//! Why a task did not succeed, and the exit code that says so.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};

/// Why a task did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program could not be started at all.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// The program as it was called.
        program: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// A program ran and reported failure.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// The command line.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A file or directory could not be read, written or handed over.
    #[error("`{path}`: {source}")]
    File {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// No PostgreSQL server programs on this machine.
    #[error(
        "no PostgreSQL with `initdb` and `postgres` was found (looked in $PG_BINDIR, /usr/lib/postgresql/*/bin, \
         `pg_config --bindir` and $PATH)\n\
         install it:  sudo apt-get update && sudo apt-get install -y postgresql\n\
         or name the directory of its programs in PG_BINDIR; `cargo xtask test --only sqlite` needs none"
    )]
    PostgresMissing,
    /// The PostgreSQL that was found cannot be used.
    #[error("PostgreSQL in `{bindir}` cannot be used: {reason}")]
    PostgresUnusable {
        /// The directory of its programs.
        bindir: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Root has nobody to run the server as.
    #[error("PostgreSQL refuses to run as root, and the account `{account}` has no number in `id`")]
    NoAccount {
        /// The account that was looked up.
        account: &'static str,
    },
    /// The test server ended or did not answer.
    #[error("the PostgreSQL test server did not come up: {reason}\n{log}")]
    PostgresNotReady {
        /// What was seen.
        reason: String,
        /// What the server logged.
        log: String,
    },
    /// The committed OpenAPI document differs from what the server prints.
    #[error(
        "`{path}` is not current: line {line} is `{committed}`, the server prints `{printed}`\n\
         run `cargo xtask openapi` and commit the file"
    )]
    OpenapiDrift {
        /// The committed file.
        path: PathBuf,
        /// The first line that differs, counted from 1.
        line: usize,
        /// That line in the file, empty when the file ends before it.
        committed: String,
        /// That line as the server prints it, empty when it ends before it.
        printed: String,
    },
    /// The server printed something that is no JSON object.
    #[error("`{command}` printed no JSON document")]
    OpenapiEmpty {
        /// The command line.
        command: String,
    },
    /// The options leave no test to run.
    #[error("nothing to test: only {} have tests that need PostgreSQL", .packages.map(|p| format!("`{p}`")).join(" and "))]
    NothingToTest {
        /// The packages with the database tests.
        packages: [&'static str; 2],
    },
    /// A program that a measurement needs is not on this machine.
    #[error(
        "`{program}` was not found\ninstall it:  sudo apt-get update && sudo apt-get install -y {package}"
    )]
    ProgramMissing {
        /// The program.
        program: &'static str,
        /// The Debian package that brings it.
        package: &'static str,
    },
    /// A server under measurement ended or did not answer as it should.
    #[error("`{program}` {reason}\n{log}")]
    NotServing {
        /// The program.
        program: String,
        /// What was seen.
        reason: String,
        /// What it logged.
        log: String,
    },
    /// A program printed something that cannot be read as a measurement.
    #[error("`{program}` printed no usable measurement: {reason}\n{printed}")]
    Unmeasured {
        /// The program.
        program: &'static str,
        /// What is wrong with it.
        reason: String,
        /// What it printed.
        printed: String,
    },
    /// Nothing that was asked for can be measured here.
    #[error(
        "nothing to measure: imports need the register files, and BLAUPAUSE_DATA names no folder with them"
    )]
    NothingToMeasure,
    /// Several steps ran, some of them failed; each failure has been reported where it happened.
    #[error("failed: {}", .0.join(", "))]
    Steps(Vec<&'static str>),
    /// A signal asked to stop.
    #[error("stopped by signal {0}; what was started is stopped and deleted")]
    Interrupted(i32),
}

impl Error {
    /// Names the file in an error of the operating system.
    pub fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        |source| Self::File { path, source }
    }

    /// The exit code of the process: 128 + signal after a signal as shells do, otherwise 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Interrupted(signal) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(1)),
            _ => ExitCode::FAILURE,
        }
    }
}
