//! What the solver selected, and what of it the wishes need.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::Slug;

use super::super::solver::Selection;
use super::super::universe::{Candidate, Package, Universe};
use super::super::wishes::Way;
use super::{meets, requires};
use crate::Requirement;

/// What the solver selected, without the absent ones.
pub(super) struct Chosen<'u, 'a> {
    modules: BTreeMap<Slug, &'u Candidate<'a>>,
    providers: BTreeMap<(Slug, u32), Slug>,
    ways: BTreeMap<usize, &'u Way>,
}

impl<'u, 'a> Chosen<'u, 'a> {
    pub fn new(universe: &'u Universe<'a>, selection: &Selection) -> Self {
        let mut chosen = Self { modules: BTreeMap::new(), providers: BTreeMap::new(), ways: BTreeMap::new() };
        for (package, number) in selection.iter() {
            match package {
                Package::Root => {}
                Package::Wish(index) => {
                    let way = universe.wishes.get(*index).and_then(|wish| wish.ways.get(*number));
                    chosen.ways.extend(way.map(|way| (*index, way)));
                }
                Package::Module(module) => {
                    let candidate = universe.candidate(module, *number);
                    chosen.modules.extend(candidate.map(|candidate| (module.clone(), candidate)));
                }
                Package::Interface(id, major) => {
                    let key = (id.clone(), *major);
                    let provider = universe.interfaces.get(&key).and_then(|list| list.get(*number));
                    chosen.providers.extend(provider.map(|provider| (key, provider.module.clone())));
                }
            }
        }
        chosen
    }

    /// The module that takes the place of this one along an upgrade path, if that was chosen.
    pub fn successor(&self, universe: &Universe<'_>, module: &Slug) -> Option<Slug> {
        self.ways.values().find_map(|way| match way {
            Way::Replaced(old, to) if old == module && !universe.demand.without.contains(module) => {
                Some(to.module.clone())
            }
            _ => None,
        })
    }

    /// What the wishes need. What the solver chose for one of several ways, or to provide an interface, is left out
    /// if something needed does the same: the solver decides without looking at who else is there.
    pub fn needed(&self, universe: &Universe<'_>) -> BTreeMap<Slug, &'u Candidate<'a>> {
        let mut needed = Needed { chosen: self, modules: BTreeSet::new(), interfaces: Vec::new() };
        let mut choices = Vec::new();
        for (index, way) in &self.ways {
            match way {
                Way::Meet(requirement) => {
                    let wish = universe.wishes.get(*index);
                    match wish.map(|wish| wish.ways.as_slice()).unwrap_or_default() {
                        [_] => needed.add(requirement),
                        several => choices.push((requirement, several)),
                    }
                }
                Way::Stay(module, _) | Way::Lowered(module) => needed.module(module),
                Way::Replaced(_, to) => needed.module(&to.module),
                Way::Removed(_) | Way::Absent(_) | Way::Pinned(_) | Way::Excluded(_) => {}
            }
        }
        loop {
            choices.retain(|(_, ways)| {
                !ways.iter().any(|way| matches!(way, Way::Meet(requirement) if needed.meets(requirement)))
            });
            // What a choice asks for may bring the interface somebody needs, so it comes first.
            if let Some((requirement, _)) = choices.pop() {
                needed.add(requirement);
            } else if let Some(provider) = needed.unprovided() {
                needed.module(&provider);
            } else {
                break;
            }
        }
        let Needed { modules, .. } = needed;
        modules.into_iter().filter_map(|m| Some((m.clone(), *self.modules.get(&m)?))).collect()
    }
}

struct Needed<'c, 'u, 'a> {
    chosen: &'c Chosen<'u, 'a>,
    modules: BTreeSet<Slug>,
    interfaces: Vec<&'c crate::Interface>,
}

impl<'c> Needed<'c, '_, '_> {
    fn add(&mut self, requirement: &'c Requirement) {
        match requirement {
            Requirement::Module(wanted) => self.module(&wanted.module),
            Requirement::Interface { interface } => self.interfaces.push(interface),
        }
    }

    /// A module with all the modules it needs; the interfaces it needs are only noted.
    fn module(&mut self, module: &Slug) {
        let mut open = vec![module.clone()];
        while let Some(module) = open.pop() {
            let Some(candidate) = self.chosen.modules.get(&module) else { continue };
            if !self.modules.insert(module) {
                continue;
            }
            for requirement in requires(candidate) {
                match requirement {
                    Requirement::Module(wanted) => open.push(wanted.module.clone()),
                    Requirement::Interface { interface } => self.interfaces.push(interface),
                }
            }
        }
    }

    fn meets(&self, requirement: &Requirement) -> bool {
        self.modules
            .iter()
            .filter_map(|module| self.chosen.modules.get(module))
            .any(|c| meets(c, requirement))
            || matches!(requirement, Requirement::Module(wanted) if self.modules.iter().any(|module| {
                self.chosen.modules.get(module).is_some_and(|c| wanted.matches(module, &c.version))
            }))
    }

    /// The chosen provider of the first interface that nothing needed provides yet.
    fn unprovided(&self) -> Option<Slug> {
        let provided = |interface: &crate::Interface| self.meets(&Requirement::interface(interface.clone()));
        let open = self.interfaces.iter().find(|interface| !provided(interface))?;
        self.chosen.providers.get(&(open.id.clone(), open.version.major())).cloned()
    }
}
