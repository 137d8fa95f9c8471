//! `/assessments/{id}`: take up the review, send it back, sign it off.

use std::collections::BTreeMap;

use actix_web::post;
use actix_web::web::Data;
use blaupause_app::assessments;
use blaupause_kernel::Slug;
use blaupause_maturity::Remarks;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{AssessmentView, moved, shown};
use crate::addresses::Path;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(start_assessment_review).service(return_assessment).service(sign_off_assessment);
}

/// Why an assessment is sent back: `comment`, `comments`, or both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ReturnAssessment {
    /// What needs to be changed on the whole, at most 4,000 characters.
    #[schema(example = "Bitte die Nachweise ergänzen.")]
    comment: Option<String>,
    /// What needs to be changed by indicator, each at most 4,000 characters.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>, example = json!({"isms": "Gilt das Zertifikat auch für den Bauhof?"}))]
    comments: BTreeMap<Slug, String>,
}

/// Take up the review of an assessment that somebody else handed in.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The assessment, in review.", body = AssessmentView), Problems))]
#[post("/assessments/{id}/start-review")]
async fn start_assessment_review(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, assessments::start_review).await
}

/// Send an assessment back with a comment, with comments by indicator, or both.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = ReturnAssessment,
    responses((status = 200, description = "The assessment, returned.", body = AssessmentView), Problems))]
#[post("/assessments/{id}/return")]
async fn return_assessment(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<ReturnAssessment>,
) -> Result<Answer, ApiError> {
    let Change { caller, body: ReturnAssessment { comment, comments }, once, expected } = request;
    let remarks = Remarks { comment, comments };
    state
        .write(once, move |tx| {
            shown(assessments::return_with(tx, &caller.actor, *id, expected, remarks.clone())?)
        })
        .await
}

/// Sign an assessment off: its result becomes an immutable document in the chain of who is assessed.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The assessment, signed off.", body = AssessmentView), Problems))]
#[post("/assessments/{id}/sign-off")]
async fn sign_off_assessment(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, assessments::sign_off).await
}
