//! `/municipalities`: units of every level, by ARS or AGS, with their history.

use actix_web::get;
use actix_web::web::Data;
use blaupause_app::units::{self, Filter, Order, UnitInContext};
use blaupause_kernel::{Ags, Ars, Country, Date, Level, Rational, Slug, UnitKey};
use blaupause_territory::{Kind, SizeClass, Unit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_municipalities).service(get_municipality);
}

/// A unit of the register.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnitView {
    /// Regional key: ARS, outside Germany NUTS and LAU code.
    ars: Ars,
    /// Municipality key (AGS), for German municipalities.
    ags: Option<Ags>,
    /// Country, two letters (ISO 3166-1).
    country: Country,
    /// Administrative level.
    level: Level,
    /// Kind of administration (Textkennzeichen).
    kind: Option<Kind>,
    /// Official name.
    name: String,
    /// The name in Latin letters, or in another language of the country, where it differs.
    latin_name: Option<String>,
    /// Seat of the administration, if it is elsewhere.
    seat: Option<String>,
    /// Inhabitants; above municipalities the sum of the municipalities below.
    population: Option<u32>,
    /// Size class by inhabitants (BBSR).
    size_class: Option<SizeClass>,
    /// Area in hectares.
    area_hectares: Option<u32>,
    /// Postcode of the administration.
    postcode: Option<String>,
    /// The first register state that shows the unit.
    valid_from: Date,
    /// The last day of a unit that has ended.
    valid_to: Option<Date>,
}

impl From<Unit> for UnitView {
    fn from(unit: Unit) -> Self {
        Self {
            size_class: unit.size_class(),
            country: unit.ars.country(),
            ars: unit.ars,
            ags: unit.ags,
            level: unit.level,
            kind: unit.kind,
            name: unit.name,
            latin_name: unit.latin_name,
            seat: unit.seat,
            population: unit.population,
            area_hectares: unit.area_hectares,
            postcode: unit.postcode,
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
        }
    }
}

/// A unit by key and name.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnitNameView {
    /// Regional key (ARS).
    ars: Ars,
    /// Administrative level.
    level: Level,
    /// Official name.
    name: String,
}

impl From<Unit> for UnitNameView {
    fn from(unit: Unit) -> Self {
        Self { ars: unit.ars, level: unit.level, name: unit.name }
    }
}

/// A unit of today that took over from one that has ended.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SuccessorView {
    /// Regional key (ARS).
    ars: Ars,
    /// Official name.
    name: String,
    /// Share of the ended unit's population, as an exact number.
    share: Rational,
}

/// A unit with the levels above it, its providers, its successors and predecessors.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MunicipalityView {
    /// The unit.
    #[serde(flatten)]
    unit: UnitView,
    /// The levels above, the Land first.
    above: Vec<UnitNameView>,
    /// Providers that serve the unit today.
    providers: Vec<Slug>,
    /// For a unit that has ended: today's units. Empty while nobody has decided.
    successors: Vec<SuccessorView>,
    /// Units that directly became part of this one.
    predecessors: Vec<UnitNameView>,
}

impl From<UnitInContext> for MunicipalityView {
    fn from(context: UnitInContext) -> Self {
        let successor =
            |(unit, share): (Unit, Rational)| SuccessorView { ars: unit.ars, name: unit.name, share };
        Self {
            unit: context.unit.into(),
            above: context.above.into_iter().map(Into::into).collect(),
            providers: context.serving,
            successors: context.successors.into_iter().map(successor).collect(),
            predecessors: context.predecessors.into_iter().map(Into::into).collect(),
        }
    }
}

/// In which order the list comes.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum SortBy {
    /// By name.
    #[default]
    Name,
    /// By key.
    Ars,
    /// By population, the largest first.
    Population,
}

/// Which units, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
struct UnitsQuery {
    /// Part of the name, or of the one in Latin letters; case, umlauts and accents do not matter.
    #[param(example = "langels", max_length = 100)]
    name: Option<String>,
    /// In this country, two letters (ISO 3166-1); in any if not given.
    #[param(value_type = Option<String>, example = "FR")]
    country: Option<Country>,
    /// Inside this unit: the key of a Land, Kreis or Verband, or of a NUTS region.
    within: Option<Ars>,
    /// Administrative level; municipalities if not given.
    level: Option<Level>,
    /// Kind of administration (Textkennzeichen).
    kind: Option<Kind>,
    /// Size class by inhabitants.
    size_class: Option<SizeClass>,
    /// Served by this provider.
    provider: Option<Slug>,
    /// Valid on this day; if not given, units that have not ended.
    valid_on: Option<Date>,
    /// Order of the list.
    #[param(inline)]
    sort: Option<SortBy>,
    /// Units per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List units: municipalities, unless another level is asked for.
#[utoipa::path(tag = "register", params(UnitsQuery),
    responses((status = 200, description = "One page of units.", body = ListView<UnitView>), Problems))]
#[get("/municipalities")]
async fn list_municipalities(state: Data<State>, query: Query<UnitsQuery>) -> Result<Answer, ApiError> {
    let query = query.into_inner();
    let page = page(query.limit, query.cursor.as_deref())?;
    let order = match query.sort.unwrap_or_default() {
        SortBy::Name => Order::Name,
        SortBy::Ars => Order::Key,
        SortBy::Population => Order::Population,
    };
    let filter = Filter {
        level: Some(query.level.unwrap_or(Level::Municipality)),
        name: query.name.map(|n| n.chars().take(100).collect()),
        country: query.country,
        within: query.within,
        kind: query.kind,
        size_class: query.size_class,
        provider: query.provider,
        valid_on: query.valid_on,
    };
    let answer = state
        .read(move |tx| Answer::list(units::list(tx, &filter, order, &page)?.map(UnitView::from)))
        .await?;
    Ok(answer.public())
}

/// Get a unit by its key. An old key is answered with `validTo` and its successors of today.
#[utoipa::path(tag = "register", params(("ars" = UnitKey, Path, description = "ARS of any level, or AGS; outside Germany NUTS code, or NUTS and LAU code (`FRK28.01004`).", example = "031530019019")),
    responses((status = 200, description = "The unit.", body = MunicipalityView), Problems))]
#[get("/municipalities/{ars}")]
async fn get_municipality(state: Data<State>, key: Path<UnitKey>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| Answer::view(&MunicipalityView::from(units::get(tx, &key)?))).await?;
    Ok(answer.public())
}
