//! Versions of blueprints: drafts while they are written and reviewed, immutable documents from publishing on.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Digest, Revision, Slug, Timestamp, Version, to_canonical_json};
use blaupause_pilots::Prose;
use blaupause_pilots::blueprints::{BlueprintVersion, DraftVersion, Published, VersionState};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::columns::{from_json, one_changed, parse, to_json};
use crate::connection::on_db;
use crate::schema::{blueprint_outcomes as outcomes, blueprint_versions as versions};
use crate::{Conn, Error};

const KIND: &str = "blueprint-version";

/// A version as it is stored, before or after publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// It is being written or reviewed.
    Draft(DraftVersion),
    /// It is published, the standard, or superseded.
    Published(Published),
}

/// A version without its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The blueprint.
    pub blueprint: Slug,
    /// The version.
    pub version: Version,
    /// Where it stands.
    pub state: VersionState,
    /// Digest of the published document.
    pub hash: Option<Digest>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = versions, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    blueprint: String,
    version: String,
    state: String,
    record: String,
    hash: Option<String>,
    document: String,
    published_at: Option<chrono::NaiveDateTime>,
    revision: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = versions)]
struct SummaryRow {
    blueprint: String,
    version: String,
    state: String,
    hash: Option<String>,
    published_at: Option<chrono::NaiveDateTime>,
}

#[derive(Insertable)]
#[diesel(table_name = outcomes)]
struct OutcomeRow {
    blueprint: String,
    version: String,
    indicator: String,
}

/// What a version has beside its document and its columns.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    authors: Vec<String>,
    review_comment: Option<Prose>,
    publisher: Option<String>,
    #[serde(default)]
    state_dates: BTreeMap<VersionState, Date>,
    superseded_by: Option<Version>,
}

impl Stored {
    /// The document.
    pub fn document(&self) -> &BlueprintVersion {
        match self {
            Self::Draft(draft) => &draft.document,
            Self::Published(published) => &published.document,
        }
    }

    fn row(&self) -> Result<Row, Error> {
        let document = self.document();
        let (state, revision, hash, published_at, record) = match self {
            Self::Draft(d) => {
                let (authors, review_comment) = (d.authors.clone(), d.review_comment.clone());
                (d.state, d.revision, None, None, Record { authors, review_comment, ..Record::default() })
            }
            Self::Published(p) => {
                let record = Record {
                    authors: p.authors.clone(),
                    review_comment: None,
                    publisher: Some(p.publisher.clone()),
                    state_dates: p.state_dates.clone(),
                    superseded_by: p.superseded_by.clone(),
                };
                (p.state, p.revision, Some(p.hash.to_string()), Some(p.published_at.to_naive()), record)
            }
        };
        Ok(Row {
            blueprint: document.blueprint.to_string(),
            version: document.version.to_string(),
            state: state.as_str().to_owned(),
            record: to_json(KIND, &record)?,
            hash,
            document: to_canonical_json(document).map_err(|e| Error::corrupt(KIND, e))?,
            published_at,
            revision: revision.get(),
        })
    }
}

impl TryFrom<Row> for Stored {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let document: BlueprintVersion = from_json(KIND, &row.document)?;
        let record: Record = from_json(KIND, &row.record)?;
        let (state, revision) = (state_of(&row.state)?, Revision::new(row.revision));
        let authors = record.authors;
        Ok(match (row.hash, row.published_at, record.publisher) {
            (Some(hash), Some(at), Some(publisher)) => Self::Published(Published {
                document,
                hash: parse(KIND, &hash)?,
                authors,
                publisher,
                published_at: Timestamp::from_naive(at),
                state,
                state_dates: record.state_dates,
                superseded_by: record.superseded_by,
                revision,
            }),
            _ => {
                let review_comment = record.review_comment;
                Self::Draft(DraftVersion { document, state, authors, review_comment, revision })
            }
        })
    }
}

impl TryFrom<SummaryRow> for Summary {
    type Error = Error;

    fn try_from(row: SummaryRow) -> Result<Self, Error> {
        Ok(Self {
            blueprint: parse(KIND, &row.blueprint)?,
            version: parse(KIND, &row.version)?,
            state: state_of(&row.state)?,
            hash: row.hash.map(|h| parse(KIND, &h)).transpose()?,
            published_at: row.published_at.map(Timestamp::from_naive),
        })
    }
}

