//! What the providers of a unit bring to its answers `byProvider`: the levels of the module versions it has.

use blaupause_kernel::Ars;
use blaupause_maturity::{Model, ProviderLevel, ProviderLevels};
use blaupause_store::provider_levels::{self as store, Supply};

use crate::{Error, Read};

/// The highest level that a module version installed at the unit supplies, by indicator of the model.
/// A level that this version of the model does not have supplies nothing.
///
/// # Errors
/// Those of the store.
pub fn of_unit(tx: &mut Read<'_>, unit: &Ars, model: &Model) -> Result<ProviderLevels, Error> {
    let today = tx.today();
    Ok(highest(&store::of_unit(tx.conn(), unit, today)?, model))
}

fn highest(supplies: &[Supply], model: &Model) -> ProviderLevels {
    let mut levels = ProviderLevels::default();
    for supply in supplies {
        for level in supply.levels.iter().filter(|l| l.model == model.id) {
            let Some(indicator) = model.indicator(&level.indicator) else { continue };
            let higher = levels.0.get(&level.indicator).is_none_or(|known| known.value < level.level);
            if higher && indicator.scale.contains(level.level) {
                let origin = format!("{}@{}", supply.module, supply.version);
                levels.0.insert(level.indicator.clone(), ProviderLevel { value: level.level, origin });
            }
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
