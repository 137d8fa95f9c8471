//! Verwaltungsleistungen: the services of the LeiKa catalogue and of the Online Access Act (OZG), as their lists name
//! them, and what differs between two states of a list.

mod changes;
mod coverage;
mod lists;
mod ozg;

use blaupause_kernel::Date;
use serde::{Deserialize, Serialize};

pub use changes::{ServiceChanges, changes};
pub use coverage::{FieldCoverage, Served, ServiceCoverage, coverage, is_municipal};
pub use lists::{Keyless, ServiceList, read};
pub use ozg::{OzgChanges, OzgService, ozg_changes, read_ozg};

use crate::LeikaKey;

/// Verwaltungsleistung: one entry of the LeiKa catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Service {
    /// LeiKa key.
    pub key: LeikaKey,
    /// Its name.
    pub name: String,
    /// LeiKa-Typ as the list writes it, such as `2/3`: who makes the rules and who carries them out. 1 the federation
    /// alone; 2 rules of the federation, carried out by the Länder; 3 rules of the federation, carried out by the
    /// municipalities; 4 rules of the Länder; 5 rules of the municipalities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The service of the Online Access Act (OZG-Leistung) it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ozg: Option<OzgReference>,
    /// Themenfeld.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Lebens- or Geschäftslage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<String>,
    /// Rechtsgrundlage, as an abbreviation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// Date of the first list that no longer has it; it is current if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

/// OZG-Leistung: a service of the Online Access Act, which gathers services of the LeiKa catalogue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OzgReference {
    /// Its number.
    pub id: String,
    /// Its name.
    pub name: String,
}
