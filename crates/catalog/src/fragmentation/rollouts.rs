//! Which modules would lower the fragmentation most for each person-day of introducing them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use blaupause_kernel::{PersonDays, Rational, Sum};
use blaupause_territory::SizeClass;

use super::fleet::{Fleet, Solution};
use super::services::{Counts, by_unit, count, herfindahl, whole};
use super::units::UnitSet;
use super::{GAIN, Rollout};
use crate::{LeikaKey, ModuleVersion, PortfolioEntry};

/// A service, prepared for many rollouts.
struct Prepared {
    units: UnitSet,
    by_class: BTreeMap<SizeClass, (usize, Counts)>,
    count: usize,
    herfindahl: Rational,
}

impl Fleet<'_> {
    /// Every module that a portfolio offers on the day and that would lower the fragmentation, the best first: those
    /// that nobody has to introduce any more, then by gain for each person-day, then, where the effort is not known, by
    /// gain.
    ///
    /// Every unit of a suited size class that has a solution for a service the module serves would have this module and
    /// no other for it; the others keep what they have. Only who does not have the module yet has to introduce it.
    pub fn rollouts(&self, portfolio: &[PortfolioEntry]) -> Vec<Rollout> {
        let prepared = self.services.iter().filter_map(|(key, list)| Some((*key, self.prepare(list)?)));
        let prepared: BTreeMap<&LeikaKey, Prepared> = prepared.collect();
        let all = prepared.values().map(|service| service.count).sum::<usize>();
        let Some(all) = whole(all).filter(|all| !all.is_zero()) else { return Vec::new() };
        let mut best = BTreeMap::new();
        for entry in portfolio.iter().filter(|entry| entry.is_in_force_on(self.on)) {
            let versions = self.catalog.versions(&entry.module).rev();
            let mut offered =
                versions.filter(|v| v.is_offered_on(self.on) && entry.range.matches(&v.version));
            if let Some(version) = offered.next() {
                best.entry(&entry.module).or_insert(version);
            }
        }
        let found = best.into_values().filter_map(|version| self.rollout(version, &prepared, all));
        let mut found: Vec<(Ranked, Rollout)> = found.collect();
        found.sort_by(|(a, first), (b, second)| a.compare(b).then_with(|| first.module.cmp(&second.module)));
        found.into_iter().map(|(_, rollout)| rollout).collect()
    }

    fn prepare(&self, solutions: &[Solution]) -> Option<Prepared> {
        let mut units = UnitSet::new(self.classes.len());
        let mut by_class = BTreeMap::<SizeClass, (usize, Counts)>::new();
        let mut together = Counts::new();
        let mut total = 0;
        for of_unit in by_unit(solutions) {
            let unit = of_unit.first()?.unit;
            let modules = || of_unit.iter().filter_map(|solution| self.module_of(solution.version));
            let class = by_class.entry(*self.classes.get(unit)?).or_default();
            class.0 += 1;
            count(&mut class.1, modules());
            count(&mut together, modules());
            units.insert(unit);
            total += 1;
        }
        let herfindahl = herfindahl(&together, total)?;
        Some(Prepared { units, by_class, count: total, herfindahl })
    }

    fn rollout(
        &self,
        version: &ModuleVersion,
        prepared: &BTreeMap<&LeikaKey, Prepared>,
        all: Rational,
    ) -> Option<(Ranked, Rollout)> {
        let own = self.modules.iter().position(|module| **module == version.module);
        // A module nobody has yet gets a number that no other has.
        let number = own.unwrap_or(self.modules.len());
        let (mut gain, mut services) = (Sum::default(), 0);
        let mut concerned = UnitSet::new(self.classes.len());
        for service in version.leika.iter().filter_map(|key| prepared.get(key)) {
            let after = service.herfindahl_after(version, number)?;
            let more = after.checked_sub(service.herfindahl)?;
            if more.is_zero() {
                continue;
            }
            services += 1;
            gain.add_times(more, u64::try_from(service.count).ok()?);
            concerned.unite(&service.units);
        }
        let gain = gain.divided(all).filter(Sum::is_positive)?;
        let has =
            |unit: &usize| own.and_then(|own| self.having.get(own)).is_some_and(|set| set.contains(*unit));
        let class = |unit: &usize| self.classes.get(*unit).copied();
        let introducing = concerned.iter().filter(|unit| !has(unit)).filter_map(|unit| class(&unit));
        let introducing: Vec<SizeClass> = introducing.filter(|class| version.suits(*class)).collect();
        let effort = introducing
            .iter()
            .try_fold(PersonDays::ZERO, |sum, class| sum.checked_add(version.effort_for(*class)?));
        let days =
            effort.and_then(|effort| Rational::new(effort.hundredths(), 100)).filter(|days| !days.is_zero());
        let per_day = days.and_then(|days| gain.divided(days));
        let rollout = Rollout {
            module: version.module.clone(),
            version: version.version.clone(),
            services,
            units: introducing.len(),
            gain: gain.total(GAIN),
            effort,
            gain_per_person_day: per_day.as_ref().map(|gain| gain.total(GAIN)),
        };
        Some((Ranked { free: introducing.is_empty(), per_day, gain }, rollout))
    }
}

/// The exact figures that decide the order.
struct Ranked {
    free: bool,
    per_day: Option<Sum>,
    gain: Sum,
}

impl Ranked {
    /// The better one first.
    fn compare(&self, other: &Self) -> Ordering {
        let unknown = |ranked: &Self| !ranked.free && ranked.per_day.is_none();
        let by_day = match (&self.per_day, &other.per_day) {
            (Some(own), Some(other)) => other.compare(own),
            _ => Ordering::Equal,
        };
        other
            .free
            .cmp(&self.free)
            .then(unknown(self).cmp(&unknown(other)))
            .then(by_day)
            .then_with(|| other.gain.compare(&self.gain))
    }
}

impl Prepared {
    /// The index if all units of suited size classes had only this module.
    fn herfindahl_after(&self, version: &ModuleVersion, module: usize) -> Option<Rational> {
        let mut counts = Counts::new();
        for (class, (units, of_class)) in &self.by_class {
            if version.suits(*class) {
                *counts.entry(module).or_default().entry(1).or_default() += units;
                continue;
            }
            for (solution, by_number) in of_class {
                let kept = counts.entry(*solution).or_default();
                for (number, units) in by_number {
                    *kept.entry(*number).or_default() += units;
                }
            }
        }
        herfindahl(&counts, self.count)
    }
}
