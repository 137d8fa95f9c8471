//! Which versions the upgrade paths lead to from what is installed, and along which of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use blaupause_kernel::{Slug, Version};

use super::demand::Demand;
use crate::{ModulePin, UpgradePath};

/// Everything a chain of paths leads to from one installed version, with the shortest chain to it; between chains of
/// the same length, the one whose paths stand first in the demand.
pub(super) fn reached<'a>(
    demand: &Demand<'a>,
    module: &Slug,
    version: &Version,
) -> BTreeMap<ModulePin, Vec<&'a UpgradePath>> {
    let start = ModulePin { module: module.clone(), version: version.clone() };
    let mut chains = BTreeMap::from([(start.clone(), Vec::new())]);
    let mut open = VecDeque::from([start.clone()]);
    while let Some(pin) = open.pop_front() {
        let so_far = chains.get(&pin).cloned().unwrap_or_default();
        for path in demand.paths.iter().filter(|p| p.from.matches(&pin.module, &pin.version)) {
            if !chains.contains_key(&path.to) {
                let chain = so_far.iter().copied().chain([path]).collect();
                chains.insert(path.to.clone(), chain);
                open.push_back(path.to.clone());
            }
        }
    }
    chains.remove(&start);
    chains
}

/// Other modules a chain of paths leads to, the shortest chain first.
pub(super) fn successors(demand: &Demand<'_>, module: &Slug, version: &Version) -> Vec<ModulePin> {
    let chains = reached(demand, module, version);
    let others = chains.into_iter().filter(|(to, _)| to.module != *module);
    let ranked: BTreeSet<_> = others.map(|(to, chain)| (chain.len(), to)).collect();
    ranked.into_iter().map(|(_, to)| to).collect()
}
