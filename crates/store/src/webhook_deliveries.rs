//! Deliveries: one event that is or was to be told to one webhook, and each time that was tried.

use std::str::FromStr;

use blaupause_kernel::{Cursor, Page, Paged, Timestamp};
use blaupause_webhooks::Answer;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::columns::{parse, to_column};
use crate::journal::{self, Event};
use crate::schema::{webhook_attempts as attempts, webhook_deliveries as deliveries};
use crate::{Conn, Error};

const KIND: &str = "webhook-delivery";

/// The state in which a message is still to be sent.
pub(crate) const PENDING: &str = "pending";

/// How far a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// It is still to be sent, or to be sent again.
    Pending,
    /// The receiver took it.
    Delivered,
    /// The receiver did not take it, and it is not tried again.
    Failed,
}

impl DeliveryState {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => PENDING,
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for DeliveryState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let all = [Self::Pending, Self::Delivered, Self::Failed];
        all.into_iter().find(|state| state.as_str() == text).ok_or_else(|| format!("`{text}` is no state"))
    }
}

/// One event for one webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The webhook.
    pub webhook: Uuid,
    /// Id of the event.
    pub event: Uuid,
    /// Its place in the log.
    pub position: i64,
    /// How far it is.
    pub state: DeliveryState,
    /// How often the receiver answered that it does not take it.
    pub refusals: u32,
    /// When it is sent next; once that is over, when it was.
    pub next_at: Timestamp,
}

/// One time a message was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// HTTP status of the answer.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub failure: Option<String>,
    /// Milliseconds until the answer.
    pub millis: i64,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = deliveries)]
struct Row {
    webhook: String,
    event: String,
    position: i64,
    state: String,
    refusals: i32,
    next_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = attempts)]
struct AttemptRow {
    id: String,
    webhook: String,
    event: String,
    at: chrono::NaiveDateTime,
    status: Option<i32>,
    failure: Option<String>,
    millis: i64,
}

impl TryFrom<Row> for Delivery {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            webhook: parse(KIND, &row.webhook)?,
            event: parse(KIND, &row.event)?,
            position: row.position,
            state: parse(KIND, &row.state)?,
            refusals: to_column(KIND, row.refusals)?,
            next_at: Timestamp::from_naive(row.next_at),
        })
    }
}

impl TryFrom<AttemptRow> for Attempt {
    type Error = Error;

    fn try_from(row: AttemptRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse(KIND, &row.id)?,
            at: Timestamp::from_naive(row.at),
            status: row.status.map(|status| to_column(KIND, status)).transpose()?,
            failure: row.failure,
            millis: row.millis,
        })
    }
}

fn row(delivery: &Delivery) -> Result<Row, Error> {
    Ok(Row {
        webhook: delivery.webhook.to_string(),
        event: delivery.event.to_string(),
        position: delivery.position,
        state: delivery.state.as_str().to_owned(),
        refusals: to_column(KIND, delivery.refusals)?,
        next_at: delivery.next_at.to_naive(),
    })
}

/// Notes that an event is to be told.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, delivery: &Delivery) -> Result<(), Error> {
    diesel::insert_into(deliveries::table).values(row(delivery)?).execute(conn)?;
    Ok(())
}

