//! What answers to questions about a service area look like.

use std::collections::BTreeMap;

use blaupause_analytics::Counts;
use blaupause_analytics::columnar::{
    CatchingUp, Cohort, Correlation, Granularity, Key, NoPace, Quantity, Ranked, Tally,
};
use blaupause_app::cohort_questions::{Answered, Basis, title_of};
use blaupause_kernel::{Date, Language, Rational, Rounding, RoundingMode, Slug, Version};
use serde::Serialize;
use utoipa::ToSchema;

/// Shares and coefficients: four digits, halves away from zero.
const FOUR: Rounding = Rounding { mode: RoundingMode::HalfUp, digits: 4 };

/// What all members of a cohort share, by key; `null` where the register does not say.
type Group = BTreeMap<&'static str, Option<String>>;

fn group(keys: &[Key], group: Vec<Option<String>>) -> Group {
    keys.iter().map(|key| key.name()).zip(group).collect()
}

/// What an answer rests on.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BasisView {
    /// The model.
    model: Slug,
    /// Its version.
    version: Version,
    /// The first day that results describe; `null` for any.
    from: Option<Date>,
    /// The last day that results describe.
    to: Date,
    /// The day on which the provider serves the units.
    served_on: Date,
}

impl From<&Basis> for BasisView {
    fn from(basis: &Basis) -> Self {
        Self {
            model: basis.model.id.clone(),
            version: basis.model.version.clone(),
            from: basis.from,
            to: basis.to,
            served_on: basis.on,
        }
    }
}

/// Cohorts of a service area, with their figures as they are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaCohortsView {
    #[serde(flatten)]
    basis: BasisView,
    /// What the dimensions and indicators of the figures are called.
    #[schema(value_type = BTreeMap<String, String>)]
    titles: BTreeMap<Slug, String>,
    /// The cohorts, in the order of what their members share.
    items: Vec<AreaCohortView>,
}

/// One cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AreaCohortView {
    /// What its members share, by key; `null` where the register does not say.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    group: Group,
    /// How many results are in it: those of its units that have a score.
    results: u64,
    /// The score, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<RawNumbersView>,
    /// The dimensions that were asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, RawNumbersView>)]
    dimensions: BTreeMap<Slug, RawNumbersView>,
    /// The indicators that were asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, RawNumbersView>)]
    indicators: BTreeMap<Slug, RawNumbersView>,
    /// Results by proven stage; `withoutStage` are those that prove none.
    stages: Counts,
    /// Results by `frontRunner`, `middle` and `laggard` among all results of the same period, level and size class, those of
    /// other providers included; `withoutSegment` are those with too few peers.
    segments: Counts,
    /// The correlations that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correlations: Vec<CorrelationView>,
}

/// The figures of a number in a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RawNumbersView {
    /// How many results have a value.
    contributors: u64,
    /// Arithmetic mean, rounded as the model says.
    mean: Option<String>,
    /// The lowest value.
    min: Option<String>,
    /// The lowest value that at least a quarter of the results do not exceed (nearest rank).
    lower_quartile: Option<String>,
    /// The lowest value that at least half of the results do not exceed.
    median: Option<String>,
    /// The lowest value that at least three quarters of the results do not exceed.
    upper_quartile: Option<String>,
    /// The highest value.
    max: Option<String>,
    /// How many results have at least so much.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    at_least: Vec<AtLeastView>,
    /// How many results have each level, for indicators.
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<BTreeMap<String, u64>>,
}

/// How many results have at least a value.
#[derive(Debug, Serialize, ToSchema)]
struct AtLeastView {
    /// The value.
    value: Rational,
    /// How many results have at least as much.
    results: u64,
    /// Their share of those that have any, with four digits.
    #[schema(example = "0.6250")]
    share: Option<String>,
}

/// How two numbers go together.
#[derive(Debug, Serialize, ToSchema)]
struct CorrelationView {
    /// One of them.
    first: String,
    /// The other.
    second: String,
    /// How many results have both; `null` if there is no coefficient.
    results: Option<u64>,
    /// Pearson's coefficient with four digits; `null` with fewer than two results or if one number is the same in all.
    #[schema(example = "0.6742")]
    coefficient: Option<String>,
}

impl AreaCohortsView {
    pub(super) fn new(answered: &Answered<'_>, levels: &[Rational], language: Language) -> Self {
        let title = |quantity: &Quantity| {
            let id = match quantity {
                Quantity::Dimension(id) | Quantity::Indicator(id) => id.clone(),
                Quantity::Score => return None,
            };
            title_of(&answered.basis.model, quantity).map(|title| (id, title.get(language).to_owned()))
        };
        let cohorts = answered.cohorts.cohorts.iter();
        Self {
            basis: BasisView::from(answered.basis),
            titles: answered.quantities.iter().filter_map(title).collect(),
            items: cohorts.map(|cohort| AreaCohortView::new(answered, cohort, levels)).collect(),
        }
    }
}

