//! Decided successions, and what they mean for an old key today.

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Ars, Date, Rational};
use serde::{Deserialize, Serialize};

use crate::{Error, Register, Unit};

/// A unit and the part of a predecessor that went to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Successor {
    /// The succeeding unit.
    pub ars: Ars,
    /// Its part of the predecessor's population: above 0, at most 1.
    pub share: Rational,
}

/// What a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Basis {
    /// An official list of changes (Gebietsänderungen).
    Official,
    /// A person who decided it.
    Person,
    /// A conclusive proposal from area and population.
    AreaAndPopulation,
    /// The same municipality under another ARS.
    KeyChange,
}

/// Who succeeded a dissolved unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Decision {
    /// The dissolved unit.
    pub predecessor: Ars,
    /// Its successors; their shares sum to exactly 1.
    pub successors: Vec<Successor>,
    /// First day on which the successors stand in its place.
    pub effective: Date,
    /// What it rests on.
    pub basis: Basis,
    /// A remark for those who read it later.
    #[serde(default)]
    pub note: Option<String>,
}

impl Decision {
    /// Checks the decision against the newer register.
    ///
    /// # Errors
    /// All that is wrong: no successor, one named twice or unknown, a share of 0 or less, shares
    /// that do not sum to exactly 1, a predecessor that still exists.
    pub fn validate(&self, new: &Register) -> Result<(), Vec<Error>> {
        let mut errors = self.share_errors();
        if new.units.contains_key(&self.predecessor) {
            errors.push(Error::NotDissolved(self.predecessor.clone()));
        }
        let unknown = self.successors.iter().filter(|s| !new.units.contains_key(&s.ars));
        errors.extend(unknown.map(|s| Error::SuccessorUnknown(s.ars.clone())));
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    /// The successors that cannot be: not in the register, the dissolved unit itself, or ended before they could
    /// succeed anybody.
    pub(crate) fn successor_errors(&self, units: &BTreeMap<Ars, Unit>) -> Vec<Error> {
        let fault = |ars: &Ars| match units.get(ars).filter(|_| *ars != self.predecessor) {
            None => Some(Error::SuccessorUnknown(ars.clone())),
            Some(unit) => {
                let last = unit.valid_to.filter(|last| *last < self.effective)?;
                Some(Error::SuccessorEnded { successor: ars.clone(), last })
            }
        };
        self.successors.iter().filter_map(|s| fault(&s.ars)).collect()
    }

    /// Which of the successors an error is about; nothing if it is about all of them.
    pub fn index_of(&self, error: &Error) -> Option<usize> {
        let first = |ars: &Ars| self.successors.iter().position(|s| s.ars == *ars);
        match error {
            Error::SuccessorUnknown(ars) => first(ars),
            Error::ShareNotPositive { successor, .. } | Error::SuccessorEnded { successor, .. } => {
                first(successor)
            }
            Error::SuccessorRepeated(ars) => self.successors.iter().rposition(|s| s.ars == *ars),
            _ => None,
        }
    }

    /// The unit that took over all of the predecessor, if it is one.
    pub fn sole_successor(&self) -> Option<&Ars> {
        match self.successors.as_slice() {
            [only] => Some(&only.ars),
            _ => None,
        }
    }

    /// What is wrong without looking at a register.
    pub(crate) fn share_errors(&self) -> Vec<Error> {
        let predecessor = self.predecessor.clone();
        if self.successors.is_empty() {
            return vec![Error::NoSuccessor(predecessor)];
        }
        let (mut errors, mut seen) = (Vec::new(), BTreeSet::new());
        for Successor { ars, share } in &self.successors {
            if *share <= Rational::ZERO {
                errors.push(Error::ShareNotPositive { successor: ars.clone(), share: *share });
            }
            if !seen.insert(ars) {
                errors.push(Error::SuccessorRepeated(ars.clone()));
            }
        }
        let shares = self.successors.iter().map(|s| s.share);
        let sum = shares.into_iter().try_fold(Rational::ZERO, Rational::checked_add);
        if sum != Some(Rational::ONE) {
            errors.push(Error::SharesNotWhole { predecessor, sum });
        }
        errors
    }
}

/// Decisions in the order in which they took effect, ready for look-ups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Succession {
    by_day: BTreeMap<Date, Vec<Decision>>,
}

impl Succession {
    /// Takes the decisions in any order.
    pub fn new(decisions: impl IntoIterator<Item = Decision>) -> Self {
        let mut by_day: BTreeMap<Date, Vec<Decision>> = BTreeMap::new();
        for decision in decisions {
            by_day.entry(decision.effective).or_default().push(decision);
        }
        Self { by_day }
    }

    /// Who stands in the place of `key` today; see [`successors_today`].
    pub fn successors_today(&self, key: &Ars) -> Vec<Successor> {
        follow(key, self.by_day.values().map(Vec::as_slice))
    }

    /// The same for a key that was given out more than once: only what took effect on that day or later counts.
    pub fn successors_since(&self, key: &Ars, day: Date) -> Vec<Successor> {
        follow(key, self.by_day.range(day..).map(|(_, decisions)| decisions.as_slice()))
    }
}

/// Who stands in the place of `key` after all decisions, through any number of generations, in the order of
/// the keys. The shares are products of the shares on the way and sum to exactly 1; a key without a decision
/// stands for itself. Each decision acts once, on its day, so a key that was given out again leads to no circle.
/// Where a product no longer fits 128 bits, the chain ends at the unit before: still exact, but a dissolved unit.
pub fn successors_today(key: &Ars, decisions: &[Decision]) -> Vec<Successor> {
    Succession::new(decisions.iter().cloned()).successors_today(key)
}

fn follow<'a>(key: &Ars, days: impl Iterator<Item = &'a [Decision]>) -> Vec<Successor> {
    let mut shares = BTreeMap::from([(key.clone(), Rational::ONE)]);
    for decisions in days {
        let mut open: Vec<&Decision> = decisions.iter().collect();
        // on one day a successor may itself be succeeded: go on until nothing acts any more
        while let Some(at) = open.iter().position(|d| shares.contains_key(&d.predecessor)) {
            let decision = open.swap_remove(at);
            if let Some(next) = apply(&shares, decision) {
                shares = next;
            }
        }
    }
    shares.into_iter().map(|(ars, share)| Successor { ars, share }).collect()
}

/// The shares after one decision; nothing if they cannot be kept exactly.
fn apply(shares: &BTreeMap<Ars, Rational>, decision: &Decision) -> Option<BTreeMap<Ars, Rational>> {
    let mut next = shares.clone();
    let whole = next.remove(&decision.predecessor)?;
    for successor in &decision.successors {
        let part = whole.checked_mul(successor.share)?;
        let sum = next.get(&successor.ars).copied().unwrap_or(Rational::ZERO).checked_add(part)?;
        next.insert(successor.ars.clone(), sum);
    }
    Some(next)
}

#[cfg(test)]
mod tests;
