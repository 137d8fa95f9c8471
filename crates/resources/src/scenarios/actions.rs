//! What to decide or buy, first things first: what lets most people work for the least money, of what is there in time.

use std::cmp::Ordering;

use blaupause_kernel::Euro;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::units::Need;
use super::{Facts, Total};
use crate::Error;
use crate::capacity::CapacityKind;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioActionKind))]
pub enum ActionKind {
    /// Decide who may work elsewhere in a crisis (Dienstvereinbarung mobiles Arbeiten).
    DecideMobileWork,
    /// Decide on private devices (BYOD). It makes buying devices unnecessary as far as it goes.
    DecidePrivateDevices,
    /// Approve a video tool for what is confidential.
    DecideVideoTool,
    /// Take more capacity.
    ExtendCapacity,
    /// Buy devices.
    BuyDevices,
}

/// One thing to decide or buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ScenarioAction))]
pub struct Action {
    /// What.
    pub kind: ActionKind,
    /// The people who can work then, as far as this is what they lack.
    pub people: u64,
    /// Units that it is for; the provider's own staff counts as one.
    pub units: usize,
    /// Devices or capacity, in their measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// The kind of capacity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<CapacityKind>,
    /// The pool that is extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<Uuid>,
    /// What it costs; nothing if no price is known. Deciding costs 0.
    pub cost: Option<Euro>,
    /// Whether it works when it is needed. Of a decision that is assumed.
    pub in_time: bool,
}

/// What `quantity` devices cost, if the price is known.
pub(super) fn device_cost(facts: &Facts, quantity: u64) -> Result<Option<Euro>, Error> {
    let Some(price) = facts.parameters.assumptions.device_price else { return Ok(None) };
    let quantity = i64::try_from(quantity).map_err(|_| Error::TooLarge)?;
    let cents = price.hundredths().checked_mul(quantity).ok_or(Error::TooLarge)?;
    Ok(Some(Euro::from_hundredths(cents)))
}

/// What one unit has to decide or buy.
pub(super) fn of_unit(facts: &Facts, need: &Need) -> Result<Vec<Action>, Error> {
    let mut actions = of_needs(facts, std::slice::from_ref(need))?;
    actions.sort_by(first);
    Ok(actions)
}

/// What all have to decide or buy, devices of all units as one order, and more capacity.
pub(super) fn of_provider(facts: &Facts, needs: &[Need], total: &Total) -> Result<Vec<Action>, Error> {
    let mut actions = of_needs(facts, needs)?;
    for capacity in &total.capacity {
        for step in &capacity.further {
            let people =
                u128::from(step.amount) * u128::from(total.mobile) / u128::from(capacity.demand.max(1));
            actions.push(Action {
                kind: ActionKind::ExtendCapacity,
                people: u64::try_from(people).unwrap_or(u64::MAX),
                units: total.units,
                amount: Some(step.amount),
                capacity: Some(capacity.kind),
                pool: Some(step.pool),
                cost: Some(step.cost),
                in_time: true,
            });
        }
    }
    actions.sort_by(first);
    Ok(actions)
}

/// The people of a need whom a decision is for.
type People = fn(&Need) -> u64;

fn of_needs(facts: &Facts, needs: &[Need]) -> Result<Vec<Action>, Error> {
    let mut actions = Vec::new();
    let decisions: [(ActionKind, People); 3] = [
        (ActionKind::DecideMobileWork, |need| need.mobile - need.permitted),
        (ActionKind::DecidePrivateDevices, |need| if need.private_rule { 0 } else { need.to_buy() }),
        (ActionKind::DecideVideoTool, |need| if need.video_rule_missing { need.mobile } else { 0 }),
    ];
    for (kind, people) in decisions {
        let affected = needs.iter().map(people).filter(|people| *people > 0);
        let (units, people) = count(affected);
        let decision = Action {
            kind,
            people,
            units,
            amount: None,
            capacity: None,
            pool: None,
            cost: Some(Euro::ZERO),
            in_time: true,
        };
        actions.extend((units > 0).then_some(decision));
    }
    let (units, to_buy) = count(needs.iter().map(Need::to_buy).filter(|devices| *devices > 0));
    if units > 0 {
        actions.push(Action {
            kind: ActionKind::BuyDevices,
            people: to_buy,
            units,
            amount: Some(to_buy),
            capacity: None,
            pool: None,
            cost: device_cost(facts, to_buy)?,
            in_time: facts.parameters.assumptions.device_lead_days <= facts.parameters.days,
        });
    }
    Ok(actions)
}

fn count(affected: impl Iterator<Item = u64>) -> (usize, u64) {
    affected.fold((0, 0), |(units, people), more| (units + 1, people.saturating_add(more)))
}

/// In time before late, then by cost per person, then by people, then by kind and pool.
fn first(a: &Action, b: &Action) -> Ordering {
    b.in_time
        .cmp(&a.in_time)
        .then_with(|| cheaper(a, b))
        .then_with(|| b.people.cmp(&a.people))
        .then_with(|| a.kind.cmp(&b.kind))
        .then_with(|| a.pool.cmp(&b.pool))
}

/// By cost per person, compared without division. What helps nobody or has no price comes last.
fn cheaper(a: &Action, b: &Action) -> Ordering {
    let ratio = |action: &Action| {
        let cents = action.cost?.hundredths();
        (action.people > 0).then_some((i128::from(cents), i128::from(action.people)))
    };
    match (ratio(a), ratio(b)) {
        (Some((cost, people)), Some((other, others))) => (cost * others).cmp(&(other * people)),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
