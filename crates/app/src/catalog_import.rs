//! Module versions and blueprint versions from files, as the command line imports them: the text itself says what it
//! is a version of.

use blaupause_access::Actor;
use blaupause_catalog::{Module, ModuleKind};
use blaupause_kernel::{Revision, Slug};
use blaupause_pilots::blueprints::{BlueprintVersion, DraftVersion};
use blaupause_store::{
    Error as Store, blueprint_versions, blueprints as stored_blueprints, modules as stored_modules,
};

use crate::error::invalid;
use crate::modules::{PublishedVersion, keep, of_actor, read};
use crate::{Error, Expected, Write, blueprints, modules};

/// What a module is founded with when the version is the first to be heard of it.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The provider that keeps it.
    pub owner: Slug,
    /// What it is.
    pub kind: ModuleKind,
}

/// Publishes a module version from its YAML or JSON text. With a founding, a module that does not exist is made with
/// the title and the summary of the version; without one it has to exist.
///
/// # Errors
/// `Invalid` with every problem of the text; no such module; `Denied`; a version that exists already; those of the
/// store.
pub fn publish_version(
    tx: &mut Write<'_>,
    actor: &Actor,
    text: &str,
    founding: Option<Founding>,
) -> Result<PublishedVersion, Error> {
    actor.subject()?;
    let version = read(text)?;
    if let Some(Founding { owner, kind }) = founding
        && stored_modules::of_ids(tx.conn(), std::slice::from_ref(&version.module))?.is_empty()
    {
        let (title, description) = (version.title.clone(), version.summary.clone());
        let id = version.module.clone();
        modules::create(
            tx,
            actor,
            &Module { id, owner, kind, title, description, revision: Revision::FIRST },
        )?;
    }
    let module = of_actor(tx, actor, &version.module)?;
    keep(tx, actor, &module, version)
}

/// Writes a draft of a blueprint version from its YAML or JSON text, or writes a draft anew. With an owner, a
/// blueprint that does not exist is founded with the title of the version; without one it has to exist.
///
/// # Errors
/// `Invalid` with every problem of the text; no such blueprint; `Denied`; a version that is no draft any more; those
/// of the store.
pub fn save_draft(
    tx: &mut Write<'_>,
    actor: &Actor,
    text: &str,
    owner: Option<Slug>,
) -> Result<DraftVersion, Error> {
    actor.subject()?;
    let document = BlueprintVersion::read(text).map_err(invalid)?;
    let (slug, version) = (&document.blueprint, &document.version);
    if let Some(owner) = owner
        && matches!(stored_blueprints::by_slug(tx.conn(), slug), Err(Store::NotFound { .. }))
    {
        blueprints::create(tx, actor, slug.clone(), owner, document.title.clone())?;
    }
    let expected = blueprint_versions::find(tx.conn(), slug, version)?.map(|_| Expected::Any);
    blueprints::save(tx, actor, (slug, version), expected, text)
}
