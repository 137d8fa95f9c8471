//! Pools of capacity: one record each.

use blaupause_kernel::{Cursor, Page, Paged, Slug};
use blaupause_resources::capacity::Pool;
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::capacity_pools as pools;
use crate::{Conn, Error};

const KIND: &str = "capacity-pool";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = pools)]
struct Row {
    id: String,
    provider: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(pool: &Pool) -> Result<Self, Error> {
        Ok(Self {
            id: pool.id.to_string(),
            provider: pool.provider.to_string(),
            record: to_json(KIND, pool)?,
            revision: pool.revision.get(),
        })
    }
}

/// Stores a new pool.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, pool: &Pool) -> Result<(), Error> {
    let insert = diesel::insert_into(pools::table).values(Row::of(pool)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, pool.id)).map(|_| ())
}

/// The pool with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Pool, Error> {
    let record: Option<String> =
        pools::table.find(id.to_string()).select(pools::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// All pools of a provider, by id.
///
/// # Errors
/// Those of the database.
pub fn of_provider(conn: &mut Conn, provider: &Slug) -> Result<Vec<Pool>, Error> {
    let records: Vec<String> = pools::table
        .filter(pools::provider.eq(provider.as_str()))
        .order(pools::id)
        .select(pools::record)
        .load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// Stores a changed pool over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, pool: &Pool) -> Result<(), Error> {
    let before = pools::table
        .find(pool.id.to_string())
        .filter(pools::revision.eq(pool.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(pool)?).execute(conn)?, KIND, pool.id)
}

/// Removes a pool as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, pool: &Pool) -> Result<(), Error> {
    let same = pools::table.find(pool.id.to_string()).filter(pools::revision.eq(pool.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, KIND, pool.id)
}

/// Pools of these providers, or of all, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, providers: Option<&[Slug]>, page: &Page) -> Result<Paged<Pool>, Error> {
    let mut query =
        pools::table.order(pools::id.desc()).limit(page.fetch()).select(pools::record).into_boxed();
    if let Some(providers) = providers {
        query = query.filter(pools::provider.eq_any(providers.iter().map(Slug::as_str)));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(pools::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |pool: &Pool| Cursor::new([pool.id])))
}
