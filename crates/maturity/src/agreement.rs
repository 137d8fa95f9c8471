//! How far several answers to one indicator agree, in exact numbers.
//!
//! Levels are ordinal, so their agreement is Leik's: R. K. Leik, A Measure of Ordinal Consensus, Pacific Sociological
//! Review 9 (1966), p. 85-90. With `F` the share of answers at a level or below it, and `m` levels, dispersion is
//! `D = 2 * sum(min(F, 1 - F)) / (m - 1)` over all levels but the last, and agreement is `1 - D`: 1 if all gave the
//! same level, 0 if one half gave the lowest and the other half the highest one. A measured scale has no levels to
//! count, so the sum becomes the integral over its range: the same measure for equal steps of any size.

use std::mem::discriminant;

use blaupause_kernel::{Message, Rational};
use serde::{Deserialize, Serialize};

use crate::models::Scale;
use crate::{Answer, Error};

/// How far the answers of several respondents to one indicator agree ("Übereinstimmung").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    /// How many answered.
    pub answered: u32,
    /// How many of them gave a level.
    pub levels: u32,
    /// How many said that the question makes no sense here.
    pub not_applicable: u32,
    /// How many could not tell.
    pub not_assessable: u32,
    /// How many said that the provider does it.
    pub by_provider: u32,
    /// Whether all said the same; reasons may differ.
    pub unanimous: bool,
    /// The lowest level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest: Option<Rational>,
    /// The lower median of the levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median: Option<Rational>,
    /// The highest level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<Rational>,
    /// Of all pairs of respondents, the share that said the same; nothing for fewer than two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Rational>,
    /// Leik's ordinal consensus of the levels, from 0 to 1; nothing if nobody gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordinal: Option<Rational>,
}

impl Agreement {
    /// How far some answers agree. Who left the indicator open did not answer.
    ///
    /// # Errors
    /// `Overflow` if a number cannot be kept exactly.
    pub fn of(scale: &Scale, answers: &[&Answer]) -> Result<Self, Error> {
        let given: Vec<&Answer> = answers.iter().copied().filter(|a| **a != Answer::Unanswered).collect();
        let count = |wanted: fn(&Answer) -> bool| number(given.iter().filter(|a| wanted(a)).count());
        let mut levels: Vec<Rational> = given.iter().filter_map(|a| level(a)).collect();
        levels.sort_unstable();
        Ok(Self {
            answered: number(given.len())?,
            levels: number(levels.len())?,
            not_applicable: count(|a| matches!(a, Answer::NotApplicable { .. }))?,
            not_assessable: count(|a| matches!(a, Answer::NotAssessable { .. }))?,
            by_provider: count(|a| matches!(a, Answer::ByProvider))?,
            unanimous: given.windows(2).all(|pair| matches!(pair, [a, b] if alike(a, b))),
            lowest: levels.first().copied(),
            median: levels.get(levels.len().saturating_sub(1) / 2).copied(),
            highest: levels.last().copied(),
            pairs: agreeing_pairs(&given)?,
            ordinal: ordinal(scale, &levels)?,
        })
    }
}

