//! One unit for itself: branch and bound over its projects, by linear programs that learn rows as they are broken.

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::hull;
use crate::options::{Options, Picks};
use crate::pool::{NEVER, Pool, SHIFT, float};
use crate::rounding::{Spread, rounded};
use crate::tableau::{End, Tableau};

/// What is asked of a unit.
#[derive(Clone, Copy)]
pub(crate) struct Task<'t> {
    pub options: &'t Options,
    /// Profits by choice, in steps.
    pub profits: &'t [i64],
    /// What there is of the shared rows, where they count.
    pub limits: Option<&'t [i64]>,
    /// A plan that is possible, and better than which is looked for.
    pub known: &'t [usize],
    /// Most nodes of the tree.
    pub nodes: usize,
    /// Nodes that promise no more than this beyond the best are left.
    pub slack: i64,
    /// Set when the work is to stop.
    pub stop: &'t AtomicBool,
}

/// What was found for a unit.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The best.
    pub picks: Picks,
    /// No plan of the unit has a higher profit.
    pub bound: i64,
}

struct Node {
    bound: i64,
    serial: usize,
    closed: Vec<bool>,
    tableau: Tableau,
    values: Vec<f64>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Node {}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The most promising first; of those the oldest.
impl Ord for Node {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bound.cmp(&other.bound).then(other.serial.cmp(&self.serial))
    }
}

struct Search<'s> {
    task: Task<'s>,
    pool: &'s mut Pool,
    best: i64,
    picks: Picks,
    /// The most that nodes promised that were left.
    spared: i64,
}

/// The best plan of a unit. What is learned about its rows is kept for the next time.
pub(crate) fn best(pool: &mut Pool, task: Task<'_>) -> Found {
    let known = |picks: &[usize]| picks.iter().filter_map(|pick| task.profits.get(*pick)).sum::<i64>();
    if let Some(limits) = task.limits {
        pool.add_limits(task.options, limits);
    }
    let (best, picks) = (known(task.known), task.known.to_vec());
    let mut search = Search { task, pool, best, picks, spared: NEVER };
    let open = search.run();
    let bound = open.max(search.spared).max(search.best);
    let found = Found { picks: search.picks, bound };
    pool.forget();
    found
}

/// The multipliers of a unit's own rows at the optimum of the plain linear program, without anything learned but what comes
/// after what.
pub(crate) fn own_prices(task: Task<'_>) -> Vec<f64> {
    let mut pool = Pool::of(task.options);
    let mut search = Search { task, pool: &mut pool, best: NEVER, picks: Vec::new(), spared: NEVER };
    let mut root = search.root();
    search.settle(&mut root, 0);
    let mut prices = vec![0.0; task.options.own.len()];
    for (row, multiplier) in search.multipliers(&root.tableau, None) {
        if let Some(price) = prices.get_mut(row) {
            *price = multiplier;
        }
    }
    prices
}

