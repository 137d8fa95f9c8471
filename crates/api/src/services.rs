//! `/services`: the services of the LeiKa catalogue, who serves them, and which of them are served where.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::services::{self, AreaCoverage, Filter, Imported, List};
use blaupause_catalog::LeikaKey;
use blaupause_catalog::services::{OzgService, Service, ServiceCoverage};
use blaupause_kernel::{Ars, Date, Rational, Slug, UnitKey, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

/// The most changes and rows that are listed one by one.
const MOST_LISTED: usize = 500;

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_services).service(get_service).service(import_services);
    config.service(get_service_coverage).service(get_provider_service_coverage);
    config.service(list_ozg_services).service(get_ozg_service);
}

/// Which services, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ServicesQuery {
    /// Those whose name contains this.
    #[param(example = "Wohngeld")]
    name: Option<String>,
    /// Those that belong to this service of the Online Access Act (OZG-Leistung).
    #[param(example = "10513")]
    ozg: Option<String>,
    /// Those that some version of this module serves.
    #[param(value_type = Option<String>, example = "online-dienste")]
    module: Option<Slug>,
    /// Services that have ended, too.
    #[serde(default)]
    #[param(default = false)]
    ended: bool,
    /// Services per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Which list.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum ListKind {
    /// The LeiKa catalogue, with the services of the Online Access Act that it names.
    #[default]
    Leika,
    /// The services of the Online Access Act alone.
    Ozg,
}

/// Which services of the Online Access Act, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OzgServicesQuery {
    /// Those whose name contains this.
    #[param(example = "Wohngeld")]
    name: Option<String>,
    /// Services that have ended, too.
    #[serde(default)]
    #[param(default = false)]
    ended: bool,
    /// Services per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct ServiceImportQuery {
    /// Which list: that of the LeiKa catalogue, or that of the services of the Online Access Act (OZG) alone.
    #[serde(default)]
    #[param(inline, default = "leika")]
    list: ListKind,
    /// The day whose state the list shows: what it no longer has ended then. Today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2019-06-30")]
    state: Option<Date>,
    /// Only say what would change; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// The day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CoverageQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
}

/// A service and who serves it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ServiceView {
    #[serde(flatten)]
    service: Service,
    /// Its name in the federal information management (FIM).
    urn: String,
    /// The modules that serve it, with the versions that do.
    #[schema(value_type = BTreeMap<String, Vec<Version>>)]
    served_by: BTreeMap<Slug, Vec<Version>>,
}

/// What an import changed, or would change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ServiceImportView {
    /// Services in the list.
    services: usize,
    /// How many are as they were.
    unchanged: usize,
    /// How many are new.
    new: usize,
    /// How many read differently, or are back.
    changed: usize,
    /// How many the list no longer has.
    ended: usize,
    /// Rows without a LeiKa key.
    keyless: usize,
    /// Services of the Online Access Act that are new, read differently, or are gone.
    ozg_changed: usize,
    /// The first 500 changed services.
    renamed: Vec<RenamedView>,
    /// The first 500 services the list no longer has.
    gone: Vec<Service>,
    /// The first 500 rows without a LeiKa key.
    apart: Vec<KeylessView>,
}

/// A service that reads differently.
#[derive(Debug, Serialize, ToSchema)]
struct RenamedView {
    /// The service as it is now.
    service: Service,
    /// The name it had.
    before: String,
}

/// A row without a LeiKa key.
#[derive(Debug, Serialize, ToSchema)]
struct KeylessView {
    /// The line, counted from 1.
    line: usize,
    /// What stands in place of the key.
    key: String,
    /// The name.
    name: String,
}

/// Which services are served in a unit.
#[derive(Debug, Serialize, ToSchema)]
struct UnitCoverageView {
    /// The unit.
    unit: Ars,
    /// The day.
    on: Date,
    #[serde(flatten)]
    coverage: ServiceCoverage,
}

/// How far the units of a provider serve the services that can fall to them.
#[derive(Debug, Serialize, ToSchema)]
struct AreaCoverageView {
    /// The day.
    on: Date,
    /// Units of the service area.
    units: usize,
    /// Services that can fall to municipalities.
    services: usize,
    /// Pairs of unit and service that are served, out of all pairs.
    share: Rational,
    /// The services that some unit serves, by key.
    items: Vec<AreaServiceView>,
}

/// A service and in how many units it is served.
#[derive(Debug, Serialize, ToSchema)]
struct AreaServiceView {
    /// The service.
    key: LeikaKey,
    /// Its name.
    name: String,
    /// Units that serve it.
    units: usize,
}

impl From<Imported> for ServiceImportView {
    fn from(Imported { services, keyless, changes, ozg }: Imported) -> Self {
        let renamed = changes.changed.iter().take(MOST_LISTED);
        let renamed =
            renamed.map(|(service, before)| RenamedView { service: service.clone(), before: before.clone() });
        let apart = keyless.iter().take(MOST_LISTED).map(|row| KeylessView {
            line: row.line,
            key: row.key.clone(),
            name: row.name.clone(),
        });
        Self {
            services,
            unchanged: changes.unchanged,
            new: changes.new.len(),
            changed: changes.changed.len(),
            ended: changes.ended.len(),
            keyless: keyless.len(),
            ozg_changed: ozg.new.len() + ozg.changed.len() + ozg.ended.len(),
            renamed: renamed.collect(),
            gone: changes.ended.into_iter().take(MOST_LISTED).collect(),
            apart: apart.collect(),
        }
    }
}

