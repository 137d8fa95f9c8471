//! What can be refused in this crate: each variant states a fact, [`Described`] gives its code and values.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Date, Described, Language, LocalizedText, Message, Timestamp};
use uuid::Uuid;

/// One place of what was sent that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON pointer.
    pub path: String,
    /// What is wrong there.
    pub message: Message,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What was sent is not acceptable, at these places.
    #[error("the {kind} is not acceptable in {} places", .problems.len())]
    Invalid {
        /// `engagement`, `worklist`, `offer`, `registration`, `programme`, `onboarding`, `bulletin` or `subscription`.
        kind: &'static str,
        /// The places.
        problems: Vec<Problem>,
    },
    /// The record, or the part of it, is not in a state that allows this.
    #[error("the {kind} is `{state}`, so it cannot `{transition}`")]
    WrongState {
        /// What it is.
        kind: &'static str,
        /// Its state.
        state: &'static str,
        /// What was asked for.
        transition: &'static str,
    },
    /// The record has no such part.
    #[error("there is no {kind} `{id}` here")]
    NoSuchPart {
        /// What was named: `goal`, `question`, `registration` or `item`.
        kind: &'static str,
        /// Its id, or its place in the list.
        id: String,
    },
    /// There are as many as there may be.
    #[error("there are {most} {kind} already")]
    Full {
        /// What there is: `goals`, `visits`, `notes`, `questions`, `registrations`, `corrections` or `subscriptions`.
        kind: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// Two people are needed, and this is the first of them.
    #[error("`{transition}` needs another person")]
    SamePerson {
        /// What was asked for.
        transition: &'static str,
    },
    /// Only the author may do this.
    #[error("`{transition}` is for the author only")]
    NotAuthor {
        /// What was asked for.
        transition: &'static str,
    },
    /// A day before the one it follows.
    #[error("`{date}` lies before `{earliest}`")]
    TooEarly {
        /// The day.
        date: Date,
        /// The first day possible.
        earliest: Date,
    },
    /// The time to register is over.
    #[error("registration ended on `{0}`")]
    Late(Date),
    /// The first session has begun.
    #[error("the first session began at `{0}`")]
    Begun(Timestamp),
    /// The last session has not begun yet.
    #[error("the last session begins at `{0}`")]
    NotBegun(Timestamp),
    /// The last session has not ended yet.
    #[error("the last session ends at `{0}`")]
    NotOver(Timestamp),
    /// Fewer places than seats are confirmed.
    #[error("{places} places are fewer than the {taken} seats confirmed")]
    PlacesTaken {
        /// The places asked for.
        places: u32,
        /// The seats confirmed.
        taken: u64,
    },
    /// The unit has registered already.
    #[error("the unit `{0}` is registered already")]
    Registered(Ars),
    /// The registration waits for a place.
    #[error("the registration `{0}` waits for a place")]
    Waiting(Uuid),
    /// Items of a checklist are still open.
    #[error("{0} items are still open")]
    ItemsOpen(usize),
    /// No correction waits for a second person.
    #[error("no correction waits for approval")]
    NoCorrection,
    /// The time to confirm is over.
    #[error("the time to confirm ended at `{0}`")]
    Expired(Timestamp),
    /// The token is not the one of this subscription.
    #[error("the token is not the one of this subscription")]
    WrongToken,
    /// Not an address of electronic mail that this service writes to.
    #[error("`{0}` is not an e-mail address")]
    BadAddress(String),
    /// A number that cannot be kept exactly.
    #[error("a number is too large")]
    TooLarge,
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Invalid { kind, problems } => {
                Message::new(format!("{kind}-invalid")).with("count", problems.len())
            }
            Self::WrongState { kind, state, transition } => Message::new(format!("{kind}-wrong-state"))
                .with("state", state)
                .with("transition", transition),
            Self::NoSuchPart { kind, id } => {
                Message::new("support-no-such-part").with("kind", kind).with("id", id)
            }
            Self::Full { kind, most } => Message::new("support-full").with("kind", kind).with("most", most),
            Self::SamePerson { transition } => {
                Message::new("support-same-person").with("transition", transition)
            }
            Self::NotAuthor { transition } => {
                Message::new("support-not-author").with("transition", transition)
            }
            Self::TooEarly { date, earliest } => {
                Message::new("support-too-early").with("date", date).with("earliest", earliest)
            }
            Self::Late(date) => Message::new("offer-late").with("date", date),
            Self::Begun(at) => Message::new("offer-begun").with("at", at),
            Self::NotBegun(at) => Message::new("offer-not-begun").with("at", at),
            Self::NotOver(at) => Message::new("offer-not-over").with("at", at),
            Self::PlacesTaken { places, taken } => {
                Message::new("offer-places-taken").with("places", places).with("taken", taken)
            }
            Self::Registered(unit) => Message::new("offer-registered").with("unit", unit),
            Self::Waiting(id) => Message::new("offer-waiting").with("id", id),
            Self::ItemsOpen(open) => Message::new("onboarding-items-open").with("open", open),
            Self::NoCorrection => Message::new("bulletin-no-correction"),
            Self::Expired(at) => Message::new("subscription-expired").with("at", at),
            Self::WrongToken => Message::new("subscription-wrong-token"),
            Self::BadAddress(text) => Message::new("subscription-bad-address").with("text", text),
            Self::TooLarge => Message::new("support-too-large"),
        }
    }
}

