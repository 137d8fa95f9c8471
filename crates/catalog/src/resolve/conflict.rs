//! Which parts of a demand contradict each other, as few as possible, and what alone would help.
//!
//! The smallest set is found by implicit hitting sets (A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva:
//! Smallest MUS Extraction with Minimal Hitting Set Dualization, CP 2015): every plan for some of the wishes leaves
//! others unmet, and each contradiction needs one of those. So the smallest set of wishes that has one of each of
//! them is a lower bound; it grows until it contradicts itself or is as large as the contradiction already known.

use std::collections::BTreeSet;

use super::explain::{explain, wishes_in};
use super::refusal::{Part, Refusal, Relaxation};
use super::solver::{Outcome, Tree};
use super::universe::{Set, Universe, numbers};
use super::wishes::Way;

/// Runs of the solver after which a contradiction counts as not proven to be the smallest. Real ones need a few.
const MOST_RUNS: u32 = 400;

/// Puts a contradiction into words.
pub(super) fn refuse(universe: &Universe<'_>, permitted: &[Set], tree: Tree) -> Refusal {
    let mut search = Search { universe, permitted, runs: 0 };
    let (found, tree) = search.irreducible(wishes_in(&tree), tree);
    let (wishes, tree, smallest) = search.smallest(found, tree);
    let parts = wishes.iter().filter_map(|index| universe.wishes.get(*index).map(|wish| wish.part.clone()));
    Refusal {
        reasons: explain(universe, &tree),
        conflict: parts.collect(),
        smallest,
        relaxations: relaxations(universe, permitted, &wishes),
    }
}

struct Search<'s, 'a> {
    universe: &'s Universe<'a>,
    permitted: &'s [Set],
    runs: u32,
}

type Wishes = BTreeSet<usize>;

impl Search<'_, '_> {
    /// Solves for these wishes alone; nothing once the search is given up.
    fn solve(&mut self, wishes: &Wishes) -> Option<Result<(), Tree>> {
        self.runs += 1;
        let only = |(index, ways): (usize, &Set)| {
            if wishes.contains(&index) { ways.clone() } else { Set::empty() }
        };
        let permitted: Vec<_> = self.permitted.iter().enumerate().map(only).collect();
        match self.universe.solve(&permitted) {
            _ if self.runs > MOST_RUNS => None,
            Outcome::Found(_) => Some(Ok(())),
            Outcome::Contradiction(tree) => Some(Err(tree)),
            Outcome::GivenUp => None,
        }
    }

    /// Leaves out every wish without which the contradiction remains: what is left is needed for it.
    fn irreducible(&mut self, mut wishes: Wishes, mut tree: Tree) -> (Wishes, Tree) {
        let mut needed = Wishes::new();
        while let Some(wish) = wishes.iter().copied().find(|wish| !needed.contains(wish)) {
            let mut fewer = wishes.clone();
            fewer.remove(&wish);
            match self.solve(&fewer) {
                Some(Err(smaller)) => {
                    wishes = wishes_in(&smaller).intersection(&fewer).copied().collect();
                    tree = smaller;
                }
                Some(Ok(())) => {
                    needed.insert(wish);
                }
                None => break, // What was found so far is right, only perhaps too much.
            }
        }
        (wishes, tree)
    }

    /// The smallest contradiction, and whether that was proven.
    fn smallest(&mut self, found: Wishes, tree: Tree) -> (Wishes, Tree, bool) {
        let mut unmet_sets: Vec<Wishes> = Vec::new();
        loop {
            let bound = hitting_set(&unmet_sets, found.len());
            let Some(bound) = bound.filter(|bound| bound.len() < found.len()) else {
                return (found, tree, true);
            };
            match self.solve(&bound) {
                Some(Err(smaller)) => return (bound, smaller, true),
                Some(Ok(())) => match self.unmet(bound) {
                    Some(unmet) => unmet_sets.push(unmet),
                    None => return (found, tree, false),
                },
                None => return (found, tree, false),
            }
        }
    }

