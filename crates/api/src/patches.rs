//! Merge patches (RFC 7396): `null` removes an optional field and is refused for one that has to be there, what is
//! left out stays, and objects are merged member by member. The one place that knows this, for every `PATCH`.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use blaupause_app::{Error, Expected, Invalid, Once};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Content, OpenApi, RefOr};

use crate::error::{place, pointer};
use crate::{ApiError, Caller, Change};

/// The media type of a merge patch; `application/json` is taken as well.
pub(crate) const MERGE_PATCH: &str = "application/merge-patch+json";

/// A request that changes parts of something: like [`Change`], with a merge patch of `T` as its body.
pub struct Patch<T> {
    /// Who asks.
    pub caller: Caller,
    /// The idempotency key.
    pub once: Option<Once>,
    /// The revision from `If-Match`.
    pub expected: Expected,
    /// What changes.
    pub changes: MergePatch<T>,
}

impl<T: 'static> FromRequest for Patch<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let change = Change::<Map<String, Value>>::from_request(request, payload);
        Box::pin(async move {
            let Change { caller, body, once, expected } = change.await?;
            let changes = MergePatch { members: body, of: PhantomData };
            Ok(Self { caller, once, expected, changes })
        })
    }
}

/// The members of a `T` that change.
pub struct MergePatch<T> {
    members: Map<String, Value>,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> MergePatch<T> {
    /// What becomes of `current`.
    ///
    /// # Errors
    /// `Invalid` with the place of what does not fit: an unknown member, a value of another form, or one that is
    /// taken away and has to be there.
    pub fn onto(&self, current: &T) -> Result<T, Error>
    where
        T: Serialize,
    {
        let mut value = serde_json::to_value(current).map_err(|e| Error::Internal(e.to_string()))?;
        merge(&mut value, Value::Object(self.members.clone()));
        read(value)
    }

    /// The patch itself, where `T` says for each entry that it is replaced or taken away as a whole.
    ///
    /// # Errors
    /// `Invalid` with the place of what does not fit.
    pub fn entries(&self) -> Result<T, Error> {
        read(Value::Object(self.members.clone()))
    }
}

/// Tells an entry that is `null` (take it away) from one that is not there (leave it).
pub(crate) fn given<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

/// Merges a patch into a value (RFC 7396, section 2).
fn merge(target: &mut Value, patch: Value) {
    let Value::Object(members) = patch else {
        *target = patch;
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (name, value) in members {
        if value.is_null() {
            object.remove(&name);
        } else {
            merge(object.entry(name).or_insert(Value::Null), value);
        }
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let refused: Invalid = place(&pointer(error.path()), &error.inner().to_string());
        Error::Invalid(vec![refused])
    })
}

/// Describes the body of every `PATCH` as a merge patch: its media type, and that no member has to be there.
pub(crate) fn describe(document: &mut OpenApi) {
    let mut names = Vec::new();
    for item in document.paths.paths.values_mut() {
        names.extend(item.patch.as_mut().and_then(describe_operation));
    }
    let Some(components) = document.components.as_mut() else { return };
    for name in names {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(&name) {
            object.required.clear();
        }
    }
}

/// Gives the name of the body's schema.
fn describe_operation(operation: &mut Operation) -> Option<String> {
    let Some(RefOr::T(body)) = operation.request_body.as_mut() else { return None };
    let content = body.content.remove("application/json")?;
    let name = match &content {
        RefOr::T(Content { schema: Some(RefOr::Ref(reference)), .. }) => {
            reference.ref_location.rsplit('/').next().map(str::to_owned)
        }
        _ => None,
    };
    body.content.insert(MERGE_PATCH.to_owned(), content);
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The examples of RFC 7396, appendix A.
    #[test]
    fn the_examples_of_the_standard_hold() {
        for (original, patch, result) in [
            (json!({"a":"b"}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"b"}), json!({"b":"c"}), json!({"a":"b","b":"c"})),
            (json!({"a":"b"}), json!({"a":null}), json!({})),
            (json!({"a":"b","b":"c"}), json!({"a":null}), json!({"b":"c"})),
            (json!({"a":["b"]}), json!({"a":"c"}), json!({"a":"c"})),
            (json!({"a":"c"}), json!({"a":["b"]}), json!({"a":["b"]})),
            (json!({"a":{"b":"c"}}), json!({"a":{"b":"d","c":null}}), json!({"a":{"b":"d"}})),
            (json!({"a":[{"b":"c"}]}), json!({"a":[1]}), json!({"a":[1]})),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a":"b"}), json!(["c"]), json!(["c"])),
            (json!({"a":"foo"}), json!(null), json!(null)),
            (json!({"a":"foo"}), json!("bar"), json!("bar")),
            (json!({"e":null}), json!({"a":1}), json!({"e":null,"a":1})),
            (json!([1, 2]), json!({"a":"b","c":null}), json!({"a":"b"})),
            (json!({}), json!({"a":{"bb":{"ccc":null}}}), json!({"a":{"bb":{}}})),
        ] {
            let mut merged = original.clone();
            merge(&mut merged, patch.clone());
            assert_eq!(merged, result, "{original} with {patch}");
        }
    }
}
