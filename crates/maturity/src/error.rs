//! Why an operation of this crate was refused. Faults inside documents are [`Problem`]s.

use blaupause_kernel::{Described, Message, Slug};

use crate::{ChainFault, Problem, RespondentState, State, Subject};

/// A fact that stands against what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A number left the 128 bits in which it is kept exactly.
    #[error("a number in the calculation is too large to be kept exactly")]
    Overflow,
    /// Every indicator was left out: there is nothing to score.
    #[error("no indicator of the model applies")]
    NothingApplies,
    /// The model knows no such indicator.
    #[error("the model has no indicator `{indicator}`")]
    UnknownIndicator {
        /// What was named.
        indicator: Slug,
    },
    /// The model knows no such indicator or dimension.
    #[error("the model has no indicator or dimension `{node}`")]
    UnknownNode {
        /// What was named.
        node: Slug,
    },
    /// The model knows no such stage.
    #[error("the model has no stage `{stage}`")]
    UnknownStage {
        /// What was named.
        stage: Slug,
    },
    /// A level that the indicator's scale does not have.
    #[error("`{value}` is not on the scale of `{indicator}`")]
    OffScale {
        /// The indicator.
        indicator: Slug,
        /// The level given.
        value: String,
    },
    /// The document at hand rests on another model or another version of it.
    #[error("model `{expected}` is needed, `{found}` was given")]
    OtherModel {
        /// Id and version that are needed.
        expected: String,
        /// Id and version that were given.
        found: String,
    },
    /// The model is made for another kind of subject.
    #[error("the model `{model}` does not assess this kind of subject")]
    OtherSubject {
        /// The model.
        model: Slug,
        /// Whom it assesses.
        subject: Subject,
    },
    /// The assessment is not in a state that allows this.
    #[error("the assessment is `{state}`, `{needed}` is needed")]
    WrongState {
        /// The state it is in.
        state: State,
        /// The states that allow it, separated by commas.
        needed: String,
    },
    /// Four eyes: who edited or submitted an assessment does not review it.
    #[error("`{reviewer}` worked on the assessment and cannot review it")]
    FourEyes {
        /// Who tried.
        reviewer: String,
    },
    /// Another person has taken up the review.
    #[error("the assessment is being reviewed by `{reviewer}`")]
    OtherReviewer {
        /// Who reviews it.
        reviewer: String,
    },
    /// The invitation is over.
    #[error("the invitation is `{state}`, no answer is awaited")]
    RespondentState {
        /// The state it is in.
        state: RespondentState,
    },
    /// Who is still asked does not see what others said.
    #[error("own answers are awaited before those of others are shown")]
    AnswerFirst,
    /// The assessment cannot be saved or submitted as it is.
    #[error("the assessment has {} problems", .0.len())]
    Incomplete(Vec<Problem>),
    /// The chain of signed assessments does not hold.
    #[error("the chain of signed assessments breaks at position {position}: {fault}")]
    BrokenChain {
        /// Position in the chain, counted from 0.
        position: usize,
        /// What does not hold there.
        fault: ChainFault,
    },
    /// Too few peers to compare with: single results could be told.
    #[error("{found} peers are too few, {needed} are needed")]
    TooFewPeers {
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// The document has no canonical JSON form.
    #[error(transparent)]
    Kernel(#[from] blaupause_kernel::Error),
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Overflow => Message::new("maturity-overflow"),
            Self::NothingApplies => Message::new("maturity-nothing-applies"),
            Self::UnknownIndicator { indicator } => {
                Message::new("maturity-unknown-indicator").with("indicator", indicator)
            }
            Self::UnknownNode { node } => Message::new("maturity-unknown-node").with("node", node),
            Self::UnknownStage { stage } => Message::new("maturity-unknown-stage").with("stage", stage),
            Self::OffScale { indicator, value } => {
                Message::new("maturity-off-scale").with("indicator", indicator).with("value", value)
            }
            Self::OtherModel { expected, found } => {
                Message::new("maturity-other-model").with("expected", expected).with("found", found)
            }
            Self::OtherSubject { model, subject } => {
                Message::new("assessment-model-subject").with("model", model).with("subject", subject.name())
            }
            Self::WrongState { state, needed } => {
                Message::new("assessment-wrong-state").with("state", state).with("needed", needed)
            }
            Self::FourEyes { reviewer } => Message::new("assessment-four-eyes").with("reviewer", reviewer),
            Self::OtherReviewer { reviewer } => {
                Message::new("assessment-other-reviewer").with("reviewer", reviewer)
            }
            Self::RespondentState { state } => Message::new("respondent-wrong-state").with("state", state),
            Self::AnswerFirst => Message::new("respondent-answer-first"),
            Self::Incomplete(problems) => Message::new("assessment-incomplete").with("count", problems.len()),
            Self::BrokenChain { position, fault } => {
                Message::new("assessment-broken-chain").with("position", position).with("fault", fault)
            }
            Self::TooFewPeers { found, needed } => {
                Message::new("maturity-too-few-peers").with("found", found).with("needed", needed)
            }
            Self::Kernel(error) => Message::new("maturity-no-canonical-form").with("reason", error),
        }
    }
}
