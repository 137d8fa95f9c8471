//! What holds for every model and all answers: random models of every aggregation, scale, range and rule for blanks.

use blaupause_kernel::{Digest, Rational, Slug};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::fixtures::{absent, dimension, document, num, read, scaled, town, with};
use super::super::*;
use crate::{Aggregation, Answer, Answers, Missing, Model, ProviderLevels};

const AGGREGATIONS: [&str; 7] = ["mean", "weightedMean", "sum", "min", "share", "ladder", "meanOfMeans"];
const SCALES: [&[&str]; 4] =
    [&["0", "1", "2", "3", "4", "5"], &["0", "1"], &["0", "0.25", "0.5", "1"], &["-2", "1", "7"]];

/// An indicator on one of the scales, or on a measured one.
fn on(id: &str, scale: usize) -> Value {
    match SCALES.get(scale) {
        Some(values) => scaled(id, values),
        None => {
            let measured = with(scaled(id, &[]), "scale", json!({"min": -1, "max": 2, "decimals": 2}));
            with(measured, "levels", json!([]))
        }
    }
}

/// What is drawn beside aggregations, scales and weights: ranges of the root and both dimensions, and which of the
/// indicators count at their lowest level without an answer.
type Extras = ([bool; 3], [bool; 6]);

/// Two dimensions of three indicators each, aggregations, scales and weights as drawn; a stage with gates.
fn drawn(root: usize, inner: [usize; 2], scales: [usize; 6], weights: [u8; 6], extras: Extras) -> Model {
    let weighs = |a: usize| matches!(AGGREGATIONS[a], "weightedMean" | "sum");
    let (ranges, lowest) = extras;
    let ranged = |node: Value, own: bool, a: usize| {
        let has_range = matches!(AGGREGATIONS[a], "mean" | "weightedMean" | "min" | "meanOfMeans");
        if own && has_range { with(node, "range", json!({"min": "-1/3", "max": 7})) } else { node }
    };
    let part = |n: usize| {
        let inner = if AGGREGATIONS[root] == "meanOfMeans" { [0, 1][inner[n] % 2] } else { inner[n] };
        let indicators: Vec<_> = (0..3)
            .map(|i| {
                let k = n * 3 + i;
                let weight = if weighs(inner) { weights[k].max(1) } else { 1 };
                let missing = if lowest[k] { "asLowest" } else { "open" };
                with(with(on(&format!("i-{k}"), scales[k]), "weight", weight), "missing", missing)
            })
            .collect();
        let weight = if weighs(root) { weights[n].max(1) } else { 1 };
        let part = with(dimension(&format!("d-{n}"), AGGREGATIONS[inner], &indicators), "weight", weight);
        ranged(part, ranges[n], inner)
    };
    let text = json!({"de": "x", "en": "x"});
    let stages = json!([
        {"id": "s-0", "title": text, "threshold": -100},
        {"id": "s-1", "title": text, "threshold": "1/4", "gates": [{"node": "i-0", "atLeast": "1/4"}]},
        {"id": "s-2", "title": text, "threshold": "1/2", "gates": [{"node": "i-5", "atLeast": 1}]}
    ]);
    read(&ranged(with(document(AGGREGATIONS[root], &[part(0), part(1)]), "stages", stages), ranges[2], root))
}

pub(crate) fn models() -> impl Strategy<Value = Model> {
    (
        0..7_usize,
        [0..7_usize, 0..7_usize],
        proptest::array::uniform6(0..5_usize),
        proptest::array::uniform6(1..9_u8),
        (proptest::array::uniform3(any::<bool>()), proptest::array::uniform6(any::<bool>())),
    )
        .prop_map(|(root, inner, scales, weights, extras)| drawn(root, inner, scales, weights, extras))
}

/// The levels of an indicator; of a measured one, a few of its values.
fn levels(indicator: &Indicator) -> Vec<Rational> {
    if indicator.scale.is_measured() {
        return ["-1", "-0.07", "0.5", "1.99", "2"].map(num).to_vec();
    }
    indicator.scale.values().to_vec()
}

/// What is drawn for an indicator: 0 open, 1 left out, otherwise a level.
pub(crate) fn given(model: &Model, draws: &[u8; 6]) -> Answers {
    let pairs = model.indicators().into_iter().zip(draws).filter_map(|((_, indicator), draw)| match draw {
        0 => None,
        1 => Some((indicator.id.clone(), absent())),
        n => {
            let values = levels(indicator);
            Some((indicator.id.clone(), Answer::Level { value: values[usize::from(*n) % values.len()] }))
        }
    });
    Answers(pairs.collect())
}

pub(crate) fn run(model: &Model, answers: &Answers) -> Option<Outcome> {
    match score(model, Digest::of(b""), &town(), answers, &ProviderLevels::default()) {
        Ok(outcome) => Some(outcome),
        Err(Error::NothingApplies) => None,
        Err(other) => panic!("{other}"),
    }
}

