//! Webhooks: the record that its owner sees, and how far its messages are. The two change independently, so delivering
//! messages does not touch the revision.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug, Timestamp};
use blaupause_webhooks::{Owner, State, Webhook};
use diesel::dsl::{count_star, exists, max};
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, parse, to_column, to_json};
use crate::schema::{events, service_areas, webhook_attempts, webhook_deliveries as deliveries, webhooks};
use crate::served_units::served;
use crate::webhook_deliveries::PENDING;
use crate::{Conn, Error};

const KIND: &str = "webhook";

/// How far the messages of a webhook are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Position of the last event that was looked at.
    pub reached: i64,
    /// How often in a row the receiver did not answer.
    pub failures: u32,
    /// Nothing is sent before.
    pub resume_at: Option<Timestamp>,
}

/// A webhook that a worker has for itself for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leased {
    /// The webhook.
    pub webhook: Webhook,
    /// How far its messages are.
    pub progress: Progress,
    /// Who has it.
    pub worker: Option<Uuid>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
struct Row {
    id: String,
    unit: Option<String>,
    provider: Option<String>,
    state: &'static str,
    record: String,
    revision: i64,
}

impl Row {
    fn of(webhook: &Webhook) -> Result<Self, Error> {
        let (unit, provider) = match &webhook.owner {
            Owner::Unit(unit) => (Some(unit.to_string()), None),
            Owner::Provider(provider) => (None, Some(provider.to_string())),
            Owner::Everyone => (None, None),
        };
        Ok(Self {
            id: webhook.id.to_string(),
            unit,
            provider,
            state: name_of(webhook.state),
            record: to_json(KIND, webhook)?,
            revision: webhook.revision.get(),
        })
    }
}

const ACTIVE: &str = "active";

fn name_of(state: State) -> &'static str {
    match state {
        State::Active => ACTIVE,
        State::Disabled(_) => "disabled",
    }
}

/// Stores a new webhook: it is about what happens from now on.
///
/// # Errors
/// `NotFound` without its owner; those of the database.
pub fn insert(conn: &mut Conn, webhook: &Webhook, now: Timestamp) -> Result<(), Error> {
    let row = Row::of(webhook)?;
    let reached = last_position(conn)?;
    let progress =
        (webhooks::reached.eq(reached), webhooks::failures.eq(0), webhooks::taken_at.eq(now.to_naive()));
    let insert = diesel::insert_into(webhooks::table).values((row, progress)).execute(conn);
    insert.map_err(Error::on_insert(KIND, webhook.id)).map(|_| ())
}

/// Position of the last event that has one.
///
/// # Errors
/// Those of the database.
pub fn last_position(conn: &mut Conn) -> Result<i64, Error> {
    Ok(events::table.select(max(events::position)).first::<Option<i64>>(conn)?.unwrap_or(0))
}

/// The webhook with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Webhook, Error> {
    let record: Option<String> =
        webhooks::table.find(id.to_string()).select(webhooks::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// How many an owner has.
///
/// # Errors
/// Those of the database.
pub fn count_of(conn: &mut Conn, owner: &Owner) -> Result<usize, Error> {
    let mut query = webhooks::table.select(count_star()).into_boxed();
    query = match owner {
        Owner::Unit(unit) => query.filter(webhooks::unit.eq(unit.to_string())),
        Owner::Provider(provider) => query.filter(webhooks::provider.eq(provider.to_string())),
        Owner::Everyone => query.filter(webhooks::unit.is_null()).filter(webhooks::provider.is_null()),
    };
    to_column(KIND, query.first::<i64>(conn)?)
}

/// Webhooks by id: those of the units and providers within reach.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, reach: &Reach, page: &Page) -> Result<Paged<Webhook>, Error> {
    let mut query =
        webhooks::table.order(webhooks::id).limit(page.fetch()).select(webhooks::record).into_boxed();
    if let Some(cursor) = page.after() {
        let after: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(webhooks::id.gt(after.to_string()));
    }
    if let Reach::Of { units, providers, on } = reach {
        let unit = webhooks::unit.assume_not_null();
        let theirs = unit.eq_any(units.iter().map(Ars::as_str));
        let own = webhooks::provider.assume_not_null().eq_any(providers.iter().map(Slug::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        query = query.filter(theirs.or(own).or(exists(served!(unit, serve, on.to_chrono()))));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |webhook: &Webhook| Cursor::new([webhook.id])))
}

/// Stores a changed webhook over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, webhook: &Webhook) -> Result<(), Error> {
    let before = webhooks::table
        .find(webhook.id.to_string())
        .filter(webhooks::revision.eq(webhook.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(webhook)?).execute(conn)?, KIND, webhook.id)
}

/// Removes a webhook with everything that was or was to be sent.
///
/// # Errors
/// `Stale` if it is no longer there in this revision; those of the database.
pub fn delete(conn: &mut Conn, webhook: &Webhook) -> Result<(), Error> {
    let id = webhook.id.to_string();
    diesel::delete(webhook_attempts::table.filter(webhook_attempts::webhook.eq(&id))).execute(conn)?;
    diesel::delete(deliveries::table.filter(deliveries::webhook.eq(&id))).execute(conn)?;
    let there = webhooks::table.find(&id).filter(webhooks::revision.eq(webhook.revision.get()));
    one_changed(diesel::delete(there).execute(conn)?, KIND, webhook.id)
}

