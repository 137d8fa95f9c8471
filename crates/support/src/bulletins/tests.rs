//! Bulletins and their audiences, against tables written by hand.

use blaupause_kernel::{Ars, Language};
use blaupause_territory::{Kind, SizeClass};

use super::*;
use crate::Error;
use crate::error::tests::places;

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn text(title: &str) -> BulletinText {
    BulletinText { title: title.to_owned(), summary: "Kurz".to_owned(), body: "Lang\nund breit".to_owned() }
}

pub(crate) fn texts(de: &str, en: Option<&str>) -> BulletinTexts {
    BulletinTexts { de: text(de), en: en.map(text) }
}

pub(crate) fn both(de: &str, en: &str) -> LocalizedText {
    LocalizedText::new(de, en).unwrap()
}

fn content() -> Content {
    let audience = Audience::default();
    Content { topic: BulletinTopic::Privacy, texts: texts("Datenschutz", None), audience }
}

fn draft() -> Bulletin {
    Bulletin::new(Uuid::from_u128(1), "it-harz".parse().unwrap(), "a".to_owned(), content()).unwrap()
}

pub(crate) fn published(content: Content, when: &str) -> Bulletin {
    let draft =
        Bulletin { texts: content.texts, topic: content.topic, audience: content.audience, ..draft() };
    draft.submit("a").unwrap().publish("b".to_owned(), at(when)).unwrap()
}

/// Published at nine, with a correction by `c` that waits.
fn with_proposal() -> Bulletin {
    let bulletin = published(content(), "2026-03-02T09:00:00Z");
    let new = texts("Datenschutz, berichtigt", None);
    bulletin
        .propose_correction("c".to_owned(), new, both("Datum", "Date"), at("2026-03-03T09:00:00Z"))
        .unwrap()
}

fn in_state(state: BulletinState) -> Bulletin {
    match state {
        BulletinState::Draft => draft(),
        BulletinState::InReview => draft().submit("a").unwrap(),
        BulletinState::Published => with_proposal(),
        BulletinState::Withdrawn => {
            with_proposal().withdraw(both("Falsch", "Wrong"), at("2026-03-04T09:00:00Z")).unwrap()
        }
    }
}

/// What each transition gives in each state: the next state, or nothing where it is refused.
#[test]
fn every_state_allows_what_the_table_says() {
    use BulletinState::{Draft, InReview, Published, Withdrawn};
    type Take = fn(Bulletin) -> Result<Bulletin, Error>;
    const LATER: &str = "2026-03-05T09:00:00Z";
    let table: [(&str, Take, [Option<BulletinState>; 4]); 8] = [
        ("revise", |b| b.revise("a", content()), [Some(Draft), None, None, None]),
        ("submit", |b| b.submit("a"), [Some(InReview), None, None, None]),
        (
            "return",
            |b| b.return_to_author("b".to_owned(), "Quelle fehlt".to_owned(), at(LATER)),
            [None, Some(Draft), None, None],
        ),
        ("publish", |b| b.publish("b".to_owned(), at(LATER)), [None, Some(Published), None, None]),
        (
            "proposeCorrection",
            |b| b.propose_correction("a".to_owned(), texts("Neu", None), both("x", "x"), at(LATER)),
            [None, None, Some(Published), None],
        ),
        (
            "approveCorrection",
            |b| b.approve_correction("a".to_owned(), at(LATER)),
            [None, None, Some(Published), None],
        ),
        ("rejectCorrection", Bulletin::reject_correction, [None, None, Some(Published), None]),
        ("withdraw", |b| b.withdraw(both("x", "x"), at(LATER)), [None, None, Some(Withdrawn), None]),
    ];
    for (transition, take, expected) in table {
        for (from, to) in [Draft, InReview, Published, Withdrawn].into_iter().zip(expected) {
            let bulletin = in_state(from);
            let next = Revision::new(bulletin.revision.get() + 1);
            let taken = take(bulletin);
            let refused = Error::WrongState { kind: "bulletin", state: from.as_str(), transition };
            match to {
                Some(to) => {
                    let taken = taken.unwrap();
                    assert_eq!((taken.state, taken.revision), (to, next), "{transition} from {from:?}");
                }
                None => assert_eq!(taken, Err(refused), "{transition} from {from:?}"),
            }
        }
    }
}

#[test]
fn nothing_becomes_public_by_one_person() {
    let later = || at("2026-03-05T09:00:00Z");
    let same = |transition| Err(Error::SamePerson { transition });
    assert_eq!(in_state(BulletinState::InReview).publish("a".to_owned(), later()), same("publish"));
    assert_eq!(with_proposal().approve_correction("c".to_owned(), later()), same("approveCorrection"));
    for by in ["a", "b", "d"] {
        let corrected = with_proposal().approve_correction(by.to_owned(), later()).unwrap();
        let made = Correction {
            at: later(),
            by: "c".to_owned(),
            approved_by: by.to_owned(),
            note: both("Datum", "Date"),
        };
        assert_eq!((corrected.corrections, corrected.proposal), (vec![made], None));
        assert_eq!(corrected.texts.de.title, "Datenschutz, berichtigt");
    }
    assert_eq!(draft().submit("b"), Err(Error::NotAuthor { transition: "submit" }));
    assert_eq!(draft().revise("b", content()), Err(Error::NotAuthor { transition: "revise" }));
}

