//! What decided successions make of service areas. Whoever served a municipality goes on serving it where that
//! leaves no doubt; all else stays as it is and is named, as it decides who reads whose data.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ars, Date, Slug};
use serde::{Deserialize, Serialize};

use crate::{Decision, Returned, ServiceArea};

/// What becomes of the service areas.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Inheritance {
    /// New entries: the successors, each served as the dissolved unit was.
    pub taken_over: Vec<ServiceArea>,
    /// The entries of dissolved units that end with them, as they are until then.
    pub ended: Vec<ServiceArea>,
    /// Services that a person has to look at; nothing was changed about them.
    pub left: Vec<LeftService>,
}

/// A service of a dissolved unit that does not simply go over to a successor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftService {
    /// The dissolved unit.
    pub unit: Ars,
    /// Who served it.
    pub provider: Slug,
    /// Why it was left.
    pub why: WhyLeft,
}

/// Why a service was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WhyLeft {
    /// Nobody has decided who succeeds the unit.
    Undecided,
    /// The unit was divided, and not every successor is served by the provider.
    Divided,
    /// The units that were merged, or the one that took them in, did not have the same providers.
    ProvidersDiffer,
    /// The unit was served as a part of a wider one that does not hold the successor.
    ServedFromAbove,
    /// Another succession was decided before, and service areas followed that one.
    Corrected,
    /// The unit is in the register again, and its service had ended with it.
    Returned,
}

/// What becomes of the areas of these dissolved units. `areas` are all that hold one of them or of the
/// successors; `before` are the successors that were there before.
pub fn inherit(areas: &[ServiceArea], decisions: &[Decision], before: &BTreeSet<Ars>) -> Inheritance {
    let mut done = Inheritance::default();
    let mut merged: BTreeMap<&Ars, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions {
        match decision.sole_successor() {
            Some(successor) => merged.entry(successor).or_default().push(decision),
            None => done.divide(areas, decision),
        }
    }
    for (successor, parts) in merged {
        done.merge(areas, successor, &parts, before.contains(successor));
    }
    done.left.sort();
    done
}

/// Whoever serves a unit from a day on, directly or with a level above it.
fn serving<'a>(areas: &'a [ServiceArea], unit: &Ars, on: Date) -> BTreeSet<&'a Slug> {
    areas.iter().filter(|a| a.serves_from(unit, on)).map(|a| &a.provider).collect()
}

impl Inheritance {
    /// The areas of units that are there again, which had ended with them.
    pub fn leave_returned(&mut self, areas: &[ServiceArea], returned: &[Returned]) {
        for unit in returned {
            let ended = areas.iter().filter(|a| a.unit == unit.ars && a.to == Some(unit.last));
            self.left.extend(ended.map(|a| a.left(WhyLeft::Returned)));
        }
        self.left.sort();
    }

    /// The areas of these dissolved units, none of which has a successor.
    pub fn leave<'a>(&mut self, areas: &[ServiceArea], gone: impl Iterator<Item = &'a Ars>, on: Date) {
        for unit in gone {
            let direct = areas.iter().filter(|a| a.unit == *unit && a.serves_from(unit, on));
            self.left.extend(direct.map(|a| a.left(WhyLeft::Undecided)));
        }
        self.left.sort();
    }

    /// Every provider concerned by a change.
    pub fn providers(&self) -> BTreeSet<&Slug> {
        self.taken_over.iter().chain(&self.ended).map(|a| &a.provider).collect()
    }

    fn divide(&mut self, areas: &[ServiceArea], decision: &Decision) {
        let (unit, on) = (&decision.predecessor, decision.effective);
        for provider in serving(areas, unit, on) {
            if !decision.successors.iter().all(|s| serving(areas, &s.ars, on).contains(provider)) {
                self.left.push(LeftService {
                    unit: unit.clone(),
                    provider: provider.clone(),
                    why: WhyLeft::Divided,
                });
            }
        }
    }

    fn merge(&mut self, areas: &[ServiceArea], successor: &Ars, parts: &[&Decision], was_there: bool) {
        let held = |d: &&Decision| serving(areas, &d.predecessor, d.effective);
        let mut sides: BTreeSet<BTreeSet<&Slug>> = parts.iter().map(held).collect();
        if let Some(first) = parts.first().filter(|_| was_there) {
            sides.insert(serving(areas, successor, first.effective));
        }
        let same = sides.len() == 1;
        for decision in parts {
            let (unit, on) = (&decision.predecessor, decision.effective);
            let already = serving(areas, successor, on);
            for provider in serving(areas, unit, on) {
                let own = |a: &&ServiceArea| a.provider == *provider && a.unit == *unit;
                let direct: Vec<_> = areas.iter().filter(own).filter(|a| a.serves_from(unit, on)).collect();
                let why = match direct.first() {
                    _ if already.contains(provider) => None,
                    _ if !same => Some(WhyLeft::ProvidersDiffer),
                    None => Some(WhyLeft::ServedFromAbove),
                    Some(_) => {
                        direct.iter().for_each(|area| self.take_over(area, successor, on));
                        None
                    }
                };
                match why {
                    Some(why) => {
                        let (unit, provider) = (unit.clone(), provider.clone());
                        self.left.push(LeftService { unit, provider, why });
                    }
                    None => self.ended.extend(direct.into_iter().cloned().map(|a| a.until(on.day_before()))),
                }
            }
        }
    }

    fn take_over(&mut self, area: &ServiceArea, successor: &Ars, on: Date) {
        let from = area.from.max(on);
        let known = self.taken_over.iter_mut().find(|a| a.provider == area.provider && a.unit == *successor);
        match known {
            // several predecessors: the service ends when the last of them would have
            Some(entry) => {
                entry.from = entry.from.min(from);
                entry.to = entry.to.zip(area.to).map(|(a, b)| a.max(b));
                entry.with_descendants |= area.with_descendants;
            }
            None => self.taken_over.push(ServiceArea { unit: successor.clone(), from, ..area.clone() }),
        }
    }
}

impl ServiceArea {
    /// The same service as one that was left.
    pub fn left(&self, why: WhyLeft) -> LeftService {
        LeftService { unit: self.unit.clone(), provider: self.provider.clone(), why }
    }
}

#[cfg(test)]
mod tests;
