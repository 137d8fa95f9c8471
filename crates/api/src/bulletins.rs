//! `/bulletins`: what providers tell the units they serve.

use actix_web::web::Data;
use actix_web::{get, post, put};
use blaupause_app::bulletins::{self, Seen, Step, Wanted};
use blaupause_app::{Error, Write};
use blaupause_kernel::{LocalizedText, Revision, Slug, Timestamp, UnitKey};
use blaupause_support::bulletins::{
    Audience, Bulletin, BulletinState, BulletinTexts, BulletinTopic, Content, Correction, Proposal, Return,
    Withdrawal,
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
    config.service(create_bulletin).service(list_bulletins).service(get_bulletin).service(revise_bulletin);
    config.service(submit_bulletin).service(return_bulletin).service(publish_bulletin);
    config.service(propose_bulletin_correction).service(approve_bulletin_correction);
    config.service(reject_bulletin_correction).service(withdraw_bulletin);
}

/// A bulletin that is to be written.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBulletin {
    /// The provider that publishes it.
    provider: Slug,
    /// What it is about.
    topic: BulletinTopic,
    /// Its texts.
    texts: BulletinTexts,
    /// Whom it is addressed to; everyone if nothing is said.
    #[serde(default)]
    audience: Audience,
}

/// Why a bulletin goes back to its author.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBulletinReturn {
    /// What is to be changed.
    #[schema(min_length = 1, max_length = 1_000)]
    note: String,
}

/// A correction that is to be approved by another person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBulletinCorrection {
    /// The new texts.
    texts: BulletinTexts,
    /// What was wrong, in 1,000 characters at most; shown with the bulletin.
    note: LocalizedText,
}

/// Why a bulletin no longer holds.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBulletinWithdrawal {
    /// The reason, in 1,000 characters at most; shown instead of the texts.
    reason: LocalizedText,
}

/// Which bulletins, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BulletinsQuery {
    /// Those about this.
    #[param(inline)]
    topic: Option<BulletinTopic>,
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Those that are addressed to this unit, ARS or AGS.
    #[param(value_type = Option<String>, example = "031530019019")]
    unit: Option<UnitKey>,
    /// Those in this state; if missing, those that are published or withdrawn.
    #[param(inline)]
    state: Option<BulletinState>,
    /// Bulletins per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A correction of a published bulletin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BulletinCorrectionView {
    /// When the texts changed.
    at: Timestamp,
    /// What was wrong.
    note: LocalizedText,
}

/// Who worked on a bulletin, and what waits: for those who may read drafts.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BulletinWork {
    /// Who writes it: the subject of the token.
    author: String,
    /// Who published it: the subject of the token of another person.
    reviewer: Option<String>,
    /// Why it went back to the author last; nothing once it is submitted again.
    returned: Option<Return>,
    /// The correction that waits for a second person.
    proposal: Option<Proposal>,
    /// What was corrected, with who wrote and who approved it.
    corrections: Vec<Correction>,
}

/// A bulletin.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BulletinView {
    /// Its id.
    id: Uuid,
    /// The provider that publishes it.
    provider: Slug,
    /// What it is about.
    topic: BulletinTopic,
    /// Its texts, as they were corrected last; nothing once it is withdrawn, but for those who may read drafts.
    texts: Option<BulletinTexts>,
    /// Whom it is addressed to.
    audience: Audience,
    /// Where it stands.
    state: BulletinState,
    /// When it was published.
    published_at: Option<Timestamp>,
    /// What was corrected since, the oldest first.
    corrections: Vec<BulletinCorrectionView>,
    /// That it no longer holds, and why.
    withdrawn: Option<Withdrawal>,
    /// Who worked on it; only for those who may read drafts.
    work: Option<BulletinWork>,
    /// How often it was changed.
    revision: Revision,
}

impl From<Seen> for BulletinView {
    fn from(Seen { bulletin, inside }: Seen) -> Self {
        let Bulletin { id, provider, topic, texts, audience, state, author, reviewer, .. } = bulletin;
        let Bulletin { returned, published_at, corrections: all, proposal, withdrawn, revision, .. } =
            bulletin;
        let noted = all.iter().map(|c| BulletinCorrectionView { at: c.at, note: c.note.clone() });
        let corrections = noted.collect();
        let texts = (inside || withdrawn.is_none()).then_some(texts);
        let work = BulletinWork { author, reviewer, returned, proposal, corrections: all };
        let work = inside.then_some(work);
        Self {
            id,
            provider,
            topic,
            texts,
            audience,
            state,
            published_at,
            corrections,
            withdrawn,
            work,
            revision,
        }
    }
}

