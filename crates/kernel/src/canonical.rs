//! Canonical JSON (RFC 8785) and its SHA-256: what a published document is identified by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use crate::Error;

/// The canonical JSON text of a value (RFC 8785: sorted keys, no white space, one form per number).
///
/// # Errors
/// `Canonical` if the value cannot be written as JSON.
pub fn to_canonical_json(value: &impl Serialize) -> Result<String, Error> {
    serde_json_canonicalizer::to_string(value).map_err(|e| Error::Canonical(e.to_string()))
}

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

crate::text_value!(
    Digest,
    crate::Error,
    pattern("^[0-9a-f]{64}$"),
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of a value's canonical JSON.
    ///
    /// # Errors
    /// `Canonical` if the value cannot be written as JSON.
    pub fn of_document(value: &impl Serialize) -> Result<Self, Error> {
        to_canonical_json(value).map(|text| Self::of(text.as_bytes()))
    }
}

/// Makes the digest of bytes that come one after the other.
#[derive(Default)]
pub struct Digester(sha2::Sha256);

impl Digester {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all that came.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Digest(text.chars().take(80).collect());
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(error());
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(2 * i..2 * i + 2).ok_or_else(error)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| error())?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_matches_the_published_test_vector() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Digest::of(b"abc").to_string(), abc, "FIPS 180-2, appendix B.1");
        assert_eq!(abc.parse::<Digest>().unwrap(), Digest::of(b"abc"));
        assert!("BA".repeat(32).parse::<Digest>().is_err());
    }

    #[test]
    fn canonical_json_sorts_keys_and_drops_white_space() {
        let value: serde_json::Value =
            serde_json::from_str("{\"b\": [1.0, 2e3], \"a\": \"\\u00e4\"}").unwrap();
        assert_eq!(to_canonical_json(&value).unwrap(), "{\"a\":\"ä\",\"b\":[1,2000]}", "RFC 8785, 3.2");
    }
}
