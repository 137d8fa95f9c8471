//! Engagements and the work list, against tables written by hand.

use blaupause_kernel::Message;
use proptest::prelude::*;

use super::*;
use crate::Error;
use crate::error::tests::places;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn unit(text: &str) -> Ars {
    text.parse().unwrap()
}

fn goal(text: &str) -> NewGoal {
    NewGoal { text: text.to_owned(), tie: Some(Tie::Adoption { id: id(70) }) }
}

fn visit(on: &str) -> NewVisit {
    NewVisit { on: day(on), form: VisitForm::Phone, summary: "Stand der E-Akte".to_owned() }
}

fn note(visibility: Visibility) -> NewNote {
    NewNote { visibility, text: format!("{visibility:?}") }
}

fn step(due: &str) -> NextStep {
    NextStep { text: "Aktenplan prüfen".to_owned(), due: day(due) }
}

fn at() -> Timestamp {
    "2026-03-02T08:00:00Z".parse().unwrap()
}

fn begun() -> Engagement {
    let (provider, unit) = ("it-harz".parse().unwrap(), unit("031530019019"));
    Engagement::begin(id(1), provider, unit, "berater-1".to_owned(), day("2026-03-01")).unwrap()
}

/// With an open goal 10 and an open question 20: revision 3.
fn under_way() -> Engagement {
    let engagement = begun().add_goal(id(10), goal("E-Akte"), day("2026-03-01")).unwrap();
    engagement.ask(id(20), "Wer bezahlt?".to_owned(), day("2026-03-03")).unwrap()
}

type Change = fn(Engagement) -> Result<Engagement, Error>;

const CHANGES: [(&str, Change); 10] = [
    ("addGoal", |e| e.add_goal(id(11), goal("Portal"), day("2026-03-05"))),
    ("closeGoal", |e| e.close_goal(id(10), GoalOutcome::Reached, day("2026-03-05"))),
    ("addVisit", |e| e.add_visit(id(30), visit("2026-03-04"), day("2026-03-05"))),
    ("addNote", |e| e.add_note(id(40), "berater-1".to_owned(), note(Visibility::Unit), at())),
    ("setNextStep", |e| e.set_next_step(step("2026-03-09"))),
    ("clearNextStep", Engagement::clear_next_step),
    ("ask", |e| e.ask(id(21), "Und wann?".to_owned(), day("2026-03-05"))),
    ("answer", |e| e.answer(id(20), "Das Land.".to_owned(), day("2026-03-05"))),
    ("handOver", |e| e.hand_over("berater-2".to_owned())),
    ("end", |e| e.end(day("2026-03-31"))),
];

#[test]
fn an_active_one_takes_every_change_and_an_ended_one_none() {
    let ended = under_way().end(day("2026-03-31")).unwrap();
    assert_eq!((ended.state, ended.ended_on), (EngagementState::Ended, Some(day("2026-03-31"))));
    for (transition, change) in CHANGES {
        let changed = change(under_way()).unwrap();
        assert_eq!(changed.revision, Revision::new(4), "{transition}");
        let refused = Error::WrongState { kind: "engagement", state: "ended", transition };
        assert_eq!(change(ended.clone()), Err(refused), "{transition}");
    }
}

#[test]
fn changes_do_what_they_say() {
    let all = CHANGES.iter().fold(under_way(), |engagement, (_, change)| change(engagement).unwrap());
    assert_eq!(all.revision, Revision::new(13));
    let goals: Vec<_> = all.goals.iter().map(|goal| (goal.state, goal.closed_on)).collect();
    assert_eq!(goals, [(GoalState::Reached, Some(day("2026-03-05"))), (GoalState::Open, None)]);
    let answers: Vec<_> = all.questions.iter().map(|q| q.answer.as_ref().map(|a| a.text.as_str())).collect();
    assert_eq!(answers, [Some("Das Land."), None]);
    assert_eq!((all.visits.len(), all.notes.len(), all.next_step), (1, 1, None));
    assert_eq!(all.consultant, "berater-2");
}

#[test]
fn goals_are_closed_once_and_questions_answered_once() {
    for outcome in [GoalOutcome::Reached, GoalOutcome::Dropped] {
        let closed = under_way().close_goal(id(10), outcome, day("2026-03-02")).unwrap();
        let state = closed.goals[0].state.as_str();
        for again in [GoalOutcome::Reached, GoalOutcome::Dropped] {
            let refused = Error::WrongState { kind: "engagement-goal", state, transition: "closeGoal" };
            assert_eq!(closed.clone().close_goal(id(10), again, day("2026-03-03")), Err(refused));
        }
    }
    let answered = under_way().answer(id(20), "Ja".to_owned(), day("2026-03-03")).unwrap();
    let refused = Error::WrongState { kind: "engagement-question", state: "answered", transition: "answer" };
    assert_eq!(answered.answer(id(20), "Nein".to_owned(), day("2026-03-04")), Err(refused));
}

