//! `/municipalities/{ars}/customisation|sovereignty`, the same of `/providers/{id}`, `/providers/{id}/installations` and
//! `/modules/{id}/versions/{version}/sovereignty`.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::installation_reports::{self as reports, Asked, Customisation, Whose};
use blaupause_catalog::{
    Certificate, Confirmation, Deviation, ModuleCustomisation, Sovereignty, SovereigntyProfile,
};
use blaupause_kernel::{Ars, Date, Slug, UnitKey, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::requests::Caller;
use crate::routes::Routes;
use crate::sovereignty::AskedRules;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_customisation).service(get_provider_customisation);
    config.service(get_sovereignty).service(get_provider_sovereignty).service(get_version_sovereignty);
    config.service(list_provider_installations);
}

/// The day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DayQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
}

/// The day, and the rules whose breaches are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct SovereigntyQuery {
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2026-06-01")]
    on: Option<Date>,
    /// List what no public IT provider runs.
    #[serde(default)]
    #[param(default = false)]
    public_operator: bool,
    /// List what runs elsewhere than in these places, separated by commas: `own`, `publicCluster`, `eu`, `thirdCountry`.
    #[param(example = "own,publicCluster,eu")]
    hosting: Option<String>,
    /// List what cannot be had under open licences alone.
    #[serde(default)]
    #[param(default = false)]
    open_licence: bool,
    /// List what has no plan to leave it.
    #[serde(default)]
    #[param(default = false)]
    exit_plan: bool,
    /// List what has no contract on data processing.
    #[serde(default)]
    #[param(default = false)]
    processing_agreement: bool,
}

/// Which installations, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct InstallationsQuery {
    /// Those of this module.
    #[param(value_type = Option<String>, example = "e-akte")]
    module: Option<Slug>,
    /// Those that somebody vouches for so on the day.
    #[param(inline)]
    confirmation: Option<Confirmation>,
    /// The day; today if left out. A later one shows what will have expired by then.
    #[param(value_type = Option<String>, format = Date, example = "2026-12-31")]
    on: Option<Date>,
    /// Installations per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// How far what runs was changed, and how old it is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CustomisationView {
    /// The day.
    on: Date,
    /// Copies in use.
    installations: usize,
    /// Of them, those that were changed beyond their settings.
    customised: usize,
    /// By module.
    modules: Vec<ModuleCustomisation>,
    /// What is different in the customised copies of a unit; not listed for a provider.
    deviations: Vec<DeviationsView>,
}

/// What is different in one customised copy.
#[derive(Debug, Serialize, ToSchema)]
struct DeviationsView {
    /// The module.
    module: Slug,
    /// What is different; nobody has written anything down if empty.
    deviations: Vec<Deviation>,
}

/// How free a module version leaves its users.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VersionSovereigntyView {
    /// The module.
    module: Slug,
    /// Its version.
    version: Version,
    #[serde(flatten)]
    sovereignty: Sovereignty,
    /// Its licence.
    licence: String,
    /// Who makes it.
    vendor: Option<String>,
    /// Whether there is a contract on data processing.
    processing_agreement: bool,
    /// Certificates that are valid today.
    certificates: Vec<Certificate>,
}

/// One installation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RunningView {
    /// The unit.
    unit: Ars,
    /// The module.
    module: Slug,
    /// The version in use.
    version: Version,
    /// Whether it was changed for this unit.
    customised: bool,
    /// First day of use.
    since: Date,
    /// Last day up to which somebody vouched for it.
    confirmed_until: Option<Date>,
    /// Whether somebody vouches for it on the day.
    confirmation: Confirmation,
}

/// Get how far what runs in a unit was changed, and how old it is.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(DayQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The report.", body = CustomisationView), Problems))]
#[get("/municipalities/{ars}/customisation")]
async fn get_customisation(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<DayQuery>,
) -> Result<Answer, ApiError> {
    customised(&state, caller, Whose::Unit(ars.into_inner()), query.into_inner().on).await
}

/// Get how far what runs in the units of a provider was changed, and how old it is.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(DayQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The report.", body = CustomisationView), Problems))]
#[get("/providers/{id}/customisation")]
async fn get_provider_customisation(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<DayQuery>,
) -> Result<Answer, ApiError> {
    customised(&state, caller, Whose::Provider(id.into_inner()), query.into_inner().on).await
}

