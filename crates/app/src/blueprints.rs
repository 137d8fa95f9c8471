//! Blueprints: found one, write its versions, review and publish them, and what adoptions prove about it.

mod drifting;
mod publishing;

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission, Reach};
use blaupause_kernel::{LocalizedText, Message, Page, Paged, Revision, Slug, Version};
use blaupause_pilots::Prose;
use blaupause_pilots::blueprints::{
    Blueprint, BlueprintVersion, Change as Difference, DraftVersion, VersionState,
};
use blaupause_pilots::evidence::{Evidence, PilotEffort};
use blaupause_store::blueprint_versions::{self as versions, Stored, Summary};
use blaupause_store::blueprints::{self as store, Drafts, Filter};
use blaupause_store::{Error as Store, adoptions, experience_reports, pilots};

use crate::error::{invalid, text_of};
use crate::{Change, Error, Expected, Read, Write, parameters};

pub use self::drifting::{Drifting, drift};
pub use self::publishing::{promote, publish};
pub use blaupause_store::blueprint_versions::{Stored as StoredVersion, Summary as VersionSummary};

/// A blueprint with those of its versions that the actor may see, the lowest first.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The blueprint.
    pub blueprint: Blueprint,
    /// The versions.
    pub versions: Vec<Summary>,
}

impl Overview {
    /// The version that holds now: the highest that is published and not superseded.
    pub fn current(&self) -> Option<&Summary> {
        let stands = |v: &&Summary| matches!(v.state, VersionState::Published | VersionState::Standard);
        self.versions.iter().rev().find(stands)
    }

    /// The version to show of it: the current one, or the highest there is to see.
    pub fn shown(&self) -> Option<&Summary> {
        self.current().or_else(|| self.versions.last())
    }
}

/// Which blueprints are listed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those of this provider.
    pub owner: Option<Slug>,
    /// Only those with a version in this state.
    pub state: Option<VersionState>,
    /// Only those that promise a level of this indicator.
    pub indicator: Option<Slug>,
}

/// Founds a blueprint.
///
/// # Errors
/// `Denied`; a key that is taken; those of the store.
pub fn create(
    tx: &mut Write<'_>,
    actor: &Actor,
    slug: Slug,
    owner: Slug,
    title: LocalizedText,
) -> Result<Overview, Error> {
    actor.require(Permission::WriteBlueprints, Owner::Provider(&owner))?;
    let blueprint = Blueprint { slug, owner, title, revision: Revision::FIRST };
    store::insert(tx.conn(), &blueprint)?;
    tx.record(actor, change("blueprint.created", &blueprint, None))?;
    Ok(Overview { blueprint, versions: Vec::new() })
}

/// Blueprints by key: those with a published version, and those with a draft that the actor may see.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, wanted: Wanted, page: &Page) -> Result<Paged<Overview>, Error> {
    let Wanted { owner, state, indicator } = wanted;
    let filter = Filter { owner, state, indicator, drafts: drafts(actor) };
    let found = store::list(tx.conn(), &filter, page)?;
    let slugs: Vec<Slug> = found.items.iter().map(|b| b.slug.clone()).collect();
    let mut by_blueprint: BTreeMap<Slug, Vec<Summary>> = BTreeMap::new();
    for version in versions::of_blueprints(tx.conn(), &slugs)? {
        by_blueprint.entry(version.blueprint.clone()).or_default().push(version);
    }
    Ok(found.map(|blueprint| {
        let versions = by_blueprint.remove(&blueprint.slug).unwrap_or_default();
        overview(actor, blueprint, versions)
    }))
}

/// A blueprint with its versions.
///
/// # Errors
/// No such blueprint, or none that the actor may see; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, slug: &Slug) -> Result<Overview, Error> {
    let blueprint = store::by_slug(tx.conn(), slug)?;
    let versions = versions::of_blueprints(tx.conn(), std::slice::from_ref(slug))?;
    let all = overview(actor, blueprint, versions);
    if all.versions.is_empty() && !may_see_drafts(actor, &all.blueprint) {
        return Err(Store::not_found("blueprint", slug).into());
    }
    Ok(all)
}

