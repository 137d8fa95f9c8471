//! Publishing a reviewed version, and what that needs to know; the standard among the published ones.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_catalog::{Catalog, ModuleKind};
use blaupause_kernel::{Slug, Version};
use blaupause_pilots::blueprints::{
    Blueprint, BlueprintVersion, ModuleFacts, PilotFacts, PublishChecks, Published, VersionState,
};
use blaupause_store::blueprint_versions::{self as versions, Stored, Summary};
use blaupause_store::{
    Error as Store, blueprints as store, experience_reports, maturity_models, module_versions, modules,
    pilots,
};

use super::{change, of_actor, to_change, wrong_state};
use crate::standards::{self, Joining};
use crate::{Error, Expected, Write};

/// Publishes a reviewed version; the version that stood before is superseded.
///
/// # Errors
/// No such version; `Denied`; `Stale`; every reason against it; those of the store.
pub fn publish(
    tx: &mut Write<'_>,
    actor: &Actor,
    key: (&Slug, &Version),
    expected: Expected,
) -> Result<Published, Error> {
    let (blueprint, draft) = to_change(tx, actor, Permission::PublishBlueprints, key, expected, "publish")?;
    let (now, before) = (tx.now(), draft.revision);
    let model = &draft.document.model;
    let model = found(maturity_models::by_version(tx.conn(), &model.id, &model.version))?;
    let (checks, previous) = checks(tx, &draft.document, model.as_ref().map(|(model, _)| &**model))?;
    let published = draft.publish(actor.subject()?, &checks, now)?;
    let published = Published { revision: before.next(), ..published };
    versions::update(tx.conn(), &Stored::Published(published.clone()), before)?;
    for old in previous {
        let Stored::Published(old) = versions::by_version(tx.conn(), &old.blueprint, &old.version)? else {
            continue;
        };
        let (revision, number) = (old.revision, old.document.version.clone());
        let old = old.supersede(&published.document.version, now.date())?;
        versions::update(tx.conn(), &Stored::Published(old), revision)?;
        tx.record(actor, change("blueprintVersion.superseded", &blueprint, Some(&number)))?;
    }
    stand(tx, actor, "blueprintVersion.published", blueprint, &published)?;
    Ok(published)
}

/// Makes a published version the standard, and if asked for lets a minimum standard of the catalogue ask for the blueprint.
/// The revision expected is the blueprint's: a published version has none.
///
/// # Errors
/// No such version or minimum standard; `Denied`; `Stale`; a version that is not just published; `Invalid` for a version of
/// the minimum standard that cannot be; those of the store.
pub fn promote(
    tx: &mut Write<'_>,
    actor: &Actor,
    (slug, version): (&Slug, &Version),
    expected: Expected,
    joins: Option<Joining>,
) -> Result<Published, Error> {
    let blueprint = of_actor(tx, actor, Permission::PublishBlueprints, slug)?;
    expected.check(blueprint.revision)?;
    let before = match versions::by_version(tx.conn(), slug, version)? {
        Stored::Published(published) => published,
        Stored::Draft(draft) => return Err(wrong_state(&draft.document, draft.state, "promote")),
    };
    let (revision, today) = (before.revision, tx.today());
    let promoted = before.promote(today)?;
    versions::update(tx.conn(), &Stored::Published(promoted.clone()), revision)?;
    stand(tx, actor, "blueprintVersion.promoted", blueprint, &promoted)?;
    if let Some(joins) = joins {
        standards::join(tx, actor, joins)?;
    }
    Ok(promoted)
}

/// The standing of a version changed, and with it the blueprint.
fn stand(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    blueprint: Blueprint,
    version: &Published,
) -> Result<(), Error> {
    let blueprint = blueprint.changed();
    store::update(tx.conn(), &blueprint)?;
    tx.record(actor, change(kind, &blueprint, Some(&version.document.version)))
}

/// What publishing needs to know, and the versions that stand now.
fn checks<'m>(
    tx: &mut Write<'_>,
    document: &BlueprintVersion,
    model: Option<&'m blaupause_maturity::Model>,
) -> Result<(PublishChecks<'m>, Vec<Summary>), Error> {
    let reports = experience_reports::of_pilots(tx.conn(), &document.pilots)?;
    let pilots = pilots::of_slugs(tx.conn(), &document.pilots)?;
    let facts = |pilot| PilotFacts::of(pilot, reports.iter().find(|r| r.pilot == pilot.slug));
    let all = versions::of_blueprints(tx.conn(), std::slice::from_ref(&document.blueprint))?;
    let previous = all.iter().filter(|v| v.hash.is_some()).map(|v| v.version.clone()).max();
    let standing = |v: &Summary| matches!(v.state, VersionState::Published | VersionState::Standard);
    let checks = PublishChecks {
        pilots: pilots.iter().map(facts).collect(),
        modules: module_facts(tx, document)?,
        model,
        previous,
    };
    Ok((checks, all.into_iter().filter(standing).collect()))
}

fn module_facts(
    tx: &mut Write<'_>,
    document: &BlueprintVersion,
) -> Result<BTreeMap<Slug, ModuleFacts>, Error> {
    let needed = document.prerequisites.modules.iter().map(|m| &m.module);
    let named: Vec<Slug> = needed
        .chain(document.modules.iter().map(|m| &m.module))
        .chain(document.steps.iter().filter_map(|s| s.training.as_ref()))
        .cloned()
        .collect();
    let catalog: Catalog = module_versions::catalog(tx.conn())?;
    let facts = |module: blaupause_catalog::Module| {
        let versions = catalog.versions(&module.id).map(|v| v.version.clone()).collect();
        let is_training = module.kind == ModuleKind::Training;
        (module.id, ModuleFacts { is_training, versions })
    };
    Ok(modules::of_ids(tx.conn(), &named)?.into_iter().map(facts).collect())
}

fn found<T>(result: Result<T, Store>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Store::NotFound { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}
