//! The database as a whole: its address, its pools, its migrations, and the two ways in: read and write.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::Manager;
use crate::signals::Listener;
use crate::writer::{Pace, Writer};
use crate::{Conn, Error};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
/// How often a transaction is repeated when others got in its way.
const ATTEMPTS: u32 = 30;
/// From this attempt on, it waits before it tries again, each time a little longer, and on PostgreSQL tries every other time to
/// be alone: many who write at once, and whom its page locks take for rivals, then do so one after the other.
const WAITS_FROM: u32 = 4;

/// How a transaction begins on PostgreSQL. Whoever writes holds a weak lock on the log, which all of them write to, so that one
/// that was repeated too often can wait until it is alone: before its snapshot is taken, as nothing was read yet, and not for long,
/// because all others wait behind it.
const SERIALIZABLE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE events IN ROW SHARE MODE";
const ALONE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE; SET LOCAL lock_timeout = '250ms'; \
    LOCK TABLE events IN EXCLUSIVE MODE; SET LOCAL lock_timeout = '10s'";
const APART: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// Where the database is and how it is used.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite:FILE` or `postgres://user@host/database`.
    pub url: String,
    /// Connections kept open for reading (SQLite) or for everything (PostgreSQL).
    pub connections: u32,
    /// How long a request waits for a free connection before it is refused.
    pub wait: Duration,
}

/// An open database. Cloning shares it.
#[derive(Clone)]
pub struct Database {
    readers: Pool<Manager>,
    manager: Manager,
    writers: Writers,
}

#[derive(Clone)]
enum Writers {
    /// PostgreSQL: any number at once.
    Many(Pool<Manager>),
    /// SQLite: one after the other, instead of failing half-way.
    One(Arc<Writer>),
}

impl Database {
    /// Opens the database. Nothing is created but an empty SQLite file.
    ///
    /// # Errors
    /// `Unavailable` if the address is of neither kind or nothing answers there.
    pub fn open(options: &Options) -> Result<Self, Error> {
        let pool = |manager: Manager, size: u32| {
            Pool::builder()
                .max_size(size.max(1))
                .min_idle(Some(1))
                .test_on_check_out(false)
                .connection_timeout(options.wait)
                .build(manager)
                .map_err(|e| Error::Unavailable(e.to_string()))
        };
        if let Some(path) = options.url.strip_prefix("sqlite:") {
            let manager = Manager::Sqlite(path.to_owned());
            let writers = Writers::One(Arc::new(Writer::new(manager.clone(), options.wait)));
            Ok(Self { readers: pool(manager.clone(), options.connections)?, manager, writers })
        } else if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://") {
            let manager = Manager::Postgres(options.url.clone());
            let readers = pool(manager.clone(), options.connections)?;
            Ok(Self { manager, writers: Writers::Many(readers.clone()), readers })
        } else {
            Err(Error::Unavailable("the address must begin with `sqlite:` or `postgres://`".to_owned()))
        }
    }

    /// Brings the tables up to date and says which migrations ran.
    ///
    /// # Errors
    /// `Unavailable` without a connection, or if a migration fails: then it changed nothing.
    pub fn migrate(&self) -> Result<Vec<String>, Error> {
        let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Unavailable(e.to_string());
        self.outside(|conn| {
            let ran = match conn {
                Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map_err(failed)?,
                Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map_err(failed)?,
            };
            Ok::<_, Error>(ran.iter().map(ToString::to_string).collect())
        })?
    }

    /// Whether the tables are those this program was built for.
    ///
    /// # Errors
    /// `Unavailable` if the database cannot tell.
    pub fn is_current(&self) -> Result<bool, Error> {
        let failed = |e: Box<dyn std::error::Error + Send + Sync>| Error::Unavailable(e.to_string());
        let pending = self.outside(|conn| match conn {
            Conn::Postgres(c) => c.has_pending_migration(POSTGRES).map_err(failed),
            Conn::Sqlite(c) => c.has_pending_migration(SQLITE).map_err(failed),
        })?;
        Ok(!pending?)
    }

    /// Does something with a connection that writes, outside any transaction.
    fn outside<T>(&self, work: impl FnOnce(&mut Conn) -> T) -> Result<T, Error> {
        match &self.writers {
            Writers::Many(pool) => Ok(work(&mut *take(pool)?)),
            Writers::One(writer) => writer.outside(work),
        }
    }

    /// Reads from one consistent state; writes nothing.
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub fn read<T, E: From<Error>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut conn = take(&self.readers)?;
        let begin = match &*conn {
            Conn::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Conn::Sqlite(_) => "BEGIN DEFERRED",
        };
        transaction(&mut conn, begin, work)
    }

    /// Runs `work` as one serializable transaction: `Ok` commits, `Err` rolls back. When another transaction
    /// got in the way it is run again from the start, so it must do nothing but work on its connection.
    ///
    /// # Errors
    /// Whatever `work` returns; `Retry` if it never got through; `Unavailable`.
    pub fn write<T, E: From<Error> + AsStoreError>(
        &self,
        work: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_at(Pace::Short, work)
    }

    /// The same, with how long it takes: on the embedded database others wait for a short one.
    ///
    /// # Errors
    /// Those of [`Database::write`].
    pub fn write_at<T, E: From<Error> + AsStoreError>(
        &self,
        pace: Pace,
        work: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_in((SERIALIZABLE, ALONE), pace, work)
    }

    /// Runs `work` as one transaction that sees what others commit meanwhile, and does not get in their way. For work on rows
    /// that a condition in the update itself keeps apart, such as a lease; SQLite knows no difference.
    ///
    /// # Errors
    /// Those of [`Database::write`].
    pub fn write_apart<T, E: From<Error> + AsStoreError>(
        &self,
        work: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_in((APART, APART), Pace::Short, work)
    }

    fn write_in<T, E: From<Error> + AsStoreError>(
        &self,
        (first, repeated): (&str, &str),
        pace: Pace,
        mut work: impl FnMut(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut attempt = 1;
        loop {
            let waits = attempt >= WAITS_FROM && attempt.is_multiple_of(2);
            let begin = if waits { repeated } else { first };
            let done = match &self.writers {
                Writers::Many(pool) => transaction(&mut *take(pool)?, begin, &mut work),
                Writers::One(writer) => writer.write(pace, &mut work),
            };
            match done {
                Err(error) if attempt < ATTEMPTS && matches!(error.as_store_error(), Some(Error::Retry)) => {
                    attempt += 1;
                    tracing::debug!(attempt, "transaction repeated");
                    let steps = attempt.saturating_sub(WAITS_FROM);
                    std::thread::sleep(Duration::from_millis(steps.into()));
                }
                other => return other,
            }
        }
    }

    /// Whether this is the embedded database.
    pub fn is_embedded(&self) -> bool {
        matches!(self.manager, Manager::Sqlite(_))
    }

    /// How many connections are kept open for requests.
    pub fn connections(&self) -> u32 {
        self.readers.max_size()
    }

    /// A connection of its own, outside the pools.
    ///
    /// # Errors
    /// `Unavailable` if there is none to be had.
    pub fn connect(&self) -> Result<Conn, Error> {
        self.manager.connect().map_err(|e| Error::Unavailable(e.to_string()))
    }

    /// A connection of its own that hears what other servers signal; none on the embedded database, which has no others.
    ///
    /// # Errors
    /// `Unavailable` if there is no connection to be had.
    pub fn listener(&self) -> Result<Option<Listener>, Error> {
        match &self.manager {
            Manager::Postgres(url) => Listener::open(url).map(Some),
            Manager::Sqlite(_) => Ok(None),
        }
    }
}

