//! Prüfliste: what has to be sure before others may follow a pilot. Each gate is answered by whoever runs the pilot, with
//! what the answer rests on.

use std::collections::BTreeMap;

use blaupause_kernel::Date;
use serde::{Deserialize, Serialize};

use super::{Pilot, PilotState};
use crate::{Error, Prose};

/// Prüfpunkt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = PilotGate))]
pub enum Gate {
    /// Kommunikation: others have been told, and know whom to ask.
    Communication,
    /// Sichtbare Wirkung: the effect can be seen, and was measured before and after.
    VisibleEffect,
    /// Technische Eignung: it runs on what others have, by interfaces that are described.
    TechnicalFit,
    /// Klare Zuständigkeit: it is said who runs it, who maintains it and who decides.
    Responsibility,
    /// Finanzierung: what it costs is known, and who pays.
    Financing,
}

/// The answer to a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GateAnswer {
    /// Whether it is passed.
    pub passed: bool,
    /// What the answer rests on, or what is missing.
    pub statement: Prose,
    /// The day it was given.
    pub on: Date,
}

/// Answers by gate.
pub type GateAnswers = BTreeMap<Gate, GateAnswer>;

impl Gate {
    /// Every gate, in the order of the list.
    pub const ALL: [Self; 5] =
        [Self::Communication, Self::VisibleEffect, Self::TechnicalFit, Self::Responsibility, Self::Financing];

    /// Its name in JSON and in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::VisibleEffect => "visibleEffect",
            Self::TechnicalFit => "technicalFit",
            Self::Responsibility => "responsibility",
            Self::Financing => "financing",
        }
    }

    /// The states in which it can be answered: a visible effect only once the pilot was assessed before and after.
    pub const fn can_be_answered_in(self, state: PilotState) -> bool {
        match self {
            Self::VisibleEffect => state.is_proven(),
            _ => !matches!(state, PilotState::Aborted),
        }
    }
}

impl Pilot {
    /// Answers a gate, for the first time or anew.
    ///
    /// # Errors
    /// `WrongState` for an aborted pilot, and for the visible effect before the evaluation; `TooEarly` for a day before
    /// the call.
    pub fn answer(mut self, gate: Gate, answer: GateAnswer) -> Result<Self, Error> {
        if !gate.can_be_answered_in(self.state) {
            return Err(self.wrong_state("answerGate"));
        }
        if let Some(earliest) = self.state_dates.values().min().filter(|first| answer.on < **first) {
            return Err(Error::TooEarly { date: answer.on, earliest: *earliest });
        }
        self.gates.insert(gate, answer);
        self.revision = self.revision.next();
        Ok(self)
    }

    /// The gates that are not passed, in the order of the list: a blueprint may come of the pilot once there are none.
    pub fn open_gates(&self) -> Vec<Gate> {
        let open = |gate: &Gate| self.gates.get(gate).is_none_or(|answer| !answer.passed);
        Gate::ALL.into_iter().filter(open).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::pilot_in;
    use super::*;

    fn answer(passed: bool, on: &str) -> GateAnswer {
        GateAnswer { passed, statement: "Im Rat vorgestellt.".parse().unwrap(), on: on.parse().unwrap() }
    }

    #[test]
    fn a_gate_is_open_until_it_is_passed() {
        let pilot = pilot_in(PilotState::Evaluated);
        assert_eq!(pilot.open_gates(), Gate::ALL);
        let pilot = pilot.answer(Gate::Financing, answer(false, "2026-01-01")).unwrap();
        assert_eq!(pilot.open_gates(), Gate::ALL, "answered and not passed");
        let pilot = pilot.answer(Gate::Financing, answer(true, "2026-01-02")).unwrap();
        assert_eq!(pilot.open_gates(), &Gate::ALL[..4]);
    }

    #[test]
    fn an_effect_is_seen_after_the_evaluation_and_nothing_is_said_of_an_aborted_pilot() {
        for state in PilotState::ALL {
            for gate in Gate::ALL {
                let expected = match state {
                    PilotState::Aborted => false,
                    PilotState::Evaluated | PilotState::Finished => true,
                    _ => gate != Gate::VisibleEffect,
                };
                let found = pilot_in(state).answer(gate, answer(true, "2026-01-01"));
                assert_eq!(found.is_ok(), expected, "{state:?} {gate:?}: {found:?}");
            }
        }
        let early = pilot_in(PilotState::Call).answer(Gate::Communication, answer(true, "1999-01-01"));
        assert!(matches!(early, Err(Error::TooEarly { .. })));
    }
}
