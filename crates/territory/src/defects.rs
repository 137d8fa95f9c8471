//! Defects of a file, each with its place. A file with one defect changes nothing.

use std::fmt;

use blaupause_kernel::{Described, Message};
use serde::{Deserialize, Serialize};

/// The most defects that one reading reports; it stops looking there.
pub const MAX_DEFECTS: usize = 100;

/// What is wrong at one place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// Line, counted from 1.
    pub line: usize,
    /// Place in the line, counted from 1: characters in a file of fixed width, fields in a CSV.
    pub column: usize,
    /// What is wrong.
    pub message: Message,
}

impl Defect {
    /// A defect at a place.
    pub fn new(line: usize, column: usize, message: Message) -> Self {
        Self { line, column, message }
    }
}

impl Described for Defect {
    fn message(&self) -> Message {
        self.message.clone()
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message.code)?;
        self.message.args.iter().try_for_each(|(name, value)| write!(f, " {name}=`{value}`"))
    }
}

/// Collects defects up to [`MAX_DEFECTS`].
#[derive(Debug, Default)]
pub struct Defects(Vec<Defect>);

impl Defects {
    /// Notes a defect at a place, unless there are enough.
    pub fn add(&mut self, line: usize, column: usize, message: Message) {
        if !self.is_full() {
            self.0.push(Defect::new(line, column, message));
        }
    }

    /// Whether no more are noted.
    pub fn is_full(&self) -> bool {
        self.0.len() >= MAX_DEFECTS
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value if there are no defects.
    ///
    /// # Errors
    /// Else the defects, in the order of the file.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Defect>> {
        if self.is_empty() { Ok(value) } else { Err(self.into_sorted()) }
    }

    /// The defects in the order of the file.
    pub fn into_sorted(mut self) -> Vec<Defect> {
        self.0.sort_by_key(|d| (d.line, d.column));
        self.0
    }
}

/// The start of a text from outside, short enough to be shown.
pub fn excerpt(text: &str) -> String {
    text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
