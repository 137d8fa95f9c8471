//! What makes a module version contradict itself, apart from its form.

use std::collections::BTreeSet;

use blaupause_kernel::{Message, Rational};

use super::costs::{effort_checks, price_problems};
use crate::{ModuleVersion, Problem, Requirement};

/// Every contradiction, in the order of the fields.
pub(super) fn check(version: &ModuleVersion) -> Vec<Problem> {
    let mut problems = Vec::new();
    twice(&version.provides, "/provides", "catalog-duplicate-interface", &mut problems);
    relations(version, &mut problems);
    twice(&version.leika, "/leika", "catalog-duplicate-leika", &mut problems);
    problems.extend(price_problems(version));
    problems.extend(effort_checks(version));
    problems.extend(version.life_cycle.check());
    levels(version, &mut problems);
    if let Some(vendor) = &version.vendor {
        let length = vendor.trim().chars().count();
        if length == 0 {
            problems.push(Problem::at("/vendor", Message::new("text-empty")));
        } else if length > ModuleVersion::MAX_VENDOR {
            let message = Message::new("text-too-long").with("limit", ModuleVersion::MAX_VENDOR);
            problems.push(Problem::at("/vendor", message));
        }
    }
    problems
}

fn relations(version: &ModuleVersion, problems: &mut Vec<Problem>) {
    for (i, requirement) in version.requires.iter().enumerate() {
        let own = match requirement {
            Requirement::Module(wanted) => wanted.module == version.module,
            Requirement::Interface { .. } => requirement.is_met_by(version),
        };
        if own {
            let message = Message::new("catalog-requires-itself").with("requirement", requirement);
            problems.push(Problem::at(format!("/requires/{i}"), message));
        }
    }
    for (i, conflict) in version.conflicts.iter().enumerate() {
        if conflict.module == version.module {
            let message = Message::new("catalog-conflicts-itself").with("module", &conflict.module);
            problems.push(Problem::at(format!("/conflicts/{i}"), message));
        }
    }
}

fn twice<T: Ord + ToString>(list: &[T], path: &str, code: &str, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (i, item) in list.iter().enumerate() {
        if !seen.insert(item) {
            let message = Message::new(code).with("value", item.to_string());
            problems.push(Problem::at(format!("{path}/{i}"), message));
        }
    }
}

fn levels(version: &ModuleVersion, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (i, supplied) in version.maturity_levels.iter().enumerate() {
        let code = if !seen.insert((&supplied.model, &supplied.indicator)) {
            "catalog-duplicate-level"
        } else if supplied.level < Rational::ZERO {
            "catalog-negative-level"
        } else {
            continue;
        };
        let message =
            Message::new(code).with("model", &supplied.model).with("indicator", &supplied.indicator);
        problems.push(Problem::at(format!("/maturityLevels/{i}"), message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths and codes of the problems of the example after `change`.
    fn found(change: impl Fn(&mut serde_json::Value)) -> Vec<(String, String)> {
        let good = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        let mut value = serde_json::to_value(good).unwrap();
        change(&mut value);
        let version: ModuleVersion = serde_json::from_value(value).unwrap();
        version.check().into_iter().map(|p| (p.path, p.message.code)).collect()
    }

    #[test]
    fn finds_each_contradiction_where_it_is() {
        type Change = fn(&mut serde_json::Value);
        let cases: [(Change, &str, &str); 16] = [
            (|v| v["vendor"] = " ".into(), "/vendor", "text-empty"),
            (|v| v["vendor"] = "ä".repeat(201).into(), "/vendor", "text-too-long"),
            (|v| v["provides"][1] = "xdomea@3".into(), "/provides/1", "catalog-duplicate-interface"),
            (|v| v["requires"][0]["module"] = "e-akte".into(), "/requires/0", "catalog-requires-itself"),
            (|v| v["requires"][1]["interface"] = "xta@2".into(), "/requires/1", "catalog-requires-itself"),
            (|v| v["conflicts"][0]["module"] = "e-akte".into(), "/conflicts/0", "catalog-conflicts-itself"),
            (|v| v["leika"][1] = v["leika"][0].clone(), "/leika/1", "catalog-duplicate-leika"),
            (|v| v["prices"][0]["perYear"] = "-1".into(), "/prices/0/perYear", "catalog-negative-price"),
            (
                |v| v["prices"][1]["sizeClasses"][1] = "ruralMunicipality".into(),
                "/prices/1/sizeClasses/1",
                "catalog-price-overlap",
            ),
            (|v| v["suited"] = "smallerCity largerCity".split(' ').collect(), "/prices", "catalog-price-gap"),
            (
                |v| v["effort"][0]["personDays"] = "-0.5".into(),
                "/effort/0/personDays",
                "catalog-negative-effort",
            ),
            (
                |v| v["effort"][1]["sizeClass"] = "ruralMunicipality".into(),
                "/effort/1/sizeClass",
                "catalog-effort-overlap",
            ),
            (|v| v["effort"][0]["sizeClass"] = "largerCity".into(), "/effort", "catalog-effort-gap"),
            (
                |v| v["lifeCycle"]["deprecated"] = "2020-01-01".into(),
                "/lifeCycle/deprecated",
                "catalog-life-cycle-order",
            ),
            (
                |v| v["maturityLevels"][0]["level"] = "-1".into(),
                "/maturityLevels/0",
                "catalog-negative-level",
            ),
            (
                |v| v["prices"][0]["sizeClasses"] = serde_json::json!([]),
                "/prices/0/sizeClasses",
                "catalog-price-band-empty",
            ),
        ];
        assert_eq!(found(|_| ()), []);
        for (change, path, code) in cases {
            let problems = found(change);
            assert!(problems.contains(&(path.into(), code.into())), "{code}: {problems:?}");
        }
    }
}
