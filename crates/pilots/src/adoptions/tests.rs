//! Every state with every transition, and the rules of ticking and proving.

use blaupause_kernel::Rational;
use blaupause_maturity::Assessed;

use super::*;
use crate::{NamedStep, Shortfall};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// A blueprint of three steps: `prepare`, then `install` and `train` side by side.
pub(crate) fn document() -> BlueprintVersion {
    BlueprintVersion::read(crate::blueprints::tests::YAML).unwrap()
}

const UNIT: &str = "031530019019";

/// An adoption with every step done, forced into `state`; its last change was on 2026-03-01.
pub(crate) fn adoption_in(state: AdoptionState) -> Adoption {
    let new = NewAdoption {
        unit: UNIT.parse().unwrap(),
        blueprint: slug("e-akte-light"),
        version: "1.0.0".parse().unwrap(),
        provider: slug("itebo"),
        parameters: serde_json::json!({"tenants": 1}),
        deviations: vec!["eigener Scanner".parse().unwrap()],
    };
    let document = document();
    let mut adoption = new.into_adoption(Uuid::from_u128(1), &document, None, day("2026-01-01")).unwrap();
    for step in &document.steps {
        let progress = StepProgress { done_on: day("2026-02-01"), actual: "2".parse().unwrap(), note: None };
        adoption.steps.insert(step.id.clone(), progress);
    }
    adoption.state_dates.insert(AdoptionTransition::GoLive, day("2026-03-01"));
    adoption.state = state;
    adoption
}

fn signed(level: i64, date: &str) -> SignedFacts {
    SignedFacts {
        assessment: AssessmentRef {
            id: Uuid::from_u128(2),
            hash: Digest::of(b"a"),
            reference_date: day(date),
        },
        assessed: Assessed::Unit(UNIT.parse().unwrap()),
        model: slug("demo"),
        levels: BTreeMap::from([
            (slug("e-akte"), Rational::from_int(level)),
            (slug("scanning"), Rational::from_int(2)),
        ]),
        titles: BTreeMap::new(),
    }
}

#[test]
fn every_state_allows_exactly_its_transitions() {
    use AdoptionState as S;
    use AdoptionTransition as T;
    let paused = |resume_to| S::Paused { resume_to };
    let allowed = [
        (S::Interested, T::Plan, S::Planned),
        (S::Planned, T::Start, S::Running),
        (S::Running, T::GoLive, S::Live),
        (S::Live, T::Verify, S::Verified),
        (S::Planned, T::Pause, paused(ResumeTo::Planned)),
        (S::Running, T::Pause, paused(ResumeTo::Running)),
        (S::Live, T::Pause, paused(ResumeTo::Live)),
        (paused(ResumeTo::Planned), T::Resume, S::Planned),
        (paused(ResumeTo::Running), T::Resume, S::Running),
        (paused(ResumeTo::Live), T::Resume, S::Live),
        (S::Interested, T::Abandon, S::Abandoned),
        (S::Planned, T::Abandon, S::Abandoned),
        (S::Running, T::Abandon, S::Abandoned),
        (S::Live, T::Abandon, S::Abandoned),
        (paused(ResumeTo::Planned), T::Abandon, S::Abandoned),
        (paused(ResumeTo::Running), T::Abandon, S::Abandoned),
        (paused(ResumeTo::Live), T::Abandon, S::Abandoned),
    ];
    let (document, on) = (document(), day("2026-04-01"));
    let reason = || "Haushaltssperre".parse().unwrap();
    for state in S::ALL {
        for transition in T::ALL {
            let adoption = adoption_in(state);
            let result = match transition {
                T::Register => continue,
                T::Plan => adoption.plan(day("2026-05-01"), on),
                T::Start => adoption.start(on),
                T::GoLive => adoption.go_live(&document, on),
                T::Verify => adoption.verify(&document, &signed(3, "2026-03-01"), on),
                T::Pause => adoption.pause(reason(), on),
                T::Resume => adoption.resume(on),
                T::Abandon => adoption.abandon(reason(), on),
            };
            let expected = allowed.iter().find(|(s, t, _)| (*s, *t) == (state, transition));
            match (result, expected) {
                (Ok(adoption), Some((_, _, next))) => {
                    assert_eq!(adoption.state, *next);
                    assert_eq!(adoption.state_dates.get(&transition), Some(&on));
                    assert_eq!(adoption.revision.get(), 2);
                }
                (Err(Error::WrongState { state: s, transition: t, .. }), None) => {
                    assert_eq!((s, t), (state.as_str(), transition.as_str()));
                }
                (result, _) => panic!("{state:?} {transition:?}: {result:?}"),
            }
        }
    }
}

