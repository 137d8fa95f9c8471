//! The columns of a few units chosen together: depth first, bounded by what columns are worth at the prices.

use crate::master::Column;
use crate::pool::SHIFT;
use crate::primal::shift;

/// Most steps for one group of units.
const STEPS: usize = 20_000;

/// The search for the best columns of a group of units.
pub(crate) struct Search<'s> {
    /// By unit of the group: what a column is worth at the prices, its number, and the column.
    pub tried: &'s [Vec<(i128, usize, &'s Column)>],
    /// What the units from each place on can be worth at the prices.
    pub rest: Vec<i128>,
    pub hard: usize,
    pub left: Vec<i64>,
    pub at: Vec<usize>,
    /// What is broken and what is worth, and the columns.
    pub best: Option<((i64, i64), Vec<usize>)>,
    pub steps: usize,
}

impl Search<'_> {
    /// Less broken is better, then more worth.
    pub(crate) fn score_of<'c>(&self, columns: impl Iterator<Item = &'c Column>) -> (i64, i64) {
        let mut left = self.left.clone();
        let mut value = 0;
        for column in columns {
            shift(&column.uses, &mut left, -1);
            value += column.value;
        }
        (left.iter().skip(self.hard).map(|left| (*left).min(0)).sum(), value)
    }

    /// Chooses for the units from a place on.
    pub(crate) fn descend(&mut self, place: usize, value: i64, worth: i128) {
        self.steps += 1;
        let Some(tried) = self.tried.get(place) else {
            let broken = self.left.iter().skip(self.hard).map(|left| (*left).min(0)).sum();
            if self.best.as_ref().is_none_or(|(best, _)| (broken, value) > *best) {
                self.best = Some(((broken, value), self.at.clone()));
            }
            return;
        };
        let rest = self.rest.get(place + 1).copied().unwrap_or(0);
        for (net, index, column) in tried {
            if self.steps >= STEPS {
                return;
            }
            // No choice of the others is worth more than this, if the plan is to keep everything.
            let reachable = i64::try_from((worth + net + rest) >> SHIFT).unwrap_or(i64::MAX);
            let enough =
                self.best.as_ref().is_some_and(|((broken, value), _)| *broken == 0 && reachable <= *value);
            if enough {
                continue;
            }
            let fits = column.uses.iter().all(|(row, amount)| {
                *row >= self.hard || *amount <= 0 || self.left.get(*row).is_some_and(|left| left >= amount)
            });
            if !fits {
                continue;
            }
            shift(&column.uses, &mut self.left, -1);
            self.at.push(*index);
            self.descend(place + 1, value + column.value, worth + net);
            self.at.pop();
            shift(&column.uses, &mut self.left, 1);
        }
    }
}
