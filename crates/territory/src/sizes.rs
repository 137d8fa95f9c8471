//! Size classes of municipalities by population, after the BBSR's types of towns and municipalities.

use blaupause_kernel::Level;
use serde::{Deserialize, Serialize};

/// Size class by population (BBSR, Stadt- und Gemeindetypen, refined by half steps).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SizeClass {
    /// Landgemeinde: below 5,000 inhabitants.
    RuralMunicipality,
    /// Kleine Kleinstadt: 5,000 to below 10,000.
    SmallerSmallTown,
    /// Größere Kleinstadt: 10,000 to below 20,000.
    LargerSmallTown,
    /// Kleine Mittelstadt: 20,000 to below 50,000.
    SmallerMediumTown,
    /// Größere Mittelstadt: 50,000 to below 100,000.
    LargerMediumTown,
    /// Kleinere Großstadt: 100,000 to below 500,000.
    SmallerCity,
    /// Große Großstadt: 500,000 and more.
    LargerCity,
}

impl SizeClass {
    /// Every class, the smallest first.
    pub const ALL: [Self; 7] = [
        Self::RuralMunicipality,
        Self::SmallerSmallTown,
        Self::LargerSmallTown,
        Self::SmallerMediumTown,
        Self::LargerMediumTown,
        Self::SmallerCity,
        Self::LargerCity,
    ];

    /// The levels the classes are defined for.
    pub const LEVELS: [Level; 2] = [Level::Municipality, Level::Association];

    /// The smallest number of inhabitants of the class.
    pub const fn least(self) -> u32 {
        match self {
            Self::RuralMunicipality => 0,
            Self::SmallerSmallTown => 5_000,
            Self::LargerSmallTown => 10_000,
            Self::SmallerMediumTown => 20_000,
            Self::LargerMediumTown => 50_000,
            Self::SmallerCity => 100_000,
            Self::LargerCity => 500_000,
        }
    }

    /// The number of inhabitants from which on the next class begins; nothing for the largest.
    pub fn below(self) -> Option<u32> {
        Self::ALL.into_iter().find(|class| *class > self).map(Self::least)
    }

    /// The class of a number of inhabitants.
    pub fn of(population: u32) -> Self {
        let reached = Self::ALL.into_iter().rfind(|class| class.least() <= population);
        reached.unwrap_or(Self::RuralMunicipality)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_opens_the_next_class() {
        let limits = [0, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000];
        for (class, from) in SizeClass::ALL.into_iter().zip(limits) {
            assert_eq!((SizeClass::of(from), class.least()), (class, from));
            assert!(class.below().is_none_or(|next| SizeClass::of(next) > class));
            assert!(from == 0 || SizeClass::of(from - 1) < class);
        }
        assert_eq!(serde_json::to_string(&SizeClass::of(0)).unwrap(), "\"ruralMunicipality\"");
    }
}
