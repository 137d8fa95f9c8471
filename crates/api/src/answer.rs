//! What a handler answers with: body, entity tag, caching and links, decided here for all handlers alike.

use actix_web::http::header::ContentDisposition;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use blaupause_app::{Error, Kept};
use blaupause_kernel::{Cursor, Digest, Paged, Revision};
use serde::Serialize;

use crate::conditions::none_match;
use crate::lists::{ListView, next_link};
use crate::memory::Basis;
use crate::pages;

/// A successful answer. It is sent as `304` when the caller holds it already.
#[derive(Debug, Clone)]
pub struct Answer {
    status: StatusCode,
    tag: String,
    location: Option<String>,
    next: Option<Cursor>,
    cache: Cache,
    media: &'static str,
    file: Option<String>,
    basis: Option<Basis>,
    body: String,
}

/// What almost every answer is.
const JSON: &str = "application/json";

/// How long and for whom an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cache {
    /// Depends on who asks: never shared, always asked for again.
    Private,
    /// The same for everyone, and may change: always asked for again.
    Public,
    /// A published document: never changes.
    Immutable,
}

impl Cache {
    const fn header(self) -> &'static str {
        match self {
            Self::Private => "private, no-cache",
            Self::Public => "public, no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
        }
    }
}

impl Answer {
    /// A computed view, tagged by its content.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn view(view: &impl Serialize) -> Result<Self, Error> {
        let body = json(view)?;
        let tag = content_tag(&body);
        let (status, cache) = (StatusCode::OK, Cache::Private);
        Ok(Self {
            status,
            tag,
            location: None,
            next: None,
            cache,
            media: JSON,
            file: None,
            basis: None,
            body,
        })
    }

    /// A computed view of another media type than JSON itself, tagged by its content.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn view_as(view: &impl Serialize, media: &'static str) -> Result<Self, Error> {
        Ok(Self { media, ..Self::view(view)? })
    }

    /// A record, tagged by its revision and its content.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn record(view: &impl Serialize, revision: Revision) -> Result<Self, Error> {
        let plain = Self::view(view)?;
        Ok(Self { tag: format!("{}-{}", revision.get(), plain.tag), ..plain })
    }

    /// A record that was just made, with its address below `/v1`.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn created(view: &impl Serialize, revision: Revision, path: String) -> Result<Self, Error> {
        let location = Some(format!("/v1{path}"));
        Ok(Self { status: StatusCode::CREATED, location, ..Self::record(view, revision)? })
    }

    /// A record that was made or changed by `PUT`: made if this is its first revision.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn put(view: &impl Serialize, revision: Revision, path: String) -> Result<Self, Error> {
        if revision == Revision::FIRST {
            return Self::created(view, revision, path);
        }
        Self::record(view, revision)
    }

    /// A published document as it is stored, tagged by its hash.
    pub fn document(text: String, hash: Digest) -> Self {
        Self {
            status: StatusCode::OK,
            tag: hash.to_string(),
            location: None,
            next: None,
            cache: Cache::Immutable,
            media: JSON,
            file: None,
            basis: None,
            body: text,
        }
    }

    /// A computed text of a media type, tagged by its content.
    pub fn text(text: String, media: &'static str) -> Self {
        let (status, tag, cache) = (StatusCode::OK, content_tag(&text), Cache::Private);
        Self { status, tag, location: None, next: None, cache, media, file: None, basis: None, body: text }
    }

    /// A file that never changes, tagged by its hash. A browser saves it instead of showing it.
    pub fn file(text: String, media: &'static str, hash: Digest, name: String) -> Self {
        Self { media, file: Some(name), ..Self::document(text, hash) }
    }

    /// A published document that was just made, with its address below `/v1`.
    pub fn document_created(text: String, hash: Digest, path: String) -> Self {
        let location = Some(format!("/v1{path}"));
        Self { status: StatusCode::CREATED, location, cache: Cache::Private, ..Self::document(text, hash) }
    }

    /// Done, and there is nothing to show.
    pub fn nothing() -> Self {
        let (status, tag, body) = (StatusCode::NO_CONTENT, String::new(), String::new());
        Self {
            status,
            tag,
            location: None,
            next: None,
            cache: Cache::Private,
            media: JSON,
            file: None,
            basis: None,
            body,
        }
    }

    /// One page of a list.
    ///
    /// # Errors
    /// `Internal` if it cannot be written as JSON.
    pub fn list<T: Serialize>(page: Paged<T>) -> Result<Self, Error> {
        let next = page.next;
        let view = ListView { items: page.items, next: next.as_ref().map(Cursor::encode) };
        Ok(Self { next, ..Self::view(&view)? })
    }

    /// The same answer, for what is done later.
    #[must_use]
    pub(crate) fn accepted(self) -> Self {
        Self { status: StatusCode::ACCEPTED, ..self }
    }

    /// The same answer, marked as the same for everyone.
    #[must_use]
    pub fn public(self) -> Self {
        Self { cache: Cache::Public, ..self }
    }

    /// The same answer, with what it rests on, if it may be kept for everybody.
    #[must_use]
    pub(crate) fn resting_on(self, basis: Option<Basis>) -> Self {
        Self { basis, ..self }
    }

    /// The same answer, marked as depending on who asks.
    #[must_use]
    pub fn private(self) -> Self {
        Self { cache: Cache::Private, ..self }
    }

    /// What is kept of it under an idempotency key.
    pub(crate) fn into_kept(self) -> Kept {
        Kept {
            fingerprint: String::new(),
            status: self.status.as_u16(),
            etag: Some(self.tag),
            location: self.location,
            body: self.body,
        }
    }

    /// The answer that was kept.
    pub(crate) fn from_kept(kept: Kept) -> Result<Self, Error> {
        let status = StatusCode::from_u16(kept.status).map_err(|e| Error::Internal(e.to_string()))?;
        let tag = kept.etag.unwrap_or_else(|| content_tag(&kept.body));
        let cache = Cache::Private;
        Ok(Self {
            status,
            tag,
            location: kept.location,
            next: None,
            cache,
            media: JSON,
            file: None,
            basis: None,
            body: kept.body,
        })
    }
}

impl Responder for Answer {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        if self.status == StatusCode::NO_CONTENT {
            let cache = (header::CACHE_CONTROL, self.cache.header());
            return HttpResponse::NoContent().insert_header(cache).finish();
        }
        let known = matches!(*request.method(), Method::GET | Method::HEAD) && none_match(request, &self.tag);
        let mut response = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { self.status });
        response
            .insert_header((header::ETAG, format!("\"{}\"", self.tag)))
            .insert_header((header::CACHE_CONTROL, self.cache.header()))
            .insert_header((header::VARY, "Accept, Accept-Language, Authorization"));
        if self.media == pages::MEDIA {
            response.insert_header(pages::POLICY);
        }
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(next) = &self.next {
            response.insert_header((header::LINK, next_link(request, next)));
        }
        if let Some(name) = &self.file {
            let disposition = ContentDisposition::attachment(name);
            response.insert_header((header::CONTENT_DISPOSITION, disposition));
            response.insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
        }
        let mut response =
            if known { response.finish() } else { response.content_type(self.media).body(self.body) };
        if let (Some(basis), Cache::Public | Cache::Immutable) = (self.basis, self.cache) {
            response.extensions_mut().insert(basis);
        }
        response
    }
}

fn json(view: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(view).map_err(|e| Error::Internal(e.to_string()))
}

/// Half of a SHA-256 is enough to tell two bodies of one address apart.
fn content_tag(body: &str) -> String {
    Digest::of(body.as_bytes()).to_string().chars().take(32).collect()
}
