//! Finds names as people type them: with typing errors, half a word, umlauts or what stands for them ("fehlertolerante Suche").
//! Names in, hits out; what is found is the caller's.

mod words;

use std::collections::HashMap;

use blaupause_territory::{search_name, search_term};

use crate::words::{Word, points, split};

/// Most letters of a question that are looked at.
const LONGEST: usize = 120;
/// Most words of a question that are looked at.
const MOST_WORDS: usize = 8;

/// What something is found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its names, the one it is sorted by first.
    pub names: Vec<String>,
    /// How important it is among those that fit as well: inhabitants, for example.
    pub weight: u64,
}

/// Names that are searched.
#[derive(Debug, Clone)]
pub struct Index<T> {
    things: Vec<Thing<T>>,
    words: Vec<Indexed>,
}

#[derive(Debug, Clone)]
struct Thing<T> {
    name: String,
    words: usize,
    weight: u64,
    what: T,
}

/// A word, and the places of what has it in its names.
#[derive(Debug, Clone)]
struct Indexed {
    word: Word,
    places: Vec<usize>,
}

impl<T> Index<T> {
    /// An index of these things.
    pub fn new(things: impl IntoIterator<Item = (Entry, T)>) -> Self {
        let mut all = Vec::new();
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, (entry, what)) in things.into_iter().enumerate() {
            let folded: Vec<String> = entry.names.iter().map(|name| search_name(name)).collect();
            for word in folded.iter().flat_map(|name| split(name)) {
                let of_word = places.entry(word.to_owned()).or_default();
                if of_word.last() != Some(&place) {
                    of_word.push(place);
                }
            }
            let name = folded.into_iter().next().unwrap_or_default();
            let words = split(name.split('\n').next().unwrap_or_default()).count();
            all.push(Thing { name, words, weight: entry.weight, what });
        }
        let words = places.into_iter().map(|(text, places)| Indexed { word: Word::new(text), places });
        Self { things: all, words: words.collect() }
    }

    /// What fits best, at most so many.
    pub fn find(&self, question: &str, limit: usize) -> Vec<&T> {
        let question: String = search_term(question).chars().take(LONGEST).collect();
        let asked: Vec<Word> =
            split(&question).take(MOST_WORDS).map(|word| Word::new(word.to_owned())).collect();
        let mut found: Option<HashMap<usize, u32>> = None;
        for word in &asked {
            let fitting = self.fitting(word);
            found = Some(match found {
                None => fitting,
                Some(before) => {
                    let both = before.into_iter().filter_map(|(place, points)| {
                        fitting.get(&place).map(|more| (place, points.saturating_add(*more)))
                    });
                    both.collect()
                }
            });
        }
        let mut hits: Vec<(u32, &Thing<T>)> = found
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(place, points)| self.things.get(place).map(|thing| (points, thing)))
            .collect();
        hits.sort_by(|(points, a), (others, b)| {
            let key = |points: u32, thing: &Thing<T>| (points, thing.words, std::cmp::Reverse(thing.weight));
            key(*points, a).cmp(&key(*others, b)).then_with(|| a.name.cmp(&b.name))
        });
        hits.into_iter().take(limit).map(|(_, thing)| &thing.what).collect()
    }

    /// The places of all that have a word which this one fits, with the fewest points.
    fn fitting(&self, asked: &Word) -> HashMap<usize, u32> {
        let mut fitting: HashMap<usize, u32> = HashMap::new();
        for indexed in &self.words {
            let Some(points) = points(asked, &indexed.word) else { continue };
            for place in &indexed.places {
                let least = fitting.entry(*place).or_insert(points);
                *least = points.min(*least);
            }
        }
        fitting
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn index() -> Index<&'static str> {
        let towns = [
            ("Mühlhausen/Thüringen", 36_000),
            ("Mühlhausen im Täle", 1_000),
            ("Goslar", 50_000),
            ("Göttingen", 118_000),
            ("Altdorf", 12_000),
            ("Altdorf b. Nürnberg", 15_000),
            ("Neustadt an der Weinstraße", 53_000),
            ("Clausthal-Zellerfeld", 14_000),
        ];
        let entry =
            |(name, weight): (&'static str, u64)| (Entry { names: vec![name.to_owned()], weight }, name);
        Index::new(towns.map(entry))
    }

    #[rstest]
    #[case("Goslar", &["Goslar"])]
    #[case("gosl", &["Goslar"])]
    #[case("Golsar", &["Goslar"])]
    #[case("Gosslar", &["Goslar"])]
    #[case("Göttingen", &["Göttingen"])]
    #[case("Goettingen", &["Göttingen"])]
    #[case("Gottingen", &["Göttingen"])]
    #[case("Götingen", &["Göttingen"])]
    #[case("Mühlhausen", &["Mühlhausen/Thüringen", "Mühlhausen im Täle"])]
    #[case("Muelhausen Täle", &["Mühlhausen im Täle"])]
    #[case("altdorf", &["Altdorf", "Altdorf b. Nürnberg"])]
    #[case("altdorf nürnb", &["Altdorf b. Nürnberg"])]
    #[case("weinstrasse", &["Neustadt an der Weinstraße"])]
    #[case("zellerfeld", &["Clausthal-Zellerfeld"])]
    #[case("Claustal Zelerfeld", &["Clausthal-Zellerfeld"])]
    #[case("hausen", &["Mühlhausen/Thüringen", "Mühlhausen im Täle"])]
    #[case("xyz", &[])]
    #[case("go", &["Göttingen", "Goslar"])]
    #[case("", &[])]
    #[case(" - / ", &[])]
    fn names_are_found_as_they_are_typed(#[case] question: &str, #[case] expected: &[&str]) {
        let found: Vec<&str> = index().find(question, 10).into_iter().copied().collect();
        assert_eq!(found, expected, "{question}");
    }

    #[test]
    fn no_more_are_found_than_asked_for() {
        assert_eq!(index().find("Mühlhausen", 1), [&"Mühlhausen/Thüringen"]);
    }

    #[test]
    fn a_question_without_end_is_cut() {
        assert!(index().find(&"goslar ".repeat(100_000), 5).contains(&&"Goslar"));
        assert!(index().find(&"g".repeat(1_000_000), 5).is_empty());
    }
}
