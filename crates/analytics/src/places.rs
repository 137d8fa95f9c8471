//! The place of one unit among others.

use blaupause_kernel::{Rational, Rounding, RoundingMode};
use serde::{Deserialize, Serialize};

/// Where a score stands among those of the peers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PlaceAmongPeers))]
pub struct Place {
    /// How many peers there are, without the unit itself.
    pub peers: u64,
    /// How many of them have a lower score.
    pub below: u64,
    /// How many have the same score.
    pub equal: u64,
    /// Percentile rank in per cent, without decimals: those below and half of those equal, in all peers.
    #[cfg_attr(feature = "openapi", schema(example = "63"))]
    pub percentile: String,
}

/// The place of a score among the scores of the peers; nothing with fewer peers than `least`.
pub fn place(own: Rational, peers: &[Rational], least: usize) -> Option<Place> {
    if peers.len() < least.max(1) {
        return None;
    }
    let count =
        |holds: &dyn Fn(&Rational) -> bool| i64::try_from(peers.iter().filter(|p| holds(p)).count()).ok();
    let (all, below, equal) = (count(&|_| true)?, count(&|peer| *peer < own)?, count(&|peer| *peer == own)?);
    let rank = Rational::new(100 * (2 * below + equal), 2 * all)?;
    let whole = Rounding { mode: RoundingMode::HalfUp, digits: 0 };
    let positive = |n: i64| u64::try_from(n).ok();
    Some(Place {
        peers: positive(all)?,
        below: positive(below)?,
        equal: positive(equal)?,
        percentile: rank.rounded(whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percentile_counts_half_of_the_equal_ones() {
        let peers: Vec<Rational> = [1, 2, 2, 3, 4, 5].map(Rational::from_int).to_vec();
        let at = |own, least| {
            place(Rational::from_int(own), &peers, least).map(|p| (p.below, p.equal, p.percentile))
        };
        // one below, two equal: (1 + 2/2) / 6 = 33.3 %
        assert_eq!(at(2, 5), Some((1, 2, "33".to_owned())));
        assert_eq!(at(6, 5), Some((6, 0, "100".to_owned())));
        assert_eq!(at(0, 5), Some((0, 0, "0".to_owned())));
        assert_eq!(at(2, 7), None);
    }
}
