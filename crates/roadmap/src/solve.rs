//! The whole: wishes first, then values; small problems by the MILP solver, large ones by prices.

use crate::dual::Dual;
use crate::milp;
use crate::options::{Aim, Options};
use crate::primal::{self, Chosen};
use crate::problem::{Misfit, Plan, Problem, Resource};
use crate::unit::SHIFT;

/// How much work is put in. The same effort gives the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Threads.
    pub threads: usize,
    /// Up to so many possible starts the problem is solved as a whole.
    pub whole: usize,
    /// Rounds of the search for prices.
    pub rounds: usize,
    /// Nodes per unit in each of these rounds.
    pub nodes: usize,
    /// Nodes per unit for the bound that is reported.
    pub last_nodes: usize,
    /// Passes over all units that improve a plan.
    pub passes: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { threads: 2, whole: 60, rounds: 120, nodes: 60, last_nodes: 4_000, passes: 6 }
    }
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
    /// What the best plan so far is worth.
    pub value: i64,
    /// No plan is worth more.
    pub bound: Option<i64>,
}

/// The work was stopped, or the problem is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// Whoever watches the progress stopped it.
    #[error("stopped")]
    Stopped,
    /// The problem is none.
    #[error(transparent)]
    Misfit(#[from] Misfit),
}

/// A plan and what was proved about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The plan; it keeps every constraint.
    pub plan: Plan,
    /// What it is worth.
    pub value: i64,
    /// No plan that leaves as few wishes unfulfilled is worth more.
    pub bound: i64,
    /// The wishes it does not fulfil, as unit and project.
    pub unmet: Vec<(usize, usize)>,
    /// Every plan leaves at least so many wishes unfulfilled.
    pub unmet_at_least: usize,
    /// What is used up, with what more of it would bring.
    pub tight: Vec<Tight>,
}

/// A shared resource that is used up in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tight {
    /// The resource.
    pub resource: Resource,
    /// The quarter.
    pub quarter: usize,
    /// What is left of it.
    pub left: i64,
    /// What one more of it would bring, in parts of 65,536: the price at which the bound was proved.
    pub price: i64,
}

/// What one round of the solver comes to.
struct Solved {
    chosen: Chosen,
    bound: i64,
    prices: Vec<i64>,
}

/// Plans a problem: as many wishes as possible are fulfilled, and among such plans the best is sought. `watch` is told how far
/// the work is, and stops it by answering `false`.
///
/// # Errors
/// `Misfit` for a problem that is none, `Stopped`.
pub fn solve(problem: &Problem, effort: Effort, watch: &dyn Fn(Progress) -> bool) -> Result<Answer, Stopped> {
    problem.check()?;
    let shared: Vec<i64> = problem.shared.iter().flat_map(|shared| shared.capacity.clone()).collect();
    let empty: Chosen = problem.units.iter().map(|unit| vec![None; unit.projects.len()]).collect();
    let projects = || problem.units.iter().flat_map(|unit| &unit.projects);
    let wishes = projects().filter(|project| project.due.is_some()).count();
    let starts_in_all: usize = projects().map(|project| project.starts.iter().flatten().count() + 1).sum();
    let whole = starts_in_all <= effort.whole;
    let most = |unit: &crate::Unit| -> i64 {
        unit.projects.iter().filter_map(|p| p.starts.iter().flatten().max()).sum()
    };
    // A wish is worth more than everything else a unit could do; of a small problem, more than all units together.
    let less = 1 + if whole {
        problem.units.iter().map(most).sum::<i64>()
    } else {
        problem.units.iter().map(most).max().unwrap_or(0)
    };
    let mut at_most = wishes;
    if wishes > 0 && !whole {
        let wishing = of(problem, Aim::Wishes);
        let rounds = effort.rounds / 4;
        let solved = run(&wishing, &shared, empty.clone(), Effort { rounds, ..effort }, false, watch)?;
        at_most = usize::try_from(solved.bound).unwrap_or(wishes);
    }
    let units = of(problem, Aim::Value(less));
    let leave = |(options, chosen): (&Options, &Vec<Option<usize>>)| {
        let none =
            |(choices, _): (&Vec<crate::options::Choice>, _)| choices.iter().position(|c| c.start.is_none());
        options.choices.iter().zip(chosen).map(none).collect::<Vec<_>>()
    };
    let begin: Chosen = units.iter().zip(&empty).map(leave).collect();
    let solved = run(&units, &shared, begin, effort, whole, watch)?;
    let plan = Plan { starts: starts(&units, &solved.chosen) };
    let left = primal::left(&units, &shared, &solved.chosen);
    let unmet = problem.unmet(&plan);
    if whole {
        at_most = wishes - unmet.len();
    }
    let forgone = less.saturating_mul(i64::try_from(unmet.len()).unwrap_or(i64::MAX));
    let tight = left.iter().zip(&solved.prices).enumerate().filter(|(_, (_, price))| **price > 0);
    let tight = tight.map(|(row, (left, price))| Tight {
        resource: Resource::Shared(row / problem.quarters),
        quarter: row % problem.quarters,
        left: *left,
        price: *price,
    });
    Ok(Answer {
        value: problem.value(&plan),
        bound: solved.bound.saturating_add(forgone),
        unmet,
        unmet_at_least: wishes.saturating_sub(at_most),
        tight: tight.collect(),
        plan,
    })
}

