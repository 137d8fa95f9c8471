//! What changed between two versions of a blueprint, as data: what adopters of the old one have to look at.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Described, Message, PersonDays, Rational, Slug, Version};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use super::{BlueprintVersion, CostBand, Step};
use crate::sizes::size_name;

/// One change from the old to the new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = BlueprintChange))]
pub enum Change {
    /// A module came in.
    ModuleAdded {
        /// The module.
        module: Slug,
        /// Its version.
        version: Version,
    },
    /// A module went out.
    ModuleRemoved {
        /// The module.
        module: Slug,
        /// The version it had.
        version: Version,
    },
    /// A module stands at another version.
    ModuleVersion {
        /// The module.
        module: Slug,
        /// Version before.
        from: Version,
        /// Version now.
        to: Version,
    },
    /// A step came in.
    StepAdded {
        /// The step.
        step: Slug,
    },
    /// A step went out.
    StepRemoved {
        /// The step.
        step: Slug,
    },
    /// The effort of a step changed (the value for every class not named, or for one class).
    StepEffort {
        /// The step.
        step: Slug,
        /// The size class, or nothing for the default.
        size: Option<SizeClass>,
        /// Effort before.
        from: PersonDays,
        /// Effort now.
        to: PersonDays,
    },
    /// Other things about a step changed.
    StepChanged {
        /// The step.
        step: Slug,
        /// Names of the fields, as in the document.
        fields: Vec<String>,
    },
    /// A level is promised that was not before.
    OutcomeAdded {
        /// The indicator.
        indicator: Slug,
        /// The level.
        level: Rational,
    },
    /// A level is no longer promised.
    OutcomeRemoved {
        /// The indicator.
        indicator: Slug,
        /// The level that was.
        level: Rational,
    },
    /// Another level is promised.
    OutcomeLevel {
        /// The indicator.
        indicator: Slug,
        /// Level before.
        from: Rational,
        /// Level now.
        to: Rational,
    },
    /// The costs changed (the value for every class not named, or for one class).
    Costs {
        /// The size class, or nothing for the default.
        size: Option<SizeClass>,
        /// Costs before.
        from: CostBand,
        /// Costs now.
        to: CostBand,
    },
}

impl BlueprintVersion {
    /// What changed from `old` to `new`: modules, steps, outcomes, costs, each by key.
    pub fn diff(old: &Self, new: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let modules = |v: &Self| v.modules.iter().map(|m| (m.module.clone(), m.version.clone())).collect();
        keyed(modules(old), modules(new), |module, from, to| match (from, to) {
            (Some(from), Some(to)) => changes.push(Change::ModuleVersion { module, from, to }),
            (Some(version), None) => changes.push(Change::ModuleRemoved { module, version }),
            (None, Some(version)) => changes.push(Change::ModuleAdded { module, version }),
            (None, None) => {}
        });
        let steps = |v: &Self| v.steps.iter().map(|s| (s.id.clone(), s.clone())).collect();
        keyed(steps(old), steps(new), |step, from, to| match (from, to) {
            (Some(from), Some(to)) => step_changes(&from, &to, &mut changes),
            (Some(_), None) => changes.push(Change::StepRemoved { step }),
            (None, Some(_)) => changes.push(Change::StepAdded { step }),
            (None, None) => {}
        });
        let outcomes = |v: &Self| v.outcomes.iter().map(|o| (o.indicator.clone(), o.level)).collect();
        keyed(outcomes(old), outcomes(new), |indicator, from, to| match (from, to) {
            (Some(from), Some(to)) => changes.push(Change::OutcomeLevel { indicator, from, to }),
            (Some(level), None) => changes.push(Change::OutcomeRemoved { indicator, level }),
            (None, Some(level)) => changes.push(Change::OutcomeAdded { indicator, level }),
            (None, None) => {}
        });
        for size in classes(old.costs.sizes.keys(), new.costs.sizes.keys()) {
            let (from, to) = (old.costs.get(size), new.costs.get(size));
            if from != to {
                changes.push(Change::Costs { size, from, to });
            }
        }
        changes
    }
}

/// Calls `differs` for every key whose value is not the same on both sides, in the order of the keys.
fn keyed<V: PartialEq>(
    mut old: BTreeMap<Slug, V>,
    mut new: BTreeMap<Slug, V>,
    mut differs: impl FnMut(Slug, Option<V>, Option<V>),
) {
    let keys: BTreeSet<Slug> = old.keys().chain(new.keys()).cloned().collect();
    for key in keys {
        let (from, to) = (old.remove(&key), new.remove(&key));
        if from != to {
            differs(key, from, to);
        }
    }
}

/// The default and every class that one of both sides names.
fn classes<'s>(
    old: impl Iterator<Item = &'s SizeClass>,
    new: impl Iterator<Item = &'s SizeClass>,
) -> Vec<Option<SizeClass>> {
    let named: BTreeSet<SizeClass> = old.chain(new).copied().collect();
    std::iter::once(None).chain(named.into_iter().map(Some)).collect()
}

fn step_changes(from: &Step, to: &Step, changes: &mut Vec<Change>) {
    for size in classes(from.person_days.sizes.keys(), to.person_days.sizes.keys()) {
        let (old, new) = (from.person_days.get(size), to.person_days.get(size));
        if old != new {
            changes.push(Change::StepEffort { step: to.id.clone(), size, from: old, to: new });
        }
    }
    let fields: Vec<String> = [
        ("title", from.title != to.title),
        ("description", from.description != to.description),
        ("role", from.role != to.role),
        ("after", from.after != to.after),
        ("durationDays", from.duration_days != to.duration_days),
        ("training", from.training != to.training),
    ]
    .into_iter()
    .filter(|(_, changed)| *changed)
    .map(|(field, _)| field.to_owned())
    .collect();
    if !fields.is_empty() {
        changes.push(Change::StepChanged { step: to.id.clone(), fields });
    }
}

impl Described for Change {
    fn message(&self) -> Message {
        let class = |size: &Option<SizeClass>| size.map_or("default", size_name);
        match self {
            Self::ModuleAdded { module, version } => {
                Message::new("change-module-added").with("module", module).with("version", version)
            }
            Self::ModuleRemoved { module, version } => {
                Message::new("change-module-removed").with("module", module).with("version", version)
            }
            Self::ModuleVersion { module, from, to } => {
                Message::new("change-module-version").with("module", module).with("from", from).with("to", to)
            }
            Self::StepAdded { step } => Message::new("change-step-added").with("step", step),
            Self::StepRemoved { step } => Message::new("change-step-removed").with("step", step),
            Self::StepEffort { step, size, from, to } => Message::new("change-step-effort")
                .with("step", step)
                .with("size", class(size))
                .with("from", from)
                .with("to", to),
            Self::StepChanged { step, fields } => {
                let message = Message::new("change-step-changed").with("step", step);
                fields.iter().fold(message, |message, field| message.with(field, "yes"))
            }
            Self::OutcomeAdded { indicator, level } => {
                Message::new("change-outcome-added").with("indicator", indicator).with("level", level)
            }
            Self::OutcomeRemoved { indicator, level } => {
                Message::new("change-outcome-removed").with("indicator", indicator).with("level", level)
            }
            Self::OutcomeLevel { indicator, from, to } => Message::new("change-outcome-level")
                .with("indicator", indicator)
                .with("from", from)
                .with("to", to),
            Self::Costs { size, from, to } => Message::new("change-costs")
                .with("size", class(size))
                .with("from-one-off", from.one_off)
                .with("from-per-year", from.per_year)
                .with("to-one-off", to.one_off)
                .with("to-per-year", to.per_year),
        }
    }
}
