//! Maturity models, answers, exact scoring, stages with gates, gaps and the life cycle of an assessment.
//! Not storage, not rendering: values in, value or error out.

mod agreement;
mod answers;
mod assessments;
mod comparable;
mod error;
mod gaps;
mod lines;
mod migrations;
mod models;
mod problems;
mod respondents;
mod rises;
mod scoring;
mod segments;
pub mod sheets;
mod shortfalls;
mod targets;

pub use agreement::Agreement;
pub use answers::{Answer, Answers, MAX_REASON, ProviderLevel, ProviderLevels, SubjectProfile};
pub use assessments::{
    Assessed, Assessment, Broken, ChainFault, Consensus, Evidence, NewAssessment, Opinions, Remarks,
    ReviewRound, SIGNED_FORMAT, SignedAssessment, State, Statement, chains, recheck, require_subject,
    verify_chain,
};
pub use comparable::{ComparablePoint, Comparison, LeftOut, LeftOutReason, compare};
pub use error::Error;
pub use gaps::{Gap, GapSource, Target, gaps};
pub use migrations::{
    Fate, LevelPair, MIGRATION_FORMAT, MergeBy, Migrated, MigrationLine, MigrationMap, MigrationReport,
    MigrationStep,
};
pub use models::{
    Aggregation, AppliesTo, Dimension, EvidenceNeed, EvidenceRule, FORMAT, Gate, Indicator, LevelText,
    MAX_BYTES, Missing, Model, ModelRef, ModelState, ProviderSource, ProviderStep, Range, Scale, ScaleForm,
    Source, Stage, Subject, builtin_models,
};
pub use problems::Problem;
pub use respondents::{NewRespondent, Respondent, RespondentState, require_unbiased};
pub use rises::{RISES_BUDGET, Rise, Rises, rises};
pub use scoring::{
    Blocking, Bounds, Cell, Coverage, Explain, FailingGate, GateResult, GateState, LeafState,
    MinimumStandard, NodeKind, Outcome, Score, Scorer, StageRef, StageResult, Threshold, Totals,
    refused_levels, score, what_if,
};
pub use segments::{MIN_PEERS, Segment, segment, segment_between};
pub use shortfalls::shortfalls;
pub use targets::OwnTarget;

/// Runs the example of the read-me as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadMe;
