//! `/providers/{id}/cohort-queries`: questions about cohorts under an address of their own, and their answers.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put};
use blaupause_analytics::{CohortQuestion, QueryTerms, SavedQuery};
use blaupause_app::cohort_queries as queries;
use blaupause_app::cohort_questions::AnyQuestion;
use blaupause_app::{Error, Invalid};
use blaupause_kernel::{Revision, Slug, pointer_step};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::area_cohorts::{answer_any, any_question};
use crate::cohort_forms::CohortForm;
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(create_cohort_query).service(list_cohort_queries).service(get_cohort_query);
    config.service(put_cohort_query).service(delete_cohort_query).service(get_cohort_query_result);
}

/// A question about cohorts that a provider keeps.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CohortQueryView {
    /// Its id.
    id: Uuid,
    /// The provider whose service area it is about.
    provider: Slug,
    #[serde(flatten)]
    terms: QueryTerms,
    /// The address of its answer.
    #[schema(example = "/v1/providers/it-harz/cohort-queries/01900000-0000-7000-8000-000000000001/result")]
    result: String,
    /// How often it was changed.
    revision: Revision,
}

impl From<SavedQuery> for CohortQueryView {
    fn from(query: SavedQuery) -> Self {
        let result = format!("/v1{}/result", queries::path(&query));
        let SavedQuery { id, provider, terms, revision } = query;
        Self { id, provider, terms, result, revision }
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CohortQueriesQuery {
    /// Questions per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// In which form the answer is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CohortQueryResultQuery {
    /// In which form; `json` if left out. Ranks and the way of the laggards have no other.
    #[param(inline)]
    format: Option<CohortForm>,
}

fn named(parameters: &BTreeMap<String, String>) -> serde_json::Map<String, serde_json::Value> {
    parameters.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect()
}

/// Reads the parameters as the address of the question does; what does not fit is at its place in the body.
fn read(provider: &Slug, terms: &QueryTerms) -> Result<AnyQuestion, ApiError> {
    any_question(terms.question, provider.clone(), named(&terms.parameters)).map_err(|error| match error {
        ApiError::Parameter(Invalid { pointer: name, message }) => {
            let below = if name.is_empty() { String::new() } else { format!("/{}", pointer_step(&name)) };
            ApiError::Json(Invalid { pointer: format!("/parameters{below}"), message })
        }
        other => other,
    })
}

/// Save a question about cohorts of a service area under an address of its own.
///
/// `parameters` are those of the address of the question, which refuses the same.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = QueryTerms,
    responses((status = 201, description = "The saved question.", body = CohortQueryView), Problems))]
#[post("/providers/{id}/cohort-queries")]
async fn create_cohort_query(
    state: Data<State>,
    id: Path<Slug>,
    request: Create<QueryTerms>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let question = read(&id, &body)?;
    state
        .write(once, move |tx| {
            let query = queries::create(tx, &caller.actor, &id, body.clone(), &question)?;
            let (revision, path) = (query.revision, queries::path(&query));
            Answer::created(&CohortQueryView::from(query), revision, path)
        })
        .await
}

/// List the saved questions of a provider, the newest first.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(CohortQueriesQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "One page of questions.", body = ListView<CohortQueryView>), Problems))]
#[get("/providers/{id}/cohort-queries")]
async fn list_cohort_queries(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<CohortQueriesQuery>,
) -> Result<Answer, ApiError> {
    let CohortQueriesQuery { limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let found = queries::list(tx, &caller.actor, &id, &page)?;
            Answer::list(found.map(CohortQueryView::from))
        })
        .await
}

fn shown(query: SavedQuery) -> Result<Answer, Error> {
    let revision = query.revision;
    Answer::record(&CohortQueryView::from(query), revision)
}

/// Get a saved question.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("query" = Uuid, Path, description = "Id of the question.")),
    responses((status = 200, description = "The question.", body = CohortQueryView), Problems))]
#[get("/providers/{id}/cohort-queries/{query}")]
async fn get_cohort_query(
    state: Data<State>,
    caller: Caller,
    path: Path<(Slug, Uuid)>,
) -> Result<Answer, ApiError> {
    let (provider, id) = path.into_inner();
    state.read(move |tx| shown(queries::get(tx, &caller.actor, &provider, id)?)).await
}

/// Save a question anew under the address it has.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("query" = Uuid, Path, description = "Id of the question."),
        ("If-Match" = String, Header, description = "Entity tag of the question as last read.")),
    request_body = QueryTerms,
    responses((status = 200, description = "The question.", body = CohortQueryView), Problems))]
#[put("/providers/{id}/cohort-queries/{query}")]
async fn put_cohort_query(
    state: Data<State>,
    path: Path<(Slug, Uuid)>,
    request: Change<QueryTerms>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (provider, id) = path.into_inner();
    let question = read(&provider, &body)?;
    state
        .write(once, move |tx| {
            shown(queries::put(tx, &caller.actor, (&provider, id), expected, body.clone(), &question)?)
        })
        .await
}

/// Remove a saved question. Its address is never given again.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("query" = Uuid, Path, description = "Id of the question."),
        ("If-Match" = String, Header, description = "Entity tag of the question as last read.")),
    responses((status = 204, description = "The question is gone."), Problems))]
#[delete("/providers/{id}/cohort-queries/{query}")]
async fn delete_cohort_query(
    state: Data<State>,
    path: Path<(Slug, Uuid)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let (provider, id) = path.into_inner();
    state
        .write(once, move |tx| {
            queries::delete(tx, &caller.actor, (&provider, id), expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Get the answer to a saved question, as the address of the question gives it to whoever asks now. Who asked what, and by
/// which saved question, is in the audit log.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(CohortQueryResultQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz"),
        ("query" = Uuid, Path, description = "Id of the question.")),
    responses((status = 200, description = "The answer: that of `/cohorts`, `/cohorts/ranks` or `/cohorts/catching-up`.",
        content((Object = "application/json"), (String = "text/csv"),
            (String = "application/vnd.apache.parquet"))), Problems))]
#[get("/providers/{id}/cohort-queries/{query}/result")]
async fn get_cohort_query_result(
    state: Data<State>,
    caller: Caller,
    request: HttpRequest,
    path: Path<(Slug, Uuid)>,
    query: Query<CohortQueryResultQuery>,
) -> Result<HttpResponse, ApiError> {
    let ((provider, id), form) = (path.into_inner(), query.into_inner().format);
    let (actor, of) = (caller.actor.clone(), provider.clone());
    let saved = state.app.read(move |tx| queries::get(tx, &actor, &of, id)).await?;
    let asked: (CohortQuestion, Slug, Uuid) = (saved.terms.question, provider, id);
    answer_any(&state, caller, &request, asked, (named(&saved.terms.parameters), form)).await
}
