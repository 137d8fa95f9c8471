//! Migration maps: publish one between two versions of a model, and begin an assessment with the answers of an older
//! one. The older one stays as it is.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Date, Message, Slug, Version, to_canonical_json};
use blaupause_maturity::{Assessment, Migrated, MigrationMap, MigrationReport};
use blaupause_store::{maturity_models as models, migration_maps as store};
use uuid::Uuid;

pub use blaupause_store::maturity_models::Published;
pub use blaupause_store::migration_maps::Summary;

use crate::assessments::{self, Begin};
use crate::error::{invalid, text_of};
use crate::{Change, Error, Read, Write};

/// What an assessment is carried over with.
#[derive(Debug, Clone)]
pub struct Migration {
    /// The version of the model it goes to.
    pub to: Version,
    /// The day whose state the new assessment describes.
    pub period: Date,
    /// What the new assessment is for.
    pub purpose: Option<String>,
}

/// Publishes a map from its YAML or JSON text.
///
/// # Errors
/// `Denied`; `Invalid` with every problem of the text, or of the map against its two versions; a version that is not
/// published; a map between these versions that exists already; those of the store.
pub fn publish(
    tx: &mut Write<'_>,
    actor: &Actor,
    model: &Slug,
    text: impl AsRef<[u8]>,
) -> Result<(MigrationMap, Published), Error> {
    actor.require(Permission::PublishModel, Owner::Everyone)?;
    let map = MigrationMap::read(text_of(text.as_ref())?).map_err(invalid)?;
    if map.model != *model {
        let message = Message::new("maturity-other-model").with("expected", model).with("found", &map.model);
        return Err(Error::invalid("/model", message));
    }
    let (old, _) = models::by_version(tx.conn(), model, &map.from)?;
    let (new, _) = models::by_version(tx.conn(), model, &map.to)?;
    map.check(&old, &new).map_err(invalid)?;
    let document = to_canonical_json(&map).map_err(|e| Error::Internal(e.to_string()))?;
    let published = Published { document, hash: map.hash()? };
    let now = tx.now();
    store::insert(tx.conn(), &map, &published, actor.subject()?, now)?;
    tx.record(actor, Change::new("migrationMap.published", path(&map)))?;
    Ok((map, published))
}

/// Path of a map, below `/v1`.
pub fn path(map: &MigrationMap) -> String {
    format!("/maturity-models/{}/migration-maps/{}/{}", map.model, map.from, map.to)
}

/// A map as it was published.
///
/// # Errors
/// No such map; those of the store.
pub fn document(tx: &mut Read<'_>, model: &Slug, from: &Version, to: &Version) -> Result<Published, Error> {
    Ok(store::document(tx.conn(), model, from, to)?)
}

/// All maps of a model.
///
/// # Errors
/// No such model; those of the store.
pub fn list(tx: &mut Read<'_>, model: &Slug) -> Result<Vec<Summary>, Error> {
    models::highest_version(tx.conn(), model)?;
    Ok(store::of_model(tx.conn(), model)?)
}

/// What would become of the answers of an assessment ("Verlustbericht"); writes nothing.
///
/// # Errors
/// No such assessment; `Denied`; no map to that version; those of the store.
pub fn report(tx: &mut Read<'_>, actor: &Actor, id: Uuid, to: &Version) -> Result<MigrationReport, Error> {
    let assessment = assessments::of_editor(tx, actor, id)?;
    Ok(moved(tx, &assessment, to)?.report)
}

/// Begins an assessment by another version of the model with the answers of an older assessment.
///
/// # Errors
/// No such assessment; `Denied`; no map to that version; those of [`assessments::create`]; those of the store.
pub fn migrate(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    migration: Migration,
) -> Result<(Assessment, MigrationReport), Error> {
    let Migration { to, period, purpose } = migration;
    let assessment = assessments::of_editor(&mut tx.as_read(), actor, id)?;
    let moved = moved(&mut tx.as_read(), &assessment, &to)?;
    let begin = Begin {
        subject: assessment.assessed.into(),
        model: assessment.model.id,
        version: Some(to),
        period,
        purpose,
    };
    let Migrated { answers, comments, evidence, report } = moved;
    let new = assessments::create(tx, actor, begin)?;
    let new = assessments::prefill(tx, actor, new, (answers, comments, evidence))?;
    Ok((new, report))
}

fn moved(tx: &mut Read<'_>, assessment: &Assessment, to: &Version) -> Result<Migrated, Error> {
    let stored = store::document(tx.conn(), &assessment.model.id, &assessment.model.version, to)?;
    let map = MigrationMap::read(&stored.document).map_err(|problems| {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Error::Internal(format!("a stored migration map cannot be read: {first}"))
    })?;
    Ok(map.apply(assessment))
}
