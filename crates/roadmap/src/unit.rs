//! One unit for itself: branch and bound over its projects. Multipliers for the rows give the bound: what the projects are
//! worth beyond what they take, plus what all that is there is worth.

use crate::options::Options;

/// Values and prices are held in steps of 1/65,536, so that prices can be finer than one.
pub(crate) const SHIFT: u32 = 16;

/// A row of which there is as much as anybody wants.
pub(crate) const PLENTY: i64 = i64::MAX / 4;

/// Far below every profit, and far from the end of the numbers.
const NEVER: i64 = -(1 << 60);

/// What a choice of a unit is worth, by project and choice, in steps.
pub(crate) type Profits = Vec<Vec<i64>>;

/// What was found for a unit.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Profit of the best, in steps; nothing if nothing is possible.
    pub profit: Option<i64>,
    /// The best: by project the number of its choice.
    pub chosen: Vec<Option<usize>>,
    /// No plan of the unit has a higher profit.
    pub bound: i64,
}

struct Search<'s> {
    options: &'s Options,
    profits: &'s Profits,
    /// By project, profit beyond what the choice takes at the multipliers.
    reduced: Vec<Vec<i64>>,
    /// By project, its choices, the best by reduced profit first; `None` is leaving it.
    ranked: Vec<Vec<Option<usize>>>,
    /// The projects in the order in which they are decided.
    order: Vec<usize>,
    /// Most that the projects from a place of the order on can add to the bound.
    suffix: Vec<i64>,
    remaining: Vec<i64>,
    starts: Vec<Option<usize>>,
    chosen: Vec<Option<usize>>,
    best: Option<i64>,
    best_chosen: Vec<Option<usize>>,
    nodes: usize,
    limit: usize,
}

/// The best plan of a unit within the capacities of its rows. `multipliers` are improved, and kept for the next time.
/// `incumbent` is a plan that is possible, if one is known.
pub(crate) fn best(
    options: &Options,
    profits: &Profits,
    capacities: &[i64],
    multipliers: &mut Vec<i64>,
    (rounds, limit): (usize, usize),
    incumbent: Option<(i64, &[Option<usize>])>,
) -> Found {
    multipliers.resize(capacities.len(), 0);
    let floor = incumbent.map(|(profit, _)| profit);
    improve(options, profits, capacities, multipliers, rounds, floor);
    let (worth, reduced) = relaxed(options, profits, capacities, multipliers);
    let count = options.choices.len();
    let most: Vec<i64> = (0..count).map(|p| most_of(options, &reduced, p)).collect();
    if most.contains(&NEVER) {
        return Found { profit: None, chosen: vec![None; count], bound: NEVER };
    }
    let order = decision_order(options, &most);
    let mut suffix = vec![0; count + 1];
    for (at, project) in order.iter().enumerate().rev() {
        let next = suffix.get(at + 1).copied().unwrap_or(0);
        if let Some(slot) = suffix.get_mut(at) {
            *slot = next + most.get(*project).copied().unwrap_or(0);
        }
    }
    let ranked = (0..count).map(|p| ranked(options, profits, &reduced, p)).collect();
    let mut search = Search {
        options,
        profits,
        reduced,
        ranked,
        order,
        suffix,
        remaining: capacities.to_vec(),
        starts: vec![None; count],
        chosen: vec![None; count],
        best: floor,
        best_chosen: incumbent.map_or_else(|| vec![None; count], |(_, chosen)| chosen.to_vec()),
        nodes: 0,
        limit,
    };
    let open = search.descend(0, 0, worth);
    Found { profit: search.best, bound: search.best.unwrap_or(NEVER).max(open), chosen: search.best_chosen }
}

