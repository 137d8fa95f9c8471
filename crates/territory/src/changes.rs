//! What changed between two states of the register. Who succeeds whom is proposed here and decided elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ags, Ars, Date, Level, Rational};
use serde::{Deserialize, Serialize};

use crate::proposals::{SuccessionProposal, open_abroad, propose};
use crate::{Basis, Decision, Kind, Register, Successor, Unit};

/// Everything that differs between two states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeList {
    /// The older state; nothing for a first import.
    pub from: Option<Date>,
    /// The newer state.
    pub to: Date,
    /// The changes, in the order of the keys.
    pub changes: Vec<Change>,
    /// One proposal for every municipality whose AGS, or elsewhere LAU code, vanished.
    pub proposals: Vec<SuccessionProposal>,
}

/// One change of one unit. `ars` is its key in the newer state, except for what was dissolved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RegisterChange))]
pub enum Change {
    /// A unit that was not there before.
    New {
        /// Its key.
        ars: Ars,
        /// Its level.
        level: Level,
        /// Its name.
        name: String,
        /// Its inhabitants.
        population: Option<u32>,
    },
    /// Another official name.
    Renamed {
        /// The unit.
        ars: Ars,
        /// The older name.
        before: String,
        /// The newer name.
        after: String,
    },
    /// A municipality that kept its AGS and moved to another Verband, so that its ARS changed; in other countries one
    /// that kept its LAU code in another NUTS 3 region. It is one and the same: the newer key succeeds the older one
    /// with share 1.
    KeyChanged {
        /// The AGS that stayed; nothing outside Germany, where both keys end in what stayed.
        ags: Option<Ags>,
        /// The older key.
        before: Ars,
        /// The newer key.
        after: Ars,
        /// Its name in the newer state.
        name: String,
    },
    /// A unit that is no longer there.
    Dissolved {
        /// Its key in the older state.
        ars: Ars,
        /// Its level.
        level: Level,
        /// Its name.
        name: String,
        /// Its last known inhabitants.
        population: Option<u32>,
    },
    /// Another number of inhabitants.
    PopulationChanged {
        /// The unit.
        ars: Ars,
        /// The older number.
        before: Option<u32>,
        /// The newer number.
        after: Option<u32>,
    },
    /// Another area.
    AreaChanged {
        /// The unit.
        ars: Ars,
        /// The older area in hectares.
        before: Option<u32>,
        /// The newer area in hectares.
        after: Option<u32>,
    },
    /// Another Textkennzeichen.
    KindChanged {
        /// The unit.
        ars: Ars,
        /// The older kind.
        before: Option<Kind>,
        /// The newer kind.
        after: Option<Kind>,
    },
    /// Another seat of the administration.
    SeatChanged {
        /// The unit.
        ars: Ars,
        /// The older seat.
        before: Option<String>,
        /// The newer seat.
        after: Option<String>,
    },
    /// Another unit directly above.
    ParentChanged {
        /// The unit.
        ars: Ars,
        /// The older parent.
        before: Option<Ars>,
        /// The newer parent.
        after: Option<Ars>,
    },
}

impl Change {
    /// The key of the unit: in the newer state, or the last one of a dissolved unit.
    pub fn ars(&self) -> &Ars {
        match self {
            Self::New { ars, .. }
            | Self::Renamed { ars, .. }
            | Self::Dissolved { ars, .. }
            | Self::PopulationChanged { ars, .. }
            | Self::AreaChanged { ars, .. }
            | Self::KindChanged { ars, .. }
            | Self::SeatChanged { ars, .. }
            | Self::ParentChanged { ars, .. } => ars,
            Self::KeyChanged { after, .. } => after,
        }
    }
}

impl ChangeList {
    /// The changes of a first import: every unit is new.
    pub fn initial(new: &Register) -> Self {
        let changes = new.units.values().map(as_new).collect();
        Self { from: None, to: new.state, changes, proposals: Vec::new() }
    }

