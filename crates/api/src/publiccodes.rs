//! `/publiccode-imports` and `/modules/{id}/versions/{version}/publiccode`: publiccode.yml in and out.

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::publiccodes::{self, Asked, Imported};
use blaupause_catalog::{Hosting, ModuleKind, ModuleVersion, Operator};
use blaupause_interchange::publiccode::Terms;
use blaupause_kernel::{Language, Slug, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::file_faults::FaultView;
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(import_publiccode).service(get_publiccode);
}

/// What a publiccode.yml does not say.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct PubliccodeQuery {
    /// The provider that keeps the module.
    #[param(value_type = String, example = "it-harz")]
    owner: Slug,
    /// Id of the module; made from the name if left out.
    #[param(value_type = Option<String>, example = "rats-ris")]
    module: Option<Slug>,
    /// What the module is, if it is new.
    #[serde(default = "application")]
    #[param(inline, default = "application")]
    kind: ModuleKind,
    /// Who runs it.
    #[param(inline)]
    operator: Operator,
    /// Where it runs.
    #[param(inline)]
    hosting: Hosting,
    /// Whether there is a contract on data processing.
    #[serde(default)]
    #[param(default = false)]
    processing_agreement: bool,
    /// Only say what would be made; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

const fn application() -> ModuleKind {
    ModuleKind::Application
}

/// What an import made, or would make.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PubliccodeImportView {
    /// The version that was published.
    version: ModuleVersion,
    /// Whether the module is new.
    new_module: bool,
    /// Everything that is wrong with the file, and every assumption, in the order of the file.
    faults: Vec<FaultView>,
}

impl PubliccodeImportView {
    fn new(imported: Imported, language: Language) -> Self {
        let Imported { version, new_module, faults } = imported;
        Self { version, new_module, faults: FaultView::all(faults, language) }
    }
}

/// Publish a version of a module from a publiccode.yml (0.2 to 0.7). What is usable is taken, and every fault is named.
#[utoipa::path(tag = "catalog", params(PubliccodeQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "The file.", content((String = "application/yaml"))),
    responses((status = 200, description = "What was made, or would be made (`dryRun`).",
        body = PubliccodeImportView), Problems))]
#[post("/publiccode-imports")]
async fn import_publiccode(
    state: Data<State>,
    query: Query<PubliccodeQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let PubliccodeQuery { owner, module, kind, operator, hosting, processing_agreement, dry_run } =
        query.into_inner();
    publiccodes::may_import(&caller.actor, &owner)?;
    let terms = Terms { module, operator, hosting, processing_agreement, today: state.app.now().date() };
    let asked = Asked { owner, kind, terms };
    let language = caller.language;
    if dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            let planned = publiccodes::plan(tx, &caller.actor, &bytes, &asked)?;
            Answer::view(&PubliccodeImportView::new(planned, language))
        };
        return state.read(plan).await;
    }
    state
        .write(once, move |tx| {
            let done = publiccodes::import(tx, &caller.actor, &bytes, &asked)?;
            Answer::view(&PubliccodeImportView::new(done, language))
        })
        .await
}

/// Get a version of a module that came from a publiccode.yml as such a file, by the letter of 0.7.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the module.", example = "rats-ris"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The file.", body = String, content_type = "application/yaml"), Problems))]
#[get("/modules/{id}/versions/{version}/publiccode")]
async fn get_publiccode(state: Data<State>, path: Path<(Slug, Version)>) -> Result<Answer, ApiError> {
    let (module, version) = path.into_inner();
    let answer = state
        .read(move |tx| Ok(Answer::text(publiccodes::export(tx, &module, &version)?, "application/yaml")));
    Ok(answer.await?.public())
}
