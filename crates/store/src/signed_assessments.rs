//! Signed-off assessments: immutable documents, one chain of hashes per unit or provider.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Digest, Rational, Slug, Timestamp, Version, to_canonical_json};
use blaupause_maturity::{Assessed, SignedAssessment, SubjectProfile};
use blaupause_territory::Unit;
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, parse, to_json};
use crate::connection::Backend;
use crate::contributions::Standing;
pub use crate::maturity_models::Published;
use crate::schema::{signed_assessments as signed, units};
use crate::{Conn, Error, evidence_dates};

const KIND: &str = "signed-assessment";
/// Units asked for in one query, well below the number of values a statement may bind.
const BATCH: usize = 10_000;

/// A signed-off assessment without its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Id of the assessment.
    pub id: Uuid,
    /// Who was assessed.
    pub assessed: Assessed,
    /// Level and size class of the unit, by its present population.
    pub profile: SubjectProfile,
    /// The model.
    pub model: Slug,
    /// Its version.
    pub version: Version,
    /// The day whose state it describes.
    pub period: Date,
    /// The exact score, if anything was answered.
    pub score: Option<Rational>,
    /// The proven stage.
    pub stage: Option<Slug>,
    /// Level of every answered indicator.
    pub levels: BTreeMap<Slug, Rational>,
    /// Digest of the document.
    pub hash: Digest,
    /// When it was signed off.
    pub signed_at: Timestamp,
}

#[derive(Insertable)]
#[diesel(table_name = signed)]
struct Row {
    id: String,
    unit: Option<String>,
    provider: Option<String>,
    sequence: i32,
    model: String,
    model_version: String,
    period: chrono::NaiveDate,
    score: Option<String>,
    stage: Option<String>,
    levels: String,
    standing: String,
    hash: String,
    previous: Option<String>,
    document: String,
    signed_at: chrono::NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signed)]
struct SummaryRow {
    id: String,
    provider: Option<String>,
    model: String,
    model_version: String,
    period: chrono::NaiveDate,
    score: Option<String>,
    stage: Option<String>,
    levels: String,
    hash: String,
    signed_at: chrono::NaiveDateTime,
}

type Joined = (SummaryRow, Option<crate::units::Row>);

impl TryFrom<Joined> for Summary {
    type Error = Error;

    fn try_from((row, unit): Joined) -> Result<Self, Error> {
        let (assessed, profile) = match (unit, &row.provider) {
            (Some(unit), _) => {
                let unit = Unit::try_from(unit)?;
                let profile = SubjectProfile::Unit { level: unit.level, size_class: unit.size_class() };
                (Assessed::Unit(unit.ars), profile)
            }
            (None, Some(provider)) => (Assessed::Provider(parse(KIND, provider)?), SubjectProfile::Provider),
            (None, None) => return Err(Error::corrupt(KIND, "neither a unit nor a provider")),
        };
        Ok(Self {
            id: parse(KIND, &row.id)?,
            assessed,
            profile,
            model: parse(KIND, &row.model)?,
            version: parse(KIND, &row.model_version)?,
            period: Date::from_chrono(row.period),
            score: row.score.map(|s| parse(KIND, &s)).transpose()?,
            stage: row.stage.map(|s| parse(KIND, &s)).transpose()?,
            levels: from_json(KIND, &row.levels)?,
            hash: parse(KIND, &row.hash)?,
            signed_at: Timestamp::from_naive(row.signed_at),
        })
    }
}

/// The documents of one unit or provider.
fn of(assessed: &Assessed) -> signed::BoxedQuery<'_, Backend> {
    let all = signed::table.into_boxed();
    match assessed {
        Assessed::Unit(unit) => all.filter(signed::unit.eq(unit.as_str())),
        Assessed::Provider(provider) => all.filter(signed::provider.eq(provider.as_str())),
    }
}

