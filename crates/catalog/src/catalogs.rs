//! All module versions somebody knows of, in memory and in order. Not the store.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_kernel::{Slug, Version};

use crate::{Error, Interface, ModuleVersion, VersionRange};

/// Katalog: module versions by module and version.
#[derive(Debug, Clone, Default)]
pub struct Catalog(BTreeMap<Slug, BTreeMap<Version, Arc<ModuleVersion>>>);

impl Catalog {
    /// A catalogue of these versions.
    ///
    /// # Errors
    /// `DuplicateVersion` if one is there twice.
    pub fn new<V: Into<Arc<ModuleVersion>>>(versions: impl IntoIterator<Item = V>) -> Result<Self, Error> {
        let mut catalog = Self::default();
        for version in versions {
            let version = version.into();
            let (module, number) = (version.module.clone(), version.version.clone());
            if catalog.0.entry(module.clone()).or_default().insert(number.clone(), version).is_some() {
                return Err(Error::DuplicateVersion { module, version: number });
            }
        }
        Ok(catalog)
    }

    /// The modules, in order of their keys.
    pub fn modules(&self) -> impl Iterator<Item = &Slug> {
        self.0.keys()
    }

    /// Every version, in order of module and version.
    pub fn all(&self) -> impl Iterator<Item = &Arc<ModuleVersion>> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// The versions of a module, the lowest first; none if the module is unknown.
    pub fn versions(&self, module: &Slug) -> impl DoubleEndedIterator<Item = &Arc<ModuleVersion>> {
        self.0.get(module).into_iter().flat_map(BTreeMap::values)
    }

    /// One version.
    pub fn get(&self, module: &Slug, version: &Version) -> Option<&Arc<ModuleVersion>> {
        self.0.get(module)?.get(version)
    }

    /// The highest version in a range.
    pub fn highest(&self, module: &Slug, range: &VersionRange) -> Option<&Arc<ModuleVersion>> {
        self.versions(module).rev().find(|version| range.matches(&version.version))
    }

    /// Every version that provides an interface.
    pub fn providing(&self, interface: &Interface) -> impl Iterator<Item = &Arc<ModuleVersion>> {
        self.all().filter(move |version| version.provides.iter().any(|i| i.satisfies(interface)))
    }
}
