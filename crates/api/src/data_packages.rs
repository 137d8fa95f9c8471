//! `/providers/{id}/data-package`: everything that may be read of a service area, as one archive of tables.

use std::io::Write as _;

use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use blaupause_app::Error;
use blaupause_app::data_packages::{self as packages, Asked, PackageForm};
use blaupause_kernel::Slug;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::routes::Routes;
use crate::streams::{File, streamed};
use crate::{ApiError, Caller, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_data_package);
}

/// In which form tables are.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum DataPackageForm {
    /// RFC 4180, with a description as CSV on the Web beside it.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// In which form the package is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DataPackageQuery {
    /// In which form the tables are; `parquet` if left out.
    #[param(inline)]
    format: Option<DataPackageForm>,
}

/// Get everything that may be read of the units a provider serves, as tables: units, signed results with all answers,
/// the models they rest on, adoptions and installations. `datapackage.json` describes every column, `README.md` the
/// whole. All tables are of one state, and rows lead only to rows that are there. Who took it is in the audit log.
#[utoipa::path(tag = "analytics", security(("bearer" = [])), params(DataPackageQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "A ZIP archive with one file per table.",
        content((String = "application/zip"))), Problems))]
#[get("/providers/{id}/data-package")]
async fn get_data_package(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<DataPackageQuery>,
) -> Result<HttpResponse, ApiError> {
    let form = match query.into_inner().format {
        Some(DataPackageForm::Csv) => PackageForm::Csv,
        Some(DataPackageForm::Parquet) | None => PackageForm::Parquet,
    };
    let asked = Asked { provider: id.into_inner(), form, language: caller.language };
    let name = format!("blaupause-{}.zip", asked.provider);
    let file = File { media: "application/zip", name, cache: "private, no-store" };
    let app = state.app.clone();
    streamed(&state.app, file, move |mut sink| {
        let mut archive = packages::archive(&app, &caller.actor, &asked)?;
        let sent = std::io::copy(&mut archive, &mut sink).and_then(|_| sink.flush());
        sent.map_err(|e| Error::Internal(e.to_string()))
    })
    .await
}
