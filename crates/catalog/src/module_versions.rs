//! The version of a module: an immutable document that says what it gives, needs, costs and how free it leaves
//! its users. Its check and its arithmetic live in the files beside.

mod check;
mod costs;
mod parts;

use blaupause_kernel::{Date, Digest, LocalizedText, Message, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

pub(crate) use costs::effort_problems;
pub use costs::{Cost, Effort, PriceBand};
pub use parts::{Certificate, Changes, Hosting, Operator, SettingsSchema, Sovereignty, SuppliedLevel};

use crate::{
    Error, Interface, LeikaKey, Licence, LifeCycle, ModuleRange, Problem, Requirement, VersionRange,
    documents,
};

/// The smallest module version: its required fields and nothing else.
const LEAST: &str = r#"{"module": "m", "version": "1.0.0", "title": {"de": "t"}, "summary": {"de": "s"},
    "operator": "public", "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": false,
    "lifeCycle": {"released": "2026-01-01"}}"#;

/// Version eines Bausteins. Immutable once published; correcting one means publishing another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModuleVersion {
    /// The module.
    pub module: Slug,
    /// Its version.
    pub version: Version,
    /// Name in this version.
    pub title: LocalizedText,
    /// What it does, in a few sentences.
    pub summary: LocalizedText,
    /// Schnittstellen it provides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provides: Vec<Interface>,
    /// Voraussetzungen, all of them needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Requirement>,
    /// Modules it cannot run beside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ModuleRange>,
    /// JSON Schema of its settings; no settings if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<SettingsSchema>,
    /// Verwaltungsleistungen it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leika: Vec<LeikaKey>,
    /// Size classes it suits; every one if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suited: Vec<SizeClass>,
    /// Preise by size class; unknown if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<PriceBand>,
    /// Aufwand of introducing it by size class; unknown if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effort: Vec<Effort>,
    /// Who runs it.
    pub operator: Operator,
    /// Where it runs.
    pub hosting: Hosting,
    /// Hersteller: who makes it, by the name of the house; unknown if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Under which licence.
    pub licence: Licence,
    /// Ausstiegsplan: how to leave it, as an address or a text; none if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_plan: Option<String>,
    /// Certificates it has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Certificate>,
    /// Whether there is a contract on data processing (Auftragsverarbeitung, Art. 28 GDPR).
    pub processing_agreement: bool,
    /// Dates of its life.
    pub life_cycle: LifeCycle,
    /// Maturity levels a municipality reaches by having the provider run it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub maturity_levels: Vec<SuppliedLevel>,
    /// What is different from the version before.
    #[serde(default, skip_serializing_if = "Changes::is_empty")]
    pub changes: Changes,
}

impl ModuleVersion {
    /// Reads a version from YAML or JSON and checks it.
    ///
    /// # Errors
    /// `DocumentTooLarge`, or `Document` with every problem found and its place.
    pub fn read(text: &str) -> Result<Self, Error> {
        documents::read(text, LEAST, Self::check)
    }

    /// Everything that contradicts itself; empty if the version may be published.
    pub fn check(&self) -> Vec<Problem> {
        check::check(self)
    }

    /// What does not go with the version before it: a change that breaks something needs a number that says so
    /// (semver.org, rule 8; below 1.0.0 Cargo's reading of rule 4).
    pub fn check_after(&self, before: &Self) -> Vec<Problem> {
        let compatible = format!("^{}", before.version).parse::<VersionRange>();
        let is_compatible = compatible.is_ok_and(|range| range.matches(&self.version));
        if self.changes.breaking.is_empty() || !is_compatible {
            return Vec::new();
        }
        let message = Message::new("catalog-breaking-compatible").with("version", &self.version);
        vec![Problem::at("/changes/breaking", message.with("before", &before.version))]
    }

    /// SHA-256 of the canonical JSON: what the published version is identified by.
    ///
    /// # Errors
    /// `Kernel` if it has no canonical form.
    pub fn hash(&self) -> Result<Digest, Error> {
        Ok(Digest::of_document(self)?)
    }

    /// The size classes it suits, the smallest first.
    pub fn suited_classes(&self) -> Vec<SizeClass> {
        SizeClass::ALL.into_iter().filter(|class| self.suits(*class)).collect()
    }

    /// The longest name of a vendor, in characters.
    pub const MAX_VENDOR: usize = 200;

    /// Whether it suits this size class.
    pub fn suits(&self, class: SizeClass) -> bool {
        self.suited.is_empty() || self.suited.contains(&class)
    }