/// Stores a document at the end of its chain.
///
/// # Errors
/// `Conflict` if it is there already; those of the database.
pub fn insert(conn: &mut Conn, document: &SignedAssessment) -> Result<(), Error> {
    let last: Option<i32> = of(&document.assessed).select(max(signed::sequence)).first(conn)?;
    let text = to_canonical_json(document).map_err(|e| Error::corrupt(KIND, e))?;
    let outcome = &document.outcome;
    let sequence = last.unwrap_or(0) + 1;
    let row = Row {
        id: document.id.to_string(),
        unit: document.assessed.unit().map(ToString::to_string),
        provider: document.assessed.provider().map(ToString::to_string),
        sequence,
        model: document.model.id.to_string(),
        model_version: document.model.version.to_string(),
        period: document.period.to_chrono(),
        score: outcome.score.as_ref().map(|s| s.exact.to_string()),
        stage: outcome.stage.as_ref().map(|s| s.id.to_string()),
        levels: to_json(KIND, &outcome.levels())?,
        standing: to_json(KIND, &Standing::of(outcome))?,
        hash: Digest::of(text.as_bytes()).to_string(),
        previous: document.previous.map(|d| d.to_string()),
        document: text,
        signed_at: document.signed_off_at.to_naive(),
    };
    let insert = diesel::insert_into(signed::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, document.id))?;
    evidence_dates::sign(conn, document.id, sequence)
}

/// The signed document with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<SignedAssessment, Error> {
    from_json(KIND, &document(conn, id)?.document)
}

/// Those of the named documents that exist, in no order.
///
/// # Errors
/// Those of the database.
pub fn of_ids(conn: &mut Conn, ids: &[Uuid]) -> Result<Vec<SignedAssessment>, Error> {
    let ids: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let texts: Vec<String> =
        signed::table.filter(signed::id.eq_any(ids)).select(signed::document).load(conn)?;
    texts.iter().map(|t| from_json(KIND, t)).collect()
}

/// The signed document exactly as it is stored.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn document(conn: &mut Conn, id: Uuid) -> Result<Published, Error> {
    let row: Option<(String, String)> =
        signed::table.find(id.to_string()).select((signed::document, signed::hash)).first(conn).optional()?;
    let (document, hash) = row.ok_or_else(|| Error::not_found(KIND, id))?;
    Ok(Published { document, hash: parse(KIND, &hash)? })
}

/// The document of a unit or provider for one model that describes its latest state; of several for one day, the last signed.
///
/// # Errors
/// Those of the database.
pub fn latest(conn: &mut Conn, assessed: &Assessed, model: &Slug) -> Result<Option<SignedAssessment>, Error> {
    let text: Option<String> = of(assessed)
        .filter(signed::model.eq(model.as_str()))
        .order((signed::period.desc(), signed::sequence.desc()))
        .select(signed::document)
        .first(conn)
        .optional()?;
    text.map(|t| from_json(KIND, &t)).transpose()
}

/// The model of the document that was signed off last for a unit or provider.
///
/// # Errors
/// Those of the database.
pub fn last_model(conn: &mut Conn, assessed: &Assessed) -> Result<Option<Slug>, Error> {
    let model: Option<String> =
        of(assessed).order(signed::sequence.desc()).select(signed::model).first(conn).optional()?;
    model.map(|m| parse(KIND, &m)).transpose()
}

/// The digest at the end of a chain.
///
/// # Errors
/// Those of the database.
pub fn last_hash(conn: &mut Conn, assessed: &Assessed) -> Result<Option<Digest>, Error> {
    let hash: Option<String> =
        of(assessed).order(signed::sequence.desc()).select(signed::hash).first(conn).optional()?;
    hash.map(|h| parse(KIND, &h)).transpose()
}

/// All documents of a unit or provider, the first one first.
///
/// # Errors
/// Those of the database.
pub fn chain(conn: &mut Conn, assessed: &Assessed) -> Result<Vec<SignedAssessment>, Error> {
    let texts: Vec<String> = of(assessed).order(signed::sequence).select(signed::document).load(conn)?;
    texts.iter().map(|t| from_json(KIND, t)).collect()
}

/// Everybody who has signed documents, units before providers, by key.
///
/// # Errors
/// Those of the database.
pub fn subjects(conn: &mut Conn) -> Result<Vec<Assessed>, Error> {
    let rows: Vec<(Option<String>, Option<String>)> =
        signed::table.select((signed::unit, signed::provider)).distinct().load(conn)?;
    let mut subjects = Vec::with_capacity(rows.len());
    for row in rows {
        subjects.push(match row {
            (Some(unit), _) => Assessed::Unit(parse(KIND, &unit)?),
            (None, Some(provider)) => Assessed::Provider(parse(KIND, &provider)?),
            (None, None) => return Err(Error::corrupt(KIND, "neither a unit nor a provider")),
        });
    }
    subjects.sort_unstable();
    Ok(subjects)
}

