//! `/roadmaps`: which unit begins which adoption in which quarter, made as a job; and the latest one of a unit or provider.

mod views;

use actix_web::web::Data;
use actix_web::{delete, get, post};
use blaupause_app::Error;
use blaupause_app::roadmaps::{self, Filter};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Ars, Message, Slug, UnitKey};
use blaupause_pilots::roadmaps::{Frame, Job, JobProgress};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::views::{LatestRoadmapView, RoadmapJobView, RoadmapView};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_roadmap).service(list_roadmaps).service(get_roadmap).service(get_roadmap_result);
    config.service(cancel_roadmap).service(delete_roadmap);
    config.service(get_unit_roadmap).service(get_provider_roadmap);
}

/// A roadmap that is asked for: for one unit, or for all units that a provider serves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRoadmap {
    /// Key of the unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Id of the provider.
    provider: Option<Slug>,
    /// What it is made for.
    frame: Frame,
}

impl NewRoadmap {
    fn plan_for(&self) -> Result<SubjectKey, Error> {
        match (&self.unit, &self.provider) {
            (Some(unit), None) => Ok(SubjectKey::Unit(unit.clone())),
            (None, Some(provider)) => Ok(SubjectKey::Provider(provider.clone())),
            _ => Err(Error::invalid("/unit", Message::new("roadmap-for-one"))),
        }
    }
}

/// Which roadmaps, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RoadmapsQuery {
    /// Those for this unit alone; its ARS.
    #[param(value_type = Option<String>, example = "031530019019")]
    unit: Option<Ars>,
    /// Those for all units of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Roadmaps per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Ask for a roadmap. It is made as a job; `GET` of its address tells how far it is.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewRoadmap,
    responses((status = 201, description = "The job.", body = RoadmapJobView), Problems))]
#[post("/roadmaps")]
async fn create_roadmap(state: Data<State>, request: Create<NewRoadmap>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let job = roadmaps::create(tx, &caller.actor, &body.plan_for()?, body.frame.clone())?;
            let (revision, path) = (job.revision, format!("/roadmaps/{}", job.id));
            Answer::created(&RoadmapJobView::new(job, None, caller.language), revision, path)
        })
        .await
}

/// List roadmaps, the newest first, without their progress.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(RoadmapsQuery),
    responses((status = 200, description = "One page of jobs.", body = ListView<RoadmapJobView>), Problems))]
#[get("/roadmaps")]
async fn list_roadmaps(
    state: Data<State>,
    caller: Caller,
    query: Query<RoadmapsQuery>,
) -> Result<Answer, ApiError> {
    let RoadmapsQuery { unit, provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let (filter, language) = (Filter { unit, provider }, caller.language);
    state
        .read(move |tx| {
            let jobs = roadmaps::list(tx, &caller.actor, &filter, &page)?;
            Answer::list(jobs.map(|job| RoadmapJobView::new(job, None, language)))
        })
        .await
}

/// Get a roadmap's job: where it stands and how far it is.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the roadmap.")),
    responses((status = 200, description = "The job.", body = RoadmapJobView), Problems))]
#[get("/roadmaps/{id}")]
async fn get_roadmap(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| {
            let (job, progress) = roadmaps::get(tx, &caller.actor, *id)?;
            shown(job, progress, language)
        })
        .await
}

fn shown(
    job: Job,
    progress: Option<JobProgress>,
    language: blaupause_kernel::Language,
) -> Result<Answer, Error> {
    let revision = job.revision;
    Answer::record(&RoadmapJobView::new(job, progress, language), revision)
}

/// Get what came of a roadmap's job: what begins when, what it is worth, what was proved, what holds it back.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the roadmap.")),
    responses((status = 200, description = "The roadmap.", body = RoadmapView), Problems))]
#[get("/roadmaps/{id}/result")]
async fn get_roadmap_result(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| {
            let roadmap = roadmaps::result(tx, &caller.actor, *id)?;
            Answer::view(&RoadmapView::new(roadmap, language, false))
        })
        .await
}

/// Call a roadmap off: nobody works on it any more.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the roadmap."),
        ("If-Match" = String, Header, description = "Entity tag of the job as last read.")),
    responses((status = 200, description = "The job.", body = RoadmapJobView), Problems))]
#[post("/roadmaps/{id}/cancel")]
async fn cancel_roadmap(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            let job = roadmaps::cancel(tx, &caller.actor, *id, expected)?;
            shown(job, None, caller.language)
        })
        .await
}

/// Remove a roadmap whose job is over.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the roadmap."),
        ("If-Match" = String, Header, description = "Entity tag of the job as last read.")),
    responses((status = 204, description = "The roadmap is gone."), Problems))]
#[delete("/roadmaps/{id}")]
async fn delete_roadmap(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            roadmaps::delete(tx, &caller.actor, *id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Get the latest roadmap of a unit: its own, or its part of one that a provider made for all its units.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The roadmap.", body = LatestRoadmapView), Problems))]
#[get("/municipalities/{ars}/roadmap")]
async fn get_unit_roadmap(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| {
            let (job, roadmap) = roadmaps::of_unit(tx, &caller.actor, &unit)?;
            Answer::view(&LatestRoadmapView::new(&job, roadmap, language, true))
        })
        .await
}

/// Get the latest roadmap for all units of a provider.
#[utoipa::path(tag = "roadmaps", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The roadmap.", body = LatestRoadmapView), Problems))]
#[get("/providers/{id}/roadmap")]
async fn get_provider_roadmap(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
) -> Result<Answer, ApiError> {
    let language = caller.language;
    state
        .read(move |tx| {
            let (job, roadmap) = roadmaps::of_provider(tx, &caller.actor, &id)?;
            Answer::view(&LatestRoadmapView::new(&job, roadmap, language, false))
        })
        .await
}
