//! The life of a version: draft -> review -> published -> standard -> superseded. Publishing itself is in `publish`.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Digest, Revision, Timestamp, Version};
use serde::{Deserialize, Serialize};

use super::BlueprintVersion;
use crate::{Error, Prose};

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum VersionState {
    /// Entwurf: may still change.
    Draft,
    /// In Prüfung: somebody else looks at it.
    Review,
    /// Veröffentlicht: immutable from here on.
    Published,
    /// Standard: the one to take.
    Standard,
    /// Abgelöst by a newer version.
    Superseded,
}

/// A change of a version's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum VersionTransition {
    /// The author hands it in.
    Submit,
    /// The review sends it back.
    Return,
    /// The review accepts it.
    Publish,
    /// The provider makes it the standard.
    Promote,
    /// A newer version takes its place.
    Supersede,
}

impl VersionState {
    /// Every state, in the order of the life of a version.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Review, Self::Published, Self::Standard, Self::Superseded];

    /// The state after `transition`, if this state allows it.
    pub fn after(self, transition: VersionTransition) -> Option<Self> {
        match (self, transition) {
            (Self::Draft, VersionTransition::Submit) => Some(Self::Review),
            (Self::Review, VersionTransition::Return) => Some(Self::Draft),
            (Self::Review, VersionTransition::Publish) => Some(Self::Published),
            (Self::Published, VersionTransition::Promote) => Some(Self::Standard),
            (Self::Published | Self::Standard, VersionTransition::Supersede) => Some(Self::Superseded),
            _ => None,
        }
    }

    /// The name of the state in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Review => "review",
            Self::Published => "published",
            Self::Standard => "standard",
            Self::Superseded => "superseded",
        }
    }
}

impl VersionTransition {
    /// Every transition.
    pub const ALL: [Self; 5] = [Self::Submit, Self::Return, Self::Publish, Self::Promote, Self::Supersede];

    /// The name of the transition in JSON and in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Return => "return",
            Self::Publish => "publish",
            Self::Promote => "promote",
            Self::Supersede => "supersede",
        }
    }
}

/// The state after `transition`, or the refusal that names the version.
pub(super) fn step(
    document: &BlueprintVersion,
    state: VersionState,
    transition: VersionTransition,
) -> Result<VersionState, Error> {
    state.after(transition).ok_or_else(|| wrong_state(document, state, transition.as_str()))
}

fn wrong_state(document: &BlueprintVersion, state: VersionState, transition: &'static str) -> Error {
    let id = format!("{}@{}", document.blueprint, document.version);
    Error::WrongState { kind: "blueprint", id, state: state.as_str(), transition }
}

/// A version that is being written or reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftVersion {
    /// The document so far; always free of problems of its own.
    pub document: BlueprintVersion,
    /// `Draft` or `Review`.
    pub state: VersionState,
    /// Everybody who wrote on it, as the tokens name them, in order.
    pub authors: Vec<String>,
    /// What the review said when it sent the version back last.
    pub review_comment: Option<Prose>,
    /// How often the record was changed.
    pub revision: Revision,
}

impl DraftVersion {
    /// A new draft by `author`.
    pub fn new(document: BlueprintVersion, author: impl Into<String>) -> Self {
        Self {
            document,
            state: VersionState::Draft,
            authors: vec![author.into()],
            review_comment: None,
            revision: Revision::FIRST,
        }
    }

    /// The draft with another document by `author`, of the same blueprint and version.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft, `OtherVersion` for another blueprint or version.
    pub fn edit(mut self, document: BlueprintVersion, author: impl Into<String>) -> Result<Self, Error> {
        if self.state != VersionState::Draft {
            return Err(wrong_state(&self.document, self.state, "edit"));
        }
        if (&document.blueprint, &document.version) != (&self.document.blueprint, &self.document.version) {
            return Err(Error::OtherVersion {
                expected: format!("{}@{}", self.document.blueprint, self.document.version),
                found: format!("{}@{}", document.blueprint, document.version),
            });
        }
        let author = author.into();
        if !self.authors.contains(&author) {
            self.authors.push(author);
        }
        Ok(Self { document, revision: self.revision.next(), ..self })
    }

    /// Hands the draft in for review.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft.
    pub fn submit(self) -> Result<Self, Error> {
        self.step(VersionTransition::Submit)
    }

    /// Sends it back from the review to its authors, with what there is to change.
    ///
    /// # Errors
    /// `WrongState` unless it is in review.
    pub fn send_back(self, comment: Prose) -> Result<Self, Error> {
        Ok(Self { review_comment: Some(comment), ..self.step(VersionTransition::Return)? })
    }

    fn step(self, transition: VersionTransition) -> Result<Self, Error> {
        let state = step(&self.document, self.state, transition)?;
        Ok(Self { state, revision: self.revision.next(), ..self })
    }
}

/// A published version: the document no longer changes, only its standing does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The document.
    pub document: BlueprintVersion,
    /// Digest of its canonical JSON.
    pub hash: Digest,
    /// Everybody who wrote on it.
    pub authors: Vec<String>,
    /// Who published it; none of the authors.
    pub publisher: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// `Published`, `Standard` or `Superseded`.
    pub state: VersionState,
    /// The day on which each state was reached.
    pub state_dates: BTreeMap<VersionState, Date>,
    /// The version that took its place, once it is superseded.
    pub superseded_by: Option<Version>,
    /// How often the record was changed.
    pub revision: Revision,
}

impl Published {
    /// Makes this version the standard.
    ///
    /// # Errors
    /// `WrongState` unless it is published, `TooEarly` for a day before the last state.
    pub fn promote(self, on: Date) -> Result<Self, Error> {
        self.step(VersionTransition::Promote, on)
    }

    /// Lets a newer version take its place.
    ///
    /// # Errors
    /// `WrongState` if one already did, `OtherVersion` if `by` is not newer, `TooEarly` for a day before the last
    /// state.
    pub fn supersede(self, by: &Version, on: Date) -> Result<Self, Error> {
        if *by <= self.document.version {
            let expected = format!("> {}", self.document.version);
            return Err(Error::OtherVersion { expected, found: by.to_string() });
        }
        Ok(Self { superseded_by: Some(by.clone()), ..self.step(VersionTransition::Supersede, on)? })
    }

    fn step(mut self, transition: VersionTransition, on: Date) -> Result<Self, Error> {
        let state = step(&self.document, self.state, transition)?;
        if let Some(earliest) = self.state_dates.values().max().filter(|last| on < **last) {
            return Err(Error::TooEarly { date: on, earliest: *earliest });
        }
        self.state_dates.insert(state, on);
        Ok(Self { state, revision: self.revision.next(), ..self })
    }
}
