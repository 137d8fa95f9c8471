//! Fragmentation service by service, and of all services together.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Rational, Sum};

use super::fleet::{Fleet, Solution};
use super::{MEAN, OverallFragmentation, ServiceFragmentation, SolutionShare};
use crate::LeikaKey;

/// How many units have a solution as one of so many: by solution and number of solutions of the unit.
pub(super) type Counts = BTreeMap<usize, BTreeMap<usize, usize>>;

impl Fleet<'_> {
    /// Every service for which some unit has a solution, by key. Nothing for one whose figures leave the arithmetic,
    /// which takes more than a million different solutions.
    pub fn services(&self) -> Vec<ServiceFragmentation> {
        self.services.iter().filter_map(|(service, solutions)| self.service(service, solutions)).collect()
    }

    /// All services together.
    pub fn overall(&self, services: &[ServiceFragmentation]) -> OverallFragmentation {
        let (mut index, mut rest, mut rate) = (Sum::default(), Sum::default(), Sum::default());
        for service in services {
            let times = u64::try_from(service.units).unwrap_or(u64::MAX);
            index.add_times(service.herfindahl, times);
            rest.add_times(Rational::ONE.checked_sub(service.herfindahl).unwrap_or(Rational::ZERO), times);
            rate.add_times(service.standardisation_rate, times);
        }
        OverallFragmentation {
            services: services.len(),
            solutions: self.modules.len(),
            versions: self.version_count,
            unknown: self.unknown,
            herfindahl: index.mean(MEAN),
            fragmentation: rest.mean(MEAN),
            standardisation_rate: rate.mean(MEAN),
        }
    }

    fn service(&self, service: &LeikaKey, solutions: &[Solution]) -> Option<ServiceFragmentation> {
        let (mut modules, mut versions) = (Counts::new(), Counts::new());
        let mut units = 0;
        for of_unit in by_unit(solutions) {
            units += 1;
            count(&mut modules, of_unit.iter().filter_map(|solution| self.module_of(solution.version)));
            count(&mut versions, of_unit.iter().map(|solution| solution.version));
        }
        let mut shares = Vec::with_capacity(modules.len());
        for (module, counts) in &modules {
            let running: BTreeSet<_> =
                versions.keys().filter(|v| self.module_of(**v) == Some(*module)).collect();
            shares.push(SolutionShare {
                module: self.module_name(*module)?.clone(),
                units: counts.values().sum(),
                share: weight(counts)?.checked_div(whole(units)?)?,
                versions: running.len(),
            });
        }
        shares.sort_by(|a, b| b.share.cmp(&a.share).then_with(|| a.module.cmp(&b.module)));
        let common = shares.first().map(|share| &share.module);
        let standardised = by_unit(solutions).filter(|of_unit| self.is_standard(of_unit, common)).count();
        Some(ServiceFragmentation {
            service: service.clone(),
            units,
            versions: versions.len(),
            herfindahl: herfindahl(&modules, units)?,
            herfindahl_versions: herfindahl(&versions, units)?,
            standardised,
            standardisation_rate: whole(standardised)?.checked_div(whole(units)?)?,
            solutions: shares,
        })
    }

    fn is_standard(&self, of_unit: &[Solution], common: Option<&blaupause_kernel::Slug>) -> bool {
        of_unit.iter().all(|solution| {
            let known = self.versions.get(solution.version);
            !solution.customised
                && known.is_some_and(|known| known.offered && self.module_name(known.module) == common)
        })
    }
}

/// The solutions of each unit.
pub(super) fn by_unit(solutions: &[Solution]) -> impl Iterator<Item = &[Solution]> {
    solutions.chunk_by(|a, b| a.unit == b.unit)
}

/// Counts the different solutions of one unit.
pub(super) fn count(counts: &mut Counts, of_unit: impl Iterator<Item = usize>) {
    let different: BTreeSet<usize> = of_unit.collect();
    for solution in &different {
        *counts.entry(*solution).or_default().entry(different.len()).or_default() += 1;
    }
}

/// The sum of squared shares.
pub(super) fn herfindahl(counts: &Counts, units: usize) -> Option<Rational> {
    let units = whole(units)?;
    counts.values().try_fold(Rational::ZERO, |sum, counts| {
        let share = weight(counts)?.checked_div(units)?;
        sum.checked_add(share.checked_mul(share)?)
    })
}

/// So many units, each of which counts the part that it gives to one of its solutions.
fn weight(counts: &BTreeMap<usize, usize>) -> Option<Rational> {
    counts.iter().try_fold(Rational::ZERO, |sum, (solutions, units)| {
        sum.checked_add(whole(*units)?.checked_div(whole(*solutions)?)?)
    })
}

pub(super) fn whole(value: usize) -> Option<Rational> {
    i64::try_from(value).ok().map(Rational::from_int)
}
