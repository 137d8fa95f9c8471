//! `/bulletin-subscriptions`: bulletins by mail. Whoever has the token that came to an address acts for it.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::bulletin_subscriptions::{self as subscriptions, Wanted};
use blaupause_app::{Error, bulletin_mails};
use blaupause_kernel::{Ars, Language, Message, Revision, UnitKey};
use blaupause_support::bulletins::BulletinTopic;
use blaupause_support::subscriptions::{
    CONFIRM_DAYS, EmailAddress, Purpose, Rhythm, Subscription, SubscriptionState,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::pages::Page;
use crate::requests::{Open, Presented};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(request_bulletins).service(get_bulletin_subscription);
    config.service(change_bulletin_subscription).service(end_bulletin_subscription);
    config.service(show_confirmation).service(confirm_bulletins);
    config.service(show_unsubscription).service(unsubscribe_from_bulletins);
}

/// Bulletins that are to come by mail.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewBulletinSubscription {
    /// Where the mails go.
    address: EmailAddress,
    /// What about.
    #[schema(min_items = 1)]
    topics: Vec<BulletinTopic>,
    /// In which language, where there is a text in it; German if left out.
    #[serde(default)]
    language: Language,
    /// How often.
    rhythm: Rhythm,
    /// The unit one belongs to, ARS or AGS. Without it, only what is addressed to everyone comes.
    unit: Option<UnitKey>,
}

/// What a subscriber wants from now on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BulletinWishes {
    /// What about.
    #[schema(min_items = 1)]
    topics: Vec<BulletinTopic>,
    /// In which language, where there is a text in it; German if left out.
    #[serde(default)]
    language: Language,
    /// How often.
    rhythm: Rhythm,
    /// The unit one belongs to, ARS or AGS.
    unit: Option<UnitKey>,
}

/// The token from the link of a mail.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LinkQuery {
    /// The token.
    #[param(max_length = 100)]
    token: String,
}

/// What follows now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BulletinRequestView {
    /// For how many days the address can be confirmed with the link in the mail. It is the same answer whether a mail is sent
    /// or not.
    confirm_within_days: i64,
}

/// A subscription of bulletins.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BulletinSubscriptionView {
    /// Its id.
    id: Uuid,
    /// Where the mails go.
    address: EmailAddress,
    /// What about.
    topics: Vec<BulletinTopic>,
    /// In which language.
    language: Language,
    /// How often.
    rhythm: Rhythm,
    /// The unit of the subscriber.
    unit: Option<Ars>,
    /// `pending` or `confirmed`.
    state: &'static str,
    /// How often it was changed.
    revision: Revision,
}

impl From<Subscription> for BulletinSubscriptionView {
    fn from(subscription: Subscription) -> Self {
        let Subscription { id, address, topics, language, rhythm, unit, state, revision, .. } = subscription;
        let (topics, state) = (topics.into_iter().collect(), state.as_str());
        Self { id, address, topics, language, rhythm, unit, state, revision }
    }
}

fn shown(subscription: Subscription) -> Result<Answer, Error> {
    let revision = subscription.revision;
    Answer::record(&BulletinSubscriptionView::from(subscription), revision)
}

/// Ask for bulletins by mail. A mail comes that asks for confirmation; the answer is the same for every address.
#[utoipa::path(tag = "bulletins", security(()), request_body = NewBulletinSubscription,
    responses((status = 202, description = "A mail is on its way, unless too many were sent to this address.", body = BulletinRequestView), Problems))]
#[post("/bulletin-subscriptions")]
async fn request_bulletins(
    state: Data<State>,
    request: Open<NewBulletinSubscription>,
) -> Result<Answer, ApiError> {
    state.app.mailing()?;
    let NewBulletinSubscription { address, topics, language, rhythm, unit } = request.body;
    let wanted = Wanted { topics: topics.into_iter().collect(), language, rhythm, unit };
    state.app.write(move |tx| subscriptions::request(tx, address.clone(), wanted.clone())).await?;
    Ok(Answer::view(&BulletinRequestView { confirm_within_days: CONFIRM_DAYS })?.accepted())
}

/// Get a subscription.
#[utoipa::path(tag = "bulletins", security(()), params(
        ("id" = Uuid, Path, description = "Id of the subscription."),
        ("Subscription-Token" = String, Header, description = "The token from the link to unsubscribe.")),
    responses((status = 200, description = "The subscription.", body = BulletinSubscriptionView), Problems))]
#[get("/bulletin-subscriptions/{id}")]
async fn get_bulletin_subscription(
    state: Data<State>,
    id: Path<Uuid>,
    token: Presented,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    state.read(move |tx| shown(subscriptions::get(tx, &mailing.key, Purpose::Manage, *id, &token.0)?)).await
}

