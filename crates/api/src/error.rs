//! What each error of the interface answers; those of use cases have their status from `blaupause-web`.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use blaupause_app::{Error, Invalid};
use blaupause_kernel::{Described, Message, Misfit, misfit, pointer_step};
use serde_json::error::Category;

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// A use case said no.
    #[error(transparent)]
    App(#[from] Error),
    /// The token is not good.
    #[error("the token is not valid")]
    TokenInvalid,
    /// The body is not JSON of the expected form, at this place.
    #[error("the body is not acceptable at `{}`: {}", .0.pointer, .0.message.code)]
    Json(Invalid),
    /// The body is larger than allowed.
    #[error("the body is larger than {0} bytes")]
    BodyTooLarge(usize),
    /// The body did not arrive in time.
    #[error("the body did not arrive in time")]
    BodyTooSlow,
    /// The body is of a type that is not read here.
    #[error("the media type is not `{0}`")]
    MediaType(&'static str),
    /// A part of the path or the query, which stands in for the pointer, is not valid.
    #[error("the parameter `{}` is not valid: {}", .0.pointer, .0.message.code)]
    Parameter(Invalid),
    /// The cursor is not one of this list.
    #[error("the cursor is not valid")]
    Cursor,
    /// A change without `If-Match`.
    #[error("the header `If-Match` is missing")]
    PreconditionMissing,
    /// `If-Match` without a tag of this service.
    #[error("the header `If-Match` holds no tag of this service")]
    PreconditionInvalid,
    /// An idempotency key that is empty, too long or not printable.
    #[error("the idempotency key is not valid")]
    IdempotencyKey,
    /// No such address.
    #[error("there is no such address")]
    NoRoute,
    /// The address exists, but not with this method.
    #[error("the method is not allowed")]
    Method(Vec<&'static str>),
}

impl ApiError {
    /// A path or query parameter that is not valid.
    pub(crate) fn parameter(name: &str, message: Message) -> Self {
        Self::Parameter(Invalid { pointer: name.to_owned(), message })
    }

    /// A JSON body that does not fit.
    pub(crate) fn json(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let inner = error.inner();
        Self::Json(match inner.classify() {
            Category::Data => place(&pointer(error.path()), &inner.to_string()),
            Category::Io | Category::Syntax | Category::Eof => syntax(inner),
        })
    }

    /// The status this error answers with.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => blaupause_web::status(error),
            Self::TokenInvalid => StatusCode::UNAUTHORIZED,
            Self::Json(_) | Self::Parameter(_) | Self::Cursor => StatusCode::BAD_REQUEST,
            Self::PreconditionInvalid | Self::IdempotencyKey => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::PreconditionMissing => StatusCode::PRECONDITION_REQUIRED,
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
        }
    }

    /// Headers the status calls for.
    pub(crate) fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        match self.status() {
            StatusCode::UNAUTHORIZED => vec![(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))],
            StatusCode::SERVICE_UNAVAILABLE => vec![(RETRY_AFTER, HeaderValue::from_static("5"))],
            StatusCode::CONFLICT if matches!(self, Self::App(Error::InFlight)) => {
                vec![(RETRY_AFTER, HeaderValue::from_static("1"))]
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                let Self::Method(allowed) = self else { return Vec::new() };
                HeaderValue::from_str(&allowed.join(", ")).map(|v| vec![(ALLOW, v)]).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Every place of the input that needs correction.
    pub(crate) fn places(&self) -> Vec<Invalid> {
        match self {
            Self::App(Error::Invalid(places)) => places.clone(),
            Self::App(error) => blaupause_web::places(error),
            Self::Json(place) | Self::Parameter(place) => vec![place.clone()],
            _ => Vec::new(),
        }
    }
}

impl Described for ApiError {
    fn message(&self) -> Message {
        match self {
            Self::App(error) => error.message(),
            Self::TokenInvalid => Message::new("token-invalid"),
            Self::Json(_) => Message::new("json-invalid"),
            Self::BodyTooSlow => Message::new("body-too-slow"),
            Self::BodyTooLarge(limit) => Message::new("body-too-large").with("limit", limit),
            Self::MediaType(expected) => Message::new("media-type-unsupported").with("expected", expected),
            Self::Parameter(_) => Message::new("parameter-invalid"),
            Self::Cursor => Message::new("cursor-invalid"),
            Self::PreconditionMissing => Message::new("precondition-missing"),
            Self::PreconditionInvalid => Message::new("precondition-invalid"),
            Self::IdempotencyKey => Message::new("idempotency-key-invalid"),
            Self::NoRoute => Message::new("route-not-found"),
            Self::Method(allowed) => Message::new("method-not-allowed").with("allowed", allowed.join(", ")),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Bare: the body is written where the caller's language is known.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

/// The place of a value that does not fit, from what the parser says about it.
pub(crate) fn place(at: &str, sentence: &str) -> Invalid {
    let Misfit { missing, message } = misfit(sentence);
    let pointer = missing.map_or_else(|| at.to_owned(), |field| format!("{at}/{}", pointer_step(&field)));
    Invalid { pointer, message }
}

/// Where a text stops being JSON.
pub(crate) fn syntax(error: &serde_json::Error) -> Invalid {
    let message = Message::new("json-syntax").with("line", error.line()).with("column", error.column());
    Invalid { pointer: String::new(), message }
}

/// A path inside a value as a JSON pointer (RFC 6901).
pub(crate) fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let part = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", pointer_step(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(part).collect()
}
