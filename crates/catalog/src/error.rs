//! What can be wrong with a value or document of the catalogue.

use blaupause_kernel::{Date, Described, Message, Slug, Version};

use crate::Problem;

/// Why a text, document or record of the catalogue is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a range of versions.
    #[error("`{0}` is not a range of versions such as ^1.4 or >=1.2, <3")]
    Range(String),
    /// Not an interface with its version.
    #[error("`{0}` is not an interface with its version such as fit-connect@1 or xta@2.1")]
    Interface(String),
    /// Not a LeiKa key.
    #[error("`{0}` is not a LeiKa key of 14 digits")]
    Leika(String),
    /// Not a licence expression.
    #[error("`{0}` is not an SPDX licence expression such as EUPL-1.2 or MIT OR Apache-2.0")]
    Licence(String),
    /// A settings schema that does not describe an object.
    #[error("the settings schema does not say `type: object`")]
    SettingsNotObject,
    /// A settings schema that is too large.
    #[error("the settings schema is larger than `{most}` bytes")]
    SettingsTooLarge {
        /// Largest size, in bytes of canonical JSON.
        most: usize,
    },
    /// A requirement that names both a module and an interface, or neither.
    #[error("a requirement names either a module with a range or an interface")]
    Requirement,
    /// A way to fulfil a standard that is none of the three, or more than one.
    #[error("a way to fulfil a standard names an interface, a module or an indicator with its level")]
    Satisfaction,
    /// A document that is too large to be read.
    #[error("the document is larger than `{most}` bytes")]
    DocumentTooLarge {
        /// Largest size, in bytes.
        most: usize,
    },
    /// A document with problems; all that were found.
    #[error("the document has `{}` problems", .0.len())]
    Document(Vec<Problem>),
    /// The same version of a module twice in one catalogue.
    #[error("version `{version}` of module `{module}` is there twice")]
    DuplicateVersion {
        /// The module.
        module: Slug,
        /// Its version.
        version: Version,
    },
    /// A record whose second date lies before its first.
    #[error("`{later}` lies before `{earlier}`")]
    DatesReversed {
        /// Name of the field that must come first.
        earlier: &'static str,
        /// Name of the field that must not lie before it.
        later: &'static str,
    },
    /// A phase of a life cycle that would begin before today.
    #[error("`{phase}` cannot begin on `{on}`, before `{today}`")]
    PhaseInThePast {
        /// Name of the phase.
        phase: &'static str,
        /// When it would begin.
        on: Date,
        /// Today.
        today: Date,
    },
    /// A phase of a life cycle that has begun and cannot move any more.
    #[error("`{phase}` began on `{on}`")]
    PhaseBegun {
        /// Name of the phase.
        phase: &'static str,
        /// When it began.
        on: Date,
    },
    /// A confirmation that would have run out already.
    #[error("vouched for until `{until}`, before `{today}`")]
    ConfirmedForThePast {
        /// The last day vouched for.
        until: Date,
        /// Today.
        today: Date,
    },
    /// An upgrade path that no longer holds.
    #[error("`{id}` was withdrawn on `{on}`")]
    Withdrawn {
        /// The path.
        id: Slug,
        /// Since when.
        on: Date,
    },
    /// A document that has no canonical form.
    #[error(transparent)]
    Kernel(#[from] blaupause_kernel::Error),
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Range(value) => Message::new("catalog-range").with("value", value),
            Self::Interface(value) => Message::new("catalog-interface").with("value", value),
            Self::Leika(value) => Message::new("catalog-leika").with("value", value),
            Self::Licence(value) => Message::new("catalog-licence").with("value", value),
            Self::SettingsNotObject => Message::new("catalog-settings-not-object"),
            Self::SettingsTooLarge { most } => Message::new("catalog-settings-too-large").with("most", most),
            Self::Requirement => Message::new("catalog-requirement"),
            Self::Satisfaction => Message::new("catalog-satisfaction"),
            Self::DocumentTooLarge { most } => Message::new("catalog-document-too-large").with("most", most),
            Self::Document(problems) => Message::new("catalog-document").with("count", problems.len()),
            Self::DuplicateVersion { module, version } => {
                Message::new("catalog-duplicate-version").with("module", module).with("version", version)
            }
            Self::DatesReversed { earlier, later } => {
                Message::new("catalog-dates-reversed").with("earlier", earlier).with("later", later)
            }
            Self::PhaseInThePast { phase, on, today } => {
                let message = Message::new("catalog-phase-in-the-past").with("phase", phase);
                message.with("on", on).with("today", today)
            }
            Self::PhaseBegun { phase, on } => {
                Message::new("catalog-phase-begun").with("phase", phase).with("on", on)
            }
            Self::ConfirmedForThePast { until, today } => {
                let message = Message::new("installation-confirmed-for-the-past").with("until", until);
                message.with("today", today)
            }
            Self::Withdrawn { id, on } => {
                Message::new("catalog-path-withdrawn").with("id", id).with("on", on)
            }
            Self::Kernel(error) => Message::new("catalog-not-canonical").with("detail", error),
        }
    }
}
