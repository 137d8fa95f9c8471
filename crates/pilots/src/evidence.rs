//! What adoptions and pilots prove about a blueprint: how many, how far, and effort against plan; all exact.

use std::collections::BTreeMap;

use blaupause_kernel::{PersonDays, Rational, Slug};
use blaupause_territory::SizeClass;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::adoptions::{Adoption, AdoptionState};
use crate::pilots::Pilot;
use crate::reports::ExperienceReport;

/// How many adoptions stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateCounts {
    /// Interessiert.
    pub interested: u32,
    /// Geplant.
    pub planned: u32,
    /// In Umsetzung.
    pub running: u32,
    /// Im Betrieb, not yet proven.
    pub live: u32,
    /// Nachgewiesen.
    pub verified: u32,
    /// Ruhend.
    pub paused: u32,
    /// Aufgegeben.
    pub abandoned: u32,
}

/// Smallest, middle and largest of some exact numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spread {
    /// How many numbers.
    pub count: u32,
    /// The smallest.
    pub min: Rational,
    /// The middle one, or the mean of the two in the middle.
    pub median: Rational,
    /// The largest.
    pub max: Rational,
}

impl Spread {
    /// The spread of some numbers; nothing without any.
    ///
    /// # Errors
    /// `TooLarge` if the mean of the two in the middle does not fit 128 bits.
    pub fn of(mut numbers: Vec<Rational>) -> Result<Option<Self>, Error> {
        numbers.sort_unstable();
        let (Some(&min), Some(&max)) = (numbers.first(), numbers.last()) else { return Ok(None) };
        let high = numbers.get(numbers.len() / 2).copied().unwrap_or(max);
        let low = numbers.get((numbers.len() - 1) / 2).copied().unwrap_or(min);
        let median = low
            .checked_add(high)
            .and_then(|sum| sum.checked_div(Rational::from_int(2)))
            .ok_or(Error::TooLarge)?;
        let count = u32::try_from(numbers.len()).map_err(|_| Error::TooLarge)?;
        Ok(Some(Self { count, min, median, max }))
    }
}

/// Planned and actual effort of one pilot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PilotEffort {
    /// Effort planned.
    pub planned: PersonDays,
    /// Effort its report states.
    pub actual: PersonDays,
}

impl PilotEffort {
    /// The efforts of an evaluated pilot whose report states the actual one.
    pub fn of(pilot: &Pilot, report: &ExperienceReport) -> Option<Self> {
        let actual = report.answers.actual_effort?;
        let own = report.pilot == pilot.slug && pilot.state.is_proven();
        own.then_some(Self { planned: pilot.planned_effort, actual })
    }
}

/// The evidence about one blueprint over all its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// The blueprint.
    pub blueprint: Slug,
    /// How many adoptions stand where.
    pub counts: StateCounts,
    /// Verified adoptions as a share of those that came to an end, verified or abandoned; nothing while none did.
    pub success_rate: Option<Rational>,
    /// Actual effort as a multiple of the planned one, over adoptions in use.
    pub effort_ratio: Option<Spread>,
    /// The same by size class.
    pub effort_ratio_by_size: BTreeMap<SizeClass, Spread>,
    /// Verified adoptions by size class.
    pub verified_by_size: BTreeMap<SizeClass, u32>,
    /// Actual effort as a multiple of the planned one, over the pilots.
    pub pilot_effort_ratio: Option<Spread>,
}

impl Evidence {
    /// The evidence from a blueprint's adoptions and pilots; adoptions of other blueprints are passed over.
    /// Effort counts once every step is done (live or verified) and only against a plan above zero.
    ///
    /// # Errors
    /// `TooLarge` if a ratio does not fit 128 bits.
    pub fn of<'a>(
        blueprint: &Slug,
        adoptions: impl IntoIterator<Item = &'a Adoption>,
        pilots: &[PilotEffort],
    ) -> Result<Self, Error> {
        let mut counts = StateCounts::default();
        let mut all = Vec::new();
        let mut by_size: BTreeMap<SizeClass, Vec<Rational>> = BTreeMap::new();
        let mut verified_by_size = BTreeMap::new();
        for adoption in adoptions.into_iter().filter(|a| a.blueprint == *blueprint) {
            count(&mut counts, adoption.state);
            if let (AdoptionState::Verified, Some(size)) = (adoption.state, adoption.size_class) {
                *verified_by_size.entry(size).or_insert(0) += 1;
            }
            let in_use = adoption.state.is_in_use();
            let ratio = in_use.then(|| ratio(adoption.planned_effort, adoption.actual_effort())).flatten();
            if let Some(ratio) = ratio {
                all.push(ratio);
                if let Some(size) = adoption.size_class {
                    by_size.entry(size).or_default().push(ratio);
                }
            }
        }
        let mut effort_ratio_by_size = BTreeMap::new();
        for (size, ratios) in by_size {
            if let Some(spread) = Spread::of(ratios)? {
                effort_ratio_by_size.insert(size, spread);
            }
        }
        let ended = i64::from(counts.verified) + i64::from(counts.abandoned);
        Ok(Self {
            blueprint: blueprint.clone(),
            counts,
            success_rate: Rational::new(counts.verified.into(), ended),
            effort_ratio: Spread::of(all)?,
            effort_ratio_by_size,
            verified_by_size,
            pilot_effort_ratio: Spread::of(
                pilots.iter().filter_map(|p| ratio(p.planned, p.actual)).collect(),
            )?,
        })
    }

    /// Evidence about a blueprint that nobody adopted and no pilot reported on.
    pub fn none(blueprint: Slug) -> Self {
        Self {
            blueprint,
            counts: StateCounts::default(),
            success_rate: None,
            effort_ratio: None,
            effort_ratio_by_size: BTreeMap::new(),
            verified_by_size: BTreeMap::new(),
            pilot_effort_ratio: None,
        }
    }

    /// The effort ratio to expect for a size class: that of the class, or else that of all adoptions.
    pub fn expected_ratio(&self, size: Option<SizeClass>) -> Option<Spread> {
        size.and_then(|s| self.effort_ratio_by_size.get(&s)).copied().or(self.effort_ratio)
    }
}

