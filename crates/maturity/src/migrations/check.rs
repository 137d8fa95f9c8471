//! Whether a map fits the two versions it is between.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Message, Slug};

use super::{MigrationMap, MigrationStep};
use crate::problems::step;
use crate::{Model, Problem, Scale};

/// Which of the two versions an indicator is looked for in.
#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

impl MigrationMap {
    /// Whether the map is one between these two versions, names every indicator of either exactly once, and gives
    /// every level a place on the new scale.
    ///
    /// # Errors
    /// Every fault with its JSON pointer.
    pub fn check(&self, old: &Model, new: &Model) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        for (model, version, field) in [(old, &self.from, "/from"), (new, &self.to, "/to")] {
            if model.id != self.model || model.version != *version {
                let message = Message::new("migration-other-model");
                let message = message.with("expected", format!("{}@{version}", self.model));
                let message = message.with("found", format!("{}@{}", model.id, model.version));
                problems.push(Problem::new(field, None, message));
            }
        }
        if problems.is_empty() {
            self.steps.iter().enumerate().for_each(|(at, one)| {
                let path = step("/steps", at);
                problems.extend(shape(one, old, new).map(|message| Problem::new(path, None, message)));
            });
            self.coverage(Side::Old, old, MigrationStep::sources, &mut problems);
            self.coverage(Side::New, new, MigrationStep::targets, &mut problems);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Every indicator of one side is named once, and nothing else is.
    fn coverage(
        &self,
        side: Side,
        model: &Model,
        named: fn(&MigrationStep) -> &[Slug],
        problems: &mut Vec<Problem>,
    ) {
        let known: BTreeSet<&Slug> = model.indicators().into_iter().map(|(_, i)| &i.id).collect();
        let mut seen = BTreeSet::new();
        let note = |code: &str, id: &Slug| Message::new(code).with("indicator", id).with("side", side.name());
        for (at, one) in self.steps.iter().enumerate() {
            for id in named(one) {
                let code = if !known.contains(id) {
                    "migration-indicator-unknown"
                } else if seen.insert(id) {
                    continue;
                } else {
                    "migration-indicator-twice"
                };
                problems.push(Problem::new(step("/steps", at), None, note(code, id)));
            }
        }
        let missing = known.difference(&seen);
        problems
            .extend(missing.map(|id| Problem::new("/steps", None, note("migration-indicator-missing", id))));
    }
}

/// What is wrong with a step by itself; indicators that are not known are reported elsewhere.
fn shape(one: &MigrationStep, old: &Model, new: &Model) -> Option<Message> {
    let before: Vec<&Scale> = scales(old, one.sources());
    let after: Vec<&Scale> = scales(new, one.targets());
    match one {
        MigrationStep::Keep { .. }
        | MigrationStep::Rename { .. }
        | MigrationStep::Merge { .. }
        | MigrationStep::Split { .. }
            if before.iter().any(|b| after.iter().any(|a| a.values() != b.values()))
                && !pairwise(one, old, new) =>
        {
            Some(Message::new("migration-scales-differ"))
        }
        MigrationStep::Split { to: several, .. } | MigrationStep::Merge { from: several, .. }
            if several.len() < 2 =>
        {
            Some(Message::new("migration-needs-several"))
        }
        MigrationStep::Rescale { levels, .. } => {
            let (before, after) = (before.first()?, after.first()?);
            let pairs: BTreeMap<_, _> = levels.iter().map(|pair| (pair.from, pair.to)).collect();
            let all_named = pairs.len() == levels.len()
                && before.values().iter().all(|value| pairs.contains_key(value))
                && pairs.keys().all(|value| before.contains(*value));
            if !all_named {
                return Some(Message::new("migration-levels-incomplete"));
            }
            let off = pairs.values().find(|value| !after.contains(**value))?;
            Some(Message::new("migration-level-off-scale").with("level", off))
        }
        MigrationStep::Retire { reason, .. } if reason.trim().is_empty() => {
            Some(Message::new("migration-reason-blank"))
        }
        _ => None,
    }
}

/// Whether each kept indicator has its own scale in both versions: a `keep` may name indicators of several scales.
fn pairwise(one: &MigrationStep, old: &Model, new: &Model) -> bool {
    let MigrationStep::Keep { indicators } = one else { return false };
    indicators.iter().all(|id| match (old.indicator(id), new.indicator(id)) {
        (Some(before), Some(after)) => before.scale.values() == after.scale.values(),
        _ => true,
    })
}

fn scales<'m>(model: &'m Model, ids: &[Slug]) -> Vec<&'m Scale> {
    ids.iter().filter_map(|id| model.indicator(id)).map(|indicator| &indicator.scale).collect()
}
