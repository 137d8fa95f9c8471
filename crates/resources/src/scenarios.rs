//! Crisis scenarios ("Krisenszenarien"; Handreichung, Erfahrungen aus der Pandemie und Resilienz): many work elsewhere within
//! days, perhaps a site is lost. What is short then, unit by unit and for the provider, what covers it, and what to decide or
//! buy first. Every number follows from [`Facts`] by [`FORMULAS`].

mod actions;
mod compare;
mod parameters;
mod provider;
mod shares;
mod staff;
#[cfg(test)]
mod tests;
mod units;

use blaupause_kernel::{Ars, Date, Digest, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::capacity::Pool;
use crate::error::Problems;
use crate::rules::Allowed;

pub use actions::{Action, ActionKind};
pub use compare::{Comparison, Difference, Figure, compare};
pub use parameters::{Assumptions, MAX_DAYS, MAX_DURATION, Parameters};
pub use provider::{Capacity, Devices, Total};
pub use staff::{OwnStaff, StaffView};
pub use units::{UnitCapacity, UnitShortage};

use units::Need;

/// What is known of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioUnitFacts))]
pub struct UnitFacts {
    /// The unit.
    pub unit: Ars,
    /// The people who work for it; nothing if not known. Then it is not calculated.
    pub staff: Option<u32>,
    /// Devices to work with elsewhere; nothing if it has no equipment plan. Then it is not calculated.
    pub mobile_devices: Option<u64>,
    /// The day whose state its equipment plan describes.
    pub as_of: Option<Date>,
    /// What its rules allow.
    pub allowed: Allowed,
}

/// What a scenario is calculated from. With it everybody can calculate it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioFacts))]
pub struct Facts {
    /// The day for which rules were read.
    pub on: Date,
    /// What is assumed.
    pub parameters: Parameters,
    /// The units that the provider serves, by key.
    pub units: Vec<UnitFacts>,
    /// What the rules of the provider allow its own staff.
    pub own: Allowed,
    /// Its pools, by id.
    pub pools: Vec<Pool>,
}

/// What comes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioOutcome))]
pub struct Outcome {
    /// For the provider and all its units together.
    pub total: Total,
    /// What to decide or buy, first things first.
    pub actions: Vec<Action>,
    /// The provider's own staff, if the parameters name it.
    pub own: Option<StaffView>,
    /// Unit by unit, by key.
    pub units: Vec<UnitShortage>,
    /// Units that are not calculated: their staff or their equipment is not known.
    pub unknown: Vec<Ars>,
}

/// A scenario that was calculated and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Scenario {
    /// Its id.
    pub id: Uuid,
    /// The provider.
    pub provider: Slug,
    /// Its name, in the words of who had it calculated.
    pub title: String,
    /// When it was calculated.
    pub at: Timestamp,
    /// What it was calculated from.
    pub facts: Facts,
    /// What came out.
    pub outcome: Outcome,
    /// SHA-256 of the canonical JSON (RFC 8785) of an object with the fields `facts` and `outcome`.
    pub hash: Digest,
}

/// What the hash of a scenario is over.
#[derive(Serialize)]
struct Hashed<'s> {
    facts: &'s Facts,
    outcome: &'s Outcome,
}

/// A name and how it is calculated. `ceil` and `floor` round to whole numbers, amounts are whole numbers, prices are cents.
pub const FORMULAS: &[(&str, &str)] = &[
    ("months", "ceil(durationDays / 30)"),
    ("unit.mobile", "ceil(staff * share / 100)"),
    ("unit.permitted", "min(mobile, floor(staff * allowed.mobile / 100))"),
    ("unit.withoutRule", "mobile - permitted"),
    ("unit.devices.short", "max(0, mobile - mobileDevices)"),
    ("unit.devices.privateDevices", "min(short, floor(staff * allowed.privateDevices / 100))"),
    ("unit.devices.toBuy", "short - privateDevices"),
    ("unit.vpnSessions.demand", "ceil(mobile * vpnShare / 100)"),
    ("unit.videoSeats.demand", "ceil(mobile * videoShare / 100)"),
    ("unit.bandwidth.demand", "ceil((vpnSessions.demand * vpnKbit + videoSeats.demand * videoKbit) / 1000)"),
    ("unit.videoRuleMissing", "mobile > 0 and (no allowed.video or allowed.video < confidentiality)"),
    ("pool.left", "sum of sites[].amount but for lostSite; 0 if it breaks one of sovereigntyRules"),
    (
        "pool.honoured(unit)",
        "commitment if left >= sum of commitments, else floor(commitment * left / sum of commitments)",
    ),
    ("pool.free", "left - sum of honoured over all commitments"),
    ("unit.kind.committed", "min(demand, sum of honoured(unit) over the pools of the kind)"),
    ("unit.kind.short", "demand - committed"),
    (
        "total.kind.demand",
        "sum of the demand of units and own staff; for compute and storage: sum of the peaks of the pools",
    ),
    ("total.kind.committed", "sum over units; 0 for compute and storage"),
    ("total.kind.short", "demand - committed"),
    (
        "total.kind.own, clustered, rented",
        "one after the other: min(what is still short, sum of free over the pools of the supply)",
    ),
    (
        "total.kind.further",
        "what covers the rest at least setup + monthly * amount * months, of pools that keep the rules with leadDays <= days",
    ),
    ("total.kind.uncovered", "what is then still short"),
    (
        "unit.kind.own, clustered, rented, further",
        "what the total has of it, shared in proportion to what is still short: whole parts first, then one each by largest remainder, own staff before units, units by key",
    ),
    ("total.devices.cost", "toBuy * devicePrice"),
    ("action.people", "people of the rule, devices to buy, or floor(amount * mobile / demand) for capacity"),
    (
        "actions",
        "in time before late, then cost / people ascending (no price last), then more people first, then kind, then pool",
    ),
];

