//! One fit, computed by hand from the documents in `examples/`.

use std::collections::BTreeMap;

use blaupause_catalog::ModuleVersion;
use blaupause_kernel::{Level, Revision};
use blaupause_maturity::Answer;
use blaupause_territory::{Microdegrees, SizeClass};
use proptest::prelude::*;

use super::*;
use crate::blueprints::tests::{MODEL, YAML};
use crate::evidence::Spread;

/// The values of one case; [`Case::input`] borrows from it.
struct Case {
    unit: UnitFacts,
    document: BlueprintVersion,
    model: Model,
    answers: Option<Answers>,
    levels: ProviderLevels,
    catalog: Catalog,
    installed: Vec<Installation>,
    evidence: Evidence,
    users: Vec<UserFacts>,
    adopted: Option<AdoptionState>,
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn num(text: &str) -> Rational {
    text.parse().unwrap()
}

fn level(value: i64) -> Answer {
    Answer::Level { value: Rational::from_int(value) }
}

fn unit(ars: &str, name: &str, latitude: i32) -> UnitFacts {
    UnitFacts {
        ars: ars.parse().unwrap(),
        name: name.to_owned(),
        level: Level::Municipality,
        size_class: Some(SizeClass::RuralMunicipality),
        providers: vec![slug("itebo")],
        latitude: Microdegrees::new(latitude),
        longitude: Microdegrees::new(10_000_000),
    }
}

fn module(id: &str, version: &str) -> ModuleVersion {
    ModuleVersion::read(&format!(
        "module: {id}\nversion: {version}\ntitle: {{de: {id}, en: {id}}}\nsummary: {{de: s, en: s}}\noperator: public\n\
         hosting: own\nlicence: EUPL-1.2\nprocessingAgreement: true\nlifeCycle: {{released: 2025-01-01}}\n"
    ))
    .unwrap()
}

fn installation(module: &str, version: &str) -> Installation {
    Installation {
        unit: "031530019019".parse().unwrap(),
        module: slug(module),
        version: version.parse().unwrap(),
        maturity: None,
        customised: false,
        deviations: Vec::new(),
        since: "2025-02-01".parse().unwrap(),
        confirmed_until: None,
        revision: Revision::FIRST,
    }
}

impl Case {
    /// A Landgemeinde with the scanner installed, security 2, training 3, e-akte 1, scanning 0. Two others did it.
    fn new() -> Self {
        let six_fifths = Spread { count: 3, min: num("4/5"), median: num("6/5"), max: num("3/2") };
        let mut evidence = Evidence::none(slug("e-akte-light"));
        evidence.counts.verified = 2;
        evidence.counts.abandoned = 1;
        evidence.success_rate = Rational::new(2, 3);
        evidence.effort_ratio = Some(six_fifths);
        let other = |ars, name, latitude, usage| UserFacts {
            unit: unit(ars, name, latitude),
            usage,
            modules: Default::default(),
        };
        Self {
            unit: unit("031530019019", "Langelsheim", 52_000_000),
            document: BlueprintVersion::read(YAML).unwrap(),
            model: Model::read(MODEL).unwrap(),
            answers: Some(Answers(BTreeMap::from([
                (slug("security"), level(2)),
                (slug("training"), level(3)),
                (slug("e-akte"), level(1)),
                (slug("scanning"), level(0)),
            ]))),
            levels: ProviderLevels::default(),
            catalog: Catalog::new([
                module("dms", "2.1.0"),
                module("dms", "2.2.0"),
                module("scanner", "1.0.0"),
            ])
            .unwrap(),
            installed: vec![installation("scanner", "1.0.0")],
            evidence,
            users: vec![
                other("031530002002", "Bad Harzburg", 52_180_000, Usage::Verified),
                other("031530017017", "Goslar", 52_090_000, Usage::Live),
                other("031530005005", "Goslar-Pilot", 52_500_000, Usage::Pilot),
            ],
            adopted: None,
        }
    }

    fn fit(&self) -> Fit {
        fit(&self.input()).unwrap()
    }

    fn input(&self) -> FitInput<'_> {
        FitInput {
            unit: &self.unit,
            document: &self.document,
            model: &self.model,
            model_hash: Digest::of(b"model"),
            assessed: self.answers.as_ref().map(|answers| Assessed {
                answers,
                provider_levels: &self.levels,
                reference_date: "2026-01-31".parse().unwrap(),
            }),
            catalog: &self.catalog,
            installed: &self.installed,
            evidence: &self.evidence,
            users: &self.users,
            adopted: self.adopted,
            on: "2026-03-01".parse().unwrap(),
        }
    }
}

fn told(fit: &Fit) -> Vec<(FitTopic, FitStatus, &str)> {
    fit.lines.iter().map(|l| (l.topic, l.status, l.message.code.as_str())).collect()
}

