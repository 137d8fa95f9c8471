//! `/equipment-imports`: what many units have from one table, all of it or nothing.

use actix_web::post;
use actix_web::web::Data;
use blaupause_app::equipment_imports::{self as imports, Imported};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::Query;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(import_equipment);
}

/// What an import did, or would do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EquipmentImportView {
    /// Units that got a plan.
    created: usize,
    /// Units whose plan was stated anew.
    changed: usize,
    /// Units whose plan was there as the table says.
    unchanged: usize,
    /// Devices in all of these plans.
    devices: u64,
}

impl From<Imported> for EquipmentImportView {
    fn from(imported: Imported) -> Self {
        let Imported { created, changed, unchanged, devices } = imported;
        Self { created, changed, unchanged, devices }
    }
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct EquipmentImportQuery {
    /// Only say what would change; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Import equipment from a table (CSV, plain or gzip): all of it, or none. It says everything about the units it names.
#[utoipa::path(tag = "equipment", params(EquipmentImportQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "One row per batch; columns unit, class, quantity, bought, lifetimeMonths, mobileReady, \
        workplaces, staff.", content((String = "text/csv"), (String = "application/gzip"))),
    responses((status = 200, description = "What was done, or would be done (`dryRun`).",
        body = EquipmentImportView), Problems))]
#[post("/equipment-imports")]
async fn import_equipment(
    state: Data<State>,
    query: Query<EquipmentImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let actor = caller.actor;
    imports::may_import(&actor)?;
    let rows = state.app.compute(move || imports::read_file(&bytes)).await?;
    if query.dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            Answer::view(&EquipmentImportView::from(imports::plan(tx, &actor, &rows)?))
        };
        return state.read(plan).await;
    }
    state
        .write_long(once, move |tx| {
            Answer::view(&EquipmentImportView::from(imports::import(tx, &actor, &rows)?))
        })
        .await
}
