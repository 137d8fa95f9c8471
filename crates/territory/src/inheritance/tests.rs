//! Small service areas by hand: who goes on serving whom, and what is left to a person.

use super::*;
use crate::{Basis, Successor};

const DAY: &str = "2023-11-30";

fn key(text: &str) -> Ars {
    text.parse().unwrap()
}

fn area(provider: &str, unit: &str, from: &str) -> ServiceArea {
    ServiceArea {
        provider: provider.parse().unwrap(),
        unit: key(unit),
        with_descendants: true,
        from: from.parse().unwrap(),
        to: None,
    }
}

fn decision(predecessor: &str, successors: &[(&str, &str)]) -> Decision {
    let successor = |(ars, share): &(&str, &str)| Successor { ars: key(ars), share: share.parse().unwrap() };
    Decision {
        predecessor: key(predecessor),
        successors: successors.iter().map(successor).collect(),
        effective: DAY.parse().unwrap(),
        basis: Basis::Person,
        note: None,
    }
}

const A: &str = "990010001001";
const B: &str = "990010001002";
const MOVED: &str = "990010002001";
const NEW: &str = "990010001009";

/// Provider and unit of the new entries, and unit, provider and reason of what was left.
fn outcome(areas: &[ServiceArea], decisions: &[Decision], before: &[&str]) -> (Vec<String>, Vec<String>) {
    let done = inherit(areas, decisions, &before.iter().map(|k| key(k)).collect());
    for area in &done.ended {
        assert_eq!(area.to, Some("2023-11-29".parse().unwrap()), "the day before");
    }
    let taken = done.taken_over.iter().map(|a| format!("{} {} {}", a.provider, a.unit, a.from));
    let left = done.left.iter().map(|l| format!("{} {} {:?}", l.unit, l.provider, l.why));
    (taken.collect(), left.collect())
}

#[test]
fn a_changed_key_keeps_every_provider() {
    let areas = [area("a-it", A, "2020-01-01"), area("b-it", A, "2021-01-01"), area("c-it", B, "2020-01-01")];
    let (taken, left) = outcome(&areas, &[decision(A, &[(MOVED, "1")])], &[]);
    assert_eq!(taken, [format!("a-it {MOVED} {DAY}"), format!("b-it {MOVED} {DAY}")]);
    assert_eq!(left, [""; 0]);
    let ended = inherit(&areas, &[decision(A, &[(MOVED, "1")])], &BTreeSet::new()).ended;
    assert_eq!(ended.iter().map(|a| a.provider.as_str()).collect::<Vec<_>>(), ["a-it", "b-it"]);
}

#[test]
fn a_merger_keeps_the_provider_that_all_had_and_leaves_others() {
    let merger = [decision(A, &[(NEW, "1")]), decision(B, &[(NEW, "1")])];
    let both = [area("a-it", A, "2020-01-01"), area("a-it", B, "2022-01-01")];
    assert_eq!(outcome(&both, &merger, &[]), (vec![format!("a-it {NEW} {DAY}")], vec![]));
    let differ = |unit: &str, provider: &str| format!("{unit} {provider} ProvidersDiffer");
    let other = [area("a-it", A, "2020-01-01"), area("b-it", B, "2022-01-01")];
    assert_eq!(outcome(&other, &merger, &[]), (vec![], vec![differ(A, "a-it"), differ(B, "b-it")]));
    assert_eq!(outcome(&both[..1], &merger, &[]), (vec![], vec![differ(A, "a-it")]), "B had none");
    // NEW was there before and took them in: its own provider counts too
    assert_eq!(outcome(&both, &merger, &[NEW]), (vec![], vec![differ(A, "a-it"), differ(B, "a-it")]));
    let own = [both[0].clone(), both[1].clone(), area("a-it", NEW, "2020-01-01")];
    assert_eq!(outcome(&own, &merger, &[NEW]), (vec![], vec![]), "served already");
}

#[test]
fn wider_entries_hold_their_parts_and_do_not_follow_out_of_them() {
    let county = [area("a-it", "99001", "2020-01-01")];
    assert_eq!(outcome(&county, &[decision(A, &[(MOVED, "1")])], &[]), (vec![], vec![]));
    let elsewhere = "990020001001";
    let left = vec![format!("{A} a-it ServedFromAbove")];
    assert_eq!(outcome(&county, &[decision(A, &[(elsewhere, "1")])], &[]), (vec![], left));
}

#[test]
fn what_is_divided_or_undecided_is_named_and_what_had_ended_is_not() {
    let divided = decision(A, &[(B, "1/2"), (NEW, "1/2")]);
    let areas = [area("a-it", A, "2020-01-01"), area("a-it", B, "2020-01-01")];
    let left = vec![format!("{A} a-it Divided")];
    assert_eq!(outcome(&areas, std::slice::from_ref(&divided), &[B]), (vec![], left));
    let all = [areas[0].clone(), areas[1].clone(), area("a-it", NEW, "2020-01-01")];
    assert_eq!(outcome(&all, &[divided], &[B]), (vec![], vec![]));
    let past = [area("a-it", A, "2020-01-01").until("2023-11-29".parse().unwrap())];
    assert_eq!(outcome(&past, &[decision(A, &[(MOVED, "1")])], &[]), (vec![], vec![]));
    let to_come = [area("a-it", A, "2024-01-01")];
    let taken = vec![format!("a-it {MOVED} 2024-01-01")];
    assert_eq!(outcome(&to_come, &[decision(A, &[(MOVED, "1")])], &[]), (taken, vec![]));
    let mut undecided = Inheritance::default();
    undecided.leave(&areas, [key(A)].iter(), DAY.parse().unwrap());
    assert_eq!(undecided.left, [areas[0].left(WhyLeft::Undecided)]);
}
