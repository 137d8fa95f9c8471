//! Sets of units by their places: one bit each, because a report unites and counts them over and over.

/// A set of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitSet(Vec<u64>);

const BITS: usize = 64;

impl UnitSet {
    /// The empty set of up to so many units.
    pub fn new(units: usize) -> Self {
        Self(vec![0; units.div_ceil(BITS)])
    }

    pub fn insert(&mut self, unit: usize) {
        if let Some(word) = self.0.get_mut(unit / BITS) {
            *word |= 1 << (unit % BITS);
        }
    }

    pub fn contains(&self, unit: usize) -> bool {
        self.0.get(unit / BITS).is_some_and(|word| word >> (unit % BITS) & 1 == 1)
    }

    pub fn unite(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let units = |(index, word): (usize, &u64)| {
            let word = *word;
            (0..BITS).filter(move |bit| word >> bit & 1 == 1).map(move |bit| index * BITS + bit)
        };
        self.0.iter().enumerate().flat_map(units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in() {
        let mut set = UnitSet::new(130);
        for unit in [0, 63, 64, 129, 500] {
            set.insert(unit);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 129], "500 is beyond");
        assert!(set.contains(64) && !set.contains(65) && !set.contains(500));
        let mut other = UnitSet::new(130);
        other.insert(65);
        other.unite(&set);
        assert_eq!(other.iter().count(), 5);
    }
}
