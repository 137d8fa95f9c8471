//! `/minimum-standards`: what municipalities must, should and may have, in versions, and from when on which holds.

mod views;

use actix_web::web::Data;
use actix_web::{get, patch, post, put};
use blaupause_app::standards;
use blaupause_catalog::{Standard, StandardVersion, Timeline};
use blaupause_kernel::{Date, LocalizedText, Slug, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, Create, Patch, State, Upload};
pub(crate) use views::BindingView;
use views::{StandardDiffView, StandardStatusView};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_standards).service(create_standard).service(get_standard).service(change_standard);
    config.service(put_standard_timeline).service(get_standard_status).service(diff_standard);
    config.service(list_standard_versions).service(publish_standard_version).service(get_standard_version);
}

/// A new minimum standard. It has no version yet.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewStandard {
    /// Its key.
    id: Slug,
    /// The provider that keeps it.
    owner: Slug,
    /// Its name.
    title: LocalizedText,
}

/// What is said about a minimum standard; as a patch, what is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = StandardPatch)]
struct StandardFacts {
    /// Its name.
    title: LocalizedText,
}

/// From when on which version has which status, by date.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewTimeline {
    /// All entries. What has been in force up to today stays as it was.
    timeline: Timeline,
}

/// The versions of a minimum standard.
#[derive(Debug, Serialize, ToSchema)]
struct StandardVersionsView {
    /// The versions, the lowest first.
    items: Vec<StandardVersion>,
}

/// Which standards, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StandardsQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    owner: Option<Slug>,
    /// Standards per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// The day a status is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatusQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-01")]
    on: Option<Date>,
}

/// From which version to which.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// The version before.
    #[param(value_type = String, example = "1.0.0")]
    from: Version,
    /// The version after.
    #[param(value_type = String, example = "2.0.0")]
    to: Version,
}

/// List minimum standards by id.
#[utoipa::path(tag = "catalog", params(StandardsQuery),
    responses((status = 200, description = "One page of standards.", body = ListView<Standard>), Problems))]
#[get("/minimum-standards")]
async fn list_standards(state: Data<State>, query: Query<StandardsQuery>) -> Result<Answer, ApiError> {
    let StandardsQuery { owner, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let answer = state.read(move |tx| Answer::list(standards::list(tx, owner.as_ref(), &page)?)).await?;
    Ok(answer.public())
}

/// Make a minimum standard of a provider.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewStandard,
    responses((status = 201, description = "The standard.", body = Standard), Problems))]
#[post("/minimum-standards")]
async fn create_standard(state: Data<State>, request: Create<NewStandard>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewStandard { id, owner, title } = body.clone();
            let standard = standards::create(tx, &caller.actor, id, owner, title)?;
            Answer::created(&standard, standard.revision, format!("/minimum-standards/{}", standard.id))
        })
        .await
}

/// Get a minimum standard with its timeline.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune")),
    responses((status = 200, description = "The standard.", body = Standard), Problems))]
#[get("/minimum-standards/{id}")]
async fn get_standard(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let standard = standards::get(tx, &id)?;
        Answer::record(&standard, standard.revision)
    });
    Ok(answer.await?.public())
}

/// Change what is said about a minimum standard.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune"),
        ("If-Match" = String, Header, description = "Entity tag of the standard as last read.")),
    request_body = StandardFacts,
    responses((status = 200, description = "The standard.", body = Standard), Problems))]
#[patch("/minimum-standards/{id}")]
async fn change_standard(
    state: Data<State>,
    id: Path<Slug>,
    request: Patch<StandardFacts>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let edit = move |standard: &Standard| {
        let StandardFacts { title } = changes.onto(&StandardFacts { title: standard.title.clone() })?;
        Ok(title)
    };
    state
        .write(once, move |tx| {
            let standard = standards::revise(tx, &caller.actor, &id, expected, &edit)?;
            Answer::record(&standard, standard.revision)
        })
        .await
}

/// Say from when on which version of a minimum standard has which status.
///
/// The whole timeline is sent. What has been in force up to today has to stay in it as it was.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune"),
        ("If-Match" = String, Header, description = "Entity tag of the standard as last read.")),
    request_body = NewTimeline,
    responses((status = 200, description = "The standard.", body = Standard), Problems))]
#[put("/minimum-standards/{id}/timeline")]
async fn put_standard_timeline(
    state: Data<State>,
    id: Path<Slug>,
    request: Change<NewTimeline>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let timeline = body.timeline.clone();
            let standard = standards::put_timeline(tx, &caller.actor, &id, expected, timeline)?;
            Answer::record(&standard, standard.revision)
        })
        .await
}

/// Get the status of every version of a minimum standard on a day, and which one is binding.
#[utoipa::path(tag = "catalog", params(StatusQuery,
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune")),
    responses((status = 200, description = "The statuses.", body = StandardStatusView), Problems))]
#[get("/minimum-standards/{id}/status")]
async fn get_standard_status(
    state: Data<State>,
    id: Path<Slug>,
    query: Query<StatusQuery>,
) -> Result<Answer, ApiError> {
    let on = query.into_inner().on;
    let answer = state.read(move |tx| {
        let standard = standards::get(tx, &id)?;
        Answer::view(&StandardStatusView::new(&standard, on.unwrap_or_else(|| tx.today())))
    });
    Ok(answer.await?.public())
}

/// List the published versions of a minimum standard.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune")),
    responses((status = 200, description = "All versions, the lowest first.", body = StandardVersionsView), Problems))]
#[get("/minimum-standards/{id}/versions")]
async fn list_standard_versions(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let (_, items) = standards::all_versions(tx, &id)?;
        Answer::view(&StandardVersionsView { items })
    });
    Ok(answer.await?.public())
}

/// Publish a version of a minimum standard, as YAML or JSON. It never changes afterwards, and it binds nobody before
/// the timeline says so.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the standard; the document names the same.", example = "mindeststandard-kommune"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The version.", content((StandardVersion = "application/json"), (String = "application/yaml"))),
    responses((status = 201, description = "The published document.", body = StandardVersion), Problems))]
#[post("/minimum-standards/{id}/versions")]
async fn publish_standard_version(
    state: Data<State>,
    id: Path<Slug>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let done = standards::publish(tx, &caller.actor, &id, &bytes)?;
            let path = format!("/minimum-standards/{}/versions/{}", done.version.id, done.version.version);
            Ok(Answer::document_created(done.published.document, done.published.hash, path))
        })
        .await
}

/// Get a version of a minimum standard, exactly as it was published.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The document.", body = StandardVersion), Problems))]
#[get("/minimum-standards/{id}/versions/{version}")]
async fn get_standard_version(state: Data<State>, path: Path<(Slug, Version)>) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    state
        .read(move |tx| {
            let published = standards::document(tx, &id, &version)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}

/// Get what changes from one version of a minimum standard to another, as data and in words.
#[utoipa::path(tag = "catalog", params(DiffQuery,
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune")),
    responses((status = 200, description = "The differences.", body = StandardDiffView), Problems))]
#[get("/minimum-standards/{id}/diff")]
async fn diff_standard(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<DiffQuery>,
) -> Result<Answer, ApiError> {
    let DiffQuery { from, to } = query.into_inner();
    let answer = state.read(move |tx| {
        let difference = standards::diff(tx, &id, &from, &to)?;
        Answer::view(&StandardDiffView::new(&difference, caller.language))
    });
    Ok(answer.await?.public())
}
