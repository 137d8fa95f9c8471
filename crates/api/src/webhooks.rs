//! `/webhooks`: other systems are told what happens, signed and with retries.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::webhooks::{self, OwnerKey};
use blaupause_app::{Error, Expected, Write};
use blaupause_kernel::{Ars, Message, Revision, Slug, Timestamp, UnitKey};
use blaupause_webhooks::{
    Disabled, KEEP_HOURS, KindPattern, Note, Owner, State as Stage, Target, Topics, Webhook, Wishes,
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
    config.service(create_webhook).service(list_webhooks).service(get_webhook).service(put_webhook);
    config.service(delete_webhook).service(enable_webhook).service(disable_webhook).service(rotate_secret);
}

/// Where messages go, about what, and whose webhook it is: a unit's, a provider's, or with neither one for what is public.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewWebhook {
    /// Where messages go: https, not into an inner network.
    url: Target,
    /// Kinds of events; `*` stands at the end for whatever follows. Without any it is about all.
    #[serde(default)]
    #[schema(max_items = 50)]
    kinds: Vec<KindPattern>,
    /// What it is for.
    #[serde(default)]
    description: Note,
    /// Key of the unit, ARS or AGS: the messages tell also what only those hear who may read the unit.
    unit: Option<UnitKey>,
    /// Id of the provider: the messages tell also what only those hear who may read the provider and the units it serves.
    provider: Option<Slug>,
}

/// Where messages go from now on, and about what.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ChangedWebhook {
    /// Where messages go: https, not into an inner network.
    url: Target,
    /// Kinds of events; `*` stands at the end for whatever follows. Without any it is about all.
    #[serde(default)]
    #[schema(max_items = 50)]
    kinds: Vec<KindPattern>,
    /// What it is for.
    #[serde(default)]
    description: Note,
}

/// How the secret changes.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RotateSecret {
    /// Hours that the old secret goes on to sign as well; 24 if left out.
    #[schema(maximum = 168)]
    keep_hours: Option<u32>,
}

/// Whether messages are sent.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum WebhookState {
    /// They are.
    Active,
    /// They are kept until it is enabled.
    Disabled,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookView {
    /// Its id.
    id: Uuid,
    /// The unit whose webhook it is.
    unit: Option<Ars>,
    /// The provider whose webhook it is.
    provider: Option<Slug>,
    /// Where messages go.
    url: Target,
    /// Kinds of events it is about; all if empty.
    kinds: Vec<KindPattern>,
    /// What it is for.
    description: Note,
    /// Whether messages are sent.
    state: WebhookState,
    /// Why they are not.
    disabled_because: Option<Disabled>,
    /// Until when the secret before the current one signs as well.
    old_secret_until: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
    /// How often it was changed.
    revision: Revision,
}

/// A webhook with its secret, which is shown only here.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhookWithSecretView {
    #[serde(flatten)]
    webhook: WebhookView,
    /// The secret that signs, as libraries of Standard Webhooks take it.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    secret: String,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WebhooksQuery {
    /// Webhooks per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

impl NewWebhook {
    fn into_parts(self) -> Result<(OwnerKey, Wishes), Error> {
        let Self { url, kinds, description, unit, provider } = self;
        let owner = match (unit, provider) {
            (Some(_), Some(_)) => {
                return Err(Error::invalid("/provider", Message::new("webhook-two-owners")));
            }
            (Some(unit), None) => OwnerKey::Unit(unit),
            (None, Some(provider)) => OwnerKey::Provider(provider),
            (None, None) => OwnerKey::Everyone,
        };
        Ok((owner, ChangedWebhook { url, kinds, description }.into_wishes()?))
    }
}

impl ChangedWebhook {
    fn into_wishes(self) -> Result<Wishes, Error> {
        let topics = Topics::try_from(self.kinds)?;
        Ok(Wishes { target: self.url, topics, note: self.description })
    }
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        let (unit, provider) = match webhook.owner {
            Owner::Unit(unit) => (Some(unit), None),
            Owner::Provider(provider) => (None, Some(provider)),
            Owner::Everyone => (None, None),
        };
        let (state, disabled_because) = match webhook.state {
            Stage::Active => (WebhookState::Active, None),
            Stage::Disabled(reason) => (WebhookState::Disabled, Some(reason)),
        };
        Self {
            id: webhook.id,
            unit,
            provider,
            url: webhook.target,
            kinds: webhook.topics.into(),
            description: webhook.note,
            state,
            disabled_because,
            old_secret_until: webhook.old_secret.map(|(_, until)| until),
            created_at: webhook.created,
            revision: webhook.revision,
        }
    }
}

