//! `/portfolio-plans`: from what a unit has and wants to one consistent set of module versions. Nothing is stored.

mod views;

use actix_web::post;
use actix_web::web::Data;
use blaupause_app::portfolio_plans::{self, Order, Wish};
use blaupause_catalog::{
    Allowed, Interface, ModulePin, ModuleRange, Obligation, SovereigntyRule, VersionRange,
};
use blaupause_kernel::{Date, Message, Slug, UnitKey, Version};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::document::Problems;
use crate::routes::Routes;
use crate::{Answer, ApiError, Create, State};
use views::PortfolioPlanView;

/// The most entries of each list of a request.
const MOST: usize = 200;

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(compute_portfolio_plan);
}

/// What a unit wants, and within which bounds.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PortfolioPlanRequest {
    /// Key of the unit, ARS or AGS.
    #[schema(value_type = String, example = "031530019019")]
    unit: UnitKey,
    /// The day of the plan: new versions must be on offer on it. Today if left out.
    on: Option<Date>,
    /// What the unit wants, all of it.
    #[serde(default)]
    wanted: Vec<WishBody>,
    /// Modules that must not be there afterwards.
    #[serde(default)]
    without: Vec<Slug>,
    /// Modules that have exactly this version if they are there afterwards.
    #[serde(default)]
    pins: Vec<ModulePin>,
    /// Module versions that must not be newly installed.
    #[serde(default)]
    excluded: Vec<ModuleRange>,
    /// Rules of digital sovereignty that everything newly installed has to keep.
    #[serde(default)]
    rules: Vec<SovereigntyRule>,
    /// What may be done to installed modules besides keeping, upgrading and replacing them along a path.
    #[serde(default)]
    allowed: Allowed,
    /// Whether only what the unit's providers offer on the day is newly installed, if they offer anything.
    #[serde(default = "yes")]
    #[schema(default = true)]
    within_portfolio: bool,
    /// Whether only what suits the unit's size class is newly installed.
    #[serde(default = "yes")]
    #[schema(default = true)]
    suited_only: bool,
}

const fn yes() -> bool {
    true
}

/// One wish: exactly one of a module (with a range), an interface, a blueprint and a minimum standard.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = PortfolioWish)]
struct WishBody {
    /// A module.
    module: Option<Slug>,
    /// Its versions; every release if left out.
    range: Option<VersionRange>,
    /// An interface, from whoever provides it.
    interface: Option<Interface>,
    /// A published blueprint: what it needs before and what it brings.
    blueprint: Option<BlueprintPin>,
    /// What a minimum standard asks for.
    minimum_standard: Option<StandardWish>,
}

/// The version of a minimum standard that is binding on a day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct StandardWish {
    /// The standard.
    id: Slug,
    /// The day; the day of the plan if left out.
    on: Option<Date>,
    /// The weakest obligation that counts.
    #[serde(default = "must")]
    #[schema(inline, default = "must")]
    at_least: Obligation,
}

const fn must() -> Obligation {
    Obligation::Must
}

/// A version of a blueprint.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BlueprintPin {
    /// The blueprint.
    id: Slug,
    /// Its version.
    version: Version,
}

/// Compute a portfolio plan: what to install, upgrade or remove, in which order; or why there is no plan and what
/// alone would help. Nothing is stored.
#[utoipa::path(tag = "catalog", security(("bearer" = [])), request_body = PortfolioPlanRequest,
    responses((status = 200, description = "The plan, or the reason why there is none.", body = PortfolioPlanView),
        Problems))]
#[post("/portfolio-plans")]
async fn compute_portfolio_plan(
    state: Data<State>,
    request: Create<PortfolioPlanRequest>,
) -> Result<Answer, ApiError> {
    let Create { caller, body, .. } = request;
    let order = body.into_order()?;
    state
        .read(move |tx| {
            let planned = portfolio_plans::plan(tx, &caller.actor, order)?;
            Answer::view(&PortfolioPlanView::new(planned, caller.language))
        })
        .await
}

impl PortfolioPlanRequest {
    fn into_order(self) -> Result<Order, ApiError> {
        let lengths = [
            ("wanted", self.wanted.len()),
            ("without", self.without.len()),
            ("pins", self.pins.len()),
            ("excluded", self.excluded.len()),
            ("rules", self.rules.len()),
        ];
        if let Some((list, _)) = lengths.into_iter().find(|(_, length)| *length > MOST) {
            let message = Message::new("plan-list-too-long").with("most", MOST);
            return Err(blaupause_app::Error::invalid(format!("/{list}"), message).into());
        }
        let wishes = self.wanted.into_iter().enumerate().map(|(index, wish)| wish.into_wish(index));
        Ok(Order {
            unit: self.unit,
            on: self.on,
            wishes: wishes.collect::<Result<_, _>>()?,
            without: self.without,
            pins: self.pins,
            excluded: self.excluded,
            rules: self.rules,
            allowed: self.allowed,
            within_portfolio: self.within_portfolio,
            suited_only: self.suited_only,
        })
    }
}

impl WishBody {
    fn into_wish(self, index: usize) -> Result<Wish, ApiError> {
        match (self.module, self.range, self.interface, self.blueprint, self.minimum_standard) {
            (Some(module), range, None, None, None) => {
                Ok(Wish::Module(ModuleRange { module, range: range.unwrap_or_default() }))
            }
            (None, None, Some(interface), None, None) => Ok(Wish::Interface(interface)),
            (None, None, None, Some(blueprint), None) => Ok(Wish::Blueprint(blueprint.id, blueprint.version)),
            (None, None, None, None, Some(StandardWish { id, on, at_least })) => {
                Ok(Wish::Standard { id, on, at_least })
            }
            _ => {
                let message = Message::new("plan-wish-unclear");
                Err(blaupause_app::Error::invalid(format!("/wanted/{index}"), message).into())
            }
        }
    }
}
