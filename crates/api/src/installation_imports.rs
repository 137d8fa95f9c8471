//! `/installation-imports`: what runs in many units from one table, all of it or nothing.

use actix_web::post;
use actix_web::web::Data;
use blaupause_app::installation_imports::{self as imports, Imported, InstallationChange};
use blaupause_kernel::{Ars, Slug, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(import_installations);
}

/// What an import did, or would do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InstallationImportView {
    /// Installations that were recorded.
    created: usize,
    /// Records that were changed.
    changed: usize,
    /// Records that were there already as the table says.
    unchanged: usize,
    /// The first 500 changes, in the order of the table.
    changes: Vec<InstallationChangeView>,
}

/// What happens to one installation.
#[derive(Debug, Serialize, ToSchema)]
struct InstallationChangeView {
    /// The unit.
    unit: Ars,
    /// The module.
    module: Slug,
    /// The version that was recorded so far; `null` if the installation is new.
    from: Option<Version>,
    /// The version afterwards.
    to: Version,
}

impl From<Imported> for InstallationImportView {
    fn from(imported: Imported) -> Self {
        let Imported { created, changed, unchanged, changes } = imported;
        let view = |InstallationChange { unit, module, from, to }: InstallationChange| {
            InstallationChangeView { unit, module, from, to }
        };
        Self { created, changed, unchanged, changes: changes.into_iter().map(view).collect() }
    }
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct InstallationImportQuery {
    /// Only say what would change; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Import installations from a table (CSV, plain or gzip): all of them, or none. What it does not name stays.
#[utoipa::path(tag = "catalog", params(InstallationImportQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "One row per installation; columns unit, module, version, since, customised, maturity, \
        confirmedUntil, deviations.", content((String = "text/csv"), (String = "application/gzip"))),
    responses((status = 200, description = "What was done, or would be done (`dryRun`).",
        body = InstallationImportView), Problems))]
#[post("/installation-imports")]
async fn import_installations(
    state: Data<State>,
    query: Query<InstallationImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let actor = caller.actor;
    imports::may_import(&actor)?;
    let rows = state.app.compute(move || imports::read_file(&bytes)).await?;
    if query.dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            Answer::view(&InstallationImportView::from(imports::plan(tx, &actor, &rows)?))
        };
        return state.read(plan).await;
    }
    state
        .write_long(once, move |tx| {
            Answer::view(&InstallationImportView::from(imports::import(tx, &actor, &rows)?))
        })
        .await
}
