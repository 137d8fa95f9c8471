//! `/municipalities/{ars}/equipment-plan` and `/renewal-forecasts`: what a unit has, and what of it falls due when.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{delete, get, post, put};
use blaupause_app::Error;
use blaupause_app::equipment_plans::{self, Asked, BudgetLine, Foreseen, Prices, Stated};
use blaupause_app::subjects::SubjectKey;
use blaupause_kernel::{Ars, Date, Message, Quarter, Revision, Slug, UnitKey};
use blaupause_resources::equipment::{Batch, DeviceClass, EquipmentPlan, Renewal, Stock};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::addresses::Path;
use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Caller, Change, Create, NoBody, Put, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(get_equipment_plan).service(put_equipment_plan).service(delete_equipment_plan);
    config.service(forecast_renewals);
}

/// What a unit has.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewEquipmentPlan {
    /// The day whose state it describes; today if left out.
    as_of: Option<Date>,
    /// What there is, in batches that were bought together.
    #[schema(max_items = 2000)]
    batches: Vec<Batch>,
    /// Places to work at in the buildings of the unit.
    #[schema(maximum = 1_000_000)]
    workplaces: Option<u32>,
    /// People who work for the unit.
    #[schema(maximum = 1_000_000)]
    staff: Option<u32>,
}

/// What a unit has.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EquipmentPlanView {
    /// The unit.
    unit: Ars,
    /// The day whose state it describes.
    as_of: Date,
    /// What there is, in batches that were bought together.
    batches: Vec<Batch>,
    /// Places to work at in the buildings of the unit.
    workplaces: Option<u32>,
    /// People who work for the unit.
    staff: Option<u32>,
    /// How often it was changed.
    revision: Revision,
}

impl From<EquipmentPlan> for EquipmentPlanView {
    fn from(plan: EquipmentPlan) -> Self {
        let EquipmentPlan { unit, as_of, batches, workplaces, staff, revision } = plan;
        Self { unit, as_of, batches, workplaces, staff, revision }
    }
}

/// What is to be foreseen, for one unit or for all units that a provider serves.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RenewalQuestion {
    /// Key of the unit, ARS or AGS.
    unit: Option<UnitKey>,
    /// Id of the provider.
    provider: Option<Slug>,
    /// The first quarter; the current one if left out.
    from: Option<Quarter>,
    /// How many quarters.
    #[schema(minimum = 1, maximum = 80)]
    quarters: u32,
    /// What if: other lifetimes for whole classes, in months.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, u32>)]
    lifetimes: BTreeMap<DeviceClass, u32>,
    /// The price of one device, by class.
    #[serde(default)]
    prices: Prices,
}

/// What falls due in one unit.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnitRenewalsView {
    /// The unit.
    unit: Ars,
    /// What falls due, by quarter and class.
    renewals: Vec<Renewal>,
}

/// What falls due for renewal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RenewalForecastView {
    /// The first quarter.
    from: Quarter,
    /// How many quarters.
    quarters: u32,
    /// What there is, by class. Every renewal replaces what is there, so this does not change.
    stock: Vec<Stock>,
    /// What falls due over all units, by quarter and class.
    renewals: Vec<Renewal>,
    /// What that costs, by quarter.
    budget: Vec<BudgetLine>,
    /// The units that have a plan, by key.
    units: Vec<UnitRenewalsView>,
    /// Units without a plan.
    without_plan: Vec<Ars>,
}

impl RenewalForecastView {
    fn new(foreseen: Foreseen, quarters: u32) -> Self {
        let Foreseen { from, forecast, budget, units, without } = foreseen;
        let units = units.into_iter().map(|(unit, f)| UnitRenewalsView { unit, renewals: f.renewals });
        Self {
            from,
            quarters,
            stock: forecast.stock,
            renewals: forecast.renewals,
            budget,
            units: units.collect(),
            without_plan: without,
        }
    }
}

/// Get what a unit has.
#[utoipa::path(tag = "equipment", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019")),
    responses((status = 200, description = "The plan.", body = EquipmentPlanView), Problems))]
#[get("/municipalities/{ars}/equipment-plan")]
async fn get_equipment_plan(
    state: Data<State>,
    caller: Caller,
    unit: Path<UnitKey>,
) -> Result<Answer, ApiError> {
    state
        .read(move |tx| {
            let plan = equipment_plans::get(tx, &caller.actor, &unit)?;
            let revision = plan.revision;
            Answer::record(&EquipmentPlanView::from(plan), revision)
        })
        .await
}

/// State what a unit has, for the first time or anew.
///
/// Without `If-Match` it states it for the first time and answers 428 if it was stated; with `If-Match` it changes what carries this
/// entity tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "equipment", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the plan as last read; left out for the first one.")),
    request_body = NewEquipmentPlan,
    responses((status = 200, description = "The changed plan.", body = EquipmentPlanView),
        (status = 201, description = "The new plan.", body = EquipmentPlanView), Problems))]
#[put("/municipalities/{ars}/equipment-plan")]
async fn put_equipment_plan(
    state: Data<State>,
    unit: Path<UnitKey>,
    request: Put<NewEquipmentPlan>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let NewEquipmentPlan { as_of, batches, workplaces, staff } = body.clone();
            let stated = Stated { as_of, batches, workplaces, staff };
            let plan = equipment_plans::put(tx, &caller.actor, &unit, expected, stated)?;
            let (place, revision) = (format!("/municipalities/{}/equipment-plan", plan.unit), plan.revision);
            Answer::put(&EquipmentPlanView::from(plan), revision, place)
        })
        .await
}

/// Remove what is stated about the equipment of a unit.
#[utoipa::path(tag = "equipment", security(("bearer" = [])), params(
        ("ars" = UnitKey, Path, description = "Key of the unit, ARS or AGS.", example = "031530019019"),
        ("If-Match" = String, Header, description = "Entity tag of the plan as last read.")),
    responses((status = 204, description = "The plan is gone."), Problems))]
#[delete("/municipalities/{ars}/equipment-plan")]
async fn delete_equipment_plan(
    state: Data<State>,
    unit: Path<UnitKey>,
    request: Change<NoBody>,
) -> Result<Answer, ApiError> {
    let Change { caller, once, expected, .. } = request;
    state
        .write(once, move |tx| {
            equipment_plans::delete(tx, &caller.actor, &unit, expected)?;
            Ok(Answer::nothing())
        })
        .await
}

/// Foresee what falls due for renewal, quarter by quarter: of one unit, or of all units that a provider serves together.
///
/// Calculates and keeps nothing.
#[utoipa::path(tag = "equipment", security(("bearer" = [])), request_body = RenewalQuestion,
    responses((status = 200, description = "What falls due.", body = RenewalForecastView), Problems))]
#[post("/renewal-forecasts")]
async fn forecast_renewals(state: Data<State>, request: Create<RenewalQuestion>) -> Result<Answer, ApiError> {
    let Create { caller, body, .. } = request;
    let RenewalQuestion { unit, provider, from, quarters, lifetimes, prices } = body;
    state
        .read(move |tx| {
            let of = match (unit, provider) {
                (Some(unit), None) => SubjectKey::Unit(unit),
                (None, Some(provider)) => SubjectKey::Provider(provider),
                _ => return Err(Error::invalid("/unit", Message::new("forecast-for-one"))),
            };
            let asked = Asked { from, quarters, lifetimes, prices };
            let foreseen = equipment_plans::foresee(tx, &caller.actor, &of, &asked)?;
            Answer::view(&RenewalForecastView::new(foreseen, quarters))
        })
        .await
}
