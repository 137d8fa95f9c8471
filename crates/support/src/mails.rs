//! Messages of electronic mail, and what becomes of one. Sends nothing: [`Post`] is what a sender does.

use blaupause_kernel::{Language, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::subscriptions::EmailAddress;

/// A message of electronic mail (E-Mail).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Its id, also the left part of its `Message-ID`: a mail that is sent twice is recognised as the same.
    pub id: Uuid,
    /// Who gets it.
    pub to: EmailAddress,
    /// Its subject: one line.
    pub subject: String,
    /// Its text, plain, with `\n` at the end of lines.
    pub text: String,
    /// The language of its text.
    pub language: Language,
    /// When it was written.
    pub written: Timestamp,
    /// Where its reader ends what it belongs to with one request (RFC 8058): an address on the web that takes a `POST`.
    pub unsubscribe: Option<String>,
}

/// What a server of mail said to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It took the message.
    Accepted,
    /// It will never take this message: a reply of 500 or more, or an address that cannot be written.
    Refused(String),
    /// It may take it later: a reply of 400 or more, no connection, no time.
    Later(String),
}

/// Hands mail to a server.
pub trait Post {
    /// Hands over one message and says what became of it.
    fn post(&self, mail: &Mail) -> Posted;
}
