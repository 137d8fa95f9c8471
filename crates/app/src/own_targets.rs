//! Targets that units and providers set themselves. Whoever signs off results also decides what is to be reached.

use std::collections::BTreeMap;

use blaupause_access::Actor;
use blaupause_kernel::{Date, Rational, Revision, Slug};
use blaupause_maturity::{Assessed, OwnTarget};
use blaupause_store::{Error as Store, maturity_models, own_targets as store};

use crate::subjects::{Doing, SubjectKey, of_actor};
use crate::{Change, Error, Expected, Read, Write};

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The level by indicator, or the value by dimension.
    pub levels: BTreeMap<Slug, Rational>,
    /// The day by which it is to be reached.
    pub by: Option<Date>,
    /// Why, or who decided it.
    pub reason: Option<String>,
}

/// The target of a unit or provider for a model.
///
/// # Errors
/// No such unit or provider, no target; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, key: &SubjectKey, model: &Slug) -> Result<OwnTarget, Error> {
    let assessed = of_actor(tx, actor, Doing::Reading, key)?.assessed();
    of(tx, &assessed, model)
}

/// The target as it is kept.
pub(crate) fn of(tx: &mut Read<'_>, assessed: &Assessed, model: &Slug) -> Result<OwnTarget, Error> {
    let target = store::of(tx.conn(), assessed, model)?;
    target.ok_or_else(|| Store::not_found("own-target", model).into())
}

/// Sets a target, or sets it anew. It is checked against the highest version of the model.
///
/// # Errors
/// No such unit, provider or model; `Denied`; `Unconditional` or `Stale`; those of [`OwnTarget::check`]; those of the
/// store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    (key, model): (&SubjectKey, &Slug),
    expected: Option<Expected>,
    wanted: Wanted,
) -> Result<OwnTarget, Error> {
    let subject = of_actor(&mut tx.as_read(), actor, Doing::Reviewing, key)?;
    let assessed = subject.assessed();
    let before = store::of(tx.conn(), &assessed, model)?;
    Expected::check_put(expected, before.as_ref().map(|b| b.revision))?;
    let version = maturity_models::highest_version(tx.conn(), model)?
        .ok_or_else(|| Store::not_found("maturity-model", model))?;
    let (asked, _) = maturity_models::by_version(tx.conn(), model, &version)?;
    if asked.subject != assessed.subject() {
        return Err(Store::not_found("maturity-model", model).into());
    }
    let Wanted { levels, by, reason } = wanted;
    let target = OwnTarget {
        assessed,
        model: model.clone(),
        levels,
        by,
        reason,
        set_by: actor.subject()?.to_owned(),
        set_at: tx.now(),
        revision: before.as_ref().map_or(Revision::FIRST, |b| b.revision.next()),
    };
    target.check(&asked, &subject.profile())?;
    match before {
        None => store::insert(tx.conn(), &target)?,
        Some(_) => store::update(tx.conn(), &target)?,
    }
    tx.record(actor, change("ownTarget.put", &target))?;
    Ok(target)
}

/// Gives a target up.
///
/// # Errors
/// No such unit or provider, no target; `Denied`; `Stale`; those of the store.
pub fn delete(
    tx: &mut Write<'_>,
    actor: &Actor,
    (key, model): (&SubjectKey, &Slug),
    expected: Expected,
) -> Result<(), Error> {
    let assessed = of_actor(&mut tx.as_read(), actor, Doing::Reviewing, key)?.assessed();
    let target = of(&mut tx.as_read(), &assessed, model)?;
    expected.check(target.revision)?;
    store::delete(tx.conn(), &target)?;
    tx.record(actor, change("ownTarget.deleted", &target))
}

/// Path of a target, below `/v1`.
pub fn path(target: &OwnTarget) -> String {
    match &target.assessed {
        Assessed::Unit(unit) => format!("/municipalities/{unit}/targets/{}", target.model),
        Assessed::Provider(provider) => format!("/providers/{provider}/targets/{}", target.model),
    }
}

fn change(kind: &'static str, target: &OwnTarget) -> Change {
    let change = Change::new(kind, path(target));
    match &target.assessed {
        Assessed::Unit(unit) => change.of_unit(unit),
        Assessed::Provider(provider) => change.of_provider(provider),
    }
}
