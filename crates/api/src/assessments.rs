//! `/assessments`: begin, answer, hand in, review, sign off; the result and its explanation.

mod reviews;
mod views;

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use blaupause_access::Actor;
use blaupause_app::assessment_exports::Periods;
use blaupause_app::assessments::{self, Begin, Edit, Wanted};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{Date, Slug, UnitKey, Version};
use blaupause_maturity::{
    Answer as Given, Assessment, Evidence, Explain, Outcome, SignedAssessment, State as Stage,
};
use serde::Deserialize;
use utoipa::openapi::Ref;
use utoipa::openapi::schema::{Object, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::views::AssessmentSummaryView;
pub(crate) use self::views::AssessmentView;
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::subjects::{filtered, named};
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, Patch, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_assessment).service(list_assessments).service(get_assessment);
    config.service(edit_assessment).service(submit_assessment).configure(reviews::routes);
    config.service(get_assessment_result).service(get_assessment_explanation);
    config.service(get_assessment_document);
}

/// What an assessment is begun with.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewAssessment {
    /// Key of the unit, ARS or AGS, if a unit is assessed.
    unit: Option<UnitKey>,
    /// Id of the provider, if a provider is assessed.
    provider: Option<Slug>,
    /// Id of the maturity model.
    model: Slug,
    /// Version of the model; the highest published one if left out.
    version: Option<Version>,
    /// The day whose state is described.
    period: Date,
    /// What it is for, at most 200 characters.
    #[schema(max_length = 200, example = "yearly")]
    purpose: Option<String>,
}

/// What changes in an assessment, as a merge patch (RFC 7396): `null` takes an entry away, what is not named stays.
/// An answer is replaced as a whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EditAssessment {
    /// Answers by indicator.
    #[serde(default)]
    #[schema(schema_with = answers_or_null)]
    answers: BTreeMap<Slug, Option<Given>>,
    /// Comments by indicator.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    comments: BTreeMap<Slug, Option<String>>,
    /// Evidence by indicator.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Option<Vec<Evidence>>>)]
    evidence: BTreeMap<Slug, Option<Vec<Evidence>>>,
}

/// utoipa cannot say by itself that a referenced type may be `null` inside a map.
pub(crate) fn answers_or_null() -> Object {
    let null = ObjectBuilder::new().schema_type(Type::Null);
    let entry = OneOfBuilder::new().item(null).item(Ref::from_schema_name("Answer")).build();
    let described = ObjectBuilder::new().description(Some("Answers by indicator; `null` takes one away."));
    described.additional_properties(Some(Schema::OneOf(entry))).build()
}

/// Which assessments, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AssessmentsQuery {
    /// Only those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only those of this provider itself.
    provider: Option<Slug>,
    /// Only those of this model.
    model: Option<Slug>,
    /// Only those in this state.
    state: Option<Stage>,
    /// Assessments per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Begin an assessment of a unit or a provider.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewAssessment,
    responses((status = 201, description = "The new draft.", body = AssessmentView), Problems))]
#[post("/assessments")]
async fn create_assessment(state: Data<State>, request: Create<NewAssessment>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewAssessment { unit, provider, model, version, period, purpose } = body;
    let begin = Begin { subject: named(unit, provider)?, model, version, period, purpose };
    state
        .write(once, move |tx| {
            let made = assessments::create(tx, &caller.actor, begin.clone())?;
            let (revision, path) = (made.revision, format!("/assessments/{}", made.id));
            Answer::created(&AssessmentView::from(made), revision, path)
        })
        .await
}

/// List assessments, the newest first: of one unit or provider, or of all within reach of the token.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(AssessmentsQuery),
    responses((status = 200, description = "One page of assessments.", body = ListView<AssessmentSummaryView>), Problems))]
#[get("/assessments")]
async fn list_assessments(
    state: Data<State>,
    caller: Caller,
    query: Query<AssessmentsQuery>,
) -> Result<Answer, ApiError> {
    let AssessmentsQuery { unit, provider, model, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let wanted =
        Wanted { subject: filtered(unit, provider)?, model, state: stage, periods: Periods::default() };
    state
        .read(move |tx| {
            let found = assessments::list(tx, &caller.actor, wanted, &page)?;
            Answer::list(found.map(AssessmentSummaryView::from))
        })
        .await
}

/// Get an assessment.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The assessment.", body = AssessmentView), Problems))]
#[get("/assessments/{id}")]
async fn get_assessment(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(assessments::get(tx, &caller.actor, *id)?)).await
}

/// Change answers, comments and evidence of a draft or a returned assessment.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read.")),
    request_body = EditAssessment,
    responses((status = 200, description = "The changed assessment.", body = AssessmentView), Problems))]
#[patch("/assessments/{id}")]
async fn edit_assessment(
    state: Data<State>,
    id: Path<Uuid>,
    request: Patch<EditAssessment>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let EditAssessment { answers, comments, evidence } = changes.entries()?;
    let edit = Edit { answers, comments, evidence };
    state
        .write(once, move |tx| shown(assessments::edit(tx, &caller.actor, *id, expected, edit.clone())?))
        .await
}

/// Hand an assessment in.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The assessment, handed in.", body = AssessmentView), Problems))]
#[post("/assessments/{id}/submit")]
async fn submit_assessment(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, assessments::submit).await
}

/// Get what an assessment comes to: the signed result, or the result of its answers as they are now.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The result.", body = Outcome), Problems))]
#[get("/assessments/{id}/result")]
async fn get_assessment_result(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
) -> Result<Answer, ApiError> {
    state.read(move |tx| Answer::view(&assessments::result(tx, &caller.actor, *id)?)).await
}

/// Get the whole calculation of an assessment's result, to be done again by anyone.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The calculation as a tree.", body = Explain), Problems))]
#[get("/assessments/{id}/explain")]
async fn get_assessment_explanation(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
) -> Result<Answer, ApiError> {
    state.read(move |tx| Answer::view(&assessments::result(tx, &caller.actor, *id)?.explain)).await
}

/// Get the signed document exactly as it is stored; its entity tag is its SHA-256.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The document.", body = SignedAssessment), Problems))]
#[get("/assessments/{id}/document")]
async fn get_assessment_document(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let signed = assessments::document(tx, &caller.actor, *id)?;
            Ok(Answer::document(signed.document, signed.hash).private())
        })
        .await
}

/// An assessment as it is shown, with its entity tag.
pub(crate) fn shown(assessment: Assessment) -> Result<Answer, Error> {
    let revision = assessment.revision;
    Answer::record(&AssessmentView::from(assessment), revision)
}

/// Carries out a transition that needs no more than the assessment itself.
pub(crate) async fn moved(
    state: &State,
    id: Uuid,
    request: Change<NoBody>,
    transition: fn(&mut Write<'_>, &Actor, Uuid, Expected) -> Result<Assessment, Error>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state.write(once, move |tx| shown(transition(tx, &caller.actor, id, expected)?)).await
}
