//! What there is in each quarter, in whole numbers: euros, hundredths of person-days, places. What is agreed already is
//! taken off first.

use blaupause_kernel::{Slug, Version};
use blaupause_roadmap::{MAX_AMOUNT, Shared};
use serde::{Deserialize, Serialize};

use super::demands::Demand;
use super::frame::{Frame, UnitLimit};
use super::schedule::{Effort, Schedule};
use super::{Facts, UnitData};
use crate::Error;
use crate::adoptions::{Adoption, AdoptionState};
use crate::blueprints::{BlueprintVersion, StepRole};

/// What is limited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapResource))]
pub enum Resource {
    /// Money of the unit, in euros.
    Budget,
    /// Effort of the unit's people, in person-days.
    PersonDays,
    /// Effort of a team of the provider, in person-days.
    Team {
        /// Its role.
        role: StepRole,
    },
    /// Places of a training.
    Training {
        /// The training.
        module: Slug,
    },
}

/// An adoption that is planned or running: it is carried out as agreed and takes its share first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The blueprint.
    pub blueprint: Slug,
    /// The version it is pinned to.
    pub version: Version,
    /// The quarter in which it begins, counted from the first; 0 if it has begun.
    pub begin: usize,
    /// The first quarter in which it is complete.
    pub complete: usize,
    /// What asks for it, and by when.
    pub demands: Vec<Demand>,
    /// What it still takes.
    pub(super) schedule: Schedule,
    /// Whole euros that fall due when it begins; nothing if it has begun.
    pub(super) cost: i64,
}

/// What a unit has, by resource and quarter.
pub(super) type Own = Vec<(Resource, Vec<i64>)>;

/// Cents as whole euros, never less than they are.
pub(super) fn euros_up(cents: i64) -> i64 {
    cents.div_euclid(100) + i64::from(cents.rem_euclid(100) != 0)
}

fn series<T: Copy>(frame: &Frame, given: &super::Series<T>, amount: impl Fn(T) -> i64) -> Vec<i64> {
    let value = |quarter| given.get(quarter).map_or(0, &amount).clamp(0, MAX_AMOUNT);
    (0..quarters(frame)).map(value).collect()
}

/// Quarters of a frame as a length.
pub(super) fn quarters(frame: &Frame) -> usize {
    usize::try_from(frame.quarters).unwrap_or(0)
}

/// What a unit has before anything is taken.
pub(super) fn own(frame: &Frame, limit: &UnitLimit) -> Own {
    let budget = limit.budget.as_ref().map(|given| {
        (
            Resource::Budget,
            series(frame, given, |euro: blaupause_kernel::Euro| euro.hundredths().div_euclid(100)),
        )
    });
    let days = limit
        .person_days
        .as_ref()
        .map(|given| (Resource::PersonDays, series(frame, given, blaupause_kernel::PersonDays::hundredths)));
    budget.into_iter().chain(days).collect()
}

/// What the units share before anything is taken: the teams, then the trainings.
pub(super) fn shared(frame: &Frame) -> (Vec<Resource>, Vec<Shared>) {
    let teams = frame.teams.iter().map(|team| {
        let capacity = series(frame, &team.person_days, blaupause_kernel::PersonDays::hundredths);
        (Resource::Team { role: team.role }, Shared { capacity })
    });
    let trainings = frame.trainings.iter().map(|training| {
        let capacity = series(frame, &training.places, i64::from);
        (Resource::Training { module: training.module.clone() }, Shared { capacity })
    });
    teams.chain(trainings).unzip()
}

/// What is agreed with a unit, by blueprint.
///
/// # Errors
/// `TooLarge` if an effort leaves the exact arithmetic.
pub(super) fn commitments(facts: &Facts<'_>, unit: &UnitData) -> Result<Vec<Committed>, Error> {
    let agreed = |a: &&Adoption| matches!(a.state, AdoptionState::Planned | AdoptionState::Running);
    let mut found = Vec::new();
    for adoption in unit.adoptions.iter().filter(agreed) {
        let key = (adoption.blueprint.clone(), adoption.version.clone());
        let Some(document) = facts.pinned.get(&key) else { continue };
        let begun = adoption.state == AdoptionState::Running;
        let planned = adoption.planned_from.map(blaupause_kernel::Quarter::of);
        let later = planned.map_or(0, |quarter| facts.frame.from.until(quarter));
        let begin = if begun { 0 } else { usize::try_from(later).unwrap_or(0) };
        let ratio = facts.ratio(&adoption.blueprint, unit);
        let done = |id: &Slug| adoption.steps.contains_key(id);
        let schedule = super::schedule::schedule(document, adoption.size_class, ratio, done)?;
        found.push(Committed {
            complete: begin.saturating_add(schedule.duration),
            cost: if begun { 0 } else { one_off(document, unit) },
            blueprint: key.0,
            version: key.1,
            begin,
            demands: Vec::new(),
            schedule,
        });
    }
    Ok(found)
}

/// Whole euros that an adoption costs once.
pub(super) fn one_off(document: &BlueprintVersion, unit: &UnitData) -> i64 {
    euros_up(document.costs.get(unit.facts.size_class).one_off.hundredths())
}

/// What an adoption takes of which resource in which quarter after its begin: the amounts above zero, in a fixed order.
pub(super) fn takes(
    frame: &Frame,
    unit: &UnitData,
    (schedule, cost): (&Schedule, i64),
) -> Vec<(Resource, usize, i64)> {
    let money = std::iter::once((Resource::Budget, 0, cost));
    let efforts = schedule.efforts.iter().map(|((whose, offset), amount)| {
        let resource = match whose {
            Effort::Unit => Resource::PersonDays,
            Effort::Team(role) => Resource::Team { role: *role },
        };
        (resource, *offset, *amount)
    });
    let participants = |module: &Slug| {
        let training = frame.trainings.iter().find(|training| training.module == *module);
        training.map_or(0, |training| i64::from(training.participants.get(unit.facts.size_class)))
    };
    let trainings = schedule.trainings.iter().map(|(module, offset)| {
        (Resource::Training { module: module.clone() }, *offset, participants(module))
    });
    money.chain(efforts).chain(trainings).filter(|(_, _, amount)| *amount > 0).collect()
}

/// Takes what is agreed off what there is; never more than there is. Says what was missing.
pub(super) fn take_off(
    frame: &Frame,
    unit: &UnitData,
    committed: &Committed,
    own: &mut Own,
    (names, shared): (&[Resource], &mut [Shared]),
) -> Vec<(Resource, usize, i64)> {
    let mut short = Vec::new();
    for (resource, offset, amount) in takes(frame, unit, (&committed.schedule, committed.cost)) {
        let quarter = committed.begin.saturating_add(offset);
        let mine = own.iter_mut().find(|(name, _)| *name == resource).map(|(_, series)| series);
        let series = match mine {
            Some(series) => Some(series),
            None => {
                let at = names.iter().position(|name| *name == resource);
                at.and_then(|at| shared.get_mut(at)).map(|shared| &mut shared.capacity)
            }
        };
        if let Some(there) = series.and_then(|series| series.get_mut(quarter)) {
            let missing = amount - *there;
            *there = (*there - amount).max(0);
            if missing > 0 {
                short.push((resource, quarter, missing));
            }
        }
    }
    short
}
