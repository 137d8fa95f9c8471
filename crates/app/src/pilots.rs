//! Pilots: register them, describe them anew, move them on, note their assessments, tell whether the goals are reached.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Date, Message, Page, Paged, Rational, Slug, UnitKey};
use blaupause_maturity::{Model, SignedAssessment, Subject};
use blaupause_pilots::Prose;
use blaupause_pilots::pilots::{
    AssessmentRef, Gate, GateAnswer, Goal, GoalResult, NewPilot, Pilot, PilotDescription, UnitLevels,
};
use blaupause_store::{
    experience_reports, maturity_models, module_versions, pilots as store, signed_assessments,
};
use uuid::Uuid;

pub use blaupause_store::pilots::Filter;

use crate::assessments::{for_providers, retired};
use crate::{Change, Error, Expected, Invalid, Read, Write, units};

/// A step in the life of a pilot.
#[derive(Debug, Clone)]
pub enum Step {
    /// The partners are found.
    Prepare,
    /// The run begins.
    Start,
    /// The run is over and assessed.
    Evaluate,
    /// The report is complete.
    Finish,
    /// The pilot is given up, for this reason.
    Abort(Prose),
}

/// Registers a pilot as a call for partners.
///
/// # Errors
/// `Denied`; every problem of the description; `Invalid` for every unit, model and module version that is unknown;
/// a taken key; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, new: NewPilot) -> Result<Pilot, Error> {
    actor.require(Permission::ManagePilots, Owner::Provider(&new.provider))?;
    let pilot = new.into_pilot(tx.today())?;
    require_known(tx, &pilot)?;
    store::insert(tx.conn(), &pilot)?;
    tx.record(actor, change("pilot.created", &pilot))?;
    Ok(pilot)
}

/// Describes a pilot anew; possible until it starts.
///
/// # Errors
/// No such pilot; `Denied`; `Stale`; those of `edit`; the wrong state; every problem of the description; unknown
/// references; those of the store.
pub fn revise(
    tx: &mut Write<'_>,
    actor: &Actor,
    slug: &Slug,
    expected: Expected,
    edit: impl FnOnce(&PilotDescription) -> Result<PilotDescription, Error>,
) -> Result<Pilot, Error> {
    let pilot = to_change(tx, actor, slug, expected)?;
    let described = edit(&PilotDescription::of(&pilot))?.for_pilot(&pilot);
    let pilot = pilot.revise(described)?;
    require_known(tx, &pilot)?;
    save(tx, actor, "pilot.changed", pilot)
}

/// A pilot.
///
/// # Errors
/// No such pilot; those of the store.
pub fn get(tx: &mut Read<'_>, slug: &Slug) -> Result<Pilot, Error> {
    Ok(store::by_slug(tx.conn(), slug)?)
}

/// Pilots by key.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, filter: &Filter, page: &Page) -> Result<Paged<Pilot>, Error> {
    Ok(store::list(tx.conn(), filter, page)?)
}

/// Moves a pilot on, as of `on` or today.
///
/// # Errors
/// No such pilot; `Denied`; `Stale`; a day in the future or before the last step; the wrong state; everything that
/// is missing; those of the store.
pub fn step(
    tx: &mut Write<'_>,
    actor: &Actor,
    slug: &Slug,
    expected: Expected,
    step: Step,
    on: Option<Date>,
) -> Result<Pilot, Error> {
    let pilot = to_change(tx, actor, slug, expected)?;
    let today = tx.today();
    let on = on.unwrap_or(today);
    if on > today {
        return Err(blaupause_pilots::Error::InFuture { date: on, today }.into());
    }
    let (kind, pilot) = match step {
        Step::Prepare => ("pilot.prepared", pilot.prepare(on)?),
        Step::Start => ("pilot.started", pilot.start(on)?),
        Step::Evaluate => ("pilot.evaluated", pilot.evaluate(on)?),
        Step::Abort(reason) => ("pilot.aborted", pilot.abort(reason, on)?),
        Step::Finish => {
            let report = experience_reports::find(tx.conn(), slug)?;
            ("pilot.finished", pilot.finish(report.as_ref(), on)?)
        }
    };
    save(tx, actor, kind, pilot)
}

