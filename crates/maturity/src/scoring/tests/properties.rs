//! Properties that hold for random models and answers.

use proptest::prelude::*;

use super::*;

const AGGREGATIONS: [&str; 7] = ["mean", "weightedMean", "sum", "min", "share", "ladder", "meanOfMeans"];
const SCALES: [&[&str]; 4] =
    [&["0", "1", "2", "3", "4", "5"], &["0", "1"], &["0", "0.25", "0.5", "1"], &["-2", "1", "7"]];

/// Two dimensions of three indicators each, aggregations, scales and weights as drawn; a stage with gates.
fn drawn(root: usize, inner: [usize; 2], scales: [usize; 6], weights: [u8; 6]) -> Model {
    let weighs = |a: usize| matches!(AGGREGATIONS[a], "weightedMean" | "sum");
    let part = |n: usize| {
        let inner = if AGGREGATIONS[root] == "meanOfMeans" { [0, 1][inner[n] % 2] } else { inner[n] };
        let indicators: Vec<_> = (0..3)
            .map(|i| {
                let k = n * 3 + i;
                let weight = if weighs(inner) { weights[k].max(1) } else { 1 };
                with(scaled(&format!("i-{k}"), SCALES[scales[k]]), "weight", weight)
            })
            .collect();
        let weight = if weighs(root) { weights[n].max(1) } else { 1 };
        with(dimension(&format!("d-{n}"), AGGREGATIONS[inner], &indicators), "weight", weight)
    };
    let text = json!({"de": "x", "en": "x"});
    let stages = json!([
        {"id": "s-0", "title": text, "threshold": -100},
        {"id": "s-1", "title": text, "threshold": "1/4", "gates": [{"node": "i-0", "atLeast": "1/4"}]},
        {"id": "s-2", "title": text, "threshold": "1/2", "gates": [{"node": "i-5", "atLeast": 1}]}
    ]);
    read(&with(document(AGGREGATIONS[root], &[part(0), part(1)]), "stages", stages))
}

fn models() -> impl Strategy<Value = Model> {
    (
        0..7_usize,
        [0..7_usize, 0..7_usize],
        proptest::array::uniform6(0..4_usize),
        proptest::array::uniform6(1..9_u8),
    )
        .prop_map(|(root, inner, scales, weights)| drawn(root, inner, scales, weights))
}

/// What is drawn for an indicator: 0 open, 1 left out, otherwise a level.
fn given(model: &Model, draws: &[u8; 6]) -> Answers {
    let pairs = model.indicators().into_iter().zip(draws).filter_map(|((_, indicator), draw)| match draw {
        0 => None,
        1 => Some((indicator.id.clone(), absent())),
        n => {
            let values = indicator.scale.values();
            Some((indicator.id.clone(), Answer::Level { value: values[usize::from(*n) % values.len()] }))
        }
    });
    Answers(pairs.collect())
}

fn run(model: &Model, answers: &Answers) -> Option<Outcome> {
    match score(model, Digest::of(b""), &town(), answers, &ProviderLevels::default()) {
        Ok(outcome) => Some(outcome),
        Err(Error::NothingApplies) => None,
        Err(other) => panic!("{other}"),
    }
}

fn rank(stage: Option<&StageRef>) -> u32 {
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

proptest! {
    #[test]
    fn raising_an_answer_lowers_nothing(model in models(), draws in proptest::array::uniform6(0..8_u8), which in 0..6_usize) {
        let before = given(&model, &draws);
        let (_, indicator) = model.indicators()[which];
        let id: Slug = indicator.id.clone();
        let Some(Answer::Level { value }) = before.get(&id).cloned() else { return Ok(()) };
        for higher in indicator.scale.values().iter().filter(|v| **v > value) {
            let mut after = before.clone();
            after.0.insert(id.clone(), Answer::Level { value: *higher });
            let (before, after) = (run(&model, &before).unwrap(), run(&model, &after).unwrap());
            prop_assert!(after.score.unwrap().exact >= before.score.unwrap().exact);
            prop_assert!(after.bounds.lower.exact >= before.bounds.lower.exact);
            prop_assert!(after.bounds.upper.exact >= before.bounds.upper.exact);
            prop_assert!(rank(after.stage.as_ref()) >= rank(before.stage.as_ref()));
        }
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
