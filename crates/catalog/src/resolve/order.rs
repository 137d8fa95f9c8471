//! From the solver's selection to a plan: without what nobody needs, and each module after what it needs.

mod chosen;

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Slug, Version};

use super::estimate;
use super::solver::Selection;
use super::universe::{Candidate, Universe};
use super::{Action, Plan, Step};
use crate::Requirement;
use chosen::Chosen;

/// What happens to one module.
struct Move<'u, 'a> {
    before: Option<&'u Version>,
    /// Nothing if it is removed.
    after: Option<&'u Candidate<'a>>,
    replaced_by: Option<Slug>,
}

/// The plan for a selection.
pub(super) fn arrange(universe: &Universe<'_>, selection: &Selection) -> Plan {
    let chosen = Chosen::new(universe, selection);
    let mut moves: Moves<'_, '_> = BTreeMap::new();
    for (module, candidate) in chosen.needed(universe) {
        let before = universe.have.get(&module);
        moves.insert(module, Move { before, after: Some(candidate), replaced_by: None });
    }
    for (module, before) in &universe.have {
        let gone =
            Move { before: Some(before), after: None, replaced_by: chosen.successor(universe, module) };
        moves.entry(module.clone()).or_insert(gone);
    }
    let needs = Needs::of(&moves);
    let blockers = blockers(universe, &moves);
    let order = in_order(&moves, &needs, &blockers);
    let steps = order.into_iter().filter_map(|module| step(&moves, &needs, module)).collect();
    estimate::complete(universe, steps)
}

type Moves<'u, 'a> = BTreeMap<Slug, Move<'u, 'a>>;

/// For each requirement of each module that is there afterwards: the modules that meet it.
struct Needs<'m> {
    /// By module: one set for each requirement that it does not meet itself.
    of: BTreeMap<&'m Slug, Vec<BTreeSet<&'m Slug>>>,
    /// By module: those that need it.
    by: BTreeMap<&'m Slug, BTreeSet<&'m Slug>>,
}

impl<'m> Needs<'m> {
    fn of(moves: &'m Moves<'_, '_>) -> Self {
        let mut providers = BTreeMap::<(&Slug, u32), Vec<(&Slug, u32)>>::new();
        for (module, candidate) in moves.iter().filter_map(|(module, m)| Some((module, m.after?))) {
            for interface in candidate.document.iter().flat_map(|document| &document.provides) {
                let key = (&interface.id, interface.version.major());
                providers.entry(key).or_default().push((module, interface.version.minor()));
            }
        }
        let mut needs = Self { of: BTreeMap::new(), by: BTreeMap::new() };
        for (module, candidate) in moves.iter().filter_map(|(module, m)| Some((module, m.after?))) {
            for requirement in requires(candidate) {
                let meeting: BTreeSet<&Slug> = match requirement {
                    Requirement::Module(wanted) => {
                        moves.get_key_value(&wanted.module).map(|(name, _)| name).into_iter().collect()
                    }
                    Requirement::Interface { interface } => {
                        let key = (&interface.id, interface.version.major());
                        let all = providers.get(&key).into_iter().flatten();
                        let fitting = all.filter(|(_, minor)| *minor >= interface.version.minor());
                        fitting.map(|(name, _)| *name).collect()
                    }
                };
                for other in meeting.iter().filter(|other| **other != module) {
                    needs.by.entry(other).or_default().insert(module);
                }
                if !meeting.contains(module) {
                    needs.of.entry(module).or_default().push(meeting);
                }
            }
        }
        needs
    }
}

