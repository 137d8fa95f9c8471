//! Minimum standards: versioned lists of what every municipality must, should or may have, with a timeline.

mod delta;

use std::collections::BTreeSet;

use blaupause_kernel::{Date, Digest, LocalizedText, Message, Rational, Slug, Version};
use serde::{Deserialize, Serialize};

pub use delta::{Holdings, RequirementChange, RequirementState, StandardDiff};

use crate::{Error, Interface, Problem, VersionRange, documents};

/// The smallest minimum standard: its required fields and nothing else.
const LEAST: &str = r#"{"id": "s", "version": "1.0.0", "title": {"de": "t"}, "requirements": [{"id": "r",
    "level": "must", "area": "security", "text": {"de": "t"}, "satisfiedBy": [{"interface": "i@1"}]}]}"#;

/// Mindeststandard in one version. Immutable once published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MinimumStandard {
    /// Its key, the same for all versions.
    pub id: Slug,
    /// Its version.
    pub version: Version,
    /// Its name.
    pub title: LocalizedText,
    /// What it asks for.
    pub requirements: Vec<StandardRequirement>,
    /// From when on it has which status, the earliest first; without any, it is a draft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<TimelineEntry>,
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

/// One way to fulfil a requirement: `{interface}`, `{module, range}` or `{model, indicator, atLeast}`.
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

/// The fields as they are written, before it is clear which of the three it is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Fields {
    interface: Option<Interface>,
    module: Option<Slug>,
    range: Option<VersionRange>,
    model: Option<Slug>,
    indicator: Option<Slug>,
    at_least: Option<Rational>,
}

impl TryFrom<Fields> for Satisfaction {
    type Error = Error;

    fn try_from(f: Fields) -> Result<Self, Error> {
        match (f.interface, (f.module, f.range), (f.model, f.indicator, f.at_least)) {
            (Some(interface), (None, None), (None, None, None)) => Ok(Self::Interface { interface }),
            (None, (Some(module), range), (None, None, None)) => {
                Ok(Self::Module { module, range: range.unwrap_or_default() })
            }
            (None, (None, None), (Some(model), Some(indicator), Some(at_least))) => {
                Ok(Self::Indicator { model, indicator, at_least })
            }
            _ => Err(Error::Satisfaction),
        }
    }
}

/// From this day on, the standard has this status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    /// First day.
    pub date: Date,
    /// The status from then on.
    pub status: StandardStatus,
}

/// What a version of a minimum standard counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum StandardStatus {
    /// In Kraft.
    Effective,
    /// Still accepted, but with a warning that it will not be for long.
    Warn,
    /// No longer accepted. Nothing comes after it.
    Deprecated,
}

impl MinimumStandard {
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
        let pairs = self.timeline.iter().zip(self.timeline.iter().skip(1));
        for (i, (before, after)) in pairs.enumerate() {
            let path = format!("/timeline/{}", i + 1);
            if before.date >= after.date {
                let message = Message::new("catalog-timeline-order").with("date", after.date);
                problems.push(Problem::at(path.clone(), message));
            }
            if before.status == StandardStatus::Deprecated {
                let message = Message::new("catalog-timeline-after-end").with("date", after.date);
                problems.push(Problem::at(path, message));
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

    /// Its status on this day; none before the first entry of the timeline.
    pub fn status_on(&self, day: Date) -> Option<StandardStatus> {
        let begun = self.timeline.iter().filter(|entry| entry.date <= day);
        begun.max_by_key(|entry| entry.date).map(|entry| entry.status)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const FILE: &str = include_str!("../examples/minimum-standard.yaml");

    #[rstest]
    #[case("2026-12-31", None)]
    #[case("2027-01-01", Some(StandardStatus::Effective))]
    #[case("2028-12-31", Some(StandardStatus::Effective))]
    #[case("2029-01-01", Some(StandardStatus::Warn))]
    #[case("2035-01-01", Some(StandardStatus::Deprecated))]
    fn the_status_follows_the_date(#[case] on: &str, #[case] status: Option<StandardStatus>) {
        let standard = MinimumStandard::read(FILE).unwrap();
        assert_eq!(standard.status_on(on.parse().unwrap()), status);
    }

    #[test]
    fn names_every_contradiction() {
        let mut standard = MinimumStandard::read(FILE).unwrap();
        standard.requirements[1].id = standard.requirements[0].id.clone();
        standard.requirements[0].satisfied_by.clear();
        standard.timeline.reverse();
        let codes: Vec<_> = standard.check().into_iter().map(|p| (p.path, p.message.code)).collect();
        let expected = [
            ("/requirements/0/satisfiedBy", "catalog-standard-unsatisfiable"),
            ("/requirements/1/id", "catalog-standard-duplicate"),
            ("/timeline/1", "catalog-timeline-order"),
            ("/timeline/1", "catalog-timeline-after-end"),
            ("/timeline/2", "catalog-timeline-order"),
        ];
        assert_eq!(codes, expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
        assert!(MinimumStandard::read(LEAST).is_ok());
    }

    #[test]
    fn a_way_to_fulfil_is_one_of_three() {
        for good in [
            r#"{"interface":"xta@2.1"}"#,
            r#"{"module":"e-akte","range":"^2"}"#,
            r#"{"model":"kommune-digital","indicator":"e-akte","atLeast":"3"}"#,
        ] {
            let read: Satisfaction = serde_json::from_str(good).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), good);
        }
        for bad in ["{}", r#"{"model":"m","indicator":"i"}"#, r#"{"interface":"a@1","module":"b"}"#] {
            assert!(serde_json::from_str::<Satisfaction>(bad).is_err(), "{bad}");
        }
    }
}
