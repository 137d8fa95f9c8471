//! The whole: wishes first, then values; small problems by the MILP solver, large ones by columns.

use crate::columns::Rounds;
use crate::crew::Watcher;
use crate::options::{Aim, Options, Picks};
use crate::pool::SHIFT;
use crate::primal::Mend;
use crate::problem::{Misfit, Plan, Problem, Resource};
use crate::{primal, tight, whole};

/// So many units are solved first, for the prices with which all begin.
const SAMPLE: usize = 50;

/// What a wish counts beside what is as in another plan.
const NEAR: i64 = 10_000;

/// How much work is put in. The same effort gives the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Threads.
    pub threads: usize,
    /// Up to so many possible starts the problem is solved as a whole.
    pub whole: usize,
    /// Rounds of column generation.
    pub rounds: usize,
    /// Nodes of the tree per unit in each of these rounds.
    pub nodes: usize,
    /// Units that are improved together.
    pub together: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { threads: 2, whole: 60, rounds: 18, nodes: 24, together: 6 }
    }
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
    /// What the best plan so far is worth; 0 while wishes are counted.
    pub value: i64,
    /// No plan is worth more; nothing while wishes are counted.
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
    /// The wishes it does not fulfil, as unit, project and quarter. If there are no more than `unmet_at_least`, this is a smallest set of
    /// wishes to drop.
    pub unmet: Vec<(usize, usize, usize)>,
    /// Every plan leaves at least so many wishes unfulfilled.
    pub unmet_at_least: usize,
    /// What is scarce, with what more of it would bring.
    pub tight: Vec<Tight>,
}

/// A resource that is scarce in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tight {
    /// The unit, for an own resource.
    pub unit: Option<usize>,
    /// The resource.
    pub resource: Resource,
    /// The quarter.
    pub quarter: usize,
    /// What is left of it.
    pub left: i64,
    /// What one more of it would bring, in parts of 65,536, among plans that leave as few wishes unfulfilled.
    pub price: i64,
    /// Found by solving again with one more; else the price of the relaxation.
    pub exact: bool,
}

/// Plans a problem: as many wishes as possible are fulfilled, and among such plans the best is sought. `watch` is told how far
/// the work is, and stops it by answering `false`.
///
/// # Errors
/// `Misfit` for a problem that is none, `Stopped`.
pub fn solve(problem: &Problem, effort: Effort, watch: &dyn Fn(Progress) -> bool) -> Result<Answer, Stopped> {
    problem.check()?;
    let watcher = Watcher::new(watch);
    watcher.tick()?;
    let projects = || problem.units.iter().flat_map(|unit| &unit.projects);
    let starts: usize = projects().map(|project| project.starts.iter().flatten().count() + 1).sum();
    if starts <= effort.whole
        && let Some(answer) = whole::solve(problem, &watcher)?
    {
        return Ok(answer);
    }
    let mut shared = capacities(problem);
    let wishes = problem.wishes();
    let nothing: Vec<Picks> = vec![Vec::new(); problem.units.len()];
    let value = options(problem, Aim::Value, &shared);
    even(&value, &mut shared);
    let wishing = options(problem, Aim::Wishes, &shared);
    let rows = shared.clone();
    let mut wished = Rounds::new(&wishing, &rows, &nothing, (Aim::Wishes, effort), &watcher);
    let mut at_most = 0;
    let mut begin = nothing.clone();
    if wishes > 0 {
        begin = columns(&mut wished, &nothing, &mut |_| Ok(nothing.clone()))?;
        at_most = usize::try_from(wished.bound >> SHIFT).unwrap_or(wishes);
    }
    let met: i64 = wishing.iter().zip(&begin).map(|(options, picks)| options.value(picks)).sum();
    let least = begin;
    let begin = converted((&wishing, &least), &value);
    shared.push(-met);
    let mut rounds = Rounds::new(&value, &shared, &begin, (Aim::Value, effort), &watcher);
    // For a plan that misses wishes, wishes are counted again, and what is as in that plan counts a little.
    let mut mend = |plan: &[Picks]| {
        let near = converted((&value, plan), &wishing);
        let near: Vec<Options> =
            wishing.iter().zip(&near).map(|(options, picks)| options.near(picks, NEAR)).collect();
        let mut again = Rounds::new(&near, &rows, &least, (Aim::Wishes, effort), &watcher);
        again.quiet = true;
        let mended = columns(&mut again, &least, &mut |_| Ok(Vec::new()))?;
        Ok(converted((&near, &mended), &value))
    };
    let picks = columns(&mut rounds, &begin, &mut mend)?;
    let plan =
        Plan { starts: value.iter().zip(&picks).map(|(options, picks)| options.starts(picks)).collect() };
    let worth = problem.value(&plan);
    let tight = tight::priced(problem, &rounds, &picks)?;
    Ok(Answer {
        bound: i64::try_from(rounds.bound >> SHIFT).unwrap_or(i64::MAX).max(worth),
        value: worth,
        unmet: problem.unmet(&plan),
        unmet_at_least: wishes.saturating_sub(at_most),
        tight,
        plan,
    })
}

