//! Programmes of onboarding, and how far new colleagues of units have come in them.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_support::onboarding::{Onboarding, OnboardingState, Programme};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, to_json};
use crate::schema::{onboarding_programmes as programmes, onboardings, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "onboarding";
const PROGRAMME: &str = "programme";

/// Which onboardings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this unit.
    pub unit: Option<Ars>,
    /// Only those in this state.
    pub state: Option<OnboardingState>,
    /// Only those of units within reach.
    pub reach: Reach,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = programmes)]
struct ProgrammeRow {
    id: String,
    provider: String,
    record: String,
    revision: i64,
}

impl ProgrammeRow {
    fn of(programme: &Programme) -> Result<Self, Error> {
        Ok(Self {
            id: programme.id.to_string(),
            provider: programme.provider.to_string(),
            record: to_json(PROGRAMME, programme)?,
            revision: programme.revision.get(),
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = onboardings)]
struct Row {
    id: String,
    unit: String,
    state: &'static str,
    record: String,
    revision: i64,
}

impl Row {
    fn of(onboarding: &Onboarding) -> Result<Self, Error> {
        Ok(Self {
            id: onboarding.id.to_string(),
            unit: onboarding.unit.to_string(),
            state: onboarding.state.as_str(),
            record: to_json(KIND, onboarding)?,
            revision: onboarding.revision.get(),
        })
    }
}

/// Stores a new programme.
///
/// # Errors
/// `NotFound` without its provider; those of the database.
pub fn insert_programme(conn: &mut Conn, programme: &Programme) -> Result<(), Error> {
    let insert = diesel::insert_into(programmes::table).values(ProgrammeRow::of(programme)?).execute(conn);
    insert.map_err(Error::on_insert(PROGRAMME, programme.id)).map(|_| ())
}

/// The programme with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn programme(conn: &mut Conn, id: Uuid) -> Result<Programme, Error> {
    let record: Option<String> =
        programmes::table.find(id.to_string()).select(programmes::record).first(conn).optional()?;
    from_json(PROGRAMME, &record.ok_or_else(|| Error::not_found(PROGRAMME, id))?)
}

/// Stores a changed programme over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update_programme(conn: &mut Conn, programme: &Programme) -> Result<(), Error> {
    let before = programmes::table
        .find(programme.id.to_string())
        .filter(programmes::revision.eq(programme.revision.get().saturating_sub(1)));
    let changed = diesel::update(before).set(ProgrammeRow::of(programme)?).execute(conn)?;
    one_changed(changed, PROGRAMME, programme.id)
}

/// Programmes of these providers, or of all, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list_programmes(
    conn: &mut Conn,
    providers: Option<&[Slug]>,
    page: &Page,
) -> Result<Paged<Programme>, Error> {
    let mut query = programmes::table
        .order(programmes::id.desc())
        .limit(page.fetch())
        .select(programmes::record)
        .into_boxed();
    if let Some(providers) = providers {
        query = query.filter(programmes::provider.eq_any(providers.iter().map(Slug::as_str)));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(programmes::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(PROGRAMME, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |programme: &Programme| Cursor::new([programme.id])))
}

/// Stores a new onboarding.
///
/// # Errors
/// `NotFound` without its unit; those of the database.
pub fn insert(conn: &mut Conn, onboarding: &Onboarding) -> Result<(), Error> {
    let insert = diesel::insert_into(onboardings::table).values(Row::of(onboarding)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, onboarding.id)).map(|_| ())
}

/// The onboarding with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Onboarding, Error> {
    let record: Option<String> =
        onboardings::table.find(id.to_string()).select(onboardings::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed onboarding over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, onboarding: &Onboarding) -> Result<(), Error> {
    let before = onboardings::table
        .find(onboarding.id.to_string())
        .filter(onboardings::revision.eq(onboarding.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(onboarding)?).execute(conn)?, KIND, onboarding.id)
}

/// Onboardings, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Onboarding>, Error> {
    let mut query = onboardings::table
        .order(onboardings::id.desc())
        .limit(page.fetch())
        .select(onboardings::record)
        .into_boxed();
    if let Some(unit) = &filter.unit {
        query = query.filter(onboardings::unit.eq(unit.as_str()));
    }
    if let Some(state) = filter.state {
        query = query.filter(onboardings::state.eq(state.as_str()));
    }
    if let Reach::Of { units, providers, on } = &filter.reach {
        let own = onboardings::unit.eq_any(units.iter().map(Ars::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        query = query.filter(own.or(exists(served!(onboardings::unit, serve, on.to_chrono()))));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(onboardings::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |onboarding: &Onboarding| Cursor::new([onboarding.id])))
}
