//! Scores a few answers against the built-in model and prints the result document.

use std::collections::BTreeMap;
use std::error::Error;

use blaupause_kernel::{Language, Level, Rational};
use blaupause_maturity::{
    Answer, Answers, Model, ProviderLevels, SubjectProfile, Target, builtin_models, gaps, score,
};
use blaupause_territory::SizeClass;

fn main() -> Result<(), Box<dyn Error>> {
    let (_, yaml) = builtin_models().first().ok_or("no built-in model")?;
    let model = Model::read(yaml)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let levels = [2, 3, 4].into_iter().cycle().map(Rational::from_int);
    let answers: BTreeMap<_, _> = model
        .indicators()
        .into_iter()
        .zip(levels)
        .map(|((_, indicator), value)| (indicator.id.clone(), Answer::Level { value }))
        .collect();
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: Some(SizeClass::of(15_173)) };
    let outcome = score(&model, model.hash()?, &town, &Answers(answers), &ProviderLevels::default())?;
    println!("{}", serde_json::to_string_pretty(&outcome)?);
    for gap in gaps(&model, &outcome, &Target::NextStage)? {
        println!("{}: {} -> {}", gap.title.get(Language::De), gap.proven, gap.needed);
    }
    Ok(())
}
