//! What a provider offers and what a municipality has: records that join modules with the world.

use blaupause_kernel::{Ars, Date, Rational, Revision, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::{Error, VersionRange};

/// Eintrag im Portfolio: a provider offers a module in a range of versions for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PortfolioEntry {
    /// Who offers it.
    pub provider: Slug,
    /// The module.
    pub module: Slug,
    /// Its versions on offer.
    pub range: VersionRange,
    /// First day.
    pub from: Date,
    /// Last day, included; open if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// How often the entry was changed.
    pub revision: Revision,
}

impl PortfolioEntry {
    /// Whether the module is on offer on this day.
    pub fn is_in_force_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Refuses an entry that ends before it begins.
    ///
    /// # Errors
    /// `DatesReversed`.
    pub fn check(&self) -> Result<(), Error> {
        in_order(("from", self.from), ("to", self.to))
    }
}

/// Installation: a municipality has a module in a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Installation {
    /// The municipality or other unit.
    pub unit: Ars,
    /// The module.
    pub module: Slug,
    /// The version in use.
    pub version: Version,
    /// How far its use has come, on the scale of the unit's maturity model; unknown if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maturity: Option<Rational>,
    /// Whether it was changed for this unit beyond its settings.
    pub customised: bool,
    /// First day of use.
    pub since: Date,
    /// Last day, included, up to which somebody vouched for this record; nobody did if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_until: Option<Date>,
    /// How often the record was changed.
    pub revision: Revision,
}

impl Installation {
    /// Whether somebody vouches on this day that it is in use.
    pub fn is_confirmed_on(&self, day: Date) -> bool {
        self.since <= day && self.confirmed_until.is_some_and(|until| day <= until)
    }

    /// Refuses a confirmation that ends before the first day of use.
    ///
    /// # Errors
    /// `DatesReversed`.
    pub fn check(&self) -> Result<(), Error> {
        in_order(("since", self.since), ("confirmedUntil", self.confirmed_until))
    }
}

fn in_order(first: (&'static str, Date), second: (&'static str, Option<Date>)) -> Result<(), Error> {
    match second.1 {
        Some(date) if date < first.1 => Err(Error::DatesReversed { earlier: first.0, later: second.0 }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn is_confirmed_from_the_first_to_the_last_day() {
        let mut installation = Installation {
            unit: "031530019019".parse().unwrap(),
            module: "e-akte".parse().unwrap(),
            version: "1.4.0".parse().unwrap(),
            maturity: None,
            customised: false,
            since: day("2026-01-01"),
            confirmed_until: Some(day("2026-12-31")),
            revision: Revision::FIRST,
        };
        for (on, confirmed) in
            [("2025-12-31", false), ("2026-01-01", true), ("2026-12-31", true), ("2027-01-01", false)]
        {
            assert_eq!(installation.is_confirmed_on(day(on)), confirmed, "{on}");
        }
        installation.confirmed_until = None;
        assert!(!installation.is_confirmed_on(day("2026-06-01")));
        installation.confirmed_until = Some(day("2025-06-01"));
        assert!(matches!(installation.check(), Err(Error::DatesReversed { later: "confirmedUntil", .. })));
    }

    #[test]
    fn an_offer_holds_until_its_last_day_or_without_end() {
        let mut entry = PortfolioEntry {
            provider: "regio-it".parse().unwrap(),
            module: "e-akte".parse().unwrap(),
            range: VersionRange::ANY,
            from: day("2026-01-01"),
            to: Some(day("2026-01-02")),
            revision: Revision::FIRST,
        };
        assert!(entry.is_in_force_on(day("2026-01-02")) && !entry.is_in_force_on(day("2026-01-03")));
        entry.to = None;
        assert!(entry.is_in_force_on(day("2036-01-03")) && !entry.is_in_force_on(day("2025-12-31")));
    }
}
