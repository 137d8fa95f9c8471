//! Plans that keep every constraint: one column for each unit, put together by the prices, then chosen anew for a few units at a
//! time within what the others leave.

use crate::choosing::Search;
use crate::columns::{Rounds, profits};
use crate::crew::each;
use crate::dive;
use crate::master::Column;
use crate::options::{Options, Picks};
use crate::pool::{Pool, SHIFT};
use crate::solve::{Effort, Stopped};
use crate::unit::{self, Task};

/// Most columns of a unit that are tried in a group.
const TRIED: usize = 40;

/// Times that further columns are looked for; more often where units are few.
const PASSES: usize = 6;

/// Most times that all units are grouped anew before further columns are looked for.
const REGROUPS: usize = 30;

/// A plan: a column for each unit.
struct Work<'w, 'r> {
    rounds: &'w mut Rounds<'r>,
    /// Rows that have to be kept; the rows after them may be broken on the way to a plan that keeps them.
    hard: usize,
    at: Vec<usize>,
    left: Vec<i64>,
    /// What columns are worth at the prices, in steps, by unit.
    net: Vec<Vec<i128>>,
}

/// Makes a plan that keeps the last row out of one that does not.
pub(crate) type Mend<'m> = dyn FnMut(&[Picks]) -> Result<Vec<Picks>, Stopped> + 'm;

/// The best plan found from the columns of all rounds. The first columns of all units together are a plan that is possible.
pub(crate) fn plan(rounds: &mut Rounds<'_>, hard: usize, mend: &mut Mend<'_>) -> Result<Vec<Picks>, Stopped> {
    let nothing = vec![Picks::new(); rounds.units.len()];
    let first =
        |columns: &Vec<Column>| columns.first().map(|column| column.picks.clone()).unwrap_or_default();
    let begin: Vec<Picks> = rounds.master.columns.iter().map(first).collect();
    let dived = dive::plan(rounds, hard, &nothing)?;
    let mut work = Work::of(rounds, hard, &dived);
    let mut found = vec![begin];
    if work.kept() {
        found.push(dived);
    } else {
        let mended = mend(&dived)?;
        work.set(&mended);
        if work.kept() {
            found.insert(0, mended);
        }
        let kept = match found.first() {
            Some(base) => keeping(work.rounds, hard, &base.clone())?,
            None => nothing,
        };
        work.set(&kept);
        found.push(kept);
        for plan in found.clone() {
            work.set(&plan);
            work.approach(&dived);
            found.push(work.picks());
        }
    }
    let mut best: Option<(i64, Vec<Picks>)> = None;
    for plan in found {
        work.set(&plan);
        if work.kept() && best.as_ref().is_none_or(|(value, _)| work.value() > *value) {
            best = Some((work.value(), plan));
        }
    }
    work.set(&best.map(|(_, plan)| plan).unwrap_or_default());
    let passes = (3_000 / work.at.len().max(1)).clamp(PASSES, 10 * PASSES);
    work.improve(passes)?;
    Ok(work.picks())
}

/// A plan in which every unit keeps the wishes that it meets by another plan, and when.
fn keeping(rounds: &mut Rounds<'_>, hard: usize, plan: &[Picks]) -> Result<Vec<Picks>, Stopped> {
    let most = rounds.units.iter().flat_map(|options| &options.choices).map(|choice| choice.value).max();
    // More than all that a unit could do instead.
    let bonus = most.unwrap_or(0).saturating_mul(64);
    let units: Vec<Options> =
        rounds.units.iter().zip(plan).map(|(options, picks)| options.keeping(picks, bonus)).collect();
    let convert = |from: &[Options], picks: &[Picks], to: &[Options]| -> Vec<Picks> {
        let starts = from.iter().zip(picks).map(|(options, picks)| options.starts(picks));
        to.iter().zip(starts).map(|(options, starts)| options.picks(&starts)).collect()
    };
    let begin = convert(rounds.units, plan, &units);
    let effort = Effort { rounds: rounds.effort.rounds.div_ceil(2), ..rounds.effort };
    let mut kept = Rounds::new(&units, rounds.shared, &begin, (rounds.aim, effort), rounds.watcher);
    kept.quiet = true;
    kept.run(&rounds.prices, i64::MIN)?;
    let dived = dive::plan(&mut kept, hard, &begin)?;
    Ok(convert(&units, &dived, rounds.units))
}

impl<'w, 'r> Work<'w, 'r> {
    /// Work that begins from a plan.
    fn of(rounds: &'w mut Rounds<'r>, hard: usize, plan: &[Picks]) -> Self {
        let mut work = Self { rounds, hard, at: Vec::new(), left: Vec::new(), net: Vec::new() };
        work.set(plan);
        work
    }

