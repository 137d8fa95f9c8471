//! Making roadmaps. Any number of planners on any number of servers do it side by side: each takes a job for itself for a
//! while, and another one begins it anew where one was cut off.

use std::sync::{Mutex, mpsc};
use std::time::Duration;

use blaupause_access::{Actor, Grant};
use blaupause_kernel::{Message, Timestamp};
use blaupause_pilots::roadmaps::{Job, JobProgress, Progress, Roadmap, Stopped, Work, answer, build, solve};
use blaupause_store::roadmaps as store;
use uuid::Uuid;

use crate::roadmap_facts::load;
use crate::roadmaps::change;
use crate::{App, Error, Read, Write};

/// How often a planner tells how far it is, in seconds.
const TELL_EVERY: i64 = 2;

/// Makes one roadmap, if one is asked for: `true` if there was one. `goes_on` is asked many times a second; if it says no, the
/// job is put back.
///
/// # Errors
/// Those of the store.
pub fn work(
    app: &App,
    threads: usize,
    lease: Duration,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<bool, Error> {
    if app.read_blocking(|tx| waiting(tx.now(), tx))?.is_none() {
        return Ok(false);
    }
    let planner = Planner {
        app,
        id: app.new_id(),
        seconds: i64::try_from(lease.as_secs()).unwrap_or(i64::MAX).max(1),
        goes_on,
        told: Mutex::new(app.now()),
    };
    let Some(job) = app.write_apart(|tx| planner.take(tx))? else { return Ok(true) };
    if job.state.is_over() {
        return Ok(true);
    }
    match planner.with_heart(&job, || planner.plan(&job, threads)) {
        Ok(roadmap) => planner.finish(job, Some(&roadmap), None)?,
        Err(Outcome::Stopped) if goes_on() => {}
        Err(Outcome::Stopped) => planner.put_back(job)?,
        Err(Outcome::Failed(message)) => planner.finish(job, None, Some(message))?,
        Err(Outcome::Error(error)) => {
            tracing::error!(%error, job = %job.id, "a roadmap could not be made");
            planner.finish(job, None, Some(Message::new("internal")))?;
        }
    }
    Ok(true)
}

fn waiting(now: Timestamp, tx: &mut Read<'_>) -> Result<Option<Uuid>, Error> {
    Ok(store::waiting(tx.conn(), now)?)
}

/// Why there is no roadmap.
enum Outcome {
    /// Nobody wants it any more, or the planner has to stop.
    Stopped,
    /// What there is does not make a roadmap.
    Failed(Message),
    /// Something went wrong.
    Error(Error),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        use blaupause_kernel::Described;
        match error {
            Error::Pilots(reason) => Self::Failed(reason.message()),
            other => Self::Error(other),
        }
    }
}

struct Planner<'a> {
    app: &'a App,
    id: Uuid,
    seconds: i64,
    goes_on: &'a (dyn Fn() -> bool + Sync),
    told: Mutex<Timestamp>,
}

impl Planner<'_> {
    /// Takes the job that waits longest; one that was begun too often is ended instead.
    fn take(&self, tx: &mut Write<'_>) -> Result<Option<Job>, Error> {
        let now = tx.now();
        let Some(id) = store::waiting(tx.conn(), now)? else { return Ok(None) };
        let job = store::by_id(tx.conn(), id)?;
        if job.is_hopeless() {
            let job = job.finish(Some(Message::new("roadmap-given-up")), now)?;
            store::update(tx.conn(), &job)?;
            tx.record(&planner(), change("roadmap.failed", &job))?;
            return Ok(Some(job));
        }
        let job = job.start(now)?;
        let taken = store::take(tx.conn(), &job, self.id, now.plus_seconds(self.seconds))?;
        Ok(taken.then_some(job))
    }

    /// Does something that takes long, and holds the job meanwhile, also where the solver is not asked yet.
    fn with_heart<T>(&self, job: &Job, work: impl FnOnce() -> T) -> T {
        let beat = Duration::from_secs(u64::try_from(self.seconds).unwrap_or(1)) / 3;
        std::thread::scope(|scope| {
            let (ends, ended) = mpsc::channel::<()>();
            scope.spawn(move || {
                while matches!(ended.recv_timeout(beat), Err(mpsc::RecvTimeoutError::Timeout)) {
                    let until = self.app.now().plus_seconds(self.seconds);
                    let held = self.app.write_apart(|tx| Ok(store::hold(tx.conn(), job.id, self.id, until)?));
                    if let Err(error) = held {
                        tracing::warn!(%error, job = %job.id, "a roadmap's job could not be held");
                    }
                }
            });
            let done = work();
            drop(ends);
            done
        })
    }

    fn plan(&self, job: &Job, threads: usize) -> Result<Roadmap, Outcome> {
        let loaded = self.app.read_blocking(|tx| load(tx, job.clone()))?;
        let facts = loaded.facts();
        let built = build(&facts).map_err(Error::from)?;
        let work = Work { threads, ..Work::default() };
        let watch = |progress: Progress| self.tells(job.id, progress);
        match solve(&built.problem, work, &watch) {
            Ok(found) => Ok(answer(&facts, &built, &found).map_err(Error::from)?),
            Err(Stopped::Stopped) => Err(Outcome::Stopped),
            Err(Stopped::Misfit(misfit)) => Err(Outcome::Error(Error::Internal(misfit.to_string()))),
        }
    }

    /// Tells how far it is, now and then; `false` if the job is somebody else's or nobody's by now. A database that does not
    /// answer for a moment is no reason to stop.
    fn tells(&self, job: Uuid, progress: Progress) -> bool {
        if !(self.goes_on)() {
            return false;
        }
        let Ok(mut told) = self.told.lock() else { return false };
        let now = self.app.now();
        if now < told.plus_seconds(TELL_EVERY) {
            return true;
        }
        *told = now;
        let progress = JobProgress::of(progress);
        let until = now.plus_seconds(self.seconds);
        let kept = self.app.write_apart(|tx| Ok(store::tell(tx.conn(), job, self.id, until, &progress)?));
        kept.unwrap_or_else(|error| {
            tracing::warn!(%error, "the progress of a roadmap could not be noted");
            true
        })
    }

    fn finish(&self, job: Job, roadmap: Option<&Roadmap>, failure: Option<Message>) -> Result<(), Error> {
        let text = roadmap.map(serde_json::to_string).transpose();
        let text = text.map_err(|error| Error::Internal(error.to_string()))?;
        self.app.write_apart(|tx| {
            let job = job.clone().finish(failure.clone(), tx.now())?;
            if store::give_back(tx.conn(), &job, self.id, text.as_deref())? {
                let kind = if failure.is_some() { "roadmap.failed" } else { "roadmap.done" };
                tx.record(&planner(), change(kind, &job))?;
                tracing::info!(job = %job.id, state = job.state.as_str(), "roadmap made");
            }
            Ok(())
        })
    }

    fn put_back(&self, job: Job) -> Result<(), Error> {
        self.app.write_apart(|tx| {
            let job = job.clone().put_back()?;
            store::give_back(tx.conn(), &job, self.id, None)?;
            Ok(())
        })
    }
}

/// Who makes roadmaps.
fn planner() -> Actor {
    Actor::granted(Grant { subject: "roadmap-planner".to_owned(), ..Grant::default() })
}
