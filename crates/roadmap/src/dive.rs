//! A plan from columns in parts: units whose part is almost whole keep their column, a few more with large parts too; then
//! prices and columns are looked for anew for the rest, within what is left.

use crate::columns::Rounds;
use crate::options::{Options, Picks};
use crate::primal::shift;
use crate::solve::{Effort, Stopped};

/// Rounds between two decisions.
const ROUNDS: usize = 4;

/// One in so many of the units that are left is decided at a time, and half of them as long as there are many: those whose
/// columns are whole anyway.
const SHARE: usize = 30;

/// Beyond this, units are many.
const MANY: usize = 100;

/// A unit, and the columns it may have with their parts, the largest first.
type Parts = (usize, Vec<(Picks, f64)>);

/// A plan that keeps the hard rows, and the row after them if that is possible. What `base` takes is kept for each unit until it
/// is decided.
pub(crate) fn plan(rounds: &mut Rounds<'_>, hard: usize, base: &[Picks]) -> Result<Vec<Picks>, Stopped> {
    let count = rounds.units.len();
    let mut plan: Vec<Picks> = base.to_vec();
    let mut left = rounds.shared.to_vec();
    for (options, picks) in rounds.units.iter().zip(base) {
        shift(&options.shared_uses(picks), &mut left, -1);
    }
    let mut parts = parts(rounds, &(0..count).collect::<Vec<_>>());
    let mut prices = rounds.prices.clone();
    loop {
        let open = decide(rounds.units, &mut parts, (&mut left, hard), &mut plan);
        if open.is_empty() {
            return Ok(plan);
        }
        let units: Vec<Options> = open.iter().filter_map(|unit| rounds.units.get(*unit)).cloned().collect();
        let effort = Effort { rounds: ROUNDS, nodes: rounds.effort.nodes.div_ceil(4), ..rounds.effort };
        let begin: Vec<Picks> = open.iter().filter_map(|unit| plan.get(*unit)).cloned().collect();
        let mut there = left.clone();
        for (options, picks) in units.iter().zip(&begin) {
            shift(&options.shared_uses(picks), &mut there, 1);
        }
        let mut rest = Rounds::new(&units, &there, &begin, (rounds.aim, effort), rounds.watcher);
        rest.quiet = true;
        for ((at, unit), pool) in open.iter().enumerate().zip(&mut rest.pools) {
            if let Some(known) = rounds.pools.get_mut(*unit) {
                std::mem::swap(pool, known);
            }
            for column in rounds.master.columns.get(*unit).into_iter().flatten() {
                if fits(&column.uses, &there, hard) {
                    rest.master.add(at, column.picks.clone(), column.value, column.uses.clone());
                }
            }
        }
        if hard < left.len() {
            rest.master.soften();
        }
        rest.run(&prices, i64::MIN)?;
        parts = self::parts(&rest, &open);
        prices.clone_from(&rest.prices);
        let (pools, columns) = (rest.pools, rest.master.columns);
        for ((unit, pool), columns) in open.iter().zip(pools).zip(columns) {
            if let Some(known) = rounds.pools.get_mut(*unit) {
                *known = pool;
            }
            for column in columns {
                rounds.master.add(*unit, column.picks, column.value, column.uses);
            }
        }
    }
}

/// The columns of the units in parts; `names` are the numbers under which the units are known.
fn parts(rounds: &Rounds<'_>, names: &[usize]) -> Vec<Parts> {
    let of = rounds.master.parts().into_iter().zip(&rounds.master.columns);
    let part = |(parts, columns): (Vec<(usize, f64)>, &Vec<crate::master::Column>)| {
        parts.into_iter().filter_map(|(at, part)| Some((columns.get(at)?.picks.clone(), part))).collect()
    };
    names.iter().copied().zip(of.map(part)).collect()
}

/// Decides for the units with the largest parts; answers with those that are left.
fn decide(
    units: &[Options],
    parts: &mut [Parts],
    (left, hard): (&mut [i64], usize),
    plan: &mut [Picks],
) -> Vec<usize> {
    let largest = |(_, parts): &Parts| parts.first().map_or(0.0, |(_, part)| *part);
    parts.sort_by(|a, b| largest(b).total_cmp(&largest(a)).then(a.0.cmp(&b.0)));
    let mut quota = if parts.len() > MANY { parts.len() / 2 } else { parts.len().div_ceil(SHARE) };
    let mut open = Vec::new();
    for of_unit in parts.iter() {
        let (unit, choices) = of_unit;
        let Some(options) = units.get(*unit) else { continue };
        if quota == 0 {
            open.push(*unit);
            continue;
        }
        quota -= 1;
        let kept = plan.get(*unit).map(|picks| options.shared_uses(picks)).unwrap_or_default();
        shift(&kept, left, 1);
        let uses = choices.iter().map(|(picks, _)| (picks, options.shared_uses(picks)));
        // If none fits, the unit takes what was kept for it, until the plan is improved.
        let Some((picks, uses)) = uses.into_iter().find(|(_, uses)| fits(uses, left, hard)) else {
            shift(&kept, left, -1);
            continue;
        };
        shift(&uses, left, -1);
        if let Some(slot) = plan.get_mut(*unit) {
            slot.clone_from(picks);
        }
    }
    open.sort_unstable();
    open
}

fn fits(uses: &[(usize, i64)], left: &[i64], hard: usize) -> bool {
    uses.iter().all(|(row, amount)| {
        *row >= hard || *amount <= 0 || left.get(*row).is_some_and(|left| left >= amount)
    })
}
