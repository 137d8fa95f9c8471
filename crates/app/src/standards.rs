//! Minimum standards: make them, publish their versions, say from when on which holds.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::{
    Standard, StandardDiff, StandardRequirement, StandardStatus, StandardVersion, Timeline, TimelineEntry,
};
use blaupause_kernel::{
    Date, LocalizedText, Message, Page, Paged, Revision, Slug, Version, to_canonical_json,
};
use blaupause_store::maturity_models::Published;
use blaupause_store::{Error as Store, standard_versions as versions, standards as store};

use crate::error::{accept, at, refused, text_of};
use crate::{Change, Error, Expected, Read, Write};

/// Makes a standard of a provider, without any version yet.
///
/// # Errors
/// `Denied`; an `Invalid` title; a taken id; no such provider; those of the store.
pub fn create(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Slug,
    owner: Slug,
    title: LocalizedText,
) -> Result<Standard, Error> {
    actor.require(Permission::ManageStandards, Owner::Provider(&owner))?;
    let standard = Standard { id, owner, title, timeline: Timeline::default(), revision: Revision::FIRST };
    accept(standard.check())?;
    store::insert(tx.conn(), &standard)?;
    tx.record(actor, change("standard.created", &standard))?;
    Ok(standard)
}

/// Changes the title of a standard.
///
/// # Errors
/// No such standard; `Denied`; `Stale`; those of `edit`; an `Invalid` title; those of the store.
pub fn revise(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
    edit: impl FnOnce(&Standard) -> Result<LocalizedText, Error>,
) -> Result<Standard, Error> {
    let standard = of_actor(tx, actor, id)?;
    expected.check(standard.revision)?;
    let title = edit(&standard)?;
    let standard = Standard { title, revision: standard.revision.next(), ..standard };
    accept(standard.check())?;
    store::update(tx.conn(), &standard)?;
    tx.record(actor, change("standard.changed", &standard))?;
    Ok(standard)
}

/// Says anew from when on which version has which status. What has been in force up to today stays.
///
/// # Errors
/// No such standard; `Denied`; `Stale`; `Invalid` with every contradiction and its place; those of the store.
pub fn put_timeline(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
    timeline: Timeline,
) -> Result<Standard, Error> {
    let standard = of_actor(tx, actor, id)?;
    expected.check(standard.revision)?;
    let published: Vec<Version> = versions::of_standard(tx.conn(), id)?.into_keys().collect();
    accept(timeline.check(&published))?;
    accept(timeline.check_after(&standard.timeline, tx.today()))?;
    let standard = Standard { timeline, revision: standard.revision.next(), ..standard };
    store::update(tx.conn(), &standard)?;
    tx.record(actor, change("standard.timelinePut", &standard))?;
    Ok(standard)
}

/// A standard.
///
/// # Errors
/// No such standard; those of the store.
pub fn get(tx: &mut Read<'_>, id: &Slug) -> Result<Standard, Error> {
    Ok(store::by_id(tx.conn(), id)?)
}

/// Standards by id, of one provider or of all.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, owner: Option<&Slug>, page: &Page) -> Result<Paged<Standard>, Error> {
    Ok(store::list(tx.conn(), owner, page)?)
}

/// A version that was just published.
#[derive(Debug, Clone)]
pub struct PublishedStandard {
    /// The version.
    pub version: StandardVersion,
    /// Its canonical document and digest.
    pub published: Published,
}

/// Publishes a version of a standard from its YAML or JSON text, for good. It binds nobody before the timeline says so.
///
/// # Errors
/// No such standard; `Denied`; `Invalid` with every problem of the text, or for a version of another standard; a
/// version that exists already; those of the store.
pub fn publish(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    text: impl AsRef<[u8]>,
) -> Result<PublishedStandard, Error> {
    let standard = of_actor(tx, actor, id)?;
    let version = read(text_of(text.as_ref())?)?;
    if version.id != standard.id {
        let message = Message::new("standard-version-of-other").with("standard", &version.id);
        return Err(Error::invalid("/id", message.with("expected", &standard.id)));
    }
    keep(tx, actor, &standard, version)
}

/// Publishes a version from its text, which says what it is a version of. With an owner, a standard that does not
/// exist is made with the title of the version; without one it has to exist.
///
/// # Errors
/// As for `publish`.
pub fn import(
    tx: &mut Write<'_>,
    actor: &Actor,
    text: &str,
    owner: Option<Slug>,
) -> Result<PublishedStandard, Error> {
    actor.subject()?;
    let version = read(text)?;
    if let Some(owner) = owner
        && matches!(store::by_id(tx.conn(), &version.id), Err(Store::NotFound { .. }))
    {
        create(tx, actor, version.id.clone(), owner, version.title.clone())?;
    }
    let standard = of_actor(tx, actor, &version.id)?;
    keep(tx, actor, &standard, version)
}