/// A webhook for which something is to be done at `now` and that no worker has: the one that waited longest.
///
/// # Errors
/// Those of the database.
pub fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Option<Uuid>, Error> {
    let (last, now) = (last_position(conn)?, now.to_naive());
    let due = deliveries::table
        .filter(deliveries::webhook.eq(webhooks::id))
        .filter(deliveries::state.eq(PENDING))
        .filter(deliveries::next_at.le(now));
    let id: Option<String> = webhooks::table
        .filter(webhooks::state.eq(ACTIVE))
        .filter(webhooks::leased_until.is_null().or(webhooks::leased_until.assume_not_null().le(now)))
        .filter(webhooks::resume_at.is_null().or(webhooks::resume_at.assume_not_null().le(now)))
        .filter(webhooks::reached.lt(last).or(exists(due)))
        .order((webhooks::taken_at, webhooks::id))
        .select(webhooks::id)
        .first(conn)
        .optional()?;
    id.map(|id| parse(KIND, &id)).transpose()
}

/// Gives an active webhook to a worker until an instant, unless another one has it: `true` if it has it now.
///
/// # Errors
/// Those of the database.
pub fn lease(
    conn: &mut Conn,
    id: Uuid,
    worker: Uuid,
    (now, until): (Timestamp, Timestamp),
) -> Result<bool, Error> {
    let held = (
        webhooks::leased_by.eq(Some(worker.to_string())),
        webhooks::leased_until.eq(Some(until.to_naive())),
        webhooks::taken_at.eq(now.to_naive()),
    );
    let free =
        webhooks::leased_until.is_null().or(webhooks::leased_until.assume_not_null().le(now.to_naive()));
    let there = webhooks::table.find(id.to_string()).filter(webhooks::state.eq(ACTIVE)).filter(free);
    Ok(diesel::update(there).set(held).execute(conn)? == 1)
}

/// Leaves a webhook to the worker that has it until a later instant: `false` if it does not have it any more.
///
/// # Errors
/// Those of the database.
pub fn extend(conn: &mut Conn, id: Uuid, worker: Uuid, until: Timestamp) -> Result<bool, Error> {
    let held = webhooks::table.find(id.to_string()).filter(webhooks::leased_by.eq(worker.to_string()));
    let longer = webhooks::leased_until.eq(Some(until.to_naive()));
    Ok(diesel::update(held).set(longer).execute(conn)? == 1)
}

/// Takes a webhook from the worker that has it, if it still has it.
///
/// # Errors
/// Those of the database.
pub fn release(conn: &mut Conn, id: Uuid, worker: Uuid, now: Timestamp) -> Result<(), Error> {
    let held = webhooks::table.find(id.to_string()).filter(webhooks::leased_by.eq(worker.to_string()));
    // Those that waited meanwhile come first.
    let nobody = (
        webhooks::taken_at.eq(now.to_naive()),
        webhooks::leased_by.eq(None::<String>),
        webhooks::leased_until.eq(None::<chrono::NaiveDateTime>),
    );
    diesel::update(held).set(nobody).execute(conn)?;
    Ok(())
}

/// A webhook with its progress and its worker, if it is still there.
///
/// # Errors
/// Those of the database.
pub fn find_leased(conn: &mut Conn, id: Uuid) -> Result<Option<Leased>, Error> {
    type Columns = (String, i64, i32, Option<chrono::NaiveDateTime>, Option<String>);
    let found: Option<Columns> = webhooks::table
        .find(id.to_string())
        .select((
            webhooks::record,
            webhooks::reached,
            webhooks::failures,
            webhooks::resume_at,
            webhooks::leased_by,
        ))
        .first(conn)
        .optional()?;
    let Some((record, reached, failures, resume_at, worker)) = found else { return Ok(None) };
    let progress = Progress {
        reached,
        failures: to_column(KIND, failures)?,
        resume_at: resume_at.map(Timestamp::from_naive),
    };
    let worker = worker.map(|worker| parse(KIND, &worker)).transpose()?;
    Ok(Some(Leased { webhook: from_json(KIND, &record)?, progress, worker }))
}

/// Stores up to which event a webhook was looked at.
///
/// # Errors
/// Those of the database.
pub fn set_reached(conn: &mut Conn, id: Uuid, reached: i64) -> Result<(), Error> {
    diesel::update(webhooks::table.find(id.to_string())).set(webhooks::reached.eq(reached)).execute(conn)?;
    Ok(())
}

/// Stores how often in a row the receiver did not answer, and when it is asked again.
///
/// # Errors
/// Those of the database.
pub fn set_failures(
    conn: &mut Conn,
    id: Uuid,
    (failures, resume_at): (u32, Option<Timestamp>),
) -> Result<(), Error> {
    let set = (
        webhooks::failures.eq(to_column::<_, i32>(KIND, failures)?),
        webhooks::resume_at.eq(resume_at.map(Timestamp::to_naive)),
    );
    diesel::update(webhooks::table.find(id.to_string())).set(set).execute(conn)?;
    Ok(())
}
