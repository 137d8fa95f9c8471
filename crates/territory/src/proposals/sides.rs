//! The two sides of a succession: municipalities that vanished, and those that gained area. No judgement.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ags, Ars, Level};

use crate::{Register, Unit};

/// A municipality that is new or grew.
pub(super) struct Receiver<'a> {
    /// As it is in the newer state.
    pub(super) unit: &'a Unit,
    /// As it was in the older one, unless it is new.
    pub(super) before: Option<&'a Unit>,
    /// Hectares gained: all of a new one, the growth of an old one.
    pub(super) gained: u32,
}

impl Receiver<'_> {
    /// 1 ha for each summand: the members of the set, and its own former area.
    pub(super) fn tolerance(&self, members: usize) -> u32 {
        let own = u32::from(self.before.is_some());
        u32::try_from(members).unwrap_or(u32::MAX).saturating_add(own)
    }

    pub(super) fn land(&self) -> Ars {
        self.unit.ars.land()
    }
}

/// Both sides, and which Kreise are not the same in the two states.
pub(super) struct Sides<'a> {
    pub(super) vanished: Vec<&'a Unit>,
    pub(super) receivers: Vec<Receiver<'a>>,
    /// Whether some municipality's gain could not be computed.
    pub(super) figures_missing: bool,
    old_counties: BTreeSet<Ars>,
    new_counties: BTreeSet<Ars>,
}

fn municipalities(register: &Register) -> BTreeMap<&Ags, &Unit> {
    let units = register.units.values().filter(|u| u.level == Level::Municipality);
    units.filter_map(|u| u.ags.as_ref().map(|ags| (ags, u))).collect()
}

impl<'a> Sides<'a> {
    pub(super) fn of(old: &'a Register, new: &'a Register) -> Self {
        let (before, after) = (municipalities(old), municipalities(new));
        let counties =
            |units: &BTreeMap<&Ags, &Unit>| units.values().filter_map(|u| u.ars.county()).collect();
        let vanished = before.iter().filter(|(ags, _)| !after.contains_key(*ags)).map(|(_, u)| *u).collect();
        let (mut receivers, mut figures_missing) = (Vec::new(), false);
        for (ags, unit) in &after {
            let earlier = before.get(ags).copied();
            let former = earlier.map_or(Some(0), |e| e.area_hectares);
            match unit.area_hectares.zip(former) {
                Some((area, former)) if area > former => {
                    receivers.push(Receiver { unit, before: earlier, gained: area - former });
                }
                Some(_) => {}
                None => figures_missing = true,
            }
        }
        let (old_counties, new_counties) = (counties(&before), counties(&after));
        Self { vanished, receivers, figures_missing, old_counties, new_counties }
    }

    /// Whether unit and receiver lie in the same Kreis, or in the same Land while one of their Kreise came or went.
    pub(super) fn same_area(&self, unit: &Unit, receiver: &Receiver<'_>) -> bool {
        let (Some(from), Some(to)) = (unit.ars.county(), receiver.unit.ars.county()) else { return false };
        let reformed = !self.new_counties.contains(&from) || !self.old_counties.contains(&to);
        from == to || (reformed && self.same_land(unit, receiver))
    }

    pub(super) fn same_land(&self, unit: &Unit, receiver: &Receiver<'_>) -> bool {
        unit.ars.land() == receiver.land()
    }
}
