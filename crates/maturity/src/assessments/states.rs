//! The states of an assessment and their names.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where an assessment is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AssessmentState))]
pub enum State {
    /// Being filled in ("Entwurf").
    Draft,
    /// Handed in, waiting for a reviewer ("eingereicht").
    Submitted,
    /// Being reviewed ("in Prüfung").
    InReview,
    /// Sent back with comments ("zurückgegeben"); it can be edited again.
    Returned,
    /// Signed off ("freigegeben"); final.
    SignedOff,
}

impl State {
    /// Every state, in the order of the life cycle.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Submitted, Self::InReview, Self::Returned, Self::SignedOff];

    /// The name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::InReview => "inReview",
            Self::Returned => "returned",
            Self::SignedOff => "signedOff",
        }
    }

    /// Whether answers can be changed.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
