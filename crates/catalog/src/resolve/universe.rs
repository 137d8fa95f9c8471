//! The catalogue as the solver sees it: packages, numbered versions and sets of those numbers.
//!
//! A range with pre-releases is no interval, so sets are made of the numbers of the versions there are. Number 0
//! of a module says that it is absent: that is how a conflict can be met without the other module. An interface
//! is a package of its own, whose versions are the modules that provide it.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use blaupause_kernel::{Date, Slug, Version};
use pubgrub::{Dependencies, DependencyProvider, PackageResolutionStatistics, Ranges};

use crate::{Catalog, Installation, Interface, InterfaceVersion, ModuleVersion, Requirement, VersionRange};

/// Decisions after which the search is given up, over all its runs: far beyond real catalogues, seconds at most.
const MOST_STEPS: u32 = 300_000;

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

/// What the set must contain.
pub(super) enum Wish {
    Wanted(Requirement),
    Installed(Slug, Version),
}

/// A version that may be chosen; without a document if it is installed but unknown.
pub(super) struct Candidate<'a> {
    pub version: Version,
    pub document: Option<&'a ModuleVersion>,
}

/// The candidates of a module, the better ones last; number 0 is absence, candidate `i` has number `i + 1`.
#[derive(Default)]
pub(super) struct Candidates<'a> {
    pub list: Vec<Candidate<'a>>,
    pub installed: Option<usize>,
}

/// A module that provides an interface up to this minor version.
pub(super) struct Provider {
    pub module: Slug,
    minor: u32,
}

pub(super) struct Universe<'a> {
    pub catalog: &'a Catalog,
    pub on: Date,
    pub wishes: Vec<Wish>,
    pub modules: BTreeMap<Slug, Candidates<'a>>,
    /// The providers of each interface and major version, the better ones last.
    pub interfaces: BTreeMap<(Slug, u32), Vec<Provider>>,
    steps: Cell<u32>,
}

impl<'a> Universe<'a> {
    pub fn new(catalog: &'a Catalog, installed: &[Installation], wanted: &[Requirement], on: Date) -> Self {
        let mut have = BTreeMap::new();
        for installation in installed {
            let version =
                have.entry(installation.module.clone()).or_insert_with(|| installation.version.clone());
            *version = version.clone().max(installation.version.clone());
        }
        let named = named_ranges(catalog, wanted);
        let names = catalog.modules().chain(have.keys());
        let modules = names
            .map(|name| (name.clone(), candidates(catalog, name, have.get(name), named.get(name), on)))
            .collect();
        let keep = have.into_iter().map(|(module, version)| Wish::Installed(module, version));
        let wishes = keep.chain(wanted.iter().cloned().map(Wish::Wanted)).collect();
        let mut universe =
            Self { catalog, on, wishes, modules, interfaces: BTreeMap::new(), steps: Cell::new(0) };
        universe.interfaces = universe.providers();
        universe
    }

    /// The numbers of the candidates of a module for which `fits` holds.
    pub fn set(&self, module: &Slug, fits: impl Fn(&Candidate<'a>) -> bool) -> Set {
        let list = self.modules.get(module).map(|c| c.list.as_slice()).unwrap_or_default();
        let numbers =
            (1_usize..).zip(list).filter(|(_, candidate)| fits(candidate)).map(|(number, _)| number);
        numbers.fold(Set::empty(), |set, number| set.union(&Set::singleton(number)))
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
                let set = fitting.fold(Set::empty(), |set, (number, _)| set.union(&Set::singleton(number)));
                (Package::Interface(key.0, key.1), set)
            }
        }
    }

    /// What a package in one version needs; nothing if it contradicts itself.
    fn needs(&self, package: &Package, number: usize) -> Option<BTreeMap<Package, Set>> {
        let mut needs = BTreeMap::new();
        match package {
            Package::Root => {}
            Package::Wish(index) => match self.wishes.get(*index)? {
                Wish::Wanted(requirement) => needs.extend([self.target(requirement)]),
                Wish::Installed(module, version) => {
                    let set = self.set(module, |candidate| candidate.version >= *version);
                    needs.insert(Package::Module(module.clone()), set);
                }
            },
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
                let conflicts = document.conflicts.iter().map(|conflict| {
                    let set = self.set(&conflict.module, |c| !conflict.range.matches(&c.version));
                    (Package::Module(conflict.module.clone()), set.union(&Set::singleton(0_usize)))
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
        self.wishes.iter().any(|wish| match wish {
            Wish::Wanted(Requirement::Module(wanted)) => wanted.module == *name,
            Wish::Wanted(Requirement::Interface { .. }) => false,
            Wish::Installed(module, _) => module == name,
        })
    }
}

/// The highest minor version in which a candidate provides an interface.
fn highest_minor(candidate: &Candidate<'_>, id: &Slug, major: u32) -> Option<u32> {
    let least = Interface { id: id.clone(), version: InterfaceVersion::new(major, 0) };
    let provided = candidate.document?.provides.iter().filter(|interface| interface.satisfies(&least));
    provided.map(|interface| interface.version.minor()).max()
}

/// Every range that somebody names, by module: only these let a pre-release in.
fn named_ranges(catalog: &Catalog, wanted: &[Requirement]) -> BTreeMap<Slug, Vec<VersionRange>> {
    let mut named = BTreeMap::<_, Vec<_>>::new();
    let required = catalog.all().flat_map(|version| &version.requires);
    for requirement in required.chain(wanted) {
        if let Requirement::Module(wanted) = requirement {
            named.entry(wanted.module.clone()).or_default().push(wanted.range.clone());
        }
    }
    named
}

/// What may be chosen of a module: releases on offer, named pre-releases on offer, and what is installed.
fn candidates<'a>(
    catalog: &'a Catalog,
    module: &Slug,
    installed: Option<&Version>,
    named: Option<&Vec<VersionRange>>,
    on: Date,
) -> Candidates<'a> {
    let is_release = |version: &Version| version.as_semver().pre.is_empty();
    let is_named = |version: &Version| named.is_some_and(|ranges| ranges.iter().any(|r| r.matches(version)));
    let eligible =
        |v: &ModuleVersion| v.is_offered_on(on) && (is_release(&v.version) || is_named(&v.version));
    let mut list: Vec<_> = catalog
        .versions(module)
        .filter(|v| Some(&v.version) == installed || eligible(v))
        .map(|v| Candidate { version: v.version.clone(), document: Some(v.as_ref()) })
        .collect();
    if let Some(version) = installed.filter(|version| catalog.get(module, version).is_none()) {
        list.push(Candidate { version: version.clone(), document: None });
    }
    list.sort_by_key(|c| (is_release(&c.version), c.version.clone()));
    let position = list.iter().position(|candidate| Some(&candidate.version) == installed);
    Candidates { list, installed: position.map(|index| index + 1) }
}

