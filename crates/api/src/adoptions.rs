//! `/adoptions`: a unit takes over a blueprint, step by step, until an assessment proves it.

mod views;

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use blaupause_access::Actor;
use blaupause_app::adoptions::{self, Begin, Edit, Pinned};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{Date, Language, Slug, UnitKey, Version};
use blaupause_pilots::Prose;
use blaupause_pilots::adoptions::StepProgress;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::views::{AdoptionSummaryView, AdoptionView};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, Patch, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_adoption).service(list_adoptions).service(get_adoption).service(edit_adoption);
    config.service(plan_adoption).service(start_adoption).service(finish_step).service(reopen_step);
    config.service(go_live).service(verify_adoption).service(pause_adoption).service(resume_adoption);
    config.service(abandon_adoption).service(confirm_adoption);
}

/// What an adoption is begun with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAdoption {
    /// Key of the unit, ARS or AGS.
    unit: UnitKey,
    /// Id of the blueprint.
    blueprint: Slug,
    /// Its version; published or the standard.
    version: Version,
    /// Values of the blueprint's parameters; they fit its JSON Schema.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// Where the unit departs from the blueprint.
    #[serde(default)]
    deviations: Vec<Prose>,
}

/// What changes in an adoption, as a merge patch (RFC 7396).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EditAdoption {
    /// Values by parameter; `null` takes one away, what is not named stays.
    #[serde(default)]
    #[schema(value_type = Object)]
    parameters: Map<String, Value>,
    /// All deviations anew; `null` takes all away.
    #[serde(default, deserialize_with = "crate::patches::given")]
    #[schema(value_type = Option<Vec<Prose>>)]
    deviations: Option<Option<Vec<Prose>>>,
}

/// When it is to begin.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PlanAdoption {
    /// First day planned.
    from: Date,
}

/// What proves it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct VerifyAdoption {
    /// Id of a signed-off assessment of the unit.
    assessment: Uuid,
}

/// Why it rests or ends.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AdoptionReason {
    /// The reason.
    reason: Prose,
}

/// How long the confirmation counts.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfirmAdoption {
    /// Last day on which the record counts as confirmed.
    valid_until: Date,
}

/// Which adoptions, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AdoptionsQuery {
    /// Only those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only those of this blueprint.
    blueprint: Option<Slug>,
    /// Adoptions per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Begin an adoption. The blueprint's owner carries it out if it serves the unit, else a provider that does.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewAdoption,
    responses((status = 201, description = "The new adoption.", body = AdoptionView), Problems))]
#[post("/adoptions")]
async fn create_adoption(state: Data<State>, request: Create<NewAdoption>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewAdoption { unit, blueprint, version, parameters, deviations } = body;
    let begin = Begin { unit, blueprint, version, parameters, deviations };
    state
        .write(once, move |tx| {
            let made = adoptions::create(tx, &caller.actor, begin.clone())?;
            let (revision, path) = (made.adoption.revision, format!("/adoptions/{}", made.adoption.id));
            Answer::created(&AdoptionView::new(made, caller.language), revision, path)
        })
        .await
}

/// List adoptions, the newest first: of one unit, or of all units within reach of the token.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(AdoptionsQuery),
    responses((status = 200, description = "One page of adoptions.", body = ListView<AdoptionSummaryView>), Problems))]
#[get("/adoptions")]
async fn list_adoptions(
    state: Data<State>,
    caller: Caller,
    query: Query<AdoptionsQuery>,
) -> Result<Answer, ApiError> {
    let AdoptionsQuery { unit, blueprint, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = adoptions::list(tx, &caller.actor, unit.as_ref(), blueprint, &page)?;
            Answer::list(found.map(AdoptionSummaryView::from))
        })
        .await
}

/// Get an adoption with its steps.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The adoption.", body = AdoptionView), Problems))]
#[get("/adoptions/{id}")]
async fn get_adoption(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(adoptions::get(tx, &caller.actor, *id)?, caller.language)).await
}

/// Change parameters and deviations of an adoption.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),),
    request_body = EditAdoption,
    responses((status = 200, description = "The changed adoption.", body = AdoptionView), Problems))]
