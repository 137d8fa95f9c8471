//! `/providers`: public IT service providers and the units they serve.

use actix_web::web::Data;
use actix_web::{delete, get, patch, post, put};
use blaupause_app::providers::{self, Stored};
use blaupause_kernel::{Ars, Date, Slug};
use blaupause_territory::{Provider, ServiceArea};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, Create, NoBody, Patch, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_providers)
        .service(create_provider)
        .service(get_provider)
        .service(edit_provider)
        .service(get_service_area)
        .service(put_service_area)
        .service(delete_service_area);
}

/// The facts of a provider; as a patch, what is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = PatchProvider)]
struct ProviderFacts {
    /// Name.
    name: String,
    /// Homepage; `null` removes it.
    homepage: Option<String>,
    /// Legal form; `null` removes it.
    legal_form: Option<String>,
    /// Municipality of its seat; `null` removes it.
    seat: Option<Ars>,
}

/// How a unit is served.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PutServiceArea {
    /// Whether everything inside the unit is served as well.
    #[serde(default)]
    with_descendants: bool,
    /// First day.
    from: Date,
    /// Last day, if it is known.
    to: Option<Date>,
}

/// The units a provider serves, served or will serve.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ServiceAreaView {
    /// The entries, by the keys of the units, the older before the newer.
    items: Vec<ServiceArea>,
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ProvidersQuery {
    /// Providers per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

fn record(stored: &Stored) -> Result<Answer, blaupause_app::Error> {
    Answer::record(&stored.provider, stored.revision)
}

/// List providers by id.
#[utoipa::path(tag = "providers", params(ProvidersQuery),
    responses((status = 200, description = "One page of providers.", body = ListView<Provider>), Problems))]
#[get("/providers")]
async fn list_providers(state: Data<State>, query: Query<ProvidersQuery>) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    let answer = state.read(move |tx| Answer::list(providers::list(tx, &page)?.map(|s| s.provider))).await?;
    Ok(answer.public())
}

/// Found a provider.
#[utoipa::path(tag = "providers", security(("bearer" = [])), request_body = Provider, params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    responses((status = 201, description = "The provider.", body = Provider), Problems))]
#[post("/providers")]
async fn create_provider(state: Data<State>, request: Create<Provider>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let stored = providers::create(tx, &caller.actor, body.clone())?;
            let path = format!("/providers/{}", stored.provider.id);
            Answer::created(&stored.provider, stored.revision, path)
        })
        .await
}

/// Get a provider.
#[utoipa::path(tag = "providers", params(("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The provider.", body = Provider), Problems))]
#[get("/providers/{id}")]
async fn get_provider(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    Ok(state.read(move |tx| record(&providers::get(tx, &id)?)).await?.public())
}

/// Change a provider's facts.
#[utoipa::path(tag = "providers", params(("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("If-Match" = String, Header, description = "Entity tag last read.")),
    security(("bearer" = [])), request_body = ProviderFacts,
    responses((status = 200, description = "The provider.", body = Provider), Problems))]
#[patch("/providers/{id}")]
async fn edit_provider(
    state: Data<State>,
    id: Path<Slug>,
    request: Patch<ProviderFacts>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let edit = move |provider: Provider| {
        let Provider { id, name, homepage, legal_form, seat } = provider;
        let facts = changes.onto(&ProviderFacts { name, homepage, legal_form, seat })?;
        let ProviderFacts { name, homepage, legal_form, seat } = facts;
        Ok(Provider { id, name, homepage, legal_form, seat })
    };
    state.write(once, move |tx| record(&providers::edit(tx, &caller.actor, &id, expected, &edit)?)).await
}

/// Get the units a provider serves, served or will serve.
#[utoipa::path(tag = "providers", params(("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The service area.", body = ServiceAreaView), Problems))]
#[get("/providers/{id}/service-area")]
async fn get_service_area(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state
        .read(move |tx| Answer::view(&ServiceAreaView { items: providers::service_area(tx, &id)? }))
        .await?;
    Ok(answer.public())
}

/// Serve a unit, or change how it is served. `If-Match` names the provider's entity tag.
#[utoipa::path(tag = "providers", params(("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("ars" = Ars, Path, description = "Key of the unit.", example = "03153"),
        ("If-Match" = String, Header, description = "Entity tag of the provider last read.")),
    security(("bearer" = [])), request_body = PutServiceArea,
    responses((status = 200, description = "The provider.", body = Provider), Problems))]
#[put("/providers/{id}/service-area/{ars}")]
async fn put_service_area(
    state: Data<State>,
    path: Path<(Slug, Ars)>,
    change: Change<PutServiceArea>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = change;
    let (provider, unit) = path.into_inner();
    let PutServiceArea { with_descendants, from, to } = body;
    let area = ServiceArea { provider, unit, with_descendants, from, to };
    state
        .write(once, move |tx| record(&providers::put_area(tx, &caller.actor, expected, area.clone())?))
        .await
}

/// End the service of a unit: the day before today is its last, and it stays on record. `If-Match` names the
/// provider's entity tag.
#[utoipa::path(tag = "providers", params(("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("ars" = Ars, Path, description = "Key of the unit.", example = "03153"),
        ("If-Match" = String, Header, description = "Entity tag of the provider last read.")),
    security(("bearer" = [])),
    responses((status = 200, description = "The provider.", body = Provider), Problems))]
#[delete("/providers/{id}/service-area/{ars}")]
async fn delete_service_area(
    state: Data<State>,
    path: Path<(Slug, Ars)>,
    change: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = change;
    let (id, unit) = path.into_inner();
    state.write(once, move |tx| record(&providers::end_area(tx, &caller.actor, &id, expected, &unit)?)).await
}
