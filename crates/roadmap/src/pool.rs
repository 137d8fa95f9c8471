//! The rows that hold for a unit: what it has of its own, what comes after what, and what was learned from them. Multipliers of
//! rows prove bounds, in integers.

use crate::options::Options;

/// Values and prices are held in steps of 1/65,536, so that prices can be finer than one.
pub(crate) const SHIFT: u32 = 16;

/// Multipliers are finer still, so that rows of large amounts can have them.
const FINE: u32 = 24;

/// Below every profit, and far from the end of the numbers.
pub(crate) const NEVER: i64 = -(1 << 60);

/// A row: the sum of its entries is at most what there is.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Choices with what they take.
    pub entries: Vec<(usize, i64)>,
    /// What there is.
    pub there: i64,
    /// Makes the largest entry 1.
    pub scale: f64,
    /// Nothing for rows that always stay; else how often in a row this one was of no use.
    pub idle: Option<u32>,
    /// Made from the limits of one subproblem, which do not hold in the next: forgotten with it.
    pub transient: bool,
}

/// The rows of a unit: its own first.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    /// The own rows, resource by resource, then all others.
    pub rows: Vec<Row>,
}

/// What multipliers prove.
pub(crate) struct Proof {
    /// No plan has a higher profit.
    pub bound: i64,
    /// By choice, how far the bound falls where it is taken; by project after them, how far where it is left.
    pub falls: Vec<i64>,
}

impl Row {
    /// A row; what is learned may be forgotten.
    pub(crate) fn new(entries: Vec<(usize, i64)>, there: i64, learned: bool) -> Self {
        let largest = entries.iter().map(|(_, amount)| amount.abs()).max().unwrap_or(1).max(1);
        Self { entries, there, scale: 1.0 / float(largest), idle: learned.then_some(0), transient: false }
    }

    /// By how much values break it, in parts of its largest entry.
    pub(crate) fn excess(&self, values: &[f64]) -> f64 {
        let taken = |(choice, amount): &(usize, i64)| float(*amount) * values.get(*choice).unwrap_or(&0.0);
        (self.entries.iter().map(taken).sum::<f64>() - float(self.there)) * self.scale
    }
}

impl Pool {
    /// The rows of a unit before anything was learned.
    pub(crate) fn of(options: &Options) -> Self {
        let mut entries = vec![Vec::new(); options.own.len()];
        for (number, choice) in options.choices.iter().enumerate() {
            for (row, amount) in &choice.own {
                if let Some(entries) = entries.get_mut(*row) {
                    entries.push((number, *amount));
                }
            }
        }
        let row = |(entries, there): (_, &i64)| Row::new(entries, *there, false);
        Self { rows: entries.into_iter().zip(&options.own).map(row).collect() }
    }

    /// Adds the shared rows with what there is of each, for as long as it is not forgotten.
    pub(crate) fn add_limits(&mut self, options: &Options, limits: &[i64]) {
        let mut entries = vec![Vec::new(); limits.len()];
        for (number, choice) in options.choices.iter().enumerate() {
            for (row, amount) in &choice.shared {
                if let Some(entries) = entries.get_mut(*row) {
                    entries.push((number, *amount));
                }
            }
        }
        for (entries, there) in entries.into_iter().zip(limits) {
            // More than everything together breaks a row only if it can be broken at all.
            let most: i128 =
                entries.iter().map(|(_, amount): &(usize, i64)| i128::from((*amount).max(0))).sum();
            if most > i128::from(*there) {
                self.rows.push(Row { transient: true, ..Row::new(entries, *there, false) });
            }
        }
    }

    /// Forgets what held for one subproblem only and what was of no use for long.
    pub(crate) fn forget(&mut self) {
        self.rows.retain(|row| !row.transient && row.idle.is_none_or(|idle| idle < 6));
    }