    /// The decisions that need nobody: a municipality that only changed its ARS succeeds itself.
    pub fn key_decisions(&self, effective: Date) -> Vec<Decision> {
        let decision = |change: &Change| match change {
            Change::KeyChanged { before, after, .. } => {
                Some(whole(before, after, effective, Basis::KeyChange))
            }
            _ => None,
        };
        self.changes.iter().filter_map(decision).collect()
    }

    /// The conclusive proposals as decisions, for whoever accepts them.
    pub fn conclusive_decisions(&self, effective: Date) -> Vec<Decision> {
        let conclusive = self.proposals.iter().filter(|p| p.conclusive);
        conclusive
            .filter_map(|p| Some((p, p.candidates.first()?)))
            .map(|(p, c)| whole(&p.predecessor, &c.ars, effective, Basis::AreaAndPopulation))
            .collect()
    }
}

fn whole(predecessor: &Ars, successor: &Ars, effective: Date, basis: Basis) -> Decision {
    let successors = vec![Successor { ars: successor.clone(), share: Rational::ONE }];
    Decision { predecessor: predecessor.clone(), successors, effective, basis, note: None }
}

/// Compares two states: municipalities by what they keep ([`Ars::lasting`]), all other levels by key.
pub fn compare(old: &Register, new: &Register) -> ChangeList {
    let lasting = |unit: &Unit| unit.ars.lasting();
    let new_by_code: BTreeMap<String, &Unit> =
        new.units.values().filter_map(|u| lasting(u).map(|code| (code, u))).collect();
    let mut kept: BTreeSet<&Ars> = BTreeSet::new();
    let mut changes = Vec::new();
    for before in old.units.values() {
        let after = match lasting(before) {
            Some(code) => new_by_code.get(&code).copied(),
            None => new.units.get(&before.ars),
        };
        match after {
            Some(after) => {
                kept.insert(&after.ars);
                differences(before, after, &mut changes);
            }
            None => changes.push(Change::Dissolved {
                ars: before.ars.clone(),
                level: before.level,
                name: before.name.clone(),
                population: before.population,
            }),
        }
    }
    changes.extend(new.units.values().filter(|u| !kept.contains(&u.ars)).map(as_new));
    changes.sort_by(|a, b| a.ars().cmp(b.ars()));
    let mut proposals = propose(old, new);
    proposals.extend(open_abroad(old, new));
    ChangeList { from: Some(old.state), to: new.state, changes, proposals }
}

fn as_new(unit: &Unit) -> Change {
    Change::New {
        ars: unit.ars.clone(),
        level: unit.level,
        name: unit.name.clone(),
        population: unit.population,
    }
}

fn differences(old: &Unit, new: &Unit, changes: &mut Vec<Change>) {
    let ars = || new.ars.clone();
    if old.ars != new.ars {
        let (before, after, name) = (old.ars.clone(), ars(), new.name.clone());
        changes.push(Change::KeyChanged { ags: new.ags.clone(), before, after, name });
    }
    if old.name != new.name {
        changes.push(Change::Renamed { ars: ars(), before: old.name.clone(), after: new.name.clone() });
    }
    if old.population != new.population {
        changes.push(Change::PopulationChanged { ars: ars(), before: old.population, after: new.population });
    }
    if old.area_hectares != new.area_hectares {
        let (before, after) = (old.area_hectares, new.area_hectares);
        changes.push(Change::AreaChanged { ars: ars(), before, after });
    }
    if old.kind != new.kind {
        changes.push(Change::KindChanged { ars: ars(), before: old.kind, after: new.kind });
    }
    if old.seat != new.seat {
        changes.push(Change::SeatChanged { ars: ars(), before: old.seat.clone(), after: new.seat.clone() });
    }
    if old.parent != new.parent {
        changes.push(Change::ParentChanged {
            ars: ars(),
            before: old.parent.clone(),
            after: new.parent.clone(),
        });
    }
}

#[cfg(test)]
mod tests;
