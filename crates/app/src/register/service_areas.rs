//! Service areas after a succession: whoever served a unit goes on serving its successor, where that is clear.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::Actor;
use blaupause_kernel::Ars;
use blaupause_store::{providers, successions as cases};
use blaupause_territory::changes::{Change as RegisterChange, ChangeList};
use blaupause_territory::{Decision, Holdings, Inheritance, Register, Unit, inherit};

use crate::{Error, Read, Write};

/// What a newer state makes of the service areas of the units that it dissolves or brings back.
pub(super) fn after(
    tx: &mut Read<'_>,
    holdings: &Holdings,
    register: &Register,
    list: &ChangeList,
) -> Result<Inheritance, Error> {
    let mut decisions = list.key_decisions(register.state);
    decisions.extend(list.conclusive_decisions(register.state));
    let returned = holdings.returned(register);
    let mut gone: BTreeSet<Ars> = list.changes.iter().filter_map(dissolved).cloned().collect();
    let mut keys: BTreeSet<Ars> =
        gone.iter().cloned().chain(returned.iter().map(|r| r.ars.clone())).collect();
    for decision in &decisions {
        gone.remove(&decision.predecessor);
        keys.insert(decision.predecessor.clone());
        keys.extend(decision.successors.iter().map(|s| s.ars.clone()));
    }
    let areas = providers::areas_over(tx.conn(), &keys)?;
    let mut inheritance = inherit(&areas, &decisions, &there_before(&holdings.units, &decisions));
    inheritance.leave(&areas, gone.iter(), register.state);
    inheritance.leave_returned(&areas, &returned);
    Ok(inheritance)
}

/// What new decisions make of the service areas. `units` are the successors.
pub(super) fn of_decisions(
    tx: &mut Read<'_>,
    decisions: &[Decision],
    units: &BTreeMap<Ars, Unit>,
) -> Result<Inheritance, Error> {
    let own: BTreeSet<Ars> = decisions.iter().map(|d| d.predecessor.clone()).collect();
    let successors: BTreeSet<Ars> =
        decisions.iter().flat_map(|d| d.successors.iter().map(|s| s.ars.clone())).collect();
    let keys: Vec<Ars> = successors.iter().cloned().collect();
    let mut before = there_before(units, decisions);
    // one that others merged into earlier has providers by them
    let earlier = cases::predecessors(tx.conn(), &keys)?;
    before.extend(earlier.into_iter().filter(|(_, from)| !own.contains(from)).map(|(to, _)| to));
    let areas = providers::areas_over(tx.conn(), &own.union(&successors).cloned().collect())?;
    Ok(inherit(&areas, decisions, &before))
}

/// Writes what changes, each provider's under its next revision.
pub(super) fn write(tx: &mut Write<'_>, actor: &Actor, inheritance: &Inheritance) -> Result<(), Error> {
    for area in &inheritance.ended {
        providers::end_service_area(tx.conn(), area)?;
    }
    for area in &inheritance.taken_over {
        providers::put_service_area(tx.conn(), area)?;
    }
    for stored in providers::by_ids(tx.conn(), &inheritance.providers())? {
        crate::providers::service_area_changed(tx, actor, stored)?;
    }
    Ok(())
}

/// The successors that are known from a day before they succeed.
fn there_before(units: &BTreeMap<Ars, Unit>, decisions: &[Decision]) -> BTreeSet<Ars> {
    let named = decisions.iter().flat_map(|d| d.successors.iter().map(move |s| (&s.ars, d.effective)));
    let known = |(ars, day): &(&Ars, _)| units.get(*ars).is_some_and(|u| u.valid_from < *day);
    named.filter(known).map(|(ars, _)| ars.clone()).collect()
}

/// The key of a unit that a change ends.
pub(super) fn dissolved(change: &RegisterChange) -> Option<&Ars> {
    match change {
        RegisterChange::Dissolved { ars, .. } => Some(ars),
        _ => None,
    }
}
