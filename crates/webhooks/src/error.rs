//! What can be refused in this crate: each variant states a fact, [`Described`] gives its code and values.

use blaupause_kernel::{Described, Message};

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not an absolute `https` or `http` address of at most 2,000 characters, or one with a name, password or fragment.
    #[error("`{0}` is not a web address without user name, password and fragment")]
    BadTarget(String),
    /// Only `https` is allowed here.
    #[error("`{0}` does not begin with https://")]
    NotHttps(String),
    /// An address of the own machine or an inner network.
    #[error("`{0}` is an address of this machine or of an inner network")]
    NotPublic(String),
    /// Not the kind of an event, with or without `*` at its end.
    #[error("`{0}` is not a kind of events such as pilot.finished or pilot.*")]
    BadKind(String),
    /// Too many kinds.
    #[error("{count} kinds are more than {most}")]
    TooManyKinds {
        /// How many.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A note that is too long or contains control characters.
    #[error("a note of {length} characters is longer than {most} or contains control characters")]
    BadNote {
        /// Characters of the note.
        length: usize,
        /// Characters allowed.
        most: usize,
    },
    /// Not `whsec_` and 24 to 64 bytes in Base64.
    #[error("the secret is not whsec_ and 24 to 64 bytes in base64")]
    BadSecret,
    /// The old secret would be kept too long.
    #[error("an old secret is kept for {hours} hours, longer than {most}")]
    KeptTooLong {
        /// How long.
        hours: u32,
        /// How long it may be.
        most: u32,
    },
    /// It is disabled already, or it is not.
    #[error("the webhook is in the state `{0}`")]
    WrongState(&'static str),
    /// The owner has as many as there may be.
    #[error("there are {0} webhooks already")]
    TooMany(usize),
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::BadTarget(text) => Message::new("webhook-target-invalid").with("text", text),
            Self::NotHttps(text) => Message::new("webhook-target-not-https").with("text", text),
            Self::NotPublic(text) => Message::new("webhook-target-not-public").with("text", text),
            Self::BadKind(text) => Message::new("webhook-kind-invalid").with("text", text),
            Self::TooManyKinds { count, most } => {
                Message::new("webhook-kinds-too-many").with("count", count).with("most", most)
            }
            Self::BadNote { length, most } => {
                Message::new("webhook-note-invalid").with("length", length).with("most", most)
            }
            Self::BadSecret => Message::new("webhook-secret-invalid"),
            Self::KeptTooLong { hours, most } => {
                Message::new("webhook-secret-kept-too-long").with("hours", hours).with("most", most)
            }
            Self::WrongState(state) => Message::new("webhook-state").with("state", state),
            Self::TooMany(most) => Message::new("webhooks-too-many").with("most", most),
        }
    }
}
