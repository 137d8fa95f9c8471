//! The collector behind "all problems at once". What a problem is, is [`Problem`]'s business.

use blaupause_kernel::{Language, LocalizedText, Message};
use blaupause_maturity::Problem;

use crate::Error;

/// Collects problems so that all of them are told at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// Notes `message` at `pointer` unless `holds`.
    pub(crate) fn require(&mut self, holds: bool, pointer: &str, message: impl FnOnce() -> Message) {
        if !holds {
            self.0.push(Problem::new(pointer, None, message()));
        }
    }

    /// Requires every language of a text to have at most `most` characters.
    pub(crate) fn text(&mut self, pointer: &str, text: &LocalizedText, most: usize) {
        for language in Language::ALL.into_iter().filter(|l| text.has(*l)) {
            let count = text.get(language).chars().count();
            self.require(count <= most, &format!("{pointer}/{language}"), || {
                Message::new("pilots-bad-text").with("length", count).with("most", most)
            });
        }
    }

    /// Requires at most `most` entries.
    pub(crate) fn at_most(&mut self, pointer: &str, len: usize, most: usize) {
        self.require(len <= most, pointer, || {
            Message::new("pilots-too-many-entries").with("count", len).with("most", most)
        });
    }

    /// Requires every key of a list to be named once; the pointer names the repetition.
    pub(crate) fn unique<K: Ord + ToString>(&mut self, pointer: &str, keys: impl Iterator<Item = K>) {
        let mut seen = std::collections::BTreeSet::new();
        for (i, key) in keys.enumerate() {
            let text = key.to_string();
            let new = seen.insert(key);
            self.require(new, &format!("{pointer}/{i}"), || {
                Message::new("pilots-named-twice").with("value", text)
            });
        }
    }

    /// The problems found.
    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }

    /// Nothing, or `Invalid` with every problem.
    pub(crate) fn into_result(self, kind: &'static str) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid { kind, problems: self.0 }) }
    }
}
