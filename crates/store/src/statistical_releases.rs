//! Statistical releases: immutable documents, with the contributions they were calculated from, which nobody sees.

use blaupause_analytics::{Contribution, Release};
use blaupause_kernel::{Date, Digest, Page, Paged, Slug, Timestamp, Version};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, parse, to_json};
use crate::maturity_models::Published;
use crate::schema::statistical_releases as releases;
use crate::{Conn, Error};

const KIND: &str = "statistical-release";

/// A release without its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its key.
    pub id: Uuid,
    /// The model whose results are counted.
    pub model: Slug,
    /// Its version.
    pub version: Version,
    /// The first day that results describe.
    pub from: Date,
    /// The last day that results describe.
    pub to: Date,
    /// Digest of the canonical document.
    pub hash: Digest,
    /// When it was calculated.
    pub released_at: Timestamp,
}

/// Stores a release.
///
/// # Errors
/// `Conflict` if there is one for this version up to this day; those of the database.
pub fn insert(
    conn: &mut Conn,
    release: &Release,
    published: &Published,
    contributions: &[Contribution],
    by: &str,
) -> Result<(), Error> {
    let row = (
        releases::id.eq(release.id.to_string()),
        releases::model.eq(release.model.id.to_string()),
        releases::model_version.eq(release.model.version.to_string()),
        releases::first_day.eq(release.from.to_chrono()),
        releases::last_day.eq(release.to.to_chrono()),
        releases::hash.eq(published.hash.to_string()),
        releases::document.eq(&published.document),
        releases::contributions.eq(to_json(KIND, &contributions)?),
        releases::released_by.eq(by),
        releases::released_at.eq(release.released_at.to_naive()),
    );
    let insert = diesel::insert_into(releases::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, release.id)).map(|_| ())
}

/// A release as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, id: Uuid) -> Result<Published, Error> {
    let row: Option<(String, String)> = releases::table
        .find(id.to_string())
        .select((releases::document, releases::hash))
        .first(conn)
        .optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found(KIND, id))?;
    Ok(Published { document, hash: parse(KIND, &hash)? })
}

/// The figures of a release.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Release, Error> {
    from_json(KIND, &document(conn, id)?.document)
}

/// A release with what it was calculated from.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn whole(conn: &mut Conn, id: Uuid) -> Result<(Release, Vec<Contribution>), Error> {
    let row: Option<(String, String)> = releases::table
        .find(id.to_string())
        .select((releases::document, releases::contributions))
        .first(conn)
        .optional()?;
    let (document, contributions) = row.ok_or_else(|| Error::not_found(KIND, id))?;
    Ok((from_json(KIND, &document)?, from_json(KIND, &contributions)?))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = releases)]
struct Row {
    id: String,
    model: String,
    model_version: String,
    first_day: chrono::NaiveDate,
    last_day: chrono::NaiveDate,
    hash: String,
    released_at: chrono::NaiveDateTime,
}

impl TryFrom<Row> for Summary {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: parse(KIND, &row.id)?,
            model: parse(KIND, &row.model)?,
            version: parse(KIND, &row.model_version)?,
            from: Date::from_chrono(row.first_day),
            to: Date::from_chrono(row.last_day),
            hash: parse(KIND, &row.hash)?,
            released_at: Timestamp::from_naive(row.released_at),
        })
    }
}

/// The releases for a model, or for one version of it, those with the last day first.
///
/// # Errors
/// Those of the database.
pub fn of_model(conn: &mut Conn, model: &Slug, version: Option<&Version>) -> Result<Vec<Summary>, Error> {
    let mut query = releases::table
        .filter(releases::model.eq(model.as_str()))
        .order((releases::last_day.desc(), releases::id.desc()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(version) = version {
        query = query.filter(releases::model_version.eq(version.to_string()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().map(Summary::try_from).collect()
}

/// All releases, the newest first.
///
/// # Errors
/// A foreign cursor; those of the database.
pub fn list(conn: &mut Conn, model: Option<&Slug>, page: &Page) -> Result<Paged<Summary>, Error> {
    let mut query =
        releases::table.order(releases::id.desc()).select(Row::as_select()).limit(page.fetch()).into_boxed();
    if let Some(model) = model {
        query = query.filter(releases::model.eq(model.as_str()));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(releases::id.lt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(Summary::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(page.cut(items, |last| blaupause_kernel::Cursor::new([last.id])))
}
