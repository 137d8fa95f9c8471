//! Telling webhooks what happened. Any number of workers on any number of servers do it side by side: each takes a webhook
//! for itself for a while, so that no message is sent by two of them, and another goes on where one was cut off.

use std::time::Duration;

use blaupause_access::{Actor, Grant, Permission};
use blaupause_kernel::{Cursor, Page, Paged, Timestamp};
use blaupause_store::assessments::{Own, Reach};
use blaupause_store::journal::{self as events, Event};
use blaupause_store::webhook_deliveries::{self as store, Attempt, Delivery, DeliveryState};
use blaupause_store::webhooks::{self, Leased, Progress};
use blaupause_webhooks::{
    Answer, Disabled, Happened, Owner, Retry, State, Transport, Verdict, Webhook, headers, judge,
};
use uuid::Uuid;

pub use blaupause_store::webhook_deliveries::{
    Attempt as DeliveryAttempt, Delivery as WebhookDelivery, DeliveryState as WebhookDeliveryState,
};

use crate::webhooks::change;
use crate::{App, Error, Read, Write};

/// How many messages a worker sends before others have their turn.
const MOST_AT_ONCE: usize = 100;

/// After so many seconds others have their turn, too: a slow receiver must not hold the senders up.
const LONGEST_TURN: i64 = 10;

/// After so many failures in a row another message asks, in case it is the message that the receiver cannot answer.
const ASKS_FIRST: u32 = 3;

/// The deliveries of a webhook with their events, the newest first.
///
/// # Errors
/// No such webhook; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    webhook: Uuid,
    state: Option<DeliveryState>,
    page: &Page,
) -> Result<Paged<(Delivery, Event)>, Error> {
    let resume_at = of_reader(tx, actor, webhook)?;
    let found = store::list(tx.conn(), webhook, state, page)?;
    Ok(found.map(|(delivery, event)| (waiting_for(delivery, resume_at), event)))
}

/// A delivery with its event and every time it was tried.
///
/// # Errors
/// No such webhook or delivery; `Denied`; those of the store.
pub fn get(
    tx: &mut Read<'_>,
    actor: &Actor,
    webhook: Uuid,
    event: Uuid,
) -> Result<(Delivery, Event, Vec<Attempt>), Error> {
    let resume_at = of_reader(tx, actor, webhook)?;
    let (delivery, happened) = store::get(tx.conn(), webhook, event)?;
    let delivery = waiting_for(delivery, resume_at);
    let attempts = store::attempts_of(tx.conn(), webhook, event)?;
    Ok((delivery, happened, attempts))
}

/// Lets somebody pass who may see the webhook and read what its messages are about. When the receiver is asked again, if it
/// did not answer.
fn of_reader(tx: &mut Read<'_>, actor: &Actor, webhook: Uuid) -> Result<Option<Timestamp>, Error> {
    let owner = crate::webhooks::get(tx, actor, webhook)?.owner;
    crate::webhooks::require_reading(tx, actor, &owner)?;
    Ok(webhooks::find_leased(tx.conn(), webhook)?.and_then(|leased| leased.progress.resume_at))
}

/// What is still to be sent is not sent before the receiver is asked again.
fn waiting_for(delivery: Delivery, resume_at: Option<Timestamp>) -> Delivery {
    match resume_at {
        Some(at) if delivery.state == DeliveryState::Pending && delivery.next_at < at => {
            Delivery { next_at: at, ..delivery }
        }
        _ => delivery,
    }
}

/// Sends a message again, with the same id, as soon as the webhook is active.
///
/// # Errors
/// No such webhook or delivery; `Denied`; those of the store.
pub fn redeliver(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    event: Uuid,
) -> Result<(Delivery, Event, Vec<Attempt>), Error> {
    let webhook = crate::webhooks::with(&mut tx.as_read(), actor, Permission::ManageWebhooks, id)?;
    crate::webhooks::require_reading(&mut tx.as_read(), actor, &webhook.owner)?;
    let (delivery, happened) = store::get(tx.conn(), id, event)?;
    let (state, next_at) = (DeliveryState::Pending, tx.now());
    let delivery = Delivery { state, refusals: 0, next_at, ..delivery };
    store::update(tx.conn(), &delivery)?;
    // By hand means now, also while the receiver is given time.
    webhooks::set_failures(tx.conn(), id, (0, None))?;
    let again = serde_json::json!({"event": event});
    tx.record(actor, change("webhook.redelivered", &webhook).with(again))?;
    Ok((delivery, happened, store::attempts_of(tx.conn(), id, event)?))
}