/// Answers a gate of the checklist, as of today.
///
/// # Errors
/// No such pilot; `Denied`; `Stale`; the wrong state; those of the store.
pub fn answer_gate(
    tx: &mut Write<'_>,
    actor: &Actor,
    slug: &Slug,
    expected: Expected,
    gate: Gate,
    (passed, statement): (bool, Prose),
) -> Result<Pilot, Error> {
    let pilot = to_change(tx, actor, slug, expected)?;
    let pilot = pilot.answer(gate, GateAnswer { passed, statement, on: tx.today() })?;
    save(tx, actor, "pilot.gateAnswered", pilot)
}

/// Notes signed-off assessments of a unit: the one before until the pilot starts, the one after while it runs.
///
/// # Errors
/// No such pilot or unit; `Denied`; `Stale`; `Invalid` for an assessment that is not signed off, of another unit or
/// of another model; the wrong state; a unit that takes no part; those of the store.
pub fn assess(
    tx: &mut Write<'_>,
    actor: &Actor,
    slug: &Slug,
    unit: &UnitKey,
    expected: Expected,
    (before, after): (Option<Uuid>, Option<Uuid>),
) -> Result<Pilot, Error> {
    let mut pilot = to_change(tx, actor, slug, expected)?;
    let revision = pilot.revision;
    // the results of a pilot are public: only who may read the unit may bring its levels there
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::ReadUnit, unit)?.unit.ars;
    if let Some(id) = before {
        let assessment = signed(tx, &pilot, &unit, id, "/before")?;
        pilot = pilot.assess_before(&unit, assessment)?;
    }
    if let Some(id) = after {
        let assessment = signed(tx, &pilot, &unit, id, "/after")?;
        pilot = pilot.assess_after(&unit, assessment)?;
    }
    if pilot.revision == revision { Ok(pilot) } else { save(tx, actor, "pilot.assessed", pilot) }
}

/// Each goal in each unit: the level before, the level after, and whether it is reached.
///
/// # Errors
/// No such pilot; those of the store.
pub fn results(tx: &mut Read<'_>, slug: &Slug) -> Result<Vec<GoalResult>, Error> {
    let pilot = store::by_slug(tx.conn(), slug)?;
    let noted = pilot.assessments.iter().flat_map(|a| [a.before.as_ref(), a.after.as_ref()]);
    let ids: Vec<Uuid> = noted.flatten().map(|a| a.id).collect();
    let documents = signed_assessments::of_ids(tx.conn(), &ids)?;
    let levels_of = |noted: &Option<AssessmentRef>| -> BTreeMap<Slug, Rational> {
        let document = noted.as_ref().and_then(|a| documents.iter().find(|d| d.id == a.id));
        document.map(|d| d.outcome.levels()).unwrap_or_default()
    };
    let levels: Vec<UnitLevels> = pilot
        .assessments
        .iter()
        .map(|a| UnitLevels {
            unit: a.unit.clone(),
            before: levels_of(&a.before),
            after: levels_of(&a.after),
        })
        .collect();
    Ok(pilot.goals_reached(&levels))
}

/// The pilot with this key, for an actor who may manage it.
pub(crate) fn of_actor(tx: &mut Write<'_>, actor: &Actor, slug: &Slug) -> Result<Pilot, Error> {
    actor.require_somewhere(Permission::ManagePilots)?;
    let pilot = store::by_slug(tx.conn(), slug)?;
    actor.require(Permission::ManagePilots, Owner::Provider(&pilot.provider))?;
    Ok(pilot)
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, slug: &Slug, expected: Expected) -> Result<Pilot, Error> {
    let pilot = of_actor(tx, actor, slug)?;
    expected.check(pilot.revision)?;
    Ok(pilot)
}

fn save(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, pilot: Pilot) -> Result<Pilot, Error> {
    store::update(tx.conn(), &pilot)?;
    tx.record(actor, change(kind, &pilot))?;
    Ok(pilot)
}

