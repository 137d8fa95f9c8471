//! One run of PubGrub over the universe, for the wishes that are permitted in it.

use std::cmp::Reverse;

use pubgrub::{Dependencies, DependencyProvider, PackageResolutionStatistics, PubGrubError};

use super::universe::{Package, Set, Universe};

/// Decisions after which the search is given up, over all its runs: far beyond real catalogues, seconds at most.
const MOST_STEPS: u32 = 300_000;

pub(super) type Selection = pubgrub::SelectedDependencies<Package, usize>;
pub(super) type Tree = pubgrub::DerivationTree<Package, Set, String>;

/// What a run came to.
pub(super) enum Outcome {
    Found(Selection),
    Contradiction(Tree),
    GivenUp,
}

impl Universe<'_> {
    /// One run. `permitted` has the permitted ways of every wish; a wish without any is left out.
    pub fn solve(&self, permitted: &[Set]) -> Outcome {
        match pubgrub::resolve(&Run { universe: self, permitted }, Package::Root, 0_usize) {
            Ok(selection) => Outcome::Found(selection),
            Err(PubGrubError::NoSolution(tree)) => Outcome::Contradiction(tree),
            Err(_) => Outcome::GivenUp,
        }
    }
}

struct Run<'u, 'a> {
    universe: &'u Universe<'a>,
    permitted: &'u [Set],
}

/// The solver took more steps than it may.
#[derive(Debug, thiserror::Error)]
#[error("more than {MOST_STEPS} steps")]
struct TooManySteps;

impl DependencyProvider for Run<'_, '_> {
    type P = Package;
    type V = usize;
    type VS = Set;
    type M = String;
    type Err = TooManySteps;
    type Priority = (u8, u32, Reverse<Package>);

    /// First what is given, then what can stay as it is, then what is needed, then who provides an interface.
    /// Last what may be absent: by then everybody who needs it has said so.
    fn prioritize(
        &self,
        package: &Package,
        set: &Set,
        conflicts: &PackageResolutionStatistics,
    ) -> Self::Priority {
        let tier = match package {
            Package::Root | Package::Wish(_) => 4,
            Package::Module(_) if set.contains(&0) => 0,
            Package::Module(module) => {
                let installed = self.universe.modules.get(*module).and_then(|(_, c)| c.installed);
                if installed.is_some_and(|number| set.contains(&number)) { 3 } else { 2 }
            }
            Package::Interface(_) => 1,
        };
        (tier, conflicts.conflict_count(), Reverse(*package))
    }

    fn choose_version(&self, package: &Package, set: &Set) -> Result<Option<usize>, TooManySteps> {
        let (first, installed, count) = match package {
            Package::Root => (Some(0), None, 0),
            Package::Wish(index) => {
                let ways = self.universe.wishes.get(*index).map_or(0, |wish| wish.ways.len());
                return Ok((0..ways).find(|way| set.contains(way)));
            }
            Package::Module(module) => {
                let candidates = self.universe.modules.get(*module).map(|(_, candidates)| candidates);
                (Some(0), candidates.and_then(|c| c.installed), candidates.map_or(0, |c| c.list.len() + 1))
            }
            Package::Interface(place) => {
                (None, None, self.universe.interfaces.get(*place).map_or(0, |provided| provided.by.len()))
            }
        };
        Ok(first.into_iter().chain(installed).chain((0..count).rev()).find(|number| set.contains(number)))
    }

    fn get_dependencies(
        &self,
        package: &Package,
        number: &usize,
    ) -> Result<Dependencies<Package, Set, String>, TooManySteps> {
        if *package == Package::Root {
            let active = self.permitted.iter().enumerate().filter(|(_, ways)| !ways.is_empty());
            let wishes = active.map(|(index, ways)| (Package::Wish(index), ways.clone()));
            return Ok(Dependencies::Available(wishes.collect()));
        }
        Ok(match self.universe.needs(package, *number) {
            Some(needs) => Dependencies::Available(needs.into_iter().collect()),
            None => Dependencies::Unavailable("contradicts itself".to_owned()),
        })
    }

    fn should_cancel(&self) -> Result<(), TooManySteps> {
        if self.universe.count_step() > MOST_STEPS { Err(TooManySteps) } else { Ok(()) }
    }
}
