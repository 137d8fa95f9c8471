//! Where an adoption can stand and how it gets from one state to the next; the one table of it.

use serde::{Deserialize, Serialize};

/// Where a paused adoption goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ResumeTo {
    /// It was planned.
    Planned,
    /// It was running.
    Running,
    /// It was live.
    Live,
}

/// Where an adoption stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AdoptionState {
    /// Interessiert.
    Interested,
    /// Geplant.
    Planned,
    /// In Umsetzung: steps are being done.
    Running,
    /// Im Betrieb: every step is done.
    Live,
    /// Nachgewiesen by a signed-off assessment.
    Verified,
    /// Ruht.
    Paused {
        /// Where it goes on.
        resume_to: ResumeTo,
    },
    /// Aufgegeben.
    Abandoned,
}

/// A change of an adoption's state; also what the dates are kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AdoptionTransition {
    /// Interest was registered: the beginning, never a change of an existing adoption.
    Register,
    /// It was planned.
    Plan,
    /// The first step began.
    Start,
    /// Every step is done and it is in use.
    GoLive,
    /// An assessment proved it.
    Verify,
    /// It rests.
    Pause,
    /// It goes on.
    Resume,
    /// It was given up.
    Abandon,
}

impl AdoptionState {
    /// Every state, in the order of the life of an adoption.
    pub const ALL: [Self; 9] = [
        Self::Interested,
        Self::Planned,
        Self::Running,
        Self::Live,
        Self::Verified,
        Self::Paused { resume_to: ResumeTo::Planned },
        Self::Paused { resume_to: ResumeTo::Running },
        Self::Paused { resume_to: ResumeTo::Live },
        Self::Abandoned,
    ];

    /// The state after `transition`, if this state allows it.
    pub fn after(self, transition: AdoptionTransition) -> Option<Self> {
        use AdoptionTransition as T;
        match (self, transition) {
            (Self::Interested, T::Plan) => Some(Self::Planned),
            (Self::Planned, T::Start) => Some(Self::Running),
            (Self::Running, T::GoLive) => Some(Self::Live),
            (Self::Live, T::Verify) => Some(Self::Verified),
            (Self::Planned, T::Pause) => Some(Self::Paused { resume_to: ResumeTo::Planned }),
            (Self::Running, T::Pause) => Some(Self::Paused { resume_to: ResumeTo::Running }),
            (Self::Live, T::Pause) => Some(Self::Paused { resume_to: ResumeTo::Live }),
            (Self::Paused { resume_to }, T::Resume) => Some(match resume_to {
                ResumeTo::Planned => Self::Planned,
                ResumeTo::Running => Self::Running,
                ResumeTo::Live => Self::Live,
            }),
            (
                Self::Interested | Self::Planned | Self::Running | Self::Live | Self::Paused { .. },
                T::Abandon,
            ) => Some(Self::Abandoned),
            _ => None,
        }
    }

    /// Whether nothing follows: verified or abandoned.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Verified | Self::Abandoned)
    }

    /// Whether the unit uses what the blueprint brings: live or verified.
    pub fn is_in_use(self) -> bool {
        matches!(self, Self::Live | Self::Verified)
    }

    /// The name of the state in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Interested => "interested",
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Live => "live",
            Self::Verified => "verified",
            Self::Paused { .. } => "paused",
            Self::Abandoned => "abandoned",
        }
    }
}

impl AdoptionTransition {
    /// Every transition of an existing adoption.
    pub const ALL: [Self; 7] =
        [Self::Plan, Self::Start, Self::GoLive, Self::Verify, Self::Pause, Self::Resume, Self::Abandon];

    /// The name of the transition in JSON and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Plan => "plan",
            Self::Start => "start",
            Self::GoLive => "goLive",
            Self::Verify => "verify",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Abandon => "abandon",
        }
    }
}
