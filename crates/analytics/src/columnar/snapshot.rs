//! Units and the results of every model version about them, as of one moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_kernel::{Slug, Version};

use super::{CatchingUp, Cohorts, Granularity, Quantity, Query, QueryError, Ranked, Results, Row, UnitTable};

/// Everything that questions are answered from. Cloning shares the columns; changing one copies it.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    units: Arc<UnitTable>,
    results: BTreeMap<(Slug, Version), Arc<Results>>,
}

impl Snapshot {
    /// Of these units, without results.
    pub fn new(units: UnitTable) -> Self {
        Self { units: Arc::new(units), results: BTreeMap::new() }
    }

    /// Takes in the results of a model version, in the place of those it had.
    pub fn insert(&mut self, results: Results) {
        self.results.insert((results.model().clone(), results.version().clone()), Arc::new(results));
    }

    /// The units.
    pub fn units(&self) -> &UnitTable {
        &self.units
    }

    /// The results of a model version.
    pub fn results(&self, model: &Slug, version: &Version) -> Option<&Results> {
        self.results.get(&(model.clone(), version.clone())).map(Arc::as_ref)
    }

    /// The results of all model versions.
    pub fn all_results(&self) -> impl Iterator<Item = &Results> {
        self.results.values().map(Arc::as_ref)
    }

    /// Puts these rows, by day, in the place of those of a unit. Whether the unit and the model version are known.
    pub fn replace(&mut self, model: &Slug, version: &Version, unit: &str, rows: &[Row]) -> bool {
        let known = self.results.get_mut(&(model.clone(), version.clone()));
        let (Some(results), Some(unit)) = (known, self.units.place(unit)) else { return false };
        Arc::make_mut(results).replace(unit, rows);
        true
    }

    /// The memory that all of it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.units.bytes() + self.all_results().map(Results::bytes).sum::<usize>()
    }

    /// The cohorts of results by a model version.
    ///
    /// # Errors
    /// A question that cannot be asked.
    pub fn cohorts<'s>(&'s self, results: &'s Results, query: &Query) -> Result<Cohorts<'s>, QueryError> {
        Cohorts::of(&self.units, results, query)
    }

    /// Every unit with its rank in its cohort, the highest value first.
    ///
    /// # Errors
    /// A question that cannot be asked.
    pub fn ranks(&self, results: &Results, query: &Query, by: &Quantity) -> Result<Vec<Ranked>, QueryError> {
        super::ranks::ranks(&self.units, results, query, by)
    }

    /// How long the laggards of every cohort will take to today's median. The question names no periods.
    ///
    /// # Errors
    /// A question that cannot be asked.
    pub fn catching_up(
        &self,
        results: &Results,
        query: &Query,
        per: Granularity,
    ) -> Result<Vec<CatchingUp>, QueryError> {
        super::catching_up::catching_up(&self.units, results, query, per)
    }
}
