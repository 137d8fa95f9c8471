//! What the solver selected, and what of it the wishes need.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use blaupause_kernel::Slug;

use super::super::solver::Selection;
use super::super::universe::{Candidate, Package, Universe};
use super::super::wishes::Way;
use super::requires;
use crate::{Interface, Requirement};

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
                    let candidate = universe.name(*module).zip(universe.candidate(*module, *number));
                    chosen.modules.extend(candidate.map(|(name, candidate)| (name.clone(), candidate)));
                }
                Package::Interface(place) => {
                    let Some(provided) = universe.interfaces.get(*place) else { continue };
                    let provider =
                        provided.by.get(*number).and_then(|provider| universe.name(provider.module));
                    let key = (provided.id.clone(), provided.major);
                    chosen.providers.extend(provider.map(|name| (key, name.clone())));
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
        let mut needed = Needed {
            chosen: self,
            modules: BTreeSet::new(),
            interfaces: VecDeque::new(),
            provided: BTreeMap::new(),
        };
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
    /// Interfaces that something needs, in the order in which that turned out.
    interfaces: VecDeque<&'c Interface>,
    /// The highest minor version of each interface and major version that something needed provides.
    provided: BTreeMap<(&'c Slug, u32), u32>,
}

impl<'c> Needed<'c, '_, '_> {
    fn add(&mut self, requirement: &'c Requirement) {
        match requirement {
            Requirement::Module(wanted) => self.module(&wanted.module),
            Requirement::Interface { interface } => self.interfaces.push_back(interface),
        }
    }

    /// A module with all the modules it needs; the interfaces it needs are only noted.
    fn module(&mut self, module: &Slug) {
        let mut open = vec![module.clone()];
        while let Some(module) = open.pop() {
            let Some(candidate) = self.chosen.modules.get(&module).copied() else { continue };
            if !self.modules.insert(module) {
                continue;
            }
            for interface in candidate.document.iter().flat_map(|document| &document.provides) {
                let (key, minor) = ((&interface.id, interface.version.major()), interface.version.minor());
                let highest = self.provided.entry(key).or_insert(minor);
                *highest = minor.max(*highest);
            }
            for requirement in requires(candidate) {
                match requirement {
                    Requirement::Module(wanted) => open.push(wanted.module.clone()),
                    Requirement::Interface { interface } => self.interfaces.push_back(interface),
                }
            }
        }
    }

    fn meets(&self, requirement: &Requirement) -> bool {
        match requirement {
            Requirement::Interface { interface } => self.provides(interface),
            Requirement::Module(wanted) => {
                let there =
                    self.modules.get(&wanted.module).and_then(|module| self.chosen.modules.get(module));
                there.is_some_and(|candidate| wanted.range.matches(&candidate.version))
            }
        }
    }

    fn provides(&self, interface: &Interface) -> bool {
        let key = (&interface.id, interface.version.major());
        self.provided.get(&key).is_some_and(|minor| *minor >= interface.version.minor())
    }

    /// The chosen provider of the first interface that nothing needed provides yet.
    fn unprovided(&mut self) -> Option<Slug> {
        while let Some(interface) = self.interfaces.pop_front() {
            if !self.provides(interface) {
                let key = (interface.id.clone(), interface.version.major());
                return self.chosen.providers.get(&key).cloned();
            }
        }
        None
    }
}