impl Search<'_> {
    /// Decides the projects from a place of the order on; answers with the highest bound of what was left unexplored.
    fn descend(&mut self, at: usize, profit: i64, worth: i64) -> i64 {
        let bound = worth.saturating_add(self.suffix.get(at).copied().unwrap_or(0));
        if self.best.is_some_and(|best| bound <= best) {
            return NEVER;
        }
        let Some(project) = self.order.get(at).copied() else {
            if self.best.is_none_or(|best| profit > best) {
                self.best = Some(profit);
                self.best_chosen.clone_from(&self.chosen);
            }
            return NEVER;
        };
        if self.nodes >= self.limit {
            return bound;
        }
        self.nodes += 1;
        let next = self.suffix.get(at + 1).copied().unwrap_or(0);
        let mut open = NEVER;
        for option in self.ranked.get(project).cloned().unwrap_or_default() {
            let Some(number) = option else {
                open = open.max(self.descend(at + 1, profit, worth));
                continue;
            };
            let reduced = self.reduced.get(project).and_then(|of| of.get(number)).copied().unwrap_or(NEVER);
            if self.best.is_some_and(|best| worth.saturating_add(reduced).saturating_add(next) <= best) {
                continue;
            }
            if !self.take(project, number) {
                continue;
            }
            let gain = self.profits.get(project).and_then(|of| of.get(number)).copied().unwrap_or(NEVER);
            open = open.max(self.descend(at + 1, profit + gain, worth.saturating_add(reduced)));
            self.give_back(project, number);
        }
        open
    }

    fn take(&mut self, project: usize, number: usize) -> bool {
        let Some(choice) = self.options.choices.get(project).and_then(|of| of.get(number)) else {
            return false;
        };
        let there =
            |(row, amount): &(usize, i64)| self.remaining.get(*row).is_some_and(|left| left >= amount);
        if !choice.uses.iter().all(there) || !self.options.may_begin(project, choice.start, &self.starts) {
            return false;
        }
        for (row, amount) in &choice.uses {
            if let Some(left) = self.remaining.get_mut(*row) {
                *left -= amount;
            }
        }
        self.set(project, Some((number, choice.start)));
        true
    }

    fn give_back(&mut self, project: usize, number: usize) {
        if let Some(choice) = self.options.choices.get(project).and_then(|of| of.get(number)) {
            for (row, amount) in &choice.uses {
                if let Some(left) = self.remaining.get_mut(*row) {
                    *left += amount;
                }
            }
        }
        self.set(project, None);
    }

    fn set(&mut self, project: usize, to: Option<(usize, Option<usize>)>) {
        if let Some(chosen) = self.chosen.get_mut(project) {
            *chosen = to.map(|(number, _)| number);
        }
        if let Some(start) = self.starts.get_mut(project) {
            *start = to.and_then(|(_, start)| start);
        }
    }
}

/// The most that a project can add: leaving it adds nothing; a required one cannot be left.
fn most_of(options: &Options, reduced: &[Vec<i64>], project: usize) -> i64 {
    let best = reduced.get(project).and_then(|of| of.iter().copied().max());
    if options.required.get(project).copied().unwrap_or(false) {
        best.unwrap_or(NEVER)
    } else {
        best.unwrap_or(0).max(0)
    }
}

/// What all that is there is worth at the multipliers, and the reduced profits.
fn relaxed(
    options: &Options,
    profits: &Profits,
    capacities: &[i64],
    multipliers: &[i64],
) -> (i64, Vec<Vec<i64>>) {
    let worth = capacities.iter().zip(multipliers).filter(|(_, m)| **m > 0);
    let worth: i128 = worth.map(|(capacity, m)| i128::from(*capacity) * i128::from(*m)).sum();
    let price = |uses: &[(usize, i64)]| -> i128 {
        let of = |(row, amount): &(usize, i64)| {
            i128::from(*amount) * i128::from(multipliers.get(*row).copied().unwrap_or(0))
        };
        uses.iter().map(of).sum()
    };
    let reduced = options.choices.iter().zip(profits).map(|(choices, profits)| {
        let of = |(choice, profit): (&crate::options::Choice, &i64)| {
            clamp(i128::from(*profit) - price(&choice.uses))
        };
        choices.iter().zip(profits).map(of).collect()
    });
    (clamp(worth), reduced.collect())
}

/// Into the range in which sums are safe. What is cut off lies below every profit, or above every bound that is used.
pub(crate) fn clamp(value: i128) -> i64 {
    i64::try_from(value.clamp(i128::from(NEVER) / 2, -(i128::from(NEVER) / 2))).unwrap_or(NEVER)
}

