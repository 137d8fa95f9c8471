//! Modules: make them, change them, publish their versions, give both.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_catalog::{Module, ModuleKind, ModuleVersion, Retirement, SovereigntyRule};
use blaupause_kernel::{LocalizedText, Message, Page, Paged, Revision, Slug, Version, to_canonical_json};
use blaupause_maturity::Subject;
use blaupause_store::maturity_models::{self, Published};
use blaupause_store::{Error as Store, module_versions, modules as store, retirements as announced};

pub use blaupause_store::modules::Filter;

use crate::assessments::for_providers;
use crate::error::{accept, refused, text_of};
use crate::{Change, Error, Expected, Read, Write};

/// Makes a module of a provider.
///
/// # Errors
/// `Denied`; `Invalid` texts; a taken id; no such provider; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, module: &Module) -> Result<(), Error> {
    actor.require(Permission::ManageModules, Owner::Provider(&module.owner))?;
    accept(module.check())?;
    store::insert(tx.conn(), module)?;
    tx.record(actor, change("module.created", module))
}

/// Changes what is said about a module; its key and its owner stay.
///
/// # Errors
/// No such module; `Denied`; `Stale`; those of `edit`; `Invalid` texts; those of the store.
pub fn revise(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    expected: Expected,
    edit: impl FnOnce(&Module) -> Result<Module, Error>,
) -> Result<Module, Error> {
    let module = of_actor(tx, actor, id)?;
    expected.check(module.revision)?;
    let Module { kind, title, description, .. } = edit(&module)?;
    let module = Module { kind, title, description, revision: module.revision.next(), ..module };
    accept(module.check())?;
    store::update(tx.conn(), &module)?;
    tx.record(actor, change("module.changed", &module))?;
    Ok(module)
}

/// A module.
///
/// # Errors
/// No such module; those of the store.
pub fn get(tx: &mut Read<'_>, id: &Slug) -> Result<Module, Error> {
    Ok(store::by_id(tx.conn(), id)?)
}

/// Modules by id. With rules, those of which a version that can be installed today keeps all of them.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    filter: &Filter,
    rules: &[SovereigntyRule],
    page: &Page,
) -> Result<Paged<Module>, Error> {
    if rules.is_empty() {
        return Ok(store::list(tx.conn(), filter, page)?);
    }
    let (catalog, today) = (tx.catalog()?, tx.today());
    let keeps = |id: &&Slug| {
        let mut offered = catalog.versions(id).filter(|v| v.life_cycle.phase_on(today).is_offered());
        offered.any(|version| rules.iter().all(|rule| rule.is_kept_by(version)))
    };
    let among = Some(catalog.modules().filter(keeps).cloned().collect());
    Ok(store::list(tx.conn(), &Filter { among, ..filter.clone() }, page)?)
}

/// Publishes a version of a module from its YAML or JSON text, for good.
///
/// # Errors
/// No such module; `Denied`; `Invalid` with every problem of the text and its place, or for a version of another
/// module; a version that exists already; those of the store.
pub fn publish(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: &Slug,
    text: impl AsRef<[u8]>,
) -> Result<PublishedVersion, Error> {
    let module = of_actor(tx, actor, id)?;
    let version = read(text_of(text.as_ref())?)?;
    if version.module != module.id {
        let message = Message::new("module-version-of-other-module").with("module", &version.module);
        return Err(Error::invalid("/module", message.with("expected", &module.id)));
    }
    keep(tx, actor, &module, version)
}

/// A version that was just published.
#[derive(Debug, Clone)]
pub struct PublishedVersion {
    /// The version.
    pub version: ModuleVersion,
    /// Its canonical document and digest.
    pub published: Published,
}

/// A published version with the life cycle that holds now.
#[derive(Debug, Clone)]
pub struct StandingVersion {
    /// The version as it was published.
    pub version: ModuleVersion,
    /// What holds now, and what was announced since.
    pub retirement: Retirement,
}

