//! Codes in as few bytes as the largest of them needs.

use std::ops::Range;

/// One code per row, or none. The highest number of each width says "none".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Packed {
    Byte(Vec<u8>),
    Short(Vec<u16>),
    Wide(Vec<u32>),
}

impl Default for Packed {
    fn default() -> Self {
        Self::Byte(Vec::new())
    }
}

impl Packed {
    /// Room for codes below `count`.
    pub(super) fn for_codes_below(count: usize, rows: usize) -> Self {
        if count <= usize::from(u8::MAX) {
            Self::Byte(Vec::with_capacity(rows))
        } else if count <= usize::from(u16::MAX) {
            Self::Short(Vec::with_capacity(rows))
        } else {
            Self::Wide(Vec::with_capacity(rows))
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.len(),
            Self::Short(codes) => codes.len(),
            Self::Wide(codes) => codes.len(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Byte(codes) => codes.capacity(),
            Self::Short(codes) => codes.capacity() * 2,
            Self::Wide(codes) => codes.capacity() * 4,
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<u32> {
        match self {
            Self::Byte(codes) => codes.get(row).filter(|c| **c != u8::MAX).map(|c| u32::from(*c)),
            Self::Short(codes) => codes.get(row).filter(|c| **c != u16::MAX).map(|c| u32::from(*c)),
            Self::Wide(codes) => codes.get(row).filter(|c| **c != u32::MAX).copied(),
        }
    }

    /// All codes, the first row first.
    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = Option<u32>> + '_> {
        match self {
            Self::Byte(codes) => Box::new(codes.iter().map(|c| (*c != u8::MAX).then(|| u32::from(*c)))),
            Self::Short(codes) => Box::new(codes.iter().map(|c| (*c != u16::MAX).then(|| u32::from(*c)))),
            Self::Wide(codes) => Box::new(codes.iter().map(|c| (*c != u32::MAX).then_some(*c))),
        }
    }

    pub(super) fn push(&mut self, code: Option<u32>) {
        self.widen_for(code);
        match self {
            Self::Byte(codes) => codes.push(narrow(code, u8::MAX)),
            Self::Short(codes) => codes.push(narrow(code, u16::MAX)),
            Self::Wide(codes) => codes.push(narrow(code, u32::MAX)),
        }
    }

    /// Puts codes in the place of those of some rows; behind the last row where there are none.
    pub(super) fn splice(&mut self, rows: Range<usize>, codes: &[Option<u32>]) {
        self.widen_for(codes.iter().flatten().copied().max());
        let rows = rows.start.min(self.len())..rows.end.min(self.len());
        match self {
            Self::Byte(own) => drop(own.splice(rows, codes.iter().map(|c| narrow(*c, u8::MAX)))),
            Self::Short(own) => drop(own.splice(rows, codes.iter().map(|c| narrow(*c, u16::MAX)))),
            Self::Wide(own) => drop(own.splice(rows, codes.iter().map(|c| narrow(*c, u32::MAX)))),
        }
    }

    pub(super) fn shrink(&mut self) {
        match self {
            Self::Byte(codes) => codes.shrink_to_fit(),
            Self::Short(codes) => codes.shrink_to_fit(),
            Self::Wide(codes) => codes.shrink_to_fit(),
        }
    }

    /// Makes room for a value that comes before those with this code and above: each of them moves up by one.
    pub(super) fn move_up_from(&mut self, code: u32) {
        let highest = self.iter().flatten().max();
        self.widen_for(highest.filter(|highest| *highest >= code).map(|highest| highest + 1));
        match self {
            Self::Byte(codes) => move_up(codes, narrow(Some(code), u8::MAX), u8::MAX, 1),
            Self::Short(codes) => move_up(codes, narrow(Some(code), u16::MAX), u16::MAX, 1),
            Self::Wide(codes) => move_up(codes, code, u32::MAX, 1),
        }
    }

    fn widen_for(&mut self, code: Option<u32>) {
        let Some(code) = code else { return };
        let fits = match self {
            Self::Byte(_) => code < u32::from(u8::MAX),
            Self::Short(_) => code < u32::from(u16::MAX),
            Self::Wide(_) => true,
        };
        if fits {
            return;
        }
        *self = if code < u32::from(u16::MAX) {
            Self::Short(self.iter().map(|c| narrow(c, u16::MAX)).collect())
        } else {
            Self::Wide(self.iter().map(|c| narrow(c, u32::MAX)).collect())
        };
    }
}

fn narrow<T: TryFrom<u32>>(code: Option<u32>, none: T) -> T {
    code.and_then(|code| T::try_from(code).ok()).unwrap_or(none)
}

fn move_up<T: Copy + Ord + std::ops::AddAssign>(codes: &mut [T], from: T, none: T, one: T) {
    for code in codes.iter_mut().filter(|code| **code >= from && **code != none) {
        *code += one;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The model is a vector of options.
        #[test]
        fn codes_survive_widening_splicing_and_moving_up(
            steps in proptest::collection::vec((
                (0_usize..40, 0_usize..4),
                proptest::collection::vec(proptest::option::of(0_u32..70_000), 0..4),
                proptest::option::of(0_u32..300),
            ), 0..60),
        ) {
            let (mut packed, mut plain) = (Packed::default(), Vec::new());
            for ((start, length), codes, from) in steps {
                if let Some(from) = from {
                    packed.move_up_from(from);
                    for known in plain.iter_mut().flatten().filter(|c: &&mut u32| **c >= from) {
                        *known += 1;
                    }
                }
                packed.splice(start..start + length, &codes);
                plain.splice(start.min(plain.len())..(start + length).min(plain.len()), codes);
                packed.push(from);
                plain.push(from);
                prop_assert_eq!(packed.iter().collect::<Vec<_>>(), plain.clone());
            }
            prop_assert!((0..plain.len()).all(|row| packed.get(row) == plain[row]));
        }
    }

    #[test]
    fn the_width_follows_the_number_of_codes() {
        for (count, bytes) in [(6, 1), (255, 1), (256, 2), (65_535, 2), (65_536, 4)] {
            let mut packed = Packed::for_codes_below(count, 1);
            packed.push(u32::try_from(count - 1).ok());
            assert_eq!(packed.bytes(), bytes, "{count}");
            assert_eq!(packed.get(0), u32::try_from(count - 1).ok());
        }
    }
}
