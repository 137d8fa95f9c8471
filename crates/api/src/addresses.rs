//! What stands in the address: path and query, with the name of the part that does not fit.
//! Handlers take `Path` and `Query` from here, not from actix, whose errors name no part.

use std::future::{Ready, ready};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use blaupause_kernel::Message;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use crate::ApiError;
use crate::characters::any_forbidden;
use crate::error::place;

/// The parts of the path.
#[derive(Debug)]
pub(crate) struct Path<T>(T);

/// The parameters of the query.
#[derive(Debug)]
pub(crate) struct Query<T>(T);

impl<T> Path<T> {
    /// The parts themselves.
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Query<T> {
    /// The parameters themselves.
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Path<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parts = request.match_info();
        let name =
            |index: usize| parts.iter().nth(index).map(|(name, _)| name.to_owned()).unwrap_or_default();
        let read = parts.load::<Tracked<T>>().map_err(|e| e.to_string());
        ready(match read {
            Ok(Tracked(Ok(value))) => Ok(Self(value)),
            // several parts are read as a list, one as itself
            Ok(Tracked(Err((at, sentence)))) => {
                let index = at.trim_start_matches('/').parse().unwrap_or_default();
                Err(ApiError::Parameter(place(&name(index), &sentence)))
            }
            Err(sentence) => Err(ApiError::Parameter(place("", &sentence))),
        })
    }
}

/// The name of the first parameter whose name or value holds a character that no text of people holds.
fn with_forbidden(query: &str) -> Option<String> {
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query).ok()?.into_inner();
    pairs.into_iter().find(|(name, value)| any_forbidden(name) || any_forbidden(value)).map(|(name, _)| name)
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let query = request.query_string();
        if let Some(name) = with_forbidden(query) {
            return ready(Err(ApiError::parameter(&name, Message::new("text-character-forbidden"))));
        }
        let read = actix_web::web::Query::<Tracked<T>>::from_query(query);
        ready(match read.map(actix_web::web::Query::into_inner) {
            Ok(Tracked(Ok(value))) => Ok(Self(value)),
            Ok(Tracked(Err((at, sentence)))) => {
                let mut place = place(&at, &sentence);
                place.pointer = place.pointer.trim_start_matches('/').to_owned();
                Err(ApiError::Parameter(place))
            }
            Err(error) => Err(ApiError::Parameter(place("", &error.to_string()))),
        })
    }
}

/// A value, or the place inside it that does not fit and what is said about it: reading one never fails, because an
/// error that leaves the parser has forgotten the place.
struct Tracked<T>(Result<T, (String, String)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tracked<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut track = serde_path_to_error::Track::new();
        let read = T::deserialize(serde_path_to_error::Deserializer::new(deserializer, &mut track));
        let sentence = |error: D::Error| error.to_string();
        Ok(Self(read.map_err(|error| (crate::error::pointer(&track.path()), sentence(error)))))
    }
}
