//! The one writer of the embedded database. Its transactions come one after the other; those that queue share one commit
//! ("group commit"), because waiting for the disk is most of what a short one takes.
//!
//! Each is a savepoint in a common transaction. Whoever sees others wait behind leaves the commit to them and waits for its
//! outcome, so that nothing is acknowledged before it is on the disk. What one of them rolls back is gone for itself alone; if
//! the common transaction fails, all of them fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::connection::TransactionManager;
use diesel::prelude::*;
use diesel::r2d2::ManageConnection as _;
use parking_lot::{Condvar, Mutex, MutexGuard};

use crate::connection::Manager;
use crate::{Conn, Error};

type Transactions = <SqliteConnection as Connection>::TransactionManager;

/// The most transactions that share a commit.
const MOST_TOGETHER: usize = 64;
/// How long one that left its commit to others waits before it looks whether they are still there.
const PATIENCE: Duration = Duration::from_millis(5);

/// How long a transaction takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Milliseconds: others may wait for it.
    Short,
    /// Longer: others are committed before it begins.
    Long,
}

/// Where writers queue.
pub(crate) struct Writer {
    manager: Manager,
    wait: Duration,
    waiting: AtomicUsize,
    desk: Mutex<Desk>,
}

/// What only one writer at a time has.
#[derive(Default)]
struct Desk {
    conn: Option<Conn>,
    open: Option<Open>,
}

/// A transaction that has begun.
struct Open {
    batch: Arc<Batch>,
    members: usize,
}

/// The transactions of one commit, and what became of them.
#[derive(Default)]
struct Batch {
    outcome: Mutex<Option<Result<(), Why>>>,
    told: Condvar,
}

/// Why a common transaction failed.
#[derive(Clone)]
enum Why {
    /// Others got in its way.
    Retry,
    /// Anything else.
    Failed(String),
}

impl From<Why> for Error {
    fn from(why: Why) -> Self {
        match why {
            Why::Retry => Self::Retry,
            Why::Failed(text) => Self::Unavailable(text),
        }
    }
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        match error {
            Error::Retry => Self::Retry,
            other => Self::Failed(format!("the transaction was not committed: {other}")),
        }
    }
}

impl Batch {
    fn tell(&self, outcome: Result<(), Why>) {
        *self.outcome.lock() = Some(outcome);
        self.told.notify_all();
    }

    /// The outcome, if it is known within a while.
    fn outcome(&self, within: Duration) -> Option<Result<(), Error>> {
        let mut outcome = self.outcome.lock();
        if outcome.is_none() {
            self.told.wait_for(&mut outcome, within);
        }
        outcome.clone().map(|outcome| outcome.map_err(Error::from))
    }
}

impl Desk {
    fn conn(&mut self, manager: &Manager) -> Result<&mut Conn, Error> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => manager.connect().map_err(|e| Error::Unavailable(e.to_string()))?,
        };
        Ok(self.conn.insert(conn))
    }

    /// Joins the transaction that is open, or begins one.
    fn join(&mut self, manager: &Manager) -> Result<Arc<Batch>, Error> {
        if self.open.is_none() {
            if let Err(error) = begin(self.conn(manager)?) {
                // whatever state it is in now, the next one gets a new connection
                self.conn = None;
                return Err(error);
            }
            self.open = Some(Open { batch: Arc::default(), members: 0 });
        }
        let open = self.open.as_mut().ok_or(Error::Retry)?;
        open.members += 1;
        Ok(Arc::clone(&open.batch))
    }

    /// Commits what is open and tells everybody who waits for it.
    fn commit(&mut self) {
        let Some(open) = self.open.take() else { return };
        let committed = match &mut self.conn {
            Some(Conn::Sqlite(conn)) => Transactions::commit_transaction(conn).map_err(Error::from),
            _ => Err(Error::Unavailable("the connection is gone".to_owned())),
        };
        if committed.is_err() {
            self.conn = None;
        }
        open.batch.tell(committed.map_err(Why::from));
    }

    /// Gives up what is open: with its connection closed, the database rolls it back.
    fn fail(&mut self, why: &str) {
        self.conn = None;
        if let Some(open) = self.open.take() {
            open.batch.tell(Err(Why::Failed(why.to_owned())));
        }
    }
}

