//! `/engagements`: consultants and the units they accompany.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::Error;
use blaupause_app::engagements::{self, Step, Wanted};
use blaupause_kernel::{Ars, Date, Revision, Slug, UnitKey};
use blaupause_support::engagements::{
    Engagement, EngagementGoal, EngagementState, GoalOutcome, NewGoal, NewNote, NewVisit, NextStep, Note,
    Question, Visit,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(begin_engagement).service(list_engagements).service(get_engagement);
    config.service(add_engagement_goal).service(close_engagement_goal).service(add_engagement_visit);
    config.service(add_engagement_note).service(ask_in_engagement).service(answer_in_engagement);
    config.service(put_engagement_next_step).service(delete_engagement_next_step);
    config.service(hand_over_engagement).service(end_engagement);
}

/// An engagement that begins.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewEngagement {
    /// Key of the unit, ARS or AGS.
    unit: UnitKey,
    /// The provider.
    provider: Slug,
    /// Who accompanies the unit: the subject of their token; who asks if left out.
    #[schema(max_length = 255)]
    consultant: Option<String>,
}

/// How a goal is closed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GoalClosing {
    /// Reached or dropped.
    outcome: GoalOutcome,
}

/// A question, or the answer to one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EngagementText {
    /// The text.
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
}

/// Who goes on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HandOver {
    /// The subject of the token of another consultant.
    #[schema(min_length = 1, max_length = 255)]
    consultant: String,
}

/// Which engagements, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EngagementsQuery {
    /// Those with this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Those of this consultant: the subject of the token.
    consultant: Option<String>,
    /// Those in this state.
    #[param(inline)]
    state: Option<EngagementState>,
    /// Engagements per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A consultant accompanies a unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EngagementView {
    /// Its id.
    id: Uuid,
    /// The provider.
    provider: Slug,
    /// The unit.
    unit: Ars,
    /// Who accompanies the unit.
    consultant: String,
    /// Its first day.
    since: Date,
    /// Its last day, once it is ended.
    ended_on: Option<Date>,
    /// Where it stands.
    state: EngagementState,
    /// What it wants to reach.
    goals: Vec<EngagementGoal>,
    /// The meetings, as they were noted.
    visits: Vec<Visit>,
    /// The notes, as they were written: internal ones for the provider alone.
    notes: Vec<Note>,
    /// What comes next.
    next_step: Option<NextStep>,
    /// The questions, as they were asked.
    questions: Vec<Question>,
    /// How often it was changed.
    revision: Revision,
}

impl From<Engagement> for EngagementView {
    fn from(engagement: Engagement) -> Self {
        let Engagement { id, provider, unit, consultant, since, ended_on, .. } = engagement;
        let Engagement { state, goals, visits, notes, next_step, questions, revision, .. } = engagement;
        Self {
            id,
            provider,
            unit,
            consultant,
            since,
            ended_on,
            state,
            goals,
            visits,
            notes,
            next_step,
            questions,
            revision,
        }
    }
}

fn shown(engagement: Engagement) -> Result<Answer, Error> {
    let revision = engagement.revision;
    Answer::record(&EngagementView::from(engagement), revision)
}

/// Takes one step and shows what came of it.
async fn take<B: Clone + Send + 'static>(
    state: Data<State>,
    id: Uuid,
    request: Change<B>,
    step: impl Fn(B) -> Step + Send + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state
        .write(once, move |tx| shown(engagements::step(tx, &caller.actor, id, expected, step(body.clone()))?))
        .await
}

/// Begin to accompany a unit that the provider serves.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewEngagement,
    responses((status = 201, description = "The new engagement.", body = EngagementView), Problems))]
#[post("/engagements")]
async fn begin_engagement(state: Data<State>, request: Create<NewEngagement>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewEngagement { unit, provider, consultant } = body.clone();
            let made = engagements::begin(tx, &caller.actor, &unit, provider, consultant)?;
            let (revision, path) = (made.revision, format!("/engagements/{}", made.id));
            Answer::created(&EngagementView::from(made), revision, path)
        })
        .await
}

/// List engagements, the newest first: with the own unit, or with units that the own provider serves.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(EngagementsQuery),
    responses((status = 200, description = "One page of engagements.", body = ListView<EngagementView>), Problems))]
#[get("/engagements")]
async fn list_engagements(
    state: Data<State>,
    caller: Caller,
    query: Query<EngagementsQuery>,
) -> Result<Answer, ApiError> {
    let EngagementsQuery { unit, provider, consultant, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let wanted = Wanted { unit, provider, consultant, state: stage };
    state
        .read(move |tx| {
            let found = engagements::list(tx, &caller.actor, wanted, &page)?;
            Answer::list(found.map(EngagementView::from))
        })
        .await
}

/// Get an engagement. Internal notes are shown to its provider and to auditors.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement.")),
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[get("/engagements/{id}")]
async fn get_engagement(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(engagements::get(tx, &caller.actor, *id)?)).await
}

/// Add a goal, tied to a gap or to an adoption if there is one.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = NewGoal,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/goals")]
async fn add_engagement_goal(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewGoal>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, Step::AddGoal).await
}

/// Close a goal as reached or dropped.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("goal" = Uuid, Path, description = "Id of the goal."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = GoalClosing,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/goals/{goal}/close")]
async fn close_engagement_goal(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<GoalClosing>,
) -> Result<Answer, ApiError> {
    let (id, goal) = path.into_inner();
    take(state, id, request, move |body: GoalClosing| Step::CloseGoal(goal, body.outcome)).await
}

/// Note a visit that took place.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = NewVisit,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/visits")]
async fn add_engagement_visit(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewVisit>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, Step::AddVisit).await
}

/// Add a note, for the unit to read or internal. It is never changed: a later note corrects it.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = NewNote,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/notes")]
async fn add_engagement_note(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewNote>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, Step::AddNote).await
}

/// Ask something. People of the unit do, and its consultants.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = EngagementText,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/questions")]
async fn ask_in_engagement(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<EngagementText>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |body: EngagementText| Step::Ask(body.text)).await
}

/// Answer an open question.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("question" = Uuid, Path, description = "Id of the question."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = EngagementText,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/questions/{question}/answer")]
async fn answer_in_engagement(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<EngagementText>,
) -> Result<Answer, ApiError> {
    let (id, question) = path.into_inner();
    take(state, id, request, move |body: EngagementText| Step::Answer(question, body.text)).await
}

/// Say what comes next, instead of what was to come.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = NextStep,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[put("/engagements/{id}/next-step")]
async fn put_engagement_next_step(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NextStep>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, Step::SetNextStep).await
}

/// Say that nothing comes next for now.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[delete("/engagements/{id}/next-step")]
async fn delete_engagement_next_step(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |_| Step::ClearNextStep).await
}

/// Hand an engagement over to another consultant.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    request_body = HandOver,
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/hand-over")]
async fn hand_over_engagement(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<HandOver>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |body: HandOver| Step::HandOver(body.consultant)).await
}

/// End an engagement. It changes no more; what is open stays as it is.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the engagement."),
        ("If-Match" = String, Header, description = "Entity tag of the engagement as last read.")),
    responses((status = 200, description = "The engagement.", body = EngagementView), Problems))]
#[post("/engagements/{id}/end")]
async fn end_engagement(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |_| Step::End).await
}
