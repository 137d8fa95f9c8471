//! One plan for each unit out of those that were found, in parts, within what is shared: a linear program, solved by the
//! simplex method with one key column for each unit. Its multipliers are the next prices.

use crate::crew::Watcher;
use crate::options::Picks;
use crate::pool::float;
use crate::solve::Stopped;

/// Below this a number counts as nothing.
const TINY: f64 = 1e-9;

/// A whole plan of one unit.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub picks: Picks,
    pub value: i64,
    /// What it takes of the shared rows.
    pub uses: Vec<(usize, i64)>,
    scaled: Vec<(usize, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Basic {
    Slack(usize),
    /// What is missing in the last row, where that is allowed.
    Short,
    Column {
        unit: usize,
        index: usize,
    },
}

/// A plan of a unit, its value, and what it takes.
type First = (Picks, i64, Vec<(usize, i64)>);

/// The program and its basis.
pub(crate) struct Master {
    /// Makes rows comparable.
    scales: Vec<f64>,
    there: Vec<f64>,
    /// By unit.
    pub columns: Vec<Vec<Column>>,
    keys: Vec<usize>,
    key_parts: Vec<f64>,
    basis: Vec<Basic>,
    inverse: Vec<f64>,
    parts: Vec<f64>,
    /// What a whole last row that is missing costs, where it may be missing.
    penalty: Option<f64>,
}

impl Master {
    /// A program whose first solution is a plan that is possible.
    pub(crate) fn of(shared: &[i64], first: Vec<First>) -> Self {
        let scales: Vec<f64> = shared.iter().map(|there| 1.0 / float(there.abs().max(1))).collect();
        // Rows that all are a little wider than they are, each by something else, keep the method from going in circles.
        let wider = |(row, (there, scale)): (usize, (&i64, &f64))| {
            let odd = i64::try_from(row * 7919 % 101).unwrap_or(0);
            float(*there) * scale + 1e-7 * (1.0 + float(odd) / 101.0)
        };
        let mut master = Self {
            there: shared.iter().zip(&scales).enumerate().map(wider).collect(),
            basis: (0..shared.len()).map(Basic::Slack).collect(),
            inverse: Vec::new(),
            parts: Vec::new(),
            keys: vec![0; first.len()],
            key_parts: vec![1.0; first.len()],
            columns: vec![Vec::new(); first.len()],
            penalty: None,
            scales,
        };
        for (unit, (picks, value, uses)) in first.into_iter().enumerate() {
            master.add(unit, picks, value, uses);
            master.add(unit, Picks::new(), 0, Vec::new());
        }
        master.refactor();
        master
    }

    /// The last row may be missed, at a price that is higher than all others. To be said before the first solution.
    pub(crate) fn soften(&mut self) {
        let most = self.columns.iter().flatten().map(|column| column.value).max().unwrap_or(0);
        let Some(scale) = self.scales.last() else { return };
        self.penalty = Some(4.0 * float(most.max(1)) / scale);
        if self.there.last().is_some_and(|there| *there < 0.0)
            && let Some(basic) = self.basis.last_mut()
        {
            *basic = Basic::Short;
        }
        self.refactor();
    }

    /// Adds a plan of a unit; `false` if it is there already.
    pub(crate) fn add(&mut self, unit: usize, picks: Picks, value: i64, uses: Vec<(usize, i64)>) -> bool {
        let Some(columns) = self.columns.get_mut(unit) else { return false };
        if columns.iter().any(|column| column.picks == picks) {
            return false;
        }
        let scale = |(row, amount): &(usize, i64)| {
            (*row, float(*amount) * self.scales.get(*row).copied().unwrap_or(1.0))
        };
        let scaled = uses.iter().map(scale).collect();
        columns.push(Column { picks, value, uses, scaled });
        true
    }

    /// Solves; answers with the prices of the rows.
    pub(crate) fn solve(&mut self, steps: usize, watcher: &Watcher<'_>) -> Result<Vec<f64>, Stopped> {
        self.refactor();
        let mut from = 0;
        for step in 0..steps {
            if step % 32 == 31 {
                watcher.tick()?;
            }
            if step % 128 == 127 {
                self.refactor();
            }
            let prices = self.scaled_prices();
            let Some(enters) = self.entering(&prices, &mut from) else { break };
            self.enter(enters);
        }
        Ok(self
            .scaled_prices()
            .iter()
            .zip(&self.scales)
            .map(|(price, scale)| (price * scale).max(0.0))
            .collect())
    }

    /// By unit, the columns with their parts, the largest first.
    pub(crate) fn parts(&self) -> Vec<Vec<(usize, f64)>> {
        let mut parts: Vec<Vec<(usize, f64)>> =
            self.keys.iter().zip(&self.key_parts).map(|(key, part)| vec![(*key, *part)]).collect();
        for (basic, part) in self.basis.iter().zip(&self.parts) {
            if let Basic::Column { unit, index } = basic
                && let Some(of) = parts.get_mut(*unit)
            {
                of.push((*index, *part));
            }
        }
        for of in &mut parts {
            of.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        }
        parts
    }

    fn column(&self, unit: usize, index: usize) -> Option<&Column> {
        self.columns.get(unit)?.get(index)
    }

    fn key(&self, unit: usize) -> Option<&Column> {
        self.column(unit, self.keys.get(unit).copied()?)
    }

    /// A basic as a dense column: what it takes beyond the key column of its unit.
    fn beyond_key(&self, basic: Basic) -> Vec<f64> {
        let mut dense = vec![0.0; self.there.len()];
        match basic {
            Basic::Slack(row) => add_to(&mut dense, &[(row, 1.0)], 1.0),
            Basic::Short => add_to(&mut dense, &[(self.there.len().saturating_sub(1), 1.0)], -1.0),
            Basic::Column { unit, index } => {
                if let (Some(column), Some(key)) = (self.column(unit, index), self.key(unit)) {
                    add_to(&mut dense, &column.scaled, 1.0);
                    add_to(&mut dense, &key.scaled, -1.0);
                }
            }
        }
        dense
    }

    fn scaled_prices(&self) -> Vec<f64> {
        let mut prices = vec![0.0; self.there.len()];
        let size = self.there.len().max(1);
        for (basic, line) in self.basis.iter().zip(self.inverse.chunks_exact(size)) {
            let gain = match basic {
                Basic::Slack(_) => continue,
                Basic::Short => -self.penalty.unwrap_or(0.0),
                Basic::Column { unit, index } => match (self.column(*unit, *index), self.key(*unit)) {
                    (Some(column), Some(key)) => float(column.value - key.value),
                    _ => continue,
                },
            };
            prices.iter_mut().zip(line).for_each(|(price, cell)| *price += gain * cell);
        }
        prices
    }

    /// The variable to enter: the best of some units that are looked at in turn, or a slack.
    fn entering(&self, prices: &[f64], from: &mut usize) -> Option<Basic> {
        let slack = prices.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        if let Some((row, _)) = slack.filter(|(_, price)| **price < -1e-7) {
            return Some(Basic::Slack(row));
        }
        let dearest = prices.last().copied().unwrap_or(0.0);
        if self.penalty.is_some_and(|penalty| dearest > penalty * (1.0 + 1e-9)) {
            return Some(Basic::Short);
        }
        let count = self.columns.len();
        let mut best: Option<(f64, Basic)> = None;
        for seen in 0..count {
            if seen % 40 == 39 && best.is_some() {
                break;
            }
            let unit = *from % count;
            *from = (*from + 1) % count;
            let net = |column: &Column| float(column.value) - dot(prices, &column.scaled);
            let Some(of_key) = self.key(unit).map(net) else { continue };
            for (index, column) in self.columns.get(unit).into_iter().flatten().enumerate() {
                let gain = net(column) - of_key;
                if gain > 1e-6 * (1.0 + of_key.abs()) && best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, Basic::Column { unit, index }));
                }
            }
        }
        best.map(|(_, basic)| basic)
    }

    fn enter(&mut self, enters: Basic) {
        let size = self.there.len().max(1);
        let dense = self.beyond_key(enters);
        let line = |line: &[f64]| line.iter().zip(&dense).map(|(a, b)| a * b).sum::<f64>();
        let direction: Vec<f64> = self.inverse.chunks_exact(size).map(line).collect();
        let mut keys = vec![0.0; self.keys.len()];
        let of_unit = match enters {
            Basic::Column { unit, .. } => Some(unit),
            Basic::Slack(_) | Basic::Short => None,
        };
        if let Some(key) = of_unit.and_then(|unit| keys.get_mut(unit)) {
            *key -= 1.0;
        }
        for (basic, by) in self.basis.iter().zip(&direction) {
            if let Basic::Column { unit, .. } = basic
                && let Some(key) = keys.get_mut(*unit)
            {
                *key += by;
            }
        }
        let of_basis = self.parts.iter().zip(&direction).enumerate().filter(|(_, (_, by))| **by > TINY);
        let of_basis = of_basis.map(|(at, (part, by))| (part.max(0.0) / by, *by, Ok(at)));
        let of_keys = self.key_parts.iter().zip(&keys).enumerate().filter(|(_, (_, by))| **by < -TINY);
        let of_keys = of_keys.map(|(unit, (part, by))| (part.max(0.0) / -by, -by, Err(unit)));
        let mut leaves: Option<(f64, f64, Result<usize, usize>)> = None;
        for next in of_basis.chain(of_keys) {
            let better = leaves.is_none_or(|(least, strongest, _)| {
                next.0 < least - TINY || (next.0 < least + TINY && next.1 > strongest)
            });
            if better {
                leaves = Some(next);
            }
        }
        let Some((far, _, leaver)) = leaves else { return };
        match leaver {
            Ok(at) => {
                self.go(far, &direction, &keys);
                self.replace(at, &direction);
                if let (Some(basic), Some(part)) = (self.basis.get_mut(at), self.parts.get_mut(at)) {
                    (*basic, *part) = (enters, far);
                }
            }
            Err(unit) => {
                let member = |basic: &Basic| matches!(basic, Basic::Column { unit: of, .. } if *of == unit);
                match self.basis.iter().position(member) {
                    // The key changes places with a basic of its unit, and leaves in the next step.
                    Some(at) => {
                        let place = (self.basis.get_mut(at), self.keys.get_mut(unit));
                        if let (Some(Basic::Column { index, .. }), Some(key)) = place {
                            std::mem::swap(index, key);
                        }
                        self.refactor();
                    }
                    None => {
                        self.go(far, &direction, &keys);
                        if let (Basic::Column { index, .. }, Some(key)) = (enters, self.keys.get_mut(unit)) {
                            *key = index;
                        }
                        if let Some(part) = self.key_parts.get_mut(unit) {
                            *part = far;
                        }
                    }
                }
            }
        }
    }

    fn go(&mut self, far: f64, direction: &[f64], keys: &[f64]) {
        self.parts.iter_mut().zip(direction).for_each(|(part, by)| *part -= far * by);
        self.key_parts.iter_mut().zip(keys).for_each(|(part, by)| *part += far * by);
    }

    fn replace(&mut self, at: usize, direction: &[f64]) {
        let size = self.there.len().max(1);
        let Some(by) = direction.get(at).copied() else { return };
        let Some(line) = self.inverse.chunks_exact_mut(size).nth(at) else { return };
        line.iter_mut().for_each(|cell| *cell /= by);
        let line = line.to_vec();
        for (i, (other, by)) in self.inverse.chunks_exact_mut(size).zip(direction).enumerate() {
            if i != at && *by != 0.0 {
                other.iter_mut().zip(&line).for_each(|(cell, pivot)| *cell -= by * pivot);
            }
        }
    }

    /// The inverse and all parts anew.
    fn refactor(&mut self) {
        let size = self.there.len();
        let columns: Vec<Vec<f64>> = self.basis.iter().map(|basic| self.beyond_key(*basic)).collect();
        // The basis transposed beside the unit matrix: what comes out is the inverse transposed.
        let mut lines: Vec<Vec<f64>> = columns
            .into_iter()
            .enumerate()
            .map(|(i, column)| {
                column.into_iter().chain((0..size).map(|j| if i == j { 1.0 } else { 0.0 })).collect()
            })
            .collect();
        for pivot in 0..size {
            let height = |line: &Vec<f64>| line.get(pivot).copied().unwrap_or(0.0).abs();
            let tallest = (pivot..size).max_by(|a, b| {
                lines.get(*a).map_or(0.0, height).total_cmp(&lines.get(*b).map_or(0.0, height))
            });
            lines.swap(pivot, tallest.unwrap_or(pivot));
            let Some(line) = lines.get_mut(pivot) else { continue };
            let by = line.get(pivot).copied().unwrap_or(1.0);
            line.iter_mut().for_each(|cell| *cell /= by);
            let line = line.clone();
            for (i, other) in lines.iter_mut().enumerate().filter(|(i, _)| *i != pivot) {
                let factor = other.get(pivot).copied().unwrap_or(0.0);
                if factor != 0.0 && i != pivot {
                    other.iter_mut().zip(&line).for_each(|(cell, pivot)| *cell -= factor * pivot);
                }
            }
        }
        self.inverse = vec![0.0; size * size];
        for (row, line) in lines.iter().enumerate() {
            for (column, cell) in line.iter().skip(size).enumerate() {
                if let Some(slot) = self.inverse.get_mut(column * size + row) {
                    *slot = *cell;
                }
            }
        }
        let mut left = self.there.clone();
        for unit in 0..self.keys.len() {
            if let Some(key) = self.key(unit) {
                add_to(&mut left, &key.scaled, -1.0);
            }
        }
        let line = |line: &[f64]| line.iter().zip(&left).map(|(a, b)| a * b).sum::<f64>();
        self.parts = self.inverse.chunks_exact(size.max(1)).map(line).collect();
        self.key_parts = vec![1.0; self.keys.len()];
        for (basic, part) in self.basis.iter().zip(&self.parts) {
            if let Basic::Column { unit, .. } = basic
                && let Some(key) = self.key_parts.get_mut(*unit)
            {
                *key -= part;
            }
        }
    }
}

fn dot(prices: &[f64], uses: &[(usize, f64)]) -> f64 {
    uses.iter().map(|(row, amount)| prices.get(*row).copied().unwrap_or(0.0) * amount).sum()
}

fn add_to(dense: &mut [f64], uses: &[(usize, f64)], times: f64) {
    for (row, amount) in uses {
        if let Some(cell) = dense.get_mut(*row) {
            *cell += times * amount;
        }
    }
}
