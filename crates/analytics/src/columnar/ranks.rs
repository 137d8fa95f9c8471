//! The rank of every unit in its cohort.

use blaupause_kernel::Rational;

use super::grouping::select;
use super::{Quantity, Query, QueryError, Results, UnitTable};

/// A unit in a cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// The key of the unit.
    pub unit: String,
    /// What the members of the cohort share, by key of the question.
    pub group: Vec<Option<String>>,
    /// Its value.
    pub value: Rational,
    /// One more than there are units with a higher value, as in sports.
    pub rank: u64,
    /// How many units have the same value, itself included.
    pub equal: u64,
    /// How many units of the cohort have a value.
    pub of: u64,
}

/// All units that have a value, by cohort, then by rank, then by key.
pub(super) fn ranks(
    units: &UnitTable,
    results: &Results,
    query: &Query,
    by: &Quantity,
) -> Result<Vec<Ranked>, QueryError> {
    query.check()?;
    let column = results.column(by).ok_or_else(|| QueryError::UnknownQuantity(by.to_string()))?;
    let selection = select(units, results, query);
    let mut members: Vec<Vec<(u32, u32)>> = vec![Vec::new(); selection.names.len()];
    for (row, group) in selection.rows.iter().zip(&selection.groups) {
        let lane = column.lanes.first();
        let code = lane.zip(usize::try_from(*row).ok()).and_then(|(lane, row)| lane.get(row));
        let place = usize::try_from(*group).ok().and_then(|group| members.get_mut(group));
        if let (Some(code), Some(place)) = (code, place) {
            place.push((code, *row));
        }
    }
    let mut ranked = Vec::with_capacity(selection.rows.len());
    for (group, mut members) in selection.names.iter().zip(members) {
        members.sort_unstable_by_key(|(code, row)| (std::cmp::Reverse(*code), *row));
        let of = u64::try_from(members.len()).unwrap_or_default();
        let mut rank = 1;
        for same in members.chunk_by(|(a, _), (b, _)| a == b) {
            let equal = u64::try_from(same.len()).unwrap_or_default();
            for (code, row) in same {
                let unit = results.unit_of(*row).and_then(|unit| units.key(unit));
                let value = column.dictionary.value(*code);
                ranked.extend(unit.zip(value).map(|(unit, value)| Ranked {
                    unit: unit.to_owned(),
                    group: group.clone(),
                    value,
                    rank,
                    equal,
                    of,
                }));
            }
            rank += equal;
        }
    }
    Ok(ranked)
}
