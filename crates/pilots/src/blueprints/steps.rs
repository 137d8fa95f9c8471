//! The graph of steps: order, cycles, longest path and effort. Every function is total, also on a faulty graph.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{PersonDays, Slug};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use super::{BlueprintVersion, Step, StepRole};

/// Who carries the effort of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Side {
    /// The administration.
    Unit,
    /// Its provider.
    Provider,
}

impl StepRole {
    /// Whose people have this role.
    pub fn side(self) -> Side {
        match self {
            Self::ProjectLead | Self::Department | Self::UnitIt | Self::Protection | Self::Leadership => {
                Side::Unit
            }
            Self::ProviderIt | Self::Consultant | Self::Trainer => Side::Provider,
        }
    }
}

impl BlueprintVersion {
    /// The steps, each after all of its predecessors; among those that are free, in the order of the document.
    pub fn ordered_steps(&self) -> Vec<&Step> {
        order(&self.steps).0
    }

    /// The step with this key.
    pub fn step(&self, id: &Slug) -> Option<&Step> {
        self.steps.iter().find(|s| s.id == *id)
    }

    /// Calendar days from the first to the last step if everything that can run side by side does.
    pub fn critical_path_days(&self) -> u32 {
        let mut ends: BTreeMap<&Slug, u32> = BTreeMap::new();
        for step in self.ordered_steps() {
            let begin = step.after.iter().filter_map(|id| ends.get(id)).max().copied().unwrap_or(0);
            ends.insert(&step.id, begin.saturating_add(step.duration_days));
        }
        ends.values().max().copied().unwrap_or(0)
    }

    /// Effort over all steps for a size class, of unit and provider together.
    pub fn total_effort(&self, size: Option<SizeClass>) -> PersonDays {
        total(self.steps.iter(), size)
    }

    /// Effort over the steps of one side for a size class.
    pub fn effort_of(&self, side: Side, size: Option<SizeClass>) -> PersonDays {
        total(self.steps.iter().filter(|s| s.role.side() == side), size)
    }
}

/// Efforts are bounded when a version is read, so that the sum of all steps cannot leave its range.
fn total<'s>(steps: impl Iterator<Item = &'s Step>, size: Option<SizeClass>) -> PersonDays {
    let hundredths = steps.map(|s| s.person_days.get(size).hundredths()).fold(0, i64::saturating_add);
    PersonDays::from_hundredths(hundredths)
}

/// The steps in order, and those that no order can hold because they wait for each other. Names of unknown steps
/// are not waited for.
fn order(steps: &[Step]) -> (Vec<&Step>, Vec<&Step>) {
    let known: BTreeSet<&Slug> = steps.iter().map(|s| &s.id).collect();
    let mut done: BTreeSet<&Slug> = BTreeSet::new();
    let mut waiting: Vec<&Step> = steps.iter().collect();
    let mut ordered = Vec::with_capacity(steps.len());
    loop {
        let free = |s: &&Step| s.after.iter().all(|id| done.contains(id) || !known.contains(id));
        let Some(at) = waiting.iter().position(free) else { return (ordered, waiting) };
        let step = waiting.remove(at);
        done.insert(&step.id);
        ordered.push(step);
    }
}

/// One cycle of the graph, first and last the same step; nothing if there is none.
pub(super) fn cycle(steps: &[Step]) -> Option<Vec<&Slug>> {
    let (_, stuck) = order(steps);
    let ids: BTreeMap<&Slug, &Step> = stuck.iter().map(|s| (&s.id, *s)).collect();
    let mut path: Vec<&Slug> = Vec::new();
    let mut at = *stuck.first()?;
    loop {
        if let Some(begin) = path.iter().position(|id| **id == at.id) {
            let mut found: Vec<&Slug> = path.drain(begin..).collect();
            found.push(&at.id);
            // The path was walked from a step to what it waits for; told the other way round it is the order of work.
            found.reverse();
            return Some(found);
        }
        path.push(&at.id);
        // Every stuck step waits for another stuck step: otherwise it would have been free.
        at = at.after.iter().find_map(|id| ids.get(id))?;
    }
}
