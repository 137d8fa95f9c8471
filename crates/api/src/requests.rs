//! What arrives: who asks, in which language, with which body and under which conditions.
//! Bodies are bounded, parsed once, and refused with a JSON pointer.

use std::future::{Future, Ready, ready};
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use blaupause_access::Actor;
use blaupause_app::{Expected, Invalid, Once};
use blaupause_kernel::{Digest, Language, Message};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::syntax;
use crate::patches::MERGE_PATCH;
use crate::{ApiError, State, characters, conditions};

/// Largest JSON body, in bytes.
pub(crate) const MAX_JSON: usize = 2 * 1024 * 1024;
/// Largest uploaded file, in bytes.
pub(crate) const MAX_FILE: usize = 32 * 1024 * 1024;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(60);

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SUBSCRIPTION_TOKEN: HeaderName = HeaderName::from_static("subscription-token");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Whoever sends the request, and the language they read.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The actor of the token, or somebody anonymous.
    pub actor: Actor,
    /// The language of the answer.
    pub language: Language,
}

impl Caller {
    fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let language = language_of(request.headers());
        let Some(header) = request.headers().get(AUTHORIZATION) else {
            return Ok(Self { actor: Actor::anonymous(), language });
        };
        let state = request.app_data::<Data<State>>().ok_or(ApiError::TokenInvalid)?;
        let (scheme, token) = header.to_str().ok().and_then(|h| h.split_once(' ')).unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::TokenInvalid);
        }
        let verified = state.verifier.verify(token.trim(), state.app.now());
        let actor = verified.map_err(|reason| {
            tracing::info!(%reason, "token refused");
            ApiError::TokenInvalid
        })?;
        Ok(Self { actor, language })
    }

    /// The same, but somebody anonymous is turned away.
    fn known(request: &HttpRequest) -> Result<Self, ApiError> {
        let caller = Self::of(request)?;
        caller.actor.subject().map_err(blaupause_app::Error::from)?;
        Ok(caller)
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A request that makes something: its body, and the idempotency key if there is one.
pub struct Create<T> {
    /// Who asks.
    pub caller: Caller,
    /// The body.
    pub body: T,
    /// The idempotency key.
    pub once: Option<Once>,
}

/// A request that changes something: like [`Create`], with the revision the caller expects.
pub struct Change<T> {
    /// Who asks.
    pub caller: Caller,
    /// The body.
    pub body: T,
    /// The idempotency key.
    pub once: Option<Once>,
    /// The revision from `If-Match`.
    pub expected: Expected,
}

/// A request that makes something or changes it, whichever is there.
pub struct Put<T> {
    /// Who asks.
    pub caller: Caller,
    /// The body.
    pub body: T,
    /// The idempotency key.
    pub once: Option<Once>,
    /// The revision from `If-Match`; nothing to make something new.
    pub expected: Option<Expected>,
}

/// A request that needs no account: its body, and the revision that is expected if the request names one.
pub(crate) struct Open<T> {
    /// The body.
    pub body: T,
    /// The revision from `If-Match`, or why there is none.
    pub expected: Result<Expected, ApiError>,
}

/// The token of a subscription, from the header `Subscription-Token`. It is no secret of an account, but whoever has it
/// acts for an address.
pub(crate) struct Presented(pub String);

/// A file that was sent as it is.
pub struct Upload {
    /// Who asks.
    pub caller: Caller,
    /// The bytes.
    pub bytes: Bytes,
    /// The idempotency key.
    pub once: Option<Once>,
}

/// No body, or an empty object.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

type Extracting<T> = Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

impl<T: DeserializeOwned + 'static> FromRequest for Create<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::known(&request)?;
            let bytes = read(&request, &mut payload, MAX_JSON).await?;
            let once = once(&request, &caller, &bytes)?;
            Ok(Self { body: parse(&request, &bytes)?, caller, once })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Change<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let created = Create::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Create { caller, body, once } = created.await?;
            let expected = conditions::if_match(&request)?;
            Ok(Self { caller, body, once, expected })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Open<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = read(&request, &mut payload, MAX_JSON).await?;
            Ok(Self { body: parse(&request, &bytes)?, expected: conditions::if_match(&request) })
        })
    }
}

impl FromRequest for Presented {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let token = request.headers().get(SUBSCRIPTION_TOKEN).and_then(|token| token.to_str().ok());
        let missing = || blaupause_app::Error::from(blaupause_support::Error::WrongToken).into();
        ready(token.map(|token| Self(token.to_owned())).ok_or_else(missing))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Put<T> {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let created = Create::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Create { caller, body, once } = created.await?;
            let expected = match conditions::if_match(&request) {
                Err(ApiError::PreconditionMissing) => None,
                other => Some(other?),
            };
            Ok(Self { caller, body, once, expected })
        })
    }
}

impl FromRequest for Upload {
    type Error = ApiError;
    type Future = Extracting<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let caller = Caller::known(&request)?;
            let bytes = read(&request, &mut payload, MAX_FILE).await?;
            let once = once(&request, &caller, &bytes)?;
            Ok(Self { caller, bytes, once })
        })
    }
}

