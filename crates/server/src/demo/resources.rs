//! What units work with, the capacity and rules of a provider, an order of its units and its crisis scenarios.

use std::collections::BTreeMap;

use blaupause_app::engagements::{self, Step};
use blaupause_app::subjects::SubjectKey;
use blaupause_app::{
    Error, Expected, Write, capacity_pools, equipment_imports, pooled_orders, rules_in_force, scenarios,
};
use blaupause_kernel::{Ars, Date, Slug, UnitKey};
use blaupause_resources::capacity::PoolTerms;
use blaupause_resources::equipment::DeviceClass;
use blaupause_resources::orders::{PriceBreak, Terms};
use blaupause_resources::rules::{RuleContent, RuleSource, RuleTerms};
use blaupause_resources::scenarios::Parameters;
use blaupause_support::engagements::{NewGoal, NewNote, NewVisit, NextStep, VisitForm};
use serde::Deserialize;

use super::persons::{approver, consultant, editor};

const EQUIPMENT: &[u8] = include_bytes!("../../demo/equipment.csv");

/// The file `demo/resources.yaml`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Resources {
    provider: Slug,
    pools: Vec<PoolTerms>,
    rules: Vec<Rule>,
    engagements: Vec<Accompanied>,
    order: Order,
    scenarios: Vec<Scenario>,
}

/// A rule of a unit or a provider; days count from the day on which it is entered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rule {
    #[serde(default)]
    unit: Option<Ars>,
    #[serde(default)]
    provider: Option<Slug>,
    content: RuleContent,
    from: Date,
    #[serde(default)]
    until_days: Option<u32>,
    #[serde(default)]
    review_days: Option<u32>,
    source: RuleSource,
}

/// A unit that is accompanied; days count from the day on which it is entered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Accompanied {
    unit: Ars,
    goals: Vec<NewGoal>,
    visit: Met,
    notes: Vec<NewNote>,
    next_step: Next,
    question: String,
}

/// A visit on the day on which it is entered.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Met {
    form: VisitForm,
    summary: String,
}

/// What comes next, in so many days.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Next {
    text: String,
    in_days: u32,
}

/// An order, and what units commit themselves to.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    title: String,
    class: DeviceClass,
    deadline_days: u32,
    breaks: Vec<PriceBreak>,
    commitments: BTreeMap<Ars, u32>,
}

/// A crisis scenario.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Scenario {
    title: String,
    parameters: Parameters,
}

/// Enters all of it.
pub(super) fn enter(tx: &mut Write<'_>, resources: &Resources) -> Result<(), Error> {
    let actor = consultant(&resources.provider);
    let rows = equipment_imports::read_file(EQUIPMENT)?;
    equipment_imports::import(tx, &actor, &rows)?;
    for terms in &resources.pools {
        capacity_pools::create(tx, &actor, &resources.provider, terms.clone())?;
    }
    for rule in &resources.rules {
        state(tx, resources, rule)?;
    }
    for accompanied in &resources.engagements {
        accompany(tx, resources, accompanied)?;
    }
    order(tx, resources)?;
    for Scenario { title, parameters } in &resources.scenarios {
        scenarios::create(tx, &actor, &resources.provider, title.clone(), parameters.clone())?;
    }
    Ok(())
}

fn state(tx: &mut Write<'_>, resources: &Resources, rule: &Rule) -> Result<(), Error> {
    let day = |days: Option<u32>, today: Date| days.map(|days| today.plus_days(days));
    let today = tx.today();
    let terms = RuleTerms {
        content: rule.content.clone(),
        from: rule.from,
        until: day(rule.until_days, today),
        review_by: day(rule.review_days, today),
        source: rule.source.clone(),
    };
    let holder = match (&rule.unit, &rule.provider) {
        (Some(unit), _) => SubjectKey::Unit(UnitKey::Ars(unit.clone())),
        (None, provider) => SubjectKey::Provider(provider.clone().unwrap_or(resources.provider.clone())),
    };
    rules_in_force::create(tx, &consultant(&resources.provider), &holder, terms)?;
    Ok(())
}

fn accompany(tx: &mut Write<'_>, resources: &Resources, accompanied: &Accompanied) -> Result<(), Error> {
    let Accompanied { unit, goals, visit, notes, next_step, question } = accompanied;
    let (actor, key, today) = (consultant(&resources.provider), UnitKey::Ars(unit.clone()), tx.today());
    let id = engagements::begin(tx, &actor, &key, resources.provider.clone(), None)?.id;
    let visited = NewVisit { on: today, form: visit.form, summary: visit.summary.clone() };
    let next = NextStep { text: next_step.text.clone(), due: today.plus_days(next_step.in_days) };
    let steps = goals.iter().cloned().map(Step::AddGoal);
    let steps = steps.chain([Step::AddVisit(visited)]).chain(notes.iter().cloned().map(Step::AddNote));
    for step in steps.chain([Step::SetNextStep(next)]) {
        engagements::step(tx, &actor, id, Expected::Any, step)?;
    }
    engagements::step(tx, &editor(unit), id, Expected::Any, Step::Ask(question.clone()))?;
    Ok(())
}

fn order(tx: &mut Write<'_>, resources: &Resources) -> Result<(), Error> {
    let Order { title, class, deadline_days, breaks, commitments } = &resources.order;
    let deadline = tx.today().plus_days(*deadline_days);
    let terms = Terms { title: title.clone(), class: *class, deadline, breaks: breaks.clone() };
    let actor = consultant(&resources.provider);
    let order = pooled_orders::open(tx, &actor, resources.provider.clone(), terms)?.order.id;
    for (unit, quantity) in commitments {
        let key = UnitKey::Ars(unit.clone());
        pooled_orders::commit(tx, &approver(unit), order, &key, None, *quantity)?;
    }
    Ok(())
}
