//! `/modules`: the modules of the portfolio and their published versions.

use actix_web::web::Data;
use actix_web::{get, patch, post};
use blaupause_app::modules::{self, Filter, StandingVersion};
use blaupause_catalog::{Changes, Interface, Module, ModuleKind, ModuleVersion};
use blaupause_kernel::{Date, LocalizedText, Slug, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::retirements::LifeCycleView;
use crate::routes::Routes;
use crate::sovereignty::AskedRules;
use crate::{Answer, ApiError, Create, Patch, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_modules).service(create_module).service(get_module).service(change_module);
    config.service(list_module_versions).service(publish_module_version).service(get_module_version);
    config.service(list_module_changes);
}

/// A new module.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewModule {
    /// Its key.
    id: Slug,
    /// The provider that keeps it.
    owner: Slug,
    /// What it is.
    kind: ModuleKind,
    /// Its name.
    title: LocalizedText,
    /// What it is for.
    description: LocalizedText,
}

/// What is said about a module; as a patch, what is left out stays.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ModulePatch)]
struct ModuleFacts {
    /// What it is.
    kind: ModuleKind,
    /// Its name.
    title: LocalizedText,
    /// What it is for.
    description: LocalizedText,
}

/// The versions of a module.
#[derive(Debug, Serialize, ToSchema)]
struct ModuleVersionsView {
    /// The versions, the lowest first.
    items: Vec<StandingVersionView>,
}

/// A version as it was published, and where it is in its life today.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StandingVersionView {
    /// The document. Its dates are those that were known when it was published.
    document: ModuleVersion,
    /// The dates that hold now, and the phase today.
    life_cycle: LifeCycleView,
}

/// From which version to which.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// The lower version.
    #[param(value_type = String, example = "1.4.0")]
    from: Version,
    /// The higher version.
    #[param(value_type = String, example = "2.1.0")]
    to: Version,
}

/// What is different between two versions of a module.
#[derive(Debug, Serialize, ToSchema)]
struct ModuleChangesView {
    /// The changes of each version above `from` up to `to`, the lowest first.
    items: Vec<VersionChanges>,
}

/// What is different from the version before.
#[derive(Debug, Serialize, ToSchema)]
struct VersionChanges {
    /// The version.
    version: Version,
    /// First day it could be installed.
    released: Date,
    /// Its changes.
    changes: Changes,
}

/// Which modules, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct ModulesQuery {
    /// Those of this provider.
    #[param(value_type = Option<String>, example = "it-harz")]
    owner: Option<Slug>,
    /// Those of this kind.
    #[param(inline)]
    kind: Option<ModuleKind>,
    /// Those with a version that can serve who needs this interface.
    #[param(value_type = Option<String>, example = "xta@2.1")]
    provides: Option<Interface>,
    /// Those that a public IT provider runs.
    #[serde(default)]
    #[param(default = false)]
    public_operator: bool,
    /// Those that run in these places, separated by commas: `own`, `publicCluster`, `eu`, `thirdCountry`.
    #[param(example = "own,publicCluster,eu")]
    hosting: Option<String>,
    /// Those that can be had under open licences alone.
    #[serde(default)]
    #[param(default = false)]
    open_licence: bool,
    /// Those with a plan to leave them.
    #[serde(default)]
    #[param(default = false)]
    exit_plan: bool,
    /// Those with a contract on data processing.
    #[serde(default)]
    #[param(default = false)]
    processing_agreement: bool,
    /// Modules per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List modules by id. Of those asked for by operator, hosting, licence, exit plan or contract, one version that can be
/// installed today has all of it.
#[utoipa::path(tag = "catalog", params(ModulesQuery),
    responses((status = 200, description = "One page of modules.", body = ListView<Module>), Problems))]
#[get("/modules")]
async fn list_modules(state: Data<State>, query: Query<ModulesQuery>) -> Result<Answer, ApiError> {
    let query = query.into_inner();
    let page = page(query.limit, query.cursor.as_deref())?;
    let rules = AskedRules {
        public_operator: query.public_operator,
        hosting: query.hosting.as_deref(),
        open_licence: query.open_licence,
        exit_plan: query.exit_plan,
        processing_agreement: query.processing_agreement,
    }
    .rules()?;
    let ModulesQuery { owner, kind, provides, .. } = query;
    let filter = Filter { owner, kind, provides, among: None };
    let answer = state.read(move |tx| Answer::list(modules::list(tx, &filter, &rules, &page)?)).await?;
    Ok(answer.public())
}

