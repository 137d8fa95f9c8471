//! Who is assessed, or for whom something holds, in requests and answers: exactly one of `unit` and `provider`.

use blaupause_app::Error;
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Ars, Message, Slug, UnitKey};
use blaupause_maturity::Assessed;
use blaupause_resources::rules::Holder;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{OpenApi, RefOr};

use crate::ApiError;

/// Whom it is about: one of the two.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubjectView {
    /// Key of the unit, if it is about a unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unit: Option<Ars>,
    /// Id of the provider, if it is about a provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    provider: Option<Slug>,
}

impl From<Assessed> for SubjectView {
    fn from(assessed: Assessed) -> Self {
        match assessed {
            Assessed::Unit(unit) => Self { unit: Some(unit), provider: None },
            Assessed::Provider(provider) => Self { unit: None, provider: Some(provider) },
        }
    }
}

impl From<Holder> for SubjectView {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Unit(unit) => Self { unit: Some(unit), provider: None },
            Holder::Provider(provider) => Self { unit: None, provider: Some(provider) },
        }
    }
}

/// The one that a body names.
///
/// # Errors
/// `Invalid` if it names none or both.
pub(crate) fn named(unit: Option<UnitKey>, provider: Option<Slug>) -> Result<SubjectKey, ApiError> {
    let refused = |pointer, code| Err(Error::invalid(pointer, Message::new(code)).into());
    match (unit, provider) {
        (Some(unit), None) => Ok(SubjectKey::Unit(unit)),
        (None, Some(provider)) => Ok(SubjectKey::Provider(provider)),
        (None, None) => refused("/unit", "assessment-subject-missing"),
        (Some(_), Some(_)) => refused("/provider", "assessment-subject-twice"),
    }
}

/// The one that an address names, if any.
///
/// # Errors
/// The parameter is refused if it names both.
pub(crate) fn filtered(
    unit: Option<UnitKey>,
    provider: Option<Slug>,
) -> Result<Option<SubjectKey>, ApiError> {
    match (unit, provider) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(ApiError::parameter("provider", Message::new("assessment-subject-twice"))),
        (unit, provider) => named(unit, provider).map(Some),
    }
}

/// Describes the two fields of the signed document, which the code keeps as one.
pub(crate) fn describe(document: &mut OpenApi) {
    let Some(components) = document.components.as_mut() else { return };
    let view = components.schemas.get("SubjectView").cloned();
    let Some(RefOr::T(Schema::Object(view))) = view else { return };
    if let Some(RefOr::T(Schema::Object(signed))) = components.schemas.get_mut("SignedAssessment") {
        signed.properties.extend(view.properties);
    }
}
