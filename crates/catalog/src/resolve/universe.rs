//! The part of the catalogue a demand can reach, as the solver sees it: packages, numbered versions and sets of
//! those numbers.
//!
//! A range with pre-releases is no interval, so sets are made of the numbers of the versions there are. Number 0
//! of a module says that it is absent: that is how a conflict can be met without the other module. An interface
//! is a package of its own, whose versions are the modules that provide it, and so is a wish, whose versions are
//! the ways to fulfil it.

mod candidates;
mod reach;

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;

use blaupause_kernel::{Slug, Version};
use pubgrub::Ranges;

use super::demand::Demand;
use super::wishes::{self, Way, Wish};
use crate::{Interface, InterfaceVersion, Requirement};

pub(super) use candidates::{Candidate, Candidates};

pub(super) type Set = Ranges<usize>;

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Package {
    Root,
    /// The wish with this index.
    Wish(usize),
    Module(Slug),
    /// An interface with this major version.
    Interface(Slug, u32),
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// A module that provides an interface up to this minor version.
pub(super) struct Provider {
    pub module: Slug,
    minor: u32,
}

pub(super) struct Universe<'a> {
    pub demand: &'a Demand<'a>,
    /// The version of every installed module; the highest if it is there more than once.
    pub have: BTreeMap<Slug, Version>,
    pub wishes: Vec<Wish>,
    pub modules: BTreeMap<Slug, Candidates<'a>>,
    /// The providers of each interface and major version, the better ones last.
    pub interfaces: BTreeMap<(Slug, u32), Vec<Provider>>,
    steps: Cell<u32>,
}

/// The set of these ascending numbers: one half-open interval for each run, so that equal sets are written alike.
pub(super) fn numbers(numbers: impl IntoIterator<Item = usize>) -> Set {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end == number => *end += 1,
            _ => runs.push((number, number + 1)),
        }
    }
    runs.into_iter().map(|(first, end)| (Bound::Included(first), Bound::Excluded(end))).collect()
}

impl<'a> Universe<'a> {
    pub fn new(demand: &'a Demand<'a>) -> Self {
        let mut have = BTreeMap::<Slug, Version>::new();
        for installation in demand.installed {
            let version =
                have.entry(installation.module.clone()).or_insert_with(|| installation.version.clone());
            *version = version.clone().max(installation.version.clone());
        }
        let wishes = wishes::all(demand, &have);
        let names = reach::reach(demand, &wishes);
        let modules = candidates::of(demand, &have, names);
        let steps = Cell::new(0);
        let mut universe = Self { demand, have, wishes, modules, interfaces: BTreeMap::new(), steps };
        universe.interfaces = universe.providers();
        universe
    }

    /// The ways of each wish that the demand permits.
    pub fn permitted(&self) -> Vec<Set> {
        let allowed = self.demand.allowed;
        let permits = |way: &Way| match way {
            Way::Lowered(_) => allowed.downgrade,
            Way::Removed(_) => allowed.removal,
            _ => true,
        };
        let of_wish = |wish: &Wish| {
            let ways = wish.ways.iter().enumerate();
            numbers(ways.filter(|(_, way)| permits(way)).map(|(number, _)| number))
        };
        self.wishes.iter().map(of_wish).collect()
    }

    /// Counts one more step of the solver, over all runs.
    pub fn count_step(&self) -> u32 {
        self.steps.set(self.steps.get().saturating_add(1));
        self.steps.get()
    }

    /// The numbers of the candidates of a module for which `fits` holds.
    pub fn set(&self, module: &Slug, fits: impl Fn(&Candidate<'a>) -> bool) -> Set {
        let list = self.modules.get(module).map(|c| c.list.as_slice()).unwrap_or_default();
        numbers((1_usize..).zip(list).filter(|(_, candidate)| fits(candidate)).map(|(number, _)| number))
    }

    /// The candidate with this number; nothing for absence.
    pub fn candidate(&self, module: &Slug, number: usize) -> Option<&Candidate<'a>> {
        self.modules.get(module)?.list.get(number.checked_sub(1)?)
    }

    /// The package that stands for a requirement, and its versions that meet it.
    fn target(&self, requirement: &Requirement) -> (Package, Set) {
        match requirement {
            Requirement::Module(wanted) => {
                let set = self.set(&wanted.module, |c| wanted.range.matches(&c.version));
                (Package::Module(wanted.module.clone()), set)
            }
            Requirement::Interface { interface } => {
                let key = (interface.id.clone(), interface.version.major());
                let providers = self.interfaces.get(&key).map(Vec::as_slice).unwrap_or_default();
                let fitting =
                    providers.iter().enumerate().filter(|(_, p)| p.minor >= interface.version.minor());
                (Package::Interface(key.0, key.1), numbers(fitting.map(|(number, _)| number)))
            }
        }
    }

