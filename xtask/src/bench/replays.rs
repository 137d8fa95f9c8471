//! The statements of a request without the product: what sends them, and how often it can in a second.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::Bench;
use super::drafts::{Doing, REPLAYED};
use super::statements::Statement;
use super::stores::Store;
use super::wrk::{CONNECTIONS, Load};
use crate::error::Error;

/// The same statements, sent by another program.
pub enum Replay {
    /// On PostgreSQL: with as many connections as the product's clients have.
    Pgbench { program: PathBuf, url: String, script: PathBuf, variables: Vec<String> },
    /// On SQLite: one thread.
    Loop { program: PathBuf, database: String, transactions: PathBuf, doing: Doing },
}

impl Replay {
    /// What sends these transactions, which begin like this.
    pub fn of(
        bench: &Bench,
        store: &Store,
        begin: &str,
        transactions: &[Vec<Statement>],
        doing: Doing,
    ) -> Result<Self, Error> {
        match store {
            Store::Postgres(cluster) => {
                // every client has a draft of its own, and prepares its own statements only
                let (mut text, mut variables) = (String::new(), Vec::new());
                for (client, transaction) in (0..CONNECTIONS).zip(transactions) {
                    let _never_fails = write!(text, "\\if :client_id = {client}\n{begin};\n");
                    for (place, statement) in transaction.iter().enumerate() {
                        let (sql, named) = statement.for_pgbench(&format!("t{client}_{place}"));
                        let _never_fails = writeln!(text, "{sql};");
                        variables.extend(named.into_iter().map(|(name, value)| format!("{name}={value}")));
                    }
                    text += "COMMIT;\n\\endif\n";
                }
                let script = bench.directory.join("transactions.sql");
                fs::write(&script, text).map_err(Error::file(&script))?;
                let program = cluster.bindir().join("pgbench");
                Ok(Self::Pgbench { program, url: store.url(REPLAYED), script, variables })
            }
            Store::Sqlite(_) => {
                let statements = |all: &Vec<Statement>| {
                    let one = |statement: &Statement| {
                        let (sql, values) = statement.for_sqlite();
                        json!({"sql": sql, "values": values})
                    };
                    Value::from(all.iter().map(one).collect::<Vec<_>>())
                };
                let all = Value::from(transactions.iter().map(statements).collect::<Vec<_>>());
                let file = bench.directory.join("transactions.json");
                fs::write(&file, all.to_string()).map_err(Error::file(&file))?;
                let url = store.url(REPLAYED);
                let database = url.strip_prefix("sqlite:").unwrap_or(&url).to_owned();
                Ok(Self::Loop { program: bench.bare_sqlite.clone(), database, transactions: file, doing })
            }
        }
    }

    /// How people call it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Pgbench { .. } => "pgbench, the same statements, prepared",
            Self::Loop { .. } => "a loop of rusqlite with the same statements",
        }
    }

    /// Sends them for so many seconds.
    pub fn run(&self, bench: &Bench, seconds: u32) -> Result<Load, Error> {
        let per_second = match self {
            Self::Pgbench { program, url, script, variables } => {
                let mut command = Command::new(program);
                let clients = CONNECTIONS.to_string();
                command.args(["--no-vacuum", "--protocol=prepared", "--client", &clients, "--jobs=1"]);
                command.args(["--max-tries=30", "--time", &seconds.to_string()]);
                command.args(variables.iter().flat_map(|one| ["-D", one]));
                let printed = bench.runner.output(command.arg("-f").arg(script).arg(url))?;
                let tps = printed.lines().find_map(|line| line.strip_prefix("tps = "));
                let tps = tps.and_then(|text| text.split(' ').next()?.parse().ok());
                let failed = !printed.contains("number of failed transactions: 0 ");
                tps.filter(|_| !failed).ok_or_else(|| Error::Unmeasured {
                    program: "pgbench",
                    reason: "no transactions in a second, or some failed".to_owned(),
                    printed,
                })?
            }
            Self::Loop { program, database, transactions, doing } => {
                let mut command = Command::new(program);
                command.arg(database).arg(transactions).args(["--seconds", &seconds.to_string()]);
                if *doing == Doing::Writing {
                    command.arg("--write");
                }
                let printed = bench.runner.output(&mut command)?;
                let told: Value = serde_json::from_str(&printed).unwrap_or_default();
                told.get("perSecond").and_then(Value::as_f64).ok_or_else(|| Error::Unmeasured {
                    program: "bare_sqlite",
                    reason: "no transactions in a second".to_owned(),
                    printed,
                })?
            }
        };
        Ok(Load { per_second, p50: None, p99: None })
    }
}
