//! `/upgrade-paths`: ways between versions of modules and of minimum standards.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::upgrade_paths::{self, Filter, StoredPath};
use blaupause_catalog::Upgrade;
use blaupause_kernel::{Date, Digest, Revision, Slug};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, NoBody, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_upgrade_paths).service(publish_upgrade_path).service(get_upgrade_path);
    config.service(withdraw_upgrade_path);
}

/// Which paths, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PathsQuery {
    /// Those that start from this module or standard.
    #[param(value_type = Option<String>, example = "e-akte")]
    from: Option<Slug>,
    /// Those that lead to this module or standard.
    #[param(value_type = Option<String>, example = "e-akte")]
    to: Option<Slug>,
    /// Paths per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A path and whether it still holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpgradePathView {
    /// The document as it was published.
    document: Upgrade,
    /// Digest of the document.
    hash: Digest,
    /// First day on which it no longer holds; `null` while it does.
    withdrawn: Option<Date>,
    /// How often that was changed.
    revision: Revision,
}

impl From<StoredPath> for UpgradePathView {
    fn from(StoredPath { path, hash, withdrawn, revision }: StoredPath) -> Self {
        Self { document: path, hash, withdrawn, revision }
    }
}

/// List upgrade paths by id, withdrawn ones too.
#[utoipa::path(tag = "catalog", params(PathsQuery),
    responses((status = 200, description = "One page of paths.", body = ListView<UpgradePathView>), Problems))]
#[get("/upgrade-paths")]
async fn list_upgrade_paths(state: Data<State>, query: Query<PathsQuery>) -> Result<Answer, ApiError> {
    let PathsQuery { from, to, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let filter = Filter { from, to };
    let answer = state
        .read(move |tx| Answer::list(upgrade_paths::list(tx, &filter, &page)?.map(UpgradePathView::from)));
    Ok(answer.await?.public())
}

/// Publish an upgrade path, as YAML or JSON. It never changes afterwards, but it can be withdrawn.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The path.", content((Upgrade = "application/json"), (String = "application/yaml"))),
    responses((status = 201, description = "The path.", body = UpgradePathView), Problems))]
#[post("/upgrade-paths")]
async fn publish_upgrade_path(state: Data<State>, upload: Upload) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let stored = upgrade_paths::publish(tx, &caller.actor, &bytes)?;
            let (revision, place) = (stored.revision, format!("/upgrade-paths/{}", stored.path.id()));
            Answer::created(&UpgradePathView::from(stored), revision, place)
        })
        .await
}

/// Get an upgrade path.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the path.", example = "e-akte-auf-zwei")),
    responses((status = 200, description = "The path.", body = UpgradePathView), Problems))]
#[get("/upgrade-paths/{id}")]
async fn get_upgrade_path(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let stored = upgrade_paths::get(tx, &id)?;
        let revision = stored.revision;
        Answer::record(&UpgradePathView::from(stored), revision)
    });
    Ok(answer.await?.public())
}

/// Say that an upgrade path no longer holds, from today on.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the path.", example = "e-akte-auf-zwei"),
        ("If-Match" = String, Header, description = "Entity tag of the path as last read.")),
    responses((status = 200, description = "The path.", body = UpgradePathView), Problems))]
#[post("/upgrade-paths/{id}/withdraw")]
async fn withdraw_upgrade_path(
    state: Data<State>,
    id: Path<Slug>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            let stored = upgrade_paths::withdraw(tx, &caller.actor, &id, expected)?;
            let revision = stored.revision;
            Answer::record(&UpgradePathView::from(stored), revision)
        })
        .await
}
