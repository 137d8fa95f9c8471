//! Interfaces that units need and do not have.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::Slug;

use super::MissingInterface;
use super::fleet::Fleet;
use crate::Interface;

#[derive(Default)]
struct Missing<'a> {
    units: usize,
    needed_by: BTreeSet<&'a Slug>,
    standard: bool,
}

impl<'a> Fleet<'a> {
    /// Every interface that something installed needs, or that is asked for besides, and that nothing in the unit
    /// provides: the most missed one first. `standard` has the ways in which a requirement can be fulfilled by
    /// interfaces; it is missed where none of them is there, and then by its first.
    pub fn missing_interfaces(&self, standard: &'a [Vec<Interface>]) -> Vec<MissingInterface> {
        let mut missing = BTreeMap::<&Interface, Missing<'a>>::new();
        let mut of_units = vec![Vec::new(); self.classes.len()];
        for (unit, version) in &self.running {
            if let (Some(list), Some(known)) = (of_units.get_mut(*unit), self.versions.get(*version)) {
                list.push(known.document);
            }
        }
        for documents in of_units {
            let provided: Vec<&Interface> =
                documents.iter().flat_map(|document| &document.provides).collect();
            let has = |wanted: &Interface| provided.iter().any(|interface| interface.satisfies(wanted));
            let mut here = BTreeSet::new();
            for document in &documents {
                for requirement in &document.requires {
                    let crate::Requirement::Interface { interface } = requirement else { continue };
                    if !has(interface) {
                        missing.entry(interface).or_default().needed_by.insert(&document.module);
                        here.insert(interface);
                    }
                }
            }
            for ways in standard.iter().filter(|ways| !ways.iter().any(has)) {
                if let Some(first) = ways.first() {
                    missing.entry(first).or_default().standard = true;
                    here.insert(first);
                }
            }
            for interface in here {
                missing.entry(interface).or_default().units += 1;
            }
        }
        let mut found: Vec<_> =
            missing.into_iter().map(|(interface, of)| self.named(interface, of)).collect();
        found.sort_by(|a, b| b.units.cmp(&a.units).then_with(|| a.interface.cmp(&b.interface)));
        found
    }

    fn named(&self, interface: &Interface, missing: Missing<'_>) -> MissingInterface {
        let offering = self.catalog.providing(interface).filter(|version| version.is_offered_on(self.on));
        let offered_by: BTreeSet<Slug> = offering.map(|version| version.module.clone()).collect();
        MissingInterface {
            interface: interface.clone(),
            units: missing.units,
            needed_by: missing.needed_by.into_iter().cloned().collect(),
            standard: missing.standard,
            offered_by: offered_by.into_iter().collect(),
        }
    }
}
