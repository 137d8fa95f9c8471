//! Blueprints ("Blaupausen"): what a pilot proved, as a versioned document that others can adopt.
//! Reading, checking and publishing a version are in `blueprints/`; whether it fits a unit is in `fit`.

use std::collections::BTreeMap;

use blaupause_catalog::{ModuleRange, VersionRange};
use blaupause_kernel::{Digest, Euro, LocalizedText, PersonDays, Rational, Revision, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Link, Problem};

mod check;
mod diff;
mod drift;
mod publish;
mod read;
mod state;
mod steps;

pub use check::{
    MAX_DAYS, MAX_DOCUMENTS, MAX_MODULES, MAX_OUTCOMES, MAX_PARAMETERS_BYTES, MAX_PILOTS, MAX_PREREQUISITES,
    MAX_RISKS, MAX_STEPS, MAX_TEXT, MAX_TITLE,
};
pub use diff::Change;
pub use drift::Drift;
pub use publish::{ModuleFacts, PilotFacts, PublishChecks};
pub use read::MAX_BYTES;
pub use state::{DraftVersion, Published, VersionState, VersionTransition};
pub use steps::Side;

/// A blueprint over all its versions: who keeps it and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blueprint {
    /// Its key.
    pub slug: Slug,
    /// The provider that keeps it.
    pub owner: Slug,
    /// Its title.
    pub title: LocalizedText,
    /// How often the record was changed.
    pub revision: Revision,
}

/// One version of a blueprint: immutable once published. A value that was read has passed every check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, remote = "Self")]
#[non_exhaustive]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlueprintVersion {
    /// The blueprint.
    pub blueprint: Slug,
    /// This version; never reused.
    pub version: Version,
    /// Title.
    pub title: LocalizedText,
    /// What it brings and for whom, in a few sentences.
    pub summary: LocalizedText,
    /// The maturity model that prerequisites and outcomes refer to.
    pub model: ModelVersion,
    /// The pilots it rests on; one evaluated is needed to publish.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pilots: Vec<Slug>,
    /// What must be in place before.
    #[serde(default)]
    pub prerequisites: Prerequisites,
    /// The modules it consists of, as in a lock file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<LockedModule>,
    /// JSON Schema of the parameters an adopter sets; describes an object.
    #[serde(default = "no_parameters")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub parameters: serde_json::Value,
    /// What is to be done, as a directed graph without cycles.
    pub steps: Vec<Step>,
    /// The levels an adopter reaches.
    pub outcomes: Vec<Outcome>,
    /// What it costs, by size class.
    pub costs: BySize<CostBand>,
    /// What can go wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<LocalizedText>,
    /// Papers that belong to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Size classes it suits; empty means every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suited: Vec<SizeClass>,
    /// What adopters of the version before have to do; needed whenever there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migration_note: Option<LocalizedText>,
}

fn no_parameters() -> serde_json::Value {
    serde_json::json!({ "type": "object" })
}

/// A maturity model at one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModelVersion {
    /// Key of the model.
    pub id: Slug,
    /// Its version.
    pub version: Version,
}

/// What must be in place before a unit can begin.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prerequisites {
    /// Levels to have reached.
    pub levels: Vec<LevelPrerequisite>,
    /// Modules to have installed.
    pub modules: Vec<ModuleRange>,
}

/// A level that a unit needs to have before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LevelPrerequisite {
    /// Indicator or dimension of the model.
    pub node: Slug,
    /// The value it has at least, on its own range.
    pub at_least: Rational,
}

/// A module at the version that was proven, and the versions that will do as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LockedModule {
    /// The module.
    pub module: Slug,
    /// The version that was proven; lies in `range`.
    pub version: Version,
    /// The versions allowed.
    pub range: VersionRange,
}

/// A value for every size class: one for all, others for some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BySize<T> {
    /// The value for every class that is not named in `sizes`, and for units without a class.
    pub default: T,
    /// The values of single size classes.
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty")]
    pub sizes: BTreeMap<SizeClass, T>,
}

impl<T: Copy> BySize<T> {
    /// The value for a size class, or for a unit without one.
    pub fn get(&self, size: Option<SizeClass>) -> T {
        size.and_then(|s| self.sizes.get(&s)).copied().unwrap_or(self.default)
    }
}

/// What an adoption costs in money.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CostBand {
    /// Once.
    pub one_off: Euro,
    /// Every year.
    pub per_year: Euro,
}

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StepRole {
    /// Projektleitung der Kommune.
    ProjectLead,
    /// Fachbereich.
    Department,
    /// IT-Stelle der Kommune.
    UnitIt,
    /// Datenschutz und Informationssicherheit der Kommune.
    Protection,
    /// Verwaltungsleitung and Personalvertretung, who decide and agree.
    Leadership,
    /// Technik des Dienstleisters.
    ProviderIt,
    /// Beratung des Dienstleisters.
    Consultant,
    /// Schulung durch den Dienstleister.
    Trainer,
}

/// One step of an adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// Key inside the version.
    pub id: Slug,
    /// What is done.
    pub title: LocalizedText,
    /// How it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<LocalizedText>,
    /// Who does it.
    pub role: StepRole,
    /// Steps that must be done before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Slug>,
    /// Effort, by size class.
    pub person_days: BySize<PersonDays>,
    /// Calendar days from begin to end.
    pub duration_days: u32,
    /// Training module that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub training: Option<Slug>,
}

/// A level that an adopter reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// The indicator.
    pub indicator: Slug,
    /// The level reached, on the indicator's own scale.
    pub level: Rational,
}

/// A paper that belongs to a blueprint: with an address, a digest, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// What it is.
    pub title: LocalizedText,
    /// Where it can be fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
    /// Digest of its bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
}

impl BlueprintVersion {
    /// Reads a version from YAML or JSON text and checks all of it.
    ///
    /// # Errors
    /// Every problem found, with line and pointer.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        read::blueprint(text)
    }

    /// SHA-256 of the document's canonical JSON.
    ///
    /// # Errors
    /// `NoCanonicalForm` if a parameter schema holds a number without one.
    pub fn hash(&self) -> Result<Digest, Error> {
        Digest::of_document(self).map_err(|_| Error::NoCanonicalForm)
    }

    /// Whether the version is meant for units of this size; a unit without a size class is not refused.
    pub fn suits(&self, size: Option<SizeClass>) -> bool {
        self.suited.is_empty() || size.is_none_or(|s| self.suited.contains(&s))
    }
}

impl Blueprint {
    /// The same blueprint after the standing of one of its versions changed: it counts as changed.
    #[must_use]
    pub fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

impl<'de> Deserialize<'de> for BlueprintVersion {
    /// Reads and checks: what was stored is held to the same rules as what is handed in.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let version = Self::deserialize(deserializer)?;
        let problems = check::problems(&version);
        if problems.is_empty() {
            return Ok(version);
        }
        let lines: Vec<_> = problems.iter().take(20).map(ToString::to_string).collect();
        Err(serde::de::Error::custom(lines.join("; ")))
    }
}

impl Serialize for BlueprintVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

#[cfg(test)]
pub(crate) mod tests;