#[test]
fn a_correction_that_waits_is_not_public_and_goes_with_the_bulletin() {
    let waiting = with_proposal();
    assert_eq!((waiting.texts.de.title.as_str(), waiting.corrections.len()), ("Datenschutz", 0));
    let dropped = waiting.reject_correction().unwrap();
    assert_eq!((dropped.texts.de.title.as_str(), &dropped.proposal), ("Datenschutz", &None));
    assert_eq!(dropped.clone().reject_correction(), Err(Error::NoCorrection));
    let approved = dropped.approve_correction("b".to_owned(), at("2026-03-05T09:00:00Z"));
    assert_eq!(approved, Err(Error::NoCorrection));
    let withdrawn = in_state(BulletinState::Withdrawn);
    assert_eq!((withdrawn.proposal, withdrawn.withdrawn.unwrap().reason), (None, both("Falsch", "Wrong")));
}

#[test]
fn a_returned_draft_says_why_until_it_is_submitted_again() {
    let returned = in_state(BulletinState::InReview);
    let returned = returned
        .return_to_author("b".to_owned(), "Quelle fehlt".to_owned(), at("2026-03-05T09:00:00Z"))
        .unwrap();
    assert_eq!(returned.returned.as_ref().unwrap().note, "Quelle fehlt");
    assert_eq!(returned.submit("a").unwrap().returned, None);
}

#[test]
fn content_is_checked_at_every_place() {
    let ars = |text: &str| text.parse::<Ars>().unwrap();
    let bad = Content {
        topic: BulletinTopic::News,
        texts: BulletinTexts {
            de: BulletinText { title: "a\nb".to_owned(), ..text("x") },
            en: Some(BulletinText { body: " ".to_owned(), ..text("x") }),
        },
        audience: Audience {
            laender: vec![ars("03"), ars("03153")],
            kinds: vec![Kind::Town, Kind::Town],
            size_classes: Vec::new(),
            units: vec![ars("03153"); 2],
        },
    };
    let expected = [
        ("/texts/de/title", "support-bad-text"),
        ("/texts/en/body", "support-bad-text"),
        ("/audience/laender/1", "bulletin-no-land"),
        ("/audience/kinds/1", "support-named-twice"),
        ("/audience/units/1", "support-named-twice"),
    ];
    assert_eq!(places(bad.check()), expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
    let nobody = Bulletin::new(Uuid::nil(), "it-harz".parse().unwrap(), String::new(), content());
    assert_eq!(places(nobody), [("/author".to_owned(), "support-bad-text".to_owned())]);
}

#[test]
fn german_is_always_there_and_english_where_it_is() {
    for (json, good) in [
        (r#"{"topic":"news","texts":{"de":{"title":"a","summary":"b","body":"c"}}}"#, true),
        (r#"{"topic":"news","texts":{"en":{"title":"a","summary":"b","body":"c"}}}"#, false),
        (r#"{"topic":"news","texts":{"de":{"title":"a","summary":"b","body":"c"}},"state":"x"}"#, false),
        (
            r#"{"topic":"news","texts":{"de":{"title":"a","summary":"b","body":"c"}},"audience":{"x":1}}"#,
            false,
        ),
    ] {
        assert_eq!(serde_json::from_str::<Content>(json).is_ok(), good, "{json}");
    }
    let (german, english) = (texts("Akte", None), texts("Akte", Some("File")));
    let title = |texts: &BulletinTexts, language| {
        let (found, text) = texts.get(language);
        (found, text.title.clone())
    };
    assert_eq!(title(&german, Language::En), (Language::De, "Akte".to_owned()));
    assert_eq!(title(&english, Language::En), (Language::En, "File".to_owned()));
    assert_eq!(title(&english, Language::De), (Language::De, "Akte".to_owned()));
}

#[test]
fn each_list_narrows_the_audience() {
    let ars = |text: &str| text.parse::<Ars>().unwrap();
    let goslar = UnitFacts {
        ars: ars("031530017017"),
        kind: Some(Kind::Town),
        size_class: Some(SizeClass::LargerMediumTown),
    };
    let county = UnitFacts { ars: ars("03153"), kind: Some(Kind::RuralCounty), size_class: None };
    let land = UnitFacts { ars: ars("03"), kind: None, size_class: None };
    let audience = |laender: &[&str], kinds: &[Kind], sizes: &[SizeClass], units: &[&str]| Audience {
        laender: laender.iter().map(|key| ars(key)).collect(),
        kinds: kinds.to_vec(),
        size_classes: sizes.to_vec(),
        units: units.iter().map(|key| ars(key)).collect(),
    };
    let medium = SizeClass::LargerMediumTown;
    for (audience, expected) in [
        (audience(&[], &[], &[], &[]), [true, true, true]),
        (audience(&["03"], &[], &[], &[]), [true, true, true]),
        (audience(&["05"], &[], &[], &[]), [false, false, false]),
        (audience(&["05", "03"], &[Kind::Town], &[], &[]), [true, false, false]),
        (audience(&[], &[Kind::Town, Kind::RuralCounty], &[], &[]), [true, true, false]),
        (audience(&[], &[], &[medium], &[]), [true, false, false]),
        (audience(&[], &[Kind::RuralCounty], &[medium], &[]), [false, false, false]),
        (audience(&[], &[], &[], &["03153"]), [false, true, false]),
        (audience(&["05"], &[], &[], &["03153"]), [false, false, false]),
    ] {
        let reached = [&goslar, &county, &land].map(|unit| audience.reaches(unit));
        assert_eq!(reached, expected, "{audience:?}");
    }
    assert!(audience(&[], &[], &[], &[]).is_everyone());
    assert!(!audience(&[], &[], &[medium], &[]).is_everyone());
}