/// Whether two answers say the same; their reasons may differ.
pub(crate) fn alike(one: &Answer, other: &Answer) -> bool {
    match (level(one), level(other)) {
        (Some(one), Some(other)) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

fn level(answer: &Answer) -> Option<Rational> {
    if let Answer::Level { value } = answer { Some(*value) } else { None }
}

fn number(count: usize) -> Result<u32, Error> {
    u32::try_from(count).map_err(|_| Error::Overflow)
}

fn ratio(part: usize, whole: usize) -> Result<Option<Rational>, Error> {
    let (part, whole) = (i64::from(number(part)?), i64::from(number(whole)?));
    Ok(Rational::new(part, whole))
}

fn agreeing_pairs(given: &[&Answer]) -> Result<Option<Rational>, Error> {
    let mut agreeing: usize = 0;
    let mut all: usize = 0;
    for (position, one) in given.iter().enumerate() {
        for other in given.iter().skip(position.saturating_add(1)) {
            all = all.saturating_add(1);
            agreeing = agreeing.saturating_add(usize::from(alike(one, other)));
        }
    }
    if all == 0 { Ok(None) } else { ratio(agreeing, all) }
}

/// Where the levels stand: counted on a scale of steps, as they are on a measured one; and how far apart its ends are.
fn positions(scale: &Scale, levels: &[Rational]) -> Result<(Vec<Rational>, Rational), Error> {
    if scale.is_measured() {
        let range = scale.range();
        return Ok((levels.to_vec(), range.max.checked_sub(range.min).ok_or(Error::Overflow)?));
    }
    let values = scale.values();
    let position = |level: &Rational| {
        let found = values.partition_point(|value| value < level);
        Ok(Rational::from_int(i64::from(number(found)?)))
    };
    let last = number(values.len().saturating_sub(1))?;
    let positions = levels.iter().map(position).collect::<Result<_, Error>>()?;
    Ok((positions, Rational::from_int(i64::from(last))))
}

/// `levels` ascending. Between two neighbours `F` does not change, so one product stands for all levels between them.
fn ordinal(scale: &Scale, levels: &[Rational]) -> Result<Option<Rational>, Error> {
    if levels.is_empty() {
        return Ok(None);
    }
    let (places, width) = positions(scale, levels)?;
    let mut sum = Rational::ZERO;
    for (below, pair) in (1..).zip(places.windows(2)) {
        let [low, high] = pair else { continue };
        let smaller = places.len().saturating_sub(below).min(below);
        let share = ratio(smaller, places.len())?.ok_or(Error::Overflow)?;
        let part = high.checked_sub(*low).and_then(|gap| gap.checked_mul(share)).ok_or(Error::Overflow)?;
        sum = sum.checked_add(part).ok_or(Error::Overflow)?;
    }
    let twice = sum.checked_add(sum).and_then(|twice| twice.checked_div(width));
    twice.and_then(|spread| Rational::ONE.checked_sub(spread)).map(Some).ok_or(Error::Overflow)
}

/// Nobody answered, so there is nothing to agree on.
pub(crate) fn nobody() -> Message {
    Message::new("consensus-nobody-answered")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(json: serde_json::Value) -> Scale {
        serde_json::from_value(json).unwrap()
    }

    fn of(scale: &Scale, levels: &[&str]) -> Agreement {
        let answers: Vec<Answer> =
            levels.iter().map(|l| Answer::Level { value: l.parse().unwrap() }).collect();
        Agreement::of(scale, &answers.iter().collect::<Vec<_>>()).unwrap()
    }

    fn exact(text: &str) -> Option<Rational> {
        Some(text.parse().unwrap())
    }

    /// By hand, after Leik: levels 0 to 4, so m - 1 = 4 and F is taken at 0, 1, 2 and 3.
    #[test]
    fn ordinal_consensus_of_levels() {
        let five = scale(serde_json::json!({"min": 0, "max": 4}));
        for (levels, ordinal, pairs, median) in [
            // F = 1/2 at all four: D = 2 * 4 * 1/2 / 4 = 1
            (&["0", "4"][..], "0", "0", "0"),
            (&["0", "0", "4", "4"], "0", "1/3", "0"),
            // F = 0 0 0 1/2: D = 2 * 1/2 / 4 = 1/4
            (&["3", "4"], "3/4", "0", "3"),
            (&["2", "2", "2"], "1", "1", "2"),
            // F = 0 1/3 1/3 1: D = 2 * (1/3 + 1/3) / 4 = 1/3
            (&["3", "1", "3"], "2/3", "1/3", "3"),
            // F = 1/5 2/5 3/5 4/5: D = 2 * (1/5 + 2/5 + 2/5 + 1/5) / 4 = 3/5
            (&["0", "1", "2", "3", "4"], "2/5", "0", "2"),
            // F = 0 1/4 1/2 3/4 : D = 2 * (1/4 + 1/2 + 1/4) / 4 = 1/2
            (&["1", "2", "3", "4"], "1/2", "0", "2"),
        ] {
            let found = of(&five, levels);
            assert_eq!(
                (found.ordinal, found.pairs, found.median),
                (exact(ordinal), exact(pairs), exact(median)),
                "{levels:?}"
            );
            assert_eq!(found.unanimous, ordinal == "1", "{levels:?}");
        }
    }

    #[test]
    fn steps_are_counted_and_measured_values_are_taken_as_they_are() {
        // 0, 1/4, 1: unequal values, but one step and one step. F = 1/2 at 0, 1 at 1/4: D = 2 * 1/2 / 2 = 1/2
        let values = scale(serde_json::json!({"values": ["0", "1/4", "1"]}));
        assert_eq!(of(&values, &["0", "1/4"]).ordinal, exact("1/2"));
        // half of a range of 1 lies between them, at F = 1/2: D = 2 * 1/2 * 1/2 = 1/2
        let measured = scale(serde_json::json!({"min": 0, "max": 1, "decimals": 2}));
        assert_eq!(of(&measured, &["1/4", "3/4"]).ordinal, exact("1/2"));
        // the same scale in equal steps of 1/2: F = 1/2 at 0 and at 1/2: D = 2 * 1 / 2 = 1
        let halves = scale(serde_json::json!({"min": 0, "max": 1, "step": "1/2"}));
        assert_eq!(of(&halves, &["0", "1"]).ordinal, exact("0"));
    }

    #[test]
    fn one_respondent_agrees_and_what_is_no_level_is_counted() {
        let five = scale(serde_json::json!({"min": 0, "max": 4}));
        let one = of(&five, &["3"]);
        assert_eq!((one.answered, one.unanimous, one.pairs, one.ordinal), (1, true, None, exact("1")));
        let none = Agreement::of(&five, &[&Answer::Unanswered]).unwrap();
        assert_eq!((none.answered, none.unanimous, none.ordinal, none.median), (0, true, None, None));
        let not = |reason: &str| Answer::NotApplicable { reason: reason.into() };
        let (a, b) = (not("kein Hafen"), not("liegt nicht am Meer"));
        let same = Agreement::of(&five, &[&a, &b]).unwrap();
        assert_eq!((same.unanimous, same.not_applicable, same.pairs), (true, 2, exact("1")));
        let level = Answer::Level { value: Rational::from_int(2) };
        let open = Answer::NotAssessable { reason: None };
        let mixed = Agreement::of(&five, &[&level, &open, &level, &Answer::ByProvider]).unwrap();
        assert_eq!((mixed.answered, mixed.levels, mixed.not_assessable, mixed.by_provider), (4, 2, 1, 1));
        // of six pairs only the two levels agree
        assert_eq!((mixed.unanimous, mixed.pairs, mixed.ordinal), (false, exact("1/6"), exact("1")));
    }

    proptest::proptest! {
        /// Leik's dispersion is twice the mean distance from a median over the range: another way to the same number.
        #[test]
        fn it_is_twice_the_mean_distance_from_the_median(mut levels in proptest::collection::vec(0_i64..=6, 1..12)) {
            let seven = scale(serde_json::json!({"min": 0, "max": 6}));
            let texts: Vec<String> = levels.iter().map(i64::to_string).collect();
            let found = of(&seven, &texts.iter().map(String::as_str).collect::<Vec<_>>());
            levels.sort_unstable();
            let median = levels[levels.len() / 2];
            let distance: i64 = levels.iter().map(|level| (level - median).abs()).sum();
            let whole = 6 * i64::try_from(levels.len()).unwrap();
            proptest::prop_assert_eq!(found.ordinal, Rational::new(whole - 2 * distance, whole));
            proptest::prop_assert_eq!(found.ordinal == Some(Rational::ONE), found.unanimous);
            let zero_to_one = Rational::ZERO..=Rational::ONE;
            proptest::prop_assert!(found.ordinal.is_some_and(|o| zero_to_one.contains(&o)));
            proptest::prop_assert!(found.pairs.is_none_or(|p| zero_to_one.contains(&p)));
        }
    }
}
