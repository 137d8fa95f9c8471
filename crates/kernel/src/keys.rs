//! Regional keys: what names a unit of any level, in Germany (ARS) and in other countries (NUTS and LAU), and the AGS as
//! the short form of Germany's municipalities. Whether a key exists is the register's business: there is no check digit.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Country, Error};

/// Administrative level of a unit, readable from its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    /// Land (2 digits); elsewhere a NUTS 1 region (`FRK`).
    Land,
    /// Regierungsbezirk or statistical region (3 digits); elsewhere a NUTS 2 region (`FRK2`).
    District,
    /// Region (4 digits), in Baden-Württemberg only.
    Region,
    /// Kreis or kreisfreie Stadt (5 digits); elsewhere a NUTS 3 region (`FRK28`).
    County,
    /// Gemeindeverband (9 digits), in Germany only.
    Association,
    /// Gemeinde or gemeindefreies Gebiet (12 digits); elsewhere a local administrative unit (`FRK28.01004`).
    Municipality,
}

/// Between the NUTS 3 region of a municipality and its LAU code.
const SEPARATOR: char = '.';
/// The characters of a NUTS 3 code.
const NUTS_3: usize = 5;

/// Key of a unit: in Germany the Amtlicher Regionalschlüssel, elsewhere what Eurostat's NUTS and LAU codes say.
///
/// Digits only are an ARS, as long as its level needs (2, 3, 4, 5, 9 or 12): Land 2, Regierungsbezirk 1, Kreis 2,
/// Verband 4, Gemeinde 3 (Destatis, GV100AD record description). Shorter keys name the levels above and are kept short
/// on purpose: padded with zeros, the Kreis and the municipality of a kreisfreie Stadt would be one key.
///
/// What begins with two letters is a NUTS code of level 1 to 3 (3, 4 or 5 capital letters and digits), or, for a
/// municipality, its NUTS 3 code, a full stop and its LAU code (capital letters, digits and hyphens). The letters are
/// those of the NUTS, `EL` for Greece and `UK` for the United Kingdom; a country alone is no unit, and `DE` is refused,
/// as each German unit has one key. So every key begins with the keys of the units above it, in any country.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ars(String);

crate::text_value!(
    Ars,
    crate::Error,
    pattern(
        r"^(\d{2}|\d{3}|\d{4}|\d{5}|\d{9}|\d{12}|[A-Z]{2}([A-Z0-9]{1,2}|[A-Z0-9]{3}(\.[A-Z0-9-]{1,34})?))$"
    ),
    "031530019019"
);

impl Ars {
    /// The most characters a key has.
    pub const MAX: usize = 40;

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the key of a German unit.
    fn is_german(&self) -> bool {
        self.0.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Level of the unit this key names.
    pub fn level(&self) -> Level {
        match (self.0.len(), self.is_german()) {
            (2, true) | (3, false) => Level::Land,
            (3, true) | (4, false) => Level::District,
            (4, true) => Level::Region,
            (5, _) => Level::County,
            (9, true) => Level::Association,
            _ => Level::Municipality,
        }
    }

    /// The country of this unit.
    pub fn country(&self) -> Country {
        if self.is_german() { Country::germany() } else { Country::of_nuts(&self.first(2)) }
    }

    /// Key of the Land or NUTS 1 region that this unit lies in or is.
    pub fn land(&self) -> Self {
        Self(self.first(if self.is_german() { 2 } else { 3 }))
    }

    /// Key of the Kreis or NUTS 3 region that this unit lies in or is, if it is not above that level.
    pub fn county(&self) -> Option<Self> {
        (self.0.len() >= NUTS_3).then(|| Self(self.first(NUTS_3)))
    }

    /// Keys of the levels above, the nearest first. Not all of them have to be units.
    pub fn above(&self) -> impl Iterator<Item = Self> + use<> {
        let lengths: &[usize] = if self.is_german() { &[9, 5, 4, 3, 2] } else { &[5, 4, 3] };
        let text = self.0.clone();
        lengths
            .iter()
            .filter_map(move |n| text.get(..*n).filter(|above| above.len() < text.len()).map(str::to_owned))
            .map(Self)
    }

    /// The AGS, for German municipalities: the first 5 and the last 3 digits.
    pub fn ags(&self) -> Option<Ags> {
        let (head, tail) = (self.0.get(..5)?, self.0.get(9..12)?);
        self.is_german().then(|| Ags(format!("{head}{tail}")))
    }

    /// What a municipality keeps when the regions above it are divided anew, to be compared and nothing else: the AGS,
    /// elsewhere the country and the LAU code.
    pub fn lasting(&self) -> Option<String> {
        let abroad =
            || self.0.split_once(SEPARATOR).map(|(_, code)| format!("{}{SEPARATOR}{code}", self.first(2)));
        self.ags().map(String::from).or_else(abroad)
    }

    /// Whether `other` is this unit or lies inside it: every key begins with the keys of the units above. Nothing lies
    /// inside a municipality, even if another LAU code goes on where its own ends.
    /// For a Region that is the first digit of the Kreis (GV100AD record description, record 30).
    pub fn contains(&self, other: &Self) -> bool {
        self == other || (self.level() != Level::Municipality && other.0.starts_with(&self.0))
    }

    fn first(&self, count: usize) -> String {
        self.0.chars().take(count).collect()
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
        let german = digits && matches!(text.len(), 2 | 3 | 4 | 5 | 9 | 12);
        if german || is_abroad(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Key(text.chars().take(40).collect()))
        }
    }
}

