//! Decisions checked and chained, with shares computed by hand.

use proptest::prelude::*;

use super::*;
use crate::csv_units;

fn key(n: usize) -> Ars {
    format!("990010001{n:03}").parse().unwrap()
}

fn decision(predecessor: usize, successors: &[(usize, &str)], effective: &str) -> Decision {
    let successor = |(n, share): &(usize, &str)| Successor { ars: key(*n), share: share.parse().unwrap() };
    Decision {
        predecessor: key(predecessor),
        successors: successors.iter().map(successor).collect(),
        effective: effective.parse().unwrap(),
        basis: Basis::Person,
        note: None,
    }
}

fn today(n: usize, decisions: &[Decision]) -> Vec<(String, String)> {
    let found = successors_today(&key(n), decisions).into_iter();
    found.map(|s| (s.ars.as_str().chars().skip(9).collect(), s.share.to_string())).collect()
}

#[test]
fn validates_against_the_newer_register() {
    let csv = "ars;name\n990010001001;A\n990010001002;B\n";
    let new = csv_units::read(csv.as_bytes(), "2026-01-01".parse().unwrap()).unwrap();
    let day = "2025-01-01";
    assert_eq!(decision(9, &[(1, "1/3"), (2, "2/3")], day).validate(&new), Ok(()));
    for (bad, count) in [
        (decision(9, &[], day), 1),
        (decision(9, &[(1, "1/3"), (2, "0.66")], day), 1),
        (decision(9, &[(1, "2"), (2, "-1")], day), 1),
        (decision(9, &[(1, "1/2"), (1, "1/2")], day), 1),
        (decision(1, &[(2, "1")], day), 1),
        (decision(9, &[(7, "1")], day), 1),
        (decision(1, &[(7, "0")], day), 4),
    ] {
        assert_eq!(bad.validate(&new).unwrap_err().len(), count, "{bad:?}");
    }
}

#[test]
fn chains_generations_and_multiplies_shares() {
    let decisions = [
        decision(3, &[(4, "1/4"), (5, "3/4")], "2022-01-01"),
        decision(1, &[(2, "1/3"), (3, "2/3")], "2020-01-01"),
        decision(2, &[(5, "1")], "2021-01-01"),
    ];
    // 4: 2/3 * 1/4 = 1/6; 5: 1/3 + 2/3 * 3/4 = 1/3 + 1/2 = 5/6
    let pairs =
        |p: &[(&str, &str)]| p.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    assert_eq!(today(1, &decisions), pairs(&[("004", "1/6"), ("005", "5/6")]));
    assert_eq!(today(5, &decisions), pairs(&[("005", "1")]));
    let same_day = [decision(2, &[(3, "1")], "2020-01-01"), decision(1, &[(2, "1")], "2020-01-01")];
    assert_eq!(today(1, &same_day), pairs(&[("003", "1")]));
    let circle = [decision(1, &[(2, "1")], "2020-01-01"), decision(2, &[(1, "1")], "2020-01-01")];
    assert_eq!(today(1, &circle), pairs(&[("001", "1")]));
    let reused = [decision(1, &[(2, "1")], "2010-01-01"), decision(2, &[(1, "1")], "2020-01-01")];
    assert_eq!(today(1, &reused), pairs(&[("001", "1")]));
    assert_eq!(today(2, &reused), pairs(&[("001", "1")]));
    // dissolved into 2, there again, and dissolved into 3
    let twice = [decision(1, &[(2, "1")], "2010-01-01"), decision(1, &[(3, "1")], "2020-01-01")];
    let since = |day: &str| Succession::new(twice.clone()).successors_since(&key(1), day.parse().unwrap());
    assert_eq!(since("2010-01-01")[0].ars, key(2));
    assert_eq!(since("2020-01-01")[0].ars, key(3));
}

#[test]
fn a_product_too_fine_to_keep_ends_the_chain_and_loses_nothing() {
    let fine = "1/999999999999999989";
    let rest = "999999999999999988/999999999999999989";
    let chain: Vec<Decision> =
        (1..6).map(|n| decision(n, &[(n + 1, fine), (n + 100, rest)], &format!("202{n}-01-01"))).collect();
    let found = successors_today(&key(1), &chain);
    let sum = found.iter().try_fold(Rational::ZERO, |sum, s| sum.checked_add(s.share));
    assert!(found.iter().any(|s| s.ars != key(6)) && sum.is_none_or(|s| s == Rational::ONE));
}

proptest! {
    /// Whatever is decided, the whole predecessor is accounted for.
    #[test]
    fn shares_sum_to_one(links in proptest::collection::vec((0_usize..12, 0_usize..12, 0_usize..12, 1_i64..6, 1_u32..29), 0..20)) {
        let decisions: Vec<Decision> = links
            .iter()
            .filter(|(_, b, c, ..)| b != c)
            .map(|(a, b, c, n, day)| {
                let date = format!("2020-01-{day:02}");
                decision(*a, &[(*b, &format!("{n}/7")), (*c, &format!("{}/7", 7 - n))], &date)
            })
            .collect();
        let found = Succession::new(decisions).successors_today(&key(0));
        let sum = found.iter().try_fold(Rational::ZERO, |sum, s| sum.checked_add(s.share));
        prop_assert_eq!(sum, Some(Rational::ONE));
    }
}
