//! From what a unit has and wants to one consistent set of module versions in order of installation, or the
//! reason why there is none and what would have to give way.

mod conflict;
mod demand;
mod estimate;
mod explain;
mod order;
mod refusal;
mod routes;
mod solver;
#[cfg(test)]
mod tests;
mod universe;
mod wishes;

use blaupause_kernel::{Message, PersonDays, Slug, Version};
use serde::{Deserialize, Serialize};

pub use demand::{Allowed, Because, Demand, Exclusion, UnitSize, Wanted};
pub use refusal::{Part, Refusal, Relaxation};

use crate::{Cost, Interface, UpgradePath};
use solver::Outcome;
use universe::Universe;

/// Plan: one consistent set of module versions, each after what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// What to do, in this order.
    pub steps: Vec<Step>,
    /// Aufwand of all steps whose effort is known.
    pub effort: PersonDays,
    /// Modules of steps whose effort is not known, in order of the steps.
    pub effort_unknown: Vec<Slug>,
    /// Kosten of all steps whose cost is known; what is saved every year by removing something is taken off.
    pub cost: Cost,
    /// Modules of steps whose cost is not known, in order of the steps.
    pub cost_unknown: Vec<Slug>,
}

/// What to do with one module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlanStep))]
pub struct Step {
    /// What to do.
    pub action: Action,
    /// The module.
    pub module: Slug,
    /// The version it has afterwards; what it had, if it is removed.
    pub version: Version,
    /// The version it has before, for an upgrade or a downgrade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Version>,
    /// Modules of the plan that need it, in order of their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needed_by: Vec<Slug>,
    /// The module that takes its place along an upgrade path, if it is removed for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Slug>,
    /// Aktualisierungspfade that lead there, one after the other; none if nobody has described the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub along: Vec<UpgradePath>,
    /// Interfaces the unit has from this step on and had not before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opens: Vec<Interface>,
    /// Interfaces the unit no longer has from this step on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closes: Vec<Interface>,
    /// Whether the copy in use was changed for this unit, so that its deviations have to be carried over or given up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub customised: bool,
    /// Aufwand: of introducing it, or of the upgrade paths; not known if missing, nothing for what is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<PersonDays>,
    /// Kosten: once for what is new, and the difference per year; not known if missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
}

/// What happens to a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Action {
    /// It stays as it is.
    Keep,
    /// It is new.
    Install,
    /// It is there in a lower version.
    Upgrade,
    /// It is there in a higher version.
    Downgrade,
    /// It is there and goes.
    Remove,
}

impl Step {
    /// The step as a sentence about the module with this name.
    pub fn message(&self, name: &str) -> Message {
        let code = match (self.action, &self.replaced_by) {
            (Action::Keep, _) => "plan-step-keep",
            (Action::Install, _) => "plan-step-install",
            (Action::Upgrade, _) => "plan-step-upgrade",
            (Action::Downgrade, _) => "plan-step-downgrade",
            (Action::Remove, None) => "plan-step-remove",
            (Action::Remove, Some(_)) => "plan-step-replace",
        };
        let message = Message::new(code).with("title", name).with("version", &self.version);
        let message = match &self.from {
            Some(from) => message.with("from", from),
            None => message,
        };
        match &self.replaced_by {
            Some(other) => message.with("other", other),
            None => message,
        }
    }
}

impl Demand<'_> {
    /// Finds one consistent set of versions.
    ///
    /// What is installed stays, in the same or a higher version, or is replaced along an upgrade path; what is
    /// wanted and all that it needs is added, and nothing else. What is installed is kept if it fits. Otherwise
    /// the best version is taken: a release before a pre-release, one that is recommended before one that is
    /// deprecated, one to which an upgrade path leads before one to which none does, then the highest. New versions
    /// must be on offer on the day, and a pre-release is taken only if some range or pin names it. An installed
    /// version the catalogue does not know may stay, and is taken to need and to provide nothing. Same demand, same
    /// plan.
    ///
    /// # Errors
    /// `Refusal` if there is no such set, or if it was not found within a bounded number of steps.
    pub fn plan(&self) -> Result<Plan, Box<Refusal>> {
        let universe = Universe::new(self);
        let all = universe.permitted();
        match universe.solve(&all) {
            Outcome::Found(selection) => Ok(order::arrange(&universe, &selection)),
            Outcome::Contradiction(tree) => Err(Box::new(conflict::refuse(&universe, &all, tree))),
            Outcome::GivenUp => Err(Box::new(Refusal::too_complex())),
        }
    }
}
