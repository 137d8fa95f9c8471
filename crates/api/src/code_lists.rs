//! `/code-lists`: the code lists of the XÖV standards, version by version, and their codes.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{get, post};
use blaupause_app::code_lists::{self, Filter, Imported, Listed, StoredVersion};
use blaupause_interchange::code_lists::{CodeList, ListVersion};
use blaupause_kernel::{Date, Digest, Language, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::file_faults::FaultView;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, State, Upload};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_code_lists).service(import_code_list).service(get_code_list);
    config.service(get_code_list_version).service(get_code);
}

/// Which lists, and which part of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CodeListsQuery {
    /// Those whose short name contains this.
    #[param(example = "Bundesland")]
    name: Option<String>,
    /// The one with this URI (Kennung).
    #[param(example = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:bundesland")]
    uri: Option<String>,
    /// Lists per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// How to import.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct CodeListImportQuery {
    /// Id of a new list; made of the last part of its URI if left out.
    #[param(value_type = Option<String>, example = "bundesland")]
    id: Option<Slug>,
    /// Only say what would be made; write nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// A code list, whatever its versions.
#[derive(Debug, Serialize, ToSchema)]
struct CodeListView {
    /// Its id.
    id: Slug,
    /// Its URI (Kennung), without a version.
    uri: String,
    /// Its short name, by the version that was imported last.
    name: String,
}

impl From<Listed> for CodeListView {
    fn from(Listed { id, uri, name }: Listed) -> Self {
        Self { id, uri, name }
    }
}

/// A code list with its versions.
#[derive(Debug, Serialize, ToSchema)]
struct CodeListVersionsView {
    #[serde(flatten)]
    list: CodeListView,
    /// Its versions in the order of their import.
    versions: Vec<CodeListVersionView>,
}

/// A version of a code list, without its rows.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CodeListVersionView {
    /// The version.
    version: ListVersion,
    /// First day from which it holds, if the file says so.
    valid_from: Option<Date>,
    /// How many rows it has.
    rows: i64,
    /// Digest of the document.
    hash: Digest,
    /// When it was imported.
    imported_at: Timestamp,
}

impl From<StoredVersion> for CodeListVersionView {
    fn from(StoredVersion { version, valid_from, rows, hash, at }: StoredVersion) -> Self {
        Self { version, valid_from, rows, hash, imported_at: at }
    }
}

/// What an import made, or would make.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CodeListImportView {
    /// Id of the list.
    id: Slug,
    /// Its URI.
    uri: String,
    /// The version.
    version: ListVersion,
    /// How many rows it has.
    rows: usize,
    /// Digest of the document.
    hash: Digest,
    /// Whether the list is new.
    new_list: bool,
    /// Whether the version is new; else it is there with the same content.
    new_version: bool,
    /// The assumptions with which the file was read.
    faults: Vec<FaultView>,
}

impl CodeListImportView {
    fn new(imported: Imported, language: Language) -> Self {
        let Imported { id, reading, published, new_list, new_version } = imported;
        Self {
            id,
            uri: reading.list.uri,
            version: reading.list.version,
            rows: reading.list.rows.len(),
            hash: published.hash,
            new_list,
            new_version,
            faults: FaultView::all(reading.faults, language),
        }
    }
}

/// One code and what belongs to it.
#[derive(Debug, Serialize, ToSchema)]
struct CodeView {
    /// The code.
    #[schema(example = "03")]
    code: String,
    /// The values of its row by the id of their column; columns without a value are left out.
    #[schema(example = json!({"SCHLUESSEL": "03", "Bezeichnung": "Niedersachsen"}))]
    values: BTreeMap<String, String>,
}

/// List code lists by id.
#[utoipa::path(tag = "catalog", params(CodeListsQuery),
    responses((status = 200, description = "One page of lists.", body = ListView<CodeListView>), Problems))]
