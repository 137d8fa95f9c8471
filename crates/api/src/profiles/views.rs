//! The views of profiles, gaps, what-if and trend: numbers from the domain, titles and sentences in one language.

use blaupause_app::messages::render;
use blaupause_app::profiles::{Profile, Standing, Trend};
use blaupause_kernel::{Date, Digest, Language, Message, Rational, Rounding, Slug, Version};
use blaupause_maturity::{
    Blocking, Bounds, Coverage, Explain, Gap, GapSource, MinimumStandard, ModelRef, NodeKind, Outcome, Score,
    Segment, StageRef,
};
use blaupause_territory::SizeClass;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::subjects::SubjectView;

/// Where a unit stands by its latest signed result.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileView {
    #[serde(flatten)]
    subject: SubjectView,
    /// Its name.
    name: String,
    /// Its size class; `null` for a provider.
    size_class: Option<SizeClass>,
    /// The assessment this rests on.
    assessment: Uuid,
    /// SHA-256 of the signed document.
    hash: Digest,
    /// The day whose state it describes.
    period: Date,
    /// The result.
    #[serde(flatten)]
    result: ResultView,
    /// Place among the peers; `null` with fewer than five.
    segment: Option<Segment>,
    /// How many peers there are: by the same model version, other units of the same level and size class, or other providers.
    peers: usize,
}

/// A result in one language.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResultView {
    /// The model it rests on.
    model: ModelRef,
    /// Score over what is answered; `null` if nothing is.
    score: Option<Score>,
    /// Between which scores the open answers can lead.
    bounds: Bounds,
    /// How much is answered.
    coverage: Coverage,
    /// The proven stage; `null` if not even the lowest is.
    stage: Option<StageView>,
    /// The highest stage that the open answers can lead to.
    possible_stage: Option<StageView>,
    /// Whether the minimum standard is met.
    minimum_standard: MinimumStandard,
    /// What holds the unit back from the next stage; `null` at the top.
    blocking: Option<BlockingView>,
    /// The values of the dimensions at the top.
    dimensions: Vec<DimensionView>,
}

/// A stage of the model.
#[derive(Debug, Serialize, ToSchema)]
struct StageView {
    /// Key of the stage.
    id: Slug,
    /// Name.
    title: String,
    /// Its place, the lowest being 1.
    rank: u32,
}

/// What holds a unit back from a stage.
#[derive(Debug, Serialize, ToSchema)]
struct BlockingView {
    /// The stage.
    stage: StageView,
    /// What is not proven: the threshold first, then the gates.
    reasons: Vec<ReasonView>,
}

/// One thing that is not proven.
#[derive(Debug, Serialize, ToSchema)]
struct ReasonView {
    /// Stable code of the statement.
    #[schema(example = "blocking-gate")]
    code: String,
    /// The statement.
    text: String,
    /// Indicator or dimension; `null` for the score.
    node: Option<Slug>,
    /// Its name.
    title: Option<String>,
    /// Value needed.
    needed: Rational,
    /// Value proven.
    proven: Rational,
    /// Whether open answers can still lead there.
    open: bool,
    /// Why the gate exists.
    reason: Option<String>,
}

/// The value of a dimension.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DimensionView {
    /// Key of the dimension.
    id: Slug,
    /// Name.
    title: String,
    /// Its part in the whole, from 0 to 1.
    effective_weight: Rational,
    /// Smallest value it can have.
    min: Rational,
    /// Largest value it can have.
    max: Rational,
    /// Value over what is answered; `null` if nothing is.
    value: Option<Score>,
    /// Value with everything open at its lowest level; `null` if it is left out.
    lower: Option<Score>,
    /// Value with everything open at its highest level; `null` if it is left out.
    upper: Option<Score>,
}

/// How far a unit is from a target.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GapsView {
    #[serde(flatten)]
    subject: SubjectView,
    /// The assessment this rests on.
    assessment: Uuid,
    /// The day whose state it describes.
    period: Date,
    /// The model.
    model: ModelRef,
    /// The gaps, in the order of the target.
    items: Vec<GapView>,
}

/// One gap.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GapView {
    /// Indicator or dimension, or the model for a threshold of the score.
    node: Slug,
    /// Which of them.
    kind: NodeKind,
    /// Name.
    title: String,
    /// Value over what is answered; `null` if nothing is.
    current: Option<Rational>,
    /// Value with everything open at its lowest level.
    proven: Rational,
    /// Value wanted.
    needed: Rational,
    /// How much is missing.
    distance: Rational,
    /// Whether open answers can still close it.
    open: bool,
    /// By how much the proven score rises if this gap alone is closed.
    effect: Rational,
    /// The stage that asks for it.
    stage: Option<Slug>,
    /// Why it is asked for.
    reason: Option<String>,
    /// Stable code of the statement.
    #[schema(example = "gap-gate")]
    code: String,
    /// The statement.
    text: String,
}

/// A result before and after.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WhatIfView {
    #[serde(flatten)]
    subject: SubjectView,
    /// The assessment this starts from.
    assessment: Uuid,
    /// The signed result.
    before: ResultView,
    /// The result with the assumed levels.
    after: ResultView,
}

/// A unit's results by one version of a model.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrendView {
    /// Id of the model.
    model: Slug,
    /// Its version.
    version: Version,
    /// The results by the day they describe.
    items: Vec<TrendPointView>,
}

/// One result of a trend.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TrendPointView {
    /// The day whose state it describes.
    period: Date,
    /// The assessment.
    assessment: Uuid,
    /// Score over what was answered; `null` if nothing was.
    score: Option<Score>,
    /// The proven stage.
    stage: Option<StageView>,
    /// SHA-256 of the signed document.
    hash: Digest,
}

