//! Interfaces with their version: what module versions provide and require. Not their description.

use std::fmt;
use std::str::FromStr;

use blaupause_kernel::Slug;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Version of an interface: major and minor number, `2` or `2.1`. Without a minor number it is 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct InterfaceVersion {
    major: u32,
    minor: u32,
}

blaupause_kernel::text_value!(InterfaceVersion, Error, max_length(13), "2.1");

impl InterfaceVersion {
    /// The version with these numbers.
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// The number that changes when the interface breaks.
    pub const fn major(self) -> u32 {
        self.major
    }

    /// The number that changes when something is added.
    pub const fn minor(self) -> u32 {
        self.minor
    }

    /// Whether who speaks this version can serve who needs `required`: same major, at least that minor.
    pub const fn satisfies(self, required: Self) -> bool {
        self.major == required.major && self.minor >= required.minor
    }
}

impl fmt::Display for InterfaceVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            0 => write!(f, "{}", self.major),
            minor => write!(f, "{}.{minor}", self.major),
        }
    }
}

impl FromStr for InterfaceVersion {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Interface(text.chars().take(80).collect());
        let number = |part: &str| {
            let plain = (1..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            let shortest = part == "0" || !part.starts_with('0');
            (plain && shortest).then(|| part.parse().ok()).flatten().ok_or_else(error)
        };
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        Ok(Self { major: number(major)?, minor: number(minor)? })
    }
}

/// Schnittstelle: an interface in one version, written `fit-connect@1`, `xta@2.1`, `xbau@2.3`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interface {
    /// Which interface.
    pub id: Slug,
    /// In which version.
    pub version: InterfaceVersion,
}

blaupause_kernel::text_value!(Interface, Error, max_length(78), "xta@2.1");

impl Interface {
    /// Whether who provides this can serve who needs `required`: same interface, same major, at least that minor.
    pub fn satisfies(&self, required: &Self) -> bool {
        self.id == required.id && self.version.satisfies(required.version)
    }
}

impl fmt::Display for Interface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

impl FromStr for Interface {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let error = || Error::Interface(text.chars().take(80).collect());
        let (id, version) = text.split_once('@').ok_or_else(error)?;
        Ok(Self {
            id: id.parse().map_err(|_| error())?,
            version: version.parse().map_err(|_: Error| error())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("xta@2.1", "xta@2.1", true)]
    #[case("xta@2.3", "xta@2.1", true)]
    #[case("xta@2.10", "xta@2.9", true)]
    #[case("xta@2", "xta@2.1", false)]
    #[case("xta@3", "xta@2.1", false)]
    #[case("xbau@2.1", "xta@2.1", false)]
    fn same_major_and_at_least_that_minor(
        #[case] provided: &str,
        #[case] required: &str,
        #[case] fits: bool,
    ) {
        let (provided, required): (Interface, Interface) =
            (provided.parse().unwrap(), required.parse().unwrap());
        assert_eq!(provided.satisfies(&required), fits);
    }

    #[test]
    fn is_written_in_one_form_only() {
        for (text, shown) in [("fit-connect@1", "fit-connect@1"), ("xbau@2.0", "xbau@2"), ("a@0.1", "a@0.1")]
        {
            assert_eq!(text.parse::<Interface>().unwrap().to_string(), shown);
        }
        for bad in
            ["", "xta", "xta@", "@1", "xta@1.2.3", "xta@01", "xta@1.", "xta@-1", "XTA@1", "xta@1234567"]
        {
            assert!(bad.parse::<Interface>().is_err(), "{bad}");
        }
    }
}
