//! Every state with every transition, and what each transition needs.

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn assessment(date: &str) -> AssessmentRef {
    AssessmentRef { id: Uuid::from_u128(7), hash: Digest::of(date.as_bytes()), reference_date: day(date) }
}

const LANGELSHEIM: &str = "031530019019";
const GOSLAR: &str = "031530017017";

/// A pilot of two units with one goal.
pub(crate) fn new_pilot() -> NewPilot {
    NewPilot {
        slug: "e-akte".parse().unwrap(),
        title: LocalizedText::new("E-Akte", "Electronic file").unwrap(),
        summary: LocalizedText::new("Einführung", "Introduction").unwrap(),
        provider: "itebo".parse().unwrap(),
        units: vec![LANGELSHEIM.parse().unwrap(), GOSLAR.parse().unwrap()],
        model: "kommune-digital".parse().unwrap(),
        goals: vec![Goal { indicator: "e-akte".parse().unwrap(), level: Rational::from_int(3) }],
        modules: vec![ModulePin { module: "dms".parse().unwrap(), version: "2.1.0".parse().unwrap() }],
        budget: "50000".parse().unwrap(),
        planned_effort: "120".parse().unwrap(),
        planned_from: day("2025-02-01"),
        planned_until: day("2025-12-31"),
    }
}

/// The pilot with every assessment, forced into `state`.
pub(crate) fn pilot_in(state: PilotState) -> Pilot {
    let mut pilot = new_pilot().into_pilot(day("2025-01-01")).unwrap();
    pilot.assessments = pilot
        .units
        .iter()
        .map(|unit| PilotAssessments {
            unit: unit.clone(),
            before: Some(assessment("2025-01-15")),
            after: Some(assessment("2025-11-15")),
        })
        .collect();
    pilot.state = state;
    pilot
}

/// The pilot with every gate passed.
pub(crate) fn with_gates(mut pilot: Pilot) -> Pilot {
    let statement: Prose = "Geprüft.".parse().unwrap();
    let passed = GateAnswer { passed: true, statement, on: day("2026-01-01") };
    pilot.gates = Gate::ALL.into_iter().map(|gate| (gate, passed.clone())).collect();
    pilot
}

