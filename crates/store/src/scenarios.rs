//! Crisis scenarios that were calculated. They do not change.

use blaupause_kernel::{Cursor, Page, Paged, Slug};
use blaupause_resources::scenarios::{Scenario, Summary};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::scenarios;
use crate::{Conn, Error};

const KIND: &str = "scenario";

/// Stores a scenario.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert(conn: &mut Conn, scenario: &Scenario) -> Result<(), Error> {
    let insert = diesel::insert_into(scenarios::table)
        .values((
            scenarios::id.eq(scenario.id.to_string()),
            scenarios::provider.eq(scenario.provider.as_str()),
            scenarios::summary.eq(to_json(KIND, &scenario.summary())?),
            scenarios::record.eq(to_json(KIND, scenario)?),
        ))
        .execute(conn);
    insert.map_err(Error::on_insert(KIND, scenario.id)).map(|_| ())
}

/// The scenario with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Scenario, Error> {
    let record: Option<String> =
        scenarios::table.find(id.to_string()).select(scenarios::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// The scenario that was calculated last for one of these providers, if any.
///
/// # Errors
/// Those of the database.
pub fn latest(conn: &mut Conn, providers: &[Slug]) -> Result<Option<Scenario>, Error> {
    let record: Option<String> = scenarios::table
        .filter(scenarios::provider.eq_any(providers.iter().map(Slug::as_str)))
        .order(scenarios::id.desc())
        .select(scenarios::record)
        .first(conn)
        .optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// Removes a scenario.
///
/// # Errors
/// `Stale` if it is no longer there; those of the database.
pub fn delete(conn: &mut Conn, id: Uuid) -> Result<(), Error> {
    one_changed(diesel::delete(scenarios::table.find(id.to_string())).execute(conn)?, KIND, id)
}

/// Scenarios of these providers, or of all, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, providers: Option<&[Slug]>, page: &Page) -> Result<Paged<Summary>, Error> {
    let mut query = scenarios::table
        .order(scenarios::id.desc())
        .limit(page.fetch())
        .select(scenarios::summary)
        .into_boxed();
    if let Some(providers) = providers {
        query = query.filter(scenarios::provider.eq_any(providers.iter().map(Slug::as_str)));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(scenarios::id.lt(before.to_string()));
    }
    let summaries: Vec<String> = query.load(conn)?;
    let items = summaries.iter().map(|summary| from_json(KIND, summary)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |summary: &Summary| Cursor::new([summary.id])))
}
