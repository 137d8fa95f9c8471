//! Whether a pilot reached its goals, from the assessed levels before and after.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Rational, Slug};
use serde::{Deserialize, Serialize};

use super::Pilot;

/// The assessed levels of one unit, by indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLevels {
    /// The unit.
    pub unit: Ars,
    /// Levels of the assessment before.
    pub before: BTreeMap<Slug, Rational>,
    /// Levels of the assessment after.
    pub after: BTreeMap<Slug, Rational>,
}

/// One goal in one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoalResult {
    /// The unit.
    pub unit: Ars,
    /// The indicator.
    pub indicator: Slug,
    /// Level before, if it was assessed.
    pub before: Option<Rational>,
    /// Level after, if it was assessed.
    pub after: Option<Rational>,
    /// Level to reach.
    pub goal: Rational,
    /// Whether the level after is at least the goal; an unknown level reaches nothing.
    pub reached: bool,
}

impl Pilot {
    /// Each goal in each unit, units and goals in the pilot's own order. A unit without levels reached nothing.
    pub fn goals_reached(&self, levels: &[UnitLevels]) -> Vec<GoalResult> {
        let mut results = Vec::with_capacity(self.units.len().saturating_mul(self.goals.len()));
        for unit in &self.units {
            let known = levels.iter().find(|l| l.unit == *unit);
            for goal in &self.goals {
                let before = known.and_then(|l| l.before.get(&goal.indicator)).copied();
                let after = known.and_then(|l| l.after.get(&goal.indicator)).copied();
                results.push(GoalResult {
                    unit: unit.clone(),
                    indicator: goal.indicator.clone(),
                    before,
                    after,
                    goal: goal.level,
                    reached: after.is_some_and(|level| level >= goal.level),
                });
            }
        }
        results
    }
}
