//! The short key by which a person or a URL names a module, pilot, blueprint, model or provider.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A key of lower-case letters `a-z`, digits and single hyphens, 1 to 64 characters: `kommune-digital`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

crate::text_value!(Slug, crate::Error, pattern("^[a-z0-9]+(-[a-z0-9]+)*$"), "kommune-digital");

impl Slug {
    /// The longest slug, in characters.
    pub const MAX: usize = 64;

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.len() <= Self::MAX && text.split('-').all(word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Slug(text.chars().take(80).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_words_joined_by_hyphens_only() {
        for good in ["a", "e-akte", "xta-2", "0"] {
            assert_eq!(good.parse::<Slug>().unwrap().as_str(), good);
        }
        for bad in ["", "-a", "a-", "a--b", "A", "ä", "a b", "a_b", &"x".repeat(65)] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }
}
