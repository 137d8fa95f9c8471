//! Which events a webhook is about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

const MOST_CHARACTERS: usize = 64;
const MOST_KINDS: usize = 50;

/// A kind of events, or with `*` at its end all that begin so: `pilot.finished`, `pilot.*`, `*`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KindPattern(String);

impl KindPattern {
    fn fits(&self, kind: &str) -> bool {
        match self.0.strip_suffix('*') {
            Some(start) => kind.starts_with(start),
            None => kind == self.0,
        }
    }
}

impl fmt::Display for KindPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for KindPattern {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let whole = text == "*";
        let start = text.strip_suffix(".*").unwrap_or(text);
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
        let good = text.len() <= MOST_CHARACTERS && (whole || start.split('.').all(word));
        if good { Ok(Self(text.to_owned())) } else { Err(Error::BadKind(text.chars().take(100).collect())) }
    }
}

blaupause_kernel::text_value!(KindPattern, Error, max_length(MOST_CHARACTERS), "pilot.*");

/// The kinds of events a webhook is about; without any it is about all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<KindPattern>", into = "Vec<KindPattern>")]
pub struct Topics(Vec<KindPattern>);

impl Topics {
    /// Whether events of this kind belong to it.
    pub fn fit(&self, kind: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|pattern| pattern.fits(kind))
    }
}

impl TryFrom<Vec<KindPattern>> for Topics {
    type Error = Error;

    fn try_from(mut kinds: Vec<KindPattern>) -> Result<Self, Error> {
        kinds.sort();
        kinds.dedup();
        match kinds.len() {
            0..=MOST_KINDS => Ok(Self(kinds)),
            count => Err(Error::TooManyKinds { count, most: MOST_KINDS }),
        }
    }
}

impl From<Topics> for Vec<KindPattern> {
    fn from(topics: Topics) -> Self {
        topics.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(kinds: &[&str]) -> Topics {
        kinds.iter().map(|kind| kind.parse().unwrap()).collect::<Vec<KindPattern>>().try_into().unwrap()
    }

    #[test]
    fn kinds_fit_by_whole_words() {
        let some = topics(&["pilot.*", "adoption.verified"]);
        for (kind, fits) in [
            ("pilot.finished", true),
            ("pilotInterest.registered", false),
            ("adoption.verified", true),
            ("adoption.verifiedTwice", false),
        ] {
            assert_eq!(some.fit(kind), fits, "{kind}");
        }
        assert!(topics(&[]).fit("pilot.finished") && topics(&["*"]).fit("pilot.finished"));
        for bad in ["", ".", "pilot.", "pilot*", "*.pilot", "pilot .x", "pilot.*.*", "pilot/1"] {
            assert!(bad.parse::<KindPattern>().is_err(), "{bad}");
        }
    }
}
