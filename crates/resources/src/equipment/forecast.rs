//! What falls due for renewal in which quarter.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Quarter};
use serde::{Deserialize, Serialize};

use super::{Batch, DeviceClass, EquipmentPlan};

/// Devices of one class that fall due in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EquipmentRenewal))]
pub struct Renewal {
    /// The quarter.
    pub quarter: Quarter,
    /// What they are.
    pub class: DeviceClass,
    /// How many fall due, those that are overdue included.
    pub quantity: u64,
    /// How many of them were due before the first quarter.
    pub overdue: u64,
}

/// How many devices of one class there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EquipmentStock))]
pub struct Stock {
    /// What they are.
    pub class: DeviceClass,
    /// How many.
    pub quantity: u64,
    /// How many of them one can work with elsewhere.
    pub mobile_ready: u64,
}

/// What a plan leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// What there is, by class. Every renewal replaces what is there, so this does not change.
    pub stock: Vec<Stock>,
    /// What falls due, by quarter and class.
    pub renewals: Vec<Renewal>,
}

/// What falls due from a quarter on, for so many quarters. What was due before is due in the first one. What is renewed falls due
/// again after its lifetime: on the day it was due plus the lifetime, or for what was overdue the first day of the first quarter
/// plus the lifetime. `lifetimes` replace the lifetime in months of whole classes: what if devices were used longer?
pub fn forecast(
    plan: &EquipmentPlan,
    from: Quarter,
    quarters: u32,
    lifetimes: &BTreeMap<DeviceClass, u32>,
) -> Forecast {
    let mut stock = BTreeMap::<DeviceClass, (u64, u64)>::new();
    let mut due = BTreeMap::<(Quarter, DeviceClass), (u64, u64)>::new();
    for batch in &plan.batches {
        let quantity = u64::from(batch.quantity);
        let held = stock.entry(batch.class).or_default();
        held.0 += quantity;
        held.1 += if batch.mobile_ready { quantity } else { 0 };
        let months = lifetimes.get(&batch.class).copied().unwrap_or(batch.lifetime_months).max(1);
        for (quarter, overdue) in dues(batch, months, from, quarters) {
            let line = due.entry((quarter, batch.class)).or_default();
            line.0 += quantity;
            line.1 += if overdue { quantity } else { 0 };
        }
    }
    let one = |(class, (quantity, mobile_ready))| Stock { class, quantity, mobile_ready };
    let line = |((quarter, class), (quantity, overdue))| Renewal { quarter, class, quantity, overdue };
    Forecast { stock: stock.into_iter().map(one).collect(), renewals: due.into_iter().map(line).collect() }
}

