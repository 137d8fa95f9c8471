//! Units as use cases see them: the unit, and whom it belongs to when a permission is asked for.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Slug, UnitKey};
use blaupause_store::{providers, units};
use blaupause_territory::Unit;

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
    actor.subject()?;
    let unit = units::by_key(tx.conn(), key)?;
    let today = tx.today();
    let serving = providers::serving(tx.conn(), &unit.ars, today)?;
    let served = ServedUnit { unit, serving };
    actor.require(permission, served.owner())?;
    Ok(served)
}
