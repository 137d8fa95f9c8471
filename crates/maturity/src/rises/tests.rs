//! By hand, and against trying everything.

use std::collections::BTreeMap;

use blaupause_kernel::{Rational, Slug};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::scoring::fixtures::{
    absent, dimension, document, gated, indicator, level, open, outcome, read, slug, town, with,
};
use crate::scoring::tests::properties::{given, models, rank, run};
use crate::{Answer, Answers, ProviderLevels, what_if};

fn told(found: &Rises) -> Vec<(String, String, String, bool)> {
    let line = |r: &Rise| (r.indicator.to_string(), r.from.to_string(), r.to.to_string(), r.open);
    found.rises.iter().map(line).collect()
}

fn row(id: &str, from: &str, to: &str, open: bool) -> (String, String, String, bool) {
    (id.into(), from.into(), to.into(), open)
}

/// `gated`: a (weight 3) and b (weight 1); `gesichert` from 2 with a >= 2; `fortgeschritten` from 4, a >= 4, b >= 3.
#[test]
fn the_fewest_indicators_then_the_fewest_steps() {
    let model = gated();
    let next = |pairs: &[(&str, Answer)]| rises(&model, &outcome(&model, pairs), None).unwrap().unwrap();
    // (3a + 1)/4 >= 2 needs a >= 7/3: a from 1 to 3, two steps, is enough alone; b alone leaves the gate.
    let found = next(&[("a", level(1)), ("b", level(1))]);
    assert_eq!((told(&found), found.proved, found.at_least), (vec![row("a", "1", "3", false)], true, 1));
    // An open answer stands at its lowest level: (3*4 + b)/4 >= 4 needs b >= 4.
    let found = next(&[("a", level(4)), ("b", open())]);
    assert_eq!((found.stage.as_str(), told(&found)), ("fortgeschritten", vec![row("b", "0", "4", true)]));
    // Left out: a alone, and the gate on b holds.
    let found = next(&[("a", level(1)), ("b", absent())]);
    assert_eq!(told(&found), vec![row("a", "1", "2", false)]);
    // A named stage asks for all below it; one that is proven for nothing; at the top nothing is next.
    let low = outcome(&model, &[("a", level(0)), ("b", level(0))]);
    let far = rises(&model, &low, Some(&slug("fortgeschritten"))).unwrap().unwrap();
    // 3a + b >= 16 with a >= 4, b >= 3: 4 + 4 and 5 + 3 are eight steps both; the first rises least.
    assert_eq!(told(&far), vec![row("a", "0", "4", false), row("b", "0", "4", false)]);
    assert_eq!(told(&rises(&model, &low, Some(&slug("basis"))).unwrap().unwrap()), vec![]);
    let high = outcome(&model, &[("a", level(5)), ("b", level(5))]);
    assert_eq!(rises(&model, &high, None), Ok(None));
    let unknown = Error::UnknownStage { stage: slug("keine") };
    assert_eq!(rises(&model, &high, Some(&slug("keine"))), Err(unknown));
}

/// Three alike, mean at least 2 of 5: one at 5 brings 5/3, so two have to rise, the first two, by six steps.
#[test]
fn of_several_the_first_in_the_model_and_a_search_that_is_given_up_says_so() {
    let text = json!({"de": "x", "en": "x"});
    let alike = ["a", "b", "c"].map(indicator);
    let stages = json!([{"id": "null", "title": text, "threshold": 0},
        {"id": "zwei", "title": text, "threshold": 2}]);
    let model = read(&with(document("mean", &[dimension("alle", "mean", &alike)]), "stages", stages));
    let result = outcome(&model, &[("a", level(0)), ("b", level(0)), ("c", level(0))]);
    let found = rises(&model, &result, None).unwrap().unwrap();
    assert_eq!(told(&found), vec![row("a", "0", "1", false), row("b", "0", "5", false)]);
    assert_eq!((found.proved, found.at_least), (true, 2));
    let given_up = within(&model, &result, None, 0).unwrap().unwrap();
    assert_eq!((given_up.proved, given_up.at_least, given_up.rises.len()), (false, 0, 3));
    // Every budget ends with a set that reaches the stage, and with a bound that holds.
    for budget in 1..200 {
        let found = within(&model, &result, None, budget).unwrap().unwrap();
        assert!(found.at_least <= 2 && found.rises.len() >= 2, "{budget}");
        let raises = found.rises.iter().map(|r| (r.indicator.clone(), r.to)).collect();
        let after = what_if(
            &model,
            result.model.hash,
            &town(),
            &Answers::default(),
            &ProviderLevels::default(),
            &raises,
        );
        assert_eq!(after.unwrap().stage.unwrap().id, slug("zwei"), "{budget}");
    }
}