impl AreaCohortView {
    fn new(answered: &Answered<'_>, cohort: &Cohort<'_>, levels: &[Rational]) -> Self {
        let rounding = answered.basis.model.rounding;
        let mut view = Self {
            group: group(&answered.cohorts.keys, cohort.group.clone()),
            results: cohort.results,
            score: None,
            dimensions: BTreeMap::new(),
            indicators: BTreeMap::new(),
            stages: counts(&cohort.stages),
            segments: counts(&cohort.segments),
            correlations: Vec::new(),
        };
        for (quantity, tally) in answered.quantities.iter().zip(&cohort.tallies) {
            let numbers = RawNumbersView::new(tally, rounding, levels);
            match quantity {
                Quantity::Score => view.score = Some(numbers),
                Quantity::Dimension(id) => drop(view.dimensions.insert(id.clone(), numbers)),
                Quantity::Indicator(id) => {
                    let levels = tally.values().map(|(level, count)| (level.to_string(), count)).collect();
                    view.indicators.insert(id.clone(), RawNumbersView { levels: Some(levels), ..numbers });
                }
            }
        }
        let pairs = answered.pairs.iter().zip(&cohort.correlations);
        view.correlations = pairs.map(|((x, y), found)| CorrelationView::new(x, y, found.as_ref())).collect();
        view
    }
}

fn counts(counted: &[(String, u64)]) -> Counts {
    let contributors = counted.iter().map(|(_, count)| count).sum();
    Counts { contributors: Some(contributors), counts: Some(counted.iter().cloned().collect()), reason: None }
}

impl RawNumbersView {
    fn new(tally: &Tally<'_>, rounding: Rounding, levels: &[Rational]) -> Self {
        let rounded = |value: Option<Rational>| value.map(|value| value.rounded(rounding));
        let at_least = |value: &Rational| AtLeastView {
            value: *value,
            results: tally.at_least(*value),
            share: tally.share_at_least(*value).map(|share| share.rounded(FOUR)),
        };
        Self {
            contributors: tally.count(),
            mean: tally.mean(rounding),
            min: rounded(tally.min()),
            lower_quartile: rounded(tally.quantile(1, 4)),
            median: rounded(tally.quantile(1, 2)),
            upper_quartile: rounded(tally.quantile(3, 4)),
            max: rounded(tally.max()),
            at_least: levels.iter().map(at_least).collect(),
            levels: None,
        }
    }
}

impl CorrelationView {
    fn new(x: &Quantity, y: &Quantity, found: Option<&Correlation>) -> Self {
        Self {
            first: x.to_string(),
            second: y.to_string(),
            results: found.map(Correlation::results),
            coefficient: found.map(|found| found.rounded(FOUR.digits)),
        }
    }
}

/// The units of a service area by rank.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AreaRanksView {
    #[serde(flatten)]
    basis: BasisView,
    /// By which number.
    by: String,
    /// The units, by cohort, then by rank, then by key.
    items: Vec<RankedView>,
}

/// A unit in its cohort.
#[derive(Debug, Serialize, ToSchema)]
struct RankedView {
    /// Its key.
    unit: String,
    /// What the members of the cohort share, by key.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    group: Group,
    /// Its value, rounded as the model says.
    value: String,
    /// One more than there are units with a higher value.
    rank: u64,
    /// How many units have the same value, itself included.
    equal: u64,
    /// How many units of the cohort have a value.
    of: u64,
}

impl AreaRanksView {
    pub(super) fn new(basis: &Basis, keys: &[Key], by: &Quantity, ranked: Vec<Ranked>) -> Self {
        let view = |ranked: Ranked| RankedView {
            unit: ranked.unit,
            group: group(keys, ranked.group),
            value: ranked.value.rounded(basis.model.rounding),
            rank: ranked.rank,
            equal: ranked.equal,
            of: ranked.of,
        };
        Self { basis: basis.into(), by: by.to_string(), items: ranked.into_iter().map(view).collect() }
    }
}

/// How long laggards take to the median.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CatchingUpView {
    #[serde(flatten)]
    basis: BasisView,
    /// How long a period is.
    per: Granularity,
    /// The cohorts, in the order of what their members share.
    items: Vec<CohortCatchingUpView>,
}

/// The laggards of a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CohortCatchingUpView {
    /// What the members of the cohort share, by key.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    group: Group,
    /// How many results the cohort has.
    results: u64,
    /// How many of them are laggards.
    laggards: u64,
    /// How many laggards have results of at least two periods.
    with_history: u64,
    /// The median score of the cohort.
    median: Option<String>,
    /// The mean distance of the laggards to the median.
    mean_distance: Option<String>,
    /// What the laggards with a history gained per period in the mean.
    mean_pace: Option<String>,
    /// After how many periods the mean laggard reaches the median; `null` where a reason stands.
    periods: Option<u64>,
    /// Why no number of periods can be named.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<NoPace>,
}

impl CatchingUpView {
    pub(super) fn new(basis: &Basis, keys: &[Key], per: Granularity, found: Vec<CatchingUp>) -> Self {
        let rounding = basis.model.rounding;
        let view = |of: CatchingUp| CohortCatchingUpView {
            group: group(keys, of.group),
            results: of.results,
            laggards: of.laggards,
            with_history: of.with_history,
            median: of.median.map(|median| median.rounded(rounding)),
            mean_distance: of.distances.mean(rounding),
            mean_pace: of.paces.mean(rounding),
            periods: of.periods.ok(),
            reason: of.periods.err(),
        };
        Self { basis: basis.into(), per, items: found.into_iter().map(view).collect() }
    }
}
