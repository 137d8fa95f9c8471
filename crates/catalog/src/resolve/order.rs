//! From the solver's selection to a plan: without what nobody needs, and each module after what it needs.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::Slug;

use super::universe::{Candidate, Package, Universe, Wish};
use super::{Action, Plan, Selection, Step};
use crate::{ModuleRange, Requirement};

/// The plan for a selection.
pub(super) fn arrange(universe: &Universe<'_>, selection: &Selection) -> Plan {
    let chosen = Chosen::new(universe, selection);
    let needed = chosen.needed(universe);
    let mut open: Vec<_> = needed.into_iter().filter_map(|m| chosen.modules.get_key_value(&m)).collect();
    let mut placed: Vec<(&Slug, &&Candidate<'_>)> = Vec::new();
    while !open.is_empty() {
        let ready = |(_, candidate): &(&Slug, &&Candidate<'_>)| {
            requires(candidate).iter().all(|r| placed.iter().any(|(_, p)| meets(p, r)) || meets(candidate, r))
        };
        // Modules that need each other have no first one; their keys decide.
        let next = open.iter().position(ready).unwrap_or(0);
        placed.push(open.remove(next));
    }
    let step = |(module, candidate): &(&Slug, &&Candidate<'_>)| {
        let before = universe.wishes.iter().find_map(|wish| match wish {
            Wish::Installed(name, version) if name == *module => Some(version.clone()),
            _ => None,
        });
        let action = match &before {
            None => Action::Install,
            Some(version) if *version == candidate.version => Action::Keep,
            Some(_) => Action::Upgrade,
        };
        let needs_it = |(name, other): &&(&Slug, &&Candidate<'_>)| {
            name != module && requires(other).iter().any(|r| meets(candidate, r))
        };
        let needed_by: BTreeSet<_> =
            placed.iter().filter(needs_it).map(|(name, _)| (*name).clone()).collect();
        Step {
            action,
            module: (*module).clone(),
            version: candidate.version.clone(),
            from: before.filter(|_| action == Action::Upgrade),
            needed_by: needed_by.into_iter().collect(),
        }
    };
    Plan { steps: placed.iter().map(step).collect() }
}

fn requires<'c>(candidate: &'c Candidate<'_>) -> &'c [Requirement] {
    candidate.document.map(|document| document.requires.as_slice()).unwrap_or_default()
}

fn meets(candidate: &Candidate<'_>, requirement: &Requirement) -> bool {
    candidate.document.is_some_and(|document| requirement.is_met_by(document))
}

/// What the solver selected, without the absent ones.
struct Chosen<'u, 'a> {
    modules: BTreeMap<Slug, &'u Candidate<'a>>,
    providers: BTreeMap<(Slug, u32), Slug>,
}

impl<'u, 'a> Chosen<'u, 'a> {
    fn new(universe: &'u Universe<'a>, selection: &Selection) -> Self {
        let mut chosen = Self { modules: BTreeMap::new(), providers: BTreeMap::new() };
        for (package, number) in selection.iter() {
            match package {
                Package::Root | Package::Wish(_) => {}
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

    /// What the wishes need. A provider the solver chose is left out if a needed module provides the same: the
    /// solver decides on interfaces without looking at who else is there.
    fn needed(&self, universe: &Universe<'_>) -> BTreeSet<Slug> {
        let mut needed = BTreeSet::new();
        let mut interfaces = Vec::new();
        let mut modules = Vec::new();
        for wish in &universe.wishes {
            match wish {
                Wish::Wanted(Requirement::Module(ModuleRange { module, .. }))
                | Wish::Installed(module, _) => {
                    modules.push(module.clone());
                }
                Wish::Wanted(Requirement::Interface { interface }) => interfaces.push(interface),
            }
        }
        loop {
            while let Some(module) = modules.pop() {
                let Some(candidate) = self.modules.get(&module) else { continue };
                if !needed.insert(module) {
                    continue;
                }
                for requirement in requires(candidate) {
                    match requirement {
                        Requirement::Module(wanted) => modules.push(wanted.module.clone()),
                        Requirement::Interface { interface } => interfaces.push(interface),
                    }
                }
            }
            let provided = |interface: &crate::Interface| {
                let wish = Requirement::interface(interface.clone());
                needed.iter().filter_map(|module| self.modules.get(module)).any(|c| meets(c, &wish))
            };
            let open = interfaces.iter().find(|interface| !provided(interface));
            let key = open.map(|interface| (interface.id.clone(), interface.version.major()));
            match key.and_then(|key| self.providers.get(&key)) {
                Some(provider) => modules.push(provider.clone()),
                None => return needed,
            }
        }
    }
}
