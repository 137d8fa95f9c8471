//! `/municipalities/{ars}/profile|gaps|what-if|trend`, and the same of `/providers/{id}`: where each stands, in the caller's language.

mod of_providers;
mod rises;
mod trend;
mod views;

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::profiles::{self, Goal};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Message, Rational, Slug, UnitKey};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::views::{GapsView, ProfileView, WhatIfView};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Create, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_profile).service(get_gaps).service(compute_what_if);
    of_providers::routes(config);
    rises::routes(config);
    trend::routes(config);
}

/// By which model.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProfileQuery {
    /// Id of the model; that of the assessment signed off last if left out.
    model: Option<Slug>,
}

/// Measured against what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GapsQuery {
    /// Id of the model; that of the assessment signed off last if left out.
    model: Option<Slug>,
    /// What the unit is measured against.
    #[param(inline)]
    target: GoalName,
    /// With `minimumStandard`: the last stage whose minimum standard counts; the lowest that has one if left out.
    stage: Option<Slug>,
}

/// What a unit is measured against.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum GoalName {
    /// The minimum standard.
    MinimumStandard,
    /// Threshold and minimum standard of the stage after the proven one.
    NextStage,
    /// For every indicator, the level that at least half of the peers have.
    PeerMedian,
    /// The target that was set: `/municipalities/{ars}/targets/{model}`.
    Own,
}

/// Levels to be assumed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WhatIf {
    /// Level by indicator. A lower level than the present one changes nothing.
    #[schema(value_type = BTreeMap<String, Rational>)]
    levels: BTreeMap<Slug, Rational>,
}

/// Get where a unit stands: its latest signed result and its place among its peers.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(ProfileQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The profile.", body = ProfileView), Problems))]
#[get("/municipalities/{ars}/profile")]
async fn get_profile(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<ProfileQuery>,
) -> Result<Answer, ApiError> {
    profile(&state, caller, SubjectKey::Unit(ars.into_inner()), query.into_inner()).await
}

/// Get how far a unit's latest signed result is from a target, line by line.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(GapsQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The gaps, in the order of the target.", body = GapsView), Problems))]
#[get("/municipalities/{ars}/gaps")]
async fn get_gaps(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<GapsQuery>,
) -> Result<Answer, ApiError> {
    gaps(&state, caller, SubjectKey::Unit(ars.into_inner()), query.into_inner()).await
}

/// Compute what a unit's latest signed result would be if some indicators had reached a level. Nothing is stored.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(ProfileQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    request_body = WhatIf,
    responses((status = 200, description = "The result before and after.", body = WhatIfView), Problems))]
#[post("/municipalities/{ars}/what-if")]
async fn compute_what_if(
    state: Data<State>,
    ars: Path<UnitKey>,
    query: Query<ProfileQuery>,
    request: Create<WhatIf>,
) -> Result<Answer, ApiError> {
    what_if(&state, request, SubjectKey::Unit(ars.into_inner()), query.into_inner()).await
}

async fn profile(
    state: &State,
    caller: Caller,
    key: SubjectKey,
    query: ProfileQuery,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let profile = profiles::profile(tx, &caller.actor, &key, query.model)?;
            Answer::view(&ProfileView::new(profile, caller.language))
        })
        .await
}

async fn gaps(state: &State, caller: Caller, key: SubjectKey, query: GapsQuery) -> Result<Answer, ApiError> {
    let GapsQuery { model, target, stage } = query;
    let goal = match (target, stage) {
        (GoalName::MinimumStandard, stage) => Goal::MinimumStandard(stage),
        (_, Some(_)) => return Err(ApiError::parameter("stage", Message::new("gaps-stage-needs-standard"))),
        (GoalName::NextStage, None) => Goal::NextStage,
        (GoalName::PeerMedian, None) => Goal::PeerMedian,
        (GoalName::Own, None) => Goal::Own,
    };
    state
        .read(move |tx| {
            let found = profiles::gaps(tx, &caller.actor, &key, model, goal)?;
            Answer::view(&GapsView::new(found, caller.language))
        })
        .await
}

async fn what_if(
    state: &State,
    request: Create<WhatIf>,
    key: SubjectKey,
    query: ProfileQuery,
) -> Result<Answer, ApiError> {
    let Create { caller, body, .. } = request;
    state
        .read(move |tx| {
            let (standing, after) = profiles::what_if(tx, &caller.actor, &key, query.model, &body.levels)?;
            Answer::view(&WhatIfView::new(standing, after, caller.language))
        })
        .await
}
