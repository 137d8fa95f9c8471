//! Foreign text never makes the readers panic or hang: random bytes, and sound documents with something broken in them.
//! The open-ended form of this is in `fuzz/`.

use std::fs;
use std::time::{Duration, Instant};

use blaupause_kernel::Digest;
use blaupause_maturity::{Answers, Error, Model, ProviderLevels, score};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::kit::{example, here, town};

/// No text of this size takes anywhere near as long, even on a busy machine without optimisation.
const LIMIT: Duration = Duration::from_secs(20);

/// Pieces that mean something to the readers.
const PIECES: [&str; 24] = [
    "&a ",
    "*a",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "    ",
    "\"",
    "'",
    "null",
    "1e999",
    "-1",
    "1/0",
    "0.1",
    "true",
    "weight: 0",
    "aggregation: ladder",
    "values: []",
    "!!binary ",
    "\u{0}",
    "999999999999999999/7",
];

/// What is done to a text at a place.
#[derive(Debug, Clone)]
enum Change {
    Remove(Index, Index),
    Insert(Index, usize),
    Repeat(Index, Index),
    SwapLines(Index, Index),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let place = any::<Index>;
    let change = prop_oneof![
        (place(), place()).prop_map(|(a, b)| Change::Remove(a, b)),
        (place(), 0..PIECES.len()).prop_map(|(a, piece)| Change::Insert(a, piece)),
        (place(), place()).prop_map(|(a, b)| Change::Repeat(a, b)),
        (place(), place()).prop_map(|(a, b)| Change::SwapLines(a, b)),
    ];
    vec(change, 1..6)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        if chars.is_empty() {
            break;
        }
        match change {
            Change::Remove(at, many) => {
                let start = at.index(chars.len());
                let end = (start + 1 + many.index(30)).min(chars.len());
                chars.drain(start..end);
            }
            Change::Insert(at, piece) => {
                let start = at.index(chars.len());
                chars.splice(start..start, PIECES[*piece].chars());
            }
            Change::Repeat(at, many) => {
                let start = at.index(chars.len());
                let end = (start + many.index(200)).min(chars.len());
                let part = chars[start..end].to_vec();
                chars.splice(start..start, part);
            }
            Change::SwapLines(a, b) => {
                let whole: String = chars.iter().collect();
                let mut lines: Vec<&str> = whole.split('\n').collect();
                let (a, b) = (a.index(lines.len()), b.index(lines.len()));
                lines.swap(a, b);
                chars = lines.join("\n").chars().collect();
            }
        }
    }
    chars.into_iter().collect()
}

/// Reads a text as a model; what is accepted reads back as it was and can be scored or says why not.
fn read(text: &str) -> Result<(), TestCaseError> {
    let since = Instant::now();
    match Model::read(text) {
        Err(problems) => prop_assert!(!problems.is_empty()),
        Ok(model) => {
            let stored = serde_json::to_string(&model).unwrap();
            prop_assert_eq!(Model::read(&stored), Ok(model.clone()));
            let scored =
                score(&model, Digest::of(b""), &town(), &Answers::default(), &ProviderLevels::default());
            prop_assert!(matches!(scored, Ok(_) | Err(Error::NothingApplies)));
        }
    }
    prop_assert!(since.elapsed() < LIMIT, "{:?}", since.elapsed());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_no_model(bytes in vec(any::<u8>(), 0..600)) {
        read(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn random_pieces_are_no_model(pieces in vec(0..PIECES.len(), 0..120)) {
        read(&pieces.iter().map(|p| PIECES[*p]).collect::<String>())?;
    }

    #[test]
    fn broken_models_are_refused_or_read(which in 0..3_usize, changes in changes()) {
        let name = ["every-member", "gtmi", "ozg-reifegrad-1-1"][which];
        let text = fs::read_to_string(here(&format!("examples-models/{name}.yaml"))).unwrap();
        read(&changed(&text, &changes))?;
    }

    #[test]
    fn broken_answers_are_refused_or_scored(changes in changes()) {
        let sound = r#"{"bezahlung":{"kind":"level","value":2},"status":{"kind":"level","value":"3"},
            "bescheid":{"kind":"notApplicable","reason":"keiner"},"postfach":{"kind":"notAssessable"},
            "nachweise":{"kind":"byProvider"},"schriftform":{"kind":"unanswered"}}"#;
        let Ok(answers) = serde_json::from_str::<Answers>(&changed(sound, &changes)) else { return Ok(()) };
        let model = example("ozg-reifegrad-1-1");
        let scored = score(&model, Digest::of(b""), &town(), &answers, &ProviderLevels::default());
        match answers.check(&model) {
            Ok(()) => prop_assert!(matches!(scored, Ok(_) | Err(Error::NothingApplies)), "{:?}", scored),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
