//! The smaller parts of a module version: who runs it, where, what it certifies, supplies and changes.

use blaupause_kernel::{Date, LocalizedText, Rational, Slug, to_canonical_json};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Error;

/// Who runs a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Operator {
    /// Öffentlicher IT-Dienstleister.
    Public,
    /// A private company.
    Private,
}

/// Where a module runs. Later values leave less control.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Hosting {
    /// In the provider's or municipality's own computing centre.
    Own,
    /// In a cluster of several public providers.
    PublicCluster,
    /// At a company inside the European Union.
    Eu,
    /// Drittland: outside the European Union.
    ThirdCountry,
}

/// Digitale Souveränität: how free something that is run leaves its users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sovereignty {
    /// Who runs it.
    pub operator: Operator,
    /// Where it runs.
    pub hosting: Hosting,
    /// Whether it can be had under open licences alone.
    pub open_licence: bool,
    /// Whether there is a plan to leave it.
    pub exit_plan: bool,
}

/// Zertifikat of a module version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    /// What it certifies: `BSI C5`, `ISO 27001 auf Basis von IT-Grundschutz`.
    pub name: String,
    /// Last day it is valid, included; without end if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// A maturity level a municipality has because the provider runs this module for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuppliedLevel {
    /// The maturity model.
    pub model: Slug,
    /// Its indicator.
    pub indicator: Slug,
    /// The level, on the indicator's scale.
    pub level: Rational,
}

/// Änderungen since the version before, by kind (keepachangelog.com, with breaking changes apart).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// New things.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<LocalizedText>,
    /// Things that work differently.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<LocalizedText>,
    /// Defects that are gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<LocalizedText>,
    /// Things that are gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<LocalizedText>,
    /// Weaknesses that are closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<LocalizedText>,
    /// Things that need work before or while upgrading.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub breaking: Vec<LocalizedText>,
}

impl Changes {
    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// JSON Schema of a module's settings: always an object, at most 64 KiB of canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Object))]
pub struct SettingsSchema(Value);

impl SettingsSchema {
    /// The largest schema, in bytes of canonical JSON.
    pub const MAX: usize = 64 << 10;

    /// The schema as JSON.
    pub fn as_value(&self) -> &Value {
        &self.0
    }
}

impl TryFrom<Value> for SettingsSchema {
    type Error = Error;

    fn try_from(schema: Value) -> Result<Self, Error> {
        if schema.get("type").and_then(Value::as_str) != Some("object") {
            return Err(Error::SettingsNotObject);
        }
        if to_canonical_json(&schema)?.len() > Self::MAX {
            return Err(Error::SettingsTooLarge { most: Self::MAX });
        }
        Ok(Self(schema))
    }
}

impl From<SettingsSchema> for Value {
    fn from(schema: SettingsSchema) -> Self {
        schema.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_an_object_of_bounded_size() {
        assert!(SettingsSchema::try_from(json!({"type": "object", "properties": {}})).is_ok());
        assert_eq!(SettingsSchema::try_from(json!({"type": "array"})), Err(Error::SettingsNotObject));
        assert_eq!(SettingsSchema::try_from(json!(true)), Err(Error::SettingsNotObject));
        let large = json!({"type": "object", "description": "x".repeat(SettingsSchema::MAX)});
        assert_eq!(SettingsSchema::try_from(large), Err(Error::SettingsTooLarge { most: 65_536 }));
    }
}