#[test]
fn confirming_and_revising_depend_on_the_state_alone() {
    use AdoptionState as S;
    for state in S::ALL {
        let confirmed = adoption_in(state).confirm(day("2026-04-01"), day("2027-04-01"));
        assert_eq!(confirmed.is_ok(), state != S::Abandoned, "{state:?}");
        let revised = adoption_in(state).revise(serde_json::json!({}), Vec::new());
        assert_eq!(revised.is_ok(), !state.is_final(), "{state:?}");
        let progress = StepProgress { done_on: day("2026-02-01"), actual: "1".parse().unwrap(), note: None };
        let ticked = adoption_in(state).tick(&document(), &slug("prepare"), progress, day("2026-04-01"));
        assert_eq!(ticked.is_ok(), state == S::Running, "{state:?}");
        let unticked = adoption_in(state).untick(&document(), &slug("train"));
        assert_eq!(unticked.is_ok(), state == S::Running, "{state:?}");
    }
}

/// The step of the document with this key.
fn named(step: &str) -> NamedStep {
    document().step(&slug(step)).unwrap().into()
}

#[test]
fn steps_are_ticked_in_the_order_of_the_graph() {
    let document = document();
    let today = day("2026-04-01");
    let progress = || StepProgress { done_on: day("2026-03-30"), actual: "1.5".parse().unwrap(), note: None };
    let mut adoption = adoption_in(AdoptionState::Running);
    adoption.steps.clear();
    assert_eq!(
        adoption.clone().tick(&document, &slug("install"), progress(), today),
        Err(Error::StepBlocked { step: named("install"), open: vec![named("prepare")] })
    );
    assert_eq!(
        adoption.clone().tick(&document, &slug("nothing"), progress(), today),
        Err(Error::UnknownStep(slug("nothing")))
    );
    assert!(matches!(
        adoption.clone().tick(&document, &slug("prepare"), progress(), day("2026-03-29")),
        Err(Error::InFuture { .. })
    ));
    let negative = StepProgress { actual: "-0.01".parse().unwrap(), ..progress() };
    assert!(matches!(
        adoption.clone().tick(&document, &slug("prepare"), negative, today),
        Err(Error::NegativeEffort(_))
    ));
    let adoption = adoption.tick(&document, &slug("prepare"), progress(), today).unwrap();
    let adoption = adoption.tick(&document, &slug("train"), progress(), today).unwrap();
    assert_eq!(adoption.actual_effort().to_string(), "3.00", "1.5 + 1.5");
    assert_eq!(adoption.clone().go_live(&document, today), Err(Error::StepsOpen(vec![named("install")])));
    assert_eq!(
        adoption.clone().untick(&document, &slug("prepare")),
        Err(Error::StepCarries { step: named("prepare"), done: vec![named("train")] })
    );
    assert_eq!(adoption.clone().untick(&document, &slug("install")), Err(Error::NotTicked(slug("install"))));
    let adoption = adoption.untick(&document, &slug("train")).unwrap();
    assert_eq!(adoption.steps.len(), 1);
}

#[test]
fn going_live_waits_for_the_last_step() {
    let mut adoption = adoption_in(AdoptionState::Running);
    adoption.state_dates.remove(&AdoptionTransition::GoLive);
    let early = adoption.go_live(&document(), day("2026-01-31"));
    assert_eq!(early, Err(Error::TooEarly { date: day("2026-01-31"), earliest: day("2026-02-01") }));
}

