//! What the log says of a request: its path, never what follows the `?`, where tokens of links in mails stand. The id is the one
//! that the answer carries.

use actix_web::Error;
use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderValue;
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{DefaultRootSpanBuilder, RootSpanBuilder};

/// Writes the span of a request, with the names of OpenTelemetry.
pub(crate) struct PathOnly;

impl RootSpanBuilder for PathOnly {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<HeaderValue>().cloned();
        let connection = request.connection_info();
        tracing::info_span!(
            "HTTP request",
            http.method = %request.method(),
            http.route = Empty,
            http.target = request.path(),
            http.client_ip = connection.realip_remote_addr().unwrap_or_default(),
            http.status_code = Empty,
            otel.status_code = Empty,
            exception.message = Empty,
            exception.details = Empty,
            request_id = id.as_ref().and_then(|id| id.to_str().ok()).map(tracing::field::display),
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        // only now: before it is routed, telling the route means looking at all of them once more
        if let Ok(response) = outcome {
            span.record("http.route", response.request().match_pattern().as_deref().unwrap_or("default"));
        }
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}
