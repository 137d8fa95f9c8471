//! Units as use cases see them: the unit, and whom it belongs to when a permission is asked for.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Page, Paged, Rational, Slug, UnitKey};
use blaupause_store::{providers, successions, units};
use blaupause_territory::{Succession, Unit};

pub use blaupause_store::units::{Filter, Order};

use crate::{Error, Read};

/// A unit with the providers that serve it today.
#[derive(Debug, Clone)]
pub struct ServedUnit {
    /// The unit.
    pub unit: Unit,
    /// The providers, in order of their ids.
    pub serving: Vec<Slug>,
}

impl ServedUnit {
    /// The unit as the owner of what belongs to it.
    pub fn owner(&self) -> Owner<'_> {
        Owner::Unit(&self.unit.ars, &self.serving)
    }
}

/// The unit with this key, for an actor who may do `permission` with what belongs to it.
///
/// # Errors
/// No such unit; `Denied` if the actor may not; those of the store.
pub fn of_actor(
    tx: &mut Read<'_>,
    actor: &Actor,
    permission: Permission,
    key: &UnitKey,
) -> Result<ServedUnit, Error> {
    actor.require_somewhere(permission)?;
    let unit = units::by_key(tx.conn(), key)?;
    let today = tx.today();
    let serving = providers::serving(tx.conn(), &unit.ars, today)?;
    let served = ServedUnit { unit, serving };
    actor.require(permission, served.owner())?;
    Ok(served)
}

/// A unit with its surroundings: the levels above, its providers, and the units before and after it.
#[derive(Debug, Clone)]
pub struct UnitInContext {
    /// The unit.
    pub unit: Unit,
    /// The levels above it, the Land first.
    pub above: Vec<Unit>,
    /// The providers that serve it today.
    pub serving: Vec<Slug>,
    /// For a unit that has ended: today's units, with their shares.
    pub successors: Vec<(Unit, Rational)>,
    /// The units that directly became part of this one.
    pub predecessors: Vec<Unit>,
}

/// A unit in its surroundings; an old key is answered with its successors of today.
///
/// # Errors
/// No such unit; those of the store.
pub fn get(tx: &mut Read<'_>, key: &UnitKey) -> Result<UnitInContext, Error> {
    let unit = units::by_key(tx.conn(), key)?;
    let keys: Vec<Ars> = unit.ars.above().collect();
    let above = units::by_keys(tx.conn(), &keys)?;
    let today = tx.today();
    let serving = providers::serving(tx.conn(), &unit.ars, today)?;
    let successors = successors_of(tx, &unit)?;
    let before = successions::predecessors(tx.conn(), std::slice::from_ref(&unit.ars))?;
    let before: Vec<Ars> = before.into_iter().map(|(_, predecessor)| predecessor).collect();
    let predecessors = units::by_keys(tx.conn(), &before)?;
    Ok(UnitInContext { unit, above, serving, successors, predecessors })
}

/// The units with these keys that there are, by key.
///
/// # Errors
/// Those of the store.
pub fn of_keys(tx: &mut Read<'_>, keys: &[Ars]) -> Result<Vec<Unit>, Error> {
    Ok(units::by_keys(tx.conn(), keys)?)
}

fn successors_of(tx: &mut Read<'_>, unit: &Unit) -> Result<Vec<(Unit, Rational)>, Error> {
    if unit.valid_to.is_none() {
        return Ok(Vec::new());
    }
    // a key that was given out again is followed from its last end on
    let newest = successions::newest_of(tx.conn(), std::slice::from_ref(&unit.ars))?;
    let settled = newest.into_values().filter(|case| case.withdrawn.is_none()).find_map(|case| case.settled);
    let Some(settled) = settled else { return Ok(Vec::new()) };
    let decisions = successions::decisions(tx.conn())?;
    let shares = Succession::new(decisions).successors_since(&unit.ars, settled.effective);
    let shares: Vec<_> = shares.into_iter().filter(|s| s.ars != unit.ars).collect();
    let keys: Vec<Ars> = shares.iter().map(|s| s.ars.clone()).collect();
    let found = units::by_keys(tx.conn(), &keys)?;
    let share = |u: Unit| shares.iter().find(|s| s.ars == u.ars).map(|s| (u.clone(), s.share));
    Ok(found.into_iter().filter_map(share).collect())
}

/// Units in an order.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, filter: &Filter, order: Order, page: &Page) -> Result<Paged<Unit>, Error> {
    let today = tx.today();
    Ok(units::list(tx.conn(), filter, order, today, page)?)
}
