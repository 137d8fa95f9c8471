//! Until when the evidence of assessments holds: rows beside the records, so that what runs out is a query.

use blaupause_kernel::{Cursor, Date, Page, Paged, Slug, Version};
use blaupause_maturity::{Assessed, Assessment};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::{Own, Reach};
use crate::columns::{parse, to_column};
use crate::connection::on_db;
use crate::schema::{evidence_dates as dates, service_areas, signed_assessments as signed};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "evidence-date";

/// Evidence that runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// The assessment that names it.
    pub assessment: Uuid,
    /// Who is assessed.
    pub assessed: Assessed,
    /// The model.
    pub model: Slug,
    /// Its version.
    pub version: Version,
    /// The indicator it proves.
    pub indicator: Slug,
    /// Which entry of the indicator it is, counted from 0.
    pub position: i32,
    /// What it is.
    pub title: String,
    /// Last day on which it holds.
    pub valid_until: Date,
    /// Whether the assessment was signed off.
    pub signed: bool,
}

/// Which evidence a list shows.
#[derive(Debug, Clone)]
pub struct Filter {
    /// What holds no longer than this day.
    pub until: Date,
    /// Only that of this unit or provider.
    pub assessed: Option<Assessed>,
    /// Only that of units within reach.
    pub reach: Reach,
    /// Only that of these providers, beside that of units.
    pub own: Own,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = dates)]
struct Row {
    assessment: String,
    indicator: String,
    position: i32,
    title: String,
    valid_until: chrono::NaiveDate,
    unit: Option<String>,
    provider: Option<String>,
    model: String,
    model_version: String,
    period: chrono::NaiveDate,
    sequence: Option<i32>,
}

impl TryFrom<Row> for Expiring {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        let assessed = match (&row.unit, &row.provider) {
            (Some(unit), _) => Assessed::Unit(parse(KIND, unit)?),
            (None, Some(provider)) => Assessed::Provider(parse(KIND, provider)?),
            (None, None) => return Err(Error::corrupt(KIND, "neither a unit nor a provider")),
        };
        Ok(Self {
            assessment: parse(KIND, &row.assessment)?,
            assessed,
            model: parse(KIND, &row.model)?,
            version: parse(KIND, &row.model_version)?,
            indicator: parse(KIND, &row.indicator)?,
            position: row.position,
            title: row.title,
            valid_until: Date::from_chrono(row.valid_until),
            signed: row.sequence.is_some(),
        })
    }
}

fn rows_of(assessment: &Assessment) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (indicator, entries) in &assessment.evidence {
        for (position, entry) in entries.iter().enumerate() {
            let Some(valid_until) = entry.valid_until else { continue };
            rows.push(Row {
                assessment: assessment.id.to_string(),
                indicator: indicator.to_string(),
                position: to_column(KIND, position)?,
                title: entry.title.clone(),
                valid_until: valid_until.to_chrono(),
                unit: assessment.assessed.unit().map(ToString::to_string),
                provider: assessment.assessed.provider().map(ToString::to_string),
                model: assessment.model.id.to_string(),
                model_version: assessment.model.version.to_string(),
                period: assessment.period.to_chrono(),
                sequence: None,
            });
        }
    }
    Ok(rows)
}

/// Notes the dates of new assessments.
///
/// # Errors
/// Those of the database.
pub(crate) fn insert_all(conn: &mut Conn, assessments: &[Assessment]) -> Result<(), Error> {
    let mut rows = Vec::new();
    for assessment in assessments {
        rows.extend(rows_of(assessment)?);
    }
    // eleven values a row: well below what a statement may bind
    for some in rows.chunks(2_000) {
        on_db!(conn, c => diesel::insert_into(dates::table).values(some).execute(c))?;
    }
    Ok(())
}

