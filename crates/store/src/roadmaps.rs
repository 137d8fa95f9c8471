//! Roadmaps: the jobs, how far they are, and what came of them.

use blaupause_kernel::{Ars, Cursor, Page, Paged, Slug, Timestamp};
use blaupause_pilots::roadmaps::{Job, JobProgress, JobState, PlanFor};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::{Own, Reach};
use crate::columns::{from_json, one_changed, parse, to_column, to_json};
use crate::schema::{roadmaps, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "roadmap";

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = roadmaps, treat_none_as_null = true)]
struct Row {
    id: String,
    unit: Option<String>,
    provider: Option<String>,
    state: &'static str,
    record: String,
    revision: i64,
    finished_at: Option<chrono::NaiveDateTime>,
}

impl Row {
    fn of(job: &Job) -> Result<Self, Error> {
        let (unit, provider) = match &job.plan_for {
            PlanFor::Unit(unit) => (Some(unit.to_string()), None),
            PlanFor::Provider(provider) => (None, Some(provider.to_string())),
        };
        Ok(Self {
            id: job.id.to_string(),
            unit,
            provider,
            state: job.state.as_str(),
            record: to_json(KIND, job)?,
            revision: job.revision.get(),
            finished_at: job.finished_at.map(Timestamp::to_naive),
        })
    }
}

/// Which roadmaps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those for this unit alone.
    pub unit: Option<Ars>,
    /// Those for all units of this provider.
    pub provider: Option<Slug>,
}

/// Stores a new job.
///
/// # Errors
/// Those of the database.
pub fn insert(conn: &mut Conn, job: &Job) -> Result<(), Error> {
    let insert = diesel::insert_into(roadmaps::table).values(Row::of(job)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, job.id)).map(|_| ())
}

/// The job with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Job, Error> {
    find(conn, id)?.ok_or_else(|| Error::not_found(KIND, id))
}

fn find(conn: &mut Conn, id: Uuid) -> Result<Option<Job>, Error> {
    let record: Option<String> =
        roadmaps::table.find(id.to_string()).select(roadmaps::record).first(conn).optional()?;
    record.map(|record| from_json(KIND, &record)).transpose()
}

/// How far a job is, if anybody told.
///
/// # Errors
/// Those of the database.
pub fn progress(conn: &mut Conn, id: Uuid) -> Result<Option<JobProgress>, Error> {
    let text: Option<Option<String>> =
        roadmaps::table.find(id.to_string()).select(roadmaps::progress).first(conn).optional()?;
    text.flatten().map(|text| from_json(KIND, &text)).transpose()
}

/// What came of a job, as JSON, if it is done.
///
/// # Errors
/// Those of the database.
pub fn result(conn: &mut Conn, id: Uuid) -> Result<Option<String>, Error> {
    let text: Option<Option<String>> =
        roadmaps::table.find(id.to_string()).select(roadmaps::result).first(conn).optional()?;
    Ok(text.flatten())
}

/// Stores a changed job over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, job: &Job) -> Result<(), Error> {
    let before = roadmaps::table
        .find(job.id.to_string())
        .filter(roadmaps::revision.eq(job.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(job)?).execute(conn)?, KIND, job.id)
}

/// Removes a job with what came of it.
///
/// # Errors
/// `Stale` if it is no longer there in this revision; those of the database.
pub fn delete(conn: &mut Conn, job: &Job) -> Result<(), Error> {
    let there = roadmaps::table.find(job.id.to_string()).filter(roadmaps::revision.eq(job.revision.get()));
    one_changed(diesel::delete(there).execute(conn)?, KIND, job.id)
}

/// Jobs, the newest first: those for units within reach, and those for providers whose service areas may be read.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(
    conn: &mut Conn,
    filter: &Filter,
    (reach, own): (&Reach, &Own),
    page: &Page,
) -> Result<Paged<Job>, Error> {
    let mut query =
        roadmaps::table.order(roadmaps::id.desc()).limit(page.fetch()).select(roadmaps::record).into_boxed();
    if let Some(cursor) = page.after() {
        let before: Uuid = cursor.key(0).ok().and_then(|key| key.parse().ok()).ok_or(Error::Cursor)?;
        query = query.filter(roadmaps::id.lt(before.to_string()));
    }
    if let Some(unit) = &filter.unit {
        query = query.filter(roadmaps::unit.eq(unit.to_string()));
    }
    if let Some(provider) = &filter.provider {
        query = query.filter(roadmaps::provider.eq(provider.to_string()));
    }
    let (unit, provider) = (roadmaps::unit.assume_not_null(), roadmaps::provider.assume_not_null());
    let of_providers = |own: &Own| match own {
        Own::All => None,
        Own::Of(own) => Some(own.iter().map(ToString::to_string).collect::<Vec<_>>()),
    };
    match (reach, of_providers(own)) {
        (Reach::Everything, None) => {}
        (Reach::Everything, Some(own)) => {
            query = query.filter(roadmaps::unit.is_not_null().or(provider.eq_any(own)));
        }
        (Reach::Of { units, providers, on }, own) => {
            let theirs = unit.eq_any(units.iter().map(Ars::as_str));
            let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
            let seen = theirs.or(exists(served!(unit, serve, on.to_chrono())));
            query = match own {
                None => query.filter(seen.or(roadmaps::provider.is_not_null())),
                Some(own) => query.filter(seen.or(provider.eq_any(own))),
            };
        }
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|record| from_json(KIND, record)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |job: &Job| Cursor::new([job.id])))
}