/// A version: a published one for everyone, a draft for those who may read drafts.
///
/// # Errors
/// No such version, or none that the actor may see; those of the store.
pub fn version(tx: &mut Read<'_>, actor: &Actor, slug: &Slug, version: &Version) -> Result<Stored, Error> {
    let blueprint = store::by_slug(tx.conn(), slug)?;
    match versions::find(tx.conn(), slug, version)? {
        Some(published @ Stored::Published(_)) => Ok(published),
        Some(draft @ Stored::Draft(_)) if may_see_drafts(actor, &blueprint) => Ok(draft),
        // a blueprint without a published version is no more there for others than its versions are
        Some(Stored::Draft(_)) | None => {
            get(tx, actor, slug)?;
            Err(Store::not_found("blueprint-version", format!("{slug}@{version}")).into())
        }
    }
}

/// Writes a draft from its YAML or JSON text: a new one, or another document for one that exists.
///
/// # Errors
/// `Denied`; `Invalid` with every problem; `Unconditional` or `Stale`; a version that is no draft; those of the store.
pub fn save(
    tx: &mut Write<'_>,
    actor: &Actor,
    (slug, version): (&Slug, &Version),
    expected: Option<Expected>,
    text: impl AsRef<[u8]>,
) -> Result<DraftVersion, Error> {
    let blueprint = of_actor(tx, actor, Permission::WriteBlueprints, slug)?;
    let document = BlueprintVersion::read(text_of(text.as_ref())?).map_err(invalid)?;
    require_address(&document, slug, version)?;
    parameters::check_schema(&document.parameters)?;
    let author = actor.subject()?;
    let draft = match versions::find(tx.conn(), slug, version)? {
        None => {
            Expected::check_put(expected, None)?;
            let draft = DraftVersion::new(document, author);
            versions::insert(tx.conn(), &Stored::Draft(draft.clone()))?;
            draft
        }
        Some(stored) => {
            let before = as_draft(stored, "edit")?;
            Expected::check_put(expected, Some(before.revision))?;
            let revision = before.revision;
            let draft = before.edit(document, author)?;
            versions::update(tx.conn(), &Stored::Draft(draft.clone()), revision)?;
            draft
        }
    };
    tx.record(actor, change("blueprintVersion.saved", &blueprint, Some(version)))?;
    Ok(draft)
}

/// Hands a draft in for review.
///
/// # Errors
/// No such version; `Denied`; `Stale`; a version that is no draft; those of the store.
pub fn submit(
    tx: &mut Write<'_>,
    actor: &Actor,
    key: (&Slug, &Version),
    expected: Expected,
) -> Result<DraftVersion, Error> {
    let (blueprint, draft) = to_change(tx, actor, Permission::WriteBlueprints, key, expected, "submit")?;
    save_draft(tx, actor, "blueprintVersion.submitted", &blueprint, draft.submit()?)
}

/// Sends a version back from the review to its authors.
///
/// # Errors
/// No such version; `Denied`; `Stale`; a version that is not in review; those of the store.
pub fn send_back(
    tx: &mut Write<'_>,
    actor: &Actor,
    key: (&Slug, &Version),
    expected: Expected,
    comment: Prose,
) -> Result<DraftVersion, Error> {
    let (blueprint, draft) = to_change(tx, actor, Permission::PublishBlueprints, key, expected, "return")?;
    save_draft(tx, actor, "blueprintVersion.sentBack", &blueprint, draft.send_back(comment)?)
}

/// What changed from one version to another.
///
/// # Errors
/// No such version, or none that the actor may see; those of the store.
pub fn diff(
    tx: &mut Read<'_>,
    actor: &Actor,
    slug: &Slug,
    from: &Version,
    to: &Version,
) -> Result<Vec<Difference>, Error> {
    let (old, new) = (version(tx, actor, slug, from)?, version(tx, actor, slug, to)?);
    Ok(BlueprintVersion::diff(old.document(), new.document()))
}

/// What adoptions and pilots prove about a blueprint over all its versions.
///
/// # Errors
/// No such blueprint, or none that the actor may see; those of the store.
pub fn evidence(tx: &mut Read<'_>, actor: &Actor, slug: &Slug) -> Result<Evidence, Error> {
    let overview = get(tx, actor, slug)?;
    let adopted = adoptions::of_blueprints(tx.conn(), std::slice::from_ref(slug))?;
    let newest = overview.versions.iter().rev().find(|v| v.hash.is_some());
    let named = match newest {
        Some(newest) => versions::by_version(tx.conn(), slug, &newest.version)?.document().pilots.clone(),
        None => Vec::new(),
    };
    let pilots = pilots::of_slugs(tx.conn(), &named)?;
    let reports = experience_reports::of_pilots(tx.conn(), &named)?;
    let effort = |report| pilots.iter().find_map(|pilot| PilotEffort::of(pilot, report));
    let efforts: Vec<PilotEffort> = reports.iter().filter_map(effort).collect();
    Ok(Evidence::of(slug, &adopted, &efforts)?)
}

