//! Any text as a maturity model: problems or a model, never a panic; and a model reads back as it was.
#![no_main]

use blaupause_kernel::{Digest, Level};
use blaupause_maturity::{Answers, Model, ProviderLevels, SubjectProfile, score};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(model) = Model::read(text) else { return };
    let stored = serde_json::to_string(&model).expect("a model can be written");
    assert_eq!(Model::read(&stored).as_ref(), Ok(&model));
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: None };
    // Too large numbers are an error; so is a model that asks nothing of this unit.
    let _outcome = score(&model, Digest::of(b""), &town, &Answers::default(), &ProviderLevels::default());
});
