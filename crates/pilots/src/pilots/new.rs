//! What a caller sends to make or change a pilot, and its check.

use std::collections::BTreeMap;

use blaupause_catalog::ModulePin;
use blaupause_kernel::{Ars, Date, Euro, LocalizedText, Message, PersonDays, Revision, Slug};
use serde::{Deserialize, Serialize};

use super::{GateAnswers, Goal, MAX_GOALS, MAX_MODULES, MAX_UNITS, Pilot, PilotState};
use crate::Error;
use crate::problems::Problems;

/// The description of a pilot, as sent; it becomes a pilot once checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPilot {
    /// Its key.
    pub slug: Slug,
    /// Its title.
    pub title: LocalizedText,
    /// What is tried out and why, in a few sentences.
    pub summary: LocalizedText,
    /// The provider that runs it.
    pub provider: Slug,
    /// The units that take part; may be empty while partners are sought.
    #[serde(default)]
    pub units: Vec<Ars>,
    /// The maturity model the goals refer to.
    pub model: Slug,
    /// What is to be reached.
    #[serde(default)]
    pub goals: Vec<Goal>,
    /// The modules in use.
    #[serde(default)]
    pub modules: Vec<ModulePin>,
    /// Money planned, over all units.
    pub budget: Euro,
    /// Effort planned, over all units and the provider.
    pub planned_effort: PersonDays,
    /// First day planned.
    pub planned_from: Date,
    /// Last day planned.
    pub planned_until: Date,
}

/// What may change about a pilot until it starts; as a patch, what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PilotPatch))]
pub struct PilotDescription {
    /// Its title.
    pub title: LocalizedText,
    /// What is tried out and why, in a few sentences.
    pub summary: LocalizedText,
    /// The units that take part.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub units: Vec<Ars>,
    /// The maturity model the goals refer to.
    pub model: Slug,
    /// What is to be reached.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub goals: Vec<Goal>,
    /// The modules in use.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(nullable))]
    pub modules: Vec<ModulePin>,
    /// Money planned, over all units.
    pub budget: Euro,
    /// Effort planned, over all units and the provider.
    pub planned_effort: PersonDays,
    /// First day planned.
    pub planned_from: Date,
    /// Last day planned.
    pub planned_until: Date,
}

impl PilotDescription {
    /// The description of a pilot as it is.
    pub fn of(pilot: &Pilot) -> Self {
        Self {
            title: pilot.title.clone(),
            summary: pilot.summary.clone(),
            units: pilot.units.clone(),
            model: pilot.model.clone(),
            goals: pilot.goals.clone(),
            modules: pilot.modules.clone(),
            budget: pilot.budget,
            planned_effort: pilot.planned_effort,
            planned_from: pilot.planned_from,
            planned_until: pilot.planned_until,
        }
    }

    /// The same description for this pilot.
    pub fn for_pilot(self, pilot: &Pilot) -> NewPilot {
        NewPilot {
            slug: pilot.slug.clone(),
            provider: pilot.provider.clone(),
            title: self.title,
            summary: self.summary,
            units: self.units,
            model: self.model,
            goals: self.goals,
            modules: self.modules,
            budget: self.budget,
            planned_effort: self.planned_effort,
            planned_from: self.planned_from,
            planned_until: self.planned_until,
        }
    }
}

impl NewPilot {
    /// The pilot in state `Call`, reached on `on`.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn into_pilot(self, on: Date) -> Result<Pilot, Error> {
        self.check(false)?;
        Ok(Pilot {
            slug: self.slug,
            title: self.title,
            summary: self.summary,
            provider: self.provider,
            units: self.units,
            model: self.model,
            goals: self.goals,
            modules: self.modules,
            budget: self.budget,
            planned_effort: self.planned_effort,
            planned_from: self.planned_from,
            planned_until: self.planned_until,
            state: PilotState::Call,
            state_dates: BTreeMap::from([(PilotState::Call, on)]),
            assessments: Vec::new(),
            abort_reason: None,
            gates: GateAnswers::new(),
            revision: Revision::FIRST,
        })
    }

    fn check(&self, needs_units: bool) -> Result<(), Error> {
        let mut problems = Problems::default();
        problems.text("/title", &self.title, super::MAX_TITLE);
        problems.text("/summary", &self.summary, super::MAX_SUMMARY);
        problems.at_most("/units", self.units.len(), MAX_UNITS);
        problems.at_most("/goals", self.goals.len(), MAX_GOALS);
        problems.at_most("/modules", self.modules.len(), MAX_MODULES);
        problems.unique("/units", self.units.iter());
        problems.unique("/goals", self.goals.iter().map(|g| &g.indicator));
        problems.unique("/modules", self.modules.iter().map(|m| &m.module));
        problems
            .require(!needs_units || !self.units.is_empty(), "/units", || Message::new("pilot-needs-units"));
        let negative = || Message::new("pilots-amount-negative");
        problems.require(self.budget >= Euro::ZERO, "/budget", negative);
        problems.require(self.planned_effort >= PersonDays::ZERO, "/plannedEffort", negative);
        problems.require(self.planned_from <= self.planned_until, "/plannedUntil", || {
            Message::new("pilots-ends-before-it-starts")
                .with("from", self.planned_from)
                .with("until", self.planned_until)
        });
        problems.into_result("pilot")
    }
}

impl Pilot {
    /// The pilot with another description; possible until it starts. Slug and provider stay; the assessments of
    /// units that no longer take part are dropped.
    ///
    /// # Errors
    /// `WrongState` once it runs, `Invalid` with every problem (a prepared pilot keeps at least one unit).
    pub fn revise(self, new: NewPilot) -> Result<Self, Error> {
        if !matches!(self.state, PilotState::Call | PilotState::Prepared) {
            return Err(self.wrong_state("revise"));
        }
        new.check(self.state == PilotState::Prepared)?;
        let mut assessments = self.assessments;
        assessments.retain(|a| new.units.contains(&a.unit));
        Ok(Self {
            title: new.title,
            summary: new.summary,
            units: new.units,
            model: new.model,
            goals: new.goals,
            modules: new.modules,
            budget: new.budget,
            planned_effort: new.planned_effort,
            planned_from: new.planned_from,
            planned_until: new.planned_until,
            assessments,
            revision: self.revision.next(),
            ..self
        })
    }
}
