//! `/municipalities/{ars}/standard-delta` and `/minimum-standards/{id}/units`: who keeps up with a minimum standard.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::standard_standings::{self, AreaStandings, UnitDelta, UnitStanding};
use blaupause_catalog::{Area, Compliance, ModulePin, Obligation, Satisfaction, Standing, TierPath};
use blaupause_kernel::{Ars, Date, Language, Slug, UnitKey, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::page;
use crate::requests::Caller;
use crate::routes::Routes;
use crate::standards::BindingView;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_standard_delta).service(list_standard_units);
}

/// Towards which standard, on which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeltaQuery {
    /// The standard; every one of the unit's providers if left out.
    #[param(value_type = Option<String>, example = "mindeststandard-kommune")]
    standard: Option<Slug>,
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-01")]
    on: Option<Date>,
}

/// Whose units, on which day, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StandingsQuery {
    /// The provider whose units are asked for.
    #[param(value_type = String, example = "it-harz")]
    provider: Slug,
    /// The day; today if left out.
    #[param(value_type = Option<String>, format = Date, example = "2027-01-01")]
    on: Option<Date>,
    /// Those that stand so; all if left out.
    #[param(inline)]
    compliance: Option<Compliance>,
    /// Units per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// How a unit stands towards minimum standards.
#[derive(Debug, Serialize, ToSchema)]
struct StandardDeltaView {
    /// The unit.
    unit: Ars,
    /// The day.
    on: Date,
    /// One entry for each standard, by id.
    items: Vec<DeltaView>,
}

/// How a unit stands towards one minimum standard.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeltaView {
    /// The standard.
    standard: Slug,
    /// Its name.
    title: String,
    /// The binding version and whether the unit keeps up; `null` before the first version is binding.
    standing: Option<StandingView>,
    /// Every requirement of the binding version.
    requirements: Vec<RequirementView>,
    /// Modules the unit has and nobody vouches for on that day. They count all the same.
    unconfirmed: Vec<ModulePin>,
    /// Ways from a version the unit fulfils to the binding one.
    paths: Vec<TierPath>,
}

/// Whether a unit keeps up.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandardStandingView)]
struct StandingView {
    /// The binding version.
    binding: BindingView,
    /// Whether the unit keeps up.
    compliance: Compliance,
    /// Last day on which that is enough, for a unit that is warned or in grace.
    until: Option<Date>,
}

/// One requirement, seen by the unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandardRequirementView)]
struct RequirementView {
    /// The requirement.
    id: Slug,
    /// What it says.
    text: String,
    /// How binding it is.
    level: Obligation,
    /// What it is about.
    area: Area,
    /// The first way in which the unit fulfils it; `null` if it does not.
    met_by: Option<Satisfaction>,
    /// All ways to fulfil it.
    satisfied_by: Vec<Satisfaction>,
}

/// One page of the units of a provider towards a minimum standard.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StandardUnitsView {
    /// The day.
    on: Date,
    /// How many units stand how, over all pages and before the filter.
    counts: Vec<ComplianceCount>,
    /// The units, by key.
    items: Vec<UnitStandingView>,
    /// Send this as `cursor` for the next page; `null` on the last one.
    next: Option<String>,
}

/// How many units stand so.
#[derive(Debug, Serialize, ToSchema)]
struct ComplianceCount {
    /// So.
    compliance: Compliance,
    /// So many.
    units: usize,
}

/// One unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandardUnitView)]
struct UnitStandingView {
    /// The unit.
    unit: Ars,
    /// Its name.
    name: String,
    /// The binding version.
    version: Version,
    /// Whether it keeps up.
    compliance: Compliance,
    /// Last day on which that is enough, for a unit that is warned or in grace.
    until: Option<Date>,
    /// The MUSS requirements of the binding version it does not fulfil.
    missing: Vec<Slug>,
}

/// Get how a unit stands towards minimum standards on a day, requirement by requirement.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(DeltaQuery,
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "What is met and what is missing.", body = StandardDeltaView), Problems))]
#[get("/municipalities/{ars}/standard-delta")]
async fn get_standard_delta(
    state: Data<State>,
    caller: Caller,
    ars: Path<UnitKey>,
    query: Query<DeltaQuery>,
) -> Result<Answer, ApiError> {
    let DeltaQuery { standard, on } = query.into_inner();
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let (unit, deltas) = standard_standings::delta(tx, &caller.actor, &ars, standard.as_ref(), on)?;
            let items = deltas.into_iter().map(|delta| DeltaView::new(delta, caller.language)).collect();
            Answer::view(&StandardDeltaView { unit: unit.ars, on, items })
        })
        .await
}

/// List how the units of a provider stand towards a minimum standard on a day: who has fallen behind, who is in grace.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), params(StandingsQuery,
        ("id" = Slug, Path, description = "Id of the standard.", example = "mindeststandard-kommune")),
    responses((status = 200, description = "One page of units.", body = StandardUnitsView), Problems))]
#[get("/minimum-standards/{id}/units")]
async fn list_standard_units(
    state: Data<State>,
    caller: Caller,
    id: Path<Slug>,
    query: Query<StandingsQuery>,
) -> Result<Answer, ApiError> {
    let StandingsQuery { provider, on, compliance, limit, cursor } = query.into_inner();
    let page = page(limit, cursor.as_deref())?;
    state
        .read(move |tx| {
            let on = on.unwrap_or_else(|| tx.today());
            let asked = (&*id, &provider);
            let found = standard_standings::of_area(tx, &caller.actor, asked, on, compliance, &page)?;
            let AreaStandings { counts, page, .. } = found;
            let counts = counts.into_iter().map(|(compliance, units)| ComplianceCount { compliance, units });
            let next = page.next.as_ref().map(blaupause_kernel::Cursor::encode);
            let items = page.items.into_iter().map(UnitStandingView::from).collect();
            Answer::view(&StandardUnitsView { on, counts: counts.collect(), items, next })
        })
        .await
}

impl DeltaView {
    fn new(delta: UnitDelta, language: Language) -> Self {
        let UnitDelta { standard, standing, requirements, version, unconfirmed, paths } = delta;
        let written = version.map(|version| version.requirements).unwrap_or_default();
        let view = |(state, written): (
            blaupause_catalog::RequirementState,
            blaupause_catalog::StandardRequirement,
        )| {
            RequirementView {
                id: state.id,
                text: written.text.get(language).to_owned(),
                level: state.level,
                area: state.area,
                met_by: state.met_by,
                satisfied_by: written.satisfied_by,
            }
        };
        Self {
            standard: standard.id,
            title: standard.title.get(language).to_owned(),
            standing: standing.map(StandingView::from),
            requirements: requirements.into_iter().zip(written).map(view).collect(),
            unconfirmed,
            paths,
        }
    }
}

impl From<Standing> for StandingView {
    fn from(Standing { binding, compliance, until }: Standing) -> Self {
        Self { binding: binding.into(), compliance, until }
    }
}

impl From<UnitStanding> for UnitStandingView {
    fn from(UnitStanding { unit, standing, missing }: UnitStanding) -> Self {
        Self {
            unit: unit.ars,
            name: unit.name,
            version: standing.binding.version,
            compliance: standing.compliance,
            until: standing.until,
            missing,
        }
    }
}
