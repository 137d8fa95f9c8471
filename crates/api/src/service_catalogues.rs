//! Services and data sets as linked data: CPSV-AP and DCAT-AP.de, as JSON-LD or Turtle.

use actix_web::http::header::{Accept, Header as _};
use actix_web::mime::Mime;
use actix_web::web::Data;
use actix_web::{HttpRequest, get};
use blaupause_app::service_catalogues as catalogues;
use blaupause_interchange::rdf::{Graph, RdfForm};
use blaupause_kernel::{Date, Slug, UnitKey};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_service_catalogue).service(get_provider_service_catalogue).service(get_data_sets);
}

/// The day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CatalogueQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
}

/// The form that the caller likes best; JSON-LD if neither is named, or both are liked alike.
fn form(request: &HttpRequest) -> RdfForm {
    let ranked: Vec<Mime> = Accept::parse(request).map(|accept| accept.ranked()).unwrap_or_default();
    let liked = |form: RdfForm| {
        let (main, sub) = form.media_type().split_once('/')?;
        ranked.iter().position(|mime| mime.type_() == main && mime.essence_str() == format!("{main}/{sub}"))
    };
    match (liked(RdfForm::Turtle), liked(RdfForm::JsonLd)) {
        (Some(turtle), Some(json)) if turtle < json => RdfForm::Turtle,
        (Some(_), None) => RdfForm::Turtle,
        _ => RdfForm::JsonLd,
    }
}

fn written(graph: &Graph, form: RdfForm) -> Answer {
    Answer::text(graph.to_text(form), form.media_type())
}

/// Get the services that are served in a unit as CPSV-AP 3.2.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(CatalogueQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The services.",
        content((Object = "application/ld+json"), (String = "text/turtle"))), Problems))]
#[get("/municipalities/{ars}/service-catalogue")]
async fn get_service_catalogue(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<CatalogueQuery>,
    request: HttpRequest,
) -> Result<Answer, ApiError> {
    let (on, form, publication) = (query.into_inner().on, form(&request), state.app.publication());
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let catalogue = catalogues::of_unit(tx, &caller.actor, &ars, on)?;
            Ok(written(&catalogue.graph(&publication), form))
        })
        .await
}

/// Get the services that are served in the units of a provider as CPSV-AP 3.2.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(CatalogueQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The services.",
        content((Object = "application/ld+json"), (String = "text/turtle"))), Problems))]
#[get("/providers/{id}/service-catalogue")]
async fn get_provider_service_catalogue(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<CatalogueQuery>,
    request: HttpRequest,
) -> Result<Answer, ApiError> {
    let (on, form, publication) = (query.into_inner().on, form(&request), state.app.publication());
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let catalogue = catalogues::of_provider(tx, &caller.actor, &id, on)?;
            Ok(written(&catalogue.graph(&publication), form))
        })
        .await
}

/// Get the data sets that everyone may read as DCAT-AP.de.
#[utoipa::path(tag = "service",
    responses((status = 200, description = "The data sets.",
        content((Object = "application/ld+json"), (String = "text/turtle"))), Problems))]
#[get("/data-sets")]
async fn get_data_sets(state: Data<State>, request: HttpRequest) -> Result<Answer, ApiError> {
    let graph = catalogues::data_sets()?.graph(&state.app.publication());
    Ok(written(&graph, form(&request)).public())
}
