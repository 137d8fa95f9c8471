//! When within an adoption which effort falls due, counted in quarters from its begin.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};
use blaupause_territory::SizeClass;

use crate::Error;
use crate::blueprints::{BlueprintVersion, Side, Step, StepRole};

/// Calendar days that count as a quarter.
pub const QUARTER_DAYS: u32 = 91;

/// Whose effort it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effort {
    /// Of the unit's own people.
    Unit,
    /// Of a team of the provider.
    Team(StepRole),
}

/// What an adoption takes, by quarter after its begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Schedule {
    /// Quarters until it is complete; at least one.
    pub(super) duration: usize,
    /// Hundredths of person-days.
    pub(super) efforts: BTreeMap<(Effort, usize), i64>,
    /// In which quarter each training begins.
    pub(super) trainings: Vec<(Slug, usize)>,
}

/// What the steps of a blueprint that are not done yet take of a unit of this size, times a ratio of actual to planned
/// effort. The effort of a step is spread evenly over its days; every step is rounded up to the hundredth of a
/// person-day.
///
/// # Errors
/// `TooLarge` if an effort leaves the exact arithmetic.
pub(super) fn schedule(
    document: &BlueprintVersion,
    size: Option<SizeClass>,
    ratio: Option<Rational>,
    is_done: impl Fn(&Slug) -> bool,
) -> Result<Schedule, Error> {
    let mut ends: BTreeMap<&Slug, u32> = BTreeMap::new();
    let mut found = Schedule::default();
    for step in document.ordered_steps() {
        let begin = step.after.iter().filter_map(|id| ends.get(id)).max().copied().unwrap_or(0);
        let done = is_done(&step.id);
        let days = if done { 0 } else { step.duration_days };
        ends.insert(&step.id, begin.saturating_add(days));
        if done {
            continue;
        }
        let at = index(if days == 0 { begin.saturating_sub(1) } else { begin });
        found.trainings.extend(step.training.iter().map(|training| (training.clone(), at)));
        spread(step, (begin, days), expected(step, size, ratio)?, &mut found.efforts);
    }
    let days = ends.values().max().copied().unwrap_or(0);
    found.duration = index(days.div_ceil(QUARTER_DAYS).saturating_mul(QUARTER_DAYS)).max(1);
    Ok(found)
}

fn index(day: u32) -> usize {
    usize::try_from(day / QUARTER_DAYS).unwrap_or(usize::MAX)
}

/// The effort of a step in hundredths of person-days.
fn expected(step: &Step, size: Option<SizeClass>, ratio: Option<Rational>) -> Result<i64, Error> {
    let planned = step.person_days.get(size).hundredths();
    let Some(ratio) = ratio else { return Ok(planned) };
    let exact = Rational::from_int(planned).checked_mul(ratio).ok_or(Error::TooLarge)?;
    let (numerator, denominator) = exact.parts();
    let up = numerator.div_euclid(denominator) + i128::from(numerator.rem_euclid(denominator) != 0);
    i64::try_from(up).map_err(|_| Error::TooLarge)
}

fn spread(step: &Step, (begin, days): (u32, u32), effort: i64, efforts: &mut BTreeMap<(Effort, usize), i64>) {
    let whose = match step.role.side() {
        Side::Unit => Effort::Unit,
        Side::Provider => Effort::Team(step.role),
    };
    if days == 0 {
        // At the end of a quarter it still belongs to it, as what comes before it does.
        *efforts.entry((whose, index(begin.saturating_sub(1)))).or_default() += effort;
        return;
    }
    let (end, mut from, mut given) = (begin.saturating_add(days), begin, 0_i64);
    while from < end {
        let until = (from / QUARTER_DAYS + 1).saturating_mul(QUARTER_DAYS).min(end);
        // What is due so far, rounded down; the last quarter gets the rest, so nothing is lost.
        let due = i128::from(effort) * i128::from(until - begin) / i128::from(days);
        let due = i64::try_from(due).unwrap_or(i64::MAX);
        *efforts.entry((whose, index(from))).or_default() += due - given;
        (given, from) = (due, until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoptions::tests::document;

    /// Two steps after each other: 100 days with 10 person-days of the unit, then 91 days with 4.55 of the technicians.
    #[test]
    fn effort_falls_due_where_its_days_lie() {
        let mut document = document();
        let mut steps = document.steps.clone();
        steps.truncate(2);
        for (step, (role, after, days, effort)) in steps
            .iter_mut()
            .zip([(StepRole::ProjectLead, None, 100, "10"), (StepRole::ProviderIt, Some(0), 91, "4.55")])
        {
            (step.role, step.duration_days) = (role, days);
            step.person_days.default = effort.parse().unwrap();
            step.person_days.sizes.clear();
            step.after = after.map(|_| document.steps[0].id.clone()).into_iter().collect();
            step.training = None;
        }
        document.steps = steps;
        let found = schedule(&document, None, None, |_| false).unwrap();
        assert_eq!(found.duration, 3, "191 days");
        let team = Effort::Team(StepRole::ProviderIt);
        // 91 of 100 days are 9.10 of 10; the technicians have 82 of their 91 days in the second quarter: 4.10 of 4.55.
        let expected = [((Effort::Unit, 0), 910), ((Effort::Unit, 1), 90), ((team, 1), 410), ((team, 2), 45)];
        assert_eq!(found.efforts, BTreeMap::from(expected));
        // A third more than planned, each step rounded up: 13.34 and 6.07.
        let more = schedule(&document, None, Rational::new(4, 3), |_| false).unwrap();
        assert_eq!(more.efforts.values().sum::<i64>(), 1_334 + 607);
        let first = document.steps[0].id.clone();
        let rest = schedule(&document, None, None, |id| *id == first).unwrap();
        assert_eq!((rest.duration, rest.efforts), (1, BTreeMap::from([((team, 0), 455)])));
    }
}
