//! The compromise between bespoke and standard: how much of what runs was changed, and how old it is.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Rational, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::{Catalog, Phase};

/// How far what runs has moved away from the standard, for one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ModuleCustomisation {
    /// The module.
    pub module: Slug,
    /// Copies in use.
    pub installations: usize,
    /// Of them, those that were changed beyond their settings.
    pub customised: usize,
    /// Their share.
    pub share: Rational,
    /// The versions in use, the lowest first.
    pub versions: Vec<VersionAge>,
}

/// How old a version in use is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionAge {
    /// The version.
    pub version: Version,
    /// Copies of it in use.
    pub installations: usize,
    /// Days since it was released; nothing for a version the catalogue does not know.
    pub days: Option<i64>,
    /// Where it is in its life.
    pub phase: Option<Phase>,
    /// Higher releases that are on offer.
    pub newer: usize,
}

/// What runs: module, version, and whether it was changed.
pub type Copy<'a> = (&'a Slug, &'a Version, bool);

/// By module, how much was changed and how old it is on a day.
pub fn customisation<'a>(
    catalog: &Catalog,
    copies: impl IntoIterator<Item = Copy<'a>>,
    on: Date,
) -> Vec<ModuleCustomisation> {
    let mut modules = BTreeMap::<&Slug, (usize, BTreeMap<&Version, usize>)>::new();
    for (module, version, customised) in copies {
        let (changed, versions) = modules.entry(module).or_default();
        *changed += usize::from(customised);
        *versions.entry(version).or_default() += 1;
    }
    let of_module = |(module, (customised, versions)): (&Slug, (usize, BTreeMap<&Version, usize>))| {
        let installations = versions.values().sum();
        ModuleCustomisation {
            module: module.clone(),
            installations,
            customised,
            share: share(customised, installations),
            versions: versions.into_iter().map(|(v, count)| age(catalog, (module, v), count, on)).collect(),
        }
    };
    modules.into_iter().map(of_module).collect()
}

/// The part of a whole; zero of nothing.
pub(crate) fn share(part: usize, whole: usize) -> Rational {
    let numbers = i64::try_from(part).ok().zip(i64::try_from(whole).ok());
    numbers.and_then(|(part, whole)| Rational::new(part, whole)).unwrap_or(Rational::ZERO)
}

fn age(
    catalog: &Catalog,
    (module, version): (&Slug, &Version),
    installations: usize,
    on: Date,
) -> VersionAge {
    let document = catalog.get(module, version);
    let newer = catalog.versions(module).filter(|other| {
        other.version > *version && other.version.as_semver().pre.is_empty() && other.is_offered_on(on)
    });
    VersionAge {
        version: version.clone(),
        installations,
        days: document.map(|document| document.life_cycle.released.days_until(on)),
        phase: document.map(|document| document.life_cycle.phase_on(on)),
        newer: newer.count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ModuleVersion;

    #[test]
    fn counts_what_was_changed_and_how_old_it_is() {
        let mut first = ModuleVersion::read(include_str!("../examples/e-akte-2.1.0.yaml")).unwrap();
        (first.life_cycle.released, first.life_cycle.deprecated) = ("2025-06-01".parse().unwrap(), None);
        (first.life_cycle.sunset, first.life_cycle.end_of_support) = (None, None);
        let mut second = first.clone();
        (second.version, second.life_cycle.released) =
            ("2.2.0".parse().unwrap(), "2026-01-01".parse().unwrap());
        let mut beta = second.clone();
        beta.version = "3.0.0-beta.1".parse().unwrap();
        let catalog = Catalog::new([first, second, beta]).unwrap();
        let module = "e-akte".parse().unwrap();
        let numbers: [Version; 3] = ["1.0.0", "2.1.0", "2.2.0"].map(|number| number.parse().unwrap());
        let copies =
            [(&module, &numbers[1], true), (&module, &numbers[1], false), (&module, &numbers[0], false)];
        let found = customisation(&catalog, copies, "2026-06-01".parse().unwrap());
        assert_eq!((found[0].installations, found[0].customised), (3, 1));
        assert_eq!(found[0].share, Rational::new(1, 3).unwrap());
        let ages: Vec<_> =
            found[0].versions.iter().map(|v| (v.installations, v.days, v.phase, v.newer)).collect();
        // 1 June 2025 to 1 June 2026 are 365 days; a beta is no newer release.
        assert_eq!(ages, [(1, None, None, 2), (2, Some(365), Some(Phase::Current), 1)]);
        assert_eq!(share(0, 0), Rational::ZERO);
    }
}
