//! Ranges of versions, and modules named together with a range or with one version.

use std::fmt;
use std::str::FromStr;

use blaupause_kernel::{Slug, Version};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Versionsbereich: which versions fit, written as Cargo writes it: `^1.4`, `>=1.2, <3`, `=2.0.0-rc.1`, `*`.
///
/// A pre-release fits only if the range names a pre-release of the very same major, minor and patch number.
/// A bare version means the caret: `1.4` reads as `^1.4` and is written back so.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VersionRange(semver::VersionReq);

blaupause_kernel::text_value!(VersionRange, Error, max_length(128), "^1.4");

impl VersionRange {
    /// The longest range, in characters.
    pub const MAX: usize = 128;

    /// The range that every release fits.
    pub const ANY: Self = Self(semver::VersionReq::STAR);

    /// Whether `version` fits.
    pub fn matches(&self, version: &Version) -> bool {
        self.0.matches(version.as_semver())
    }

    /// Whether `version` fits, a pre-release counting as its release: what a rule about a range also means.
    pub fn covers(&self, version: &Version) -> bool {
        let semver::Version { major, minor, patch, .. } = *version.as_semver();
        self.matches(version) || self.0.matches(&semver::Version::new(major, minor, patch))
    }
}

impl Default for VersionRange {
    fn default() -> Self {
        Self::ANY
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for VersionRange {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        semver::VersionReq::parse(text)
            .ok()
            // The written form may be longer than the text (`1` becomes `^1`): it has to read back too.
            .filter(|range| text.len() <= Self::MAX && range.to_string().len() <= Self::MAX)
            .map(Self)
            .ok_or_else(|| Error::Range(text.chars().take(80).collect()))
    }
}

/// A module in a range of versions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModuleRange {
    /// The module.
    pub module: Slug,
    /// Its versions; every release if left out.
    #[serde(default)]
    pub range: VersionRange,
}

impl ModuleRange {
    /// Whether this names `version` of `module`.
    pub fn matches(&self, module: &Slug, version: &Version) -> bool {
        self.module == *module && self.range.matches(version)
    }
}

/// A module in exactly one version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModulePin {
    /// The module.
    pub module: Slug,
    /// Its version.
    pub version: Version,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Expected values: the rules for requirements in the Cargo book, "Specifying Dependencies".
    #[rstest]
    #[case("^1.4", "1.9.0", true)]
    #[case("1.4", "1.4.0", true)]
    #[case("1.4", "2.0.0", false)]
    #[case("^0.2.3", "0.3.0", false)]
    #[case("~1.2", "1.2.9", true)]
    #[case(">=1.2, <3", "2.9.9", true)]
    #[case("*", "2.0.0-rc.1", false)]
    #[case(">=1.0.0", "2.0.0-rc.1", false)]
    #[case("=2.0.0-rc.1", "2.0.0-rc.1", true)]
    #[case(">=2.0.0-rc.1", "2.0.0-rc.2", true)]
    #[case(">=2.0.0-rc.1", "2.1.0-rc.2", false)]
    fn a_version_fits_or_not(#[case] range: &str, #[case] version: &str, #[case] fits: bool) {
        let range: VersionRange = range.parse().unwrap();
        assert_eq!(range.matches(&version.parse().unwrap()), fits);
        assert_eq!(range.to_string().parse::<VersionRange>().unwrap(), range);
    }

    #[test]
    fn refuses_other_texts_and_long_ones() {
        for bad in ["", "1.x.y", ">=1 <2", "latest", &format!("={}.0.0", "9".repeat(200)), &">=1,".repeat(40)]
        {
            assert!(bad.parse::<VersionRange>().is_err(), "{bad}");
        }
    }
}
