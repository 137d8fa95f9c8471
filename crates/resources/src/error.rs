//! What can be refused in this crate: each variant states a fact, [`Described`] gives its code and values.

use blaupause_kernel::{Date, Described, Message};

/// Longest name of anything here, in characters.
pub const MAX_TITLE: usize = 200;

/// One place of what was sent that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer.
    pub path: String,
    /// What is wrong there.
    pub message: Message,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What was sent is not acceptable, at these places.
    #[error("the {kind} is not acceptable in {} places", .problems.len())]
    Invalid {
        /// What: `equipment-plan`, `order`, `capacity-pool`, `rule` or `scenario`.
        kind: &'static str,
        /// The places.
        problems: Vec<Problem>,
    },
    /// The order is not in a state that allows this.
    #[error("the order is `{state}`, so it cannot `{transition}`")]
    WrongState {
        /// Its state.
        state: &'static str,
        /// What was asked for.
        transition: &'static str,
    },
    /// The deadline of an order is over.
    #[error("the deadline `{0}` is over")]
    Late(Date),
    /// The provider has as many pools as it may have.
    #[error("a provider has at most {most} pools")]
    TooManyPools {
        /// How many.
        most: usize,
    },
    /// More can be had of too many pools of a kind.
    #[error("more can be had of at most {most} pools of `{kind}`")]
    TooManyFurther {
        /// The kind.
        kind: &'static str,
        /// How many.
        most: usize,
    },
    /// A number that cannot be kept exactly.
    #[error("a number is too large")]
    TooLarge,
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Invalid { kind, problems } => {
                Message::new(format!("{kind}-invalid")).with("count", problems.len())
            }
            Self::WrongState { state, transition } => {
                Message::new("order-wrong-state").with("state", state).with("transition", transition)
            }
            Self::Late(deadline) => Message::new("order-late").with("date", deadline),
            Self::TooManyPools { most } => Message::new("pools-too-many").with("most", most),
            Self::TooManyFurther { kind, most } => {
                Message::new("pools-too-many-further").with("kind", kind).with("most", most)
            }
            Self::TooLarge => Message::new("resources-too-large"),
        }
    }
}

/// Collects problems so that all of them are told at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// Notes `message` at `path` unless `holds`.
    pub(crate) fn require(&mut self, holds: bool, path: String, message: impl FnOnce() -> Message) {
        if !holds {
            self.0.push(Problem { path, message: message() });
        }
    }

    /// Notes a name that is blank, too long or not on one line.
    pub(crate) fn require_title(&mut self, path: &str, text: &str) {
        let text = text.trim();
        let plain = !text.is_empty() && text.chars().count() <= MAX_TITLE && !text.contains(char::is_control);
        self.require(plain, path.to_owned(), || Message::new("resources-title").with("most", MAX_TITLE));
    }

    /// Nothing, or `Invalid` with every problem.
    pub(crate) fn into_result(self, kind: &'static str) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid { kind, problems: self.0 }) }
    }
}
