//! Experience reports of pilots.

use blaupause_kernel::{Cursor, Page, Paged, Revision, Slug};
use blaupause_pilots::reports::ExperienceReport;
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, parse, to_json};
use crate::schema::experience_reports as reports;
use crate::{Conn, Error};

const KIND: &str = "experience-report";

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reports)]
struct Row {
    pilot: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(report: &ExperienceReport) -> Result<Self, Error> {
        Ok(Self {
            pilot: report.pilot.to_string(),
            record: to_json(KIND, &report.answers)?,
            revision: report.revision.get(),
        })
    }
}

impl TryFrom<Row> for ExperienceReport {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            pilot: parse(KIND, &row.pilot)?,
            answers: from_json(KIND, &row.record)?,
            revision: Revision::new(row.revision),
        })
    }
}

/// The report of a pilot, if it has one.
///
/// # Errors
/// Those of the database.
pub fn find(conn: &mut Conn, pilot: &Slug) -> Result<Option<ExperienceReport>, Error> {
    let row: Option<Row> =
        reports::table.find(pilot.as_str()).select(Row::as_select()).first(conn).optional()?;
    row.map(ExperienceReport::try_from).transpose()
}

/// The reports of these pilots, by pilot; a pilot without one is left out.
///
/// # Errors
/// Those of the database.
pub fn of_pilots(conn: &mut Conn, pilots: &[Slug]) -> Result<Vec<ExperienceReport>, Error> {
    let rows: Vec<Row> = reports::table
        .filter(reports::pilot.eq_any(pilots.iter().map(Slug::as_str)))
        .order(reports::pilot)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(ExperienceReport::try_from).collect()
}

/// Reports by pilot.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, page: &Page) -> Result<Paged<ExperienceReport>, Error> {
    let mut query =
        reports::table.select(Row::as_select()).order(reports::pilot).limit(page.fetch()).into_boxed();
    if let Some(cursor) = page.after() {
        query = query.filter(reports::pilot.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(ExperienceReport::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |r: &ExperienceReport| Cursor::new([&r.pilot])))
}

/// Stores a new report.
///
/// # Errors
/// `Conflict` if the pilot has one already; those of the database.
pub fn insert(conn: &mut Conn, report: &ExperienceReport) -> Result<(), Error> {
    let insert = diesel::insert_into(reports::table).values(Row::of(report)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, &report.pilot)).map(|_| ())
}

/// Stores a changed report over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, report: &ExperienceReport) -> Result<(), Error> {
    let before = reports::table
        .find(report.pilot.as_str())
        .filter(reports::revision.eq(report.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(report)?).execute(conn)?;
    one_changed(rows, KIND, &report.pilot)
}
