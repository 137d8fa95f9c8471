//! What is announced about the end of published module versions.

use blaupause_access::Actor;
use blaupause_catalog::{Announcement, ModuleRange, ModuleVersion, Retirement};
use blaupause_kernel::{Date, Message, Slug, Version};
use blaupause_store::{Error as Store, module_versions, modules, retirements as store};

use crate::modules::of_actor;
use crate::{Change, Error, Expected, Read, Write};

/// The life cycle of a version as it holds now.
///
/// # Errors
/// No such version; those of the store.
pub fn get(tx: &mut Read<'_>, module: &Slug, version: &Version) -> Result<Retirement, Error> {
    match store::find(tx.conn(), module, version)? {
        Some(announced) => Ok(announced),
        None => {
            let published = published(tx, module, version)?;
            Ok(Retirement::new(published.module, published.version, published.life_cycle))
        }
    }
}

/// Announces from when on something newer is recommended instead of a version.
///
/// # Errors
/// No such version; `Denied`; `Stale`; a successor nobody knows; dates that are past or in the wrong order; those of
/// the store.
pub fn deprecate(
    tx: &mut Write<'_>,
    actor: &Actor,
    (module, version): (&Slug, &Version),
    expected: Expected,
    announcement: Announcement,
) -> Result<Retirement, Error> {
    announce(tx, actor, (module, version), expected, "moduleVersion.deprecated", |before, today| {
        Ok((announcement.replaced_by.clone(), before.deprecate(announcement, today)?))
    })
}

/// Announces from when on a version is no longer offered and, if that is known, no longer supported.
///
/// # Errors
/// As for `deprecate`.
pub fn sunset(
    tx: &mut Write<'_>,
    actor: &Actor,
    (module, version): (&Slug, &Version),
    expected: Expected,
    announcement: Announcement,
    end_of_support: Option<Date>,
) -> Result<Retirement, Error> {
    announce(tx, actor, (module, version), expected, "moduleVersion.sunset", |before, today| {
        Ok((announcement.replaced_by.clone(), before.sunset(announcement, end_of_support, today)?))
    })
}

fn announce(
    tx: &mut Write<'_>,
    actor: &Actor,
    (module, version): (&Slug, &Version),
    expected: Expected,
    kind: &'static str,
    change: impl FnOnce(Retirement, Date) -> Result<(Option<ModuleRange>, Retirement), Error>,
) -> Result<Retirement, Error> {
    let owner = of_actor(tx, actor, module)?.owner;
    let stored = store::find(tx.conn(), module, version)?.is_some();
    let before = get(&mut tx.as_read(), module, version)?;
    expected.check(before.revision)?;
    let today = tx.today();
    let (successor, after) = change(before, today)?;
    if let Some(successor) = successor {
        check_successor(tx, (module, version), &successor)?;
    }
    if stored {
        store::update(tx.conn(), &after)?
    } else {
        store::insert(tx.conn(), &after)?
    }
    let subject = format!("/modules/{module}/versions/{version}");
    tx.record(actor, Change::new(kind, subject).of_provider(&owner))?;
    Ok(after)
}

/// What is recommended instead is there, and is not the version itself.
fn check_successor(
    tx: &mut Write<'_>,
    (module, version): (&Slug, &Version),
    successor: &ModuleRange,
) -> Result<(), Error> {
    modules::by_id(tx.conn(), &successor.module).map_err(|error| match error {
        Store::NotFound { .. } => {
            let message = Message::new("catalog-successor-unknown").with("module", &successor.module);
            Error::invalid("/replacedBy/module", message)
        }
        other => other.into(),
    })?;
    if successor.matches(module, version) {
        let message =
            Message::new("catalog-successor-itself").with("module", module).with("version", version);
        return Err(Error::invalid("/replacedBy", message));
    }
    Ok(())
}

fn published(tx: &mut Read<'_>, module: &Slug, version: &Version) -> Result<ModuleVersion, Error> {
    let pin = blaupause_catalog::ModulePin { module: module.clone(), version: version.clone() };
    let found = module_versions::of_pins(tx.conn(), &[pin])?.pop();
    found.ok_or_else(|| Store::not_found("module-version", format!("{module}@{version}")).into())
}
