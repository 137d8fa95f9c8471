//! Statements about few contributors: combinations of published sums in which only small classes are left.

use std::collections::{BTreeMap, BTreeSet};

use crate::bundles::Part;
use crate::field::{Residue, Sparse, add_multiple};
use crate::span::{Consequence, Span};

/// How many steps the search takes in one connected part before the part is called weak unseen.
const MOST_STEPS: u32 = 2_000_000;

/// A consequence that says something about too few contributors.
#[derive(Debug)]
pub(crate) struct Weakness {
    /// The groups it follows from.
    pub(crate) rests_on: BTreeSet<usize>,
}

/// Looks for consequences of `span` that are about fewer than `least` contributors. `weights` are the contributors of
/// each class; the classes from `first_small` on have fewer than `least` each, those before at least `least`.
///
/// Every such consequence is zero on the large classes, so it lies in the part of the span beyond them. That part falls
/// into connected parts that share no class, and a smallest consequence lies in one of them. If there is any, at least
/// one is reported.
pub(crate) fn weaknesses(span: &Span, weights: &[usize], first_small: usize, least: usize) -> Vec<Weakness> {
    let parts = Part::all_of(span.beyond(first_small), weights);
    parts.iter().flat_map(|part| Search::new(part, least).run()).collect()
}

/// The search for consequences of little weight in one part.
///
/// A consequence is a sum of rows with some factors. It has the leading class of each of its rows, so it is made of few
/// rows; every other class of these rows it either has too ("kept"), or the rows cancel each other there. Beginning
/// with each row in turn, a class that only one of the chosen rows has is either kept or needs a further row, and
/// each step uses up weight: the tree is shallow, and it misses nothing.
struct Search<'p> {
    part: &'p Part,
    least: usize,
    steps: u32,
    found: BTreeSet<BTreeSet<usize>>,
}

#[derive(Clone)]
struct Choice {
    rows: Vec<usize>,
    kept: BTreeSet<usize>,
    /// Classes that the chosen rows are taken to cancel among themselves.
    settled: BTreeSet<usize>,
    weight: usize,
}

impl<'p> Search<'p> {
    fn new(part: &'p Part, least: usize) -> Self {
        Self { part, least, steps: 0, found: BTreeSet::new() }
    }

    fn run(mut self) -> Vec<Weakness> {
        for row in 0..self.part.rows.len() {
            let weight = self.part.lead_weight(row);
            let choice = Choice { rows: vec![row], kept: BTreeSet::new(), settled: BTreeSet::new(), weight };
            self.descend(&choice);
        }
        if self.steps > MOST_STEPS {
            let all = self.part.rows.iter().flat_map(|row| row.rests_on().keys().copied());
            self.found.insert(all.collect());
        }
        self.found.into_iter().map(|rests_on| Weakness { rests_on }).collect()
    }

    fn descend(&mut self, choice: &Choice) {
        self.steps += 1;
        if choice.weight >= self.least || self.steps > MOST_STEPS {
            return;
        }
        let open = self.open_classes(choice);
        if let Some(factors) = self.cancelling(choice, &open) {
            self.found.insert(self.rests_on(&factors));
            return;
        }
        // a class of one row only has to be kept or met by another row; which class is looked at first does not matter
        let degree = |class: &usize| self.part.rows_with(*class).len();
        let lone = open.iter().filter(|(_, count)| **count == 1).map(|(class, _)| *class).min_by_key(degree);
        let shared = || open.keys().filter(|c| !choice.settled.contains(c)).copied().min_by_key(degree);
        let Some(class) = lone.or_else(shared) else { return };
        let mut kept = choice.clone();
        kept.kept.insert(class);
        kept.weight += self.part.weight(class);
        self.descend(&kept);
        for row in self.part.rows_with(class) {
            if choice.rows.contains(row) {
                continue;
            }
            let mut more = choice.clone();
            more.rows.push(*row);
            more.weight += self.part.lead_weight(*row);
            self.descend(&more);
        }
        if lone.is_none() {
            let mut settled = choice.clone();
            settled.settled.insert(class);
            self.descend(&settled);
        }
    }

