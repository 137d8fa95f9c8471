//! Linear programs in floating point: the dual simplex method on a dense tableau that grows by the rows that are broken. What
//! it finds only steers; bounds are proved from its multipliers in integers.

/// Below this a number counts as nothing.
const TINY: f64 = 1e-9;

/// How the method ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum End {
    /// At the optimum.
    Solved,
    /// The optimum lies below what was asked for.
    Beyond,
    /// There is no solution; the variables with the weights that show it.
    Impossible(Vec<(usize, f64)>),
    /// After too many steps.
    Tired,
}

/// The tableau. Variables are numbers; every one is at least 0, and one that is closed is 0.
#[derive(Debug, Clone)]
pub(crate) struct Tableau {
    /// Columns, the right-hand side included.
    width: usize,
    /// The objective first, then row by row.
    cells: Vec<f64>,
    /// The variable of each row after the objective.
    inside: Vec<usize>,
    /// The variable of each column but the right-hand side.
    outside: Vec<usize>,
}

impl Tableau {
    /// A tableau that is optimal as it stands. Each group of variables has a sum of at most 1; its own slack takes the rest.
    pub(crate) fn of_groups(groups: &[(usize, Vec<(usize, f64)>)]) -> Self {
        let mut inside = Vec::with_capacity(groups.len());
        let mut outside = Vec::new();
        let mut costs = Vec::new();
        let mut spans = Vec::new();
        let mut gained = 0.0;
        for (slack, members) in groups {
            let best = members.iter().filter(|(_, profit)| *profit > 0.0);
            let best = best.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).copied();
            let (basic, height) = best.unwrap_or((*slack, 0.0));
            gained += height;
            inside.push(basic);
            let from = outside.len();
            for (variable, profit) in members.iter().copied().chain([(*slack, 0.0)]) {
                if variable != basic {
                    outside.push(variable);
                    costs.push(profit - height);
                }
            }
            spans.push(from..outside.len());
        }
        let width = outside.len() + 1;
        costs.push(-gained);
        let mut cells = costs;
        for span in spans {
            cells.extend((0..width).map(|j| if span.contains(&j) || j + 1 == width { 1.0 } else { 0.0 }));
        }
        Self { width, cells, inside, outside }
    }

    /// The value of the objective.
    pub(crate) fn value(&self) -> f64 {
        self.width.checked_sub(1).and_then(|last| self.cells.get(last)).map_or(0.0, |value| -value)
    }

    /// The variables that are not 0, and their values.
    pub(crate) fn solution(&self) -> impl Iterator<Item = (usize, f64)> {
        let lines = self.cells.chunks_exact(self.width).skip(1);
        self.inside.iter().copied().zip(lines.map(|line| line.last().copied().unwrap_or(0.0)))
    }

    /// The variables outside, and what one of each would cost.
    pub(crate) fn costs(&self) -> impl Iterator<Item = (usize, f64)> {
        self.outside.iter().copied().zip(self.cells.iter().map(|cost| -cost))
    }

    /// A copy without the columns of closed variables, and without the rows whose slack is inside and may go.
    pub(crate) fn reduced(&self, closed: &[bool], may_go: impl Fn(usize, f64) -> bool) -> Self {
        let is_closed = |variable: &usize| closed.get(*variable).copied().unwrap_or(false);
        let keep: Vec<bool> =
            self.outside.iter().map(|variable| !is_closed(variable)).chain([true]).collect();
        let width = keep.iter().filter(|keep| **keep).count();
        let mut cells = Vec::with_capacity(width * (self.inside.len() + 1));
        let mut inside = Vec::with_capacity(self.inside.len());
        for (i, line) in self.cells.chunks_exact(self.width).enumerate() {
            if let Some(variable) = i.checked_sub(1).and_then(|i| self.inside.get(i)) {
                if may_go(*variable, line.last().copied().unwrap_or(0.0)) {
                    continue;
                }
                inside.push(*variable);
            }
            cells.extend(line.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(cell, _)| *cell));
        }
        let outside = self.outside.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(v, _)| *v).collect();
        Self { width, cells, inside, outside }
    }

    /// Adds a row, the sum of the entries being at most `there`.
    pub(crate) fn add(&mut self, slack: usize, entries: impl Iterator<Item = (usize, f64)>, there: f64) {
        let mut of = Vec::new();
        for (variable, weight) in entries {
            if variable >= of.len() {
                of.resize(variable + 1, 0.0);
            }
            if let Some(slot) = of.get_mut(variable) {
                *slot = weight;
            }
        }
        let get = |variable: &usize| of.get(*variable).copied().unwrap_or(0.0);
        let mut line: Vec<f64> = self.outside.iter().map(get).chain([there]).collect();
        for (variable, inner) in self.inside.iter().zip(self.cells.chunks_exact(self.width).skip(1)) {
            let weight = get(variable);
            if weight != 0.0 {
                line.iter_mut().zip(inner).for_each(|(cell, inner)| *cell -= weight * inner);
            }
        }
        self.cells.extend(line);
        self.inside.push(slack);
    }

    /// The dual simplex method, until the optimum or below `floor`.
    pub(crate) fn solve(&mut self, closed: &[bool], floor: f64, steps: usize) -> End {
        let is_closed = |variable: usize| closed.get(variable).copied().unwrap_or(false);
        for _ in 0..steps {
            if self.value() < floor {
                return End::Beyond;
            }
            let broken = |(row, (variable, value)): (usize, (usize, f64))| {
                let over = value > 1e-7 && is_closed(variable);
                (value < -1e-7 || over).then_some((row + 1, value))
            };
            let worst = self.solution().enumerate().filter_map(broken);
            let Some((row, value)) = worst.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(&a.0)))
            else {
                return End::Solved;
            };
            let sign = if value < 0.0 { -1.0 } else { 1.0 };
            let Some(line) = self.cells.chunks_exact(self.width).nth(row) else { return End::Tired };
            let mut enters: Option<(usize, f64, f64)> = None;
            for (j, ((cell, cost), variable)) in line.iter().zip(&self.cells).zip(&self.outside).enumerate() {
                let pull = cell * sign;
                if pull <= TINY || is_closed(*variable) {
                    continue;
                }
                let ratio = (-cost).max(0.0) / pull;
                let better = enters.is_none_or(|(_, least, strongest)| {
                    ratio < least - TINY || (ratio < least + TINY && pull > strongest)
                });
                if better {
                    enters = Some((j, ratio, pull));
                }
            }
            match enters {
                Some((column, _, _)) => self.pivot(row, column),
                None => {
                    let weights =
                        self.outside.iter().zip(line).map(|(v, cell)| (*v, -cell * sign / value.abs()));
                    let own = self.inside.get(row - 1).map(|v| (*v, -sign / value.abs()));
                    return End::Impossible(weights.chain(own).collect());
                }
            }
        }
        End::Tired
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let Some(line) = self.cells.chunks_exact_mut(self.width).nth(row) else { return };
        let Some(by) = line.get(column).copied() else { return };
        line.iter_mut().for_each(|cell| *cell /= by);
        if let Some(cell) = line.get_mut(column) {
            *cell = 1.0 / by;
        }
        let line = line.to_vec();
        for (i, other) in self.cells.chunks_exact_mut(self.width).enumerate() {
            let Some(cell) = other.get_mut(column).filter(|_| i != row) else { continue };
            let factor = std::mem::replace(cell, 0.0);
            if factor.abs() > 1e-13 {
                other.iter_mut().zip(&line).for_each(|(cell, pivot)| *cell -= factor * pivot);
            }
        }
        if let (Some(inner), Some(outer)) = (self.inside.get_mut(row - 1), self.outside.get_mut(column)) {
            std::mem::swap(inner, outer);
        }
    }
}
