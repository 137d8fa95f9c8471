//! `/statistical-releases`: public figures, calculated once.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_analytics::Release;
use blaupause_app::statistical_releases::{self, Summary, Wanted};
use blaupause_kernel::{Date, Digest, Slug, Timestamp, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Create, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_statistical_releases).service(release_statistics).service(get_statistical_release);
}

/// Which results are to be released.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRelease {
    /// Id of the maturity model.
    #[schema(example = "kommune-digital")]
    model: Slug,
    /// Its version.
    version: Version,
    /// The first day that results describe.
    #[schema(example = "2025-01-01")]
    from: Date,
    /// The last day that results describe; it is over. Spans of releases of one model version do not overlap.
    #[schema(example = "2025-12-31")]
    to: Date,
}

/// Whether it is done or only said.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct ReleaseQuery {
    /// Only say what would be released; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Which releases.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReleasesQuery {
    /// Only those for this model.
    model: Option<Slug>,
    /// Releases per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A release without its figures.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReleaseSummaryView {
    /// Its id.
    id: Uuid,
    /// The model whose results are counted.
    model: Slug,
    /// Its version.
    version: Version,
    /// The first day that results describe.
    from: Date,
    /// The last day that results describe.
    to: Date,
    /// SHA-256 of the canonical document.
    hash: Digest,
    /// When it was calculated.
    released_at: Timestamp,
}

impl From<Summary> for ReleaseSummaryView {
    fn from(summary: Summary) -> Self {
        let Summary { id, model, version, from, to, hash, released_at } = summary;
        Self { id, model, version, from, to, hash, released_at }
    }
}

/// List statistical releases, the newest first.
#[utoipa::path(tag = "analytics", params(ReleasesQuery),
    responses((status = 200, description = "One page of releases.", body = ListView<ReleaseSummaryView>), Problems))]
#[get("/statistical-releases")]
async fn list_statistical_releases(
    state: Data<State>,
    query: Query<ReleasesQuery>,
) -> Result<Answer, ApiError> {
    let ReleasesQuery { model, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let answer = state.read(move |tx| {
        let found = statistical_releases::list(tx, model.as_ref(), &page)?;
        Answer::list(found.map(ReleaseSummaryView::from))
    });
    Ok(answer.await?.public())
}

/// Calculate the public figures over the results that describe a span of days, and publish them for good. What must
/// not be told is `null` with a reason. With `dryRun` only say what would be published.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(ReleaseQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewRelease,
    responses((status = 201, description = "The published document.", body = Release),
        (status = 200, description = "What would be published (`dryRun`).", body = Release), Problems))]
#[post("/statistical-releases")]
async fn release_statistics(
    state: Data<State>,
    query: Query<ReleaseQuery>,
    request: Create<NewRelease>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewRelease { model, version, from, to } = body;
    let (wanted, id) = (Wanted { model, version, from, to }, state.app.new_id());
    let actor = caller.actor.clone();
    if query.dry_run {
        return state
            .read(move |tx| Answer::view(&statistical_releases::prepare(tx, &actor, id, &wanted)?.release))
            .await;
    }
    if let Some(kept) = state.kept(once.as_ref()).await? {
        return Ok(kept);
    }
    // calculated before the write begins, so that nobody waits for it
    let prepared = state.app.read(move |tx| statistical_releases::prepare(tx, &actor, id, &wanted)).await?;
    state
        .write(once, move |tx| {
            let published = statistical_releases::publish(tx, &caller.actor, &prepared)?;
            let path = statistical_releases::path(prepared.release.id);
            Ok(Answer::document_created(published.document, published.hash, path))
        })
        .await
}

/// Get a statistical release, exactly as it was published.
#[utoipa::path(tag = "analytics", params(("id" = Uuid, Path, description = "Id of the release.")),
    responses((status = 200, description = "The document.", body = Release), Problems))]
#[get("/statistical-releases/{id}")]
async fn get_statistical_release(state: Data<State>, id: Path<Uuid>) -> Result<Answer, ApiError> {
    let id = id.into_inner();
    state
        .read(move |tx| {
            let published = statistical_releases::document(tx, id)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}
