//! Small problems as a whole, by a MILP solver.

use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, default_solver, variable,
};

use crate::options::Options;
use crate::unit::float;

/// The best choices of all units together, by unit and project; nothing if nothing is possible.
pub(crate) fn solve(units: &[Options], shared: &[i64]) -> Option<Vec<Vec<Option<usize>>>> {
    let mut variables = ProblemVariables::new();
    let mut picks: Vec<Vec<Vec<Variable>>> = Vec::with_capacity(units.len());
    let mut objective = Expression::from(0.0);
    for options in units {
        let mut of_unit = Vec::with_capacity(options.choices.len());
        for choices in &options.choices {
            let of_project: Vec<Variable> =
                choices.iter().map(|_| variables.add(variable().binary())).collect();
            for (choice, pick) in choices.iter().zip(&of_project) {
                objective += float(choice.value) * *pick;
            }
            of_unit.push(of_project);
        }
        picks.push(of_unit);
    }
    let mut model = variables.maximise(objective).using(default_solver);
    let mut taken_of_shared = vec![Expression::from(0.0); shared.len()];
    for (options, picks) in units.iter().zip(&picks) {
        let mut taken = vec![Expression::from(0.0); options.own_rows];
        for (project, (choices, of_project)) in options.choices.iter().zip(picks).enumerate() {
            let sum: Expression = of_project.iter().sum();
            if options.required.get(project).copied().unwrap_or(false) {
                model = model.with(constraint!(sum == 1.0));
            } else {
                model = model.with(constraint!(sum <= 1.0));
            }
            for (choice, pick) in choices.iter().zip(of_project) {
                for (row, amount) in &choice.uses {
                    let series = match row.checked_sub(options.own_rows) {
                        None => taken.get_mut(*row),
                        Some(row) => taken_of_shared.get_mut(row),
                    };
                    if let Some(series) = series {
                        *series += float(*amount) * *pick;
                    }
                }
                let Some(start) = choice.start else { continue };
                for list in options.after.get(project).into_iter().flatten() {
                    let complete = list.iter().flat_map(|before| {
                        let takes = options.durations.get(*before).copied().unwrap_or(usize::MAX);
                        let of = options.choices.get(*before).into_iter().flatten();
                        let picks = picks.get(*before).into_iter().flatten();
                        of.zip(picks).filter(move |(b, _)| {
                            b.start.is_some_and(|begun| begun.saturating_add(takes) <= start)
                        })
                    });
                    let enabling: Expression = complete.map(|(_, pick)| *pick).sum();
                    model = model.with(constraint!(*pick <= enabling));
                }
            }
        }
        for (taken, there) in taken.into_iter().zip(&options.own) {
            model = model.with(constraint!(taken <= float(*there)));
        }
    }
    for (taken, there) in taken_of_shared.into_iter().zip(shared) {
        model = model.with(constraint!(taken <= float(*there)));
    }
    let solution = model.solve().ok()?;
    let picked = |of_project: &Vec<Variable>| of_project.iter().position(|pick| solution.value(*pick) > 0.5);
    Some(picks.iter().map(|of_unit| of_unit.iter().map(picked).collect()).collect())
}
