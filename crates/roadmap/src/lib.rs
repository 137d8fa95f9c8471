//! Fahrplan: which project of which unit begins in which quarter. Units have budgets and people of their own and share the
//! teams and trainings of their provider. The plan never breaks a constraint; how far the best could lie above it is proved.
//!
//! Small problems are solved as a whole by a MILP solver. Large ones are decomposed: each unit has columns, which are whole plans
//! of its own; a linear program chooses among them and sets prices for what is shared, at which each unit looks for further
//! columns by branch and bound. The prices give the bound. Floating point only steers: a bound is counted in integers.

mod choosing;
mod columns;
mod crew;
mod dive;
mod hull;
mod master;
mod milp;
mod options;
mod pool;
mod primal;
mod problem;
mod rounding;
mod solve;
mod tableau;
#[cfg(test)]
mod tests;
mod tight;
mod unit;
mod whole;

pub use problem::{
    MAX_AMOUNT, MAX_QUARTERS, Misfit, Plan, Problem, Project, Resource, Shared, Unit, Use, Violation,
};
pub use solve::{Answer, Effort, Progress, Stopped, Tight, solve};
