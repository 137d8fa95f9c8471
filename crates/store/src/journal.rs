//! What happened: the events others follow and the audit log, both written in the transaction they report.
//!
//! Positions are given afterwards, one by one ([`number_pending`]): a transaction that began early and
//! committed late can therefore never slip in behind a reader's cursor, and the audit chain has no gap.

mod heard;

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Cursor, Digest, Page, Paged, Slug, Timestamp};
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use crate::assessments::{Own, Reach};
use crate::columns::{from_json, parse};
use crate::schema::{audit_entries, events, providers, service_areas};
use crate::served_units::served;
use crate::units::inside;
use crate::{Conn, Error};

pub use self::heard::{Heard, PublishedState, heard_by_now, published_state, unheard};

/// A change of public interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: Uuid,
    /// Its place in the log; given after the commit.
    pub position: Option<i64>,
    /// When it happened.
    pub at: Timestamp,
    /// What happened: `assessment.signedOff`.
    pub kind: String,
    /// Path of the thing it happened to, below `/v1`.
    pub subject: String,
    /// The unit concerned.
    pub unit: Option<Ars>,
    /// The provider concerned.
    pub provider: Option<Slug>,
    /// Whether everybody hears of it; else those who may read the unit or provider concerned.
    pub public: bool,
    /// Whether what everybody may read could have changed with it.
    pub published: bool,
    /// Further facts, as JSON.
    pub data: serde_json::Value,
}

/// A change, with who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// Its id.
    pub id: Uuid,
    /// Its place in the chain.
    pub position: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Further facts.
    pub detail: serde_json::Value,
    /// Digest of the entry before.
    pub previous: Option<Digest>,
    /// Digest of this entry, which includes the one before.
    pub hash: Option<Digest>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = events)]
struct EventRow {
    id: String,
    position: Option<i64>,
    at: chrono::NaiveDateTime,
    kind: String,
    subject: String,
    unit: Option<String>,
    provider: Option<String>,
    public: bool,
    published: bool,
    data: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_entries)]
struct AuditRow {
    id: String,
    position: Option<i64>,
    at: chrono::NaiveDateTime,
    actor: String,
    action: String,
    subject: String,
    detail: String,
    previous: Option<String>,
    hash: Option<String>,
}

impl TryFrom<EventRow> for Event {
    type Error = Error;

    fn try_from(row: EventRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse("event", &row.id)?,
            position: row.position,
            at: Timestamp::from_naive(row.at),
            kind: row.kind,
            subject: row.subject,
            unit: row.unit.map(|u| parse("event", &u)).transpose()?,
            provider: row.provider.map(|p| parse("event", &p)).transpose()?,
            public: row.public,
            published: row.published,
            data: from_json("event", &row.data)?,
        })
    }
}

impl TryFrom<AuditRow> for AuditEntry {
    type Error = Error;

    fn try_from(row: AuditRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse("audit-entry", &row.id)?,
            position: row.position,
            at: Timestamp::from_naive(row.at),
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            detail: from_json("audit-entry", &row.detail)?,
            previous: row.previous.map(|d| parse("audit-entry", &d)).transpose()?,
            hash: row.hash.map(|d| parse("audit-entry", &d)).transpose()?,
        })
    }
}

impl AuditEntry {
    /// The digest this entry must have after `previous`: over its canonical JSON without `hash`.
    ///
    /// # Errors
    /// `Corrupt` if the entry cannot be written as JSON.
    pub fn digest_after(&self, position: i64, previous: Option<Digest>) -> Result<Digest, Error> {
        let chained = Self { position: Some(position), previous, hash: None, ..self.clone() };
        Digest::of_document(&chained).map_err(|e| Error::corrupt("audit-entry", e))
    }
}

/// Writes an event and its audit entry without positions.
///
/// # Errors
/// Those of the database.
pub fn record(conn: &mut Conn, event: &Event, audit_id: Uuid, actor: &str) -> Result<(), Error> {
    let row = EventRow {
        id: event.id.to_string(),
        position: None,
        at: event.at.to_naive(),
        kind: event.kind.clone(),
        subject: event.subject.clone(),
        unit: event.unit.as_ref().map(ToString::to_string),
        provider: event.provider.as_ref().map(ToString::to_string),
        public: event.public,
        published: event.published,
        data: event.data.to_string(),
    };
    diesel::insert_into(events::table).values(row).execute(conn)?;
    audit(conn, event, audit_id, actor)
}