impl Search<'_> {
    /// Answers with the most that is promised by what was left open.
    fn run(&mut self) -> i64 {
        let mut root = self.root();
        if !self.settle(&mut root, 12) {
            return NEVER;
        }
        self.note_use(&root.tableau);
        if root.bound - self.best > (self.best.max(0) / 50).max(self.task.slack) {
            self.dive(&root);
            if !self.settle(&mut root, 4) {
                return NEVER;
            }
        }
        let mut heap = BinaryHeap::from([root]);
        let mut serial = 0;
        while let Some(node) = heap.pop() {
            if node.bound <= self.best + self.task.slack {
                return node.bound;
            }
            if serial >= self.task.nodes * 2 || self.task.stop.load(Ordering::Relaxed) {
                return node.bound;
            }
            let Some(halves) = self.halves(&node) else {
                self.spared = self.spared.max(node.bound);
                continue;
            };
            for closing in halves {
                serial += 1;
                let mut closed = node.closed.clone();
                for at in closing {
                    if let Some(closed) = closed.get_mut(at) {
                        *closed = true;
                    }
                }
                let first = self.rows_from();
                let tableau =
                    node.tableau.reduced(&closed, |variable, left| variable >= first && left > 0.02);
                let mut child = Node { bound: node.bound, serial, closed, tableau, values: Vec::new() };
                if self.settle(&mut child, 1) {
                    heap.push(child);
                }
            }
        }
        NEVER
    }

    /// Goes down from a node as its values suggest, for a plan that is better than what is known.
    fn dive(&mut self, node: &Node) {
        let options = self.task.options;
        let leaves = options.choices.len();
        let mut closed = node.closed.clone();
        let mut tableau = node.tableau.clone();
        let mut values = node.values.clone();
        let mut decided = vec![false; options.spans.len()];
        for serial in 0..options.spans.len() {
            let of = |choice: usize| values.get(choice).copied().unwrap_or(0.0);
            let best = |span: &std::ops::Range<usize>| span.clone().max_by(|a, b| of(*a).total_cmp(&of(*b)));
            let open =
                options.spans.iter().enumerate().filter(|(p, _)| !decided.get(*p).copied().unwrap_or(true));
            let mut next: Vec<(usize, usize)> =
                open.filter_map(|(p, span)| Some((p, best(span)?))).filter(|(_, c)| of(*c) > 1e-6).collect();
            next.sort_by(|a, b| of(b.1).total_cmp(&of(a.1)).then(a.cmp(b)));
            let sure = next.iter().filter(|(_, choice)| of(*choice) > 0.9).count().max(1);
            if next.is_empty() {
                return;
            }
            for (project, choice) in next.into_iter().take(sure) {
                if let Some(decided) = decided.get_mut(project) {
                    *decided = true;
                }
                let others = options.spans.get(project).cloned().unwrap_or_default().filter(|c| *c != choice);
                for at in others.chain([leaves + project]) {
                    if let Some(closed) = closed.get_mut(at) {
                        *closed = true;
                    }
                }
            }
            let first = self.rows_from();
            let tableau_now = tableau.reduced(&closed, |variable, left| variable >= first && left > 0.02);
            let mut child =
                Node { bound: i64::MAX, serial, closed, tableau: tableau_now, values: Vec::new() };
            let spared = self.spared;
            let goes_on = self.settle(&mut child, 0);
            self.spared = spared;
            if !goes_on {
                return;
            }
            (closed, tableau, values) = (child.closed, child.tableau, child.values);
        }
    }

    /// Where the numbers of the variables that belong to rows begin.
    fn rows_from(&self) -> usize {
        self.task.options.choices.len() + self.task.options.spans.len()
    }

    fn root(&self) -> Node {
        let options = self.task.options;
        let count = options.choices.len();
        let group = |(project, span): (usize, &std::ops::Range<usize>)| {
            let profit = |choice: usize| self.task.profits.get(choice).copied().unwrap_or(0);
            let members = span.clone().map(|choice| (choice, steps(profit(choice)))).collect();
            (count + project, members)
        };
        let groups: Vec<_> = options.spans.iter().enumerate().map(group).collect();
        Node {
            bound: -NEVER,
            serial: 0,
            closed: vec![false; count + options.spans.len()],
            tableau: Tableau::of_groups(&groups),
            values: Vec::new(),
        }
    }

    /// Solves a node, with rows that are broken added as they are found. `false` if nothing better lies below it.
    fn settle(&mut self, node: &mut Node, mut covers: usize) -> bool {
        for _ in 0..80 {
            let enough = self.best.saturating_add(self.task.slack);
            let end = node.tableau.solve(&node.closed, steps(enough) - 1e-4, 500);
            let multipliers = self.multipliers(&node.tableau, Some(&end));
            let proof = self.pool.proof(self.task.options, self.task.profits, &node.closed, &multipliers);
            node.bound = node.bound.min(proof.bound);
            if node.bound <= enough {
                self.spared = self.spared.max(node.bound);
                return false;
            }
            if end != End::Solved {
                self.spared = self.spared.max(node.bound);
                return false;
            }
            let mut values = vec![0.0; self.task.options.choices.len()];
            for (variable, value) in node.tableau.solution() {
                if let Some(slot) = values.get_mut(variable) {
                    *slot = value;
                }
            }
            let mut again = false;
            let mut shut = 0;
            for (at, (closed, fall)) in node.closed.iter_mut().zip(&proof.falls).enumerate() {
                let rest = proof.bound - fall;
                if !*closed && rest <= enough {
                    *closed = true;
                    shut += 1;
                    self.spared = self.spared.max(rest);
                    again = again || values.get(at).is_some_and(|value| *value > 1e-7);
                }
            }
            // Columns that never come back only cost time.
            if shut > 10 {
                node.tableau = node.tableau.reduced(&node.closed, |_, _| false);
            }
            if self.add_broken(&mut node.tableau, &values) {
                continue;
            }
            let known = self.pool.rows.len();
            self.pool.learn_order(self.task.options, &values);
            if self.pool.rows.len() == known && covers > 0 {
                covers -= 1;
                let learned = hull::learn(self.task.options, &values, 0.01);
                self.pool.rows.extend(learned);
            }
            let learned = self.pool.rows.len() > known && self.add_broken(&mut node.tableau, &values);
            if learned || again {
                continue;
            }
            self.round(&values, &proof.falls);
            node.values = values;
            return node.bound > self.best.saturating_add(self.task.slack);
        }
        self.spared = self.spared.max(node.bound);
        false
    }

    fn round(&mut self, values: &[f64], falls: &[i64]) {
        let spread = Spread { options: self.task.options, profits: self.task.profits, values, falls };
        let Some((profit, picks)) = rounded(&spread, self.task.limits) else { return };
        if profit > self.best {
            self.best = profit;
            self.picks = picks;
        }
    }

    /// Adds the rows that values break; `false` if they break none.
    fn add_broken(&self, tableau: &mut Tableau, values: &[f64]) -> bool {
        let from = self.rows_from();
        let mut there = vec![false; self.pool.rows.len()];
        let variables = tableau.costs().map(|(v, _)| v).chain(tableau.solution().map(|(v, _)| v));
        for variable in variables {
            if let Some(there) = variable.checked_sub(from).and_then(|row| there.get_mut(row)) {
                *there = true;
            }
        }
        let mut added = false;
        for (number, (row, _)) in
            self.pool.rows.iter().zip(there).enumerate().filter(|(_, (_, there))| !there)
        {
            if row.excess(values) > 1e-6 {
                let entries =
                    row.entries.iter().map(|(choice, amount)| (*choice, float(*amount) * row.scale));
                tableau.add(from + number, entries, float(row.there) * row.scale);
                added = true;
            }
        }
        added
    }

    /// The multipliers of the rows. Where there is no solution, they go as far as it takes to show it.
    fn multipliers(&self, tableau: &Tableau, end: Option<&End>) -> Vec<(usize, f64)> {
        let from = self.rows_from();
        let mut of = std::collections::BTreeMap::<usize, f64>::new();
        let far = (tableau.value() - steps(self.best)).max(0.0) * 1.5 + 1.0;
        let ray = match end {
            Some(End::Impossible(weights)) => weights.as_slice(),
            _ => &[],
        };
        let ray = ray.iter().map(|(variable, weight)| (*variable, weight * far));
        for (variable, multiplier) in tableau.costs().chain(ray) {
            if let Some((number, row)) =
                variable.checked_sub(from).and_then(|n| Some((n, self.pool.rows.get(n)?)))
            {
                *of.entry(number).or_default() += multiplier * row.scale;
            }
        }
        of.into_iter().filter(|(_, multiplier)| *multiplier > 0.0).collect()
    }

    fn note_use(&mut self, tableau: &Tableau) {
        let used = self.multipliers(tableau, None);
        for (number, row) in self.pool.rows.iter_mut().enumerate() {
            if let Some(idle) = &mut row.idle {
                let useful = used.binary_search_by_key(&number, |(used, _)| *used).is_ok();
                *idle = if useful { 0 } else { *idle + 1 };
            }
        }
    }

    /// What to close in each of two halves of a node; nothing if there is nothing to decide.
    fn halves(&self, node: &Node) -> Option<[Vec<usize>; 2]> {
        let options = self.task.options;
        let leaves = options.choices.len();
        let mut best: Option<(f64, [Vec<usize>; 2])> = None;
        for (project, span) in options.spans.iter().enumerate() {
            let value = |choice: usize| node.values.get(choice).copied().unwrap_or(0.0);
            let part: f64 = span.clone().map(value).sum();
            let most = span.clone().filter_map(|choice| self.task.profits.get(choice)).max();
            let weight = steps(most.copied().unwrap_or(0)).max(1e-3);
            let score = part.min(1.0 - part) * weight;
            if score > 1e-6 * weight && best.as_ref().is_none_or(|(most, _)| score > *most) {
                best = Some((score, [vec![leaves + project], span.clone().collect()]));
            }
            let mean: f64 = span.clone().map(|c| value(c) * float(i64::try_from(c).unwrap_or(0))).sum();
            let early = |choice: &usize| float(i64::try_from(*choice).unwrap_or(0)) * part <= mean + 1e-9;
            let before: f64 = span.clone().filter(early).map(value).sum();
            let score = before.min(part - before) * weight * 0.4;
            if score > 1e-6 * weight && best.as_ref().is_none_or(|(most, _)| score > *most) {
                let late: Vec<usize> = span.clone().filter(|choice| !early(choice)).collect();
                let soon = span.clone().filter(early).chain([leaves + project]).collect();
                best = Some((score, [late, soon]));
            }
        }
        best.map(|(_, halves)| halves)
    }
}

/// Steps as a number.
pub(crate) fn steps(steps: i64) -> f64 {
    float(steps) / float(1 << SHIFT)
}
