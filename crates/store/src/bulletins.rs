//! Bulletins of providers: one record each, with what lists ask for beside it.

use std::collections::BTreeMap;

use blaupause_kernel::{Cursor, Page, Paged, Slug, Timestamp};
use blaupause_support::bulletins::{Bulletin, BulletinState, BulletinTopic, UnitFacts};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use crate::columns::{from_json, name_of, one_changed, to_json};
use crate::connection::Backend;
use crate::schema::bulletins;
use crate::{Conn, Error};

const KIND: &str = "bulletin";

/// How many keys one query names: fewer than PostgreSQL and SQLite take.
const BATCH: usize = 2_000;

/// Which bulletins.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those of these providers; of all if not said.
    pub providers: Option<Vec<Slug>>,
    /// Those about this.
    pub topic: Option<BulletinTopic>,
    /// Those that are addressed to this unit, by the rule of [`blaupause_support::bulletins::Audience::reaches`].
    pub unit: Option<UnitFacts>,
    /// Those in one of these states.
    pub states: Vec<BulletinState>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = bulletins)]
#[diesel(treat_none_as_null = true)]
struct Row {
    id: String,
    provider: String,
    topic: &'static str,
    state: &'static str,
    published_at: Option<chrono::NaiveDateTime>,
    told_at: Option<chrono::NaiveDateTime>,
    laender: String,
    kinds: String,
    size_classes: String,
    units: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(bulletin: &Bulletin) -> Result<Self, Error> {
        let audience = &bulletin.audience;
        let corrected = bulletin.corrections.iter().map(|correction| correction.at);
        let withdrawn = bulletin.withdrawn.iter().map(|withdrawal| withdrawal.at);
        let told = bulletin.published_at.into_iter().chain(corrected).chain(withdrawn).max();
        Ok(Self {
            id: bulletin.id.to_string(),
            provider: bulletin.provider.to_string(),
            topic: bulletin.topic.as_str(),
            state: bulletin.state.as_str(),
            published_at: bulletin.published_at.map(Timestamp::to_naive),
            told_at: told.map(Timestamp::to_naive),
            laender: list_of(&audience.laender)?,
            kinds: list_of(&audience.kinds)?,
            size_classes: list_of(&audience.size_classes)?,
            units: list_of(&audience.units)?,
            record: to_json(KIND, bulletin)?,
            revision: bulletin.revision.get(),
        })
    }
}

/// Values between commas, so that a pattern finds one of them; nothing for none.
fn list_of(values: &[impl Serialize]) -> Result<String, Error> {
    let names: Vec<String> = values.iter().map(|value| name_of(KIND, value)).collect::<Result<_, _>>()?;
    Ok(if names.is_empty() { String::new() } else { format!(",{},", names.join(",")) })
}

/// What finds a value in such a list; without a value, what finds nothing.
fn pattern(value: Option<&impl Serialize>) -> Result<String, Error> {
    Ok(value
        .map(|value| name_of(KIND, value))
        .transpose()?
        .map_or_else(String::new, |name| format!("%,{name},%")))
}

/// Stores a new bulletin.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, bulletin: &Bulletin) -> Result<(), Error> {
    let insert = diesel::insert_into(bulletins::table).values(Row::of(bulletin)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, bulletin.id)).map(|_| ())
}

/// The bulletin with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Bulletin, Error> {
    let record: Option<String> =
        bulletins::table.find(id.to_string()).select(bulletins::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Those of the named bulletins that exist, by id.
///
/// # Errors
/// Those of the database.
pub fn by_ids(conn: &mut Conn, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Bulletin>, Error> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(BATCH) {
        let records: Vec<String> = bulletins::table
            .filter(bulletins::id.eq_any(batch.iter().map(ToString::to_string)))
            .select(bulletins::record)
            .load(conn)?;
        for record in &records {
            let bulletin: Bulletin = from_json(KIND, record)?;
            found.insert(bulletin.id, bulletin);
        }
    }
    Ok(found)
}

/// Bulletins of which something became public after an instant, by id.
///
/// # Errors
/// Those of the database.
pub fn told(conn: &mut Conn, after: Timestamp) -> Result<Vec<Bulletin>, Error> {
    let records: Vec<String> = bulletins::table
        .filter(bulletins::told_at.gt(after.to_naive()))
        .order(bulletins::id)
        .select(bulletins::record)
        .load(conn)?;
    read(&records)
}

/// Stores a changed bulletin over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, bulletin: &Bulletin) -> Result<(), Error> {
    let before = bulletins::table
        .find(bulletin.id.to_string())
        .filter(bulletins::revision.eq(bulletin.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(bulletin)?).execute(conn)?, KIND, bulletin.id)
}

/// Bulletins that were published, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_published(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Bulletin>, Error> {
    let published = bulletins::published_at.assume_not_null();
    let mut query = of(filter)?.filter(bulletins::published_at.is_not_null());
    if let Some(cursor) = page.after() {
        let (at, id): (Timestamp, Uuid) = (key(cursor, 0)?, key(cursor, 1)?);
        let at = at.to_naive();
        query = query.filter(published.lt(at).or(published.eq(at).and(bulletins::id.lt(id.to_string()))));
    }
    let query = query.order((bulletins::published_at.desc(), bulletins::id.desc()));
    let records: Vec<String> = query.limit(page.fetch()).select(bulletins::record).load(conn)?;
    let position = |bulletin: &Bulletin| {
        let at = bulletin.published_at.map(|at| at.to_string()).unwrap_or_default();
        Cursor::new([at, bulletin.id.to_string()])
    };
    Ok(page.cut(read(&records)?, position))
}

/// Bulletins in whatever state, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Bulletin>, Error> {
    let mut query = of(filter)?;
    if let Some(cursor) = page.after() {
        let id: Uuid = key(cursor, 0)?;
        query = query.filter(bulletins::id.lt(id.to_string()));
    }
    let query = query.order(bulletins::id.desc());
    let records: Vec<String> = query.limit(page.fetch()).select(bulletins::record).load(conn)?;
    Ok(page.cut(read(&records)?, |bulletin: &Bulletin| Cursor::new([bulletin.id])))
}

fn of(filter: &Filter) -> Result<bulletins::BoxedQuery<'static, Backend>, Error> {
    let states = filter.states.iter().map(|state| state.as_str()).collect::<Vec<_>>();
    let mut query = bulletins::table.into_boxed().filter(bulletins::state.eq_any(states));
    if let Some(providers) = &filter.providers {
        let providers: Vec<String> = providers.iter().map(ToString::to_string).collect();
        query = query.filter(bulletins::provider.eq_any(providers));
    }
    if let Some(topic) = filter.topic {
        query = query.filter(bulletins::topic.eq(topic.as_str()));
    }
    if let Some(unit) = &filter.unit {
        let land = pattern(Some(&unit.ars.land()))?;
        query = query
            .filter(bulletins::laender.eq("").or(bulletins::laender.like(land)))
            .filter(bulletins::kinds.eq("").or(bulletins::kinds.like(pattern(unit.kind.as_ref())?)))
            .filter(bulletins::units.eq("").or(bulletins::units.like(pattern(Some(&unit.ars))?)));
        let size = pattern(unit.size_class.as_ref())?;
        query = query.filter(bulletins::size_classes.eq("").or(bulletins::size_classes.like(size)));
    }
    Ok(query)
}

fn key<T: std::str::FromStr>(cursor: &Cursor, index: usize) -> Result<T, Error> {
    cursor.key(index).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)
}

fn read(records: &[String]) -> Result<Vec<Bulletin>, Error> {
    records.iter().map(|record| from_json(KIND, record)).collect()
}
