//! Small worlds, planned and computed by hand from the documents in `examples/`.

mod asked;

use std::collections::BTreeMap;

use blaupause_catalog::{Catalog, Installation, ModuleVersion};
use blaupause_kernel::{Digest, Level, Rational, Revision, Slug, Version};
use blaupause_maturity::{Answer, Answers, Model, ProviderLevels};
use blaupause_roadmap::{Effort as Work, solve};
use blaupause_territory::SizeClass;

use super::*;
use crate::adoptions::AdoptionState;
use crate::adoptions::tests::adoption_in;
use crate::blueprints::tests::{MODEL, YAML};
use crate::blueprints::{BlueprintVersion, StepRole};
use crate::evidence::{Evidence, Spread};
use crate::fit::UnitFacts;

const FIRST: &str = "031530019019";
const SECOND: &str = "031530017017";

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn num(text: &str) -> Rational {
    text.parse().unwrap()
}

fn module(id: &str, version: &str) -> ModuleVersion {
    ModuleVersion::read(&format!(
        "module: {id}\nversion: {version}\ntitle: {{de: {id}, en: {id}}}\nsummary: {{de: s, en: s}}\noperator: public\n\
         hosting: own\nlicence: EUPL-1.2\nprocessingAgreement: true\nlifeCycle: {{released: 2025-01-01}}\n"
    ))
    .unwrap()
}

/// A Landgemeinde with a scanner; levels of security, training, e-akte and scanning.
fn unit(ars: &str, levels: [i64; 4]) -> UnitData {
    let names = ["security", "training", "e-akte", "scanning"].map(slug);
    let level = |(name, value): (Slug, i64)| (name, Answer::Level { value: Rational::from_int(value) });
    let answers = Answers(names.into_iter().zip(levels).map(level).collect());
    UnitData {
        facts: UnitFacts {
            ars: ars.parse().unwrap(),
            name: ars.to_owned(),
            level: Level::Municipality,
            size_class: Some(SizeClass::RuralMunicipality),
            providers: vec![slug("itebo")],
            latitude: None,
            longitude: None,
        },
        assessed: Some(("1.0.0".parse().unwrap(), answers, ProviderLevels::default())),
        installed: vec![Installation {
            unit: ars.parse().unwrap(),
            module: slug("scanner"),
            version: "1.0.0".parse().unwrap(),
            maturity: None,
            customised: false,
            deviations: Vec::new(),
            since: "2025-02-01".parse().unwrap(),
            confirmed_until: None,
            revision: Revision::FIRST,
        }],
        adoptions: Vec::new(),
        obligations: Vec::new(),
    }
}

/// Raises security to 2 with 3 person-days of the unit in 120 days.
fn security() -> BlueprintVersion {
    let mut document = BlueprintVersion::read(YAML).unwrap();
    document.blueprint = slug("grundschutz");
    document.prerequisites = Default::default();
    document.modules.clear();
    document.outcomes.truncate(1);
    document.outcomes[0].indicator = slug("security");
    document.outcomes[0].level = Rational::from_int(2);
    document.steps.truncate(1);
    let step = &mut document.steps[0];
    (step.role, step.duration_days) = (StepRole::UnitIt, 120);
    step.person_days.default = "3".parse().unwrap();
    step.person_days.sizes.clear();
    document
}

struct World {
    frame: Frame,
    models: BTreeMap<Version, (Model, Digest)>,
    documents: Vec<BlueprintVersion>,
    pinned: BTreeMap<(Slug, Version), BlueprintVersion>,
    evidence: BTreeMap<Slug, Evidence>,
    catalog: Catalog,
    units: Vec<UnitData>,
}

