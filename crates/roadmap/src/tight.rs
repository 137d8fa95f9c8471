//! What is scarce: rows with what one more of each would bring.

use crate::columns::{Rounds, profits};
use crate::crew::each;
use crate::options::{Options, Picks};
use crate::pool::{SHIFT, float, whole};
use crate::problem::{Problem, Resource};
use crate::solve::{Stopped, Tight, capacities};
use crate::unit::{self, Task};

/// What is left of every row: the own rows of each unit, then the shared rows.
pub(crate) fn left(units: &[Options], shared: &[i64], picks: &[Picks]) -> (Vec<Vec<i64>>, Vec<i64>) {
    let mut shared = shared.to_vec();
    let mut own: Vec<Vec<i64>> = units.iter().map(|options| options.own.clone()).collect();
    for ((options, picks), own) in units.iter().zip(picks).zip(&mut own) {
        for choice in options.picked(picks) {
            take(&choice.own, own);
            take(&choice.shared, &mut shared);
        }
    }
    (own, shared)
}

fn take(uses: &[(usize, i64)], left: &mut [i64]) {
    for (row, amount) in uses {
        if let Some(left) = left.get_mut(*row) {
            *left -= amount;
        }
    }
}

/// Rows with the prices of the relaxation: of the shared rows those at which the bound was proved, of the own rows those of each
/// unit at these.
pub(crate) fn priced(problem: &Problem, rounds: &Rounds<'_>, picks: &[Picks]) -> Result<Vec<Tight>, Stopped> {
    let (own, shared) = left(rounds.units, &capacities(problem), picks);
    let quarters = problem.quarters;
    let tight = |unit: Option<usize>, row: usize, left: i64, price: i64| {
        let (resource, quarter) = (row / quarters, row % quarters);
        let resource = if unit.is_some() { Resource::Own(resource) } else { Resource::Shared(resource) };
        (price > 0).then_some(Tight { unit, resource, quarter, left, price, exact: false })
    };
    let rows = problem.shared.len() * quarters;
    let of_shared = shared.iter().zip(&rounds.prices).take(rows).enumerate();
    let mut found: Vec<Tight> =
        of_shared.filter_map(|(row, (left, price))| tight(None, row, *left, *price)).collect();
    let (units, prices, stop) = (rounds.units, &rounds.prices, &rounds.watcher.stop);
    let work = |unit: usize, left: &mut Vec<i64>| -> Vec<Tight> {
        let Some(options) = units.get(unit) else { return Vec::new() };
        let profits = profits(options, prices);
        let task = Task { options, profits: &profits, limits: None, known: &[], nodes: 0, slack: 0, stop };
        let own = unit::own_prices(task);
        let of = left.iter().zip(own).enumerate();
        of.filter_map(|(row, (left, price))| tight(Some(unit), row, *left, whole(price * float(1 << SHIFT))))
            .collect()
    };
    let mut own = own;
    found.extend(each((rounds.effort.threads, rounds.watcher), &mut own, work)?.into_iter().flatten());
    Ok(found)
}
