//! The measure for `cargo xtask bench`: a loop that sends the statements of a request to SQLite, prepared, from one thread,
//! without anything around it. The connection is set as the product sets its own.

use std::error::Error;
use std::hint::black_box;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use rusqlite::{Connection, params_from_iter};
use serde::Deserialize;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Sends transactions again and again and prints how many of them there were in a second.
#[derive(Parser)]
struct Arguments {
    /// The database.
    database: PathBuf,
    /// A JSON file: `[[{"sql": "..", "values": ["..", null]}]]`, the statements of one transaction after the other.
    transactions: PathBuf,
    /// For how long.
    #[arg(long)]
    seconds: u64,
    /// Begin as the product begins a write.
    #[arg(long)]
    write: bool,
}

#[derive(Deserialize)]
struct Statement {
    sql: String,
    values: Vec<Option<String>>,
}

const SETUP: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let transactions: Vec<Vec<Statement>> = serde_json::from_slice(&std::fs::read(&arguments.transactions)?)?;
    let database = Connection::open(&arguments.database)?;
    database.execute_batch(SETUP)?;
    database.set_prepared_statement_cache_capacity(256);
    let begin = if arguments.write { "BEGIN IMMEDIATE" } else { "BEGIN DEFERRED" };
    let since = Instant::now();
    let limit = Duration::from_secs(arguments.seconds);
    let mut done = 0_u32;
    for transaction in transactions.iter().cycle() {
        database.prepare_cached(begin)?.execute([])?;
        for statement in transaction {
            send(&database, statement)?;
        }
        database.prepare_cached("COMMIT")?.execute([])?;
        done += 1;
        if since.elapsed() >= limit {
            break;
        }
    }
    let per_second = f64::from(done) / since.elapsed().as_secs_f64();
    writeln!(std::io::stdout(), "{{\"perSecond\":{per_second:.2}}}")?;
    Ok(())
}

/// All rows with all their columns, as text and numbers that nobody looks at.
fn send(database: &Connection, statement: &Statement) -> rusqlite::Result<()> {
    let mut prepared = database.prepare_cached(&statement.sql)?;
    let columns = prepared.column_count();
    let mut rows = prepared.query(params_from_iter(&statement.values))?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            black_box(row.get_ref(column)?);
        }
    }
    Ok(())
}
