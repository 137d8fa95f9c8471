//! Offers, registrations, waiting lists and suggestions, against tables calculated by hand.

use blaupause_kernel::{Ars, Rational};

use super::*;
use crate::Error;
use crate::error::tests::places;

mod waiting;

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(super) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn unit(number: usize) -> Ars {
    format!("0315300190{number:02}").parse().unwrap()
}

fn topic(indicator: &str) -> Topic {
    Topic { model: "kommune".parse().unwrap(), indicator: indicator.parse().unwrap() }
}

fn session(starts: &str, ends: &str) -> Session {
    let place = Place::OnSite { address: "Rathaus, Goslar".to_owned() };
    Session { starts: at(starts), ends: at(ends), place }
}

/// On 4 and 5 May, each from 8 to 12; registration until 30 April.
pub(super) fn terms(places: u32) -> Terms {
    Terms {
        kind: OfferKind::Training,
        title: LocalizedText::new("E-Akte für alle", "Electronic files").unwrap(),
        description: LocalizedText::new("Zwei Vormittage", "Two mornings").unwrap(),
        topics: vec![topic("e-akte"), topic("schulung")],
        sessions: vec![
            session("2026-05-04T08:00:00Z", "2026-05-04T12:00:00Z"),
            session("2026-05-05T08:00:00Z", "2026-05-05T12:00:00Z"),
        ],
        places,
        register_until: day("2026-04-30"),
    }
}

fn draft() -> Offer {
    Offer::new(id(1), "it-harz".parse().unwrap(), terms(10), at("2026-02-01T09:00:00Z")).unwrap()
}

pub(super) fn published() -> Offer {
    draft().publish(at("2026-03-01T10:00:00Z")).unwrap()
}

fn in_state(state: OfferState) -> Offer {
    match state {
        OfferState::Draft => draft(),
        OfferState::Published => published(),
        OfferState::Cancelled => published().cancel(at("2026-03-02T10:00:00Z")).unwrap(),
        OfferState::Held => published().hold(at("2026-05-05T12:00:00Z")).unwrap(),
    }
}

pub(super) fn registration(number: usize, seats: u32) -> Registration {
    let wide = u64::try_from(number).unwrap();
    Registration {
        id: id(100 + u128::from(wide)),
        offer: id(1),
        unit: unit(number),
        seats,
        position: wide,
        at: at("2026-03-02T08:00:00Z"),
        attended: None,
        revision: Revision::FIRST,
    }
}

/// What each transition gives in each state: the next state, or nothing where it is refused.
#[test]
fn every_state_allows_what_the_table_says() {
    use OfferState::{Cancelled, Draft, Held, Published};
    type Take = fn(Offer) -> Result<Offer, Error>;
    let table: [(&str, Take, [Option<OfferState>; 4]); 7] = [
        ("publish", |o| o.publish(at("2026-04-30T10:00:00Z")), [Some(Published), None, None, None]),
        (
            "change",
            |o| o.change(terms(12), &[], at("2026-03-02T10:00:00Z")),
            [Some(Draft), Some(Published), None, None],
        ),
        ("cancel", |o| o.cancel(at("2026-03-02T10:00:00Z")), [Some(Cancelled), Some(Cancelled), None, None]),
        ("hold", |o| o.hold(at("2026-05-06T08:00:00Z")), [None, Some(Held), None, None]),
        (
            "register",
            |o| o.register(id(9), unit(9), 1, &[], at("2026-04-01T08:00:00Z")).map(|_| o),
            [None, Some(Published), None, None],
        ),
        (
            "withdraw",
            |o| o.withdraw(&registration(1, 1), at("2026-04-01T08:00:00Z")).map(|()| o),
            [None, Some(Published), None, None],
        ),
        (
            "noteAttendance",
            |o| {
                let all = [registration(1, 1)];
                o.note_attendance(registration(1, 1), 1, &all, at("2026-05-06T08:00:00Z")).map(|_| o)
            },
            [None, Some(Published), None, Some(Held)],
        ),
    ];
    for (transition, take, expected) in table {
        for (from, to) in [Draft, Published, Cancelled, Held].into_iter().zip(expected) {
            let taken = take(in_state(from));
            let refused = Error::WrongState { kind: "offer", state: from.as_str(), transition };
            match to {
                Some(to) => assert_eq!(taken.unwrap().state, to, "{transition} from {from:?}"),
                None => assert_eq!(taken, Err(refused), "{transition} from {from:?}"),
            }
        }
    }
}

