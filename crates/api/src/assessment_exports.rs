//! `/assessments/export`: assessments as a table or as JSON, sent part by part while they are read.

use actix_web::body::{BodyStream, MessageBody as _};
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpResponse, get};
use blaupause_app::assessment_exports::{self as exports, Export, Form, Periods};
use blaupause_app::assessments::Wanted;
use blaupause_app::{App, Error};
use blaupause_kernel::{Date, Slug, UnitKey};
use blaupause_maturity::{Assessment, State as Stage};
use futures_util::stream;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::assessments::AssessmentView;
use crate::document::Problems;
use crate::routes::Routes;
use crate::subjects::filtered;
use crate::{ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(export_assessments);
}

/// In which form.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum FormName {
    /// A table, one row per answer.
    Csv,
    /// One object with all assessments.
    Json,
}

/// Which assessments, and in which form.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// In which form.
    #[param(inline)]
    format: FormName,
    /// Only those of this unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Only those of this provider itself.
    provider: Option<Slug>,
    /// Only those of this model.
    model: Option<Slug>,
    /// Only those in this state.
    state: Option<Stage>,
    /// Only those that describe this day or a later one.
    from: Option<Date>,
    /// Only those that describe this day or an earlier one.
    to: Option<Date>,
}

/// Export assessments, the oldest first: of one unit or provider, or of all within reach of the token.
#[utoipa::path(tag = "maturity", security(("bearer" = [])), params(ExportQuery),
    responses((status = 200, description = "The assessments; JSON as `format` and `items`.",
        content((String = "text/csv"), (Object = "application/json"))), Problems))]
#[get("/assessments/export")]
async fn export_assessments(
    state: Data<State>,
    caller: Caller,
    query: Query<ExportQuery>,
) -> Result<HttpResponse, ApiError> {
    let ExportQuery { format, unit, provider, model, state: stage, from, to } = query.into_inner();
    let form = match format {
        FormName::Csv => Form::Csv,
        FormName::Json => Form::Json,
    };
    let wanted =
        Wanted { subject: filtered(unit, provider)?, model, state: stage, periods: Periods { from, to } };
    let app = state.app.clone();
    // the first part is read before anything is sent, so that a refusal is an answer like any other
    let (export, first) = state
        .app
        .off_thread(move || {
            let mut export = exports::begin(&app, &caller.actor, wanted, form, assessment_json)?;
            let first = export.part(&app)?;
            Ok((export, first))
        })
        .await?;
    let body = BodyStream::new(parts(state.app.clone(), export, first));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, form.media_type()))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::VARY, "Authorization"))
        .body(body.boxed()))
}

/// An assessment as JSON, as the interface shows it.
///
/// # Errors
/// `Internal` if it cannot be written as JSON.
pub fn assessment_json(assessment: Assessment) -> Result<String, Error> {
    serde_json::to_string(&AssessmentView::from(assessment)).map_err(|e| Error::Internal(e.to_string()))
}

/// The text part by part. A failure ends the connection before the end of the body, so that nobody takes it for whole.
fn parts(
    app: App,
    export: Export,
    first: Option<String>,
) -> impl stream::Stream<Item = Result<Bytes, Error>> {
    stream::unfold(Some((app, export, first)), |going| async {
        let (app, mut export, ready) = going?;
        let text = ready?;
        let (next_app, reader) = (app.clone(), app.clone());
        let read = app
            .off_thread(move || {
                let next = export.part(&reader)?;
                Ok((export, next))
            })
            .await;
        match read {
            Ok((export, next)) => Some((Ok(Bytes::from(text)), Some((next_app, export, next)))),
            Err(error) => {
                tracing::error!(%error, "export broken off");
                Some((Err(error), None))
            }
        }
    })
}
