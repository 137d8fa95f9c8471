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
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Bound;

use blaupause_kernel::{Slug, Version};
use pubgrub::Ranges;

use super::demand::Demand;
use super::wishes::{self, Way, Wish};
use crate::{Interface, InterfaceVersion, Requirement};

pub(super) use candidates::{Candidate, Candidates};

pub(super) type Set = Ranges<usize>;

/// What the solver decides on, by its place in the universe: names would be compared and copied over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Package {
    Root,
    Wish(usize),
    Module(usize),
    Interface(usize),
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// A module that provides an interface up to this minor version.
pub(super) struct Provider {
    pub module: usize,
    minor: u32,
}

/// An interface in one major version, and who provides it, the better ones last.
pub(super) struct Provided {
    pub id: Slug,
    pub major: u32,
    pub by: Vec<Provider>,
}

pub(super) struct Universe<'a> {
    pub demand: &'a Demand<'a>,
    /// The version of every installed module; the highest if it is there more than once.
    pub have: BTreeMap<Slug, Version>,
    pub wishes: Vec<Wish>,
    /// The modules within reach, by name.
    pub modules: Vec<(Slug, Candidates<'a>)>,
    /// The interfaces that are needed or provided, by name.
    pub interfaces: Vec<Provided>,
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
        let modules = candidates::of(demand, &have, names).into_iter().collect();
        let steps = Cell::new(0);
        let mut universe = Self { demand, have, wishes, modules, interfaces: Vec::new(), steps };
        universe.interfaces = universe.providers();
        universe
    }

    /// The place of a module; nothing for one out of reach.
    pub fn module(&self, name: &Slug) -> Option<usize> {
        self.modules.binary_search_by(|(known, _)| known.cmp(name)).ok()
    }

    /// The place of an interface.
    pub fn interface(&self, interface: &Interface) -> Option<usize> {
        let key = (&interface.id, interface.version.major());
        self.interfaces.binary_search_by(|known| (&known.id, known.major).cmp(&key)).ok()
    }

    /// The name of the module at a place.
    pub fn name(&self, module: usize) -> Option<&Slug> {
        self.modules.get(module).map(|(name, _)| name)
    }

    /// The candidates of the module at a place.
    pub fn candidates(&self, module: usize) -> &[Candidate<'a>] {
        self.modules.get(module).map(|(_, candidates)| candidates.list.as_slice()).unwrap_or_default()
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
    pub fn set(&self, module: usize, fits: impl Fn(&Candidate<'a>) -> bool) -> Set {
        let candidates = (1_usize..).zip(self.candidates(module));
        numbers(candidates.filter(|(_, candidate)| fits(candidate)).map(|(number, _)| number))
    }

    /// The candidate with this number; nothing for absence.
    pub fn candidate(&self, module: usize, number: usize) -> Option<&Candidate<'a>> {
        self.candidates(module).get(number.checked_sub(1)?)
    }

    /// The package that stands for a requirement, and its versions that meet it. Everything a requirement names is
    /// within reach.
    fn target(&self, requirement: &Requirement) -> Option<(Package, Set)> {
        match requirement {
            Requirement::Module(wanted) => {
                let module = self.module(&wanted.module)?;
                Some((Package::Module(module), self.set(module, |c| wanted.range.matches(&c.version))))
            }
            Requirement::Interface { interface } => {
                let place = self.interface(interface)?;
                let providers = self.interfaces.get(place)?.by.iter().enumerate();
                let fitting = providers.filter(|(_, p)| p.minor >= interface.version.minor());
                Some((Package::Interface(place), numbers(fitting.map(|(number, _)| number))))
            }
        }
    }

    /// What a package in one version needs; nothing if it contradicts itself.
    pub fn needs(&self, package: &Package, number: usize) -> Option<BTreeMap<Package, Set>> {
        let mut needs = BTreeMap::new();
        match package {
            Package::Root => {}
            Package::Wish(index) => needs = self.needs_of(self.wishes.get(*index)?.ways.get(number)?),
            Package::Interface(place) => {
                let Provided { id, major, by } = self.interfaces.get(*place)?;
                let provider = by.get(number)?;
                let set = self.set(provider.module, |c| highest_minor(c, id, *major) == Some(provider.minor));
                needs.insert(Package::Module(provider.module), set);
            }
            Package::Module(module) => {
                let Some(document) = self.candidate(*module, number).and_then(|c| c.document) else {
                    return Some(needs);
                };
                let unmet = document.requires.iter().filter(|requirement| !requirement.is_met_by(document));
                // What nobody can reach is absent anyway.
                let conflicts = document.conflicts.iter().filter_map(|conflict| {
                    let other = self.module(&conflict.module)?;
                    let set = self.set(other, |c| !conflict.range.matches(&c.version));
                    Some((Package::Module(other), set.union(&numbers([0]))))
                });
                let targets =
                    unmet.map(|requirement| self.target(requirement)).collect::<Option<Vec<_>>>()?;
                for (other, set) in targets.into_iter().chain(conflicts) {
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
        let one = |name: &Slug, set: &dyn Fn(usize) -> Set| {
            let module = self.module(name);
            module.map(|module| (Package::Module(module), set(module))).into_iter().collect()
        };
        match way {
            Way::Meet(requirement) => self.target(requirement).into_iter().collect(),
            Way::Stay(name, least) => one(name, &|module| self.set(module, |c| c.version >= *least)),
            Way::Lowered(name) => one(name, &|module| self.set(module, |_| true)),
            Way::Absent(name) | Way::Removed(name) => one(name, &|_| numbers([0])),
            Way::Pinned(pin) => one(&pin.module, &|module| {
                self.set(module, |c| c.version == pin.version).union(&numbers([0]))
            }),
            Way::Replaced(name, to) => {
                let mut needs: BTreeMap<Package, Set> = one(name, &|_| numbers([0]));
                needs.extend(one(&to.module, &|module| self.set(module, |c| c.version == to.version)));
                needs
            }
            Way::Excluded(index) => self.not_excluded(*index),
        }
    }

    /// Of every module of which something is excluded: what is not, what is there, and absence.
    fn not_excluded(&self, index: usize) -> BTreeMap<Package, Set> {
        let Some(exclusion) = self.demand.exclusions.get(index) else { return BTreeMap::new() };
        let sets = self.modules.iter().enumerate().filter_map(|(module, (_, candidates))| {
            let excluded = |c: &&Candidate<'_>| {
                c.document.is_some_and(|document| exclusion.excludes(document, self.demand.on))
            };
            candidates.list.iter().find(excluded)?;
            let mut allowed = self.set(module, |c| !excluded(&c)).union(&numbers([0]));
            if let Some(installed) = candidates.installed {
                allowed = allowed.union(&numbers([installed]));
            }
            Some((Package::Module(module), allowed))
        });
        sets.collect()
    }

    /// Every interface that something needs or provides. Better: installed so, installed, wanted, higher minor version.
    fn providers(&self) -> Vec<Provided> {
        let mut ranked = BTreeMap::<(&Slug, u32), BTreeMap<_, _>>::new();
        let wanted = self.demand.wanted.iter().flat_map(|wanted| &wanted.any_of);
        let documents = self.modules.iter().flat_map(|(_, candidates)| &candidates.list);
        let required = documents.filter_map(|c| c.document).flat_map(|document| &document.requires);
        for requirement in required.chain(wanted) {
            if let Requirement::Interface { interface } = requirement {
                ranked.entry((&interface.id, interface.version.major())).or_default();
            }
        }
        for (module, (_, candidates)) in self.modules.iter().enumerate() {
            for (number, candidate) in (1..).zip(&candidates.list) {
                for interface in candidate.document.iter().flat_map(|document| &document.provides) {
                    let (id, major) = (&interface.id, interface.version.major());
                    let Some(minor) = highest_minor(candidate, id, major) else { continue };
                    let as_installed = candidates.installed == Some(number);
                    let entry = ranked.entry((id, major)).or_default();
                    *entry.entry((module, minor)).or_insert(as_installed) |= as_installed;
                }
            }
        }
        let wishes = self.asked_for();
        let rank = |((module, minor), as_installed): ((usize, u32), bool)| {
            let installed = self.modules.get(module).is_some_and(|(_, c)| c.installed.is_some());
            ((as_installed, installed, wishes.contains(&module), minor, Reverse(module)), minor)
        };
        let sorted = ranked.into_iter().map(|((id, major), entries)| {
            let mut list: Vec<_> = entries.into_iter().map(rank).collect();
            list.sort_unstable();
            let by = list.into_iter().map(|((.., Reverse(module)), minor)| Provider { module, minor });
            Provided { id: id.clone(), major, by: by.collect() }
        });
        sorted.collect()
    }

    /// The modules somebody asks for by name, or has.
    fn asked_for(&self) -> BTreeSet<usize> {
        let named = self.wishes.iter().filter_map(|wish| match wish.ways.as_slice() {
            [Way::Meet(Requirement::Module(wanted))] => self.module(&wanted.module),
            [Way::Stay(module, _), ..] => self.module(module),
            _ => None,
        });
        named.collect()
    }
}

/// The highest minor version in which a candidate provides an interface.
fn highest_minor(candidate: &Candidate<'_>, id: &Slug, major: u32) -> Option<u32> {
    let least = Interface { id: id.clone(), version: InterfaceVersion::new(major, 0) };
    let provided = candidate.document?.provides.iter().filter(|interface| interface.satisfies(&least));
    provided.map(|interface| interface.version.minor()).max()
}