/// Writes the audit entry alone: of something that changed nothing, so that nobody else hears of it.
///
/// # Errors
/// Those of the database.
pub fn audit(conn: &mut Conn, event: &Event, audit_id: Uuid, actor: &str) -> Result<(), Error> {
    let row = AuditRow {
        id: audit_id.to_string(),
        position: None,
        at: event.at.to_naive(),
        actor: actor.to_owned(),
        action: event.kind.clone(),
        subject: event.subject.clone(),
        detail: event.data.to_string(),
        previous: None,
        hash: None,
    };
    diesel::insert_into(audit_entries::table).values(row).execute(conn)?;
    Ok(())
}

/// Gives positions to what has none yet and chains the audit entries. Run it in a write transaction.
///
/// # Errors
/// Those of the database.
pub fn number_pending(conn: &mut Conn) -> Result<usize, Error> {
    let pending: Vec<String> =
        events::table.filter(events::position.is_null()).order(events::id).select(events::id).load(conn)?;
    let last: Option<i64> = events::table.select(diesel::dsl::max(events::position)).first(conn)?;
    for (position, id) in (last.unwrap_or(0) + 1..).zip(&pending) {
        diesel::update(events::table.find(id)).set(events::position.eq(position)).execute(conn)?;
    }
    chain_audit(conn)?;
    Ok(pending.len())
}

fn chain_audit(conn: &mut Conn) -> Result<(), Error> {
    let last: Option<AuditRow> = audit_entries::table
        .filter(audit_entries::position.is_not_null())
        .order(audit_entries::position.desc())
        .select(AuditRow::as_select())
        .first(conn)
        .optional()?;
    let last = last.map(AuditEntry::try_from).transpose()?;
    let mut previous = last.as_ref().and_then(|entry| entry.hash);
    let first = last.and_then(|entry| entry.position).unwrap_or(0) + 1;
    let pending: Vec<AuditRow> = audit_entries::table
        .filter(audit_entries::position.is_null())
        .order(audit_entries::id)
        .select(AuditRow::as_select())
        .load(conn)?;
    for (position, row) in (first..).zip(pending) {
        let entry = AuditEntry::try_from(row)?;
        let hash = entry.digest_after(position, previous)?;
        diesel::update(audit_entries::table.find(entry.id.to_string()))
            .set((
                audit_entries::position.eq(position),
                audit_entries::previous.eq(previous.map(|d| d.to_string())),
                audit_entries::hash.eq(hash.to_string()),
            ))
            .execute(conn)?;
        previous = Some(hash);
    }
    Ok(())
}

/// Whether something waits for its position.
///
/// # Errors
/// Those of the database.
pub fn has_pending(conn: &mut Conn) -> Result<bool, Error> {
    let happened = exists(events::table.filter(events::position.is_null()));
    let noted = exists(audit_entries::table.filter(audit_entries::position.is_null()));
    Ok(diesel::select(happened.or(noted)).get_result(conn)?)
}

/// Events in order: the public ones, and those of the units and providers within reach.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_events(conn: &mut Conn, reach: &Reach, own: &Own, page: &Page) -> Result<Paged<Event>, Error> {
    let mut query = events::table
        .filter(events::position.gt(after(page)?))
        .order(events::position)
        .limit(page.fetch())
        .select(EventRow::as_select())
        .into_boxed();
    let public = events::public.eq(true);
    let (unit, provider) = (events::unit.assume_not_null(), events::provider.assume_not_null());
    // without a unit, what is not public concerns the provider itself: its assessments, its drafts
    let of_provider = events::unit.is_null();
    match (reach, own) {
        (Reach::Everything, Own::All) => {}
        (Reach::Everything, Own::Of(own)) => {
            let own = of_provider.and(provider.eq_any(own.iter().map(Slug::as_str)));
            query = query.filter(public.or(events::unit.is_not_null()).or(own));
        }
        (Reach::Of { units, providers, on }, own) => {
            let theirs = unit.eq_any(units.iter().map(Ars::as_str));
            let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
            let seen = public.or(theirs).or(exists(served!(unit, serve, on.to_chrono())));
            query = match own {
                Own::All => query.filter(seen.or(of_provider)),
                Own::Of(own) => {
                    let own = provider.eq_any(own.iter().map(Slug::as_str));
                    query.filter(seen.or(of_provider.and(own)))
                }
            };
        }
    }
    let rows: Vec<EventRow> = query.load(conn)?;
    let items = rows.into_iter().map(Event::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |e: &Event| Cursor::new([e.position.unwrap_or(0)])))
}