    /// This plan, with its columns added if they are not known.
    fn set(&mut self, plan: &[Picks]) {
        self.at.clear();
        for (unit, (picks, options)) in plan.iter().zip(self.rounds.units).enumerate() {
            let (value, uses) = (options.value(picks), options.shared_uses(picks));
            self.rounds.master.add(unit, picks.clone(), value, uses);
            let columns = self.rounds.master.columns.get(unit).into_iter().flatten();
            let place = columns.enumerate().find(|(_, column)| column.picks == *picks);
            self.at.push(place.map_or(0, |(index, _)| index));
        }
        self.weigh();
        self.count();
    }

    fn picks(&self) -> Vec<Picks> {
        let picks = |(unit, at): (usize, &usize)| {
            self.column(unit, *at).map(|column| column.picks.clone()).unwrap_or_default()
        };
        self.at.iter().enumerate().map(picks).collect()
    }

    /// Takes over from another plan whatever keeps every row and is worth more.
    fn approach(&mut self, plan: &[Picks]) {
        let now = self.picks();
        self.set(plan);
        let wanted = self.at.clone();
        self.set(&now);
        for unit in (0..wanted.len()).chain(0..wanted.len()) {
            let (Some(at), Some(then)) = (self.at.get(unit).copied(), wanted.get(unit).copied()) else {
                continue;
            };
            let (Some(old), Some(new)) = (self.column(unit, at), self.column(unit, then)) else { continue };
            let mut left = self.left.clone();
            shift(&old.uses, &mut left, 1);
            shift(&new.uses, &mut left, -1);
            if new.value > old.value && left.iter().all(|left| *left >= 0) {
                self.left = left;
                if let Some(at) = self.at.get_mut(unit) {
                    *at = then;
                }
            }
        }
    }

    /// Chooses and looks for columns in turn.
    fn improve(&mut self, passes: usize) -> Result<(), Stopped> {
        let mut failed = 0;
        for pass in 0..passes {
            let before = self.value();
            let mut idle = 0;
            for shift in 0..REGROUPS {
                idle = if self.regroup(pass * REGROUPS + shift)? == 0 { idle + 1 } else { 0 };
                self.rounds.tell(self.value())?;
                if idle > 3 {
                    break;
                }
            }
            let proved = i128::from(self.value()) >= self.rounds.bound >> SHIFT;
            failed = if self.value() == before { failed + 1 } else { 0 };
            if proved || pass + 1 == passes || failed > 3 {
                break;
            }
            self.seek(pass)?;
        }
        Ok(())
    }

    fn column(&self, unit: usize, index: usize) -> Option<&Column> {
        self.rounds.master.columns.get(unit)?.get(index)
    }

    fn value(&self) -> i64 {
        let value = |(unit, at): (usize, &usize)| self.column(unit, *at).map_or(0, |column| column.value);
        self.at.iter().enumerate().map(value).sum()
    }

    fn kept(&self) -> bool {
        self.left.iter().all(|left| *left >= 0)
    }

    /// What every column is worth at the prices.
    fn weigh(&mut self) {
        let prices = &self.rounds.prices;
        let net = |column: &Column| {
            let cost = |(row, amount): &(usize, i64)| {
                i128::from(*amount) * i128::from(prices.get(*row).copied().unwrap_or(0))
            };
            (i128::from(column.value) << SHIFT) - column.uses.iter().map(cost).sum::<i128>()
        };
        self.net = self.rounds.master.columns.iter().map(|of| of.iter().map(net).collect()).collect();
    }

    /// What is left of the shared rows.
    fn count(&mut self) {
        let mut left = self.rounds.shared.to_vec();
        for (unit, at) in self.at.iter().enumerate() {
            if let Some(column) = self.column(unit, *at) {
                shift(&column.uses, &mut left, -1);
            }
        }
        self.left = left;
    }