/// Whether the unpublished versions of a blueprint are shown to an actor.
pub(crate) fn may_see_drafts(actor: &Actor, blueprint: &Blueprint) -> bool {
    actor.may(Permission::ReadBlueprintDrafts, Owner::Provider(&blueprint.owner))
}

fn drafts(actor: &Actor) -> Drafts {
    match actor.reach(Permission::ReadBlueprintDrafts) {
        None | Some(Reach::OwnUnit) => Drafts::Nobody,
        Some(Reach::OwnProvider) => Drafts::Of(actor.providers().cloned().collect()),
        Some(Reach::All) => Drafts::Everybody,
    }
}

fn overview(actor: &Actor, blueprint: Blueprint, mut versions: Vec<Summary>) -> Overview {
    if !may_see_drafts(actor, &blueprint) {
        versions.retain(|v| v.hash.is_some());
    }
    Overview { blueprint, versions }
}

/// The blueprint, for an actor who may do this with it; to others it is there only as far as they may see it.
fn of_actor(
    tx: &mut Write<'_>,
    actor: &Actor,
    permission: Permission,
    slug: &Slug,
) -> Result<Blueprint, Error> {
    actor.require_somewhere(permission)?;
    let blueprint = store::by_slug(tx.conn(), slug)?;
    if let Err(denied) = actor.require(permission, Owner::Provider(&blueprint.owner)) {
        get(&mut tx.as_read(), actor, slug)?;
        return Err(denied.into());
    }
    Ok(blueprint)
}

fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    permission: Permission,
    (slug, version): (&Slug, &Version),
    expected: Expected,
    transition: &'static str,
) -> Result<(Blueprint, DraftVersion), Error> {
    let blueprint = of_actor(tx, actor, permission, slug)?;
    let stored = versions::by_version(tx.conn(), slug, version)?;
    if let Stored::Published(published) = &stored {
        // Who saw the draft comes too late, whatever the state says.
        expected.check(published.revision)?;
    }
    let draft = as_draft(stored, transition)?;
    expected.check(draft.revision)?;
    Ok((blueprint, draft))
}

fn save_draft(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    blueprint: &Blueprint,
    draft: DraftVersion,
) -> Result<DraftVersion, Error> {
    let before = Revision::new(draft.revision.get().saturating_sub(1));
    versions::update(tx.conn(), &Stored::Draft(draft.clone()), before)?;
    tx.record(actor, change(kind, blueprint, Some(&draft.document.version)))?;
    Ok(draft)
}

fn require_address(document: &BlueprintVersion, slug: &Slug, version: &Version) -> Result<(), Error> {
    if (&document.blueprint, &document.version) == (slug, version) {
        return Ok(());
    }
    let message = Message::new("blueprint-address-differs")
        .with("expected", format!("{slug}@{version}"))
        .with("found", format!("{}@{}", document.blueprint, document.version));
    Err(Error::invalid("", message))
}

fn as_draft(stored: Stored, transition: &'static str) -> Result<DraftVersion, Error> {
    match stored {
        Stored::Draft(draft) => Ok(draft),
        Stored::Published(p) => Err(wrong_state(&p.document, p.state, transition)),
    }
}

fn wrong_state(document: &BlueprintVersion, state: VersionState, transition: &'static str) -> Error {
    let id = format!("{}@{}", document.blueprint, document.version);
    let state = state.as_str();
    blaupause_pilots::Error::WrongState { kind: "blueprint", id, state, transition }.into()
}

fn change(kind: &'static str, blueprint: &Blueprint, version: Option<&Version>) -> Change {
    let slug = &blueprint.slug;
    let subject =
        version.map_or_else(|| format!("/blueprints/{slug}"), |v| format!("/blueprints/{slug}/versions/{v}"));
    Change::new(kind, subject).of_provider(&blueprint.owner)
}
