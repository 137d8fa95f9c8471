//! Kinds of administrations: the Textkennzeichen of the official register, nothing beyond it.

use blaupause_kernel::Level;
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($name:ident = $code:literal, $doc:literal;)*) => {
        /// Kind of a Kreis, Gemeindeverband or Gemeinde: its Textkennzeichen (Destatis, GV100AD record description).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Kind {
            $(#[doc = $doc] $name,)*
        }

        impl Kind {
            /// Every kind, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The kind with this Textkennzeichen.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// The two-digit Textkennzeichen.
            pub const fn code(self) -> u8 {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

kinds! {
    CountyFreeCity = 41, "Kreisfreie Stadt, at the level of the Kreis.";
    UrbanCounty = 42, "Stadtkreis, at the level of the Kreis (Baden-Württemberg).";
    County = 43, "Kreis.";
    RuralCounty = 44, "Landkreis.";
    RegionalAssociation = 45, "Regionalverband (Saarbrücken).";
    NoAssociation = 50, "Verbandsfreie Gemeinde: the register's place holder for a Verband that does not exist.";
    Amt = 51, "Amt.";
    JointMunicipality = 52, "Samtgemeinde.";
    AssociationMunicipality = 53, "Verbandsgemeinde.";
    AdministrativeCommunity = 54, "Verwaltungsgemeinschaft.";
    ParishMunicipality = 55, "Kirchspielslandgemeinde.";
    AdministrativeAssociation = 56, "Verwaltungsverband.";
    CarrierCommunity = 57, "Verwaltungsgemeinschaft im Trägermodell.";
    FulfillingMunicipality = 58, "Erfüllende Gemeinde.";
    Market = 60, "Markt.";
    CountyFreeTown = 61, "Kreisfreie Stadt, as a municipality.";
    UrbanCountyTown = 62, "Stadtkreis, as a municipality.";
    Town = 63, "Stadt.";
    Municipality = 64, "Gemeinde.";
    UnincorporatedInhabited = 65, "Gemeindefreies Gebiet, bewohnt.";
    UnincorporatedUninhabited = 66, "Gemeindefreies Gebiet, unbewohnt.";
    MajorDistrictTown = 67, "Große Kreisstadt.";
}

impl Kind {
    /// The level at which units of this kind stand.
    pub const fn level(self) -> Level {
        match self.code() {
            41..=45 => Level::County,
            50..=58 => Level::Association,
            _ => Level::Municipality,
        }
    }

    /// Whether this is a gemeindefreies Gebiet (65, 66): territory without a municipality of its own.
    pub const fn is_unincorporated(self) -> bool {
        matches!(self, Self::UnincorporatedInhabited | Self::UnincorporatedUninhabited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_record_description() {
        let codes: Vec<u8> = (0..=255).filter(|c| Kind::from_code(*c).is_some()).collect();
        let expected: Vec<u8> = (41..=45).chain(50..=58).chain(60..=67).collect();
        assert_eq!(codes, expected);
        assert!(Kind::ALL.iter().all(|k| Kind::from_code(k.code()) == Some(*k)));
    }

    #[test]
    fn names_are_camel_case_and_levels_follow_the_code() {
        let json = serde_json::to_string(&Kind::UnincorporatedInhabited).unwrap();
        assert_eq!(json, "\"unincorporatedInhabited\"");
        assert_eq!(Kind::RegionalAssociation.level(), Level::County);
        assert_eq!(Kind::NoAssociation.level(), Level::Association);
        assert_eq!(Kind::MajorDistrictTown.level(), Level::Municipality);
        let free: Vec<u8> = Kind::ALL.iter().filter(|k| k.is_unincorporated()).map(|k| k.code()).collect();
        assert_eq!(free, [65, 66]);
    }
}
