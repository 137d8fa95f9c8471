//! From the solver's selection to a plan: without what nobody needs, and each module after what it needs.

mod chosen;

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Slug, Version};

use super::estimate;
use super::solver::Selection;
use super::universe::{Candidate, Universe};
use super::{Action, Plan, Step};
use crate::{ModuleVersion, Requirement};
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
    let mut moves: BTreeMap<Slug, Move<'_, '_>> = BTreeMap::new();
    for (module, candidate) in chosen.needed(universe) {
        let before = universe.have.get(&module);
        moves.insert(module, Move { before, after: Some(candidate), replaced_by: None });
    }
    for (module, before) in &universe.have {
        let gone =
            Move { before: Some(before), after: None, replaced_by: chosen.successor(universe, module) };
        moves.entry(module.clone()).or_insert(gone);
    }
    let steps = in_order(universe, &moves).into_iter().filter_map(|module| step(&moves, module)).collect();
    estimate::complete(universe, steps)
}

/// The modules in an order in which each comes after what it needs and after what would be in its way.
fn in_order<'m>(universe: &Universe<'_>, moves: &'m BTreeMap<Slug, Move<'_, '_>>) -> Vec<&'m Slug> {
    let mut open: Vec<_> = moves.keys().collect();
    // What goes goes last, unless it is in the way of something.
    open.sort_by_key(|module| moves.get(*module).is_none_or(|m| m.after.is_none()));
    let mut placed: Vec<&Slug> = Vec::new();
    while !open.is_empty() {
        let needs = |module: &Slug| moves.get(module).is_some_and(|m| has_its_needs(moves, &placed, m));
        let free = |module: &Slug| {
            let in_the_way =
                |other: &&&Slug| **other != module && is_in_the_way(universe, moves, module, other);
            !open.iter().any(|other| in_the_way(&other))
        };
        // Modules that need each other, or that are in each other's way, have no first one: what they need counts
        // more, then their keys.
        let next = open.iter().position(|module| needs(module) && free(module));
        let next = next.or_else(|| open.iter().position(|module| needs(module))).unwrap_or(0);
        placed.push(open.remove(next));
    }
    placed
}

fn has_its_needs(moves: &BTreeMap<Slug, Move<'_, '_>>, placed: &[&Slug], this: &Move<'_, '_>) -> bool {
    let Some(candidate) = this.after else { return true };
    let there = |requirement: &Requirement| {
        placed.iter().filter_map(|module| moves.get(*module)?.after).any(|other| meets(other, requirement))
    };
    requires(candidate).iter().all(|requirement| there(requirement) || meets(candidate, requirement))
}

/// Whether `other`, as it is before the plan, conflicts with `module` as it is after it and so has to go first.
fn is_in_the_way(
    universe: &Universe<'_>,
    moves: &BTreeMap<Slug, Move<'_, '_>>,
    module: &Slug,
    other: &Slug,
) -> bool {
    let (Some(this), Some(other_move)) = (moves.get(module), moves.get(other)) else { return false };
    let (Some(candidate), Some(before)) = (this.after, other_move.before) else { return false };
    if this.before == Some(&candidate.version) {
        return false; // It stands beside it today.
    }
    let excludes = |document: &ModuleVersion, module: &Slug, version: &Version| {
        document.conflicts.iter().any(|conflict| conflict.matches(module, version))
    };
    candidate.document.is_some_and(|document| excludes(document, other, before))
        || universe
            .demand
            .catalog
            .get(other, before)
            .is_some_and(|document| excludes(document, module, &candidate.version))
}

fn step(moves: &BTreeMap<Slug, Move<'_, '_>>, module: &Slug) -> Option<Step> {
    let Move { before, after, replaced_by } = moves.get(module)?;
    let action = match (before, after) {
        (_, None) => Action::Remove,
        (None, Some(_)) => Action::Install,
        (Some(before), Some(after)) if **before == after.version => Action::Keep,
        (Some(before), Some(after)) if **before < after.version => Action::Upgrade,
        (Some(_), Some(_)) => Action::Downgrade,
    };
    let needs_it = |(name, other): &(&Slug, &Move<'_, '_>)| {
        let needs = |other: &Candidate<'_>| {
            after.is_some_and(|candidate| requires(other).iter().any(|r| meets(candidate, r)))
        };
        *name != module && other.after.is_some_and(needs)
    };
    let needed_by: BTreeSet<_> = moves.iter().filter(needs_it).map(|(name, _)| name.clone()).collect();
    let changed = matches!(action, Action::Upgrade | Action::Downgrade);
    Some(Step {
        action,
        module: module.clone(),
        version: after.map(|candidate| &candidate.version).or(*before)?.clone(),
        from: before.filter(|_| changed).cloned(),
        needed_by: needed_by.into_iter().collect(),
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

/// A version the catalogue does not know is met by its name and number alone.
fn meets(candidate: &Candidate<'_>, requirement: &Requirement) -> bool {
    candidate.document.is_some_and(|document| requirement.is_met_by(document))
}