/// The event with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Event, Error> {
    let row: Option<EventRow> =
        events::table.find(id.to_string()).select(EventRow::as_select()).first(conn).optional()?;
    row.ok_or_else(|| Error::not_found("event", id))?.try_into()
}

/// Those of the named events that exist, by id.
///
/// # Errors
/// Those of the database.
pub fn of_ids(conn: &mut Conn, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Event>, Error> {
    let rows: Vec<EventRow> = events::table
        .filter(events::id.eq_any(ids.iter().map(ToString::to_string)))
        .select(EventRow::as_select())
        .load(conn)?;
    rows.into_iter().map(Event::try_from).map(|event| event.map(|event| (event.id, event))).collect()
}

/// Which public events: of these kinds, and if asked for of one provider, or of the units and providers of one Land.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// The kinds.
    pub kinds: Vec<&'static str>,
    /// Further kinds, of which only those whose data name this `topic`.
    pub about: Option<(Vec<&'static str>, &'static str)>,
    /// Those of this provider.
    pub provider: Option<Slug>,
    /// Those that concern a unit of this Land, or a provider that has its seat there.
    pub land: Option<Ars>,
}

/// The latest public events, the newest first.
///
/// # Errors
/// Those of the database.
pub fn latest(conn: &mut Conn, topic: &Topic, most: i64) -> Result<Vec<Event>, Error> {
    let mut query = events::table
        .filter(events::public.eq(true))
        .filter(events::position.is_not_null())
        .order(events::position.desc())
        .limit(most)
        .select(EventRow::as_select())
        .into_boxed();
    let whole = events::kind.eq_any(topic.kinds.iter().copied());
    query = match &topic.about {
        None => query.filter(whole),
        Some((kinds, about)) => {
            // quotes within a text of JSON are escaped, so this is a member and nothing that somebody wrote
            let named = events::data.like(format!("%\"topic\":\"{about}\"%"));
            query.filter(whole.or(events::kind.eq_any(kinds.iter().copied()).and(named)))
        }
    };
    if let Some(provider) = &topic.provider {
        query = query.filter(events::provider.eq(provider.to_string()));
    }
    if let Some(land) = &topic.land {
        let within = inside(land);
        let seated = providers::table
            .filter(providers::seat.like(within.clone()))
            .filter(events::provider.eq(providers::id.nullable()));
        query = query.filter(events::unit.like(within).assume_not_null().or(exists(seated)));
    }
    let rows: Vec<EventRow> = query.load(conn)?;
    rows.into_iter().map(Event::try_from).collect()
}

/// Audit entries in order.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_audit(conn: &mut Conn, page: &Page) -> Result<Paged<AuditEntry>, Error> {
    let rows: Vec<AuditRow> = audit_entries::table
        .filter(audit_entries::position.gt(after(page)?))
        .order(audit_entries::position)
        .limit(page.fetch())
        .select(AuditRow::as_select())
        .load(conn)?;
    let items = rows.into_iter().map(AuditEntry::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |e: &AuditEntry| Cursor::new([e.position.unwrap_or(0)])))
}

fn after(page: &Page) -> Result<i64, Error> {
    let Some(cursor) = page.after() else { return Ok(0) };
    let key = cursor.key(0).map_err(|_| Error::Cursor)?;
    key.parse().map_err(|_| Error::Cursor)
}
