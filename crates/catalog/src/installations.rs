//! What a provider offers and what a municipality has: records that join modules with the world.

use blaupause_kernel::{Ars, Date, Message, Rational, Revision, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::{Error, ModulePin, Problem, VersionRange};

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
    /// Abweichungen: what is different from the standard; only of a customised copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<Deviation>,
    /// First day of use.
    pub since: Date,
    /// Last day, included, up to which somebody vouched for this record; nobody did if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_until: Option<Date>,
    /// How often the record was changed.
    pub revision: Revision,
}

/// Abweichung: one thing that is different in a customised copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = InstallationDeviation))]
pub struct Deviation {
    /// What is different.
    pub what: String,
    /// Why; nobody said so if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Whether somebody vouches for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = InstallationConfirmation))]
pub enum Confirmation {
    /// Somebody does.
    Confirmed,
    /// Somebody did, and the time has run out.
    Expired,
    /// Nobody ever did.
    Unconfirmed,
}

impl Confirmation {
    /// Whether somebody vouches on a day for a record that somebody vouched for until another.
    pub fn on(confirmed_until: Option<Date>, day: Date) -> Self {
        match confirmed_until {
            None => Self::Unconfirmed,
            Some(until) if day <= until => Self::Confirmed,
            Some(_) => Self::Expired,
        }
    }
}

impl Installation {
    /// The most deviations.
    pub const MAX_DEVIATIONS: usize = 50;
    /// The longest text of a deviation, in characters.
    pub const MAX_TEXT: usize = 500;

    /// The module in the version in use.
    pub fn pin(&self) -> ModulePin {
        ModulePin { module: self.module.clone(), version: self.version.clone() }
    }

    /// Whether somebody vouches for it on this day.
    pub fn confirmation_on(&self, day: Date) -> Confirmation {
        Confirmation::on(self.confirmed_until, day)
    }

    /// The same record, vouched for up to this day.
    ///
    /// # Errors
    /// `ConfirmedForThePast` for a day before today; `DatesReversed` for one before the first day of use.
    pub fn confirm(self, until: Date, today: Date) -> Result<Self, Error> {
        if until < today {
            return Err(Error::ConfirmedForThePast { until, today });
        }
        let confirmed = Self { confirmed_until: Some(until), revision: self.revision.next(), ..self };
        confirmed.check()?;
        Ok(confirmed)
    }

    /// Whether somebody vouches on this day that it is in use.
    pub fn is_confirmed_on(&self, day: Date) -> bool {
        self.since <= day && self.confirmed_until.is_some_and(|until| day <= until)
    }

    /// Refuses a confirmation that ends before the first day of use, deviations of what is not customised, and too many
    /// or too long or empty ones.
    ///
    /// # Errors
    /// `DatesReversed`, or `Document` with the places of faulty deviations.
    pub fn check(&self) -> Result<(), Error> {
        in_order(("since", self.since), ("confirmedUntil", self.confirmed_until))?;
        let problems = self.deviation_problems();
        if problems.is_empty() { Ok(()) } else { Err(Error::Document(problems)) }
    }

    fn deviation_problems(&self) -> Vec<Problem> {
        if !self.customised && !self.deviations.is_empty() {
            return vec![Problem::at("/deviations", Message::new("installation-deviations-of-standard"))];
        }
        if self.deviations.len() > Self::MAX_DEVIATIONS {
            let message = Message::new("installation-deviations-too-many").with("most", Self::MAX_DEVIATIONS);
            return vec![Problem::at("/deviations", message)];
        }
        let texts = self.deviations.iter().enumerate().flat_map(|(index, deviation)| {
            let why = deviation.why.iter().map(move |why| (index, "why", why));
            [(index, "what", &deviation.what)].into_iter().chain(why)
        });
        let fault = |text: &String| {
            if text.trim().is_empty() {
                return Some(Message::new("text-empty"));
            }
            let long = text.chars().count() > Self::MAX_TEXT;
            long.then(|| Message::new("text-too-long").with("limit", Self::MAX_TEXT))
        };
        let problem = |(index, field, text): (usize, &str, &String)| {
            Some(Problem::at(format!("/deviations/{index}/{field}"), fault(text)?))
        };
        texts.filter_map(problem).collect()
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
            deviations: Vec::new(),
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

    #[test]
    fn a_record_is_vouched_for_again_and_only_a_customised_copy_deviates() {
        let record = serde_json::json!({"unit": "031530019019", "module": "e-akte", "version": "1.4.0",
            "customised": true, "since": "2026-01-01", "confirmedUntil": "2026-06-30", "revision": 1,
            "deviations": [{"what": "Eigener Aktenplan"}, {"what": " ", "why": "x".repeat(501)}]});
        let mut installation: Installation = serde_json::from_value(record).unwrap();
        let Err(Error::Document(problems)) = installation.check() else { panic!() };
        let places: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(places, ["/deviations/1/what", "/deviations/1/why"]);
        installation.deviations.truncate(1);
        assert_eq!(installation.check(), Ok(()));
        let on = |text: &str| installation.confirmation_on(day(text));
        assert_eq!((on("2026-06-30"), on("2026-07-01")), (Confirmation::Confirmed, Confirmation::Expired));
        let later = installation.clone().confirm(day("2027-06-30"), day("2026-07-01")).unwrap();
        assert_eq!((later.confirmed_until, later.revision.get()), (Some(day("2027-06-30")), 2));
        let past = installation.clone().confirm(day("2026-06-30"), day("2026-07-01"));
        assert!(matches!(past, Err(Error::ConfirmedForThePast { .. })));
        installation.customised = false;
        assert!(installation.check().is_err());
    }
}
