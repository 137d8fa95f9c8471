//! The demand as a list of wishes, each with the ways to fulfil it. A contradiction is a set of wishes.

use std::collections::BTreeMap;

use blaupause_kernel::{Slug, Version};

use super::demand::Demand;
use super::refusal::Part;
use super::routes;
use crate::{ModulePin, Requirement};

/// Something that must hold; any one of its ways will do, the first one rather than the next.
pub(super) struct Wish {
    pub part: Part,
    pub ways: Vec<Way>,
}

/// One way to fulfil a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Way {
    /// This requirement is met.
    Meet(Requirement),
    /// An installed module stays in its version or gets a higher one.
    Stay(Slug, Version),
    /// It goes, and this one takes its place along an upgrade path.
    Replaced(Slug, ModulePin),
    /// It stays, in any version. Needs permission.
    Lowered(Slug),
    /// It goes. Needs permission.
    Removed(Slug),
    /// A module is not there.
    Absent(Slug),
    /// A module is not there or in exactly this version.
    Pinned(ModulePin),
    /// What this exclusion names is not newly installed.
    Excluded(usize),
}

/// Every wish of a demand: first what is wanted, then the bounds, then what is installed.
pub(super) fn all(demand: &Demand<'_>, have: &BTreeMap<Slug, Version>) -> Vec<Wish> {
    let wanted = demand.wanted.iter().enumerate().map(|(index, wanted)| Wish {
        part: Part::Wanted { index },
        ways: preferred(demand, have, &wanted.any_of).into_iter().map(Way::Meet).collect(),
    });
    let without = demand.without.iter().enumerate();
    let without = without.map(|(index, module)| Wish {
        part: Part::Without { index },
        ways: vec![Way::Absent(module.clone())],
    });
    let pins = demand.pins.iter().enumerate();
    let pins =
        pins.map(|(index, pin)| Wish { part: Part::Pin { index }, ways: vec![Way::Pinned(pin.clone())] });
    let exclusions = 0..demand.exclusions.len();
    let exclusions =
        exclusions.map(|index| Wish { part: Part::Exclusion { index }, ways: vec![Way::Excluded(index)] });
    let installed =
        have.iter().filter(|(module, _)| !demand.without.contains(module)).map(|(module, version)| {
            let stay = Way::Stay(module.clone(), version.clone());
            let successors = routes::successors(demand, module, version).into_iter();
            let replaced = successors.map(|to| Way::Replaced(module.clone(), to));
            let rest = [Way::Lowered(module.clone()), Way::Removed(module.clone())];
            let part = Part::Installed { module: module.clone(), version: version.clone() };
            Wish { part, ways: [stay].into_iter().chain(replaced).chain(rest).collect() }
        });
    wanted.chain(without).chain(pins).chain(exclusions).chain(installed).collect()
}

/// The ways to fulfil a wish, those first that what is installed fulfils.
fn preferred(demand: &Demand<'_>, have: &BTreeMap<Slug, Version>, ways: &[Requirement]) -> Vec<Requirement> {
    let met = |requirement: &Requirement| {
        have.iter().any(|(module, version)| match demand.catalog.get(module, version) {
            Some(document) => requirement.is_met_by(document),
            None => matches!(requirement, Requirement::Module(wanted) if wanted.matches(module, version)),
        })
    };
    let mut ways = ways.to_vec();
    ways.sort_by_key(|requirement| !met(requirement));
    ways
}
