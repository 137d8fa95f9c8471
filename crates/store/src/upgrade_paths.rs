//! Upgrade paths: immutable documents that can be withdrawn.

use blaupause_catalog::{Upgrade, UpgradePath};
use blaupause_kernel::{Cursor, Date, Digest, Page, Paged, Revision, Slug, Timestamp};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, parse};
use crate::maturity_models::Published;
use crate::schema::upgrade_paths as paths;
use crate::{Conn, Error};

const KIND: &str = "upgrade-path";

/// A published path, and whether it still holds.
#[derive(Debug, Clone)]
pub struct StoredPath {
    /// The document.
    pub path: Upgrade,
    /// Its digest.
    pub hash: Digest,
    /// First day on which it no longer holds.
    pub withdrawn: Option<Date>,
    /// How often that was changed.
    pub revision: Revision,
}

/// Which paths.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those that start from this module or standard.
    pub from: Option<Slug>,
    /// Those that lead to this module or standard.
    pub to: Option<Slug>,
}

#[derive(Insertable)]
#[diesel(table_name = paths)]
struct NewRow {
    id: String,
    owner: String,
    starts: String,
    leads: String,
    hash: String,
    document: String,
    published_by: String,
    published_at: chrono::NaiveDateTime,
    revision: i64,
}

type Row = (String, String, Option<chrono::NaiveDate>, i64);

/// Stores a path.
///
/// # Errors
/// `Conflict` if the id is taken; `NotFound` without the provider; those of the database.
pub fn insert(
    conn: &mut Conn,
    path: &Upgrade,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let (starts, leads) = match path {
        Upgrade::Module(path) => (&path.from.module, &path.to.module),
        Upgrade::Tier(path) => (&path.from.standard, &path.to.standard),
    };
    let row = NewRow {
        id: path.id().to_string(),
        owner: path.owner().to_string(),
        starts: starts.to_string(),
        leads: leads.to_string(),
        hash: published.hash.to_string(),
        document: published.document.clone(),
        published_by: by.to_owned(),
        published_at: at.to_naive(),
        revision: Revision::FIRST.get(),
    };
    let insert = diesel::insert_into(paths::table).values(row).execute(conn);
    insert.map_err(Error::on_insert_under(KIND, path.id(), ("provider", path.owner()))).map(|_| ())
}

/// A path by its id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &Slug) -> Result<StoredPath, Error> {
    let row: Option<Row> = paths::table
        .find(id.as_str())
        .select((paths::document, paths::hash, paths::withdrawn, paths::revision))
        .first(conn)
        .optional()?;
    stored(row.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Paths by id, withdrawn ones too.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<StoredPath>, Error> {
    let mut query = paths::table
        .select((paths::document, paths::hash, paths::withdrawn, paths::revision))
        .order(paths::id)
        .limit(page.fetch())
        .into_boxed();
    if let Some(from) = &filter.from {
        query = query.filter(paths::starts.eq(from.to_string()));
    }
    if let Some(to) = &filter.to {
        query = query.filter(paths::leads.eq(to.to_string()));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(paths::id.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(stored).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |s: &StoredPath| Cursor::new([s.path.id()])))
}

/// Every path between modules that holds on a day, by id.
///
/// # Errors
/// Those of the database.
pub fn between_modules(conn: &mut Conn, on: Date) -> Result<Vec<UpgradePath>, Error> {
    let all = in_force(conn, on)?.into_iter();
    Ok(all.filter_map(|path| if let Upgrade::Module(path) = path { Some(path) } else { None }).collect())
}

/// Every path that holds on a day, by id.
///
/// # Errors
/// Those of the database.
pub fn in_force(conn: &mut Conn, on: Date) -> Result<Vec<Upgrade>, Error> {
    let rows: Vec<(String, Option<chrono::NaiveDate>)> =
        paths::table.order(paths::id).select((paths::document, paths::withdrawn)).load(conn)?;
    let holds = |(_, withdrawn): &&(String, Option<chrono::NaiveDate>)| {
        withdrawn.is_none_or(|day| on < Date::from_chrono(day))
    };
    rows.iter().filter(holds).map(|(document, _)| from_json(KIND, document)).collect()
}

/// Stores that a path no longer holds, over the revision before.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn withdraw(conn: &mut Conn, stored: &StoredPath) -> Result<(), Error> {
    let id = stored.path.id();
    let before =
        paths::table.find(id.as_str()).filter(paths::revision.eq(stored.revision.get().saturating_sub(1)));
    let set = (
        paths::withdrawn.eq(stored.withdrawn.map(Date::to_chrono)),
        paths::revision.eq(stored.revision.get()),
    );
    let rows = diesel::update(before).set(set).execute(conn)?;
    one_changed(rows, KIND, id)
}

fn stored((document, hash, withdrawn, revision): Row) -> Result<StoredPath, Error> {
    Ok(StoredPath {
        path: from_json(KIND, &document)?,
        hash: parse(KIND, &hash)?,
        withdrawn: withdrawn.map(Date::from_chrono),
        revision: Revision::new(revision),
    })
}