    /// Whether it may be newly installed on this day.
    pub fn is_offered_on(&self, day: Date) -> bool {
        self.life_cycle.phase_on(day).is_offered()
    }

    /// How free it leaves its users.
    pub fn sovereignty(&self) -> Sovereignty {
        Sovereignty {
            operator: self.operator,
            hosting: self.hosting,
            open_licence: self.licence.is_open(),
            exit_plan: self.exit_plan.as_deref().is_some_and(|plan| !plan.trim().is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../examples/e-akte-2.1.0.yaml");

    #[test]
    fn reads_yaml_and_the_same_as_json() {
        let version = ModuleVersion::read(FILE).unwrap();
        assert_eq!(
            version.provides.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["xdomea@3", "xta@2.1"]
        );
        let json = serde_json::to_string_pretty(&version).unwrap();
        let again = ModuleVersion::read(&json).unwrap();
        assert_eq!(again, version);
        assert_eq!(again.hash().unwrap(), version.hash().unwrap());
        let tabs = json.replace("  ", "\t");
        assert_eq!(ModuleVersion::read(&tabs).unwrap(), version);
    }

    #[test]
    fn the_smallest_document_is_one_and_each_of_its_fields_is_needed() {
        ModuleVersion::read(LEAST).unwrap();
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(LEAST).unwrap();
        for name in fields.keys() {
            let mut fewer = fields.clone();
            fewer.remove(name);
            let text = serde_json::to_string(&fewer).unwrap();
            let Err(Error::Document(problems)) = ModuleVersion::read(&text) else { panic!("{name}") };
            let missing = Message::new("catalog-document-field-missing").with("field", name);
            assert_eq!(problems.into_iter().map(|p| p.message).collect::<Vec<_>>(), [missing]);
        }
    }

    #[test]
    fn names_every_problem_with_its_line() {
        let text = concat!(
            "module: E-Akte\n",                                              // 1: upper case
            "version: 1.0\n",                                                // 2: a number
            "title: {de: E-Akte}\n",                                         // 3
            "summary: {de: s}\n",                                            // 4
            "provides:\n  - xta@2.1\n  - xta\n  - xbau@x\n",                 // 5 to 8: 7 and 8 wrong
            "requires:\n  - {module: a}\n  - {module: a, interface: b@1}\n", // 9 to 11: 11 names both
            "operator: public\nhosting: moon\n",                             // 12, 13: no such hosting
            "licence: EUPL-1.2\nprocessingAgreement: true\nlicense: MIT\n",  // 14 to 16: 16 unknown
        );
        let Err(Error::Document(problems)) = ModuleVersion::read(text) else { panic!() };
        let places: Vec<_> = problems.iter().map(|p| (p.path.as_str(), p.line)).collect();
        assert_eq!(
            places,
            [
                ("", Some(1)),
                ("/module", Some(1)),
                ("/version", Some(2)),
                ("/provides/1", Some(7)),
                ("/provides/2", Some(8)),
                ("/requires/1", Some(11)),
                ("/hosting", Some(13)),
                ("/license", Some(16)),
            ]
        );
        assert_eq!(problems[0].message.args, [("field".to_owned(), "lifeCycle".to_owned())]);
    }

    #[test]
    fn hostile_texts_are_refused_with_an_error() {
        let deep = "[".repeat(100_000);
        let bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n";
        let large = format!("module: {}", "x".repeat(documents::MAX_DOCUMENT_BYTES));
        for text in
            ["", "null", "[]", "a: 1\na: 2", "module: !include /etc/passwd", "\u{0}", &deep, bomb, &large]
        {
            assert!(ModuleVersion::read(text).is_err(), "{}", text.chars().take(40).collect::<String>());
        }
    }

    #[test]
    fn a_breaking_change_needs_a_number_that_says_so() {
        let before = ModuleVersion::read(FILE).unwrap();
        let mut after = before.clone();
        for (number, problems) in [("2.2.0", 1), ("2.1.1", 1), ("3.0.0", 0), ("1.9.0", 0)] {
            after.version = number.parse().unwrap();
            after.changes.breaking = vec![after.title.clone()];
            assert_eq!(after.check_after(&before).len(), problems, "{number}");
            after.changes.breaking.clear();
            assert_eq!(after.check_after(&before), []);
        }
    }

    #[test]
    fn sovereignty_is_read_off_the_document() {
        let version = ModuleVersion::read(FILE).unwrap();
        let expected = Sovereignty {
            operator: Operator::Public,
            hosting: Hosting::PublicCluster,
            open_licence: true,
            exit_plan: true,
        };
        assert_eq!(version.sovereignty(), expected);
    }
}
