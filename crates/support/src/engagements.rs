//! Engagements ("Begleitungen"; Handreichung, Begleitung der Kunden: administrations are accompanied all the way): a
//! consultant of a provider and a unit, what they want to reach, what was seen, said and asked, and what comes next.

mod changes;
#[cfg(test)]
mod tests;
mod worklist;

use blaupause_kernel::{Ars, Date, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use worklist::{Fact, Horizon, MAX_HORIZON, WorkItem, WorkKind, worklist};

/// Most goals of an engagement.
pub const MAX_GOALS: usize = 200;
/// Most visits of an engagement.
pub const MAX_VISITS: usize = 1_000;
/// Most notes of an engagement.
pub const MAX_NOTES: usize = 2_000;
/// Most questions of an engagement.
pub const MAX_QUESTIONS: usize = 1_000;
/// Longest goal, next step and question, in characters.
pub const MAX_TEXT: usize = 1_000;
/// Longest note, answer and summary of a visit, in characters.
pub const MAX_NOTE: usize = 10_000;

/// What a goal is tied to (Bezug): it is reached when that is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementTie))]
pub enum Tie {
    /// Lücke: an indicator below its target.
    Gap {
        /// The maturity model.
        model: Slug,
        /// The indicator, by its id in the model.
        indicator: Slug,
    },
    /// Nachnutzung.
    Adoption {
        /// Id of the adoption.
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
        id: Uuid,
    },
}

/// What a goal is added with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewEngagementGoal))]
pub struct NewGoal {
    /// Ziel, in a sentence.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1_000))]
    pub text: String,
    /// What it is tied to, if anything.
    #[serde(default)]
    pub tie: Option<Tie>,
}

/// Where a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementGoalState))]
pub enum GoalState {
    /// Offen.
    Open,
    /// Erreicht.
    Reached,
    /// Aufgegeben.
    Dropped,
}

/// How a goal is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementGoalOutcome))]
pub enum GoalOutcome {
    /// Erreicht.
    Reached,
    /// Aufgegeben.
    Dropped,
}

/// What an engagement wants to reach (Ziel).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EngagementGoal {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// The goal, in a sentence.
    pub text: String,
    /// What it is tied to, if anything.
    pub tie: Option<Tie>,
    /// Where it stands.
    pub state: GoalState,
    /// The day it was agreed on.
    pub since: Date,
    /// The day it was reached or dropped.
    pub closed_on: Option<Date>,
}

/// Where people met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum VisitForm {
    /// Vor Ort.
    OnSite,
    /// Videokonferenz.
    Online,
    /// Telefonat.
    Phone,
}

/// What a visit is noted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewEngagementVisit))]
pub struct NewVisit {
    /// The day: none that is still to come.
    pub on: Date,
    /// Where people met.
    pub form: VisitForm,
    /// Was besprochen wurde.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10_000))]
    pub summary: String,
}

/// A meeting of consultant and unit (Termin).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementVisit))]
pub struct Visit {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// The day.
    pub on: Date,
    /// Where people met.
    pub form: VisitForm,
    /// What was talked about.
    pub summary: String,
}

/// Who reads a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoteVisibility))]
pub enum Visibility {
    /// Unit and provider.
    Unit,
    /// Intern: the provider only.
    Internal,
}

/// What a note is written with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewEngagementNote))]
pub struct NewNote {
    /// Who reads it.
    pub visibility: Visibility,
    /// The note.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10_000))]
    pub text: String,
}

/// A note (Notiz). It is never changed: a later note corrects it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementNote))]
pub struct Note {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it: the subject of the token.
    pub author: String,
    /// Who reads it.
    pub visibility: Visibility,
    /// The note.
    pub text: String,
}

/// What comes next (nächster Schritt).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementNextStep))]
pub struct NextStep {
    /// What is to be done.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1_000))]
    pub text: String,
    /// The last day for it.
    pub due: Date,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementAnswer))]
pub struct QuestionAnswer {
    /// The day it was given.
    pub on: Date,
    /// The answer.
    pub text: String,
}

/// A question of the unit (offene Frage until it is answered).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EngagementQuestion))]
pub struct Question {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// The day it was asked.
    pub asked: Date,
    /// The question.
    pub text: String,
    /// Its answer, once there is one.
    pub answer: Option<QuestionAnswer>,
}

/// Where an engagement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EngagementState {
    /// Läuft.
    Active,
    /// Beendet: it changes no more.
    Ended,
}

impl EngagementState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
        }
    }
}

/// A consultant of a provider accompanies a unit (Begleitung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Engagement {
    /// Its id.
    pub id: Uuid,
    /// The provider.
    pub provider: Slug,
    /// The unit.
    pub unit: Ars,
    /// Beraterin oder Berater: the subject of the token.
    pub consultant: String,
    /// Its first day.
    pub since: Date,
    /// Its last day, once it is ended.
    pub ended_on: Option<Date>,
    /// What it wants to reach.
    pub goals: Vec<EngagementGoal>,
    /// The meetings, as they were noted.
    pub visits: Vec<Visit>,
    /// The notes, as they were written.
    pub notes: Vec<Note>,
    /// What comes next.
    pub next_step: Option<NextStep>,
    /// The questions, as they were asked.
    pub questions: Vec<Question>,
    /// Where it stands.
    pub state: EngagementState,
    /// How often it was changed.
    pub revision: Revision,
}
