//! Whether what was answered before is still what would be answered now: the one question behind the memory of published
//! answers.
//!
//! Everything that everybody may read has a state ([`PublishedState`]), and this service a number for it that grows whenever the
//! state changes. An answer that was kept under a number is good while [`Freshness::confirmed`] gives that number:
//!
//! - On PostgreSQL, where other servers write too, the database is asked, by one thread for all requests that wait: the
//!   question is put after each of them came, so the answer holds for them. Nobody is ever told of an older state than the one
//!   that was committed when they asked.
//! - On the embedded database this process is the only server. Before a transaction that changes what is published commits, it
//!   closes the memory, and opens it under a new number after that: nobody finds there what has been different elsewhere.
//!   Commands that write from outside are noticed within [`LEASE`], and do not end before ([`Freshness::settle`]).

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant};

use blaupause_store::journal::{PublishedState, published_state};
use blaupause_store::{Conn, Database, Error as Store};
use tokio::sync::oneshot;

/// How long the embedded database's answer to "did others write?" is taken for good.
const LEASE: Duration = Duration::from_millis(100);
/// How often it is asked.
const LOOK_EVERY: Duration = Duration::from_millis(25);
/// The most requests that one question to the database is for.
const MOST_TOGETHER: usize = 10_000;

/// Who waits for the number of the state.
type Waiting = oneshot::Sender<Option<u64>>;

/// The number of the state, and what keeps it right.
#[derive(Default)]
pub(crate) struct Freshness {
    number: AtomicU64,
    /// How many transactions are about to change what is published.
    closed: AtomicUsize,
    watch: OnceLock<Watch>,
}

enum Watch {
    /// The embedded database: until when it is known that others did not write.
    Leased(Arc<Mutex<Option<Instant>>>),
    /// PostgreSQL: whom to ask.
    Asked(Sender<Waiting>),
}

/// Keeps the memory closed while it lives.
pub(crate) struct Closed(Arc<Freshness>);

impl Drop for Closed {
    fn drop(&mut self) {
        self.0.number.fetch_add(1, Ordering::SeqCst);
        self.0.closed.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Freshness {
    /// The number of the state at the latest known. An answer whose transaction begins after this was asked is at least as
    /// new.
    pub(crate) fn number(&self) -> u64 {
        self.number.load(Ordering::SeqCst)
    }

    /// Closes the memory until what is returned is dropped, which has to be after the end of the transaction.
    pub(crate) fn close(self: &Arc<Self>) -> Closed {
        self.closed.fetch_add(1, Ordering::SeqCst);
        Closed(Arc::clone(self))
    }

    /// The number of the state as it is now; nothing if that cannot be told at the moment.
    pub(crate) async fn confirmed(self: &Arc<Self>, database: &Database) -> Option<u64> {
        match self.watch.get_or_init(|| Watch::begin(self, database)) {
            Watch::Leased(until) => {
                // the number first: what closes the memory afterwards is not committed yet
                let number = self.number();
                let open = self.closed.load(Ordering::SeqCst) == 0;
                let until = *until.lock().unwrap_or_else(PoisonError::into_inner);
                (open && until.is_some_and(|until| Instant::now() < until)).then_some(number)
            }
            Watch::Asked(asks) => {
                let (waiting, answer) = oneshot::channel();
                asks.send(waiting).ok()?;
                answer.await.ok().flatten()
            }
        }
    }

    /// Waits, if this process changed what is published, until no server on the embedded database can still answer from
    /// before: for commands.
    pub(crate) fn settle(&self, database: &Database) {
        if database.is_embedded() && self.number() > 0 {
            std::thread::sleep(LEASE);
        }
    }

    /// Takes note of a state; the number of it.
    fn observed(&self, state: PublishedState, last: &mut Option<PublishedState>) -> u64 {
        if last.replace(state) != Some(state) {
            self.number.fetch_add(1, Ordering::SeqCst);
        }
        self.number()
    }
}

impl Watch {
    fn begin(freshness: &Arc<Freshness>, database: &Database) -> Self {
        let (weak, database) = (Arc::downgrade(freshness), database.clone());
        if database.is_embedded() {
            let until = Arc::default();
            let renewed = Arc::clone(&until);
            spawn("lease", move || lease(&weak, &database, &renewed));
            Self::Leased(until)
        } else {
            let (asks, asked) = mpsc::channel();
            spawn("freshness", move || answer(&weak, &database, &asked));
            Self::Asked(asks)
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::warn!(%error, "published answers are not kept in memory");
    }
}

/// A connection of its own that is opened anew after a failure.
#[derive(Default)]
struct Look {
    conn: Option<Conn>,
    last: Option<PublishedState>,
    failing: bool,
}

impl Look {
    /// The state; nothing if it cannot be told. The log says so once, however often it is asked meanwhile.
    fn state(&mut self, database: &Database) -> Option<PublishedState> {
        match self.read(database) {
            Ok(state) => {
                self.failing = false;
                Some(state)
            }
            Err(error) => {
                if !std::mem::replace(&mut self.failing, true) {
                    tracing::warn!(%error, "it cannot be told whether others wrote");
                }
                self.conn = None;
                None
            }
        }
    }

    fn read(&mut self, database: &Database) -> Result<PublishedState, Store> {
        let conn = match &mut self.conn {
            Some(conn) => conn,
            none => none.insert(database.connect()?),
        };
        published_state(conn)
    }
}

/// Renews the lease until the service is gone.
fn lease(freshness: &Weak<Freshness>, database: &Database, until: &Mutex<Option<Instant>>) {
    let mut look = Look::default();
    loop {
        let began = Instant::now();
        if let Some(state) = look.state(database) {
            let Some(freshness) = freshness.upgrade() else { return };
            freshness.observed(state, &mut look.last);
            *until.lock().unwrap_or_else(PoisonError::into_inner) = began.checked_add(LEASE);
        }
        std::thread::sleep(LOOK_EVERY);
        if freshness.strong_count() == 0 {
            return;
        }
    }
}

/// Answers those who wait, all at once, until the service is gone.
fn answer(freshness: &Weak<Freshness>, database: &Database, asked: &Receiver<Waiting>) {
    let mut look = Look::default();
    while let Ok(first) = asked.recv() {
        // whoever comes after this is not among them: the question is put when the last of them is there
        let waiting: Vec<Waiting> =
            std::iter::once(first).chain(asked.try_iter().take(MOST_TOGETHER)).collect();
        let state = look.state(database);
        let Some(freshness) = freshness.upgrade() else { return };
        let number = state.map(|state| freshness.observed(state, &mut look.last));
        for one in waiting {
            // who is gone needs no answer
            one.send(number).ok();
        }
    }
}
