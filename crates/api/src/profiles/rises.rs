//! `/municipalities/{ars}/rises` and `/providers/{id}/rises`: the fewest indicators that have to rise to a stage.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::rises::{FromStanding, to_stage};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Language, Rational, Slug, UnitKey};
use blaupause_maturity::{Model, Rise};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::views::ResultView;
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::subjects::SubjectView;
use crate::{Answer, ApiError, Caller, State};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_rises).service(get_provider_rises);
}

/// To which stage.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RisesQuery {
    /// Id of the model; that of the assessment signed off last if left out.
    model: Option<Slug>,
    /// The stage to reach; the one after the proven one if left out.
    stage: Option<Slug>,
}

/// The smallest set of rises to a stage.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RisesView {
    #[serde(flatten)]
    subject: SubjectView,
    /// The assessment this starts from.
    assessment: Uuid,
    /// The stage to reach; `null` if the highest is proven.
    stage: Option<Slug>,
    /// The indicators that have to rise, in the order of the model.
    items: Vec<RiseView>,
    /// Whether no smaller set can do; `false` if the search was given up.
    proved: bool,
    /// No set with fewer indicators can do.
    at_least: u32,
    /// The signed result.
    before: ResultView,
    /// The result with these rises.
    after: ResultView,
}

/// An indicator that has to rise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RiseView {
    /// The indicator.
    indicator: Slug,
    /// Its name.
    title: String,
    /// The level that is proven; its lowest if it is open.
    from: Rational,
    /// Whether it is open: an answer may show that it is there already.
    open: bool,
    /// The level it has to reach.
    to: Rational,
    /// What that level means.
    to_text: Option<String>,
    /// How many of its levels it has to climb.
    steps: u32,
}

impl RiseView {
    fn new(rise: Rise, model: &Model, language: Language) -> Self {
        let levels = model.indicator(&rise.indicator).map(|indicator| indicator.levels.as_slice());
        let level = levels.unwrap_or_default().iter().find(|level| level.value == rise.to);
        Self {
            title: rise.title.get(language).to_owned(),
            to_text: level.map(|level| level.text.get(language).to_owned()),
            indicator: rise.indicator,
            from: rise.from,
            open: rise.open,
            to: rise.to,
            steps: rise.steps,
        }
    }
}

impl RisesView {
    fn new(found: FromStanding, language: Language) -> Self {
        let FromStanding { standing, rises, after } = found;
        let (model, signed) = (standing.model, standing.signed);
        let (stage, proved, at_least, rises) = match rises {
            Some(found) => (Some(found.stage), found.proved, found.at_least, found.rises),
            None => (None, true, 0, Vec::new()),
        };
        Self {
            subject: standing.subject.assessed().into(),
            assessment: signed.id,
            stage,
            items: rises.into_iter().map(|rise| RiseView::new(rise, &model, language)).collect(),
            proved,
            at_least,
            before: ResultView::new(signed.outcome, model.rounding, language),
            after: ResultView::new(after, model.rounding, language),
        }
    }
}

/// Get the fewest indicators that have to rise for a unit to reach a stage, and the result that leads to. Of several such
/// sets it is one with the fewest steps, and of those the first in the order of the model.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(RisesQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The rises.", body = RisesView), Problems))]
#[get("/municipalities/{ars}/rises")]
async fn get_rises(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<RisesQuery>,
) -> Result<Answer, ApiError> {
    rises(&state, caller, SubjectKey::Unit(ars.into_inner()), query.into_inner()).await
}

/// Get the fewest indicators that have to rise for a provider to reach a stage, and the result that leads to.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(RisesQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The rises.", body = RisesView), Problems))]
#[get("/providers/{id}/rises")]
async fn get_provider_rises(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<RisesQuery>,
) -> Result<Answer, ApiError> {
    rises(&state, caller, SubjectKey::Provider(id.into_inner()), query.into_inner()).await
}

async fn rises(
    state: &State,
    caller: Caller,
    key: SubjectKey,
    query: RisesQuery,
) -> Result<Answer, ApiError> {
    let RisesQuery { model, stage } = query;
    state
        .read(move |tx| {
            let found = to_stage(tx, &caller.actor, &key, model, stage.as_ref())?;
            Answer::view(&RisesView::new(found, caller.language))
        })
        .await
}