fn with_secret(webhook: Webhook) -> WebhookWithSecretView {
    WebhookWithSecretView { secret: webhook.secret.reveal(), webhook: webhook.into() }
}

/// Have a system told what happens from now on: as CloudEvents 1.0, signed after Standard Webhooks.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewWebhook,
    responses((status = 201, description = "The new webhook with its secret.", body = WebhookWithSecretView), Problems))]
#[post("/webhooks")]
async fn create_webhook(state: Data<State>, request: Create<NewWebhook>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let (owner, wishes) = body.clone().into_parts()?;
            let webhook = webhooks::create(tx, &caller.actor, &owner, wishes)?;
            let (revision, path) = (webhook.revision, format!("/webhooks/{}", webhook.id));
            Answer::created(&with_secret(webhook), revision, path)
        })
        .await
}

/// List the webhooks within reach of the token, the oldest first.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(WebhooksQuery),
    responses((status = 200, description = "One page of webhooks.", body = ListView<WebhookView>), Problems))]
#[get("/webhooks")]
async fn list_webhooks(
    state: Data<State>,
    caller: Caller,
    query: Query<WebhooksQuery>,
) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    state.read(move |tx| Answer::list(webhooks::list(tx, &caller.actor, &page)?.map(WebhookView::from))).await
}

/// Get a webhook.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook.")),
    responses((status = 200, description = "The webhook.", body = WebhookView), Problems))]
#[get("/webhooks/{id}")]
async fn get_webhook(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(webhooks::get(tx, &caller.actor, *id)?)).await
}

fn shown(webhook: Webhook) -> Result<Answer, Error> {
    let revision = webhook.revision;
    Answer::record(&WebhookView::from(webhook), revision)
}

/// Change where messages go and what they are about. What is still to be sent goes to the new address.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("If-Match" = String, Header, description = "Entity tag of the webhook as last read.")),
    request_body = ChangedWebhook,
    responses((status = 200, description = "The changed webhook.", body = WebhookView), Problems))]
#[put("/webhooks/{id}")]
async fn put_webhook(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<ChangedWebhook>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let wishes = body.clone().into_wishes()?;
            shown(webhooks::change_wishes(tx, &caller.actor, *id, expected, wishes)?)
        })
        .await
}

/// Remove a webhook with everything that was or was to be sent.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("If-Match" = String, Header, description = "Entity tag of the webhook as last read.")),
    responses((status = 204, description = "The webhook is gone."), Problems))]
#[delete("/webhooks/{id}")]
async fn delete_webhook(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            webhooks::delete(tx, &caller.actor, *id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Enable a disabled webhook: what was kept meanwhile is sent now.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("If-Match" = String, Header, description = "Entity tag of the webhook as last read.")),
    responses((status = 200, description = "The webhook.", body = WebhookView), Problems))]
#[post("/webhooks/{id}/enable")]
async fn enable_webhook(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, *id, request, webhooks::enable).await
}

/// Disable a webhook: messages are kept until it is enabled.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("If-Match" = String, Header, description = "Entity tag of the webhook as last read.")),
    responses((status = 200, description = "The webhook.", body = WebhookView), Problems))]
#[post("/webhooks/{id}/disable")]
async fn disable_webhook(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    transition(state, *id, request, webhooks::disable).await
}

type Transition = fn(&mut Write<'_>, &blaupause_access::Actor, Uuid, Expected) -> Result<Webhook, Error>;

async fn transition(
    state: Data<State>,
    id: Uuid,
    request: Change<NoBody>,
    step: Transition,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state.write(once, move |tx| shown(step(tx, &caller.actor, id, expected)?)).await
}

/// Give a webhook a new secret. For a while the messages bear the signatures of both.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("If-Match" = String, Header, description = "Entity tag of the webhook as last read.")),
    request_body = RotateSecret,
    responses((status = 200, description = "The webhook with its new secret.", body = WebhookWithSecretView), Problems))]
#[post("/webhooks/{id}/rotate-secret")]
async fn rotate_secret(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<RotateSecret>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let hours = body.keep_hours.unwrap_or(KEEP_HOURS);
    state
        .write(once, move |tx| {
            let webhook = webhooks::rotate(tx, &caller.actor, *id, expected, hours)?;
            let revision = webhook.revision;
            Answer::record(&with_secret(webhook), revision)
        })
        .await
}
