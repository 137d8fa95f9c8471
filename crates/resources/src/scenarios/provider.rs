//! What a provider and all its units are short of together, and what covers it: what was promised, what is free in its pools,
//! and more capacity at least cost.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Euro};
use serde::{Deserialize, Serialize};

use super::shares::share;
use super::units::{BY_PEOPLE, Need, UnitCapacity};
use super::{Facts, actions};
use crate::Error;
use crate::capacity::{CapacityKind, CoverStep, Pool, Supply, cheapest};

/// What there is of one kind, and what is short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioCapacity))]
pub struct Capacity {
    /// The kind.
    pub kind: CapacityKind,
    /// What is needed.
    pub demand: u64,
    /// What of it units were promised, and pools still have.
    pub committed: u64,
    /// What is short: demand less what is promised.
    pub short: u64,
    /// What the provider's own pools cover of that.
    pub own: u64,
    /// What clustered pools cover.
    pub clustered: u64,
    /// What rented pools cover.
    pub rented: u64,
    /// What more is taken, at least cost.
    pub further: Vec<CoverStep>,
    /// What that costs.
    pub cost: Euro,
    /// What nothing covers.
    pub uncovered: u64,
    /// What went with the lost site, of pools that keep the rules.
    pub lost: u64,
    /// What pools have that break a rule of sovereignty, so that it is not used.
    pub barred: u64,
}

/// Devices of all units and the provider's own staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioDevices))]
pub struct Devices {
    /// Devices that are missing.
    pub short: u64,
    /// Private devices that stand in, as far as a rule allows them (BYOD).
    pub private_devices: u64,
    /// Devices to buy.
    pub to_buy: u64,
    /// What they cost; nothing if the price is not known.
    pub cost: Option<Euro>,
    /// Whether they are there when they are needed.
    pub in_time: bool,
}

/// A provider and all its units together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioTotal))]
pub struct Total {
    /// Units that are calculated.
    pub units: usize,
    /// People who have to work elsewhere.
    pub mobile: u64,
    /// Those whom no rule allows to.
    pub without_rule: u64,
    /// Units in which no video tool is approved for what is talked about; the provider's own staff counts as one.
    pub video_rule_missing: usize,
    /// Devices.
    pub devices: Devices,
    /// Capacity, kind by kind.
    pub capacity: Vec<Capacity>,
    /// What devices with a price and more capacity cost.
    pub cost: Euro,
}

/// What is left of a pool: what it can still keep of its promises, and what is free.
struct Left<'p> {
    pool: &'p Pool,
    honoured: BTreeMap<&'p Ars, u64>,
    free: u64,
}

impl<'p> Left<'p> {
    fn of(pool: &'p Pool, facts: &Facts) -> Self {
        let left = pool.terms.capacity(facts.parameters.lost_site.as_ref());
        let promised = pool.terms.committed();
        let honoured: BTreeMap<&Ars, u64> = pool
            .terms
            .commitments
            .iter()
            .map(|promise| (&promise.unit, scaled(promise.amount, left, promised)))
            .collect();
        let kept = honoured.values().fold(0, |sum: u64, amount| sum.saturating_add(*amount));
        Self { pool, honoured, free: left.saturating_sub(kept) }
    }
}

