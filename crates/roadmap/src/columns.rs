//! Rounds of prices and plans: at prices for what is shared each unit is solved for itself, which bounds every plan; the plans
//! that are found are columns of a program whose multipliers are the next prices.

use crate::crew::{Watcher, each};
use crate::master::Master;
use crate::options::{Aim, Options, Picks};
use crate::pool::{Pool, SHIFT, float, whole};
use crate::solve::{Effort, Progress, Stopped};
use crate::unit::{self, Found, Task};

/// What the rounds work on.
pub(crate) struct Rounds<'r> {
    pub units: &'r [Options],
    pub shared: &'r [i64],
    pub effort: Effort,
    pub watcher: &'r Watcher<'r>,
    /// The rows of each unit, with what was learned.
    pub pools: Vec<Pool>,
    pub master: Master,
    /// The prices with the lowest bound.
    pub prices: Vec<i64>,
    /// The lowest bound, in steps.
    pub bound: i128,
    /// A part of other work: whoever watches is not told how far it is.
    pub quiet: bool,
    pub aim: Aim,
    done: usize,
}

/// The units at some prices.
struct Priced {
    found: Vec<Found>,
    bound: i128,
}

impl<'r> Rounds<'r> {
    /// Before the first round, with a plan that is possible.
    pub(crate) fn new(
        units: &'r [Options],
        shared: &'r [i64],
        begin: &[Picks],
        (aim, effort): (Aim, Effort),
        watcher: &'r Watcher<'r>,
    ) -> Self {
        let first = |(options, picks): (&Options, &Picks)| {
            (picks.clone(), options.value(picks), options.shared_uses(picks))
        };
        Self {
            units,
            shared,
            effort,
            watcher,
            pools: units.iter().map(Pool::of).collect(),
            master: Master::of(shared, units.iter().zip(begin).map(first).collect()),
            prices: vec![0; shared.len()],
            bound: i128::MAX,
            quiet: false,
            aim,
            done: 0,
        }
    }

    /// Tells how far the work is; `value` is what the best plan is worth.
    pub(crate) fn tell(&self, value: i64) -> Result<(), Stopped> {
        if self.quiet {
            return self.watcher.tick();
        }
        let (done, of) = (self.done, self.effort.rounds);
        self.watcher.tell(match self.aim {
            Aim::Wishes => Progress { done, of, value: 0, bound: None },
            Aim::Value => Progress { done, of, value, bound: i64::try_from(self.bound >> SHIFT).ok() },
        })
    }

    /// All rounds, from these prices on. `value` is what the plan known is worth.
    pub(crate) fn run(&mut self, from: &[i64], value: i64) -> Result<(), Stopped> {
        let mut at = from.to_vec();
        for round in 0..self.effort.rounds {
            self.done = round;
            // The last rounds are for the bound; before, plans are wanted.
            let nodes =
                if round + 2 < self.effort.rounds { self.effort.nodes / 4 } else { self.effort.nodes };
            let priced = self.price(&at, nodes)?;
            if priced.bound < self.bound {
                self.bound = priced.bound;
                self.prices.clone_from(&at);
            }
            for (unit, found) in priced.found.iter().enumerate() {
                if let Some(options) = self.units.get(unit) {
                    let (value, uses) = (options.value(&found.picks), options.shared_uses(&found.picks));
                    self.master.add(unit, found.picks.clone(), value, uses);
                }
            }
            self.tell(value)?;
            let prices = self.master.solve(4_000, self.watcher)?;
            if self.bound >> SHIFT <= i128::from(value) {
                break;
            }
            // The last but one is at the prices of the columns themselves, the last where the bound was lowest.
            let last = self.effort.rounds.saturating_sub(round + 2);
            let weight = if last == 1 { 1.0 } else { 0.5 };
            at = if last == 0 { self.prices.clone() } else { self.between(&prices, weight) };
        }
        self.done = self.effort.rounds;
        Ok(())
    }

    /// Between the prices with the lowest bound and those of the columns: the latter alone swing.
    fn between(&self, prices: &[f64], weight: f64) -> Vec<i64> {
        let mix = |(best, now): (&i64, &f64)| {
            whole(float(*best) * (1.0 - weight) + now * float(1 << SHIFT) * weight).max(0)
        };
        self.prices.iter().zip(prices).map(mix).collect()
    }

    /// Every unit at these prices.
    fn price(&mut self, prices: &[i64], nodes: usize) -> Result<Priced, Stopped> {
        let exact = self.aim == Aim::Wishes;
        let (units, columns, stop) = (self.units, &self.master.columns, &self.watcher.stop);
        let work = |unit: usize, pool: &mut Pool| {
            let options = units.get(unit)?;
            let profits = profits(options, prices);
            let net = |picks: &Picks| picks.iter().filter_map(|pick| profits.get(*pick)).sum::<i64>();
            let known =
                columns.get(unit)?.iter().map(|column| &column.picks).max_by_key(|picks| net(picks))?;
            // Wishes are counted to the last.
            let slack = if exact { 0 } else { net(known).max(0) / 1_000 };
            let task = Task { options, profits: &profits, limits: None, known, nodes, slack, stop };
            Some(unit::best(pool, task))
        };
        let found = each((self.effort.threads, self.watcher), &mut self.pools, work)?;
        let found: Option<Vec<Found>> = found.into_iter().collect();
        let found = found.ok_or(Stopped::Stopped)?;
        let worth = |(there, price): (&i64, &i64)| i128::from(*there) * i128::from(*price);
        let bound = self.shared.iter().zip(prices).map(worth).sum::<i128>()
            + found.iter().map(|found| i128::from(found.bound)).sum::<i128>();
        Ok(Priced { found, bound })
    }
}

/// What each choice is worth beyond what it takes at these prices, in steps.
pub(crate) fn profits(options: &Options, prices: &[i64]) -> Vec<i64> {
    let profit = |choice: &crate::options::Choice| {
        let cost = |(row, amount): &(usize, i64)| {
            i128::from(*amount) * i128::from(prices.get(*row).copied().unwrap_or(0))
        };
        let profit = (i128::from(choice.value) << SHIFT) - choice.shared.iter().map(cost).sum::<i128>();
        i64::try_from(profit.clamp(-(1 << 58), 1 << 58)).unwrap_or(0)
    };
    options.choices.iter().map(profit).collect()
}
