//! How a unit stands towards a minimum standard on a day.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Version};
use serde::{Deserialize, Serialize};

use super::{Binding, Holdings, Obligation, StandardStatus, StandardVersion, Timeline};

/// Whether a unit keeps up with a minimum standard. What is worse is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StandardCompliance))]
pub enum Compliance {
    /// It fulfils every MUSS of the binding version.
    Compliant,
    /// It fulfils every MUSS of an older version that is still accepted.
    Warned,
    /// It fulfils no version that is accepted, but the grace of the binding one has not run out and it fulfils what was
    /// binding before; before the first version nothing was.
    InGrace,
    /// It has fallen behind.
    Behind,
}

/// How a unit stands towards a minimum standard on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The binding version.
    pub binding: Binding,
    /// Whether the unit keeps up.
    pub compliance: Compliance,
    /// Last day on which that is enough, for a unit that is warned or in grace; open if nothing is settled.
    pub until: Option<Date>,
}

impl Timeline {
    /// How a unit with these holdings stands on a day; nothing if no version is binding, or if it is not among
    /// `versions`.
    pub fn standing_on(
        &self,
        versions: &BTreeMap<Version, StandardVersion>,
        holdings: &Holdings<'_>,
        day: Date,
    ) -> Option<Standing> {
        let binding = self.binding_on(day)?;
        let fulfils = |version: &Version| versions.get(version).is_some_and(|v| v.is_fulfilled_by(holdings));
        versions.get(&binding.version)?;
        let standing = |compliance, until| Some(Standing { binding: binding.clone(), compliance, until });
        if fulfils(&binding.version) {
            return standing(Compliance::Compliant, None);
        }
        let older = self.statuses_on(day).into_iter().rev();
        let mut accepted = older.filter(|(v, status)| {
            *v < binding.version && *status != StandardStatus::Deprecated && fulfils(v)
        });
        let warned = accepted.find(|(_, status)| *status == StandardStatus::Warn);
        // An older version that is still called effective is superseded all the same: only the grace counts.
        let met_before = binding.before.as_ref().is_none_or(fulfils);
        let grace = Some(binding.grace_until).filter(|until| day <= *until && met_before);
        if let Some((version, _)) = warned {
            let end =
                self.end_of(&version).map(|end| grace.map_or(end.day_before(), |g| g.max(end.day_before())));
            return standing(Compliance::Warned, end);
        }
        if grace.is_some() {
            return standing(Compliance::InGrace, grace);
        }
        standing(Compliance::Behind, None)
    }
}

impl StandardVersion {
    /// Whether every MUSS is fulfilled.
    pub fn is_fulfilled_by(&self, holdings: &Holdings<'_>) -> bool {
        let musts = self.requirements.iter().filter(|requirement| requirement.level == Obligation::Must);
        musts.into_iter().all(|must| must.satisfied_by.iter().any(|way| holdings.fulfil(way)))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::ModuleVersion;

    /// Version 1 asks for `a`, version 2 for `b` and, if possible, for `c`.
    fn versions() -> BTreeMap<Version, StandardVersion> {
        let version = |number: &str, module: &str, level: &str| {
            let text = format!(
                "id: s\nversion: {number}\ntitle: {{de: t}}\nrequirements:\n\
                 - {{id: r, level: must, area: security, text: {{de: t}}, satisfiedBy: [{{module: {module}, range: '*'}}]}}\n\
                 - {{id: q, level: {level}, area: security, text: {{de: t}}, satisfiedBy: [{{interface: c@1}}]}}\n"
            );
            (number.parse().unwrap(), StandardVersion::read(&text).unwrap())
        };
        BTreeMap::from([version("1.0.0", "a", "may"), version("2.0.0", "b", "should")])
    }

    fn timeline() -> Timeline {
        let entries = r#"[
            {"date": "2026-01-01", "version": "1.0.0", "status": "effective", "graceDays": 31},
            {"date": "2027-01-01", "version": "2.0.0", "status": "effective", "graceDays": 90},
            {"date": "2027-02-01", "version": "1.0.0", "status": "warn"},
            {"date": "2027-03-01", "version": "1.0.0", "status": "deprecated"}]"#;
        serde_json::from_str(entries).unwrap()
    }

    #[rstest]
    #[case("2025-12-31", "b", None, None)]
    #[case("2026-01-31", "", Some(Compliance::InGrace), Some("2026-01-31"))]
    #[case("2026-02-01", "", Some(Compliance::Behind), None)]
    #[case("2026-02-01", "a", Some(Compliance::Compliant), None)]
    #[case("2027-01-01", "a", Some(Compliance::InGrace), Some("2027-03-31"))]
    #[case("2027-01-01", "", Some(Compliance::Behind), None)] // it was behind already
    #[case("2027-02-28", "a", Some(Compliance::Warned), Some("2027-03-31"))] // then grace
    #[case("2027-03-01", "a", Some(Compliance::InGrace), Some("2027-03-31"))]
    #[case("2027-03-31", "a", Some(Compliance::InGrace), Some("2027-03-31"))]
    #[case("2027-04-01", "a", Some(Compliance::Behind), None)]
    #[case("2027-04-01", "b", Some(Compliance::Compliant), None)] // without the SOLL
    fn a_unit_falls_behind_on_its_day(
        #[case] on: &str,
        #[case] module: &str,
        #[case] compliance: Option<Compliance>,
        #[case] until: Option<&str>,
    ) {
        let document = |module: &str| {
            let text = include_str!("../../examples/e-akte-2.1.0.yaml");
            let mut version = ModuleVersion::read(text).unwrap();
            version.module = module.parse().unwrap();
            version
        };
        let documents: Vec<_> = module.split_terminator(' ').map(document).collect();
        let holdings = Holdings { modules: documents.iter().collect(), ..Holdings::default() };
        let standing = timeline().standing_on(&versions(), &holdings, on.parse().unwrap());
        assert_eq!(standing.as_ref().map(|s| s.compliance), compliance);
        assert_eq!(standing.and_then(|s| s.until), until.map(|day| day.parse().unwrap()));
    }
}
