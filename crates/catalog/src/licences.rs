//! Licences as SPDX expressions, and whether one of them is open. Not legal advice, and no full list.

use std::fmt;
use std::iter::Peekable;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Licences approved by the Open Source Initiative that public software in Europe uses.
const OPEN: [&str; 28] = [
    "0BSD",
    "AGPL-3.0",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-2.0",
    "Artistic-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDDL-1.0",
    "EPL-2.0",
    "EUPL-1.1",
    "EUPL-1.2",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "ISC",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MIT",
    "MPL-2.0",
    "OSL-3.0",
    "PostgreSQL",
    "Unlicense",
    "Zlib",
];

/// Lizenz: an SPDX licence expression, at most 128 characters: `EUPL-1.2`, `MIT OR Apache-2.0`,
/// `LicenseRef-proprietary`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Licence(String);

blaupause_kernel::text_value!(Licence, Error, max_length(128), "EUPL-1.2");

impl Licence {
    /// The longest expression, in characters.
    pub const MAX: usize = 128;

    /// The expression as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the user can have it under open licences alone (OSI): of `OR` one side, of `AND` both.
    pub fn is_open(&self) -> bool {
        evaluate(&self.0) == Some(true)
    }
}

impl fmt::Display for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Licence {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() <= Self::MAX && evaluate(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Licence(text.chars().take(80).collect()))
        }
    }
}

/// Whether an expression is open, or nothing if it is none (SPDX 2.3, annex D).
fn evaluate(text: &str) -> Option<bool> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let value = alternatives(&mut words)?;
    words.next().is_none().then_some(value)
}

fn alternatives<'a, I: Iterator<Item = &'a str>>(words: &mut Peekable<I>) -> Option<bool> {
    let mut value = combined(words)?;
    while words.next_if_eq(&"OR").is_some() {
        value |= combined(words)?;
    }
    Some(value)
}

fn combined<'a, I: Iterator<Item = &'a str>>(words: &mut Peekable<I>) -> Option<bool> {
    let mut value = single(words)?;
    while words.next_if_eq(&"AND").is_some() {
        value &= single(words)?;
    }
    Some(value)
}

fn single<'a, I: Iterator<Item = &'a str>>(words: &mut Peekable<I>) -> Option<bool> {
    if words.next_if_eq(&"(").is_some() {
        let value = alternatives(words)?;
        return words.next_if_eq(&")").map(|_| value);
    }
    let id = words.next().filter(|id| is_id(id))?;
    if words.next_if_eq(&"WITH").is_some() {
        words.next().filter(|exception| is_id(exception))?;
    }
    Some(OPEN.contains(&id))
}

fn is_id(word: &str) -> bool {
    !matches!(word, "AND" | "OR" | "WITH")
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+' | b':'))
        && word.bytes().any(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("EUPL-1.2", true)]
    #[case("LicenseRef-proprietary", false)]
    #[case("LicenseRef-proprietary OR EUPL-1.2", true)]
    #[case("LicenseRef-proprietary AND EUPL-1.2", false)]
    #[case("MIT AND (LicenseRef-x OR Apache-2.0)", true)]
    #[case("LicenseRef-x AND MIT OR ISC", true)]
    #[case("GPL-2.0-only WITH Classpath-exception-2.0", true)]
    fn open_if_open_licences_suffice(#[case] text: &str, #[case] open: bool) {
        assert_eq!(text.parse::<Licence>().unwrap().is_open(), open);
    }

    #[test]
    fn refuses_what_is_no_expression() {
        for bad in ["", " ", "MIT OR", "AND", "(MIT", "MIT)", "MIT GPL", "a/b", "-", &"M".repeat(129)] {
            assert!(bad.parse::<Licence>().is_err(), "{bad}");
        }
    }
}