async fn read(request: &HttpRequest, payload: &mut Payload, limit: usize) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::BodyTooLarge(limit);
    let announced = request.headers().get(actix_web::http::header::CONTENT_LENGTH);
    let length = announced.and_then(|l| l.to_str().ok()).and_then(|l| l.parse::<usize>().ok());
    if length.is_some_and(|l| l > limit) {
        return Err(too_large());
    }
    let whole = actix_web::rt::time::timeout(BODY_TIME, Bytes::from_request(request, payload)).await;
    let bytes = whole.map_err(|_| ApiError::BodyTooSlow)?.map_err(|_| too_large())?;
    if bytes.len() > limit { Err(too_large()) } else { Ok(bytes) }
}

/// Parses a JSON body; an empty one is an empty object, so that transitions need none.
fn parse<T: DeserializeOwned>(request: &HttpRequest, bytes: &[u8]) -> Result<T, ApiError> {
    let kind = request.content_type();
    if !bytes.is_empty() && !matches!(kind, "application/json" | MERGE_PATCH) {
        return Err(ApiError::MediaType("application/json"));
    }
    let text: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    characters::refuse_in_json(text)?;
    // serde would take a list for an object, its members in order.
    if text.trim_ascii_start().first() == Some(&b'[') {
        let message = Message::new("value-of-other-kind").with("found", "list").with("expected", "object");
        return Err(ApiError::Json(Invalid { pointer: String::new(), message }));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| ApiError::json(&e))?;
    reader.end().map_err(|e| ApiError::Json(syntax(&e)))?;
    Ok(value)
}

fn once(request: &HttpRequest, caller: &Caller, body: &[u8]) -> Result<Option<Once>, ApiError> {
    let Some(header) = request.headers().get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = header
        .to_str()
        .ok()
        .filter(|k| (1..=128).contains(&k.len()) && k.bytes().all(|b| b.is_ascii_graphic()));
    let key = key.ok_or(ApiError::IdempotencyKey)?.to_owned();
    let mut signed = format!("{} {}\n", request.method(), request.uri()).into_bytes();
    signed.extend_from_slice(body);
    let actor = caller.actor.subject().map_err(blaupause_app::Error::from)?.to_owned();
    Ok(Some(Once { actor, key, fingerprint: Digest::of(&signed).to_string() }))
}

/// The first language of `Accept-Language` the product speaks, by weight; German otherwise.
pub(crate) fn language_of(headers: &HeaderMap) -> Language {
    let text = headers.get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let mut best: Option<(u16, Language)> = None;
    for part in text.split(',').take(16) {
        let mut pieces = part.trim().split(';');
        let tag = pieces.next().unwrap_or_default().split('-').next().unwrap_or_default();
        let Ok(language) = tag.to_ascii_lowercase().parse::<Language>() else { continue };
        let weight = pieces.next().map_or(1000, weight_of);
        if weight > 0 && best.is_none_or(|(w, _)| weight > w) {
            best = Some((weight, language));
        }
    }
    best.map_or(Language::De, |(_, language)| language)
}

/// Thousandths of a quality value `q=0.8`; an unreadable one counts as zero.
fn weight_of(parameter: &str) -> u16 {
    let Some(value) = parameter.trim().strip_prefix("q=") else { return 0 };
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let thousandths = format!("{fraction:0<3}").get(..3).and_then(|f| f.parse::<u16>().ok());
    match whole {
        "1" => 1000,
        "0" => thousandths.unwrap_or(0),
        _ => 0,
    }
}

/// The id of a request: the one that came with it if it can be used, or a new one.
pub(crate) fn id_of(request: &ServiceRequest) -> HeaderValue {
    let sound = |v: &&HeaderValue| {
        v.len() <= 64 && v.as_bytes().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let sent = request.headers().get(REQUEST_ID).filter(sound).cloned();
    let made = || {
        let state = request.app_data::<Data<State>>();
        state.and_then(|s| HeaderValue::from_str(&s.app.new_id().to_string()).ok())
    };
    sent.or_else(made).unwrap_or_else(|| HeaderValue::from_static("none"))
}

/// Gives every request an id, the caller's own if it is a sound one, and sends it back.
pub(crate) async fn request_id(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = id_of(&request);
    request.extensions_mut().insert(id.clone());
    let mut response = next.call(request).await?;
    response.headers_mut().insert(REQUEST_ID, id);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_best_known_language_wins() {
        for (header, language) in [
            ("", Language::De),
            ("en", Language::En),
            ("fr, en;q=0.5, de;q=0.7", Language::De),
            ("en-GB, de", Language::En),
            ("en;q=0", Language::De),
            ("fr", Language::De),
            ("EN;q=0.9, de;q=0.95", Language::De),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT_LANGUAGE, header)).to_http_request();
            assert_eq!(language_of(request.headers()), language, "{header}");
        }
    }
}
