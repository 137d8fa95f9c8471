//! `/blueprints/{id}/drift`: who works with an older version, and what lies between it and the current one.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::blueprints::{self, Drifting};
use blaupause_kernel::{Ars, Date, Language, Slug, Version};
use blaupause_pilots::adoptions::{Adoption, AdoptionState};
use blaupause_pilots::blueprints::Drift;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::views::DifferenceView;
use crate::addresses::Path;
use crate::document::Problems;
use crate::{Answer, ApiError, Caller, State};

/// Who works with an older version of a blueprint.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DriftView {
    /// The current version.
    current: Version,
    /// The adoptions of older versions, by unit; those of units that have begun with the current one are left out.
    items: Vec<DriftingAdoptionView>,
    /// What lies between each of these versions and the current one, the lowest first.
    versions: Vec<DriftVersionView>,
}

/// An adoption of an older version.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DriftingAdoptionView {
    /// Id of the adoption.
    adoption: Uuid,
    /// The unit.
    unit: Ars,
    /// The version it is pinned to.
    version: Version,
    /// Where the adoption stands.
    #[schema(example = "live")]
    state: &'static str,
    /// The day it went live, if it did.
    live_since: Option<Date>,
}

/// What lies between an older version and the current one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DriftVersionView {
    /// The older version.
    version: Version,
    /// What changed from it to the current one.
    changes: Vec<DifferenceView>,
    /// The migration notes on the way, in the order in which they are to be followed.
    migration_notes: Vec<MigrationNoteView>,
}

/// What adopters have to do when they take a version over.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MigrationNoteView {
    /// The version.
    version: Version,
    /// What there is to do.
    text: String,
}

impl DriftView {
    fn new(drifting: Drifting, language: Language) -> Self {
        let adoption = |a: Adoption| DriftingAdoptionView {
            live_since: a.live_since(),
            adoption: a.id,
            state: AdoptionState::as_str(a.state),
            unit: a.unit,
            version: a.version,
        };
        let version = |Drift { version, changes, notes }| DriftVersionView {
            version,
            changes: changes.into_iter().map(|change| DifferenceView::new(change, language)).collect(),
            migration_notes: notes
                .into_iter()
                .map(|(version, text)| MigrationNoteView { version, text: text.get(language).to_owned() })
                .collect(),
        };
        Self {
            current: drifting.current,
            items: drifting.adoptions.into_iter().map(adoption).collect(),
            versions: drifting.versions.into_iter().map(version).collect(),
        }
    }
}

/// List who works with an older version of a blueprint, within reach of the token, with what changed and what there is to do.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light")),
    responses((status = 200, description = "The adoptions and the changes.", body = DriftView), Problems))]
#[get("/blueprints/{id}/drift")]
pub(super) async fn list_blueprint_drift(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| Answer::view(&DriftView::new(blueprints::drift(tx, &caller.actor, &id)?, language)))
        .await
}
