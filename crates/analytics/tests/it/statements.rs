//! No combination of published figures is about too few contributors, over every population that is tried.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_analytics::{
    Breakdown, CohortCell, Contribution, Earlier, Group, Rules, Scope, Standing, public_cells,
};
use blaupause_kernel::{Rational, Rounding, RoundingMode};
use blaupause_maturity::Segment;
use proptest::prelude::*;

use super::ranks::{follows, says_something_about};

/// A municipality of one of three Länder, in one of three size classes and counties, with one of three providers or
/// none.
#[derive(Debug, Clone)]
struct Town {
    land: u8,
    county: u8,
    size: u8,
    provider: u8,
    /// The score in the first and in the second year; the same number in both is a guess that comes true.
    scores: [u8; 2],
    takes_part: [bool; 2],
}

fn town() -> impl Strategy<Value = Town> {
    (
        0_u8..2,
        0_u8..2,
        0_u8..3,
        0_u8..3,
        [0_u8..6, 0_u8..3],
        prop::array::uniform2(prop::bool::weighted(0.85)),
    )
        .prop_map(|(land, county, size, provider, [first, moved], takes_part)| {
            // two thirds stay as they are
            let second = if moved == 0 { (first + 1) % 6 } else { first };
            Town { land, county, size, provider, scores: [first, second], takes_part }
        })
}

fn contribution(number: usize, town: &Town, year: usize) -> Contribution {
    let one = |text: String| BTreeSet::from([text]);
    let land = format!("0{}", town.land + 1);
    let mut groups = BTreeMap::from([
        (Breakdown::Level, one("municipality".to_owned())),
        (Breakdown::Land, one(land.clone())),
        (Breakdown::County, one(format!("{land}00{}", town.county))),
        (Breakdown::SizeClass, one(format!("s{}", town.size))),
    ]);
    if town.provider > 0 {
        groups.insert(Breakdown::Provider, one(format!("p{}", town.provider)));
    }
    let score = town.scores[year];
    let stage = ["a", "b", "c"][usize::from(score / 2)].parse().unwrap();
    let segment = [Segment::Laggard, Segment::Middle, Segment::FrontRunner][usize::from(score / 2)];
    Contribution {
        unit: format!("{land}{:010}", number).parse().unwrap(),
        groups,
        standing: Standing {
            score: Rational::from_int(score.into()),
            // odd towns leave the dimension out
            dimensions: (!number.is_multiple_of(5))
                .then(|| ("d".parse().unwrap(), Rational::from_int((score / 2).into())))
                .into_iter()
                .collect(),
            stage: Some(stage),
            segment: Some(segment),
        },
    }
}

fn scope(min_contributors: u32) -> Scope {
    let range = (Rational::ZERO, Rational::from_int(5));
    Scope {
        rules: Rules { min_contributors, dominance_percent: 10 },
        rounding: Rounding { mode: RoundingMode::HalfUp, digits: 2 },
        score_range: range,
        dimension_ranges: BTreeMap::from([("d".parse().unwrap(), range)]),
    }
}

/// What an attacker reads off two releases about one measure: for each shown figure, who is in it. A unit whose value
/// stayed the same is one unknown for them.
struct Read {
    unknowns: BTreeMap<(String, String), usize>,
    shown: Vec<BTreeSet<usize>>,
    hidden: Vec<BTreeSet<usize>>,
}

type Reading = fn(&Contribution) -> Option<String>;
type ShownBy = fn(&CohortCell) -> bool;

/// The measures by what somebody contributes and by whether a cell shows it.
const MEASURES: [(Reading, ShownBy); 4] = [
    (|c| Some(c.standing.score.to_string()), |cell| cell.score.mean.is_some()),
    (
        |c| c.standing.dimensions.values().next().map(ToString::to_string),
        |cell| cell.dimensions.values().any(|d| d.mean.is_some()),
    ),
    (|c| c.standing.stage.as_ref().map(ToString::to_string), |cell| cell.stages.counts.is_some()),
    (|c| c.standing.segment.map(|s| format!("{s:?}")), |cell| cell.segments.counts.is_some()),
];

fn read(years: &[(Vec<Contribution>, Vec<CohortCell>)], (value, is_shown): (Reading, ShownBy)) -> Read {
    let mut read = Read { unknowns: BTreeMap::new(), shown: Vec::new(), hidden: Vec::new() };
    for (contributions, cells) in years {
        for cell in cells {
            let is_in = |c: &&Contribution| {
                cell.group
                    .iter()
                    .all(|(by, of): (_, &String)| c.groups.get(by).is_some_and(|g| g.contains(of)))
            };
            let mut members = BTreeSet::new();
            for c in contributions.iter().filter(is_in) {
                let Some(value) = value(c) else { continue };
                let next = read.unknowns.len();
                members.insert(*read.unknowns.entry((c.unit.to_string(), value)).or_insert(next));
            }
            if is_shown(cell) { read.shown.push(members) } else { read.hidden.push(members) }
        }
    }
    read
}

