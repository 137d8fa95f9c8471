//! What is wrong with a file, where, and what was made of it.

use blaupause_kernel::Message;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Read with an assumption that is named: the value is there.
    Warning,
    /// Not usable: the value was left out, or a mandatory one is missing.
    Error,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON pointer to the value in the file.
    pub path: String,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Column, from 1.
    pub column: Option<u64>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, and what was made of it.
    pub message: Message,
}

/// A file of which nothing can be used, with every reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nothing of the file can be used: {} faults", .0.len())]
pub struct Unusable(pub Vec<Fault>);

/// The start of a text from outside, short enough to be shown.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(60).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
