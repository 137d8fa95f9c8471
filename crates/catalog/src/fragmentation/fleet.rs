//! All units with what runs in them, indexed once for every figure.

use std::collections::{BTreeMap, HashMap};

use blaupause_kernel::{Date, Slug, Version};
use blaupause_territory::SizeClass;

use super::units::UnitSet;
use crate::{Catalog, LeikaKey, ModuleVersion};

/// A module version that runs in a unit.
#[derive(Debug, Clone, Copy)]
pub struct InUse<'a> {
    /// Place of the unit in the list of units.
    pub unit: usize,
    /// The module.
    pub module: &'a Slug,
    /// Its version.
    pub version: &'a Version,
    /// Whether it was changed for this unit.
    pub customised: bool,
}

/// Gerätebestand der Verfahren: what runs in many units on a day.
pub struct Fleet<'a> {
    pub(super) on: Date,
    pub(super) catalog: &'a Catalog,
    /// Size class by unit.
    pub(super) classes: Vec<SizeClass>,
    /// The modules in use, by key.
    pub(super) modules: Vec<&'a Slug>,
    /// Which units have which module.
    pub(super) having: Vec<UnitSet>,
    /// The known versions in use.
    pub(super) versions: Vec<Known<'a>>,
    /// By service: unit and version of every solution, by unit.
    pub(super) services: BTreeMap<&'a LeikaKey, Vec<Solution>>,
    /// What runs in each unit: indices of known versions, by unit.
    pub(super) running: Vec<(usize, usize)>,
    pub(super) version_count: usize,
    pub(super) unknown: usize,
}

/// A version in use that the catalogue knows.
pub(super) struct Known<'a> {
    pub module: usize,
    pub document: &'a ModuleVersion,
    pub offered: bool,
}

/// One solution of a unit for a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Solution {
    pub unit: usize,
    pub version: usize,
    pub customised: bool,
}

impl<'a> Fleet<'a> {
    /// Indexes what runs in units of these size classes. What names a unit beyond them is left out.
    pub fn new(
        catalog: &'a Catalog,
        classes: Vec<SizeClass>,
        in_use: impl IntoIterator<Item = InUse<'a>>,
        on: Date,
    ) -> Self {
        let units = classes.len();
        let mut fleet = Self {
            on,
            catalog,
            classes,
            modules: Vec::new(),
            having: Vec::new(),
            versions: Vec::new(),
            services: BTreeMap::new(),
            running: Vec::new(),
            version_count: 0,
            unknown: 0,
        };
        let mut modules = HashMap::<&Slug, usize>::new();
        let mut versions = HashMap::<(usize, &Version), Option<usize>>::new();
        for one in in_use.into_iter().filter(|one| one.unit < units) {
            let module = *modules.entry(one.module).or_insert_with(|| {
                fleet.modules.push(one.module);
                fleet.having.push(UnitSet::new(units));
                fleet.modules.len() - 1
            });
            if let Some(having) = fleet.having.get_mut(module) {
                having.insert(one.unit);
            }
            let version = *versions.entry((module, one.version)).or_insert_with(|| {
                let document = catalog.get(one.module, one.version)?.as_ref();
                fleet.versions.push(Known { module, document, offered: document.is_offered_on(on) });
                Some(fleet.versions.len() - 1)
            });
            let Some(version) = version else {
                fleet.unknown += 1;
                continue;
            };
            fleet.running.push((one.unit, version));
            let Some(known) = fleet.versions.get(version) else { continue };
            for service in &known.document.leika {
                let solution = Solution { unit: one.unit, version, customised: one.customised };
                fleet.services.entry(service).or_default().push(solution);
            }
        }
        fleet.version_count = versions.len();
        fleet.running.sort_unstable();
        for solutions in fleet.services.values_mut() {
            solutions.sort_unstable();
        }
        fleet
    }

    pub(super) fn module_of(&self, version: usize) -> Option<usize> {
        self.versions.get(version).map(|known| known.module)
    }

    pub(super) fn module_name(&self, module: usize) -> Option<&'a Slug> {
        self.modules.get(module).copied()
    }
}
