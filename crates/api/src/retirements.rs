//! `/modules/{id}/versions/{version}/life-cycle`: in which phase a version is, and what is announced about its end.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::retirements;
use blaupause_catalog::{Announcement, ModuleRange, Phase, Retirement};
use blaupause_kernel::{Date, LocalizedText, Slug, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_life_cycle).service(deprecate_module_version).service(sunset_module_version);
}

/// The day a phase is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LifeCycleQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-01")]
    on: Option<Date>,
}

/// What is announced about a phase that is to begin.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PhaseAnnouncement {
    /// Its first day, today or later.
    on: Date,
    /// Why.
    reason: Option<LocalizedText>,
    /// What is recommended instead.
    replaced_by: Option<ModuleRange>,
}

/// When a version is no longer offered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SunsetAnnouncement {
    /// First day on which it is not installed any more, today or later.
    on: Date,
    /// First day without support and security fixes.
    end_of_support: Option<Date>,
    /// Why.
    reason: Option<LocalizedText>,
    /// What is recommended instead.
    replaced_by: Option<ModuleRange>,
}

/// The life cycle of a version, and its phase on a day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LifeCycleView {
    /// The day.
    on: Date,
    /// The phase on that day.
    phase: Phase,
    /// Whether it may be newly installed on that day.
    offered: bool,
    #[serde(flatten)]
    retirement: Retirement,
}

impl LifeCycleView {
    pub(crate) fn new(retirement: Retirement, on: Date) -> Self {
        let phase = retirement.life_cycle.phase_on(on);
        Self { on, phase, offered: phase.is_offered(), retirement }
    }
}

/// Get the life cycle of a module version as it holds now, and its phase on a day.
#[utoipa::path(tag = "catalog", params(LifeCycleQuery,
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The life cycle.", body = LifeCycleView), Problems))]
#[get("/modules/{id}/versions/{version}/life-cycle")]
async fn get_life_cycle(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    query: Query<LifeCycleQuery>,
) -> Result<Answer, ApiError> {
    let (module, version) = path.into_inner();
    let on = query.into_inner().on;
    let answer = state.read(move |tx| {
        let retirement = retirements::get(tx, &module, &version)?;
        let revision = retirement.revision;
        Answer::record(&LifeCycleView::new(retirement, on.unwrap_or_else(|| tx.today())), revision)
    });
    Ok(answer.await?.public())
}

/// Announce from when on something newer is recommended instead of a version.
///
/// A phase cannot begin before today, and one that has begun does not move.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag of the life cycle as last read.")),
    request_body = PhaseAnnouncement,
    responses((status = 200, description = "The life cycle.", body = LifeCycleView), Problems))]
#[post("/modules/{id}/versions/{version}/deprecate")]
async fn deprecate_module_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<PhaseAnnouncement>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (module, version) = path.into_inner();
    let PhaseAnnouncement { on, reason, replaced_by } = body;
    let announcement = Announcement { on, reason, replaced_by };
    state
        .write(once, move |tx| {
            let key = (&module, &version);
            let done = retirements::deprecate(tx, &caller.actor, key, expected, announcement.clone())?;
            let revision = done.revision;
            Answer::record(&LifeCycleView::new(done, tx.today()), revision)
        })
        .await
}

/// Announce from when on a version is no longer offered and, if that is known, no longer supported.
///
/// A phase cannot begin before today, and one that has begun does not move.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0"),
        ("If-Match" = String, Header, description = "Entity tag of the life cycle as last read.")),
    request_body = SunsetAnnouncement,
    responses((status = 200, description = "The life cycle.", body = LifeCycleView), Problems))]
#[post("/modules/{id}/versions/{version}/sunset")]
async fn sunset_module_version(
    state: Data<State>,
    path: Path<(Slug, Version)>,
    request: Change<SunsetAnnouncement>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (module, version) = path.into_inner();
    let SunsetAnnouncement { on, end_of_support, reason, replaced_by } = body;
    let announcement = Announcement { on, reason, replaced_by };
    state
        .write(once, move |tx| {
            let (key, announced) = ((&module, &version), announcement.clone());
            let done = retirements::sunset(tx, &caller.actor, key, expected, announced, end_of_support)?;
            let revision = done.revision;
            Answer::record(&LifeCycleView::new(done, tx.today()), revision)
        })
        .await
}
