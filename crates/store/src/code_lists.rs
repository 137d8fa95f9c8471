//! Code lists: one row per list, and every version of it as an immutable document.

use blaupause_interchange::code_lists::{CodeList, ListVersion};
use blaupause_kernel::{Cursor, Date, Digest, Page, Paged, Slug, Timestamp};
use blaupause_territory::search_name;
use diesel::prelude::*;

use crate::columns::parse;
use crate::maturity_models::Published;
use crate::schema::{code_list_versions as versions, code_lists as lists};
use crate::units::containing;
use crate::{Conn, Error};

const KIND: &str = "code-list";
const VERSION: &str = "code-list-version";

/// A list, whatever its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: Slug,
    /// Its URI, without a version.
    pub uri: String,
    /// Its short name, by the version that was imported last.
    pub name: String,
}

/// A version of a list, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVersion {
    /// The version.
    pub version: ListVersion,
    /// First day from which it holds.
    pub valid_from: Option<Date>,
    /// How many rows it has.
    pub rows: i64,
    /// Digest of the document.
    pub hash: Digest,
    /// When it was imported.
    pub at: Timestamp,
}

/// Which lists.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those whose short name contains this.
    pub name: Option<String>,
    /// The one with this URI.
    pub uri: Option<String>,
}

/// The list with a URI.
///
/// # Errors
/// Those of the database.
pub fn by_uri(conn: &mut Conn, uri: &str) -> Result<Option<Listed>, Error> {
    let row = lists::table.filter(lists::uri.eq(uri.to_owned())).select(LISTED).first(conn).optional()?;
    row.map(listed).transpose()
}

/// The list with an id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &Slug) -> Result<Listed, Error> {
    let row = lists::table.find(id.as_str()).select(LISTED).first(conn).optional()?;
    listed(row.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a new list, without versions.
///
/// # Errors
/// `Conflict` if the id or the URI is taken; those of the database.
pub fn insert(conn: &mut Conn, list: &Listed) -> Result<(), Error> {
    let row = (
        lists::id.eq(list.id.to_string()),
        lists::uri.eq(list.uri.clone()),
        lists::name.eq(list.name.clone()),
        lists::search_name.eq(search_name(&list.name)),
    );
    let insert = diesel::insert_into(lists::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, &list.id)).map(|_| ())
}

/// Gives a list the short name of its newest version.
///
/// # Errors
/// Those of the database.
pub fn rename(conn: &mut Conn, id: &Slug, name: &str) -> Result<(), Error> {
    let named = (lists::name.eq(name.to_owned()), lists::search_name.eq(search_name(name)));
    diesel::update(lists::table.find(id.as_str())).set(named).execute(conn)?;
    Ok(())
}

/// Stores a version.
///
/// # Errors
/// `Conflict` if it is there; those of the database.
pub fn insert_version(
    conn: &mut Conn,
    id: &Slug,
    list: &CodeList,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let rows = i64::try_from(list.rows.len()).map_err(|e| Error::corrupt(VERSION, e))?;
    let row = (
        versions::list.eq(id.to_string()),
        versions::version.eq(list.version.to_string()),
        versions::valid_from.eq(list.valid_from.map(Date::to_chrono)),
        versions::row_count.eq(rows),
        versions::hash.eq(published.hash.to_string()),
        versions::document.eq(published.document.clone()),
        versions::published_by.eq(by.to_owned()),
        versions::published_at.eq(at.to_naive()),
    );
    let insert = diesel::insert_into(versions::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(VERSION, &list.version)).map(|_| ())
}

/// Lists by id.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Listed>, Error> {
    let mut query = lists::table.select(LISTED).order(lists::id).limit(page.fetch()).into_boxed();
    if let Some(name) = &filter.name {
        query = query.filter(lists::search_name.like(containing(name)).escape('!'));
    }
    if let Some(uri) = &filter.uri {
        query = query.filter(lists::uri.eq(uri.clone()));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(lists::id.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<(String, String, String)> = query.load(conn)?;
    let items = rows.into_iter().map(listed).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |l: &Listed| Cursor::new([&l.id])))
}

/// The versions of a list in the order of their import.
///
/// # Errors
/// Those of the database.
pub fn versions(conn: &mut Conn, id: &Slug) -> Result<Vec<StoredVersion>, Error> {
    let rows: Vec<(String, Option<chrono::NaiveDate>, i64, String, chrono::NaiveDateTime)> = versions::table
        .filter(versions::list.eq(id.as_str()))
        .order((versions::published_at, versions::version))
        .select((
            versions::version,
            versions::valid_from,
            versions::row_count,
            versions::hash,
            versions::published_at,
        ))
        .load(conn)?;
    let stored = |(version, valid_from, rows, hash, at): (String, Option<_>, i64, String, _)| {
        Ok(StoredVersion {
            version: parse(VERSION, &version)?,
            valid_from: valid_from.map(Date::from_chrono),
            rows,
            hash: parse(VERSION, &hash)?,
            at: Timestamp::from_naive(at),
        })
    };
    rows.into_iter().map(stored).collect()
}

/// A version as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, id: &Slug, version: &ListVersion) -> Result<Published, Error> {
    let row: Option<(String, String)> = versions::table
        .find((id.as_str(), version.to_string()))
        .select((versions::document, versions::hash))
        .first(conn)
        .optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found(VERSION, format!("{id}@{version}")))?;
    Ok(Published { document, hash: parse(VERSION, &hash)? })
}

const LISTED: (lists::id, lists::uri, lists::name) = (lists::id, lists::uri, lists::name);

fn listed((id, uri, name): (String, String, String)) -> Result<Listed, Error> {
    Ok(Listed { id: parse(KIND, &id)?, uri, name })
}
