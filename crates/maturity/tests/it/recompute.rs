//! An independent program does the calculation again from the result document: `tests/recompute.py`.

use std::fs;
use std::process::{Command, Output};

use blaupause_kernel::Rational;
use blaupause_maturity::{Answer, Answers, Error, Model, Outcome, ProviderLevel, ProviderLevels, score};
use serde_json::Value;

use crate::kit::{here, level, model, shipped, town};

/// A small generator of numbers, the same in every run (SplitMix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(end).unwrap()).unwrap()
    }
}

/// Answers of every kind, more or fewer of them open or left out.
fn drawn(model: &Model, draws: &mut Draws) -> (Answers, ProviderLevels) {
    let (mut answers, mut provider) = (Answers::default(), ProviderLevels::default());
    let open = draws.below(4);
    for (_, indicator) in model.indicators() {
        let values = indicator.scale.values();
        let mut value = values[draws.below(values.len())];
        if indicator.scale.is_measured() {
            value = Rational::new(i64::try_from(draws.below(1_000_001)).unwrap(), 1_000_000).unwrap();
        }
        let answer = match draws.below(12) {
            n if n < open => continue,
            0..=3 => Answer::NotAssessable { reason: None },
            4 => Answer::NotApplicable { reason: "gibt es hier nicht".into() },
            5 => {
                if draws.below(2) == 0 {
                    provider
                        .0
                        .insert(indicator.id.clone(), ProviderLevel { value, origin: "modul@1.0.0".into() });
                }
                Answer::ByProvider
            }
            _ => level(value),
        };
        answers.0.insert(indicator.id.clone(), answer);
    }
    (answers, provider)
}

/// Results of every model in the tree, so many of each.
fn results(of_each: usize) -> Vec<Outcome> {
    let mut draws = Draws(7);
    let mut results = Vec::new();
    for text in shipped() {
        let model = model(&text);
        let hash = model.hash().unwrap();
        for _ in 0..of_each {
            let (answers, provider) = drawn(&model, &mut draws);
            match score(&model, hash, &town(), &answers, &provider) {
                Ok(outcome) => results.push(outcome),
                Err(Error::NothingApplies) => {}
                Err(other) => panic!("{}: {other}", model.id),
            }
        }
    }
    results
}

fn python(document: &Value) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("results.json");
    fs::write(&file, document.to_string()).unwrap();
    Command::new("python3").arg(here("tests/recompute.py")).arg(&file).output().unwrap_or_else(|error| {
        panic!("python3 is needed (`apt-get install python3`, https://www.python.org/downloads/): {error}")
    })
}

#[test]
fn an_independent_program_comes_to_the_same_results() {
    let results = results(20);
    assert!(results.len() > 100, "{}", results.len());
    let output = python(&serde_json::to_value(&results).unwrap());
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains(&format!("{} results, 0 differences", results.len())), "{said}");
}

#[test]
fn the_independent_program_notices_a_changed_number() {
    let result = serde_json::to_value(results(1).into_iter().find(|r| r.score.is_some()).unwrap()).unwrap();
    for (place, changed) in [
        ("/score/exact", Value::from("1/7")),
        ("/score/rounded", Value::from("9.99")),
        ("/bounds/upper/exact", Value::from("1/7")),
        ("/coverage/share", Value::from("1/7")),
        ("/coverage/answered", Value::from(0)),
        ("/stage", Value::Null),
        ("/explain/children/0/lower", Value::from("1/7")),
        ("/explain/children/0/children/0/effectiveWeight", Value::from("1/7")),
    ] {
        let mut forged = result.clone();
        *forged.pointer_mut(place).unwrap() = changed;
        let output = python(&forged);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{place}: {said}");
        assert!(said.contains("1 results, 1 differences"), "{place}: {said}");
    }
}
