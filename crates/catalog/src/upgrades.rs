//! The way from one version of a module to another, from one module to its successor, or from one version of a
//! minimum standard to the next.

mod tiers;

use blaupause_kernel::{Digest, LocalizedText, Located, Message, PersonDays, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::module_versions::effort_problems;
use crate::{Effort, Error, Installation, ModulePin, ModuleRange, Problem, documents};

pub use tiers::{StandardPin, StandardRange, TierPath};

/// The smallest upgrade path: its required fields and nothing else.
const LEAST: &str = r#"{"id": "p", "owner": "o", "from": {"module": "m"}, "to": {"module": "n", "version": "1.0.0"},
    "steps": [{"de": "s"}]}"#;

/// An upgrade path of either kind, as a document that says itself which it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Upgrade {
    /// Between versions of modules.
    Module(UpgradePath),
    /// Between versions of a minimum standard.
    Tier(TierPath),
}

impl Upgrade {
    /// Reads a path from YAML or JSON and checks it: it is a tier path if `from` names a standard.
    ///
    /// # Errors
    /// `DocumentTooLarge`, or `Document` with every problem found and its place.
    pub fn read(text: &str) -> Result<Self, Error> {
        let names_standard = |text: &str| {
            let located = Located::parse(text).ok()?;
            located.value.pointer("/from/standard").map(|_| ())
        };
        if text.len() <= documents::MAX_DOCUMENT_BYTES && names_standard(text).is_some() {
            return TierPath::read(text).map(Self::Tier);
        }
        UpgradePath::read(text).map(Self::Module)
    }

    /// Its key.
    pub const fn id(&self) -> &Slug {
        match self {
            Self::Module(path) => &path.id,
            Self::Tier(path) => &path.id,
        }
    }

    /// The provider that keeps it.
    pub const fn owner(&self) -> &Slug {
        match self {
            Self::Module(path) => &path.owner,
            Self::Tier(path) => &path.owner,
        }
    }

    /// SHA-256 of the canonical JSON.
    ///
    /// # Errors
    /// `Kernel` if it has no canonical form.
    pub fn hash(&self) -> Result<Digest, Error> {
        Ok(Digest::of_document(self)?)
    }
}

/// Aktualisierungspfad: what it takes to get from these versions to that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpgradePath {
    /// Its key.
    pub id: Slug,
    /// The provider that keeps it.
    pub owner: Slug,
    /// Where it starts.
    pub from: ModuleRange,
    /// Where it ends.
    pub to: ModulePin,
    /// What to do, in this order.
    pub steps: Vec<LocalizedText>,
    /// Aufwand by size class; unknown if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effort: Vec<Effort>,
    /// What happens to the data; nothing to move if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_migration: Option<LocalizedText>,
}

impl UpgradePath {
    /// Reads a path from YAML or JSON and checks it.
    ///
    /// # Errors
    /// `DocumentTooLarge`, or `Document` with every problem found and its place.
    pub fn read(text: &str) -> Result<Self, Error> {
        documents::read(text, LEAST, Self::check)
    }

    /// Everything that contradicts itself; empty if the path may be published.
    pub fn check(&self) -> Vec<Problem> {
        let itself = self.from.matches(&self.to.module, &self.to.version);
        problems_of(&self.steps, &self.effort, itself.then_some((&self.to.module, &self.to.version)))
    }

    /// Whether this path starts at what is installed.
    pub fn starts_at(&self, installation: &Installation) -> bool {
        self.from.matches(&installation.module, &installation.version)
    }

    /// How much work it is for a unit of this size class; nothing if that is not known.
    pub fn effort_for(&self, size_class: SizeClass) -> Option<PersonDays> {
        effort_of(&self.effort, size_class)
    }
}

/// What contradicts itself in a path, be it of a module or of a standard; `itself` is where it ends, if it starts there.
fn problems_of(
    steps: &[LocalizedText],
    effort: &[Effort],
    itself: Option<(&Slug, &Version)>,
) -> Vec<Problem> {
    let mut problems = effort_problems(effort);
    if steps.is_empty() {
        problems.push(Problem::at("/steps", Message::new("catalog-upgrade-without-steps")));
    }
    if let Some((id, version)) = itself {
        let message = Message::new("catalog-upgrade-to-itself").with("module", id);
        problems.push(Problem::at("/from", message.with("version", version)));
    }
    problems
}

fn effort_of(effort: &[Effort], size_class: SizeClass) -> Option<PersonDays> {
    effort.iter().find(|effort| effort.size_class == size_class).map(|effort| effort.person_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "id: auf-zwei\nowner: it-harz\nfrom: {module: e-akte, range: '>=1.4, <2'}\nto: {module: e-akte, version: 2.1.0}\n\
        steps: [{de: Sichern}, {de: Umstellen}]\neffort: [{sizeClass: ruralMunicipality, personDays: '2.5'}]\n";

    #[test]
    fn reads_and_names_contradictions() {
        let path = UpgradePath::read(PATH).unwrap();
        assert_eq!(path.effort_for(SizeClass::RuralMunicipality).unwrap().to_string(), "2.50");
        assert_eq!(path.effort_for(SizeClass::LargerCity), None);
        let codes = |text: &str| match UpgradePath::read(text) {
            Err(Error::Document(problems)) => {
                problems.into_iter().map(|p| (p.message.code, p.line)).collect()
            }
            other => panic!("{other:?}"),
        };
        let itself: Vec<(String, Option<u64>)> = codes(&PATH.replace(", <2", ""));
        assert_eq!(itself, [("catalog-upgrade-to-itself".to_owned(), Some(3))]);
        assert_eq!(codes(&PATH.replace("[{de: Sichern}, {de: Umstellen}]", "[]"))[0].1, Some(5));
    }
}