impl ProfileView {
    /// Puts a profile into one language.
    pub(crate) fn new(profile: Profile, language: Language) -> Self {
        let Profile { standing, peers, segment } = profile;
        let Standing { subject, signed, hash, model } = standing;
        Self {
            size_class: subject.size_class(),
            name: subject.name().to_owned(),
            subject: subject.assessed().into(),
            assessment: signed.id,
            hash,
            period: signed.period,
            result: ResultView::new(signed.outcome, model.rounding, language),
            segment,
            peers,
        }
    }
}

impl ResultView {
    pub(super) fn new(outcome: Outcome, rounding: Rounding, language: Language) -> Self {
        let stage = |stage: &StageRef| StageView::new(stage, language);
        Self {
            stage: outcome.stage.as_ref().map(stage),
            possible_stage: outcome.possible_stage.as_ref().map(stage),
            blocking: outcome.blocking.as_ref().map(|b| BlockingView::new(b, rounding, language)),
            dimensions: outcome
                .explain
                .children
                .iter()
                .map(|d| DimensionView::new(d, rounding, language))
                .collect(),
            model: outcome.model,
            score: outcome.score,
            bounds: outcome.bounds,
            coverage: outcome.coverage,
            minimum_standard: outcome.minimum_standard,
        }
    }
}

impl StageView {
    fn new(stage: &StageRef, language: Language) -> Self {
        Self { id: stage.id.clone(), title: stage.title.get(language).to_owned(), rank: stage.rank }
    }
}

impl BlockingView {
    fn new(blocking: &Blocking, rounding: Rounding, language: Language) -> Self {
        let threshold = blocking.threshold.iter().zip(blocking.threshold_message(rounding));
        let threshold = threshold.map(|(t, message)| ReasonView {
            node: None,
            title: None,
            needed: t.needed,
            proven: t.actual,
            open: t.open,
            reason: None,
            ..ReasonView::said(&message, language)
        });
        let gates = blocking.gates.iter().map(|gate| ReasonView {
            node: Some(gate.node.clone()),
            title: Some(gate.title.get(language).to_owned()),
            needed: gate.needed,
            proven: gate.actual,
            open: gate.open,
            reason: gate.reason.as_ref().map(|r| r.get(language).to_owned()),
            ..ReasonView::said(&gate.message(&blocking.stage, rounding), language)
        });
        Self { stage: StageView::new(&blocking.stage, language), reasons: threshold.chain(gates).collect() }
    }
}

impl ReasonView {
    /// Only the words; the numbers are put beside them.
    fn said(message: &Message, language: Language) -> Self {
        Self {
            code: message.code.clone(),
            text: render(language, message),
            node: None,
            title: None,
            needed: Rational::ZERO,
            proven: Rational::ZERO,
            open: false,
            reason: None,
        }
    }
}

impl DimensionView {
    fn new(node: &Explain, rounding: Rounding, language: Language) -> Self {
        let score = |value: Option<Rational>| value.map(|exact| Score::new(exact, rounding));
        Self {
            id: node.id.clone(),
            title: node.title.get(language).to_owned(),
            effective_weight: node.effective_weight,
            min: node.range.min,
            max: node.range.max,
            value: score(node.value),
            lower: score(node.lower),
            upper: score(node.upper),
        }
    }
}

impl GapsView {
    /// Puts gaps into one language.
    pub(crate) fn new(standing: Standing, gaps: Vec<Gap>, language: Language) -> Self {
        let Standing { subject, signed, model, .. } = standing;
        Self {
            subject: subject.assessed().into(),
            assessment: signed.id,
            period: signed.period,
            model: signed.model,
            items: gaps.into_iter().map(|gap| GapView::new(gap, model.rounding, language)).collect(),
        }
    }
}

impl GapView {
    fn new(gap: Gap, rounding: Rounding, language: Language) -> Self {
        let message = gap.message(rounding);
        let (stage, reason) = match gap.source {
            GapSource::Gate { stage, reason } => (Some(stage), reason.map(|r| r.get(language).to_owned())),
            GapSource::Threshold { stage } => (Some(stage), None),
            GapSource::Own | GapSource::Levels { .. } => (None, None),
        };
        Self {
            node: gap.node,
            kind: gap.kind,
            title: gap.title.get(language).to_owned(),
            current: gap.current,
            proven: gap.proven,
            needed: gap.needed,
            distance: gap.distance,
            open: gap.open,
            effect: gap.effect,
            stage,
            reason,
            text: render(language, &message),
            code: message.code,
        }
    }
}

impl WhatIfView {
    /// Puts both results into one language.
    pub(crate) fn new(standing: Standing, after: Outcome, language: Language) -> Self {
        let Standing { subject, signed, model, .. } = standing;
        Self {
            subject: subject.assessed().into(),
            assessment: signed.id,
            before: ResultView::new(signed.outcome, model.rounding, language),
            after: ResultView::new(after, model.rounding, language),
        }
    }
}

impl TrendView {
    /// Puts a trend into one language.
    pub(crate) fn new(trend: Trend, language: Language) -> Self {
        let Trend { model, results } = trend;
        let stage = |id: &Slug| {
            let ranked = (1..).zip(&model.stages).find(|(_, s)| s.id == *id);
            ranked.map(|(rank, s)| StageView {
                id: s.id.clone(),
                title: s.title.get(language).to_owned(),
                rank,
            })
        };
        let point = |r: blaupause_app::profiles::Summary| TrendPointView {
            period: r.period,
            assessment: r.id,
            score: r.score.map(|exact| Score::new(exact, model.rounding)),
            stage: r.stage.as_ref().and_then(stage),
            hash: r.hash,
        };
        let items = results.into_iter().map(point).collect();
        Self { model: model.id.clone(), version: model.version.clone(), items }
    }
}