#[test]
fn every_state_allows_exactly_its_transitions() {
    use PilotState as S;
    use PilotTransition as T;
    let allowed = [
        (S::Call, T::Prepare, S::Prepared),
        (S::Prepared, T::Start, S::Running),
        (S::Running, T::Evaluate, S::Evaluated),
        (S::Evaluated, T::Finish, S::Finished),
        (S::Call, T::Abort, S::Aborted),
        (S::Prepared, T::Abort, S::Aborted),
        (S::Running, T::Abort, S::Aborted),
    ];
    let report = crate::reports::tests::complete("e-akte");
    for state in S::ALL {
        for transition in T::ALL {
            let pilot = pilot_in(state);
            let on = day("2025-12-01");
            let result = match transition {
                T::Prepare => pilot.prepare(on),
                T::Start => pilot.start(on),
                T::Evaluate => pilot.evaluate(on),
                T::Finish => pilot.finish(Some(&report), on),
                T::Abort => pilot.abort("kein Personal".parse().unwrap(), on),
            };
            let expected = allowed.iter().find(|(s, t, _)| (*s, *t) == (state, transition));
            match (result, expected) {
                (Ok(pilot), Some((_, _, next))) => {
                    assert_eq!(pilot.state, *next);
                    assert_eq!(pilot.state_dates.get(next), Some(&on));
                    assert_eq!(pilot.revision.get(), 2);
                    assert_eq!(pilot.abort_reason.is_some(), *next == S::Aborted);
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
fn a_start_tells_everything_that_is_missing_at_once() {
    let mut pilot = pilot_in(PilotState::Prepared);
    pilot.goals.clear();
    pilot.assessments.remove(1);
    pilot.assessments[0].before = None;
    let Err(Error::NotReady { missing, .. }) = pilot.start(day("2025-12-01")) else { panic!("started") };
    let codes: Vec<_> = missing.iter().map(|m| m.code.as_str()).collect();
    assert_eq!(
        codes,
        ["pilot-needs-goals", "pilot-needs-assessment-before", "pilot-needs-assessment-before"]
    );
}

#[test]
fn an_evaluation_needs_a_later_assessment_of_every_unit() {
    let mut pilot = pilot_in(PilotState::Running);
    pilot.assessments[0].after = Some(assessment("2025-01-15"));
    pilot.assessments[1].after = None;
    let Err(Error::NotReady { missing, .. }) = pilot.evaluate(day("2025-12-01")) else { panic!("evaluated") };
    let codes: Vec<_> = missing.iter().map(|m| m.code.as_str()).collect();
    assert_eq!(codes, ["pilot-assessment-after-too-old", "pilot-needs-assessment-after"]);
}

#[test]
fn a_pilot_finishes_with_its_own_complete_report_only() {
    let on = day("2025-12-01");
    let code = |report: Option<&ExperienceReport>| match pilot_in(PilotState::Evaluated).finish(report, on) {
        Err(Error::NotReady { missing, .. }) => missing.iter().map(|m| m.code.clone()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(None), ["pilot-needs-report"]);
    assert_eq!(code(Some(&crate::reports::tests::complete("other"))), ["pilot-needs-report"]);
    let mut partial = crate::reports::tests::complete("e-akte");
    partial.answers.benefit = None;
    partial.answers.parts = None;
    assert_eq!(code(Some(&partial)), ["report-answer-missing", "report-answer-missing"]);
}

#[test]
fn states_do_not_run_backwards_in_time() {
    let pilot = new_pilot().into_pilot(day("2025-01-02")).unwrap();
    assert_eq!(
        pilot.prepare(day("2025-01-01")).unwrap_err(),
        Error::TooEarly { date: day("2025-01-01"), earliest: day("2025-01-02") }
    );
}

#[test]
fn assessments_belong_to_units_of_the_pilot_and_to_their_time() {
    let unit: Ars = GOSLAR.parse().unwrap();
    let pilot = new_pilot().into_pilot(day("2025-01-01")).unwrap();
    let pilot = pilot.assess_before(&unit, assessment("2025-01-10")).unwrap();
    assert_eq!(pilot.of_unit(&unit).unwrap().before, Some(assessment("2025-01-10")));
    let other: Ars = "01".parse().unwrap();
    assert!(matches!(
        pilot.clone().assess_before(&other, assessment("2025-01-10")),
        Err(Error::NotInPilot { .. })
    ));
    assert!(matches!(pilot.assess_after(&unit, assessment("2025-01-10")), Err(Error::WrongState { .. })));
}

#[test]
fn a_new_pilot_is_refused_with_every_problem() {
    let mut new = new_pilot();
    new.units.push(new.units[0].clone());
    new.goals.push(new.goals[0].clone());
    new.budget = "-1".parse().unwrap();
    new.planned_until = day("2025-01-01");
    new.modules = (0..=MAX_MODULES)
        .map(|i| ModulePin { module: format!("m{i}").parse().unwrap(), version: "1.0.0".parse().unwrap() })
        .collect();
    let Err(Error::Invalid { problems, .. }) = new.into_pilot(day("2025-01-01")) else { panic!("accepted") };
    let pointers: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
    assert_eq!(pointers, ["/modules", "/units/2", "/goals/1", "/budget", "/plannedUntil"]);
}

#[test]
fn a_revision_is_possible_until_the_start_and_drops_what_no_longer_belongs() {
    let mut new = new_pilot();
    new.units.remove(0);
    let revised = pilot_in(PilotState::Prepared).revise(new.clone()).unwrap();
    assert_eq!(revised.assessments.len(), 1);
    assert!(matches!(pilot_in(PilotState::Running).revise(new.clone()), Err(Error::WrongState { .. })));
    new.units.clear();
    assert!(matches!(pilot_in(PilotState::Prepared).revise(new), Err(Error::Invalid { .. })));
}

#[test]
fn goals_are_reached_at_or_above_their_level() {
    let pilot = pilot_in(PilotState::Evaluated);
    let levels = |value: i64| BTreeMap::from([("e-akte".parse().unwrap(), Rational::from_int(value))]);
    let results = pilot.goals_reached(&[UnitLevels {
        unit: LANGELSHEIM.parse().unwrap(),
        before: levels(1),
        after: levels(3),
    }]);
    let shown: Vec<_> = results.iter().map(|r| (r.before, r.after, r.reached)).collect();
    let int = Rational::from_int;
    assert_eq!(shown, [(Some(int(1)), Some(int(3)), true), (None, None, false)]);
}
