//! Adoptions ("Nachnutzungen"): one unit takes over one version of a blueprint, step by step, until an assessment
//! proves it. Transitions are pure; every date is given.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Digest, Message, PersonDays, Revision, Slug, Version, to_canonical_json};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::blueprints::BlueprintVersion;
use crate::pilots::AssessmentRef;
use crate::problems::Problems;
use crate::{Error, Prose};

mod curve;
mod progress;
mod state;
mod verify;

pub use curve::{CurvePoint, adoption_curves};
pub use progress::StepProgress;
pub use state::{AdoptionState, AdoptionTransition, ResumeTo};
pub use verify::SignedFacts;

/// Most deviations of one adoption.
pub const MAX_DEVIATIONS: usize = 50;
/// Largest parameters, in bytes of canonical JSON.
pub const MAX_PARAMETERS_BYTES: usize = 65_536;

/// What a caller sends to begin an adoption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AdoptionBeginning))]
pub struct NewAdoption {
    /// The unit that adopts.
    pub unit: Ars,
    /// The blueprint.
    pub blueprint: Slug,
    /// The version it is pinned to.
    pub version: Version,
    /// The provider that carries it out.
    pub provider: Slug,
    /// Values of the blueprint's parameters; an object.
    #[serde(default = "no_values")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub parameters: serde_json::Value,
    /// Where the unit departs from the blueprint.
    #[serde(default)]
    pub deviations: Vec<Prose>,
}

fn no_values() -> serde_json::Value {
    serde_json::json!({})
}

/// One unit takes over one version of a blueprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Adoption {
    /// Its id.
    pub id: Uuid,
    /// The unit that adopts.
    pub unit: Ars,
    /// The blueprint.
    pub blueprint: Slug,
    /// The version it is pinned to.
    pub version: Version,
    /// Digest of the document it is pinned to.
    pub document_hash: Digest,
    /// The provider that carries it out.
    pub provider: Slug,
    /// Values of the blueprint's parameters.
    pub parameters: serde_json::Value,
    /// Where the unit departs from the blueprint.
    pub deviations: Vec<Prose>,
    /// Where it stands.
    pub state: AdoptionState,
    /// The steps done, by key.
    pub steps: BTreeMap<Slug, StepProgress>,
    /// The unit's size class when it began; its plan was made for it.
    pub size_class: Option<SizeClass>,
    /// Effort planned for the unit's size class when it began.
    pub planned_effort: PersonDays,
    /// First day planned, once it is planned.
    pub planned_from: Option<Date>,
    /// The day on which each state was reached last.
    pub state_dates: BTreeMap<AdoptionTransition, Date>,
    /// Why it was paused or abandoned last.
    pub reason: Option<Prose>,
    /// The day on which somebody last vouched for the record.
    pub last_confirmed: Option<Date>,
    /// Last day on which the record counts as confirmed.
    pub expires: Option<Date>,
    /// The signed-off assessment that proved the outcomes.
    pub verified_by: Option<AssessmentRef>,
    /// How often the record was changed.
    pub revision: Revision,
}

impl NewAdoption {
    /// The adoption in state `Interested`, reached on `on`, with the plan for the unit's size class.
    ///
    /// # Errors
    /// `Invalid` with every problem, `OtherVersion` if the document is not the one named, `NoCanonicalForm`.
    pub fn into_adoption(
        self,
        id: Uuid,
        document: &BlueprintVersion,
        size: Option<SizeClass>,
        on: Date,
    ) -> Result<Adoption, Error> {
        check(&self.parameters, &self.deviations)?;
        if (&self.blueprint, &self.version) != (&document.blueprint, &document.version) {
            return Err(Error::OtherVersion {
                expected: format!("{}@{}", self.blueprint, self.version),
                found: format!("{}@{}", document.blueprint, document.version),
            });
        }
        Ok(Adoption {
            id,
            unit: self.unit,
            blueprint: self.blueprint,
            version: self.version,
            document_hash: document.hash()?,
            provider: self.provider,
            parameters: self.parameters,
            deviations: self.deviations,
            state: AdoptionState::Interested,
            steps: BTreeMap::new(),
            size_class: size,
            planned_effort: document.total_effort(size),
            planned_from: None,
            state_dates: BTreeMap::from([(AdoptionTransition::Register, on)]),
            reason: None,
            last_confirmed: None,
            expires: None,
            verified_by: None,
            revision: Revision::FIRST,
        })
    }
}

/// Parameters are an object of bounded size; whether they fit the blueprint's schema is checked where that is known.
fn check(parameters: &serde_json::Value, deviations: &[Prose]) -> Result<(), Error> {
    let mut problems = Problems::default();
    problems
        .require(parameters.is_object(), "/parameters", || Message::new("adoption-parameters-not-object"));
    match to_canonical_json(parameters) {
        Ok(text) => problems.require(text.len() <= MAX_PARAMETERS_BYTES, "/parameters", || {
            Message::new("adoption-parameters-too-large").with("most", MAX_PARAMETERS_BYTES)
        }),
        Err(_) => problems.require(false, "/parameters", || Message::new("pilots-no-canonical-form")),
    }
    problems.at_most("/deviations", deviations.len(), MAX_DEVIATIONS);
    problems.into_result("adoption")
}