    /// What multipliers of rows prove about the open choices. `closed` tells of the choices, then of leaving each project.
    pub(crate) fn proof(
        &self,
        options: &Options,
        profits: &[i64],
        closed: &[bool],
        multipliers: &[(usize, f64)],
    ) -> Proof {
        let count = profits.len();
        let mut reduced: Vec<i128> = profits.iter().map(|profit| i128::from(*profit) << FINE).collect();
        let mut worth: i128 = 0;
        for (number, multiplier) in multipliers {
            let fine = fine(*multiplier);
            let Some(row) = self.rows.get(*number).filter(|_| fine > 0) else { continue };
            worth = worth.saturating_add(fine.saturating_mul(i128::from(row.there)));
            for (choice, amount) in &row.entries {
                if let Some(reduced) = reduced.get_mut(*choice) {
                    *reduced = reduced.saturating_sub(fine.saturating_mul(i128::from(*amount)));
                }
            }
        }
        let is_open = |at: usize| !closed.get(at).copied().unwrap_or(false);
        let mut falls = vec![i64::MAX / 2; count + options.spans.len()];
        let mut set = |at: usize, fall: i128| {
            if let Some(slot) = falls.get_mut(at) {
                *slot = i64::try_from(fall >> FINE).unwrap_or(i64::MAX / 2);
            }
        };
        for (project, span) in options.spans.iter().enumerate() {
            let leaves = count + project;
            let open = || span.clone().filter(|choice| is_open(*choice));
            let of = |choice: usize| reduced.get(choice).copied().unwrap_or(0);
            let most = open().map(of).chain(is_open(leaves).then_some(0)).max();
            let Some(most) = most else {
                return Proof { bound: NEVER, falls };
            };
            worth = worth.saturating_add(most);
            open().for_each(|choice| set(choice, most - of(choice)));
            set(leaves, most);
        }
        let up = (worth >> FINE) + 1;
        let bound = if worth == (worth >> FINE) << FINE { up - 1 } else { up };
        let bound = i64::try_from(bound.clamp(i128::from(NEVER), -i128::from(NEVER))).unwrap_or(-NEVER);
        Proof { bound, falls }
    }

    /// Finds what comes too early in values, and adds the rows that forbid it.
    pub(crate) fn learn_order(&mut self, options: &Options, values: &[f64]) {
        for (project, lists) in options.after.iter().enumerate() {
            for list in lists {
                let mut worst: Option<(f64, usize)> = None;
                let mut begun = 0.0;
                for (number, choice) in options.of_project(project) {
                    let value = values.get(number).copied().unwrap_or(0.0);
                    begun += value;
                    if value > 1e-6 {
                        let enabled = options.enabling(list, choice.start);
                        let ready: f64 = enabled.filter_map(|before| values.get(before)).sum();
                        if begun - ready > worst.map_or(1e-6, |(most, _)| most) {
                            worst = Some((begun - ready, choice.start));
                        }
                    }
                }
                let Some((_, until)) = worst else { continue };
                let mut entries = std::collections::BTreeMap::<usize, i64>::new();
                for (number, _) in options.of_project(project).filter(|(_, choice)| choice.start <= until) {
                    *entries.entry(number).or_default() += 1;
                }
                for before in options.enabling(list, until) {
                    *entries.entry(before).or_default() -= 1;
                }
                let entries = entries.into_iter().filter(|(_, weight)| *weight != 0).collect();
                self.rows.push(Row::new(entries, 0, true));
            }
        }
    }
}

/// Multipliers only steer: any of them gives a true bound, so rounding does no harm.
#[expect(clippy::as_conversions, reason = "a direction, not a figure: nothing rests on its last digits")]
pub(crate) fn float(value: i64) -> f64 {
    value as f64
}

/// The nearest whole number within the range in which sums are safe.
#[expect(clippy::as_conversions, reason = "the cast saturates, and what it gives is checked by its use")]
pub(crate) fn whole(value: f64) -> i64 {
    (value.round() as i64).clamp(NEVER, -NEVER)
}

/// A multiplier in the finest steps; those below nothing prove nothing.
#[expect(clippy::as_conversions, reason = "the cast saturates, and any multiplier gives a true bound")]
fn fine(multiplier: f64) -> i128 {
    let fine = multiplier * 1_099_511_627_776.0;
    fine.clamp(0.0, 1e24).round() as i128
}
