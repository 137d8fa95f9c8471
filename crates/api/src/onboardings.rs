//! `/onboardings`: how far new colleagues of units have come.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::onboardings::{self, New, Step};
use blaupause_app::{Error, Write};
use blaupause_kernel::{Ars, Date, Revision, UnitKey};
use blaupause_support::onboarding::{ItemForm, Onboarding, OnboardingState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(begin_onboarding).service(list_onboardings).service(get_onboarding);
    config.service(tick_onboarding_item).service(untick_onboarding_item).service(change_onboarding_mentor);
    config.service(complete_onboarding).service(end_onboarding);
}

/// An onboarding that begins.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewOnboarding {
    /// The programme.
    programme: Uuid,
    /// Key of the unit, ARS or AGS.
    unit: UnitKey,
    /// Which post is filled. Who fills it is kept nowhere.
    #[schema(min_length = 1, max_length = 200, example = "Sachbearbeitung Bauamt")]
    post: String,
    /// The mentor: the subject of the token.
    #[schema(min_length = 1, max_length = 255)]
    mentor: String,
    /// The first day; today if left out.
    started: Option<Date>,
}

/// When an item was done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OnboardingItemDone {
    /// The day; today if left out.
    on: Option<Date>,
}

/// Who goes on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewMentor {
    /// The subject of the token of another mentor.
    #[schema(min_length = 1, max_length = 255)]
    mentor: String,
}

/// Why an onboarding ends before everything is done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct OnboardingEnd {
    /// The reason.
    #[schema(min_length = 1, max_length = 1_000)]
    reason: String,
}

/// Which onboardings, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OnboardingsQuery {
    /// Those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Those in this state.
    #[param(inline)]
    state: Option<OnboardingState>,
    /// Onboardings per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// An item of the checklist of one onboarding.
#[derive(Debug, Serialize, ToSchema)]
struct OnboardingItemView {
    /// What is to be done.
    text: String,
    /// How.
    form: ItemForm,
    /// The last day for it.
    due: Date,
    /// The day it was done.
    done: Option<Date>,
    /// Whether it is open and its last day is past.
    overdue: bool,
}

/// The onboarding of one new colleague.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct OnboardingView {
    /// Its id.
    id: Uuid,
    /// The programme it was started from.
    programme: Uuid,
    /// The unit.
    unit: Ars,
    /// Which post is filled.
    post: String,
    /// The mentor.
    mentor: String,
    /// The first day.
    started: Date,
    /// The checklist, as the programme had it on the first day.
    items: Vec<OnboardingItemView>,
    /// Where it stands.
    state: OnboardingState,
    /// The day it was completed or ended.
    closed_on: Option<Date>,
    /// Why it was ended, if it was.
    reason: Option<String>,
    /// How often it was changed.
    revision: Revision,
}

impl OnboardingView {
    fn new(onboarding: Onboarding, today: Date) -> Self {
        let late: Vec<usize> = onboarding.overdue(today).into_iter().map(|(i, _)| i).collect();
        let Onboarding { id, programme, unit, post, mentor, started, .. } = onboarding;
        let Onboarding { items, state, closed_on, reason, revision, .. } = onboarding;
        let items = items.into_iter().enumerate().map(|(i, item)| OnboardingItemView {
            text: item.text,
            form: item.form,
            due: item.due,
            done: item.done,
            overdue: late.contains(&i),
        });
        let items = items.collect();
        Self { id, programme, unit, post, mentor, started, items, state, closed_on, reason, revision }
    }
}

fn shown(onboarding: Onboarding, today: Date) -> Result<Answer, Error> {
    let revision = onboarding.revision;
    Answer::record(&OnboardingView::new(onboarding, today), revision)
}

/// Begin the onboarding of a new colleague, with a mentor and the checklist of a programme.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewOnboarding,
    responses((status = 201, description = "The new onboarding.", body = OnboardingView), Problems))]