impl World {
    /// Two units and the blueprint of the example, three quarters, every unit counts the same, and what `frame` says besides.
    ///
    /// The first has 11/6 and would have 5/2: a gain of 2/3. The second has (2 * 2.5 + 1.5) / 3 = 13/6 and would have 5/2: 1/3.
    fn new(frame: &str) -> Self {
        let base = serde_json::json!({"model": "demo", "from": "2026-Q2", "quarters": 3, "fairness": 0});
        let mut all = base.as_object().unwrap().clone();
        all.extend(serde_json::from_str::<serde_json::Value>(frame).unwrap().as_object().unwrap().clone());
        let frame: Frame = serde_json::from_value(all.into()).unwrap();
        frame.check().unwrap();
        let document = BlueprintVersion::read(YAML).unwrap();
        let model = (Model::read(MODEL).unwrap(), Digest::of(b"model"));
        let version: Version = "1.0.0".parse().unwrap();
        Self {
            frame,
            models: BTreeMap::from([(version.clone(), model)]),
            pinned: BTreeMap::from([((document.blueprint.clone(), version), document.clone())]),
            documents: vec![document],
            evidence: BTreeMap::new(),
            catalog: Catalog::new([module("dms", "2.1.0"), module("scanner", "1.0.0")]).unwrap(),
            units: vec![unit(FIRST, [2, 3, 1, 0]), unit(SECOND, [2, 3, 3, 0])],
        }
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            frame: &self.frame,
            models: &self.models,
            documents: &self.documents,
            pinned: &self.pinned,
            evidence: &self.evidence,
            catalog: &self.catalog,
            units: &self.units,
            on: "2026-03-01".parse().unwrap(),
        }
    }

    fn plan(&self) -> Roadmap {
        let facts = self.facts();
        let built = build(&facts).unwrap();
        let found = solve(&built.problem, Work::default(), &|_| true).unwrap();
        assert_eq!(built.problem.violations(&found.plan), []);
        answer(&facts, &built, &found).unwrap()
    }
}

/// Unit, blueprint, begin and end of every item.
fn items(roadmap: &Roadmap) -> Vec<(String, String, String, String)> {
    let one = |item: &Item| {
        (item.unit.to_string(), item.blueprint.to_string(), item.begin.to_string(), item.complete.to_string())
    };
    roadmap.items.iter().map(one).collect()
}

fn item(unit: &str, blueprint: &str, begin: &str, complete: &str) -> (String, String, String, String) {
    (unit.to_owned(), blueprint.to_owned(), begin.to_owned(), complete.to_owned())
}

/// The technicians can do one of the two in each quarter: 4.5 person-days.
const ONE_TEAM: &str = r#"{"teams": [{"role": "providerIt", "personDays": "4.50"}]}"#;

#[test]
fn who_gains_more_comes_first_and_the_sum_can_be_computed_by_hand() {
    let roadmap = World::new(ONE_TEAM).plan();
    assert_eq!(
        items(&roadmap),
        [
            item(FIRST, "e-akte-light", "2026-Q2", "2026-Q2"),
            item(SECOND, "e-akte-light", "2026-Q3", "2026-Q3")
        ]
    );
    // 0.6666 in three quarters and 0.3333 in two.
    assert_eq!((roadmap.value, roadmap.bound), (num("26664/10000"), num("26664/10000")));
    assert_eq!(roadmap.items[0].worth, Some(num("19998/10000")));
    assert_eq!((roadmap.gap_percent, roadmap.unmet_at_least), (num("0"), 0));
    let way: Vec<_> = roadmap.paths[0]
        .points
        .iter()
        .map(|point| (point.quarter.map(|q| q.to_string()), point.score.rounded.clone()))
        .collect();
    assert_eq!(way, [(None, "1.83".to_owned()), (Some("2026-Q2".to_owned()), "2.50".to_owned())]);
    let loads: Vec<_> = roadmap.loads.iter().map(|load| (load.quarter.to_string(), load.taken)).collect();
    let expected = [("2026-Q2", "9/2"), ("2026-Q3", "9/2"), ("2026-Q4", "0")];
    assert_eq!(loads, expected.map(|(quarter, taken)| (quarter.to_owned(), num(taken))));
}

#[test]
fn fairness_moves_weight_from_the_first_to_the_last() {
    let mut world = World::new(ONE_TEAM);
    world.frame.fairness = 50;
    let roadmap = world.plan();
    let weights: Vec<_> = roadmap.paths.iter().map(|path| path.weight).collect();
    assert_eq!(weights, [num("3/2"), num("1/2")]);
    // 0.6666 * 3/2 = 0.9999 in three quarters; 0.3333 / 2 rounded down is 0.1666 in two.
    assert_eq!(roadmap.value, num("33329/10000"));
    // Of three units with the same score everybody is in the middle.
    world.units =
        vec![unit(FIRST, [2, 3, 1, 0]), unit(SECOND, [2, 3, 1, 0]), unit("031530002002", [2, 3, 1, 0])];
    assert!(world.plan().paths.iter().all(|path| path.weight == num("1")));
}