    /// What a package in one version needs; nothing if it contradicts itself.
    pub fn needs(&self, package: &Package, number: usize) -> Option<BTreeMap<Package, Set>> {
        let mut needs = BTreeMap::new();
        match package {
            Package::Root => {}
            Package::Wish(index) => needs = self.needs_of(self.wishes.get(*index)?.ways.get(number)?),
            Package::Interface(id, major) => {
                let provider = self.interfaces.get(&(id.clone(), *major))?.get(number)?;
                let set =
                    self.set(&provider.module, |c| highest_minor(c, id, *major) == Some(provider.minor));
                needs.insert(Package::Module(provider.module.clone()), set);
            }
            Package::Module(module) => {
                let Some(document) = self.candidate(module, number).and_then(|c| c.document) else {
                    return Some(needs);
                };
                let unmet = document.requires.iter().filter(|requirement| !requirement.is_met_by(document));
                // What nobody can reach is absent anyway.
                let conflicts = document.conflicts.iter().filter(|c| self.modules.contains_key(&c.module));
                let conflicts = conflicts.map(|conflict| {
                    let set = self.set(&conflict.module, |c| !conflict.range.matches(&c.version));
                    (Package::Module(conflict.module.clone()), set.union(&numbers([0])))
                });
                for (other, set) in unmet.map(|requirement| self.target(requirement)).chain(conflicts) {
                    let both =
                        needs.get(&other).map_or(set.clone(), |before: &Set| before.intersection(&set));
                    needs.insert(other, both);
                }
                // The solver takes no dependency of a module on itself: it holds, or the version is unusable.
                if needs.remove(package).is_some_and(|own| !own.contains(&number)) {
                    return None;
                }
            }
        }
        Some(needs)
    }

    fn needs_of(&self, way: &Way) -> BTreeMap<Package, Set> {
        let one = |module: &Slug, set: Set| BTreeMap::from([(Package::Module(module.clone()), set)]);
        match way {
            Way::Meet(requirement) => BTreeMap::from([self.target(requirement)]),
            Way::Stay(module, least) => one(module, self.set(module, |c| c.version >= *least)),
            Way::Lowered(module) => one(module, self.set(module, |_| true)),
            Way::Absent(module) | Way::Removed(module) => one(module, numbers([0])),
            Way::Pinned(pin) => {
                one(&pin.module, self.set(&pin.module, |c| c.version == pin.version).union(&numbers([0])))
            }
            Way::Replaced(module, to) => {
                let mut needs = one(module, numbers([0]));
                let set = self.set(&to.module, |c| c.version == to.version);
                needs.insert(Package::Module(to.module.clone()), set);
                needs
            }
            Way::Excluded(index) => self.not_excluded(*index),
        }
    }

    /// Of every module of which something is excluded: what is not, what is there, and absence.
    fn not_excluded(&self, index: usize) -> BTreeMap<Package, Set> {
        let Some(exclusion) = self.demand.exclusions.get(index) else { return BTreeMap::new() };
        let sets = self.modules.iter().filter_map(|(module, candidates)| {
            let excluded = |c: &&Candidate<'_>| {
                c.document.is_some_and(|document| exclusion.excludes(document, self.demand.on))
            };
            candidates.list.iter().find(excluded)?;
            let mut allowed = self.set(module, |c| !excluded(&c)).union(&numbers([0]));
            if let Some(installed) = candidates.installed {
                allowed = allowed.union(&numbers([installed]));
            }
            Some((Package::Module(module.clone()), allowed))
        });
        sets.collect()
    }

    /// Every module that provides an interface. Better: installed so, installed, wanted, higher minor version.
    fn providers(&self) -> BTreeMap<(Slug, u32), Vec<Provider>> {
        let mut ranked = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (module, candidates) in &self.modules {
            for (number, candidate) in (1..).zip(&candidates.list) {
                for interface in candidate.document.iter().flat_map(|document| &document.provides) {
                    let (id, major) = (&interface.id, interface.version.major());
                    let Some(minor) = highest_minor(candidate, id, major) else { continue };
                    let as_installed = candidates.installed == Some(number);
                    let entry = ranked.entry((id.clone(), major)).or_default();
                    *entry.entry((module, minor)).or_insert(as_installed) |= as_installed;
                }
            }
        }
        let rank = |((module, minor), as_installed): ((&Slug, u32), bool)| {
            let installed = self.modules.get(module).is_some_and(|c| c.installed.is_some());
            ((as_installed, installed, self.wants(module), minor, Reverse(module.clone())), minor)
        };
        let sorted = ranked.into_iter().map(|(key, entries)| {
            let mut list: Vec<_> = entries.into_iter().map(rank).collect();
            list.sort();
            let providers = list.into_iter().map(|((.., Reverse(module)), minor)| Provider { module, minor });
            (key, providers.collect())
        });
        sorted.collect()
    }

    fn wants(&self, name: &Slug) -> bool {
        self.wishes.iter().any(|wish| match wish.ways.as_slice() {
            [Way::Meet(Requirement::Module(wanted))] => wanted.module == *name,
            [Way::Stay(module, _), ..] => module == name,
            _ => false,
        })
    }
}

/// The highest minor version in which a candidate provides an interface.
fn highest_minor(candidate: &Candidate<'_>, id: &Slug, major: u32) -> Option<u32> {
    let least = Interface { id: id.clone(), version: InterfaceVersion::new(major, 0) };
    let provided = candidate.document?.provides.iter().filter(|interface| interface.satisfies(&least));
    provided.map(|interface| interface.version.minor()).max()
}
