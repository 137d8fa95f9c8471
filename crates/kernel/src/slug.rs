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

    /// A key made of a name: lower case, umlauts written out, everything else a hyphen, whole words up to the longest slug.
    /// Nothing if no letter or digit is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let lower =
            name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let mut slug = String::new();
        for word in words {
            let length = slug.len() + word.len() + usize::from(!slug.is_empty());
            if length > Self::MAX {
                break;
            }
            if !slug.is_empty() {
                slug.push('-');
            }
            slug.push_str(word);
        }
        slug.parse().ok()
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

    #[test]
    fn a_name_becomes_a_key() {
        for (name, key) in [
            ("aitema|Rats RIS", Some("aitema-rats-ris")),
            ("Größe & Maß", Some("groesse-mass")),
            ("Ge. Fo.- Gestionale Fondi", Some("ge-fo-gestionale-fondi")),
            ("日本", None),
        ] {
            assert_eq!(Slug::from_name(name).map(|s| s.to_string()).as_deref(), key, "{name}");
        }
        let long = Slug::from_name(&"zehn zeichen ".repeat(9)).unwrap();
        assert_eq!(long.as_str(), ["zehn-zeichen"; 5].join("-"), "whole words only");
    }
}
