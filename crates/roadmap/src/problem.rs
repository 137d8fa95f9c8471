//! What is to be planned, what a plan is, and whether a plan keeps every constraint.

/// Most quarters of a plan.
pub const MAX_QUARTERS: usize = 40;

/// Largest amount and value; sums of them stay far below what an `i64` holds.
pub const MAX_AMOUNT: i64 = 1_000_000_000;

/// Everything that is to be planned at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Quarters of the plan.
    pub quarters: usize,
    /// What the units share.
    pub shared: Vec<Shared>,
    /// The units.
    pub units: Vec<Unit>,
}

/// A team of the provider, or a training with places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What there is of it in each quarter.
    pub capacity: Vec<i64>,
}

/// A unit with its own resources and the projects it may take up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Own resources, such as money and people: what there is of each in each quarter.
    pub own: Vec<Vec<i64>>,
    /// Projects.
    pub projects: Vec<Project>,
}

/// A project: taken up at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// What it is worth if it begins in each quarter; where nothing stands it cannot begin.
    pub starts: Vec<Option<i64>>,
    /// Quarters until it is complete.
    pub duration: usize,
    /// What it takes.
    pub uses: Vec<Use>,
    /// Of each list, one project of the same unit has to be complete before this one begins.
    pub after: Vec<Vec<usize>>,
    /// Wishes: complete by the end of each of these quarters. Each of them counts.
    pub dues: Vec<usize>,
}

/// What a project takes of one resource in one quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Of what.
    pub resource: Resource,
    /// Quarters after the one in which it begins.
    pub offset: usize,
    /// How much.
    pub amount: i64,
}

/// A resource, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Of the unit.
    Own(usize),
    /// Of all.
    Shared(usize),
}

/// For every unit and project the quarter in which it begins, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// By unit and project.
    pub starts: Vec<Vec<Option<usize>>>,
}

/// Why a problem is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// No quarters, or too many.
    #[error("{0} quarters cannot be planned")]
    Quarters(usize),
    /// A list has another length than there are quarters.
    #[error("{0} has another length than there are quarters")]
    Length(&'static str),
    /// An amount or value is negative or too large.
    #[error("{0} is not between 0 and the largest amount")]
    Amount(i64),
    /// A resource or project that is not there is named.
    #[error("{0} that is not there is named")]
    Unknown(&'static str),
}

/// A constraint that a plan breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Violation {
    /// The plan has other units or projects than the problem.
    Shape,
    /// A project begins when it cannot.
    Start {
        /// The unit.
        unit: usize,
        /// The project.
        project: usize,
    },
    /// A project begins before what it needs is complete.
    After {
        /// The unit.
        unit: usize,
        /// The project.
        project: usize,
    },
    /// More is taken than there is.
    Capacity {
        /// The unit, for an own resource.
        unit: Option<usize>,
        /// The resource.
        resource: Resource,
        /// The quarter.
        quarter: usize,
        /// By how much.
        by: i64,
    },
}

impl Project {
    /// How many of its wishes are met if it begins in this quarter.
    pub fn met(&self, start: usize) -> usize {
        self.dues.iter().filter(|due| self.is_in_time(start, **due)).count()
    }

    /// Whether it is complete by the end of a quarter if it begins in another one.
    pub fn is_in_time(&self, start: usize, due: usize) -> bool {
        start + self.duration <= due + 1
    }
}

