//! The ways in which each project of a unit may begin, with what it takes row by row. A row is one resource in one quarter,
//! of the unit itself or shared. The last shared row counts wishes, where they are to be kept.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::problem::{Problem, Project, Resource, Unit};

/// A start that is possible.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The project.
    pub project: usize,
    /// The quarter.
    pub start: usize,
    /// What it counts for.
    pub value: i64,
    /// What it takes of the unit's own rows; every row once.
    pub own: Vec<(usize, i64)>,
    /// What it takes of the shared rows; every row once. Wishes that are met take less than nothing of the row of wishes.
    pub shared: Vec<(usize, i64)>,
}

/// A unit as the solvers see it.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What there is in its own rows: resource by resource, quarter by quarter.
    pub own: Vec<i64>,
    /// Quarters.
    pub quarters: usize,
    /// The starts, project by project, in order of time.
    pub choices: Vec<Choice>,
    /// By project, the place of its starts in `choices`.
    pub spans: Vec<Range<usize>>,
    /// Quarters until each project is complete.
    pub durations: Vec<usize>,
    /// What each project comes after.
    pub after: Vec<Vec<Vec<usize>>>,
}

/// What counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Every wish that is met counts one.
    Wishes,
    /// The values of the projects; the row after all others counts the wishes that are met.
    Value,
}

/// The starts of a plan of one unit, as places in `choices`, in order.
pub(crate) type Picks = Vec<usize>;

impl Options {
    /// The options of a unit, by what there is of the shared rows.
    pub(crate) fn of(problem: &Problem, unit: &Unit, aim: Aim, shared: &[i64]) -> Self {
        let own = unit.own.concat();
        let helps = helps(unit, aim);
        let mut choices = Vec::new();
        let mut spans = Vec::with_capacity(unit.projects.len());
        for (p, project) in unit.projects.iter().enumerate() {
            let begin = choices.len();
            if helps.get(p).copied().unwrap_or(true) {
                let all = (0..problem.quarters).filter_map(|start| choice(problem, p, project, start, aim));
                choices.extend(all.filter(|choice| fits(&choice.own, &own) && fits(&choice.shared, shared)));
            }
            spans.push(begin..choices.len());
        }
        Self {
            own,
            quarters: problem.quarters,
            choices,
            spans,
            durations: unit.projects.iter().map(|project| project.duration).collect(),
            after: unit.projects.iter().map(|project| project.after.clone()).collect(),
        }
    }

    /// Options in which a choice that is among the picks counts a little more than nothing, beside wishes that
    /// count `wish` each.
    pub(crate) fn near(&self, picks: &[usize], wish: i64) -> Self {
        let mut near = self.clone();
        for (number, choice) in near.choices.iter_mut().enumerate() {
            choice.value = choice.value * wish + i64::from(picks.contains(&number));
        }
        near
    }

    /// Options in which the wishes that picks meet are met as they are, for a bonus that is worth more than anything else.
    pub(crate) fn keeping(&self, picks: &[usize], bonus: i64) -> Self {
        let meets = |choice: &Choice| choice.shared.iter().any(|(_, amount)| *amount < 0);
        let mut kept = self.clone();
        let mut choices = Vec::new();
        for span in &mut kept.spans {
            let begin = choices.len();
            let of = span.clone().filter_map(|number| Some((number, self.choices.get(number)?)));
            let fixed = of.clone().find(|(number, choice)| meets(choice) && picks.contains(number));
            match fixed {
                Some((_, choice)) => choices.push(Choice { value: choice.value + bonus, ..choice.clone() }),
                None => choices.extend(of.map(|(_, choice)| choice.clone())),
            }
            *span = begin..choices.len();
        }
        kept.choices = choices;
        kept
    }

    /// The choices of a project.
    pub(crate) fn of_project(&self, project: usize) -> impl Iterator<Item = (usize, &Choice)> {
        let span = self.spans.get(project).cloned().unwrap_or_default();
        span.clone().zip(self.choices.get(span).into_iter().flatten())
    }

    /// The choices that were picked.
    pub(crate) fn picked<'o>(&'o self, picks: &'o [usize]) -> impl Iterator<Item = &'o Choice> {
        picks.iter().filter_map(|pick| self.choices.get(*pick))
    }

    /// What picks are worth.
    pub(crate) fn value(&self, picks: &[usize]) -> i64 {
        self.picked(picks).map(|choice| choice.value).sum()
    }

