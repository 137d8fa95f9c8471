//! Semantic versions of documents and revisions of records.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A semantic version (semver.org 2.0.0): `1.4.0`, `2.0.0-rc.1`. Orders by precedence.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(semver::Version);

crate::text_value!(Version, crate::Error, pattern(r"^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$"), "1.4.0");

impl Version {
    /// The version as the `semver` crate's type, for matching against ranges.
    pub fn as_semver(&self) -> &semver::Version {
        &self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Version {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let short = text.len() <= 64;
        semver::Version::parse(text)
            .ok()
            .filter(|_| short)
            .map(Self)
            .ok_or_else(|| Error::Version(text.chars().take(80).collect()))
    }
}

/// How often a record was changed; the first state is revision 1. It is what an `ETag` of a record names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision(i64);

impl Revision {
    /// The revision of a record that was just made.
    pub const FIRST: Self = Self(1);

    /// Takes a stored revision.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The revision after one more change.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}
