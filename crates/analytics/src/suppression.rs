//! Takes figures away until nothing about too few contributors follows from what is left ("Geheimhaltung").

use std::collections::{BTreeMap, BTreeSet, HashMap};

use blaupause_kernel::Rational;

use crate::field::{Residue, Sparse};
use crate::plan::families;
use crate::span::Span;
use crate::weak::weaknesses;
use crate::{Group, Reason, Rules, Value};

/// A figure that might be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The group.
    pub group: Group,
    /// Its members, as places in [`System::values`], ascending.
    pub members: Vec<usize>,
}

/// Everything that is known or might become known about one measure.
#[derive(Debug, Clone)]
pub struct System<'a> {
    /// What each contributor contributes. A unit whose contribution did not change between two releases is one
    /// contributor: whoever guesses that it did not change may set the figures of both off against each other.
    pub values: &'a [Value],
    /// The figures that might be published, the most important first.
    pub cells: &'a [Cell],
    /// The members of every figure that was published before. Those stay.
    pub earlier: &'a [Vec<usize>],
    /// The rules.
    pub rules: Rules,
    /// The lowest and the highest possible number.
    pub range: (Rational, Rational),
}

/// What may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    /// For each cell, why it is not published; nothing if it is.
    pub reasons: Vec<Option<Reason>>,
    /// How many statements about too few contributors follow from the earlier figures alone, and so cannot be
    /// taken back: none, unless the rules have become stricter.
    pub beyond_help: usize,
}

/// Decides which cells are published.
///
/// What is promised, over all published figures together, earlier ones included:
/// - No linear combination of them, with whatever coefficients, is about fewer contributors than the rules ask for.
///   Every difference, complement and overlap is such a combination.
/// - No combination gives the sum of a cell that breaks the rules, of what is left of a cell after its published parts,
///   or of a class of contributors that no published figure tells apart, if that would break the rules.
///
/// Where something has to go, the least important cell of the combination goes. The answer depends on the input alone.
pub fn protect(system: &System<'_>) -> Protected {
    let breach = |members: &[usize]| system.breach(members);
    let breaches: Vec<Option<Reason>> = system.cells.iter().map(|cell| breach(&cell.members)).collect();
    let mut work = Work {
        system,
        reasons: breaches.clone(),
        breaches,
        families: families(&system.cells.iter().map(|c| c.group.clone()).collect::<Vec<_>>()),
    };
    loop {
        work.close_families();
        let beyond_help = match work.round() {
            Round::Changed => continue,
            Round::Safe { beyond_help } => beyond_help,
        };
        return Protected { reasons: work.reasons, beyond_help };
    }
}

impl System<'_> {
    fn breach(&self, members: &[usize]) -> Option<Reason> {
        let values: Vec<&Value> = members.iter().filter_map(|m| self.values.get(*m)).collect();
        self.rules.breach(&values, self.range)
    }
}

enum Round {
    Changed,
    Safe { beyond_help: usize },
}

struct Work<'s> {
    system: &'s System<'s>,
    reasons: Vec<Option<Reason>>,
    breaches: Vec<Option<Reason>>,
    families: Vec<(usize, Vec<usize>)>,
}

/// Contributors that every published figure counts together, the largest classes first.
struct Classes {
    members: Vec<Vec<usize>>,
    of: Vec<usize>,
}