/// The quarters in which a batch falls due, and whether it was due before.
fn dues(batch: &Batch, months: u32, from: Quarter, quarters: u32) -> Vec<(Quarter, bool)> {
    let last = i64::from(quarters);
    let mut found = Vec::new();
    let mut day: Date = batch.bought.plus_months(months);
    if from.until(Quarter::of(day)) < 0 && quarters > 0 {
        found.push((from, true));
        let Some(first) = from.first_day() else { return found };
        day = first.plus_months(months);
    }
    loop {
        let quarter = Quarter::of(day);
        let after = i64::from(from.until(quarter));
        if after < 0 || after >= last {
            return found;
        }
        found.push((quarter, false));
        let next = day.plus_months(months);
        if next <= day {
            return found;
        }
        day = next;
    }
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Revision;
    use proptest::prelude::*;

    use super::*;

    fn batch(class: DeviceClass, quantity: u32, bought: &str, lifetime_months: u32) -> Batch {
        Batch {
            class,
            quantity,
            bought: bought.parse().unwrap(),
            lifetime_months,
            mobile_ready: class == DeviceClass::Laptop,
        }
    }

    fn plan(batches: Vec<Batch>) -> EquipmentPlan {
        EquipmentPlan {
            unit: "031530019019".parse().unwrap(),
            as_of: "2026-03-01".parse().unwrap(),
            batches,
            workplaces: None,
            staff: None,
            revision: Revision::FIRST,
        }
    }

    fn lines(forecast: &Forecast) -> Vec<(String, &'static str, u64, u64)> {
        let line = |r: &Renewal| (r.quarter.to_string(), r.class.as_str(), r.quantity, r.overdue);
        forecast.renewals.iter().map(line).collect()
    }

    /// 40 laptops of June 2022 with 48 months are due in Q2 2026 and again in Q2 2030. 10 of 2019 with 60 were due in 2024, are
    /// overdue, and due again five years after the first quarter begins: Q2 2031. 25 monitors of 31 January 2020 with 84 months:
    /// 31 January 2027.
    #[test]
    fn what_was_bought_falls_due_after_its_lifetime_and_again() {
        let plan = plan(vec![
            batch(DeviceClass::Laptop, 40, "2022-06-15", 48),
            batch(DeviceClass::Laptop, 10, "2019-05-02", 60),
            batch(DeviceClass::Monitor, 25, "2020-01-31", 84),
        ]);
        let from: Quarter = "2026-Q2".parse().unwrap();
        let found = forecast(&plan, from, 20, &BTreeMap::new());
        let expected =
            [("2026-Q2", "laptop", 50, 10), ("2027-Q1", "monitor", 25, 0), ("2030-Q2", "laptop", 40, 0)];
        assert_eq!(lines(&found), expected.map(|(q, c, n, o)| (q.to_owned(), c, n, o)));
        let stock: Vec<_> =
            found.stock.iter().map(|s| (s.class.as_str(), s.quantity, s.mobile_ready)).collect();
        assert_eq!(stock, [("laptop", 50, 50), ("monitor", 25, 0)]);
        // Used for six years, the forty are due in June 2028, and the ten of 2019 have been since 2025.
        let longer = forecast(&plan, from, 12, &BTreeMap::from([(DeviceClass::Laptop, 72)]));
        let expected =
            [("2026-Q2", "laptop", 10, 10), ("2027-Q1", "monitor", 25, 0), ("2028-Q2", "laptop", 40, 0)];
        assert_eq!(lines(&longer), expected.map(|(q, c, n, o)| (q.to_owned(), c, n, o)));
        assert_eq!(forecast(&plan, from, 0, &BTreeMap::new()).renewals, []);
    }

    fn any_batch() -> impl Strategy<Value = Batch> {
        (0..DeviceClass::ALL.len(), 1u32..500, 2015i32..2026, 1u32..13, 1u32..120).prop_map(
            |(class, quantity, year, month, life)| {
                let class = DeviceClass::ALL[class];
                batch(class, quantity, &format!("{year}-{month:02}-15"), life)
            },
        )
    }

    proptest! {
        /// Batches do not touch each other: the renewals of all are the sum of the renewals of each.
        #[test]
        fn the_whole_is_the_sum_of_its_batches(batches in prop::collection::vec(any_batch(), 0..12)) {
            let from: Quarter = "2026-Q2".parse().unwrap();
            let mut sum = BTreeMap::<(String, &str), (u64, u64)>::new();
            for one in &batches {
                let alone = forecast(&plan(vec![one.clone()]), from, 40, &BTreeMap::new());
                for (quarter, class, quantity, overdue) in lines(&alone) {
                    let line = sum.entry((quarter, class)).or_default();
                    *line = (line.0 + quantity, line.1 + overdue);
                }
            }
            let whole = forecast(&plan(batches.clone()), from, 40, &BTreeMap::new());
            let lines: BTreeMap<_, _> = lines(&whole).into_iter().map(|(q, c, n, o)| ((q, c), (n, o))).collect();
            prop_assert_eq!(lines, sum);
            let held: u64 = whole.stock.iter().map(|stock| stock.quantity).sum();
            prop_assert_eq!(held, batches.iter().map(|b| u64::from(b.quantity)).sum::<u64>());
        }

        /// A batch is renewed as often as its lifetime goes into the time, and never twice within its lifetime.
        #[test]
        fn renewals_conserve_the_quantity(one in any_batch()) {
            let from: Quarter = "2026-Q2".parse().unwrap();
            let found = dues(&one, one.lifetime_months, from, 40);
            prop_assert!(found.len() <= usize::try_from(120 / one.lifetime_months + 1).unwrap());
            for pair in found.windows(2) {
                let between = pair[0].0.until(pair[1].0);
                // Whole quarters of a lifetime, give or take the one that is cut.
                let least = i32::try_from(one.lifetime_months / 3).unwrap();
                prop_assert!(between >= least && between <= least + 1, "{:?}", pair);
            }
            prop_assert!(found.iter().skip(1).all(|(_, overdue)| !overdue));
        }
    }
}