#[test]
fn calendars_see_each_change_of_what_was_published() {
    let draft = draft().change(terms(11), &[], at("2026-03-02T10:00:00Z")).unwrap();
    assert_eq!((draft.calendar_sequence, draft.revision), (0, Revision::new(2)));
    assert_eq!(draft.clone().cancel(at("2026-03-02T10:00:00Z")).unwrap().calendar_sequence, 0);
    let published = draft.publish(at("2026-03-01T10:00:00Z")).unwrap();
    assert_eq!((published.calendar_sequence, published.revision), (0, Revision::new(3)));
    let changed = published
        .change(terms(12), &[], at("2026-03-02T10:00:00Z"))
        .unwrap()
        .change(terms(13), &[], at("2026-03-02T10:00:00Z"))
        .unwrap();
    assert_eq!((changed.calendar_sequence, changed.revision), (2, Revision::new(5)));
    let held = changed.clone().hold(at("2026-05-05T12:00:00Z")).unwrap();
    assert_eq!((held.calendar_sequence, held.revision), (2, Revision::new(6)));
    let cancelled = changed.cancel(at("2026-03-02T10:00:00Z")).unwrap();
    assert_eq!((cancelled.calendar_sequence, cancelled.revision), (3, Revision::new(6)));
}

#[test]
fn times_are_kept() {
    let end = at("2026-05-05T12:00:00Z");
    assert_eq!(published().hold(at("2026-05-05T11:59:59Z")), Err(Error::NotOver(end)));
    assert_eq!(draft().publish(at("2026-05-01T10:00:00Z")), Err(Error::Late(day("2026-04-30"))));
    let register = |now: &str| published().register(id(9), unit(9), 1, &[], at(now));
    assert!(register("2026-04-30T23:59:59Z").is_ok());
    assert_eq!(register("2026-05-01T00:00:00Z"), Err(Error::Late(day("2026-04-30"))));
    let begin = at("2026-05-04T08:00:00Z");
    let until_begin = Terms { register_until: day("2026-05-04"), ..terms(10) };
    let late = published().change(until_begin, &[], at("2026-03-02T10:00:00Z")).unwrap();
    for (now, open) in [("2026-05-04T07:59:59Z", true), ("2026-05-04T08:00:00Z", false)] {
        assert_eq!(late.is_open(at(now)), open, "{now}");
        let registered = late.register(id(9), unit(9), 1, &[], at(now)).map(|_| ());
        let begun = if open { Ok(()) } else { Err(Error::Begun(begin)) };
        assert_eq!(
            (registered, late.withdraw(&registration(1, 1), at(now))),
            (begun.clone(), begun),
            "{now}"
        );
    }
}

