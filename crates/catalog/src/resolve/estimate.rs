//! What a plan opens, how it gets from version to version, and what it takes: interfaces, paths, effort, cost.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Euro, PersonDays, Slug, Version};

use super::demand::UnitSize;
use super::universe::Universe;
use super::{Action, Plan, Step, routes};
use crate::{Cost, Interface, ModulePin, ModuleVersion};

/// The plan made of these steps.
pub(super) fn complete(universe: &Universe<'_>, mut steps: Vec<Step>) -> Plan {
    interfaces(universe, &mut steps);
    for step in &mut steps {
        step.customised = universe.demand.installed.iter().any(|i| i.module == step.module && i.customised)
            && !matches!(step.action, Action::Keep);
    }
    along(universe, &mut steps);
    let mut plan = Plan {
        steps: Vec::new(),
        effort: PersonDays::ZERO,
        effort_unknown: Vec::new(),
        cost: Cost::ZERO,
        cost_unknown: Vec::new(),
    };
    for mut step in steps {
        (step.effort, step.cost) = (effort(universe, &step), cost(universe, &step));
        match step.effort.and_then(|effort| plan.effort.checked_add(effort)) {
            Some(sum) => plan.effort = sum,
            None => plan.effort_unknown.push(step.module.clone()),
        }
        match step.cost.and_then(|cost| plan.cost.checked_add(cost)) {
            Some(sum) => plan.cost = sum,
            None => plan.cost_unknown.push(step.module.clone()),
        }
        plan.steps.push(step);
    }
    plan
}

/// What each step opens and closes, seen from what the unit has before it.
fn interfaces(universe: &Universe<'_>, steps: &mut [Step]) {
    let provides = |module: &Slug, version: &Version| -> BTreeSet<&Interface> {
        universe.demand.catalog.get(module, version).into_iter().flat_map(|v| &v.provides).collect()
    };
    let mut providers = BTreeMap::<&Interface, usize>::new();
    for interface in universe.have.iter().flat_map(|(module, version)| provides(module, version)) {
        *providers.entry(interface).or_default() += 1;
    }
    for step in steps.iter_mut().filter(|step| step.action != Action::Keep) {
        let before = universe.have.get(&step.module).map(|version| provides(&step.module, version));
        let after = match step.action {
            Action::Remove => BTreeSet::new(),
            _ => provides(&step.module, &step.version),
        };
        let before = before.unwrap_or_default();
        for interface in after.difference(&before) {
            let count = providers.entry(interface).or_default();
            *count += 1;
            if *count == 1 {
                step.opens.push((*interface).clone());
            }
        }
        for interface in before.difference(&after) {
            let count = providers.entry(interface).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 {
                step.closes.push((*interface).clone());
            }
        }
    }
}

/// The upgrade paths each step follows: of a new module, those from what it replaces.
fn along(universe: &Universe<'_>, steps: &mut [Step]) {
    let starts: Vec<Option<(Slug, Version)>> = steps.iter().map(|step| start(steps, step)).collect();
    for (step, start) in steps.iter_mut().zip(starts) {
        let Some((module, version)) = start else { continue };
        let mut chains = routes::reached(universe.demand, &module, &version);
        let to = ModulePin { module: step.module.clone(), version: step.version.clone() };
        step.along = chains.remove(&to).unwrap_or_default().into_iter().cloned().collect();
    }
}

/// Where the way to a step begins: with what the module was, or what it replaces.
fn start(steps: &[Step], step: &Step) -> Option<(Slug, Version)> {
    match step.action {
        Action::Upgrade => Some((step.module.clone(), step.from.clone()?)),
        Action::Install => {
            let old = steps.iter().find(|old| old.replaced_by.as_ref() == Some(&step.module))?;
            Some((old.module.clone(), old.version.clone()))
        }
        Action::Keep | Action::Downgrade | Action::Remove => None,
    }
}

/// Nothing for what is kept; that of the paths if there are any; that of introducing a new module; else unknown.
fn effort(universe: &Universe<'_>, step: &Step) -> Option<PersonDays> {
    if step.action == Action::Keep {
        return Some(PersonDays::ZERO);
    }
    let UnitSize { class, .. } = universe.demand.size?;
    if !step.along.is_empty() {
        let mut efforts = step.along.iter().map(|path| path.effort_for(class));
        return efforts.try_fold(PersonDays::ZERO, |sum, effort| sum.checked_add(effort?));
    }
    match step.action {
        Action::Install => document(universe, &step.module, &step.version)?.effort_for(class),
        _ => None,
    }
}

/// Once for what is new, and every year the difference to what was there. What is replaced is counted where it goes.
fn cost(universe: &Universe<'_>, step: &Step) -> Option<Cost> {
    if step.action == Action::Keep {
        return Some(Cost::ZERO);
    }
    let UnitSize { class, population } = universe.demand.size?;
    let of = |version: &Version| document(universe, &step.module, version)?.cost_for(class, population);
    let after = of(&step.version)?;
    match step.action {
        Action::Keep => Some(Cost::ZERO),
        Action::Install => Some(after),
        Action::Remove => {
            Some(Cost { one_off: Euro::ZERO, per_year: difference(after.per_year, Euro::ZERO)? })
        }
        Action::Upgrade | Action::Downgrade => {
            let per_year = difference(of(step.from.as_ref()?)?.per_year, after.per_year)?;
            Some(Cost { one_off: Euro::ZERO, per_year })
        }
    }
}

fn difference(before: Euro, after: Euro) -> Option<Euro> {
    after.hundredths().checked_sub(before.hundredths()).map(Euro::from_hundredths)
}

fn document<'a>(universe: &Universe<'a>, module: &Slug, version: &Version) -> Option<&'a ModuleVersion> {
    universe.demand.catalog.get(module, version).map(AsRef::as_ref)
}
