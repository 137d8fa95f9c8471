//! What all pools of a provider bear together: at their peaks or a higher one, with every site and without any one of them
//! (N-1), and how what is short is covered at least cost.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_catalog::SovereigntyRule;
use blaupause_kernel::{Euro, Slug};
use serde::{Deserialize, Serialize};

use super::{CapacityKind, CoverStep, Pool, cheapest};
use crate::Error;

/// What is to be borne.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demand {
    /// The peak of a kind, in its measure. A kind that is not named has the sum of the peaks of its pools, as if they came at
    /// the same time.
    pub peaks: BTreeMap<CapacityKind, u64>,
    /// What capacity has to offer to be used.
    pub rules: Vec<SovereigntyRule>,
    /// The days until it has to be there.
    pub within_days: u32,
    /// The months for which more is taken.
    pub months: u32,
}

/// One case: every site is there, or one is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CapacityCase))]
pub struct Case {
    /// The lost site; nothing while all are there.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub lost_site: Option<Slug>,
    /// Kind by kind, those of which there is a pool or a peak.
    pub kinds: Vec<KindCase>,
    /// What covering costs.
    pub cost: Euro,
}

/// What one kind of capacity bears in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CapacityCaseKind))]
pub struct KindCase {
    /// The kind.
    pub kind: CapacityKind,
    /// What is to be borne.
    pub peak: u64,
    /// What there is and keeps the rules.
    pub capacity: u64,
    /// What there is and breaks a rule, so that it is not used.
    pub barred: u64,
    /// What went with the lost site, of what keeps the rules.
    pub lost: u64,
    /// What is short: peak less capacity.
    pub short: u64,
    /// What is taken to cover it, at least cost.
    pub cover: Vec<CoverStep>,
    /// What nothing covers.
    pub uncovered: u64,
    /// What covering costs.
    pub cost: Euro,
}

/// The case with every site, and then one for each site without it, by name.
///
/// # Errors
/// `TooLarge` if a cost leaves what can be kept exactly.
pub fn plan(pools: &[Pool], demand: &Demand) -> Result<Vec<Case>, Error> {
    let sites: BTreeSet<&Slug> =
        pools.iter().flat_map(|pool| &pool.terms.sites).map(|place| &place.site).collect();
    let cases = std::iter::once(None).chain(sites.into_iter().map(Some));
    cases.map(|lost| case(pools, demand, lost)).collect()
}

fn case(pools: &[Pool], demand: &Demand, lost: Option<&Slug>) -> Result<Case, Error> {
    let mut cost = Euro::ZERO;
    let mut kinds = Vec::new();
    for kind in CapacityKind::ALL {
        let of_kind: Vec<&Pool> = pools.iter().filter(|pool| pool.terms.kind == kind).collect();
        if of_kind.is_empty() && !demand.peaks.contains_key(&kind) {
            continue;
        }
        let found = kind_case(kind, &of_kind, demand, lost)?;
        cost = cost.checked_add(found.cost).ok_or(Error::TooLarge)?;
        kinds.push(found);
    }
    Ok(Case { lost_site: lost.cloned(), kinds, cost })
}

fn kind_case(
    kind: CapacityKind,
    pools: &[&Pool],
    demand: &Demand,
    lost: Option<&Slug>,
) -> Result<KindCase, Error> {
    let sum = |amounts: &mut dyn Iterator<Item = u64>| amounts.fold(0_u64, u64::saturating_add);
    let (kept, barred): (Vec<&Pool>, Vec<&Pool>) =
        pools.iter().partition(|pool| pool.terms.keeps(&demand.rules));
    let peak = demand.peaks.get(&kind).copied();
    let peak = peak.unwrap_or_else(|| sum(&mut pools.iter().map(|pool| pool.terms.peak)));
    let capacity = sum(&mut kept.iter().map(|pool| pool.terms.capacity(lost)));
    let whole = sum(&mut kept.iter().map(|pool| pool.terms.capacity(None)));
    let short = peak.saturating_sub(capacity);
    let in_time = kept.iter().filter_map(|pool| Some((pool.id, pool.terms.further.clone()?)));
    let in_time = in_time.filter(|(_, further)| further.lead_days <= demand.within_days);
    let cover = cheapest(short, in_time, demand.months)?;
    Ok(KindCase {
        kind,
        peak,
        capacity,
        barred: sum(&mut barred.iter().map(|pool| pool.terms.capacity(lost))),
        lost: whole - capacity,
        short,
        cover: cover.steps,
        uncovered: cover.uncovered,
        cost: cover.cost,
    })
}

