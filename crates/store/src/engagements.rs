//! Engagements: one record each.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug};
use blaupause_support::engagements::{Engagement, EngagementState};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::Reach;
use crate::columns::{from_json, one_changed, to_json};
use crate::schema::{engagements, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "engagement";

/// Which engagements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those with this unit.
    pub unit: Option<Ars>,
    /// Only those of this provider.
    pub provider: Option<Slug>,
    /// Only those of this consultant: the subject of the token.
    pub consultant: Option<String>,
    /// Only those in this state.
    pub state: Option<EngagementState>,
    /// Only those with units within reach.
    pub reach: Reach,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = engagements)]
struct Row {
    id: String,
    provider: String,
    unit: String,
    consultant: String,
    state: &'static str,
    record: String,
    revision: i64,
}

impl Row {
    fn of(engagement: &Engagement) -> Result<Self, Error> {
        Ok(Self {
            id: engagement.id.to_string(),
            provider: engagement.provider.to_string(),
            unit: engagement.unit.to_string(),
            consultant: engagement.consultant.clone(),
            state: engagement.state.as_str(),
            record: to_json(KIND, engagement)?,
            revision: engagement.revision.get(),
        })
    }
}

/// Stores a new engagement.
///
/// # Errors
/// `NotFound` without its unit or provider; those of the database.
pub fn insert(conn: &mut Conn, engagement: &Engagement) -> Result<(), Error> {
    let insert = diesel::insert_into(engagements::table).values(Row::of(engagement)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, engagement.id)).map(|_| ())
}

/// The engagement with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Engagement, Error> {
    let record: Option<String> =
        engagements::table.find(id.to_string()).select(engagements::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Stores a changed engagement over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, engagement: &Engagement) -> Result<(), Error> {
    let before = engagements::table
        .find(engagement.id.to_string())
        .filter(engagements::revision.eq(engagement.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(engagement)?).execute(conn)?, KIND, engagement.id)
}

/// Engagements, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Engagement>, Error> {
    let mut query = engagements::table
        .order(engagements::id.desc())
        .limit(page.fetch())
        .select(engagements::record)
        .into_boxed();
    if let Some(unit) = &filter.unit {
        query = query.filter(engagements::unit.eq(unit.as_str()));
    }
    if let Some(provider) = &filter.provider {
        query = query.filter(engagements::provider.eq(provider.as_str()));
    }
    if let Some(consultant) = &filter.consultant {
        query = query.filter(engagements::consultant.eq(consultant));
    }
    if let Some(state) = filter.state {
        query = query.filter(engagements::state.eq(state.as_str()));
    }
    if let Reach::Of { units, providers, on } = &filter.reach {
        let own = engagements::unit.eq_any(units.iter().map(Ars::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        query = query.filter(own.or(exists(served!(engagements::unit, serve, on.to_chrono()))));
    }
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(engagements::id.lt(before.to_string()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |engagement: &Engagement| Cursor::new([engagement.id])))
}
