//! The versions of a module that may be chosen, in order of preference.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use blaupause_kernel::{Slug, Version};

use super::super::demand::Demand;
use super::super::routes;
use crate::{ModuleVersion, Phase, Requirement, VersionRange};

/// A version that may be chosen; without a document if it is installed but unknown.
pub(in super::super) struct Candidate<'a> {
    pub version: Version,
    pub document: Option<&'a ModuleVersion>,
}

/// The candidates of a module, the better ones last; number 0 is absence, candidate `i` has number `i + 1`.
#[derive(Default)]
pub(in super::super) struct Candidates<'a> {
    pub list: Vec<Candidate<'a>>,
    /// The number of the installed version.
    pub installed: Option<usize>,
}

/// The candidates of each of these modules.
pub(super) fn of<'a>(
    demand: &'a Demand<'a>,
    have: &BTreeMap<Slug, Version>,
    names: BTreeSet<Slug>,
) -> BTreeMap<Slug, Candidates<'a>> {
    let named = named_ranges(demand, &names);
    let mut routed = BTreeMap::<Slug, BTreeSet<Version>>::new();
    for (module, version) in have {
        for pin in routes::reached(demand, module, version).into_keys() {
            routed.entry(pin.module).or_default().insert(pin.version);
        }
    }
    let candidates = names.into_iter().map(|name| {
        let list = list(demand, &name, have.get(&name), named.get(&name), routed.get(&name));
        (name, list)
    });
    candidates.collect()
}

/// Every range that somebody reachable names, by module: only these let a pre-release in.
fn named_ranges<'a>(
    demand: &'a Demand<'a>,
    names: &BTreeSet<Slug>,
) -> BTreeMap<&'a Slug, HashSet<&'a VersionRange>> {
    let required = names.iter().flat_map(|name| demand.catalog.versions(name)).flat_map(|v| &v.requires);
    let wanted = demand.wanted.iter().flat_map(|wanted| &wanted.any_of);
    let mut named = BTreeMap::<_, HashSet<_>>::new();
    for requirement in required.chain(wanted) {
        if let Requirement::Module(wanted) = requirement {
            named.entry(&wanted.module).or_default().insert(&wanted.range);
        }
    }
    named
}

/// What may be chosen of a module: releases on offer, named pre-releases on offer, and what is installed.
fn list<'a>(
    demand: &'a Demand<'a>,
    module: &Slug,
    installed: Option<&Version>,
    named: Option<&HashSet<&VersionRange>>,
    routed: Option<&BTreeSet<Version>>,
) -> Candidates<'a> {
    let is_release = |version: &Version| version.as_semver().pre.is_empty();
    let pinned = |version: &Version| demand.pins.iter().any(|p| p.module == *module && p.version == *version);
    let leads_there = |version: &Version| routed.is_some_and(|versions| versions.contains(version));
    let is_named = |version: &Version| {
        named.is_some_and(|ranges| ranges.iter().any(|r| r.matches(version)))
            || pinned(version)
            || leads_there(version)
    };
    let eligible =
        |v: &ModuleVersion| v.is_offered_on(demand.on) && (is_release(&v.version) || is_named(&v.version));
    let mut list: Vec<_> = demand
        .catalog
        .versions(module)
        .filter(|v| Some(&v.version) == installed || eligible(v))
        .map(|v| Candidate { version: v.version.clone(), document: Some(v.as_ref()) })
        .collect();
    if let Some(version) = installed.filter(|version| demand.catalog.get(module, version).is_none()) {
        list.push(Candidate { version: version.clone(), document: None });
    }
    let recommended =
        |c: &Candidate<'_>| c.document.is_some_and(|d| d.life_cycle.phase_on(demand.on) == Phase::Current);
    list.sort_by_cached_key(|c| {
        (is_release(&c.version), recommended(c), leads_there(&c.version), c.version.clone())
    });
    let position = list.iter().position(|candidate| Some(&candidate.version) == installed);
    Candidates { list, installed: position.map(|index| index + 1) }
}