/// Subgradient steps (Polyak) towards the multipliers with the lowest bound.
fn improve(
    options: &Options,
    profits: &Profits,
    capacities: &[i64],
    multipliers: &mut Vec<i64>,
    rounds: usize,
    floor: Option<i64>,
) {
    let mut best = (i64::MAX, multipliers.clone());
    let mut step = 1.0_f64;
    let mut idle = 0;
    let mut at = multipliers.clone();
    for _ in 0..rounds {
        let (worth, reduced) = relaxed(options, profits, capacities, &at);
        let mut bound = worth;
        let mut left: Vec<i64> = capacities.to_vec();
        for (project, choices) in options.choices.iter().enumerate() {
            let of = reduced.get(project).map(Vec::as_slice).unwrap_or_default();
            let top =
                of.iter().enumerate().max_by_key(|(number, reduced)| (**reduced, std::cmp::Reverse(*number)));
            let required = options.required.get(project).copied().unwrap_or(false);
            let Some((number, reduced)) = top.filter(|(_, reduced)| required || **reduced > 0) else {
                continue;
            };
            bound = bound.saturating_add(*reduced);
            for (row, amount) in choices.get(number).map(|c| c.uses.as_slice()).unwrap_or_default() {
                if let Some(left) = left.get_mut(*row) {
                    *left -= amount;
                }
            }
        }
        if bound < best.0 {
            best = (bound, at.clone());
            idle = 0;
        } else {
            idle += 1;
            if idle >= 4 {
                step /= 2.0;
                idle = 0;
            }
        }
        let target = floor.unwrap_or(bound - bound / 8);
        match polyak(&at, &left, capacities, (bound, target), step) {
            Some(next) => at = next,
            None => break,
        }
    }
    *multipliers = best.1;
}

/// A step of Polyak's from prices towards lower bounds: dearer where too much is wanted, cheaper where something is left. Each
/// row is measured by what there is of it, so that money and days count alike. Nothing if there is no direction.
pub(crate) fn polyak(
    prices: &[i64],
    left: &[i64],
    capacities: &[i64],
    (bound, target): (i64, i64),
    length: f64,
) -> Option<Vec<i64>> {
    // Rows that nobody uses up and that cost nothing give no direction.
    let moves = |((left, price), capacity): ((&i64, &i64), &i64)| {
        if *left < 0 || *price > 0 { float(*left) / float((*capacity).max(1)) } else { 0.0 }
    };
    let direction: Vec<f64> = left.iter().zip(prices).zip(capacities).map(moves).collect();
    let norm: f64 = direction.iter().map(|d| d * d).sum();
    if norm <= 0.0 || bound <= target {
        return None;
    }
    let length = length * float(bound - target) / norm;
    let next = |((price, d), capacity): ((&i64, &f64), &i64)| {
        whole(float(*price) - length * d / float((*capacity).max(1))).max(0)
    };
    Some(prices.iter().zip(&direction).zip(capacities).map(next).collect())
}

/// Required projects and those that others need first, then by what they add.
fn decision_order(options: &Options, most: &[i64]) -> Vec<usize> {
    let mut placed = vec![false; most.len()];
    let mut order = Vec::with_capacity(most.len());
    while order.len() < most.len() {
        let ready = |project: &&usize| {
            let lists = options.after.get(**project);
            let needs = lists.into_iter().flatten().flatten();
            needs.into_iter().all(|before| placed.get(*before).copied().unwrap_or(true) || before == *project)
        };
        let open = || options.order.iter().filter(|project| !placed.get(**project).copied().unwrap_or(true));
        let key = |project: &&usize| {
            let required = options.required.get(**project).copied().unwrap_or(false);
            (required, most.get(**project).copied().unwrap_or(0), std::cmp::Reverse(**project))
        };
        let next = open().filter(ready).max_by_key(key).or_else(|| open().next()).copied();
        let Some(next) = next else { break };
        if let Some(done) = placed.get_mut(next) {
            *done = true;
        }
        order.push(next);
    }
    order
}

/// The choices worth trying: those with a profit, and all of them where the project is required or others need it.
fn ranked(options: &Options, profits: &Profits, reduced: &[Vec<i64>], project: usize) -> Vec<Option<usize>> {
    let required = options.required.get(project).copied().unwrap_or(false);
    let needed = required || options.after.iter().flatten().flatten().any(|before| *before == project);
    let of = |table: &[Vec<i64>], number: usize| {
        table.get(project).and_then(|of| of.get(number)).copied().unwrap_or(NEVER)
    };
    let count = options.choices.get(project).map_or(0, Vec::len);
    let mut ranked: Vec<Option<usize>> =
        (0..count).filter(|number| needed || of(profits, *number) > 0).map(Some).collect();
    if !required {
        ranked.push(None);
    }
    ranked.sort_by_key(|option| std::cmp::Reverse(option.map_or(0, |number| of(reduced, number))));
    ranked
}

/// Multipliers only steer: any of them gives a true bound, so rounding does no harm.
#[allow(clippy::as_conversions, reason = "a direction, not a figure: nothing rests on its last digits")]
pub(crate) fn float(value: i64) -> f64 {
    value as f64
}

/// The nearest whole number within the range in which sums are safe.
#[allow(clippy::as_conversions, reason = "the cast saturates, and what it gives is checked by its use")]
pub(crate) fn whole(value: f64) -> i64 {
    (value.round() as i64).clamp(NEVER, -NEVER)
}
