//! Modules: the things in the portfolio that have versions. Not the versions.

use blaupause_kernel::{LocalizedText, Revision, Slug};
use serde::{Deserialize, Serialize};

/// What a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ModuleKind {
    /// Fachverfahren or other application.
    Application,
    /// Plattform other modules rest on: portal, service account, payment.
    Platform,
    /// Infrastruktur: network, computing centre, storage.
    Infrastructure,
    /// Gerätepaket: devices with what belongs to them.
    DevicePackage,
    /// Schulung.
    Training,
    /// Beratung.
    Consulting,
}

/// Baustein: one entry of a provider's modular portfolio. A record; its versions are documents of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Module {
    /// Its key.
    pub id: Slug,
    /// The provider that keeps it.
    pub owner: Slug,
    /// What it is.
    pub kind: ModuleKind,
    /// Its name.
    pub title: LocalizedText,
    /// What it is for.
    pub description: LocalizedText,
    /// How often the record was changed.
    pub revision: Revision,
}