fn value<'f>(fit: &'f Fit, code: &str, name: &str) -> &'f str {
    let line = fit.lines.iter().find(|l| l.message.code == code).unwrap_or_else(|| panic!("no line {code}"));
    let arg = line.message.args.iter().find(|(n, _)| n == name).unwrap_or_else(|| panic!("no value {name}"));
    &arg.1
}

/// Score: basics weigh 2, files weigh 1, both are means.
/// Before: basics (2 + 3) / 2 = 5/2, files (1 + 0) / 2 = 1/2; (2 * 5/2 + 1/2) / 3 = 11/6, shown 1.83.
/// After: e-akte 3, scanning 2, so files 5/2; (2 * 5/2 + 5/2) / 3 = 15/6 = 5/2, shown 2.50. Gain 15/6 - 11/6 = 2/3.
/// Stage: `standard` needs 2 and e-akte 2: 11/6 and 1 miss both, 5/2 and 3 meet both; `ahead` needs 4.
/// Effort of a Landgemeinde: 1 + 4.5 + 1 = 6.5 days, expected 6.5 * 6/5 = 7.8; unit 1, provider 5.5.
/// Value: (2/3) / (13/2) = 4/39 of a point per person-day.
#[test]
fn the_example_computed_by_hand() {
    let case = Case::new();
    let fit = case.fit();
    assert!(fit.eligible);
    assert_eq!(fit.gain, Some(num("2/3")));
    let score = |s: &Option<Score>| s.as_ref().map(|s| (s.exact.to_string(), s.rounded.clone())).unwrap();
    assert_eq!(score(&fit.score_before), ("11/6".to_owned(), "1.83".to_owned()));
    assert_eq!(score(&fit.score_after), ("5/2".to_owned(), "2.50".to_owned()));
    assert_eq!(fit.stage_before.as_ref().unwrap().id, slug("start"));
    assert_eq!(fit.stage_after.as_ref().unwrap().id, slug("standard"));
    assert_eq!(fit.closed_gates.iter().map(|g| &g.node).collect::<Vec<_>>(), [&slug("e-akte")]);
    assert_eq!((fit.effort.to_string(), fit.duration_days), ("6.50".to_owned(), 30));
    assert_eq!(fit.expected_effort.unwrap().to_string(), "7.80");
    assert_eq!(fit.cost.one_off.to_string(), "2500.00");
    assert_eq!(fit.value, Some(num("4/39")));
    assert_eq!(fit.similar_users, 2, "the pilot unit is not counted as an adopter");
    // 0.09 degrees of latitude are 10.0 km; the others are 0.18 and 0.5 degrees away.
    let nearest = fit.nearest.as_ref().unwrap();
    assert_eq!((nearest.name.as_str(), nearest.distance_km), ("Goslar", Some(10)));

    use FitStatus::{Info, Met};
    use FitTopic as T;
    assert_eq!(
        told(&fit),
        [
            (T::Size, Met, "fit-size-any"),
            (T::PrerequisiteLevel, Met, "fit-level-met"),
            (T::PrerequisiteModule, Met, "fit-module-met"),
            (T::Modules, Met, "fit-module-installed"),
            (T::Outcome, Info, "fit-outcome-raised"),
            (T::Outcome, Info, "fit-outcome-raised"),
            (T::Score, Info, "fit-score-raised"),
            (T::Stage, Info, "fit-stage-raised"),
            (T::Stage, Info, "fit-gate-closed"),
            (T::Effort, Info, "fit-effort"),
            (T::Effort, Info, "fit-effort-expected"),
            (T::Cost, Info, "fit-cost"),
            (T::Evidence, Info, "fit-evidence"),
            (T::Evidence, Info, "fit-success-rate"),
            (T::Neighbour, Info, "fit-nearest-at-distance"),
        ]
    );
    assert_eq!(value(&fit, "fit-level-met", "title-de"), "Informationssicherheit");
    assert_eq!((value(&fit, "fit-level-met", "actual"), value(&fit, "fit-level-met", "needed")), ("2", "2"));
    assert_eq!(value(&fit, "fit-module-installed", "version"), "2.2.0", "the highest version in ^2.0");
    assert_eq!(
        (value(&fit, "fit-effort", "unit-days"), value(&fit, "fit-effort", "provider-days")),
        ("1.00", "5.50")
    );
    assert_eq!(value(&fit, "fit-success-rate", "percent"), "67");
}

#[test]
fn what_is_missing_is_told_line_by_line() {
    let mut case = Case::new();
    case.document.suited = vec![SizeClass::LargerCity];
    case.installed = vec![installation("scanner", "0.9.0")];
    case.catalog = Catalog::new([module("scanner", "1.0.0")]).unwrap();
    case.answers.as_mut().unwrap().0.insert(slug("security"), level(1));
    let fit = case.fit();
    assert!(!fit.eligible);
    let missing: Vec<_> = told(&fit).into_iter().filter(|l| l.1 == FitStatus::Missing).map(|l| l.2).collect();
    assert_eq!(
        missing.get(..4).unwrap(),
        ["fit-size-not-suited", "fit-level-missing", "fit-module-other-version", "fit-modules-contradict",]
    );
    assert!(missing.len() > 4, "the catalogue's own reasons follow");
    assert_eq!(fit.gain, Some(num("2/3")), "the simulation stands all the same");
}