#[test]
fn what_adoptions_needed_so_far_counts_and_not_what_was_planned() {
    let mut world = World::new(r#"{"teams": [{"role": "providerIt", "personDays": "5.39"}]}"#);
    let mut evidence = Evidence::none(slug("e-akte-light"));
    evidence.effort_ratio = Some(Spread { count: 3, min: num("1"), median: num("6/5"), max: num("2") });
    world.evidence.insert(slug("e-akte-light"), evidence);
    assert_eq!(items(&world.plan()), [], "4.5 * 6/5 = 5.40");
    world.frame.teams[0].person_days = Series::Same("5.40".parse().unwrap());
    let first = &world.plan().items[0];
    assert_eq!(
        (first.unit_days.to_string(), first.provider_days.to_string()),
        ("1.20".to_owned(), "6.60".to_owned())
    );
}

#[test]
fn money_and_places_hold_it_back() {
    let budget = r#"{"limits": {"units": {"031530019019": {"budget": ["2499.99", "2500"]}}},
        "trainings": [{"module": "e-akte-schulung", "places": [0, 2, 1], "participants": {"default": 2}}]}"#;
    // The first has the money from Q3 on; the training has two places only then, and each sends two.
    assert_eq!(items(&World::new(budget).plan()), [item(FIRST, "e-akte-light", "2026-Q3", "2026-Q3")]);
    let tight = World::new(budget).plan().tight;
    let places = Resource::Training { module: slug("e-akte-schulung") };
    assert!(tight.iter().any(|line| line.resource == places && line.unit.is_none()), "{tight:?}");
}

#[test]
fn what_is_agreed_takes_its_share_first() {
    let mut world = World::new(ONE_TEAM);
    let mut running = adoption_in(AdoptionState::Running);
    running.steps.retain(|id, _| id.as_str() == "prepare");
    world.units[0].adoptions.push(running);
    let roadmap = world.plan();
    assert_eq!(
        items(&roadmap),
        [
            item(FIRST, "e-akte-light", "2026-Q2", "2026-Q2"),
            item(SECOND, "e-akte-light", "2026-Q3", "2026-Q3")
        ]
    );
    let agreed = &roadmap.items[0];
    assert_eq!((agreed.agreed, agreed.worth, agreed.unit_days.to_string().as_str()), (true, None, "0.00"));
    assert_eq!(agreed.one_off.to_string(), "0.00", "it was paid when it began");
    // What is in use, rests or was given up takes nothing.
    for (state, left_out) in [
        (AdoptionState::Verified, 0),
        (AdoptionState::Paused { resume_to: crate::adoptions::ResumeTo::Running }, 1),
    ] {
        world.units[0].adoptions = vec![adoption_in(state)];
        let roadmap = world.plan();
        assert_eq!(items(&roadmap), [item(SECOND, "e-akte-light", "2026-Q2", "2026-Q2")]);
        assert_eq!(roadmap.left_out.len(), left_out);
    }
    // More is agreed than there is.
    world.frame.teams[0].person_days = Series::Same("4.00".parse().unwrap());
    let mut running = adoption_in(AdoptionState::Running);
    running.steps.retain(|id, _| id.as_str() == "prepare");
    world.units[0].adoptions = vec![running];
    let short = world.plan().short;
    assert_eq!(
        (short.len(), short[0].missing, short[0].quarter.to_string()),
        (1, num("1/2"), "2026-Q2".to_owned())
    );
}

#[test]
fn what_has_to_be_there_before_is_brought_by_another_one() {
    let mut world = World::new("{}");
    world.units = vec![unit(FIRST, [1, 3, 1, 0])];
    let alone = world.plan();
    assert_eq!(items(&alone), []);
    assert_eq!(alone.left_out[0].reason.code, "roadmap-needs-level");
    world.documents.push(security());
    // 120 days are two quarters.
    let both =
        [item(FIRST, "grundschutz", "2026-Q2", "2026-Q3"), item(FIRST, "e-akte-light", "2026-Q4", "2026-Q4")];
    assert_eq!(items(&world.plan()), both);
    world.units[0].installed.clear();
    let without = world.plan();
    assert_eq!(items(&without), both[..1]);
    assert_eq!(without.left_out[0].reason.code, "roadmap-needs-module");
}

