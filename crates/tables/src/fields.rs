//! The columns of a table: what they hold and what they are for.

use std::borrow::Cow;

use blaupause_kernel::Date;

use crate::{Decimal, Name, Value};

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name for machines.
    pub name: Name,
    /// The name for people, in the language of the table.
    pub title: String,
    /// What the column says, in the language of the table.
    pub description: Option<String>,
    /// Where its values come from, in the language of the table.
    pub source: Option<String>,
    /// What its cells hold.
    pub kind: Kind,
    /// Whether every row has a value.
    pub required: bool,
    /// What it is for.
    pub role: Role,
}

impl Field {
    /// A column with a value in every row.
    pub fn required(name: Name, title: impl Into<String>, kind: Kind, role: Role) -> Self {
        Self { name, title: title.into(), description: None, source: None, kind, required: true, role }
    }

    /// A column with cells that may be empty.
    pub fn nullable(name: Name, title: impl Into<String>, kind: Kind, role: Role) -> Self {
        Self { required: false, ..Self::required(name, title, kind, role) }
    }

    /// The same column with a description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// The same column with where its values come from.
    #[must_use]
    pub fn sourced(self, source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    pub(crate) const fn is_measure(&self) -> bool {
        matches!(self.role, Role::Measure { .. })
    }

    pub(crate) const fn is_dimension(&self) -> bool {
        matches!(self.role, Role::Dimension { .. })
    }

    pub(crate) const fn is_status(&self) -> bool {
        matches!(self.role, Role::Status { .. })
    }

    /// The codes the cells are limited to; none if they are not.
    pub(crate) fn categories(&self) -> &[Category] {
        match &self.role {
            Role::Dimension { categories, .. } | Role::Status { reasons: categories } => categories,
            Role::Measure { .. } | Role::Attribute => &[],
        }
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts that are not empty.
    Text,
    /// Whole numbers of 64 bits.
    Integer,
    /// Exact numbers of at most 18 digits.
    Decimal {
        /// Digits after the decimal point, 0 to 18; a number with fewer is written with zeros, one with more is refused.
        digits: u8,
    },
    /// Days.
    Date,
    /// Yes or no.
    Boolean,
}

impl Kind {
    /// The name in messages.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date => "date",
            Self::Boolean => "boolean",
        }
    }

    /// Digits after the decimal point.
    pub(crate) const fn digits(self) -> u8 {
        match self {
            Self::Decimal { digits } => digits,
            Self::Text | Self::Integer | Self::Date | Self::Boolean => 0,
        }
    }

    /// The text of a value in a column of this kind: a decimal has all its digits, nothing is an empty text.
    pub(crate) fn written(self, value: &Value) -> Cow<'_, str> {
        match (self, value) {
            (Self::Decimal { digits }, Value::Decimal(number)) => {
                Cow::Owned(number.with_digits(digits).unwrap_or(*number).to_string())
            }
            _ => value.text(),
        }
    }

    /// Whether `code` is written exactly as a value of this kind is.
    pub(crate) fn writes(self, code: &str) -> bool {
        match self {
            Self::Text => !code.is_empty(),
            Self::Integer => code.parse::<i64>().is_ok_and(|n| n.to_string() == code),
            Self::Decimal { digits } => code.parse::<Decimal>().is_ok_and(|d| d.digits() == digits),
            Self::Date => code.parse::<Date>().is_ok(),
            Self::Boolean => matches!(code, "true" | "false"),
        }
    }
}

/// What a column is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Says, together with the other dimensions, which figures the row has. Required, and no decimal.
    Dimension {
        /// What the cells are limited to, in the order to show them. Without any, every value is taken, and the table
        /// has no form in JSON-stat.
        categories: Vec<Category>,
        /// What it runs along.
        axis: Axis,
    },
    /// A figure: an integer or a decimal.
    Measure {
        /// What it counts or is measured in, in the language of the table.
        unit: Option<String>,
    },
    /// Says why measures of the row are empty. A text that may be empty; one column of a table at most.
    Status {
        /// The reasons there are.
        reasons: Vec<Category>,
    },
    /// Anything else about the row.
    Attribute,
}

impl Role {
    /// The name in messages.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Dimension { .. } => "dimension",
            Self::Measure { .. } => "measure",
            Self::Status { .. } => "status",
            Self::Attribute => "attribute",
        }
    }
}

/// What a dimension runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Time.
    Time,
    /// Places.
    Geo,
    /// Anything else.
    Other,
}

/// One value a column may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// The value, written as a cell of the column is: `2026`, `09`, `tooFew`.
    pub code: String,
    /// Its name for people, in the language of the table.
    pub label: String,
}

impl Category {
    /// A code and its label.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into() }
    }
}