impl Adoption {
    /// The adoption with other parameters and deviations; possible until it is verified or abandoned.
    ///
    /// # Errors
    /// `WrongState` afterwards, `Invalid` with every problem.
    pub fn revise(self, parameters: serde_json::Value, deviations: Vec<Prose>) -> Result<Self, Error> {
        if self.state.is_final() {
            return Err(self.wrong_state("revise"));
        }
        check(&parameters, &deviations)?;
        Ok(Self { parameters, deviations, revision: self.revision.next(), ..self })
    }

    /// Plans the adoption for a first day.
    ///
    /// # Errors
    /// `WrongState` unless interested, `TooEarly` for a day before the last change.
    pub fn plan(self, planned_from: Date, on: Date) -> Result<Self, Error> {
        Ok(Self { planned_from: Some(planned_from), ..self.step(AdoptionTransition::Plan, on)? })
    }

    /// Begins with the first step.
    ///
    /// # Errors
    /// `WrongState` unless planned, `TooEarly` for a day before the last change.
    pub fn start(self, on: Date) -> Result<Self, Error> {
        self.step(AdoptionTransition::Start, on)
    }

    /// Rests the adoption until it is resumed.
    ///
    /// # Errors
    /// `WrongState` unless planned, running or live; `TooEarly` for a day before the last change.
    pub fn pause(self, reason: Prose, on: Date) -> Result<Self, Error> {
        Ok(Self { reason: Some(reason), ..self.step(AdoptionTransition::Pause, on)? })
    }

    /// Goes on where the adoption was paused.
    ///
    /// # Errors
    /// `WrongState` unless paused, `TooEarly` for a day before the pause.
    pub fn resume(self, on: Date) -> Result<Self, Error> {
        self.step(AdoptionTransition::Resume, on)
    }

    /// Gives the adoption up.
    ///
    /// # Errors
    /// `WrongState` once it is verified or abandoned, `TooEarly` for a day before the last change.
    pub fn abandon(self, reason: Prose, on: Date) -> Result<Self, Error> {
        Ok(Self { reason: Some(reason), ..self.step(AdoptionTransition::Abandon, on)? })
    }

    /// Vouches that the record is true today and counts as such until `valid_until`.
    ///
    /// # Errors
    /// `WrongState` once it is abandoned, `TooEarly` if the confirmation would end before today or if today lies
    /// before the last confirmation.
    pub fn confirm(self, today: Date, valid_until: Date) -> Result<Self, Error> {
        if self.state == AdoptionState::Abandoned {
            return Err(self.wrong_state("confirm"));
        }
        let earliest = self.last_confirmed.map_or(today, |last| last.max(today));
        if today < earliest || valid_until < today {
            return Err(Error::TooEarly { date: valid_until.min(today), earliest });
        }
        Ok(Self {
            last_confirmed: Some(today),
            expires: Some(valid_until),
            revision: self.revision.next(),
            ..self
        })
    }

    /// The day on which something last happened to it: a change of state, a step, somebody who vouched for it.
    pub fn last_movement(&self) -> Option<Date> {
        let steps = self.steps.values().map(|step| step.done_on);
        self.state_dates.values().copied().chain(steps).chain(self.last_confirmed).max()
    }

    /// Whether nobody vouches for the record on this day any more.
    pub fn is_stale_on(&self, day: Date) -> bool {
        self.expires.is_none_or(|last| last < day)
    }

    /// The day it went live, if it did.
    pub fn live_since(&self) -> Option<Date> {
        self.state_dates.get(&AdoptionTransition::GoLive).copied()
    }

    fn wrong_state(&self, transition: &'static str) -> Error {
        Error::WrongState {
            kind: "adoption",
            id: self.id.to_string(),
            state: self.state.as_str(),
            transition,
        }
    }

    fn require(&self, transition: AdoptionTransition) -> Result<AdoptionState, Error> {
        self.state.after(transition).ok_or_else(|| self.wrong_state(transition.as_str()))
    }

    /// Takes a transition, unless the state forbids it or the day lies before the last change.
    fn step(mut self, transition: AdoptionTransition, on: Date) -> Result<Self, Error> {
        let state = self.require(transition)?;
        if let Some(earliest) = self.state_dates.values().max().filter(|last| on < **last) {
            return Err(Error::TooEarly { date: on, earliest: *earliest });
        }
        self.state_dates.insert(transition, on);
        Ok(Self { state, revision: self.revision.next(), ..self })
    }

    /// Refuses a document other than the one this record is pinned to.
    fn require_document(&self, document: &BlueprintVersion) -> Result<(), Error> {
        let found = document.hash()?;
        if found == self.document_hash {
            Ok(())
        } else {
            Err(Error::OtherDocument { pinned: self.document_hash, found })
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
