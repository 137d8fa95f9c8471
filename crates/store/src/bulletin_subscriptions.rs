//! Who gets bulletins by mail, and what of it is to be sent: each worker takes one subscription for itself for a while.

use blaupause_kernel::Timestamp;
use blaupause_support::subscriptions::{EmailAddress, Subscription, SubscriptionState};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_column, to_json};
use crate::schema::bulletin_subscriptions as subscriptions;
use crate::{Conn, Error};

const KIND: &str = "subscription";
const PENDING: &str = "pending";

/// A subscription that a worker has, and how far sending has come.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The subscription.
    pub subscription: Subscription,
    /// When the mail that is being sent was begun: it tells the same however often it is tried.
    pub begun: Timestamp,
    /// How often it was tried in vain.
    pub tried: Tried,
}

/// How often a mail was tried in vain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tried {
    /// All times.
    pub attempts: u32,
    /// Those at which the server said that it will never take it.
    pub refusals: u32,
}

#[derive(Insertable)]
#[diesel(table_name = subscriptions)]
struct New {
    id: String,
    address: String,
    state: &'static str,
    asked_at: NaiveDateTime,
    next_mail: Option<NaiveDateTime>,
    attempts: i32,
    refusals: i32,
    record: String,
    revision: i64,
}

/// Stores a new subscription, with when its first mail is to be sent.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, subscription: &Subscription, next_mail: Timestamp) -> Result<(), Error> {
    let asked = match subscription.state {
        SubscriptionState::Pending { asked: at } | SubscriptionState::Confirmed { at } => at,
    };
    let new = New {
        id: subscription.id.to_string(),
        address: subscription.address.mailbox(),
        state: subscription.state.as_str(),
        asked_at: asked.to_naive(),
        next_mail: Some(next_mail.to_naive()),
        attempts: 0,
        refusals: 0,
        record: to_json(KIND, subscription)?,
        revision: subscription.revision.get(),
    };
    let insert = diesel::insert_into(subscriptions::table).values(new).execute(conn);
    insert.map_err(Error::on_insert(KIND, subscription.id)).map(|_| ())
}

/// The subscription with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Subscription, Error> {
    find(conn, id)?.ok_or_else(|| Error::not_found(KIND, id))
}

/// The subscription with this id, if it is there.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Subscription>, Error> {
    let record: Option<String> =
        subscriptions::table.find(id.to_string()).select(subscriptions::record).first(conn).optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// Stores a changed subscription over the revision before it. What is to be sent stays as it is.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, subscription: &Subscription) -> Result<(), Error> {
    let before = subscriptions::table
        .find(subscription.id.to_string())
        .filter(subscriptions::revision.eq(subscription.revision.get().saturating_sub(1)));
    let now = (
        subscriptions::state.eq(subscription.state.as_str()),
        subscriptions::record.eq(to_json(KIND, subscription)?),
        subscriptions::revision.eq(subscription.revision.get()),
    );
    one_changed(diesel::update(before).set(now).execute(conn)?, KIND, subscription.id)
}

/// Says when the next mail is to be sent, as if none had been begun.
///
/// # Errors
/// Those of the database.
pub fn schedule(conn: &mut Conn, id: Uuid, next_mail: Option<Timestamp>) -> Result<(), Error> {
    let fresh = (
        subscriptions::next_mail.eq(next_mail.map(Timestamp::to_naive)),
        subscriptions::mail_begun.eq(None::<NaiveDateTime>),
        subscriptions::leased_by.eq(None::<String>),
        subscriptions::leased_until.eq(None::<NaiveDateTime>),
        subscriptions::attempts.eq(0),
        subscriptions::refusals.eq(0),
    );
    diesel::update(subscriptions::table.find(id.to_string())).set(fresh).execute(conn)?;
    Ok(())
}

/// Says when the next mail is to be sent, unless one is being sent: whoever sends it says so afterwards.
///
/// # Errors
/// Those of the database.
pub fn reschedule(conn: &mut Conn, id: Uuid, next_mail: Option<Timestamp>) -> Result<(), Error> {
    let idle = subscriptions::table.find(id.to_string()).filter(subscriptions::leased_by.is_null());
    let is_idle: i64 = idle.count().get_result(conn)?;
    if is_idle == 0 { Ok(()) } else { schedule(conn, id, next_mail) }
}

/// Deletes a subscription, if it is there.
///
/// # Errors
/// Those of the database.
pub fn delete(conn: &mut Conn, id: Uuid) -> Result<(), Error> {
    diesel::delete(subscriptions::table.find(id.to_string())).execute(conn)?;
    Ok(())
}

