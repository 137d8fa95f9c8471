//! Any text as answers to the built-in model: what passes the check can be scored.
#![no_main]

use std::sync::LazyLock;

use blaupause_kernel::{Digest, Level};
use blaupause_maturity::{Answers, Error, Model, ProviderLevels, Scorer, SubjectProfile, builtin_models, score};
use libfuzzer_sys::fuzz_target;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let (_, text) = builtin_models().first().expect("there is a built-in model");
    Model::read(text).expect("it has no problems")
});

fuzz_target!(|text: &str| {
    let Ok(answers) = serde_json::from_str::<Answers>(text) else { return };
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
    let none = ProviderLevels::default();
    let checked = answers.check(&MODEL);
    match score(&MODEL, Digest::of(b""), &town, &answers, &none) {
        Ok(outcome) => {
            let scorer = Scorer::of(&MODEL).expect("no measured scales");
            let cells = scorer.cells(&town, &answers, &none).expect("what is scored fits the model");
            let totals = scorer.score(&cells).expect("what is scored once can be scored again");
            assert_eq!(totals.score, outcome.score.map(|s| s.exact));
            assert!(totals.lower <= totals.upper);
        }
        Err(Error::NothingApplies) => {}
        Err(_) => assert!(checked.is_err(), "what passes the check can be scored"),
    }
});
