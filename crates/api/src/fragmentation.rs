//! `/providers/{id}/fragmentation`: how many different solutions run for the same service, and what would lower that.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::fragmentation::{self, Report};
use blaupause_catalog::{LeikaKey, MissingInterface, OverallFragmentation, Rollout, ServiceFragmentation};
use blaupause_kernel::{Date, Slug};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_fragmentation).service(list_fragmented_services).service(get_fragmented_service);
}

/// The day, and the standard whose interfaces are asked for besides.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FragmentationQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
    /// A minimum standard: interfaces that its binding version asks for count as needed.
    #[param(value_type = Option<String>, example = "mindeststandard-kommune")]
    standard: Option<Slug>,
}

/// The day, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ServicesQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
    /// Services per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// The day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ServiceQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
}

/// The fragmentation of a provider's service area.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FragmentationView {
    /// The day.
    on: Date,
    /// Units of the service area.
    units: usize,
    /// All services together.
    overall: OverallFragmentation,
    /// Interfaces that units need and do not have, the most missed one first.
    missing_interfaces: Vec<MissingInterface>,
    /// What the provider offers that would lower the fragmentation: first what nobody has to introduce any more, then
    /// by gain for each person-day, last, by gain, what takes an unknown effort.
    rollouts: Vec<Rollout>,
}

/// Get how fragmented the service area of a provider is, and what would lower that.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(FragmentationQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The report.", body = FragmentationView), Problems))]
#[get("/providers/{id}/fragmentation")]
async fn get_fragmentation(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<FragmentationQuery>,
) -> Result<Answer, ApiError> {
    let FragmentationQuery { on, standard } = query.into_inner();
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let report = fragmentation::report(tx, &caller.actor, &id, standard.as_ref(), on)?;
            let Report { on, units, overall, missing, rollouts } = report;
            Answer::view(&FragmentationView { on, units, overall, missing_interfaces: missing, rollouts })
        })
        .await
}

/// List the services for which the units of a provider have a solution, by key, with their fragmentation.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(ServicesQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "One page of services.", body = ListView<ServiceFragmentation>), Problems))]
#[get("/providers/{id}/fragmentation/services")]
async fn list_fragmented_services(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<ServicesQuery>,
) -> Result<Answer, ApiError> {
    let ServicesQuery { on, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            Answer::list(fragmentation::services(tx, &caller.actor, &id, on, &page)?)
        })
        .await
}

/// Get how fragmented one service is among the units of a provider.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(ServiceQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("service" = LeikaKey, Path, description = "LeiKa key of the service.", example = "99012001001000")),
    responses((status = 200, description = "The service.", body = ServiceFragmentation), Problems))]
#[get("/providers/{id}/fragmentation/services/{service}")]
async fn get_fragmented_service(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, LeikaKey)>,
    query: Query<ServiceQuery>,
) -> Result<Answer, ApiError> {
    let ((provider, service), on) = (path.into_inner(), query.into_inner().on);
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            Answer::view(&fragmentation::service(tx, &caller.actor, (&provider, &service), on)?)
        })
        .await
}