/// Calculates a scenario.
///
/// # Errors
/// `Invalid` if a parameter is out of range or the lost site has no pool; `TooLarge` if a cost leaves what can be kept exactly.
pub fn run(facts: &Facts) -> Result<Outcome, Error> {
    facts.parameters.check(&facts.pools)?;
    let (known, unknown): (Vec<_>, Vec<_>) =
        facts.units.iter().partition(|unit| unit.staff.is_some() && unit.mobile_devices.is_some());
    let own = facts.parameters.own_staff.as_ref().map(|staff| staff.need(&facts.parameters, facts.own));
    let mut needs: Vec<Need> = own.iter().cloned().collect();
    needs.extend(known.into_iter().map(|unit| Need::of(unit, &facts.parameters)));
    let (total, mut shares) = provider::calculate(facts, &needs)?;
    let actions = actions::of_provider(facts, &needs, &total)?;
    let view = match (own, &facts.parameters.own_staff) {
        (Some(need), Some(staff)) if !shares.is_empty() => Some(staff.view(&need, shares.remove(0))),
        _ => None,
    };
    let units = needs.into_iter().filter(|need| need.unit.is_some()).zip(shares);
    let units = units.filter_map(|(need, share)| need.shortage(facts, share).transpose());
    Ok(Outcome {
        total,
        actions,
        own: view,
        units: units.collect::<Result<_, _>>()?,
        unknown: unknown.into_iter().map(|unit| unit.unit.clone()).collect(),
    })
}

/// What a list shows of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioSummary))]
pub struct Summary {
    /// Its id.
    pub id: Uuid,
    /// The provider.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub provider: Slug,
    /// Its name.
    pub title: String,
    /// When it was calculated.
    pub at: Timestamp,
    /// What was assumed.
    pub parameters: Parameters,
    /// What comes out for the provider and all its units together.
    pub total: Total,
    /// SHA-256 of the canonical JSON (RFC 8785) of an object with the fields `facts` and `outcome`.
    pub hash: Digest,
}

impl Scenario {
    /// Calculates a scenario of a provider under a title.
    ///
    /// # Errors
    /// Those of [`run`]; `Invalid` for a blank or over-long title.
    pub fn calculate(
        id: Uuid,
        provider: Slug,
        title: String,
        at: Timestamp,
        facts: Facts,
    ) -> Result<Self, Error> {
        let mut problems = Problems::default();
        problems.require_title("/title", &title);
        problems.into_result("scenario")?;
        let outcome = run(&facts)?;
        let hash = Digest::of_document(&Hashed { facts: &facts, outcome: &outcome });
        let hash = hash.map_err(|_| Error::TooLarge)?;
        Ok(Self { id, provider, title, at, facts, outcome, hash })
    }

    /// What a list shows of it.
    pub fn summary(&self) -> Summary {
        Summary {
            id: self.id,
            provider: self.provider.clone(),
            title: self.title.clone(),
            at: self.at,
            parameters: self.facts.parameters.clone(),
            total: self.outcome.total.clone(),
            hash: self.hash,
        }
    }

    /// What came out for one unit, with what was known of it.
    pub fn of_unit(&self, unit: &Ars) -> Option<(&UnitFacts, &UnitShortage)> {
        let facts = self.facts.units.iter().find(|facts| facts.unit == *unit)?;
        let shortage = self.outcome.units.iter().find(|shortage| shortage.unit == *unit)?;
        Some((facts, shortage))
    }
}