    /// Of wishes that agree: as few others as possible that do not go with them. One of them is in every contradiction.
    fn unmet(&mut self, mut agreeing: Wishes) -> Option<Wishes> {
        let active = self.permitted.iter().enumerate().filter(|(_, ways)| !ways.is_empty());
        let others: Vec<usize> =
            active.map(|(index, _)| index).filter(|wish| !agreeing.contains(wish)).collect();
        let mut unmet = Wishes::new();
        // Most of them agree, so they are taken in halves.
        let mut open = vec![others.as_slice()];
        while let Some(some) = open.pop() {
            let more: Wishes = agreeing.iter().chain(some).copied().collect();
            if self.solve(&more)?.is_ok() {
                agreeing = more;
            } else if let [single] = some {
                unmet.insert(*single);
            } else {
                let (first, second) = some.split_at(some.len() / 2);
                open.extend([second, first]);
            }
        }
        Some(unmet)
    }
}

/// The smallest set with a member of each of the sets, the first in order of its members; nothing if it has `limit`
/// members or more.
fn hitting_set(sets: &[Wishes], limit: usize) -> Option<Wishes> {
    (0..limit).find_map(|size| extended(sets, &Wishes::new(), size))
}

fn extended(sets: &[Wishes], chosen: &Wishes, more: usize) -> Option<Wishes> {
    let Some(open) = sets.iter().find(|set| set.is_disjoint(chosen)) else { return Some(chosen.clone()) };
    let fewer = more.checked_sub(1)?;
    open.iter().find_map(|wish| {
        let mut chosen = chosen.clone();
        chosen.insert(*wish);
        extended(sets, &chosen, fewer)
    })
}

/// Every single change to one of these wishes after which there is a plan for all the others.
fn relaxations(universe: &Universe<'_>, permitted: &[Set], wishes: &Wishes) -> Vec<Relaxation> {
    let changes = wishes.iter().flat_map(|index| changes(universe, permitted, *index));
    let helps = |(index, ways, _): &(usize, Set, Relaxation)| {
        let mut permitted = permitted.to_vec();
        if let Some(set) = permitted.get_mut(*index) {
            set.clone_from(ways);
        }
        matches!(universe.solve(&permitted), Outcome::Found(_))
    };
    changes.filter(helps).map(|(.., relaxation)| relaxation).collect()
}

/// The changes to one wish: the ways it would then permit, and what that is called.
fn changes(universe: &Universe<'_>, permitted: &[Set], index: usize) -> Vec<(usize, Set, Relaxation)> {
    let (Some(wish), Some(now)) = (universe.wishes.get(index), permitted.get(index)) else {
        return Vec::new();
    };
    if !matches!(wish.part, Part::Installed { .. }) {
        return vec![(index, Set::empty(), Relaxation::Drop { of: wish.part.clone() })];
    }
    let changes = wish.ways.iter().enumerate().filter(|(number, _)| !now.contains(number));
    let changes = changes.filter_map(|(number, way)| {
        let relaxation = match way {
            Way::Lowered(module) => Relaxation::Downgrade { module: module.clone() },
            Way::Removed(module) => Relaxation::Remove { module: module.clone() },
            _ => return None,
        };
        Some((index, now.union(&numbers([number])), relaxation))
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_hitting_set_is_found_and_the_first_of_several() {
        let sets =
            |list: &[&[usize]]| list.iter().map(|set| set.iter().copied().collect()).collect::<Vec<_>>();
        assert_eq!(hitting_set(&[], 3), Some(Wishes::new()));
        assert_eq!(hitting_set(&sets(&[&[1, 2], &[2, 3], &[3, 4]]), 9), Some([1, 3].into()));
        assert_eq!(hitting_set(&sets(&[&[1, 5], &[2, 5], &[3, 5]]), 9), Some([5].into()));
        assert_eq!(hitting_set(&sets(&[&[1], &[2], &[3]]), 3), None);
    }
}
