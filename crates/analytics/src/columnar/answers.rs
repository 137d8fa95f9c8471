//! Cohorts with how often everything occurs in them.

use super::grouping::{Selection, select};
use super::packed::Packed;
use super::segments::{SEGMENTS, segments};
use super::tallies::{counted, tallies};
use super::{Correlation, Key, MAX_FIGURES, Query, QueryError, Results, Tally, UnitTable};
use crate::figures::NO_STAGE;

/// The answer to a question.
#[derive(Debug, Clone)]
pub struct Cohorts<'s> {
    /// What they are told apart by.
    pub keys: Vec<Key>,
    /// The cohorts with members, in the order of what their members share.
    pub cohorts: Vec<Cohort<'s>>,
}

/// One cohort.
#[derive(Debug, Clone)]
pub struct Cohort<'s> {
    /// What its members share, by key; `None` where the register does not say.
    pub group: Vec<Option<String>>,
    /// How many results are in it: those of its units that have a score.
    pub results: u64,
    /// The numbers that were asked for, in that order.
    pub tallies: Vec<Tally<'s>>,
    /// Results by proven stage, in the order of the model, those that prove none last; empty if not asked for.
    pub stages: Vec<(String, u64)>,
    /// Results by segment; empty if not asked for.
    pub segments: Vec<(String, u64)>,
    /// The correlations that were asked for, in that order; nothing where there is none.
    pub correlations: Vec<Option<Correlation>>,
}

impl<'s> Cohorts<'s> {
    pub(super) fn of(units: &'s UnitTable, results: &'s Results, query: &Query) -> Result<Self, QueryError> {
        query.check()?;
        let selection = select(units, results, query);
        let figures = query.quantities.len()
            + query.correlations.len()
            + usize::from(query.stages)
            + usize::from(query.segments);
        let most = query.most.min(MAX_FIGURES);
        if selection.names.len().saturating_mul(figures.max(1)) > most {
            return Err(QueryError::TooLarge { most });
        }
        let mut cohorts = empty(&selection);
        for quantity in &query.quantities {
            let unknown = || QueryError::UnknownQuantity(quantity.to_string());
            let column = results.column(quantity).ok_or_else(unknown)?;
            for (cohort, tally) in cohorts.iter_mut().zip(tallies(column, &selection)) {
                cohort.tallies.push(tally);
            }
        }
        if query.stages {
            let names: Vec<String> = results.stages().iter().map(ToString::to_string).collect();
            let counts = counted(results.stage_codes(), names.len(), &selection);
            for (cohort, counts) in cohorts.iter_mut().zip(counts) {
                cohort.stages = named(&names, &counts);
                let with: u64 = counts.iter().map(|(_, count)| count).sum();
                cohort.stages.push((NO_STAGE.to_owned(), cohort.results - with.min(cohort.results)));
            }
        }
        if query.segments {
            let names = SEGMENTS.map(str::to_owned);
            let lane = Packed::Byte(segments(units, results, query));
            for (cohort, counts) in cohorts.iter_mut().zip(counted(&lane, names.len(), &selection)) {
                cohort.segments = named(&names, &counts);
            }
        }
        for (x, y) in &query.correlations {
            let found = super::correlations::correlations(results, x, y, &selection)?;
            for (cohort, correlation) in cohorts.iter_mut().zip(found) {
                cohort.correlations.push(correlation);
            }
        }
        Ok(Self { keys: query.keys.clone(), cohorts })
    }
}

fn empty<'s>(selection: &Selection) -> Vec<Cohort<'s>> {
    let mut sizes = vec![0_u64; selection.names.len()];
    for group in &selection.groups {
        if let Some(size) = usize::try_from(*group).ok().and_then(|group| sizes.get_mut(group)) {
            *size += 1;
        }
    }
    let cohort = |(group, results): (&Vec<Option<String>>, u64)| Cohort {
        group: group.clone(),
        results,
        tallies: Vec::new(),
        stages: Vec::new(),
        segments: Vec::new(),
        correlations: Vec::new(),
    };
    selection.names.iter().zip(sizes).map(cohort).collect()
}

/// Every name with its number.
fn named(names: &[String], counts: &[(u32, u64)]) -> Vec<(String, u64)> {
    let count = |code: u32| counts.iter().find(|(known, _)| *known == code).map_or(0, |(_, count)| *count);
    names.iter().cloned().zip((0..).map(count)).collect()
}