/// Whether a text is the key of a unit outside Germany. Lower case is refused, as one unit would have several keys, and
/// so is whatever a pattern of SQL would not take by its word.
fn is_abroad(text: &str) -> bool {
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let (nuts, code) = text.split_once(SEPARATOR).map_or((text, None), |(nuts, code)| (nuts, Some(code)));
    let region = plain(nuts) && nuts.get(..2).is_some_and(Country::is_nuts);
    let coded = |code: &str| nuts.len() == NUTS_3 && !code.is_empty() && code.split('-').all(plain);
    region && (3..=NUTS_3).contains(&nuts.len()) && code.is_none_or(coded) && text.len() <= Ars::MAX
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
    /// The key of a unit of any level and country.
    Ars(Ars),
    /// Eight digits; the register knows the ARS that belongs to it.
    Ags(Ags),
}

crate::text_value!(
    UnitKey,
    crate::Error,
    pattern(
        r"^(\d{2}|\d{3}|\d{4}|\d{5}|\d{8}|\d{9}|\d{12}|[A-Z]{2}([A-Z0-9]{1,2}|[A-Z0-9]{3}(\.[A-Z0-9-]{1,34})?))$"
    ),
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
    fn keys_of_other_countries_hold_those_of_the_regions_above() {
        let key = |k: &str| k.parse::<Ars>().unwrap();
        let town = key("FRK28.01004");
        assert_eq!((town.land(), town.county()), (key("FRK"), Some(key("FRK28"))));
        assert_eq!(town.above().collect::<Vec<_>>(), ["FRK28", "FRK2", "FRK"].map(key));
        assert_eq!(key("031535401009").above().count(), 5);
        assert_eq!(key("FRK").above().count(), 0);
        let levels = ["FRK", "FRK2", "FRK28", "FRK28.01004"].map(|k| key(k).level());
        assert_eq!(levels, [Level::Land, Level::District, Level::County, Level::Municipality]);
        assert_eq!((town.ags(), town.lasting().unwrap().as_str()), (None, "FR.01004"));
        // thirteen digits behind the full stop, of which none is an AGS
        assert_eq!(key("PL213.5121011611021").ags(), None);
        assert_eq!(key("031535401009").lasting().unwrap(), "03153009");
        assert_eq!(key("FRK28").lasting(), None);
        let countries =
            ["03", "FRK", "EL511.01010101", "UKM50.S12000033"].map(|k| key(k).country().to_string());
        assert_eq!(countries, ["DE", "FR", "GR", "GB"]);
    }

    #[test]
    fn a_municipality_holds_none_whose_code_goes_on_from_its_own() {
        let key = |k: &str| k.parse::<Ars>().unwrap();
        assert!(key("SI031").contains(&key("SI031.10")) && key("SI031.1").contains(&key("SI031.1")));
        assert!(!key("SI031.1").contains(&key("SI031.10")));
    }

    proptest::proptest! {
        /// Whatever is a key is the only text for its unit, and begins with the keys of all levels above.
        #[test]
        fn every_key_begins_with_those_above(
            text in r"([0-9]{2,5}|[0-9]{9}|[0-9]{12}|[A-Z]{2}[A-Z0-9]{0,4}(\.[A-Z0-9a-z_.-]{0,36})?)"
        ) {
            let Ok(key) = text.parse::<Ars>() else { return Ok(()) };
            proptest::prop_assert!(key.as_str() == text && text.len() <= Ars::MAX && !text.contains(['_', '%']));
            proptest::prop_assert!(key.above().all(|above| above.contains(&key) && !key.contains(&above)));
            proptest::prop_assert!(key.above().all(|above| above.level() < key.level()));
            proptest::prop_assert!(key.above().all(|above| above.land() == key.land()));
            proptest::prop_assert!(key.land().contains(&key) && key.county().is_none_or(|c| c.contains(&key)));
            proptest::prop_assert_eq!(key.country().is_germany(), text.starts_with(|c: char| c.is_ascii_digit()));
            proptest::prop_assert!(text.starts_with(key.country().nuts()) || key.country().is_germany());
            proptest::prop_assert_eq!(key.lasting().is_some(), key.level() == Level::Municipality);
        }
    }

    #[test]
    fn refuses_other_lengths_and_letters() {
        for bad in ["", "1", "123456", "1234567890", "0315354010O9", "٠٣"] {
            assert!(bad.parse::<Ars>().is_err(), "{bad}");
        }
        for bad in [
            "FR",
            "FRK281",
            "FRK28.",
            "FRK2.01004",
            "fRK28.01004",
            "FRK28.a",
            "FRK28.1_4",
            "FRK28.1.4",
            "F1K",
        ] {
            assert!(bad.parse::<Ars>().is_err(), "{bad}");
        }
        // one unit, one key
        for bad in ["DE2", "DE212", "DE212.09162000", "GR511", "GBM50.S12000033"] {
            assert!(bad.parse::<Ars>().is_err(), "{bad}");
        }
        let longest = format!("IE061.{}", "9".repeat(34));
        assert!(longest.parse::<Ars>().is_ok() && format!("{longest}9").parse::<Ars>().is_err());
        assert!(matches!("03153009".parse(), Ok(UnitKey::Ags(_))));
    }
}