#[test]
fn without_an_assessment_nothing_is_simulated() {
    let case = Case { answers: None, ..Case::new() };
    let fit = case.fit();
    assert!(fit.eligible, "nothing is known to be missing");
    assert_eq!(
        (fit.gain, fit.value, fit.score_before.clone(), fit.stage_after.clone()),
        (None, None, None, None)
    );
    let open: Vec<_> = told(&fit).into_iter().filter(|l| l.1 == FitStatus::Open).map(|l| l.2).collect();
    assert_eq!(open, ["fit-level-not-assessed", "fit-not-assessed"]);
}

/// Scanning unanswered: proven it counts 0, so before is as above; reaching level 2 brings the same gain of 2/3.
#[test]
fn open_answers_count_for_nothing_and_never_lower_the_gain() {
    let mut case = Case::new();
    case.answers.as_mut().unwrap().0.remove(&slug("scanning"));
    let fit = case.fit();
    assert_eq!(fit.gain, Some(num("2/3")));
    assert!(told(&fit).contains(&(FitTopic::Outcome, FitStatus::Info, "fit-outcome-from-open")));
    let mut case = Case::new();
    case.answers.as_mut().unwrap().0.remove(&slug("security"));
    assert!(told(&case.fit()).contains(&(FitTopic::PrerequisiteLevel, FitStatus::Open, "fit-level-open")));
}

#[test]
fn what_was_adopted_already_is_reported_and_not_recommended() {
    let case = Case { adopted: Some(AdoptionState::Running), ..Case::new() };
    let fit = case.fit();
    assert!(!fit.eligible);
    assert_eq!(told(&fit).first(), Some(&(FitTopic::Adoption, FitStatus::Info, "fit-already-adopted")));
    assert!(told(&fit).iter().all(|l| l.1 != FitStatus::Missing));
}

#[test]
fn installations_of_others_and_answers_off_the_scale_do_not_pass() {
    let mut case = Case::new();
    case.installed[0].unit = "031530017017".parse().unwrap();
    assert!(told(&case.fit()).contains(&(
        FitTopic::PrerequisiteModule,
        FitStatus::Missing,
        "fit-module-missing"
    )));
    let mut case = Case::new();
    case.answers.as_mut().unwrap().0.insert(slug("security"), level(9));
    assert!(matches!(fit(&case.input()), Err(Error::NotScored(_))));
    let mut case = Case::new();
    case.document.model.version = "2.0.0".parse().unwrap();
    assert!(matches!(fit(&case.input()), Err(Error::OtherModel { .. })));
}

#[test]
fn ranks_eligible_then_gates_then_value_then_key() {
    let base = Case::new().fit();
    let gate = base.closed_gates.clone();
    let make = |key: &str, eligible, gates: bool, value: Option<&str>| Fit {
        blueprint: slug(key),
        eligible,
        closed_gates: if gates { gate.clone() } else { Vec::new() },
        value: value.map(num),
        ..base.clone()
    };
    let ranked = rank(vec![
        make("h", false, true, Some("9")),
        make("g", true, false, None),
        make("f", true, false, Some("-1")),
        make("e", true, false, Some("1/2")),
        make("d", true, false, Some("1/2")),
        make("c", true, false, Some("2/3")),
        make("b", true, true, None),
        make("a", true, true, Some("1/9")),
    ]);
    let keys: Vec<_> = ranked.iter().map(|f| f.blueprint.as_str()).collect();
    assert_eq!(keys, ["a", "b", "c", "d", "e", "f", "g", "h"]);
}

proptest! {
    /// Whatever the answers, a blueprint never lowers the proven score, and the fit is the same each time.
    #[test]
    fn a_fit_is_deterministic_and_its_gain_never_negative(levels in prop::array::uniform4(prop::option::of(0i64..=5))) {
        let mut case = Case::new();
        let ids = ["security", "training", "e-akte", "scanning"];
        let given = ids.into_iter().zip(levels).filter_map(|(id, l)| Some((slug(id), level(l?)))).collect();
        case.answers = Some(Answers(given));
        let first = case.fit();
        prop_assert!(!first.gain.unwrap().is_negative());
        prop_assert_eq!(first, case.fit());
    }
}

#[test]
fn a_unit_that_asks_is_not_counted_among_the_others() {
    let mut case = Case::new();
    let told = |case: &Case| {
        let fit = case.fit();
        ["verified", "live", "similar"].map(|name| value(&fit, "fit-evidence", name).to_owned())
    };
    assert_eq!(told(&case), ["1", "1", "2"]);
    case.users.push(UserFacts {
        unit: case.unit.clone(),
        usage: Usage::Verified,
        modules: Default::default(),
    });
    case.evidence.counts.verified += 1;
    assert_eq!(told(&case), ["1", "1", "2"]);
}
