//! The two ways into the database for a use case, reading and writing, and what is passed in with them.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_analytics::Rules;
use blaupause_catalog::Catalog;
use blaupause_kernel::{Date, Timestamp};
use blaupause_store::{Conn, journal, module_versions, signals};
use blaupause_webhooks::{Networks, Secret};
use uuid::Uuid;

use crate::Error;
use crate::app::Ids;
use crate::catalogs::Catalogs;
use crate::changes::Change;
use crate::freshness::{Closed, Freshness};
use crate::snapshots;

/// A reading use case's view of the world.
pub struct Read<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) now: Timestamp,
    pub(crate) rules: Rules,
    /// Missing within a writing transaction: what it sees may never be there for others.
    pub(crate) catalogs: Option<&'c Catalogs>,
    pub(crate) clock: Cell<ClockUse>,
}

/// How far an answer depends on the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ClockUse {
    /// Not at all.
    #[default]
    None,
    /// On the day.
    Day,
    /// On the instant.
    Instant,
}

/// What a transaction touches of what is kept in memory.
pub(crate) struct Touched {
    freshness: Arc<Freshness>,
    columns: Cell<bool>,
    closed: RefCell<Option<Closed>>,
}

impl Touched {
    pub(crate) fn new(freshness: &Arc<Freshness>) -> Self {
        Self { freshness: Arc::clone(freshness), columns: Cell::new(false), closed: RefCell::new(None) }
    }

    /// Whether something was recorded that columns in memory rest on.
    pub(crate) fn columns(&self) -> bool {
        self.columns.get()
    }

    /// Something that everybody may read is about to change: nothing is answered from memory until this is dropped.
    pub(crate) fn published(&self) {
        self.closed.borrow_mut().get_or_insert_with(|| self.freshness.close());
    }
}

/// A writing use case's view of the world: one transaction.
pub struct Write<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) now: Timestamp,
    pub(crate) ids: &'c dyn Ids,
    pub(crate) rules: Rules,
    pub(crate) networks: &'c Networks,
    /// What is to be done in memory once it is committed.
    pub(crate) touched: &'c Touched,
}

impl Read<'_> {
    /// The connection, for the store's functions.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// When the use case began.
    pub fn now(&self) -> Timestamp {
        self.clock.set(ClockUse::Instant);
        self.now
    }

    /// The day on which the use case began.
    pub fn today(&self) -> Date {
        self.clock.set(self.clock.get().max(ClockUse::Day));
        self.now.date()
    }

    /// How far what was asked until now depends on the clock.
    pub fn clock_use(&self) -> ClockUse {
        self.clock.get()
    }

    /// What the figures of others may say.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// All published module versions, with the life cycle that holds now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn catalog(&mut self) -> Result<Arc<Catalog>, Error> {
        match self.catalogs {
            Some(catalogs) => catalogs.current(self.conn),
            None => Ok(Arc::new(module_versions::catalog(self.conn)?)),
        }
    }
}

impl Write<'_> {
    /// The connection, for the store's functions.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// When the use case began.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day on which the use case began.
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// A new id.
    pub fn next_id(&self) -> Uuid {
        self.ids.next()
    }

    /// 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// `Internal` if the machine has no randomness to give.
    pub fn next_random(&self) -> Result<[u8; 32], Error> {
        self.ids.secret().map_err(Error::Internal)
    }

    /// A new secret.
    ///
    /// # Errors
    /// `Internal` if the machine has no randomness to give.
    pub fn next_secret(&self) -> Result<Secret, Error> {
        Ok(Secret::new(self.next_random()?))
    }

    /// Where messages to other systems may go.
    pub fn networks(&self) -> &Networks {
        self.networks
    }

    /// The same world for a function that only reads.
    pub fn as_read(&mut self) -> Read<'_> {
        Read { conn: self.conn, now: self.now, rules: self.rules, catalogs: None, clock: Cell::default() }
    }

    /// The same transaction as of another instant, for entering what happened earlier.
    pub fn at(&mut self, now: Timestamp) -> Write<'_> {
        Write { conn: self.conn, now, ..*self }
    }

    /// Says that something which everybody may read changes without an event: positions in the log.
    pub(crate) fn changes_published(&self) {
        self.touched.published();
    }

    /// Writes the audit entry and the event of a change, in this transaction.
    ///
    /// # Errors
    /// `Denied` for an anonymous actor; those of the store.
    pub fn record(&mut self, actor: &Actor, change: Change) -> Result<(), Error> {
        if snapshots::concerns(change.kind) {
            self.touched.columns.set(true);
            signals::send(self.conn)?;
        }
        let event = self.event(change);
        if event.published {
            self.touched.published();
        }
        Ok(journal::record(self.conn, &event, self.ids.next(), actor.subject()?)?)
    }

    /// Writes the audit entry of something that changes nothing: what somebody looked at. Nobody else hears of it.
    ///
    /// # Errors
    /// `Denied` for an anonymous actor; those of the store.
    pub fn note(&mut self, actor: &Actor, looked_at: Change) -> Result<(), Error> {
        let event = self.event(looked_at);
        Ok(journal::audit(self.conn, &event, self.ids.next(), actor.subject()?)?)
    }

    fn event(&self, change: Change) -> journal::Event {
        journal::Event {
            public: change.is_public(),
            published: change.touches_published(),
            id: self.ids.next(),
            position: None,
            at: self.now,
            kind: change.kind.to_owned(),
            subject: change.subject,
            unit: change.unit,
            provider: change.provider,
            data: change.data,
        }
    }
}