/// Notes the dates of an assessment that was changed.
///
/// # Errors
/// Those of the database.
pub(crate) fn replace(conn: &mut Conn, assessment: &Assessment) -> Result<(), Error> {
    diesel::delete(dates::table.filter(dates::assessment.eq(assessment.id.to_string()))).execute(conn)?;
    insert_all(conn, std::slice::from_ref(assessment))
}

/// Notes that an assessment was signed off, at which place of its chain.
///
/// # Errors
/// Those of the database.
pub(crate) fn sign(conn: &mut Conn, assessment: Uuid, sequence: i32) -> Result<(), Error> {
    let own = dates::table.filter(dates::assessment.eq(assessment.to_string()));
    diesel::update(own).set(dates::sequence.eq(Some(sequence))).execute(conn)?;
    Ok(())
}

/// Evidence by the day on which it runs out, that which ran out first. What a newer signed assessment of the same unit
/// or provider by the same model has replaced is left out.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Expiring>, Error> {
    // a macro, because the type depends on the column; one column, because `or` would keep from using the index
    macro_rules! replaced {
        ($whose:expr, $of:expr) => {{
            let same_day = signed::period.eq(dates::period);
            // a draft has no sequence: only a later day replaces it
            let after = signed::sequence.nullable().gt(dates::sequence).assume_not_null();
            let after = dates::sequence.is_not_null().and(after);
            exists(
                signed::table
                    .filter($whose.eq($of))
                    .filter(signed::model.eq(dates::model))
                    .filter(signed::period.gt(dates::period).or(same_day.and(after))),
            )
        }};
    }
    let mut query = dates::table
        .filter(dates::valid_until.le(filter.until.to_chrono()))
        .filter(not(replaced!(signed::unit, dates::unit)))
        .filter(not(replaced!(signed::provider, dates::provider)))
        .order((dates::valid_until, dates::assessment, dates::indicator, dates::position))
        .limit(page.fetch())
        .select(Row::as_select())
        .into_boxed();
    query = match &filter.assessed {
        Some(Assessed::Unit(unit)) => query.filter(dates::unit.eq(unit.as_str())),
        Some(Assessed::Provider(provider)) => query.filter(dates::provider.eq(provider.as_str())),
        None => query,
    };
    // a row of a provider has no unit, and the other way round: neither condition ever holds for both
    let (unit, provider) = (dates::unit.assume_not_null(), dates::provider.assume_not_null());
    if let Reach::Of { units, providers, on } = &filter.reach {
        let theirs = unit.eq_any(units.iter().map(|u| u.as_str().to_owned()));
        let serve = service_areas::provider.eq_any(providers.iter().map(|p| p.as_str().to_owned()));
        let served = exists(served!(unit, serve, on.to_chrono()));
        query = query.filter(dates::provider.is_not_null().or(theirs.or(served)));
    }
    if let Own::Of(own) = &filter.own {
        let own = provider.eq_any(own.iter().map(|p| p.as_str().to_owned()));
        query = query.filter(dates::unit.is_not_null().or(own));
    }
    if let Some(cursor) = page.after() {
        let day = parse::<Date>(KIND, cursor.key(0)?)?.to_chrono();
        let (assessment, indicator) = (cursor.key(1)?.to_owned(), cursor.key(2)?.to_owned());
        let position: i32 = parse(KIND, cursor.key(3)?)?;
        let later_entry = dates::indicator.eq(indicator.clone()).and(dates::position.gt(position));
        let later_indicator = dates::indicator.gt(indicator).or(later_entry);
        let later_assessment = dates::assessment
            .eq(assessment.clone())
            .and(later_indicator)
            .or(dates::assessment.gt(assessment));
        query = query.filter(dates::valid_until.gt(day).or(dates::valid_until.eq(day).and(later_assessment)));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(Expiring::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |e: &Expiring| {
        Cursor::new([
            e.valid_until.to_string(),
            e.assessment.to_string(),
            e.indicator.to_string(),
            e.position.to_string(),
        ])
    }))
}