#[test]
fn only_an_assessment_that_reached_every_outcome_proves_an_adoption() {
    let (document, on) = (document(), day("2026-04-01"));
    let verify = |facts: &SignedFacts| adoption_in(AdoptionState::Live).verify(&document, facts, on);
    let verified = verify(&signed(3, "2026-03-01")).unwrap();
    assert_eq!(verified.verified_by.unwrap().id, Uuid::from_u128(2));
    let mut unknown = signed(2, "2026-03-01");
    unknown.levels.remove(&slug("scanning"));
    let int = Rational::from_int;
    assert_eq!(
        verify(&unknown),
        Err(Error::OutcomeNotReached(vec![
            Shortfall { indicator: slug("e-akte"), title: None, needed: int(3), actual: Some(int(2)) },
            Shortfall { indicator: slug("scanning"), title: None, needed: int(2), actual: None },
        ]))
    );
    assert_eq!(
        verify(&signed(3, "2026-02-28")),
        Err(Error::TooEarly { date: day("2026-02-28"), earliest: day("2026-03-01") })
    );
    for assessed in [Assessed::Unit("03".parse().unwrap()), Assessed::Provider("it-harz".parse().unwrap())] {
        let other = SignedFacts { assessed, ..signed(3, "2026-03-01") };
        assert!(matches!(verify(&other), Err(Error::OtherUnit { .. })));
    }
    let other = SignedFacts { model: slug("gtmi"), ..signed(3, "2026-03-01") };
    assert!(matches!(verify(&other), Err(Error::OtherModel { .. })));
}

#[test]
fn an_adoption_stays_pinned_to_its_document() {
    let changed = crate::blueprints::tests::YAML.replace("durationDays: 5", "durationDays: 6");
    let changed = BlueprintVersion::read(&changed).unwrap();
    let result = adoption_in(AdoptionState::Running).go_live(&changed, day("2026-04-01"));
    assert!(matches!(result, Err(Error::OtherDocument { .. })));
}

#[test]
fn a_confirmation_runs_out() {
    let adoption = adoption_in(AdoptionState::Live);
    assert!(adoption.is_stale_on(day("2026-04-01")), "never confirmed");
    let adoption = adoption.confirm(day("2026-04-01"), day("2026-10-01")).unwrap();
    assert!(!adoption.is_stale_on(day("2026-10-01")));
    assert!(adoption.is_stale_on(day("2026-10-02")));
    assert!(matches!(
        adoption.clone().confirm(day("2026-03-31"), day("2026-10-01")),
        Err(Error::TooEarly { .. })
    ));
    assert!(matches!(adoption.confirm(day("2026-05-01"), day("2026-04-30")), Err(Error::TooEarly { .. })));
}

#[test]
fn the_plan_is_that_of_the_size_class_at_the_beginning() {
    let document = document();
    let new = |parameters| NewAdoption {
        unit: UNIT.parse().unwrap(),
        blueprint: document.blueprint.clone(),
        version: document.version.clone(),
        provider: slug("itebo"),
        parameters,
        deviations: Vec::new(),
    };
    let begin = |size| {
        new(serde_json::json!({})).into_adoption(Uuid::nil(), &document, size, day("2026-01-01")).unwrap()
    };
    // prepare 2 (rural 1) + install 4.5 (city 9) + train 1
    assert_eq!(begin(None).planned_effort.to_string(), "7.50");
    assert_eq!(begin(Some(SizeClass::RuralMunicipality)).planned_effort.to_string(), "6.50");
    assert_eq!(begin(Some(SizeClass::LargerCity)).planned_effort.to_string(), "12.00");
    let bad = new(serde_json::json!([])).into_adoption(Uuid::nil(), &document, None, day("2026-01-01"));
    assert!(matches!(bad, Err(Error::Invalid { .. })));
}
