//! Modules: the things in the portfolio that have versions. Not the versions.

use blaupause_kernel::{Language, LocalizedText, Message, Revision, Slug};
use serde::{Deserialize, Serialize};

use crate::Problem;

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

impl Module {
    /// Longest title, in characters.
    pub const MAX_TITLE: usize = 200;
    /// Longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 5_000;

    /// Every text that is too long; empty if the record may be kept.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let texts = [
            ("/title", &self.title, Self::MAX_TITLE),
            ("/description", &self.description, Self::MAX_DESCRIPTION),
        ];
        for (pointer, text, most) in texts {
            for language in Language::ALL.into_iter().filter(|l| text.has(*l)) {
                if text.get(language).chars().count() > most {
                    let message = Message::new("text-too-long").with("limit", most);
                    problems.push(Problem::at(format!("{pointer}/{language}"), message));
                }
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_bounded_in_every_language() {
        let module = |title: &str| Module {
            id: "e-akte".parse().unwrap(),
            owner: "it-harz".parse().unwrap(),
            kind: ModuleKind::Application,
            title: LocalizedText::new("E-Akte", title).unwrap(),
            description: LocalizedText::new("Akten", "Files").unwrap(),
            revision: Revision::FIRST,
        };
        assert_eq!(module(&"ä".repeat(200)).check(), Vec::new());
        let problems = module(&"ä".repeat(201)).check();
        assert_eq!(problems.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["/title/en"]);
    }
}
