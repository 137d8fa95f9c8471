//! Small problems as a whole by the MILP solver, and again with one more of what is scarce.

use crate::crew::Watcher;
use crate::milp;
use crate::options::{Aim, Options, Picks};
use crate::pool::SHIFT;
use crate::problem::{Plan, Problem, Resource};
use crate::solve::{Answer, Progress, Stopped, Tight, capacities, options};
use crate::tight;

/// The optimum; nothing if the MILP solver has none.
pub(crate) fn solve(problem: &Problem, watcher: &Watcher<'_>) -> Result<Option<Answer>, Stopped> {
    let shared = capacities(problem);
    let wishes = problem.wishes();
    let mut met = 0;
    if wishes > 0 {
        let units = options(problem, Aim::Wishes, &shared);
        let Some(picks) = milp::solve(&units, &shared) else { return Ok(None) };
        met = worth(&units, &picks);
    }
    let Some((units, picks)) = best(problem, met) else { return Ok(None) };
    let value = worth(&units, &picks);
    watcher.tell(Progress { done: 1, of: 1, value, bound: Some(value) })?;
    let plan =
        Plan { starts: units.iter().zip(&picks).map(|(options, picks)| options.starts(picks)).collect() };
    let unmet = problem.unmet(&plan);
    Ok(Some(Answer {
        value,
        bound: value,
        unmet_at_least: unmet.len(),
        unmet,
        tight: tight(problem, (&units, &picks), (met, value), watcher)?,
        plan,
    }))
}

fn worth(units: &[Options], picks: &[Picks]) -> i64 {
    units.iter().zip(picks).map(|(options, picks)| options.value(picks)).sum()
}

/// The best plan that meets so many wishes.
fn best(problem: &Problem, met: i64) -> Option<(Vec<Options>, Vec<Picks>)> {
    let mut shared = capacities(problem);
    let units = options(problem, Aim::Value, &shared);
    shared.push(-met);
    let picks = milp::solve(&units, &shared)?;
    Some((units, picks))
}

/// Every row that is used up, or of which one more brings something. Each is solved again with one more.
fn tight(
    problem: &Problem,
    (units, picks): (&[Options], &[Picks]),
    (met, value): (i64, i64),
    watcher: &Watcher<'_>,
) -> Result<Vec<Tight>, Stopped> {
    let shared = capacities(problem);
    let (own, left) = tight::left(units, &shared, picks);
    let quarters = problem.quarters;
    let of_shared = left.into_iter().take(shared.len()).enumerate().map(|(row, left)| (None, row, left));
    let of_own = own.into_iter().enumerate().flat_map(|(unit, left)| {
        left.into_iter().enumerate().map(move |(row, left)| (Some(unit), row, left))
    });
    let mut found = Vec::new();
    for (unit, row, left) in of_shared.chain(of_own) {
        watcher.tick()?;
        let (number, quarter) = (row / quarters, row % quarters);
        let mut more = problem.clone();
        let series = match unit {
            Some(unit) => more.units.get_mut(unit).and_then(|unit| unit.own.get_mut(number)),
            None => more.shared.get_mut(number).map(|shared| &mut shared.capacity),
        };
        let Some(there) = series.and_then(|series| series.get_mut(quarter)) else { continue };
        *there += 1;
        let used = *there - 1 - left;
        let gained = best(&more, met).map_or(0, |(units, picks)| worth(&units, &picks) - value).max(0);
        if gained > 0 || (left == 0 && used > 0) {
            let resource = if unit.is_some() { Resource::Own(number) } else { Resource::Shared(number) };
            found.push(Tight { unit, resource, quarter, left, price: gained << SHIFT, exact: true });
        }
    }
    Ok(found)
}
