//! Rules of digital sovereignty, and whether a module version, or anything else that is run, keeps them. Which rules hold is
//! for the asker to say.
//! How free a unit or a provider is altogether is in `sovereignty/profiles.rs`.

mod profiles;

pub use profiles::{RuleBreach, SovereigntyProfile, VendorShare, profile};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Hosting, ModuleVersion, Operator, Sovereignty};

/// Souveränitätsregel: one thing a module version has to offer, so that its users stay free.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SovereigntyRule {
    /// A public IT provider runs it.
    PublicOperator,
    /// It runs in one of these places.
    Hosting {
        /// The places.
        allowed: BTreeSet<Hosting>,
    },
    /// It can be had under open licences alone.
    OpenLicence,
    /// There is a plan to leave it.
    ExitPlan,
    /// There is a contract on data processing.
    ProcessingAgreement,
}

impl SovereigntyRule {
    /// Whether this version keeps the rule.
    pub fn is_kept_by(&self, version: &ModuleVersion) -> bool {
        self.holds(&version.sovereignty(), version.processing_agreement)
    }

    /// Whether what is run like this keeps the rule: a module as well as capacity that is rented.
    pub fn holds(&self, sovereignty: &Sovereignty, processing_agreement: bool) -> bool {
        match self {
            Self::PublicOperator => sovereignty.operator == Operator::Public,
            Self::Hosting { allowed } => allowed.contains(&sovereignty.hosting),
            Self::OpenLicence => sovereignty.open_licence,
            Self::ExitPlan => sovereignty.exit_plan,
            Self::ProcessingAgreement => processing_agreement,
        }
    }

    /// Its name in documents and messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PublicOperator => "publicOperator",
            Self::Hosting { .. } => "hosting",
            Self::OpenLicence => "openLicence",
            Self::ExitPlan => "exitPlan",
            Self::ProcessingAgreement => "processingAgreement",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example is run by a public provider in a public cluster, is open, has an exit plan and a contract.
    #[test]
    fn each_rule_looks_at_its_own_field() {
        let hosting =
            |places: &[Hosting]| SovereigntyRule::Hosting { allowed: places.iter().copied().collect() };
        let version = ModuleVersion::read(include_str!("../examples/e-akte-2.1.0.yaml")).unwrap();
        let mut other = version.clone();
        (other.operator, other.hosting) = (Operator::Private, Hosting::ThirdCountry);
        (other.licence, other.exit_plan) = ("LicenseRef-proprietary".parse().unwrap(), Some(" ".into()));
        other.processing_agreement = false;
        for rule in [
            SovereigntyRule::PublicOperator,
            hosting(&[Hosting::Own, Hosting::PublicCluster]),
            SovereigntyRule::OpenLicence,
            SovereigntyRule::ExitPlan,
            SovereigntyRule::ProcessingAgreement,
        ] {
            assert!(rule.is_kept_by(&version) && !rule.is_kept_by(&other), "{rule:?}");
            let json = serde_json::to_value(&rule).unwrap();
            assert_eq!(json["rule"], rule.name());
            assert_eq!(serde_json::from_value::<SovereigntyRule>(json).unwrap(), rule);
        }
        assert!(!hosting(&[]).is_kept_by(&version));
    }
}
