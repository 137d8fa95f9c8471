//! Keys of the catalogue of public services (Leistungskatalog, LeiKa).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// LeiKa-Schlüssel: 14 digits that name a public service, kept as text because the first may be 0.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LeikaKey(String);

blaupause_kernel::text_value!(LeikaKey, Error, max_length(14), "99012008017000");

impl LeikaKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the service in the federal information management (FIM).
    pub fn urn(&self) -> String {
        format!("urn:de:fim:leika:leistung:{}", self.0)
    }
}

impl fmt::Display for LeikaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LeikaKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Leika(text.chars().take(40).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fourteen_digits_and_has_a_urn() {
        let key: LeikaKey = "99012008017000".parse().unwrap();
        assert_eq!(key.urn(), "urn:de:fim:leika:leistung:99012008017000");
        for bad in ["", "9901200801700", "990120080170000", "9901200801700O", "٩٩٠١٢٠٠"] {
            assert!(bad.parse::<LeikaKey>().is_err(), "{bad}");
        }
    }
}
