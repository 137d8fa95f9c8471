//! From what a unit has and wants to one consistent set of module versions in order of installation, or the
//! reason why there is none. Decides versions only: neither dates nor money.

mod explain;
mod order;
#[cfg(test)]
mod tests;
mod universe;

use blaupause_kernel::{Date, Message, Slug, Version};
use pubgrub::PubGrubError;
use serde::{Deserialize, Serialize};

use crate::{Catalog, Installation, Wanted};
use universe::{Package, Solver, Universe};

/// Plan: one consistent set of module versions, each after what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// What to do, in this order.
    pub steps: Vec<Step>,
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
    /// The version it has afterwards.
    pub version: Version,
    /// The version it has before, for an upgrade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Version>,
    /// Modules of the plan that need it, in order of their keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needed_by: Vec<Slug>,
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
}

/// Why there is no plan. Leaving out any one of the wishes it names would remove the contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// The reasons, each one sentence, from the wishes to the contradiction.
    pub reasons: Vec<Message>,
}

/// Finds one consistent set of versions for one unit on a day.
///
/// What is installed stays, in the same or a higher version; what is wanted and all that it needs is added, and
/// nothing else. What is installed is kept if it fits, otherwise the highest version is taken. New versions must
/// be on offer on that day, and a pre-release is taken only if some range names it. An installed version the
/// catalogue does not know may stay, and is taken to need and to provide nothing. Same input, same plan.
///
/// # Errors
/// `Refusal` if there is no such set, or if it was not found within a bounded number of steps.
pub fn plan(
    catalog: &Catalog,
    installed: &[Installation],
    wanted: &[Wanted],
    on: Date,
) -> Result<Plan, Refusal> {
    let universe = Universe::new(catalog, installed, wanted, on);
    let mut active = vec![true; universe.wishes.len()];
    let mut tree = match solve(&universe, &active) {
        Some(Ok(selection)) => return Ok(order::arrange(&universe, &selection)),
        Some(Err(tree)) => tree,
        None => return Err(Refusal { reasons: vec![Message::new("plan-too-complex")] }),
    };
    // Leave out every wish without which the contradiction remains: what is left is needed for it.
    for wish in 0..active.len() {
        set(&mut active, wish, false);
        match solve(&universe, &active) {
            Some(Err(smaller)) => tree = smaller,
            Some(Ok(_)) => set(&mut active, wish, true),
            None => break, // The reasons found so far are right, only perhaps too many.
        }
    }
    Err(Refusal { reasons: explain::explain(&universe, &tree) })
}

type Selection = pubgrub::SelectedDependencies<Package, usize>;
type Tree = pubgrub::DerivationTree<Package, pubgrub::Ranges<usize>, String>;

fn set(active: &mut [bool], wish: usize, value: bool) {
    if let Some(flag) = active.get_mut(wish) {
        *flag = value;
    }
}

/// A selection, or the derivation of the contradiction; nothing if the search was given up.
fn solve(universe: &Universe<'_>, active: &[bool]) -> Option<Result<Selection, Tree>> {
    match pubgrub::resolve(&Solver { universe, active }, Package::Root, 0_usize) {
        Ok(selection) => Some(Ok(selection)),
        Err(PubGrubError::NoSolution(tree)) => Some(Err(tree)),
        Err(_) => None,
    }
}
