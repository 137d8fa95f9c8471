//! What shall be complete by when: because a minimum standard asks for it, or because somebody wishes it.

use std::collections::BTreeMap;

use blaupause_catalog::{
    Catalog, Holdings, Obligation as Must, RequirementState, Satisfaction, Standard, StandardVersion,
};
use blaupause_kernel::{Date, LocalizedText, Quarter, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::blueprints::BlueprintVersion;

/// A MUSS of a minimum standard that a unit does not fulfil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The standard.
    pub standard: Slug,
    /// Its requirement.
    pub requirement: Slug,
    /// What it says.
    pub text: LocalizedText,
    /// What fulfils it; one of these is enough.
    pub ways: Vec<Satisfaction>,
    /// The last day on which it need not be fulfilled yet.
    pub by: Date,
}

/// Why something shall be complete by a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapWishReason))]
pub enum Because {
    /// A minimum standard asks for it.
    Standard {
        /// The standard.
        standard: Slug,
        /// Its requirement.
        requirement: Slug,
    },
    /// It was wished.
    Wish,
}

/// That a project shall be complete by the end of a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapDemand))]
pub struct Demand {
    /// The quarter that was asked for.
    pub by: Quarter,
    /// The quarter that counts: the one that was asked for, or the first in which it can be complete.
    pub counts: Quarter,
    /// Why.
    pub because: Because,
}

/// What a minimum standard asks of a unit with these holdings, and the unit does not fulfil: by the version that is binding on a
/// day, and by those that come into force up to the last day. Each requirement once, with the earliest day.
pub fn obligations(
    standard: &Standard,
    versions: &BTreeMap<Version, StandardVersion>,
    holdings: &Holdings<'_>,
    (on, until): (Date, Date),
) -> Vec<Obligation> {
    let coming = standard.timeline.0.iter().filter(|entry| entry.date > on && entry.date <= until);
    let days = std::iter::once(on).chain(coming.map(|entry| entry.date));
    let mut found: Vec<Obligation> = Vec::new();
    for day in days {
        let Some(binding) = standard.timeline.binding_on(day) else { continue };
        let Some(version) = versions.get(&binding.version) else { continue };
        let fulfils =
            |version| versions.get(version).is_some_and(|v: &StandardVersion| v.is_fulfilled_by(holdings));
        // The grace is for those who fulfil what was binding before.
        let grace = binding.before.as_ref().is_none_or(fulfils);
        let eve = binding.since.day_before();
        let by = if grace { binding.grace_until.max(eve) } else { eve };
        let unmet = |state: &RequirementState| state.level == Must::Must && state.met_by.is_none();
        for state in version.delta(holdings).into_iter().filter(unmet) {
            let Some(asked) = version.requirements.iter().find(|r| r.id == state.id) else { continue };
            let same = |o: &&mut Obligation| o.requirement == asked.id && o.ways == asked.satisfied_by;
            if let Some(known) = found.iter_mut().find(same) {
                known.by = known.by.min(by);
                continue;
            }
            found.push(Obligation {
                standard: standard.id.clone(),
                requirement: asked.id.clone(),
                text: asked.text.clone(),
                ways: asked.satisfied_by.clone(),
                by,
            });
        }
    }
    found
}

/// Whether a blueprint fulfils a requirement: a module it brings, an interface one of them has, or a level it reaches.
pub(super) fn fulfils(document: &BlueprintVersion, way: &Satisfaction, catalog: &Catalog) -> bool {
    match way {
        Satisfaction::Module { module, range } => {
            document.modules.iter().any(|m| m.module == *module && range.matches(&m.version))
        }
        Satisfaction::Interface { interface } => document.modules.iter().any(|m| {
            let version = catalog.get(&m.module, &m.version);
            version.is_some_and(|version| version.provides.iter().any(|i| i.satisfies(interface)))
        }),
        Satisfaction::Blueprint { blueprint, range } => {
            document.blueprint == *blueprint && range.matches(&document.version)
        }
        Satisfaction::Indicator { model, indicator, at_least } => {
            document.model.id == *model
                && document.outcomes.iter().any(|o| o.indicator == *indicator && o.level >= *at_least)
        }
    }
}

/// The last quarter whose end is not after a day; counted from the first, below zero if it lies before.
pub(super) fn last_quarter(from: Quarter, by: Date) -> i32 {
    let quarter = Quarter::of(by);
    let is_last_day = quarter.plus(1).first_day().is_some_and(|next| next.day_before() == by);
    from.until(quarter) - i32::from(!is_last_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard(timeline: &str) -> Standard {
        let text = format!(
            r#"{{"id": "basis", "owner": "itebo", "title": {{"de": "Basis"}}, "timeline": {timeline}, "revision": 1}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn version(number: &str, module: &str) -> (Version, StandardVersion) {
        let text = format!(
            r#"{{"id": "basis", "version": "{number}", "title": {{"de": "Basis"}}, "requirements": [
                {{"id": "akte", "level": "must", "area": "organisation", "text": {{"de": "t"}},
                    "satisfiedBy": [{{"module": "{module}"}}]}},
                {{"id": "kann", "level": "may", "area": "organisation", "text": {{"de": "t"}},
                    "satisfiedBy": [{{"module": "anderes"}}]}}]}}"#
        );
        (number.parse().unwrap(), StandardVersion::read(&text).unwrap())
    }

    #[test]
    fn what_is_binding_and_what_comes_is_asked_with_its_grace() {
        let versions = BTreeMap::from([version("1.0.0", "dms"), version("2.0.0", "dms-neu")]);
        let standard = standard(
            r#"[{"date": "2026-01-01", "version": "1.0.0", "status": "effective"},
                {"date": "2027-01-01", "version": "2.0.0", "status": "effective", "graceDays": 90},
                {"date": "2030-01-01", "version": "2.0.0", "status": "warn"}]"#,
        );
        let span = ("2026-03-01".parse().unwrap(), "2028-12-31".parse().unwrap());
        let days = |holdings: &Holdings<'_>| {
            let found = obligations(&standard, &versions, holdings, span);
            found.into_iter().map(|o| (o.ways[0].clone(), o.by.to_string())).collect::<Vec<_>>()
        };
        let way = |module: &str| Satisfaction::Module {
            module: module.parse().unwrap(),
            range: Default::default(),
        };
        // Who has nothing is behind at once, and gets no grace for what comes.
        let none = Holdings::default();
        assert_eq!(
            days(&none),
            [(way("dms"), "2025-12-31".to_owned()), (way("dms-neu"), "2026-12-31".to_owned())]
        );
        let dms = blaupause_catalog::ModuleVersion::read(
            "module: dms\nversion: 1.0.0\ntitle: {de: d, en: d}\nsummary: {de: s, en: s}\noperator: public\nhosting: own\n\
             licence: EUPL-1.2\nprocessingAgreement: true\nlifeCycle: {released: 2025-01-01}\n",
        )
        .unwrap();
        let has = Holdings { modules: vec![&dms], ..Holdings::default() };
        // 90 days from 1 January 2027 on: 31 + 28 + 31.
        assert_eq!(days(&has), [(way("dms-neu"), "2027-03-31".to_owned())]);
    }

    #[test]
    fn a_day_within_a_quarter_asks_for_the_one_before() {
        let from = "2026-Q2".parse().unwrap();
        for (day, expected) in
            [("2026-06-30", 0), ("2026-07-01", 0), ("2026-09-29", 0), ("2026-09-30", 1), ("2026-04-15", -1)]
        {
            assert_eq!(last_quarter(from, day.parse().unwrap()), expected, "{day}");
        }
    }
}
