//! Published answers in memory: what everybody gets is put together once, and given again as long as nothing that is
//! published has changed.
//!
//! Kept is the whole answer to a `GET` without a token, compressed if it was: by its address and by the headers that answers vary
//! with, under the number of the state it rests on ([`blaupause_app::App::confirmed_number`]). What depends on the day is good for that day,
//! and what depends on the instant is not kept. So there is nothing to clear: an answer of another state is not found.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorInternalServerError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use blaupause_app::{App, ClockUse};
use blaupause_kernel::Date;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::State;
use crate::conditions::none_match;
use crate::requests::{REQUEST_ID, id_of, language_of};

/// The longest address that is kept, in bytes, with its headers.
const LONGEST_KEY: usize = 2_048;
/// The largest body that is kept, in bytes.
const LARGEST_BODY: usize = 1 << 20;
/// What an entry takes beside its key and its body, about.
const ENTRY: u64 = 512;
/// Bytes that an entry takes on average, to make room for so many of them from the start.
const USUAL: u64 = 8_192;

/// What an answer rests on, if it may be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis {
    /// The number of the state before it was read.
    pub number: u64,
    /// The day on which it was read, if it depends on it.
    pub day: Option<Date>,
}

impl Basis {
    /// Nothing for an answer that depends on the instant.
    pub(crate) fn of(number: u64, clock: ClockUse, today: Date) -> Option<Self> {
        match clock {
            ClockUse::None => Some(Self { number, day: None }),
            ClockUse::Day => Some(Self { number, day: Some(today) }),
            ClockUse::Instant => None,
        }
    }

    fn holds(&self, number: u64, app: &App) -> bool {
        self.number == number && self.day.is_none_or(|day| day == app.now().date())
    }
}

/// One answer, as it goes over the wire: with all headers but the request's id, compressed if it was asked for so.
struct Kept {
    basis: Basis,
    headers: Vec<(HeaderName, HeaderValue)>,
    tag: String,
    body: Bytes,
}

#[derive(Clone)]
struct Weight;

impl Weighter<String, Arc<Kept>> for Weight {
    fn weight(&self, key: &String, kept: &Arc<Kept>) -> u64 {
        let bytes = key.len().saturating_add(kept.body.len());
        u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(ENTRY)
    }
}

/// The answers, up to so many bytes of them; those that are asked for least go first. Cloning shares them.
#[derive(Clone)]
pub struct Memory(Option<Arc<Cache<String, Arc<Kept>, Weight>>>);

impl Memory {
    /// Room for so many bytes; none at all for zero.
    pub fn of_bytes(bytes: u64) -> Self {
        let entries = usize::try_from(bytes / USUAL).unwrap_or(usize::MAX);
        Self((bytes > 0).then(|| Arc::new(Cache::with_weighter(entries.max(1), bytes, Weight))))
    }
}

/// Answers from memory, or keeps what is answered.
pub(crate) async fn answer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let state = request.app_data::<Data<State>>().cloned();
    let Some((state, key)) = state.zip(key(&request)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let Some(memory) = &state.memory.0 else { return Ok(next.call(request).await?.map_into_boxed_body()) };
    if let Some(kept) = memory.get(&key)
        && let Some(number) = state.app.confirmed_number().await
        && kept.basis.holds(number, &state.app)
    {
        let response = kept.answer(&request);
        return Ok(request.into_response(response));
    }
    // an answer to `HEAD` has nothing to keep
    let is_whole = request.method() == Method::GET;
    let (request, response) = next.call(request).await?.into_parts();
    let basis = response.extensions().get::<Basis>().copied();
    let response = match basis {
        Some(basis) if is_whole && response.status() == StatusCode::OK => {
            let (head, body) = response.into_parts();
            // it was in one piece before it was compressed
            let body = to_bytes(body).await.map_err(|e| ErrorInternalServerError(e.into()))?;
            if body.len() <= LARGEST_BODY {
                memory.insert(key, Arc::new(Kept::of(basis, head.headers(), body.clone())));
            }
            head.set_body(BoxBody::new(body))
        }
        _ => response.map_into_boxed_body(),
    };
    Ok(ServiceResponse::new(request, response))
}

/// What an answer is found by; nothing for a request that is not answered from memory.
fn key(request: &ServiceRequest) -> Option<String> {
    let headers = request.headers();
    let conditional = [header::RANGE, header::IF_MATCH, header::IF_MODIFIED_SINCE];
    if !matches!(*request.method(), Method::GET | Method::HEAD)
        || headers.contains_key(header::AUTHORIZATION)
        || headers.contains_key(header::COOKIE)
        || conditional.iter().any(|name| headers.contains_key(name))
    {
        return None;
    }
    let uri = request.uri();
    let address = uri.path_and_query().map_or(uri.path(), |address| address.as_str());
    let mut key = String::with_capacity(address.len() + 64);
    key.push_str(address);
    key.push('\n');
    // the language that is answered in, not the many ways to ask for it
    key.push_str(language_of(headers).code());
    for name in [header::ACCEPT, header::ACCEPT_ENCODING] {
        key.push('\n');
        for value in headers.get_all(name) {
            key.push_str(value.to_str().ok()?);
            key.push(',');
        }
    }
    (key.len() <= LONGEST_KEY).then_some(key)
}

impl Kept {
    fn of(basis: Basis, headers: &HeaderMap, body: Bytes) -> Self {
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        let tag = tag.map(|tag| tag.trim_matches('"').to_owned()).unwrap_or_default();
        let headers = headers.iter().filter(|(name, _)| **name != REQUEST_ID);
        Self { basis, headers: headers.map(|(n, v)| (n.clone(), v.clone())).collect(), tag, body }
    }

    /// The answer to a request, `304` if it has it already.
    fn answer(&self, request: &ServiceRequest) -> HttpResponse {
        let known = !self.tag.is_empty() && none_match(request.request(), &self.tag);
        let (status, body) = if known {
            (StatusCode::NOT_MODIFIED, BoxBody::new(()))
        } else {
            (StatusCode::OK, BoxBody::new(self.body.clone()))
        };
        let mut response = HttpResponse::with_body(status, body);
        let headers = response.headers_mut();
        for (name, value) in &self.headers {
            if !(known && (*name == header::CONTENT_TYPE || *name == header::CONTENT_ENCODING)) {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(REQUEST_ID, id_of(request));
        response
    }
}
