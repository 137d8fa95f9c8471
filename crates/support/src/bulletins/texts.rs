//! The texts of a bulletin: German always, English where there is one.

use blaupause_kernel::Language;
use serde::{Deserialize, Serialize};

use crate::error::Problems;

/// Longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest summary, in characters.
pub const MAX_SUMMARY: usize = 1_000;
/// Longest body, in characters.
pub const MAX_BODY: usize = 20_000;

/// What a bulletin says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulletinText {
    /// Titel.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub title: String,
    /// Kurzfassung, in a few sentences.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1_000))]
    pub summary: String,
    /// Der ganze Text.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 20_000))]
    pub body: String,
}

/// What a bulletin says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulletinTexts {
    /// In German.
    pub de: BulletinText,
    /// In English.
    #[serde(default)]
    pub en: Option<BulletinText>,
}

impl BulletinTexts {
    /// The text in a language, or in German, and which of them it is.
    pub fn get(&self, language: Language) -> (Language, &BulletinText) {
        match (&self.en, language) {
            (Some(english), Language::En) => (Language::En, english),
            _ => (Language::De, &self.de),
        }
    }

    pub(super) fn check(&self, problems: &mut Problems) {
        for (language, text) in [("de", Some(&self.de)), ("en", self.en.as_ref())] {
            let Some(text) = text else { continue };
            problems.line(&format!("/texts/{language}/title"), &text.title, MAX_TITLE);
            problems.prose(&format!("/texts/{language}/summary"), &text.summary, MAX_SUMMARY);
            problems.prose(&format!("/texts/{language}/body"), &text.body, MAX_BODY);
        }
    }
}