impl Read {
    fn rows(&self) -> Vec<Vec<i128>> {
        self.shown.iter().map(|members| self.row(members)).collect()
    }

    fn row(&self, members: &BTreeSet<usize>) -> Vec<i128> {
        (0..self.unknowns.len()).map(|u| members.contains(&u).into()).collect()
    }
}

fn subsets(of: usize, at_most: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    let mut grown = vec![Vec::new()];
    for _ in 0..at_most {
        grown = grown
            .iter()
            .flat_map(|s: &Vec<usize>| {
                let from = s.last().map_or(0, |l| l + 1);
                (from..of).map(move |next| [s.as_slice(), &[next]].concat())
            })
            .collect();
        all.extend(grown.clone());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_follows_about_too_few(towns in prop::collection::vec(town(), 4..22), least in 3_u32..5) {
        let mut years: Vec<(Vec<Contribution>, Vec<CohortCell>)> = Vec::new();
        for year in 0..2 {
            let taking = towns.iter().enumerate().filter(|(_, t)| t.takes_part[year]);
            let contributions: Vec<_> = taking.map(|(n, t)| contribution(n, t, year)).collect();
            let earlier: Vec<Earlier<'_>> =
                years.iter().map(|(contributions, cells)| Earlier { contributions, cells }).collect();
            let cells = public_cells(&contributions, &earlier, &scope(least));
            years.push((contributions, cells));
        }
        for measure in MEASURES {
            let read = read(&years, measure);
            let rows = read.rows();
            let least = usize::try_from(least).unwrap();
            for few in subsets(read.unknowns.len(), least - 1) {
                prop_assert!(!says_something_about(&rows, &few), "{few:?} of {:?}", read.shown);
            }
            for hidden in read.hidden.iter().filter(|h| h.len() < least) {
                prop_assert!(hidden.is_empty() || !follows(&rows, &read.row(hidden)), "{hidden:?}");
            }
        }
    }
}

/// Ten towns of one Land, six of them small and four large: without secondary suppression the four follow.
#[test]
fn a_complement_takes_its_total_or_its_other_part_with_it() {
    let town = |n: usize, size| {
        let score = u8::try_from(n % 6).unwrap();
        Town { land: 0, county: 0, size, provider: 0, scores: [score; 2], takes_part: [true; 2] }
    };
    let towns: Vec<Town> = (0..10).map(|n| town(n, u8::from(n > 5))).collect();
    let contributions: Vec<_> = towns.iter().enumerate().map(|(n, t)| contribution(n, t, 0)).collect();
    let cells = public_cells(&contributions, &[], &scope(5));
    let shown: Vec<&Group> = cells.iter().filter(|c| c.score.mean.is_some()).map(|c| &c.group).collect();
    let reason = |size: &str| {
        let of_size = cells
            .iter()
            .find(|c| c.group.len() == 2 && c.group.get(&Breakdown::SizeClass).is_some_and(|s| s == size));
        serde_json::to_value(of_size.unwrap().score.reason).unwrap()
    };
    assert_eq!((reason("s1"), reason("s0")), ("tooFew".into(), "secondary".into()));
    // the whole, its Land, its county: all ten
    assert_eq!(shown.len(), 3);
    assert!(shown.iter().all(|group| !group.contains_key(&Breakdown::SizeClass)));
    assert_eq!(cells[0].score.contributors, Some(10));
    // 0 + 1 + 2 + 3 + 4 + 5 + 0 + 1 + 2 + 3 over 10
    assert_eq!(cells[0].score.mean.as_deref(), Some("2.10"));
}

/// Six towns, and a year later a seventh while nothing else changed: the new total would give the seventh away.
#[test]
fn one_more_contributor_a_year_later_is_not_given_away() {
    let town = |n: u8| Town {
        land: 0,
        county: 0,
        size: 0,
        provider: 0,
        scores: [n % 6; 2],
        takes_part: [n < 6, true],
    };
    let of_year = |year: usize| -> Vec<Contribution> {
        let towns: Vec<Town> = (0..7).map(town).collect();
        let taking = towns.iter().enumerate().filter(|(_, t)| t.takes_part[year]);
        taking.map(|(n, t)| contribution(n, t, year)).collect()
    };
    let (first, second) = (of_year(0), of_year(1));
    let cells = public_cells(&first, &[], &scope(5));
    assert_eq!(cells[0].score.contributors, Some(6));
    let earlier = Earlier { contributions: &first, cells: &cells };
    let later = public_cells(&second, &[earlier], &scope(5));
    assert_eq!(later[0].score.contributors, None);
    assert_eq!(public_cells(&second, &[], &scope(5))[0].score.contributors, Some(7));
}
