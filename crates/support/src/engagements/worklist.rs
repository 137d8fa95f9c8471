//! The work list of a consultant ("Arbeitsliste"): what waits in all units, in one order. Reads facts, looks nothing up.

use blaupause_kernel::{Ars, Date, Message, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::error::check;

/// Most days of each part of a horizon: ten years.
pub const MAX_HORIZON: u32 = 3_660;

/// Something that may have to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Fact {
    /// Nächster Schritt of an engagement.
    NextStep {
        /// The engagement.
        engagement: Uuid,
        /// Its unit.
        unit: Ars,
        /// The last day for the step.
        due: Date,
        /// What is to be done.
        text: String,
    },
    /// Stockende Nachnutzung: an adoption that has not moved.
    StalledAdoption {
        /// The adoption.
        adoption: Uuid,
        /// Its unit.
        unit: Ars,
        /// The day of its last movement.
        since: Date,
    },
    /// Ablaufender Nachweis of an answer in an assessment.
    ExpiringEvidence {
        /// The assessment.
        assessment: Uuid,
        /// The indicator.
        indicator: Slug,
        /// The unit that is assessed.
        unit: Ars,
        /// The last day on which the evidence holds.
        valid_until: Date,
    },
    /// A gate of a pilot that is still to be passed (Prüfpunkt).
    Gate {
        /// The pilot.
        pilot: Slug,
        /// The unit, if the gate is for one of them.
        unit: Option<Ars>,
        /// The gate.
        gate: String,
        /// The last day for it.
        due: Date,
    },
    /// Ablaufende Regelung of a unit.
    ExpiringRule {
        /// The rule.
        rule: Uuid,
        /// The unit it is in force in.
        unit: Ars,
        /// The last day on which it is in force.
        until: Date,
    },
    /// Offene Frage of an engagement.
    OpenQuestion {
        /// The engagement.
        engagement: Uuid,
        /// The question.
        question: Uuid,
        /// The unit that asked.
        unit: Ars,
        /// The day it was asked.
        asked: Date,
    },
}

/// How far a work list looks (Vorschau), in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WorkHorizon))]
pub struct Horizon {
    /// What falls due within so many days is listed.
    #[cfg_attr(feature = "openapi", schema(maximum = 3_660))]
    pub ahead_days: u32,
    /// An adoption stalls after so many days without movement.
    #[cfg_attr(feature = "openapi", schema(maximum = 3_660))]
    pub stalled_days: u32,
    /// A question waits for so many days before it is listed.
    #[cfg_attr(feature = "openapi", schema(maximum = 3_660))]
    pub question_days: u32,
}

impl Horizon {
    /// Checks every number.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        check("worklist", |problems| {
            problems.range("/aheadDays", self.ahead_days, 0, MAX_HORIZON);
            problems.range("/stalledDays", self.stalled_days, 0, MAX_HORIZON);
            problems.range("/questionDays", self.question_days, 0, MAX_HORIZON);
        })
    }
}

/// What an item of the work list is about, in the order in which items of one day are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WorkKind {
    /// Nächster Schritt.
    NextStep,
    /// Offene Frage.
    OpenQuestion,
    /// Prüfpunkt of a pilot.
    Gate,
    /// Stockende Nachnutzung.
    StalledAdoption,
    /// Ablaufender Nachweis.
    ExpiringEvidence,
    /// Ablaufende Regelung.
    ExpiringRule,
}

/// One line of the work list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkItem {
    /// What it is about.
    pub kind: WorkKind,
    /// The unit, unless it is about all units of a pilot.
    pub unit: Option<Ars>,
    /// The last day for it, see [`worklist`].
    pub on: Date,
    /// Days from today to that day; negative once it is overdue.
    pub days: i64,
    /// Whether that day is past.
    pub overdue: bool,
    /// What it says.
    pub title: Message,
    /// The parts of the path to the record: `engagements`, its id, `questions`, the id of the question.
    pub reference: Vec<String>,
}