pub(crate) fn rank(stage: Option<&StageRef>) -> u32 {
    stage.map_or(0, |s| s.rank)
}

/// Does the calculation again from the explanation alone.
fn recompute(node: &Explain) {
    let sum =
        node.children.iter().filter_map(|c| c.contribution).try_fold(Rational::ZERO, Rational::checked_add);
    let by_steps = node.aggregation == Some(Aggregation::Ladder);
    if node.kind != NodeKind::Indicator {
        assert_eq!(node.value.unwrap_or(Rational::ZERO), sum.unwrap(), "{}", node.id);
    }
    let shares =
        node.children.iter().filter_map(|c| c.share).try_fold(Rational::ZERO, Rational::checked_add).unwrap();
    if node.value.is_some() && !by_steps && !node.children.is_empty() {
        assert_eq!(shares, Rational::ONE, "{}", node.id);
    }
    for child in &node.children {
        if let Some((share, rescaled)) = child.share.zip(child.rescaled) {
            assert_eq!(child.contribution, share.checked_mul(rescaled));
        }
        recompute(child);
    }
}

/// Weights and ends of ranges that nobody would choose; the later, the worse.
const ODD: [&str; 9] =
    ["1", "7/3", "12.5", "1/97", "0.333333333", "1/999983", "99999999", "1/999999937", "123456789/1000003"];

/// Two dimensions of three indicators with odd weights and ranges; nothing if it is refused.
fn odd(
    root: usize,
    inner: [usize; 2],
    scales: [usize; 6],
    weights: [usize; 8],
    ranges: [usize; 3],
) -> Option<Model> {
    let weighs = |a: usize| matches!(AGGREGATIONS[a], "weightedMean" | "sum");
    let ranged = |node: Value, a: usize, drawn: usize| match AGGREGATIONS[a] {
        "mean" | "weightedMean" | "min" | "meanOfMeans" if drawn < ODD.len() => {
            with(node, "range", json!({"min": "-1/3", "max": ODD[drawn]}))
        }
        _ => node,
    };
    let weighed = |node: Value, parent: usize, drawn: usize| {
        if weighs(parent) { with(node, "weight", ODD[drawn]) } else { node }
    };
    let part = |n: usize| {
        let a = if AGGREGATIONS[root] == "meanOfMeans" { [0, 1][inner[n] % 2] } else { inner[n] };
        let leaf = |i: usize| weighed(on(&format!("i-{i}"), scales[i]), a, weights[i]);
        let indicators: Vec<_> = (n * 3..n * 3 + 3).map(leaf).collect();
        let part = dimension(&format!("d-{n}"), AGGREGATIONS[a], &indicators);
        ranged(weighed(part, root, weights[6 + n]), a, ranges[n])
    };
    let text = json!({"de": "x", "en": "x"});
    let stages = json!([{"id": "s-0", "title": text, "threshold": "-1/7"}]);
    let model = with(document(AGGREGATIONS[root], &[part(0), part(1)]), "stages", stages);
    Model::read(&ranged(model, root, ranges[2]).to_string())
        .map_err(|problems| assert!(problems.iter().all(|p| p.code == "model-overflow"), "{problems:?}"))
        .ok()
}

