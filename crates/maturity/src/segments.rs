//! Front-runner, middle or laggard: derived from a peer group and the minimum standard, never typed in.

use blaupause_kernel::Rational;
use serde::{Deserialize, Serialize};

use crate::{MinimumStandard, Outcome};

/// The smallest peer group in which a place means something.
pub const MIN_PEERS: usize = 4;

/// Where a unit stands among its peers (Handreichung: "dualer Ansatz", front-runners and laggards).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Segment {
    /// Spitzenreiter: suited to run pilots.
    FrontRunner,
    /// Neither.
    Middle,
    /// Nachzügler: first to be offered proven blueprints.
    Laggard,
}

/// The segment of a unit among the scores of its peers (without itself), or nothing with fewer than [`MIN_PEERS`].
///
/// - Laggard: a gate of the minimum standard fails whatever is still open, or at least three quarters of the
///   peers have a higher score than the unit's upper bound.
/// - Front-runner: the minimum standard is proven (or the model has none) and at least three quarters of the
///   peers have a lower score than the unit's lower bound.
/// - Middle: everything else, so equal scores make nobody a laggard, and open answers prove nothing either way.
pub fn segment(own: &Outcome, peers: &[Rational]) -> Option<Segment> {
    segment_between((own.bounds.lower.exact, own.bounds.upper.exact), own.minimum_standard, peers)
}

/// The segment of a unit by the bounds of its score, as [`segment`] decides it.
pub fn segment_between(
    (lower, upper): (Rational, Rational),
    minimum_standard: MinimumStandard,
    peers: &[Rational],
) -> Option<Segment> {
    if peers.len() < MIN_PEERS {
        return None;
    }
    let three_quarters = |count: usize| count.saturating_mul(4) >= peers.len().saturating_mul(3);
    let below = peers.iter().filter(|p| **p < lower).count();
    let above = peers.iter().filter(|p| **p > upper).count();
    Some(match minimum_standard {
        MinimumStandard::Missed => Segment::Laggard,
        _ if three_quarters(above) => Segment::Laggard,
        MinimumStandard::Met | MinimumStandard::None if three_quarters(below) => Segment::FrontRunner,
        MinimumStandard::Met | MinimumStandard::None | MinimumStandard::Open => Segment::Middle,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Answer;
    use crate::scoring::fixtures::{gated, level, num, open, outcome};

    /// Model `gated`: score (3a + b) / 4, minimum standard a >= 2.
    #[test]
    fn place_and_minimum_standard_decide_together() {
        let peers: Vec<Rational> = ["1", "2", "3", "4"].map(num).to_vec();
        let at = |a: Answer, b: Answer| segment(&outcome(&gated(), &[("a", a), ("b", b)]), &peers);
        for (a, b, expected) in [
            (level(4), level(4), Segment::FrontRunner), // 4: 1, 2 and 3 are below
            (level(3), level(3), Segment::Middle),      // 3: 1 and 2 are below, 4 above
            (level(2), level(0), Segment::Laggard),     // 3/2: 2, 3 and 4 are above
            (level(1), level(5), Segment::Laggard),     // a < 2
            (level(5), open(), Segment::FrontRunner),   // 15/4 is proven: 1, 2 and 3 are below
            (level(3), open(), Segment::Middle),        // between 9/4 and 7/2
            (open(), level(5), Segment::Middle),        // the minimum standard is open
        ] {
            assert_eq!(at(a.clone(), b.clone()), Some(expected), "{a:?} {b:?}");
        }
    }

    #[test]
    fn equal_scores_are_the_middle_and_few_peers_say_nothing() {
        let own = outcome(&gated(), &[("a", level(3)), ("b", level(3))]);
        assert_eq!(segment(&own, &[num("3"); 4]), Some(Segment::Middle));
        assert_eq!(segment(&own, &[num("1"); 3]), None);
    }
}
