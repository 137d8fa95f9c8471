//! Forms that change something: they come from a page of the same session, or nothing happens.

use std::future::Future;
use std::pin::Pin;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{HOST, HeaderMap, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::faults::Fault;
use crate::visitors::Visitor;

/// Largest form, in bytes.
const LARGEST: usize = 256 * 1024;

/// A form that was sent by a page of the visitor's own session.
pub(crate) struct Form<T> {
    /// Who sent it.
    pub visitor: Visitor,
    /// Its fields.
    pub fields: T,
}

#[derive(Deserialize)]
struct Token {
    #[serde(default)]
    form_token: String,
}

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, actix_web::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (visitor, bytes) = (Visitor::of(request), Bytes::from_request(request, payload));
        Box::pin(async move {
            let bytes = bytes.await?;
            if bytes.len() > LARGEST {
                return Err(Fault::Unreadable("too large".to_owned()).into());
            }
            let unreadable = |error: serde_urlencoded::de::Error| Fault::Unreadable(error.to_string());
            let Token { form_token } = serde_urlencoded::from_bytes(&bytes).map_err(unreadable)?;
            if form_token != visitor.form_token() {
                return Err(Fault::Foreign.into());
            }
            Ok(Self { visitor, fields: serde_urlencoded::from_bytes(&bytes).map_err(unreadable)? })
        })
    }
}

/// Refuses what another site sends: browsers say where a form comes from.
pub(crate) async fn refuse_foreign(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if !request.method().is_safe() && is_foreign(request.headers()) {
        return Ok(request.error_response(Fault::Foreign).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let host = text(HOST.as_str()).unwrap_or_default();
    text(ORIGIN.as_str()).is_some_and(|origin| origin.split("://").nth(1) != Some(host))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_form_of_another_site_is_recognised() {
        for (headers, foreign) in [
            (vec![], false),
            (vec![("sec-fetch-site", "same-origin")], false),
            (vec![("sec-fetch-site", "none")], false),
            (vec![("sec-fetch-site", "same-site")], true),
            (vec![("sec-fetch-site", "cross-site"), ("host", "a"), ("origin", "https://a")], true),
            (vec![("host", "a:8080"), ("origin", "http://a:8080")], false),
            (vec![("host", "a:8080"), ("origin", "http://a")], true),
            (vec![("host", "a"), ("origin", "null")], true),
        ] {
            let mut map = HeaderMap::new();
            for (name, value) in &headers {
                map.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            assert_eq!(is_foreign(&map), foreign, "{headers:?}");
        }
    }
}
