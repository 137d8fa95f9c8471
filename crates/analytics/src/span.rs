//! What follows from published sums: the linear span of the groups they were taken over, in echelon form, with the
//! groups that each consequence rests on.

use std::collections::BTreeMap;

use crate::field::{Residue, Sparse, add_multiple};

/// A vector with the combination of published groups that gives it ("certificate").
#[derive(Debug, Clone)]
pub(crate) struct Consequence {
    pub(crate) vector: Sparse,
    pub(crate) rests_on: Sparse,
}

impl Consequence {
    pub(crate) fn add_multiple(&mut self, factor: Residue, other: &Self) {
        add_multiple(&mut self.vector, factor, &other.vector);
        add_multiple(&mut self.rests_on, factor, &other.rests_on);
    }
}

/// Everything that follows from what was put in.
#[derive(Debug, Default)]
pub(crate) struct Span {
    /// By leading column; the leading entry is one.
    rows: BTreeMap<usize, Consequence>,
}

impl Span {
    /// Takes in a published vector under the number of its group. Whether it said anything new.
    pub(crate) fn insert(&mut self, vector: Sparse, group: usize) -> bool {
        self.insert_combined(Consequence { vector, rests_on: [(group, Residue::ONE)].into() }).is_ok()
    }

    /// Takes in a vector and says which column it leads.
    ///
    /// # Errors
    /// The combination that is zero, if the vector follows from the others: nothing is taken in then.
    pub(crate) fn insert_combined(&mut self, consequence: Consequence) -> Result<usize, Sparse> {
        let mut rest = consequence;
        let mut from = 0;
        while let Some((column, value)) = rest.vector.range(from..).next().map(|(c, v)| (*c, *v)) {
            let Some(row) = self.rows.get(&column) else {
                let factor = value.inverse();
                let scale = |sparse: Sparse| -> Sparse {
                    sparse.into_iter().map(|(c, v)| (c, v.times(factor))).collect()
                };
                let row = Consequence { vector: scale(rest.vector), rests_on: scale(rest.rests_on) };
                self.rows.insert(column, row);
                return Ok(column);
            };
            rest.add_multiple(value.negative(), row);
            from = column + 1;
        }
        Err(rest.rests_on)
    }

    /// The groups that `vector` follows from, if it follows.
    pub(crate) fn derivation(&self, vector: Sparse) -> Option<Vec<usize>> {
        let mut rest = Consequence { vector, rests_on: Sparse::new() };
        while let Some((column, value)) = rest.vector.first_key_value().map(|(c, v)| (*c, *v)) {
            let row = self.rows.get(&column)?;
            rest.add_multiple(value.negative(), row);
        }
        Some(rest.rests_on.into_keys().collect())
    }

    /// A basis of everything that follows and is zero in all columns before `first`: in it, every leading column
    /// belongs to its own vector only.
    ///
    /// These are the rows that begin there: a combination with any earlier row keeps that row's leading entry.
    pub(crate) fn beyond(&self, first: usize) -> BTreeMap<usize, Consequence> {
        let mut basis: BTreeMap<usize, Consequence> = BTreeMap::new();
        for (lead, row) in self.rows.range(first..).rev() {
            let mut row = row.clone();
            for (column, known) in &basis {
                if let Some(value) = row.vector.get(column).copied() {
                    row.add_multiple(value.negative(), known);
                }
            }
            basis.insert(*lead, row);
        }
        basis
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(columns: &[usize]) -> Sparse {
        columns.iter().map(|c| (*c, Residue::ONE)).collect()
    }

    #[test]
    fn differences_follow_and_parts_do_not() {
        let mut span = Span::default();
        assert!(span.insert(set(&[0, 1, 2, 3]), 0));
        assert!(span.insert(set(&[0, 1]), 1));
        assert!(!span.insert(set(&[2, 3]), 2), "the rest is known already");
        assert!(span.insert(set(&[1, 2]), 3));
        assert_eq!(span.derivation(set(&[2, 3])), Some(vec![0, 1]));
        // {0} + {3} = everything - {1, 2}
        assert_eq!(span.derivation(set(&[0, 3])), Some(vec![0, 3]));
        assert_eq!(span.derivation(set(&[0])), None);
    }

    #[test]
    fn what_is_zero_before_a_column_is_found_whole() {
        let mut span = Span::default();
        // columns 0 and 1 are large; 2, 3 and 4 small
        span.insert(set(&[0, 1, 2, 3, 4]), 0);
        span.insert(set(&[0, 2]), 1);
        span.insert(set(&[1, 3]), 2);
        let beyond = span.beyond(2);
        let found: Vec<Vec<usize>> = beyond.values().map(|c| c.vector.keys().copied().collect()).collect();
        assert_eq!(found, [[4]], "everything less the two groups is column 4");
    }
}
