//! Minimum standards: versioned lists of what every municipality must, should or may have. When which version holds
//! is said by the timeline of the standard, which is not part of a version.

mod delta;
mod standing;
mod timeline;
mod wishes;

use std::collections::BTreeSet;

use blaupause_kernel::{Digest, Language, LocalizedText, Message, Rational, Revision, Slug, Version};
use serde::{Deserialize, Serialize};

pub use delta::{Holdings, RequirementChange, RequirementState, StandardDiff};
pub use standing::{Compliance, Standing};
pub use timeline::{Binding, StandardStatus, Timeline, TimelineEntry};

use crate::{Error, Interface, Problem, VersionRange, documents};

/// The smallest minimum standard: its required fields and nothing else.
const LEAST: &str = r#"{"id": "s", "version": "1.0.0", "title": {"de": "t"}, "requirements": [{"id": "r",
    "level": "must", "area": "security", "text": {"de": "t"}, "satisfiedBy": [{"interface": "i@1"}]}]}"#;

/// Mindeststandard: what a provider keeps for its units. A record; its versions are documents of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CatalogStandard))]
pub struct Standard {
    /// Its key.
    pub id: Slug,
    /// The provider that keeps it.
    pub owner: Slug,
    /// Its name.
    pub title: LocalizedText,
    /// From when on which version has which status.
    pub timeline: Timeline,
    /// How often the record was changed.
    pub revision: Revision,
}

impl Standard {
    /// Longest title, in characters.
    pub const MAX_TITLE: usize = 200;

    /// Every title that is too long; empty if the record may be kept.
    pub fn check(&self) -> Vec<Problem> {
        let long = |language: &Language| {
            self.title.has(*language) && self.title.get(*language).chars().count() > Self::MAX_TITLE
        };
        let problem = |language| {
            let message = Message::new("text-too-long").with("limit", Self::MAX_TITLE);
            Problem::at(format!("/title/{language}"), message)
        };
        Language::ALL.into_iter().filter(long).map(problem).collect()
    }
}

/// Mindeststandard in one version. Immutable once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardVersion {
    /// Its key, the same for all versions.
    pub id: Slug,
    /// Its version.
    pub version: Version,
    /// Its name.
    pub title: LocalizedText,
    /// What it asks for.
    pub requirements: Vec<StandardRequirement>,
}

/// One thing a minimum standard asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardRequirement {
    /// Its key, the same in all versions of the standard.
    pub id: Slug,
    /// How binding it is.
    pub level: Obligation,
    /// What it is about.
    pub area: Area,
    /// What it says.
    pub text: LocalizedText,
    /// What fulfils it; one of these is enough.
    pub satisfied_by: Vec<Satisfaction>,
}

/// How binding a requirement is. The more binding is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Obligation {
    /// KANN.
    May,
    /// SOLL.
    Should,
    /// MUSS.
    Must,
}

impl Obligation {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

/// What a requirement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Area {
    /// Oberfläche.
    Surface,
    /// Fachlogik.
    DomainLogic,
    /// Nutzerkonto.
    UserAccount,
    /// Bezahlen.
    Payment,
    /// Datenaustausch.
    DataExchange,
    /// Zuständigkeitsfindung and delivery to the right office.
    Routing,
    /// Rechtliche Nachnutzbarkeit.
    LegalReuse,
    /// Organisation.
    Organisation,
    /// Informationssicherheit.
    Security,
    /// Barrierefreiheit.
    Accessibility,
}

/// One way to fulfil a requirement: `{interface}`, `{module, range}`, `{blueprint, range}` or
/// `{model, indicator, atLeast}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged, try_from = "Fields")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Satisfaction {
    /// An installed module provides this interface.
    Interface {
        /// The interface, in at least this minor version.
        interface: Interface,
    },
    /// This module is installed.
    Module {
        /// The module.
        module: Slug,
        /// In one of these versions.
        range: VersionRange,
    },
    /// This blueprint was adopted and is in use.
    Blueprint {
        /// The blueprint.
        blueprint: Slug,
        /// In one of these versions.
        range: VersionRange,
    },
    /// An indicator has reached a level.
    #[serde(rename_all = "camelCase")]
    Indicator {
        /// The maturity model.
        model: Slug,
        /// Its indicator.
        indicator: Slug,
        /// The lowest level that is enough.
        at_least: Rational,
    },
}