/// All ways to raise: for every indicator in the order of the model its present level or one above.
fn all_ways(ladders: &[Vec<Rational>]) -> Vec<Vec<usize>> {
    ladders.iter().fold(vec![Vec::new()], |ways, levels| {
        let longer = |way: Vec<usize>| (0..levels.len()).map(move |n| [way.clone(), vec![n]].concat());
        ways.into_iter().flat_map(longer).collect()
    })
}

/// Fewest, then fewest steps, then the first set, then the least of the first.
fn order(way: &[usize]) -> (usize, usize, Vec<bool>, Vec<usize>) {
    let raised = way.iter().filter(|n| **n > 0).count();
    (raised, way.iter().sum(), way.iter().map(|n| *n == 0).collect(), way.to_vec())
}

proptest! {
    #[test]
    fn nothing_that_could_be_tried_is_better(
        model in models(), draws in proptest::array::uniform6(0..8_u8), last in 1..3_usize
    ) {
        let answers = given(&model, &draws);
        let Some(before) = run(&model, &answers) else { return Ok(()) };
        let mut lower = BTreeMap::new();
        before.explain.leaves(&mut |leaf| { lower.extend(leaf.lower.map(|l| (leaf.id.clone(), l))); });
        // Where an indicator that applies can stand, from its lower level up; of a measured one only the top is named.
        let (mut ids, mut ladders): (Vec<Slug>, Vec<Vec<Rational>>) = (Vec::new(), Vec::new());
        for (_, indicator) in model.indicators() {
            let Some(present) = lower.get(&indicator.id) else { continue };
            let above = indicator.scale.values().iter().copied().filter(|level| level > present);
            ids.push(indicator.id.clone());
            ladders.push([*present].into_iter().chain(above).collect());
        }
        if ladders.iter().map(Vec::len).product::<usize>() > 400 { return Ok(()) }
        let stage = &model.stages[last];
        let mut ways = all_ways(&ladders);
        ways.sort_by_key(|way| order(way));
        let reaches = |way: &Vec<usize>| {
            let raises = ids.iter().zip(&ladders).zip(way).filter(|(_, n)| **n > 0)
                .map(|((id, levels), n)| (id.clone(), levels[*n])).collect();
            let none = ProviderLevels::default();
            let after = what_if(&model, before.model.hash, &town(), &answers, &none, &raises).unwrap();
            rank(after.stage.as_ref()) > u32::try_from(last).unwrap()
        };
        // Everything at the top reaches every stage, so there is always a way.
        let best = ways.iter().find(|way| reaches(way)).unwrap();
        let expected: Vec<_> = ids.iter().zip(&ladders).zip(best).filter(|(_, n)| **n > 0)
            .map(|((id, levels), n)| (id.clone(), levels[*n])).collect();
        let found = rises(&model, &before, Some(&stage.id)).unwrap().unwrap();
        let told: Vec<_> = found.rises.iter().map(|r| (r.indicator.clone(), r.to)).collect();
        prop_assert!(found.proved);
        prop_assert_eq!(found.at_least, u32::try_from(expected.len()).unwrap());
        prop_assert_eq!(told, expected);
    }
}
