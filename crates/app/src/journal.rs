//! Reading what happened: the public events and the auditor's log.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Page, Paged};
use blaupause_store::assessments::{Own, Reach};
use blaupause_store::journal;

pub use blaupause_store::journal::{AuditEntry, Event};

use crate::subjects::{Doing, within};
use crate::{App, Error, Read, Write};

/// Gives positions to everything that committed since the last time.
///
/// # Errors
/// Those of the store.
pub fn number_pending(tx: &mut Write<'_>) -> Result<usize, Error> {
    let numbered = journal::number_pending(tx.conn())?;
    if numbered > 0 {
        tx.changes_published();
    }
    Ok(numbered)
}

/// Whether [`number_pending`] has something to do.
///
/// # Errors
/// Those of the store.
pub fn has_pending(tx: &mut Read<'_>) -> Result<bool, Error> {
    Ok(journal::has_pending(tx.conn())?)
}

/// Events in order of their position: for everybody what concerns published things and the register, and what
/// happened to the assessments, adoptions and installations of a unit, and to the assessments of a provider, for those
/// who may read it.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list_events(tx: &mut Read<'_>, actor: &Actor, page: &Page) -> Result<Paged<Event>, Error> {
    let nothing = Reach::Of { units: Vec::new(), providers: Vec::new(), on: tx.today() };
    let (reach, own) = if Doing::Reading.is_possible(actor) {
        within(actor, Permission::ReadProvider, tx.today())?
    } else {
        (nothing, Own::Of(Vec::new()))
    };
    Ok(journal::list_events(tx.conn(), &reach, &own, page)?)
}

/// Lets those pass who may read the audit log, before anything is done for them.
///
/// # Errors
/// `Denied`.
pub fn may_read_audit(actor: &Actor) -> Result<(), Error> {
    Ok(actor.require(Permission::ReadAudit, Owner::Everyone)?)
}

/// Audit entries in order of their position.
///
/// # Errors
/// `Denied` unless the actor may read the audit log; a foreign cursor; those of the store.
pub fn list_audit(tx: &mut Read<'_>, actor: &Actor, page: &Page) -> Result<Paged<AuditEntry>, Error> {
    may_read_audit(actor)?;
    Ok(journal::list_audit(tx.conn(), page)?)
}

/// Checks the whole audit chain; `Err` names the position of the first entry that does not fit.
///
/// # Errors
/// Those of the store.
pub fn verify_audit(app: &App) -> Result<Result<u64, i64>, Error> {
    app.write_blocking(|tx| number_pending(tx).map(|_| ()))?;
    let (mut page, mut previous, mut count) = (Page::largest(), None, 0_u64);
    loop {
        let entries = app.read_blocking(|tx| Ok(journal::list_audit(tx.conn(), &page)?))?;
        for entry in &entries.items {
            let position = entry.position.unwrap_or(0);
            let expected = entry.digest_after(position, previous)?;
            if entry.previous != previous || entry.hash != Some(expected) {
                return Ok(Err(position));
            }
            (previous, count) = (entry.hash, count + 1);
        }
        let Some(next) = entries.next else { return Ok(Ok(count)) };
        page = Page::largest_after(next);
    }
}
