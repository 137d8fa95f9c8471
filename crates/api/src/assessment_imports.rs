//! `/assessment-imports`: many assessments from one table, all of them or none.

use actix_web::post;
use actix_web::web::Data;
use blaupause_app::assessment_imports::{self as imports, Imported};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(import_assessments);
}

/// What an import made, or would make.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AssessmentImportView {
    /// Drafts that were made.
    created: usize,
    /// Assessments that were there already with the same answers and comments.
    unchanged: usize,
    /// Rows of the table.
    answers: usize,
}

impl From<Imported> for AssessmentImportView {
    fn from(imported: Imported) -> Self {
        let Imported { created, unchanged, answers } = imported;
        Self { created, unchanged, answers }
    }
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct AssessmentImportQuery {
    /// Only say what would be made; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Import assessments from a table (CSV, plain or gzip): all of them become drafts, or none.
#[utoipa::path(tag = "maturity", params(AssessmentImportQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "One row per answer; columns unit or provider, model, version, period, purpose, \
        indicator, answer, level, reason, comment.", content((String = "text/csv"), (String = "application/gzip"))),
    responses((status = 200, description = "What was made, or would be made (`dryRun`).", body = AssessmentImportView), Problems))]
#[post("/assessment-imports")]
async fn import_assessments(
    state: Data<State>,
    query: Query<AssessmentImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let actor = caller.actor;
    imports::may_import(&actor)?;
    let sheet = state.app.compute(move || imports::read_file(&bytes)).await?;
    if query.dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            Answer::view(&AssessmentImportView::from(imports::plan(tx, &actor, &sheet)?))
        };
        return state.read(plan).await;
    }
    state
        .write_long(once, move |tx| {
            Answer::view(&AssessmentImportView::from(imports::import(tx, &actor, &sheet)?))
        })
        .await
}
