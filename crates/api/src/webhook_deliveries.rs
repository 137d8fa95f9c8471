//! `/webhooks/{id}/deliveries`: what a webhook was told, when, and what the receiver answered.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::journal::Event;
use blaupause_app::webhook_deliveries::{
    self as deliveries, DeliveryAttempt, WebhookDelivery, WebhookDeliveryState,
};
use blaupause_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_deliveries).service(get_delivery).service(redeliver);
}

/// How far a delivery is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum DeliveryState {
    /// It is still to be sent, or to be sent again.
    Pending,
    /// The receiver took it.
    Delivered,
    /// The receiver did not take it, and it is not tried again by itself.
    Failed,
}

/// One event for one webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeliveryView {
    /// Id of the event, which is the `webhook-id` of the message each time it is sent.
    event: Uuid,
    /// Place of the event in the log.
    position: i64,
    /// When it happened.
    at: Timestamp,
    /// What happened.
    #[schema(example = "pilot.finished")]
    kind: String,
    /// Address of the thing it happened to, below `/v1`.
    subject: String,
    /// How far the delivery is.
    state: DeliveryState,
    /// How often the receiver answered that it does not take the message.
    refusals: u32,
    /// When it is sent next, at the earliest.
    next_at: Option<Timestamp>,
}

/// A delivery and every time it was tried.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeliveryWithAttemptsView {
    #[serde(flatten)]
    delivery: DeliveryView,
    /// Every time it was tried, the first one first.
    attempts: Vec<DeliveryAttemptView>,
}

/// One time a message was sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeliveryAttemptView {
    /// When.
    at: Timestamp,
    /// HTTP status of the answer.
    #[schema(example = 204)]
    status: Option<u16>,
    /// Why there was no answer: `hostUnknown`, `addressRefused`, `connection`, `tls`, `timeout` or `protocol`.
    #[schema(example = "timeout")]
    failure: Option<String>,
    /// Milliseconds until the answer.
    millis: i64,
}

/// Which deliveries, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// Only those that are so far.
    #[param(inline)]
    state: Option<DeliveryState>,
    /// Deliveries per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

impl From<DeliveryState> for WebhookDeliveryState {
    fn from(state: DeliveryState) -> Self {
        match state {
            DeliveryState::Pending => Self::Pending,
            DeliveryState::Delivered => Self::Delivered,
            DeliveryState::Failed => Self::Failed,
        }
    }
}

impl From<WebhookDeliveryState> for DeliveryState {
    fn from(state: WebhookDeliveryState) -> Self {
        match state {
            WebhookDeliveryState::Pending => Self::Pending,
            WebhookDeliveryState::Delivered => Self::Delivered,
            WebhookDeliveryState::Failed => Self::Failed,
        }
    }
}

impl From<(WebhookDelivery, Event)> for DeliveryView {
    fn from((delivery, event): (WebhookDelivery, Event)) -> Self {
        let pending = delivery.state == WebhookDeliveryState::Pending;
        Self {
            event: delivery.event,
            position: delivery.position,
            at: event.at,
            kind: event.kind,
            subject: event.subject,
            state: delivery.state.into(),
            refusals: delivery.refusals,
            next_at: pending.then_some(delivery.next_at),
        }
    }
}

impl From<(WebhookDelivery, Event, Vec<DeliveryAttempt>)> for DeliveryWithAttemptsView {
    fn from((delivery, event, attempts): (WebhookDelivery, Event, Vec<DeliveryAttempt>)) -> Self {
        let view = |DeliveryAttempt { at, status, failure, millis, .. }| DeliveryAttemptView {
            at,
            status,
            failure,
            millis,
        };
        let attempts = attempts.into_iter().map(view).collect();
        Self { delivery: (delivery, event).into(), attempts }
    }
}

/// List what a webhook was or is to be told, the newest first.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."), DeliveriesQuery),
    responses((status = 200, description = "One page of deliveries.", body = ListView<DeliveryView>), Problems))]
#[get("/webhooks/{id}/deliveries")]
async fn list_deliveries(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    query: Query<DeliveriesQuery>,
) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    let wanted = query.state.map(WebhookDeliveryState::from);
    state
        .read(move |tx| {
            let found = deliveries::list(tx, &caller.actor, *id, wanted, &page)?;
            Answer::list(found.map(DeliveryView::from))
        })
        .await
}

/// Get a delivery with every time it was tried.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("event" = Uuid, Path, description = "Id of the event.")),
    responses((status = 200, description = "The delivery.", body = DeliveryWithAttemptsView), Problems))]
#[get("/webhooks/{id}/deliveries/{event}")]
async fn get_delivery(
    state: Data<State>,
    caller: Caller,
    path: Path<(Uuid, Uuid)>,
) -> Result<Answer, ApiError> {
    let (id, event) = path.into_inner();
    state
        .read(move |tx| {
            let found = deliveries::get(tx, &caller.actor, id, event)?;
            Answer::view(&DeliveryWithAttemptsView::from(found))
        })
        .await
}

/// Send a message again, under the same id, as soon as the webhook is active.
#[utoipa::path(tag = "webhooks", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the webhook."),
        ("event" = Uuid, Path, description = "Id of the event."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 200, description = "The delivery.", body = DeliveryWithAttemptsView), Problems))]
#[post("/webhooks/{id}/deliveries/{event}/redeliver")]
async fn redeliver(
    state: Data<State>,
    path: Path<(Uuid, Uuid)>,
    request: Create<NoBody>,
) -> Result<Answer, ApiError> {
    let Create { caller, once, .. } = request;
    let (id, event) = path.into_inner();
    state
        .write(once, move |tx| {
            let found = deliveries::redeliver(tx, &caller.actor, id, event)?;
            Answer::view(&DeliveryWithAttemptsView::from(found))
        })
        .await
}
