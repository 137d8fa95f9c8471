//! What a fit needs to know about units: the one that asks, and those that already did it.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Level, Slug};
use blaupause_territory::{Microdegrees, SizeClass, Unit};
use serde::{Deserialize, Serialize};

/// What matters about a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFacts {
    /// Its key.
    pub ars: Ars,
    /// Its name.
    pub name: String,
    /// Its administrative level.
    pub level: Level,
    /// Its size class, if it has one.
    pub size_class: Option<SizeClass>,
    /// The providers that serve it.
    pub providers: Vec<Slug>,
    /// Latitude of an inner point.
    pub latitude: Option<Microdegrees>,
    /// Longitude of an inner point.
    pub longitude: Option<Microdegrees>,
}

impl UnitFacts {
    /// The facts of a unit of the register and the providers that serve it.
    pub fn of(unit: &Unit, providers: Vec<Slug>) -> Self {
        Self {
            ars: unit.ars.clone(),
            name: unit.name.clone(),
            level: unit.level,
            size_class: unit.size_class(),
            providers,
            latitude: unit.latitude,
            longitude: unit.longitude,
        }
    }

    /// Latitude and longitude, if both are known.
    pub(super) fn point(&self) -> Option<(i64, i64)> {
        Some((self.latitude?.get().into(), self.longitude?.get().into()))
    }
}

/// How a unit came to use a blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Usage {
    /// It adopted it and proved the outcome.
    Verified,
    /// It adopted it and uses it.
    Live,
    /// It took part in a pilot the blueprint rests on.
    Pilot,
}

impl Usage {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Live => "live",
            Self::Pilot => "pilot",
        }
    }
}

/// A unit that uses a blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFacts {
    /// The unit.
    pub unit: UnitFacts,
    /// How it came to it.
    pub usage: Usage,
    /// The modules that run in it.
    pub modules: BTreeSet<Slug>,
}
