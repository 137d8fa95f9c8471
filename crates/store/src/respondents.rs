//! Respondents as records: one row each, the record as JSON beside the columns that are searched.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_maturity::{Assessment, Respondent};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, to_json};
use crate::schema::{assessments, respondents, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "respondent";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = respondents)]
struct Row {
    id: String,
    assessment: String,
    subject: String,
    state: String,
    record: String,
    revision: i64,
}

impl TryFrom<&Respondent> for Row {
    type Error = Error;

    fn try_from(respondent: &Respondent) -> Result<Self, Error> {
        Ok(Self {
            id: respondent.id.to_string(),
            assessment: respondent.assessment.to_string(),
            subject: respondent.subject.clone(),
            state: respondent.state.name().to_owned(),
            record: to_json(KIND, respondent)?,
            revision: respondent.revision.get(),
        })
    }
}

/// Stores a new respondent.
///
/// # Errors
/// `Conflict` if the id is taken; those of the database.
pub fn insert(conn: &mut Conn, respondent: &Respondent) -> Result<(), Error> {
    let row = Row::try_from(respondent)?;
    let insert = diesel::insert_into(respondents::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, respondent.id)).map(|_| ())
}

/// Stores a respondent that was changed; its revision is the next one already.
///
/// # Errors
/// `Stale` if somebody else was faster; those of the database.
pub fn update(conn: &mut Conn, respondent: &Respondent) -> Result<(), Error> {
    let row = Row::try_from(respondent)?;
    let before = respondent.revision.get().saturating_sub(1);
    let seen = respondents::table.find(respondent.id.to_string()).filter(respondents::revision.eq(before));
    let rows = diesel::update(seen).set(row).execute(conn)?;
    one_changed(rows, KIND, respondent.id)
}

/// The respondent with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Respondent, Error> {
    let record: Option<String> =
        respondents::table.find(id.to_string()).select(respondents::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// All respondents of an assessment, in the order in which they were invited.
///
/// # Errors
/// Those of the database.
pub fn of_assessment(conn: &mut Conn, assessment: Uuid) -> Result<Vec<Respondent>, Error> {
    let records: Vec<String> = respondents::table
        .filter(respondents::assessment.eq(assessment.to_string()))
        .order(respondents::id)
        .select(respondents::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// What a person is asked, each with its assessment, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(
    conn: &mut Conn,
    subject: &str,
    reach: &Reach,
    page: &Page,
) -> Result<Paged<(Respondent, Assessment)>, Error> {
    let mut query = respondents::table
        .inner_join(assessments::table.on(assessments::id.eq(respondents::assessment)))
        .filter(respondents::subject.eq(subject))
        .order(respondents::id.desc())
        .limit(page.fetch())
        .select((respondents::record, assessments::record))
        .into_boxed();
    if let Reach::Of { units, providers, on } = reach {
        let (unit, provider) = (assessments::unit.assume_not_null(), assessments::provider.assume_not_null());
        let theirs = unit.eq_any(units.iter().map(Ars::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        let served = exists(served!(unit, serve, on.to_chrono()));
        let own =
            assessments::provider.is_not_null().and(provider.eq_any(providers.iter().map(Slug::as_str)));
        query = query.filter(theirs.or(served).or(own));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(respondents::id.lt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<(String, String)> = query.load(conn)?;
    let read = |(respondent, assessment): &(String, String)| {
        Ok((from_json(KIND, respondent)?, from_json("assessment", assessment)?))
    };
    let items = rows.iter().map(read).collect::<Result<_, Error>>()?;
    Ok(page.cut(items, |(respondent, _): &(Respondent, Assessment)| Cursor::new([respondent.id])))
}
