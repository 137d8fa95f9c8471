//! Drift: who works with an older version of a blueprint, and what lies between it and the current one.

use std::collections::BTreeSet;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Ars, Page, Slug, Version};
use blaupause_pilots::adoptions::{Adoption, AdoptionState};
use blaupause_pilots::blueprints::{BlueprintVersion, Drift};
use blaupause_store::adoptions;
use blaupause_store::blueprint_versions as versions;

use super::get;
use crate::{Error, Read};

/// Who works with an older version than the current one, and what lies between.
#[derive(Debug, Clone)]
pub struct Drifting {
    /// The current version.
    pub current: Version,
    /// The older versions that somebody works with, the lowest first.
    pub versions: Vec<Drift>,
    /// The adoptions of older versions within reach, by unit; those of units that have begun with the current one are left out.
    pub adoptions: Vec<Adoption>,
}

/// Who works with an older version of a blueprint, as far as the actor may see.
///
/// # Errors
/// `Denied`; no such blueprint, or none that stands; those of the store.
pub fn drift(tx: &mut Read<'_>, actor: &Actor, slug: &Slug) -> Result<Drifting, Error> {
    let reach = crate::subjects::reach(actor, Permission::ReadUnit, tx.today())?;
    let overview = get(tx, actor, slug)?;
    let Some(current) = overview.current().map(|v| v.version.clone()) else {
        return Err(blaupause_store::Error::not_found("blueprint-version", slug).into());
    };
    let filter = adoptions::Filter { blueprint: Some(slug.clone()), reach, ..adoptions::Filter::default() };
    let (mut page, mut all) = (Page::largest(), Vec::new());
    loop {
        let found = adoptions::list(tx.conn(), &filter, &page)?;
        all.extend(found.items.into_iter().filter(|a| a.state != AdoptionState::Abandoned));
        let Some(next) = found.next else { break };
        page = Page::largest_after(next);
    }
    // Who has only shown interest has not begun.
    let begun = |a: &&Adoption| a.version >= current && a.state != AdoptionState::Interested;
    let moved: BTreeSet<Ars> = all.iter().filter(begun).map(|a| a.unit.clone()).collect();
    all.retain(|a| a.version < current);
    all.retain(|a| !moved.contains(&a.unit));
    all.sort_by(|a, b| (&a.unit, a.id).cmp(&(&b.unit, b.id)));
    let mut documents = Vec::new();
    for summary in overview.versions.iter().filter(|v| v.hash.is_some()) {
        documents.push(versions::by_version(tx.conn(), slug, &summary.version)?.document().clone());
    }
    let older: BTreeSet<&Version> = all.iter().map(|a| &a.version).collect();
    let newest = documents.iter().find(|d| d.version == current);
    let drift = |d: &BlueprintVersion| Some(newest?.drift_from(d, &documents));
    let drifts = documents.iter().filter(|d| older.contains(&d.version)).filter_map(drift).collect();
    Ok(Drifting { current, versions: drifts, adoptions: all })
}
