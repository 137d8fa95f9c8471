//! `/cohorts`, `/municipalities/{ars}/peers` and `/providers/{id}/standings`: public figures of many, one unit among its
//! peers, and the units of a service area for those who accompany it.

mod views;

use std::collections::BTreeSet;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use blaupause_analytics::{Breakdown, Group};
use blaupause_app::cohort_tables::{self as tables, Manner, PublicTable};
use blaupause_app::cohorts::{self, Asked, Released};
use blaupause_app::service_areas;
use blaupause_app::statistical_releases::name;
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Ars, Country, Date, Level, Message, Slug, UnitKey, Version};
use blaupause_territory::SizeClass;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use self::views::{CohortsView, PeersView, StandingsView};
use crate::addresses::{Path, Query};
use crate::cohort_forms::CohortForm;
use crate::document::Problems;
use crate::requests::language_of;
use crate::routes::Routes;
use crate::streams::{File, streamed};
use crate::{Answer, ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_cohorts).service(get_peers).service(get_standings);
}

/// Which cohorts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct CohortsQuery {
    /// Id of the model; the release with the last day is taken.
    model: Option<Slug>,
    /// Version of the model; any if left out.
    version: Option<Version>,
    /// Id of a release, instead of a model.
    release: Option<Uuid>,
    /// Administrative level of the units; municipalities if left out.
    #[param(inline)]
    level: Option<Level>,
    /// Only units of this country, two letters (ISO 3166-1).
    #[param(value_type = Option<String>, example = "DE")]
    country: Option<Country>,
    /// Only units of this Land, 2 digits, or NUTS 1 region (`FRK`).
    #[param(value_type = Option<String>, example = "03")]
    land: Option<Ars>,
    /// Only units of this Kreis or kreisfreie Stadt, 5 digits, or NUTS 3 region (`FRK28`).
    #[param(value_type = Option<String>, example = "03153")]
    county: Option<Ars>,
    /// Only units of this size class.
    #[param(inline)]
    size_class: Option<SizeClass>,
    /// Only units that this provider served on the last day of the release.
    provider: Option<Slug>,
    /// What the cohorts are told apart by, separated by commas: `country`, `land`, `county`, `sizeClass`, `provider`. One
    /// cohort if left out. Published: none, `sizeClass`, `country`, `country,sizeClass`, `land`, `land,sizeClass`,
    /// `land,county`, `provider`, `provider,sizeClass`, where a filter counts like a breakdown, and with `land` always
    /// `country` too.
    #[param(example = "land,sizeClass")]
    group_by: Option<String>,
    /// In which form; `json` if left out. The others have one table.
    #[param(inline)]
    format: Option<CohortForm>,
    /// Which table, where the form has one: `numbers` if left out.
    #[param(inline)]
    table: Option<PublicTable>,
}

/// By which model.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PeersQuery {
    /// Id of the model; that of the assessment signed off last if left out.
    model: Option<Slug>,
}

/// Which results of a service area.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StandingsQuery {
    /// Id of the model.
    model: Slug,
    /// Version of the model; the highest if left out.
    version: Option<Version>,
    /// The first day that results describe; any if left out.
    from: Option<Date>,
    /// The last day that results describe; today if left out.
    to: Option<Date>,
}

fn breakdowns(group_by: Option<&str>) -> Result<BTreeSet<Breakdown>, ApiError> {
    let names = group_by.into_iter().flat_map(|text| text.split(',')).map(str::trim);
    names
        .map(|name| match name {
            "country" => Ok(Breakdown::Country),
            "land" => Ok(Breakdown::Land),
            "county" => Ok(Breakdown::County),
            "sizeClass" => Ok(Breakdown::SizeClass),
            "provider" => Ok(Breakdown::Provider),
            other => {
                Err(ApiError::parameter("groupBy", Message::new("breakdown-unknown").with("name", other)))
            }
        })
        .collect()
}

fn of_level(level: Option<Level>) -> Group {
    let level = name(&level.unwrap_or(Level::Municipality));
    level.map(|level| (Breakdown::Level, level)).into_iter().collect()
}

/// Get public cohorts of a statistical release. A cohort whose figures would tell too much about single units is there
/// with `null` and the reason, in every form.
#[utoipa::path(tag = "analytics", params(CohortsQuery),
    responses((status = 200, description = "The cohorts, by group.",
        content((CohortsView = "application/json"), (String = "text/csv"),
            (String = "application/vnd.apache.parquet"))), Problems))]
#[get("/cohorts")]
async fn get_cohorts(
    state: Data<State>,
    request: HttpRequest,
    query: Query<CohortsQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let (table, form) =
        (query.table.unwrap_or(PublicTable::Numbers), query.format.and_then(CohortForm::table));
    let asked = asked(query)?;
    let Some(form) = form else {
        let answer = state.read(move |tx| Answer::view(&CohortsView::from(cohorts::public(tx, &asked)?)));
        return Ok(answer.await?.public().respond_to(&request));
    };
    let manner = Manner { form, language: language_of(request.headers()), now: state.app.now() };
    let (found, model) = state.app.read(move |tx| cohorts::public_with_model(tx, &asked)).await?;
    let name = format!("cohorts-{}.{}", found.release.id, form.extension());
    let file = File { media: form.media_type(), name, cache: "public, no-cache" };
    streamed(&state.app, file, move |sink| tables::write_public(&found, &model, table, &manner, sink)).await
}

fn asked(query: CohortsQuery) -> Result<Asked, ApiError> {
    let release = match (query.release, query.model) {
        (Some(id), None) => Released::Id(id),
        (None, Some(model)) => Released::Latest(model, query.version),
        (Some(_), Some(_)) | (None, None) => {
            return Err(ApiError::parameter("model", Message::new("cohorts-model-or-release")));
        }
    };
    let group_by = breakdowns(query.group_by.as_deref())?;
    let mut filter = of_level(query.level);
    filter.extend(query.country.map(|country| (Breakdown::Country, country.to_string())));
    filter.extend(query.land.map(|land| (Breakdown::Land, land.to_string())));
    filter.extend(query.county.map(|county| (Breakdown::County, county.to_string())));
    filter.extend(query.size_class.as_ref().and_then(name).map(|size| (Breakdown::SizeClass, size)));
    filter.extend(query.provider.map(|provider| (Breakdown::Provider, provider.to_string())));
    Ok(Asked { release, filter, group_by })
}

/// Get how a unit stands among its peers: the units of its level and size class in the last statistical release.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(PeersQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "Own figures beside those of the peers.", body = PeersView), Problems))]
#[get("/municipalities/{ars}/peers")]
async fn get_peers(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<PeersQuery>,
) -> Result<Answer, ApiError> {
    let (key, model) = (SubjectKey::Unit(ars.into_inner()), query.into_inner().model);
    state
        .read(move |tx| {
            let among = cohorts::among_peers(tx, &caller.actor, &key, model)?;
            Answer::view(&PeersView::new(among, caller.language))
        })
        .await
}

/// Get the latest results of the units a provider serves, with segment and place of each among all units alike.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(StandingsQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The units with a result, by key.", body = StandingsView), Problems))]
#[get("/providers/{id}/standings")]
async fn get_standings(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<StandingsQuery>,
) -> Result<Answer, ApiError> {
    let StandingsQuery { model, version, from, to } = query.into_inner();
    let asked = service_areas::Asked { provider: id.into_inner(), model, version, from, to };
    state
        .read(move |tx| {
            let standings = service_areas::standings(tx, &caller.actor, &asked)?;
            Answer::view(&StandingsView::new(standings))
        })
        .await
}
