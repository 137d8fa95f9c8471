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
    let mut search = Search { universe, permitted, runs: 0, agreeing: Vec::new(), contradictory: Vec::new() };
    let core = wishes_in(&tree);
    search.contradictory.push(core.clone());
    let (found, tree) = search.irreducible(core, tree);
    let (wishes, tree, smallest) = search.smallest(found, tree);
    let parts = wishes.iter().filter_map(|index| universe.wishes.get(*index).map(|wish| wish.part.clone()));
    Refusal {
        reasons: explain(universe, &tree),
        conflict: parts.collect(),
        smallest,
        relaxations: search.relaxations(&wishes),
    }
}

struct Search<'s, 'a> {
    universe: &'s Universe<'a>,
    permitted: &'s [Set],
    runs: u32,
    /// Sets of wishes for which there is a plan, and so is for a part of them.
    agreeing: Vec<Wishes>,
    /// Sets of wishes that contradict each other, and so do more of them.
    contradictory: Vec<Wishes>,
}

type Wishes = BTreeSet<usize>;

impl Search<'_, '_> {
    /// Every wish that is not left out.
    fn all(&self) -> Wishes {
        let active = self.permitted.iter().enumerate().filter(|(_, ways)| !ways.is_empty());
        active.map(|(index, _)| index).collect()
    }

    /// Solves for these wishes alone; nothing once the search is given up.
    fn solve(&mut self, wishes: &Wishes) -> Option<Result<(), Tree>> {
        self.runs += 1;
        let only = |(index, ways): (usize, &Set)| {
            if wishes.contains(&index) { ways.clone() } else { Set::empty() }
        };
        let permitted: Vec<_> = self.permitted.iter().enumerate().map(only).collect();
        match self.universe.solve(&permitted) {
            _ if self.runs > MOST_RUNS => None,
            Outcome::Found(_) => {
                self.agreeing.push(wishes.clone());
                Some(Ok(()))
            }
            Outcome::Contradiction(tree) => {
                self.contradictory.push(wishes_in(&tree));
                Some(Err(tree))
            }
            Outcome::GivenUp => None,
        }
    }

    /// Whether these wishes agree, from what is known or by solving.
    fn agree(&mut self, wishes: &Wishes) -> Option<bool> {
        if self.agreeing.iter().any(|known| wishes.is_subset(known)) {
            return Some(true);
        }
        if self.contradictory.iter().any(|known| known.is_subset(wishes)) {
            return Some(false);
        }
        self.solve(wishes).map(|solved| solved.is_ok())
    }

    /// Whether all wishes but this one agree.
    fn agree_without(&mut self, wish: usize) -> Option<bool> {
        let mut others = self.all();
        others.remove(&wish);
        self.agree(&others)
    }

