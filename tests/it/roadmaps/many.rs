//! Roadmaps for many units with many blueprints, checked by the checker: built and solved without the database.

use std::collections::BTreeMap;

use blaupause_catalog::Catalog;
use blaupause_kernel::{Digest, Level, Rational, Slug, Version};
use blaupause_maturity::{Answer, Answers, Model, ProviderLevels};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::fit::UnitFacts;
use blaupause_pilots::roadmaps::{Facts, Frame, UnitData, Work, answer, build, solve};
use blaupause_territory::SizeClass;
use serde_json::{Value, json};

use super::checker;

/// Numbers that look random and are the same in every run (a linear congruential generator; Knuth's constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

const INDICATORS: [&str; 4] = ["isms", "backup", "akte", "portal"];

fn blueprint(numbers: &mut Numbers, at: u64) -> Value {
    let text = json!({"de": "Text", "en": "Text"});
    let roles = ["projectLead", "unitIt", "providerIt", "consultant", "trainer"];
    let steps: Vec<Value> = (0..3)
        .map(|n| {
            let role = roles[usize::try_from(numbers.below(5)).unwrap()];
            let after: Vec<String> =
                (0..n).filter(|_| numbers.below(2) == 0).map(|b| format!("s{b}")).collect();
            let mut step = json!({"id": format!("s{n}"), "title": text, "role": role, "after": after,
                "personDays": {"default": format!("{}.{:02}", 1 + numbers.below(6), numbers.below(100)),
                    "sizes": {"ruralMunicipality": format!("{}", 1 + numbers.below(3))}},
                "durationDays": numbers.below(150)});
            if n == 1 && numbers.below(2) == 0 {
                step["training"] = json!("schulung");
            }
            step
        })
        .collect();
    let indicator = INDICATORS[usize::try_from(numbers.below(4)).unwrap()];
    let mut document = json!({"blueprint": format!("b{at}"), "version": "1.0.0", "title": text, "summary": text,
        "model": {"id": "probe", "version": "1.0.0"}, "steps": steps,
        "outcomes": [{"indicator": indicator, "level": 1 + numbers.below(4)}],
        "modules": [{"module": format!("m{at}"), "version": "1.0.0", "range": "^1"}],
        "costs": {"default": {"oneOff": format!("{}.50", 500 + numbers.below(4_000)), "perYear": "100"}}});
    if at > 3 && numbers.below(3) == 0 {
        document["prerequisites"] = json!({"modules": [{"module": format!("m{}", at - 3), "range": "^1"}]});
    }
    document
}

fn unit(numbers: &mut Numbers, at: u64) -> UnitData {
    let levels = INDICATORS.map(|name| {
        let value = Rational::from_int(i64::try_from(numbers.below(4)).unwrap());
        (name.parse().unwrap(), Answer::Level { value })
    });
    let size = if at.is_multiple_of(3) { SizeClass::RuralMunicipality } else { SizeClass::LargerSmallTown };
    UnitData {
        facts: UnitFacts {
            ars: format!("0315300{at:05}").parse().unwrap(),
            name: "Ort".to_owned(),
            level: Level::Municipality,
            size_class: Some(size),
            providers: Vec::new(),
            latitude: None,
            longitude: None,
        },
        assessed: Some((
            "1.0.0".parse().unwrap(),
            Answers(levels.into_iter().collect()),
            ProviderLevels::default(),
        )),
        installed: Vec::new(),
        adoptions: Vec::new(),
        obligations: Vec::new(),
    }
}

fn module(id: &str) -> blaupause_catalog::ModuleVersion {
    let text = json!({"de": "M", "en": "M"});
    let version = json!({"module": id, "version": "1.0.0", "title": text, "summary": text, "operator": "public",
        "hosting": "own", "licence": "EUPL-1.2", "processingAgreement": true, "lifeCycle": {"released": "2025-01-01"}});
    blaupause_catalog::ModuleVersion::read(&version.to_string()).unwrap()
}

