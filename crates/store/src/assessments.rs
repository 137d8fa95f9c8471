//! Assessments as records: one row each, the record as JSON beside the columns that lists are filtered by.

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Slug};
use blaupause_maturity::{Assessed, Assessment, State};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::columns::{from_json, one_changed, to_json};
use crate::connection::on_db;
use crate::schema::{assessments, service_areas};
use crate::served_units::served;
use crate::{Conn, Error, evidence_dates};

const KIND: &str = "assessment";

/// Which assessments a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this unit or provider.
    pub assessed: Option<Assessed>,
    /// Only those of this model.
    pub model: Option<Slug>,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that describe this day or a later one.
    pub from: Option<Date>,
    /// Only those that describe this day or an earlier one.
    pub to: Option<Date>,
    /// Only those of units within reach.
    pub reach: Reach,
    /// Only those of these providers, beside those of units.
    pub own: Own,
}

/// Of which providers the assessments of the providers themselves are within reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Own {
    /// Of all.
    #[default]
    All,
    /// Of these.
    Of(Vec<Slug>),
}

/// In which order a list comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// Whose assessments are within reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reach {
    /// Everybody's.
    #[default]
    Everything,
    /// Those of some units and of all units that some providers serve.
    Of {
        /// The units.
        units: Vec<Ars>,
        /// The providers.
        providers: Vec<Slug>,
        /// The day on which they serve.
        on: Date,
    },
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assessments, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: String,
    unit: Option<String>,
    provider: Option<String>,
    model: String,
    model_version: String,
    period: chrono::NaiveDate,
    state: String,
    record: String,
    revision: i64,
}

impl TryFrom<&Assessment> for Row {
    type Error = Error;

    fn try_from(assessment: &Assessment) -> Result<Self, Error> {
        Ok(Self {
            id: assessment.id.to_string(),
            unit: assessment.assessed.unit().map(ToString::to_string),
            provider: assessment.assessed.provider().map(ToString::to_string),
            model: assessment.model.id.to_string(),
            model_version: assessment.model.version.to_string(),
            period: assessment.period.to_chrono(),
            state: assessment.state.name().to_owned(),
            record: to_json(KIND, assessment)?,
            revision: assessment.revision.get(),
        })
    }
}

/// Stores a new assessment.
///
/// # Errors
/// `Conflict` if the id is taken; those of the database.
pub fn insert(conn: &mut Conn, assessment: &Assessment) -> Result<(), Error> {
    let row = Row::try_from(assessment)?;
    let insert = diesel::insert_into(assessments::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, assessment.id))?;
    evidence_dates::insert_all(conn, std::slice::from_ref(assessment))
}

/// Stores many new assessments.
///
/// # Errors
/// Those of the database.
pub fn insert_all(conn: &mut Conn, assessments: &[Assessment]) -> Result<(), Error> {
    let rows: Vec<Row> = assessments.iter().map(Row::try_from).collect::<Result<_, _>>()?;
    // nine values a row: well below what a statement may bind
    for some in rows.chunks(2_000) {
        on_db!(conn, c => diesel::insert_into(assessments::table).values(some).execute(c))?;
    }
    evidence_dates::insert_all(conn, assessments)
}

/// All assessments of some units and providers, by id.
///
/// # Errors
/// Those of the database.
pub fn of_subjects(conn: &mut Conn, subjects: &[Assessed]) -> Result<Vec<Assessment>, Error> {
    let units = subjects.iter().filter_map(Assessed::unit).map(Ars::as_str);
    let providers = subjects.iter().filter_map(Assessed::provider).map(Slug::as_str);
    let records: Vec<String> = assessments::table
        .filter(assessments::unit.eq_any(units).or(assessments::provider.eq_any(providers)))
        .order(assessments::id)
        .select(assessments::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// The assessment with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Assessment, Error> {
    let record: Option<String> =
        assessments::table.find(id.to_string()).select(assessments::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores an assessment that was changed; its revision is the next one already.
///
/// # Errors
/// `Stale` if somebody else was faster; those of the database.
pub fn update(conn: &mut Conn, assessment: &Assessment) -> Result<(), Error> {
    let row = Row::try_from(assessment)?;
    let before = assessment.revision.get() - 1;
    let seen = assessments::table.find(assessment.id.to_string()).filter(assessments::revision.eq(before));
    let rows = diesel::update(seen).set(row).execute(conn)?;
    one_changed(rows, KIND, assessment.id)?;
    evidence_dates::replace(conn, assessment)
}

/// Assessments in the order in which they were begun, or the other way round.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_by(
    conn: &mut Conn,
    filter: &Filter,
    order: Order,
    page: &Page,
) -> Result<Paged<Assessment>, Error> {
    let mut query = assessments::table.select(assessments::record).limit(page.fetch()).into_boxed();
    query = match order {
        Order::Newest => query.order(assessments::id.desc()),
        Order::Oldest => query.order(assessments::id.asc()),
    };
    if let Some(from) = filter.from {
        query = query.filter(assessments::period.ge(from.to_chrono()));
    }
    if let Some(to) = filter.to {
        query = query.filter(assessments::period.le(to.to_chrono()));
    }
    query = match &filter.assessed {
        Some(Assessed::Unit(unit)) => query.filter(assessments::unit.eq(unit.as_str())),
        Some(Assessed::Provider(provider)) => query.filter(assessments::provider.eq(provider.as_str())),
        None => query,
    };
    if let Some(model) = &filter.model {
        query = query.filter(assessments::model.eq(model.as_str()));
    }
    if let Some(state) = filter.state {
        query = query.filter(assessments::state.eq(state.name()));
    }
    // a row of a provider has no unit, and the other way round: neither condition ever holds for both
    let unit = assessments::unit.assume_not_null();
    let provider = assessments::provider.assume_not_null();
    let of_provider = assessments::provider.is_not_null();
    match (&filter.reach, &filter.own) {
        (Reach::Everything, Own::All) => {}
        (Reach::Everything, Own::Of(own)) => {
            let of_unit = assessments::unit.is_not_null();
            query = query.filter(of_unit.or(provider.eq_any(own.iter().map(Slug::as_str))));
        }
        (Reach::Of { units, providers, on }, own) => {
            let theirs = unit.eq_any(units.iter().map(Ars::as_str));
            let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
            let served = exists(served!(unit, serve, on.to_chrono()));
            query = match own {
                Own::All => query.filter(theirs.or(served).or(of_provider)),
                Own::Of(own) => {
                    let own = provider.eq_any(own.iter().map(Slug::as_str));
                    query.filter(theirs.or(served).or(of_provider.and(own)))
                }
            };
        }
    }
    if let Some(cursor) = page.after() {
        let last = cursor.key(0)?.to_owned();
        query = match order {
            Order::Newest => query.filter(assessments::id.lt(last)),
            Order::Oldest => query.filter(assessments::id.gt(last)),
        };
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |a: &Assessment| Cursor::new([a.id])))
}
