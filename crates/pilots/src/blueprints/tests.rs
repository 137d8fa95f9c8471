//! Reading with every problem, the graph, publishing with every reason, and the differences of versions.

use std::collections::BTreeSet;

use blaupause_kernel::{Message, Timestamp};
use blaupause_maturity::Model;
use proptest::prelude::*;

use super::*;
use crate::pilots::PilotState;
use crate::pilots::tests::pilot_in;

/// A small blueprint that is right in itself.
pub(crate) const YAML: &str = include_str!("../../examples/e-akte-light-1.0.0.yaml");
/// The model it refers to.
pub(crate) const MODEL: &str = include_str!("../../examples/demo-model-1.0.0.yaml");

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

fn document() -> BlueprintVersion {
    BlueprintVersion::read(YAML).unwrap()
}

fn codes(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|m| m.code.as_str()).collect()
}

#[test]
fn yaml_and_json_are_one_document_with_one_hash() {
    let version = document();
    let json = serde_json::to_string(&version).unwrap();
    let again = BlueprintVersion::read(&json).unwrap();
    assert_eq!(again, version);
    assert_eq!(again.hash().unwrap(), version.hash().unwrap());
    assert_eq!(serde_json::from_str::<BlueprintVersion>(&json).unwrap(), version);
    let more = YAML.replace("durationDays: 5", "durationDays: 6");
    assert_ne!(BlueprintVersion::read(&more).unwrap().hash().unwrap(), version.hash().unwrap());
}

#[test]
fn problems_of_form_are_told_together_with_their_lines() {
    let text = YAML
        .replace("summary:", "summery:")
        .replace("role: trainer", "role: wizard")
        .replace("level: 3", "level: hoch");
    let problems = BlueprintVersion::read(&text).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.path.as_str(), p.message.code.as_str(), p.line)).collect();
    let line =
        |part: &str| text.lines().position(|l| l.contains(part)).map(|l| u64::try_from(l).unwrap() + 1);
    assert!(told.contains(&("", "blueprint-field-missing", line("blueprint: e-akte"))), "{told:?}");
    assert!(told.contains(&("/summery", "field-unknown", line("de: Die Akte"))), "{told:?}");
    assert!(told.contains(&("/steps/2/role", "value-not-offered", line("role: wizard"))), "{told:?}");
    assert!(told.contains(&("/outcomes/0/level", "value-no-number", line("level: hoch"))), "{told:?}");
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn places_stay_right_when_several_entries_of_one_list_are_wrong() {
    let text = YAML.replace("role: projectLead", "role: a").replace("role: trainer", "role: b");
    let problems = BlueprintVersion::read(&text).unwrap_err();
    let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(paths, ["/steps/0/role", "/steps/2/role"]);
}

#[test]
fn problems_of_content_are_told_together_with_their_lines() {
    let text = YAML
        .replace("range: ^2.0", "range: ^3.0")
        .replace("type: object", "type: array")
        .replace("after: [prepare]", "after: [nobody]")
        .replace("de: E-Akte leicht, en: Electronic file light", "de: E-Akte leicht");
    let problems = BlueprintVersion::read(&text).unwrap_err();
    let told: Vec<_> = problems.iter().map(|p| (p.path.as_str(), p.message.code.as_str())).collect();
    for expected in [
        ("/title", "blueprint-language-missing"),
        ("/modules/0/range", "blueprint-module-outside-range"),
        ("/parameters", "blueprint-parameters-not-object"),
        ("/steps/1/after/0", "blueprint-step-unknown"),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
    assert!(problems.iter().all(|p| p.line.is_some()));
}

#[test]
fn a_cycle_is_named_in_the_order_of_work() {
    let text = YAML.replace("after: [] # first", "after: [train]");
    let problems = BlueprintVersion::read(&text).unwrap_err();
    let cycle: Vec<_> = problems.iter().filter(|p| p.message.code == "blueprint-step-cycle").collect();
    assert_eq!(cycle.len(), 1);
    assert_eq!(cycle[0].message.args, [("cycle".to_owned(), "prepare -> train -> prepare".to_owned())]);
}

#[test]
fn hostile_texts_are_refused() {
    let deep = "[".repeat(100_000);
    let long = format!("blueprint: {}", "x".repeat(MAX_BYTES));
    let bomb = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n";
    for text in ["", "- 1", "a: [", "a: 1\na: 2", deep.as_str(), long.as_str(), bomb, "\u{0}"] {
        assert!(BlueprintVersion::read(text).is_err(), "{:?}", text.get(..20));
    }
}

/// prepare 10 days, then install 20 and train 5 side by side: 10 + 20 = 30.
#[test]
fn days_and_efforts_follow_the_graph() {
    let version = document();
    let ids: Vec<_> = version.ordered_steps().iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["prepare", "install", "train"]);
    assert_eq!(version.critical_path_days(), 30);
    assert_eq!(version.total_effort(None).to_string(), "7.50", "2 + 4.5 + 1");
    assert_eq!(version.effort_of(Side::Unit, Some(SizeClass::RuralMunicipality)).to_string(), "1.00");
    assert_eq!(version.effort_of(Side::Provider, Some(SizeClass::LargerCity)).to_string(), "10.00", "9 + 1");
}