    /// The classes of the chosen rows that are neither leading nor kept, with how many of the rows have them.
    fn open_classes(&self, choice: &Choice) -> BTreeMap<usize, usize> {
        let mut open = BTreeMap::new();
        for row in &choice.rows {
            for (class, _) in self.part.others(*row) {
                if !choice.kept.contains(class) {
                    *open.entry(*class).or_default() += 1;
                }
            }
        }
        open
    }

    /// Factors of the chosen rows, not all zero, with which every open class cancels.
    fn cancelling(&self, choice: &Choice, open: &BTreeMap<usize, usize>) -> Option<Sparse> {
        let lone = open.values().filter(|count| **count == 1).count();
        if lone > 0 && choice.rows.len() == 1 {
            return None;
        }
        let mut span = Span::default();
        for row in &choice.rows {
            let entries = self.part.others(*row).iter().filter(|(class, _)| open.contains_key(class));
            let vector: Sparse = entries.map(|(class, value)| (*class, *value)).collect();
            let entry = Consequence { vector, rests_on: [(*row, Residue::ONE)].into() };
            if let Err(factors) = span.insert_combined(entry) {
                return Some(factors);
            }
        }
        None
    }

    /// The groups that the sum of the rows with these factors follows from.
    fn rests_on(&self, factors: &Sparse) -> BTreeSet<usize> {
        let mut whole = Sparse::new();
        for (row, factor) in factors {
            if let Some(row) = self.part.rows.get(*row) {
                add_multiple(&mut whole, *factor, row.rests_on());
            }
        }
        whole.into_keys().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span_of(groups: &[Vec<usize>]) -> Span {
        let mut span = Span::default();
        for (number, group) in groups.iter().enumerate() {
            span.insert(group.iter().map(|c| (*c, Residue::ONE)).collect(), number);
        }
        span
    }

    /// Two rows and two columns of a table with both margins published, each about four contributors: the difference of
    /// the first row and the first column is about the two corners beside, one contributor each.
    #[test]
    fn a_contrast_of_two_corners_is_found() {
        let span = span_of(&[vec![0, 1], vec![2, 3], vec![0, 2], vec![1, 3]]);
        let found = weaknesses(&span, &[3, 1, 1, 3], 0, 4);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rests_on.len(), 2);
        assert!(weaknesses(&span, &[3, 1, 1, 3], 0, 2).is_empty(), "no corner by itself follows");
    }

    /// Every combination with small coefficients, as a witness from outside the elimination.
    fn lightest(groups: &[Vec<usize>], weights: &[usize]) -> Option<usize> {
        let mut best = None;
        let choices = 5_usize.pow(u32::try_from(groups.len()).unwrap());
        for choice in 0..choices {
            let mut vector = vec![0_i64; weights.len()];
            let mut rest = choice;
            for group in groups {
                let factor = i64::try_from(rest % 5).unwrap() - 2;
                rest /= 5;
                group.iter().for_each(|column| vector[*column] += factor);
            }
            let support = vector.iter().zip(weights).filter(|(v, _)| **v != 0).map(|(_, w)| *w);
            let weight: usize = support.sum();
            if weight > 0 && best.is_none_or(|b| weight < b) {
                best = Some(weight);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn whatever_a_combination_shows_is_found(
            masks in proptest::collection::vec(1_u16..256, 1..6),
            mut weights in proptest::collection::vec(1_usize..7, 8),
            least in 3_usize..6,
        ) {
            weights.sort_unstable_by(|a, b| b.cmp(a));
            let groups: Vec<Vec<usize>> =
                masks.iter().map(|m| (0..8).filter(|c| m >> c & 1 == 1).collect()).collect();
            let first_small = weights.iter().take_while(|w| **w >= least).count();
            let found = weaknesses(&span_of(&groups), &weights, first_small, least);
            // small coefficients do not reach every combination: what they show must be found, not the reverse
            if lightest(&groups, &weights).is_some_and(|w| w < least) {
                prop_assert!(!found.is_empty());
            }
            for weakness in found {
                prop_assert!(!weakness.rests_on.is_empty());
            }
        }
    }
}
