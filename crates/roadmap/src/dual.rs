//! Prices for what is shared. At any prices, what the units would earn for themselves and what all that is shared is worth
//! together bound every plan; the search is for the prices with the lowest bound.

use std::thread;

use crate::options::Options;
use crate::primal::Chosen;
use crate::unit::{self, Found, Profits, clamp};

/// The units at some prices.
pub(crate) struct Priced {
    /// Profits by unit.
    pub profits: Vec<Profits>,
    /// What each unit would choose.
    pub chosen: Chosen,
    /// No plan is worth more, in steps.
    pub bound: i128,
}

/// What the search keeps between rounds.
pub(crate) struct Dual<'d> {
    pub units: &'d [Options],
    pub shared: &'d [i64],
    pub threads: usize,
    /// Multipliers of the own rows, by unit.
    pub multipliers: Vec<Vec<i64>>,
}

impl Dual<'_> {
    /// The units at these prices, each for itself.
    pub(crate) fn at(&mut self, prices: &[i64], (rounds, nodes): (usize, usize)) -> Priced {
        let per_thread = self.units.len().div_ceil(self.threads.max(1)).max(1);
        let shared = self.shared;
        let work = |units: &[Options], multipliers: &mut [Vec<i64>]| -> Vec<(Profits, Found)> {
            let one = |(options, multipliers): (&Options, &mut Vec<i64>)| {
                let profits = priced(options, prices);
                let capacities: Vec<i64> = options.own.iter().chain(shared).copied().collect();
                // The shared rows have their prices; a second multiplier on top would only blur the bound.
                let capacities: Vec<i64> = capacities
                    .iter()
                    .enumerate()
                    .map(|(row, c)| if row < options.own_rows { *c } else { unit::PLENTY })
                    .collect();
                let found = unit::best(options, &profits, &capacities, multipliers, (rounds, nodes), None);
                (profits, found)
            };
            units.iter().zip(multipliers).map(one).collect()
        };
        let parts: Vec<Vec<(Profits, Found)>> = thread::scope(|scope| {
            let chunks = self.units.chunks(per_thread).zip(self.multipliers.chunks_mut(per_thread));
            let running: Vec<_> = chunks.map(|(units, m)| scope.spawn(move || work(units, m))).collect();
            running.into_iter().filter_map(|handle| handle.join().ok()).collect()
        });
        let worth: i128 = self
            .shared
            .iter()
            .zip(prices)
            .map(|(there, price)| i128::from(*there) * i128::from(*price))
            .sum();
        let mut at = Priced { profits: Vec::new(), chosen: Vec::new(), bound: worth };
        for (profits, found) in parts.into_iter().flatten() {
            at.bound += i128::from(found.bound);
            at.profits.push(profits);
            at.chosen.push(found.chosen);
        }
        at
    }

    /// What is left of the shared rows if every unit gets what it would choose; below zero where too much is wanted.
    fn left(&self, chosen: &Chosen) -> Vec<i64> {
        crate::primal::left(self.units, self.shared, chosen)
    }

    /// The next prices after a round: dearer where too much is wanted, cheaper where something is left.
    pub(crate) fn step(&self, prices: &[i64], at: &Priced, best_plan: i128, length: f64) -> Option<Vec<i64>> {
        let left = self.left(&at.chosen);
        let target = clamp(best_plan);
        unit::polyak(prices, &left, self.shared, (clamp(at.bound), target), length)
    }
}

fn priced(options: &Options, prices: &[i64]) -> Profits {
    let cost = |uses: &[(usize, i64)]| -> i128 {
        let of = |(row, amount): &(usize, i64)| {
            let price =
                row.checked_sub(options.own_rows).and_then(|row| prices.get(row)).copied().unwrap_or(0);
            i128::from(*amount) * i128::from(price)
        };
        uses.iter().map(of).sum()
    };
    let of = |choices: &Vec<crate::options::Choice>| {
        let profit = |choice: &crate::options::Choice| {
            clamp((i128::from(choice.value) << unit::SHIFT) - cost(&choice.uses))
        };
        choices.iter().map(profit).collect()
    };
    options.choices.iter().map(of).collect()
}