proptest! {
    /// Edges lead from a higher to a lower number only, so that there is no cycle; the document order is shuffled.
    #[test]
    fn every_step_comes_after_its_predecessors(
        edges in prop::collection::vec((0usize..30, 0usize..30), 0..120),
        order in Just((0usize..30).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut version = document();
        let template = version.steps[0].clone();
        version.steps = order
            .iter()
            .map(|n| {
                let before: BTreeSet<usize> = edges.iter().filter(|(a, b)| a == n && b < a).map(|(_, b)| *b).collect();
                let after = before.iter().map(|b| slug(&format!("s{b}"))).collect();
                Step { id: slug(&format!("s{n}")), after, ..template.clone() }
            })
            .collect();
        prop_assert_eq!(steps::cycle(&version.steps), None);
        let ordered = version.ordered_steps();
        prop_assert_eq!(ordered.len(), 30);
        for (at, step) in ordered.iter().enumerate() {
            for id in &step.after {
                prop_assert!(ordered[..at].iter().any(|s| s.id == *id));
            }
        }
    }

    /// With edges in any direction: either everything is ordered, or a closed walk along the edges is named.
    #[test]
    fn what_cannot_be_ordered_is_a_cycle(edges in prop::collection::vec((0usize..8, 0usize..8), 0..20)) {
        let mut version = document();
        let template = version.steps[0].clone();
        version.steps = (0..8)
            .map(|n| {
                let before: BTreeSet<usize> = edges.iter().filter(|(a, _)| *a == n).map(|(_, b)| *b).collect();
                let after = before.iter().map(|b| slug(&format!("s{b}"))).collect();
                Step { id: slug(&format!("s{n}")), after, ..template.clone() }
            })
            .collect();
        match steps::cycle(&version.steps) {
            None => prop_assert_eq!(version.ordered_steps().len(), 8),
            Some(cycle) => {
                prop_assert_eq!(cycle.first(), cycle.last());
                for pair in cycle.windows(2) {
                    prop_assert!(version.step(pair[1]).unwrap().after.contains(pair[0]));
                }
            }
        }
    }
}

#[test]
fn every_state_allows_exactly_its_transitions() {
    use VersionState as S;
    use VersionTransition as T;
    let allowed = [
        (S::Draft, T::Submit, S::Review),
        (S::Review, T::Return, S::Draft),
        (S::Review, T::Publish, S::Published),
        (S::Published, T::Promote, S::Standard),
        (S::Published, T::Supersede, S::Superseded),
        (S::Standard, T::Supersede, S::Superseded),
    ];
    for state in S::ALL {
        for transition in T::ALL {
            let expected =
                allowed.iter().find(|(s, t, _)| (*s, *t) == (state, transition)).map(|(_, _, next)| *next);
            assert_eq!(state.after(transition), expected, "{state:?} {transition:?}");
            assert_eq!(through_the_records(state, transition), expected, "{state:?} {transition:?}");
        }
    }
}

/// The state a record reaches, if its methods offer the transition from `state` at all.
fn through_the_records(state: VersionState, transition: VersionTransition) -> Option<VersionState> {
    let model = Model::read(MODEL).unwrap();
    let on = "2026-06-01".parse().unwrap();
    let draft = DraftVersion { state, ..DraftVersion::new(document(), "anna") };
    let mut published = DraftVersion { state: VersionState::Review, ..draft.clone() }
        .publish("berta", &checks(&model), now())
        .unwrap();
    published.state = state;
    match transition {
        VersionTransition::Submit => draft.submit().ok().map(|d| d.state),
        VersionTransition::Return => draft.send_back("Bitte ergänzen".parse().unwrap()).ok().map(|d| d.state),
        VersionTransition::Publish => draft.publish("berta", &checks(&model), now()).ok().map(|p| p.state),
        VersionTransition::Promote => published.promote(on).ok().map(|p| p.state),
        VersionTransition::Supersede => {
            published.supersede(&"1.1.0".parse().unwrap(), on).ok().map(|p| p.state)
        }
    }
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// Everything the document needs is there.
fn checks(model: &Model) -> PublishChecks<'_> {
    let facts = |is_training, version: &str| ModuleFacts {
        is_training,
        versions: BTreeSet::from([version.parse().unwrap()]),
    };
    PublishChecks {
        pilots: vec![PilotFacts::of(
            &crate::pilots::tests::with_gates(pilot_in(PilotState::Evaluated)),
            Some(&crate::reports::tests::complete("e-akte")),
        )],
        modules: BTreeMap::from([
            (slug("dms"), facts(false, "2.1.0")),
            (slug("scanner"), facts(false, "1.0.0")),
            (slug("e-akte-schulung"), facts(true, "1.0.0")),
        ]),
        model: Some(model),
        previous: None,
    }
}

fn review(document: BlueprintVersion) -> DraftVersion {
    DraftVersion::new(document, "anna").submit().unwrap()
}

#[test]
fn a_complete_version_is_published_under_its_hash() {
    let model = Model::read(MODEL).unwrap();
    let published = review(document()).publish("berta", &checks(&model), now()).unwrap();
    assert_eq!(published.hash, document().hash().unwrap());
    assert_eq!(published.published_at, now());
    let older: Version = "0.9.0".parse().unwrap();
    assert!(matches!(published.supersede(&older, now().date()), Err(Error::OtherVersion { .. })));
}

#[test]
fn a_refusal_names_every_reason() {
    let model = Model::read(MODEL).unwrap();
    let mut version = document();
    version.pilots.push(slug("unknown-pilot"));
    version.outcomes[0].level = Rational::from_int(9);
    version.outcomes[1].indicator = slug("nothing");
    version.prerequisites.levels[0].node = slug("nowhere");
    version.steps[0].training = Some(slug("dms"));
    version.steps[1].training = Some(slug("no-course"));
    let mut pilot = crate::pilots::tests::with_gates(pilot_in(PilotState::Running));
    pilot.assessments.remove(0);
    pilot.gates.remove(&crate::pilots::Gate::Financing);
    let mut report = crate::reports::tests::complete("e-akte");
    report.answers.benefit = None;
    let mut checks = checks(&model);
    checks.pilots = vec![PilotFacts::of(&pilot, Some(&report))];
    checks.modules.insert(slug("dms"), ModuleFacts { is_training: false, versions: BTreeSet::new() });
    checks.modules.insert(slug("scanner"), ModuleFacts::default());
    checks.modules.remove(&slug("e-akte-schulung"));
    checks.previous = Some("1.0.0".parse().unwrap());
    let Err(Error::NotPublishable { reasons, .. }) = review(version).publish("anna", &checks, now()) else {
        panic!("published")
    };
    assert_eq!(
        codes(&reasons),
        [
            "blueprint-pilot-unknown",
            "blueprint-without-proof",
            "blueprint-pilot-not-evaluated",
            "blueprint-pilot-not-assessed",
            "blueprint-pilot-gate-open",
            "blueprint-pilot-report-incomplete",
            "blueprint-node-unknown",
            "blueprint-level-off-scale",
            "blueprint-indicator-unknown",
            "blueprint-module-range-empty",
            "blueprint-module-version-unknown",
            "blueprint-training-of-other-kind",
            "blueprint-training-unknown",
            "blueprint-training-unknown",
            "blueprint-version-not-newer",
            "blueprint-migration-note-missing",
            "blueprint-publisher-is-author",
        ]
    );
}

#[test]
fn nothing_is_published_without_proof_model_or_modules() {
    let nothing = review(document()).publish("berta", &PublishChecks::default(), now());
    let Err(Error::NotPublishable { reasons, .. }) = nothing else { panic!("published") };
    assert_eq!(
        codes(&reasons),
        [
            "blueprint-pilot-unknown",
            "blueprint-without-proof",
            "blueprint-model-unknown",
            "blueprint-module-unknown",
            "blueprint-module-unknown",
            "blueprint-training-unknown",
        ]
    );
}

#[test]
fn a_blueprint_for_units_rests_on_no_model_for_providers() {
    let model = Model::read(&MODEL.replace("subject: municipality", "subject: provider")).unwrap();
    let refused = review(document()).publish("berta", &checks(&model), now());
    let Err(Error::NotPublishable { reasons, .. }) = refused else { panic!("published") };
    assert_eq!(codes(&reasons), ["assessment-model-subject"]);
}

#[test]
fn every_author_counts_for_the_four_eyes() {
    let draft = DraftVersion::new(document(), "anna").edit(document(), "berta").unwrap();
    assert_eq!(draft.authors, ["anna", "berta"]);
    let model = Model::read(MODEL).unwrap();
    for (publisher, accepted) in [("anna", false), ("berta", false), ("carla", true)] {
        let result = draft.clone().submit().unwrap().publish(publisher, &checks(&model), now());
        assert_eq!(result.is_ok(), accepted, "{publisher}");
    }
    let mut other = document();
    other.version = "2.0.0".parse().unwrap();
    assert!(matches!(draft.edit(other, "anna"), Err(Error::OtherVersion { .. })));
}

#[test]
fn a_diff_tells_each_change_once() {
    let old = document();
    assert_eq!(BlueprintVersion::diff(&old, &old), []);
    let mut new = old.clone();
    new.modules[0].version = "2.2.0".parse().unwrap();
    new.modules.push(LockedModule {
        module: slug("archive"),
        version: "1.0.0".parse().unwrap(),
        range: VersionRange::ANY,
    });
    new.steps.remove(1);
    new.steps[0].person_days.default = "3".parse().unwrap();
    new.steps[0].duration_days = 12;
    new.outcomes[0].level = Rational::from_int(4);
    new.costs.default.per_year = "300".parse().unwrap();
    let changes = BlueprintVersion::diff(&old, &new);
    let version = |text: &str| text.parse::<Version>().unwrap();
    let band = |one_off: &str, per_year: &str| CostBand {
        one_off: one_off.parse().unwrap(),
        per_year: per_year.parse().unwrap(),
    };
    assert_eq!(
        changes,
        [
            Change::ModuleAdded { module: slug("archive"), version: version("1.0.0") },
            Change::ModuleVersion { module: slug("dms"), from: version("2.1.0"), to: version("2.2.0") },
            Change::StepRemoved { step: slug("install") },
            Change::StepEffort {
                step: slug("prepare"),
                size: None,
                from: "2".parse().unwrap(),
                to: "3".parse().unwrap(),
            },
            Change::StepChanged { step: slug("prepare"), fields: vec!["durationDays".to_owned()] },
            Change::OutcomeLevel {
                indicator: slug("e-akte"),
                from: Rational::from_int(3),
                to: Rational::from_int(4),
            },
            Change::Costs { size: None, from: band("5000", "1200"), to: band("5000", "300") },
        ]
    );
}
