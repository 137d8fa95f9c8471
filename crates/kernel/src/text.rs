//! Languages and texts in several languages.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A language the product speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Language {
    /// German, the default.
    #[default]
    De,
    /// English.
    En,
}

crate::text_value!(Language, crate::Error, pattern("^(de|en)$"), "de");

impl Language {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The two-letter code (ISO 639-1).
    pub const fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "de" => Ok(Self::De),
            "en" => Ok(Self::En),
            other => Err(Error::Language(other.chars().take(20).collect())),
        }
    }
}

/// A text in one or more languages, none of them empty: `{"de": "E-Akte", "en": "Electronic file"}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<Language, String>", into = "BTreeMap<Language, String>")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>, example = json!({"de": "E-Akte", "en": "Electronic file"})))]
pub struct LocalizedText(BTreeMap<Language, String>);

impl LocalizedText {
    /// A text in German and English.
    ///
    /// # Errors
    /// `EmptyText` if one of them is blank.
    pub fn new(de: impl Into<String>, en: impl Into<String>) -> Result<Self, Error> {
        BTreeMap::from([(Language::De, de.into()), (Language::En, en.into())]).try_into()
    }

    /// The text in `language`, or in German, or in whatever language there is.
    pub fn get(&self, language: Language) -> &str {
        self.0
            .get(&language)
            .or_else(|| self.0.get(&Language::De))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether there is a text in `language`.
    pub fn has(&self, language: Language) -> bool {
        self.0.contains_key(&language)
    }
}

impl TryFrom<BTreeMap<Language, String>> for LocalizedText {
    type Error = Error;

    fn try_from(texts: BTreeMap<Language, String>) -> Result<Self, Error> {
        if texts.is_empty() || texts.values().any(|t| t.trim().is_empty()) {
            return Err(Error::EmptyText);
        }
        Ok(Self(texts))
    }
}

impl From<LocalizedText> for BTreeMap<Language, String> {
    fn from(text: LocalizedText) -> Self {
        text.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falls_back_to_german_then_to_any() {
        let both = LocalizedText::new("Akte", "File").unwrap();
        assert_eq!((both.get(Language::De), both.get(Language::En)), ("Akte", "File"));
        let english: LocalizedText = serde_json::from_str(r#"{"en":"File"}"#).unwrap();
        assert_eq!(english.get(Language::De), "File");
        assert!(!english.has(Language::De));
    }

    #[test]
    fn refuses_blank_texts_and_unknown_languages() {
        for bad in ["{}", r#"{"de":" "}"#, r#"{"fr":"dossier"}"#] {
            assert!(serde_json::from_str::<LocalizedText>(bad).is_err(), "{bad}");
        }
    }
}
