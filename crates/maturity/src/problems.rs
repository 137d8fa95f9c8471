//! What is wrong with a document, and where: one entry per fault, all faults at once.

use std::fmt;

use blaupause_kernel::{Described, Message};
use serde::{Deserialize, Serialize};

/// One fault in a document that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DocumentProblem))]
pub struct Problem {
    /// Stable kebab-case code, the same as the message's.
    pub code: String,
    /// Line in the text, counted from 1, if the document came as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// JSON pointer (RFC 6901) to the place; the empty text is the whole document.
    pub path: String,
    /// The fact, to be put into words.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub message: Message,
}

impl Problem {
    /// A fault at a place.
    pub fn new(path: impl Into<String>, line: Option<u64>, message: Message) -> Self {
        Self { code: message.code.clone(), line, path: path.into(), message }
    }
}

impl Described for Problem {
    fn message(&self) -> Message {
        self.message.clone()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "`{}` {}", self.path, self.code)?;
        self.message.args.iter().try_for_each(|(name, value)| write!(f, " {name}=`{value}`"))
    }
}

/// One step of a JSON pointer, escaped (RFC 6901, section 3).
pub(crate) fn step(path: &str, name: impl fmt::Display) -> String {
    format!("{path}/{}", name.to_string().replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_tilde_and_slash() {
        assert_eq!(step("/a", "m~n/o"), "/a/m~0n~1o", "RFC 6901, section 5, turned round");
    }

    #[test]
    fn reads_as_one_line() {
        let problem = Problem::new("/stages/0", Some(3), Message::new("model-x").with("value", 7));
        assert_eq!(problem.to_string(), "line 3: `/stages/0` model-x value=`7`");
    }
}