/// `whole` as the solver takes it: up to so many possible starts a problem is solved by the MILP solver as a whole.
fn checked(seed: u64, (units, blueprints, quarters): (u64, u64, u64), whole: usize) -> Value {
    let mut numbers = Numbers(seed);
    let shown: Vec<Value> = (0..blueprints).map(|at| blueprint(&mut numbers, at)).collect();
    let documents: Vec<BlueprintVersion> =
        shown.iter().map(|text| BlueprintVersion::read(&text.to_string()).unwrap()).collect();
    let units: Vec<UnitData> = (0..units).map(|at| unit(&mut numbers, at)).collect();
    let team = |role: &str| {
        let days: Vec<String> =
            (0..quarters).map(|_| (5 + numbers.below(units.len() as u64 * 3)).to_string()).collect();
        json!({"role": role, "personDays": days})
    };
    let teams: Vec<Value> = ["providerIt", "trainer"].map(team).into_iter().collect();
    let shown_frame = json!({"model": "probe", "from": "2026-Q2", "quarters": quarters, "fairness": numbers.below(101),
        "teams": teams, "trainings": [{"module": "schulung", "places": 3, "participants": {"default": 2}}],
        "limits": {"default": {"budget": "3000", "personDays": "6"},
            "sizes": {"ruralMunicipality": {"budget": ["1500", "2000.75"], "personDays": "4.5"}}},
        "wishes": [{"blueprint": "b0", "by": "2026-Q3"}, {"blueprint": "b1", "by": "2026-Q4"}]});
    let frame: Frame = serde_json::from_value(shown_frame.clone()).unwrap();
    frame.check().unwrap();
    let model = Model::read(&blaupause_tests::assessing::model().to_string()).unwrap();
    let version: Version = "1.0.0".parse().unwrap();
    let catalog = Catalog::new((0..blueprints).map(|at| module(&format!("m{at}")))).unwrap();
    let facts = Facts {
        frame: &frame,
        models: &BTreeMap::from([(version, (model, Digest::of(b"probe")))]),
        documents: &documents,
        pinned: &BTreeMap::<(Slug, Version), BlueprintVersion>::new(),
        evidence: &BTreeMap::new(),
        catalog: &catalog,
        units: &units,
        on: "2026-03-01".parse().unwrap(),
    };
    let built = build(&facts).unwrap();
    let work = Work { whole, ..Work::default() };
    let found = solve(&built.problem, work, &|_| true).unwrap();
    let roadmap = serde_json::to_value(answer(&facts, &built, &found).unwrap()).unwrap();
    let size = |unit: &UnitData| {
        let name = serde_json::to_value(unit.facts.size_class).unwrap().as_str().unwrap().to_owned();
        (unit.facts.ars.to_string(), name)
    };
    checker::check(&shown_frame, &shown, &units.iter().map(size).collect(), &roadmap);
    roadmap
}

#[test]
fn no_plan_breaks_a_constraint() {
    for seed in 0..12 {
        let roadmap = checked(seed, (2, 3, 4), 60);
        assert_eq!(roadmap["gapPercent"], "0", "a small one is solved as a whole: {seed}");
    }
    for seed in 100..106 {
        checked(seed, (12, 8, 6), 60);
    }
    let many = checked(7, (40, 10, 8), 60);
    assert!(many["items"].as_array().unwrap().len() > 40, "most units begin something");
}

/// The same small problems, solved as a whole and by prices: neither is better than what the other proves.
#[test]
fn both_ways_prove_the_same() {
    for seed in 200..212 {
        let (whole, prices) = (checked(seed, (3, 3, 4), 500), checked(seed, (3, 3, 4), 0));
        let number = |roadmap: &Value, name: &str| {
            let text = roadmap[name].as_str().unwrap().to_owned();
            let (n, d) = text.split_once('/').unwrap_or((&text, "1"));
            n.parse::<i128>().unwrap() * 10_000 / d.parse::<i128>().unwrap()
        };
        assert_eq!(whole["unmetAtLeast"], whole["unmet"].as_array().unwrap().len());
        if whole["unmet"].as_array().unwrap().len() == prices["unmet"].as_array().unwrap().len() {
            assert!(number(&prices, "value") <= number(&whole, "value"), "{seed}");
            assert!(number(&prices, "bound") >= number(&whole, "value"), "{seed}");
        }
    }
}
