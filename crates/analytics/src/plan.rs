//! The tables that are published: which breakdowns are crossed with which.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Breakdown, Contribution, Group};

/// A table by what it breaks down, beside the level that every table has.
pub type Table = &'static [Breakdown];

/// The published tables, the most important first: where figures have to go, they go from the end of the list.
/// Crossing more would publish less: every further table adds equations, and with them cells that must stay empty.
pub const TABLES: &[Table] = &[
    &[],
    &[Breakdown::SizeClass],
    &[Breakdown::Country],
    &[Breakdown::Country, Breakdown::SizeClass],
    &[Breakdown::Land],
    &[Breakdown::Land, Breakdown::SizeClass],
    &[Breakdown::Land, Breakdown::County],
    &[Breakdown::Provider],
    &[Breakdown::Provider, Breakdown::SizeClass],
];

/// Breakdowns of which every unit has exactly one value, so that the groups add up to the whole.
const PARTITIONS: [Breakdown; 4] =
    [Breakdown::Country, Breakdown::Land, Breakdown::County, Breakdown::SizeClass];

/// The place in [`TABLES`] of the table with these breakdowns; the level is left out.
pub fn table_of(breakdowns: &BTreeSet<Breakdown>) -> Option<usize> {
    let wanted: BTreeSet<_> = breakdowns.iter().filter(|by| **by != Breakdown::Level).collect();
    TABLES.iter().position(|table| table.iter().collect::<BTreeSet<_>>() == wanted)
}

/// Every cell of every table that has members, by table, then the largest first, then by group.
pub(crate) fn planned(contributions: &[Contribution]) -> Vec<(Group, Vec<usize>)> {
    let mut cells: BTreeMap<(usize, Group), Vec<usize>> = BTreeMap::new();
    for (index, contribution) in contributions.iter().enumerate() {
        for (rank, table) in TABLES.iter().enumerate() {
            for group in groups_in(contribution, table) {
                cells.entry((rank, group)).or_default().push(index);
            }
        }
    }
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by(|((ra, ga), a), ((rb, gb), b)| (ra, b.len(), ga).cmp(&(rb, a.len(), gb)));
    cells.into_iter().map(|((_, group), members)| (group, members)).collect()
}

/// The groups of a table that a unit is counted in: none if it has no value for a breakdown.
fn groups_in(contribution: &Contribution, table: Table) -> Vec<Group> {
    let mut groups = vec![Group::new()];
    for by in std::iter::once(&Breakdown::Level).chain(table) {
        let values = contribution.groups.get(by).into_iter().flatten();
        let extended = values.flat_map(|value| {
            groups.iter().map(move |group| {
                let mut group = group.clone();
                group.insert(*by, value.clone());
                group
            })
        });
        groups = extended.collect();
    }
    groups
}

/// The families of cells: for each cell and each breakdown that splits it into a table of the plan, its parts.
pub(crate) fn families(groups: &[Group]) -> Vec<(usize, Vec<usize>)> {
    let places: BTreeMap<&Group, usize> = groups.iter().enumerate().map(|(i, g)| (g, i)).collect();
    let mut families: BTreeMap<(usize, Breakdown), Vec<usize>> = BTreeMap::new();
    for (child, group) in groups.iter().enumerate() {
        for by in PARTITIONS {
            let mut parent = group.clone();
            if parent.remove(&by).is_some()
                && let Some(place) = places.get(&parent)
            {
                families.entry((*place, by)).or_default().push(child);
            }
        }
    }
    families.into_iter().map(|((parent, _), children)| (parent, children)).collect()
}
