//! When a figure by itself says too much about a single contributor ("primäre Geheimhaltung").

use blaupause_kernel::Rational;
use serde::{Deserialize, Serialize};

use crate::Value;

/// No rule set may ask for fewer contributors than this: two know each other's figures from the total.
pub const LEAST_CONTRIBUTORS: u32 = 3;

/// What a public figure has to keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    /// The fewest contributors of a figure ("Mindestfallzahl"), at least 3.
    #[cfg_attr(feature = "openapi", schema(minimum = 3, example = 5))]
    pub min_contributors: u32,
    /// The p of the p % rule: what all but the two largest contribute, in per cent of the largest, is at least this.
    #[cfg_attr(feature = "openapi", schema(maximum = 100, example = 10))]
    pub dominance_percent: u8,
}

impl Default for Rules {
    /// Five contributors and p = 10, as in official statistics.
    fn default() -> Self {
        Self { min_contributors: 5, dominance_percent: 10 }
    }
}

/// Why a figure is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SuppressionReason))]
pub enum Reason {
    /// Nobody contributes.
    NoContributors,
    /// Fewer contributors than the rules ask for.
    TooFew,
    /// One contributor makes up almost all of it (p % rule).
    Dominance,
    /// All contributors are alike: the figure would be the figure of each of them.
    Uniform,
    /// With it, another figure that is not shown would follow ("sekundäre Geheimhaltung").
    Secondary,
    /// The breakdown is not among the published tables.
    NotPlanned,
}

impl Rules {
    /// The fewest contributors, never below [`LEAST_CONTRIBUTORS`].
    pub fn least(&self) -> usize {
        usize::try_from(self.min_contributors.max(LEAST_CONTRIBUTORS)).unwrap_or(usize::MAX)
    }

    /// Why these contributions must not be put together into one figure; nothing if they may. `range` is the lowest
    /// and the highest possible number.
    ///
    /// The p % rule is the one of official statistics (Hundepool et al., Handbook on Statistical Disclosure Control,
    /// 4.2): `total - x1 - x2 < p/100 * x1` would let the second largest contributor estimate the largest too well. A
    /// score has two ends, so the rule holds for what everybody has above the lowest number and for what everybody
    /// lacks to the highest.
    pub fn breach(&self, values: &[&Value], range: (Rational, Rational)) -> Option<Reason> {
        let Some(first) = values.first() else { return Some(Reason::NoContributors) };
        if values.len() < self.least() {
            return Some(Reason::TooFew);
        }
        if values.iter().all(|value| value == first) {
            return Some(Reason::Uniform);
        }
        let numbers: Vec<Rational> = values
            .iter()
            .filter_map(|value| match value {
                Value::Number(number) => Some(*number),
                Value::Category(_) => None,
            })
            .collect();
        let (low, high) = range;
        let from_below = numbers.iter().map(|n| n.checked_sub(low)).collect();
        let from_above = numbers.iter().map(|n| high.checked_sub(*n)).collect();
        (self.dominated(from_below) || self.dominated(from_above)).then_some(Reason::Dominance)
    }

    /// Whether the p % rule fails. What the exact arithmetic cannot hold counts as failing.
    fn dominated(&self, parts: Option<Vec<Rational>>) -> bool {
        let Some(mut parts) = parts else { return true };
        parts.sort_unstable_by(|a, b| b.cmp(a));
        let Some(largest) = parts.first() else { return false };
        let limit = Rational::new(self.dominance_percent.into(), 100).and_then(|p| p.checked_mul(*largest));
        let Some(limit) = limit else { return true };
        let mut rest = Rational::ZERO;
        for part in parts.iter().skip(2) {
            if rest >= limit {
                break;
            }
            let Some(more) = rest.checked_add(*part) else { return true };
            rest = more;
        }
        rest < limit
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const RULES: Rules = Rules { min_contributors: 5, dominance_percent: 10 };

    #[rstest]
    #[case(&[], Some(Reason::NoContributors))]
    #[case(&["1", "2", "3", "4"], Some(Reason::TooFew))]
    #[case(&["1", "2", "3", "4", "5"], None)]
    #[case(&["3", "3", "3", "3", "3"], Some(Reason::Uniform))]
    // 5 is the only one above the lowest number: the others are known to be 0
    #[case(&["5", "0", "0", "0", "0"], Some(Reason::Dominance))]
    // the largest is 5, all but the two largest make up 0.4 of it: 8 %
    #[case(&["5", "1", "0.2", "0.1", "0.1"], Some(Reason::Dominance))]
    // 0.5 is 10 %, which is enough
    #[case(&["5", "1", "0.3", "0.1", "0.1"], None)]
    // all but one have the highest number
    #[case(&["2", "5", "5", "5", "5"], Some(Reason::Dominance))]
    fn a_figure_of_few_or_of_one_is_not_shown(#[case] numbers: &[&str], #[case] reason: Option<Reason>) {
        let values: Vec<Value> = numbers.iter().map(|n| Value::Number(n.parse().unwrap())).collect();
        let values: Vec<&Value> = values.iter().collect();
        let range = (Rational::ZERO, Rational::from_int(5));
        assert_eq!(RULES.breach(&values, range), reason);
    }

    #[test]
    fn three_contributors_are_needed_whatever_the_rules_say() {
        let rules = Rules { min_contributors: 1, dominance_percent: 0 };
        let (a, b) = (Value::Category("a".into()), Value::Category("b".into()));
        let range = (Rational::ZERO, Rational::ONE);
        assert_eq!(rules.breach(&[&a, &b], range), Some(Reason::TooFew));
        assert_eq!(rules.breach(&[&a, &b, &b], range), None);
        assert_eq!(rules.breach(&[&b, &b, &b], range), Some(Reason::Uniform));
    }
}
