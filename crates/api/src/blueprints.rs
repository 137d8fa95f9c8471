//! `/blueprints`: found one, write, review and publish its versions; what they changed and what they proved.

mod drift;
mod promotion;
mod views;

use actix_web::web::Data;
use actix_web::{HttpRequest, get, post, put};
use blaupause_access::Actor;
use blaupause_app::blueprints::{self, StoredVersion, Wanted};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{LocalizedText, Slug, Version, to_canonical_json};
use blaupause_pilots::Prose;
use blaupause_pilots::blueprints::{BlueprintVersion, DraftVersion, Published, VersionState};
use blaupause_pilots::evidence::Evidence;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::promotion::Promotion;
use self::views::{BlueprintView, DiffView, DifferenceView, DraftView, PublishedView};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State, Upload, conditions};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_blueprint).service(list_blueprints).service(get_blueprint);
    config.service(save_blueprint_version).service(get_blueprint_version);
    config.service(submit_blueprint_version).service(send_back_blueprint_version);
    config.service(publish_blueprint_version).service(promote_blueprint_version);
    config.service(compare_blueprint_versions).service(get_blueprint_evidence);
    config.service(drift::list_blueprint_drift);
}

/// What a blueprint is founded with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBlueprint {
    /// Its key.
    slug: Slug,
    /// The provider that keeps it.
    owner: Slug,
    /// Its title.
    title: LocalizedText,
}

/// Why a version is sent back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SendBack {
    /// What there is to change.
    comment: Prose,
}

/// Which blueprints, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BlueprintsQuery {
    /// Only those of this provider.
    owner: Option<Slug>,
    /// Only those with a version in this state.
    state: Option<VersionState>,
    /// Only those with a version that promises a level of this indicator.
    indicator: Option<Slug>,
    /// Blueprints per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// From which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// The version before.
    from: Version,
}

/// Found a blueprint.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewBlueprint,
    responses((status = 201, description = "The new blueprint, without a version.", body = BlueprintView), Problems))]
#[post("/blueprints")]
async fn create_blueprint(state: Data<State>, request: Create<NewBlueprint>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewBlueprint { slug, owner, title } = body.clone();
            let made = blueprints::create(tx, &caller.actor, slug, owner, title)?;
            let (revision, path) = (made.blueprint.revision, format!("/blueprints/{}", made.blueprint.slug));
            Answer::created(&BlueprintView::from(made), revision, path)
        })
        .await
}

/// List blueprints by key: those with a published version, and drafts for those who may read them.
#[utoipa::path(tag = "blueprints", security((), ("bearer" = [])), params(BlueprintsQuery),
    responses((status = 200, description = "One page of blueprints.", body = ListView<BlueprintView>), Problems))]
#[get("/blueprints")]
async fn list_blueprints(
    state: Data<State>,
    caller: Caller,
    query: Query<BlueprintsQuery>,
) -> Result<Answer, ApiError> {
    let BlueprintsQuery { owner, state: standing, indicator, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let wanted = Wanted { owner, state: standing, indicator };
    state
        .read(move |tx| {
            let found = blueprints::list(tx, &caller.actor, wanted, &page)?;
            Answer::list(found.map(BlueprintView::from))
        })
        .await
}

/// Get a blueprint with its versions.
#[utoipa::path(tag = "blueprints", security((), ("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light")),
    responses((status = 200, description = "The blueprint.", body = BlueprintView), Problems))]
#[get("/blueprints/{id}")]
async fn get_blueprint(state: Data<State>, caller: Caller, id: Path<Slug>) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let found = blueprints::get(tx, &caller.actor, &id)?;
            let revision = found.blueprint.revision;
            Answer::record(&BlueprintView::from(found), revision)
        })
        .await
}

/// Write a draft of a version, as YAML or JSON: a new one, or another document for one that is a draft.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = Option<String>, Header, description = "Entity tag last read; needed once the draft exists."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The document.", content((BlueprintVersion = "application/json"), (String = "application/yaml"))),
    responses((status = 200, description = "The draft.", body = DraftView), Problems))]
#[put("/blueprints/{id}/versions/{version}")]
async fn save_blueprint_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    http: HttpRequest,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    let expected = conditions::if_match_or_nothing(&http)?;
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| draft(blueprints::save(tx, &caller.actor, (&id, &version), expected, &bytes)?))
        .await
}

