//! What a unit has to bring: size class, levels, modules, and modules that go together.

use blaupause_catalog::{Action, Demand, Plan, Requirement};
use blaupause_kernel::{Language, Message, Slug, Version};
use blaupause_maturity::Model;

use super::simulation::Simulation;
use super::{FitInput, FitStatus, FitTopic, Lines, shown, titled};
use crate::error::joined;
use crate::sizes::{size_name, size_or_unknown};

pub(super) fn size(input: &FitInput<'_>, lines: &mut Lines) {
    let (size, suited) = (input.unit.size_class, &input.document.suited);
    let (status, code) = match size {
        _ if suited.is_empty() => (FitStatus::Met, "fit-size-any"),
        None => (FitStatus::Open, "fit-size-unknown"),
        Some(size) if suited.contains(&size) => (FitStatus::Met, "fit-size-suited"),
        Some(_) => (FitStatus::Missing, "fit-size-not-suited"),
    };
    let message = Message::new(code).with("size", size_or_unknown(size));
    lines.add(FitTopic::Size, status, message.with("suited", joined(suited.iter().map(|s| size_name(*s)))));
}

/// A level counts only if it is proven: what is open makes the line open. What does not apply is no obstacle.
pub(super) fn levels(input: &FitInput<'_>, simulation: Option<&Simulation>, lines: &mut Lines) {
    for needed in &input.document.prerequisites.levels {
        let about = |code: &str| {
            let message = match title(input.model, &needed.node) {
                Some(title) => titled(code, title),
                None => Message::new(code).with("title-de", &needed.node).with("title-en", &needed.node),
            };
            message.with("node", &needed.node).with("needed", shown(needed.at_least))
        };
        let (status, message) = match simulation {
            None => (FitStatus::Open, about("fit-level-not-assessed")),
            Some(simulation) => {
                let node = simulation.before.explain.find(&needed.node);
                match node.and_then(|n| Some((n.lower?, n.upper?))) {
                    None => (FitStatus::Met, about("fit-level-not-applicable")),
                    Some((lower, _)) if lower >= needed.at_least => {
                        (FitStatus::Met, about("fit-level-met").with("actual", shown(lower)))
                    }
                    Some((lower, upper)) if upper >= needed.at_least => {
                        (FitStatus::Open, about("fit-level-open").with("actual", shown(lower)))
                    }
                    Some((lower, _)) => {
                        (FitStatus::Missing, about("fit-level-missing").with("actual", shown(lower)))
                    }
                }
            }
        };
        lines.add(FitTopic::PrerequisiteLevel, status, message);
    }
}

/// The title of an indicator or dimension.
fn title<'m>(model: &'m Model, node: &Slug) -> Option<&'m blaupause_kernel::LocalizedText> {
    model.indicator(node).map(|i| &i.title).or_else(|| model.dimension(node).map(|d| &d.title))
}

pub(super) fn modules(input: &FitInput<'_>, lines: &mut Lines) {
    let own: Vec<_> = input.installed.iter().filter(|i| i.unit == input.unit.ars).cloned().collect();
    for needed in &input.document.prerequisites.modules {
        let versions: Vec<&Version> =
            own.iter().filter(|i| i.module == needed.module).map(|i| &i.version).collect();
        let about = |code: &str| about_module(code, input, &needed.module).with("range", &needed.range);
        let (status, message) = match versions.iter().find(|v| needed.range.matches(v)) {
            Some(version) => (FitStatus::Met, about("fit-module-met").with("version", version)),
            None if versions.is_empty() => (FitStatus::Missing, about("fit-module-missing")),
            None => (FitStatus::Missing, about("fit-module-other-version").with("version", joined(versions))),
        };
        lines.add(FitTopic::PrerequisiteModule, status, message);
    }
    if input.document.modules.is_empty() {
        return;
    }
    let modules = input.document.modules.iter();
    let wanted = modules.map(|m| Requirement::module(m.module.clone(), m.range.clone()));
    match Demand::new(input.catalog, &own, input.on).wanting(wanted).plan() {
        Ok(plan) => resolved(input, &plan, lines),
        Err(refusal) => {
            let message = Message::new("fit-modules-contradict").with("count", refusal.reasons.len());
            lines.add(FitTopic::Modules, FitStatus::Missing, message);
            for reason in refusal.reasons {
                lines.add(FitTopic::Modules, FitStatus::Missing, reason);
            }
        }
    }
}

/// A message about a module, by the title of its newest version.
fn about_module(code: &str, input: &FitInput<'_>, module: &Slug) -> Message {
    let newest = input.catalog.versions(module).next_back();
    let title = |language| newest.map_or(module.as_str(), |version| version.title.get(language)).to_owned();
    Message::new(code)
        .with("module", module)
        .with("title-de", title(Language::De))
        .with("title-en", title(Language::En))
}

fn resolved(input: &FitInput<'_>, plan: &Plan, lines: &mut Lines) {
    let mut unchanged = true;
    for step in &plan.steps {
        let about = |code: &str| about_module(code, input, &step.module).with("version", &step.version);
        let message = match (step.action, &step.from) {
            (Action::Keep, _) => continue,
            (Action::Upgrade | Action::Downgrade, Some(from)) => {
                about("fit-module-upgraded").with("from", from)
            }
            (Action::Install | Action::Upgrade | Action::Downgrade, _) => about("fit-module-installed"),
            (Action::Remove, _) => about("fit-module-removed"),
        };
        unchanged = false;
        lines.add(FitTopic::Modules, FitStatus::Met, message);
    }
    if unchanged {
        lines.add(FitTopic::Modules, FitStatus::Met, Message::new("fit-modules-all-there"));
    }
}