#[cfg(test)]
mod tests {
    use blaupause_catalog::{Hosting, Operator, Sovereignty};
    use blaupause_kernel::Revision;
    use uuid::Uuid;

    use super::*;
    use crate::capacity::{FurtherCapacity, PoolTerms, SiteCapacity, Supply};

    fn pool(id: u128, kind: CapacityKind, hosting: Hosting, sites: &[(&str, u64)], peak: u64) -> Pool {
        let further = FurtherCapacity {
            most: 500,
            monthly: Euro::from_hundredths(300),
            setup: Euro::from_hundredths(10_000),
            lead_days: 10,
        };
        let terms = PoolTerms {
            title: format!("Pool {id}"),
            kind,
            supply: Supply::Own,
            sovereignty: Sovereignty {
                operator: Operator::Public,
                hosting,
                open_licence: true,
                exit_plan: true,
            },
            processing_agreement: true,
            sites: sites
                .iter()
                .map(|(site, amount)| SiteCapacity { site: site.parse().unwrap(), amount: *amount })
                .collect(),
            peak,
            commitments: Vec::new(),
            further: (hosting != Hosting::ThirdCountry).then_some(further),
        };
        let (id, provider) = (Uuid::from_u128(id), "it-harz".parse().unwrap());
        Pool { id, provider, terms, revision: Revision::FIRST }
    }

    /// 300 sessions at Goslar and 200 at Seesen for a peak of 350; 400 seats in a third country for a peak of 100. Without
    /// Goslar 150 sessions are short: 100.00 and 150 x 3.00 for each of two months.
    #[test]
    fn every_site_can_be_the_lost_one() {
        use CapacityKind::{VideoSeats, VpnSessions};
        let pools = [
            pool(1, VpnSessions, Hosting::Own, &[("goslar", 300), ("seesen", 200)], 350),
            pool(2, VideoSeats, Hosting::ThirdCountry, &[("ferne", 400)], 100),
        ];
        let european = SovereigntyRule::Hosting { allowed: BTreeSet::from([Hosting::Own, Hosting::Eu]) };
        let demand = Demand { rules: Vec::new(), within_days: 14, months: 2, ..Demand::default() };
        let cases = plan(&pools, &demand).unwrap();
        let of = |case: &Case| {
            let kind = |k: &KindCase| (k.kind, k.peak, k.capacity, k.lost, k.short, k.uncovered);
            (
                case.lost_site.as_ref().map(ToString::to_string),
                case.kinds.iter().map(kind).collect::<Vec<_>>(),
            )
        };
        let seats = (VideoSeats, 100, 400, 0, 0, 0);
        assert_eq!(of(&cases[0]), (None, vec![(VpnSessions, 350, 500, 0, 0, 0), seats]));
        assert_eq!(
            of(&cases[1]),
            (
                Some("ferne".into()),
                vec![(VpnSessions, 350, 500, 0, 0, 0), (VideoSeats, 100, 0, 400, 100, 100)]
            )
        );
        assert_eq!(of(&cases[2]), (Some("goslar".into()), vec![(VpnSessions, 350, 200, 300, 150, 0), seats]));
        assert_eq!(cases[2].cost.to_string(), "1000.00");
        assert_eq!(of(&cases[3]).1[0], (VpnSessions, 350, 300, 200, 50, 0));
        assert_eq!(cases.len(), 4);

        // Nothing more is there within nine days, and the seats are not used under the rule.
        let strict = Demand {
            peaks: BTreeMap::from([(VpnSessions, 501)]),
            rules: vec![european],
            within_days: 9,
            months: 2,
        };
        let first = &plan(&pools, &strict).unwrap()[0];
        assert_eq!(of(first).1, [(VpnSessions, 501, 500, 0, 1, 1), (VideoSeats, 100, 0, 0, 100, 100)]);
        assert_eq!((first.kinds[1].barred, first.cost), (400, Euro::ZERO));
    }
}
