//! Finds the sets of vanished municipalities whose areas sum to what another one gained. Bounded: a search
//! that would take too long ends as unfinished, and nothing is concluded from it.

use std::collections::BTreeSet;

use super::sides::{Receiver, Sides};

/// Steps per receiver; a Kreis with a dozen vanished municipalities needs some thousand.
const MAX_STEPS: usize = 50_000;
/// Steps over all receivers.
const MAX_TOTAL: usize = 5_000_000;
/// Sets kept per receiver. Two already make it ambiguous; more are only shown.
const MAX_SETS: usize = 16;
/// Most units that are combined; more end as unfinished at once.
const MAX_POOL: usize = 400;

/// A set that agrees in area with what a receiver gained.
pub(super) struct Fit {
    /// Index of the receiver.
    pub(super) receiver: usize,
    /// Indices of the vanished units.
    pub(super) set: Vec<usize>,
    /// Whether it crosses a border of Kreise that were not reformed.
    pub(super) elsewhere: bool,
}

/// All that fits, and the units about which that is not known to the end.
pub(super) struct Outcome {
    pub(super) fits: Vec<Fit>,
    pub(super) unfinished: BTreeSet<usize>,
}

impl Outcome {
    /// The fits in which a vanished unit takes part.
    pub(super) fn of_unit(&self, index: usize) -> impl Iterator<Item = &Fit> {
        self.fits.iter().filter(move |f| f.set.contains(&index))
    }
}

/// Searches for every receiver: first in its Kreis, then, for a new one without a set there, in its Land.
/// A single unit of another Kreis that fits alone is kept too, as it makes the answer doubtful.
pub(super) fn fits(sides: &Sides<'_>) -> Outcome {
    let mut outcome = Outcome { fits: Vec::new(), unfinished: BTreeSet::new() };
    let mut budget = MAX_TOTAL;
    for (index, receiver) in sides.receivers.iter().enumerate() {
        let in_land: Vec<(usize, u32)> = sides
            .vanished
            .iter()
            .enumerate()
            .filter(|(_, unit)| sides.same_land(unit, receiver))
            .filter_map(|(i, unit)| Some((i, unit.area_hectares?)))
            .collect();
        let near = |i: usize| sides.vanished.get(i).is_some_and(|unit| sides.same_area(unit, receiver));
        let (pool, far): (Vec<_>, Vec<_>) = in_land.iter().copied().partition(|(i, _)| near(*i));
        let mut sets = Search::run(receiver, pool, &mut budget, &mut outcome.unfinished);
        let mut whole_land = false;
        if sets.is_empty() && receiver.before.is_none() {
            whole_land = true;
            sets = Search::run(receiver, in_land, &mut budget, &mut outcome.unfinished);
        }
        outcome.fits.extend(sets.into_iter().map(|set| Fit { receiver: index, set, elsewhere: false }));
        if !whole_land {
            let alone = |area: u32| area > 0 && area.abs_diff(receiver.gained) <= receiver.tolerance(1);
            let single = far.into_iter().filter(|(_, area)| alone(*area));
            outcome.fits.extend(single.map(|(i, _)| Fit { receiver: index, set: vec![i], elsewhere: true }));
        }
    }
    outcome
}

struct Search<'a> {
    receiver: &'a Receiver<'a>,
    /// Index and area of each unit, the largest first, with the sum of all areas from here on.
    pool: Vec<(usize, u32, u64)>,
    steps: usize,
    found: Vec<Vec<usize>>,
    stopped: bool,
}

impl<'a> Search<'a> {
    fn run(
        receiver: &'a Receiver<'a>,
        mut pool: Vec<(usize, u32)>,
        budget: &mut usize,
        unfinished: &mut BTreeSet<usize>,
    ) -> Vec<Vec<usize>> {
        // what is larger than the gain by more than all tolerances together can be in no set
        let most = u64::from(receiver.gained) + u64::from(receiver.tolerance(pool.len()));
        pool.retain(|(_, area)| u64::from(*area) <= most);
        let indices: Vec<usize> = pool.iter().map(|(i, _)| *i).collect();
        pool.sort_by_key(|(_, area)| std::cmp::Reverse(*area));
        let mut rest = 0;
        let mut summed: Vec<(usize, u32, u64)> = Vec::new();
        for (index, area) in pool.into_iter().rev() {
            rest += u64::from(area);
            summed.push((index, area, rest));
        }
        summed.reverse();
        let stopped = summed.len() > MAX_POOL;
        let steps = MAX_STEPS.min(*budget);
        let mut search = Self { receiver, pool: summed, steps, found: Vec::new(), stopped };
        search.step(0, 0, &mut Vec::new());
        *budget -= steps - search.steps;
        if search.stopped {
            unfinished.extend(indices);
        }
        search.found
    }

    /// Takes or leaves the unit at `at` and all after it; `chosen` sums to `sum`.
    fn step(&mut self, at: usize, sum: u64, chosen: &mut Vec<usize>) {
        if self.stopped {
            return;
        }
        let Some((index, area, rest)) = self.pool.get(at).copied() else { return };
        let Some(steps) = self.steps.checked_sub(1) else {
            self.stopped = true;
            return;
        };
        self.steps = steps;
        let gained = u64::from(self.receiver.gained);
        // the widest tolerance that any set from here on can have
        let widest = u64::from(self.receiver.tolerance(chosen.len() + self.pool.len() - at));
        if sum > gained + widest || sum + rest + widest < gained {
            return;
        }
        chosen.push(index);
        let with = sum + u64::from(area);
        if with.abs_diff(gained) <= u64::from(self.receiver.tolerance(chosen.len())) {
            let mut set = chosen.clone();
            set.sort_unstable();
            self.found.push(set);
            self.stopped = self.found.len() >= MAX_SETS;
        }
        self.step(at + 1, with, chosen);
        chosen.pop();
        self.step(at + 1, sum, chosen);
    }
}
