//! `/maturity-models`: published maturity models.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::maturity_models::{self, Summary};
use blaupause_kernel::{Digest, Slug, Timestamp, Version};
use blaupause_maturity::{Model, ModelState, Subject};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Create, NoBody, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_maturity_models).service(publish_maturity_model).service(get_maturity_model);
    config.service(retire_maturity_model);
}

/// A published version of a maturity model, without its document.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ModelSummaryView {
    /// Id of the model.
    id: Slug,
    /// Version.
    version: Version,
    /// Whom it assesses.
    subject: Subject,
    /// Whether new assessments may begin by it.
    state: ModelState,
    /// SHA-256 of the canonical document.
    hash: Digest,
    /// When it was published.
    published_at: Timestamp,
}

impl From<Summary> for ModelSummaryView {
    fn from(model: Summary) -> Self {
        let Summary { id, version, subject, state, hash, published_at } = model;
        Self { id, version, subject, state, hash, published_at }
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ModelsQuery {
    /// Models per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List published maturity models by id and version.
#[utoipa::path(tag = "maturity", params(ModelsQuery),
    responses((status = 200, description = "One page of models.", body = ListView<ModelSummaryView>), Problems))]
#[get("/maturity-models")]
async fn list_maturity_models(state: Data<State>, query: Query<ModelsQuery>) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    let answer = state
        .read(move |tx| Answer::list(maturity_models::list(tx, &page)?.map(ModelSummaryView::from)))
        .await?;
    Ok(answer.public())
}

/// Publish a version of a maturity model, as YAML or JSON.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The model in format v1.", content((Model = "application/json"), (String = "application/yaml"))),
    responses((status = 201, description = "The published document.", body = Model), Problems))]
#[post("/maturity-models")]
async fn publish_maturity_model(state: Data<State>, upload: Upload) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let (model, published) = maturity_models::publish(tx, &caller.actor, &bytes)?;
            let path = format!("/maturity-models/{}/versions/{}", model.id, model.version);
            Ok(Answer::document_created(published.document, published.hash, path))
        })
        .await
}

/// Get a published version of a maturity model, exactly as it was published.
#[utoipa::path(tag = "maturity", params(
        ("id" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The document.", body = Model), Problems))]
#[get("/maturity-models/{id}/versions/{version}")]
async fn get_maturity_model(state: Data<State>, path: Path<(Slug, Version)>) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    state
        .read(move |tx| {
            let published = maturity_models::document(tx, &id, &version)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}

/// Retire a published version: no assessment begins by it any more. It stays readable, and what was begun by it goes on.
/// No `If-Match`: a document has no revisions, and retiring it twice changes nothing.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The document.", body = Model), Problems))]
#[post("/maturity-models/{id}/versions/{version}/retire")]
async fn retire_maturity_model(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Create<NoBody>,
) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    let Create { caller, once, .. } = request;
    state
        .write(once, move |tx| {
            let published = maturity_models::retire(tx, &caller.actor, &id, &version)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}
