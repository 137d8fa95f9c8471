//! What can run at the same time in one quarter, by all own resources of a unit together: inequalities that hold for every set
//! of projects that fits, found by a small linear program and counted out in integers.

use crate::options::Options;
use crate::pool::{Row, float, whole};
use crate::tableau::{End, Tableau};

/// Most steps in the search for the heaviest set; beyond, an inequality is left.
const STEPS: usize = 4_000;

/// Weights of inequalities are whole parts of this.
const PARTS: f64 = 5_040.0;

/// A project that may run in the quarter: the least it takes, and the choices that take at least that.
struct Item {
    project: usize,
    amounts: Vec<i64>,
    part: f64,
    weight: i64,
}

/// Inequalities that values break, one for each quarter.
pub(crate) fn learn(options: &Options, values: &[f64], least: f64) -> Vec<Row> {
    (0..options.quarters).filter_map(|quarter| of_quarter(options, values, quarter, least)).collect()
}

fn of_quarter(options: &Options, values: &[f64], quarter: usize, least: f64) -> Option<Row> {
    let resources = options.own.len() / options.quarters.max(1);
    let rows: Vec<usize> = (0..resources).map(|resource| resource * options.quarters + quarter).collect();
    let there: Vec<i64> = rows.iter().filter_map(|row| options.own.get(*row).copied()).collect();
    let some: Vec<usize> =
        values.iter().enumerate().filter(|(_, value)| **value > 1e-6).map(|(choice, _)| choice).collect();
    let mut running = items(options, values, &rows, &some);
    let over = |(at, there): (usize, &i64)| {
        running.iter().filter_map(|item| item.amounts.get(at)).sum::<i64>() > *there
    };
    let between = running.iter().any(|item| item.part < 1.0 - 1e-6);
    if !between || !there.iter().enumerate().any(over) {
        return None;
    }
    // Choices that are not used now but take as much count all the same.
    weigh(&mut running, &there, least)?;
    let (most, _) = heaviest(&running, &there)?;
    let counted: f64 = running.iter().map(|item| float(item.weight) * item.part).sum();
    if most <= 0 || counted <= float(most) * (1.0 + least) {
        return None;
    }
    running.retain(|item| item.weight > 0);
    let all: Vec<usize> = (0..options.choices.len()).collect();
    for item in items(options, values, &rows, &all) {
        if item.part > 1e-6 {
            continue;
        }
        let left: Vec<i64> = there.iter().zip(&item.amounts).map(|(there, amount)| there - amount).collect();
        let Some((beside, _)) = heaviest(&running, &left) else { continue };
        if beside < most {
            running.push(Item { weight: most - beside, ..item });
        }
    }
    let entries = running.iter().flat_map(|item| choices(options, item, &rows));
    Some(Row::new(entries.collect(), most, true))
}

/// The projects of these choices that run in the quarter, with the least that the used ones among the choices take.
fn items(options: &Options, values: &[f64], rows: &[usize], choices: &[usize]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut last = None;
    for number in choices {
        let Some(choice) = options.choices.get(*number) else { continue };
        let value = values.get(*number).copied().unwrap_or(0.0);
        let of = |row: &usize| choice.own.iter().find(|(own, _)| own == row).map_or(0, |(_, amount)| *amount);
        let amounts: Vec<i64> = rows.iter().map(of).collect();
        if amounts.iter().all(|amount| *amount == 0) {
            continue;
        }
        match items.last_mut().filter(|_| last == Some(choice.project)) {
            Some(item) => {
                item.amounts
                    .iter_mut()
                    .zip(&amounts)
                    .for_each(|(least, amount)| *least = (*least).min(*amount));
                item.part += value;
            }
            None => items.push(Item { project: choice.project, amounts, part: value, weight: 0 }),
        }
        last = Some(choice.project);
    }
    items
}

