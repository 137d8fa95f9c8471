//! `/municipalities/{ars}/trend` and `/providers/{id}/trend`: how results develop.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::subjects::SubjectKey;
use blaupause_app::trends::{self, Trend};
use blaupause_kernel::{Date, Digest, Language, Slug, UnitKey, Version};
use blaupause_maturity::{Bounds, LeftOut, Score, SignedAssessment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::views::StageView;
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_trend).service(get_provider_trend);
}

/// By which version of which model.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TrendQuery {
    /// Id of the model; that of the assessment signed off last if left out.
    model: Option<Slug>,
    /// Only results by this version; those by all versions if left out.
    version: Option<Version>,
}

/// How the results by a model develop.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TrendView {
    /// Id of the model.
    model: Slug,
    /// The version whose weights the comparison uses.
    version: Version,
    /// The indicators that are compared: every result has them, with the same meaning and the same levels.
    #[schema(value_type = Vec<String>)]
    common: Vec<Slug>,
    /// The indicators that are left out of the comparison, and why.
    left_out: Vec<LeftOut>,
    /// Versions from which no migration map leads to `version`: their results are not compared.
    unconnected: Vec<Version>,
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
    /// The version of the model it answers.
    version: Version,
    /// Score as it was signed, over what was answered; `null` if nothing was.
    score: Option<Score>,
    /// The proven stage as it was signed.
    stage: Option<StageView>,
    /// SHA-256 of the signed document.
    hash: Digest,
    /// The same result on the common set, by the weights of the version named above: only these numbers are compared
    /// with each other. `null` if there is nothing to compare.
    comparable: Option<ComparableView>,
}

/// A result on the common set.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ComparableView {
    /// Score over what is answered of it; `null` if nothing is.
    score: Option<Score>,
    /// Between which scores the open answers can lead.
    bounds: Bounds,
}

impl TrendView {
    fn new(trend: Trend, language: Language) -> Self {
        let Trend { model, results, hashes, comparison } = trend;
        let points = results.into_iter().zip(hashes).zip(comparison.points);
        let items = points.map(|((signed, hash), point)| {
            let SignedAssessment { id, period, model, outcome, .. } = signed;
            TrendPointView {
                period,
                assessment: id,
                version: model.version,
                stage: outcome.stage.as_ref().map(|stage| StageView::new(stage, language)),
                score: outcome.score,
                hash,
                comparable: point.bounds.map(|bounds| ComparableView { score: point.score, bounds }),
            }
        });
        Self {
            items: items.collect(),
            model: model.id.clone(),
            version: model.version.clone(),
            common: comparison.common,
            left_out: comparison.left_out,
            unconnected: comparison.unconnected,
        }
    }
}

/// Get a unit's signed results by the day they describe, as they were signed and compared on what all of them answer.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(TrendQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The results, the oldest first.", body = TrendView), Problems))]
#[get("/municipalities/{ars}/trend")]
async fn get_trend(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<TrendQuery>,
) -> Result<Answer, ApiError> {
    trend(&state, caller, SubjectKey::Unit(ars.into_inner()), query.into_inner()).await
}

/// Get a provider's signed results by the day they describe, as they were signed and compared on what all of them answer.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(TrendQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The results, the oldest first.", body = TrendView), Problems))]
#[get("/providers/{id}/trend")]
async fn get_provider_trend(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<TrendQuery>,
) -> Result<Answer, ApiError> {
    trend(&state, caller, SubjectKey::Provider(id.into_inner()), query.into_inner()).await
}

async fn trend(
    state: &State,
    caller: Caller,
    key: SubjectKey,
    query: TrendQuery,
) -> Result<Answer, ApiError> {
    let TrendQuery { model, version } = query;
    state
        .read(move |tx| {
            let trend = trends::trend(tx, &caller.actor, &key, model, version.as_ref())?;
            Answer::view(&TrendView::new(trend, caller.language))
        })
        .await
}