/// The capacities of the shared rows.
pub(crate) fn capacities(problem: &Problem) -> Vec<i64> {
    problem.shared.iter().flat_map(|shared| shared.capacity.clone()).collect()
}

/// What does not make up a whole amount of a row is of no use to anybody: the bound is the better without it.
fn even(units: &[Options], shared: &mut [i64]) {
    let mut common = vec![0_i64; shared.len()];
    let uses = units.iter().flat_map(|options| &options.choices).flat_map(|choice| &choice.shared);
    for (row, amount) in uses {
        if let Some(common) = common.get_mut(*row) {
            let (mut a, mut b) = (*common, amount.abs());
            while b != 0 {
                (a, b) = (b, a % b);
            }
            *common = a;
        }
    }
    for (there, common) in shared.iter_mut().zip(common) {
        if common > 1 {
            *there -= *there % common;
        }
    }
}

/// The options of all units.
pub(crate) fn options(problem: &Problem, aim: Aim, shared: &[i64]) -> Vec<Options> {
    problem.units.iter().map(|unit| Options::of(problem, unit, aim, shared)).collect()
}

/// The same starts as picks of other options.
fn converted((from, picks): (&[Options], &[Picks]), to: &[Options]) -> Vec<Picks> {
    let starts = from.iter().zip(picks).map(|(options, picks)| options.starts(picks));
    to.iter().zip(starts).map(|(options, starts)| options.picks(&starts)).collect()
}

/// Solves by columns, from a plan that is possible.
fn columns(rounds: &mut Rounds<'_>, begin: &[Picks], mend: &mut Mend<'_>) -> Result<Vec<Picks>, Stopped> {
    let value: i64 = rounds.units.iter().zip(begin).map(|(options, picks)| options.value(picks)).sum();
    let from =
        if rounds.units.len() >= 2 * SAMPLE { sampled(rounds, begin)? } else { vec![0; rounds.shared.len()] };
    rounds.run(&from, value)?;
    // The row of wishes comes after all that has to be kept at every step.
    let rows = rounds.shared.len();
    let hard = if rounds.aim == Aim::Value { rows.saturating_sub(1) } else { rows };
    primal::plan(rounds, hard, mend)
}

/// The prices of a sample of the units that has its share of what there is: where the rounds of all begin.
fn sampled(all: &Rounds<'_>, begin: &[Picks]) -> Result<Vec<i64>, Stopped> {
    let (units, shared) = (all.units, all.shared);
    let every = units.len() / SAMPLE;
    let some: Vec<Options> = units.iter().step_by(every).cloned().collect();
    let begin: Vec<Picks> = begin.iter().step_by(every).cloned().collect();
    let mut used = vec![0_i64; shared.len()];
    for (row, amount) in some.iter().zip(&begin).flat_map(|(options, picks)| options.shared_uses(picks)) {
        if let Some(used) = used.get_mut(row) {
            *used += amount;
        }
    }
    let (part, of) = (i128::try_from(some.len()).unwrap_or(1), i128::try_from(units.len()).unwrap_or(1));
    let share = |(there, used): (&i64, &i64)| {
        i64::try_from(i128::from(*there) * part / of).unwrap_or(*there).max(*used)
    };
    let shared: Vec<i64> = shared.iter().zip(&used).map(share).collect();
    let mut rounds = Rounds::new(&some, &shared, &begin, (all.aim, all.effort), all.watcher);
    rounds.quiet = true;
    rounds.run(&vec![0; shared.len()], i64::MIN)?;
    Ok(rounds.prices)
}
