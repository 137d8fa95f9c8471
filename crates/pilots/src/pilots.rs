//! Pilots of front-runners ("Spitzenreiter"): from the call to the evaluated result, with proof before and after.
//! Transitions are pure: a pilot in, a pilot or everything that is missing out.

use std::collections::BTreeMap;

use blaupause_catalog::ModulePin;
use blaupause_kernel::{
    Ars, Date, Digest, Euro, LocalizedText, Message, PersonDays, Rational, Revision, Slug,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::reports::ExperienceReport;
use crate::{Error, Prose};

mod calls;
mod gates;
mod goals;
mod new;

pub use calls::{Candidate, CandidateFacts, CandidateReason, CandidateTopic, Interest, rank_candidates};
pub use gates::{Gate, GateAnswer, GateAnswers};
pub use goals::{GoalResult, UnitLevels};
pub use new::{NewPilot, PilotDescription};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest summary, in characters.
pub const MAX_SUMMARY: usize = 5_000;
/// Most units of one pilot.
pub const MAX_UNITS: usize = 100;
/// Most goals of one pilot.
pub const MAX_GOALS: usize = 50;
/// Most modules of one pilot.
pub const MAX_MODULES: usize = 100;

/// What a pilot wants to reach: a level of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goal {
    /// The indicator, by its id in the pilot's model.
    pub indicator: Slug,
    /// The level to reach, on the indicator's own scale.
    pub level: Rational,
}

/// A signed-off assessment, as a record refers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssessmentRef {
    /// Id of the assessment.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Uuid))]
    pub id: Uuid,
    /// Digest of the signed-off document.
    pub hash: Digest,
    /// Day whose state it describes ("Stichtag").
    pub reference_date: Date,
}

/// The assessments of one unit around the pilot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PilotAssessments {
    /// The unit.
    pub unit: Ars,
    /// Signed-off assessment before the start.
    pub before: Option<AssessmentRef>,
    /// Signed-off assessment after the run.
    pub after: Option<AssessmentRef>,
}

/// Where a pilot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PilotState {
    /// Aufruf: partners are sought.
    Call,
    /// Vorbereitet: partners are found, the start is being prepared.
    Prepared,
    /// Läuft.
    Running,
    /// Ausgewertet: assessed before and after.
    Evaluated,
    /// Abgeschlossen: the experience report is complete.
    Finished,
    /// Abgebrochen, with the reason.
    Aborted,
}

/// A change of a pilot's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PilotTransition {
    /// The partners are found.
    Prepare,
    /// The run begins.
    Start,
    /// The run is over and assessed.
    Evaluate,
    /// The report is complete.
    Finish,
    /// The pilot is given up.
    Abort,
}

impl PilotState {
    /// Every state, in the order of the life of a pilot.
    pub const ALL: [Self; 6] =
        [Self::Call, Self::Prepared, Self::Running, Self::Evaluated, Self::Finished, Self::Aborted];

    /// The state after `transition`, if this state allows it.
    ///
    /// An evaluated pilot can no longer be aborted: blueprints may rest on it.
    pub fn after(self, transition: PilotTransition) -> Option<Self> {
        match (self, transition) {
            (Self::Call, PilotTransition::Prepare) => Some(Self::Prepared),
            (Self::Prepared, PilotTransition::Start) => Some(Self::Running),
            (Self::Running, PilotTransition::Evaluate) => Some(Self::Evaluated),
            (Self::Evaluated, PilotTransition::Finish) => Some(Self::Finished),
            (Self::Call | Self::Prepared | Self::Running, PilotTransition::Abort) => Some(Self::Aborted),
            _ => None,
        }
    }

    /// Whether the pilot was evaluated, so that a blueprint may rest on it.
    pub const fn is_proven(self) -> bool {
        matches!(self, Self::Evaluated | Self::Finished)
    }

    /// The name of the state in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Prepared => "prepared",
            Self::Running => "running",
            Self::Evaluated => "evaluated",
            Self::Finished => "finished",
            Self::Aborted => "aborted",
        }
    }
}

