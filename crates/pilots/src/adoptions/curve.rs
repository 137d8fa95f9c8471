//! How a blueprint spreads: the adoption curve ("Verbreitungskurve"), quarter by quarter.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ars, Date, Quarter, Slug};
use serde::{Deserialize, Serialize};

use super::{Adoption, AdoptionTransition};

/// How many units had come how far at the end of a quarter. Every number counts units once, however often they began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AdoptionCurvePoint))]
pub struct CurvePoint {
    /// The quarter.
    pub quarter: Quarter,
    /// Units that had registered their interest.
    pub registered: u64,
    /// Units that had begun with the first step.
    pub started: u64,
    /// Units that had gone live.
    pub live: u64,
    /// Units that had proved the effect by an assessment.
    pub verified: u64,
    /// Units all of whose adoptions had been given up.
    pub abandoned: u64,
}

/// The curve of every blueprint from the quarter of its first adoption to that of a day. A state counts from the day on
/// which it was reached last: what happened and was undone before is not kept.
pub fn adoption_curves(adoptions: &[Adoption], until: Date) -> BTreeMap<Slug, Vec<CurvePoint>> {
    let mut of_blueprint: BTreeMap<&Slug, Vec<&Adoption>> = BTreeMap::new();
    for adoption in adoptions {
        of_blueprint.entry(&adoption.blueprint).or_default().push(adoption);
    }
    let curves = of_blueprint.into_iter().map(|(blueprint, all)| (blueprint.clone(), curve(&all, until)));
    curves.collect()
}

fn curve(adoptions: &[&Adoption], until: Date) -> Vec<CurvePoint> {
    let began = adoptions.iter().filter_map(|adoption| reached(adoption, AdoptionTransition::Register));
    let Some(first) = began.min() else { return Vec::new() };
    let last = Quarter::of(until);
    let mut points = Vec::new();
    let mut quarter = first;
    while quarter <= last {
        points.push(point(adoptions, quarter));
        let next = quarter.plus(1);
        if next == quarter {
            break;
        }
        quarter = next;
    }
    points
}

/// The quarter in which an adoption reached something last.
fn reached(adoption: &Adoption, transition: AdoptionTransition) -> Option<Quarter> {
    adoption.state_dates.get(&transition).map(|day| Quarter::of(*day))
}

fn point(adoptions: &[&Adoption], quarter: Quarter) -> CurvePoint {
    let by_then = |adoption: &Adoption, transition| {
        reached(adoption, transition).is_some_and(|in_quarter| in_quarter <= quarter)
    };
    let units = |transition: AdoptionTransition| -> BTreeSet<&Ars> {
        adoptions.iter().filter(|a| by_then(a, transition)).map(|a| &a.unit).collect()
    };
    let count = |units: &BTreeSet<&Ars>| u64::try_from(units.len()).unwrap_or(u64::MAX);
    let registered = units(AdoptionTransition::Register);
    let going_on: BTreeSet<&Ars> = adoptions
        .iter()
        .filter(|a| by_then(a, AdoptionTransition::Register) && !by_then(a, AdoptionTransition::Abandon))
        .map(|a| &a.unit)
        .collect();
    CurvePoint {
        quarter,
        registered: count(&registered),
        started: count(&units(AdoptionTransition::Start)),
        live: count(&units(AdoptionTransition::GoLive)),
        verified: count(&units(AdoptionTransition::Verify)),
        abandoned: count(&registered).saturating_sub(count(&going_on)),
    }
}

#[cfg(test)]
mod tests {
    use AdoptionTransition as T;

    use super::*;
    use crate::adoptions::AdoptionState;
    use crate::adoptions::tests::adoption_in;

    /// Two units of one blueprint. The first registers in Q1, starts in Q2, goes live in Q2 and proves it in Q4. The second
    /// registers in Q2 and gives up in Q3.
    #[test]
    fn units_are_counted_from_the_quarter_in_which_they_came_so_far() {
        let dates = |all: &[(T, &str)]| all.iter().map(|(t, day)| (*t, day.parse().unwrap())).collect();
        let first = dates(&[
            (T::Register, "2025-03-31"),
            (T::Start, "2025-04-01"),
            (T::GoLive, "2025-06-30"),
            (T::Verify, "2025-10-01"),
        ]);
        let second = dates(&[(T::Register, "2025-05-01"), (T::Abandon, "2025-07-01")]);
        let of = |unit: &str, state_dates| Adoption {
            unit: unit.parse().unwrap(),
            state_dates,
            ..adoption_in(AdoptionState::Interested)
        };
        let all = [of("010010000000", first), of("010020000000", second)];
        let curves = adoption_curves(&all, "2025-12-31".parse().unwrap());
        assert_eq!(curves.len(), 1);
        let points: Vec<[u64; 5]> = curves
            .values()
            .flatten()
            .map(|p| [p.registered, p.started, p.live, p.verified, p.abandoned])
            .collect();
        assert_eq!(points, [[1, 0, 0, 0, 0], [2, 1, 1, 0, 0], [2, 1, 1, 0, 1], [2, 1, 1, 1, 1]]);
        assert!(adoption_curves(&[], "2025-12-31".parse().unwrap()).is_empty());
    }
}
