//! Ticking off the steps of an adoption in the order the blueprint's graph allows.

use blaupause_kernel::{Date, PersonDays, Slug};
use serde::{Deserialize, Serialize};

use super::{Adoption, AdoptionState, AdoptionTransition};
use crate::blueprints::BlueprintVersion;
use crate::{Error, NamedStep, Prose};

/// A step that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepProgress {
    /// The day it was done.
    pub done_on: Date,
    /// Effort it took.
    pub actual: PersonDays,
    /// What others should know about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

impl Adoption {
    /// Notes a step as done; noting it again corrects it.
    ///
    /// # Errors
    /// `WrongState` unless running, `OtherDocument`, `UnknownStep`, `InFuture`, `NegativeEffort`, `StepBlocked` with
    /// every step before it that is not done.
    pub fn tick(
        mut self,
        document: &BlueprintVersion,
        step: &Slug,
        progress: StepProgress,
        today: Date,
    ) -> Result<Self, Error> {
        self.require_running("tick")?;
        self.require_document(document)?;
        let found = document.step(step).ok_or_else(|| Error::UnknownStep(step.clone()))?;
        if progress.done_on > today {
            return Err(Error::InFuture { date: progress.done_on, today });
        }
        if progress.actual < PersonDays::ZERO {
            return Err(Error::NegativeEffort(progress.actual.to_string()));
        }
        let before = document.steps.iter().filter(|s| found.after.contains(&s.id));
        let open: Vec<NamedStep> =
            before.filter(|s| !self.steps.contains_key(&s.id)).map(NamedStep::from).collect();
        if !open.is_empty() {
            return Err(Error::StepBlocked { step: found.into(), open });
        }
        self.steps.insert(step.clone(), progress);
        self.revision = self.revision.next();
        Ok(self)
    }

    /// Takes the note that a step is done back.
    ///
    /// # Errors
    /// `WrongState` unless running, `OtherDocument`, `NotTicked`, `StepCarries` with every done step that comes
    /// right after it.
    pub fn untick(mut self, document: &BlueprintVersion, step: &Slug) -> Result<Self, Error> {
        self.require_running("untick")?;
        self.require_document(document)?;
        let Some(found) = document.step(step).filter(|s| self.steps.contains_key(&s.id)) else {
            return Err(Error::NotTicked(step.clone()));
        };
        let rests =
            document.steps.iter().filter(|s| s.after.contains(step) && self.steps.contains_key(&s.id));
        let done: Vec<NamedStep> = rests.map(NamedStep::from).collect();
        if !done.is_empty() {
            return Err(Error::StepCarries { step: found.into(), done });
        }
        self.steps.remove(step);
        self.revision = self.revision.next();
        Ok(self)
    }

    /// Takes what was built into use.
    ///
    /// # Errors
    /// `WrongState` unless running, `OtherDocument`, `StepsOpen` with every step that is not done, `TooEarly` for a
    /// day before the last change or the last step.
    pub fn go_live(self, document: &BlueprintVersion, on: Date) -> Result<Self, Error> {
        self.require(AdoptionTransition::GoLive)?;
        self.require_document(document)?;
        let open = document.ordered_steps().into_iter().filter(|s| !self.steps.contains_key(&s.id));
        let open: Vec<NamedStep> = open.map(NamedStep::from).collect();
        if !open.is_empty() {
            return Err(Error::StepsOpen(open));
        }
        if let Some(earliest) = self.steps.values().map(|p| p.done_on).max().filter(|last| on < *last) {
            return Err(Error::TooEarly { date: on, earliest });
        }
        self.step(AdoptionTransition::GoLive, on)
    }

    /// Effort noted so far over all steps.
    pub fn actual_effort(&self) -> PersonDays {
        let hundredths = self.steps.values().map(|p| p.actual.hundredths()).fold(0, i64::saturating_add);
        PersonDays::from_hundredths(hundredths)
    }

    fn require_running(&self, transition: &'static str) -> Result<(), Error> {
        if self.state == AdoptionState::Running { Ok(()) } else { Err(self.wrong_state(transition)) }
    }
}