fn obligation(by: &str) -> Obligation {
    Obligation {
        standard: slug("basis"),
        requirement: slug("akte"),
        text: serde_json::from_str(r#"{"de": "Akte"}"#).unwrap(),
        ways: vec![serde_json::from_str(r#"{"module": "dms", "range": "^2"}"#).unwrap()],
        by: by.parse().unwrap(),
    }
}

#[test]
fn minimum_standards_come_first_and_as_few_as_possible_are_dropped() {
    let mut world = World::new(ONE_TEAM);
    world.units[1].obligations.push(obligation("2026-06-30"));
    let roadmap = world.plan();
    // The second gains less and has to be first.
    assert_eq!(
        items(&roadmap),
        [
            item(FIRST, "e-akte-light", "2026-Q3", "2026-Q3"),
            item(SECOND, "e-akte-light", "2026-Q2", "2026-Q2")
        ]
    );
    assert_eq!((roadmap.value, roadmap.unmet.len()), (num("23331/10000"), 0), "0.6666 * 2 + 0.3333 * 3");
    let because = Because::Standard { standard: slug("basis"), requirement: slug("akte") };
    assert_eq!(
        roadmap.items[1].demands,
        [Demand { by: "2026-Q2".parse().unwrap(), counts: "2026-Q2".parse().unwrap(), because }]
    );
    // Both by the same day: one has to be dropped, and it is the one that gains less.
    world.units[0].obligations.push(obligation("2026-06-30"));
    let roadmap = world.plan();
    assert_eq!((roadmap.unmet.len(), roadmap.unmet_at_least), (1, 1));
    assert_eq!((roadmap.unmet[0].unit.to_string().as_str(), roadmap.unmet[0].later), (SECOND, true));
    // What nobody can fulfil is said.
    world.units[0].obligations[0].ways = vec![serde_json::from_str(r#"{"interface": "xta@2.1"}"#).unwrap()];
    assert_eq!(world.plan().left_out[0].reason.code, "roadmap-nothing-fulfils");
}

#[test]
fn a_wish_goes_before_the_gain() {
    let mut world = World::new(ONE_TEAM);
    world.frame.wishes = serde_json::from_value(
        serde_json::json!([{"unit": SECOND, "blueprint": "e-akte-light", "by": "2026-Q2"}]),
    )
    .unwrap();
    assert_eq!(items(&world.plan())[1], item(SECOND, "e-akte-light", "2026-Q2", "2026-Q2"));
}

#[test]
fn a_unit_without_a_result_is_left_out_unless_a_standard_asks() {
    let mut world = World::new("{}");
    world.units[0].assessed = None;
    let roadmap = world.plan();
    assert_eq!(items(&roadmap), [item(SECOND, "e-akte-light", "2026-Q2", "2026-Q2")]);
    assert_eq!(roadmap.left_out[0].reason.code, "roadmap-not-assessed");
    assert_eq!(roadmap.paths[0].points, []);
    world.units[0].obligations.push(obligation("2026-12-31"));
    assert_eq!(items(&world.plan()).len(), 2);
}

#[test]
fn a_frame_that_contradicts_itself_is_refused_at_every_place() {
    let frame: Frame = serde_json::from_value(serde_json::json!({
        "model": "demo", "from": "2026-Q2", "quarters": 41, "fairness": 101,
        "limits": {"default": {"budget": "-1"}, "sizes": {"largerCity": {"personDays": []}}},
        "teams": [{"role": "unitIt", "personDays": "1"}, {"role": "trainer", "personDays": "1"},
            {"role": "trainer", "personDays": ["1", "-1"]}],
        "blueprints": ["a"], "wishes": [{"blueprint": "b", "by": "2026-Q1"}]
    }))
    .unwrap();
    let Err(crate::Error::Invalid { problems, .. }) = frame.check() else { panic!("accepted") };
    let mut paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
    paths.sort_unstable();
    let expected = [
        "/fairness",
        "/limits/default/budget",
        "/limits/sizes/largerCity/personDays",
        "/quarters",
        "/teams/0/role",
        "/teams/2",
        "/teams/2/personDays",
        "/wishes/0/blueprint",
        "/wishes/0/by",
    ];
    assert_eq!(paths, expected);
}
