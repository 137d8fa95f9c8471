//! Errors as RFC 9457 problems, written in one place in the caller's language, and the page for each type.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, get};
use blaupause_app::messages;
use blaupause_kernel::{Described, Language};
use serde::Serialize;
use utoipa::ToSchema;

use crate::addresses::Path;
use crate::document::{Problems, allowed_methods};
use crate::pages::{self, Page};
use crate::requests::language_of;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_problem);
}

/// Why a request was not carried out (RFC 9457). Nothing was changed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    /// Address of a page about this kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// What kind of problem it is, in the caller's language.
    title: String,
    /// HTTP status.
    status: u16,
    /// What happened this time, in the caller's language.
    detail: String,
    /// Path of the request.
    instance: String,
    /// Stable code for programs.
    code: String,
    /// Every place of the input that needs correction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemPlace>,
}

/// One place of the input that needs correction.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProblemPlace {
    /// JSON pointer into the body, `line:column` of an uploaded file, or the name of a part of the address.
    pointer: String,
    /// What is wrong there, in the caller's language.
    detail: String,
    /// Stable code for programs.
    code: String,
}

/// A kind of problem.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProblemType {
    /// Stable code for programs.
    code: String,
    /// Heading, in the caller's language.
    title: String,
    /// Explanation, in the caller's language; an ellipsis stands for the values of the single case.
    description: String,
}

/// Explain a kind of problem.
#[utoipa::path(tag = "service", params(("type" = String, Path, description = "Code of the problem.", example = "revision-stale")),
    responses((status = 200, description = "What the problem means.", body = ProblemType), Problems))]
#[get("/problems/{type}")]
async fn get_problem(code: Path<String>, caller: Caller) -> Result<Answer, ApiError> {
    let code = code.into_inner();
    if !messages::knows(caller.language, &code) {
        return Err(blaupause_app::Error::from(blaupause_app::StoreError::not_found("problem", code)).into());
    }
    let description = messages::explain(caller.language, &code);
    let title = messages::title(caller.language, &code);
    Ok(Answer::view(&ProblemType { code, title, description })?.public())
}

/// Turns every error of a handler or an extractor into a problem in the caller's language.
pub(crate) async fn write_problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let language = language_of(request.headers());
    let response = next.call(request).await?;
    let Some(error) = response.response().error().and_then(|e| e.as_error::<ApiError>()) else {
        return Ok(response.map_into_boxed_body());
    };
    let problem = problem(error, language, response.request().path());
    // What was never set up is no failure.
    if problem.status >= 500 && error.status() != StatusCode::NOT_IMPLEMENTED {
        tracing::error!(error = ?error, code = problem.code, "request failed");
    }
    let mut answer = HttpResponse::build(error.status());
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header((header::CONTENT_LANGUAGE, language.code()));
    for (name, value) in error.headers() {
        answer.insert_header((name, value));
    }
    let answer = if pages::is_for_people(response.request()) {
        let Problem { title, detail, errors, .. } = problem;
        let places = errors.into_iter().map(|place| format!("{}: {}", place.pointer, place.detail));
        let text = [detail].into_iter().chain(places).collect::<Vec<_>>().join(" ");
        let page = Page { language, title, text, button: None };
        answer.insert_header(pages::POLICY);
        answer.content_type(HeaderValue::from_static(pages::MEDIA)).body(page.html())
    } else {
        let body = serde_json::to_string(&problem).unwrap_or_default();
        answer.content_type(HeaderValue::from_static("application/problem+json")).body(body)
    };
    Ok(response.into_response(answer))
}

fn problem(error: &ApiError, language: Language, path: &str) -> Problem {
    let message = error.message();
    let place = |place: blaupause_app::Invalid| ProblemPlace {
        detail: messages::render(language, &place.message),
        pointer: place.pointer,
        code: place.message.code,
    };
    Problem {
        kind: format!("/v1/problems/{}", message.code),
        title: messages::title(language, &message.code),
        status: error.status().as_u16(),
        detail: messages::render(language, &message),
        instance: path.to_owned(),
        errors: error.places().into_iter().map(place).collect(),
        code: message.code,
    }
}

/// Nothing is served here: `405` with the methods that are, if there are any.
pub(crate) async fn no_route(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let allowed = allowed_methods(request.path());
    if allowed.is_empty() { Err(ApiError::NoRoute) } else { Err(ApiError::Method(allowed)) }
}
