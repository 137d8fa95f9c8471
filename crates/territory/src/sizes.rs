//! Size classes of municipalities by population, after the BBSR's types of towns and municipalities.

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

    /// The class of a number of inhabitants.
    pub const fn of(population: u32) -> Self {
        match population {
            ..5_000 => Self::RuralMunicipality,
            5_000..10_000 => Self::SmallerSmallTown,
            10_000..20_000 => Self::LargerSmallTown,
            20_000..50_000 => Self::SmallerMediumTown,
            50_000..100_000 => Self::LargerMediumTown,
            100_000..500_000 => Self::SmallerCity,
            500_000.. => Self::LargerCity,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_opens_the_next_class() {
        let limits = [0, 5_000, 10_000, 20_000, 50_000, 100_000, 500_000];
        for (class, from) in SizeClass::ALL.into_iter().zip(limits) {
            assert_eq!(SizeClass::of(from), class);
            assert!(from == 0 || SizeClass::of(from - 1) < class);
        }
        assert_eq!(serde_json::to_string(&SizeClass::of(0)).unwrap(), "\"ruralMunicipality\"");
    }
}
