//! `/municipalities/{ars}/installations`: which modules run in a unit.

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::installations::{self, Facts};
use blaupause_catalog::{Deviation, Installation};
use blaupause_kernel::{Date, Rational, Slug, UnitKey, Version};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::addresses::Path;
use crate::document::Problems;
use crate::requests::Caller;
use crate::routes::Routes;
use crate::{Answer, ApiError, Change, NoBody, Put, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_installations).service(get_installation);
    config.service(put_installation).service(delete_installation).service(confirm_installation);
}

/// What is recorded about a module in a unit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct InstallationFacts {
    /// The version in use; it has to be published.
    version: Version,
    /// How far its use has come, on the scale of the unit's maturity model; unknown if missing.
    maturity: Option<Rational>,
    /// Whether it was changed for this unit beyond its settings.
    customised: bool,
    /// What is different from the standard; only of a customised copy.
    #[serde(default)]
    deviations: Vec<Deviation>,
    /// First day of use.
    since: Date,
    /// Last day up to which somebody vouches for this; nobody does if missing.
    confirmed_until: Option<Date>,
}

impl From<InstallationFacts> for Facts {
    fn from(facts: InstallationFacts) -> Self {
        let InstallationFacts { version, maturity, customised, deviations, since, confirmed_until } = facts;
        Self { version, maturity, customised, deviations, since, confirmed_until }
    }
}

/// Up to when somebody vouches for a record.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfirmInstallation {
    /// The last day, today or later.
    until: Date,
}

/// What runs in a unit.
#[derive(Debug, Serialize, ToSchema)]
struct InstallationsView {
    /// The installations, by module.
    items: Vec<Installation>,
}

/// List what runs in a unit.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "All installations.", body = InstallationsView), Problems))]
#[get("/municipalities/{ars}/installations")]
async fn list_installations(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let items = installations::list(tx, &caller.actor, &ars)?;
        Answer::view(&InstallationsView { items })
    });
    answer.await
}

/// Get the installation of a module in a unit.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte")),
    responses((status = 200, description = "The installation.", body = Installation), Problems))]
#[get("/municipalities/{ars}/installations/{module}")]
async fn get_installation(
    state: Data<State>,
    caller: Caller,
    path: Path<(UnitKey, Slug)>,
) -> Result<Answer, ApiError> {
    let (unit, module) = path.into_inner();
    let answer = state.read(move |tx| {
        let installation = installations::get(tx, &caller.actor, &unit, &module)?;
        Answer::record(&installation, installation.revision)
    });
    answer.await
}

/// Record that a module runs in a unit, or correct the record.
///
/// Without `If-Match` it makes a record and answers 428 if there is one; with `If-Match` it changes the record that
/// carries this entity tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the installation as last read; left out to make one.")),
    request_body = InstallationFacts,
    responses((status = 200, description = "The changed installation.", body = Installation),
        (status = 201, description = "The new installation.", body = Installation), Problems))]
#[put("/municipalities/{ars}/installations/{module}")]
async fn put_installation(
    state: Data<State>,
    path: Path<(UnitKey, Slug)>,
    request: Put<InstallationFacts>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    let (unit, module) = path.into_inner();
    state
        .write(once, move |tx| {
            let facts = body.clone().into();
            let put = installations::put(tx, &caller.actor, &unit, &module, expected, facts)?;
            let path = format!("/municipalities/{}/installations/{module}", put.unit);
            Answer::put(&put, put.revision, path)
        })
        .await
}

/// Vouch for the record that a module runs in a unit, up to a day.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = String, Header, description = "Entity tag of the installation as last read.")),
    request_body = ConfirmInstallation,
    responses((status = 200, description = "The installation.", body = Installation), Problems))]
#[post("/municipalities/{ars}/installations/{module}/confirm")]
async fn confirm_installation(
    state: Data<State>,
    path: Path<(UnitKey, Slug)>,
    request: Change<ConfirmInstallation>,
) -> Result<Answer, ApiError> {
    let Change { caller, body, once, expected } = request;
    let (unit, module) = path.into_inner();
    state
        .write(once, move |tx| {
            let key = (&unit, &module);
            let confirmed = installations::confirm(tx, &caller.actor, key, expected, body.until)?;
            Answer::record(&confirmed, confirmed.revision)
        })
        .await
}

/// Remove the record that a module runs in a unit.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("module" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("If-Match" = String, Header, description = "Entity tag of the installation as last read.")),
    responses((status = 204, description = "The record is gone."), Problems))]
#[delete("/municipalities/{ars}/installations/{module}")]
async fn delete_installation(
    state: Data<State>,
    path: Path<(UnitKey, Slug)>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    let (unit, module) = path.into_inner();
    state
        .write(once, move |tx| {
            installations::delete(tx, &caller.actor, &unit, &module, expected)?;
            Ok(Answer::nothing())
        })
        .await
}
