//! `/pilots`: register a pilot, move it on, see what it reached.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, patch, post, put};
use blaupause_app::pilots::{self, Filter, Step};
use blaupause_catalog::ModulePin;
use blaupause_kernel::{Ars, Date, Euro, LocalizedText, PersonDays, Revision, Slug, UnitKey};
use blaupause_pilots::Prose;
use blaupause_pilots::pilots::{
    Gate, GateAnswer, GateAnswers, Goal, GoalResult, NewPilot, Pilot, PilotAssessments, PilotDescription,
    PilotState,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, Create, Patch, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_pilots).service(create_pilot).service(get_pilot).service(change_pilot);
    config.service(prepare_pilot).service(start_pilot).service(evaluate_pilot);
    config.service(finish_pilot).service(abort_pilot);
    config.service(put_pilot_assessments).service(get_pilot_results).service(put_pilot_gate);
}

/// A pilot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PilotView {
    /// Its key.
    slug: Slug,
    /// Its title.
    title: LocalizedText,
    /// What is tried out and why.
    summary: LocalizedText,
    /// The provider that runs it.
    provider: Slug,
    /// The units that take part.
    units: Vec<Ars>,
    /// The maturity model its goals refer to.
    model: Slug,
    /// What is to be reached.
    goals: Vec<Goal>,
    /// The modules in use.
    modules: Vec<ModulePin>,
    /// Money planned, over all units.
    budget: Euro,
    /// Effort planned, over all units and the provider.
    planned_effort: PersonDays,
    /// First day planned.
    planned_from: Date,
    /// Last day planned.
    planned_until: Date,
    /// Where it stands.
    state: PilotState,
    /// The day on which each state was reached.
    #[schema(value_type = BTreeMap<String, Date>)]
    state_dates: BTreeMap<PilotState, Date>,
    /// Assessments before and after, by unit.
    assessments: Vec<PilotAssessments>,
    /// Why it was aborted, if it was.
    abort_reason: Option<Prose>,
    /// Prüfliste: the answers given so far.
    #[schema(value_type = BTreeMap<String, GateAnswer>)]
    gates: GateAnswers,
    /// The gates that are not passed: a blueprint may come of the pilot once there are none.
    open_gates: Vec<Gate>,
    /// How often the record was changed.
    revision: Revision,
}

impl From<Pilot> for PilotView {
    fn from(pilot: Pilot) -> Self {
        Self {
            open_gates: pilot.open_gates(),
            gates: pilot.gates,
            slug: pilot.slug,
            title: pilot.title,
            summary: pilot.summary,
            provider: pilot.provider,
            units: pilot.units,
            model: pilot.model,
            goals: pilot.goals,
            modules: pilot.modules,
            budget: pilot.budget,
            planned_effort: pilot.planned_effort,
            planned_from: pilot.planned_from,
            planned_until: pilot.planned_until,
            state: pilot.state,
            state_dates: pilot.state_dates,
            assessments: pilot.assessments,
            abort_reason: pilot.abort_reason,
            revision: pilot.revision,
        }
    }
}

fn shown(pilot: Pilot) -> Result<Answer, blaupause_app::Error> {
    let revision = pilot.revision;
    Answer::record(&PilotView::from(pilot), revision)
}

/// When a step was taken.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StepTaken {
    /// The day; today if missing.
    on: Option<Date>,
}

/// Why a pilot is given up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Abortion {
    /// The reason.
    reason: Prose,
    /// The day; today if missing.
    on: Option<Date>,
}

/// Signed-off assessments of one unit around a pilot.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NotedAssessments {
    /// Id of the assessment before; possible until the pilot starts.
    before: Option<Uuid>,
    /// Id of the assessment after; possible while the pilot runs.
    after: Option<Uuid>,
}

/// The answer to a gate.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewGateAnswer {
    /// Whether it is passed.
    passed: bool,
    /// What the answer rests on, or what is missing.
    statement: Prose,
}

/// What a pilot reached.
#[derive(Debug, Serialize, ToSchema)]
struct PilotResultsView {
    /// Each goal in each unit, units and goals in the pilot's own order.
    items: Vec<GoalResult>,
}

/// Which pilots, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PilotsQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Those in this state.
    #[param(inline)]
    state: Option<PilotState>,
    /// Those in which this unit takes part, by its ARS.
    #[param(value_type = Option<String>, example = "031530019019")]
    unit: Option<Ars>,
    /// Pilots per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List pilots by key.
#[utoipa::path(tag = "pilots", params(PilotsQuery),
    responses((status = 200, description = "One page of pilots.", body = ListView<PilotView>), Problems))]
