//! Roadmaps ("Fahrpläne"): which unit begins which adoption in which quarter. Facts become a problem of whole numbers for
//! the solver, and its answer becomes a document with the reasons. Pure; nothing is loaded here.

mod answer;
mod asked;
mod build;
mod candidates;
mod capacities;
mod demands;
mod document;
mod frame;
mod jobs;
mod schedule;
#[cfg(test)]
mod tests;

pub use answer::answer;
pub use blaupause_roadmap::{Effort as Work, Progress, Stopped, solve};
pub use build::{Built, Excluded, Facts, Reason, UnitData, build};
pub use capacities::{Committed, Resource};
pub use demands::{Because, Demand, Obligation, obligations};
pub use document::{Item, Left, Load, MOST_LINES, Point, Roadmap, Short, TightLine, UnitPath, UnmetWish};
pub use frame::{Frame, Limits, MAX_UNITS, Series, Team, Training, UnitLimit, Wish};
pub use jobs::{Job, JobProgress, JobState, PlanFor};
pub use schedule::{Effort, QUARTER_DAYS};
