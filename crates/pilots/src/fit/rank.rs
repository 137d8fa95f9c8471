//! The order in which blueprints are recommended to one unit.

use std::cmp::Reverse;

use super::Fit;

/// Sorts fits of one unit: eligible ones first; then those that close a gate of the next stage (its minimum
/// standard); then the larger gain per person-day, unknown ones last; then by key and the newest version.
pub fn rank(mut fits: Vec<Fit>) -> Vec<Fit> {
    fits.sort_by(|a, b| {
        let key = |f: &Fit| (Reverse(f.eligible), f.closed_gates.is_empty(), Reverse(f.value));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.blueprint.cmp(&b.blueprint))
            .then_with(|| b.version.cmp(&a.version))
    });
    fits
}