/// Make a module of a provider.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body = NewModule,
    responses((status = 201, description = "The module.", body = Module), Problems))]
#[post("/modules")]
async fn create_module(state: Data<State>, request: Create<NewModule>) -> Result<Answer, ApiError> {
    let Create { caller, body, once } = request;
    let NewModule { id, owner, kind, title, description } = body;
    let module = modules::new(id, owner, kind, title, description);
    state
        .write(once, move |tx| {
            modules::create(tx, &caller.actor, &module)?;
            Answer::created(&module, module.revision, format!("/modules/{}", module.id))
        })
        .await
}

/// Get a module.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 200, description = "The module.", body = Module), Problems))]
#[get("/modules/{id}")]
async fn get_module(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let module = modules::get(tx, &id)?;
        Answer::record(&module, module.revision)
    });
    Ok(answer.await?.public())
}

/// Change what is said about a module.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = String, Header, description = "Entity tag of the module as last read.")),
    request_body = ModuleFacts,
    responses((status = 200, description = "The module.", body = Module), Problems))]
#[patch("/modules/{id}")]
async fn change_module(
    state: Data<State>,
    id: Path<Slug>,
    request: Patch<ModuleFacts>,
) -> Result<Answer, ApiError> {
    let Patch { caller, once, expected, changes } = request;
    let edit = move |module: &Module| {
        let module = module.clone();
        let facts = ModuleFacts { kind: module.kind, title: module.title, description: module.description };
        let ModuleFacts { kind, title, description } = changes.onto(&facts)?;
        Ok(Module { kind, title, description, id: module.id, owner: module.owner, revision: module.revision })
    };
    state
        .write(once, move |tx| {
            let module = modules::revise(tx, &caller.actor, &id, expected, &edit)?;
            Answer::record(&module, module.revision)
        })
        .await
}

/// List the published versions of a module.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 200, description = "All versions, the lowest first.", body = ModuleVersionsView), Problems))]
#[get("/modules/{id}/versions")]
async fn list_module_versions(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let today = tx.today();
        let view = |standing: StandingVersion| StandingVersionView {
            document: standing.version,
            life_cycle: LifeCycleView::new(standing.retirement, today),
        };
        let items = modules::versions(tx, &id)?.into_iter().map(view).collect();
        Answer::view(&ModuleVersionsView { items })
    });
    Ok(answer.await?.public())
}

/// List what is different between two versions of a module, version by version.
#[utoipa::path(tag = "catalog", params(ChangesQuery,
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 200, description = "The changes.", body = ModuleChangesView), Problems))]
#[get("/modules/{id}/changes")]
async fn list_module_changes(
    state: Data<State>,
    id: Path<Slug>,
    query: Query<ChangesQuery>,
) -> Result<Answer, ApiError> {
    let ChangesQuery { from, to } = query.into_inner();
    let answer = state.read(move |tx| {
        let view = |version: ModuleVersion| VersionChanges {
            version: version.version,
            released: version.life_cycle.released,
            changes: version.changes,
        };
        let items = modules::changes(tx, &id, &from, &to)?.into_iter().map(view).collect();
        Answer::view(&ModuleChangesView { items })
    });
    Ok(answer.await?.public())
}

/// Publish a version of a module, as YAML or JSON. It never changes afterwards.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("id" = Slug, Path, description = "Id of the module; the document names the same.", example = "e-akte"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    request_body(description = "The version.", content((ModuleVersion = "application/json"), (String = "application/yaml"))),
    responses((status = 201, description = "The published document.", body = ModuleVersion), Problems))]
#[post("/modules/{id}/versions")]
async fn publish_module_version(
    state: Data<State>,
    id: Path<Slug>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    state
        .write(once, move |tx| {
            let done = modules::publish(tx, &caller.actor, &id, &bytes)?;
            let path = format!("/modules/{}/versions/{}", done.version.module, done.version.version);
            Ok(Answer::document_created(done.published.document, done.published.hash, path))
        })
        .await
}

/// Get a version of a module, exactly as it was published.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The document.", body = ModuleVersion), Problems))]
#[get("/modules/{id}/versions/{version}")]
async fn get_module_version(state: Data<State>, path: Path<(Slug, Version)>) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    state
        .read(move |tx| {
            let published = modules::document(tx, &id, &version)?;
            Ok(Answer::document(published.document, published.hash))
        })
        .await
}
