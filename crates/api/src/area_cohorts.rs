//! `/providers/{id}/cohorts` and below: questions about the results of a service area, for those who accompany it.

mod asked;
mod views;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use blaupause_analytics::CohortQuestion;
use blaupause_analytics::columnar::MAX_FIGURES;
use blaupause_app::Error;
use blaupause_app::cohort_questions::{self as questions, AnyQuestion, MAX_FIGURES_AT_ONCE, Question, Scope};
use blaupause_app::cohort_tables::{self as tables, Manner, Table};
use blaupause_kernel::{Message, Slug};
use uuid::Uuid;

use self::asked::{AreaCohortsQuery, AreaRanksQuery, CatchingUpQuery};
use self::views::{AreaCohortsView, AreaRanksView, CatchingUpView};
use crate::addresses::{Path, Query};
use crate::cohort_forms::CohortForm;
use crate::document::Problems;
use crate::routes::Routes;
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

/// A question of one kind, from the parameters of its address by name.
pub(crate) fn any_question(
    kind: CohortQuestion,
    provider: Slug,
    parameters: asked::Parameters,
) -> Result<AnyQuestion, ApiError> {
    asked::any(kind, provider, parameters)
}

/// Answers a question of one kind by the parameters of its address, as that address would.
pub(crate) async fn answer_any(
    state: &State,
    caller: Caller,
    request: &HttpRequest,
    (kind, provider, saved): (CohortQuestion, Slug, Uuid),
    (mut parameters, form): (asked::Parameters, Option<CohortForm>),
) -> Result<HttpResponse, ApiError> {
    let answer = match (kind, form) {
        (CohortQuestion::Cohorts, form) => {
            let name = form.unwrap_or(CohortForm::Json).name();
            parameters.insert("format".to_owned(), name.into());
            let query = asked::read(parameters)?;
            return answer_cohorts(state, caller, request, provider, query, Some(saved)).await;
        }
        (CohortQuestion::Ranks, None | Some(CohortForm::Json)) => {
            answer_ranks(state, caller, provider, &asked::read(parameters)?, Some(saved)).await?
        }
        (CohortQuestion::CatchingUp, None | Some(CohortForm::Json)) => {
            answer_catching_up(state, caller, provider, &asked::read(parameters)?, Some(saved)).await?
        }
        (CohortQuestion::Ranks | CohortQuestion::CatchingUp, Some(_)) => {
            return Err(ApiError::parameter("format", Message::new("question-json-only")));
        }
    };
    Ok(answer.respond_to(request))
}

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
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
    answer_cohorts(&state, caller, &request, id.into_inner(), query.into_inner(), None).await
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
    answer_ranks(&state, caller, id.into_inner(), &query.into_inner(), None).await
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
    answer_catching_up(&state, caller, id.into_inner(), &query.into_inner(), None).await
}

/// Answers a question about cohorts, in the form it is asked for.
async fn answer_cohorts(
    state: &State,
    caller: Caller,
    request: &HttpRequest,
    provider: Slug,
    query: AreaCohortsQuery,
    saved: Option<Uuid>,
) -> Result<HttpResponse, ApiError> {
    let (form, table) = (query.form(), query.table());
    let levels = query.levels()?;
    let most = if form.is_some() { MAX_FIGURES } else { MAX_FIGURES_AT_ONCE };
    let mut question = query.question(provider, most)?;
    question.scope.saved = saved;
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
        return Ok(answer.respond_to(request));
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

/// Answers a question about ranks.
async fn answer_ranks(
    state: &State,
    caller: Caller,
    provider: Slug,
    query: &AreaRanksQuery,
    saved: Option<Uuid>,
) -> Result<Answer, ApiError> {
    let by = query.by()?;
    let scope = Scope { saved, ..query.scope(provider)? };
    let app = state.app.clone();
    let work = move || {
        let (basis, ranked) = questions::ranks(&app, &caller.actor, &scope, &by)?;
        Answer::view(&AreaRanksView::new(&basis, &scope.keys, &by, ranked))
    };
    Ok(state.app.off_thread(work).await?)
}

/// Answers a question about the way of the laggards.
async fn answer_catching_up(
    state: &State,
    caller: Caller,
    provider: Slug,
    query: &CatchingUpQuery,
    saved: Option<Uuid>,
) -> Result<Answer, ApiError> {
    let per = query.per();
    let scope = Scope { saved, ..query.scope(provider)? };
    let app = state.app.clone();
    let work = move || {
        let (basis, found) = questions::catching_up(&app, &caller.actor, &scope, per)?;
        Answer::view(&CatchingUpView::new(&basis, &scope.keys, per, found))
    };
    Ok(state.app.off_thread(work).await?)
}