/// A delivery with its event.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn get(conn: &mut Conn, webhook: Uuid, event: Uuid) -> Result<(Delivery, Event), Error> {
    let found: Option<Row> = deliveries::table
        .find((webhook.to_string(), event.to_string()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let row = found.ok_or_else(|| Error::not_found(KIND, event))?;
    with_event(conn, row)
}

/// What is to be sent to a webhook first at `now`, with its event.
///
/// # Errors
/// Those of the database.
pub fn due(conn: &mut Conn, webhook: Uuid, now: Timestamp) -> Result<Option<(Delivery, Event)>, Error> {
    let found: Option<Row> = deliveries::table
        .filter(deliveries::webhook.eq(webhook.to_string()))
        .filter(deliveries::state.eq(PENDING))
        .filter(deliveries::next_at.le(now.to_naive()))
        .order((deliveries::next_at, deliveries::position, deliveries::event))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    found.map(|row| with_event(conn, row)).transpose()
}

fn with_event(conn: &mut Conn, row: Row) -> Result<(Delivery, Event), Error> {
    let delivery = Delivery::try_from(row)?;
    let event = journal::by_id(conn, delivery.event)?;
    Ok((delivery, event))
}

/// The deliveries of a webhook with their events, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(
    conn: &mut Conn,
    webhook: Uuid,
    state: Option<DeliveryState>,
    page: &Page,
) -> Result<Paged<(Delivery, Event)>, Error> {
    let mut query = deliveries::table
        .filter(deliveries::webhook.eq(webhook.to_string()))
        .order((deliveries::position.desc(), deliveries::event))
        .limit(page.fetch())
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(deliveries::state.eq(state.as_str()));
    }
    if let Some(cursor) = page.after() {
        let before: i64 = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(deliveries::position.lt(before));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let found = rows.into_iter().map(Delivery::try_from).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<Uuid> = found.iter().map(|delivery| delivery.event).collect();
    let mut events = journal::of_ids(conn, &ids)?;
    let with = found.into_iter().filter_map(|delivery| {
        let event = events.remove(&delivery.event)?;
        Some((delivery, event))
    });
    Ok(page.cut(with.collect(), |(delivery, _): &(Delivery, Event)| Cursor::new([delivery.position])))
}

/// Stores a changed delivery.
///
/// # Errors
/// Those of the database.
pub fn update(conn: &mut Conn, delivery: &Delivery) -> Result<(), Error> {
    let place = deliveries::table.find((delivery.webhook.to_string(), delivery.event.to_string()));
    diesel::update(place).set(row(delivery)?).execute(conn)?;
    Ok(())
}

/// Notes that a message was sent, and what came of it.
///
/// # Errors
/// Those of the database.
pub fn insert_attempt(
    conn: &mut Conn,
    delivery: &Delivery,
    (id, at, millis): (Uuid, Timestamp, i64),
    answer: Answer,
) -> Result<(), Error> {
    let (status, failure) = match answer {
        Answer::Status { code, .. } => (Some(i32::from(code)), None),
        Answer::None(failure) => (None, Some(failure.as_str().to_owned())),
    };
    let row = AttemptRow {
        id: id.to_string(),
        webhook: delivery.webhook.to_string(),
        event: delivery.event.to_string(),
        at: at.to_naive(),
        status,
        failure,
        millis,
    };
    diesel::insert_into(attempts::table).values(row).execute(conn)?;
    Ok(())
}

/// Every time a delivery was tried, the first one first.
///
/// # Errors
/// Those of the database.
pub fn attempts_of(conn: &mut Conn, webhook: Uuid, event: Uuid) -> Result<Vec<Attempt>, Error> {
    let rows: Vec<AttemptRow> = attempts::table
        .filter(attempts::webhook.eq(webhook.to_string()))
        .filter(attempts::event.eq(event.to_string()))
        .order((attempts::at, attempts::id))
        .select(AttemptRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Attempt::try_from).collect()
}

/// Forgets what was done before an instant; says how many deliveries that were.
///
/// # Errors
/// Those of the database.
pub fn forget(conn: &mut Conn, before: Timestamp) -> Result<usize, Error> {
    let old = |row: &Row| (row.webhook.clone(), row.event.clone());
    let rows: Vec<Row> = deliveries::table
        .filter(deliveries::state.ne(PENDING))
        .filter(deliveries::next_at.lt(before.to_naive()))
        .order((deliveries::next_at, deliveries::event))
        .limit(MOST_FORGOTTEN)
        .select(Row::as_select())
        .load(conn)?;
    for (webhook, event) in rows.iter().map(old) {
        let tries = attempts::webhook.eq(&webhook).and(attempts::event.eq(&event));
        diesel::delete(attempts::table.filter(tries)).execute(conn)?;
        diesel::delete(deliveries::table.find((&webhook, &event))).execute(conn)?;
    }
    Ok(rows.len())
}

/// How many are forgotten in one transaction, so that it stays short.
const MOST_FORGOTTEN: i64 = 500;
