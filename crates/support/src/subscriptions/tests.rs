//! Subscriptions, when a mail is due and what it tells, against tables written by hand.

use blaupause_territory::{Kind, SizeClass};
use proptest::prelude::*;

use super::*;
use crate::bulletins::tests::{at, both, published, texts};
use crate::bulletins::{Audience, Bulletin, Content, UnitFacts};
use crate::error::tests::places;

const GOSLAR: &str = "031530017017";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn wishes(topics: &[BulletinTopic], rhythm: Rhythm) -> Wishes {
    let topics = topics.iter().copied().collect();
    Wishes { topics, language: Language::En, rhythm, unit: Some(GOSLAR.parse().unwrap()) }
}

/// Asked for on Monday, 2 March 2026, at noon.
fn pending(rhythm: Rhythm) -> Subscription {
    let address = "rathaus@stadt.example".parse().unwrap();
    let wishes = wishes(&[BulletinTopic::Privacy, BulletinTopic::News], rhythm);
    Subscription::request(id(1), address, wishes, at("2026-03-02T12:00:00Z")).unwrap()
}

/// Confirmed on Wednesday, 4 March 2026, at noon.
fn confirmed(rhythm: Rhythm) -> Subscription {
    pending(rhythm).confirm(at("2026-03-04T12:00:00Z")).unwrap()
}

#[test]
fn every_state_allows_what_the_table_says() {
    type Take = fn(Subscription) -> Result<Subscription, Error>;
    const LATER: &str = "2026-03-05T09:00:00Z";
    let table: [(&str, Take, [bool; 2]); 3] = [
        ("confirm", |s| s.confirm(at(LATER)), [true, false]),
        ("change", |s| s.change(wishes(&[BulletinTopic::Pilots], Rhythm::Weekly)), [false, true]),
        ("digest", |s| s.digested(at(LATER)), [false, true]),
    ];
    for (transition, take, allowed) in table {
        for (from, allowed) in [pending(Rhythm::Daily), confirmed(Rhythm::Daily)].into_iter().zip(allowed) {
            let (state, next) = (from.state.as_str(), Revision::new(from.revision.get() + 1));
            let expected = if allowed {
                Ok(next)
            } else {
                Err(Error::WrongState { kind: "subscription", state, transition })
            };
            assert_eq!(take(from).map(|taken| taken.revision), expected, "{transition} from {state}");
        }
    }
}

#[test]
fn an_address_is_confirmed_within_seven_days() {
    let confirm = |now: &str| pending(Rhythm::Daily).confirm(at(now)).map(|subscription| subscription.state);
    let last = "2026-03-09T12:00:00Z";
    assert_eq!(confirm(last), Ok(SubscriptionState::Confirmed { at: at(last) }));
    assert_eq!(confirm("2026-03-09T12:00:01Z"), Err(Error::Expired(at(last))));
    for (now, expired) in [(last, false), ("2026-03-09T12:00:01Z", true)] {
        assert_eq!(pending(Rhythm::Daily).is_expired(at(now)), expired, "{now}");
        assert!(!confirmed(Rhythm::Daily).is_expired(at(now)));
    }
}

