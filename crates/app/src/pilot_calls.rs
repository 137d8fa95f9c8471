//! Calls for pilots: a unit registers its interest, the provider sees who would be the best partners and why.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, PersonDays, Slug, UnitKey};
use blaupause_pilots::Prose;
use blaupause_pilots::pilots::{Candidate, CandidateFacts, Interest, rank_candidates};
use blaupause_store::{pilot_calls as store, pilots, running_modules, signed_assessments};

use crate::{Change, Error, Expected, Read, Write, units};

/// Registers the interest of a unit in a pilot that seeks partners, or changes it.
///
/// # Errors
/// No such unit or pilot; `Denied`; a pilot that seeks no partners; a capacity that is none; `Stale`; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    pilot: &Slug,
    unit: &UnitKey,
    expected: Option<Expected>,
    offer: (Option<PersonDays>, Prose),
) -> Result<Interest, Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::AnswerCalls, unit)?.unit.ars;
    let pilot = pilots::by_slug(tx.conn(), pilot)?;
    let fresh = Interest::new(&pilot, unit, offer, tx.today())?;
    let before = store::find(tx.conn(), &fresh.pilot, &fresh.unit)?;
    Expected::check_put(expected, before.as_ref().map(|before| before.revision))?;
    let interest = if let Some(before) = before {
        let changed = Interest { since: before.since, revision: before.revision.next(), ..fresh };
        store::update(tx.conn(), &changed)?;
        changed
    } else {
        store::insert(tx.conn(), &fresh)?;
        fresh
    };
    tx.record(actor, change("pilotInterest.registered", &interest))?;
    Ok(interest)
}

/// Withdraws the interest of a unit.
///
/// # Errors
/// No such unit or interest; `Denied`; `Stale`; those of the store.
pub fn withdraw(
    tx: &mut Write<'_>,
    actor: &Actor,
    pilot: &Slug,
    unit: &UnitKey,
    expected: Expected,
) -> Result<(), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::AnswerCalls, unit)?.unit.ars;
    let interest = store::get(tx.conn(), pilot, &unit)?;
    expected.check(interest.revision)?;
    store::delete(tx.conn(), &interest)?;
    tx.record(actor, change("pilotInterest.withdrawn", &interest))
}

/// The interest of a unit in a pilot.
///
/// # Errors
/// No such unit or interest; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, pilot: &Slug, unit: &UnitKey) -> Result<Interest, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    Ok(store::get(tx.conn(), pilot, &unit)?)
}

/// The candidates for a pilot among the units of its provider, the best first.
///
/// # Errors
/// No such pilot; `Denied`; those of the store.
pub fn candidates(tx: &mut Read<'_>, actor: &Actor, pilot: &Slug) -> Result<Vec<Candidate>, Error> {
    actor.require_somewhere(Permission::ReadServiceArea)?;
    let pilot = pilots::by_slug(tx.conn(), pilot)?;
    actor.require(Permission::ReadServiceArea, Owner::Provider(&pilot.provider))?;
    let today = tx.today();
    let units = running_modules::units_of(tx.conn(), &pilot.provider, today)?;
    let keys: Vec<Ars> = units.iter().map(|unit| unit.ars.clone()).collect();
    let mut levels: BTreeMap<Ars, _> =
        signed_assessments::latest_of_all(tx.conn(), &pilot.model, Some(&keys))?
            .into_iter()
            .filter_map(|summary| Some((summary.assessed.unit()?.clone(), summary.levels)))
            .collect();
    let mut interests: BTreeMap<Ars, Interest> =
        store::of_pilot(tx.conn(), &pilot.slug)?.into_iter().map(|i| (i.unit.clone(), i)).collect();
    let busy = store::busy(tx.conn(), &pilot.provider, today)?;
    let facts = units.into_iter().filter_map(|unit| {
        Some(CandidateFacts {
            size_class: unit.size_class()?,
            levels: levels.remove(&unit.ars),
            interest: interests.remove(&unit.ars),
            busy: busy.get(&unit.ars).copied().unwrap_or_default(),
            unit: unit.ars,
            name: unit.name,
        })
    });
    Ok(rank_candidates(&pilot, facts)?)
}

fn change(kind: &'static str, interest: &Interest) -> Change {
    let place = format!("/pilot-calls/{}/interests/{}", interest.pilot, interest.unit);
    Change::new(kind, place).of_unit(&interest.unit)
}