/// Get a version: the published document as it is stored, or a draft as a record for those who may read it.
#[utoipa::path(tag = "blueprints", security((), ("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The published document; its entity tag is its SHA-256.", body = BlueprintVersion), Problems))]
#[get("/blueprints/{id}/versions/{version}")]
async fn get_blueprint_version(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, Version)>,
) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    state
        .read(move |tx| match blueprints::version(tx, &caller.actor, &id, &version)? {
            StoredVersion::Draft(found) => draft(found),
            StoredVersion::Published(p) => {
                let text = to_canonical_json(&p.document).map_err(|e| Error::Internal(e.to_string()))?;
                Ok(Answer::document(text, p.hash))
            }
        })
        .await
}

/// Hand a draft in for review.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The version, in review.", body = DraftView), Problems))]
#[post("/blueprints/{id}/versions/{version}/submit")]
async fn submit_blueprint_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, path, request, |tx, actor, key, expected, _| {
        draft(blueprints::submit(tx, actor, key, expected)?)
    })
    .await
}

/// Send a version back from the review with a comment.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = SendBack,
    responses((status = 200, description = "The draft.", body = DraftView), Problems))]
#[post("/blueprints/{id}/versions/{version}/send-back")]
async fn send_back_blueprint_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<SendBack>,
) -> Result<Answer, ApiError> {
    moved(&state, path, request, |tx, actor, key, expected, body| {
        draft(blueprints::send_back(tx, actor, key, expected, body.comment.clone())?)
    })
    .await
}

/// Publish a reviewed version: it becomes immutable and supersedes the one before.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The version, published.", body = PublishedView), Problems))]
#[post("/blueprints/{id}/versions/{version}/publish")]
async fn publish_blueprint_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, path, request, |tx, actor, key, expected, _| {
        standing(blueprints::publish(tx, actor, key, expected)?)
    })
    .await
}

/// Make a published version the standard. With `minimumStandard` a minimum standard of the catalogue asks for it as well.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag of the blueprint, last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = Promotion,
    responses((status = 200, description = "The version, now the standard.", body = PublishedView), Problems))]
#[post("/blueprints/{id}/versions/{version}/promote")]
async fn promote_blueprint_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<Promotion>,
) -> Result<Answer, ApiError> {
    moved(&state, path, request, |tx, actor, key, expected, body| {
        let joins = body.minimum_standard.clone().map(|joins| joins.into_joining(key)).transpose()?;
        standing(blueprints::promote(tx, actor, key, expected, joins)?)
    })
    .await
}

/// Get what changed from one version to another, in words and as data.
#[utoipa::path(tag = "blueprints", security((), ("bearer" = [])), params(DiffQuery,
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "The version after.", example = "1.1.0")),
    responses((status = 200, description = "The changes.", body = DiffView), Problems))]
#[get("/blueprints/{id}/versions/{version}/diff")]
async fn compare_blueprint_versions(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, Version)>,
    query: Query<DiffQuery>,
) -> Result<Answer, ApiError> {
    let ((id, to), from) = (path.into_inner(), query.into_inner().from);
    state
        .read(move |tx| {
            let changes = blueprints::diff(tx, &caller.actor, &id, &from, &to)?;
            let items = changes.into_iter().map(|c| DifferenceView::new(c, caller.language)).collect();
            Answer::view(&DiffView { from, to, items })
        })
        .await
}

/// Get what adoptions and pilots prove about a blueprint over all its versions.
#[utoipa::path(tag = "blueprints", security((), ("bearer" = [])), params(
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light")),
    responses((status = 200, description = "The evidence.", body = Evidence), Problems))]
#[get("/blueprints/{id}/evidence")]
async fn get_blueprint_evidence(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
) -> Result<Answer, ApiError> {
    state.read(move |tx| Ok(Answer::view(&blueprints::evidence(tx, &caller.actor, &id)?)?.public())).await
}

async fn moved<T: Send + 'static>(
    state: &State,
    path: Path<(Slug, Version)>,
    request: Change<T>,
    act: impl Fn(&mut Write<'_>, &Actor, (&Slug, &Version), Expected, &T) -> Result<Answer, Error>
    + Send
    + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (id, version) = path.into_inner();
    state.write(once, move |tx| act(tx, &caller.actor, (&id, &version), expected, &body)).await
}

fn draft(draft: DraftVersion) -> Result<Answer, Error> {
    let revision = draft.revision;
    Answer::record(&DraftView::from(draft), revision)
}

fn standing(published: Published) -> Result<Answer, Error> {
    let revision = published.revision;
    Answer::record(&PublishedView::from(published), revision)
}
