//! Programmes and onboardings, against tables written by hand.

use proptest::prelude::*;

use super::*;
use crate::error::tests::places;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn item(text: &str, due_day: u32, form: ItemForm) -> ChecklistItem {
    ChecklistItem { text: text.to_owned(), due_day, form }
}

fn outline() -> Outline {
    let items = vec![
        item("Arbeitsplatz einrichten", 0, ItemForm::Presence),
        item("Leitbild besprechen", 27, ItemForm::Talk),
        item("Kurs Datenschutz", 60, ItemForm::SelfStudy),
    ];
    Outline { title: "Verwaltung".to_owned(), items }
}

fn programme() -> Programme {
    Programme::new(Uuid::from_u128(1), "it-harz".parse().unwrap(), outline()).unwrap()
}

fn beginning() -> Beginning {
    Beginning {
        unit: "031530019019".parse().unwrap(),
        post: "Sachbearbeitung Bauamt".to_owned(),
        mentor: "patin-1".to_owned(),
        started: day("2026-02-02"),
    }
}

fn started() -> Onboarding {
    Onboarding::start(Uuid::from_u128(2), &programme(), beginning()).unwrap()
}

fn tick(onboarding: Onboarding, item: usize, on: &str) -> Result<Onboarding, Error> {
    onboarding.tick(item, day(on), day("2026-06-01"))
}

/// The first item done on 3 February, the others on 2 March and 1 April.
fn done() -> Onboarding {
    let one = tick(started(), 0, "2026-02-03").unwrap();
    tick(tick(one, 1, "2026-04-01").unwrap(), 2, "2026-03-02").unwrap()
}

#[test]
fn only_a_running_one_changes() {
    type Take = fn(Onboarding) -> Result<Onboarding, Error>;
    let takes: [(&str, Take, OnboardingState); 5] = [
        ("tick", |o| tick(o, 0, "2026-02-04"), OnboardingState::Running),
        ("untick", |o| o.untick(0), OnboardingState::Running),
        ("changeMentor", |o| o.change_mentor("pate-2".to_owned()), OnboardingState::Running),
        ("complete", |o| o.complete(day("2026-04-01")), OnboardingState::Completed),
        ("end", |o| o.end("Stelle entfällt".to_owned(), day("2026-04-01")), OnboardingState::Ended),
    ];
    let completed = done().complete(day("2026-04-02")).unwrap();
    let ended = done().end("Wechsel".to_owned(), day("2026-04-02")).unwrap();
    assert_eq!((completed.closed_on, &completed.reason), (Some(day("2026-04-02")), &None));
    assert_eq!(ended.reason.as_deref(), Some("Wechsel"));
    for (transition, take, to) in takes {
        let taken = take(done()).unwrap();
        assert_eq!((taken.state, taken.revision), (to, Revision::new(5)), "{transition}");
        for (closed, state) in [(&completed, "completed"), (&ended, "ended")] {
            let refused = Error::WrongState { kind: "onboarding", state, transition };
            assert_eq!(take(closed.clone()), Err(refused), "{transition}");
        }
    }
}

/// 2 February and 27 days are 1 March; 60 days are 3 April.
#[test]
fn it_keeps_the_items_it_was_started_with() {
    let onboarding = started();
    let shorter = Outline { items: vec![item("Neu", 1, ItemForm::DigitalTalk)], ..outline() };
    let revised = programme().revise(shorter).unwrap();
    assert_eq!((revised.items.len(), revised.revision), (1, Revision::new(2)));
    let due: Vec<_> = onboarding.items.iter().map(|item| item.due.to_string()).collect();
    assert_eq!(due, ["2026-02-02", "2026-03-01", "2026-04-03"]);
    assert_eq!(onboarding.programme, revised.id);
}

#[test]
fn it_is_completed_once_every_item_is_done() {
    assert_eq!(started().complete(day("2026-06-01")), Err(Error::ItemsOpen(3)));
    let one_open = done().untick(1).unwrap();
    assert_eq!(one_open.complete(day("2026-06-01")), Err(Error::ItemsOpen(1)));
    let early = Error::TooEarly { date: day("2026-03-31"), earliest: day("2026-04-01") };
    assert_eq!(done().complete(day("2026-03-31")), Err(early.clone()));
    assert_eq!(done().end("Wechsel".to_owned(), day("2026-03-31")), Err(early));
}

#[test]
fn items_are_overdue_after_their_last_day_while_it_runs() {
    for (today, ticked, expected) in [
        ("2026-02-02", None, &[][..]),
        ("2026-02-03", None, &[0]),
        ("2026-03-01", None, &[0]),
        ("2026-03-02", None, &[0, 1]),
        ("2026-04-04", Some(1), &[0, 2]),
    ] {
        let onboarding = match ticked {
            Some(item) => tick(started(), item, "2026-03-09").unwrap(),
            None => started(),
        };
        let overdue: Vec<usize> = onboarding.overdue(day(today)).into_iter().map(|(i, _)| i).collect();
        assert_eq!(overdue, expected, "{today}");
    }
    let ended = started().end("Wechsel".to_owned(), day("2026-02-10")).unwrap();
    assert!(ended.overdue(day("2027-01-01")).is_empty());
}

#[test]
fn what_is_not_there_or_makes_no_sense_is_refused() {
    let gone = Error::NoSuchPart { kind: "item", id: "3".to_owned() };
    assert_eq!(tick(started(), 3, "2026-02-03"), Err(gone.clone()));
    assert_eq!(started().untick(3), Err(gone));
    let refused = Error::WrongState { kind: "onboarding-item", state: "open", transition: "untick" };
    assert_eq!(started().untick(0), Err(refused));
    for on in ["2026-02-01", "2026-06-02"] {
        let found = places(tick(started(), 0, on));
        assert_eq!(found, [("/on".to_owned(), "onboarding-day".to_owned())], "{on}");
    }
    let same = Error::SamePerson { transition: "changeMentor" };
    assert_eq!(started().change_mentor("patin-1".to_owned()), Err(same));
    let nobody = Beginning { post: String::new(), mentor: "a\nb".to_owned(), ..beginning() };
    let text = |path: &str| (path.to_owned(), "support-bad-text".to_owned());
    let found = places(Onboarding::start(Uuid::nil(), &programme(), nobody));
    assert_eq!(found, [text("/post"), text("/mentor")]);
    let bad = Outline { title: " ".to_owned(), items: vec![item("", 731, ItemForm::Talk)] };
    let expected = [
        text("/title"),
        text("/items/0/text"),
        ("/items/0/dueDay".to_owned(), "support-out-of-range".to_owned()),
    ];
    assert_eq!(places(bad.check()), expected);
    let none = Outline { items: Vec::new(), ..outline() };
    assert_eq!(places(none.check()), [("/items".to_owned(), "support-none".to_owned())]);
}

proptest! {
    /// Whatever is ticked: it completes exactly if all is, and the error counts the rest.
    #[test]
    fn completing_counts_what_is_open(ticks in prop::collection::vec(0_usize..3, 0..6)) {
        let onboarding = ticks.iter().fold(started(), |o, item| tick(o, *item, "2026-03-01").unwrap());
        let open = (0..3).filter(|item| !ticks.contains(item)).count();
        let completed = onboarding.complete(day("2026-05-01")).map(|closed| closed.state);
        let expected = if open == 0 { Ok(OnboardingState::Completed) } else { Err(Error::ItemsOpen(open)) };
        prop_assert_eq!(completed, expected);
    }
}
