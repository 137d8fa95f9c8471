//! Many forecasts as one, and what renewals cost.

use std::collections::BTreeMap;

use blaupause_kernel::{Euro, Quarter};
use serde::{Deserialize, Serialize};

use super::{DeviceClass, Forecast, Renewal, Stock};
use crate::Error;

/// The price of one device, by class.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = DevicePrices))]
pub struct Prices(pub BTreeMap<DeviceClass, Euro>);

/// What renewals cost in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EquipmentBudgetLine))]
pub struct BudgetLine {
    /// The quarter.
    pub quarter: Quarter,
    /// What those with a price cost.
    pub cost: Euro,
    /// How many have no price, and are not in `cost`.
    pub unpriced: u64,
}

/// Several forecasts from the same quarter as one: the pooled demand of many units.
pub fn together<'f>(forecasts: impl IntoIterator<Item = &'f Forecast>) -> Forecast {
    let mut stock = BTreeMap::<DeviceClass, (u64, u64)>::new();
    let mut renewals = BTreeMap::<(Quarter, DeviceClass), (u64, u64)>::new();
    for forecast in forecasts {
        for Stock { class, quantity, mobile_ready } in &forecast.stock {
            let held = stock.entry(*class).or_default();
            *held = (held.0 + quantity, held.1 + mobile_ready);
        }
        for Renewal { quarter, class, quantity, overdue } in &forecast.renewals {
            let due = renewals.entry((*quarter, *class)).or_default();
            *due = (due.0 + quantity, due.1 + overdue);
        }
    }
    let one = |(class, (quantity, mobile_ready))| Stock { class, quantity, mobile_ready };
    let line = |((quarter, class), (quantity, overdue))| Renewal { quarter, class, quantity, overdue };
    Forecast {
        stock: stock.into_iter().map(one).collect(),
        renewals: renewals.into_iter().map(line).collect(),
    }
}

/// What the renewals of a forecast cost, by quarter. What has no price is counted and never costs nothing in silence.
///
/// # Errors
/// `TooLarge` if a sum leaves what can be kept exactly.
pub fn budget(forecast: &Forecast, prices: &Prices) -> Result<Vec<BudgetLine>, Error> {
    let mut lines = BTreeMap::<Quarter, (i64, u64)>::new();
    for renewal in &forecast.renewals {
        let line = lines.entry(renewal.quarter).or_default();
        match prices.0.get(&renewal.class) {
            None => line.1 += renewal.quantity,
            Some(price) => {
                let quantity = i64::try_from(renewal.quantity).map_err(|_| Error::TooLarge)?;
                let cost = price.hundredths().checked_mul(quantity).ok_or(Error::TooLarge)?;
                line.0 = line.0.checked_add(cost).ok_or(Error::TooLarge)?;
            }
        }
    }
    let line =
        |(quarter, (cost, unpriced))| BudgetLine { quarter, cost: Euro::from_hundredths(cost), unpriced };
    Ok(lines.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renewal(quarter: &str, class: DeviceClass, quantity: u64, overdue: u64) -> Renewal {
        Renewal { quarter: quarter.parse().unwrap(), class, quantity, overdue }
    }

    /// Two units: 40 + 12 laptops in Q2, of which 12 are overdue, at 1,100; 5 monitors without a price; 7 laptops in Q3.
    #[test]
    fn the_pool_is_the_sum_and_the_budget_names_what_has_no_price() {
        use DeviceClass::{Laptop, Monitor};
        let stock = |quantity, mobile_ready| vec![Stock { class: Laptop, quantity, mobile_ready }];
        let first = Forecast { stock: stock(40, 40), renewals: vec![renewal("2026-Q2", Laptop, 40, 0)] };
        let second = Forecast {
            stock: stock(19, 7),
            renewals: vec![
                renewal("2026-Q2", Laptop, 12, 12),
                renewal("2026-Q2", Monitor, 5, 0),
                renewal("2026-Q3", Laptop, 7, 0),
            ],
        };
        let pool = together([&first, &second]);
        assert_eq!(pool.stock, stock(59, 47));
        assert_eq!(
            pool.renewals,
            [
                renewal("2026-Q2", Laptop, 52, 12),
                renewal("2026-Q2", Monitor, 5, 0),
                renewal("2026-Q3", Laptop, 7, 0)
            ]
        );
        let prices = Prices(BTreeMap::from([(Laptop, "1100".parse().unwrap())]));
        let lines = budget(&pool, &prices).unwrap();
        let shown: Vec<_> =
            lines.iter().map(|l| (l.quarter.to_string(), l.cost.to_string(), l.unpriced)).collect();
        assert_eq!(
            shown,
            [("2026-Q2".into(), "57200.00".to_owned(), 5), ("2026-Q3".to_owned(), "7700.00".to_owned(), 0)]
        );
    }
}
