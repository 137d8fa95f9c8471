//! The modular portfolio: modules, versions, interfaces, minimum standards, upgrade paths and installations, and
//! the resolution of wishes to one consistent set of versions. Nothing here reads a clock, a file or a database.

mod catalogs;
mod documents;
mod error;
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
mod standards;
mod upgrades;

pub use catalogs::Catalog;
pub use documents::{MAX_DOCUMENT_BYTES, Problem};
pub use error::Error;
pub use installations::{Installation, PortfolioEntry};
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
pub use requirements::{Requirement, Wanted};
pub use resolve::{Action, Plan, Refusal, Step, plan};
pub use standards::{
    Area, Holdings, MinimumStandard, Obligation, RequirementChange, RequirementState, Satisfaction,
    StandardDiff, StandardRequirement, StandardStatus, TimelineEntry,
};
pub use upgrades::UpgradePath;

/// Gives a validated text type its conversions from and to text, in one place so they cannot differ.
macro_rules! text_value {
    ($name:ident, $most:literal, $example:literal) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }
        impl TryFrom<String> for $name {
            type Error = $crate::Error;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .max_length(Some($most))
                    .examples([$example])
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    };
}
pub(crate) use text_value;