#[test]
fn parts_that_are_not_there_and_days_that_do_not_follow_are_refused() {
    let gone = |kind, number| Error::NoSuchPart { kind, id: id(number).to_string() };
    let on = day("2026-03-05");
    assert_eq!(under_way().close_goal(id(99), GoalOutcome::Dropped, on), Err(gone("goal", 99)));
    assert_eq!(under_way().answer(id(98), "x".to_owned(), on), Err(gone("question", 98)));
    let early = |date, earliest| Error::TooEarly { date: day(date), earliest: day(earliest) };
    let (before, asked) = (day("2026-02-28"), day("2026-03-02"));
    assert_eq!(
        under_way().close_goal(id(10), GoalOutcome::Reached, before),
        Err(early("2026-02-28", "2026-03-01"))
    );
    assert_eq!(under_way().answer(id(20), "x".to_owned(), asked), Err(early("2026-03-02", "2026-03-03")));
    assert_eq!(under_way().end(before), Err(early("2026-02-28", "2026-03-01")));
    assert_eq!(
        under_way().hand_over("berater-1".to_owned()),
        Err(Error::SamePerson { transition: "handOver" })
    );
}

#[test]
fn texts_and_days_are_checked_together() {
    let text = |path: &str| vec![(path.to_owned(), "support-bad-text".to_owned())];
    let long = "x".repeat(MAX_TEXT + 1);
    assert_eq!(places(under_way().add_goal(id(12), goal(&long), day("2026-03-05"))), text("/text"));
    assert_eq!(places(under_way().ask(id(22), " ".to_owned(), day("2026-03-05"))), text("/text"));
    assert_eq!(places(under_way().hand_over(String::new())), text("/consultant"));
    for on in ["2026-02-28", "2026-03-06"] {
        let bad = NewVisit { summary: String::new(), ..visit(on) };
        let found = places(under_way().add_visit(id(31), bad, day("2026-03-05")));
        let mut expected = text("/summary");
        expected.insert(0, ("/on".to_owned(), "engagement-visit-day".to_owned()));
        assert_eq!(found, expected, "{on}");
    }
    let mut full = under_way();
    full.goals = vec![full.goals[0].clone(); MAX_GOALS];
    let refused = Error::Full { kind: "goals", most: 200 };
    assert_eq!(full.add_goal(id(13), goal("x"), day("2026-03-05")), Err(refused));
}

#[test]
fn the_unit_does_not_see_internal_notes() {
    let mut engagement = begun();
    for (number, visibility) in [(1, Visibility::Internal), (2, Visibility::Unit), (3, Visibility::Internal)]
    {
        engagement = engagement.add_note(id(number), "berater-1".to_owned(), note(visibility), at()).unwrap();
    }
    let seen = engagement.for_unit();
    assert_eq!(seen.notes.iter().map(|note| note.id).collect::<Vec<_>>(), [id(2)]);
    assert_eq!(seen.revision, Revision::new(4), "what is left out is no change");
}