fn shown(seen: Seen) -> Result<Answer, Error> {
    let revision = seen.bulletin.revision;
    Answer::record(&BulletinView::from(seen), revision)
}

/// Draft a bulletin. Its author is whom the token belongs to.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewBulletin,
    responses((status = 201, description = "The draft.", body = BulletinView), Problems))]
#[post("/bulletins")]
async fn create_bulletin(state: Data<State>, request: Create<NewBulletin>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let NewBulletin { provider, topic, texts, audience } = body.clone();
            let content = Content { topic, texts, audience };
            let seen = bulletins::create(tx, &caller.actor, provider, content)?;
            let (revision, path) = (seen.bulletin.revision, format!("/bulletins/{}", seen.bulletin.id));
            Answer::created(&BulletinView::from(seen), revision, path)
        })
        .await
}

/// List bulletins, what was published last first. Drafts and what is in review are for those who may read drafts.
#[utoipa::path(tag = "bulletins", security((), ("bearer" = [])), params(BulletinsQuery),
    responses((status = 200, description = "One page of bulletins.", body = ListView<BulletinView>), Problems))]
#[get("/bulletins")]
async fn list_bulletins(
    state: Data<State>,
    caller: Caller,
    query: Query<BulletinsQuery>,
) -> Result<Answer, ApiError> {
    let BulletinsQuery { topic, provider, unit, state: stage, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let wanted = Wanted { topic, provider, unit, state: stage };
    state
        .read(move |tx| {
            Answer::list(bulletins::list(tx, &caller.actor, wanted, &page)?.map(BulletinView::from))
        })
        .await
}

/// Get a bulletin. One that is not published is there only for those who may read drafts.
#[utoipa::path(tag = "bulletins", security((), ("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin.")),
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[get("/bulletins/{id}")]
async fn get_bulletin(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(bulletins::get(tx, &caller.actor, *id)?)).await
}

/// Write a draft anew; only its author does.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    request_body = Content,
    responses((status = 200, description = "The draft.", body = BulletinView), Problems))]
#[put("/bulletins/{id}")]
async fn revise_bulletin(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<Content>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let work =
        move |tx: &mut Write<'_>| shown(bulletins::revise(tx, &caller.actor, *id, expected, body.clone())?);
    state.write(once, work).await
}

async fn transition<T: Send + 'static>(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<T>,
    step: impl Fn(&T) -> Step + Send + 'static,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let work =
        move |tx: &mut Write<'_>| shown(bulletins::step(tx, &caller.actor, *id, expected, step(&body))?);
    state.write(once, work).await
}

/// Ask for review; only the author does.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/submit")]
async fn submit_bulletin(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |_| Step::Submit).await
}

/// Give a bulletin that is in review back to its author.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    request_body = NewBulletinReturn,
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/return")]
async fn return_bulletin(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewBulletinReturn>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |body| Step::Return(body.note.clone())).await
}

/// Publish a bulletin that another person wrote.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/publish")]
async fn publish_bulletin(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |_| Step::Publish).await
}

/// Write a correction of a published bulletin, instead of one that waits. It takes another person to approve it.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    request_body = NewBulletinCorrection,
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/propose-correction")]
async fn propose_bulletin_correction(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewBulletinCorrection>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |body| Step::ProposeCorrection(body.texts.clone(), body.note.clone()))
        .await
}

/// Approve the correction that another person wrote: its texts are those of the bulletin from now on.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/approve-correction")]
async fn approve_bulletin_correction(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |_| Step::ApproveCorrection).await
}

/// Drop the correction that waits.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/reject-correction")]
async fn reject_bulletin_correction(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |_| Step::RejectCorrection).await
}

/// Say that a bulletin no longer holds: its reason is shown instead of its texts.
#[utoipa::path(tag = "bulletins", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the bulletin."),
        ("If-Match" = String, Header, description = "Entity tag of the bulletin as last read.")),
    request_body = NewBulletinWithdrawal,
    responses((status = 200, description = "The bulletin.", body = BulletinView), Problems))]
#[post("/bulletins/{id}/withdraw")]
async fn withdraw_bulletin(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NewBulletinWithdrawal>,
) -> Result<Answer, ApiError> {
    transition(state, id, request, |body| Step::Withdraw(body.reason.clone())).await
}