impl Satisfaction {
    /// A blueprint in this version, or in a newer one that is compatible.
    ///
    /// # Errors
    /// A version of which no range can be made.
    pub fn by_blueprint(blueprint: &Slug, version: &Version) -> Result<Self, Error> {
        let range = format!("^{version}").parse()?;
        Ok(Self::Blueprint { blueprint: blueprint.clone(), range })
    }
}

/// The fields as they are written, before it is clear which of the four it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    interface: Option<Interface>,
    module: Option<Slug>,
    blueprint: Option<Slug>,
    range: Option<VersionRange>,
    model: Option<Slug>,
    indicator: Option<Slug>,
    at_least: Option<Rational>,
}

impl TryFrom<Fields> for Satisfaction {
    type Error = Error;

    fn try_from(f: Fields) -> Result<Self, Error> {
        match (f.interface, (f.module, f.blueprint, f.range), (f.model, f.indicator, f.at_least)) {
            (Some(interface), (None, None, None), (None, None, None)) => Ok(Self::Interface { interface }),
            (None, (Some(module), None, range), (None, None, None)) => {
                Ok(Self::Module { module, range: range.unwrap_or_default() })
            }
            (None, (None, Some(blueprint), range), (None, None, None)) => {
                Ok(Self::Blueprint { blueprint, range: range.unwrap_or_default() })
            }
            (None, (None, None, None), (Some(model), Some(indicator), Some(at_least))) => {
                Ok(Self::Indicator { model, indicator, at_least })
            }
            _ => Err(Error::Satisfaction),
        }
    }
}

impl StandardVersion {
    /// A version that asks for what this one asks for and for one thing more; a requirement with the same key takes its place.
    #[must_use]
    pub fn with(mut self, version: Version, requirement: StandardRequirement) -> Self {
        self.requirements.retain(|known| known.id != requirement.id);
        self.requirements.push(requirement);
        Self { version, ..self }
    }

    /// Reads a standard from YAML or JSON and checks it.
    ///
    /// # Errors
    /// `DocumentTooLarge`, or `Document` with every problem found and its place.
    pub fn read(text: &str) -> Result<Self, Error> {
        documents::read(text, LEAST, Self::check)
    }

    /// Everything that contradicts itself; empty if the standard may be published.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.requirements.is_empty() {
            problems.push(Problem::at("/requirements", Message::new("catalog-standard-empty")));
        }
        let mut seen = BTreeSet::new();
        for (i, requirement) in self.requirements.iter().enumerate() {
            if !seen.insert(&requirement.id) {
                let message = Message::new("catalog-standard-duplicate").with("requirement", &requirement.id);
                problems.push(Problem::at(format!("/requirements/{i}/id"), message));
            }
            if requirement.satisfied_by.is_empty() {
                let message =
                    Message::new("catalog-standard-unsatisfiable").with("requirement", &requirement.id);
                problems.push(Problem::at(format!("/requirements/{i}/satisfiedBy"), message));
            }
        }
        problems
    }

    /// SHA-256 of the canonical JSON: what the published standard is identified by.
    ///
    /// # Errors
    /// `Kernel` if it has no canonical form.
    pub fn hash(&self) -> Result<Digest, Error> {
        Ok(Digest::of_document(self)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../examples/minimum-standard.yaml");

    #[test]
    fn names_every_contradiction() {
        let mut standard = StandardVersion::read(FILE).unwrap();
        standard.requirements[1].id = standard.requirements[0].id.clone();
        standard.requirements[0].satisfied_by.clear();
        let codes: Vec<_> = standard.check().into_iter().map(|p| (p.path, p.message.code)).collect();
        let expected = [
            ("/requirements/0/satisfiedBy", "catalog-standard-unsatisfiable"),
            ("/requirements/1/id", "catalog-standard-duplicate"),
        ];
        assert_eq!(codes, expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
        assert!(StandardVersion::read(LEAST).is_ok());
    }

    #[test]
    fn a_way_to_fulfil_is_one_of_four() {
        for good in [
            r#"{"interface":"xta@2.1"}"#,
            r#"{"module":"e-akte","range":"^2"}"#,
            r#"{"blueprint":"e-akte-light","range":"^1.2"}"#,
            r#"{"model":"kommune-digital","indicator":"e-akte","atLeast":"3"}"#,
        ] {
            let read: Satisfaction = serde_json::from_str(good).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), good);
        }
        for bad in [
            "{}",
            r#"{"model":"m","indicator":"i"}"#,
            r#"{"interface":"a@1","module":"b"}"#,
            r#"{"blueprint":"a","module":"b"}"#,
        ] {
            assert!(serde_json::from_str::<Satisfaction>(bad).is_err(), "{bad}");
        }
    }
}
