//! The solver's answer becomes a document that a person can follow: what begins when, what it brings, what holds it back.

use std::collections::BTreeMap;

use blaupause_kernel::{Euro, PersonDays, Quarter, Rational, Rounding, RoundingMode};
use blaupause_roadmap as solver;

use super::build::{Built, Excluded, Facts, PARTS, UnitData, after, in_use};
use super::candidates::Candidate;
use super::capacities::{Committed, Resource, takes};
use super::demands::Demand;
use super::document::{Item, Left, Load, MOST_LINES, Point, Roadmap, Short, TightLine, UnitPath, UnmetWish};
use super::schedule::{Effort, Schedule};
use crate::Error;
use crate::blueprints::BlueprintVersion;

/// Parts of a price that the solver counts in.
const PRICE_PARTS: i64 = 65_536;

/// Makes the document of an answer.
///
/// # Errors
/// `NotScored` if answers do not fit their model, `TooLarge` if a number leaves the exact arithmetic.
pub fn answer(facts: &Facts<'_>, built: &Built, found: &solver::Answer) -> Result<Roadmap, Error> {
    let mut items = Vec::new();
    let mut paths = Vec::new();
    let mut taken = BTreeMap::<(Resource, usize), i64>::new();
    for (at, unit) in facts.units.iter().enumerate() {
        let (candidates, agreed) = (get(&built.candidates, at), get(&built.committed, at));
        let starts = get(&found.plan.starts, at);
        let weight = built.weights.get(at).copied().unwrap_or(1_000);
        let chosen = candidates.iter().zip(starts).filter_map(|(c, start)| Some((c, (*start)?)));
        let mut own: Vec<Item> = Vec::new();
        for (candidate, start) in chosen {
            note(facts, unit, (&candidate.schedule, candidate.cost, start), &mut taken);
            own.extend(planned(facts, unit, (candidate, start), weight)?);
        }
        for committed in agreed {
            note(facts, unit, (&committed.schedule, committed.cost, committed.begin), &mut taken);
            own.extend(promised(facts, unit, committed));
        }
        own.sort_by(|a, b| (a.begin, &a.blueprint).cmp(&(b.begin, &b.blueprint)));
        paths.push(path(facts, unit, weight, &own)?);
        items.extend(own);
    }
    let quarter = |at: usize| facts.frame.from.plus(u32::try_from(at).unwrap_or(u32::MAX));
    let gap = found.bound.saturating_sub(found.value).max(0);
    Ok(Roadmap {
        from: facts.frame.from,
        quarters: facts.frame.quarters,
        items,
        value: fraction(found.value, PARTS),
        bound: fraction(found.bound, PARTS),
        gap_percent: fraction(percent_up(gap, found.bound), 100),
        unmet: unmet(facts, built, found),
        unmet_at_least: u32::try_from(found.unmet_at_least + given(facts, built)).unwrap_or(u32::MAX),
        tight: tight(facts, built, found, quarter),
        loads: loads(facts, &taken, quarter),
        paths,
        short: built
            .short
            .iter()
            .map(|(unit, resource, at, missing)| Short {
                unit: unit.clone(),
                resource: resource.clone(),
                quarter: quarter(*at),
                missing: amount(resource, *missing),
            })
            .collect(),
        left_out: built.excluded.iter().map(left).collect(),
    })
}

fn get<T>(lists: &[Vec<T>], at: usize) -> &[T] {
    lists.get(at).map(Vec::as_slice).unwrap_or_default()
}

fn fraction(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator, denominator).unwrap_or_else(|| Rational::from_int(0))
}

/// Hundredths of a per cent, rounded up.
fn percent_up(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let scaled = i128::from(part) * 10_000;
    let up = (scaled + i128::from(whole) - 1) / i128::from(whole);
    i64::try_from(up).unwrap_or(i64::MAX)
}

/// An amount as people count it: euros, person-days, places.
fn amount(resource: &Resource, amount: i64) -> Rational {
    match resource {
        Resource::Budget | Resource::Training { .. } => Rational::from_int(amount),
        Resource::PersonDays | Resource::Team { .. } => fraction(amount, 100),
    }
}

fn note(
    facts: &Facts<'_>,
    unit: &UnitData,
    (schedule, cost, start): (&Schedule, i64, usize),
    taken: &mut BTreeMap<(Resource, usize), i64>,
) {
    for (resource, offset, amount) in takes(facts.frame, unit, (schedule, cost)) {
        *taken.entry((resource, start.saturating_add(offset))).or_default() += amount;
    }
}

