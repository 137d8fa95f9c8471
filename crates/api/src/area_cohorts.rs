//! `/providers/{id}/cohorts` and below: questions about the results of a service area, for those who accompany it.

mod asked;
mod views;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use blaupause_analytics::columnar::{MAX_FIGURES, Quantity};
use blaupause_app::Error;
use blaupause_app::cohort_questions::{self as questions, MAX_FIGURES_AT_ONCE, Question};
use blaupause_app::cohort_tables::{self as tables, Manner, Table};
use blaupause_kernel::Slug;
use utoipa_actix_web::service_config::ServiceConfig;

use self::asked::{AreaCohortsQuery, AreaRanksQuery, CatchingUpQuery};
use self::views::{AreaCohortsView, AreaRanksView, CatchingUpView};
use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::streams::{File, streamed};
use crate::{Answer, ApiError, Caller, State};

/// The question about one table of cohorts, and which table it is, from the parameters that the address
/// `/providers/{id}/cohorts` has, by name: for commands, which ask the same.
///
/// # Errors
/// `Invalid` with the name of the parameter.
pub fn table_question(
    provider: Slug,
    parameters: serde_json::Map<String, serde_json::Value>,
) -> Result<(Question, Table), Error> {
    asked::about_table(provider, parameters).map_err(|error| Error::Invalid(error.places()))
}

pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_area_ranks).service(get_catching_up).service(get_area_cohorts);
}

/// Get cohorts of the results of the units a provider serves, with their figures as they are, however few units they
/// have. Who asked what is in the audit log.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(AreaCohortsQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The cohorts, in the order of what their members share.",
        content((AreaCohortsView = "application/json"), (String = "text/csv"),
            (String = "application/vnd.apache.parquet"))), Problems))]
#[get("/providers/{id}/cohorts")]
async fn get_area_cohorts(
    state: Data<State>,
    caller: Caller,
    request: HttpRequest,
    id: Path<Slug>,
    query: Query<AreaCohortsQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let (form, table) = (query.form(), query.table());
    let levels = query.levels()?;
    let most = if form.is_some() { MAX_FIGURES } else { MAX_FIGURES_AT_ONCE };
    let question = query.question(id.into_inner(), most)?;
    let app = state.app.clone();
    let Some(form) = form else {
        let language = caller.language;
        let answer = state
            .app
            .off_thread(move || {
                questions::cohorts(&app, &caller.actor, &question, |answered| {
                    Answer::view(&AreaCohortsView::new(answered, &levels, language))
                })
            })
            .await?;
        return Ok(answer.respond_to(&request));
    };
    let manner = Manner { form, language: caller.language, now: state.app.now() };
    let name = format!("cohorts-{}.{}", question.scope.provider, form.extension());
    let file = File { media: form.media_type(), name, cache: "private, no-store" };
    streamed(&state.app, file, move |sink| {
        questions::cohorts(&app, &caller.actor, &question, |answered| {
            tables::write(answered, table, &manner, sink)
        })
    })
    .await
}

/// Get the units of a service area by their rank in their cohort, the highest value first. Equal values have the same
/// rank; the next one is as many places lower. Who asked what is in the audit log.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(AreaRanksQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The units, by cohort, then by rank, then by key.", body = AreaRanksView),
        Problems))]
#[get("/providers/{id}/cohorts/ranks")]
async fn get_area_ranks(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<AreaRanksQuery>,
) -> Result<Answer, ApiError> {
    let query = query.into_inner();
    let by = query.by.as_deref().map_or(Ok(Quantity::Score), |by| asked::quantity("by", by))?;
    let scope = query.scope(id.into_inner())?;
    let app = state.app.clone();
    let work = move || {
        let (basis, ranked) = questions::ranks(&app, &caller.actor, &scope, &by)?;
        Answer::view(&AreaRanksView::new(&basis, &scope.keys, &by, ranked))
    };
    Ok(state.app.off_thread(work).await?)
}

/// Get after how many periods the laggards of today reach today's median, if they go on as they did: for every cohort,
/// the mean distance of its laggards to its median against what those of them with results of at least two periods gained per
/// period. Who asked what is in the audit log.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(CatchingUpQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The cohorts, in the order of what their members share.",
        body = CatchingUpView), Problems))]
#[get("/providers/{id}/cohorts/catching-up")]
async fn get_catching_up(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<CatchingUpQuery>,
) -> Result<Answer, ApiError> {
    let query = query.into_inner();
    let per = query.per();
    let scope = query.scope(id.into_inner())?;
    let app = state.app.clone();
    let work = move || {
        let (basis, found) = questions::catching_up(&app, &caller.actor, &scope, per)?;
        Answer::view(&CatchingUpView::new(&basis, &scope.keys, per, found))
    };
    Ok(state.app.off_thread(work).await?)
}
