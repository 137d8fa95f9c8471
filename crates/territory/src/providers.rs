//! Public IT providers and the units they serve. A unit may have several providers at once.

use blaupause_kernel::{Ars, Date, Level, Slug};
use serde::{Deserialize, Serialize};

use crate::Error;

/// A public IT provider (öffentlicher IT-Dienstleister).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    /// Short key.
    pub id: Slug,
    /// Official name.
    pub name: String,
    /// Address of its web site.
    #[serde(default)]
    pub homepage: Option<String>,
    /// Legal form as its statutes call it: Zweckverband, Anstalt des öffentlichen Rechts, GmbH, ...
    #[serde(default)]
    pub legal_form: Option<String>,
    /// The municipality where it has its seat.
    #[serde(default)]
    pub seat: Option<Ars>,
}

impl Provider {
    /// Checks what the types cannot.
    ///
    /// # Errors
    /// `ProviderNameless` for a blank name, `Homepage` for an address that is not http(s).
    pub fn validate(&self) -> Result<(), Error> {
        if self.name.trim().is_empty() {
            return Err(Error::ProviderNameless(self.id.to_string()));
        }
        let web = |text: &str| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            text.len() <= 2048
                && rest.is_some_and(|r| !r.is_empty() && !r.starts_with('/'))
                && !text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>\"'`".contains(c))
        };
        match &self.homepage {
            Some(text) if !web(text) => Err(Error::Homepage(text.chars().take(80).collect())),
            _ => Ok(()),
        }
    }
}

/// A unit that a provider serves over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceArea {
    /// Who serves.
    pub provider: Slug,
    /// The unit served.
    pub unit: Ars,
    /// Whether everything below the unit is served as well.
    pub with_descendants: bool,
    /// First day.
    pub from: Date,
    /// Last day; nothing while it goes on.
    #[serde(default)]
    pub to: Option<Date>,
}

impl ServiceArea {
    /// Whether the provider serves this unit on this day.
    pub fn covers(&self, unit: &Ars, on: Date) -> bool {
        let within = self.unit == *unit || (self.with_descendants && self.is_above(unit));
        within && self.from <= on && self.to.is_none_or(|last| on <= last)
    }

    /// Whether the provider serves this unit on this day, or is going to.
    pub fn serves_from(&self, unit: &Ars, day: Date) -> bool {
        self.covers(unit, self.from.max(day))
    }

    /// The same service, with its end on that day unless it ends earlier.
    #[must_use]
    pub fn until(self, last: Date) -> Self {
        Self { to: Some(self.to.map_or(last, |to| to.min(last))), ..self }
    }

    /// Whether there is a day on which the service is given: an end before the beginning takes it back.
    pub fn has_begun(&self) -> bool {
        self.to.is_none_or(|to| self.from <= to)
    }

    /// A Region counts by prefix here: its four digits open the keys of its Kreise (see [`crate::gv100::read`]).
    fn is_above(&self, unit: &Ars) -> bool {
        if self.unit.level() == Level::Region {
            return unit.as_str().starts_with(self.unit.as_str());
        }
        self.unit.contains(unit)
    }

    /// Checks what the types cannot.
    ///
    /// # Errors
    /// `Period` if it ends before it starts.
    pub fn validate(&self) -> Result<(), Error> {
        match self.to {
            Some(to) if to < self.from => {
                Err(Error::Period { from: self.from.to_string(), to: to.to_string() })
            }
            _ => Ok(()),
        }
    }
}

/// The providers that serve a unit on a day, each once, in the order of their keys.
pub fn providers_of<'a>(areas: &'a [ServiceArea], unit: &Ars, on: Date) -> Vec<&'a Slug> {
    let mut found: Vec<_> = areas.iter().filter(|a| a.covers(unit, on)).map(|a| &a.provider).collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(provider: &str, unit: &str, with_descendants: bool, from: &str, to: Option<&str>) -> ServiceArea {
        ServiceArea {
            provider: provider.parse().unwrap(),
            unit: unit.parse().unwrap(),
            with_descendants,
            from: from.parse().unwrap(),
            to: to.map(|t| t.parse().unwrap()),
        }
    }

    #[test]
    fn covers_by_unit_and_day() {
        let kreis = area("nord-it", "03153", true, "2020-01-01", Some("2025-12-31"));
        let only = area("nord-it", "03153", false, "2020-01-01", None);
        let region = area("sued-it", "0811", true, "2020-01-01", None);
        for (area, unit, day, expected) in [
            (&kreis, "031530019019", "2020-01-01", true),
            (&kreis, "03153", "2025-12-31", true),
            (&kreis, "03153", "2026-01-01", false),
            (&kreis, "03153", "2019-12-31", false),
            (&kreis, "03", "2022-01-01", false),
            (&kreis, "031540001001", "2022-01-01", false),
            (&only, "03153", "2022-01-01", true),
            (&only, "031530019019", "2022-01-01", false),
            (&region, "081150001001", "2022-01-01", true),
            (&region, "081210001001", "2022-01-01", false),
        ] {
            assert_eq!(area.covers(&unit.parse().unwrap(), day.parse().unwrap()), expected, "{unit} {day}");
        }
        assert!(area("a", "03", true, "2022-01-02", Some("2022-01-01")).validate().is_err());
    }

    #[test]
    fn a_unit_may_have_several_providers() {
        let areas = [
            area("b-it", "03", true, "2020-01-01", None),
            area("a-it", "03153", true, "2020-01-01", None),
            area("b-it", "03153", true, "2020-01-01", None),
        ];
        let found = providers_of(&areas, &"031530019019".parse().unwrap(), "2021-01-01".parse().unwrap());
        assert_eq!(found.iter().map(|s| s.as_str()).collect::<Vec<_>>(), ["a-it", "b-it"]);
    }

    #[test]
    fn refuses_blank_names_and_dangerous_addresses() {
        let provider = |name: &str, homepage: &str| Provider {
            id: "it".parse().unwrap(),
            name: name.to_owned(),
            homepage: Some(homepage.to_owned()),
            legal_form: None,
            seat: None,
        };
        assert!(provider("IT", "https://it.example/de").validate().is_ok());
        for (name, page) in [
            (" ", "https://it.example"),
            ("IT", "javascript:alert(1)"),
            ("IT", "https://"),
            ("IT", "https://a b"),
        ] {
            assert!(provider(name, page).validate().is_err(), "{name} {page}");
        }
        assert!(serde_json::from_str::<Provider>(r#"{"id":"it","name":"IT","x":1}"#).is_err());
    }
}
