//! `/providers/{id}/portfolio`: which modules a provider offers.

use actix_web::web::{Data, Path};
use actix_web::{delete, get, put};
use blaupause_app::portfolio;
use blaupause_catalog::{PortfolioEntry, VersionRange};
use blaupause_kernel::{Date, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::document::Problems;
use crate::{Answer, ApiError, Create, NoBody, State};

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_portfolio).service(put_portfolio_entry).service(delete_portfolio_entry);
}

/// In which versions and for how long a module is offered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Offered {
    /// Its versions on offer; every release if left out.
    #[serde(default)]
    range: VersionRange,
    /// First day.
    from: Date,
    /// Last day, included; open if missing.
    to: Option<Date>,
}

/// What a provider offers.
#[derive(Debug, Serialize, ToSchema)]
struct PortfolioView {
    /// The modules on offer, past and future ones too, by module.
    items: Vec<PortfolioEntry>,
}

/// List what a provider offers.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The whole portfolio.", body = PortfolioView), Problems))]
#[get("/providers/{id}/portfolio")]
async fn list_portfolio(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| Answer::view(&PortfolioView { items: portfolio::list(tx, &id)? }));
    Ok(answer.await?.public())
}

/// Put a module into a provider's portfolio, or replace the entry. The body is the whole entry: no `If-Match`.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    request_body = Offered,
    responses((status = 200, description = "The entry.", body = PortfolioEntry), Problems))]
#[put("/providers/{id}/portfolio/{module}")]
async fn put_portfolio_entry(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Create<Offered>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let (provider, module) = path.into_inner();
    let entry = PortfolioEntry { provider, module, range: body.range, from: body.from, to: body.to };
    state
        .write(once, move |tx| {
            portfolio::put(tx, &caller.actor, &entry)?;
            Answer::view(&entry)
        })
        .await
}

/// Take a module out of a provider's portfolio.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 204, description = "It is no longer offered."), Problems))]
#[delete("/providers/{id}/portfolio/{module}")]
async fn delete_portfolio_entry(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Create<NoBody>,
) -> Result<Answer, ApiError> {
    let (provider, module) = path.into_inner();
    state
        .write(request.once, move |tx| {
            portfolio::delete(tx, &request.caller.actor, &provider, &module)?;
            Ok(Answer::nothing())
        })
        .await
}
