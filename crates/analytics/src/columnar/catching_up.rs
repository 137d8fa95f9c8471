//! How long laggards will take to the median of today, if they go on as they did.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Sum};
use serde::{Deserialize, Serialize};

use super::grouping::{chosen, passing, select};
use super::segments::{LAGGARD, segments};
use super::tallies::tallies;
use super::{Granularity, Quantity, Query, QueryError, Results, UnitTable, check_keys};

/// The laggards of a cohort and their way to its median.
///
/// Method: straight on. The pace of a laggard is what its score gained from the first period with a result to the last,
/// divided by the number of periods between them. The mean pace of all laggards with at least two periods is set
/// against the mean distance of all laggards to the median of the cohort, both as of the last result of each unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatchingUp {
    /// What the members of the cohort share, by key of the question.
    pub group: Vec<Option<String>>,
    /// How many results the cohort has.
    pub results: u64,
    /// How many of them are laggards.
    pub laggards: u64,
    /// How many laggards have results of at least two periods.
    pub with_history: u64,
    /// The median of the cohort by nearest rank.
    pub median: Option<Rational>,
    /// The distances of the laggards to the median.
    pub distances: Sum,
    /// What the laggards with a history gained per period.
    pub paces: Sum,
    /// After how many periods the mean laggard has reached the median.
    ///
    /// # Errors
    /// Why that cannot be said.
    pub periods: Result<u64, NoPace>,
}

/// Why no number of periods can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NoPace {
    /// Nobody lags behind.
    NoLaggards,
    /// No laggard has results of two periods.
    NoHistory,
    /// The laggards did not gain anything.
    NoGain,
}

/// For every cohort of a question without periods.
pub(super) fn catching_up(
    units: &UnitTable,
    results: &Results,
    query: &Query,
    per: Granularity,
) -> Result<Vec<CatchingUp>, QueryError> {
    check_keys(&query.keys, true)?;
    let Some(column) = results.column(&Quantity::Score) else { return Ok(Vec::new()) };
    let score = |row: u32| {
        let code = column.lanes.first()?.get(usize::try_from(row).ok()?)?;
        column.dictionary.value(code)
    };
    let selection = select(units, results, query);
    let segments = segments(units, results, query);
    let paces = paces(units, results, query, per, &score);
    let mut found: Vec<CatchingUp> = selection
        .names
        .iter()
        .zip(tallies(column, &selection))
        .map(|(group, tally)| CatchingUp {
            group: group.clone(),
            results: tally.count(),
            laggards: 0,
            with_history: 0,
            median: tally.quantile(1, 2),
            distances: Sum::default(),
            paces: Sum::default(),
            periods: Err(NoPace::NoLaggards),
        })
        .collect();
    for (row, group) in selection.rows.iter().zip(&selection.groups) {
        let segment = usize::try_from(*row).ok().and_then(|row| segments.get(row));
        let place = usize::try_from(*group).ok().and_then(|group| found.get_mut(group));
        let Some(place) = place.filter(|_| segment == Some(&LAGGARD)) else { continue };
        let distance = place.median.zip(score(*row)).and_then(|(median, score)| median.checked_sub(score));
        let Some(distance) = distance else { continue };
        place.laggards += 1;
        place.distances.add(distance);
        if let Some(pace) = results.unit_of(*row).and_then(|unit| paces.get(&unit)) {
            place.with_history += 1;
            place.paces.add(*pace);
        }
    }
    for place in &mut found {
        place.periods = periods(place);
    }
    Ok(found)
}

fn periods(of: &CatchingUp) -> Result<u64, NoPace> {
    if of.laggards == 0 {
        return Err(NoPace::NoLaggards);
    }
    if of.with_history == 0 {
        return Err(NoPace::NoHistory);
    }
    of.distances.steps(&of.paces).ok_or(NoPace::NoGain)
}

/// What the score of every unit with results of two periods gained per period.
fn paces(
    units: &UnitTable,
    results: &Results,
    query: &Query,
    per: Granularity,
    score: &impl Fn(u32) -> Option<Rational>,
) -> BTreeMap<usize, Rational> {
    let passing = passing(units, &query.filter, query.serving_on);
    let passes = |unit: usize| passing.get(unit).copied().unwrap_or_default();
    let all = chosen(results, passes, units.len(), (query.from, query.to), Some(per));
    let points: Vec<(u32, u32, u32)> =
        all.units.iter().zip(&all.periods).zip(&all.rows).map(|((u, p), r)| (*u, *p, *r)).collect();
    let pace = |of_unit: &[(u32, u32, u32)]| {
        let ((unit, first, from), (_, last, to)) = (of_unit.first()?, of_unit.last()?);
        let between = last.checked_sub(*first).filter(|between| *between > 0)?;
        let gain = score(*to)?.checked_sub(score(*from)?)?;
        let pace = gain.checked_div(Rational::from_int(between.into()))?;
        Some((usize::try_from(*unit).ok()?, pace))
    };
    points.chunk_by(|(a, ..), (b, ..)| a == b).filter_map(pace).collect()
}
