//! What the providers of a unit bring to its answers `byProvider`: the levels of the module versions it has, and those
//! that the model derives from the signed assessments of the providers themselves.

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Rational, Slug};
use blaupause_maturity::{
    Answer, Answers, Assessed, Indicator, Model, ProviderLevel, ProviderLevels, SignedAssessment,
};
use blaupause_store::provider_levels::{self as store, Supply};
use blaupause_store::{providers, signed_assessments};

use crate::{Error, Read};

/// The highest level that a module version installed at the unit, or the latest signed assessment of a provider that
/// serves it, supplies, by indicator of the model. A level that this version of the model does not have supplies nothing.
///
/// # Errors
/// Those of the store.
pub fn of_unit(
    tx: &mut Read<'_>,
    unit: &Ars,
    model: &Model,
    answers: &Answers,
) -> Result<ProviderLevels, Error> {
    let today = tx.today();
    let mut levels = highest(&store::of_unit(tx.conn(), unit, today)?, model);
    // signed documents are large: they are read only where an answer asks for them
    let asked = |indicator: &&Indicator| answers.get(&indicator.id) == Some(&Answer::ByProvider);
    let indicators: Vec<&Indicator> =
        model.indicators().into_iter().map(|(_, indicator)| indicator).filter(asked).collect();
    let models: BTreeSet<&Slug> =
        indicators.iter().flat_map(|i| &i.by_provider).map(|source| &source.model).collect();
    if models.is_empty() {
        return Ok(levels);
    }
    for provider in providers::serving(tx.conn(), unit, today)? {
        let assessed = Assessed::Provider(provider);
        for model in &models {
            if let Some(signed) = signed_assessments::latest(tx.conn(), &assessed, model)? {
                derive(&mut levels, &indicators, &signed, &assessed)?;
            }
        }
    }
    Ok(levels)
}

/// Adds what the signed assessment of a provider brings, where it is higher than what is known.
fn derive(
    levels: &mut ProviderLevels,
    indicators: &[&Indicator],
    signed: &SignedAssessment,
    provider: &Assessed,
) -> Result<(), Error> {
    let found = signed.outcome.levels();
    let origin = format!("{}@{} {provider} {}", signed.model.id, signed.model.version, signed.hash()?);
    for indicator in indicators {
        let fits = indicator
            .by_provider
            .iter()
            .filter(|source| source.model == signed.model.id && source.version == signed.model.version);
        let brought = fits.filter_map(|source| source.level(*found.get(&source.indicator)?));
        for level in brought {
            raise(levels, indicator, level, &origin);
        }
    }
    Ok(())
}

fn raise(levels: &mut ProviderLevels, indicator: &Indicator, value: Rational, origin: &str) {
    let higher = levels.0.get(&indicator.id).is_none_or(|known| known.value < value);
    if higher && indicator.scale.contains(value) {
        levels.0.insert(indicator.id.clone(), ProviderLevel { value, origin: origin.to_owned() });
    }
}

fn highest(supplies: &[Supply], model: &Model) -> ProviderLevels {
    let mut levels = ProviderLevels::default();
    for supply in supplies {
        for level in supply.levels.iter().filter(|l| l.model == model.id) {
            let Some(indicator) = model.indicator(&level.indicator) else { continue };
            raise(&mut levels, indicator, level.level, &format!("{}@{}", supply.module, supply.version));
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use blaupause_catalog::SuppliedLevel;
    use blaupause_maturity::builtin_models;

    use super::*;

    #[test]
    fn the_highest_level_on_the_scale_wins_and_the_first_of_equals() {
        let (_, text) = builtin_models()[0];
        let model = Model::read(text).unwrap();
        let indicators = model.indicators();
        let indicator = indicators[0].1;
        let values: Vec<_> = indicator.levels.iter().map(|l| l.value).collect();
        let supply = |module: &str, of: &str, level: blaupause_kernel::Rational| Supply {
            module: module.parse().unwrap(),
            version: "1.2.0".parse().unwrap(),
            levels: vec![SuppliedLevel {
                model: of.parse().unwrap(),
                indicator: indicator.id.clone(),
                level,
            }],
        };
        let own = model.id.as_str();
        let supplies = [
            supply("a", own, values[0]),
            supply("b", own, values[1]),
            supply("c", own, values[1]),
            supply("d", own, "1/7".parse().unwrap()),
            supply("e", "other-model", values[2]),
            supply("f", own, "999".parse().unwrap()),
        ];
        let levels = highest(&supplies, &model);
        let expected = ProviderLevel { value: values[1], origin: "b@1.2.0".to_owned() };
        assert_eq!(levels.0.into_iter().collect::<Vec<_>>(), [(indicator.id.clone(), expected)]);
    }
}
