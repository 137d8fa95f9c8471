//! `/attachments`: process models (BPMN 2.0) that experience reports refer to by their digest.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::attachments::{self, MEDIA};
use blaupause_kernel::{Digest, Revision, Slug};
use blaupause_pilots::Prose;
use blaupause_pilots::processes::ProcessModel;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(attach_process).service(get_attachment);
}

/// A process model that is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AttachmentView {
    /// Digest of its bytes: a report names the file by it.
    sha256: Digest,
    /// Media type under which a report names it.
    #[schema(example = "application/xml")]
    media_type: &'static str,
    /// Its size in bytes.
    size: usize,
    /// Names of the processes in it.
    #[schema(example = json!(["Akte anlegen"]))]
    processes: Vec<String>,
}

impl From<&ProcessModel> for AttachmentView {
    fn from(model: &ProcessModel) -> Self {
        let processes = model.processes.clone();
        Self { sha256: model.sha256, media_type: MEDIA, size: model.text.len(), processes }
    }
}

/// What the file is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AttachmentQuery {
    /// What it is, in the words of the author.
    #[param(value_type = String, example = "Ablauf im Bauamt")]
    title: Prose,
}

/// Attach a process model (BPMN 2.0, XML) to the report of a pilot. It is checked, kept as it is, and public.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(AttachmentQuery,
        ("pilot" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The file, at most 2 MiB.", content((String = "application/xml"))),
    responses((status = 200, description = "The report names it already.", body = AttachmentView),
        (status = 201, description = "It is attached.", body = AttachmentView), Problems))]
#[post("/experience-reports/{pilot}/attachments")]
async fn attach_process(
    state: Data<State>,
    pilot: Path<Slug>,
    query: Query<AttachmentQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let (pilot, title) = (pilot.into_inner(), query.into_inner().title);
    let (actor, of) = (caller.actor.clone(), pilot.clone());
    state.read(move |tx| attachments::may_attach(tx, &actor, &of).map(|()| Answer::nothing())).await?;
    let model = state.app.compute(move || attachments::read_file(&bytes)).await?;
    state
        .write(once, move |tx| {
            let view = AttachmentView::from(&model);
            if attachments::attach(tx, &caller.actor, &pilot, &title, &model)? {
                Answer::created(&view, Revision::FIRST, format!("/attachments/{}", model.sha256))
            } else {
                Answer::view(&view)
            }
        })
        .await
}

/// Get a process model as it came.
#[utoipa::path(tag = "pilots", params(
        ("sha256" = Digest, Path, description = "Digest of its bytes.")),
    responses((status = 200, description = "The file.", body = String, content_type = "application/xml"), Problems))]
#[get("/attachments/{sha256}")]
async fn get_attachment(state: Data<State>, sha256: Path<Digest>) -> Result<Answer, ApiError> {
    let sha256 = sha256.into_inner();
    state
        .read(move |tx| {
            let model = attachments::get(tx, sha256)?;
            Ok(Answer::file(model.text, MEDIA, sha256, format!("{sha256}.bpmn")))
        })
        .await
}