fn days(schedule: &Schedule, of: impl Fn(Effort) -> bool) -> PersonDays {
    let efforts = schedule.efforts.iter().filter(|((whose, _), _)| of(*whose));
    PersonDays::from_hundredths(efforts.map(|(_, amount)| amount).sum())
}

/// What planned items and agreed ones have in common.
fn item(
    facts: &Facts<'_>,
    unit: &UnitData,
    document: &BlueprintVersion,
    (schedule, cost, start): (&Schedule, i64, usize),
) -> Item {
    let at = |quarter: usize| facts.frame.from.plus(u32::try_from(quarter).unwrap_or(u32::MAX));
    let complete = start.saturating_add(schedule.duration);
    let counts = super::capacities::quarters(facts.frame).saturating_add(1).saturating_sub(complete);
    Item {
        unit: unit.facts.ars.clone(),
        blueprint: document.blueprint.clone(),
        version: document.version.clone(),
        agreed: true,
        begin: at(start),
        complete: at(complete.saturating_sub(1)),
        unit_days: days(schedule, |whose| whose == Effort::Unit),
        provider_days: days(schedule, |whose| whose != Effort::Unit),
        one_off: Euro::from_hundredths(cost.saturating_mul(100)),
        per_year: document.costs.get(unit.facts.size_class).per_year,
        gain: None,
        counts: u32::try_from(counts).unwrap_or(0),
        worth: None,
        demands: Vec::new(),
    }
}

fn planned(
    facts: &Facts<'_>,
    unit: &UnitData,
    (candidate, start): (&Candidate, usize),
    weight: i64,
) -> Result<Option<Item>, Error> {
    let Some(document) = facts.documents.get(candidate.document) else { return Ok(None) };
    let item = item(facts, unit, document, (&candidate.schedule, candidate.cost, start));
    let gain = super::build::weighted(candidate.gain, weight)?;
    let worth = gain.saturating_mul(item.counts.into()).min(solver::MAX_AMOUNT);
    Ok(Some(Item {
        agreed: false,
        gain: Some(candidate.gain),
        worth: Some(fraction(worth, PARTS)),
        demands: candidate.demands.clone(),
        ..item
    }))
}

fn promised(facts: &Facts<'_>, unit: &UnitData, committed: &Committed) -> Option<Item> {
    let document = facts.pinned.get(&(committed.blueprint.clone(), committed.version.clone()))?;
    let item = item(facts, unit, document, (&committed.schedule, committed.cost, committed.begin));
    Some(Item { demands: committed.demands.clone(), ..item })
}

fn path(facts: &Facts<'_>, unit: &UnitData, weight: i64, items: &[Item]) -> Result<UnitPath, Error> {
    let mut ends: Vec<Quarter> = items.iter().map(|item| item.complete).collect();
    ends.sort_unstable();
    ends.dedup();
    let last = facts.frame.from.plus(facts.frame.quarters);
    let ends = ends.into_iter().filter(|end| *end < last).map(Some);
    let mut points = Vec::new();
    for quarter in std::iter::once(None).chain(ends) {
        let complete = items.iter().filter(|item| quarter.is_some_and(|quarter| item.complete <= quarter));
        let documents = complete.filter_map(|item| document_of(facts, item));
        if let Some(outcome) = after(facts, unit, in_use(facts, unit).chain(documents))? {
            points.push(Point { quarter, score: outcome.bounds.lower, stage: outcome.stage });
        }
    }
    Ok(UnitPath { unit: unit.facts.ars.clone(), weight: fraction(weight, 1_000), points })
}

fn document_of<'f>(facts: &Facts<'f>, item: &Item) -> Option<&'f BlueprintVersion> {
    let key = (item.blueprint.clone(), item.version.clone());
    let current =
        || facts.documents.iter().find(|d| d.blueprint == item.blueprint && d.version == item.version);
    facts.pinned.get(&key).or_else(current)
}