/// Gives the common transaction up if a panic ends one of its parts half done.
struct Whole<'d, 'g>(&'d mut MutexGuard<'g, Desk>);

impl Drop for Whole<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail("a transaction in the same commit broke off");
        }
    }
}

impl Writer {
    /// A writer that waits so long for its turn.
    pub(crate) fn new(manager: Manager, wait: Duration) -> Self {
        Self { manager, wait, waiting: AtomicUsize::new(0), desk: Mutex::default() }
    }

    fn turn(&self) -> Result<MutexGuard<'_, Desk>, Error> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let desk = self.desk.try_lock_for(self.wait);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        desk.ok_or_else(|| Error::Unavailable("other transactions took too long".to_owned()))
    }

    /// Does something outside any transaction.
    ///
    /// # Errors
    /// `Unavailable` if it is not its turn in time, or without a connection.
    pub(crate) fn outside<T>(&self, work: impl FnOnce(&mut Conn) -> T) -> Result<T, Error> {
        let mut desk = self.turn()?;
        desk.commit();
        Ok(work(desk.conn(&self.manager)?))
    }

    /// Runs `work` as one transaction: `Ok` is on the disk when this returns, `Err` changed nothing.
    ///
    /// # Errors
    /// Whatever `work` returns; `Retry` if another program wrote at the same time; `Unavailable` if it was not its turn in time
    /// or the commit failed.
    pub(crate) fn write<T, E: From<Error>>(
        &self,
        pace: Pace,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut desk = self.turn()?;
        if pace == Pace::Long {
            desk.commit();
        }
        let batch = desk.join(&self.manager)?;
        let done = within(&mut desk, work);
        let others = self.waiting.load(Ordering::SeqCst) > 0;
        let room = desk.open.as_ref().is_some_and(|open| open.members < MOST_TOGETHER);
        if pace == Pace::Long || !others || !room {
            desk.commit();
        }
        drop(desk);
        // what is refused may have been so because of what others did in the same commit
        self.outcome(&batch)?;
        done
    }

    /// What became of a common transaction. Whoever else it was left to may have given up waiting for its turn.
    fn outcome(&self, batch: &Arc<Batch>) -> Result<(), Error> {
        loop {
            if let Some(outcome) = batch.outcome(PATIENCE) {
                return outcome;
            }
            if let Some(mut desk) = self.desk.try_lock()
                && desk.open.as_ref().is_some_and(|open| Arc::ptr_eq(&open.batch, batch))
            {
                desk.commit();
            }
        }
    }
}

/// One part of the common transaction.
fn within<T, E: From<Error>>(
    desk: &mut MutexGuard<'_, Desk>,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let whole = Whole(desk);
    let conn = whole.0.conn.as_mut().ok_or(Error::Retry)?;
    match savepoint(conn, work) {
        Ok(done) => done,
        Err(error) => {
            whole.0.fail(&format!("a transaction in the same commit could not be ended: {error}"));
            Err(error.into())
        }
    }
}

fn begin(conn: &mut Conn) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(c) => Ok(Transactions::begin_transaction_sql(c, "BEGIN IMMEDIATE")?),
        Conn::Postgres(_) => Err(Error::Unavailable("the writer is for the embedded database".to_owned())),
    }
}

/// Runs `work` between a savepoint and its end. The outer error is one of the savepoint.
fn savepoint<T, E>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<Result<T, E>, Error> {
    if let Conn::Sqlite(c) = conn {
        Transactions::begin_transaction(c)?;
    }
    let done = work(conn);
    if let Conn::Sqlite(c) = conn {
        match &done {
            Ok(_) => Transactions::commit_transaction(c)?,
            Err(_) => Transactions::rollback_transaction(c)?,
        }
    }
    Ok(done)
}
