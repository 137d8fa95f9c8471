//! `/providers/{id}/portfolio`: which modules a provider offers.

use actix_web::web::Data;
use actix_web::{delete, get, put};
use blaupause_app::portfolio::{self, Offer};
use blaupause_catalog::{PortfolioEntry, VersionRange};
use blaupause_kernel::{Date, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::addresses::Path;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, NoBody, Put, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_portfolio).service(get_portfolio_entry);
    config.service(put_portfolio_entry).service(delete_portfolio_entry);
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

/// Get the entry for a module in a provider's portfolio.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 200, description = "The entry.", body = PortfolioEntry), Problems))]
#[get("/providers/{id}/portfolio/{module}")]
async fn get_portfolio_entry(state: Data<State>, path: Path<(Slug, Slug)>) -> Result<Answer, ApiError> {
    let (provider, module) = path.into_inner();
    let answer = state.read(move |tx| {
        let entry = portfolio::get(tx, &provider, &module)?;
        Answer::record(&entry, entry.revision)
    });
    Ok(answer.await?.public())
}

/// Put a module into a provider's portfolio, or replace the entry.
///
/// Without `If-Match` it makes an entry and answers 428 if there is one; with `If-Match` it replaces the entry that
/// carries this entity tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the entry as last read; left out to make one.")),
    request_body = Offered,
    responses((status = 200, description = "The changed entry.", body = PortfolioEntry),
        (status = 201, description = "The new entry.", body = PortfolioEntry), Problems))]
#[put("/providers/{id}/portfolio/{module}")]
async fn put_portfolio_entry(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Put<Offered>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    let (provider, module) = path.into_inner();
    let offer = Offer { range: body.range, from: body.from, to: body.to };
    state
        .write(once, move |tx| {
            let entry = portfolio::put(tx, &caller.actor, (&provider, &module), expected, offer.clone())?;
            Answer::put(&entry, entry.revision, format!("/providers/{provider}/portfolio/{module}"))
        })
        .await
}

/// Take a module out of a provider's portfolio.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = String, Header, description = "Entity tag of the entry as last read.")),
    responses((status = 204, description = "It is no longer offered."), Problems))]
#[delete("/providers/{id}/portfolio/{module}")]
async fn delete_portfolio_entry(
    state: Data<State>,
    path: Path<(Slug, Slug)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let (provider, module) = path.into_inner();
    state
        .write(once, move |tx| {
            portfolio::delete(tx, &caller.actor, (&provider, &module), expected)?;
            Ok(Answer::nothing())
        })
        .await
}
