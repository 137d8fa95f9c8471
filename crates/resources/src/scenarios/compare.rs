//! Two scenarios side by side: what the second changes against the first.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Euro};
use serde::{Deserialize, Serialize};

use super::{Outcome, UnitShortage};
use crate::capacity::CapacityKind;

/// A number in both scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioFigure))]
pub struct Figure {
    /// What it is.
    pub what: Difference,
    /// The kind of capacity, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<CapacityKind>,
    /// In the first scenario.
    pub first: u64,
    /// In the second.
    pub second: u64,
    /// The second less the first.
    pub change: i64,
}

/// What two scenarios are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioDifference))]
pub enum Difference {
    /// People who have to work elsewhere.
    Mobile,
    /// Those whom no rule allows to.
    WithoutRule,
    /// Units without an approved video tool.
    VideoRuleMissing,
    /// Devices to buy.
    DevicesToBuy,
    /// Capacity that is short.
    Short,
    /// Capacity that nothing covers.
    Uncovered,
}

/// What the second scenario changes against the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioComparison))]
pub struct Comparison {
    /// The figures of provider and units together.
    pub figures: Vec<Figure>,
    /// What the first costs.
    pub first_cost: Euro,
    /// What the second costs.
    pub second_cost: Euro,
    /// Units that both calculate, with a figure that differs, by key.
    pub units: Vec<UnitDifference>,
    /// Units that only one of them calculates, by key.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub only_in_one: Vec<Ars>,
}

/// The figures of a unit that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioUnitDifference))]
pub struct UnitDifference {
    /// The unit.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub unit: Ars,
    /// The figures.
    pub figures: Vec<Figure>,
}

type Numbers = BTreeMap<(Difference, Option<CapacityKind>), u64>;

/// Compares two outcomes.
pub fn compare(first: &Outcome, second: &Outcome) -> Comparison {
    let by_unit = |outcome: &Outcome| -> BTreeMap<Ars, Numbers> {
        outcome.units.iter().map(|unit| (unit.unit.clone(), of_unit(unit))).collect()
    };
    let (ours, mut theirs) = (by_unit(first), by_unit(second));
    let (mut units, mut only_in_one) = (Vec::new(), Vec::new());
    for (unit, numbers) in ours {
        let Some(others) = theirs.remove(&unit) else {
            only_in_one.push(unit);
            continue;
        };
        let figures: Vec<_> = figures(&numbers, &others).filter(|figure| figure.change != 0).collect();
        if !figures.is_empty() {
            units.push(UnitDifference { unit, figures });
        }
    }
    only_in_one.extend(theirs.into_keys());
    only_in_one.sort();
    Comparison {
        figures: figures(&of_total(first), &of_total(second)).collect(),
        first_cost: first.total.cost,
        second_cost: second.total.cost,
        units,
        only_in_one,
    }
}

fn of_total(outcome: &Outcome) -> Numbers {
    let total = &outcome.total;
    let mut numbers = Numbers::from([
        ((Difference::Mobile, None), total.mobile),
        ((Difference::WithoutRule, None), total.without_rule),
        ((Difference::VideoRuleMissing, None), u64::try_from(total.video_rule_missing).unwrap_or(u64::MAX)),
        ((Difference::DevicesToBuy, None), total.devices.to_buy),
    ]);
    for capacity in &total.capacity {
        numbers.insert((Difference::Short, Some(capacity.kind)), capacity.short);
        numbers.insert((Difference::Uncovered, Some(capacity.kind)), capacity.uncovered);
    }
    numbers
}

fn of_unit(unit: &UnitShortage) -> Numbers {
    let mut numbers = Numbers::from([
        ((Difference::Mobile, None), unit.mobile),
        ((Difference::WithoutRule, None), unit.without_rule),
        ((Difference::VideoRuleMissing, None), u64::from(unit.video_rule_missing)),
        ((Difference::DevicesToBuy, None), unit.devices_to_buy),
    ]);
    for capacity in &unit.capacity {
        numbers.insert((Difference::Short, Some(capacity.kind)), capacity.short);
        numbers.insert((Difference::Uncovered, Some(capacity.kind)), capacity.uncovered);
    }
    numbers
}

/// Every number of either; one that a scenario does not have is 0 there.
fn figures<'n>(first: &'n Numbers, second: &'n Numbers) -> impl Iterator<Item = Figure> + 'n {
    let keys: std::collections::BTreeSet<_> = first.keys().chain(second.keys()).collect();
    keys.into_iter().map(|key| {
        let number = |numbers: &Numbers| numbers.get(key).copied().unwrap_or_default();
        let (first, second) = (number(first), number(second));
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Figure { what: key.0, capacity: key.1, first, second, change: signed(second) - signed(first) }
    })
}
