//! What a module version costs and how much work it is, by size class. Exact to the cent.

use std::collections::BTreeSet;

use blaupause_kernel::{Euro, Message, PersonDays};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::{ModuleVersion, Problem};

/// Preisband: what units of these size classes pay.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceBand {
    /// For whom.
    pub size_classes: Vec<SizeClass>,
    /// Once.
    #[serde(default)]
    pub one_off: Euro,
    /// Every year, whatever the size.
    #[serde(default)]
    pub per_year: Euro,
    /// Every year for each inhabitant.
    #[serde(default)]
    pub per_inhabitant_per_year: Euro,
}

/// Kosten for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cost {
    /// Once.
    pub one_off: Euro,
    /// Every year.
    pub per_year: Euro,
}

impl Cost {
    /// Nothing.
    pub const ZERO: Self = Self { one_off: Euro::ZERO, per_year: Euro::ZERO };

    /// Both together; nothing if an amount does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let one_off = self.one_off.checked_add(other.one_off)?;
        Some(Self { one_off, per_year: self.per_year.checked_add(other.per_year)? })
    }
}

/// Aufwand of one size class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Effort {
    /// For whom.
    pub size_class: SizeClass,
    /// How much work, by the unit and the provider together.
    pub person_days: PersonDays,
}

impl ModuleVersion {
    /// What a unit of this size class with `population` inhabitants pays; nothing if no band holds for it or the
    /// amount does not fit.
    pub fn cost_for(&self, size_class: SizeClass, population: u32) -> Option<Cost> {
        let band = self.prices.iter().find(|band| band.size_classes.contains(&size_class))?;
        let heads = band.per_inhabitant_per_year.hundredths().checked_mul(population.into())?;
        let per_year = band.per_year.checked_add(Euro::from_hundredths(heads))?;
        Some(Cost { one_off: band.one_off, per_year })
    }

    /// How much work it is for a unit of this size class; nothing if that is not known.
    pub fn effort_for(&self, size_class: SizeClass) -> Option<PersonDays> {
        self.effort.iter().find(|effort| effort.size_class == size_class).map(|effort| effort.person_days)
    }
}

/// Negative prices, empty bands, size classes in two bands and suited size classes in none.
pub(super) fn price_problems(version: &ModuleVersion) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (i, band) in version.prices.iter().enumerate() {
        let amounts = [
            ("oneOff", band.one_off),
            ("perYear", band.per_year),
            ("perInhabitantPerYear", band.per_inhabitant_per_year),
        ];
        for (field, amount) in amounts.into_iter().filter(|(_, amount)| *amount < Euro::ZERO) {
            let message = Message::new("catalog-negative-price").with("amount", amount);
            problems.push(Problem::at(format!("/prices/{i}/{field}"), message));
        }
        if band.size_classes.is_empty() {
            let path = format!("/prices/{i}/sizeClasses");
            problems.push(Problem::at(path, Message::new("catalog-price-band-empty")));
        }
        for (j, class) in band.size_classes.iter().enumerate() {
            if !seen.insert(*class) {
                let path = format!("/prices/{i}/sizeClasses/{j}");
                problems.push(Problem::at(path, about("catalog-price-overlap", *class)));
            }
        }
    }
    problems.extend(gaps(version, &seen, "/prices", "catalog-price-gap"));
    problems
}

/// Negative effort, a size class twice, and suited size classes without effort.
pub(super) fn effort_checks(version: &ModuleVersion) -> Vec<Problem> {
    let mut problems = effort_problems(&version.effort);
    let seen = version.effort.iter().map(|effort| effort.size_class).collect();
    problems.extend(gaps(version, &seen, "/effort", "catalog-effort-gap"));
    problems
}

/// Negative effort and size classes that are there twice, in a list at `/effort`.
pub(crate) fn effort_problems(list: &[Effort]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for (i, effort) in list.iter().enumerate() {
        if effort.person_days < PersonDays::ZERO {
            let message = Message::new("catalog-negative-effort").with("personDays", effort.person_days);
            problems.push(Problem::at(format!("/effort/{i}/personDays"), message));
        }
        if !seen.insert(effort.size_class) {
            let path = format!("/effort/{i}/sizeClass");
            problems.push(Problem::at(path, about("catalog-effort-overlap", effort.size_class)));
        }
    }
    problems
}

/// An empty list says that nothing is known, which is no gap.
fn gaps(version: &ModuleVersion, seen: &BTreeSet<SizeClass>, path: &str, code: &str) -> Vec<Problem> {
    let open = |class: &SizeClass| !seen.is_empty() && !seen.contains(class);
    let classes = version.suited_classes().into_iter().filter(open);
    classes.map(|class| Problem::at(path, about(code, class))).collect()
}

fn about(code: &str, class: SizeClass) -> Message {
    Message::new(code).with("sizeClass", class_name(class))
}

/// The name of a size class as documents write it.
fn class_name(class: SizeClass) -> String {
    serde_json::to_value(class).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_exact_and_follow_the_band() {
        let version = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        let town = version.cost_for(SizeClass::SmallerMediumTown, 23_451).unwrap();
        // Per year 2,400.00 + 23,451 x 0.35 = 2,400.00 + 8,207.85 = 10,607.85.
        assert_eq!(
            (town.one_off.to_string(), town.per_year.to_string()),
            ("12000.00".into(), "10607.85".into())
        );
        let village = version.cost_for(SizeClass::RuralMunicipality, 1_200).unwrap();
        // Per year 600.00 + 1,200 x 0.50 = 1,200.00.
        assert_eq!(village.per_year.to_string(), "1200.00");
        assert_eq!(version.cost_for(SizeClass::LargerCity, 600_000), None);
        assert_eq!(version.effort_for(SizeClass::RuralMunicipality).unwrap().to_string(), "7.50");
        assert_eq!(version.effort_for(SizeClass::LargerCity), None);
    }

    #[test]
    fn an_amount_that_does_not_fit_is_no_amount() {
        let mut version = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        version.prices[0].per_inhabitant_per_year = Euro::from_hundredths(i64::MAX);
        assert_eq!(version.cost_for(version.prices[0].size_classes[0], 2), None);
    }
}
