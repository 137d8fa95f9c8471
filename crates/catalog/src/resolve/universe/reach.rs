//! Which modules a demand can touch at all: the rest of the catalogue is not looked at.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::Slug;

use super::super::demand::Demand;
use super::super::wishes::{Way, Wish};
use crate::Requirement;

/// The modules the wishes name, and everything any version of them may need, over and over.
pub(super) fn reach(demand: &Demand<'_>, wishes: &[Wish]) -> BTreeSet<Slug> {
    let mut providers = BTreeMap::<&Slug, BTreeSet<&Slug>>::new();
    for version in demand.catalog.all() {
        for interface in &version.provides {
            providers.entry(&interface.id).or_default().insert(&version.module);
        }
    }
    let named = |requirement: &Requirement| -> Vec<Slug> {
        match requirement {
            Requirement::Module(wanted) => vec![wanted.module.clone()],
            Requirement::Interface { interface } => {
                providers.get(&interface.id).into_iter().flatten().map(|module| (*module).clone()).collect()
            }
        }
    };
    let of_way = |way: &Way| match way {
        Way::Meet(requirement) => named(requirement),
        Way::Stay(module, _) | Way::Lowered(module) | Way::Removed(module) | Way::Absent(module) => {
            vec![module.clone()]
        }
        Way::Replaced(_, to) => vec![to.module.clone()],
        // Neither brings a module in.
        Way::Pinned(_) | Way::Excluded(_) => Vec::new(),
    };
    let mut open: Vec<Slug> = wishes.iter().flat_map(|wish| &wish.ways).flat_map(of_way).collect();
    let mut reached = BTreeSet::new();
    while let Some(module) = open.pop() {
        if !reached.contains(&module) {
            let requires = demand.catalog.versions(&module).flat_map(|version| &version.requires);
            open.extend(requires.flat_map(named).filter(|other| !reached.contains(other)));
            reached.insert(module);
        }
    }
    reached
}