#[post("/onboardings")]
async fn begin_onboarding(state: Data<State>, request: Create<NewOnboarding>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewOnboarding { programme, unit, post, mentor, started } = body.clone();
            let new = New { programme, unit, post, mentor, started };
            let made = onboardings::begin(tx, &caller.actor, new)?;
            let (revision, path) = (made.revision, format!("/onboardings/{}", made.id));
            Answer::created(&OnboardingView::new(made, tx.today()), revision, path)
        })
        .await
}

/// List onboardings, the newest first: of the own unit, or of units that the own provider serves.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(OnboardingsQuery),
    responses((status = 200, description = "One page of onboardings.", body = ListView<OnboardingView>), Problems))]
#[get("/onboardings")]
async fn list_onboardings(
    state: Data<State>,
    caller: Caller,
    query: Query<OnboardingsQuery>,
) -> Result<Answer, ApiError> {
    let OnboardingsQuery { unit, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = onboardings::list(tx, &caller.actor, unit, stage, &page)?;
            let today = tx.today();
            Answer::list(found.map(|onboarding| OnboardingView::new(onboarding, today)))
        })
        .await
}

/// Get an onboarding.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding.")),
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[get("/onboardings/{id}")]
async fn get_onboarding(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let found = onboardings::get(tx, &caller.actor, *id)?;
            shown(found, tx.today())
        })
        .await
}

async fn take<B: Clone + Send + 'static>(
    state: Data<State>,
    id: Uuid,
    request: Change<B>,
    step: impl Fn(B) -> Step + Send + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let work = move |tx: &mut Write<'_>| {
        let done = onboardings::step(tx, &caller.actor, id, expected, step(body.clone()))?;
        shown(done, tx.today())
    };
    state.write(once, work).await
}

/// Note that an item was done.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding."),
        ("item" = usize, Path, description = "Place of the item in the list, from 0."),
        ("If-Match" = String, Header, description = "Entity tag of the onboarding as last read.")),
    request_body = OnboardingItemDone,
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[put("/onboardings/{id}/items/{item}/done")]
async fn tick_onboarding_item(
    state: Data<State>,
    path: Path<(Uuid, usize)>,
    request: Change<OnboardingItemDone>,
) -> Result<Answer, ApiError> {
    let (id, item) = path.into_inner();
    take(state, id, request, move |done: OnboardingItemDone| Step::Tick(item, done.on)).await
}

/// Take back that an item was done.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding."),
        ("item" = usize, Path, description = "Place of the item in the list, from 0."),
        ("If-Match" = String, Header, description = "Entity tag of the onboarding as last read.")),
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[delete("/onboardings/{id}/items/{item}/done")]
async fn untick_onboarding_item(
    state: Data<State>,
    path: Path<(Uuid, usize)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let (id, item) = path.into_inner();
    take(state, id, request, move |_| Step::Untick(item)).await
}

/// Give an onboarding another mentor.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding."),
        ("If-Match" = String, Header, description = "Entity tag of the onboarding as last read.")),
    request_body = NewMentor,
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[post("/onboardings/{id}/change-mentor")]
async fn change_onboarding_mentor(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewMentor>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |body: NewMentor| Step::ChangeMentor(body.mentor)).await
}

/// Complete an onboarding, with every item done.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding."),
        ("If-Match" = String, Header, description = "Entity tag of the onboarding as last read.")),
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[post("/onboardings/{id}/complete")]
async fn complete_onboarding(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |_| Step::Complete).await
}

/// End an onboarding before every item is done.
#[utoipa::path(tag = "accompaniment", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the onboarding."),
        ("If-Match" = String, Header, description = "Entity tag of the onboarding as last read.")),
    request_body = OnboardingEnd,
    responses((status = 200, description = "The onboarding.", body = OnboardingView), Problems))]
#[post("/onboardings/{id}/end")]
async fn end_onboarding(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<OnboardingEnd>,
) -> Result<Answer, ApiError> {
    take(state, *id, request, |body: OnboardingEnd| Step::End(body.reason)).await
}