/// Get how free what runs in a unit leaves it, and what of it breaks the rules that are asked for.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(SovereigntyQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The profile.", body = SovereigntyProfile), Problems))]
#[get("/municipalities/{ars}/sovereignty")]
async fn get_sovereignty(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<SovereigntyQuery>,
) -> Result<Answer, ApiError> {
    sovereignty(&state, caller, Whose::Unit(ars.into_inner()), query.into_inner()).await
}

/// Get how free what runs in the units of a provider leaves them, and what of it breaks the rules that are asked for.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(SovereigntyQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "The profile.", body = SovereigntyProfile), Problems))]
#[get("/providers/{id}/sovereignty")]
async fn get_provider_sovereignty(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<SovereigntyQuery>,
) -> Result<Answer, ApiError> {
    sovereignty(&state, caller, Whose::Provider(id.into_inner()), query.into_inner()).await
}

/// Get how free a module version leaves its users.
#[utoipa::path(tag = "catalog", params(
        ("id" = Slug, Path, description = "Id of the module.", example = "e-akte"),
        ("version" = Version, Path, description = "Version.", example = "1.0.0")),
    responses((status = 200, description = "The profile.", body = VersionSovereigntyView), Problems))]
#[get("/modules/{id}/versions/{version}/sovereignty")]
async fn get_version_sovereignty(
    state: Data<State>,
    path: Path<(Slug, Version)>,
) -> Result<Answer, ApiError> {
    let (module, version) = path.into_inner();
    let answer = state.read(move |tx| {
        let today = tx.today();
        let found = reports::version(tx, &module, &version)?;
        let valid = |certificate: &Certificate| certificate.valid_until.is_none_or(|until| today <= until);
        Answer::view(&VersionSovereigntyView {
            sovereignty: found.sovereignty(),
            module: found.module,
            version: found.version,
            licence: found.licence.to_string(),
            vendor: found.vendor,
            processing_agreement: found.processing_agreement,
            certificates: found.certificates.into_iter().filter(valid).collect(),
        })
    });
    Ok(answer.await?.public())
}

/// List what runs in the units of a provider: for instance what nobody vouches for any more.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(InstallationsQuery,
        ("id" = Slug, Path, description = "Id of the provider.", example = "it-harz")),
    responses((status = 200, description = "One page of installations, by unit and module.",
        body = ListView<RunningView>), Problems))]
#[get("/providers/{id}/installations")]
async fn list_provider_installations(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<InstallationsQuery>,
) -> Result<Answer, ApiError> {
    let InstallationsQuery { module, confirmation, on, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    let provider = id.into_inner();
    state
        .read(move |tx| {
            let asked = Asked { provider, module, confirmation, on: on.unwrap_or_else(|| tx.today()) };
            let found = reports::of_area(tx, &caller.actor, &asked, &page)?;
            Answer::list(found.map(|(running, confirmation)| RunningView {
                unit: running.unit,
                module: running.module,
                version: running.version,
                customised: running.customised,
                since: running.since,
                confirmed_until: running.confirmed_until,
                confirmation,
            }))
        })
        .await
}

async fn customised(
    state: &State,
    caller: Caller,
    whose: Whose,
    on: Option<Date>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let Customisation { modules, deviations } = reports::customised(tx, &caller.actor, &whose, on)?;
            let deviations = deviations.into_iter();
            let deviations = deviations.map(|(module, deviations)| DeviationsView { module, deviations });
            Answer::view(&CustomisationView {
                on,
                installations: modules.iter().map(|module| module.installations).sum(),
                customised: modules.iter().map(|module| module.customised).sum(),
                modules,
                deviations: deviations.collect(),
            })
        })
        .await
}

async fn sovereignty(
    state: &State,
    caller: Caller,
    whose: Whose,
    query: SovereigntyQuery,
) -> Result<Answer, ApiError> {
    let rules = AskedRules {
        public_operator: query.public_operator,
        hosting: query.hosting.as_deref(),
        open_licence: query.open_licence,
        exit_plan: query.exit_plan,
        processing_agreement: query.processing_agreement,
    }
    .rules()?;
    state
        .read(move |tx| {
            let on = query.on.unwrap_or_else(|| tx.today());
            Answer::view(&reports::sovereignty(tx, &caller.actor, &whose, &rules, on)?)
        })
        .await
}