#[get("/pilots")]
async fn list_pilots(state: Data<State>, query: Query<PilotsQuery>) -> Result<Answer, ApiError> {
    let PilotsQuery { provider, state: stands, unit, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let filter = Filter { provider, state: stands, unit };
    let answer =
        state.read(move |tx| Answer::list(pilots::list(tx, &filter, &page)?.map(PilotView::from))).await?;
    Ok(answer.public())
}

/// Register a pilot as a call for partners.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewPilot,
    responses((status = 201, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots")]
async fn create_pilot(state: Data<State>, request: Create<NewPilot>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let pilot = pilots::create(tx, &caller.actor, body.clone())?;
            let (revision, path) = (pilot.revision, format!("/pilots/{}", pilot.slug));
            Answer::created(&PilotView::from(pilot), revision, path)
        })
        .await
}

/// Get a pilot.
#[utoipa::path(tag = "pilots", params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz")),
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[get("/pilots/{slug}")]
async fn get_pilot(state: Data<State>, slug: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| shown(pilots::get(tx, &slug)?));
    Ok(answer.await?.public())
}

/// Describe a pilot anew; possible until it starts.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read.")),
    request_body = PilotDescription,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[patch("/pilots/{slug}")]
async fn change_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Patch<PilotDescription>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    state
        .write(once, move |tx| {
            let edit = |described: &PilotDescription| changes.onto(described);
            shown(pilots::revise(tx, &caller.actor, &slug, expected, edit)?)
        })
        .await
}

async fn take(state: &State, slug: Slug, step: Step, taken: Change<StepTaken>) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = taken;
    let write = state.write(once, move |tx| {
        shown(pilots::step(tx, &caller.actor, &slug, expected, step.clone(), body.on)?)
    });
    write.await
}

/// End the call: the partners are found.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = StepTaken,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots/{slug}/prepare")]
async fn prepare_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Change<StepTaken>,
) -> Result<Answer, ApiError> {
    take(&state, slug.into_inner(), Step::Prepare, request).await
}

/// Begin the run; every unit needs a signed-off assessment before.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = StepTaken,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots/{slug}/start")]
async fn start_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Change<StepTaken>,
) -> Result<Answer, ApiError> {
    take(&state, slug.into_inner(), Step::Start, request).await
}

/// Close the run; every unit needs a signed-off assessment after.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = StepTaken,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots/{slug}/evaluate")]
async fn evaluate_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Change<StepTaken>,
) -> Result<Answer, ApiError> {
    take(&state, slug.into_inner(), Step::Evaluate, request).await
}

/// Finish an evaluated pilot; its experience report has to be complete.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = StepTaken,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots/{slug}/finish")]
async fn finish_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Change<StepTaken>,
) -> Result<Answer, ApiError> {
    take(&state, slug.into_inner(), Step::Finish, request).await
}

/// Give a pilot up; possible until it is evaluated.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = Abortion,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[post("/pilots/{slug}/abort")]
async fn abort_pilot(
    state: Data<State>,
    slug: Path<Slug>,
    request: Change<Abortion>,
) -> Result<Answer, ApiError> {
    let Change { caller, body: Abortion { reason, on }, once, expected } = request;
    let taken = Change { caller, body: StepTaken { on }, once, expected };
    take(&state, slug.into_inner(), Step::Abort(reason), taken).await
}

/// Note the signed-off assessments of a unit before or after the pilot.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read.")),
    request_body = NotedAssessments,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[put("/pilots/{slug}/assessments/{ars}")]
async fn put_pilot_assessments(
    state: Data<State>,
    path: Path<(Slug, UnitKey)>,
    request: Change<NotedAssessments>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (slug, unit) = path.into_inner();
    let noted = (body.before, body.after);
    let write =
        state.write(once, move |tx| shown(pilots::assess(tx, &caller.actor, &slug, &unit, expected, noted)?));
    write.await
}

/// Answer a gate of a pilot's checklist, for the first time or anew. A blueprint may come of it once all five are passed.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("gate" = inline(Gate), Path, description = "The gate.", example = "communication"),
        ("If-Match" = String, Header, description = "Entity tag of the pilot as last read.")),
    request_body = NewGateAnswer,
    responses((status = 200, description = "The pilot.", body = PilotView), Problems))]
#[put("/pilots/{slug}/gates/{gate}")]
async fn put_pilot_gate(
    state: Data<State>,
    path: Path<(Slug, Gate)>,
    request: Change<NewGateAnswer>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (slug, gate) = path.into_inner();
    let answer = (body.passed, body.statement);
    let write = state.write(once, move |tx| {
        shown(pilots::answer_gate(tx, &caller.actor, &slug, expected, gate, answer.clone())?)
    });
    write.await
}

/// Get what a pilot reached: each goal in each unit, before and after.
#[utoipa::path(tag = "pilots", params(
        ("slug" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz")),
    responses((status = 200, description = "The results.", body = PilotResultsView), Problems))]
#[get("/pilots/{slug}/results")]
async fn get_pilot_results(state: Data<State>, slug: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| Answer::view(&PilotResultsView { items: pilots::results(tx, &slug)? }));
    Ok(answer.await?.public())
}
