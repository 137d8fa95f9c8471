//! Bounded texts that people write: prose, links and media types. A value that exists is valid.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Gives a checked text type its conversions, in one place so they cannot differ.
macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $check:expr, $most:tt) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, min_length = 1, max_length = $most))]
        pub struct $name(String);

        impl $name {
            /// The longest text, in characters.
            pub const MAX: usize = $most;

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                $check(text).map(|()| Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

checked_text!(
    /// A text that a person wrote: not blank, at most 10,000 characters, no control characters but line breaks and tabs.
    Prose,
    check_prose,
    10_000
);

checked_text!(
    /// An address on the web (`https://...` or `http://...`), at most 2,000 characters, without white space.
    Link,
    check_link,
    2_000
);

checked_text!(
    /// A media type (RFC 6838) such as `application/pdf`, without parameters.
    MediaType,
    check_media_type,
    127
);

fn check_prose(text: &str) -> Result<(), Error> {
    let length = text.chars().count();
    let control = text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if text.trim().is_empty() || length > Prose::MAX || control {
        return Err(Error::BadText { length, most: Prose::MAX });
    }
    Ok(())
}

fn check_link(text: &str) -> Result<(), Error> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next()).unwrap_or_default();
    let clean =
        !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\'));
    if host.is_empty() || host.contains('@') || !clean || text.chars().count() > Link::MAX {
        return Err(Error::BadLink(text.chars().take(80).collect()));
    }
    Ok(())
}

/// `type/subtype` of the restricted names of RFC 6838, section 4.2.
fn check_media_type(text: &str) -> Result<(), Error> {
    let name = |part: &str| {
        part.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    match text.split_once('/') {
        Some((kind, subtype)) if text.len() <= MediaType::MAX && name(kind) && name(subtype) => Ok(()),
        _ => Err(Error::BadMediaType(text.chars().take(80).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_neither_blank_nor_endless_nor_binary() {
        assert!("Zeile eins\nZeile zwei".parse::<Prose>().is_ok());
        assert!("ä".repeat(10_000).parse::<Prose>().is_ok(), "counted in characters");
        for bad in ["", " \n", "a\u{0}b", "\u{1b}[31m", &"x".repeat(10_001)] {
            assert!(bad.parse::<Prose>().is_err(), "{:?}", bad.get(..10));
        }
    }

    #[test]
    fn links_are_web_addresses_without_credentials() {
        for good in ["https://example.org", "http://example.org/a?b=c#d", "https://münchen.example/ä"] {
            assert!(good.parse::<Link>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b",
            "https://u:p@host/",
            "ftp://x",
        ] {
            assert!(bad.parse::<Link>().is_err(), "{bad}");
        }
    }

    #[test]
    fn media_types_follow_rfc_6838() {
        for good in ["application/pdf", "application/vnd.oasis.opendocument.text", "image/svg+xml"] {
            assert!(good.parse::<MediaType>().is_ok(), "{good}");
        }
        for bad in ["", "pdf", "a/", "/b", "a/b/c", "text/html; charset=utf-8", "text/<b>"] {
            assert!(bad.parse::<MediaType>().is_err(), "{bad}");
        }
    }
}
