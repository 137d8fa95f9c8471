//! What everything over HTTP shares, the REST interface and the pages: which error of a use case answers with which status.
//! The only place that decides it. Adding an error without a status does not compile.

mod domain;

use actix_web::http::StatusCode;
use blaupause_access::Denied;
use blaupause_app::{Error, StoreError};

pub use domain::places;

/// The status a use case's error answers with.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::Denied(Denied::Anonymous) => StatusCode::UNAUTHORIZED,
        Error::Denied(Denied::Forbidden(_)) => StatusCode::FORBIDDEN,
        Error::Store(store) => match store {
            StoreError::NotFound { .. } => StatusCode::NOT_FOUND,
            StoreError::Conflict { .. } => StatusCode::CONFLICT,
            StoreError::Stale { .. } => StatusCode::PRECONDITION_FAILED,
            StoreError::Cursor => StatusCode::BAD_REQUEST,
            StoreError::Unavailable(_) | StoreError::Retry => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::Corrupt { .. } | StoreError::Database(_) => StatusCode::INTERNAL_SERVER_ERROR,
        },
        Error::Territory(error) => domain::territory(error),
        Error::Maturity(error) => domain::maturity(error),
        Error::Catalog(error) => domain::catalog(error),
        Error::Pilots(error) => domain::pilots(error),
        Error::Resources(error) => domain::resources(error),
        Error::Support(error) => domain::support(error),
        Error::Webhooks(error) => domain::webhooks(error),
        Error::Invalid(_) | Error::KeyReused | Error::Question(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Unconditional => StatusCode::PRECONDITION_REQUIRED,
        Error::Stale => StatusCode::PRECONDITION_FAILED,
        Error::MailOff => StatusCode::NOT_IMPLEMENTED,
        Error::InFlight | Error::RoadmapsOpen(_) | Error::RoadmapNotDone => StatusCode::CONFLICT,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
