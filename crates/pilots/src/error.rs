//! What can be refused in this crate: each variant states a fact, [`Described`] gives its code and values.

use blaupause_kernel::{
    Ars, Date, Described, Digest, Language, LocalizedText, Message, Rational, Slug, Version,
};
use blaupause_maturity::Assessed;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::blueprints::Step;

/// An outcome of a blueprint that an assessment did not reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shortfall {
    /// The indicator.
    pub indicator: Slug,
    /// Its title, if the assessment knows it.
    pub title: Option<LocalizedText>,
    /// The level the blueprint promises.
    pub needed: Rational,
    /// The level that was assessed, if any was.
    pub actual: Option<Rational>,
}

/// A step as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedStep {
    /// Its key.
    pub id: Slug,
    /// Its title.
    pub title: LocalizedText,
}

impl From<&Step> for NamedStep {
    fn from(step: &Step) -> Self {
        Self { id: step.id.clone(), title: step.title.clone() }
    }
}

/// Adds the titles of steps in both languages.
fn with_steps(message: Message, name: &str, steps: &[NamedStep]) -> Message {
    [Language::De, Language::En].into_iter().fold(message, |message, language| {
        let titles = steps.iter().map(|step| step.title.get(language));
        message.with(&format!("{name}-{language}"), joined(titles))
    })
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A text that is blank, too long or contains control characters.
    #[error("a text of {length} characters is blank, longer than {most} or contains control characters")]
    BadText {
        /// Characters of the text.
        length: usize,
        /// Characters allowed.
        most: usize,
    },
    /// Not an address on the web.
    #[error("`{0}` is not an address that starts with https:// or http://")]
    BadLink(String),
    /// Not a media type.
    #[error("`{0}` is not a media type such as application/pdf")]
    BadMediaType(String),
    /// A capacity of nothing or less.
    #[error("a capacity of {capacity} person-days is none")]
    BadCapacity {
        /// The capacity, as a decimal text.
        capacity: String,
    },
    /// A cost range that is negative or ends below its start.
    #[error("the cost range from `{from}` to `{to}` is negative or ends below its start")]
    BadCostRange {
        /// Lower end, as a decimal text.
        from: String,
        /// Upper end, as a decimal text.
        to: String,
    },
    /// An input with problems, all of them.
    #[error("the {kind} has {} problems", problems.len())]
    Invalid {
        /// What was checked: `pilot`, `report` or `adoption`.
        kind: &'static str,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
    /// The transition is not possible from the state the thing is in.
    #[error("{kind} `{id}` is `{state}`, which does not allow `{transition}`")]
    WrongState {
        /// `pilot`, `blueprint` or `adoption`.
        kind: &'static str,
        /// Which one.
        id: String,
        /// Its state.
        state: &'static str,
        /// What was asked for.
        transition: &'static str,
    },
    /// Things a transition needs are missing, all of them.
    #[error("pilot `{pilot}` lacks {} things for `{transition}`", missing.len())]
    NotReady {
        /// The pilot.
        pilot: Slug,
        /// What was asked for.
        transition: &'static str,
        /// What is missing.
        missing: Vec<Message>,
    },
    /// A unit that does not take part in the pilot.
    #[error("unit `{unit}` does not take part in pilot `{pilot}`")]
    NotInPilot {
        /// The pilot.
        pilot: Slug,
        /// The unit.
        unit: Ars,
    },
    /// A date that lies before what it must follow.
    #[error("`{date}` lies before `{earliest}`")]
    TooEarly {
        /// The date given.
        date: Date,
        /// The earliest day possible.
        earliest: Date,
    },
    /// A date in the future.
    #[error("`{date}` lies after today, `{today}`")]
    InFuture {
        /// The date given.
        date: Date,
        /// Today.
        today: Date,
    },
    /// A blueprint version that must not be published, with every reason.
    #[error("blueprint `{blueprint}` version `{version}` cannot be published for {} reasons", reasons.len())]
    NotPublishable {
        /// The blueprint.
        blueprint: Slug,
        /// Its version.
        version: Version,
        /// Every reason.
        reasons: Vec<Message>,
    },
    /// A document that is not the one the record is pinned to.
    #[error("the document has digest `{found}`, the record is pinned to `{pinned}`")]
    OtherDocument {
        /// Digest the record names.
        pinned: Digest,
        /// Digest of the document given.
        found: Digest,
    },
    /// A document of another version than the one expected.
    #[error("version `{expected}` is expected, not `{found}`")]
    OtherVersion {
        /// The version expected.
        expected: String,
        /// The version given.
        found: String,
    },
    /// A document without a canonical form, so without a digest.
    #[error("the document has no canonical form")]
    NoCanonicalForm,
    /// A step that the blueprint does not have.
    #[error("the blueprint has no step `{0}`")]
    UnknownStep(Slug),
    /// A step that is not ticked.
    #[error("step `{0}` is not ticked")]
    NotTicked(Slug),
    /// A step whose predecessors are not done.
    #[error("step `{}` waits for {} others", step.id, open.len())]
    StepBlocked {
        /// The step.
        step: NamedStep,
        /// The steps before it that are not done.
        open: Vec<NamedStep>,
    },
    /// A step on which done steps rest.
    #[error("step `{}` carries {} done steps", step.id, done.len())]
    StepCarries {
        /// The step.
        step: NamedStep,
        /// The done steps that come after it.
        done: Vec<NamedStep>,
    },
    /// Steps that must be done before the adoption goes live.
    #[error("{} steps are not done", .0.len())]
    StepsOpen(Vec<NamedStep>),
    /// Effort below zero.
    #[error("an effort of `{0}` person-days is negative")]
    NegativeEffort(String),
    /// An assessment of another unit.
    #[error("the assessment is of unit `{found}`, not of `{unit}`")]
    OtherUnit {
        /// Unit of the record.
        unit: Ars,
        /// Whom the assessment is of.
        found: Assessed,
    },
    /// Another model than the one the document names.
    #[error("model `{model}` is needed, `{found}` was given")]
    OtherModel {
        /// Model expected.
        model: String,
        /// Model given.
        found: String,
    },
    /// An assessment that did not reach what the blueprint promises.
    #[error("{} outcomes are not reached", .0.len())]
    OutcomeNotReached(Vec<Shortfall>),
    /// A computation beyond what numbers of 128 bits hold.
    #[error("a number is too large to be computed exactly")]
    TooLarge,
    /// The scoring refused its input.
    #[error("the assessment cannot be scored")]
    NotScored(Message),
}

impl Error {
    /// Every single reason behind a refusal that has several; empty for the others.
    pub fn reasons(&self) -> Vec<Message> {
        match self {
            Self::Invalid { problems, .. } => problems.iter().map(|p| p.message.clone()).collect(),
            Self::NotReady { missing, .. } => missing.clone(),
            Self::NotPublishable { reasons, .. } => reasons.clone(),
            Self::OutcomeNotReached(shortfalls) => shortfalls.iter().map(Described::message).collect(),
            Self::NotScored(reason) => vec![reason.clone()],
            _ => Vec::new(),
        }
    }
}

fn named(code: &str, step: &NamedStep) -> Message {
    with_steps(Message::new(code), "step", std::slice::from_ref(step))
}

/// Slugs as one text: `a, b, c`.
pub(crate) fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

impl Described for Shortfall {
    fn message(&self) -> Message {
        let message = match self.actual {
            Some(actual) => Message::new("pilots-outcome-level-short").with("actual", actual),
            None => Message::new("pilots-outcome-level-unknown"),
        };
        let title = |language| {
            self.title.as_ref().map_or(self.indicator.as_str(), |title| title.get(language)).to_owned()
        };
        message
            .with("indicator", &self.indicator)
            .with("title-de", title(Language::De))
            .with("title-en", title(Language::En))
            .with("needed", self.needed)
    }
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::BadText { length, most } => {
                Message::new("pilots-bad-text").with("length", length).with("most", most)
            }
            Self::BadLink(text) => Message::new("pilots-bad-link").with("value", text),
            Self::BadMediaType(text) => Message::new("pilots-bad-media-type").with("value", text),
            Self::BadCapacity { capacity } => Message::new("pilots-bad-capacity").with("capacity", capacity),
            Self::BadCostRange { from, to } => {
                Message::new("pilots-bad-cost-range").with("from", from).with("to", to)
            }
            Self::Invalid { kind, problems } => {
                Message::new(format!("{kind}-invalid")).with("count", problems.len())
            }
            Self::WrongState { kind, id, state, transition } => Message::new(format!("{kind}-wrong-state"))
                .with("id", id)
                .with("state", state)
                .with("transition", transition),
            Self::NotReady { pilot, transition, missing } => Message::new("pilot-not-ready")
                .with("id", pilot)
                .with("transition", transition)
                .with("count", missing.len()),
            Self::NotInPilot { pilot, unit } => {
                Message::new("pilots-unit-not-in-pilot").with("id", pilot).with("unit", unit)
            }
            Self::TooEarly { date, earliest } => {
                Message::new("pilots-date-too-early").with("date", date).with("earliest", earliest)
            }
            Self::InFuture { date, today } => {
                Message::new("pilots-date-in-future").with("date", date).with("today", today)
            }
            Self::NotPublishable { blueprint, version, reasons } => Message::new("blueprint-not-publishable")
                .with("id", blueprint)
                .with("version", version)
                .with("count", reasons.len()),
            Self::OtherDocument { pinned, found } => {
                Message::new("pilots-other-document").with("pinned", pinned).with("found", found)
            }
            Self::OtherVersion { expected, found } => {
                Message::new("pilots-other-version").with("expected", expected).with("found", found)
            }
            Self::NoCanonicalForm => Message::new("pilots-no-canonical-form"),
            Self::UnknownStep(step) => Message::new("pilots-unknown-step").with("step", step),
            Self::NotTicked(step) => Message::new("pilots-step-not-ticked").with("step", step),
            Self::StepBlocked { step, open } => with_steps(named("pilots-step-blocked", step), "open", open),
            Self::StepCarries { step, done } => {
                with_steps(named("pilots-step-carries-others", step), "done", done)
            }
            Self::StepsOpen(open) => with_steps(Message::new("pilots-steps-open"), "open", open),
            Self::NegativeEffort(effort) => Message::new("pilots-negative-effort").with("effort", effort),
            Self::OtherUnit { unit, found } => {
                Message::new("pilots-other-unit").with("unit", unit).with("found", found)
            }
            Self::OtherModel { model, found } => {
                Message::new("pilots-other-model").with("model", model).with("found", found)
            }
            Self::OutcomeNotReached(shortfalls) => {
                Message::new("pilots-outcome-not-reached").with("count", shortfalls.len())
            }
            Self::TooLarge => Message::new("pilots-number-too-large"),
            Self::NotScored(_) => Message::new("pilots-not-scored"),
        }
    }
}