#[patch("/adoptions/{id}")]
async fn edit_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Patch<EditAdoption>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let EditAdoption { parameters, deviations } = changes.entries()?;
    let edit = Edit { parameters, deviations: deviations.map(Option::unwrap_or_default) };
    state
        .write(once, move |tx| {
            let edited = adoptions::edit(tx, &caller.actor, *id, expected, edit.clone())?;
            shown(edited, caller.language)
        })
        .await
}

/// Plan an adoption for a first day.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = PlanAdoption,
    responses((status = 200, description = "The adoption, planned.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/plan")]
async fn plan_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<PlanAdoption>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, body| {
        adoptions::plan(tx, actor, id, expected, body.from)
    })
    .await
}

/// Begin with the first step of an adoption.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The adoption, running.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/start")]
async fn start_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, _| adoptions::start(tx, actor, id, expected)).await
}

/// Note a step as done; noting it again corrects it.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("step" = Slug, Path, description = "Id of the step.", example = "install"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = StepProgress,
    responses((status = 200, description = "The adoption with the step done.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/steps/{step}")]
async fn finish_step(
    state: Data<State>,
    path: Path<(Uuid, Slug)>,
    request: Change<StepProgress>,
) -> Result<Answer, ApiError> {
    let (id, step) = path.into_inner();
    moved(&state, id, request, move |tx, actor, id, expected, body| {
        adoptions::tick(tx, actor, (id, &step), expected, body.clone())
    })
    .await
}

/// Take the note that a step is done back.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("step" = Slug, Path, description = "Id of the step.", example = "install"),
        ("If-Match" = String, Header, description = "Entity tag last read."),),
    responses((status = 200, description = "The adoption with the step open.", body = AdoptionView), Problems))]
#[delete("/adoptions/{id}/steps/{step}")]
async fn reopen_step(
    state: Data<State>,
    path: Path<(Uuid, Slug)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let (id, step) = path.into_inner();
    moved(&state, id, request, move |tx, actor, id, expected, _| {
        adoptions::untick(tx, actor, (id, &step), expected)
    })
    .await
}

/// Take what was built into use; the blueprint's modules are recorded as installed.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The adoption, live.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/go-live")]
async fn go_live(state: Data<State>, id: Path<Uuid>, request: Change<NoBody>) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, _| adoptions::go_live(tx, actor, id, expected))
        .await
}

/// Prove a live adoption by a signed-off assessment of its unit.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = VerifyAdoption,
    responses((status = 200, description = "The adoption, verified.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/verify")]
async fn verify_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<VerifyAdoption>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, body| {
        adoptions::verify(tx, actor, id, expected, body.assessment)
    })
    .await
}

/// Let an adoption rest.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = AdoptionReason,
    responses((status = 200, description = "The adoption, paused.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/pause")]
async fn pause_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<AdoptionReason>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, body| {
        adoptions::pause(tx, actor, id, expected, body.reason.clone())
    })
    .await
}

/// Go on where an adoption was paused.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The adoption, going on.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/resume")]
async fn resume_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, _| adoptions::resume(tx, actor, id, expected)).await
}

/// Give an adoption up.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = AdoptionReason,
    responses((status = 200, description = "The adoption, abandoned.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/abandon")]
async fn abandon_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<AdoptionReason>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, body| {
        adoptions::abandon(tx, actor, id, expected, body.reason.clone())
    })
    .await
}

/// Vouch that the record of an adoption is true today.
#[utoipa::path(tag = "adoptions", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the adoption.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = ConfirmAdoption,
    responses((status = 200, description = "The adoption, confirmed.", body = AdoptionView), Problems))]
#[post("/adoptions/{id}/confirm")]
async fn confirm_adoption(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<ConfirmAdoption>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, |tx, actor, id, expected, body| {
        adoptions::confirm(tx, actor, id, expected, body.valid_until)
    })
    .await
}

async fn moved<T: Send + 'static>(
    state: &State,
    id: Uuid,
    request: Change<T>,
    act: impl Fn(&mut Write<'_>, &Actor, Uuid, Expected, &T) -> Result<Pinned, Error> + Send + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state.write(once, move |tx| shown(act(tx, &caller.actor, id, expected, &body)?, caller.language)).await
}

fn shown(pinned: Pinned, language: Language) -> Result<Answer, Error> {
    let revision = pinned.adoption.revision;
    Answer::record(&AdoptionView::new(pinned, language), revision)
}