/// The versions of a module, the lowest first.
///
/// # Errors
/// No such module; those of the store.
pub fn versions(tx: &mut Read<'_>, id: &Slug) -> Result<Vec<StandingVersion>, Error> {
    store::by_id(tx.conn(), id)?;
    let announced = announced::of_module(tx.conn(), id)?;
    let standing = |version: ModuleVersion| {
        let retirement = announced.iter().find(|r| r.version == version.version).cloned();
        let fresh = || Retirement::new(version.module.clone(), version.version.clone(), version.life_cycle);
        StandingVersion { retirement: retirement.unwrap_or_else(fresh), version }
    };
    Ok(module_versions::versions(tx.conn(), id)?.into_iter().map(standing).collect())
}

/// What is different between two versions of a module: the changes of every version above `from` up to `to`, the
/// lowest first.
///
/// # Errors
/// No such module or version; `Invalid` if `from` is not below `to`; those of the store.
pub fn changes(
    tx: &mut Read<'_>,
    id: &Slug,
    from: &Version,
    to: &Version,
) -> Result<Vec<ModuleVersion>, Error> {
    let versions = module_versions::versions(tx.conn(), id)?;
    store::by_id(tx.conn(), id)?;
    for version in [from, to] {
        if !versions.iter().any(|v| v.version == *version) {
            return Err(Store::not_found("module-version", format!("{id}@{version}")).into());
        }
    }
    if from >= to {
        let message = Message::new("module-changes-reversed").with("from", from).with("to", to);
        return Err(Error::invalid("/from", message));
    }
    Ok(versions.into_iter().filter(|v| *from < v.version && v.version <= *to).collect())
}

/// A version as it was published.
///
/// # Errors
/// No such version; those of the store.
pub fn document(tx: &mut Read<'_>, id: &Slug, version: &Version) -> Result<Published, Error> {
    Ok(module_versions::document(tx.conn(), id, version)?)
}

/// Reads a version from its text; every problem comes with its place and line.
pub(crate) fn read(text: &str) -> Result<ModuleVersion, Error> {
    ModuleVersion::read(text).map_err(|error| match error {
        blaupause_catalog::Error::Document(problems) => refused(problems),
        other => other.into(),
    })
}

/// Stores a version of a module the actor may publish for.
pub(crate) fn keep(
    tx: &mut Write<'_>,
    actor: &Actor,
    module: &Module,
    version: ModuleVersion,
) -> Result<PublishedVersion, Error> {
    for (i, supplied) in version.maturity_levels.iter().enumerate() {
        // what runs in a unit brings a level to the unit
        if maturity_models::subject(tx.conn(), &supplied.model)? == Some(Subject::Provider) {
            let pointer = format!("/maturityLevels/{i}/model");
            return Err(Error::invalid(pointer, for_providers(&supplied.model)));
        }
    }
    let before = module_versions::versions(tx.conn(), &version.module)?;
    if let Some(before) = before.iter().rev().find(|v| v.version < version.version) {
        accept(version.check_after(before))?;
    }
    let hash = version.hash()?;
    let document = to_canonical_json(&version).map_err(|e| Error::Internal(e.to_string()))?;
    let published = Published { document, hash };
    let now = tx.now();
    module_versions::insert(tx.conn(), &version, &published, actor.subject()?, now)?;
    let subject = format!("/modules/{}/versions/{}", module.id, version.version);
    tx.record(actor, Change::new("moduleVersion.published", subject).of_provider(&module.owner))?;
    Ok(PublishedVersion { version, published })
}

/// The module with this id, for an actor who may change it.
pub(crate) fn of_actor(tx: &mut Write<'_>, actor: &Actor, id: &Slug) -> Result<Module, Error> {
    actor.require_somewhere(Permission::ManageModules)?;
    let module = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ManageModules, Owner::Provider(&module.owner))?;
    Ok(module)
}

/// A module as it is first kept.
pub fn new(
    id: Slug,
    owner: Slug,
    kind: ModuleKind,
    title: LocalizedText,
    description: LocalizedText,
) -> Module {
    Module { id, owner, kind, title, description, revision: Revision::FIRST }
}

fn change(kind: &'static str, module: &Module) -> Change {
    Change::new(kind, format!("/modules/{}", module.id)).of_provider(&module.owner)
}