#[get("/code-lists")]
async fn list_code_lists(state: Data<State>, query: Query<CodeListsQuery>) -> Result<Answer, ApiError> {
    let CodeListsQuery { name, uri, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let filter = Filter { name, uri };
    let answer =
        state.read(move |tx| Answer::list(code_lists::list(tx, &filter, &page)?.map(CodeListView::from)));
    Ok(answer.await?.public())
}

/// Import a version of a code list: Genericode 1.0 (XML) or the JSON of XRepository. All of it or nothing; it never changes
/// afterwards.
#[utoipa::path(tag = "catalog", params(CodeListImportQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same answer.")),
    security(("bearer" = [])),
    request_body(description = "The file.", content((String = "application/xml"), (String = "application/json"))),
    responses(
        (status = 200, description = "What would be made (`dryRun`), or what is there already.",
            body = CodeListImportView),
        (status = 201, description = "What was made.", body = CodeListImportView), Problems))]
#[post("/code-lists")]
async fn import_code_list(
    state: Data<State>,
    query: Query<CodeListImportQuery>,
    upload: Upload,
) -> Result<Answer, ApiError> {
    let Upload { caller, bytes, once } = upload;
    let CodeListImportQuery { id, dry_run } = query.into_inner();
    let (actor, language) = (caller.actor, caller.language);
    code_lists::may_import(&actor)?;
    let reading = state.app.compute(move || code_lists::read_file(&bytes)).await?;
    if dry_run {
        let plan = move |tx: &mut blaupause_app::Read<'_>| {
            let planned = code_lists::plan(tx, &actor, reading, id)?;
            Answer::view(&CodeListImportView::new(planned, language))
        };
        return state.read(plan).await;
    }
    state
        .write(once, move |tx| {
            let done = code_lists::import(tx, &actor, reading.clone(), id.clone())?;
            let (new, place) =
                (done.new_version, format!("/code-lists/{}/versions/{}", done.id, done.reading.list.version));
            let view = CodeListImportView::new(done, language);
            if new { Answer::created(&view, Revision::FIRST, place) } else { Answer::view(&view) }
        })
        .await
}

/// Get a code list with its versions.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the list.", example = "bundesland")),
    responses((status = 200, description = "The list.", body = CodeListVersionsView), Problems))]
#[get("/code-lists/{id}")]
async fn get_code_list(state: Data<State>, id: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let (list, versions) = code_lists::get(tx, &id)?;
        let versions = versions.into_iter().map(CodeListVersionView::from).collect();
        Answer::view(&CodeListVersionsView { list: list.into(), versions })
    });
    Ok(answer.await?.public())
}

/// Get a version of a code list with all its rows.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the list.", example = "bundesland"),
        ("version" = ListVersion, Path, description = "Version of the list.", example = "2010-04-01")),
    responses((status = 200, description = "The version.", body = CodeList), Problems))]
#[get("/code-lists/{id}/versions/{version}")]
async fn get_code_list_version(
    state: Data<State>,
    path: Path<(Slug, ListVersion)>,
) -> Result<Answer, ApiError> {
    let (id, version) = path.into_inner();
    state
        .read(move |tx| {
            let stored = code_lists::document(tx, &id, &version)?;
            Ok(Answer::document(stored.document, stored.hash))
        })
        .await
}

/// Get what belongs to one code of a list.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the list.", example = "bundesland"),
        ("version" = ListVersion, Path, description = "Version of the list.", example = "2010-04-01"),
        ("code" = String, Path, description = "The code.", example = "03")),
    responses((status = 200, description = "The code.", body = CodeView), Problems))]
#[get("/code-lists/{id}/versions/{version}/codes/{code}")]
async fn get_code(state: Data<State>, path: Path<(Slug, ListVersion, String)>) -> Result<Answer, ApiError> {
    let (id, version, code) = path.into_inner();
    let answer = state.read(move |tx| {
        let values = code_lists::code(tx, &id, &version, &code)?;
        Answer::view(&CodeView { code, values })
    });
    Ok(answer.await?.public())
}
