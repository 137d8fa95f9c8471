//! The ways in which each project of a unit may begin, with what it takes row by row. A row is one resource in one quarter:
//! the unit's own first, then what is shared.

use crate::problem::{Problem, Project, Resource, Unit};

/// A start that is possible, or leaving a project whose wish then stays unfulfilled.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// The quarter; nothing if the project is left.
    pub start: Option<usize>,
    /// What it counts for.
    pub value: i64,
    /// What it takes, by row; every row once.
    pub uses: Vec<(usize, i64)>,
}

/// A unit as the solvers see it.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// Rows of its own.
    pub own_rows: usize,
    /// What there is in its own rows.
    pub own: Vec<i64>,
    /// By project, the starts that are possible, in order of time.
    pub choices: Vec<Vec<Choice>>,
    /// Projects for which one of the choices has to be taken.
    pub required: Vec<bool>,
    /// Quarters until each project is complete.
    pub durations: Vec<usize>,
    /// What each project comes after.
    pub after: Vec<Vec<Vec<usize>>>,
    /// The projects in an order in which what is needed stands before what needs it, if there is one.
    pub order: Vec<usize>,
}

/// What counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Every wish that is met counts one.
    Wishes,
    /// The values of the projects, less this for every wish that is not met.
    Value(i64),
}

impl Options {
    /// The options of a unit.
    pub(crate) fn of(problem: &Problem, unit: &Unit, aim: Aim) -> Self {
        let quarters = problem.quarters;
        let own_rows = unit.own.len() * quarters;
        let choices = unit.projects.iter().map(|project| {
            let starts = (0..quarters).filter_map(|start| choice(project, start, quarters, own_rows, aim));
            let left = match aim {
                Aim::Value(less) if project.due.is_some() => {
                    Some(Choice { start: None, value: -less, uses: Vec::new() })
                }
                _ => None,
            };
            starts.chain(left).collect()
        });
        Self {
            own_rows,
            own: unit.own.concat(),
            choices: choices.collect(),
            durations: unit.projects.iter().map(|project| project.duration).collect(),
            after: unit.projects.iter().map(|project| project.after.clone()).collect(),
            order: order(unit),
            required: unit.projects.iter().map(|p| aim != Aim::Wishes && p.due.is_some()).collect(),
        }
    }

    /// Whether a project may begin in this quarter, by what has been decided so far.
    pub(crate) fn may_begin(&self, project: usize, start: Option<usize>, starts: &[Option<usize>]) -> bool {
        let Some(start) = start else { return true };
        let complete = |before: &usize| {
            let takes = self.durations.get(*before).copied().unwrap_or(usize::MAX);
            starts.get(*before).copied().flatten().is_some_and(|begun| begun.saturating_add(takes) <= start)
        };
        self.after.get(project).is_none_or(|lists| lists.iter().all(|list| list.iter().any(complete)))
    }
}

fn choice(project: &Project, start: usize, quarters: usize, own_rows: usize, aim: Aim) -> Option<Choice> {
    let worth = project.starts.get(start).copied().flatten()?;
    let mut uses = std::collections::BTreeMap::<usize, i64>::new();
    for used in project.uses.iter().filter(|used| used.amount > 0) {
        let quarter = start + used.offset;
        if quarter >= quarters {
            return None;
        }
        let row = match used.resource {
            Resource::Own(resource) => resource * quarters + quarter,
            Resource::Shared(resource) => own_rows + resource * quarters + quarter,
        };
        *uses.entry(row).or_default() += used.amount;
    }
    let value = match aim {
        Aim::Wishes => i64::from(project.due.is_some() && project.is_in_time(start)),
        Aim::Value(less) => worth - if project.is_in_time(start) { 0 } else { less },
    };
    Some(Choice { start: Some(start), value, uses: uses.into_iter().collect() })
}

/// Projects whose needs go in a circle come last; they can never begin.
fn order(unit: &Unit) -> Vec<usize> {
    let count = unit.projects.len();
    let mut placed = vec![false; count];
    let mut order = Vec::with_capacity(count);
    loop {
        let before = order.len();
        for (p, project) in unit.projects.iter().enumerate() {
            let ready =
                project.after.iter().flatten().all(|b| placed.get(*b).copied().unwrap_or(true) || *b == p);
            if let Some(done) = placed.get_mut(p).filter(|done| !**done && ready) {
                *done = true;
                order.push(p);
            }
        }
        if order.len() == before {
            break;
        }
    }
    order.extend((0..count).filter(|p| !placed.get(*p).copied().unwrap_or(false)));
    order
}