/// What is to be done, the most urgent first: overdue before the rest, each by day, then by kind, reference and unit.
///
/// Every kind has one last day, `on`. It is overdue from the day after: on the day itself it is still in time.
///
/// | kind | `on` | listed |
/// | --- | --- | --- |
/// | next step | the day it is due | from `ahead_days` before |
/// | gate | the day it is due | from `ahead_days` before |
/// | expiring evidence | the last day it holds | from `ahead_days` before |
/// | expiring rule | the last day it is in force | from `ahead_days` before |
/// | stalled adoption | `stalled_days` after the last movement | from that day |
/// | open question | `question_days` after it was asked | from that day |
///
/// The last two are not told ahead: until then nothing is wrong with them.
pub fn worklist(facts: &[Fact], today: Date, horizon: &Horizon) -> Vec<WorkItem> {
    let items = facts.iter().map(|fact| item(fact, today, horizon));
    let mut items: Vec<WorkItem> = items
        .filter(|item| {
            let ahead = match item.kind {
                WorkKind::StalledAdoption | WorkKind::OpenQuestion => 0,
                _ => horizon.ahead_days,
            };
            item.days <= i64::from(ahead)
        })
        .collect();
    // What is overdue has the earlier day, so the day alone puts it first and the longest overdue at the top.
    items.sort_by(|a, b| {
        let key = |item: &WorkItem| (item.on, item.kind);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.reference.cmp(&b.reference))
            .then_with(|| a.unit.cmp(&b.unit))
            .then_with(|| a.title.args.cmp(&b.title.args))
    });
    items
}

fn item(fact: &Fact, today: Date, horizon: &Horizon) -> WorkItem {
    let (kind, unit, on, title, reference) = match fact {
        Fact::NextStep { engagement, unit, due, text } => (
            WorkKind::NextStep,
            Some(unit),
            *due,
            Message::new("worklist-next-step").with("text", text),
            vec!["engagements".to_owned(), engagement.to_string()],
        ),
        Fact::StalledAdoption { adoption, unit, since } => (
            WorkKind::StalledAdoption,
            Some(unit),
            since.plus_days(horizon.stalled_days),
            Message::new("worklist-stalled-adoption").with("since", since),
            vec!["adoptions".to_owned(), adoption.to_string()],
        ),
        Fact::ExpiringEvidence { assessment, indicator, unit, valid_until } => (
            WorkKind::ExpiringEvidence,
            Some(unit),
            *valid_until,
            Message::new("worklist-expiring-evidence")
                .with("indicator", indicator)
                .with("until", valid_until),
            vec![
                "assessments".to_owned(),
                assessment.to_string(),
                "indicators".to_owned(),
                indicator.to_string(),
            ],
        ),
        Fact::Gate { pilot, unit, gate, due } => (
            WorkKind::Gate,
            unit.as_ref(),
            *due,
            Message::new("worklist-gate").with("pilot", pilot).with("gate", gate),
            vec!["pilots".to_owned(), pilot.to_string(), "gates".to_owned(), gate.clone()],
        ),
        Fact::ExpiringRule { rule, unit, until } => (
            WorkKind::ExpiringRule,
            Some(unit),
            *until,
            Message::new("worklist-expiring-rule").with("until", until),
            vec!["rules-in-force".to_owned(), rule.to_string()],
        ),
        Fact::OpenQuestion { engagement, question, unit, asked } => (
            WorkKind::OpenQuestion,
            Some(unit),
            asked.plus_days(horizon.question_days),
            Message::new("worklist-open-question").with("asked", asked),
            vec![
                "engagements".to_owned(),
                engagement.to_string(),
                "questions".to_owned(),
                question.to_string(),
            ],
        ),
    };
    let days = today.days_until(on);
    WorkItem { kind, unit: unit.cloned(), on, days, overdue: days < 0, title, reference }
}