    /// Leaves out every wish without which the contradiction remains: what is left is needed for it.
    fn irreducible(&mut self, mut wishes: Wishes, mut tree: Tree) -> (Wishes, Tree) {
        let mut needed = Wishes::new();
        while let Some(wish) = wishes.iter().copied().find(|wish| !needed.contains(wish)) {
            let mut fewer = wishes.clone();
            fewer.remove(&wish);
            if self.agree_without(wish) == Some(true) {
                needed.insert(wish);
                continue;
            }
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
        let mut singles = Wishes::new();
        loop {
            let Some(bound) = hitting_set(&unmet_sets, found.len(), &singles) else {
                return (found, tree, true);
            };
            match self.agree(&bound) {
                // If two contradict each other, only a single one would be smaller: it is enough to know that it is none.
                Some(true) if found.len() == 2 && bound.len() == 1 => singles.extend(bound),
                Some(true) => match self.unmet(bound, &found) {
                    Some(unmet) => unmet_sets.push(unmet),
                    None => return (found, tree, false),
                },
                Some(false) => match self.solve(&bound) {
                    Some(Err(smaller)) => return (bound, smaller, true),
                    _ => return (found, tree, false),
                },
                None => return (found, tree, false),
            }
        }
    }

    /// Of wishes that agree: as few others as possible that do not go with them. One of them is in every contradiction.
    fn unmet(&mut self, mut agreeing: Wishes, found: &Wishes) -> Option<Wishes> {
        for wish in found.difference(&agreeing).copied().collect::<Vec<_>>() {
            if self.agree_without(wish)? {
                return Some([wish].into());
            }
        }
        let others: Vec<usize> = self.all().difference(&agreeing).copied().collect();
        let mut unmet = Wishes::new();
        // Most of them agree, so they are taken in halves.
        let mut open = vec![others.as_slice()];
        while let Some(some) = open.pop() {
            let more: Wishes = agreeing.iter().chain(some).copied().collect();
            if self.agree(&more)? {
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

    /// Every single change to one of these wishes after which there is a plan for all of them and the others.
    fn relaxations(&mut self, wishes: &Wishes) -> Vec<Relaxation> {
        let mut helpful = Vec::new();
        for index in wishes {
            let Some(wish) = self.universe.wishes.get(*index) else { continue };
            if !matches!(wish.part, Part::Installed { .. }) {
                if self.agree_without(*index) == Some(true) {
                    helpful.push(Relaxation::Drop { of: wish.part.clone() });
                }
                continue;
            }
            // Without the wish altogether there is most room: if that does not help, nothing does.
            if self.agree_without(*index) == Some(true) {
                helpful.extend(self.other_ways(*index));
            }
        }
        helpful
    }

    /// What may be done to an installed module, beyond what is permitted, so that there is a plan.
    fn other_ways(&self, index: usize) -> Vec<Relaxation> {
        let (Some(wish), Some(now)) = (self.universe.wishes.get(index), self.permitted.get(index)) else {
            return Vec::new();
        };
        let helps = |number: usize| {
            let mut permitted = self.permitted.to_vec();
            if let Some(set) = permitted.get_mut(index) {
                *set = now.union(&numbers([number]));
            }
            matches!(self.universe.solve(&permitted), Outcome::Found(_))
        };
        let changes = wish.ways.iter().enumerate().filter(|(number, _)| !now.contains(number));
        let changes = changes.filter_map(|(number, way)| {
            let relaxation = match way {
                Way::Lowered(module) => Relaxation::Downgrade { module: module.clone() },
                Way::Removed(module) => Relaxation::Remove { module: module.clone() },
                _ => return None,
            };
            helps(number).then_some(relaxation)
        });
        changes.collect()
    }
}

/// The smallest set with a member of each of the sets, the first in order of its members, other than these single
/// ones; nothing if it has `limit` members or more.
fn hitting_set(sets: &[Wishes], limit: usize, but: &Wishes) -> Option<Wishes> {
    (0..limit).find_map(|size| extended(sets, &Wishes::new(), size, but))
}

fn extended(sets: &[Wishes], chosen: &Wishes, more: usize, but: &Wishes) -> Option<Wishes> {
    let Some(open) = sets.iter().find(|set| set.is_disjoint(chosen)) else {
        let known = chosen.len() == 1 && chosen.is_subset(but);
        return (!known).then(|| chosen.clone());
    };
    let fewer = more.checked_sub(1)?;
    open.iter().find_map(|wish| {
        let mut chosen = chosen.clone();
        chosen.insert(*wish);
        extended(sets, &chosen, fewer, but)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_hitting_set_is_found_and_the_first_of_several() {
        let sets =
            |list: &[&[usize]]| list.iter().map(|set| set.iter().copied().collect()).collect::<Vec<_>>();
        let none = Wishes::new();
        assert_eq!(hitting_set(&[], 3, &none), Some(Wishes::new()));
        assert_eq!(hitting_set(&sets(&[&[1, 2], &[2, 3], &[3, 4]]), 9, &none), Some([1, 3].into()));
        assert_eq!(hitting_set(&sets(&[&[1, 5], &[2, 5], &[3, 5]]), 9, &none), Some([5].into()));
        assert_eq!(hitting_set(&sets(&[&[1], &[2], &[3]]), 3, &none), None);
        assert_eq!(hitting_set(&sets(&[&[1, 2]]), 2, &[1].into()), Some([2].into()));
        assert_eq!(hitting_set(&sets(&[&[1, 2]]), 2, &[1, 2].into()), None);
    }
}