impl PilotTransition {
    /// Every transition.
    pub const ALL: [Self; 5] = [Self::Prepare, Self::Start, Self::Evaluate, Self::Finish, Self::Abort];

    /// The name of the transition in JSON and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Start => "start",
            Self::Evaluate => "evaluate",
            Self::Finish => "finish",
            Self::Abort => "abort",
        }
    }
}

/// A pilot: a provider and some units try something out, to a goal that can be measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pilot {
    /// Its key.
    pub slug: Slug,
    /// Its title.
    pub title: LocalizedText,
    /// What is tried out and why, in a few sentences.
    pub summary: LocalizedText,
    /// The provider that runs it and owns the record.
    pub provider: Slug,
    /// The units that take part; empty only while partners are sought.
    pub units: Vec<Ars>,
    /// The maturity model its goals refer to.
    pub model: Slug,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// The modules in use.
    pub modules: Vec<ModulePin>,
    /// Money planned, over all units.
    pub budget: Euro,
    /// Effort planned, over all units and the provider.
    pub planned_effort: PersonDays,
    /// First day planned.
    pub planned_from: Date,
    /// Last day planned.
    pub planned_until: Date,
    /// Where it stands.
    pub state: PilotState,
    /// The day on which each state was reached.
    pub state_dates: BTreeMap<PilotState, Date>,
    /// Assessments before and after, by unit.
    pub assessments: Vec<PilotAssessments>,
    /// Why it was aborted, if it was.
    pub abort_reason: Option<Prose>,
    /// Prüfliste: the answers given so far.
    #[serde(default)]
    pub gates: GateAnswers,
    /// How often the record was changed.
    pub revision: Revision,
}

impl Pilot {
    /// Notes the signed-off assessment of `unit` before the start; possible until the pilot starts.
    ///
    /// # Errors
    /// `WrongState` once it runs, `NotInPilot` for another unit.
    pub fn assess_before(self, unit: &Ars, assessment: AssessmentRef) -> Result<Self, Error> {
        self.assess(unit, "assessBefore", &[PilotState::Call, PilotState::Prepared], |a| {
            a.before = Some(assessment)
        })
    }

    /// Notes the signed-off assessment of `unit` after the run; possible while the pilot runs.
    ///
    /// # Errors
    /// `WrongState` unless it runs, `NotInPilot` for another unit.
    pub fn assess_after(self, unit: &Ars, assessment: AssessmentRef) -> Result<Self, Error> {
        self.assess(unit, "assessAfter", &[PilotState::Running], |a| a.after = Some(assessment))
    }

    /// Ends the call: the partners are found.
    ///
    /// # Errors
    /// `WrongState` unless in `Call`, `NotReady` without a unit, `TooEarly` for a day before the call.
    pub fn prepare(self, on: Date) -> Result<Self, Error> {
        let missing = self.units.is_empty().then(|| Message::new("pilot-needs-units"));
        self.step(PilotTransition::Prepare, missing.into_iter().collect(), on)
    }

    /// Begins the run.
    ///
    /// # Errors
    /// `WrongState` unless prepared, `NotReady` with everything that is missing: units, goals, and a signed-off
    /// assessment before for every unit; `TooEarly` for a day before the preparation.
    pub fn start(self, on: Date) -> Result<Self, Error> {
        let mut missing = Vec::new();
        if self.units.is_empty() {
            missing.push(Message::new("pilot-needs-units"));
        }
        if self.goals.is_empty() {
            missing.push(Message::new("pilot-needs-goals"));
        }
        for unit in &self.units {
            if self.of_unit(unit).is_none_or(|a| a.before.is_none()) {
                missing.push(Message::new("pilot-needs-assessment-before").with("unit", unit));
            }
        }
        self.step(PilotTransition::Start, missing, on)
    }

