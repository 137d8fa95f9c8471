//! `/providers/{id}/adoption-curves`: how blueprints spread in a service area, quarter by quarter.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::adoption_curves as curves;
use blaupause_kernel::Slug;
use blaupause_pilots::adoptions::CurvePoint;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_adoption_curves);
}

/// Which curves.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CurvesQuery {
    /// Only that of this blueprint.
    blueprint: Option<Slug>,
}

/// How blueprints spread.
#[derive(Debug, Serialize, ToSchema)]
struct AdoptionCurvesView {
    /// A curve per blueprint that was adopted, by id.
    items: Vec<AdoptionCurveView>,
}

/// How one blueprint spreads.
#[derive(Debug, Serialize, ToSchema)]
struct AdoptionCurveView {
    /// The blueprint.
    blueprint: Slug,
    /// Every quarter from the first adoption to today.
    points: Vec<CurvePoint>,
}

/// Get how blueprints spread among the units a provider serves today: at the end of every quarter, how many units had come
/// how far.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(CurvesQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The curves, by blueprint.", body = AdoptionCurvesView), Problems))]
#[get("/providers/{id}/adoption-curves")]
async fn get_adoption_curves(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<CurvesQuery>,
) -> Result<Answer, ApiError> {
    let (id, blueprint) = (id.into_inner(), query.into_inner().blueprint);
    state
        .read(move |tx| {
            let found = curves::curves(tx, &caller.actor, &id, blueprint.as_ref())?.into_iter();
            let items = found.map(|(blueprint, points)| AdoptionCurveView { blueprint, points }).collect();
            Answer::view(&AdoptionCurvesView { items })
        })
        .await
}
