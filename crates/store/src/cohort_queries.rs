//! Questions about cohorts that providers keep: one record each.

use blaupause_analytics::SavedQuery;
use blaupause_kernel::{Cursor, Page, Paged, Slug};

use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::cohort_queries as queries;
use crate::{Conn, Error};

const KIND: &str = "cohort-query";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = queries)]
struct Row {
    id: String,
    provider: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(query: &SavedQuery) -> Result<Self, Error> {
        Ok(Self {
            id: query.id.to_string(),
            provider: query.provider.to_string(),
            record: to_json(KIND, query)?,
            revision: query.revision.get(),
        })
    }
}

/// Stores a new query.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, query: &SavedQuery) -> Result<(), Error> {
    let insert = diesel::insert_into(queries::table).values(Row::of(query)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, query.id)).map(|_| ())
}

/// The question with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<SavedQuery, Error> {
    let record: Option<String> =
        queries::table.find(id.to_string()).select(queries::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed question over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, query: &SavedQuery) -> Result<(), Error> {
    let before = queries::table
        .find(query.id.to_string())
        .filter(queries::revision.eq(query.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(query)?).execute(conn)?, KIND, query.id)
}

/// Removes a question as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, query: &SavedQuery) -> Result<(), Error> {
    let same = queries::table.find(query.id.to_string()).filter(queries::revision.eq(query.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, KIND, query.id)
}

/// The questions of a provider, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, provider: &Slug, page: &Page) -> Result<Paged<SavedQuery>, Error> {
    let mut query = queries::table
        .filter(queries::provider.eq(provider.as_str()))
        .order(queries::id.desc())
        .limit(page.fetch())
        .select(queries::record)
        .into_boxed();
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(queries::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |query: &SavedQuery| Cursor::new([query.id])))
}