#[test]
fn wishes_name_a_topic() {
    let none = wishes(&[], Rhythm::Daily);
    let expected = [("/topics".to_owned(), "support-none".to_owned())];
    assert_eq!(places(confirmed(Rhythm::Daily).change(none)), expected);
    let json = r#"{"topics":["privacy"],"language":"de","rhythm":"weekly"}"#;
    let read: Wishes = serde_json::from_str(json).unwrap();
    assert_eq!((read.topics.len(), read.unit), (1, None));
    assert!(serde_json::from_str::<Wishes>(r#"{"topics":["x"],"language":"de","rhythm":"weekly"}"#).is_err());
    let kept = serde_json::to_value(confirmed(Rhythm::Daily)).unwrap();
    assert_eq!(kept["state"], serde_json::json!({"kind": "confirmed", "at": "2026-03-04T12:00:00Z"}));
}

/// Whether a mail is sent if somebody looks on that day.
fn is_due(subscription: &Subscription, today: Date) -> bool {
    subscription.due_on().is_some_and(|due| due <= today)
}

/// Mondays are 2, 9, 16 and 23 March 2026.
#[test]
fn a_mail_is_due_once_a_day_or_once_a_week() {
    use Rhythm::{Daily, Weekly};
    for (rhythm, last, today, due) in [
        (Daily, None, "2026-03-04", false),
        (Daily, None, "2026-03-05", true),
        (Daily, Some("2026-03-05T00:00:01Z"), "2026-03-05", false),
        (Daily, Some("2026-03-05T23:59:59Z"), "2026-03-06", true),
        (Daily, Some("2026-03-06T06:00:00Z"), "2026-03-05", false),
        (Weekly, None, "2026-03-08", false),
        (Weekly, None, "2026-03-09", true),
        (Weekly, None, "2026-03-11", true),
        (Weekly, Some("2026-03-09T05:00:00Z"), "2026-03-09", false),
        (Weekly, Some("2026-03-09T05:00:00Z"), "2026-03-15", false),
        (Weekly, Some("2026-03-09T05:00:00Z"), "2026-03-16", true),
        (Weekly, Some("2026-03-15T23:00:00Z"), "2026-03-16", true),
        (Weekly, Some("2026-03-11T05:00:00Z"), "2026-03-16", true),
    ] {
        let subscription = match last {
            Some(last) => confirmed(rhythm).digested(at(last)).unwrap(),
            None => confirmed(rhythm),
        };
        assert_eq!(is_due(&subscription, day(today)), due, "{rhythm:?} {last:?} {today}");
    }
    assert!(!is_due(&pending(Daily), day("2026-03-05")));
    assert_eq!(pending(Daily).due_on(), None);
    // Wednesday, 4 March; Sunday, 8; Monday, 9.
    for (rhythm, last, due) in [
        (Daily, None, "2026-03-05"),
        (Daily, Some("2026-03-08T23:59:59Z"), "2026-03-09"),
        (Weekly, None, "2026-03-09"),
        (Weekly, Some("2026-03-08T23:59:59Z"), "2026-03-09"),
        (Weekly, Some("2026-03-09T00:00:00Z"), "2026-03-16"),
    ] {
        let subscription = match last {
            Some(last) => confirmed(rhythm).digested(at(last)).unwrap(),
            None => confirmed(rhythm),
        };
        assert_eq!(subscription.due_on(), Some(day(due)), "{rhythm:?} {last:?}");
    }
    let once = confirmed(Daily).digested(at("2026-03-09T00:00:00Z")).unwrap();
    let back = once.digested(at("2026-03-08T00:00:00Z")).unwrap();
    assert_eq!(back.last_digest, Some(at("2026-03-09T00:00:00Z")), "nothing is told twice");
}

fn bulletin(number: u128, topic: BulletinTopic, when: &str) -> Bulletin {
    let texts = texts(&format!("de {number}"), (number % 2 == 1).then_some("en"));
    let content = Content { topic, texts, audience: Audience::default() };
    Bulletin { id: id(number), ..published(content, when) }
}

fn corrected(bulletin: Bulletin, note: &str, when: &str) -> Bulletin {
    let texts = texts("de neu", None);
    let note = both(note, &format!("{note} en"));
    let waiting = bulletin.propose_correction("c".to_owned(), texts, note, at(when)).unwrap();
    waiting.approve_correction("d".to_owned(), at(when)).unwrap()
}

fn goslar() -> UnitFacts {
    let (kind, size_class) = (Some(Kind::Town), Some(SizeClass::LargerMediumTown));
    UnitFacts { ars: GOSLAR.parse().unwrap(), kind, size_class }
}

/// The window is from the 5th, midnight, to the 6th, midnight: the first does not belong to it, the last does.
#[test]
fn a_mail_tells_what_happened_last_the_newest_first() {
    use BulletinTopic::{InformationSecurity, News, Privacy};
    let (from, until) = ("2026-03-05T00:00:00Z", "2026-03-06T00:00:00Z");
    let (noon, old, next) = ("2026-03-05T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-06T00:00:01Z");
    let reason = || both("Irrtum", "A mistake");
    let to_towns_elsewhere = Audience { laender: vec!["05".parse().unwrap()], ..Audience::default() };
    let to_towns = Audience { kinds: vec![Kind::Town], ..Audience::default() };
    let bulletins = [
        bulletin(1, News, noon),
        bulletin(2, Privacy, noon),
        bulletin(3, News, from),
        bulletin(4, News, until),
        bulletin(5, InformationSecurity, noon),
        bulletin(6, News, old),
        corrected(
            corrected(bulletin(7, News, old), "eins", "2026-03-05T09:00:00Z"),
            "zwei",
            "2026-03-05T10:00:00Z",
        ),
        bulletin(8, Privacy, old).withdraw(reason(), at("2026-03-05T11:00:00Z")).unwrap(),
        bulletin(9, News, noon).withdraw(reason(), at(next)).unwrap(),
        Bulletin { audience: to_towns_elsewhere, ..bulletin(10, News, noon) },
        Bulletin { audience: to_towns, ..bulletin(11, News, "2026-03-05T01:00:00Z") },
        bulletin(12, News, next),
        corrected(bulletin(13, News, "2026-03-05T02:00:00Z"), "später", next),
    ];
    let all: Vec<&Bulletin> = bulletins.iter().collect();
    let subscription = confirmed(Rhythm::Daily);
    let mail = digest(&subscription, &all, Some(&goslar()), at(from), at(until)).unwrap();
    let lines: Vec<_> = mail
        .entries
        .iter()
        .map(|e| {
            (
                e.bulletin,
                e.change,
                e.language.code(),
                e.title.as_str(),
                e.summary.is_some(),
                e.note.as_deref(),
            )
        })
        .collect();
    use BulletinChange::{Corrected, Published, Withdrawn};
    assert_eq!(
        lines,
        [
            (id(4), Published, "de", "de 4", true, None),
            (id(1), Published, "en", "en", true, None),
            (id(2), Published, "de", "de 2", true, None),
            (id(8), Withdrawn, "de", "de 8", false, Some("A mistake")),
            (id(7), Corrected, "de", "de neu", true, Some("zwei en")),
            (id(13), Published, "de", "de neu", true, None),
            (id(11), Published, "en", "en", true, None),
        ]
    );
    let ids = |unit: Option<&UnitFacts>| {
        let mail = digest(&subscription, &all, unit, at(from), at(until)).unwrap();
        mail.entries.iter().map(|entry| entry.bulletin).collect::<Vec<_>>()
    };
    let for_everyone = [4, 1, 2, 8, 7, 13].map(id);
    let other = UnitFacts { ars: "031530019019".parse().unwrap(), ..goslar() };
    assert_eq!((ids(None), ids(Some(&other))), (for_everyone.to_vec(), for_everyone.to_vec()));
}

#[test]
fn nothing_to_say_is_no_mail() {
    let news = bulletin(1, BulletinTopic::News, "2026-03-05T12:00:00Z");
    let (from, until) = (at("2026-03-05T00:00:00Z"), at("2026-03-06T00:00:00Z"));
    let draft = Bulletin { published_at: None, ..news.clone() };
    let daily = confirmed(Rhythm::Daily);
    assert!(digest(&daily, &[&news], None, from, until).is_some());
    assert_eq!(digest(&daily, &[], None, from, until), None);
    assert_eq!(digest(&daily, &[&draft], None, from, until), None);
    assert_eq!(digest(&daily, &[&news], None, until, until), None);
    assert_eq!(digest(&pending(Rhythm::Daily), &[&news], None, from, until), None, "not confirmed");
}

proptest! {
    /// Asked every day, a weekly mail comes on Mondays only, and a daily one every day after the confirmation.
    #[test]
    fn asked_every_day_mails_keep_their_rhythm(days in 1_u32..60) {
        for (rhythm, expected) in [(Rhythm::Daily, days), (Rhythm::Weekly, (days + 2) / 7)] {
            let mut subscription = confirmed(rhythm);
            let mut sent = 0;
            for ahead in 1..=days {
                let today = day("2026-03-04").plus_days(ahead);
                if is_due(&subscription, today) {
                    sent += 1;
                    subscription = subscription.digested(at(&format!("{today}T06:00:00Z"))).unwrap();
                }
            }
            // Wednesday and five days are the first Monday.
            prop_assert_eq!(sent, expected);
        }
    }

    /// Two windows that meet tell each bulletin once.
    #[test]
    fn windows_that_meet_tell_everything_once(hours in prop::collection::vec(0_u32..24, 1..8), cut in 0_u32..24) {
        let when = |hour: u32| at("2026-03-05T00:00:00Z").plus_seconds(i64::from(hour) * 3_600);
        let bulletins: Vec<Bulletin> = (1..)
            .zip(&hours)
            .map(|(number, hour)| bulletin(number, BulletinTopic::News, &when(*hour).to_string()))
            .collect();
        let all: Vec<&Bulletin> = bulletins.iter().collect();
        let (start, end) = (at("2026-03-04T23:59:59Z"), when(24));
        let count = |from, until| {
            digest(&confirmed(Rhythm::Daily), &all, None, from, until).map_or(0, |mail| mail.entries.len())
        };
        prop_assert_eq!(count(start, when(cut)), hours.iter().filter(|hour| **hour <= cut).count());
        prop_assert_eq!(count(when(cut), end), hours.iter().filter(|hour| **hour > cut).count());
    }
}
