//! The way from one version of a minimum standard to a later one.

use blaupause_kernel::{LocalizedText, PersonDays, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use super::{effort_of, problems_of};
use crate::{Effort, Error, Problem, VersionRange, documents};

/// The smallest tier path: its required fields and nothing else.
const LEAST: &str = r#"{"id": "p", "owner": "o", "from": {"standard": "s", "range": "^1"},
    "to": {"standard": "s", "version": "2.0.0"}, "steps": [{"de": "s"}]}"#;

/// Stufenpfad: what it takes to get from these versions of a minimum standard to that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TierPath {
    /// Its key.
    pub id: Slug,
    /// The provider that keeps it.
    pub owner: Slug,
    /// Where it starts.
    pub from: StandardRange,
    /// Where it ends.
    pub to: StandardPin,
    /// What to do, in this order.
    pub steps: Vec<LocalizedText>,
    /// Aufwand by size class; unknown if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effort: Vec<Effort>,
    /// What happens to the data; nothing to move if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_migration: Option<LocalizedText>,
}

/// A minimum standard in a range of versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardRange {
    /// The standard.
    pub standard: Slug,
    /// Its versions.
    pub range: VersionRange,
}

/// A minimum standard in exactly one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardPin {
    /// The standard.
    pub standard: Slug,
    /// Its version.
    pub version: Version,
}

impl TierPath {
    /// Reads a path from YAML or JSON and checks it.
    ///
    /// # Errors
    /// `DocumentTooLarge`, or `Document` with every problem found and its place.
    pub fn read(text: &str) -> Result<Self, Error> {
        documents::read(text, LEAST, Self::check)
    }

    /// Everything that contradicts itself; empty if the path may be published.
    pub fn check(&self) -> Vec<Problem> {
        let itself = self.from.standard == self.to.standard && self.from.range.matches(&self.to.version);
        problems_of(&self.steps, &self.effort, itself.then_some((&self.to.standard, &self.to.version)))
    }

    /// How much work it is for a unit of this size class; nothing if that is not known.
    pub fn effort_for(&self, size_class: SizeClass) -> Option<PersonDays> {
        effort_of(&self.effort, size_class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Upgrade;

    #[test]
    fn a_document_says_itself_which_kind_it_is() {
        let tier = "id: p\nowner: o\nfrom: {standard: s, range: ^1}\nto: {standard: s, version: 2.0.0}\n\
            steps: [{de: Umstellen}]\n";
        assert!(matches!(Upgrade::read(tier), Ok(Upgrade::Tier(_))));
        let module = tier.replace("standard:", "module:");
        assert!(matches!(Upgrade::read(&module), Ok(Upgrade::Module(_))));
        for (bad, path) in [
            (tier.replace("^1", "'>=1'"), "/from"),
            (tier.replace("[{de: Umstellen}]", "[]"), "/steps"),
            (tier.replace("to: {standard", "to: {module"), "/to"),
        ] {
            let Err(Error::Document(problems)) = Upgrade::read(&bad) else { panic!("{bad}") };
            assert!(problems.iter().any(|p| p.path.starts_with(path)), "{problems:?}");
        }
        assert!(TierPath::read(LEAST).is_ok());
    }
}