fn count(counts: &mut StateCounts, state: AdoptionState) {
    let counter = match state {
        AdoptionState::Interested => &mut counts.interested,
        AdoptionState::Planned => &mut counts.planned,
        AdoptionState::Running => &mut counts.running,
        AdoptionState::Live => &mut counts.live,
        AdoptionState::Verified => &mut counts.verified,
        AdoptionState::Paused { .. } => &mut counts.paused,
        AdoptionState::Abandoned => &mut counts.abandoned,
    };
    *counter = counter.saturating_add(1);
}

/// Actual as a multiple of planned; nothing against a plan of zero.
fn ratio(planned: PersonDays, actual: PersonDays) -> Option<Rational> {
    (planned > PersonDays::ZERO).then(|| Rational::new(actual.hundredths(), planned.hundredths())).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::adoptions::tests::{adoption_in, document};

    fn with_effort(state: AdoptionState, size: Option<SizeClass>, planned: &str, actual: &str) -> Adoption {
        let mut adoption = adoption_in(state);
        adoption.size_class = size;
        adoption.planned_effort = planned.parse().unwrap();
        adoption.steps.retain(|id, _| id.as_str() == "prepare");
        if let Some(progress) = adoption.steps.values_mut().next() {
            progress.actual = actual.parse().unwrap();
        }
        adoption
    }

    #[test]
    fn nothing_proves_nothing() {
        let slug = document().blueprint;
        let empty = Evidence::of(&slug, [], &[]).unwrap();
        assert_eq!(empty, Evidence::none(slug));
        assert_eq!(empty.success_rate, None);
    }

    /// Ratios of the adoptions in use: 12/10 = 6/5, 8/10 = 4/5, 30/20 = 3/2. Sorted 4/5, 6/5, 3/2: median 6/5.
    /// Small towns only: 6/5 and 4/5, median (6/5 + 4/5) / 2 = 1. Verified 2 of 2 + 1 ended: 2/3.
    #[test]
    fn medians_and_rates_are_exact() {
        use AdoptionState as S;
        let (small, large) = (Some(SizeClass::SmallerSmallTown), Some(SizeClass::LargerCity));
        let adoptions = [
            with_effort(S::Verified, small, "10", "12"),
            with_effort(S::Live, small, "10", "8"),
            with_effort(S::Verified, large, "20", "30"),
            with_effort(S::Running, small, "10", "99"),
            with_effort(S::Abandoned, small, "10", "99"),
            with_effort(S::Live, None, "0", "5"),
        ];
        let slug = document().blueprint;
        let pilots = [PilotEffort { planned: "100".parse().unwrap(), actual: "150".parse().unwrap() }];
        let evidence = Evidence::of(&slug, &adoptions, &pilots).unwrap();
        let text = |s: Spread| [s.min, s.median, s.max].map(|r| r.to_string());
        assert_eq!(text(evidence.effort_ratio.unwrap()), ["4/5", "6/5", "3/2"]);
        assert_eq!(text(evidence.expected_ratio(small).unwrap()), ["4/5", "1", "6/5"]);
        assert_eq!(text(evidence.expected_ratio(None).unwrap()), ["4/5", "6/5", "3/2"]);
        assert_eq!(evidence.success_rate.unwrap().to_string(), "2/3");
        assert_eq!(evidence.pilot_effort_ratio.unwrap().median.to_string(), "3/2");
        let counts = evidence.counts;
        assert_eq!((counts.verified, counts.live, counts.running, counts.abandoned), (2, 2, 1, 1));
        assert_eq!(evidence.verified_by_size.len(), 2);
        assert_eq!(
            Evidence::of(&"other".parse().unwrap(), &adoptions, &[]).unwrap().counts,
            StateCounts::default()
        );
    }

    proptest! {
        #[test]
        fn a_median_lies_between_the_smallest_and_the_largest(numbers in prop::collection::vec(-10_000i64..10_000, 1..40)) {
            let rationals = numbers.iter().map(|n| Rational::new(*n, 7).unwrap()).collect();
            let spread = Spread::of(rationals).unwrap().unwrap();
            prop_assert!(spread.min <= spread.median && spread.median <= spread.max);
            let below = numbers.iter().filter(|n| Rational::new(**n, 7).unwrap() < spread.median).count();
            let above = numbers.iter().filter(|n| Rational::new(**n, 7).unwrap() > spread.median).count();
            prop_assert!(below * 2 <= numbers.len() && above * 2 <= numbers.len());
        }
    }
}
