//! Maturity models: publish a version, list them, give one as it was published.

use std::sync::Arc;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Message, Page, Paged, Slug, Version, to_canonical_json};
use blaupause_maturity::{Model, ModelState, builtin_models};
use blaupause_store::{Error as Store, maturity_models as store};

pub use blaupause_store::maturity_models::{Published, Summary};

use crate::error::{invalid, text_of};
use crate::{Change, Error, Read, Write};

/// Publishes a version of a model from its YAML or JSON text, as it was sent.
///
/// # Errors
/// `Denied`; `Invalid` with every problem of the text, or for a version that assesses others than those before it; a
/// version that exists already; those of the store.
pub fn publish(
    tx: &mut Write<'_>,
    actor: &Actor,
    text: impl AsRef<[u8]>,
) -> Result<(Model, Published), Error> {
    actor.require(Permission::PublishModel, Owner::Everyone)?;
    let model = Model::read(text_of(text.as_ref())?).map_err(invalid)?;
    if store::subject(tx.conn(), &model.id)?.is_some_and(|before| before != model.subject) {
        return Err(Error::invalid(
            "/subject",
            Message::new("model-subject-changed").with("model", &model.id),
        ));
    }
    let published = canonical(&model)?;
    let now = tx.now();
    store::insert(tx.conn(), &model, &published, actor.subject()?, now)?;
    let subject = format!("/maturity-models/{}/versions/{}", model.id, model.version);
    tx.record(actor, Change::new("maturityModel.published", subject))?;
    Ok((model, published))
}

/// Publishes the built-in models that are not stored yet, and says how many.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_built_in(tx: &mut Write<'_>, actor: &Actor) -> Result<usize, Error> {
    let mut count = 0;
    for (_, text) in builtin_models() {
        let model = Model::read(text).map_err(invalid)?;
        match store::document(tx.conn(), &model.id, &model.version) {
            Ok(_) => {}
            Err(blaupause_store::Error::NotFound { .. }) => {
                publish(tx, actor, text)?;
                count += 1;
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(count)
}

/// Retires a version: no assessment begins by it any more. What was begun or signed by it stays. Doing it twice
/// changes nothing.
///
/// # Errors
/// `Denied`; no such version; those of the store.
pub fn retire(tx: &mut Write<'_>, actor: &Actor, id: &Slug, version: &Version) -> Result<Published, Error> {
    actor.require(Permission::PublishModel, Owner::Everyone)?;
    let published = store::document(tx.conn(), id, version)?;
    if store::state(tx.conn(), id, version)? == ModelState::Published {
        store::set_state(tx.conn(), id, version, ModelState::Retired)?;
        let subject = format!("/maturity-models/{id}/versions/{version}");
        tx.record(actor, Change::new("maturityModel.retired", subject))?;
    }
    Ok(published)
}

/// A version as it was published.
///
/// # Errors
/// No such version; those of the store.
pub fn document(tx: &mut Read<'_>, id: &Slug, version: &Version) -> Result<Published, Error> {
    Ok(store::document(tx.conn(), id, version)?)
}

/// A version of a model.
///
/// # Errors
/// No such version; those of the store.
pub fn model(tx: &mut Read<'_>, id: &Slug, version: &Version) -> Result<Arc<Model>, Error> {
    let (model, _) = store::by_version(tx.conn(), id, version)?;
    Ok(model)
}

/// The highest version of a model.
///
/// # Errors
/// No such model; those of the store.
pub fn newest(tx: &mut Read<'_>, id: &Slug) -> Result<Arc<Model>, Error> {
    let highest = store::highest_version(tx.conn(), id)?;
    let version = highest.ok_or_else(|| Store::not_found("maturity-model", id))?;
    model(tx, id, &version)
}

/// Published versions by id and version.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, page: &Page) -> Result<Paged<Summary>, Error> {
    Ok(store::list(tx.conn(), page)?)
}

fn canonical(model: &Model) -> Result<Published, Error> {
    let hash = model.hash()?;
    let document = to_canonical_json(model).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(Published { document, hash })
}