/// A requirement that joins a standard, and from when on the version that has it holds.
#[derive(Debug, Clone)]
pub struct Joining {
    /// The standard.
    pub standard: Slug,
    /// The version that is published with it.
    pub version: Version,
    /// The requirement.
    pub requirement: StandardRequirement,
    /// First day on which the version is effective; the timeline stays as it is without one.
    pub from: Option<Date>,
    /// Days of grace from then on.
    pub grace_days: u32,
}

/// Publishes a version of a standard that asks for what the highest one asks for and for one thing more.
///
/// # Errors
/// Those of [`publish`] and [`put_timeline`]; `Invalid` for a version that is not higher than all others.
pub(crate) fn join(tx: &mut Write<'_>, actor: &Actor, joining: Joining) -> Result<(), Error> {
    let Joining { standard, version, requirement, from, grace_days } = joining;
    let standard = of_actor(tx, actor, &standard).map_err(at("/minimumStandard/id"))?;
    let published = versions::of_standard(tx.conn(), &standard.id)?;
    let highest = published.into_values().next_back();
    if let Some(highest) = highest.as_ref().filter(|highest| highest.version >= version) {
        let message = Message::new("standard-version-not-higher").with("version", &highest.version);
        return Err(Error::invalid("/minimumStandard/version", message));
    }
    let (id, title) = (standard.id.clone(), standard.title.clone());
    let empty = StandardVersion { id, version: version.clone(), title, requirements: Vec::new() };
    let next = highest.unwrap_or(empty).with(version.clone(), requirement);
    accept(next.check())?;
    keep(tx, actor, &standard, next)?;
    let Some(date) = from else { return Ok(()) };
    let mut timeline = standard.timeline.clone();
    timeline.0.push(TimelineEntry { date, version, status: StandardStatus::Effective, grace_days });
    timeline.0.sort_by_key(|entry| entry.date);
    put_timeline(tx, actor, &standard.id, Expected::Revision(standard.revision), timeline)?;
    Ok(())
}

/// The versions of a standard, the lowest first.
///
/// # Errors
/// No such standard; those of the store.
pub fn all_versions(tx: &mut Read<'_>, id: &Slug) -> Result<(Standard, Vec<StandardVersion>), Error> {
    let standard = store::by_id(tx.conn(), id)?;
    Ok((standard, versions::of_standard(tx.conn(), id)?.into_values().collect()))
}

/// A version as it was published.
///
/// # Errors
/// No such version; those of the store.
pub fn document(tx: &mut Read<'_>, id: &Slug, version: &Version) -> Result<Published, Error> {
    Ok(versions::document(tx.conn(), id, version)?)
}

/// What differs between two versions of a standard.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The version before.
    pub before: StandardVersion,
    /// The version after.
    pub after: StandardVersion,
    /// What differs.
    pub diff: StandardDiff,
}

/// What changes from one version to another.
///
/// # Errors
/// No such standard or version; those of the store.
pub fn diff(tx: &mut Read<'_>, id: &Slug, from: &Version, to: &Version) -> Result<Difference, Error> {
    store::by_id(tx.conn(), id)?;
    let all = versions::of_standard(tx.conn(), id)?;
    let take = |version: &Version| {
        let found = all.get(version).cloned();
        found.ok_or_else(|| Store::not_found("standard-version", format!("{id}@{version}")))
    };
    let (before, after) = (take(from)?, take(to)?);
    let diff = before.diff(&after);
    Ok(Difference { before, after, diff })
}

fn read(text: &str) -> Result<StandardVersion, Error> {
    StandardVersion::read(text).map_err(|error| match error {
        blaupause_catalog::Error::Document(problems) => refused(problems),
        other => other.into(),
    })
}

fn keep(
    tx: &mut Write<'_>,
    actor: &Actor,
    standard: &Standard,
    version: StandardVersion,
) -> Result<PublishedStandard, Error> {
    let hash = version.hash()?;
    let document = to_canonical_json(&version).map_err(|e| Error::Internal(e.to_string()))?;
    let published = Published { document, hash };
    let now = tx.now();
    versions::insert(tx.conn(), &version, &published, actor.subject()?, now)?;
    let subject = format!("/minimum-standards/{}/versions/{}", standard.id, version.version);
    tx.record(actor, Change::new("standardVersion.published", subject).of_provider(&standard.owner))?;
    Ok(PublishedStandard { version, published })
}

/// The standard with this id, for an actor who may change it.
fn of_actor(tx: &mut Write<'_>, actor: &Actor, id: &Slug) -> Result<Standard, Error> {
    actor.require_somewhere(Permission::ManageStandards)?;
    let standard = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageStandards, Owner::Provider(&standard.owner))?;
    Ok(standard)
}

fn change(kind: &'static str, standard: &Standard) -> Change {
    Change::new(kind, format!("/minimum-standards/{}", standard.id)).of_provider(&standard.owner)
}
