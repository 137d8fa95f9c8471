//! Published versions of maturity models: immutable documents.

use std::sync::{Arc, LazyLock};

use blaupause_kernel::{Cursor, Digest, Page, Paged, Slug, Timestamp, Version};
use blaupause_maturity::{Model, ModelState, Subject};
use diesel::prelude::*;
use quick_cache::sync::Cache;

use crate::columns::{from_json, name_of, parse};
use crate::schema::maturity_models as models;
use crate::{Conn, Error};

/// A published version, without its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Id of the model.
    pub id: Slug,
    /// Version.
    pub version: Version,
    /// Whom it assesses.
    pub subject: Subject,
    /// Whether new assessments may begin by it.
    pub state: ModelState,
    /// Digest of the canonical document.
    pub hash: Digest,
    /// When it was published.
    pub published_at: Timestamp,
}

/// A published version as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The canonical JSON.
    pub document: String,
    /// Its digest.
    pub hash: Digest,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = models)]
struct Row {
    id: String,
    version: String,
    subject: String,
    state: String,
    hash: String,
    document: String,
    published_by: String,
    published_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = models)]
struct SummaryRow {
    id: String,
    version: String,
    subject: String,
    state: String,
    hash: String,
    published_at: chrono::NaiveDateTime,
}

impl TryFrom<SummaryRow> for Summary {
    type Error = Error;

    fn try_from(row: SummaryRow) -> Result<Self, Error> {
        Ok(Self {
            id: parse("maturity-model", &row.id)?,
            version: parse("maturity-model", &row.version)?,
            subject: from_json("maturity-model", &format!("{:?}", row.subject))?,
            state: from_json("maturity-model", &format!("{:?}", row.state))?,
            hash: parse("maturity-model", &row.hash)?,
            published_at: Timestamp::from_naive(row.published_at),
        })
    }
}

/// Stores a version.
///
/// # Errors
/// `Conflict` if it exists already; those of the database.
pub fn insert(
    conn: &mut Conn,
    model: &Model,
    published: &Published,
    by: &str,
    at: Timestamp,
) -> Result<(), Error> {
    let row = Row {
        id: model.id.to_string(),
        version: model.version.to_string(),
        subject: name_of("maturity-model", &model.subject)?,
        state: name_of("maturity-model", &ModelState::Published)?,
        hash: published.hash.to_string(),
        document: published.document.clone(),
        published_by: by.to_owned(),
        published_at: at.to_naive(),
    };
    let id = format!("{}@{}", model.id, model.version);
    let insert = diesel::insert_into(models::table).values(row).execute(conn);
    insert.map_err(Error::on_insert("maturity-model", id)).map(|_| ())
}

/// A version as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, id: &Slug, version: &Version) -> Result<Published, Error> {
    let row: Option<(String, String)> = models::table
        .find((id.as_str(), version.to_string()))
        .select((models::document, models::hash))
        .first(conn)
        .optional()?;
    let (document, hash) =
        row.ok_or_else(|| Error::not_found("maturity-model", format!("{id}@{version}")))?;
    Ok(Published { document, hash: parse("maturity-model", &hash)? })
}

/// A version to score with, and its hash.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_version(conn: &mut Conn, id: &Slug, version: &Version) -> Result<(Arc<Model>, Digest), Error> {
    let hash: Option<String> =
        models::table.find((id.as_str(), version.to_string())).select(models::hash).first(conn).optional()?;
    let hash = hash.ok_or_else(|| Error::not_found("maturity-model", format!("{id}@{version}")))?;
    let hash: Digest = parse("maturity-model", &hash)?;
    let read = || {
        let stored = document(conn, id, version)?;
        Ok::<_, Error>(Arc::new(from_json("maturity-model", &stored.document)?))
    };
    Ok((PARSED.get_or_insert_with(&hash, read)?, hash))
}

/// Models that were read before, by the digest of their documents, which never change. Reading one takes milliseconds, and
/// every answer that somebody gives needs one.
static PARSED: LazyLock<Cache<Digest, Arc<Model>>> = LazyLock::new(|| Cache::new(MOST_PARSED));
/// So many models are in use at once, with their versions.
const MOST_PARSED: usize = 64;

/// Whether new assessments may begin by a version.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn state(conn: &mut Conn, id: &Slug, version: &Version) -> Result<ModelState, Error> {
    let found: Option<String> = models::table
        .find((id.as_str(), version.to_string()))
        .select(models::state)
        .first(conn)
        .optional()?;
    let state = found.ok_or_else(|| Error::not_found("maturity-model", format!("{id}@{version}")))?;
    from_json("maturity-model", &format!("{state:?}"))
}

/// Sets whether new assessments may begin by a version; its document stays.
///
/// # Errors
/// Those of the database.
pub fn set_state(conn: &mut Conn, id: &Slug, version: &Version, state: ModelState) -> Result<(), Error> {
    diesel::update(models::table.find((id.as_str(), version.to_string())))
        .set(models::state.eq(name_of("maturity-model", &state)?))
        .execute(conn)?;
    Ok(())
}

/// The highest version of a model that is not retired, if there is one.
///
/// # Errors
/// `NotFound` if the model has no version at all; those of the database.
pub fn highest_version(conn: &mut Conn, id: &Slug) -> Result<Option<Version>, Error> {
    let versions: Vec<(String, String)> = models::table
        .filter(models::id.eq(id.as_str()))
        .select((models::version, models::state))
        .load(conn)?;
    if versions.is_empty() {
        return Err(Error::not_found("maturity-model", id));
    }
    let published = name_of("maturity-model", &ModelState::Published)?;
    let mut highest = None;
    for (version, _) in versions.iter().filter(|(_, state)| *state == published) {
        highest = highest.max(Some(parse("maturity-model", version)?));
    }
    Ok(highest)
}

/// Whom a model assesses, if it has a version; all its versions assess the same.
///
/// # Errors
/// Those of the database.
pub fn subject(conn: &mut Conn, id: &Slug) -> Result<Option<Subject>, Error> {
    let subject: Option<String> = models::table
        .filter(models::id.eq(id.as_str()))
        .order(models::version)
        .select(models::subject)
        .first(conn)
        .optional()?;
    subject.map(|s| from_json("maturity-model", &format!("{s:?}"))).transpose()
}

/// Published versions by id and version text.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, page: &Page) -> Result<Paged<Summary>, Error> {
    let mut query = models::table
        .select(SummaryRow::as_select())
        .order((models::id, models::version))
        .limit(page.fetch())
        .into_boxed();
    if let Some(cursor) = page.after() {
        let (id, version) = (cursor.key(0)?.to_owned(), cursor.key(1)?.to_owned());
        query =
            query.filter(models::id.gt(id.clone()).or(models::id.eq(id).and(models::version.gt(version))));
    }
    let rows: Vec<SummaryRow> = query.load(conn)?;
    let items = rows.into_iter().map(Summary::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |m: &Summary| Cursor::new([m.id.to_string(), m.version.to_string()])))
}
