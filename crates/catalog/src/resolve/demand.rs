//! What is asked of the resolution: what a unit has and wants, and within which bounds.

use blaupause_kernel::{Date, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::{
    Catalog, Installation, ModulePin, ModuleRange, ModuleVersion, PortfolioEntry, Requirement,
    SovereigntyRule, UpgradePath,
};

/// Bedarf: what a unit has and wants, and within which bounds, on a day.
#[derive(Debug, Clone)]
pub struct Demand<'a> {
    /// Every module version there is.
    pub catalog: &'a Catalog,
    /// The day of the plan: new versions must be on offer on it.
    pub on: Date,
    /// What the unit has.
    pub installed: &'a [Installation],
    /// What it wants, all of it.
    pub wanted: Vec<Wanted>,
    /// Modules that must not be there afterwards.
    pub without: Vec<Slug>,
    /// Modules that, if they are there afterwards, have exactly this version.
    pub pins: Vec<ModulePin>,
    /// What must not be newly installed. What is there in this version may stay.
    pub exclusions: Vec<Exclusion>,
    /// Ways from version to version; a plan prefers to follow them.
    pub paths: &'a [UpgradePath],
    /// What may be done to the installed modules besides keeping and upgrading them.
    pub allowed: Allowed,
    /// How large the unit is: effort and cost follow from it, and are not known without.
    pub size: Option<UnitSize>,
}

impl<'a> Demand<'a> {
    /// A demand without wishes and bounds.
    pub fn new(catalog: &'a Catalog, installed: &'a [Installation], on: Date) -> Self {
        Self {
            catalog,
            on,
            installed,
            wanted: Vec::new(),
            without: Vec::new(),
            pins: Vec::new(),
            exclusions: Vec::new(),
            paths: &[],
            allowed: Allowed::default(),
            size: None,
        }
    }

    /// The same demand with further wishes.
    #[must_use]
    pub fn wanting<W: Into<Wanted>>(mut self, wanted: impl IntoIterator<Item = W>) -> Self {
        self.wanted.extend(wanted.into_iter().map(Into::into));
        self
    }
}

/// One wish: any one of these requirements fulfils it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The ways to fulfil it, the preferred one first. What is installed already is preferred to all of them.
    pub any_of: Vec<Requirement>,
    /// Where the wish comes from.
    pub because: Because,
}

impl From<Requirement> for Wanted {
    fn from(requirement: Requirement) -> Self {
        Self { any_of: vec![requirement], because: Because::Asked }
    }
}

/// Where a wish comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// Somebody asked for it.
    Asked,
    /// A minimum standard demands it.
    Standard {
        /// The standard.
        id: Slug,
        /// Its version.
        version: Version,
        /// Its requirement.
        requirement: Slug,
    },
    /// A blueprint rests on it.
    Blueprint {
        /// The blueprint.
        id: Slug,
        /// Its version.
        version: Version,
    },
}

/// Ausschluss: module versions that must not be newly installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exclusion {
    /// Those of a module in a range, pre-releases included.
    Module(ModuleRange),
    /// Those that break this rule of digital sovereignty.
    Sovereignty(SovereigntyRule),
    /// Those that do not suit this size class.
    Unsuited(SizeClass),
    /// Those that none of these entries offers on the day of the plan.
    OutsidePortfolio(Vec<PortfolioEntry>),
}

impl Exclusion {
    /// Whether it excludes this version on this day.
    pub(super) fn excludes(&self, version: &ModuleVersion, on: Date) -> bool {
        match self {
            // A range does not match a pre-release, but whoever excludes a module means those too.
            Self::Module(excluded) => {
                excluded.module == version.module && excluded.range.covers(&version.version)
            }
            Self::Sovereignty(rule) => !rule.is_kept_by(version),
            Self::Unsuited(class) => !version.suits(*class),
            Self::OutsidePortfolio(entries) => {
                let offers = |entry: &PortfolioEntry| {
                    entry.module == version.module
                        && entry.is_in_force_on(on)
                        && entry.range.covers(&version.version)
                };
                !entries.iter().any(offers)
            }
        }
    }
}

/// What may be done to installed modules besides keeping, upgrading and replacing them along a path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allowed {
    /// They may be put back to a lower version.
    pub downgrade: bool,
    /// They may be removed.
    pub removal: bool,
}

/// How large a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitSize {
    /// Its size class.
    pub class: SizeClass,
    /// Its inhabitants.
    pub population: u32,
}
