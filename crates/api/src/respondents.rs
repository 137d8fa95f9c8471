//! `/assessments/{id}/respondents`: who is asked for some indicators of an assessment.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::Error;
use blaupause_app::respondents::{self, Invite, Seen};
use blaupause_kernel::{Date, Slug, Timestamp};
use blaupause_maturity::{Answers, Respondent, RespondentState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::addresses::Path;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(invite_respondent).service(list_respondents);
    config.service(get_respondent).service(withdraw_respondent);
}

/// Whom to ask, and what.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRespondent {
    /// Who is asked, as the token names them; at most 200 characters.
    #[schema(max_length = 200, example = "ida.hansen")]
    subject: String,
    /// The role they answer in; it stands in the signed document. At most 200 characters.
    #[schema(max_length = 200, example = "Leitung Hauptamt")]
    label: String,
    /// What they are asked; all indicators if left out or empty.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    indicators: Vec<Slug>,
    /// Day by which the answers are needed.
    due: Option<Date>,
    /// What they are told, at most 4,000 characters.
    note: Option<String>,
}

/// Somebody who is asked for some indicators of an assessment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RespondentView {
    /// Id; the invitation has the same one.
    id: Uuid,
    /// Id of the assessment.
    assessment: Uuid,
    /// Who is asked, as the token names them.
    subject: String,
    /// The role they answer in.
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
    /// What they say by indicator; `null` until it is handed in, and for those who are still asked themselves.
    answers: Option<Answers>,
    /// Their comments by indicator; `null` like the answers.
    #[schema(value_type = Option<BTreeMap<String, String>>)]
    comments: Option<BTreeMap<Slug, String>>,
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

impl From<Seen> for RespondentView {
    fn from(seen: Seen) -> Self {
        let Seen { respondent: r, shows_answers } = seen;
        Self {
            id: r.id,
            assessment: r.assessment,
            subject: r.subject,
            label: r.label,
            indicators: r.indicators.into_iter().collect(),
            due: r.due,
            note: r.note,
            state: r.state,
            answers: shows_answers.then_some(r.answers),
            comments: shows_answers.then_some(r.comments),
            reason: r.reason,
            invited_by: r.invited_by,
            invited_at: r.invited_at,
            handed_in_at: r.handed_in_at,
            revision: r.revision.get(),
        }
    }
}

/// Everybody who is asked.
#[derive(Debug, Serialize, ToSchema)]
struct RespondentsView {
    /// In the order in which they were invited.
    items: Vec<RespondentView>,
}

/// Ask somebody for some or all indicators of an assessment.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewRespondent,
    responses((status = 201, description = "The new respondent.", body = RespondentView), Problems))]
#[post("/assessments/{id}/respondents")]
async fn invite_respondent(
    state: Data<State>,
    id: Path<Uuid>,
    request: Create<NewRespondent>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewRespondent { subject, label, indicators, due, note } = body;
    let invite = Invite { subject, label, indicators, due, note };
    state
        .write(once, move |tx| {
            let made = respondents::invite(tx, &caller.actor, *id, invite.clone())?;
            let (revision, path) = (made.revision, format!("/assessments/{}/respondents/{}", *id, made.id));
            Answer::created(&RespondentView::from(without_answers(made)), revision, path)
        })
        .await
}

/// List everybody who is asked for indicators of an assessment.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001")),
    responses((status = 200, description = "All respondents.", body = RespondentsView), Problems))]
#[get("/assessments/{id}/respondents")]
async fn list_respondents(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let items = respondents::list(tx, &caller.actor, *id)?;
            Answer::view(&RespondentsView { items: items.into_iter().map(RespondentView::from).collect() })
        })
        .await
}

/// Get somebody who is asked.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("respondent" = Uuid, Path, description = "Id of the respondent.", example = "01900000-0000-7000-8000-000000000002")),
    responses((status = 200, description = "The respondent.", body = RespondentView), Problems))]
#[get("/assessments/{id}/respondents/{respondent}")]
async fn get_respondent(
    state: Data<State>,
    caller: Caller,
    path: Path<(Uuid, Uuid)>,
) -> Result<Answer, ApiError> {
    let (id, respondent) = path.into_inner();
    state.read(move |tx| shown(respondents::get(tx, &caller.actor, id, respondent)?)).await
}

/// Take an invitation back before it is answered.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the assessment.", example = "01900000-0000-7000-8000-000000000001"),
        ("respondent" = Uuid, Path, description = "Id of the respondent.", example = "01900000-0000-7000-8000-000000000002"),
        ("If-Match" = String, Header, description = "Entity tag last read."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The respondent, no longer asked.", body = RespondentView), Problems))]
#[post("/assessments/{id}/respondents/{respondent}/withdraw")]
async fn withdraw_respondent(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let key = path.into_inner();
    state
        .write(once, move |tx| {
            shown(without_answers(respondents::withdraw(tx, &caller.actor, key, expected)?))
        })
        .await
}

/// What nobody but the respondent sees yet.
fn without_answers(respondent: Respondent) -> Seen {
    Seen { respondent, shows_answers: false }
}

fn shown(seen: Seen) -> Result<Answer, Error> {
    let revision = seen.respondent.revision;
    Answer::record(&RespondentView::from(seen), revision)
}
