//! The work list of consultants: what waits in all units that their providers serve.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Ars, Date, Page, Slug};
use blaupause_maturity::Assessed;
use blaupause_pilots::pilots::{Gate, PilotState};
use blaupause_resources::rules::Holder;
use blaupause_store::assessments::{Own, Reach};
use blaupause_store::{
    adoptions, engagements, evidence_dates, pilots, providers, rules_in_force as rules, units as registered,
};
use blaupause_support::engagements::{EngagementState, Fact, Horizon, WorkItem, worklist};

use crate::subjects::of_providers;
use crate::{Error, Read};

/// How far a work list looks if nobody says so.
pub const HORIZON: Horizon = Horizon { ahead_days: 30, stalled_days: 60, question_days: 7 };

/// A work list.
#[derive(Debug, Clone)]
pub struct WorkList {
    /// What waits, the most urgent first, each with the name of its unit.
    pub items: Vec<(WorkItem, Option<String>)>,
}

/// What waits in all units of the actor's providers, or with `mine` in those that the actor accompanies: the most urgent first.
/// Of evidence and rules, the 500 most urgent are looked at.
///
/// # Errors
/// `Denied`; `Invalid` for a horizon out of range; those of the store.
pub fn of(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: Option<Slug>,
    mine: bool,
    horizon: &Horizon,
) -> Result<WorkList, Error> {
    horizon.check()?;
    let today = tx.today();
    let providers = match of_providers(actor, Permission::ReadServiceArea, provider)? {
        Some(providers) => providers,
        None => every_provider(tx)?,
    };
    let area = Reach::Of { units: Vec::new(), providers: providers.clone(), on: today };
    let engaged = active(tx, actor, &providers, mine)?;
    let own: Option<BTreeSet<Ars>> =
        mine.then(|| engaged.iter().map(|engagement| engagement.unit.clone()).collect());
    let mut facts: Vec<Fact> = engaged.iter().flat_map(|engagement| engagement.facts()).collect();
    facts.extend(in_units(tx, &area, &providers, today.plus_days(horizon.ahead_days))?);
    facts.extend(gates(tx, &providers)?);
    let mut items = worklist(&facts, today, horizon);
    if let Some(own) = own {
        items.retain(|item| item.unit.as_ref().is_none_or(|unit| own.contains(unit)));
    }
    let keys: Vec<Ars> = items.iter().filter_map(|item| item.unit.clone()).collect();
    let named = registered::by_keys(tx.conn(), &keys)?.into_iter().map(|unit| (unit.ars, unit.name));
    let names: BTreeMap<Ars, String> = named.collect();
    let items = items.into_iter().map(|item| {
        let name = item.unit.as_ref().and_then(|unit| names.get(unit)).cloned();
        (item, name)
    });
    Ok(WorkList { items: items.collect() })
}

/// Who reads everything sees the work of all.
fn every_provider(tx: &mut Read<'_>) -> Result<Vec<Slug>, Error> {
    let (mut all, mut page) = (Vec::new(), Page::largest());
    loop {
        let found = providers::list(tx.conn(), &page)?;
        all.extend(found.items.into_iter().map(|stored| stored.provider.id));
        let Some(next) = found.next else { return Ok(all) };
        page = Page::largest_after(next);
    }
}

/// The active engagements of these providers, page by page.
fn active(
    tx: &mut Read<'_>,
    actor: &Actor,
    providers: &[Slug],
    mine: bool,
) -> Result<Vec<blaupause_support::engagements::Engagement>, Error> {
    let filter = engagements::Filter {
        consultant: if mine { Some(actor.subject()?.to_owned()) } else { None },
        state: Some(EngagementState::Active),
        ..engagements::Filter::default()
    };
    let (mut all, mut page) = (Vec::new(), Page::largest());
    loop {
        let found = engagements::list(tx.conn(), &filter, &page)?;
        all.extend(found.items);
        let Some(next) = found.next else { break };
        page = Page::largest_after(next);
    }
    all.retain(|engagement| providers.contains(&engagement.provider));
    Ok(all)
}

/// Adoptions, evidence and rules of the units in reach.
fn in_units(tx: &mut Read<'_>, area: &Reach, providers: &[Slug], until: Date) -> Result<Vec<Fact>, Error> {
    let own = Own::Of(Vec::new());
    let today = tx.today();
    let mut facts = Vec::new();
    for adoption in adoptions::open_of_providers(tx.conn(), providers, today)? {
        let Some(since) = adoption.last_movement() else { continue };
        facts.push(Fact::StalledAdoption { adoption: adoption.id, unit: adoption.unit, since });
    }
    let filter = evidence_dates::Filter { until, assessed: None, reach: area.clone(), own: own.clone() };
    for entry in evidence_dates::list(tx.conn(), &filter, &Page::largest())?.items {
        let Assessed::Unit(unit) = entry.assessed else { continue };
        let (assessment, indicator, valid_until) = (entry.assessment, entry.indicator, entry.valid_until);
        facts.push(Fact::ExpiringEvidence { assessment, indicator, unit, valid_until });
    }
    let filter = rules::Filter { holder: None, kind: None, due_by: Some(until), reach: area.clone(), own };
    for (rule, due) in rules::due(tx.conn(), &filter, &Page::largest())?.items {
        if let Holder::Unit(unit) = rule.holder {
            facts.push(Fact::ExpiringRule { rule: rule.id, unit, until: due });
        }
    }
    Ok(facts)
}

/// The gates of running pilots that nobody passed: they have to be until the pilot is planned to end.
fn gates(tx: &mut Read<'_>, providers: &[Slug]) -> Result<Vec<Fact>, Error> {
    let mut facts = Vec::new();
    for provider in providers {
        let filter = pilots::Filter { provider: Some(provider.clone()), state: None, unit: None };
        for pilot in pilots::list(tx.conn(), &filter, &Page::largest())?.items {
            if !matches!(pilot.state, PilotState::Running | PilotState::Evaluated) {
                continue;
            }
            let open = Gate::ALL.iter().filter(|gate| !pilot.gates.get(gate).is_some_and(|a| a.passed));
            facts.extend(open.map(|gate| Fact::Gate {
                pilot: pilot.slug.clone(),
                unit: None,
                gate: gate.as_str().to_owned(),
                due: pilot.planned_until,
            }));
        }
    }
    Ok(facts)
}