    /// What picks take of the shared rows, each row once.
    pub(crate) fn shared_uses(&self, picks: &[usize]) -> Vec<(usize, i64)> {
        let mut uses = BTreeMap::<usize, i64>::new();
        for (row, amount) in self.picked(picks).flat_map(|choice| &choice.shared) {
            *uses.entry(*row).or_default() += amount;
        }
        uses.into_iter().collect()
    }

    /// The starts by project.
    pub(crate) fn starts(&self, picks: &[usize]) -> Vec<Option<usize>> {
        let mut starts = vec![None; self.spans.len()];
        for choice in self.picked(picks) {
            if let Some(start) = starts.get_mut(choice.project) {
                *start = Some(choice.start);
            }
        }
        starts
    }

    /// The picks that have these starts; those that the options do not know are left.
    pub(crate) fn picks(&self, starts: &[Option<usize>]) -> Picks {
        let pick = |(project, start): (usize, &Option<usize>)| {
            let start = (*start)?;
            self.of_project(project).find(|(_, choice)| choice.start == start).map(|(pick, _)| pick)
        };
        starts.iter().enumerate().filter_map(pick).collect()
    }

    /// The choices of a list of projects that are complete when something begins.
    pub(crate) fn enabling<'o>(
        &'o self,
        list: &'o [usize],
        start: usize,
    ) -> impl Iterator<Item = usize> + 'o {
        list.iter().flat_map(move |before| {
            let takes = self.durations.get(*before).copied().unwrap_or(usize::MAX);
            let ready = move |(_, choice): &(usize, &Choice)| choice.start.saturating_add(takes) <= start;
            self.of_project(*before).filter(ready).map(|(number, _)| number)
        })
    }

    /// Whether what a choice comes after is complete, by what has been decided so far.
    pub(crate) fn may_begin(&self, choice: &Choice, starts: &[Option<usize>]) -> bool {
        let complete = |before: &usize| {
            let takes = self.durations.get(*before).copied().unwrap_or(usize::MAX);
            let begun = starts.get(*before).copied().flatten();
            begun.is_some_and(|begun| begun.saturating_add(takes) <= choice.start)
        };
        self.after.get(choice.project).is_none_or(|lists| lists.iter().all(|list| list.iter().any(complete)))
    }
}

fn fits(uses: &[(usize, i64)], there: &[i64]) -> bool {
    uses.iter().all(|(row, amount)| *amount <= 0 || there.get(*row).is_some_and(|there| amount <= there))
}

/// Projects that count: where only wishes do, these and what they come after.
fn helps(unit: &Unit, aim: Aim) -> Vec<bool> {
    if aim == Aim::Value {
        return vec![true; unit.projects.len()];
    }
    let mut helps: Vec<bool> = unit.projects.iter().map(|project| !project.dues.is_empty()).collect();
    loop {
        let of = unit.projects.iter().zip(&helps).filter(|(_, helps)| **helps);
        let needed: Vec<usize> =
            of.flat_map(|(project, _)| project.after.iter().flatten().copied()).collect();
        let before = helps.iter().filter(|helps| **helps).count();
        for p in needed {
            if let Some(helps) = helps.get_mut(p) {
                *helps = true;
            }
        }
        if helps.iter().filter(|helps| **helps).count() == before {
            return helps;
        }
    }
}

fn choice(problem: &Problem, number: usize, project: &Project, start: usize, aim: Aim) -> Option<Choice> {
    let quarters = problem.quarters;
    let worth = project.starts.get(start).copied().flatten()?;
    let (mut own, mut shared) = (BTreeMap::<usize, i64>::new(), BTreeMap::<usize, i64>::new());
    for used in project.uses.iter().filter(|used| used.amount > 0) {
        let quarter = start.saturating_add(used.offset);
        if quarter >= quarters {
            return None;
        }
        match used.resource {
            Resource::Own(resource) => *own.entry(resource * quarters + quarter).or_default() += used.amount,
            Resource::Shared(resource) => {
                *shared.entry(resource * quarters + quarter).or_default() += used.amount;
            }
        }
    }
    let met = i64::try_from(project.met(start)).unwrap_or(i64::MAX);
    if met > 0 && aim == Aim::Value {
        shared.insert(problem.shared.len() * quarters, -met);
    }
    let value = if aim == Aim::Wishes { met } else { worth };
    let (own, shared) = (own.into_iter().collect(), shared.into_iter().collect());
    Some(Choice { project: number, start, value, own, shared })
}