/// What is not complete in time: of what was planned, of what is agreed, and what could not be planned at all.
fn unmet(facts: &Facts<'_>, built: &Built, found: &solver::Answer) -> Vec<UnmetWish> {
    let mut unmet = Vec::new();
    for (at, unit) in facts.units.iter().enumerate() {
        for (p, candidate) in get(&built.candidates, at).iter().enumerate() {
            let missed: Vec<usize> =
                found.unmet.iter().filter(|(u, q, _)| (*u, *q) == (at, p)).map(|(_, _, due)| *due).collect();
            let Some(document) = facts.documents.get(candidate.document).filter(|_| !missed.is_empty())
            else {
                continue;
            };
            let last = super::capacities::quarters(facts.frame).saturating_sub(1);
            let dues = candidate.demands.iter().zip(&candidate.dues);
            let open = dues.filter(|(_, due)| missed.contains(&(**due).min(last)));
            unmet.push(UnmetWish {
                unit: unit.facts.ars.clone(),
                blueprint: document.blueprint.clone(),
                later: get(&found.plan.starts, at).get(p).is_some_and(Option::is_some),
                demands: open.map(|(demand, _)| demand.clone()).collect(),
            });
        }
        for committed in get(&built.committed, at) {
            let demands = late(facts, committed);
            if !demands.is_empty() {
                let (unit, blueprint) = (unit.facts.ars.clone(), committed.blueprint.clone());
                unmet.push(UnmetWish { unit, blueprint, later: true, demands });
            }
        }
    }
    unmet.extend(built.unheard.iter().map(|(unit, blueprint, demand)| UnmetWish {
        unit: unit.clone(),
        blueprint: blueprint.clone(),
        later: false,
        demands: vec![demand.clone()],
    }));
    unmet
}

/// What asked for something that is agreed, and is earlier than what is agreed.
fn late(facts: &Facts<'_>, committed: &Committed) -> Vec<Demand> {
    let complete = committed.complete.saturating_sub(1);
    let complete = facts.frame.from.plus(u32::try_from(complete).unwrap_or(u32::MAX));
    committed.demands.iter().filter(|demand| demand.counts < complete).cloned().collect()
}

/// Demands that no plan can change: what is agreed and late, and what cannot be planned.
fn given(facts: &Facts<'_>, built: &Built) -> usize {
    let agreed = built.committed.iter().flatten().map(|committed| late(facts, committed).len());
    agreed.sum::<usize>() + built.unheard.len()
}

fn tight(
    facts: &Facts<'_>,
    built: &Built,
    found: &solver::Answer,
    quarter: impl Fn(usize) -> Quarter,
) -> Vec<TightLine> {
    let line = |tight: &solver::Tight| {
        let resource = match tight.resource {
            solver::Resource::Shared(at) => built.shared.get(at)?.clone(),
            solver::Resource::Own(at) => built.own.get(tight.unit?)?.get(at)?.0.clone(),
        };
        let many = match resource {
            Resource::Budget => 1_000,
            Resource::PersonDays | Resource::Team { .. } => 100,
            Resource::Training { .. } => 1,
        };
        let price = Rational::from_int(tight.price)
            .checked_mul(fraction(many, PRICE_PARTS))?
            .checked_mul(fraction(1, PARTS))?;
        let line = TightLine {
            unit: tight.unit.and_then(|unit| facts.units.get(unit)).map(|unit| unit.facts.ars.clone()),
            quarter: quarter(tight.quarter),
            left: amount(&resource, tight.left),
            one_more: price.rounded(Rounding { mode: RoundingMode::HalfUp, digits: 4 }),
            exact: tight.exact,
            resource,
        };
        Some((price, line))
    };
    let mut lines: Vec<(Rational, TightLine)> = found.tight.iter().filter_map(line).collect();
    // What all share comes first among equals: it concerns everybody.
    lines.sort_by(|(a, x), (b, y)| {
        b.cmp(a).then_with(|| (&x.unit, &x.resource, x.quarter).cmp(&(&y.unit, &y.resource, y.quarter)))
    });
    lines.into_iter().take(MOST_LINES).map(|(_, line)| line).collect()
}

fn loads(
    facts: &Facts<'_>,
    taken: &BTreeMap<(Resource, usize), i64>,
    quarter: impl Fn(usize) -> Quarter,
) -> Vec<Load> {
    let (names, rows) = super::capacities::shared(facts.frame);
    let of = |(resource, row): (&Resource, &solver::Shared)| {
        let one = |(at, available): (usize, &i64)| Load {
            resource: resource.clone(),
            quarter: quarter(at),
            taken: amount(resource, taken.get(&(resource.clone(), at)).copied().unwrap_or(0)),
            available: amount(resource, *available),
        };
        row.capacity.iter().enumerate().map(one).collect::<Vec<_>>()
    };
    names.iter().zip(&rows).flat_map(of).collect()
}

fn left(excluded: &Excluded) -> Left {
    let Excluded { unit, blueprint, reason } = excluded;
    Left { unit: unit.clone(), blueprint: blueprint.clone(), reason: reason.0.clone() }
}
