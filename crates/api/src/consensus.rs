//! `/assessments/{id}/agreement` and `consensus`: how far respondents agree, and which answer counts.

use actix_web::web::Data;
use actix_web::{get, post, put};
use blaupause_app::consensus::{self, Overview};
use blaupause_kernel::Slug;
use blaupause_maturity::{Answer as Given, Opinions};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::addresses::Path;
use crate::assessments::{AssessmentView, moved, shown};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_assessment_agreement).service(put_consensus).service(take_over_agreed_answers);
}

/// How far the respondents of an assessment agree.
#[derive(Debug, Serialize, ToSchema)]
struct AgreementView {
    /// How many invitations still wait for an answer.
    awaited: usize,
    /// What was handed in, for every indicator that somebody answered, in the order of the model.
    items: Vec<Opinions>,
}

impl From<Overview> for AgreementView {
    fn from(overview: Overview) -> Self {
        Self { awaited: overview.awaited, items: overview.opinions }
    }
}

/// Which answer counts, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RecordConsensus {
    /// The answer that counts.
    answer: Given,
    /// Why, at most 4,000 characters; needed unless all respondents said the same.
    #[schema(example = "Die E-Akte ist seit Mai in allen Ämtern eingeführt.")]
    reason: Option<String>,
}

/// Get what respondents say, how far they agree, and which consensus is recorded. Who is still asked answers first.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "The agreement by indicator.", body = AgreementView), Problems))]
#[get("/assessments/{id}/agreement")]
async fn get_assessment_agreement(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| Answer::view(&AgreementView::from(consensus::overview(tx, &caller.actor, *id)?)))
        .await
}

/// Record which answer to an indicator counts, and why. It becomes the answer of the assessment.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("indicator" = Slug, Path, description = "Id of the indicator.", example = "isms"),
        ("If-Match" = String, Header, description = "Entity tag of the assessment as last read.")),
    request_body = RecordConsensus,
    responses((status = 200, description = "The assessment with the answer.", body = AssessmentView), Problems))]
#[put("/assessments/{id}/consensus/{indicator}")]
async fn put_consensus(
    state: Data<State>,
    path: Path<(Uuid, Slug)>,
    request: Change<RecordConsensus>,
) -> Result<Answer, ApiError> {
    let Change { caller, body: RecordConsensus { answer, reason }, once, expected } = request;
    let (id, indicator) = path.into_inner();
    state
        .write(once, move |tx| {
            let what = (answer.clone(), reason.clone());
            shown(consensus::record(tx, &caller.actor, (id, &indicator), expected, what)?)
        })
        .await
}

/// Take over what all respondents said alike, wherever the assessment has no other answer.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("If-Match" = String, Header, description = "Entity tag of the assessment as last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The assessment with the answers.", body = AssessmentView), Problems))]
#[post("/assessments/{id}/take-over")]
async fn take_over_agreed_answers(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    moved(&state, *id, request, consensus::take_over).await
}
