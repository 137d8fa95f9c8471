//! The product without any surface: what it is made of, and the transactions that use cases run in.

use std::cell::Cell;
use std::sync::{Arc, OnceLock};

use blaupause_analytics::columnar::Snapshot;
use blaupause_analytics::{LEAST_CONTRIBUTORS, Rules};
use blaupause_interchange::rdf::Publication;
use blaupause_kernel::Timestamp;
use blaupause_store::idempotency::{self, Kept};
use blaupause_store::{Conn, Database, Pace};
use blaupause_webhooks::{Networks, Source};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::bulletin_subscriptions::Mailing;
use crate::catalogs::Catalogs;
use crate::context::Touched;
use crate::flights::Flights;
use crate::freshness::Freshness;
use crate::search::UnitNames;
use crate::snapshots::{Following, Snapshots};
use crate::threads::Threads;
use crate::{Error, Read, Write};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The current instant.
    fn now(&self) -> Timestamp;
}

/// Hands out ids that were never used before and sort by time (UUID version 7).
pub trait Ids: Send + Sync {
    /// The next id.
    fn next(&self) -> Uuid;

    /// 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// The machine has no randomness to give.
    fn secret(&self) -> Result<[u8; 32], String>;
}

/// The product without any surface: a database, a clock and ids. Cloning shares it.
#[derive(Clone)]
pub struct App {
    database: Database,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    flights: Flights,
    computing: Arc<Semaphore>,
    reading: Arc<OnceLock<Threads>>,
    writing: Arc<OnceLock<Threads>>,
    rules: Rules,
    catalogs: Arc<Catalogs>,
    snapshots: Arc<Snapshots>,
    unit_names: Arc<UnitNames>,
    freshness: Arc<Freshness>,
    publication: Arc<Publication>,
    networks: Arc<Networks>,
    mailing: Option<Arc<Mailing>>,
}

/// An idempotency key with the request it stands for.
#[derive(Debug, Clone)]
pub struct Once {
    /// Who sent it: keys of different actors never meet.
    pub actor: String,
    /// The key as sent.
    pub key: String,
    /// SHA-256 over method, path and body.
    pub fingerprint: String,
}

impl App {
    /// An app over an open database.
    pub fn new(database: Database, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        let computing = Arc::new(Semaphore::new(1));
        Self {
            database,
            clock,
            ids,
            flights: Flights::default(),
            computing,
            reading: Arc::default(),
            writing: Arc::default(),
            rules: Rules::default(),
            catalogs: Arc::default(),
            snapshots: Arc::default(),
            unit_names: Arc::default(),
            freshness: Arc::default(),
            publication: Arc::default(),
            networks: Arc::default(),
            mailing: None,
        }
    }

    /// The same with other rules for what the figures of others may say; fewer contributors than [`LEAST_CONTRIBUTORS`]
    /// are not to be had.
    #[must_use]
    pub fn with_rules(self, rules: Rules) -> Self {
        let least = rules.min_contributors.max(LEAST_CONTRIBUTORS);
        Self { rules: Rules { min_contributors: least, ..rules }, ..self }
    }

    /// The same with what catalogues say of their publisher.
    #[must_use]
    pub fn with_publication(self, publication: Publication) -> Self {
        Self { publication: Arc::new(publication), ..self }
    }

    /// The same with other networks that messages may go to.
    #[must_use]
    pub fn with_networks(self, networks: Networks) -> Self {
        Self { networks: Arc::new(networks), ..self }
    }

    /// The same with mail.
    #[must_use]
    pub fn with_mailing(self, mailing: Mailing) -> Self {
        Self { mailing: Some(Arc::new(mailing)), ..self }
    }

    /// How mail is sent.
    ///
    /// # Errors
    /// `MailOff` if this service sends none.
    pub fn mailing(&self) -> Result<Arc<Mailing>, Error> {
        self.mailing.clone().ok_or(Error::MailOff)
    }

    /// The source that messages to other systems name.
    pub(crate) fn source(&self) -> Source {
        Source(self.publication.at(""))
    }

    /// What catalogues say of their publisher.
    pub fn publication(&self) -> Arc<Publication> {
        self.publication.clone()
    }

    /// The database, for migrations and backups.
    pub fn database(&self) -> &Database {
        &self.database
    }

    fn reading(&self) -> &Threads {
        self.reading.get_or_init(|| Threads::start("reading", self.database.connections()))
    }

    fn writing(&self) -> &Threads {
        self.writing.get_or_init(|| Threads::start("writing", self.database.connections()))
    }

    /// The names of the register, as they were last searched.
    pub fn unit_names(&self) -> Arc<UnitNames> {
        self.unit_names.clone()
    }

    /// The current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id.
    pub fn new_id(&self) -> Uuid {
        self.ids.next()
    }