#[test]
fn ties_are_tagged_and_take_no_other_fields() {
    let gap: Tie = serde_json::from_str(r#"{"kind":"gap","model":"kommune","indicator":"e-akte"}"#).unwrap();
    let (model, indicator) = ("kommune".parse().unwrap(), "e-akte".parse().unwrap());
    assert_eq!(gap, Tie::Gap { model, indicator });
    for bad in [
        r#"{"kind":"gap","model":"kommune"}"#,
        r#"{"kind":"gap","model":"kommune","indicator":"e-akte","x":1}"#,
        r#"{"kind":"pilot","id":"1"}"#,
    ] {
        assert!(serde_json::from_str::<Tie>(bad).is_err(), "{bad}");
    }
}

/// Today is 10 March: 14 days ahead reach the 24th. Thirty days after 8 February are 10 March; seven after 2 March the 9th.
#[test]
fn the_work_list_is_ordered_and_ends_at_the_horizon() {
    let horizon = Horizon { ahead_days: 14, stalled_days: 30, question_days: 7 };
    let a = || unit("031530019019");
    let next = |number, due| Fact::NextStep {
        engagement: id(number),
        unit: a(),
        due: day(due),
        text: format!("s{number}"),
    };
    let stalled =
        |number, since| Fact::StalledAdoption { adoption: id(number), unit: a(), since: day(since) };
    let evidence = |number, until| Fact::ExpiringEvidence {
        assessment: id(number),
        indicator: "e-akte".parse().unwrap(),
        unit: a(),
        valid_until: day(until),
    };
    let gate = |due| Fact::Gate {
        pilot: "p".parse().unwrap(),
        unit: None,
        gate: "Datenschutz".to_owned(),
        due: day(due),
    };
    let rule = |number, until| Fact::ExpiringRule { rule: id(number), unit: a(), until: day(until) };
    let question = |number, asked| Fact::OpenQuestion {
        engagement: id(1),
        question: id(number),
        unit: a(),
        asked: day(asked),
    };
    let facts = [
        next(3, "2026-03-25"),
        next(2, "2026-03-24"),
        next(1, "2026-03-10"),
        stalled(4, "2026-02-09"),
        stalled(5, "2026-02-08"),
        stalled(6, "2026-01-31"),
        evidence(7, "2026-03-09"),
        evidence(8, "2026-03-24"),
        gate("2026-03-09"),
        rule(9, "2026-03-24"),
        rule(10, "2026-03-25"),
        question(11, "2026-03-02"),
        question(12, "2026-03-04"),
    ];
    let items = worklist(&facts, day("2026-03-10"), &horizon);
    let lines: Vec<_> = items.iter().map(|i| (i.kind, i.on.to_string(), i.days, i.overdue)).collect();
    let line = |kind, on: &str, days, overdue| (kind, on.to_owned(), days, overdue);
    assert_eq!(
        lines,
        [
            line(WorkKind::StalledAdoption, "2026-03-02", -8, true),
            line(WorkKind::OpenQuestion, "2026-03-09", -1, true),
            line(WorkKind::Gate, "2026-03-09", -1, true),
            line(WorkKind::ExpiringEvidence, "2026-03-09", -1, true),
            line(WorkKind::NextStep, "2026-03-10", 0, false),
            line(WorkKind::StalledAdoption, "2026-03-10", 0, false),
            line(WorkKind::NextStep, "2026-03-24", 14, false),
            line(WorkKind::ExpiringEvidence, "2026-03-24", 14, false),
            line(WorkKind::ExpiringRule, "2026-03-24", 14, false),
        ]
    );
    assert_eq!(items[4].title, Message::new("worklist-next-step").with("text", "s1"));
    let question = ["engagements", &id(1).to_string(), "questions", &id(11).to_string()];
    assert_eq!((items[1].reference.as_slice(), &items[2].unit), (&question.map(str::to_owned)[..], &None));
    let bad = Horizon { ahead_days: 3_661, stalled_days: 0, question_days: 3_661 };
    assert_eq!(places(bad.check()).len(), 2);
}

#[test]
fn an_engagement_tells_what_waits_until_it_is_ended() {
    let engagement = under_way().set_next_step(step("2026-03-09")).unwrap();
    let engagement = engagement.ask(id(21), "Offen".to_owned(), day("2026-03-05")).unwrap();
    let engagement = engagement.answer(id(20), "Ja".to_owned(), day("2026-03-05")).unwrap();
    let ars = || unit("031530019019");
    let (due, asked) = (day("2026-03-09"), day("2026-03-05"));
    let expected = [
        Fact::NextStep { engagement: id(1), unit: ars(), due, text: "Aktenplan prüfen".to_owned() },
        Fact::OpenQuestion { engagement: id(1), question: id(21), unit: ars(), asked },
    ];
    assert_eq!(engagement.facts(), expected);
    assert_eq!(engagement.end(day("2026-03-31")).unwrap().facts(), []);
}

proptest! {
    /// The order is that of the days, kinds and references, whatever the order of the facts; nothing within the
    /// horizon is lost.
    #[test]
    fn the_order_is_total(days in prop::collection::vec((0_u32..60, 0_u128..4), 0..12), turn in 0_usize..12) {
        let first = day("2026-02-01");
        let fact = |(i, (ahead, number)): (usize, &(u32, u128))| {
            let (unit, due) = (unit("031530019019"), first.plus_days(*ahead));
            match i % 2 {
                0 => Fact::NextStep { engagement: id(*number), unit, due, text: "x".to_owned() },
                _ => Fact::ExpiringRule { rule: id(*number), unit, until: due },
            }
        };
        let mut facts: Vec<Fact> = days.iter().enumerate().map(fact).collect();
        facts.rotate_left(turn % days.len().max(1));
        let horizon = Horizon { ahead_days: 20, stalled_days: 0, question_days: 0 };
        let items = worklist(&facts, day("2026-03-01"), &horizon);
        // 1 March is day 28, so the horizon ends with day 48.
        let listed = days.iter().enumerate().filter(|(_, (ahead, _))| *ahead <= 48);
        let mut expected: Vec<_> = listed
            .map(|(i, (ahead, number))| {
                let kind = if i % 2 == 0 { WorkKind::NextStep } else { WorkKind::ExpiringRule };
                (*ahead < 28, first.plus_days(*ahead), kind, id(*number).to_string())
            })
            .collect();
        expected.sort_by_key(|(overdue, on, kind, number)| (!overdue, *on, *kind, number.clone()));
        let found: Vec<_> =
            items.into_iter().map(|item| (item.overdue, item.on, item.kind, item.reference[1].clone())).collect();
        prop_assert_eq!(found, expected);
    }
}