impl Work<'_> {
    fn is_published(&self, cell: usize) -> bool {
        self.reasons.get(cell).is_some_and(Option::is_none)
    }

    fn withhold(&mut self, cell: usize) {
        if let Some(reason) = self.reasons.get_mut(cell) {
            reason.get_or_insert(Reason::Secondary);
        }
    }

    fn members(&self, cell: usize) -> &[usize] {
        self.system.cells.get(cell).map(|c| c.members.as_slice()).unwrap_or_default()
    }

    /// What a published cell less its published parts leaves must itself keep to the rules: the quick part of the
    /// work, which the search for combinations would find too.
    fn close_families(&mut self) {
        let families = std::mem::take(&mut self.families);
        let mut changed = true;
        while changed {
            changed = false;
            for (parent, children) in &families {
                if !self.is_published(*parent) {
                    continue;
                }
                let hidden = children.iter().filter(|c| !self.is_published(**c));
                let mut left: Vec<usize> = hidden.flat_map(|c| self.members(*c)).copied().collect();
                left.sort_unstable();
                if left.is_empty() || self.system.breach(&left).is_none() {
                    continue;
                }
                let least_important = children.iter().filter(|c| self.is_published(**c)).max().copied();
                self.withhold(least_important.unwrap_or(*parent));
                changed = true;
            }
        }
        self.families = families;
    }

    /// Looks for combinations that say too much and withholds one cell of each.
    fn round(&mut self) -> Round {
        let classes = self.classes();
        let span = self.span(&classes);
        let least = self.system.rules.least();
        let weights: Vec<usize> = classes.members.iter().map(Vec::len).collect();
        let first_small = weights.iter().take_while(|w| **w >= least).count();
        let weak = weaknesses(&span, &weights, first_small, least).into_iter().map(|w| w.rests_on);
        let mut too_much: Vec<BTreeSet<usize>> = weak.collect();
        too_much.extend(
            self.targets(&classes, first_small)
                .filter_map(|target| span.derivation(target).map(|groups| groups.into_iter().collect())),
        );
        let mut changed = false;
        let mut beyond_help = 0;
        for groups in too_much {
            let cells: Vec<usize> = groups.into_iter().filter(|g| *g < self.system.cells.len()).collect();
            match cells.iter().max() {
                None => beyond_help += 1,
                // one of the same round may have broken this combination already
                Some(last) => {
                    if cells.iter().all(|cell| self.is_published(*cell)) {
                        self.withhold(*last);
                        changed = true;
                    }
                }
            }
        }
        if changed { Round::Changed } else { Round::Safe { beyond_help } }
    }

    fn classes(&self) -> Classes {
        let count = self.system.values.len();
        let mut signatures: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (number, members) in self.published() {
            for member in members {
                if let Some(signature) = signatures.get_mut(*member) {
                    signature.push(number);
                }
            }
        }
        let mut by_signature: HashMap<&[usize], Vec<usize>> = HashMap::new();
        for (contributor, signature) in signatures.iter().enumerate() {
            if !signature.is_empty() {
                by_signature.entry(signature).or_default().push(contributor);
            }
        }
        let mut members: Vec<Vec<usize>> = by_signature.into_values().collect();
        members.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let mut of = vec![usize::MAX; count];
        for (class, contributors) in members.iter().enumerate() {
            for contributor in contributors {
                if let Some(place) = of.get_mut(*contributor) {
                    *place = class;
                }
            }
        }
        Classes { members, of }
    }

    /// Published cells under their number, earlier figures under the numbers after those of the cells.
    fn published(&self) -> impl Iterator<Item = (usize, &[usize])> {
        let cells = self.system.cells.iter().enumerate();
        let now = cells.filter(|(i, _)| self.is_published(*i)).map(|(i, cell)| (i, cell.members.as_slice()));
        let first = self.system.cells.len();
        let before = self.system.earlier.iter().enumerate();
        now.chain(before.map(move |(i, members)| (first + i, members.as_slice())))
    }

    fn span(&self, classes: &Classes) -> Span {
        let mut span = Span::default();
        // earlier figures first: a combination then names a cell of this release only if it needs one
        let mut published: Vec<(usize, &[usize])> = self.published().collect();
        published.sort_by_key(|(number, members)| {
            (*number < self.system.cells.len(), std::cmp::Reverse(members.len()), *number)
        });
        for (number, members) in published {
            span.insert(classes.vector(members), number);
        }
        span
    }

    /// The sums that must not follow although they are about enough contributors.
    fn targets<'c>(&'c self, classes: &'c Classes, first_small: usize) -> impl Iterator<Item = Sparse> + 'c {
        let broken = |reason: &Option<Reason>| matches!(reason, Some(Reason::Dominance | Reason::Uniform));
        let cells = self.system.cells.iter().zip(&self.breaches).filter(move |(_, breach)| broken(breach));
        let cells = cells.filter_map(|(cell, _)| classes.whole(&cell.members));
        let large = classes.members.iter().take(first_small).enumerate();
        let alike = large.filter(|(_, members)| self.system.breach(members).is_some());
        cells.chain(alike.map(|(class, _)| [(class, Residue::ONE)].into()))
    }
}

impl Classes {
    fn vector(&self, members: &[usize]) -> Sparse {
        let classes = members.iter().filter_map(|m| self.of.get(*m));
        classes.map(|class| (*class, Residue::ONE)).collect()
    }

    /// The vector of a set that is made of whole classes; others cannot follow.
    fn whole(&self, members: &[usize]) -> Option<Sparse> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for member in members {
            *counts.entry(*self.of.get(*member)?).or_default() += 1;
        }
        let whole =
            |(class, count): (&usize, &usize)| self.members.get(*class).is_some_and(|m| m.len() == *count);
        counts.iter().all(whole).then(|| counts.into_keys().map(|class| (class, Residue::ONE)).collect())
    }
}
