//! Plans that keep every constraint: put together from what the units would like, then improved unit by unit.

use crate::options::Options;
use crate::unit::{self, Profits, SHIFT};

/// Choices by unit and project.
pub(crate) type Chosen = Vec<Vec<Option<usize>>>;

/// Puts a plan together, the units one after the other: what they want if what it takes is there, else whatever else of it
/// pays. What is required goes first. Nothing if something required finds no place.
pub(crate) fn assemble(
    units: &[Options],
    shared: &[i64],
    (wanted, profits): (&Chosen, &[Profits]),
    order: &[usize],
) -> Option<Chosen> {
    let mut left = shared.to_vec();
    let mut plan: Chosen = units.iter().map(|options| vec![None; options.choices.len()]).collect();
    let nothing: Chosen = plan.clone();
    for (only_required, wanted) in [(true, Some(wanted)), (true, None), (false, Some(wanted)), (false, None)]
    {
        for u in order {
            let (Some(options), Some(chosen)) = (units.get(*u), plan.get_mut(*u)) else { continue };
            let wanted = wanted.unwrap_or(&nothing).get(*u).map(Vec::as_slice).unwrap_or_default();
            let Some(profits) = profits.get(*u) else { continue };
            place(options, &mut left, (wanted, profits), chosen, only_required);
        }
    }
    let kept = |(options, chosen): (&Options, &Vec<Option<usize>>)| {
        options.required.iter().zip(chosen).all(|(required, chosen)| !required || chosen.is_some())
    };
    units.iter().zip(&plan).all(kept).then_some(plan)
}

/// Places the projects of a unit that are not placed yet: as wanted, or where nothing is wanted by what pays most.
fn place(
    options: &Options,
    left: &mut [i64],
    (wanted, profits): (&[Option<usize>], &Profits),
    chosen: &mut [Option<usize>],
    only_required: bool,
) {
    let mut own = options.own.clone();
    for (choices, number) in options.choices.iter().zip(chosen.iter()) {
        for (row, amount) in
            number.and_then(|n| choices.get(n)).map(|c| c.uses.as_slice()).unwrap_or_default()
        {
            if let Some(own) = own.get_mut(*row) {
                *own -= amount;
            }
        }
    }
    for project in &options.order {
        let required = options.required.get(*project).copied().unwrap_or(false);
        if (only_required && !required) || chosen.get(*project).copied().flatten().is_some() {
            continue;
        }
        let pays = |number: usize| profits.get(*project).and_then(|of| of.get(number)).copied().unwrap_or(0);
        let count = options.choices.get(*project).map_or(0, Vec::len);
        let tries = match wanted.get(*project).copied().flatten() {
            Some(number) => vec![number],
            None if wanted.iter().any(Option::is_some) => Vec::new(),
            None => {
                let mut all: Vec<usize> = (0..count).filter(|n| required || pays(*n) > 0).collect();
                all.sort_by_key(|number| std::cmp::Reverse(pays(*number)));
                all
            }
        };
        let starts = starts_of(options, chosen);
        let fits = |number: &usize| {
            let choice = options.choices.get(*project).and_then(|of| of.get(*number));
            choice.is_some_and(|choice| {
                let there = |(row, amount): &(usize, i64)| {
                    let rest =
                        row.checked_sub(options.own_rows).map_or_else(|| own.get(*row), |row| left.get(row));
                    rest.is_some_and(|rest| rest >= amount)
                };
                choice.uses.iter().all(there) && options.may_begin(*project, choice.start, &starts)
            })
        };
        let Some(number) = tries.into_iter().find(fits) else { continue };
        let uses = options.choices.get(*project).and_then(|of| of.get(number)).map(|c| c.uses.clone());
        for (row, amount) in uses.unwrap_or_default() {
            let rest = match row.checked_sub(options.own_rows) {
                None => own.get_mut(row),
                Some(row) => left.get_mut(row),
            };
            if let Some(rest) = rest {
                *rest -= amount;
            }
        }
        if let Some(slot) = chosen.get_mut(*project) {
            *slot = Some(number);
        }
    }
}

