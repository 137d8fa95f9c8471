//! What a module version needs, and what somebody wants: a module in a range, or an interface from whoever has it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, Interface, ModuleRange, ModuleVersion, VersionRange};

/// Voraussetzung: either a module in a range of versions, or an interface that any module may provide.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged, try_from = "Fields")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Requirement {
    /// This module, in one of these versions.
    Module(ModuleRange),
    /// Any module that provides this interface.
    Interface {
        /// The interface, in at least this minor version.
        interface: Interface,
    },
}

impl Requirement {
    /// A requirement of a module in a range.
    pub fn module(module: blaupause_kernel::Slug, range: VersionRange) -> Self {
        Self::Module(ModuleRange { module, range })
    }

    /// A requirement of an interface.
    pub fn interface(interface: Interface) -> Self {
        Self::Interface { interface }
    }

    /// Whether this one module version fulfils the requirement.
    pub fn is_met_by(&self, version: &ModuleVersion) -> bool {
        match self {
            Self::Module(wanted) => wanted.matches(&version.module, &version.version),
            Self::Interface { interface } => version.provides.iter().any(|i| i.satisfies(interface)),
        }
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(wanted) => write!(f, "{} {}", wanted.module, wanted.range),
            Self::Interface { interface } => interface.fmt(f),
        }
    }
}

/// The fields as they are written, before it is clear which of the two it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    module: Option<blaupause_kernel::Slug>,
    range: Option<VersionRange>,
    interface: Option<Interface>,
}

impl TryFrom<Fields> for Requirement {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        match (fields.module, fields.range, fields.interface) {
            (Some(module), range, None) => Ok(Self::module(module, range.unwrap_or_default())),
            (None, None, Some(interface)) => Ok(Self::interface(interface)),
            _ => Err(Error::Requirement),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_module_or_an_interface_and_reads_back() {
        for (text, shown) in [
            (r#"{"module":"e-akte","range":"^2"}"#, "e-akte ^2"),
            (r#"{"module":"e-akte"}"#, "e-akte *"),
            (r#"{"interface":"xta@2.1"}"#, "xta@2.1"),
        ] {
            let read: Requirement = serde_json::from_str(text).unwrap();
            assert_eq!(read.to_string(), shown);
            let again: Requirement = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
            assert_eq!(again, read);
        }
        for bad in ["{}", r#"{"module":"a","interface":"b@1"}"#, r#"{"range":"1"}"#, r#"{"modul":"a"}"#] {
            assert!(serde_json::from_str::<Requirement>(bad).is_err(), "{bad}");
        }
    }
}
