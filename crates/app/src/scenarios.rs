//! Crisis scenarios of providers: calculated from what is known of units, rules and pools, kept, compared, and given as evidence.

use blaupause_access::{Actor, Denied, Owner, Permission};
use blaupause_kernel::{Ars, Date, Message, Page, Paged, Revision, Slug, UnitKey};
use blaupause_maturity::{Assessed, Assessment, Evidence};
use blaupause_resources::rules::{Rule, allowed};
use blaupause_resources::scenarios::{
    Comparison, Facts, Parameters, Scenario, Summary, UnitFacts, UnitShortage, compare as compared,
};
use blaupause_store::{
    Error as Store, capacity_pools, equipment_plans, providers, rules_in_force, running_modules,
    scenarios as store,
};
use uuid::Uuid;

use crate::subjects::of_providers;
use crate::{Change, Error, Expected, Read, Write, evidence, units};

/// The tag of the indicators that a scenario is evidence for.
pub const TAG: &str = "krise";

/// How long a scenario is evidence, in months: the questionnaires ask for plans that are brought up to date every year.
const EVIDENCE_MONTHS: u32 = 12;

/// Calculates a scenario and keeps it.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with every problem; those of the store.
pub fn create(
    tx: &mut Write<'_>,
    actor: &Actor,
    provider: &Slug,
    title: String,
    parameters: Parameters,
) -> Result<Scenario, Error> {
    let id = tx.next_id();
    let scenario = calculated(&mut tx.as_read(), actor, id, provider, title, parameters)?;
    store::insert(tx.conn(), &scenario)?;
    tx.record(actor, change("scenario.calculated", &scenario))?;
    Ok(scenario)
}

/// Calculates a scenario and keeps nothing.
///
/// # Errors
/// Those of [`create`].
pub fn preview(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    title: String,
    parameters: Parameters,
) -> Result<Scenario, Error> {
    calculated(tx, actor, Uuid::nil(), provider, title, parameters)
}

fn calculated(
    tx: &mut Read<'_>,
    actor: &Actor,
    id: Uuid,
    provider: &Slug,
    title: String,
    parameters: Parameters,
) -> Result<Scenario, Error> {
    actor.require(Permission::RunScenarios, Owner::Provider(provider))?;
    let provider = providers::by_id(tx.conn(), provider)?.provider.id;
    let facts = facts(tx, &provider, parameters)?;
    Ok(Scenario::calculate(id, provider, title, tx.now(), facts).map_err(within_parameters)?)
}

/// The places of parameters as places of the body that they came in.
fn within_parameters(error: blaupause_resources::Error) -> blaupause_resources::Error {
    match error {
        blaupause_resources::Error::Invalid { kind, mut problems } => {
            for problem in problems.iter_mut().filter(|problem| problem.path != "/title") {
                problem.path = format!("/parameters{}", problem.path);
            }
            blaupause_resources::Error::Invalid { kind, problems }
        }
        other => other,
    }
}

/// Everything that a scenario is calculated from. Rules are read as of the day on which it has to work.
fn facts(tx: &mut Read<'_>, provider: &Slug, parameters: Parameters) -> Result<Facts, Error> {
    let today = tx.today();
    let on = today.plus_days(parameters.days);
    let served = running_modules::units_of(tx.conn(), provider, today)?;
    let keys: Vec<Ars> = served.into_iter().map(|unit| unit.ars).collect();
    let plans = equipment_plans::of_units(tx.conn(), &keys)?;
    let rules = rules_in_force::of_units(tx.conn(), &keys)?;
    let units = keys.into_iter().map(|unit| {
        let plan = plans.get(&unit);
        let rules = rules.get(&unit).map(Vec::as_slice).unwrap_or_default();
        UnitFacts {
            staff: plan.and_then(|plan| plan.staff),
            mobile_devices: plan.map(|plan| plan.mobile_devices()),
            as_of: plan.map(|plan| plan.as_of),
            allowed: of_rules(rules, on),
            unit,
        }
    });
    Ok(Facts {
        on,
        units: units.collect(),
        own: of_rules(&rules_in_force::of_provider(tx.conn(), provider)?, on),
        pools: capacity_pools::of_provider(tx.conn(), provider)?,
        parameters,
    })
}

fn of_rules(rules: &[Rule], on: Date) -> blaupause_resources::rules::Allowed {
    allowed(rules.iter().map(|rule| &rule.terms), on)
}

