//! The cheapest way to cover an amount with what more can be had. Every piece of an offer costs the same, but taking any of it
//! costs a fee once. So there is always a cheapest cover that takes all but one of its offers to the full, and the search looks
//! at those only.

use blaupause_kernel::Euro;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::FurtherCapacity;
use crate::Error;

/// What is taken of one offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CoverStep {
    /// The pool.
    pub pool: Uuid,
    /// How much, in the measure of its kind.
    pub amount: u64,
    /// What it costs: the fee, and the price of every piece for every month.
    pub cost: Euro,
}

/// How an amount is covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cover {
    /// What is taken, in the order of the offers.
    pub steps: Vec<CoverStep>,
    /// What no offer covers.
    pub uncovered: u64,
    /// What all steps cost.
    pub cost: Euro,
}

/// An offer while covers are compared, in cents for the whole time.
#[derive(Debug, Clone, Copy)]
struct Offer {
    pool: Uuid,
    most: u64,
    piece: i128,
    setup: i128,
}

impl Offer {
    fn cost(&self, amount: u64) -> i128 {
        if amount == 0 { 0 } else { self.setup + self.piece * i128::from(amount) }
    }

    /// At most what `amount` pieces cost, fee included in their price: the bound that leaves branches out.
    fn at_least(&self, amount: u64) -> i128 {
        self.cost(self.most) * i128::from(amount) / i128::from(self.most.max(1))
    }
}

/// Covers `need` for some months with the offers at least cost. If they do not suffice, everything is taken and the rest is
/// uncovered. Of several cheapest covers it is the first in the order of price per piece, fee included, then id.
///
/// # Errors
/// `TooLarge` if a cost leaves what can be kept exactly.
pub fn cheapest(
    need: u64,
    offers: impl IntoIterator<Item = (Uuid, FurtherCapacity)>,
    months: u32,
) -> Result<Cover, Error> {
    let offer = |(pool, further): (Uuid, FurtherCapacity)| Offer {
        pool,
        most: further.most,
        piece: i128::from(further.monthly.hundredths()) * i128::from(months),
        setup: i128::from(further.setup.hundredths()),
    };
    let mut offers: Vec<Offer> = offers.into_iter().map(offer).collect();
    offers.sort_by(|a, b| {
        let (left, right) = (a.cost(a.most) * i128::from(b.most), b.cost(b.most) * i128::from(a.most));
        left.cmp(&right).then_with(|| a.pool.cmp(&b.pool))
    });
    let all = offers.iter().fold(0_u64, |sum, offer| sum.saturating_add(offer.most));
    let amounts = if need >= all {
        offers.iter().map(|offer| offer.most).collect()
    } else {
        let mut search = Search { offers: &offers, best: None, taken: vec![0; offers.len()] };
        search.go(0, need, 0, None);
        search.best.map(|(_, amounts)| amounts).unwrap_or_default()
    };
    let mut steps = Vec::new();
    let mut cost = 0_i128;
    for (offer, amount) in offers.iter().zip(amounts).filter(|(_, amount)| *amount > 0) {
        let step = offer.cost(amount);
        cost += step;
        steps.push(CoverStep { pool: offer.pool, amount, cost: euro(step)? });
    }
    Ok(Cover { steps, uncovered: need.saturating_sub(all), cost: euro(cost)? })
}

fn euro(cents: i128) -> Result<Euro, Error> {
    i64::try_from(cents).map(Euro::from_hundredths).map_err(|_| Error::TooLarge)
}

struct Search<'o> {
    offers: &'o [Offer],
    best: Option<(i128, Vec<u64>)>,
    taken: Vec<u64>,
}

