//! Aufruf: which units are the best partners for a pilot, in points out of 100, each with its reason. The weights are ours;
//! that small municipalities are simpler partners is said in the Handreichung ("kleinere Gemeinden können daher einfachere
//! Partner sein, um neue Lösungen zu entwickeln und zu testen").

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Date, Message, PersonDays, Rational, Revision, Slug};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use super::{Pilot, PilotState};
use crate::sizes::size_name;
use crate::{Error, Prose};

/// Points for a unit that registered its interest.
pub const WILLINGNESS: i64 = 30;
/// Points for a unit that lacks every goal of the pilot.
pub const GAP: i64 = 30;
/// Points for a unit of the smallest size class.
pub const SIMPLICITY: i64 = 20;
/// Points for a unit that can give what the pilot needs of it.
pub const CAPACITY: i64 = 20;
/// Points a unit loses for each pilot or adoption that it is busy with, out of those for capacity.
pub const BUSY: i64 = 5;

/// Interessenbekundung: a unit wants to take part in a pilot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interest {
    /// The pilot.
    pub pilot: Slug,
    /// The unit.
    pub unit: Ars,
    /// Effort the unit can give over the whole pilot; not stated if missing.
    pub capacity: Option<PersonDays>,
    /// Why, and what it brings.
    pub statement: Prose,
    /// The day it was registered.
    pub since: Date,
    /// How often it was changed.
    pub revision: Revision,
}

/// What is known of a unit that may take part.
#[derive(Debug, Clone)]
pub struct CandidateFacts {
    /// The unit.
    pub unit: Ars,
    /// Its name.
    pub name: String,
    /// Its size class.
    pub size_class: SizeClass,
    /// Its levels by its latest signed-off assessment by the pilot's model; nothing without one.
    pub levels: Option<BTreeMap<Slug, Rational>>,
    /// Its interest, if it registered one.
    pub interest: Option<Interest>,
    /// Pilots and adoptions it is busy with.
    pub busy: u32,
}

/// What a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CandidateTopic {
    /// Bereitschaft.
    Willingness,
    /// Lücken: what it would gain.
    Gap,
    /// Einfachheit: a small unit is a simpler partner.
    Simplicity,
    /// Kapazität.
    Capacity,
}

/// One reason for the rank of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateReason {
    /// What it is about.
    pub topic: CandidateTopic,
    /// Its points.
    pub points: Rational,
    /// The most points it could have.
    pub most: i64,
    /// The reason.
    pub message: Message,
}

/// A unit that may take part, with the reasons of its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The unit.
    pub unit: Ars,
    /// Its name.
    pub name: String,
    /// The sum of the points.
    pub points: Rational,
    /// The reasons, always in the same order.
    pub reasons: Vec<CandidateReason>,
}

impl Interest {
    /// Registers the interest of a unit in a pilot.
    ///
    /// # Errors
    /// `WrongState` unless partners are sought; `Invalid` for a capacity of nothing or less.
    pub fn new(
        pilot: &Pilot,
        unit: Ars,
        (capacity, statement): (Option<PersonDays>, Prose),
        on: Date,
    ) -> Result<Self, Error> {
        if pilot.state != PilotState::Call {
            return Err(pilot.wrong_state("answerCall"));
        }
        if let Some(capacity) = capacity.filter(|capacity| *capacity <= PersonDays::ZERO) {
            return Err(Error::BadCapacity { capacity: capacity.to_string() });
        }
        let pilot = pilot.slug.clone();
        Ok(Self { pilot, unit, capacity, statement, since: on, revision: Revision::FIRST })
    }
}

/// The candidates for a pilot, the best first; units of the same points by key. Units that take part already are left out.
///
/// # Errors
/// `TooLarge` if a share leaves the exact arithmetic.
pub fn rank_candidates(
    pilot: &Pilot,
    facts: impl IntoIterator<Item = CandidateFacts>,
) -> Result<Vec<Candidate>, Error> {
    let mut ranked = facts
        .into_iter()
        .filter(|facts| !pilot.units.contains(&facts.unit))
        .map(|facts| candidate(pilot, facts).ok_or(Error::TooLarge))
        .collect::<Result<Vec<_>, _>>()?;
    ranked.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.unit.cmp(&b.unit)));
    Ok(ranked)
}

fn candidate(pilot: &Pilot, facts: CandidateFacts) -> Option<Candidate> {
    let reasons =
        vec![willingness(&facts), gap(pilot, &facts)?, simplicity(&facts)?, capacity(pilot, &facts)?];
    let points = reasons.iter().try_fold(Rational::ZERO, |sum, reason| sum.checked_add(reason.points))?;
    Some(Candidate { unit: facts.unit, name: facts.name, points, reasons })
}

fn willingness(facts: &CandidateFacts) -> CandidateReason {
    let (points, message) = match &facts.interest {
        Some(interest) => (WILLINGNESS, Message::new("candidate-willing").with("since", interest.since)),
        None => (0, Message::new("candidate-not-asked")),
    };
    let points = Rational::from_int(points);
    CandidateReason { topic: CandidateTopic::Willingness, points, most: WILLINGNESS, message }
}

fn gap(pilot: &Pilot, facts: &CandidateFacts) -> Option<CandidateReason> {
    let goals = pilot.goals.len();
    let reason =
        |points, message| Some(CandidateReason { topic: CandidateTopic::Gap, points, most: GAP, message });
    let Some(levels) = &facts.levels else {
        return reason(Rational::ZERO, Message::new("candidate-not-assessed"));
    };
    let below = |goal: &&super::Goal| levels.get(&goal.indicator).is_some_and(|level| *level < goal.level);
    let open = pilot.goals.iter().filter(below).count();
    let message = Message::new("candidate-gap").with("open", open).with("goals", goals);
    reason(share(open, goals)?.checked_mul(Rational::from_int(GAP))?, message)
}