/// The scenarios of the providers that the actor belongs to, the newest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: Option<Slug>,
    page: &Page,
) -> Result<Paged<Summary>, Error> {
    let providers = of_providers(actor, Permission::ReadServiceArea, provider)?;
    Ok(store::list(tx.conn(), providers.as_deref(), page)?)
}

/// A scenario.
///
/// # Errors
/// No such scenario; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Scenario, Error> {
    actor.require_somewhere(Permission::ReadServiceArea)?;
    let scenario = store::by_id(tx.conn(), id)?;
    actor.require(Permission::ReadServiceArea, Owner::Provider(&scenario.provider))?;
    Ok(scenario)
}

/// Two scenarios side by side.
///
/// # Errors
/// No such scenario; `Denied`; those of the store.
pub fn compare(tx: &mut Read<'_>, actor: &Actor, first: Uuid, second: Uuid) -> Result<Comparison, Error> {
    let (first, second) = (get(tx, actor, first)?, get(tx, actor, second)?);
    Ok(compared(&first.outcome, &second.outcome))
}

/// Removes a scenario. It never changes, so its revision is always the first.
///
/// # Errors
/// No such scenario; `Denied`; `Stale`; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<(), Error> {
    actor.require_somewhere(Permission::RunScenarios)?;
    let scenario = store::by_id(tx.conn(), id)?;
    actor.require(Permission::RunScenarios, Owner::Provider(&scenario.provider))?;
    expected.check(Revision::FIRST)?;
    store::delete(tx.conn(), id)?;
    tx.record(actor, change("scenario.deleted", &scenario))
}

fn change(kind: &'static str, scenario: &Scenario) -> Change {
    Change::new(kind, format!("/scenarios/{}", scenario.id)).of_provider(&scenario.provider)
}

/// How a unit stands by the latest scenario of a provider that serves it.
#[derive(Debug, Clone)]
pub struct Readiness {
    /// The scenario.
    pub scenario: Summary,
    /// Days since it was calculated.
    pub age_days: i64,
    /// What was known of the unit.
    pub facts: UnitFacts,
    /// What the unit is short of.
    pub shortage: UnitShortage,
}

/// How a unit stands by the latest scenario.
///
/// # Errors
/// No such unit; `Denied`; `NotFound` if no provider of the unit has calculated one, or it did not know enough of the unit; those
/// of the store.
pub fn readiness(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<Readiness, Error> {
    let served = units::of_actor(tx, actor, Permission::ReadUnit, unit)?;
    let missing = || Store::not_found("crisis-readiness", &served.unit.ars);
    let scenario = store::latest(tx.conn(), &served.serving)?.ok_or_else(missing)?;
    let (facts, shortage) = scenario.of_unit(&served.unit.ars).ok_or_else(missing)?;
    Ok(Readiness {
        age_days: scenario.at.date().days_until(tx.today()),
        facts: facts.clone(),
        shortage: shortage.clone(),
        scenario: scenario.summary(),
    })
}

/// Gives a scenario as evidence for an indicator of crisis readiness, to an assessment of a unit that it calculated or of its
/// provider. It is dated: it holds for a year from the day on which it was calculated.
///
/// # Errors
/// No such scenario or assessment; `Denied`; `Stale`; `Invalid` if the indicator is not about crises or the scenario says nothing
/// of who is assessed; those of [`Assessment::edit`]; those of the store.
pub fn give(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    (assessment, expected): (Uuid, Expected),
    indicator: Slug,
    url: String,
) -> Result<Assessment, Error> {
    actor.subject()?;
    let scenario = store::by_id(tx.conn(), id);
    evidence::add(tx, actor, (assessment, expected), indicator.clone(), |assessment, tags| {
        let scenario = scenario?;
        let told = match &assessment.assessed {
            Assessed::Unit(unit) => scenario.of_unit(unit).is_some(),
            Assessed::Provider(provider) => *provider == scenario.provider,
        };
        if !told {
            return Err(Denied::Forbidden(Permission::ReadServiceArea).into());
        }
        if !tags.iter().any(|tag| tag.as_str() == TAG) {
            let message = Message::new("scenario-no-crisis-indicator").with("indicator", &indicator);
            return Err(Error::invalid("/indicator", message));
        }
        let day = scenario.at.date();
        Ok(Evidence {
            title: format!("{} ({day})", scenario.title),
            url: Some(url),
            sha256: Some(scenario.hash),
            valid_until: Some(day.plus_months(EVIDENCE_MONTHS)),
        })
    })
}
