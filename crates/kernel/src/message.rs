//! A statement before it is put into words: a stable code and its values.
//! The words live in the message files of the `app` crate, one per language, and nowhere else.

use serde::{Deserialize, Serialize};

/// A stable code with named values, to be rendered in German or English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Stable kebab-case code, also the key in the message files: `pilot-not-running`.
    pub code: String,
    /// Values by name, already formatted without regard to language.
    #[serde(default)]
    pub args: Vec<(String, String)>,
}

impl Message {
    /// A message without values.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), args: Vec::new() }
    }

    /// Adds a named value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
}

/// Something that states a fact as a [`Message`]: every domain error does.
pub trait Described {
    /// The fact, as code and values.
    fn message(&self) -> Message;
}