/// For each module, those that are in its way as they are before the plan, and so have to go or change first.
fn blockers<'m>(universe: &Universe<'_>, moves: &'m Moves<'_, '_>) -> BTreeMap<&'m Slug, BTreeSet<&'m Slug>> {
    let mut blockers = BTreeMap::<&Slug, BTreeSet<&Slug>>::new();
    let mut block = |module: &'m Slug, other: &'m Slug| {
        if module != other {
            blockers.entry(module).or_default().insert(other);
        }
    };
    // What stands beside the other today is in nobody's way.
    let arrives = |this: &Move<'_, '_>, candidate: &Candidate<'_>| this.before != Some(&candidate.version);
    for (module, this) in moves {
        let Some(candidate) = this.after.filter(|candidate| arrives(this, candidate)) else { continue };
        for conflict in candidate.document.iter().flat_map(|document| &document.conflicts) {
            let other = moves.get_key_value(&conflict.module);
            if let Some((other, Move { before: Some(before), .. })) = other
                && conflict.range.matches(before)
            {
                block(module, other);
            }
        }
    }
    for (other, before) in moves.iter().filter_map(|(other, m)| Some((other, m.before?))) {
        let document = universe.demand.catalog.get(other, before);
        for conflict in document.iter().flat_map(|document| &document.conflicts) {
            let Some((module, this)) = moves.get_key_value(&conflict.module) else { continue };
            let meets = |candidate: &&&Candidate<'_>| {
                arrives(this, candidate) && conflict.range.matches(&candidate.version)
            };
            if this.after.as_ref().filter(meets).is_some() {
                block(module, other);
            }
        }
    }
    blockers
}

/// The modules in an order in which each comes after what it needs and after what would be in its way.
fn in_order<'m>(
    moves: &'m Moves<'_, '_>,
    needs: &Needs<'m>,
    blockers: &BTreeMap<&'m Slug, BTreeSet<&'m Slug>>,
) -> Vec<&'m Slug> {
    // What goes goes last, unless it is in the way of something.
    let rank = |module: &'m Slug| (moves.get(module).is_none_or(|m| m.after.is_none()), module);
    let mut open: BTreeSet<(bool, &Slug)> = moves.keys().map(rank).collect();
    let mut unmet: BTreeMap<&Slug, Vec<&BTreeSet<&Slug>>> =
        needs.of.iter().map(|(module, sets)| (*module, sets.iter().collect())).collect();
    let mut ready: BTreeSet<(bool, &Slug)> =
        open.iter().copied().filter(|(_, module)| !unmet.contains_key(module)).collect();
    let mut placed = BTreeSet::new();
    let mut order = Vec::with_capacity(moves.len());
    while !open.is_empty() {
        let free = |(_, module): &&(bool, &'m Slug)| {
            blockers.get(module).is_none_or(|others| others.is_subset(&placed))
        };
        // Modules that need each other, or that are in each other's way, have no first one: what they need counts
        // more, then their keys.
        let next = ready.iter().find(free).or_else(|| ready.first()).or_else(|| open.first()).copied();
        let Some(next) = next else { break };
        open.remove(&next);
        ready.remove(&next);
        placed.insert(next.1);
        order.push(next.1);
        for waiting in needs.by.get(next.1).into_iter().flatten() {
            let Some(sets) = unmet.get_mut(waiting) else { continue };
            sets.retain(|set| !set.contains(next.1));
            if sets.is_empty() {
                unmet.remove(waiting);
                ready.extend(open.get(&rank(waiting)));
            }
        }
    }
    order
}

fn step(moves: &Moves<'_, '_>, needs: &Needs<'_>, module: &Slug) -> Option<Step> {
    let Move { before, after, replaced_by } = moves.get(module)?;
    let action = match (before, after) {
        (_, None) => Action::Remove,
        (None, Some(_)) => Action::Install,
        (Some(before), Some(after)) if **before == after.version => Action::Keep,
        (Some(before), Some(after)) if **before < after.version => Action::Upgrade,
        (Some(_), Some(_)) => Action::Downgrade,
    };
    let changed = matches!(action, Action::Upgrade | Action::Downgrade);
    Some(Step {
        action,
        module: module.clone(),
        version: after.map(|candidate| &candidate.version).or(*before)?.clone(),
        from: before.filter(|_| changed).cloned(),
        needed_by: needs.by.get(module).into_iter().flatten().map(|name| (*name).clone()).collect(),
        replaced_by: replaced_by.clone(),
        along: Vec::new(),
        opens: Vec::new(),
        closes: Vec::new(),
        customised: false,
        effort: None,
        cost: None,
    })
}

fn requires<'c>(candidate: &'c Candidate<'_>) -> &'c [Requirement] {
    candidate.document.map(|document| document.requires.as_slice()).unwrap_or_default()
}
