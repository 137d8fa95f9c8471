//! One dated state of the register, and how it is put together from single records.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ags, Ars, Country, Date, Level, Message, UnitKey};
use serde::{Deserialize, Serialize};

use crate::Unit;
use crate::defects::Defects;

/// All administrations as of one day (Gebietsstand).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    /// The day this state holds for.
    pub state: Date,
    /// Every unit by its key.
    pub units: BTreeMap<Ars, Unit>,
}

impl Register {
    /// How many units there are on each level; 07000999 and other gemeindefreie Gebiete count as municipalities.
    pub fn counts(&self) -> BTreeMap<Level, usize> {
        let mut counts = BTreeMap::new();
        for unit in self.units.values() {
            *counts.entry(unit.level).or_insert(0) += 1;
        }
        counts
    }

    /// The countries that the state says anything about. Of the others it says nothing, not that they are gone.
    pub fn countries(&self) -> BTreeSet<Country> {
        self.units.keys().map(Ars::country).collect()
    }

    /// The municipalities, without gemeindefreie Gebiete.
    pub fn municipalities(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|u| u.level == Level::Municipality && !u.is_unincorporated())
    }

    /// The municipality with this AGS.
    pub fn by_ags(&self, ags: &Ags) -> Option<&Unit> {
        let county: Ars = ags.as_str().get(..5)?.parse().ok()?;
        let within = self.units.range(county.clone()..).map(|(_, unit)| unit);
        within.take_while(|u| county.contains(&u.ars)).find(|u| u.ags.as_ref() == Some(ags))
    }

    /// The unit with this ARS or AGS.
    pub fn by_key(&self, key: &UnitKey) -> Option<&Unit> {
        match key {
            UnitKey::Ars(ars) => self.units.get(ars),
            UnitKey::Ags(ags) => self.by_ags(ags),
        }
    }
}

/// A unit with the place in the file where its key stands.
pub(crate) struct Record {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) unit: Unit,
}

/// Joins single records into a register: unique keys, parents, sums of the upper levels.
/// With `complete` set, every unit below a Land needs an ancestor in the file.
pub(crate) fn assemble(state: Date, records: Vec<Record>, complete: bool, defects: &mut Defects) -> Register {
    let mut places = BTreeMap::new();
    let mut by_code: BTreeMap<String, Ars> = BTreeMap::new();
    let mut units = BTreeMap::new();
    for Record { line, column, unit } in records {
        if units.contains_key(&unit.ars) {
            defects.add(line, column, Message::new("register-key-duplicate").with("key", &unit.ars));
            continue;
        }
        if let Some(code) = unit.ars.lasting()
            && let Some(other) = by_code.insert(code.clone(), unit.ars.clone())
        {
            let message = Message::new("register-ags-duplicate").with("ags", code).with("other", other);
            defects.add(line, column, message);
        }
        places.insert(unit.ars.clone(), (line, column));
        units.insert(unit.ars.clone(), unit);
    }
    let keys: Vec<Ars> = units.keys().cloned().collect();
    let mut sums: BTreeMap<Ars, Sums> = BTreeMap::new();
    for ars in keys {
        let above: Vec<Ars> = ars.above().filter(|a| units.contains_key(a)).collect();
        let Some(unit) = units.get_mut(&ars) else { continue };
        if above.is_empty() && unit.level != Level::Land && complete {
            let (line, column) = places.get(&ars).copied().unwrap_or((1, 1));
            defects.add(line, column, Message::new("register-unit-orphan").with("key", &ars));
        }
        unit.parent = above.first().cloned();
        if unit.level == Level::Municipality {
            for key in above {
                sums.entry(key).or_default().add(unit);
            }
        }
    }
    for (ars, sum) in sums {
        let Some(unit) = units.get_mut(&ars) else { continue };
        if sum.overflow {
            let (line, column) = places.get(&ars).copied().unwrap_or((1, 1));
            defects.add(line, column, Message::new("register-sum-too-large").with("key", &ars));
        }
        unit.population = sum.population.or(unit.population);
        unit.area_hectares = sum.area.or(unit.area_hectares);
    }
    Register { state, units }
}

/// Sums over municipalities. One unknown summand makes a sum unknown: part of a sum would look like all of it.
struct Sums {
    population: Option<u32>,
    area: Option<u32>,
    overflow: bool,
}

impl Default for Sums {
    fn default() -> Self {
        Self { population: Some(0), area: Some(0), overflow: false }
    }
}

impl Sums {
    fn add(&mut self, unit: &Unit) {
        for (sum, value) in [(&mut self.population, unit.population), (&mut self.area, unit.area_hectares)] {
            let known = sum.zip(value);
            *sum = known.and_then(|(sum, value)| sum.checked_add(value));
            self.overflow |= known.is_some() && sum.is_none();
        }
    }
}
