//! Published answers in memory: what everybody gets is put together once, and given again as long as nothing that is
//! published has changed.
//!
//! Kept is the whole answer to a `GET` without a token: by its address and by the headers that answers vary with, under the
//! number of the state it rests on ([`blaupause_app::App::confirmed_number`]). What depends on the day is good for that day,
//! and what depends on the instant is not kept. So there is nothing to clear: an answer of another state is not found.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use blaupause_app::{App, ClockUse};
use blaupause_kernel::Date;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::State;
use crate::conditions::none_match;
use crate::requests::language_of;

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

/// One answer.
struct Kept {
    basis: Basis,
    headers: HeaderMap,
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
    let (request, response) = next.call(request).await?.into_parts();
    let response = match keepable(response) {
        Ok(kept) => {
            let kept = Arc::new(kept);
            memory.insert(key, Arc::clone(&kept));
            kept.whole()
        }
        Err(response) => *response,
    };
    Ok(ServiceResponse::new(request, response))
}

/// What an answer is found by; nothing for a request that is not answered from memory.
fn key(request: &ServiceRequest) -> Option<String> {
    let headers = request.headers();
    let conditional = [header::RANGE, header::IF_MATCH, header::IF_MODIFIED_SINCE];
    if request.method() != Method::GET
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
    for value in headers.get_all(header::ACCEPT) {
        key.push('\n');
        key.push_str(value.to_str().ok()?);
    }
    (key.len() <= LONGEST_KEY).then_some(key)
}

/// The answer as something to keep, or as it was.
fn keepable(response: HttpResponse<impl MessageBody + 'static>) -> Result<Kept, Box<HttpResponse>> {
    let basis = response.extensions().get::<Basis>().copied();
    let (Some(basis), StatusCode::OK) = (basis, response.status()) else {
        return Err(Box::new(response.map_into_boxed_body()));
    };
    let (head, body) = response.into_parts();
    let again = |body: BoxBody| head.set_body(body);
    match body.try_into_bytes() {
        Ok(body) if body.len() <= LARGEST_BODY => {
            let head = again(BoxBody::new(()));
            let headers = head.headers().clone();
            let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
            let tag = tag.map(|tag| tag.trim_matches('"').to_owned()).unwrap_or_default();
            Ok(Kept { basis, headers, tag, body })
        }
        Ok(body) => Err(Box::new(again(BoxBody::new(body)))),
        Err(body) => Err(Box::new(again(BoxBody::new(body)))),
    }
}

impl Kept {
    /// The answer to a request, `304` if it has it already.
    fn answer(&self, request: &ServiceRequest) -> HttpResponse {
        if !self.tag.is_empty() && none_match(request.request(), &self.tag) {
            let without = |name: &HeaderName| *name != header::CONTENT_TYPE;
            return self.with_headers(StatusCode::NOT_MODIFIED, without).set_body(BoxBody::new(()));
        }
        self.whole()
    }

    fn whole(&self) -> HttpResponse {
        self.with_headers(StatusCode::OK, |_| true).set_body(BoxBody::new(self.body.clone()))
    }

    fn with_headers(&self, status: StatusCode, wanted: impl Fn(&HeaderName) -> bool) -> HttpResponse<()> {
        let mut response = HttpResponse::with_body(status, ());
        for (name, value) in self.headers.iter().filter(|(name, _)| wanted(name)) {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}
