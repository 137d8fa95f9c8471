//! Which indicators hold gaps open: a gap in a dimension or in the score is looked for in the indicators below it.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};

use crate::scoring::evaluate::subtract;
use crate::{Error, Explain, Gap, NodeKind, Outcome};

/// How many levels each indicator lacks, of those that some gap is about.
///
/// For a gap at a node with the value `needed`, each indicator at or below that node whose proven value is smaller lacks the
/// difference; of several gaps the largest counts. Indicators that do not apply lack nothing.
///
/// # Errors
/// `UnknownNode` for a gap of another outcome, `Overflow` if a number leaves the exact arithmetic.
pub fn shortfalls(outcome: &Outcome, gaps: &[Gap]) -> Result<BTreeMap<Slug, Rational>, Error> {
    let mut lacking: BTreeMap<Slug, Rational> = BTreeMap::new();
    for gap in gaps {
        let unknown = || Error::UnknownNode { node: gap.node.clone() };
        let node = match gap.kind {
            NodeKind::Model => &outcome.explain,
            _ => outcome.explain.find(&gap.node).ok_or_else(unknown)?,
        };
        let mut below: Vec<&Explain> = Vec::new();
        node.leaves(&mut |leaf| below.push(leaf));
        for leaf in below {
            let Some(proven) = leaf.lower.filter(|proven| *proven < gap.needed) else { continue };
            let missing = subtract(gap.needed, proven)?;
            let most = lacking.entry(leaf.id.clone()).or_insert(missing);
            *most = missing.max(*most);
        }
    }
    Ok(lacking)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::fixtures::{absent, gated, level, num, outcome, slug};
    use crate::{Target, gaps};

    fn of(answers: &[(&str, crate::Answer)], target: &Target) -> BTreeMap<Slug, Rational> {
        let model = gated();
        let outcome = outcome(&model, answers);
        shortfalls(&outcome, &gaps(&model, &outcome, target).unwrap()).unwrap()
    }

    /// Model `gated`: a (weight 3) and b (weight 1) in the dimension `alles`, mean of weights; `gesichert` from 2 with
    /// a >= 2; `fortgeschritten` from 4 with a >= 4 and b >= 3.
    #[test]
    fn a_gap_above_is_looked_for_in_the_indicators_below() {
        let both = [("a", level(1)), ("b", level(3))];
        // The threshold 2 of the score (3/2 proven) and the gate a >= 2: a lacks 1 in both, b holds 3.
        assert_eq!(of(&both, &Target::NextStage), BTreeMap::from([(slug("a"), num("1"))]));
        // `alles` at 5/2: a lacks 3/2, b lacks nothing; b at 5: b lacks 2.
        let own =
            Target::Own { levels: BTreeMap::from([(slug("b"), num("5")), (slug("alles"), num("5/2"))]) };
        assert_eq!(of(&both, &own), BTreeMap::from([(slug("a"), num("3/2")), (slug("b"), num("2"))]));
        // `alles` at 4 and a at 2: of the two gaps of a (3 and 1), the larger.
        let twice =
            Target::Own { levels: BTreeMap::from([(slug("a"), num("2")), (slug("alles"), num("4"))]) };
        assert_eq!(of(&both, &twice), BTreeMap::from([(slug("a"), num("3")), (slug("b"), num("1"))]));
        let absent = [("a", level(1)), ("b", absent())];
        let high = Target::Own { levels: BTreeMap::from([(slug("alles"), num("5"))]) };
        assert_eq!(of(&absent, &high), BTreeMap::from([(slug("a"), num("4"))]));
    }
}