/// How many jobs for the same unit or provider are not over.
///
/// # Errors
/// Those of the database.
pub fn count_open(conn: &mut Conn, plan_for: &PlanFor) -> Result<usize, Error> {
    let open = [JobState::Queued.as_str(), JobState::Running.as_str()];
    let query = roadmaps::table.filter(roadmaps::state.eq_any(open)).select(count_star()).into_boxed();
    let query = match plan_for {
        PlanFor::Unit(unit) => query.filter(roadmaps::unit.eq(unit.to_string())),
        PlanFor::Provider(provider) => query.filter(roadmaps::provider.eq(provider.to_string())),
    };
    to_column(KIND, query.first::<i64>(conn)?)
}

/// The roadmap that was done last for a unit alone or for all units of one of these providers, with what came of it.
///
/// # Errors
/// Those of the database.
pub fn last_done(
    conn: &mut Conn,
    unit: Option<&Ars>,
    providers: &[Slug],
) -> Result<Option<(Job, String)>, Error> {
    let of_provider =
        roadmaps::provider.assume_not_null().eq_any(providers.iter().map(Slug::as_str).collect::<Vec<_>>());
    let mut query = roadmaps::table
        .filter(roadmaps::state.eq(JobState::Done.as_str()))
        .order((roadmaps::finished_at.desc(), roadmaps::id.desc()))
        .select((roadmaps::record, roadmaps::result))
        .into_boxed();
    query = match unit {
        Some(unit) => query.filter(roadmaps::unit.assume_not_null().eq(unit.to_string()).or(of_provider)),
        None => query.filter(of_provider),
    };
    let found: Option<(String, Option<String>)> = query.first(conn).optional()?;
    let Some((record, Some(result))) = found else { return Ok(None) };
    Ok(Some((from_json(KIND, &record)?, result)))
}

/// A job that waits at `now`, or whose worker was cut off: the oldest.
///
/// # Errors
/// Those of the database.
pub fn waiting(conn: &mut Conn, now: Timestamp) -> Result<Option<Uuid>, Error> {
    let cut_off = roadmaps::state
        .eq(JobState::Running.as_str())
        .and(roadmaps::leased_until.assume_not_null().le(now.to_naive()));
    let id: Option<String> = roadmaps::table
        .filter(roadmaps::state.eq(JobState::Queued.as_str()).or(cut_off))
        .order(roadmaps::id)
        .select(roadmaps::id)
        .first(conn)
        .optional()?;
    id.map(|id| parse(KIND, &id)).transpose()
}

/// Gives a job to a worker until an instant, unless somebody changed it meanwhile: `true` if the worker has it now. `job` is
/// the job as it is from then on.
///
/// # Errors
/// Those of the database.
pub fn take(conn: &mut Conn, job: &Job, worker: Uuid, until: Timestamp) -> Result<bool, Error> {
    let before = roadmaps::table
        .find(job.id.to_string())
        .filter(roadmaps::revision.eq(job.revision.get().saturating_sub(1)));
    let held = (
        Row::of(job)?,
        roadmaps::progress.eq(None::<String>),
        roadmaps::leased_by.eq(Some(worker.to_string())),
        roadmaps::leased_until.eq(Some(until.to_naive())),
    );
    Ok(diesel::update(before).set(held).execute(conn)? == 1)
}

/// Tells how far a worker is, and leaves the job to it for longer: `false` if it is not its job any more.
///
/// # Errors
/// Those of the database.
pub fn tell(
    conn: &mut Conn,
    id: Uuid,
    worker: Uuid,
    until: Timestamp,
    progress: &JobProgress,
) -> Result<bool, Error> {
    let own = roadmaps::table
        .find(id.to_string())
        .filter(roadmaps::leased_by.eq(worker.to_string()))
        .filter(roadmaps::state.eq(JobState::Running.as_str()));
    let told = (
        roadmaps::progress.eq(Some(to_json(KIND, progress)?)),
        roadmaps::leased_until.eq(Some(until.to_naive())),
    );
    Ok(diesel::update(own).set(told).execute(conn)? == 1)
}

/// Leaves a job to its worker for longer, if it is still its.
///
/// # Errors
/// Those of the database.
pub fn hold(conn: &mut Conn, id: Uuid, worker: Uuid, until: Timestamp) -> Result<(), Error> {
    let own = roadmaps::table.find(id.to_string()).filter(roadmaps::leased_by.eq(worker.to_string()));
    diesel::update(own).set(roadmaps::leased_until.eq(Some(until.to_naive()))).execute(conn)?;
    Ok(())
}

/// Stores what a worker made of a job, if it is still its: `true` if it was.
///
/// # Errors
/// Those of the database.
pub fn give_back(conn: &mut Conn, job: &Job, worker: Uuid, result: Option<&str>) -> Result<bool, Error> {
    let own = roadmaps::table
        .find(job.id.to_string())
        .filter(roadmaps::leased_by.eq(worker.to_string()))
        .filter(roadmaps::revision.eq(job.revision.get().saturating_sub(1)));
    let done = (
        Row::of(job)?,
        roadmaps::result.eq(result),
        roadmaps::leased_by.eq(None::<String>),
        roadmaps::leased_until.eq(None::<chrono::NaiveDateTime>),
    );
    Ok(diesel::update(own).set(done).execute(conn)? == 1)
}