fn change(kind: &'static str, pilot: &Pilot) -> Change {
    Change::new(kind, format!("/pilots/{}", pilot.slug)).of_provider(&pilot.provider)
}

/// The reference to a signed-off assessment of this unit by the pilot's model.
fn signed(
    tx: &mut Write<'_>,
    pilot: &Pilot,
    unit: &blaupause_kernel::Ars,
    id: Uuid,
    pointer: &str,
) -> Result<AssessmentRef, Error> {
    let document: SignedAssessment = match signed_assessments::by_id(tx.conn(), id) {
        Err(blaupause_store::Error::NotFound { .. }) => {
            return Err(Error::invalid(pointer, Message::new("signed-assessment-not-found").with("id", id)));
        }
        other => other?,
    };
    if document.assessed.unit() != Some(unit) {
        let message = Message::new("pilots-other-unit").with("unit", unit).with("found", &document.assessed);
        return Err(Error::invalid(pointer, message));
    }
    if document.model.id != pilot.model {
        let message = Message::new("pilots-other-model").with("model", &pilot.model);
        return Err(Error::invalid(pointer, message.with("found", &document.model.id)));
    }
    Ok(AssessmentRef { id, hash: document.hash()?, reference_date: document.period })
}

/// Refuses every unit, model and module version that nobody knows, all at once.
fn require_known(tx: &mut Write<'_>, pilot: &Pilot) -> Result<(), Error> {
    let mut places = Vec::new();
    let mut refuse = |pointer: String, code: &str, id: String| {
        places.push(Invalid { pointer, message: Message::new(code).with("id", id) });
    };
    let unknown = store::unknown_units(tx.conn(), &pilot.units)?;
    for (i, unit) in pilot.units.iter().enumerate().filter(|(_, unit)| unknown.contains(unit)) {
        refuse(format!("/units/{i}"), "unit-not-found", unit.to_string());
    }
    let known = store::knows_model(tx.conn(), &pilot.model)?;
    if !known {
        refuse("/model".to_owned(), "maturity-model-not-found", pilot.model.to_string());
    }
    let published = module_versions::of_pins(tx.conn(), &pilot.modules)?;
    for (i, pin) in pilot.modules.iter().enumerate() {
        if !published.iter().any(|v| v.module == pin.module && v.version == pin.version) {
            let id = format!("{}@{}", pin.module, pin.version);
            refuse(format!("/modules/{i}"), "module-version-not-found", id);
        }
    }
    if known {
        match maturity_models::highest_version(tx.conn(), &pilot.model)? {
            None => places.push(Invalid { pointer: "/model".to_owned(), message: retired(&pilot.model) }),
            Some(version) => {
                let (model, _) = maturity_models::by_version(tx.conn(), &pilot.model, &version)?;
                // a pilot measures its units
                if model.subject == Subject::Provider {
                    places
                        .push(Invalid { pointer: "/model".to_owned(), message: for_providers(&pilot.model) });
                } else {
                    places.extend(unreachable_goals(&model, &pilot.goals));
                }
            }
        }
    }
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

/// The goals that no assessment by the model can ever reach: another indicator, or a level it does not have.
fn unreachable_goals(model: &Model, goals: &[Goal]) -> Vec<Invalid> {
    let check = |(i, goal): (usize, &Goal)| {
        let Some(indicator) = model.indicator(&goal.indicator) else {
            let message = Message::new("pilot-goal-indicator-unknown").with("model", &model.id);
            let message = message.with("indicator", &goal.indicator);
            return Some(Invalid { pointer: format!("/goals/{i}/indicator"), message });
        };
        let levels = indicator.scale.values();
        if levels.contains(&goal.level) {
            return None;
        }
        let levels: Vec<String> = levels.iter().map(ToString::to_string).collect();
        let message = Message::new("pilot-goal-level-off-scale").with("indicator", &goal.indicator);
        let message = message.with("level", goal.level).with("levels", levels.join(", "));
        Some(Invalid { pointer: format!("/goals/{i}/level"), message })
    };
    goals.iter().enumerate().filter_map(check).collect()
}