/// Change what one gets, and how often.
#[utoipa::path(tag = "bulletins", security(()), params(
        ("id" = Uuid, Path, description = "Id of the subscription."),
        ("Subscription-Token" = String, Header, description = "The token from the link to unsubscribe."),
        ("If-Match" = String, Header, description = "Entity tag of the subscription as last read.")),
    request_body = BulletinWishes,
    responses((status = 200, description = "The subscription.", body = BulletinSubscriptionView), Problems))]
#[put("/bulletin-subscriptions/{id}")]
async fn change_bulletin_subscription(
    state: Data<State>,
    id: Path<Uuid>,
    token: Presented,
    request: Open<BulletinWishes>,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    let expected = request.expected?;
    let BulletinWishes { topics, language, rhythm, unit } = request.body;
    let wanted = Wanted { topics: topics.into_iter().collect(), language, rhythm, unit };
    state
        .write(None, move |tx| {
            let (at, wanted) = ((*id, token.0.as_str()), wanted.clone());
            shown(subscriptions::change(tx, &mailing, at, expected, wanted)?)
        })
        .await
}

/// End a subscription: everything that was kept of it is deleted.
#[utoipa::path(tag = "bulletins", security(()), params(
        ("id" = Uuid, Path, description = "Id of the subscription."),
        ("Subscription-Token" = String, Header, description = "The token from the link to unsubscribe.")),
    responses((status = 204, description = "It is gone, now or before."), Problems))]
#[delete("/bulletin-subscriptions/{id}")]
async fn end_bulletin_subscription(
    state: Data<State>,
    id: Path<Uuid>,
    token: Presented,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    state
        .write(None, move |tx| {
            subscriptions::end(tx, &mailing.key, *id, &token.0)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Show the page on which one confirms an address. It changes nothing.
#[utoipa::path(tag = "bulletins", security(()), params(LinkQuery,
        ("id" = Uuid, Path, description = "Id of the subscription.")),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"), Problems))]
#[get("/bulletin-subscriptions/{id}/confirm")]
async fn show_confirmation(
    state: Data<State>,
    id: Path<Uuid>,
    link: Query<LinkQuery>,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    state
        .read(move |tx| {
            let found = subscriptions::get(tx, &mailing.key, Purpose::Confirm, *id, &link.token)?;
            if matches!(found.state, SubscriptionState::Confirmed { .. }) {
                return Ok(confirmed(found.language));
            }
            let text = Message::new("page-confirm-text")
                .with("address", &found.address)
                .with("topics", bulletin_mails::topics(&found))
                .with("rhythm", bulletin_mails::rhythm(&found));
            Ok(Page::of(found.language, "confirm", &text, true).answer())
        })
        .await
}

/// Confirm an address. From now on mails come, in place of what was confirmed for this address before.
#[utoipa::path(tag = "bulletins", security(()), params(LinkQuery,
        ("id" = Uuid, Path, description = "Id of the subscription.")),
    responses((status = 200, description = "A page that says so.", body = String, content_type = "text/html"), Problems))]
#[post("/bulletin-subscriptions/{id}/confirm")]
async fn confirm_bulletins(
    state: Data<State>,
    id: Path<Uuid>,
    link: Query<LinkQuery>,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    let work = move |tx: &mut blaupause_app::Write<'_>| {
        subscriptions::confirm(tx, &mailing, *id, &link.token).map(|done| done.language)
    };
    let language = state.app.write(work).await?;
    Ok(confirmed(language))
}

fn confirmed(language: Language) -> Answer {
    Page::of(language, "confirmed", &Message::new("page-confirmed-text"), false).answer()
}

/// Show the page on which one unsubscribes. It changes nothing.
#[utoipa::path(tag = "bulletins", security(()), params(LinkQuery,
        ("id" = Uuid, Path, description = "Id of the subscription.")),
    responses((status = 200, description = "The page.", body = String, content_type = "text/html"), Problems))]
#[get("/bulletin-subscriptions/{id}/unsubscribe")]
async fn show_unsubscription(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    link: Query<LinkQuery>,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    mailing.key.verify(Purpose::Manage, *id, &link.token).map_err(Error::from)?;
    Ok(Page::of(caller.language, "unsubscribe", &Message::new("page-unsubscribe-text"), true).answer())
}

/// Unsubscribe with one click, from the page or from the program for mail (RFC 8058): the address is deleted.
#[utoipa::path(tag = "bulletins", security(()), params(LinkQuery,
        ("id" = Uuid, Path, description = "Id of the subscription.")),
    responses((status = 200, description = "A page that says so.", body = String, content_type = "text/html"), Problems))]
#[post("/bulletin-subscriptions/{id}/unsubscribe")]
async fn unsubscribe_from_bulletins(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    link: Query<LinkQuery>,
) -> Result<Answer, ApiError> {
    let mailing = state.app.mailing()?;
    state.app.write(move |tx| subscriptions::end(tx, &mailing.key, *id, &link.token)).await?;
    Ok(Page::of(caller.language, "unsubscribed", &Message::new("page-unsubscribed-text"), false).answer())
}
