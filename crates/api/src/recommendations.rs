//! `/municipalities/{ars}/recommendations` and a blueprint's fit for one unit, in the caller's language.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::messages::render;
use blaupause_app::recommendations::{self, Recommendation};
use blaupause_kernel::{Ars, Language, PersonDays, Rational, Slug, UnitKey, Version};
use blaupause_maturity::{FailingGate, Score, StageRef};
use blaupause_pilots::adoptions::AdoptionState;
use blaupause_pilots::blueprints::CostBand;
use blaupause_pilots::evidence::Evidence;
use blaupause_pilots::fit::{FitLine, FitStatus, FitTopic, Nearest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_fit).service(list_recommendations);
}

/// How a blueprint fits a unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FitView {
    /// Key of the blueprint.
    blueprint: Slug,
    /// Its version.
    version: Version,
    /// Its title.
    title: String,
    /// Key of the unit.
    unit: Ars,
    /// Whether it can be recommended: nothing needed is missing, and the unit has not adopted it.
    eligible: bool,
    /// Where the unit's own adoption stands.
    adopted: Option<AdoptionState>,
    /// Every fact, in a fixed order of topics.
    lines: Vec<FitLineView>,
    /// Proven score after minus before.
    gain: Option<Rational>,
    /// Proven score before.
    score_before: Option<Score>,
    /// Proven score after.
    score_after: Option<Score>,
    /// Stage before.
    stage_before: Option<StageRef>,
    /// Stage after.
    stage_after: Option<StageRef>,
    /// Gates of the next stage that it closes.
    closed_gates: Vec<FailingGate>,
    /// Effort planned for the size class.
    effort: PersonDays,
    /// Effort to expect after what others needed.
    expected_effort: Option<PersonDays>,
    /// Calendar days along the longest path of steps.
    duration_days: u32,
    /// Money for the size class.
    cost: CostBand,
    /// How many units of the same size class use it.
    similar_users: u32,
    /// The nearest unit that did it.
    nearest: Option<Nearest>,
    /// Gain per person-day planned.
    value: Option<Rational>,
    /// What adoptions and pilots prove.
    evidence: Evidence,
}

/// One line of a fit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FitLineView {
    /// Stable code of the fact.
    code: String,
    /// What it is about.
    topic: FitTopic,
    /// What it says.
    status: FitStatus,
    /// The fact in words.
    text: String,
}

/// The blueprints for a unit, the best first.
#[derive(Debug, Serialize, ToSchema)]
struct RecommendationsView {
    /// One fit per blueprint.
    items: Vec<FitView>,
}

impl FitLineView {
    fn new(line: FitLine, language: Language) -> Self {
        let FitLine { topic, status, message } = line;
        Self { text: render(language, &message), code: message.code, topic, status }
    }
}

impl FitView {
    fn new(recommendation: Recommendation, language: Language) -> Self {
        let Recommendation { document, fit, evidence } = recommendation;
        Self {
            title: document.title.get(language).to_owned(),
            blueprint: fit.blueprint,
            version: fit.version,
            unit: fit.unit,
            eligible: fit.eligible,
            adopted: fit.adopted,
            lines: fit.lines.into_iter().map(|line| FitLineView::new(line, language)).collect(),
            gain: fit.gain,
            score_before: fit.score_before,
            score_after: fit.score_after,
            stage_before: fit.stage_before,
            stage_after: fit.stage_after,
            closed_gates: fit.closed_gates,
            effort: fit.effort,
            expected_effort: fit.expected_effort,
            duration_days: fit.duration_days,
            cost: fit.cost,
            similar_users: fit.similar_users,
            nearest: fit.nearest,
            value: fit.value,
            evidence,
        }
    }
}

/// For which unit.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FitQuery {
    /// Key of the unit, ARS or AGS.
    unit: UnitKey,
}

/// Get how a version of a blueprint fits a unit, line by line.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(FitQuery,
        ("id" = Slug, Path, description = "Key of the blueprint.", example = "e-akte-light"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The fit.", body = FitView), Problems))]
#[get("/blueprints/{id}/versions/{version}/fit")]
async fn get_fit(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, Version)>,
    query: Query<FitQuery>,
) -> Result<Answer, ApiError> {
    let ((id, version), unit) = (path.into_inner(), query.into_inner().unit);
    state
        .read(move |tx| {
            let found = recommendations::fit(tx, &caller.actor, &id, &version, &unit)?;
            Answer::view(&FitView::new(found, caller.language))
        })
        .await
}

/// List the current version of every blueprint by what it brings a unit: the best first.
#[utoipa::path(tag = "blueprints", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The recommendations.", body = RecommendationsView), Problems))]
#[get("/municipalities/{ars}/recommendations")]
async fn list_recommendations(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let found = recommendations::list(tx, &caller.actor, &ars)?;
            let items = found.into_iter().map(|r| FitView::new(r, caller.language)).collect();
            Answer::view(&RecommendationsView { items })
        })
        .await
}
