//! How free a unit, or all units of a provider, are: over everything that runs there.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug, Version};
use serde::{Deserialize, Serialize};

use crate::customisation::share;
use crate::{Catalog, Hosting, ModulePin, ModuleVersion, Operator, SovereigntyRule};

/// Souveränitätsprofil over copies in use. What the catalogue does not know counts in `unknown` alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SovereigntyProfile {
    /// Copies whose version the catalogue knows.
    pub installations: usize,
    /// Copies whose version it does not know.
    pub unknown: usize,
    /// Share run by a public IT provider.
    pub public_operator: Rational,
    /// Share by place of hosting; places without a copy are left out.
    pub hosting: BTreeMap<Hosting, Rational>,
    /// Share that can be had under open licences alone.
    pub open_licence: Rational,
    /// Share with a plan to leave it.
    pub exit_plan: Rational,
    /// Share with a contract on data processing.
    pub processing_agreement: Rational,
    /// The vendors with their shares of the copies whose vendor is known, the largest first.
    pub vendors: Vec<VendorShare>,
    /// Copies whose vendor is not named.
    pub vendor_unknown: usize,
    /// Concentration on vendors: the Herfindahl index of their shares. 1 if there is only one; nothing without any.
    pub vendor_concentration: Option<Rational>,
    /// The versions that break a rule, by rule and key. A rule nothing breaks is left out.
    pub breaches: Vec<RuleBreach>,
}

/// The share of one vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VendorShare {
    /// The vendor.
    pub vendor: String,
    /// Copies of its modules.
    pub installations: usize,
    /// Its share.
    pub share: Rational,
}

/// What breaks one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleBreach {
    /// The rule.
    pub rule: SovereigntyRule,
    /// Copies that break it.
    pub installations: usize,
    /// The versions that do, by key.
    pub versions: Vec<ModulePin>,
}

/// The profile of these copies, and what of them breaks these rules.
pub fn profile<'a>(
    catalog: &Catalog,
    copies: impl IntoIterator<Item = (&'a Slug, &'a Version)>,
    rules: &[SovereigntyRule],
) -> SovereigntyProfile {
    let mut counts = BTreeMap::<(&Slug, &Version), usize>::new();
    for copy in copies {
        *counts.entry(copy).or_default() += 1;
    }
    let known: Vec<(&ModuleVersion, usize)> = counts
        .iter()
        .filter_map(|((module, version), count)| Some((catalog.get(module, version)?.as_ref(), *count)))
        .collect();
    let all: usize = known.iter().map(|(_, count)| count).sum();
    let count = |holds: &dyn Fn(&ModuleVersion) -> bool| -> usize {
        known.iter().filter(|(version, _)| holds(version)).map(|(_, count)| count).sum()
    };
    let part = |holds: &dyn Fn(&ModuleVersion) -> bool| share(count(holds), all);
    let places = [Hosting::Own, Hosting::PublicCluster, Hosting::Eu, Hosting::ThirdCountry];
    let hosting = places.map(|place| (place, part(&|version| version.hosting == place)));
    let vendors = vendors(&known);
    let named: usize = vendors.iter().map(|vendor| vendor.installations).sum();
    let squares = vendors
        .iter()
        .try_fold(Rational::ZERO, |sum, vendor| sum.checked_add(vendor.share.checked_mul(vendor.share)?));
    SovereigntyProfile {
        installations: all,
        unknown: counts.values().sum::<usize>() - all,
        public_operator: part(&|version| version.operator == Operator::Public),
        hosting: hosting.into_iter().filter(|(_, share)| !share.is_zero()).collect(),
        open_licence: part(&|version| version.sovereignty().open_licence),
        exit_plan: part(&|version| version.sovereignty().exit_plan),
        processing_agreement: part(&|version| version.processing_agreement),
        vendor_unknown: all - named,
        vendor_concentration: squares.filter(|_| named > 0),
        vendors,
        breaches: rules.iter().filter_map(|rule| breach(rule, &known)).collect(),
    }
}

fn vendors(known: &[(&ModuleVersion, usize)]) -> Vec<VendorShare> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for (version, count) in known {
        if let Some(vendor) = &version.vendor {
            *counts.entry(vendor.trim()).or_default() += count;
        }
    }
    let all = counts.values().sum();
    let named = |(vendor, installations): (&str, usize)| VendorShare {
        vendor: vendor.to_owned(),
        installations,
        share: share(installations, all),
    };
    let mut vendors: Vec<_> = counts.into_iter().map(named).collect();
    vendors.sort_by(|a, b| b.installations.cmp(&a.installations).then_with(|| a.vendor.cmp(&b.vendor)));
    vendors
}

fn breach(rule: &SovereigntyRule, known: &[(&ModuleVersion, usize)]) -> Option<RuleBreach> {
    let broken: Vec<_> = known.iter().filter(|(version, _)| !rule.is_kept_by(version)).collect();
    let pin = |version: &ModuleVersion| ModulePin {
        module: version.module.clone(),
        version: version.version.clone(),
    };
    (!broken.is_empty()).then(|| RuleBreach {
        rule: rule.clone(),
        installations: broken.iter().map(|(_, count)| count).sum(),
        versions: broken.iter().map(|(version, _)| pin(version)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_concentration_as_by_hand() {
        let file = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        let make = |module: &str, vendor: Option<&str>, hosting| {
            let mut version = file.clone();
            (version.module, version.hosting) = (module.parse().unwrap(), hosting);
            version.vendor = vendor.map(str::to_owned);
            version
        };
        let mut cloud = make("wolke", Some("Fern AG"), Hosting::ThirdCountry);
        cloud.operator = Operator::Private;
        let catalog = Catalog::new([
            make("akte", Some("Nah eG"), Hosting::Own),
            make("mail", Some("Nah eG "), Hosting::Own),
            make("vpn", None, Hosting::PublicCluster),
            cloud,
        ])
        .unwrap();
        let number = file.version.clone();
        let names: Vec<Slug> =
            ["akte", "akte", "mail", "vpn", "wolke", "fremd"].map(|name| name.parse().unwrap()).to_vec();
        let rules = [SovereigntyRule::PublicOperator, SovereigntyRule::OpenLicence];
        let found = profile(&catalog, names.iter().map(|name| (name, &number)), &rules);
        let ratio = |n, d| Rational::new(n, d).unwrap();
        assert_eq!((found.installations, found.unknown, found.vendor_unknown), (5, 1, 1));
        assert_eq!((found.public_operator, found.open_licence), (ratio(4, 5), ratio(1, 1)));
        let hosting: Vec<_> = found.hosting.into_iter().collect();
        let expected = [
            (Hosting::Own, ratio(3, 5)),
            (Hosting::PublicCluster, ratio(1, 5)),
            (Hosting::ThirdCountry, ratio(1, 5)),
        ];
        assert_eq!(hosting, expected);
        // Nah eG 3 of 4, Fern AG 1 of 4: 9/16 + 1/16 = 5/8.
        assert_eq!(found.vendor_concentration, Some(ratio(5, 8)));
        assert_eq!((found.vendors[0].vendor.as_str(), found.vendors[0].share), ("Nah eG", ratio(3, 4)));
        assert_eq!(found.breaches.len(), 1);
        assert_eq!(
            (found.breaches[0].installations, found.breaches[0].versions[0].module.as_str()),
            (1, "wolke")
        );
        assert_eq!(profile(&catalog, [], &rules).vendor_concentration, None);
    }
}
