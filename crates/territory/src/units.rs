//! One administration as the register shows it.

use blaupause_kernel::{Ags, Ars, Date, Level};
use serde::{Deserialize, Serialize};

use crate::names::search_names;
use crate::{Kind, Microdegrees, SizeClass};

/// An administration: Land, Regierungsbezirk, Region, Kreis, Gemeindeverband or Gemeinde; elsewhere a NUTS region of
/// level 1 to 3 or a municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unit {
    /// Regional key: Amtlicher Regionalschlüssel, elsewhere NUTS and LAU code.
    pub ars: Ars,
    /// Municipality key (Amtlicher Gemeindeschlüssel); for German municipalities only.
    pub ags: Option<Ags>,
    /// Administrative level.
    pub level: Level,
    /// Textkennzeichen; the levels above the Kreis have none.
    pub kind: Option<Kind>,
    /// Official name. Not unique: two municipalities are called Altdorf.
    pub name: String,
    /// The name in Latin letters, or in another language of the country, where it differs.
    #[serde(default)]
    pub latin_name: Option<String>,
    /// Seat of the administration (Verwaltungssitz).
    pub seat: Option<String>,
    /// The unit directly above. Levels that the register leaves out are skipped: a Land without
    /// Regierungsbezirke is the parent of its Kreise. The Verband of 07000999 has no Kreis record above it: only the Land.
    pub parent: Option<Ars>,
    /// Inhabitants. Above the municipality the register states none: the sum over all municipalities below.
    pub population: Option<u32>,
    /// Area in hectares. Above the municipality the register states none: the sum over all municipalities below.
    pub area_hectares: Option<u32>,
    /// Postcode of the municipality, or of its seat if it has several.
    pub postcode: Option<String>,
    /// First day from which the unit is known: the state of the register that named it first.
    pub valid_from: Date,
    /// Last day of the unit; nothing while it exists.
    pub valid_to: Option<Date>,
    /// Latitude of an inner point (WGS 84).
    pub latitude: Option<Microdegrees>,
    /// Longitude of an inner point (WGS 84).
    pub longitude: Option<Microdegrees>,
}

impl Unit {
    /// What is stored beside the names, to search and to sort by: both names are found.
    pub fn search_name(&self) -> String {
        search_names(&self.name, self.latin_name.as_deref())
    }

    /// Size class, for municipalities and their associations with a known population.
    ///
    /// The classes are defined for these two levels; a gemeindefreies Gebiet is neither.
    pub fn size_class(&self) -> Option<SizeClass> {
        let classed = SizeClass::LEVELS.contains(&self.level) && !self.is_unincorporated();
        self.population.filter(|_| classed).map(SizeClass::of)
    }

    /// Whether this is a gemeindefreies Gebiet.
    pub fn is_unincorporated(&self) -> bool {
        self.kind.is_some_and(Kind::is_unincorporated)
    }

    /// Whether the unit exists on this day, as far as it is known.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}
