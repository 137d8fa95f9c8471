//! The modular portfolio: modules, versions, interfaces, minimum standards, upgrade paths and installations, and
//! the resolution of wishes to one consistent set of versions. Nothing here reads a clock, a file or a database.

mod catalogs;
mod customisation;
mod documents;
mod error;
mod fragmentation;
pub mod installation_sheets;
mod installations;
mod interfaces;
mod leika;
mod licences;
mod life_cycle;
mod module_versions;
mod modules;
mod ranges;
mod requirements;
mod resolve;
mod retirements;
pub mod services;
mod sovereignty;
mod standards;
mod upgrades;

pub use catalogs::Catalog;
pub use customisation::{ModuleCustomisation, VersionAge, customisation};
pub use documents::{MAX_DOCUMENT_BYTES, Problem};
pub use error::Error;
pub use fragmentation::{
    Fleet, InUse, MissingInterface, OverallFragmentation, Rollout, ServiceFragmentation, SolutionShare,
};
pub use installations::{Confirmation, Deviation, Installation, PortfolioEntry};
pub use interfaces::{Interface, InterfaceVersion};
pub use leika::LeikaKey;
pub use licences::Licence;
pub use life_cycle::{LifeCycle, Phase};
pub use module_versions::{
    Certificate, Changes, Cost, Effort, Hosting, ModuleVersion, Operator, PriceBand, SettingsSchema,
    Sovereignty, SuppliedLevel,
};
pub use modules::{Module, ModuleKind};
pub use ranges::{ModulePin, ModuleRange, VersionRange};
pub use requirements::Requirement;
pub use resolve::{
    Action, Allowed, Because, Demand, Exclusion, Part, Plan, Refusal, Relaxation, Step, UnitSize, Wanted,
};
pub use retirements::{Announcement, Retirement};
pub use sovereignty::{RuleBreach, SovereigntyProfile, SovereigntyRule, VendorShare, profile};
pub use standards::{
    Area, Binding, Compliance, Holdings, Obligation, RequirementChange, RequirementState, Satisfaction,
    Standard, StandardDiff, StandardRequirement, StandardStatus, StandardVersion, Standing, Timeline,
    TimelineEntry,
};
pub use upgrades::{StandardPin, StandardRange, TierPath, Upgrade, UpgradePath};
