//! Small problems as a whole, by a MILP solver.

use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, default_solver, variable,
};

use crate::options::{Options, Picks};
use crate::pool::float;

/// The best picks of all units together; nothing if nothing is possible.
pub(crate) fn solve(units: &[Options], shared: &[i64]) -> Option<Vec<Picks>> {
    let mut variables = ProblemVariables::new();
    let mut objective = Expression::from(0.0);
    let mut pick = |choice: &crate::options::Choice| {
        let pick = variables.add(variable().binary());
        objective += float(choice.value) * pick;
        pick
    };
    let picks: Vec<Vec<Variable>> =
        units.iter().map(|options| options.choices.iter().map(&mut pick).collect()).collect();
    let mut model = variables.maximise(objective).using(default_solver);
    let mut taken_of_shared = vec![Expression::from(0.0); shared.len()];
    for (options, picks) in units.iter().zip(&picks) {
        let of = |number: usize| picks.get(number).copied();
        let mut taken = vec![Expression::from(0.0); options.own.len()];
        for (choice, pick) in options.choices.iter().zip(picks) {
            add(&mut taken, &choice.own, *pick);
            add(&mut taken_of_shared, &choice.shared, *pick);
            for list in options.after.get(choice.project).into_iter().flatten() {
                let enabling: Expression = options.enabling(list, choice.start).filter_map(of).sum();
                model = model.with(constraint!(*pick <= enabling));
            }
        }
        for span in options.spans.iter().filter(|span| !span.is_empty()) {
            let sum: Expression = span.clone().filter_map(of).sum();
            model = model.with(constraint!(sum <= 1.0));
        }
        for (taken, there) in taken.into_iter().zip(&options.own) {
            model = model.with(constraint!(taken <= float(*there)));
        }
    }
    for (taken, there) in taken_of_shared.into_iter().zip(shared) {
        model = model.with(constraint!(taken <= float(*there)));
    }
    let solution = model.solve().ok()?;
    let picked = |of_unit: &Vec<Variable>| {
        let is_picked = |(_, pick): &(usize, &Variable)| solution.value(**pick) > 0.5;
        of_unit.iter().enumerate().filter(is_picked).map(|(number, _)| number).collect()
    };
    Some(picks.iter().map(picked).collect())
}

fn add(rows: &mut [Expression], uses: &[(usize, i64)], pick: Variable) {
    for (row, amount) in uses {
        if let Some(taken) = rows.get_mut(*row) {
            *taken += float(*amount) * pick;
        }
    }
}
