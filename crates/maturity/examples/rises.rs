//! The smallest set of rises to every stage of the built-in models from several states, with the time it takes.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use blaupause_kernel::{Language, Level, Rational};
use blaupause_maturity::{
    Answer, Answers, Model, ProviderLevels, SubjectProfile, builtin_models, rises, score,
};
use blaupause_territory::SizeClass;

fn main() -> Result<(), Box<dyn Error>> {
    let town = SubjectProfile::Unit { level: Level::Municipality, size_class: Some(SizeClass::of(15_173)) };
    for (name, yaml) in builtin_models() {
        let model = Model::read(yaml)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        for levels in [vec![0], vec![1, 2], vec![2, 3, 1, 0, 2]] {
            let steps = levels.iter().cycle();
            let answers: BTreeMap<_, _> = model
                .indicators()
                .into_iter()
                .zip(steps)
                .filter_map(|((_, i), n)| Some((i.id.clone(), i.scale.values().get(*n).copied()?)))
                .map(|(id, value): (_, Rational)| (id, Answer::Level { value }))
                .collect();
            let Ok(outcome) =
                score(&model, model.hash()?, &town, &Answers(answers), &ProviderLevels::default())
            else {
                continue;
            };
            for stage in &model.stages {
                let start = Instant::now();
                let Some(found) = rises(&model, &outcome, Some(&stage.id))? else { continue };
                println!(
                    "{name} from {levels:?} to {}: {} indicators, {} steps, proved {}, {:?}",
                    stage.title.get(Language::De),
                    found.rises.len(),
                    found.rises.iter().map(|r| r.steps).sum::<u32>(),
                    found.proved,
                    start.elapsed()
                );
            }
        }
    }
    Ok(())
}