/// Sends what is to be sent to one webhook, if there is one that needs it: `true` if there was. Between two messages
/// `goes_on` is asked whether to go on.
///
/// # Errors
/// Those of the store.
pub fn work(
    app: &App,
    transport: &dyn Transport,
    lease: Duration,
    goes_on: &dyn Fn() -> bool,
) -> Result<bool, Error> {
    if app.read_blocking(|tx| waiting(tx.now(), tx))?.is_none() {
        return Ok(false);
    }
    let (worker, seconds) = (app.new_id(), i64::try_from(lease.as_secs()).unwrap_or(i64::MAX).max(1));
    // Another one was faster: there may be more to do.
    let Some(webhook) = app.write_apart(|tx| take(tx, worker, seconds))? else { return Ok(true) };
    let begun = app.now();
    for _ in 0..MOST_AT_ONCE {
        if app.now() > begun.plus_seconds(LONGEST_TURN) {
            break;
        }
        let Some(message) = app.read_blocking(|tx| next(tx, webhook, worker))? else { break };
        let (sent, answer) = send(app, transport, &message)?;
        let delivery = message.delivery;
        let more = app.write_apart(|tx| record(tx, (worker, seconds), delivery.clone(), sent, answer))?;
        if !more || !goes_on() {
            break;
        }
    }
    app.write_apart(|tx| {
        let now = tx.now();
        Ok(webhooks::release(tx.conn(), webhook, worker, now)?)
    })?;
    Ok(true)
}

/// Forgets some of what was done with more than these days ago; says how many deliveries that were.
///
/// # Errors
/// Those of the store.
pub fn forget(app: &App, days: u32) -> Result<usize, Error> {
    let before = app.now().plus_seconds(i64::from(days).saturating_mul(-86_400));
    app.write_apart(|tx| Ok(store::forget(tx.conn(), before)?))
}

fn waiting(now: Timestamp, tx: &mut Read<'_>) -> Result<Option<Uuid>, Error> {
    Ok(webhooks::waiting(tx.conn(), now)?)
}

/// What is to be sent.
struct Message {
    webhook: Webhook,
    delivery: Delivery,
    happened: Happened,
}

/// Takes the webhook that waited longest, and notes what it is to be told of what happened meanwhile.
fn take(tx: &mut Write<'_>, worker: Uuid, seconds: i64) -> Result<Option<Uuid>, Error> {
    let now = tx.now();
    let Some(id) = webhooks::waiting(tx.conn(), now)? else { return Ok(None) };
    // From here on the row is this worker's: what is read now does not change before the commit.
    if !webhooks::lease(tx.conn(), id, worker, (now, now.plus_seconds(seconds)))? {
        return Ok(None);
    }
    let Some(Leased { webhook, progress, .. }) = webhooks::find_leased(tx.conn(), id)? else {
        return Ok(None);
    };
    let reached = fan_out(tx, &webhook, progress.reached)?;
    webhooks::set_reached(tx.conn(), id, reached)?;
    Ok(Some(id))
}

fn fan_out(tx: &mut Write<'_>, webhook: &Webhook, reached: i64) -> Result<i64, Error> {
    let on = tx.today();
    let (units, providers) = match &webhook.owner {
        Owner::Unit(unit) => (vec![unit.clone()], Vec::new()),
        Owner::Provider(provider) => (Vec::new(), vec![provider.clone()]),
        Owner::Everyone => (Vec::new(), Vec::new()),
    };
    let own = Own::Of(providers.clone());
    let page = Page::largest_after(Cursor::new([reached]));
    // Read before the list: what is numbered meanwhile is in neither or looked at once more.
    let last = webhooks::last_position(tx.conn())?;
    let found = events::list_events(tx.conn(), &Reach::Of { units, providers, on }, &own, &page)?;
    let whole = found.next.is_none();
    let seen = found.items.last().and_then(|event| event.position);
    for event in found.items.iter().filter(|event| webhook.topics.fit(&event.kind)) {
        let delivery = Delivery {
            webhook: webhook.id,
            event: event.id,
            position: event.position.unwrap_or_default(),
            state: DeliveryState::Pending,
            refusals: 0,
            next_at: tx.now(),
        };
        store::insert(tx.conn(), &delivery)?;
    }
    let seen = seen.unwrap_or(reached).max(reached);
    Ok(if whole { seen.max(last) } else { seen })
}