/// One run of the solver, for some of the wishes.
pub(super) struct Solver<'u, 'a> {
    pub universe: &'u Universe<'a>,
    pub active: &'u [bool],
}

/// The solver took more steps than it may.
#[derive(Debug, thiserror::Error)]
#[error("more than {MOST_STEPS} steps")]
pub(super) struct TooManySteps;

impl DependencyProvider for Solver<'_, '_> {
    type P = Package;
    type V = usize;
    type VS = Set;
    type M = String;
    type Err = TooManySteps;
    type Priority = (u8, u32, Reverse<Package>);

    /// First what is given, then what can stay as it is, then what is needed, then who provides an interface.
    /// Last what may be absent: by then everybody who needs it has said so.
    fn prioritize(
        &self,
        package: &Package,
        set: &Set,
        conflicts: &PackageResolutionStatistics,
    ) -> Self::Priority {
        let tier = match package {
            Package::Root | Package::Wish(_) => 4,
            Package::Module(_) if set.contains(&0) => 0,
            Package::Module(module) => {
                let installed = self.universe.modules.get(module).and_then(|c| c.installed);
                if installed.is_some_and(|number| set.contains(&number)) { 3 } else { 2 }
            }
            Package::Interface(..) => 1,
        };
        (tier, conflicts.conflict_count(), Reverse(package.clone()))
    }

    fn choose_version(&self, package: &Package, set: &Set) -> Result<Option<usize>, TooManySteps> {
        let (first, installed, count) = match package {
            Package::Root | Package::Wish(_) => (Some(0), None, 0),
            Package::Module(module) => {
                let candidates = self.universe.modules.get(module);
                (Some(0), candidates.and_then(|c| c.installed), candidates.map_or(0, |c| c.list.len() + 1))
            }
            Package::Interface(id, major) => {
                let providers = self.universe.interfaces.get(&(id.clone(), *major));
                (None, None, providers.map_or(0, Vec::len))
            }
        };
        Ok(first.into_iter().chain(installed).chain((0..count).rev()).find(|number| set.contains(number)))
    }

    fn get_dependencies(
        &self,
        package: &Package,
        number: &usize,
    ) -> Result<Dependencies<Package, Set, String>, TooManySteps> {
        if *package == Package::Root {
            let active = self.active.iter().enumerate().filter(|(_, active)| **active);
            let wishes = active.map(|(index, _)| (Package::Wish(index), Set::singleton(0_usize)));
            return Ok(Dependencies::Available(wishes.collect()));
        }
        Ok(match self.universe.needs(package, *number) {
            Some(needs) => Dependencies::Available(needs.into_iter().collect()),
            None => Dependencies::Unavailable("contradicts itself".to_owned()),
        })
    }

    fn should_cancel(&self) -> Result<(), TooManySteps> {
        let steps = &self.universe.steps;
        steps.set(steps.get() + 1);
        if steps.get() > MOST_STEPS { Err(TooManySteps) } else { Ok(()) }
    }
}