impl Problem {
    /// Checks that every number and every reference makes sense.
    ///
    /// # Errors
    /// The first `Misfit`.
    pub fn check(&self) -> Result<(), Misfit> {
        let quarters = self.quarters;
        if !(1..=MAX_QUARTERS).contains(&quarters) {
            return Err(Misfit::Quarters(quarters));
        }
        let amount = |amount: i64| {
            if (0..=MAX_AMOUNT).contains(&amount) { Ok(()) } else { Err(Misfit::Amount(amount)) }
        };
        let series = |name: &'static str, series: &[i64]| {
            if series.len() != quarters {
                return Err(Misfit::Length(name));
            }
            series.iter().try_for_each(|value| amount(*value))
        };
        self.shared.iter().try_for_each(|shared| series("a shared resource", &shared.capacity))?;
        for unit in &self.units {
            unit.own.iter().try_for_each(|own| series("an own resource", own))?;
            for project in &unit.projects {
                if project.starts.len() != quarters {
                    return Err(Misfit::Length("the values of a project"));
                }
                project.starts.iter().flatten().try_for_each(|value| amount(*value))?;
                for used in &project.uses {
                    amount(used.amount)?;
                    let known = match used.resource {
                        Resource::Own(own) => own < unit.own.len(),
                        Resource::Shared(shared) => shared < self.shared.len(),
                    };
                    if !known {
                        return Err(Misfit::Unknown("a resource"));
                    }
                }
                let mut needed = project.after.iter().flatten();
                if needed.any(|before| *before >= unit.projects.len()) {
                    return Err(Misfit::Unknown("a project"));
                }
            }
        }
        Ok(())
    }

    /// What a plan is worth; what cannot begin is worth nothing.
    pub fn value(&self, plan: &Plan) -> i64 {
        let of_unit = |(unit, starts): (&Unit, &Vec<Option<usize>>)| {
            let worth = |(project, start): (&Project, &Option<usize>)| {
                start.and_then(|start| project.starts.get(start).copied().flatten()).unwrap_or(0)
            };
            unit.projects.iter().zip(starts).map(worth).sum::<i64>()
        };
        self.units.iter().zip(&plan.starts).map(of_unit).sum()
    }

    /// The wishes that a plan does not fulfil, as unit, project and quarter.
    pub fn unmet(&self, plan: &Plan) -> Vec<(usize, usize, usize)> {
        let mut unmet = Vec::new();
        for (u, (unit, starts)) in self.units.iter().zip(&plan.starts).enumerate() {
            for (p, (project, start)) in unit.projects.iter().zip(starts).enumerate() {
                let late = |due: &&usize| !start.is_some_and(|start| project.is_in_time(start, **due));
                unmet.extend(project.dues.iter().filter(late).map(|due| (u, p, *due)));
            }
        }
        unmet
    }

    /// How many wishes there are.
    pub fn wishes(&self) -> usize {
        self.units.iter().flat_map(|unit| &unit.projects).map(|project| project.dues.len()).sum()
    }

    /// Every constraint that a plan breaks; wishes are none.
    pub fn violations(&self, plan: &Plan) -> Vec<Violation> {
        let shape = plan.starts.len() == self.units.len()
            && self.units.iter().zip(&plan.starts).all(|(unit, starts)| unit.projects.len() == starts.len());
        if !shape {
            return vec![Violation::Shape];
        }
        let mut found = Vec::new();
        let mut shared = vec![vec![0_i64; self.quarters]; self.shared.len()];
        for (u, (unit, starts)) in self.units.iter().zip(&plan.starts).enumerate() {
            let mut own = vec![vec![0_i64; self.quarters]; unit.own.len()];
            for (p, (project, start)) in unit.projects.iter().zip(starts).enumerate() {
                let Some(start) = *start else { continue };
                let taken = project.uses.iter().filter(|used| used.amount > 0);
                let ends = start + taken.map(|used| used.offset).max().unwrap_or(0);
                if project.starts.get(start).copied().flatten().is_none() || ends >= self.quarters {
                    found.push(Violation::Start { unit: u, project: p });
                    continue;
                }
                let complete = |before: &usize| {
                    let begun = starts.get(*before).copied().flatten();
                    let takes = unit.projects.get(*before).map_or(usize::MAX, |project| project.duration);
                    begun.is_some_and(|begun| begun.saturating_add(takes) <= start)
                };
                if !project.after.iter().all(|list| list.iter().any(complete)) {
                    found.push(Violation::After { unit: u, project: p });
                }
                for used in &project.uses {
                    let series = match used.resource {
                        Resource::Own(own_resource) => own.get_mut(own_resource),
                        Resource::Shared(resource) => shared.get_mut(resource),
                    };
                    if let Some(taken) = series.and_then(|series| series.get_mut(start + used.offset)) {
                        *taken += used.amount;
                    }
                }
            }
            for (r, (taken, there)) in own.iter().zip(&unit.own).enumerate() {
                over(taken, there, Some(u), Resource::Own(r), &mut found);
            }
        }
        for (r, (taken, there)) in shared.iter().zip(&self.shared).enumerate() {
            over(taken, &there.capacity, None, Resource::Shared(r), &mut found);
        }
        found
    }
}

fn over(taken: &[i64], there: &[i64], unit: Option<usize>, resource: Resource, found: &mut Vec<Violation>) {
    for (quarter, (taken, there)) in taken.iter().zip(there).enumerate() {
        if taken > there {
            found.push(Violation::Capacity { unit, resource, quarter, by: taken - there });
        }
    }
}
