//! Front-runners, middle and laggards of many results at once, by the rule of [`blaupause_maturity::segment`].

use std::collections::BTreeMap;

use blaupause_maturity::{MIN_PEERS, MinimumStandard, Segment};

use super::grouping::chosen;
use super::packed::Packed;
use super::{Key, Quantity, Query, Results, UnitTable};
use crate::figures::{NO_SEGMENT, segment_name};

/// The names by code.
pub(super) const SEGMENTS: [&str; 4] = [
    segment_name(Some(Segment::FrontRunner)),
    segment_name(Some(Segment::Middle)),
    segment_name(Some(Segment::Laggard)),
    NO_SEGMENT,
];

/// Codes of what [`SEGMENTS`] names.
pub(super) const LAGGARD: u8 = 2;
pub(super) const WITHOUT: u8 = 3;

/// The segment of every result that counts within the span of a query, among all results that do, of whatever unit:
/// those of the same period, level and size class. By row; rows that do not count have none.
pub(super) fn segments(units: &UnitTable, results: &Results, query: &Query) -> Vec<u8> {
    let mut segments = vec![WITHOUT; results.len()];
    let Some(column) = results.column(&Quantity::Score) else { return segments };
    let [scores, lowers, uppers] = column.lanes.as_slice() else { return segments };
    let all = chosen(results, |_| true, units.len(), (query.from, query.to), query.granularity());
    let level = units.attribute(Key::Level).map(|attribute| &attribute.codes);
    let size = units.attribute(Key::SizeClass).map(|attribute| &attribute.codes);
    let mut peers: BTreeMap<_, Vec<u32>> = BTreeMap::new();
    for ((row, unit), period) in all.rows.iter().zip(&all.units).zip(&all.periods) {
        let of = |codes: Option<&Packed>| codes?.get(usize::try_from(*unit).ok()?);
        peers.entry((*period, of(level), of(size))).or_default().push(*row);
    }
    let code = |lane: &Packed, row: u32| usize::try_from(row).ok().and_then(|row| lane.get(row));
    for rows in peers.into_values() {
        let scored = |row: &&u32| code(scores, **row).is_some();
        let mut sorted: Vec<u32> = rows.iter().filter_map(|row| code(scores, *row)).collect();
        sorted.sort_unstable();
        for row in rows.iter().filter(scored) {
            let others = sorted.len().saturating_sub(1);
            let bounds = (code(lowers, *row), code(uppers, *row));
            let (Some(lower), Some(upper)) = bounds else { continue };
            let standing = Standing {
                below: sorted.partition_point(|score| *score < lower),
                above: sorted.len() - sorted.partition_point(|score| *score <= upper),
                others,
            };
            let place = usize::try_from(*row).unwrap_or(usize::MAX);
            let standard = results.minimum_standard(place).unwrap_or(MinimumStandard::Open);
            if let Some(slot) = segments.get_mut(place) {
                *slot = standing.code(standard, query.least_peers);
            }
        }
    }
    segments
}

/// How many of the others are certainly below and above.
struct Standing {
    below: usize,
    above: usize,
    others: usize,
}

impl Standing {
    fn code(&self, standard: MinimumStandard, least: usize) -> u8 {
        let three_quarters = |count: usize| count * 4 >= self.others * 3;
        match standard {
            _ if self.others < least.max(MIN_PEERS) => WITHOUT,
            MinimumStandard::Missed => LAGGARD,
            _ if three_quarters(self.above) => LAGGARD,
            MinimumStandard::Met | MinimumStandard::None if three_quarters(self.below) => 0,
            MinimumStandard::Met | MinimumStandard::None | MinimumStandard::Open => 1,
        }
    }
}
