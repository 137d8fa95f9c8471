//! What a caller expects of a record before it changes.

use blaupause_kernel::Revision;

use crate::Error;

/// The revision a caller expects a record to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Exactly this one.
    Revision(Revision),
    /// Whichever it is (`If-Match: *`).
    Any,
}

impl Expected {
    /// Lets a change pass only if the record is as the caller saw it.
    ///
    /// # Errors
    /// `Stale` otherwise.
    pub fn check(self, current: Revision) -> Result<(), Error> {
        match self {
            Self::Revision(seen) if seen != current => Err(Error::Stale),
            Self::Revision(_) | Self::Any => Ok(()),
        }
    }

    /// Lets a `PUT` pass: it makes what is not there, and changes what is there as the caller saw it.
    ///
    /// # Errors
    /// `Unconditional` if the record is there and nothing is expected; `Stale` if it is gone or another.
    pub fn check_put(expected: Option<Self>, current: Option<Revision>) -> Result<(), Error> {
        match (expected, current) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err(Error::Unconditional),
            (Some(_), None) => Err(Error::Stale),
            (Some(expected), Some(current)) => expected.check(current),
        }
    }
}
