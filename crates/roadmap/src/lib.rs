//! Fahrplan: which project of which unit begins in which quarter. Units have budgets and people of their own and share the
//! teams and trainings of their provider. The plan never breaks a constraint; how far the best could lie above it is proved.
//!
//! Small problems are solved as a whole by a MILP solver. Large ones are decomposed: prices for what is shared separate the
//! units, each of which is then solved by branch and bound; the prices give the bound. All amounts and values are integers, so
//! a bound is exact and not a matter of rounding.

mod dual;
mod milp;
mod options;
mod primal;
mod problem;
mod solve;
#[cfg(test)]
mod tests;
mod unit;

pub use problem::{Misfit, Plan, Problem, Project, Resource, Shared, Unit, Use, Violation};
pub use solve::{Answer, Effort, Progress, Stopped, Tight, solve};
