//! The units that a table names, by ARS or AGS, for somebody who may do something with every one of them.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, UnitKey};
use blaupause_store::{served_units, units};
use blaupause_territory::Defect;

use crate::{Error, Invalid, Read};

/// Those that are there.
pub(crate) struct NamedUnits {
    units: BTreeSet<Ars>,
    by_ags: BTreeMap<String, Ars>,
}

impl NamedUnits {
    /// Looks them up, with a fixed number of queries.
    ///
    /// # Errors
    /// `Denied` for one of them the actor may not do this with; those of the store.
    pub(crate) fn load<'k>(
        tx: &mut Read<'_>,
        actor: &Actor,
        permission: Permission,
        named: impl Iterator<Item = &'k UnitKey>,
    ) -> Result<Self, Error> {
        let (mut keys, mut ags) = (BTreeSet::new(), BTreeSet::new());
        for key in named {
            match key {
                UnitKey::Ars(key) => drop(keys.insert(key.clone())),
                UnitKey::Ags(key) => drop(ags.insert(key.to_string())),
            }
        }
        let by_ags = units::of_ags(tx.conn(), &ags)?;
        keys.extend(by_ags.values().cloned());
        let today = tx.today();
        let mut units = BTreeSet::new();
        for (unit, serving) in served_units::of_keys(tx.conn(), &keys, today)? {
            actor.require(permission, Owner::Unit(&unit.ars, &serving))?;
            units.insert(unit.ars);
        }
        Ok(Self { units, by_ags })
    }

    /// All of them, by key.
    pub(crate) fn all(&self) -> Vec<Ars> {
        self.units.iter().cloned().collect()
    }

    /// The one that is named so.
    pub(crate) fn of(&self, named: &UnitKey) -> Option<&Ars> {
        match named {
            UnitKey::Ars(key) => self.units.get(key),
            UnitKey::Ags(key) => self.units.get(self.by_ags.get(&key.to_string())?),
        }
    }
}

/// The defects of a table, with line and field as their places.
pub(crate) fn refused(defects: Vec<Defect>) -> Error {
    let place = |d: Defect| Invalid { pointer: format!("{}:{}", d.line, d.column), message: d.message };
    Error::Invalid(defects.into_iter().map(place).collect())
}
