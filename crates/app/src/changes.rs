//! What changed: the event that others hear of and the entry of the audit log, as a use case states it.

use blaupause_kernel::{Ars, Slug};

/// What only those hear of who may read the unit or provider concerned.
const PRIVATE: [&str; 26] = [
    "adoption.",
    "assessment.",
    "blueprintVersion.saved",
    "blueprintVersion.sentBack",
    "blueprintVersion.submitted",
    "bulletin.drafted",
    "bulletin.returned",
    "bulletin.submitted",
    "bulletinCorrection.",
    "calendarAddress.",
    "capacityPool.",
    "cohortQuery.",
    "engagement.",
    "equipmentPlan.",
    "installation.",
    "offer.draftDropped",
    "offer.drafted",
    "orderCommitment.",
    "onboarding.",
    "ownTarget.",
    "pilotInterest.",
    "registration.",
    "roadmap.",
    "rule.",
    "scenario.",
    "webhook.",
];

/// What changes nothing that everybody may read. What happens often and is private is here, so that it does not empty the
/// memory of published answers; what is missing here empties it, and is never wrong.
const QUIET: [&str; 13] = [
    "assessment.",
    "calendarAddress.",
    "capacityPool.",
    "cohortQuery.",
    "engagement.",
    "equipmentPlan.",
    "orderCommitment.",
    "ownTarget.",
    "respondent.",
    "roadmap.",
    "rule.",
    "scenario.",
    "webhook.",
];

/// Of the quiet kinds those that show: results of pilots rest on what was signed off.
const SHOWS: [&str; 1] = ["assessment.signedOff"];

/// What changed, for the event log and the audit log.
#[derive(Debug, Clone)]
pub struct Change {
    /// What happened: `assessment.signedOff`.
    pub kind: &'static str,
    /// Path of the thing below `/v1`: `/assessments/0190…`.
    pub subject: String,
    /// The unit concerned.
    pub unit: Option<Ars>,
    /// The provider concerned.
    pub provider: Option<Slug>,
    /// Further facts.
    pub data: serde_json::Value,
}

impl Change {
    /// A change of this kind to the thing at `subject`.
    pub fn new(kind: &'static str, subject: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), unit: None, provider: None, data: serde_json::json!({}) }
    }

    /// Concerns a unit.
    #[must_use]
    pub fn of_unit(mut self, unit: &Ars) -> Self {
        self.unit = Some(unit.clone());
        self
    }

    /// Concerns a provider.
    #[must_use]
    pub fn of_provider(mut self, provider: &Slug) -> Self {
        self.provider = Some(provider.clone());
        self
    }

    /// With further facts.
    #[must_use]
    pub fn with(mut self, data: serde_json::Value) -> Self {
        self.data = data;
        self
    }

    /// Whether what everybody may read could change with it.
    pub(crate) fn touches_published(&self) -> bool {
        SHOWS.contains(&self.kind) || !QUIET.iter().any(|quiet| self.kind.starts_with(quiet))
    }

    /// Whether everybody hears of it.
    pub(crate) fn is_public(&self) -> bool {
        !PRIVATE.iter().any(|private| self.kind.starts_with(private))
    }
}
