//! The two databases under measurement: fresh copies of prepared ones, and what their own tools do with the same rows.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::Error;
use crate::postgres::Cluster;
use crate::runner::Runner;

/// A kind of database with a place for databases of ours.
pub enum Store {
    /// One file per database in this directory.
    Sqlite(PathBuf),
    /// The databases of a cluster of our own that flushes every commit, as a real one does.
    Postgres(Cluster),
}

/// The rows of a table in a CSV file with a line of headings.
#[derive(Clone, Debug)]
pub struct Rows {
    table: &'static str,
    columns: String,
    file: PathBuf,
}

impl Rows {
    /// The rows of a file whose first line names these columns.
    pub fn of(table: &'static str, columns: &str, file: PathBuf) -> Self {
        Self { table, columns: columns.to_owned(), file }
    }
}

impl Store {
    /// How people call it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// How people call the loading of a file with its own tool.
    pub fn tool(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "`.import`",
            Self::Postgres(_) => "`\\copy`",
        }
    }

    /// The address of a database as the product takes it.
    pub fn url(&self, name: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("sqlite:{}", self.file(name).display()),
            Self::Postgres(cluster) => {
                let url = cluster.url();
                let server = url.rsplit_once('/').map_or(url, |(server, _)| server);
                format!("{server}/{name}")
            }
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        match self {
            Self::Sqlite(directory) => directory.join(name).with_extension("db"),
            Self::Postgres(_) => PathBuf::new(),
        }
    }

    /// The database `to` as a copy of `from`, or an empty one; it replaces one of that name.
    pub fn copy(&self, runner: &Runner, from: Option<&str>, to: &str) -> Result<(), Error> {
        match self {
            Self::Sqlite(_) => self.copy_file(runner, from, &self.file(to)),
            Self::Postgres(_) => {
                let template = from.map(|name| format!(" TEMPLATE {name}")).unwrap_or_default();
                let drop = format!("DROP DATABASE IF EXISTS {to}");
                let create = format!("CREATE DATABASE {to}{template}");
                runner.run_undisturbed(&mut self.ask("postgres", &[&drop, &create]))
            }
        }
    }

    fn copy_file(&self, runner: &Runner, from: Option<&str>, to: &Path) -> Result<(), Error> {
        for old in [to.to_owned(), to.with_extension("db-wal"), to.with_extension("db-shm")] {
            if old.exists() {
                fs::remove_file(&old).map_err(Error::file(&old))?;
            }
        }
        let Some(from) = from else { return Ok(()) };
        // Nothing may wait in the log beside the file that is copied.
        runner.run_undisturbed(self.ask(from, &["PRAGMA wal_checkpoint(TRUNCATE)"]).stdout(Stdio::null()))?;
        fs::copy(self.file(from), to).map_err(Error::file(to))?;
        // What is not on disk yet would be flushed, and so counted, by whoever is measured next.
        File::options().write(true).open(to).and_then(|file| file.sync_all()).map_err(Error::file(to))
    }

    /// The database's own tool with statements that it carries out one after the other.
    pub fn ask(&self, name: &str, statements: &[&str]) -> Command {
        match self {
            Self::Sqlite(_) => {
                let mut command = Command::new("sqlite3");
                command.arg("-bail").arg(self.file(name)).args(statements);
                command
            }
            Self::Postgres(cluster) => {
                let mut command = Command::new(cluster.bindir().join("psql"));
                command.args([
                    "--no-psqlrc",
                    "--quiet",
                    "--tuples-only",
                    "--no-align",
                    "--set=ON_ERROR_STOP=1",
                ]);
                command.arg(format!("--dbname={}", self.url(name)));
                command.args(statements.iter().flat_map(|statement| ["-c", statement]));
                command
            }
        }
    }

    /// Loads rows into their tables in one transaction.
    pub fn load(&self, name: &str, all: &[Rows]) -> Command {
        let loads: Vec<String> = all.iter().map(|rows| self.load_into(rows, rows.table, "main")).collect();
        self.in_transaction(name, loads.iter().map(String::as_str))
    }

    /// Lays rows over those that a table has, by its key, in one transaction.
    pub fn merge(&self, name: &str, rows: &Rows) -> Command {
        let Rows { table, columns, .. } = rows;
        let stage = format!("CREATE TEMP TABLE staged AS SELECT * FROM {table} LIMIT 0");
        let load = self.load_into(rows, "staged", "temp");
        let key = columns.split(',').next().unwrap_or_default();
        let set: Vec<String> =
            columns.split(',').map(|column| format!("{column} = excluded.{column}")).collect();
        let lay = format!(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM staged WHERE true \
             ON CONFLICT ({key}) DO UPDATE SET {}",
            set.join(", ")
        );
        self.in_transaction(name, [stage.as_str(), &load, &lay])
    }

    fn load_into(&self, rows: &Rows, table: &str, schema: &str) -> String {
        let file = rows.file.display();
        match self {
            Self::Sqlite(_) => format!(".import --csv --skip 1 --schema {schema} '{file}' {table}"),
            Self::Postgres(_) => {
                format!("\\copy {table} ({}) FROM '{file}' WITH (FORMAT csv, HEADER true)", rows.columns)
            }
        }
    }

    fn in_transaction<'s>(&self, name: &str, statements: impl IntoIterator<Item = &'s str>) -> Command {
        let statements: Vec<&str> = statements.into_iter().collect();
        match self {
            Self::Sqlite(_) => {
                // As the product sets its connections.
                let mut all =
                    vec!["PRAGMA synchronous = FULL", "PRAGMA temp_store = MEMORY", "BEGIN IMMEDIATE"];
                all.extend(statements);
                all.push("COMMIT");
                self.ask(name, &all)
            }
            Self::Postgres(_) => {
                let mut command = self.ask(name, &statements);
                command.arg("--single-transaction");
                command
            }
        }
    }

    /// Writes the rows of a table to a CSV file, in the order in which they were inserted. SQLite only.
    pub fn export(&self, runner: &Runner, name: &str, table: &'static str) -> Result<Rows, Error> {
        let file = self.file(&format!("{name}-{table}")).with_extension("csv");
        let query = format!("SELECT * FROM {table} ORDER BY rowid");
        let text = runner.output(&mut self.ask(name, &[".mode csv", ".headers on", &query]))?;
        fs::write(&file, &text).map_err(Error::file(&file))?;
        let columns = text.lines().next().unwrap_or_default().trim().to_owned();
        Ok(Rows { table, columns, file })
    }

    /// How many rows a table holds.
    pub fn count(&self, runner: &Runner, name: &str, table: &str) -> Result<u32, Error> {
        let query = format!("SELECT count(*) FROM {table}");
        let printed = runner.output(&mut self.ask(name, &[&query]))?;
        let unusable = |_| Error::Unmeasured {
            program: "SELECT count(*)",
            reason: "no number".to_owned(),
            printed: printed.clone(),
        };
        printed.trim().parse().map_err(unusable)
    }
}
