//! `/invitations`: what the caller is asked as a respondent, and what they answer.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, patch, post};
use blaupause_app::Error;
use blaupause_app::respondents::{self, Invitation, Say};
use blaupause_kernel::{Date, Slug, Timestamp};
use blaupause_maturity::{Answer as Given, Answers, ModelRef, RespondentState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::assessments::answers_or_null;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::subjects::SubjectView;
use crate::{Answer, ApiError, Caller, Change, NoBody, Patch, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_invitations).service(get_invitation).service(answer_invitation);
    config.service(hand_in_invitation).service(decline_invitation);
}

/// What changes in the caller's answers, as a merge patch (RFC 7396): `null` takes an entry away, what is not named
/// stays. An answer is replaced as a whole.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AnswerInvitation {
    /// Answers by indicator.
    #[serde(default)]
    #[schema(schema_with = answers_or_null)]
    answers: BTreeMap<Slug, Option<Given>>,
    /// Comments by indicator.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    comments: BTreeMap<Slug, Option<String>>,
}

/// Why somebody does not answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DeclineInvitation {
    /// The reason, at most 4,000 characters.
    #[schema(example = "Dafür ist das Bauamt zuständig.")]
    reason: String,
}

/// What the caller is asked, and what they said so far. The questions are those of the model.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationView {
    /// Id.
    id: Uuid,
    #[serde(flatten)]
    subject: SubjectView,
    /// Id of the assessment.
    assessment: Uuid,
    /// The model whose questions are asked.
    model: ModelRef,
    /// The day whose state is asked for.
    period: Date,
    /// The role the caller answers in.
    label: String,
    /// What they are asked; empty for all indicators.
    #[schema(value_type = Vec<String>)]
    indicators: Vec<Slug>,
    /// Day by which the answers are needed.
    due: Option<Date>,
    /// What they are told.
    note: Option<String>,
    /// Where the invitation is in its life.
    state: RespondentState,
    /// What they said so far, by indicator.
    answers: Answers,
    /// Their comments by indicator.
    #[schema(value_type = BTreeMap<String, String>)]
    comments: BTreeMap<Slug, String>,
    /// Why they declined.
    reason: Option<String>,
    /// Who asked, as the token names them.
    invited_by: String,
    /// When.
    invited_at: Timestamp,
    /// When it was handed in.
    handed_in_at: Option<Timestamp>,
    /// How often it was changed.
    revision: i64,
}

impl From<Invitation> for InvitationView {
    fn from(invitation: Invitation) -> Self {
        let Invitation { respondent: r, assessment } = invitation;
        Self {
            id: r.id,
            subject: assessment.assessed.into(),
            assessment: assessment.id,
            model: assessment.model,
            period: assessment.period,
            label: r.label,
            indicators: r.indicators.into_iter().collect(),
            due: r.due,
            note: r.note,
            state: r.state,
            answers: r.answers,
            comments: r.comments,
            reason: r.reason,
            invited_by: r.invited_by,
            invited_at: r.invited_at,
            handed_in_at: r.handed_in_at,
            revision: r.revision.get(),
        }
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InvitationsQuery {
    /// Invitations per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List what the caller is asked as a respondent, the newest first.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(InvitationsQuery),
    responses((status = 200, description = "One page of invitations.", body = ListView<InvitationView>), Problems))]
#[get("/invitations")]
async fn list_invitations(
    state: Data<State>,
    caller: Caller,
    query: Query<InvitationsQuery>,
) -> Result<Answer, ApiError> {
    let InvitationsQuery { limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = respondents::invitations(tx, &caller.actor, &page)?;
            Answer::list(found.map(InvitationView::from))
        })
        .await
}

/// Get what the caller is asked by one invitation.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the invitation.", example = "01900000-0000-7000-8000-000000000002")),
    responses((status = 200, description = "The invitation.", body = InvitationView), Problems))]
#[get("/invitations/{id}")]
async fn get_invitation(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(respondents::invitation(tx, &caller.actor, *id)?)).await
}

/// Change the caller's own answers and comments.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the invitation.", example = "01900000-0000-7000-8000-000000000002"),
        ("If-Match" = String, Header, description = "Entity tag last read.")),
    request_body = AnswerInvitation,
    responses((status = 200, description = "The invitation with the answers.", body = InvitationView), Problems))]
#[patch("/invitations/{id}")]
async fn answer_invitation(
    state: Data<State>,
    id: Path<Uuid>,
    request: Patch<AnswerInvitation>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let AnswerInvitation { answers, comments } = changes.entries()?;
    let say = Say { answers, comments };
    state
        .write(once, move |tx| shown(respondents::answer(tx, &caller.actor, *id, expected, say.clone())?))
        .await
}

/// Hand the caller's own answers in: from then on they count, and stay.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the invitation.", example = "01900000-0000-7000-8000-000000000002"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The invitation, handed in.", body = InvitationView), Problems))]
#[post("/invitations/{id}/hand-in")]
async fn hand_in_invitation(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state.write(once, move |tx| shown(respondents::hand_in(tx, &caller.actor, *id, expected)?)).await
}

/// Decline to answer, with a reason.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the invitation.", example = "01900000-0000-7000-8000-000000000002"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = DeclineInvitation,
    responses((status = 200, description = "The invitation, declined.", body = InvitationView), Problems))]
#[post("/invitations/{id}/decline")]
async fn decline_invitation(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<DeclineInvitation>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state
        .write(once, move |tx| shown(respondents::decline(tx, &caller.actor, *id, expected, &body.reason)?))
        .await
}

fn shown(invitation: Invitation) -> Result<Answer, Error> {
    let revision = invitation.respondent.revision;
    Answer::record(&InvitationView::from(invitation), revision)
}