    /// Does something that takes long, without the database, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        // What is read may be large: one after the other, so that many of them do not add up.
        let _turn = self.computing.acquire().await.map_err(|e| Error::Internal(e.to_string()))?;
        off_thread(work).await
    }

    /// Does something that reads by itself, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns.
    pub async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        off_thread(work).await
    }

    /// Reads, off the async threads.
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Read<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let app = self.clone();
        self.reading().run(move || app.read_blocking(work)).await
    }

    /// Writes in one transaction, off the async threads. `work` may run more than once.
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write_at(Pace::Short, work).await
    }

    async fn write_at<T: Send + 'static>(
        &self,
        pace: Pace,
        work: impl FnMut(&mut Write<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let app = self.clone();
        self.writing().run(move || app.write_blocking_at(pace, work)).await
    }

    /// Writes once per idempotency key: the answer is kept in the same transaction and given again.
    ///
    /// # Errors
    /// `KeyReused` if the key stands for another request, `InFlight` if that request still runs,
    /// and whatever `work` returns; a refused request keeps nothing.
    pub async fn write_once(
        &self,
        once: Option<Once>,
        pace: Pace,
        work: impl FnMut(&mut Write<'_>) -> Result<Kept, Error> + Send + 'static,
    ) -> Result<Kept, Error> {
        let Some(once) = once else { return self.write_at(pace, work).await };
        let _flight = self.flights.take_off(&once)?;
        let mut work = work;
        self.write_at(pace, move |tx| {
            if let Some(kept) = idempotency::find(tx.conn, &once.actor, &once.key)? {
                let same = kept.fingerprint == once.fingerprint;
                return if same { Ok(kept) } else { Err(Error::KeyReused) };
            }
            let kept = Kept { fingerprint: once.fingerprint.clone(), ..work(tx)? };
            idempotency::keep(tx.conn, &once.actor, &once.key, &kept, tx.now)?;
            Ok(kept)
        })
        .await
    }

    /// The answer that is kept under an idempotency key.
    ///
    /// # Errors
    /// `KeyReused` if the key stands for another request, or `Unavailable`.
    pub async fn kept(&self, once: &Once) -> Result<Option<Kept>, Error> {
        let once = once.clone();
        self.read(move |tx| {
            let kept = idempotency::find(tx.conn, &once.actor, &once.key)?;
            match kept {
                Some(kept) if kept.fingerprint != once.fingerprint => Err(Error::KeyReused),
                kept => Ok(kept),
            }
        })
        .await
    }

    /// The number of the state of everything that everybody may read, before a transaction begins whose answer is to be kept.
    pub fn published_number(&self) -> u64 {
        self.freshness.number()
    }

    /// The number of that state as it is now: what was kept under it is what would be answered. Nothing if it cannot be told.
    pub async fn confirmed_number(&self) -> Option<u64> {
        self.freshness.confirmed(&self.database).await
    }

    /// Waits until no server answers from before what this process wrote: for commands, at their end.
    pub fn settle(&self) {
        self.freshness.settle(&self.database);
    }

    /// The signed results in columns, as they are now. The first time it reads all of them.
    ///
    /// # Errors
    /// Those of the store.
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, Error> {
        self.snapshots.current(&self.database)
    }

    /// Follows what other servers and other programs write.
    pub fn following(&self) -> Following {
        Following::new()
    }

    /// Takes in what others wrote, if it is time; call it several times a second.
    pub fn follow(&self, following: &mut Following) {
        if following.is_due(&self.database) {
            self.catch_up();
        }
    }

    /// Brings what is kept in memory up to the log. What is committed is committed: a failure here is logged, and
    /// whoever follows the log makes up for it.
    fn catch_up(&self) {
        if let Err(error) = self.snapshots.catch_up(&self.database) {
            tracing::warn!(%error, "columns in memory could not be brought up to date");
        }
    }

    /// Reads on this thread.
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub fn read_blocking<T>(&self, work: impl FnOnce(&mut Read<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (now, rules) = (self.clock.now(), self.rules);
        let catalogs = Some(self.catalogs.as_ref());
        let clock = Cell::default();
        self.database.read(|conn| work(&mut Read { conn, now, rules, catalogs, clock }))
    }

    /// Writes in one transaction on this thread. `work` may run more than once.
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub fn write_blocking<T>(
        &self,
        work: impl FnMut(&mut Write<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.write_blocking_at(Pace::Short, work)
    }

    fn write_blocking_at<T>(
        &self,
        pace: Pace,
        mut work: impl FnMut(&mut Write<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (now, ids, rules) = (self.clock.now(), self.ids.as_ref(), self.rules);
        let networks = self.networks.as_ref();
        let touched = Touched::new(&self.freshness);
        let write = |conn: &mut Conn| work(&mut Write { conn, now, ids, rules, networks, touched: &touched });
        let done = self.database.write_at(pace, write);
        let columns = touched.columns();
        drop(touched);
        if done.is_ok() && columns {
            self.catch_up();
        }
        done
    }

    /// Writes on this thread, rows that a lease keeps apart from what others do ([`Database::write_apart`]).
    ///
    /// # Errors
    /// Whatever `work` returns, or `Unavailable`.
    pub(crate) fn write_apart<T>(
        &self,
        mut work: impl FnMut(&mut Write<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (now, ids, rules) = (self.clock.now(), self.ids.as_ref(), self.rules);
        let networks = self.networks.as_ref();
        let touched = Touched::new(&self.freshness);
        self.database
            .write_apart(|conn| work(&mut Write { conn, now, ids, rules, networks, touched: &touched }))
    }
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failure) => Err(Error::Internal(failure.to_string())),
    }
}