    /// Chooses anew for every unit, a few at a time; answers with how many groups found something better.
    fn regroup(&mut self, round: usize) -> Result<usize, Stopped> {
        let count = self.at.len();
        let together = self.rounds.effort.together.max(1);
        // A different company every time: units in an order that looks random and is always the same.
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|unit| {
            let mixed = (unit + 1).wrapping_mul(2_654_435_761).wrapping_add(round.wrapping_mul(40_503))
                ^ (round << 7);
            (mixed.wrapping_mul(0x9E37_79B9) >> 7 & 0xFFFF, *unit)
        });
        let mut changed = 0;
        for group in order.chunks(together) {
            self.rounds.watcher.tick()?;
            // Units that have least of what they could have come first: the others make room for them.
            let mut group = group.to_vec();
            group.sort_by_key(|unit| (std::cmp::Reverse(self.missed(*unit)), *unit));
            changed += usize::from(self.choose(&group));
        }
        Ok(changed)
    }

    /// How much less a unit's column is worth at the prices than its best.
    fn missed(&self, unit: usize) -> i128 {
        let net = self.net.get(unit).map(Vec::as_slice).unwrap_or_default();
        let now = self.at.get(unit).and_then(|at| net.get(*at)).copied().unwrap_or(0);
        net.iter().max().copied().unwrap_or(0) - now
    }

    /// Chooses the columns of a group anew within what the others leave.
    fn choose(&mut self, group: &[usize]) -> bool {
        let mut left = self.left.clone();
        let mut now = Vec::with_capacity(group.len());
        for unit in group {
            let index = self.at.get(*unit).copied().unwrap_or(0);
            if let Some(column) = self.column(*unit, index) {
                shift(&column.uses, &mut left, 1);
            }
            now.push(index);
        }
        let tried: Vec<_> = group.iter().zip(&now).map(|(unit, now)| self.tried(*unit, *now)).collect();
        let most = |of: &Vec<(i128, usize, &Column)>| of.iter().map(|(net, _, _)| *net).max().unwrap_or(0);
        let mut rest = vec![0_i128];
        for of in tried.iter().rev() {
            rest.push(rest.last().copied().unwrap_or(0) + most(of));
        }
        rest.reverse();
        let prices = self.rounds.prices.iter();
        let worth: i128 = prices.zip(&left).map(|(p, l)| i128::from(*p) * i128::from(*l)).sum();
        let mut search =
            Search { tried: &tried, rest, hard: self.hard, left, at: Vec::new(), best: None, steps: 0 };
        let score =
            search.score_of(group.iter().zip(&now).filter_map(|(unit, index)| self.column(*unit, *index)));
        search.best = Some((score, Vec::new()));
        search.descend(0, 0, worth);
        let found = search.best.map(|(_, at)| at).filter(|at| !at.is_empty());
        let Some(found) = found else { return false };
        for ((unit, now), then) in group.iter().zip(&now).zip(found) {
            for (index, sign) in [(*now, 1), (then, -1)] {
                let uses = self.column(*unit, index).map(|column| column.uses.clone()).unwrap_or_default();
                shift(&uses, &mut self.left, sign);
            }
            if let Some(at) = self.at.get_mut(*unit) {
                *at = then;
            }
        }
        true
    }

    /// The columns of a unit that are worth trying, the best at the prices first.
    fn tried(&self, unit: usize, now: usize) -> Vec<(i128, usize, &Column)> {
        let of = self
            .net
            .get(unit)
            .into_iter()
            .flatten()
            .zip(self.rounds.master.columns.get(unit).into_iter().flatten());
        let mut tried: Vec<(i128, usize, &Column)> =
            of.enumerate().map(|(index, (net, column))| (*net, index, column)).collect();
        tried.sort_by_key(|(net, index, _)| (std::cmp::Reverse(*net), *index));
        // The plan that is known to be possible and the one there is are always tried.
        for (place, index) in [(TRIED - 1, now), (TRIED - 2, 0)] {
            let has = tried.iter().position(|(_, known, _)| *known == index);
            if let Some(at) = has.filter(|at| *at > place) {
                tried.swap(place, at);
            }
        }
        tried.truncate(TRIED);
        tried
    }

    /// Looks for further columns: what each unit would do with what is left, or at prices that are a little off.
    fn seek(&mut self, pass: usize) -> Result<(), Stopped> {
        let alone = pass.is_multiple_of(2);
        let odd = |row: usize| i64::try_from((row * 7919 + pass * 104_729) % 41).unwrap_or(20) - 20;
        let price = |(row, price): (usize, &i64)| {
            if alone { price / 2 } else { price + price / 200 * odd(row) }
        };
        let prices: Vec<i64> = self.rounds.prices.iter().enumerate().map(price).collect();
        let (effort, watcher, units) = (self.rounds.effort, self.rounds.watcher, self.rounds.units);
        let stop = &watcher.stop;
        let mut pools = std::mem::take(&mut self.rounds.pools);
        let (left, columns, at) = (&self.left, &self.rounds.master.columns, &self.at);
        let work = |unit: usize, pool: &mut Pool| {
            let options = units.get(unit)?;
            let now = columns.get(unit)?.get(at.get(unit).copied()?)?;
            let mut limits = left.clone();
            shift(&now.uses, &mut limits, 1);
            let profits = profits(options, &prices);
            let slack = profits.iter().max().copied().unwrap_or(0) / 100;
            let known = if alone { now.picks.as_slice() } else { &[] };
            let limits = alone.then_some(limits.as_slice());
            let nodes = effort.nodes / 4;
            let task = Task { options, profits: &profits, limits, known, nodes, slack, stop };
            Some(unit::best(pool, task).picks)
        };
        let found = each((effort.threads, watcher), &mut pools, work);
        self.rounds.pools = pools;
        for (unit, picks) in found?.into_iter().enumerate() {
            let (Some(picks), Some(options)) = (picks, units.get(unit)) else { continue };
            let (value, uses) = (options.value(&picks), options.shared_uses(&picks));
            self.rounds.master.add(unit, picks, value, uses);
        }
        self.weigh();
        Ok(())
    }
}

/// Gives to rows, or takes from them, what something uses.
pub(crate) fn shift(uses: &[(usize, i64)], rows: &mut [i64], sign: i64) {
    for (row, amount) in uses {
        if let Some(left) = rows.get_mut(*row) {
            *left += sign * amount;
        }
    }
}
