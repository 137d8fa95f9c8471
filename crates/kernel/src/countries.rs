//! Countries by their two letters of ISO 3166-1, and by those of the NUTS, which differ for two of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Letters of the NUTS beside those of ISO 3166-1, where they differ.
const OTHERS: [(&str, &str); 2] = [("EL", "GR"), ("UK", "GB")];
/// Germany, whose units have no NUTS codes as keys.
const GERMANY: &str = "DE";

/// A country: two capital letters (ISO 3166-1). Whether there is one by these letters is not looked up.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(String);

crate::text_value!(Country, crate::Error, pattern("^[A-Z]{2}$"), "FR");

impl Country {
    /// Germany.
    pub fn germany() -> Self {
        Self(GERMANY.to_owned())
    }

    /// Two capital letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the country is Germany.
    pub fn is_germany(&self) -> bool {
        self.0 == GERMANY
    }

    /// The letters with which NUTS codes of the country begin.
    pub fn nuts(&self) -> &str {
        OTHERS.iter().find(|(_, iso)| *iso == self.0).map_or(self.as_str(), |(nuts, _)| nuts)
    }

    /// The country by the letters of a NUTS code that was checked.
    pub(crate) fn of_nuts(letters: &str) -> Self {
        Self(OTHERS.iter().find(|(nuts, _)| *nuts == letters).map_or(letters, |(_, iso)| iso).to_owned())
    }

    /// Whether keys may begin with these letters: those of the NUTS, without Germany.
    pub(crate) fn is_nuts(letters: &str) -> bool {
        let named = OTHERS.iter().all(|(_, iso)| *iso != letters) && letters != GERMANY;
        named && letters.bytes().all(|b| b.is_ascii_uppercase())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Country {
    type Err = Error;

    /// `EL` and `UK` are refused: whoever asks for them means `GR` and `GB`, and would find nothing.
    fn from_str(text: &str) -> Result<Self, Error> {
        let letters = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        if letters && OTHERS.iter().all(|(nuts, _)| *nuts != text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Country(text.chars().take(40).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_countries_have_other_letters_in_the_nuts() {
        for (iso, nuts) in [("FR", "FR"), ("GR", "EL"), ("GB", "UK")] {
            let country: Country = iso.parse().unwrap();
            assert_eq!((country.nuts(), Country::of_nuts(nuts)), (nuts, country.clone()));
        }
        for bad in ["EL", "UK", "fr", "FRA", "F", "", "F1", "É"] {
            assert!(bad.parse::<Country>().is_err(), "{bad}");
        }
    }
}
