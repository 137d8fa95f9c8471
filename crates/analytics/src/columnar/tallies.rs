//! How often each value of a quantity occurs in each cohort: everything that is asked of it follows from that.

use blaupause_kernel::{Rational, Rounding, Sum};

use super::Dictionary;
use super::grouping::Selection;
use super::packed::Packed;
use super::results::Column;

/// Up to so many counters per quantity are kept for all cohorts at once.
const COUNTERS: usize = 1 << 20;

/// The values of a quantity in a cohort, each with how often it occurs. No order of anything but the values is kept.
#[derive(Debug, Clone)]
pub struct Tally<'s> {
    dictionary: &'s Dictionary,
    counts: Vec<(u32, u64)>,
    count: u64,
}

impl<'s> Tally<'s> {
    pub(super) fn new(dictionary: &'s Dictionary, counts: Vec<(u32, u64)>) -> Self {
        let count = counts.iter().map(|(_, count)| count).sum();
        Self { dictionary, counts, count }
    }

    /// How many results have a value.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The values with how often each occurs, the lowest first.
    pub fn values(&self) -> impl Iterator<Item = (Rational, u64)> + '_ {
        self.counts.iter().filter_map(|(code, count)| Some((self.dictionary.value(*code)?, *count)))
    }

    /// The lowest value.
    pub fn min(&self) -> Option<Rational> {
        self.counts.first().and_then(|(code, _)| self.dictionary.value(*code))
    }

    /// The highest value.
    pub fn max(&self) -> Option<Rational> {
        self.counts.last().and_then(|(code, _)| self.dictionary.value(*code))
    }

    /// The exact sum.
    pub fn sum(&self) -> Sum {
        self.dictionary.sum(&self.counts)
    }

    /// The arithmetic mean, rounded once.
    pub fn mean(&self, rounding: Rounding) -> Option<String> {
        let scaled = self.dictionary.scaled_sum(&self.counts);
        let small = scaled.and_then(|(total, denominator)| {
            Rational::of_parts(total, i128::from(denominator) * i128::from(self.count))
        });
        small.map(|mean| mean.rounded(rounding)).or_else(|| self.sum().mean(rounding))
    }

    /// The quantile `numerator / denominator` by nearest rank: the lowest value that at least this share of the results
    /// do not exceed (`percentile_disc` of SQL).
    pub fn quantile(&self, numerator: u64, denominator: u64) -> Option<Rational> {
        let rank = (self.count * numerator).div_ceil(denominator.max(1)).max(1);
        let mut seen = 0;
        let found = self.counts.iter().find(|(_, count)| {
            seen += count;
            seen >= rank
        });
        found.and_then(|(code, _)| self.dictionary.value(*code))
    }

    /// How many results have at least this value.
    pub fn at_least(&self, value: Rational) -> u64 {
        let from = match self.dictionary.code(value) {
            Ok(code) | Err(code) => code,
        };
        self.counts.iter().filter(|(code, _)| *code >= from).map(|(_, count)| count).sum()
    }

    /// The share of the results that have at least this value.
    pub fn share_at_least(&self, value: Rational) -> Option<Rational> {
        Rational::of_parts(self.at_least(value).into(), self.count.into())
    }
}

/// One tally per cohort.
pub(super) fn tallies<'s>(column: &'s Column, selection: &Selection) -> Vec<Tally<'s>> {
    let dictionary = &column.dictionary;
    let Some(lane) = column.lanes.first() else { return Vec::new() };
    let counts = counted(lane, dictionary.len(), selection);
    counts.into_iter().map(|counts| Tally::new(dictionary, counts)).collect()
}

/// For every cohort the codes of its results with their number, in order.
pub(super) fn counted(lane: &Packed, codes: usize, selection: &Selection) -> Vec<Vec<(u32, u64)>> {
    let groups = selection.names.len();
    // one counter more than codes: for results without a value
    let width = codes + 1;
    if groups * width > COUNTERS {
        return sorted(lane, selection);
    }
    let mut counters = vec![0_u32; groups * width];
    match lane {
        Packed::Byte(lane) => count(lane, selection, width, &mut counters),
        Packed::Short(lane) => count(lane, selection, width, &mut counters),
        Packed::Wide(lane) => count(lane, selection, width, &mut counters),
    }
    let of_group = |counters: &[u32]| {
        let found = (0_u32..).zip(counters.iter().take(codes)).filter(|(_, count)| **count > 0);
        found.map(|(code, count)| (code, u64::from(*count))).collect()
    };
    counters.chunks(width).map(of_group).collect()
}

fn count<T: Copy + TryInto<usize>>(lane: &[T], selection: &Selection, width: usize, counters: &mut [u32]) {
    for (row, group) in selection.rows.iter().zip(&selection.groups) {
        let (Ok(row), Ok(group)) = (usize::try_from(*row), usize::try_from(*group)) else { continue };
        let code = lane.get(row).and_then(|code| (*code).try_into().ok());
        let slot = group * width + code.unwrap_or(usize::MAX).min(width - 1);
        if let Some(counter) = counters.get_mut(slot) {
            *counter += 1;
        }
    }
}

/// The same where a counter for every code in every cohort would be too many: by sorting.
fn sorted(lane: &Packed, selection: &Selection) -> Vec<Vec<(u32, u64)>> {
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); selection.names.len()];
    for (row, group) in selection.rows.iter().zip(&selection.groups) {
        let place = usize::try_from(*group).ok().and_then(|group| members.get_mut(group));
        let code = usize::try_from(*row).ok().and_then(|row| lane.get(row));
        if let (Some(place), Some(code)) = (place, code) {
            place.push(code);
        }
    }
    let counts = |mut codes: Vec<u32>| {
        codes.sort_unstable();
        let mut counts: Vec<(u32, u64)> = Vec::new();
        for code in codes {
            match counts.last_mut() {
                Some((last, count)) if *last == code => *count += 1,
                _ => counts.push((code, 1)),
            }
        }
        counts
    };
    members.into_iter().map(counts).collect()
}