/// Stores a new version.
///
/// # Errors
/// `Conflict` if it exists already; those of the database.
pub fn insert(conn: &mut Conn, version: &Stored) -> Result<(), Error> {
    let row = version.row()?;
    let id = format!("{}@{}", row.blueprint, row.version);
    let insert = diesel::insert_into(versions::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, id))?;
    insert_outcomes(conn, version.document())
}

/// Stores a changed version over the revision it was read with.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, version: &Stored, before: Revision) -> Result<(), Error> {
    let row = version.row()?;
    let (blueprint, number) = (row.blueprint.clone(), row.version.clone());
    let key = (blueprint.as_str(), number.as_str());
    let seen = versions::table.find(key).filter(versions::revision.eq(before.get()));
    let rows = diesel::update(seen).set(row).execute(conn)?;
    one_changed(rows, KIND, format!("{blueprint}@{number}"))?;
    let old =
        outcomes::table.filter(outcomes::blueprint.eq(&blueprint)).filter(outcomes::version.eq(&number));
    diesel::delete(old).execute(conn)?;
    insert_outcomes(conn, version.document())
}

/// A version, if it exists.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, blueprint: &Slug, version: &Version) -> Result<Option<Stored>, Error> {
    let row: Option<Row> = versions::table
        .find((blueprint.as_str(), version.to_string()))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    row.map(Stored::try_from).transpose()
}

/// A version.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_version(conn: &mut Conn, blueprint: &Slug, version: &Version) -> Result<Stored, Error> {
    find(conn, blueprint, version)?.ok_or_else(|| Error::not_found(KIND, format!("{blueprint}@{version}")))
}

/// The versions of some blueprints without their documents, by blueprint, the lowest first.
///
/// # Errors
/// Those of the database.
pub fn of_blueprints(conn: &mut Conn, blueprints: &[Slug]) -> Result<Vec<Summary>, Error> {
    let rows: Vec<SummaryRow> = versions::table
        .filter(versions::blueprint.eq_any(blueprints.iter().map(Slug::as_str)))
        .select(SummaryRow::as_select())
        .load(conn)?;
    let mut all = rows.into_iter().map(Summary::try_from).collect::<Result<Vec<_>, _>>()?;
    all.sort_by(|a, b| (&a.blueprint, &a.version).cmp(&(&b.blueprint, &b.version)));
    Ok(all)
}

/// The versions of some blueprints with their documents, by blueprint, in no order below that.
///
/// # Errors
/// Those of the database.
pub fn documents_of(conn: &mut Conn, blueprints: &[Slug]) -> Result<Vec<Stored>, Error> {
    let rows: Vec<Row> = versions::table
        .filter(versions::blueprint.eq_any(blueprints.iter().map(Slug::as_str)))
        .order((versions::blueprint, versions::version))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// The version of each blueprint that is published or the standard, with its document, by blueprint.
///
/// # Errors
/// Those of the database.
pub fn current(conn: &mut Conn) -> Result<Vec<Published>, Error> {
    let rows: Vec<Row> = versions::table
        .filter(versions::state.eq_any([VersionState::Published.as_str(), VersionState::Standard.as_str()]))
        .order((versions::blueprint, versions::version))
        .select(Row::as_select())
        .load(conn)?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        if let Stored::Published(published) = row.try_into()? {
            all.push(published);
        }
    }
    Ok(all)
}

fn state_of(text: &str) -> Result<VersionState, Error> {
    let known = VersionState::ALL.into_iter().find(|state| state.as_str() == text);
    known.ok_or_else(|| Error::corrupt(KIND, format!("`{text}` is not a state")))
}

fn insert_outcomes(conn: &mut Conn, document: &BlueprintVersion) -> Result<(), Error> {
    let row = |indicator: &Slug| OutcomeRow {
        blueprint: document.blueprint.to_string(),
        version: document.version.to_string(),
        indicator: indicator.to_string(),
    };
    let rows: Vec<OutcomeRow> = document.outcomes.iter().map(|o| row(&o.indicator)).collect();
    on_db!(conn, c => diesel::insert_into(outcomes::table).values(&rows).execute(c))?;
    Ok(())
}
