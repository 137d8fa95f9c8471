//! From a description of software to a module and its version: what the file says, and what only the importer knows.

use std::collections::BTreeMap;

use blaupause_catalog::{Changes, Hosting, LifeCycle, ModuleVersion, Operator};
use blaupause_kernel::{Date, Language, LocalizedText, Message, Slug, Version};

use super::Publiccode;
use crate::faults::{Fault, Severity};

/// What a publiccode.yml does not say.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The module; made from the name if missing.
    pub module: Option<Slug>,
    /// Who runs it.
    pub operator: Operator,
    /// Where it runs.
    pub hosting: Hosting,
    /// Whether there is a contract on data processing.
    pub processing_agreement: bool,
    /// The day a version without a date of release counts as released.
    pub today: Date,
}

impl Publiccode {
    /// The version of a module that the description speaks of, with the assumptions that were made.
    ///
    /// # Errors
    /// Everything that is missing for a version: a usable number, a licence, a name for the module.
    pub fn to_version(&self, terms: &Terms) -> Result<(ModuleVersion, Vec<Fault>), Vec<Fault>> {
        let mut notes = Vec::new();
        let mut faults = Vec::new();
        let fault = |path: &str, severity, message| Fault {
            path: path.to_owned(),
            line: None,
            column: None,
            severity,
            message,
        };
        let module = terms.module.clone().or_else(|| Slug::from_name(self.name()));
        if module.is_none() {
            let message = Message::new("publiccode-no-slug").with("value", self.name());
            faults.push(fault("/name", Severity::Error, message));
        }
        let written = self.software_version();
        let version = written.and_then(number);
        match (written, &version) {
            (None, _) => {
                let message = Message::new("publiccode-missing").with("key", "softwareVersion");
                faults.push(fault("", Severity::Error, message));
            }
            (Some(text), None) => {
                let message = Message::new("publiccode-version-number").with("value", text);
                faults.push(fault("/softwareVersion", Severity::Error, message));
            }
            (Some(text), Some(version)) if *text != version.to_string() => {
                let message = Message::new("publiccode-version-read").with("value", text);
                notes.push(fault("/softwareVersion", Severity::Warning, message.with("version", version)));
            }
            _ => {}
        }
        let licence = self.licence().and_then(|text| text.parse().ok());
        if licence.is_none() {
            let message = Message::new("publiccode-missing").with("key", "legal/license");
            faults.push(fault("", Severity::Error, message));
        }
        let released = self.release_date().unwrap_or_else(|| {
            let message = Message::new("publiccode-release-assumed").with("date", terms.today);
            notes.push(fault("", Severity::Warning, message));
            terms.today
        });
        if self.is_obsolete() {
            notes.push(fault("/developmentStatus", Severity::Warning, Message::new("publiccode-obsolete")));
        }
        if ![Language::De, Language::En].iter().any(|language| self.describes(*language)) {
            notes.push(fault("/description", Severity::Warning, Message::new("publiccode-foreign")));
        }
        let title = self.localized(Self::title);
        let summary = self.localized(|this, language| this.summary(language).map(str::to_owned));
        let (Some(module), Some(version), Some(licence)) = (module, version, licence) else {
            return Err(faults);
        };
        // Both are there: what has neither name nor description is not read.
        let (Some(title), Some(summary)) = (title, summary) else { return Err(faults) };
        let made = ModuleVersion {
            module,
            version,
            title,
            summary,
            provides: Vec::new(),
            requires: Vec::new(),
            conflicts: Vec::new(),
            settings: None,
            leika: self.services(),
            suited: Vec::new(),
            prices: Vec::new(),
            effort: Vec::new(),
            operator: terms.operator,
            hosting: terms.hosting,
            vendor: self.owner().map(|owner| owner.chars().take(ModuleVersion::MAX_VENDOR).collect()),
            licence,
            exit_plan: None,
            certificates: Vec::new(),
            processing_agreement: terms.processing_agreement,
            life_cycle: LifeCycle { released, deprecated: None, sunset: None, end_of_support: None },
            maturity_levels: Vec::new(),
            changes: Changes::default(),
        };
        Ok((made, notes))
    }

    fn describes(&self, language: Language) -> bool {
        self.0.get("description").is_some_and(|all| all.get(language.to_string()).is_some())
    }

    fn title(&self, language: Language) -> Option<String> {
        let own = self.0.get("description")?.get(language.to_string())?.get("localisedName");
        Some(own.and_then(serde_json::Value::as_str).unwrap_or(self.name()).to_owned())
    }

    /// A text in the languages of the catalogue that the description has; in whatever language there is, if in neither.
    fn localized(&self, text: impl Fn(&Self, Language) -> Option<String>) -> Option<LocalizedText> {
        let own = [Language::De, Language::En].into_iter().filter(|language| self.describes(*language));
        let mut texts: BTreeMap<_, _> =
            own.filter_map(|language| Some((language, text(self, language)?))).collect();
        if texts.is_empty() {
            texts.insert(Language::De, text(self, Language::De).unwrap_or_else(|| self.name().to_owned()));
        }
        LocalizedText::try_from(texts).ok()
    }
}

/// A version number as Cargo writes it: `v1.2` is 1.2.0. Nothing that would have to be guessed.
fn number(text: &str) -> Option<Version> {
    let text = text.trim();
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    if let Ok(version) = text.parse() {
        return Some(version);
    }
    let (numbers, pre) = text.split_once('-').map_or((text, None), |(numbers, pre)| (numbers, Some(pre)));
    let parts: Vec<u64> = numbers.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (major, minor, patch) = match parts.as_slice() {
        [major] => (major, &0, &0),
        [major, minor] => (major, minor, &0),
        [major, minor, patch] => (major, minor, patch),
        _ => return None,
    };
    let pre = pre.map(|pre| format!("-{pre}")).unwrap_or_default();
    format!("{major}.{minor}.{patch}{pre}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_read_without_guessing() {
        for (text, version) in [
            ("1.0", Some("1.0.0")),
            ("v2", Some("2.0.0")),
            ("2024.01.5", Some("2024.1.5")),
            ("1.2.3-rc.1", Some("1.2.3-rc.1")),
            ("1.2-beta", Some("1.2.0-beta")),
            ("dev", None),
            ("1.2.3.4", None),
            ("", None),
        ] {
            assert_eq!(number(text).map(|v| v.to_string()).as_deref(), version, "{text}");
        }
    }
}
