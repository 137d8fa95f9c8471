//! What a unit still lacks of a minimum standard, and what differs between two versions of one.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug, Version};
use serde::{Deserialize, Serialize};

use super::{Area, Obligation, Satisfaction, StandardRequirement, StandardVersion};
use crate::{ModuleVersion, Requirement};

/// What a unit has: module versions and blueprints in use, and reached levels by model and indicator.
#[derive(Debug, Clone, Default)]
pub struct Holdings<'a> {
    /// Installed module versions.
    pub modules: Vec<&'a ModuleVersion>,
    /// Levels by (model, indicator), from the signed-off assessment and from what the provider supplies.
    pub levels: BTreeMap<(Slug, Slug), Rational>,
    /// Blueprints that were adopted and are in use, with their versions.
    pub blueprints: Vec<(Slug, Version)>,
}

impl Holdings<'_> {
    /// Whether this way to fulfil a requirement is taken.
    pub(super) fn fulfil(&self, way: &Satisfaction) -> bool {
        let requirement = match way {
            Satisfaction::Interface { interface } => Requirement::interface(interface.clone()),
            Satisfaction::Module { module, range } => Requirement::module(module.clone(), range.clone()),
            Satisfaction::Blueprint { blueprint, range } => {
                return self
                    .blueprints
                    .iter()
                    .any(|(own, version)| own == blueprint && range.matches(version));
            }
            Satisfaction::Indicator { model, indicator, at_least } => {
                let reached = self.levels.get(&(model.clone(), indicator.clone()));
                return reached.is_some_and(|level| level >= at_least);
            }
        };
        self.modules.iter().any(|version| requirement.is_met_by(version))
    }
}

/// One requirement of a standard, seen by one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequirementState {
    /// The requirement.
    pub id: Slug,
    /// How binding it is.
    pub level: Obligation,
    /// What it is about.
    pub area: Area,
    /// The first way in which the unit fulfils it; unfulfilled if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_by: Option<Satisfaction>,
}

/// What differs between two versions of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandardDiff {
    /// Requirements only the newer one has.
    pub added: Vec<Slug>,
    /// Requirements only the older one has.
    pub removed: Vec<Slug>,
    /// Requirements both have, but not alike.
    pub changed: Vec<RequirementChange>,
}

/// How one requirement differs between two versions of a standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequirementChange {
    /// The requirement.
    pub id: Slug,
    /// How binding it was.
    pub level_before: Obligation,
    /// How binding it is.
    pub level_after: Obligation,
    /// Whether its words or its area changed.
    pub reworded: bool,
    /// Whether other things fulfil it now.
    pub other_ways: bool,
}

impl StandardVersion {
    /// Every requirement with the way in which the unit fulfils it, in the order of the standard.
    pub fn delta(&self, holdings: &Holdings<'_>) -> Vec<RequirementState> {
        let state = |requirement: &StandardRequirement| RequirementState {
            id: requirement.id.clone(),
            level: requirement.level,
            area: requirement.area,
            met_by: requirement.satisfied_by.iter().find(|way| holdings.fulfil(way)).cloned(),
        };
        self.requirements.iter().map(state).collect()
    }

    /// What changes from this version to `newer`.
    pub fn diff(&self, newer: &Self) -> StandardDiff {
        let find = |standard: &Self, id: &Slug| standard.requirements.iter().find(|r| r.id == *id).cloned();
        let missing_in = |other: &Self, own: &Self| {
            let ids = own.requirements.iter().map(|r| r.id.clone());
            ids.filter(|id| find(other, id).is_none()).collect()
        };
        let changed = |before: &StandardRequirement| {
            let after = find(newer, &before.id).filter(|after| after != before)?;
            Some(RequirementChange {
                id: before.id.clone(),
                level_before: before.level,
                level_after: after.level,
                reworded: (&before.text, before.area) != (&after.text, after.area),
                other_ways: before.satisfied_by != after.satisfied_by,
            })
        };
        StandardDiff {
            added: missing_in(self, newer),
            removed: missing_in(newer, self),
            changed: self.requirements.iter().filter_map(changed).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        text.parse().unwrap()
    }

    fn standard() -> StandardVersion {
        StandardVersion::read(include_str!("../../examples/minimum-standard.yaml")).unwrap()
    }

    #[test]
    fn a_requirement_is_met_by_interface_module_or_level() {
        let module = ModuleVersion::read(include_str!("../../examples/e-akte-2.1.0.yaml")).unwrap();
        let met = |holdings: &Holdings<'_>| -> Vec<_> {
            standard().delta(holdings).into_iter().map(|state| state.met_by.is_some()).collect()
        };
        assert_eq!(met(&Holdings::default()), [false, false, false]);
        let mut holdings = Holdings { modules: vec![&module], ..Holdings::default() };
        assert_eq!(met(&holdings), [true, true, false], "xta@2.1 and e-akte 2.1.0, no level");
        for (level, reached) in [("3/2", false), ("2", true)] {
            let key = (slug("kommune-digital"), slug("notfallplan"));
            holdings.levels.insert(key, level.parse().unwrap());
            assert_eq!(met(&holdings)[2], reached, "at least 2");
        }
    }

    #[test]
    fn a_diff_names_what_came_went_and_changed() {
        let (old, mut new) = (standard(), standard());
        let mut extra = new.requirements.remove(0);
        extra.id = slug("neu");
        new.requirements[0].level = Obligation::May;
        new.requirements.push(extra);
        let diff = old.diff(&new);
        assert_eq!((diff.added, diff.removed), (vec![slug("neu")], vec![slug("datenaustausch")]));
        assert_eq!(diff.changed.len(), 1);
        let change = &diff.changed[0];
        assert_eq!((change.level_before, change.level_after), (Obligation::Should, Obligation::May));
        assert!(!change.reworded && !change.other_ways);
        assert_eq!(old.diff(&old), StandardDiff { added: vec![], removed: vec![], changed: vec![] });
    }
}