fn of(problem: &Problem, aim: Aim) -> Vec<Options> {
    problem.units.iter().map(|unit| Options::of(problem, unit, aim)).collect()
}

fn starts(units: &[Options], chosen: &Chosen) -> Vec<Vec<Option<usize>>> {
    units.iter().zip(chosen).map(|(options, chosen)| primal::starts_of(options, chosen)).collect()
}

/// Solves for one aim, from a plan that is possible.
fn run(
    units: &[Options],
    shared: &[i64],
    begin: Chosen,
    effort: Effort,
    whole: bool,
    watch: &dyn Fn(Progress) -> bool,
) -> Result<Solved, Stopped> {
    let worth = |chosen: &Chosen| -> i64 {
        units.iter().zip(chosen).map(|(options, chosen)| primal::worth(options, chosen)).sum()
    };
    if whole && let Some(chosen) = milp::solve(units, shared) {
        let value = worth(&chosen);
        let told = Progress { done: effort.rounds, of: effort.rounds, value, bound: Some(value) };
        return if watch(told) {
            Ok(Solved { chosen, bound: value, prices: vec![0; shared.len()] })
        } else {
            Err(Stopped::Stopped)
        };
    }
    let empty = begin.clone();
    let mut best = (worth(&begin), begin);
    let mut dual =
        Dual { units, shared, threads: effort.threads, multipliers: vec![Vec::new(); units.len()] };
    let mut prices = vec![0_i64; shared.len()];
    let mut lowest = (i128::MAX, prices.clone());
    let (mut length, mut idle) = (1.0_f64, 0);
    for round in 0..effort.rounds {
        let own_rounds = if round == 0 { 60 } else { 8 };
        let at = dual.at(&prices, (own_rounds, effort.nodes));
        if at.bound < lowest.0 {
            lowest = (at.bound, prices.clone());
            idle = 0;
        } else {
            idle += 1;
            if idle >= 5 {
                length /= 1.6;
                idle = 0;
            }
        }
        if round % 15 == 14 || round + 1 == effort.rounds || round == 0 {
            let mut order: Vec<usize> = (0..units.len()).collect();
            let profit =
                |u: &usize| at.profits.get(*u).zip(at.chosen.get(*u)).map(|(p, c)| primal::profit(p, c));
            order.sort_by_key(|u| std::cmp::Reverse(profit(u)));
            if let Some(plan) = primal::assemble(units, shared, (&at.chosen, &at.profits), &order) {
                let plan = primal::improve(units, shared, plan, Some(&at.profits), (4, 12, effort.nodes));
                let value = worth(&plan);
                if value > best.0 {
                    best = (value, plan);
                }
            }
        }
        let bound = i64::try_from(lowest.0 >> SHIFT).ok();
        if !watch(Progress { done: round, of: effort.rounds, value: best.0, bound }) {
            return Err(Stopped::Stopped);
        }
        let reached = i128::from(best.0) << SHIFT;
        match dual.step(&prices, &at, reached, length) {
            Some(next) => prices = next,
            None => break,
        }
    }
    let last = dual.at(&lowest.1, (300, effort.last_nodes));
    let from = [
        (best.1.clone(), None),
        (best.1.clone(), Some(last.profits.as_slice())),
        (empty, Some(last.profits.as_slice())),
    ];
    for (plan, profits) in from {
        let passes = (effort.passes, 12, effort.nodes * 8);
        let plan = primal::improve(units, shared, plan, profits, passes);
        if worth(&plan) > best.0 {
            best = (worth(&plan), plan);
        }
    }
    let value = best.0;
    let bound = i64::try_from(last.bound.min(lowest.0) >> SHIFT).unwrap_or(i64::MAX).max(value);
    if !watch(Progress { done: effort.rounds, of: effort.rounds, value, bound: Some(bound) }) {
        return Err(Stopped::Stopped);
    }
    Ok(Solved { chosen: best.1, bound, prices: lowest.1 })
}