impl Search<'_> {
    /// Decides offer `at`: taken to the full, as the one that fills up what is left at the end, or not at all.
    fn go(&mut self, at: usize, left: u64, spent: i128, filler: Option<usize>) {
        if self.best.as_ref().is_some_and(|(best, _)| spent + self.bound(at, left, filler) >= *best) {
            return;
        }
        let offers = self.offers;
        let Some(offer) = offers.get(at) else {
            return self.end(left, spent, filler);
        };
        if offer.most <= left {
            self.set(at, offer.most);
            self.go(at + 1, left - offer.most, spent + offer.cost(offer.most), filler);
            self.set(at, 0);
        }
        if filler.is_none() {
            self.go(at + 1, left, spent + offer.setup, Some(at));
        }
        self.go(at + 1, left, spent, filler);
    }

    fn end(&mut self, left: u64, spent: i128, filler: Option<usize>) {
        let last = filler.and_then(|at| Some((at, self.offers.get(at)?)));
        let (cost, amounts) = match last {
            Some((at, offer)) if left <= offer.most => {
                self.set(at, left);
                let amounts = self.taken.clone();
                self.set(at, 0);
                (spent + offer.piece * i128::from(left), amounts)
            }
            None if left == 0 => (spent, self.taken.clone()),
            _ => return,
        };
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, amounts));
        }
    }

    fn set(&mut self, at: usize, amount: u64) {
        if let Some(place) = self.taken.get_mut(at) {
            *place = amount;
        }
    }

    /// At most what covering `left` still costs: the filler at its bare price as long as that is lowest, the others with their
    /// fee spread over everything they have. More than any cover costs if they do not suffice.
    fn bound(&self, at: usize, mut left: u64, filler: Option<usize>) -> i128 {
        let mut filling = filler.and_then(|at| self.offers.get(at));
        let mut cost = 0;
        let mut take = |left: &mut u64, offer: &Offer, bare: bool| {
            let amount = offer.most.min(*left);
            cost += if bare { offer.piece * i128::from(amount) } else { offer.at_least(amount) };
            *left -= amount;
        };
        for offer in self.offers.iter().skip(at) {
            let cheaper = |filler: &&Offer| filler.piece * i128::from(offer.most) <= offer.cost(offer.most);
            if let Some(filler) = filling.filter(cheaper) {
                take(&mut left, filler, true);
                filling = None;
            }
            take(&mut left, offer, false);
        }
        if let Some(filler) = filling {
            take(&mut left, filler, true);
        }
        if left > 0 { i128::MAX / 4 } else { cost }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn further(most: u64, monthly: i64, setup: i64) -> FurtherCapacity {
        FurtherCapacity {
            most,
            monthly: Euro::from_hundredths(monthly),
            setup: Euro::from_hundredths(setup),
            lead_days: 0,
        }
    }

    fn numbered(offers: &[FurtherCapacity]) -> Vec<(Uuid, FurtherCapacity)> {
        (1_u128..).map(Uuid::from_u128).zip(offers.iter().cloned()).collect()
    }

    /// 100 pieces for two months. A: 60 at 1.00, fee 10.00; B: 100 at 2.00, no fee; C: 200 at 0.50, fee 150.00. A full and B
    /// for the rest: 10 + 60 x 2 + 40 x 4 = 290. B alone 400. C alone: 150 + 100 = 250, the cheapest. 130 pieces with C at 280;
    /// at a fee of 500.00 for C, A and B: 130 + 70 x 4 = 410.
    #[test]
    fn a_fee_pays_off_only_for_enough() {
        let amounts = |offers: &[FurtherCapacity], need| {
            let cover = cheapest(need, numbered(offers), 2).unwrap();
            let mut steps: Vec<_> = cover.steps.iter().map(|s| (s.pool.as_u128(), s.amount)).collect();
            steps.sort_unstable();
            (steps, cover.uncovered, cover.cost.to_string())
        };
        let offers = [further(60, 100, 1_000), further(100, 200, 0), further(200, 50, 15_000)];
        assert_eq!(amounts(&offers, 100), (vec![(3, 100)], 0, "250.00".into()));
        assert_eq!(amounts(&offers, 10), (vec![(1, 10)], 0, "30.00".into()));
        assert_eq!(amounts(&offers, 4), (vec![(2, 4)], 0, "16.00".into()));
        let dear = [further(60, 100, 1_000), further(100, 200, 0), further(200, 50, 50_000)];
        assert_eq!(amounts(&dear, 130), (vec![(1, 60), (2, 70)], 0, "410.00".into()));
        assert_eq!(
            amounts(&offers, 400),
            (vec![(1, 60), (2, 100), (3, 200)], 40, "880.00".into()),
            "all is taken: 130 + 400 + 350"
        );
        assert_eq!(amounts(&offers, 0), (vec![], 0, "0.00".into()));
        assert_eq!(amounts(&[], 7), (vec![], 7, "0.00".into()));
    }

    #[test]
    fn a_cost_that_cannot_be_kept_is_refused() {
        let dear = further(u64::MAX / 2, i64::MAX, 0);
        assert_eq!(cheapest(1_000_000, numbered(&[dear]), 24), Err(Error::TooLarge));
    }

    /// Every amount of every offer, by brute force.
    fn least(need: u64, offers: &[FurtherCapacity], months: i64) -> Option<i64> {
        let Some((first, rest)) = offers.split_first() else {
            return (need == 0).then_some(0);
        };
        let cost = |amount: u64| {
            let pieces = first.monthly.hundredths() * months * i64::try_from(amount).unwrap();
            if amount == 0 { 0 } else { first.setup.hundredths() + pieces }
        };
        let tried = (0..=first.most.min(need))
            .filter_map(|amount| least(need - amount, rest, months).map(|others| cost(amount) + others));
        tried.min()
    }

    proptest! {
        #[test]
        fn no_other_cover_is_cheaper(
            offers in prop::collection::vec((1_u64..9, 0_i64..40, 0_i64..60), 0..5),
            need in 0_u64..30,
            months in 1_u32..4,
        ) {
            let offers: Vec<_> = offers.into_iter().map(|(most, piece, fee)| further(most, piece, fee)).collect();
            let all: u64 = offers.iter().map(|offer| offer.most).sum();
            let cover = cheapest(need, numbered(&offers), months).unwrap();
            prop_assert_eq!(cover.uncovered, need.saturating_sub(all));
            let covered: u64 = cover.steps.iter().map(|step| step.amount).sum();
            prop_assert_eq!(covered + cover.uncovered, need);
            let expected = least(need.min(all), &offers, i64::from(months)).unwrap();
            prop_assert_eq!(cover.cost.hundredths(), expected);
            let steps: i64 = cover.steps.iter().map(|step| step.cost.hundredths()).sum();
            prop_assert_eq!(steps, expected);
        }
    }
}
