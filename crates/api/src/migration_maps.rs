//! `/maturity-models/{id}/migration-maps` and `/assessments/{id}/migrate`: on to another version of a model.

use actix_web::web::{Data, Path, Query};
use actix_web::{get, post};
use blaupause_app::messages;
use blaupause_app::migration_maps::{self, Migration, Summary};
use blaupause_kernel::{Date, Described as _, Digest, Language, Slug, Timestamp, Version};
use blaupause_maturity::{Fate, MigrationMap, MigrationReport};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Create, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_migration_maps).service(publish_migration_map).service(get_migration_map);
    config.service(migrate_assessment);
}

/// A published migration map, without its document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MigrationMapSummaryView {
    /// Id of the model.
    model: Slug,
    /// The version that answers come from.
    from: Version,
    /// The version they go to.
    to: Version,
    /// SHA-256 of the canonical document.
    hash: Digest,
    /// When it was published.
    published_at: Timestamp,
}

/// The migration maps of a model.
#[derive(Debug, Serialize, ToSchema)]
struct MigrationMapsView {
    /// The maps, by version.
    items: Vec<MigrationMapSummaryView>,
}

/// To which version an assessment is carried over.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MigrateAssessment {
    /// The version of the model.
    to: Version,
    /// The day whose state the new assessment describes.
    period: Date,
    /// What the new assessment is for.
    #[schema(max_length = 200)]
    purpose: Option<String>,
}

/// Whether it is done or only said.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct MigrateQuery {
    /// Only say what would become of the answers; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// What became of the answers of an assessment, or would become.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MigrationReportView {
    /// Id of the new draft; `null` in a dry run.
    #[schema(value_type = Option<String>, format = "uuid")]
    assessment: Option<Uuid>,
    /// Old answers that were taken over as they were.
    kept: usize,
    /// Old answers that became proposals.
    to_confirm: usize,
    /// Old answers that were lost.
    lost: usize,
    /// New indicators without an answer.
    open: usize,
    /// One line for each indicator, or for those that were split or merged together.
    lines: Vec<MigrationLineView>,
}

/// What became of one indicator.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MigrationLineView {
    /// The old indicators.
    from: Vec<Slug>,
    /// The new ones.
    to: Vec<Slug>,
    /// What became of the answer.
    fate: Fate,
    /// Why, as a stable code.
    code: String,
    /// The same in words.
    text: String,
}

impl MigrationReportView {
    fn new(assessment: Option<Uuid>, report: MigrationReport, language: Language) -> Self {
        let MigrationReport { lines, kept, to_confirm, lost, open } = report;
        let view = |line: blaupause_maturity::MigrationLine| MigrationLineView {
            text: messages::render(language, &line.message()),
            from: line.from,
            to: line.to,
            fate: line.fate,
            code: line.code,
        };
        Self { assessment, kept, to_confirm, lost, open, lines: lines.into_iter().map(view).collect() }
    }
}

/// List the migration maps of a model.
#[utoipa::path(tag = "maturity", params(
        ("id" = Slug, Path, description = "Id of the model.", example = "kommune-digital")),
    responses((status = 200, description = "All maps of the model.", body = MigrationMapsView), Problems))]
#[get("/maturity-models/{id}/migration-maps")]
async fn list_migration_maps(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let view = |map: Summary| {
        let Summary { model, from, to, hash, published_at } = map;
        MigrationMapSummaryView { model, from, to, hash, published_at }
    };
    let answer = state.read(move |tx| {
        let items = migration_maps::list(tx, &id)?.into_iter().map(view).collect();
        Answer::view(&MigrationMapsView { items })
    });
    Ok(answer.await?.public())
}

/// Publish a migration map between two versions of a model, as YAML or JSON.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The map in format v1.",
        content((MigrationMap = "application/json"), (String = "application/yaml"))),
    responses((status = 201, description = "The published document.", body = MigrationMap), Problems))]
#[post("/maturity-models/{id}/migration-maps")]
async fn publish_migration_map(
    state: Data<State>,
    id: Path<Slug>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let (map, published) = migration_maps::publish(tx, &caller.actor, &id, &bytes)?;
            Ok(Answer::document_created(published.document, published.hash, migration_maps::path(&map)))
        })
        .await
}

/// Get a published migration map, exactly as it was published.
#[utoipa::path(tag = "maturity", params(
        ("id" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("from" = Version, Path, description = "The version that answers come from.", example = "1.0.0"),
        ("to" = Version, Path, description = "The version they go to.", example = "1.1.0")),
    responses((status = 200, description = "The document.", body = MigrationMap), Problems))]
#[get("/maturity-models/{id}/migration-maps/{from}/{to}")]
async fn get_migration_map(
    state: Data<State>,
    path: Path<(Slug, Version, Version)>,
) -> Result<Answer, ApiError> {
    let (id, from, to) = path.into_inner();
    state
        .read(move |tx| {
            let published = migration_maps::document(tx, &id, &from, &to)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}

/// Begin an assessment by another version of the model with the answers of this one, which stays as it is. With
/// `dryRun` only say what would become of them.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(MigrateQuery,
        ("id" = Uuid, Path, description = "Id of the assessment."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = MigrateAssessment,
    responses((status = 201, description = "The new draft and what became of the answers.", body = MigrationReportView),
        (status = 200, description = "What would become of the answers (`dryRun`).", body = MigrationReportView), Problems))]
#[post("/assessments/{id}/migrate")]
async fn migrate_assessment(
    state: Data<State>,
    id: Path<Uuid>,
    query: Query<MigrateQuery>,
    request: Create<MigrateAssessment>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let (id, MigrateAssessment { to, period, purpose }) = (id.into_inner(), body);
    if query.dry_run {
        return state
            .read(move |tx| {
                let report = migration_maps::report(tx, &caller.actor, id, &to)?;
                Answer::view(&MigrationReportView::new(None, report, caller.language))
            })
            .await;
    }
    let migration = Migration { to, period, purpose };
    state
        .write(once, move |tx| {
            let (new, report) = migration_maps::migrate(tx, &caller.actor, id, migration.clone())?;
            let path = format!("/assessments/{}", new.id);
            let view = MigrationReportView::new(Some(new.id), report, caller.language);
            Answer::created(&view, new.revision, path)
        })
        .await
}
