//! `/municipalities/{ars}/targets/{model}` and `/providers/{id}/targets/{model}`: what is to be reached.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{delete, get, put};
use blaupause_app::own_targets::{self, Wanted};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Date, Rational, Slug, Timestamp, UnitKey};
use blaupause_maturity::OwnTarget;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::addresses::Path;
use crate::document::Problems;
use crate::routes::Routes;
use crate::subjects::SubjectView;
use crate::{Answer, ApiError, Caller, Change, NoBody, Put, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_target).service(put_target).service(delete_target);
    config.service(get_provider_target).service(put_provider_target).service(delete_provider_target);
}

/// What is to be reached.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewTarget {
    /// The level by indicator, or the value by dimension.
    #[schema(value_type = BTreeMap<String, Rational>)]
    levels: BTreeMap<Slug, Rational>,
    /// The day by which it is to be reached.
    by: Option<Date>,
    /// Why, or who decided it.
    #[schema(max_length = 4000, example = "Ratsbeschluss vom 3. März 2026")]
    reason: Option<String>,
}

/// A target.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TargetView {
    #[serde(flatten)]
    subject: SubjectView,
    /// The model.
    model: Slug,
    /// The level by indicator, or the value by dimension.
    #[schema(value_type = BTreeMap<String, Rational>)]
    levels: BTreeMap<Slug, Rational>,
    /// The day by which it is to be reached.
    by: Option<Date>,
    /// Why, or who decided it.
    reason: Option<String>,
    /// Who set it last, as the token names them.
    set_by: String,
    /// When it was set last.
    set_at: Timestamp,
    /// How often it was changed.
    revision: i64,
}

impl From<&OwnTarget> for TargetView {
    fn from(target: &OwnTarget) -> Self {
        Self {
            subject: target.assessed.clone().into(),
            model: target.model.clone(),
            levels: target.levels.clone(),
            by: target.by,
            reason: target.reason.clone(),
            set_by: target.set_by.clone(),
            set_at: target.set_at,
            revision: target.revision.get(),
        }
    }
}

/// Get the target that a unit set itself.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("model" = Slug, Path, description = "Id of the model.", example = "kommune-digital")),
    responses((status = 200, description = "The target.", body = TargetView), Problems))]
#[get("/municipalities/{ars}/targets/{model}")]
async fn get_target(
    state: Data<State>,
    caller: Caller,
    path: Path<(UnitKey, Slug)>,
) -> Result<Answer, ApiError> {
    let (ars, model) = path.into_inner();
    show(&state, caller, ars.into(), model).await
}

/// Set the target of a unit, checked against the highest version of the model.
///
/// Without `If-Match` it makes one and answers 428 if there is one; with `If-Match` it replaces the one that carries this
/// entity tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("model" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the target as last read; left out to make one.")),
    request_body = NewTarget,
    responses((status = 200, description = "The changed target.", body = TargetView),
        (status = 201, description = "The new target.", body = TargetView), Problems))]
#[put("/municipalities/{ars}/targets/{model}")]
async fn put_target(
    state: Data<State>,
    path: Path<(UnitKey, Slug)>,
    request: Put<NewTarget>,
) -> Result<Answer, ApiError> {
    let (ars, model) = path.into_inner();
    set(&state, request, ars.into(), model).await
}

/// Give the target of a unit up.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("model" = Slug, Path, description = "Id of the model.", example = "kommune-digital"),
        ("If-Match" = String, Header, description = "Entity tag of the target as last read.")),
    responses((status = 204, description = "There is no target any more."), Problems))]
#[delete("/municipalities/{ars}/targets/{model}")]
async fn delete_target(
    state: Data<State>,
    path: Path<(UnitKey, Slug)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let (ars, model) = path.into_inner();
    give_up(&state, request, ars.into(), model).await
}

/// Get the target that a provider set itself.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("model" = Slug, Path, description = "Id of the model.", example = "it-dienstleister")),
    responses((status = 200, description = "The target.", body = TargetView), Problems))]
#[get("/providers/{id}/targets/{model}")]
async fn get_provider_target(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, Slug)>,
) -> Result<Answer, ApiError> {
    let (id, model) = path.into_inner();
    show(&state, caller, SubjectKey::Provider(id), model).await
}

/// Set the target of a provider, checked against the highest version of the model.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("model" = Slug, Path, description = "Id of the model.", example = "it-dienstleister"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the target as last read; left out to make one.")),
    request_body = NewTarget,
    responses((status = 200, description = "The changed target.", body = TargetView),
        (status = 201, description = "The new target.", body = TargetView), Problems))]
#[put("/providers/{id}/targets/{model}")]
async fn put_provider_target(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Put<NewTarget>,
) -> Result<Answer, ApiError> {
    let (id, model) = path.into_inner();
    set(&state, request, SubjectKey::Provider(id), model).await
}

/// Give the target of a provider up.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("model" = Slug, Path, description = "Id of the model.", example = "it-dienstleister"),
        ("If-Match" = String, Header, description = "Entity tag of the target as last read.")),
    responses((status = 204, description = "There is no target any more."), Problems))]
#[delete("/providers/{id}/targets/{model}")]
async fn delete_provider_target(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let (id, model) = path.into_inner();
    give_up(&state, request, SubjectKey::Provider(id), model).await
}

async fn show(state: &State, caller: Caller, key: SubjectKey, model: Slug) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let target = own_targets::get(tx, &caller.actor, &key, &model)?;
            Answer::record(&TargetView::from(&target), target.revision)
        })
        .await
}

async fn set(
    state: &State,
    request: Put<NewTarget>,
    key: SubjectKey,
    model: Slug,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let NewTarget { levels, by, reason } = body.clone();
            let wanted = Wanted { levels, by, reason };
            let target = own_targets::put(tx, &caller.actor, (&key, &model), expected, wanted)?;
            Answer::put(&TargetView::from(&target), target.revision, own_targets::path(&target))
        })
        .await
}

async fn give_up(
    state: &State,
    request: Change<NoBody>,
    key: SubjectKey,
    model: Slug,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            own_targets::delete(tx, &caller.actor, (&key, &model), expected)?;
            Ok(Answer::nothing())
        })
        .await
}
