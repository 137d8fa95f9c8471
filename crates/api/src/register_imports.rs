//! `/register-imports`: register files, what they change and what they changed.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::register::{self, ImportPlan, Imported, RegisterImport, Terms};
use blaupause_kernel::{Country, Date, Level, Timestamp};
use blaupause_territory::Inheritance;
use blaupause_territory::changes::{Change as RegisterChange, ChangeList};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_register_imports)
        .service(import_register)
        .service(get_register_import)
        .service(list_register_changes);
}

/// An import of a register file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RegisterImportView {
    /// Id of the import; `null` for a dry run.
    id: Option<Uuid>,
    /// The day whose state the file shows.
    state: Date,
    /// The countries whose units the file shows; it changes those of no other.
    countries: BTreeSet<Country>,
    /// Units in the file.
    units: u32,
    /// Changes against the state before.
    changes: u32,
    /// Where the file came from.
    source: Option<String>,
    /// When it was imported; `null` for a dry run.
    imported_at: Option<Timestamp>,
}

impl From<RegisterImport> for RegisterImportView {
    fn from(import: RegisterImport) -> Self {
        Self {
            id: Some(import.id),
            state: import.state,
            countries: import.countries,
            units: import.units,
            changes: import.changes,
            source: Some(import.source),
            imported_at: Some(import.at),
        }
    }
}

/// What an import changed, or would change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ImportReportView {
    /// The import.
    import: RegisterImportView,
    /// Units in the file, per level.
    counts: BTreeMap<String, usize>,
    /// Changes and proposals for dissolved municipalities, with the evidence.
    list: ChangeList,
    /// What becomes of the service areas of dissolved units.
    service_areas: Inheritance,
}

impl ImportReportView {
    fn of(import: RegisterImportView, plan: ImportPlan) -> Self {
        let name = |level: Level| match level {
            Level::Land => "land",
            Level::District => "district",
            Level::Region => "region",
            Level::County => "county",
            Level::Association => "association",
            Level::Municipality => "municipality",
        };
        let counts = plan.counts.into_iter().map(|(level, n)| (name(level).to_owned(), n)).collect();
        Self { import, counts, list: plan.list, service_areas: plan.service_areas }
    }
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct ImportQuery {
    /// Only say what would change; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
    /// Where the file comes from, for the record.
    #[param(max_length = 200, example = "Destatis GV100AD 30.11.2023")]
    source: Option<String>,
}

/// Import a register file (GV100AD, plain or gzip): all of it or nothing.
#[utoipa::path(tag = "register", params(ImportQuery), security(("bearer" = [])),
    request_body(description = "The file.", content((String = "text/plain"), (String = "application/gzip"))),
    responses((status = 201, description = "What the import changed.", body = ImportReportView),
        (status = 200, description = "What the import would change (`dryRun`); or the earlier import, as the file brings nothing else.", body = ImportReportView), Problems))]
#[post("/register-imports")]
async fn import_register(
    state: Data<State>,
    query: Query<ImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let ImportQuery { dry_run, source } = query.into_inner();
    let Upload { caller, bytes, once } = upload;
    let actor = caller.actor;
    register::may_import(&actor)?;
    let register = state.app.compute(move || register::read_file(&bytes, &mut |_| ())).await?;
    if dry_run {
        return state
            .read(move |tx| {
                let plan = register::plan(tx, &actor, &register, &Terms::default())?;
                Answer::view(&ImportReportView::of(RegisterImportView::dry(&register, &plan)?, plan))
            })
            .await;
    }
    let source = source.unwrap_or_default().chars().take(200).collect();
    let terms = Terms { source, ..Terms::default() };
    state
        .write_long(once, move |tx| {
            let Imported { import, plan, is_new } = register::import(tx, &actor, &register, &terms)?;
            let path = format!("/register-imports/{}", import.id);
            let view = ImportReportView::of(import.into(), plan);
            let first = blaupause_kernel::Revision::FIRST;
            if is_new { Answer::created(&view, first, path) } else { Answer::record(&view, first) }
        })
        .await
}

impl RegisterImportView {
    fn dry(
        register: &blaupause_territory::Register,
        plan: &ImportPlan,
    ) -> Result<Self, blaupause_app::Error> {
        let count = |n: usize| u32::try_from(n).map_err(|e| blaupause_app::Error::Internal(e.to_string()));
        Ok(Self {
            id: None,
            state: register.state,
            countries: register.countries(),
            units: count(register.units.len())?,
            changes: count(plan.list.changes.len())?,
            source: None,
            imported_at: None,
        })
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PartQuery {
    /// Items per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List past imports of the register, the oldest first.
#[utoipa::path(tag = "register", params(PartQuery), security(("bearer" = [])),
    responses((status = 200, description = "One page of imports.", body = ListView<RegisterImportView>), Problems))]
#[get("/register-imports")]
async fn list_register_imports(
    state: Data<State>,
    caller: Caller,
    query: Query<PartQuery>,
) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    state
        .read(move |tx| {
            let imports = register::list_imports(tx, &caller.actor, &page)?;
            Answer::list(imports.map(RegisterImportView::from))
        })
        .await
}

/// Get one import of the register.
#[utoipa::path(tag = "register", params(("id" = Uuid, Path, description = "Id of the import.")), security(("bearer" = [])),
    responses((status = 200, description = "The import.", body = RegisterImportView), Problems))]
#[get("/register-imports/{id}")]
async fn get_register_import(state: Data<State>, caller: Caller, id: Path<Uuid>) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let import = register::get_import(tx, &caller.actor, *id)?;
            Answer::view(&RegisterImportView::from(import))
        })
        .await
}

/// List what an import changed, in order of the keys.
#[utoipa::path(tag = "register", params(("id" = Uuid, Path, description = "Id of the import."), PartQuery), security(("bearer" = [])),
    responses((status = 200, description = "One page of changes.", body = ListView<RegisterChange>), Problems))]
#[get("/register-imports/{id}/changes")]
async fn list_register_changes(
    state: Data<State>,
    caller: Caller,
    id: Path<Uuid>,
    query: Query<PartQuery>,
) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    state.read(move |tx| Answer::list(register::list_changes(tx, &caller.actor, *id, &page)?)).await
}
