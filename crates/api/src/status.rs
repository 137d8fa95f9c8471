//! Whether the service is up and can work.

use actix_web::get;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::Problems;
use crate::routes::Routes;
use crate::{API_VERSION, Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_status);
}

/// State of the service.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StatusView {
    /// Always `ready`: a service that is not ready answers `503`.
    status: &'static str,
    /// Version of the program.
    version: &'static str,
    /// Version of the interface.
    api_version: &'static str,
}

/// Say whether the service can work: the database answers.
#[utoipa::path(tag = "service", responses((status = 200, description = "The service is ready.", body = StatusView), Problems))]
#[get("/status")]
async fn get_status(state: Data<State>) -> Result<Answer, ApiError> {
    state.app.read(blaupause_app::journal::has_pending).await?;
    let version = env!("CARGO_PKG_VERSION");
    Ok(Answer::view(&StatusView { status: "ready", version, api_version: API_VERSION })?.public())
}
