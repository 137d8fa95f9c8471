//! What a roadmap says, as it is kept and shown.

use blaupause_kernel::{Ars, Euro, Message, PersonDays, Quarter, Rational, Slug, Version};
use blaupause_maturity::{Score, StageRef};
use serde::{Deserialize, Serialize};

use super::capacities::Resource;
use super::demands::Demand;

/// Most lines on what is tight, the dearest first.
pub const MOST_LINES: usize = 100;

/// An adoption of the plan, or one that was agreed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapItem))]
pub struct Item {
    /// The unit.
    pub unit: Ars,
    /// The blueprint.
    pub blueprint: Slug,
    /// Its version.
    pub version: Version,
    /// Whether it was planned or running before; then it is carried out as agreed.
    pub agreed: bool,
    /// The quarter in which it begins; the first one if it has begun.
    pub begin: Quarter,
    /// The quarter by whose end it is complete.
    pub complete: Quarter,
    /// Effort of the unit that is still to come, after what adoptions so far needed.
    pub unit_days: PersonDays,
    /// Effort of the provider that is still to come, after what adoptions so far needed.
    pub provider_days: PersonDays,
    /// Money to be paid once, when it begins, in whole euros.
    pub one_off: Euro,
    /// Money to be paid every year from then on.
    pub per_year: Euro,
    /// By how much it alone raises the proven score; nothing for what was agreed.
    pub gain: Option<Rational>,
    /// How many quarters it counts: from the one in which it is complete to the last.
    pub counts: u32,
    /// What it is worth in the plan: gain times weight of the unit times quarters, rounded down to a ten-thousandth.
    pub worth: Option<Rational>,
    /// What asked for it, and by when.
    pub demands: Vec<Demand>,
}

/// The result of a unit once everything that is complete by the end of a quarter counts, by the maturity engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapPoint))]
pub struct Point {
    /// The quarter at whose end it is; before the first one if none is named.
    pub quarter: Option<Quarter>,
    /// Proven score: nothing open counts.
    pub score: Score,
    /// Stage, if any is reached.
    pub stage: Option<StageRef>,
}

/// The way of a unit: its result now, and whenever it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapUnitPath))]
pub struct UnitPath {
    /// The unit.
    pub unit: Ars,
    /// How much its gain counts, 1 for a unit in the middle.
    pub weight: Rational,
    /// Now, and after every quarter in which something becomes complete; empty without a signed result.
    pub points: Vec<Point>,
}

/// How much of what the units share is taken in a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapLoad))]
pub struct Load {
    /// Of what.
    pub resource: Resource,
    /// When.
    pub quarter: Quarter,
    /// How much is taken, what is agreed included: person-days or places.
    pub taken: Rational,
    /// How much there is.
    pub available: Rational,
}

/// Something that is used up so far that more of it would bring something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapTightLine))]
pub struct TightLine {
    /// Of which unit; what all share if none is named.
    pub unit: Option<Ars>,
    /// Of what.
    pub resource: Resource,
    /// When.
    pub quarter: Quarter,
    /// What is left of it: euros, person-days or places.
    pub left: Rational,
    /// What 1,000 euros, one person-day or one place more would bring, as a decimal text in the measure of `value`.
    #[cfg_attr(feature = "openapi", schema(example = "1.2500"))]
    pub one_more: String,
    /// Whether this was found by planning again with more of it; else it is the price at which the bound was proved.
    pub exact: bool,
}

/// Something that was asked for and is not complete in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapUnmetWish))]
pub struct UnmetWish {
    /// The unit.
    pub unit: Ars,
    /// The blueprint that would fulfil it.
    pub blueprint: Slug,
    /// Whether it is in the plan, but later.
    pub later: bool,
    /// What asked for it, and by when.
    pub demands: Vec<Demand>,
}

/// What could not be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapLeft))]
pub struct Left {
    /// The unit.
    pub unit: Ars,
    /// The blueprint; the unit as a whole if none is named.
    pub blueprint: Option<Slug>,
    /// Why.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub reason: Message,
}

/// Where what is agreed already takes more than there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoadmapShort))]
pub struct Short {
    /// The unit whose adoption takes it.
    pub unit: Ars,
    /// Of what.
    pub resource: Resource,
    /// When.
    pub quarter: Quarter,
    /// How much is missing: euros, person-days or places.
    pub missing: Rational,
}

/// A roadmap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roadmap {
    /// The first quarter.
    pub from: Quarter,
    /// How many quarters.
    pub quarters: u32,
    /// What begins when, by unit and begin.
    pub items: Vec<Item>,
    /// What the plan is worth: the sum over its items, in points of the score times quarters.
    pub value: Rational,
    /// No plan that leaves as few demands open is worth more; proved.
    pub bound: Rational,
    /// By how much the bound is above the value, in per cent of the bound, rounded up to a hundredth.
    pub gap_percent: Rational,
    /// What was asked for and is not complete in time, by unit and blueprint: the fewest demands to drop.
    pub unmet: Vec<UnmetWish>,
    /// Every plan leaves at least so many demands open; proved.
    pub unmet_at_least: u32,
    /// What is used up, the dearest first; at most 100 lines.
    pub tight: Vec<TightLine>,
    /// What all share, by quarter.
    pub loads: Vec<Load>,
    /// The way of every unit.
    pub paths: Vec<UnitPath>,
    /// What is agreed and takes more than there is.
    pub short: Vec<Short>,
    /// What could not be planned.
    pub left_out: Vec<Left>,
}