#[test]
fn terms_that_make_no_sense_are_refused_at_every_place() {
    let mut bad = terms(0);
    bad.title = LocalizedText::new("zwei\nZeilen", "two lines").unwrap();
    bad.topics.push(topic("e-akte"));
    bad.register_until = day("2026-05-05");
    bad.sessions.push(session("2026-05-05T11:00:00Z", "2026-05-05T11:00:00Z"));
    bad.sessions[0].place = Place::OnSite { address: " ".to_owned() };
    bad.sessions[1].place = Place::Online { url: "http://video.example".to_owned() };
    let expected = [
        ("/title/de", "support-bad-text"),
        ("/topics/2", "support-named-twice"),
        ("/places", "support-out-of-range"),
        ("/sessions/0/place/address", "support-bad-text"),
        ("/sessions/1/place/url", "offer-no-https"),
        ("/sessions/2/ends", "offer-session-ends-first"),
        ("/sessions/2/starts", "offer-sessions-overlap"),
        ("/registerUntil", "offer-register-after-begin"),
    ];
    assert_eq!(places(bad.check()), expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
    let none = Terms { sessions: Vec::new(), ..terms(1) };
    assert_eq!(places(none.check()), [("/sessions".to_owned(), "support-none".to_owned())]);
}

#[test]
fn online_places_are_https_addresses() {
    for (url, good) in [
        ("https://video.example/raum?id=1", true),
        ("http://video.example", false),
        ("https://", false),
        ("https://user@video.example", false),
        ("https://video.example/a b", false),
        ("javascript:alert(1)", false),
    ] {
        let mut terms = terms(1);
        terms.sessions[0].place = Place::Online { url: url.to_owned() };
        assert_eq!(terms.check().is_ok(), good, "{url}");
    }
    let place = r#"{"kind":"online","url":"https://video.example"}"#;
    assert_eq!(
        serde_json::from_str::<Place>(place).unwrap(),
        Place::Online { url: "https://video.example".to_owned() }
    );
    assert!(serde_json::from_str::<Place>(r#"{"kind":"online","url":"x","address":"y"}"#).is_err());
}

#[test]
fn a_unit_registers_once_with_one_to_fifty_seats() {
    let others = [registration(3, 2), registration(7, 1)];
    let register = |number, seats| {
        let now = at("2026-04-01T08:00:00Z");
        let large = published().change(terms(60), &[], now).unwrap();
        large.register(id(9), unit(number), seats, &others, now)
    };
    let made = register(4, 50).unwrap();
    assert_eq!((made.position, made.seats, made.attended, made.offer), (8, 50, None, id(1)));
    assert_eq!(register(3, 1), Err(Error::Registered(unit(3))));
    for seats in [0, 51] {
        assert_eq!(places(register(5, seats)), [("/seats".to_owned(), "support-out-of-range".to_owned())]);
    }
    let foreign = Registration { offer: id(2), ..registration(3, 1) };
    let gone = Error::NoSuchPart { kind: "registration", id: foreign.id.to_string() };
    assert_eq!(published().withdraw(&foreign, at("2026-04-01T08:00:00Z")), Err(gone));
}

/// Ten places: 6 are confirmed, the 5 wait.
#[test]
fn attendance_is_noted_for_who_had_a_place_and_proves_it() {
    let all = [registration(1, 6), registration(2, 5)];
    let note =
        |i: usize, attended, now: &str| published().note_attendance(all[i].clone(), attended, &all, at(now));
    let begin = at("2026-05-05T08:00:00Z");
    assert_eq!(note(0, 4, "2026-05-05T07:59:59Z"), Err(Error::NotBegun(begin)));
    assert_eq!(note(1, 4, "2026-05-05T08:00:00Z"), Err(Error::Waiting(id(102))));
    let too_many = note(0, 7, "2026-05-05T08:00:00Z");
    assert_eq!(places(too_many), [("/attended".to_owned(), "registration-attended".to_owned())]);
    let noted = note(0, 4, "2026-05-05T08:00:00Z").unwrap();
    assert_eq!((noted.attended, noted.revision), (Some(4), Revision::new(2)));
    let proof = Proof::of(&published(), &noted, 10).unwrap();
    assert_eq!((proof.on, proof.valid_until), (day("2026-05-05"), day("2027-03-05")));
    assert_eq!((proof.title.clone(), proof.topics.len()), (terms(1).title, 2));
    assert_eq!(Proof::of(&in_state(OfferState::Held), &noted, 10), Some(proof));
    let nobody = Registration { attended: Some(0), ..noted.clone() };
    assert_eq!(Proof::of(&published(), &nobody, 10), None);
    assert_eq!(Proof::of(&published(), &all[0], 10), None, "not known yet");
    assert_eq!(Proof::of(&in_state(OfferState::Cancelled), &noted, 10), None);
}

fn gap(indicator: &str, missing: &str) -> GapFact {
    let Topic { model, indicator } = topic(indicator);
    GapFact { model, indicator, missing: missing.parse().unwrap() }
}

/// 1/2 and 3/4 are 5/4, more than 1; among the two of 1 the earlier is first, and of those of one time the lower id.
#[test]
fn suggestions_begin_where_most_is_missing() {
    let offer = |number, topics: &[&str], begins: &str| {
        let mut terms = terms(10);
        terms.topics = topics.iter().map(|name| topic(name)).collect();
        terms.sessions = vec![session(begins, "2026-06-30T12:00:00Z")];
        let offer =
            Offer::new(id(number), "it-harz".parse().unwrap(), terms, at("2026-02-01T09:00:00Z")).unwrap();
        offer.publish(at("2026-03-01T10:00:00Z")).unwrap()
    };
    let late = offer(1, &["schulung"], "2026-06-02T08:00:00Z");
    let both = offer(2, &["e-akte", "portal", "notfall"], "2026-06-03T08:00:00Z");
    let twin = offer(4, &["schulung"], "2026-06-01T08:00:00Z");
    let early = offer(3, &["schulung"], "2026-06-01T08:00:00Z");
    let other = offer(5, &["notfall"], "2026-06-01T08:00:00Z");
    let gone = offer(6, &["schulung"], "2026-06-01T08:00:00Z").cancel(at("2026-03-02T10:00:00Z")).unwrap();
    let offers = [&late, &both, &twin, &early, &other, &gone];
    let gaps = [
        gap("e-akte", "1/2"),
        gap("portal", "3/4"),
        gap("portal", "1/4"),
        gap("schulung", "1"),
        gap("x", "9"),
    ];
    let now = at("2026-04-30T12:00:00Z");
    let found = suggest(&gaps, &offers, now).unwrap();
    let lines: Vec<_> = found.iter().map(|s| (s.offer, s.missing.to_string(), s.matches.len())).collect();
    let line = |number, missing: &str, matches| (id(number), missing.to_owned(), matches);
    assert_eq!(lines, [line(2, "5/4", 2), line(3, "1", 1), line(4, "1", 1), line(1, "1", 1)]);
    assert_eq!(suggest(&gaps, &offers, at("2026-05-01T00:00:00Z")).unwrap(), [], "registration is over");
    let none = [gap("notfall", "0"), gap("schulung", "-1")];
    assert_eq!(suggest(&none, &offers, now).unwrap(), [], "nothing is missing");
    assert_eq!(found[0].missing, Rational::new(5, 4).unwrap());
}

/// On the evening of 4 May the first of two sessions is over.
#[test]
fn what_took_place_does_not_change_any_more() {
    let evening = at("2026-05-04T20:00:00Z");
    let change = |alter: fn(&mut Terms)| {
        let mut terms = terms(10);
        alter(&mut terms);
        published().change(terms, &[], evening).map(|offer| offer.terms.sessions.len())
    };
    let begun = Err(Error::Begun(at("2026-05-04T08:00:00Z")));
    assert_eq!(change(|terms| terms.sessions[1].ends = at("2026-05-05T13:00:00Z")), Ok(2));
    assert_eq!(change(|terms| drop(terms.sessions.pop())), Ok(1), "the second one is left out");
    assert_eq!(change(|terms| terms.places = 20), Ok(2));
    assert_eq!(change(|terms| drop(terms.topics.pop())), begun);
    assert_eq!(change(|terms| terms.kind = OfferKind::Consulting), begun);
    assert_eq!(change(|terms| terms.sessions[0].ends = at("2026-05-04T13:00:00Z")), begun);
    assert_eq!(change(|terms| terms.sessions[1].starts = at("2026-05-04T13:00:00Z")), begun);
    // Before the first session nothing has begun, and nothing may be put where it would have.
    let back = Terms { sessions: vec![session("2026-03-02T08:00:00Z", "2026-03-02T12:00:00Z")], ..terms(10) };
    let back = Terms { register_until: day("2026-03-01"), ..back };
    let now = at("2026-03-02T10:00:00Z");
    assert_eq!(published().change(back, &[], now), Err(Error::Begun(at("2026-03-02T08:00:00Z"))));
}

#[test]
fn what_was_never_published_stays_inside() {
    let now = at("2026-03-02T10:00:00Z");
    let dropped = draft().cancel(now).unwrap();
    assert!(!draft().was_published() && !dropped.was_published());
    for state in [OfferState::Published, OfferState::Cancelled, OfferState::Held] {
        assert!(in_state(state).was_published(), "{state:?}");
    }
    let too_many = published().register(id(9), unit(1), 11, &[], now);
    assert_eq!(places(too_many), [("/seats".to_owned(), "support-out-of-range".to_owned())]);
    let one = [registration(1, 6), registration(2, 8)];
    assert_eq!(published().change(terms(7), &one, now), Err(Error::PlacesTaken { places: 7, taken: 8 }));
}
