//! Engagements: a consultant of a provider accompanies a unit. The unit sees all of it but internal notes, and asks.

use blaupause_access::{Actor, Denied, Owner, Permission};
use blaupause_kernel::{Page, Paged, Slug, UnitKey};
use blaupause_store::engagements::{self as store, Filter};
use blaupause_support::engagements::{
    Engagement, EngagementState, GoalOutcome, NewGoal, NewNote, NewVisit, NextStep,
};
use uuid::Uuid;

use crate::subjects::reach;
use crate::units::ServedUnit;
use crate::{Change, Error, Expected, Read, Write, units};

/// Begins to accompany a unit. Without a consultant it is the actor.
///
/// # Errors
/// No such unit; `Denied`, also for a provider that does not serve the unit; `Invalid`; those of the store.
pub fn begin(
    tx: &mut Write<'_>,
    actor: &Actor,
    unit: &UnitKey,
    provider: Slug,
    consultant: Option<String>,
) -> Result<Engagement, Error> {
    let served = units::of_actor(&mut tx.as_read(), actor, Permission::AccompanyUnits, unit)?;
    let ServedUnit { unit, serving, .. } = served;
    actor.require(Permission::AccompanyUnits, Owner::Provider(&provider))?;
    if !serving.contains(&provider) {
        return Err(Denied::Forbidden(Permission::AccompanyUnits).into());
    }
    let consultant = match consultant {
        Some(consultant) => consultant,
        None => actor.subject()?.to_owned(),
    };
    let engagement = Engagement::begin(tx.next_id(), provider, unit.ars, consultant, tx.today())?;
    store::insert(tx.conn(), &engagement)?;
    tx.record(actor, change("engagement.begun", &engagement))?;
    Ok(engagement)
}

/// Which engagements are listed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those with this unit.
    pub unit: Option<UnitKey>,
    /// Only those of this provider.
    pub provider: Option<Slug>,
    /// Only those of this consultant.
    pub consultant: Option<String>,
    /// Only those in this state.
    pub state: Option<EngagementState>,
}

/// The engagements with units within reach, the newest first.
///
/// # Errors
/// No such unit; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    wanted: Wanted,
    page: &Page,
) -> Result<Paged<Engagement>, Error> {
    let Wanted { unit, provider, consultant, state } = wanted;
    let reach = reach(actor, Permission::ReadUnit, tx.today())?;
    let unit = match unit {
        Some(key) => Some(units::of_actor(tx, actor, Permission::ReadUnit, &key)?.unit.ars),
        None => None,
    };
    let found = store::list(tx.conn(), &Filter { unit, provider, consultant, state, reach }, page)?;
    Ok(found.map(|engagement| seen(actor, engagement)))
}

/// An engagement.
///
/// # Errors
/// No such engagement; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Engagement, Error> {
    Ok(seen(actor, load(tx, actor, Permission::ReadUnit, id)?))
}

/// What happens to an engagement, and the kind of event it is.
pub enum Step {
    /// A goal is agreed on.
    AddGoal(NewGoal),
    /// A goal is reached or dropped.
    CloseGoal(Uuid, GoalOutcome),
    /// A visit took place.
    AddVisit(NewVisit),
    /// A note is written.
    AddNote(NewNote),
    /// It is said what comes next.
    SetNextStep(NextStep),
    /// Nothing comes next for now.
    ClearNextStep,
    /// Something is asked.
    Ask(String),
    /// A question is answered.
    Answer(Uuid, String),
    /// Another consultant goes on.
    HandOver(String),
    /// It ends.
    End,
}

impl Step {
    const fn permission(&self) -> Permission {
        match self {
            Self::Ask(_) | Self::Answer(..) => Permission::AskInEngagement,
            _ => Permission::AccompanyUnits,
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::AddGoal(_) => "engagement.goalAdded",
            Self::CloseGoal(..) => "engagement.goalClosed",
            Self::AddVisit(_) => "engagement.visitNoted",
            Self::AddNote(_) => "engagement.noteAdded",
            Self::SetNextStep(_) | Self::ClearNextStep => "engagement.nextStepSet",
            Self::Ask(_) => "engagement.questionAsked",
            Self::Answer(..) => "engagement.questionAnswered",
            Self::HandOver(_) => "engagement.handedOver",
            Self::End => "engagement.ended",
        }
    }
}

/// Takes a step in an engagement.
///
/// # Errors
/// No such engagement; `Denied`; `Stale`; what the step refuses; those of the store.
pub fn step(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    step: Step,
) -> Result<Engagement, Error> {
    let engagement = load(&mut tx.as_read(), actor, step.permission(), id)?;
    expected.check(engagement.revision)?;
    let (kind, today, part) = (step.kind(), tx.today(), tx.next_id());
    let engagement = match step {
        Step::AddGoal(goal) => engagement.add_goal(part, goal, today)?,
        Step::CloseGoal(goal, outcome) => engagement.close_goal(goal, outcome, today)?,
        Step::AddVisit(visit) => engagement.add_visit(part, visit, today)?,
        Step::AddNote(note) => engagement.add_note(part, actor.subject()?.to_owned(), note, tx.now())?,
        Step::SetNextStep(next) => engagement.set_next_step(next)?,
        Step::ClearNextStep => engagement.clear_next_step()?,
        Step::Ask(text) => engagement.ask(part, text, today)?,
        Step::Answer(question, text) => engagement.answer(question, text, today)?,
        Step::HandOver(consultant) => engagement.hand_over(consultant)?,
        Step::End => engagement.end(today)?,
    };
    store::update(tx.conn(), &engagement)?;
    tx.record(actor, change(kind, &engagement))?;
    Ok(seen(actor, engagement))
}

fn load(tx: &mut Read<'_>, actor: &Actor, permission: Permission, id: Uuid) -> Result<Engagement, Error> {
    actor.require_somewhere(permission)?;
    let engagement = store::by_id(tx.conn(), id)?;
    units::of_actor(tx, actor, permission, &UnitKey::Ars(engagement.unit.clone()))?;
    Ok(engagement)
}

/// As an actor may see it: internal notes are for those who see the whole service area of its provider.
fn seen(actor: &Actor, engagement: Engagement) -> Engagement {
    if actor.may(Permission::ReadServiceArea, Owner::Provider(&engagement.provider)) {
        engagement
    } else {
        engagement.for_unit()
    }
}

fn change(kind: &'static str, engagement: &Engagement) -> Change {
    let change = Change::new(kind, format!("/engagements/{}", engagement.id));
    change.of_unit(&engagement.unit).of_provider(&engagement.provider)
}
