//! One connection type over both databases, the dispatch macro, and the pool's way to open and check it.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use libsqlite3_sys as _;
use pq_sys as _;

/// A connection to PostgreSQL or SQLite. Queries are written once and compiled for each.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL 15 or newer.
    Postgres(PgConnection),
    /// The embedded database.
    Sqlite(SqliteConnection),
}

/// Runs the same query on whichever database `$conn` is connected to, with that database's full
/// feature set: upserts and batches do not compile on [`Conn`] itself.
macro_rules! on_db {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::Conn::Postgres($c) => $body,
            $crate::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use on_db;

/// What boxed queries are written for.
pub(crate) type Backend = <Conn as Connection>::Backend;

/// Opens connections of the kind the address names. The address decides, never a failed attempt.
#[derive(Debug, Clone)]
pub(crate) enum Manager {
    Postgres(String),
    Sqlite(String),
}

/// What every SQLite connection is set to: nothing acknowledged may be lost, references hold.
const SQLITE_SETUP: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;";

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = ConnectionError;

    fn connect(&self) -> Result<Conn, ConnectionError> {
        match self {
            Self::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                setup(&mut conn, "SET TIME ZONE 'UTC'; SET lock_timeout = '10s';")?;
                Ok(Conn::Postgres(conn))
            }
            Self::Sqlite(path) => {
                let mut conn = SqliteConnection::establish(path)?;
                setup(&mut conn, SQLITE_SETUP)?;
                Ok(Conn::Sqlite(conn))
            }
        }
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), ConnectionError> {
        let alive = on_db!(conn, c => c.batch_execute("SELECT 1"));
        alive.map_err(ConnectionError::CouldntSetupConfiguration)
    }

    /// A connection that panicked inside a transaction would carry it to its next user.
    fn has_broken(&self, conn: &mut Conn) -> bool {
        use diesel::connection::{AnsiTransactionManager, TransactionManager};
        std::thread::panicking()
            || on_db!(conn, c => AnsiTransactionManager::is_broken_transaction_manager(c))
    }
}

fn setup(conn: &mut impl SimpleConnection, sql: &str) -> Result<(), ConnectionError> {
    conn.batch_execute(sql).map_err(ConnectionError::CouldntSetupConfiguration)
}
