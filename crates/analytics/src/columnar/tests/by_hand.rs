//! Figures of a few results, calculated by hand.

use blaupause_kernel::{Rational, Rounding, RoundingMode, Sum};

use super::*;

const TWO: Rounding = Rounding { mode: RoundingMode::HalfUp, digits: 2 };

#[test]
fn what_follows_from_a_tally_by_hand() {
    // levels of a: 0, 1, 1, 3, 3, 3
    let levels = [0, 1, 1, 3, 3, 3];
    let all: Vec<Vec<Row>> = levels.iter().map(|a| vec![row("2024-06-30", Some(*a), None)]).collect();
    let snapshot = snapshot(&all);
    let cohorts = snapshot.cohorts(of(&snapshot), &query(&[])).unwrap();
    let [cohort] = cohorts.cohorts.as_slice() else { panic!("{cohorts:?}") };
    let tally = &cohort.tallies[1];
    let int = |n| Some(Rational::from_int(n));
    assert_eq!((tally.count(), tally.min(), tally.max()), (6, int(0), int(3)));
    assert_eq!(tally.mean(TWO).as_deref(), Some("1.83"), "11/6");
    assert_eq!(tally.sum().mean(TWO), tally.mean(TWO));
    // nearest rank: ceil(6/4) = 2nd, 3rd, ceil(18/4) = 5th
    assert_eq!([1, 2, 3].map(|quarters| tally.quantile(quarters, 4)), [int(1), int(1), int(3)]);
    assert_eq!([0, 1, 2, 3].map(|level| tally.at_least(Rational::from_int(level))), [6, 5, 3, 3]);
    assert_eq!(tally.share_at_least(Rational::from_int(2)), Rational::new(1, 2));
    assert_eq!(tally.sum(), levels.iter().map(|level| Rational::from_int(*level)).collect::<Sum>());
}

/// x = 0 1 2 3, y = 1 1 3 2: n = 4, Σx = 6, Σy = 7, Σx² = 14, Σy² = 15, Σxy = 13, so
/// r = (52 - 42) / √((56 - 36)(60 - 49)) = 10 / √220 = 0.674199862...
#[test]
fn the_correlation_is_pearsons() {
    let pairs = [(0, 1), (1, 1), (2, 3), (3, 2)];
    let all: Vec<Vec<Row>> = pairs.iter().map(|(a, b)| vec![row("2024-06-30", Some(*a), Some(*b))]).collect();
    let snapshot = snapshot(&all);
    let cohorts = snapshot.cohorts(of(&snapshot), &query(&[])).unwrap();
    let found = cohorts.cohorts[0].correlations[0].as_ref().unwrap();
    assert_eq!(
        (found.results(), found.rounded(4), found.rounded(9)),
        (4, "0.6742".into(), "0.674199862".into())
    );
    let constant = super::snapshot(&[
        vec![row("2024-06-30", Some(1), Some(2))],
        vec![row("2024-06-30", Some(1), Some(3))],
    ]);
    assert_eq!(constant.cohorts(of(&constant), &query(&[])).unwrap().cohorts[0].correlations, [None]);
    let against = [(0, 3), (1, 2), (3, 0)].map(|(a, b)| vec![row("2024-06-30", Some(a), Some(b))]);
    let against = super::snapshot(&against);
    let found = against.cohorts(of(&against), &query(&[])).unwrap();
    assert_eq!(found.cohorts[0].correlations[0].as_ref().unwrap().rounded(0), "-1");
}

#[test]
fn ranks_are_those_of_sports() {
    let scores = [3, 1, 3, 0, 2];
    let all: Vec<Vec<Row>> = scores.iter().map(|a| vec![row("2024-06-30", Some(*a), None)]).collect();
    let snapshot = snapshot(&all);
    let ranked = snapshot.ranks(of(&snapshot), &query(&[]), &Quantity::Score).unwrap();
    let found: Vec<(&str, u64, u64, u64)> =
        ranked.iter().map(|r| (r.unit.as_str(), r.rank, r.equal, r.of)).collect();
    assert_eq!(
        found,
        [("00000", 1, 2, 5), ("00002", 1, 2, 5), ("00004", 3, 1, 5), ("00001", 4, 1, 5), ("00003", 5, 1, 5)]
    );
}

/// Ten units of one size class, whose score is the mean of their two levels. Who has a = 0 misses the minimum standard:
/// two do, with scores of 1/2 and 0. The first of them had 0 two years before, so its pace is 1/4 per year; the second
/// has no history.
#[test]
fn the_way_of_the_laggards_is_straight() {
    let mut all = vec![Vec::new(); 20];
    // even numbers are of one size class
    for (place, a) in [1, 2, 2, 2, 3, 3, 2, 2].into_iter().enumerate() {
        all[place * 2] = vec![row("2024-06-30", Some(a), Some(a))];
    }
    all[16] = vec![row("2022-06-30", Some(0), Some(0)), row("2024-06-30", Some(0), Some(1))];
    all[18] = vec![row("2024-06-30", Some(0), Some(0))];
    let snapshot = snapshot(&all);
    let found = snapshot.catching_up(of(&snapshot), &query(&[]), Granularity::Year).unwrap();
    let [found] = found.as_slice() else { panic!("{found:?}") };
    // the unit with 1 is a laggard too: seven of nine others are certainly above; 1 is 1 away from the median
    assert_eq!((found.results, found.laggards, found.with_history), (10, 3, 1));
    assert_eq!(found.median, Some(Rational::from_int(2)));
    // distances 1, 3/2 and 2: mean 3/2; 3/2 in steps of 1/4
    assert_eq!(found.distances.exact_mean(), Rational::new(3, 2));
    assert_eq!(found.paces.exact_mean(), Rational::new(1, 4));
    assert_eq!(found.periods, Ok(6));
    let alone = snapshot.catching_up(of(&snapshot), &query(&[Key::Year]), Granularity::Year);
    assert_eq!(alone, Err(QueryError::KeyTwice("year")));
}

#[test]
fn questions_that_cannot_be_asked_are_refused() {
    let snapshot = snapshot(&[vec![row("2024-06-30", Some(1), None)]]);
    let refused = |query: Query| snapshot.cohorts(of(&snapshot), &query).err();
    assert_eq!(refused(query(&[Key::Year, Key::Quarter])), Some(QueryError::KeyTwice("quarter")));
    assert_eq!(refused(query(&[Key::Land, Key::Land])), Some(QueryError::KeyTwice("land")));
    let four = [Key::Country, Key::Level, Key::Land, Key::Kind];
    assert_eq!(refused(query(&four)), Some(QueryError::TooManyKeys));
    let unknown = Query { quantities: vec![Quantity::Dimension(slug("x"))], ..query(&[]) };
    assert_eq!(refused(unknown), Some(QueryError::UnknownQuantity("dimension:x".into())));
    let small = Query { most: 5, ..query(&[]) };
    assert_eq!(refused(small), Some(QueryError::TooLarge { most: 5 }));
    for text in ["score", "dimension:d", "indicator:a"] {
        assert_eq!(text.parse::<Quantity>().unwrap().to_string(), text);
    }
    for text in ["", "Score", "dimension:", "indicator:A B", "x:y"] {
        assert!(text.parse::<Quantity>().is_err(), "{text}");
    }
    assert!(Key::ALL.iter().all(|key| key.name().parse() == Ok(*key)));
    assert!("unit".parse::<Key>().is_err());
}