/// Collects problems so that all of them are told at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

/// Nothing, or `Invalid` with every problem that `find` notes.
pub(crate) fn check(kind: &'static str, find: impl FnOnce(&mut Problems)) -> Result<(), Error> {
    let mut problems = Problems::default();
    find(&mut problems);
    if problems.0.is_empty() { Ok(()) } else { Err(Error::Invalid { kind, problems: problems.0 }) }
}

/// Nothing, or `Full` if there is no room for one more.
pub(crate) fn room(kind: &'static str, count: usize, most: usize) -> Result<(), Error> {
    if count < most { Ok(()) } else { Err(Error::Full { kind, most }) }
}

impl Problems {
    /// Notes `message` at `path` unless `holds`.
    pub(crate) fn require(&mut self, holds: bool, path: &str, message: impl FnOnce() -> Message) {
        if !holds {
            self.0.push(Problem { path: path.to_owned(), message: message() });
        }
    }

    /// Requires one line: not blank, not too long, no control characters.
    pub(crate) fn line(&mut self, path: &str, text: &str, most: usize) {
        self.text(path, text, most, !text.contains(char::is_control));
    }

    /// Requires prose: not blank, not too long, no control characters but line breaks and tabs.
    pub(crate) fn prose(&mut self, path: &str, text: &str, most: usize) {
        let clean = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        self.text(path, text, most, clean);
    }

    fn text(&mut self, path: &str, text: &str, most: usize, clean: bool) {
        let length = text.chars().count();
        self.require(clean && length <= most && !text.trim().is_empty(), path, || {
            Message::new("support-bad-text").with("length", length).with("most", most)
        });
    }

    /// Requires every language of a text to be a line, or prose.
    pub(crate) fn localized(
        &mut self,
        path: &str,
        text: &LocalizedText,
        most: usize,
        require: fn(&mut Self, &str, &str, usize),
    ) {
        for language in Language::ALL.into_iter().filter(|language| text.has(*language)) {
            require(self, &format!("{path}/{language}"), text.get(language), most);
        }
    }

    /// Requires a number from `least` to `most`.
    pub(crate) fn range(&mut self, path: &str, number: u32, least: u32, most: u32) {
        self.require((least..=most).contains(&number), path, || {
            Message::new("support-out-of-range").with("least", least).with("most", most)
        });
    }

    /// Requires at most `most` entries.
    pub(crate) fn at_most(&mut self, path: &str, count: usize, most: usize) {
        self.require(count <= most, path, || {
            Message::new("support-too-many").with("count", count).with("most", most)
        });
    }

    /// Requires an entry.
    pub(crate) fn some(&mut self, path: &str, count: usize) {
        self.require(count > 0, path, || Message::new("support-none"));
    }

    /// Requires every entry to be named once; the pointer names the repetition.
    pub(crate) fn unique<K: Ord>(&mut self, path: &str, keys: impl Iterator<Item = K>) {
        let mut seen = BTreeSet::new();
        for (i, key) in keys.enumerate() {
            let new = seen.insert(key);
            self.require(new, &format!("{path}/{i}"), || Message::new("support-named-twice"));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Path and code of every problem.
    pub(crate) fn places<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<(String, String)> {
        let Err(Error::Invalid { problems, .. }) = result else { panic!("accepted: {result:?}") };
        problems.into_iter().map(|problem| (problem.path, problem.message.code)).collect()
    }

    #[test]
    fn texts_are_neither_blank_nor_endless_nor_binary() {
        for (text, line, prose) in [
            ("äöü", true, true),
            ("a\nb", false, true),
            ("äöüß!", false, false),
            (" ", false, false),
            ("a\u{0}", false, false),
        ] {
            let one = check("offer", |problems| problems.line("/a", text, 4));
            let many = check("offer", |problems| problems.prose("/a", text, 4));
            assert_eq!((one.is_ok(), many.is_ok()), (line, prose), "{text:?}");
        }
    }

    #[test]
    fn every_problem_is_told_with_its_place() {
        let result = check("offer", |problems| {
            problems.range("/places", 0, 1, 9);
            problems.at_most("/topics", 3, 2);
            problems.some("/sessions", 0);
            problems.unique("/units", ["a", "b", "a"].into_iter());
            problems.localized("/title", &LocalizedText::new("lang", "x").unwrap(), 3, Problems::line);
        });
        let expected = [
            ("/places", "support-out-of-range"),
            ("/topics", "support-too-many"),
            ("/sessions", "support-none"),
            ("/units/2", "support-named-twice"),
            ("/title/de", "support-bad-text"),
        ];
        assert_eq!(places(result), expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
        assert_eq!(room("goals", 2, 2), Err(Error::Full { kind: "goals", most: 2 }));
    }

    #[test]
    fn errors_name_a_code_and_its_values() {
        let wrong = Error::WrongState { kind: "offer", state: "held", transition: "cancel" };
        let message = Message::new("offer-wrong-state").with("state", "held").with("transition", "cancel");
        assert_eq!(wrong.message(), message);
        let taken = Error::PlacesTaken { places: 3, taken: 5 };
        assert_eq!(taken.message(), Message::new("offer-places-taken").with("places", 3).with("taken", 5));
    }
}