/// A promise if what is left suffices for all of them, else its part, rounded down.
fn scaled(amount: u64, left: u64, promised: u64) -> u64 {
    if left >= promised {
        return amount;
    }
    let part = u128::from(amount) * u128::from(left) / u128::from(promised.max(1));
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// The whole, and for each need its capacity by kind, in the same order.
pub(super) fn calculate(facts: &Facts, needs: &[Need]) -> Result<(Total, Vec<Vec<UnitCapacity>>), Error> {
    let sum = |of: fn(&Need) -> u64| needs.iter().map(of).fold(0_u64, u64::saturating_add);
    let mut shares: Vec<Vec<UnitCapacity>> = vec![Vec::new(); needs.len()];
    let mut capacity = Vec::new();
    let to_buy = sum(Need::to_buy);
    let device_cost = actions::device_cost(facts, to_buy)?;
    let mut cost = device_cost.unwrap_or(Euro::ZERO);
    for kind in CapacityKind::ALL {
        let Some(found) = of_kind(kind, facts, needs, &mut shares)? else { continue };
        cost = cost.checked_add(found.cost).ok_or(Error::TooLarge)?;
        capacity.push(found);
    }
    let mobile = sum(|need| need.mobile);
    let total = Total {
        units: needs.iter().filter(|need| need.unit.is_some()).count(),
        mobile,
        without_rule: mobile - sum(|need| need.permitted),
        video_rule_missing: needs.iter().filter(|need| need.video_rule_missing).count(),
        devices: Devices {
            short: sum(|need| need.devices_short),
            private_devices: sum(|need| need.private_devices),
            to_buy,
            cost: device_cost,
            in_time: facts.parameters.assumptions.device_lead_days <= facts.parameters.days,
        },
        capacity,
        cost,
    };
    Ok((total, shares))
}

fn of_kind(
    kind: CapacityKind,
    facts: &Facts,
    needs: &[Need],
    shares: &mut [Vec<UnitCapacity>],
) -> Result<Option<Capacity>, Error> {
    let parameters = &facts.parameters;
    let pools: Vec<&Pool> = facts.pools.iter().filter(|pool| pool.terms.kind == kind).collect();
    let place = BY_PEOPLE.iter().position(|by_people| *by_people == kind);
    if pools.is_empty() && place.is_none() {
        return Ok(None);
    }
    let (kept, barred): (Vec<&Pool>, Vec<&Pool>) =
        pools.iter().partition(|pool| pool.terms.keeps(&parameters.sovereignty_rules));
    let left: Vec<Left<'_>> = kept.iter().map(|pool| Left::of(pool, facts)).collect();
    let mut parts: Vec<UnitCapacity> = match place {
        Some(place) => needs.iter().map(|need| of_need(kind, place, need, &left)).collect(),
        None => Vec::new(),
    };
    let add = |amounts: &mut dyn Iterator<Item = u64>| amounts.fold(0_u64, u64::saturating_add);
    let demand = match place {
        Some(_) => add(&mut parts.iter().map(|part| part.demand)),
        None => add(&mut pools.iter().map(|pool| pool.terms.peak)),
    };
    let committed = add(&mut parts.iter().map(|part| part.committed));
    let short = demand - committed;
    let mut open = short;
    let mut covered = [0_u64; 3];
    for (supply, place) in Supply::ALL.into_iter().zip(&mut covered) {
        // Programs use all of a pool, promised or not.
        let has = |left: &Left<'_>| match parts.is_empty() {
            true => left.pool.terms.capacity(parameters.lost_site.as_ref()),
            false => left.free,
        };
        let of_supply = left.iter().filter(|left| left.pool.terms.supply == supply);
        *place = open.min(add(&mut of_supply.map(has)));
        open -= *place;
    }
    let offers = kept.iter().filter_map(|pool| Some((pool.id, pool.terms.further.clone()?)));
    let in_time = offers.filter(|(_, further)| further.lead_days <= parameters.days);
    let cover = cheapest(open, in_time, parameters.months())?;
    let [own, clustered, rented] = covered;
    distribute(&mut parts, [own, clustered, rented, open - cover.uncovered]);
    for (all, part) in shares.iter_mut().zip(parts) {
        all.push(part);
    }
    let whole = add(&mut kept.iter().map(|pool| pool.terms.capacity(None)));
    let lost_site = parameters.lost_site.as_ref();
    Ok(Some(Capacity {
        kind,
        demand,
        committed,
        short,
        own,
        clustered,
        rented,
        further: cover.steps,
        cost: cover.cost,
        uncovered: cover.uncovered,
        lost: whole - add(&mut kept.iter().map(|pool| pool.terms.capacity(lost_site))),
        barred: add(&mut barred.iter().map(|pool| pool.terms.capacity(lost_site))),
    }))
}

fn of_need(kind: CapacityKind, place: usize, need: &Need, left: &[Left<'_>]) -> UnitCapacity {
    let demand = need.demand.get(place).copied().unwrap_or_default();
    let promised = need.unit.as_ref().map_or(0, |unit| {
        let of_unit = left.iter().filter_map(|left| left.honoured.get(unit));
        of_unit.fold(0_u64, |sum, amount| sum.saturating_add(*amount))
    });
    let committed = demand.min(promised);
    let short = demand - committed;
    let (own, clustered, rented, further) = (0, 0, 0, 0);
    UnitCapacity { kind, demand, committed, short, own, clustered, rented, further, uncovered: short }
}

/// Gives everybody a share of what own, clustered, rented and further capacity cover, one after the other, in proportion to
/// what is still short.
fn distribute(parts: &mut [UnitCapacity], covered: [u64; 4]) {
    for (source, amount) in covered.into_iter().enumerate() {
        let open: Vec<u64> = parts.iter().map(|part| part.uncovered).collect();
        for (part, got) in parts.iter_mut().zip(share(amount, &open)) {
            let place = match source {
                0 => &mut part.own,
                1 => &mut part.clustered,
                2 => &mut part.rented,
                _ => &mut part.further,
            };
            *place = got;
            part.uncovered -= got;
        }
    }
}