proptest! {
    /// `run` panics on an overflow; the gaps calculate with one node raised.
    #[test]
    fn what_is_accepted_never_overflows(
        (root, inner) in (0..7_usize, [0..7_usize, 0..7_usize]),
        scales in proptest::array::uniform6(0..5_usize),
        weights in proptest::array::uniform8(0..9_usize),
        ranges in proptest::array::uniform3(0..14_usize),
        all in proptest::collection::vec(proptest::array::uniform6(0..8_u8), 6),
    ) {
        let Some(model) = odd(root, inner, scales, weights, ranges) else { return Ok(()) };
        for draws in all {
            let Some(outcome) = run(&model, &given(&model, &draws)) else { continue };
            prop_assert!(crate::gaps(&model, &outcome, &crate::Target::NextStage).is_ok());
        }
    }

    #[test]
    fn raising_an_answer_lowers_nothing(model in models(), draws in proptest::array::uniform6(0..8_u8), which in 0..6_usize) {
        let before = given(&model, &draws);
        let (_, indicator) = model.indicators()[which];
        let id: Slug = indicator.id.clone();
        let was_blank = before.get(&id).is_none();
        // Answering a blank that counts as the lowest level is a raise too.
        let value = match before.get(&id) {
            Some(Answer::Level { value }) => *value,
            None if indicator.missing == Missing::AsLowest => indicator.scale.range().min,
            _ => return Ok(()),
        };
        for higher in levels(indicator).into_iter().filter(|v| *v >= value) {
            let mut after = before.clone();
            after.0.insert(id.clone(), Answer::Level { value: higher });
            let (before, after) = (run(&model, &before).unwrap(), run(&model, &after).unwrap());
            prop_assert!(after.score.unwrap().exact >= before.score.unwrap().exact);
            prop_assert!(after.bounds.lower.exact >= before.bounds.lower.exact);
            // What could have become of a blank is more than what did.
            prop_assert!(was_blank || after.bounds.upper.exact >= before.bounds.upper.exact);
            prop_assert!(rank(after.stage.as_ref()) >= rank(before.stage.as_ref()));
        }
    }

    #[test]
    fn scoring_in_bulk_gives_the_same_numbers(
        (model, unsure) in (models(), 0..6_usize), draws in proptest::array::uniform6(0..8_u8)
    ) {
        let Some(scorer) = Scorer::of(&model) else { return Ok(()) };
        let mut answers = given(&model, &draws);
        let (_, indicator) = model.indicators()[unsure];
        if draws[unsure] == 7 {
            answers.0.insert(indicator.id.clone(), Answer::NotAssessable { reason: None });
        }
        let cells = scorer.cells(&town(), &answers, &ProviderLevels::default()).unwrap();
        let expected = run(&model, &answers).map(|o| Totals {
            score: o.score.map(|s| s.exact),
            lower: o.bounds.lower.exact,
            upper: o.bounds.upper.exact,
            stage: usize::try_from(rank(o.stage.as_ref())).unwrap(),
            possible_stage: usize::try_from(rank(o.possible_stage.as_ref())).unwrap(),
        });
        prop_assert_eq!(scorer.score(&cells).ok(), expected);
    }

    #[test]
    fn the_same_input_gives_the_same_bytes(model in models(), draws in proptest::array::uniform6(0..8_u8)) {
        let bytes = |model: &Model, answers: &Answers| run(model, answers).map(|o| serde_json::to_vec(&o).unwrap());
        let answers = given(&model, &draws);
        let again: Model = serde_json::from_value(serde_json::to_value(&model).unwrap()).unwrap();
        let backwards = Answers(answers.0.clone().into_iter().rev().collect());
        prop_assert_eq!(bytes(&model, &answers), bytes(&again, &backwards));
    }

    #[test]
    fn bounds_contain_every_completion(
        model in models(),
        draws in proptest::array::uniform6(0..8_u8),
        fill in proptest::array::uniform6(1..8_u8),
    ) {
        let Some(partial) = run(&model, &given(&model, &draws)) else { return Ok(()) };
        let (lower, upper) = (partial.bounds.lower.exact, partial.bounds.upper.exact);
        if let Some(score) = &partial.score {
            prop_assert!(lower <= score.exact && score.exact <= upper);
        }
        let mut complete = draws;
        for (draw, fill) in complete.iter_mut().zip(fill) {
            if *draw == 0 { *draw = fill; }
        }
        let Some(complete) = run(&model, &given(&model, &complete)) else { return Ok(()) };
        let score = complete.score.unwrap().exact;
        prop_assert_eq!((complete.bounds.lower.exact, complete.bounds.upper.exact), (score, score));
        prop_assert!(lower <= score && score <= upper, "{lower} <= {score} <= {upper}");
        prop_assert!(rank(partial.stage.as_ref()) <= rank(complete.stage.as_ref()));
    }

    #[test]
    fn the_explanation_recomputes_and_the_weights_add_up(model in models(), draws in proptest::array::uniform6(0..8_u8)) {
        let Some(outcome) = run(&model, &given(&model, &draws)) else { return Ok(()) };
        recompute(&outcome.explain);
        let mut total = Rational::ZERO;
        outcome.explain.leaves(&mut |leaf| total = total.checked_add(leaf.effective_weight).unwrap());
        prop_assert_eq!(total, Rational::ONE);
        prop_assert_eq!(outcome.explain.value, outcome.score.map(|s| s.exact));
    }

    #[test]
    fn what_is_left_out_keeps_the_others_in_proportion(model in models(), draws in proptest::array::uniform6(2..8_u8), which in 0..3_usize) {
        let before = run(&model, &given(&model, &draws)).unwrap();
        let mut draws = draws;
        draws[which] = 1;
        let after = run(&model, &given(&model, &draws)).unwrap();
        let weights = |outcome: &Outcome| -> Vec<Rational> {
            outcome.explain.children[0].children.iter().map(|c| c.effective_weight).collect()
        };
        let (before, after) = (weights(&before), weights(&after));
        prop_assert_eq!(after[which], Rational::ZERO);
        let rest: Vec<usize> = (0..3).filter(|i| *i != which).collect();
        // before[x] / before[y] = after[x] / after[y]
        prop_assert_eq!(
            before[rest[0]].checked_mul(after[rest[1]]),
            before[rest[1]].checked_mul(after[rest[0]])
        );
    }
}