/// All documents of a unit or provider exactly as they are stored, the first one first.
///
/// # Errors
/// Those of the database.
pub fn texts(conn: &mut Conn, assessed: &Assessed) -> Result<Vec<Published>, Error> {
    let rows: Vec<(String, String)> =
        of(assessed).order(signed::sequence).select((signed::document, signed::hash)).load(conn)?;
    let text = |(document, hash): (String, String)| Ok(Published { document, hash: parse(KIND, &hash)? });
    rows.into_iter().map(text).collect()
}

/// The results of a unit or provider for one version of a model by the day they describe; of several for one day, the last.
///
/// # Errors
/// Those of the database.
pub fn series(
    conn: &mut Conn,
    assessed: &Assessed,
    model: &Slug,
    version: &Version,
) -> Result<Vec<Summary>, Error> {
    let query = signed::table
        .left_join(units::table.on(signed::unit.eq(units::ars.nullable())))
        .filter(signed::model.eq(model.as_str()))
        .filter(signed::model_version.eq(version.to_string()))
        .order((signed::period, signed::sequence))
        .select((SummaryRow::as_select(), Option::<crate::units::Row>::as_select()))
        .into_boxed();
    let query = match assessed {
        Assessed::Unit(unit) => query.filter(signed::unit.eq(unit.as_str())),
        Assessed::Provider(provider) => query.filter(signed::provider.eq(provider.as_str())),
    };
    let rows: Vec<Joined> = query.load(conn)?;
    let mut series = BTreeMap::new();
    for row in rows {
        let summary = Summary::try_from(row)?;
        series.insert(summary.period, summary);
    }
    Ok(series.into_values().collect())
}

/// The latest result of every unit for a model, or of these units only, by key. Providers are left out.
///
/// # Errors
/// Those of the database.
pub fn latest_of_all(conn: &mut Conn, model: &Slug, only: Option<&[Ars]>) -> Result<Vec<Summary>, Error> {
    let Some(only) = only else { return latest_batch(conn, model, &Whose::Units(None)) };
    let mut keys: Vec<&str> = only.iter().map(Ars::as_str).collect();
    keys.sort_unstable();
    let mut all = Vec::with_capacity(keys.len());
    for batch in keys.chunks(BATCH) {
        all.extend(latest_batch(conn, model, &Whose::Units(Some(batch)))?);
    }
    Ok(all)
}

/// The latest result of every provider for a model, by key.
///
/// # Errors
/// Those of the database.
pub fn latest_of_providers(conn: &mut Conn, model: &Slug) -> Result<Vec<Summary>, Error> {
    latest_batch(conn, model, &Whose::Providers)
}

/// Whose results are asked for.
enum Whose<'a> {
    Units(Option<&'a [&'a str]>),
    Providers,
}

fn latest_batch(conn: &mut Conn, model: &Slug, whose: &Whose<'_>) -> Result<Vec<Summary>, Error> {
    let later = diesel::alias!(crate::schema::signed_assessments as later);
    let later_day = later.field(signed::period).gt(signed::period);
    let same_day = later.field(signed::period).eq(signed::period);
    let later_signed = later.field(signed::sequence).gt(signed::sequence);
    // a macro, because the type depends on the column; one column, because `or` would keep from using the index
    macro_rules! last {
        ($of:expr) => {
            not(exists(
                later
                    .filter(later.field($of).eq($of))
                    .filter(later.field(signed::model).eq(signed::model))
                    .filter(later_day.or(same_day.and(later_signed))),
            ))
        };
    }
    let mut query = signed::table
        .left_join(units::table.on(signed::unit.eq(units::ars.nullable())))
        .filter(signed::model.eq(model.as_str()))
        .order((signed::unit, signed::provider, signed::id))
        .select((SummaryRow::as_select(), Option::<crate::units::Row>::as_select()))
        .into_boxed();
    query = match whose {
        Whose::Units(None) => query.filter(signed::unit.is_not_null()).filter(last!(signed::unit)),
        Whose::Units(Some(keys)) => {
            query.filter(signed::unit.eq_any(keys.iter().copied())).filter(last!(signed::unit))
        }
        Whose::Providers => query.filter(signed::provider.is_not_null()).filter(last!(signed::provider)),
    };
    let rows: Vec<Joined> = query.load(conn)?;
    rows.into_iter().map(Summary::try_from).collect()
}