/// List services by key.
#[utoipa::path(tag = "catalog", params(ServicesQuery),
    responses((status = 200, description = "One page of services.", body = ListView<Service>), Problems))]
#[get("/services")]
async fn list_services(state: Data<State>, query: Query<ServicesQuery>) -> Result<Answer, ApiError> {
    let ServicesQuery { name, ozg, module, ended, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let filter = Filter { name, ozg, module, ended };
    let answer = state.read(move |tx| Answer::list(services::list(tx, &filter, &page)?)).await?;
    Ok(answer.public())
}

/// Get a service with the modules that serve it.
#[utoipa::path(tag = "catalog", params(
        ("key" = LeikaKey, Path, description = "LeiKa key of the service.", example = "99012001001000")),
    responses((status = 200, description = "The service.", body = ServiceView), Problems))]
#[get("/services/{key}")]
async fn get_service(state: Data<State>, key: Path<LeikaKey>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let (service, served_by) = services::get(tx, &key)?;
        Answer::view(&ServiceView { urn: service.key.urn(), service, served_by })
    });
    Ok(answer.await?.public())
}

/// Import a list of the services of the LeiKa catalogue (CSV, plain or gzip): all of it or nothing.
#[utoipa::path(tag = "catalog", params(ServiceImportQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "One row per service; columns leika_id, name, typ, ozg_id, ozg_name, themenfeld, lage, \
        rechtsgrundlage_kuerzel, relevanz1, relevanz2; for the OZG list ozg_id, name, themenfeld, lage, leika_leistungen.",
        content((String = "text/csv"), (String = "application/gzip"))),
    responses((status = 200, description = "What was changed, or would be changed (`dryRun`).",
        body = ServiceImportView), Problems))]
#[post("/service-imports")]
async fn import_services(
    state: Data<State>,
    query: Query<ServiceImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let (actor, ServiceImportQuery { list, state: day, dry_run }) = (caller.actor, query.into_inner());
    services::may_import(&actor)?;
    let read = move || match list {
        ListKind::Leika => List::read_leika(&bytes),
        ListKind::Ozg => List::read_ozg(&bytes),
    };
    let list = state.app.compute(read).await?;
    if dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            let day = day.unwrap_or_else(|| tx.today());
            Answer::view(&ServiceImportView::from(services::plan(tx, &actor, &list, day)?))
        };
        return state.read(plan).await;
    }
    state
        .write(once, move |tx| {
            let day = day.unwrap_or_else(|| tx.today());
            Answer::view(&ServiceImportView::from(services::import(tx, &actor, &list, day)?))
        })
        .await
}

/// List services of the Online Access Act (OZG-Leistungen) by number.
#[utoipa::path(tag = "catalog", params(OzgServicesQuery),
    responses((status = 200, description = "One page of services.", body = ListView<OzgService>), Problems))]
#[get("/ozg-services")]
async fn list_ozg_services(state: Data<State>, query: Query<OzgServicesQuery>) -> Result<Answer, ApiError> {
    let OzgServicesQuery { name, ended, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let answer = state.read(move |tx| Answer::list(services::list_ozg(tx, name.as_deref(), ended, &page)?));
    Ok(answer.await?.public())
}

/// Get a service of the Online Access Act. Its LeiKa services are those of `/services?ozg=`.
#[utoipa::path(tag = "catalog", params(
        ("id" = String, Path, description = "Number of the service.", example = "10513")),
    responses((status = 200, description = "The service.", body = OzgService), Problems))]
#[get("/ozg-services/{id}")]
async fn get_ozg_service(state: Data<State>, id: Path<String>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| Answer::view(&services::get_ozg(tx, &id)?));
    Ok(answer.await?.public())
}

/// Get which services are served in a unit, out of those that can fall to municipalities.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(CoverageQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The coverage.", body = UnitCoverageView), Problems))]
#[get("/municipalities/{ars}/service-coverage")]
async fn get_service_coverage(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<CoverageQuery>,
) -> Result<Answer, ApiError> {
    let on = query.into_inner().on;
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let (unit, coverage) = services::of_unit(tx, &caller.actor, &ars, on)?;
            Answer::view(&UnitCoverageView { unit, on, coverage })
        })
        .await
}

/// Get how far the units of a provider serve the services that can fall to municipalities.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(CoverageQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The coverage.", body = AreaCoverageView), Problems))]
#[get("/providers/{id}/service-coverage")]
async fn get_provider_service_coverage(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<CoverageQuery>,
) -> Result<Answer, ApiError> {
    let on = query.into_inner().on;
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let found = services::of_provider(tx, &caller.actor, &id, on)?;
            let AreaCoverage { units, services, share, items } = found;
            let items = items.into_iter();
            let items = items.map(|(s, units)| AreaServiceView { key: s.key, name: s.name, units });
            Answer::view(&AreaCoverageView { on, units, services, share, items: items.collect() })
        })
        .await
}
