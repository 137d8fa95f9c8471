//! The machine name of a column.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// A name in camelCase: a lower-case letter, then letters and digits of ASCII, at most 64 characters: `lowerQuartile`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX: usize = 64;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Name {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        if begins && text.len() <= Self::MAX && text.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Name(text.chars().take(80).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_camel_case_only() {
        for good in ["a", "mean", "lowerQuartile", "share2024"] {
            assert_eq!(good.parse::<Name>().unwrap().as_str(), good);
        }
        for bad in ["", "Mean", "2024", "lower_quartile", "lower quartile", "größe", "a,b", &"x".repeat(65)]
        {
            assert!(bad.parse::<Name>().is_err(), "{bad}");
        }
    }
}
