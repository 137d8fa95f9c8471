//! The part of a span beyond the large classes, made small: connected parts, and classes that always go together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::field::{Residue, Sparse};
use crate::span::Consequence;

/// Rows that are connected by the classes they share. Classes with proportional entries in all rows are in a
/// consequence together or not at all: one of them stands for the bundle, with the weight of all.
pub(crate) struct Part {
    pub(crate) rows: Vec<Row>,
    weights: BTreeMap<usize, usize>,
    rows_with: BTreeMap<usize, Vec<usize>>,
}

/// A vector of the basis: one leading class that no other row has, and others.
pub(crate) struct Row {
    lead: usize,
    others: Vec<(usize, Residue)>,
    rests_on: Sparse,
}

impl Row {
    /// The groups it follows from.
    pub(crate) fn rests_on(&self) -> &Sparse {
        &self.rests_on
    }
}

impl Part {
    /// The connected parts of a basis in which every leading class belongs to its own row only.
    pub(crate) fn all_of(basis: BTreeMap<usize, Consequence>, weights: &[usize]) -> Vec<Self> {
        connected(basis).into_iter().map(|rows| Self::of(rows, weights)).collect()
    }

    fn of(rows: Vec<(usize, Consequence)>, weights: &[usize]) -> Self {
        let leads: BTreeSet<usize> = rows.iter().map(|(lead, _)| *lead).collect();
        let mut bundles: HashMap<Vec<(usize, Residue)>, (usize, usize)> = HashMap::new();
        for (class, direction) in directions(&rows) {
            let bundle = bundles.entry(direction).or_insert((class, 0));
            bundle.1 += weights.get(class).copied().unwrap_or_default();
            if leads.contains(&class) {
                bundle.0 = class;
            }
        }
        let weights: BTreeMap<usize, usize> = bundles.into_values().collect();
        let mut rows_with: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let rows = rows.into_iter().enumerate().map(|(number, (lead, row))| {
            let others = row.vector.into_iter().filter(|(c, _)| *c != lead && weights.contains_key(c));
            let others: Vec<(usize, Residue)> = others.collect();
            for (class, _) in &others {
                rows_with.entry(*class).or_default().push(number);
            }
            Row { lead, others, rests_on: row.rests_on }
        });
        let rows = rows.collect();
        Self { rows, weights, rows_with }
    }

    /// Contributors of the bundle that a class stands for.
    pub(crate) fn weight(&self, class: usize) -> usize {
        self.weights.get(&class).copied().unwrap_or_default()
    }

    /// Contributors of the bundle that leads a row.
    pub(crate) fn lead_weight(&self, row: usize) -> usize {
        self.rows.get(row).map(|row| self.weight(row.lead)).unwrap_or_default()
    }

    /// The classes of a row that do not lead it, with their entries.
    pub(crate) fn others(&self, row: usize) -> &[(usize, Residue)] {
        self.rows.get(row).map(|row| row.others.as_slice()).unwrap_or_default()
    }

    /// The rows that have a class which leads none.
    pub(crate) fn rows_with(&self, class: usize) -> &[usize] {
        self.rows_with.get(&class).map(Vec::as_slice).unwrap_or_default()
    }
}

type Rows = Vec<(usize, Consequence)>;

fn connected(basis: BTreeMap<usize, Consequence>) -> Vec<Rows> {
    let mut parts: Vec<(BTreeSet<usize>, Rows)> = Vec::new();
    for (lead, row) in basis {
        let mut classes: BTreeSet<usize> = row.vector.keys().copied().collect();
        let mut rows = vec![(lead, row)];
        let (touching, apart): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(known, _)| !known.is_disjoint(&classes));
        for (known, part) in touching {
            classes.extend(known);
            rows.extend(part);
        }
        parts = apart;
        parts.push((classes, rows));
    }
    parts.into_iter().map(|(_, rows)| rows).collect()
}

/// For every class its entries in the rows, scaled so that the first is one.
fn directions(rows: &[(usize, Consequence)]) -> BTreeMap<usize, Vec<(usize, Residue)>> {
    let mut classes: BTreeMap<usize, Vec<(usize, Residue)>> = BTreeMap::new();
    for (number, (_, row)) in rows.iter().enumerate() {
        for (class, value) in &row.vector {
            classes.entry(*class).or_default().push((number, *value));
        }
    }
    for entries in classes.values_mut() {
        let Some(factor) = entries.first().map(|(_, value)| value.inverse()) else { continue };
        entries.iter_mut().for_each(|(_, value)| *value = value.times(factor));
    }
    classes
}