/// How many subscriptions of a mailbox were asked for after an instant and wait to be confirmed.
///
/// # Errors
/// Those of the database.
pub fn pending_of(conn: &mut Conn, address: &EmailAddress, after: Timestamp) -> Result<i64, Error> {
    let pending = subscriptions::table
        .filter(subscriptions::address.eq(address.mailbox()))
        .filter(subscriptions::state.eq(PENDING))
        .filter(subscriptions::asked_at.gt(after.to_naive()));
    Ok(pending.count().get_result(conn)?)
}

/// How many subscriptions wait to be confirmed.
///
/// # Errors
/// Those of the database.
pub fn pending(conn: &mut Conn) -> Result<i64, Error> {
    Ok(subscriptions::table.filter(subscriptions::state.eq(PENDING)).count().get_result(conn)?)
}

/// Deletes the other subscriptions of a mailbox: one that is confirmed takes their place.
///
/// # Errors
/// Those of the database.
pub fn delete_others(conn: &mut Conn, kept: &Subscription) -> Result<(), Error> {
    let others = subscriptions::table
        .filter(subscriptions::address.eq(kept.address.mailbox()))
        .filter(subscriptions::id.ne(kept.id.to_string()));
    diesel::delete(others).execute(conn)?;
    Ok(())
}

/// Deletes what was asked for before an instant and never confirmed; says how many that were.
///
/// # Errors
/// Those of the database.
pub fn delete_expired(conn: &mut Conn, before: Timestamp) -> Result<usize, Error> {
    let expired = subscriptions::table
        .filter(subscriptions::state.eq(PENDING))
        .filter(subscriptions::asked_at.lt(before.to_naive()));
    Ok(diesel::delete(expired).execute(conn)?)
}

/// Whether something is to be sent that nobody is sending.
///
/// # Errors
/// Those of the database.
pub fn is_waiting(conn: &mut Conn, now: Timestamp) -> Result<bool, Error> {
    Ok(waiting(conn, now)?.is_some())
}

/// Gives the subscription that waits longest for its mail to a worker, for so many seconds.
///
/// # Errors
/// Those of the database.
pub fn take(
    conn: &mut Conn,
    worker: Uuid,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Taken>, Error> {
    let Some(id) = waiting(conn, now)? else { return Ok(None) };
    let row = subscriptions::table.find(&id);
    let columns =
        (subscriptions::record, subscriptions::mail_begun, subscriptions::attempts, subscriptions::refusals);
    let (record, begun, attempts, refusals): (String, Option<NaiveDateTime>, i32, i32) =
        row.select(columns).first(conn)?;
    let begun = begun.map_or(now, Timestamp::from_naive);
    let held = (
        subscriptions::leased_by.eq(Some(worker.to_string())),
        subscriptions::leased_until.eq(Some(until.to_naive())),
        subscriptions::mail_begun.eq(Some(begun.to_naive())),
    );
    diesel::update(row).set(held).execute(conn)?;
    let tried = Tried { attempts: to_column(KIND, attempts)?, refusals: to_column(KIND, refusals)? };
    Ok(Some(Taken { subscription: from_json(KIND, &record)?, begun, tried }))
}

/// Whether a worker still has a subscription.
///
/// # Errors
/// Those of the database.
pub fn has(conn: &mut Conn, id: Uuid, worker: Uuid) -> Result<bool, Error> {
    let held =
        subscriptions::table.find(id.to_string()).filter(subscriptions::leased_by.eq(worker.to_string()));
    Ok(held.count().get_result::<i64>(conn)? == 1)
}

/// Gives a subscription back: its mail is tried again at an instant.
///
/// # Errors
/// Those of the database.
pub fn postpone(conn: &mut Conn, id: Uuid, tried: Tried, next_mail: Timestamp) -> Result<(), Error> {
    let later = (
        subscriptions::next_mail.eq(Some(next_mail.to_naive())),
        subscriptions::leased_by.eq(None::<String>),
        subscriptions::leased_until.eq(None::<NaiveDateTime>),
        subscriptions::attempts.eq(to_column::<u32, i32>(KIND, tried.attempts)?),
        subscriptions::refusals.eq(to_column::<u32, i32>(KIND, tried.refusals)?),
    );
    diesel::update(subscriptions::table.find(id.to_string())).set(later).execute(conn)?;
    Ok(())
}

fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Option<String>, Error> {
    let now = now.to_naive();
    let free =
        subscriptions::leased_until.is_null().or(subscriptions::leased_until.assume_not_null().le(now));
    let found = subscriptions::table
        .filter(subscriptions::next_mail.le(now))
        .filter(free)
        .order((subscriptions::next_mail, subscriptions::id))
        .select(subscriptions::id);
    Ok(found.first(conn).optional()?)
}
