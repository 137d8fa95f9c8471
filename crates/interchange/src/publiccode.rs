//! publiccode.yml (publiccode.net, yml.publiccode.tools): how public bodies describe their software. Versions 0.2 to 0.7
//! are read; 0.7 is written. What is read over, guessed or left out is said in `docs/formats/publiccode.md`.

mod joining;
mod reading;
mod schema;
#[cfg(test)]
mod tests;
mod values;
mod writing;

use blaupause_catalog::LeikaKey;
use blaupause_kernel::{Date, Language};
use serde_json::{Map, Value};

pub use joining::Terms;
pub use reading::{MAX_BYTES, Reading, read};

/// The version that is written.
pub const VERSION: &str = "0.7";

/// What stands before a LeiKa key in `supports`.
const LEIKA_URN: &str = "urn:de:fim:leika:leistung:";

/// A description of software in the form of version 0.7: known keys with sound values, and the sections of countries as they
/// are.
#[derive(Debug, Clone, PartialEq)]
pub struct Publiccode(Map<String, Value>);

impl Publiccode {
    /// The description as JSON.
    pub const fn as_map(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The name of the software.
    pub fn name(&self) -> &str {
        self.text("/name").unwrap_or_default()
    }

    /// Where its source code is.
    pub fn url(&self) -> &str {
        self.text("/url").unwrap_or_default()
    }

    /// The latest stable version, as its makers write it.
    pub fn software_version(&self) -> Option<&str> {
        self.text("/softwareVersion")
    }

    /// When that version was released.
    pub fn release_date(&self) -> Option<Date> {
        self.text("/releaseDate")?.parse().ok()
    }

    /// The licence, as an SPDX expression.
    pub fn licence(&self) -> Option<&str> {
        self.text("/legal/license")
    }

    /// Who holds most of the rights, else who keeps the repository.
    pub fn owner(&self) -> Option<&str> {
        self.text("/legal/mainCopyrightOwner").or_else(|| self.text("/legal/repoOwner"))
    }

    /// What kind of software it is, such as `standalone/web`.
    pub fn software_type(&self) -> Option<&str> {
        self.text("/softwareType")
    }

    /// Whether its makers have given it up.
    pub fn is_obsolete(&self) -> bool {
        self.text("/developmentStatus") == Some("obsolete")
    }

    /// The short description in a language, else in any.
    pub fn summary(&self, language: Language) -> Option<&str> {
        let descriptions = self.0.get("description")?.as_object()?;
        let own = descriptions.get(&language.to_string());
        let found = own.into_iter().chain(descriptions.values());
        found.filter_map(|described| described.get("shortDescription")?.as_str()).next()
    }

    /// The services of the LeiKa catalogue it supports, in their order.
    pub fn services(&self) -> Vec<LeikaKey> {
        let supports = self.0.get("supports").and_then(Value::as_array).into_iter().flatten();
        supports.filter_map(|entry| entry.as_str()?.strip_prefix(LEIKA_URN)?.parse().ok()).collect()
    }

    /// The same with exactly these services of the LeiKa catalogue; what else it supports stays.
    #[must_use]
    pub fn with_services<'k>(mut self, keys: impl IntoIterator<Item = &'k LeikaKey>) -> Self {
        let others = self.0.get("supports").and_then(Value::as_array).cloned().unwrap_or_default();
        let is_service = |entry: &Value| entry.as_str().is_some_and(|text| text.starts_with(LEIKA_URN));
        let others = others.into_iter().filter(|entry| !is_service(entry));
        let supports: Vec<Value> = keys.into_iter().map(|key| key.urn().into()).chain(others).collect();
        if supports.is_empty() {
            self.0.remove("supports");
        } else {
            self.0.insert("supports".to_owned(), supports.into());
        }
        self
    }

    /// The same with another version of the software.
    #[must_use]
    pub fn with_version(mut self, version: &str, released: Date) -> Self {
        self.0.insert("softwareVersion".to_owned(), version.into());
        self.0.insert("releaseDate".to_owned(), released.to_string().into());
        self
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        let mut value = self.0.get(pointer.get(1..)?.split('/').next()?)?;
        for step in pointer.split('/').skip(2) {
            value = value.get(step)?;
        }
        value.as_str()
    }
}
