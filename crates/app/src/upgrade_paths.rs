//! Upgrade paths between versions of modules and of minimum standards: publish them, withdraw them.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::Upgrade;
use blaupause_kernel::{Message, Page, Paged, Slug, Version, to_canonical_json};
use blaupause_store::maturity_models::Published;
use blaupause_store::{Error as Store, module_versions, standard_versions, upgrade_paths as store};

pub use blaupause_store::upgrade_paths::{Filter, StoredPath};

use crate::error::{refused, text_of};
use crate::{Change, Error, Expected, Read, Write};

/// Publishes a path from its YAML or JSON text, for good. Where it leads has to be published.
///
/// # Errors
/// `Invalid` with every problem of the text, or for a target that is not there; `Denied`; a taken id; no such
/// provider; those of the store.
pub fn publish(tx: &mut Write<'_>, actor: &Actor, text: impl AsRef<[u8]>) -> Result<StoredPath, Error> {
    actor.require_somewhere(Permission::ManageModules)?;
    let path = read(text_of(text.as_ref())?)?;
    actor.require(Permission::ManageModules, Owner::Provider(path.owner()))?;
    let (known, id, version) = target(tx, &path)?;
    if !known {
        let message = Message::new("catalog-upgrade-target-unknown").with("id", id).with("version", version);
        return Err(Error::invalid("/to", message));
    }
    let hash = path.hash()?;
    let document = to_canonical_json(&path).map_err(|e| Error::Internal(e.to_string()))?;
    let now = tx.now();
    store::insert(tx.conn(), &path, &Published { document, hash }, actor.subject()?, now)?;
    tx.record(actor, change("upgradePath.published", &path))?;
    Ok(store::by_id(tx.conn(), path.id())?)
}

/// Says that a path no longer holds, from today on. The document stays.
///
/// # Errors
/// No such path; `Denied`; `Stale`; a path that is withdrawn already; those of the store.
pub fn withdraw(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
) -> Result<StoredPath, Error> {
    actor.require_somewhere(Permission::ManageModules)?;
    let stored = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageModules, Owner::Provider(stored.path.owner()))?;
    expected.check(stored.revision)?;
    if let Some(on) = stored.withdrawn {
        return Err(blaupause_catalog::Error::Withdrawn { id: id.clone(), on }.into());
    }
    let stored = StoredPath { withdrawn: Some(tx.today()), revision: stored.revision.next(), ..stored };
    store::withdraw(tx.conn(), &stored)?;
    tx.record(actor, change("upgradePath.withdrawn", &stored.path))?;
    Ok(stored)
}

/// A path.
///
/// # Errors
/// No such path; those of the store.
pub fn get(tx: &mut Read<'_>, id: &Slug) -> Result<StoredPath, Error> {
    Ok(store::by_id(tx.conn(), id)?)
}

/// Paths by id, withdrawn ones too.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, filter: &Filter, page: &Page) -> Result<Paged<StoredPath>, Error> {
    Ok(store::list(tx.conn(), filter, page)?)
}

/// Whether what a path leads to is published, and what that is.
fn target<'p>(tx: &mut Write<'_>, path: &'p Upgrade) -> Result<(bool, &'p Slug, &'p Version), Error> {
    Ok(match path {
        Upgrade::Module(path) => {
            let found = module_versions::of_pins(tx.conn(), std::slice::from_ref(&path.to))?;
            (!found.is_empty(), &path.to.module, &path.to.version)
        }
        Upgrade::Tier(path) => {
            let (id, version) = (&path.to.standard, &path.to.version);
            let known = match standard_versions::document(tx.conn(), id, version) {
                Err(Store::NotFound { .. }) => false,
                found => found.map(|_| true)?,
            };
            (known, id, version)
        }
    })
}

fn read(text: &str) -> Result<Upgrade, Error> {
    Upgrade::read(text).map_err(|error| match error {
        blaupause_catalog::Error::Document(problems) => refused(problems),
        other => other.into(),
    })
}

fn change(kind: &'static str, path: &Upgrade) -> Change {
    Change::new(kind, format!("/upgrade-paths/{}", path.id())).of_provider(path.owner())
}
