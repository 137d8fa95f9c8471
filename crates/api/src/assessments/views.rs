//! How assessments are shown.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Slug, Timestamp};
use blaupause_maturity::{Answers, Assessment, Evidence, ModelRef, ReviewRound, State as Stage};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::subjects::SubjectView;

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentView {
    /// Id.
    id: Uuid,
    #[serde(flatten)]
    subject: SubjectView,
    /// The model it answers.
    model: ModelRef,
    /// The day whose state it describes.
    period: Date,
    /// What it is for.
    purpose: Option<String>,
    /// Where it is in its life.
    state: Stage,
    /// The answers by indicator; what is missing is unanswered.
    answers: Answers,
    /// Comments by indicator.
    #[schema(value_type = BTreeMap<String, String>)]
    comments: BTreeMap<Slug, String>,
    /// Evidence by indicator.
    #[schema(value_type = BTreeMap<String, Vec<Evidence>>)]
    evidence: BTreeMap<Slug, Vec<Evidence>>,
    /// Who began it, as the token names them.
    created_by: String,
    /// Who handed it in last.
    submitted_by: Option<String>,
    /// Who reviews or reviewed it.
    reviewed_by: Option<String>,
    /// What the reviewer said when it was sent back.
    review_comments: Option<String>,
    /// What the reviewer asks by indicator, as long as it is sent back.
    #[schema(value_type = BTreeMap<String, String>)]
    review_comments_by_indicator: BTreeMap<Slug, String>,
    /// Every time it was sent back, the first one first.
    review_rounds: Vec<ReviewRound>,
    /// When it was begun.
    created_at: Timestamp,
    /// When it was changed last.
    updated_at: Timestamp,
    /// When it was handed in last.
    submitted_at: Option<Timestamp>,
    /// When it was signed off.
    signed_off_at: Option<Timestamp>,
    /// How often it was changed.
    revision: i64,
}

impl From<Assessment> for AssessmentView {
    fn from(a: Assessment) -> Self {
        let review_comments_by_indicator = a.open_remarks();
        Self {
            id: a.id,
            subject: a.assessed.into(),
            model: a.model,
            period: a.period,
            purpose: a.purpose,
            state: a.state,
            answers: a.answers,
            comments: a.comments,
            evidence: a.evidence,
            created_by: a.created_by,
            submitted_by: a.submitted_by,
            reviewed_by: a.reviewed_by,
            review_comments: a.review_comments,
            review_comments_by_indicator,
            review_rounds: a.review_rounds,
            created_at: a.created_at,
            updated_at: a.updated_at,
            submitted_at: a.submitted_at,
            signed_off_at: a.signed_off_at,
            revision: a.revision.get(),
        }
    }
}

/// An assessment in a list, without its answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentSummaryView {
    /// Id.
    id: Uuid,
    #[serde(flatten)]
    subject: SubjectView,
    /// The model it answers.
    model: ModelRef,
    /// The day whose state it describes.
    period: Date,
    /// What it is for.
    purpose: Option<String>,
    /// Where it is in its life.
    state: Stage,
    /// When it was changed last.
    updated_at: Timestamp,
}

impl From<Assessment> for AssessmentSummaryView {
    fn from(a: Assessment) -> Self {
        let Assessment { id, assessed, model, period, purpose, state, updated_at, .. } = a;
        Self { id, subject: assessed.into(), model, period, purpose, state, updated_at }
    }
}
