//! The job of making a roadmap: asked for, worked on, done, and what ends it otherwise.

use blaupause_kernel::{Ars, Message, Rational, Revision, Slug, Timestamp};
use blaupause_roadmap as solver;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Frame;
use super::build::PARTS;
use crate::Error;

/// How often a job is begun before it is given up.
const MOST_ATTEMPTS: u32 = 3;

/// For whom a roadmap is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PlanFor {
    /// For one unit.
    Unit(Ars),
    /// For all units that a provider serves.
    Provider(Slug),
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapJobState))]
pub enum JobState {
    /// Nobody works on it yet.
    Queued,
    /// Somebody works on it.
    Running,
    /// The roadmap is there.
    Done,
    /// It could not be made.
    Failed,
    /// Somebody called it off.
    Cancelled,
}

impl JobState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more happens to it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapProgress))]
pub struct JobProgress {
    /// Steps done; more may turn out to be needed.
    pub done: u64,
    /// Steps in all, as far as is known.
    pub of: u64,
    /// What the best plan so far is worth.
    pub value: Rational,
    /// No plan is worth more; nothing while it is not known.
    pub bound: Option<Rational>,
}

impl JobProgress {
    /// What the solver tells.
    pub fn of(told: solver::Progress) -> Self {
        let steps = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let points = |parts: i64| Rational::new(parts, PARTS).unwrap_or_else(|| Rational::from_int(0));
        Self {
            done: steps(told.done),
            of: steps(told.of),
            value: points(told.value),
            bound: told.bound.map(points),
        }
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub plan_for: PlanFor,
    /// What the roadmap is made for.
    pub frame: Frame,
    /// Where it stands.
    pub state: JobState,
    /// Who asked for it, as the token names them.
    pub requested_by: String,
    /// When.
    pub requested_at: Timestamp,
    /// When somebody began to work on it last.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
    /// Why it could not be made.
    pub failure: Option<Message>,
    /// How often somebody began to work on it and was cut off or is at work.
    pub attempts: u32,
    /// How often its state changed.
    pub revision: Revision,
}

impl Job {
    /// A job that waits.
    ///
    /// # Errors
    /// `Invalid` if the frame contradicts itself.
    pub fn new(
        id: Uuid,
        plan_for: PlanFor,
        frame: Frame,
        requested_by: &str,
        now: Timestamp,
    ) -> Result<Self, Error> {
        frame.check()?;
        Ok(Self {
            id,
            plan_for,
            frame,
            state: JobState::Queued,
            requested_by: requested_by.to_owned(),
            requested_at: now,
            started_at: None,
            finished_at: None,
            failure: None,
            attempts: 0,
            revision: Revision::FIRST,
        })
    }

    /// Somebody works on it; also again, where somebody was cut off.
    ///
    /// # Errors
    /// `WrongState` if it is over.
    pub fn start(self, now: Timestamp) -> Result<Self, Error> {
        self.refuse_if_over("start")?;
        let attempts = self.attempts.saturating_add(1);
        Ok(Self { state: JobState::Running, started_at: Some(now), attempts, ..self }.changed())
    }

    /// The roadmap is there, or it could not be made.
    ///
    /// # Errors
    /// `WrongState` if it is over.
    pub fn finish(self, failure: Option<Message>, now: Timestamp) -> Result<Self, Error> {
        self.refuse_if_over("finish")?;
        let state = if failure.is_some() { JobState::Failed } else { JobState::Done };
        Ok(Self { state, failure, finished_at: Some(now), ..self }.changed())
    }

    /// It waits again: whoever worked on it stops before it is done.
    ///
    /// # Errors
    /// `WrongState` if it is over.
    pub fn put_back(self) -> Result<Self, Error> {
        self.refuse_if_over("putBack")?;
        let attempts = self.attempts.saturating_sub(1);
        Ok(Self { state: JobState::Queued, started_at: None, attempts, ..self }.changed())
    }

    /// Somebody calls it off.
    ///
    /// # Errors
    /// `WrongState` if it is over.
    pub fn cancel(self, now: Timestamp) -> Result<Self, Error> {
        self.refuse_if_over("cancel")?;
        Ok(Self { state: JobState::Cancelled, finished_at: Some(now), ..self }.changed())
    }

    /// Lets it be removed with what came of it.
    ///
    /// # Errors
    /// `WrongState` while it waits or is worked on.
    pub fn may_be_removed(&self) -> Result<(), Error> {
        if self.state.is_over() { Ok(()) } else { Err(self.wrong_state("delete")) }
    }

    /// Whether it was begun so often without an end that it is not begun again.
    pub const fn is_hopeless(&self) -> bool {
        self.attempts >= MOST_ATTEMPTS
    }

    fn refuse_if_over(&self, transition: &'static str) -> Result<(), Error> {
        if self.state.is_over() { Err(self.wrong_state(transition)) } else { Ok(()) }
    }

    fn wrong_state(&self, transition: &'static str) -> Error {
        let (kind, id, state) = ("roadmap", self.id.to_string(), self.state.as_str());
        Error::WrongState { kind, id, state, transition }
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_so() {
        let now: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
        let frame: Frame =
            serde_json::from_str(r#"{"model": "demo", "from": "2026-Q2", "quarters": 4}"#).unwrap();
        let unit = PlanFor::Unit("031530019019".parse().unwrap());
        let job = Job::new(Uuid::nil(), unit, frame, "anna", now).unwrap();
        let running = job.clone().start(now).unwrap().start(now).unwrap();
        assert_eq!((running.state, running.revision), (JobState::Running, Revision::new(3)));
        assert_eq!(running.clone().put_back().unwrap().state, JobState::Queued);
        assert!(job.may_be_removed().is_err() && running.may_be_removed().is_err());
        for over in [
            running.clone().finish(None, now).unwrap(),
            running.clone().finish(Some(Message::new("internal")), now).unwrap(),
            running.cancel(now).unwrap(),
            job.cancel(now).unwrap(),
        ] {
            assert!(over.state.is_over() && over.may_be_removed().is_ok());
            assert!(over.clone().start(now).is_err() && over.clone().cancel(now).is_err());
            assert!(over.clone().put_back().is_err() && over.finish(None, now).is_err());
        }
    }
}