    /// Closes the run as assessed.
    ///
    /// # Errors
    /// `WrongState` unless running, `NotReady` with every unit whose assessment after is missing or not dated
    /// after the one before; `TooEarly` for a day before the start.
    pub fn evaluate(self, on: Date) -> Result<Self, Error> {
        let mut missing = Vec::new();
        for unit in &self.units {
            let (before, after) =
                self.of_unit(unit).map_or((None, None), |a| (a.before.as_ref(), a.after.as_ref()));
            match (before, after) {
                (_, None) => missing.push(Message::new("pilot-needs-assessment-after").with("unit", unit)),
                (Some(b), Some(a)) if a.reference_date <= b.reference_date => missing.push(
                    Message::new("pilot-assessment-after-too-old")
                        .with("unit", unit)
                        .with("before", b.reference_date)
                        .with("after", a.reference_date),
                ),
                _ => {}
            }
        }
        self.step(PilotTransition::Evaluate, missing, on)
    }

    /// Finishes an evaluated pilot with its complete experience report.
    ///
    /// # Errors
    /// `WrongState` unless evaluated, `NotReady` with every answer the report lacks, or without a report of this
    /// pilot; `TooEarly` for a day before the evaluation.
    pub fn finish(self, report: Option<&ExperienceReport>, on: Date) -> Result<Self, Error> {
        let missing = match report.filter(|r| r.pilot == self.slug) {
            None => vec![Message::new("pilot-needs-report")],
            Some(report) => report
                .missing()
                .into_iter()
                .map(|field| Message::new("report-answer-missing").with("field", field.as_str()))
                .collect(),
        };
        self.step(PilotTransition::Finish, missing, on)
    }

    /// Gives the pilot up.
    ///
    /// # Errors
    /// `WrongState` once it is evaluated or aborted, `TooEarly` for a day before the last state.
    pub fn abort(self, reason: Prose, on: Date) -> Result<Self, Error> {
        let pilot = self.step(PilotTransition::Abort, Vec::new(), on)?;
        Ok(Self { abort_reason: Some(reason), ..pilot })
    }

    /// The assessments noted for a unit.
    pub fn of_unit(&self, unit: &Ars) -> Option<&PilotAssessments> {
        self.assessments.iter().find(|a| a.unit == *unit)
    }

    fn wrong_state(&self, transition: &'static str) -> Error {
        Error::WrongState { kind: "pilot", id: self.slug.to_string(), state: self.state.as_str(), transition }
    }

    /// Takes a transition, unless the state forbids it, something is missing or the day lies before the last state.
    fn step(mut self, transition: PilotTransition, missing: Vec<Message>, on: Date) -> Result<Self, Error> {
        let next = self.state.after(transition).ok_or_else(|| self.wrong_state(transition.as_str()))?;
        if !missing.is_empty() {
            return Err(Error::NotReady { pilot: self.slug, transition: transition.as_str(), missing });
        }
        if let Some(earliest) = self.state_dates.values().max().filter(|last| on < **last) {
            return Err(Error::TooEarly { date: on, earliest: *earliest });
        }
        self.state = next;
        self.state_dates.insert(next, on);
        self.revision = self.revision.next();
        Ok(self)
    }

    fn assess(
        mut self,
        unit: &Ars,
        transition: &'static str,
        states: &[PilotState],
        set: impl FnOnce(&mut PilotAssessments),
    ) -> Result<Self, Error> {
        if !states.contains(&self.state) {
            return Err(self.wrong_state(transition));
        }
        if !self.units.contains(unit) {
            return Err(Error::NotInPilot { pilot: self.slug, unit: unit.clone() });
        }
        match self.assessments.iter_mut().find(|a| a.unit == *unit) {
            Some(entry) => set(entry),
            None => {
                let mut entry = PilotAssessments { unit: unit.clone(), before: None, after: None };
                set(&mut entry);
                self.assessments.push(entry);
            }
        }
        self.revision = self.revision.next();
        Ok(self)
    }
}

#[cfg(test)]
pub(crate) mod tests;
