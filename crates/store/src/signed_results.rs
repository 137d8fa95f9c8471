//! Signed results of many units at once: their figures, and their documents.

use blaupause_kernel::{Ars, Date, Digest, Rational, Slug, Timestamp, Version};
use blaupause_maturity::SignedAssessment;
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, parse};
use crate::contributions::Standing;
use crate::schema::signed_assessments as signed;
use crate::{Conn, Error};

const KIND: &str = "signed-assessment";

/// The figures of a signed document of a unit, without the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Id of the assessment.
    pub id: Uuid,
    /// The unit.
    pub unit: Ars,
    /// Its place in the chain of the unit, from 1.
    pub sequence: i32,
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
    /// The other figures.
    pub standing: Standing,
    /// Digest of the document.
    pub hash: Digest,
    /// When it was signed off.
    pub signed_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signed)]
struct Row {
    id: String,
    unit: Option<String>,
    sequence: i32,
    model: String,
    model_version: String,
    period: chrono::NaiveDate,
    score: Option<String>,
    stage: Option<String>,
    standing: String,
    hash: String,
    signed_at: chrono::NaiveDateTime,
}

impl TryFrom<Row> for Figures {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            id: parse(KIND, &row.id)?,
            unit: parse(KIND, &row.unit.unwrap_or_default())?,
            sequence: row.sequence,
            model: parse(KIND, &row.model)?,
            version: parse(KIND, &row.model_version)?,
            period: Date::from_chrono(row.period),
            score: row.score.map(|s| parse(KIND, &s)).transpose()?,
            stage: row.stage.map(|s| parse(KIND, &s)).transpose()?,
            standing: from_json(KIND, &row.standing)?,
            hash: parse(KIND, &row.hash)?,
            signed_at: Timestamp::from_naive(row.signed_at),
        })
    }
}

/// The figures of all documents of these units, by unit, then in the order in which they were signed.
///
/// # Errors
/// Those of the database.
pub fn figures_of(conn: &mut Conn, units: &[Ars]) -> Result<Vec<Figures>, Error> {
    let rows: Vec<Row> = signed::table
        .filter(signed::unit.eq_any(units.iter().map(Ars::as_str)))
        .order((signed::unit, signed::sequence))
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(Figures::try_from).collect()
}

/// All documents of these units, by unit, the first one of each first.
///
/// # Errors
/// Those of the database.
pub fn of_units(conn: &mut Conn, units: &[Ars]) -> Result<Vec<SignedAssessment>, Error> {
    let texts: Vec<String> = signed::table
        .filter(signed::unit.eq_any(units.iter().map(Ars::as_str)))
        .order((signed::unit, signed::sequence))
        .select(signed::document)
        .load(conn)?;
    texts.iter().map(|t| from_json(KIND, t)).collect()
}