fn simplicity(facts: &CandidateFacts) -> Option<CandidateReason> {
    let classes = SizeClass::ALL.len();
    let rank = SizeClass::ALL.iter().position(|class| *class == facts.size_class)?;
    let points = share(classes - 1 - rank, classes - 1)?.checked_mul(Rational::from_int(SIMPLICITY))?;
    let message = Message::new("candidate-size").with("size", size_name(facts.size_class));
    Some(CandidateReason { topic: CandidateTopic::Simplicity, points, most: SIMPLICITY, message })
}

/// What the pilot needs of a unit is its effort divided by the units that take part, with the candidate.
fn capacity(pilot: &Pilot, facts: &CandidateFacts) -> Option<CandidateReason> {
    let stated = facts.interest.as_ref().and_then(|interest| interest.capacity);
    let units = i64::try_from(pilot.units.len()).ok()? + 1;
    let needed = PersonDays::from_hundredths(pilot.planned_effort.hundredths() / units);
    let (gross, message) = match stated {
        None => (Rational::ZERO, Message::new("candidate-capacity-unknown")),
        Some(stated) => {
            let one = Rational::from_int(1);
            let part = if needed <= PersonDays::ZERO {
                one
            } else {
                Rational::new(stated.hundredths(), needed.hundredths())?.min(one)
            };
            let message = Message::new("candidate-capacity").with("stated", stated).with("needed", needed);
            (part.checked_mul(Rational::from_int(CAPACITY))?, message)
        }
    };
    let lost = Rational::from_int(BUSY.checked_mul(i64::from(facts.busy))?);
    let points = gross.checked_sub(lost)?.max(Rational::ZERO);
    let message = message.with("busy", facts.busy);
    Some(CandidateReason { topic: CandidateTopic::Capacity, points, most: CAPACITY, message })
}

/// A part of a whole; all of it if there is nothing to have.
fn share(part: usize, whole: usize) -> Option<Rational> {
    if whole == 0 {
        return Some(Rational::from_int(1));
    }
    Rational::new(i64::try_from(part).ok()?, i64::try_from(whole).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::tests::pilot_in;
    use super::*;

    fn facts(unit: &str, size_class: SizeClass) -> CandidateFacts {
        let unit = unit.parse().unwrap();
        CandidateFacts { unit, name: String::new(), size_class, levels: None, interest: None, busy: 0 }
    }

    fn interest(pilot: &Pilot, unit: &str, days: &str) -> Interest {
        let offer = (Some(days.parse().unwrap()), "Wir sind dabei.".parse().unwrap());
        Interest::new(pilot, unit.parse().unwrap(), offer, "2025-02-01".parse().unwrap()).unwrap()
    }

    /// By hand: a pilot of 30 person-days with two units and one goal (e-akte 3).
    #[test]
    fn points_can_be_added_up_by_hand() {
        let mut pilot = pilot_in(PilotState::Call);
        pilot.planned_effort = "30".parse().unwrap();
        let goal = pilot.goals[0].clone();
        let level = |value: Rational| Some(BTreeMap::from([(goal.indicator.clone(), value)]));
        // willing 30, gap 30, smallest 20, 5 of 10 days: 10, busy with one: -5
        let mut best = facts("010540033033", SizeClass::ALL[0]);
        best.levels = level(Rational::ZERO);
        best.interest = Some(interest(&pilot, "010540033033", "5"));
        best.busy = 1;
        // not asked 0, has the goal 0, largest 0, capacity unknown 0
        let mut last = facts("010020000000", SizeClass::ALL[SizeClass::ALL.len() - 1]);
        last.levels = level(goal.level);
        // not asked 0, not assessed 0, second smallest 20 * 5/6
        let middle = facts("010540168168", SizeClass::ALL[1]);
        let taking_part = facts(pilot.units[0].as_str(), SizeClass::ALL[0]);
        assert_eq!((pilot.units.len(), pilot.goals.len()), (2, 1));
        let ranked = rank_candidates(&pilot, [last, middle, taking_part, best]).unwrap();
        let found: Vec<(&str, String)> =
            ranked.iter().map(|c| (c.unit.as_str(), c.points.to_string())).collect();
        let expected = [("010540033033", "85"), ("010540168168", "50/3"), ("010020000000", "0")];
        assert_eq!(found, expected.map(|(unit, points)| (unit, points.to_owned())));
        assert!(ranked.iter().all(|c| c.reasons.len() == 4));
        assert_eq!(WILLINGNESS + GAP + SIMPLICITY + CAPACITY, 100);
    }

    #[test]
    fn interest_is_registered_while_partners_are_sought() {
        let offer = || (None, "Gern.".parse().unwrap());
        for state in PilotState::ALL {
            let found = Interest::new(
                &pilot_in(state),
                "01".parse().unwrap(),
                offer(),
                "2025-02-01".parse().unwrap(),
            );
            assert_eq!(found.is_ok(), state == PilotState::Call, "{state:?}");
        }
        let nothing = (Some(PersonDays::ZERO), "Gern.".parse().unwrap());
        let call = pilot_in(PilotState::Call);
        let found = Interest::new(&call, "01".parse().unwrap(), nothing, "2025-02-01".parse().unwrap());
        assert!(matches!(found, Err(Error::BadCapacity { .. })));
    }
}
