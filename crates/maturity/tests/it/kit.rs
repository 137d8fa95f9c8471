//! Reading models and answers as a user of the crate does.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use blaupause_kernel::{Level, Rational};
use blaupause_maturity::{
    Answer, Answers, Indicator, Model, Outcome, ProviderLevels, SubjectProfile, builtin_models, score,
};

pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The YAML files of a folder of this crate.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(here(folder)).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "yaml"));
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

pub fn model(text: &str) -> Model {
    Model::read(text).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// A model of `examples-models`.
pub fn example(name: &str) -> Model {
    model(&fs::read_to_string(here(&format!("examples-models/{name}.yaml"))).unwrap())
}

/// Every model in the tree: the examples and those that come with the product.
pub fn shipped() -> Vec<String> {
    let examples = files("examples-models").into_iter().map(|f| fs::read_to_string(f).unwrap());
    examples.chain(builtin_models().iter().map(|(_, text)| (*text).to_owned())).collect()
}

pub fn num(text: &str) -> Rational {
    text.parse().unwrap()
}

pub fn level(value: Rational) -> Answer {
    Answer::Level { value }
}

/// An answer for each indicator for which `pick` has one.
pub fn answers(model: &Model, mut pick: impl FnMut(&Indicator) -> Option<Answer>) -> Answers {
    let indicators = model.indicators();
    Answers(indicators.iter().filter_map(|(_, i)| Some((i.id.clone(), pick(i)?))).collect::<BTreeMap<_, _>>())
}

pub fn town() -> SubjectProfile {
    SubjectProfile::Unit { level: Level::Municipality, size_class: None }
}

pub fn outcome(model: &Model, answers: &Answers) -> Outcome {
    score(model, model.hash().unwrap(), &town(), answers, &ProviderLevels::default()).unwrap()
}

pub fn exact(outcome: &Outcome) -> String {
    outcome.score.as_ref().unwrap().exact.to_string()
}

pub fn stage(outcome: &Outcome) -> String {
    outcome.stage.as_ref().map_or_else(|| "-".to_owned(), |s| s.id.to_string())
}

/// Folder of the real data, if there is any.
pub fn data(path: &str) -> Option<PathBuf> {
    let found = env::var_os("BLAUPAUSE_DATA").map(|d| Path::new(&d).join(path)).filter(|p| p.exists());
    if found.is_none() {
        println!("left out: `BLAUPAUSE_DATA/{path}` is not there");
    }
    found
}