/// Lets [`Database::write`] see a store error inside the caller's own error.
pub trait AsStoreError {
    /// The store error, if this is one.
    fn as_store_error(&self) -> Option<&Error>;
}

impl AsStoreError for Error {
    fn as_store_error(&self) -> Option<&Error> {
        Some(self)
    }
}

fn take(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>, Error> {
    pool.get().map_err(|e| Error::Unavailable(e.to_string()))
}

/// What could not begin: the first of its statements may have, and has to be undone.
fn not_begun(conn: &mut Conn, begin: &str, error: diesel::result::Error) -> Error {
    if let Conn::Postgres(c) = conn
        && let Err(rollback) = c.batch_execute("ROLLBACK")
    {
        tracing::warn!(%rollback, "a transaction did not begin and could not be undone");
    }
    match Error::from(error) {
        Error::Database(_) if begin == ALONE => Error::Retry,
        other => other,
    }
}

/// One transaction that begins with `begin`. A panic inside rolls back as the guard is dropped.
fn transaction<T, E: From<Error>>(
    conn: &mut Conn,
    begin: &str,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    type Pg = <PgConnection as Connection>::TransactionManager;
    type Lite = <SqliteConnection as Connection>::TransactionManager;
    let begun = match conn {
        Conn::Postgres(c) => Pg::begin_transaction_sql(c, begin),
        Conn::Sqlite(c) => Lite::begin_transaction_sql(c, begin),
    };
    begun.map_err(|error| not_begun(conn, begin, error))?;
    let done = work(conn);
    let end = |conn: &mut Conn, commit: bool| match (conn, commit) {
        (Conn::Postgres(c), true) => Pg::commit_transaction(c),
        (Conn::Postgres(c), false) => Pg::rollback_transaction(c),
        (Conn::Sqlite(c), true) => Lite::commit_transaction(c),
        (Conn::Sqlite(c), false) => Lite::rollback_transaction(c),
    };
    match done {
        Ok(value) => end(conn, true).map(|()| value).map_err(|e| Error::from(e).into()),
        Err(error) => {
            if let Err(rollback) = end(conn, false) {
                tracing::warn!(%rollback, "rollback failed; the connection is dropped");
            }
            Err(error)
        }
    }
}
