//! The columns of signed results in memory: read once, then kept current by what the event log says.
//!
//! Whoever signs something off finds it in the columns when the answer comes: the transaction's thread catches up before
//! it returns. Other servers hear a signal ([`blaupause_store::signals`]), or look at the log from time to time
//! ([`Following`]). Those who ask are never held up by that: they get the columns as they were, until new ones are put
//! in their place at once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;
use blaupause_analytics::columnar::Snapshot;
use blaupause_kernel::Ars;
use blaupause_store::journal::{self, Event, Heard};
use blaupause_store::signals::Listener;
use blaupause_store::{Conn, Database, result_columns as store};

use crate::Error;

/// A result was signed off: the rows of one unit change.
const SIGNED: &str = "assessment.signedOff";

/// What changes units, who serves them, or which models there are: everything is read anew.
const REBUILDS: [&str; 6] = [
    "maturityModel.published",
    "provider.serviceAreaChanged",
    "register.imported",
    "succession.decided",
    "succession.opened",
    "succession.withdrawn",
];

/// Whether a change of this kind may change the columns.
pub(crate) fn concerns(kind: &str) -> bool {
    kind == SIGNED || REBUILDS.contains(&kind)
}

/// The columns, and how much of the log is in them.
struct Loaded {
    snapshot: Arc<Snapshot>,
    heard: Heard,
}

/// The columns that questions are answered from. Nothing until somebody asks for them.
#[derive(Default)]
pub(crate) struct Snapshots {
    current: ArcSwapOption<Loaded>,
    /// Taken by whoever reads the database for it, one after the other.
    turn: Mutex<()>,
}

impl Snapshots {
    /// The columns as they are, read first if they were not yet.
    pub(crate) fn current(&self, database: &Database) -> Result<Arc<Snapshot>, Error> {
        if let Some(loaded) = self.current.load().as_ref() {
            return Ok(Arc::clone(&loaded.snapshot));
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = self.current.load().as_ref() {
            return Ok(Arc::clone(&loaded.snapshot));
        }
        let loaded = database.read(load)?;
        let snapshot = Arc::clone(&loaded.snapshot);
        self.current.store(Some(Arc::new(loaded)));
        Ok(snapshot)
    }

    /// Takes in what happened since. Does nothing before the columns were asked for.
    pub(crate) fn catch_up(&self, database: &Database) -> Result<(), Error> {
        if self.current.load().is_none() {
            return Ok(());
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = self.current.load_full() else { return Ok(()) };
        let next = database.read(|conn| caught_up(conn, &before))?;
        self.current.store(Some(Arc::new(next)));
        Ok(())
    }
}

fn load(conn: &mut Conn) -> Result<Loaded, Error> {
    let heard = journal::heard_by_now(conn)?;
    Ok(Loaded { snapshot: Arc::new(store::snapshot(conn)?), heard })
}

fn caught_up(conn: &mut Conn, before: &Loaded) -> Result<Loaded, Error> {
    let kinds: Vec<&str> = REBUILDS.into_iter().chain([SIGNED]).collect();
    let (events, heard) = journal::unheard(conn, &before.heard, &kinds)?;
    if events.iter().any(|event| event.kind != SIGNED) {
        return load(conn);
    }
    let units: BTreeSet<&Ars> = events.iter().filter_map(|event: &Event| event.unit.as_ref()).collect();
    if units.is_empty() {
        return Ok(Loaded { snapshot: Arc::clone(&before.snapshot), heard });
    }
    let mut next = Snapshot::clone(&before.snapshot);
    let versions: Vec<_> =
        next.all_results().map(|results| (results.model().clone(), results.version().clone())).collect();
    for unit in units {
        for (model, version) in &versions {
            let rows = store::of_unit(conn, model, version, unit)?;
            let known = next.results(model, version).zip(next.units().place(unit.as_str()));
            let had = known.is_some_and(|(results, place)| results.count_of(place) > 0);
            if (had || !rows.is_empty()) && !next.replace(model, version, unit.as_str(), &rows) {
                return load(conn);
            }
        }
    }
    Ok(Loaded { snapshot: Arc::new(next), heard })
}

/// Follows what other servers and other programs write: hears their signals, and looks at the log where there are none.
pub struct Following {
    listener: Option<Listener>,
    /// How often it looked since the last time it read the log.
    quiet: u32,
}

/// With signals, the log is read only so many looks after the last time, in case one was lost.
const LOOKS: u32 = 20;

impl Following {
    /// Follows from now on.
    pub(crate) fn new() -> Self {
        Self { listener: None, quiet: 0 }
    }

    /// Whether it is time to read the log.
    pub(crate) fn is_due(&mut self, database: &Database) -> bool {
        self.quiet += 1;
        let heard = match self.listener.as_mut().map(Listener::heard) {
            Some(Ok(heard)) => heard,
            Some(Err(error)) => {
                tracing::warn!(%error, "signals of other servers are no longer heard");
                self.listener = None;
                true
            }
            None => {
                self.listener = database.listener().unwrap_or_else(|error| {
                    tracing::debug!(%error, "signals of other servers cannot be heard");
                    None
                });
                true
            }
        };
        let due = heard || self.quiet >= LOOKS;
        if due {
            self.quiet = 0;
        }
        due
    }
}