/// What is to be sent next, as long as the worker has the webhook and the receiver answers.
fn next(tx: &mut Read<'_>, id: Uuid, worker: Uuid) -> Result<Option<Message>, Error> {
    let now = tx.now();
    let Some(Leased { webhook, progress, worker: holder }) = webhooks::find_leased(tx.conn(), id)? else {
        return Ok(None);
    };
    let active = webhook.state == State::Active;
    let waits = progress.resume_at.is_some_and(|at| at > now);
    if holder != Some(worker) || !active || waits {
        return Ok(None);
    }
    let due = store::due(tx.conn(), id, now)?;
    Ok(due.map(|(delivery, event)| Message { happened: happened(event), webhook, delivery }))
}

fn happened(event: Event) -> Happened {
    Happened {
        id: event.id,
        position: event.position.unwrap_or_default(),
        at: event.at,
        kind: event.kind,
        subject: event.subject,
        unit: event.unit,
        provider: event.provider,
    }
}

/// Sends a message; says when, how many milliseconds it took, and what came back.
fn send(
    app: &App,
    transport: &dyn Transport,
    message: &Message,
) -> Result<((Timestamp, i64), Answer), Error> {
    let body = message.happened.body(&app.source()).map_err(|error| Error::Internal(error.to_string()))?;
    let (webhook, now) = (&message.webhook, app.now());
    let headers = headers(message.happened.id, &body, webhook.active_secrets(now), now);
    let answer = transport.send(&webhook.target, &headers, &body, now);
    let millis = app.now().to_unix_millis().saturating_sub(now.to_unix_millis()).max(0);
    Ok(((now, millis), answer))
}

/// Notes what came of sending, and draws the consequence. Says whether this worker goes on with the webhook.
fn record(
    tx: &mut Write<'_>,
    (worker, seconds): (Uuid, i64),
    delivery: Delivery,
    (at, millis): (Timestamp, i64),
    answer: Answer,
) -> Result<bool, Error> {
    let (id, now) = (delivery.webhook, tx.now());
    // First of all: the row is this worker's from here on, and nobody disables or deletes it in between.
    let holds = webhooks::extend(tx.conn(), id, worker, now.plus_seconds(seconds))?;
    // Deleted while the message was under way.
    let Some(Leased { webhook, progress, .. }) = webhooks::find_leased(tx.conn(), id)? else {
        return Ok(false);
    };
    let attempt = tx.next_id();
    store::insert_attempt(tx.conn(), &delivery, (attempt, at, millis), answer)?;
    let verdict = judge(answer, delivery.refusals + 1, progress.failures + 1, now);
    let (delivery, progress, disabled) = consequence(verdict, delivery, progress, now);
    if !holds {
        // Somebody else goes on with it; only that it arrived is worth noting.
        if delivery.state == DeliveryState::Delivered {
            store::update(tx.conn(), &delivery)?;
        }
        return Ok(false);
    }
    store::update(tx.conn(), &delivery)?;
    webhooks::set_failures(tx.conn(), id, (progress.failures, progress.resume_at))?;
    match disabled {
        Some(reason) if webhook.state == State::Active => {
            let webhook = webhook.disable(reason)?;
            webhooks::update(tx.conn(), &webhook)?;
            tx.record(&sender(), change("webhook.disabled", &webhook))?;
            Ok(false)
        }
        Some(_) => Ok(false),
        None => Ok(progress.resume_at.is_none()),
    }
}

/// How far the message and the webhook are after a verdict, and why the webhook is disabled, if it is. A message that the
/// receiver could not answer keeps its place.
fn consequence(
    verdict: Verdict,
    delivery: Delivery,
    progress: Progress,
    now: Timestamp,
) -> (Delivery, Progress, Option<Disabled>) {
    let refused = delivery.refusals + 1;
    let answered = Progress { failures: 0, resume_at: None, ..progress };
    let ends = |state, refusals| Delivery { state, refusals, next_at: now, ..delivery.clone() };
    match verdict {
        Verdict::Delivered => (ends(DeliveryState::Delivered, delivery.refusals), answered, None),
        Verdict::Failed => (ends(DeliveryState::Failed, refused), answered, None),
        Verdict::Again(Retry::Message(next_at)) => {
            (Delivery { refusals: refused, next_at, ..delivery }, answered, None)
        }
        Verdict::Again(Retry::Receiver(at)) => {
            let failures = progress.failures + 1;
            let waits = Progress { failures, resume_at: Some(at), ..answered };
            let next_at = if failures >= ASKS_FIRST { now } else { delivery.next_at };
            (Delivery { next_at, ..delivery }, waits, None)
        }
        Verdict::Gone => (delivery, answered, Some(Disabled::Gone)),
        Verdict::Unreachable => (delivery, answered, Some(Disabled::Unreachable)),
    }
}

/// Who disables webhooks whose receivers are gone.
fn sender() -> Actor {
    Actor::granted(Grant { subject: "webhook-sender".to_owned(), ..Grant::default() })
}
