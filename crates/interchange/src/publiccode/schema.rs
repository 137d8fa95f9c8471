//! The keys of version 0.7, in the order of the standard, with the form of their values. Source: "The Standard (core)",
//! yml.publiccode.tools; `supports` and `organisation` after the versions that brought them in.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// The form of a value.
pub(super) enum Form {
    /// A text of at most so many characters.
    Text(usize),
    /// A text of at least and at most so many characters.
    Long(usize, usize),
    Url,
    /// A path in the repository, or a URL.
    Path,
    Date,
    Flag,
    /// An SPDX expression.
    Licence,
    /// A country, two letters.
    Country,
    /// A language, BCP 47.
    Language,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list. One value alone is read as a list of one.
    List(&'static Self),
    /// Known keys.
    Keys(&'static [Key]),
    /// Known keys below each language.
    ByLanguage(&'static [Key]),
}

/// A key and what it holds.
pub(super) struct Key {
    pub name: &'static str,
    pub form: Form,
    pub mandatory: bool,
}

const fn must(name: &'static str, form: Form) -> Key {
    Key { name, form, mandatory: true }
}

const fn may(name: &'static str, form: Form) -> Key {
    Key { name, form, mandatory: false }
}

const NAME: Form = Form::Text(200);
const FREE: Form = Form::Text(1_000);

/// The top level.
pub(super) const TOP: &[Key] = &[
    must("publiccodeYmlVersion", Form::Text(20)),
    must("name", NAME),
    may("applicationSuite", NAME),
    must("url", Form::Url),
    may("landingURL", Form::Url),
    may("isBasedOn", Form::List(&Form::Url)),
    may("softwareVersion", Form::Text(100)),
    may("releaseDate", Form::Date),
    may("logo", Form::Path),
    must("platforms", Form::List(&Form::Text(100))),
    may("categories", Form::List(&Form::Word(CATEGORIES))),
    may("organisation", Form::Keys(ORGANISATION)),
    may("usedBy", Form::List(&FREE)),
    may("fundedBy", Form::List(&Form::Keys(ORGANISATION))),
    may("roadmap", Form::Url),
    must("developmentStatus", Form::Word(&["concept", "development", "beta", "stable", "obsolete"])),
    must("softwareType", Form::Word(TYPES)),
    may("intendedAudience", Form::Keys(AUDIENCE)),
    may("supports", Form::List(&Form::Text(500))),
    must("description", Form::ByLanguage(DESCRIPTION)),
    must("legal", Form::Keys(LEGAL)),
    must("maintenance", Form::Keys(MAINTENANCE)),
    must("localisation", Form::Keys(LOCALISATION)),
    may("dependsOn", Form::Keys(DEPENDENCIES)),
];

/// Keys of earlier versions that no version after them has, or that are on their way out.
pub(super) const OUTDATED: &[&str] =
    &["monochromeLogo", "inputTypes", "outputTypes", "authorsFile", "genericName", "onlyFor"];

const ORGANISATION: &[Key] = &[may("uri", Form::Text(500)), may("name", NAME)];

const AUDIENCE: &[Key] = &[
    may("countries", Form::List(&Form::Country)),
    may("unsupportedCountries", Form::List(&Form::Country)),
    may("scope", Form::List(&Form::Word(SCOPES))),
];

const DESCRIPTION: &[Key] = &[
    may("localisedName", NAME),
    must("shortDescription", Form::Text(150)),
    may("longDescription", Form::Long(150, 10_000)),
    may("documentation", Form::Url),
    may("apiDocumentation", Form::Url),
    may("features", Form::List(&FREE)),
    may("screenshots", Form::List(&Form::Path)),
    may("videos", Form::List(&Form::Url)),
    may("awards", Form::List(&FREE)),
];

const LEGAL: &[Key] =
    &[must("license", Form::Licence), may("mainCopyrightOwner", FREE), may("repoOwner", FREE)];

const MAINTENANCE: &[Key] = &[
    must("type", Form::Word(&["internal", "contract", "community", "none"])),
    may("contractors", Form::List(&Form::Keys(CONTRACTOR))),
    may("contacts", Form::List(&Form::Keys(CONTACT))),
];

const CONTRACTOR: &[Key] =
    &[must("name", NAME), must("until", Form::Date), may("email", NAME), may("website", Form::Url)];

const CONTACT: &[Key] =
    &[must("name", NAME), may("email", NAME), may("phone", NAME), may("affiliation", NAME)];

const LOCALISATION: &[Key] =
    &[must("localisationReady", Form::Flag), must("availableLanguages", Form::List(&Form::Language))];

const DEPENDENCIES: &[Key] = &[
    may("open", Form::List(&Form::Keys(DEPENDENCY))),
    may("proprietary", Form::List(&Form::Keys(DEPENDENCY))),
    may("hardware", Form::List(&Form::Keys(DEPENDENCY))),
];

const DEPENDENCY: &[Key] = &[
    must("name", NAME),
    may("versionMin", Form::Text(100)),
    may("versionMax", Form::Text(100)),
    may("version", Form::Text(100)),
    may("optional", Form::Flag),
];

const TYPES: &[&str] = &[
    "standalone/mobile",
    "standalone/iot",
    "standalone/desktop",
    "standalone/web",
    "standalone/backend",
    "standalone/other",
    "addon",
    "library",
    "configurationFiles",
];

const SCOPES: &[&str] = &[
    "agriculture",
    "culture",
    "defence",
    "education",
    "emergency-services",
    "employment",
    "energy",
    "environment",
    "finance-and-economic-development",
    "foreign-affairs",
    "government",
    "healthcare",
    "infrastructures",
    "justice",
    "local-authorities",
    "manufacturing",
    "research",
    "science-and-technology",
    "security",
    "society",
    "sport",
    "tourism",
    "transportation",
    "welfare",
];

const CATEGORIES: &[&str] = &[
    "accounting",
    "agile-project-management",
    "applicant-tracking",
    "application-development",
    "appointment-scheduling",
    "backup",
    "billing-and-invoicing",
    "blog",
    "budgeting",
    "business-intelligence",
    "business-process-management",
    "cad",
    "call-center-management",
    "cloud-management",
    "collaboration",
    "communications",
    "compliance-management",
    "contact-management",
    "content-management",
    "crm",
    "customer-service-and-support",
    "data-analytics",
    "data-collection",
    "data-visualization",
    "design",
    "design-system",
    "digital-asset-management",
    "digital-citizenship",
    "document-management",
    "donor-management",
    "e-commerce",
    "e-signature",
    "educational-content",
    "email-management",
    "email-marketing",
    "employee-management",
    "enterprise-project-management",
    "enterprise-social-networking",
    "erp",
    "event-management",
    "facility-management",
    "feedback-and-reviews-management",
    "financial-reporting",
    "fleet-management",
    "fundraising",
    "gamification",
    "geographic-information-systems",
    "grant-management",
    "graphic-design",
    "help-desk",
    "hr",
    "ide",
    "identity-management",
    "instant-messaging",
    "inventory-management",
    "it-asset-management",
    "it-development",
    "it-management",
    "it-security",
    "it-service-management",
    "knowledge-management",
    "learning-management-system",
    "marketing",
    "mind-mapping",
    "mobile-marketing",
    "mobile-payment",
    "network-management",
    "office",
    "online-booking",
    "online-community",
    "payment-gateway",
    "payroll",
    "predictive-analysis",
    "procurement",
    "productivity-suite",
    "project-collaboration",
    "project-management",
    "property-management",
    "real-estate-management",
    "remote-support",
    "resource-management",
    "sales-management",
    "seo",
    "service-desk",
    "social-media-management",
    "survey",
    "talent-management",
    "task-management",
    "taxes-management",
    "test-management",
    "time-management",
    "time-tracking",
    "translation",
    "video-conferencing",
    "video-editing",
    "visitor-management",
    "voip",
    "warehouse-management",
    "web-collaboration",
    "web-conferencing",
    "website-builder",
    "whistleblowing",
    "workflow-management",
];

/// Whether a key of the top level is the section of a country.
pub(super) fn is_country(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A description with its keys in the order of the standard, the sections of countries last: as people read it.
pub(super) struct InOrder<'d>(pub &'d Map<String, Value>);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = TOP.iter().filter_map(|key| self.0.get_key_value(key.name));
        let others = self.0.iter().filter(|(name, _)| !TOP.iter().any(|key| key.name == **name));
        serializer.collect_map(known.chain(others))
    }
}
