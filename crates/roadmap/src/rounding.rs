//! Whole plans of a unit from values between: what counts most first, then whatever else fits and pays.

use crate::options::{Options, Picks};

/// Values of choices, and how far the bound falls by taking each.
pub(crate) struct Spread<'s> {
    pub options: &'s Options,
    pub profits: &'s [i64],
    pub values: &'s [f64],
    pub falls: &'s [i64],
}

/// A plan that keeps the unit's own rows, and these limits of the shared ones; nothing if it does not.
pub(crate) fn rounded(spread: &Spread<'_>, limits: Option<&[i64]>) -> Option<(i64, Picks)> {
    let options = spread.options;
    let profit = |choice: usize| spread.profits.get(choice).copied().unwrap_or(0);
    let value = |choice: usize| spread.values.get(choice).copied().unwrap_or(0.0);
    let reduced = |choice: usize| {
        let project = options.choices.get(choice).map_or(0, |choice| choice.project);
        let leaves = spread.falls.get(options.choices.len() + project).copied().unwrap_or(0);
        leaves - spread.falls.get(choice).copied().unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..options.choices.len()).filter(|c| value(*c) > 0.05).collect();
    order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
    let mut rest: Vec<usize> = (0..options.choices.len()).filter(|c| profit(*c) > 0).collect();
    rest.sort_by_key(|choice| (std::cmp::Reverse(reduced(*choice)), *choice));
    order.extend(rest);
    let mut own = options.own.clone();
    let mut shared = limits.map(<[i64]>::to_vec);
    let mut starts = vec![None; options.spans.len()];
    let mut picks = Vec::new();
    for _ in 0..3 {
        let before = picks.len();
        for number in &order {
            let Some(choice) = options.choices.get(*number) else { continue };
            let Some(start) = starts.get(choice.project) else { continue };
            if start.is_some() || !fits(&choice.own, &own) {
                continue;
            }
            if shared.as_ref().is_some_and(|left| !fits(&choice.shared, left))
                || !options.may_begin(choice, &starts)
            {
                continue;
            }
            take(&choice.own, &mut own);
            if let Some(left) = &mut shared {
                take(&choice.shared, left);
            }
            if let Some(start) = starts.get_mut(choice.project) {
                *start = Some(choice.start);
            }
            picks.push(*number);
        }
        if picks.len() == before || options.after.iter().all(Vec::is_empty) {
            break;
        }
    }
    picks.sort_unstable();
    let gained = picks.iter().map(|pick| profit(*pick)).sum();
    let kept = shared.is_none_or(|left| left.iter().all(|left| *left >= 0));
    kept.then_some((gained, picks))
}

fn fits(uses: &[(usize, i64)], left: &[i64]) -> bool {
    uses.iter().all(|(row, amount)| *amount <= 0 || left.get(*row).is_some_and(|left| left >= amount))
}

fn take(uses: &[(usize, i64)], left: &mut [i64]) {
    for (row, amount) in uses {
        if let Some(left) = left.get_mut(*row) {
            *left -= amount;
        }
    }
}
