//! `/capacity-pools` and `/capacity-plans`: the capacity of providers, and what all of it bears together.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::Error;
use blaupause_app::capacity_pools as pools;
use blaupause_catalog::{Sovereignty, SovereigntyRule};
use blaupause_kernel::{Revision, Slug};
use blaupause_resources::capacity::{
    CapacityKind, Case, Demand, FurtherCapacity, Headroom, Pool, PoolCommitment, PoolTerms, SiteCapacity,
    Supply,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_capacity_pool).service(list_capacity_pools).service(get_capacity_pool);
    config.service(put_capacity_pool).service(delete_capacity_pool).service(plan_capacity);
}

/// A pool of a provider.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewCapacityPool {
    /// The provider that has it.
    provider: Slug,
    /// Its name, in the words of the provider.
    #[schema(min_length = 1, max_length = 200, example = "VPN-Zugang")]
    title: String,
    /// What there is of it.
    kind: CapacityKind,
    /// Where it comes from.
    supply: Supply,
    /// How free it leaves those who use it.
    sovereignty: Sovereignty,
    /// Whether there is a contract on data processing.
    processing_agreement: bool,
    /// What there is, site by site.
    #[schema(min_items = 1, max_items = 50)]
    sites: Vec<SiteCapacity>,
    /// The most that was in use at once in ordinary operation.
    #[schema(maximum = 1_000_000_000)]
    peak: u64,
    /// What is promised to units.
    #[serde(default)]
    #[schema(max_items = 20_000)]
    commitments: Vec<PoolCommitment>,
    /// What more can be had.
    further: Option<FurtherCapacity>,
}

impl From<NewCapacityPool> for PoolTerms {
    fn from(new: NewCapacityPool) -> Self {
        Self {
            title: new.title,
            kind: new.kind,
            supply: new.supply,
            sovereignty: new.sovereignty,
            processing_agreement: new.processing_agreement,
            sites: new.sites,
            peak: new.peak,
            commitments: new.commitments,
            further: new.further,
        }
    }
}

/// A pool and how much of it is left.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CapacityPoolView {
    /// Its id.
    id: Uuid,
    /// The provider that has it.
    provider: Slug,
    #[serde(flatten)]
    terms: PoolTerms,
    /// How much of it is left.
    headroom: Headroom,
    /// How often it was changed.
    revision: Revision,
}

impl From<Pool> for CapacityPoolView {
    fn from(pool: Pool) -> Self {
        let headroom = pool.terms.headroom();
        let Pool { id, provider, terms, revision } = pool;
        Self { id, provider, terms, headroom, revision }
    }
}

/// Which pools, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CapacityPoolsQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    provider: Option<Slug>,
    /// Pools per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// What the pools of a provider have to bear.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CapacityQuestion {
    /// The provider.
    provider: Slug,
    /// The peak by kind, in its measure. A kind that is left out has the sum of the peaks of its pools.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, u64>)]
    peaks: BTreeMap<CapacityKind, u64>,
    /// What capacity has to offer to be used.
    #[serde(default)]
    #[schema(max_items = 20)]
    sovereignty_rules: Vec<SovereigntyRule>,
    /// The days until it has to be there.
    #[schema(maximum = 365)]
    within_days: u32,
    /// The months for which more is taken.
    #[schema(minimum = 1, maximum = 60)]
    months: u32,
}

/// What the pools of a provider bear.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CapacityPlanView {
    /// The case with every site, and then one for each site without it, by name.
    cases: Vec<Case>,
}

fn shown(pool: Pool) -> Result<Answer, Error> {
    let revision = pool.revision;
    Answer::record(&CapacityPoolView::from(pool), revision)
}

/// Say what a pool of a provider is: where it is, what is promised of it, what more of it can be had.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewCapacityPool,
    responses((status = 201, description = "The new pool.", body = CapacityPoolView), Problems))]
#[post("/capacity-pools")]
async fn create_capacity_pool(
    state: Data<State>,
    request: Create<NewCapacityPool>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    state
        .write(once, move |tx| {
            let provider = body.provider.clone();
            let pool = pools::create(tx, &caller.actor, &provider, body.clone().into())?;
            let (revision, path) = (pool.revision, format!("/capacity-pools/{}", pool.id));
            Answer::created(&CapacityPoolView::from(pool), revision, path)
        })
        .await
}

/// List the pools of the own provider, the newest first.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(CapacityPoolsQuery),
    responses((status = 200, description = "One page of pools.", body = ListView<CapacityPoolView>), Problems))]
#[get("/capacity-pools")]
async fn list_capacity_pools(
    state: Data<State>,
    caller: Caller,
    query: Query<CapacityPoolsQuery>,
) -> Result<Answer, ApiError> {
    let CapacityPoolsQuery { provider, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = pools::list(tx, &caller.actor, provider, &page)?;
            Answer::list(found.map(CapacityPoolView::from))
        })
        .await
}

/// Get a pool and how much of it is left.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the pool.")),
    responses((status = 200, description = "The pool.", body = CapacityPoolView), Problems))]
#[get("/capacity-pools/{id}")]
async fn get_capacity_pool(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state.read(move |tx| shown(pools::get(tx, &caller.actor, *id)?)).await
}

/// Say anew what a pool is.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the pool."),
        ("If-Match" = String, Header, description = "Entity tag of the pool as last read.")),
    request_body = PoolTerms,
    responses((status = 200, description = "The pool.", body = CapacityPoolView), Problems))]
#[put("/capacity-pools/{id}")]
async fn put_capacity_pool(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<PoolTerms>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    state.write(once, move |tx| shown(pools::put(tx, &caller.actor, *id, expected, body.clone())?)).await
}

/// Remove a pool.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), params(
        ("id" = Uuid, Path, description = "Id of the pool."),
        ("If-Match" = String, Header, description = "Entity tag of the pool as last read.")),
    responses((status = 204, description = "The pool is gone."), Problems))]
#[delete("/capacity-pools/{id}")]
async fn delete_capacity_pool(
    state: Data<State>,
    id: Path<Uuid>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            pools::delete(tx, &caller.actor, *id, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Calculate what the pools of a provider bear at their peaks or higher ones: with every site, and without any one of them.
///
/// What is short is covered at least cost with what more can be had in time and keeps the rules of sovereignty. Nothing is kept.
#[utoipa::path(tag = "resilience", security(("bearer" = [])), request_body = CapacityQuestion,
    responses((status = 200, description = "Case by case.", body = CapacityPlanView), Problems))]
#[post("/capacity-plans")]
async fn plan_capacity(state: Data<State>, request: Create<CapacityQuestion>) -> Result<Answer, ApiError> {
    let Create { caller, body, .. } = request;
    state
        .read(move |tx| {
            let CapacityQuestion { provider, peaks, sovereignty_rules: rules, within_days, months } = body;
            let demand = Demand { peaks, rules, within_days, months };
            let cases = pools::plan(tx, &caller.actor, &provider, &demand)?;
            Answer::view(&CapacityPlanView { cases })
        })
        .await
}