/// The starts that choices stand for.
pub(crate) fn starts_of(options: &Options, chosen: &[Option<usize>]) -> Vec<Option<usize>> {
    let start = |(choices, number): (&Vec<crate::options::Choice>, &Option<usize>)| {
        number.and_then(|number| choices.get(number)).and_then(|choice| choice.start)
    };
    options.choices.iter().zip(chosen).map(start).collect()
}

/// What is left of the shared rows by a plan.
pub(crate) fn left(units: &[Options], shared: &[i64], plan: &Chosen) -> Vec<i64> {
    let mut left = shared.to_vec();
    for (options, chosen) in units.iter().zip(plan) {
        usage(options, chosen, &mut left, -1);
    }
    left
}

fn usage(options: &Options, chosen: &[Option<usize>], rows: &mut [i64], sign: i64) {
    for (choices, number) in options.choices.iter().zip(chosen) {
        if let Some(choice) = number.and_then(|number| choices.get(number)) {
            shift(options, &choice.uses, rows, sign);
        }
    }
}

fn shift(options: &Options, uses: &[(usize, i64)], rows: &mut [i64], sign: i64) {
    for (row, amount) in uses {
        if let Some(left) = row.checked_sub(options.own_rows).and_then(|row| rows.get_mut(row)) {
            *left += sign * amount;
        }
    }
}

/// What choices are worth, without prices.
pub(crate) fn worth(options: &Options, chosen: &[Option<usize>]) -> i64 {
    let value = |(choices, number): (&Vec<crate::options::Choice>, &Option<usize>)| {
        number.and_then(|number| choices.get(number)).map_or(0, |choice| choice.value)
    };
    options.choices.iter().zip(chosen).map(value).sum()
}

/// Plans every unit anew within what the others leave, as long as that helps, at most so many times over all. With prices a
/// unit spares what others could use better; the last pass always goes without, so that nothing that helps is left.
pub(crate) fn improve(
    units: &[Options],
    shared: &[i64],
    mut plan: Chosen,
    profits: Option<&[Profits]>,
    (passes, rounds, nodes): (usize, usize, usize),
) -> Chosen {
    let plain: Vec<Profits> = units.iter().map(plain).collect();
    let mut left = left(units, shared, &plan);
    for pass in 0..passes {
        let priced = profits.filter(|_| pass < passes / 2);
        let mut better = false;
        for (u, options) in units.iter().enumerate() {
            let Some(chosen) = plan.get_mut(u) else { continue };
            let Some(profits) = priced.unwrap_or(&plain).get(u) else { continue };
            usage(options, chosen, &mut left, 1);
            let capacities: Vec<i64> = options.own.iter().chain(&left).copied().collect();
            let now = profit(profits, chosen);
            let mut multipliers = Vec::new();
            let incumbent = Some((now, chosen.as_slice()));
            let found =
                unit::best(options, profits, &capacities, &mut multipliers, (rounds, nodes), incumbent);
            if found.profit.is_some_and(|profit| profit > now) {
                chosen.clone_from(&found.chosen);
                better = true;
            }
            usage(options, chosen, &mut left, -1);
        }
        if !better && priced.is_none() {
            break;
        }
    }
    plan
}

/// Profits without prices.
pub(crate) fn plain(options: &Options) -> Profits {
    let of =
        |choices: &Vec<crate::options::Choice>| choices.iter().map(|choice| choice.value << SHIFT).collect();
    options.choices.iter().map(of).collect()
}

/// The profit of choices.
pub(crate) fn profit(profits: &Profits, chosen: &[Option<usize>]) -> i64 {
    let of = |(profits, number): (&Vec<i64>, &Option<usize>)| {
        number.and_then(|n| profits.get(n).copied()).unwrap_or(0)
    };
    profits.iter().zip(chosen).map(of).sum()
}
