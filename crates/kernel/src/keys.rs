//! Regional keys: the ARS of every administrative level, and the AGS as the short form for municipalities.
//! Whether a key exists is the register's business, not the key's: there is no check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Administrative level of a unit, readable from the length of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    /// Land (2 digits).
    Land,
    /// Regierungsbezirk or statistical region (3 digits).
    District,
    /// Region (4 digits), in Baden-Württemberg only.
    Region,
    /// Kreis or kreisfreie Stadt (5 digits).
    County,
    /// Gemeindeverband (9 digits).
    Association,
    /// Gemeinde or gemeindefreies Gebiet (12 digits).
    Municipality,
}

/// Amtlicher Regionalschlüssel: digits only, as long as its level needs (2, 3, 4, 5, 9 or 12).
///
/// The twelve digits of a municipality are Land 2, Regierungsbezirk 1, Kreis 2, Verband 4, Gemeinde 3
/// (Destatis, GV100AD record description). Shorter keys name the levels above and are kept short on
/// purpose: padded with zeros, the Kreis and the municipality of a kreisfreie Stadt would be one key.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ars(String);

crate::text_value!(Ars, crate::Error, pattern(r"^(\d{2}|\d{3}|\d{4}|\d{5}|\d{9}|\d{12})$"), "031530019019");

impl Ars {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Level of the unit this key names.
    pub fn level(&self) -> Level {
        match self.0.len() {
            2 => Level::Land,
            3 => Level::District,
            4 => Level::Region,
            5 => Level::County,
            9 => Level::Association,
            _ => Level::Municipality,
        }
    }

    /// Key of the Land this unit lies in.
    pub fn land(&self) -> Self {
        Self(self.0.chars().take(2).collect())
    }

    /// Key of the Kreis this unit lies in or is, if it is not above that level.
    pub fn county(&self) -> Option<Self> {
        (self.0.len() >= 5).then(|| Self(self.0.chars().take(5).collect()))
    }

    /// The AGS, for municipalities: the first 5 and the last 3 digits.
    pub fn ags(&self) -> Option<Ags> {
        let (head, tail) = (self.0.get(..5)?, self.0.get(9..12)?);
        Some(Ags(format!("{head}{tail}")))
    }

    /// Whether `other` is this unit or lies inside it: every key begins with the keys of the units above.
    /// For a Region that is the first digit of the Kreis (GV100AD record description, record 30).
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }
}

impl fmt::Display for Ars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Ars {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(text.len(), 2 | 3 | 4 | 5 | 9 | 12) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Key(text.chars().take(40).collect()))
        }
    }
}

/// Amtlicher Gemeindeschlüssel: 8 digits, the ARS of a municipality without its Verband part.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ags(String);

crate::text_value!(Ags, crate::Error, pattern(r"^\d{8}$"), "03153019");

impl Ags {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Ags {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Key(text.chars().take(40).collect()))
        }
    }
}

/// A key as callers send it: an ARS, or an AGS wherever an ARS is accepted.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum UnitKey {
    /// Twelve digits, or fewer for the levels above municipalities.
    Ars(Ars),
    /// Eight digits; the register knows the ARS that belongs to it.
    Ags(Ags),
}

crate::text_value!(
    UnitKey,
    crate::Error,
    pattern(r"^(\d{2}|\d{3}|\d{4}|\d{5}|\d{8}|\d{9}|\d{12})$"),
    "031530019019"
);

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ars(ars) => ars.fmt(f),
            Self::Ags(ags) => ags.fmt(f),
        }
    }
}

impl FromStr for UnitKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.parse().map(Self::Ars).or_else(|_| text.parse().map(Self::Ags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ags_is_the_first_five_and_the_last_three_digits() {
        let ars: Ars = "031535401009".parse().unwrap();
        assert_eq!(ars.ags().unwrap().as_str(), "03153009");
        assert_eq!(ars.level(), Level::Municipality);
        assert_eq!(ars.county().unwrap().as_str(), "03153");
        assert_eq!("03153".parse::<Ars>().unwrap().ags(), None);
    }

    #[test]
    fn containment_follows_the_hierarchy() {
        let key = |k: &str| k.parse::<Ars>().unwrap();
        assert!(key("03").contains(&key("031535401009")));
        assert!(key("031535401").contains(&key("031535401009")));
        assert!(!key("03154").contains(&key("031535401009")));
        assert!(key("0811").contains(&key("08115")) && !key("0811").contains(&key("08121")));
    }

    #[test]
    fn refuses_other_lengths_and_letters() {
        for bad in ["", "1", "123456", "1234567890", "0315354010O9", "٠٣"] {
            assert!(bad.parse::<Ars>().is_err(), "{bad}");
        }
        assert!(matches!("03153009".parse(), Ok(UnitKey::Ags(_))));
    }
}