/// The choices of an item's project that take at least what it takes.
fn choices<'c>(
    options: &'c Options,
    item: &'c Item,
    rows: &'c [usize],
) -> impl Iterator<Item = (usize, i64)> + 'c {
    let heavy = move |choice: &crate::options::Choice| {
        rows.iter().zip(&item.amounts).all(|(row, least)| {
            *least == 0 || choice.own.iter().any(|(own, amount)| own == row && amount >= least)
        })
    };
    let of = options.of_project(item.project).filter(move |(_, choice)| heavy(choice));
    of.map(|(number, _)| (number, item.weight))
}

/// Weighs the items so that no set that fits weighs more than 1 and the values as much as can be; nothing if they do not weigh
/// more than 1.
fn weigh(items: &mut [Item], there: &[i64], least: f64) -> Option<()> {
    let count = items.len();
    let groups: Vec<(usize, Vec<(usize, f64)>)> =
        items.iter().enumerate().map(|(at, item)| (count + at, vec![(at, item.part)])).collect();
    let mut tableau = Tableau::of_groups(&groups);
    for round in 0..60 {
        if tableau.value() <= 1.0 + least || tableau.solve(&[], 1.0 + least, 200) != End::Solved {
            return None;
        }
        items.iter_mut().for_each(|item| item.weight = 0);
        for (variable, value) in tableau.solution() {
            if let Some(item) = items.get_mut(variable) {
                item.weight = whole(value * 1e6).max(0);
            }
        }
        let (most, set) = heaviest(items, there)?;
        if most <= 1_000_010 {
            items.iter_mut().for_each(|item| item.weight = whole(float(item.weight) * PARTS / 1e6));
            return Some(());
        }
        tableau.add(2 * count + round, set.into_iter().map(|at| (at, 1.0)), 1.0);
    }
    None
}

struct Heaviest<'h> {
    items: &'h [Item],
    order: Vec<usize>,
    /// What the items from a place of the order on weigh together.
    rest: Vec<i64>,
    left: Vec<i64>,
    set: Vec<usize>,
    best: (i64, Vec<usize>),
    steps: usize,
}

/// The heaviest set that fits; nothing if it takes too long to find.
fn heaviest(items: &[Item], there: &[i64]) -> Option<(i64, Vec<usize>)> {
    if there.iter().any(|there| *there < 0) {
        return Some((0, Vec::new()));
    }
    let mut order: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| item.weight > 0).map(|(at, _)| at).collect();
    let weight = |at: &usize| items.get(*at).map_or(0, |item| item.weight);
    order.sort_by_key(|at| (std::cmp::Reverse(weight(at)), *at));
    let mut rest = vec![0];
    for at in order.iter().rev() {
        rest.push(rest.last().copied().unwrap_or(0) + weight(at));
    }
    rest.reverse();
    let (left, set) = (there.to_vec(), Vec::new());
    let mut search = Heaviest { items, order, rest, left, set, best: (0, Vec::new()), steps: 0 };
    search.descend(0, 0);
    (search.steps < STEPS).then_some(search.best)
}

impl Heaviest<'_> {
    fn descend(&mut self, from: usize, weight: i64) {
        self.steps += 1;
        if weight > self.best.0 {
            self.best = (weight, self.set.clone());
        }
        for place in from..self.order.len() {
            let rest = self.rest.get(place).copied().unwrap_or(0);
            if weight + rest <= self.best.0 || self.steps >= STEPS {
                return;
            }
            let Some(at) = self.order.get(place).copied() else { return };
            let Some(item) = self.items.get(at) else { return };
            if item.amounts.iter().zip(&self.left).all(|(amount, left)| amount <= left) {
                self.left.iter_mut().zip(&item.amounts).for_each(|(left, amount)| *left -= amount);
                self.set.push(at);
                self.descend(place + 1, weight + item.weight);
                self.set.pop();
                self.left.iter_mut().zip(&item.amounts).for_each(|(left, amount)| *left += amount);
            }
        }
    }
}
