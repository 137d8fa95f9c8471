//! Who is assessed: an administration or a provider. In documents exactly one of the fields `unit` and `provider`.

use std::fmt;

use blaupause_kernel::{Ars, Slug};
use serde::{Deserialize, Serialize};

use crate::Subject;

/// Who is assessed ("Gegenstand der Erhebung").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub enum Assessed {
    /// An administration.
    Unit(Ars),
    /// A public IT service provider.
    Provider(Slug),
}

impl Assessed {
    /// The subject that a model must have to assess it.
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Unit(_) => Subject::Municipality,
            Self::Provider(_) => Subject::Provider,
        }
    }

    /// The administration, if it is one.
    pub const fn unit(&self) -> Option<&Ars> {
        match self {
            Self::Unit(unit) => Some(unit),
            Self::Provider(_) => None,
        }
    }

    /// The provider, if it is one.
    pub const fn provider(&self) -> Option<&Slug> {
        match self {
            Self::Unit(_) => None,
            Self::Provider(provider) => Some(provider),
        }
    }
}

impl fmt::Display for Assessed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(unit) => unit.fmt(f),
            Self::Provider(provider) => provider.fmt(f),
        }
    }
}

/// What stands in a document beside its other fields.
#[derive(Serialize, Deserialize)]
struct Fields {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<Ars>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider: Option<Slug>,
}

impl From<Assessed> for Fields {
    fn from(assessed: Assessed) -> Self {
        match assessed {
            Assessed::Unit(unit) => Self { unit: Some(unit), provider: None },
            Assessed::Provider(provider) => Self { unit: None, provider: Some(provider) },
        }
    }
}

impl TryFrom<Fields> for Assessed {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        match (fields.unit, fields.provider) {
            (Some(unit), None) => Ok(Self::Unit(unit)),
            (None, Some(provider)) => Ok(Self::Provider(provider)),
            (None, None) => Err("one of `unit` and `provider` is needed"),
            (Some(_), Some(_)) => Err("only one of `unit` and `provider` can be given"),
        }
    }
}
