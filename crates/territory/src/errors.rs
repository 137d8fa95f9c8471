//! What can be wrong with a value of this crate. Defects of files are told by line and column instead.

use blaupause_kernel::{Ars, Date, Described, Message, Rational};

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not a latitude or longitude.
    #[error("`{0}` is not a coordinate between -180 and 180 degrees")]
    Coordinate(String),
    /// A decision that names no successor.
    #[error("the decision on `{0}` names no successor")]
    NoSuccessor(Ars),
    /// A share of zero or less.
    #[error("`{share}` is not a positive share for `{successor}`")]
    ShareNotPositive {
        /// Who is to receive it.
        successor: Ars,
        /// The share given.
        share: Rational,
    },
    /// Shares that do not make up the whole predecessor.
    #[error("the shares of `{predecessor}` do not sum to 1")]
    SharesNotWhole {
        /// Whose shares they are.
        predecessor: Ars,
        /// What they sum to; nothing if the sum cannot be kept exactly.
        sum: Option<Rational>,
    },
    /// A successor named twice.
    #[error("`{0}` is named as a successor more than once")]
    SuccessorRepeated(Ars),
    /// A successor that the newer register does not have.
    #[error("the successor `{0}` does not exist in the newer register")]
    SuccessorUnknown(Ars),
    /// A successor that had ended before it could succeed anybody.
    #[error("the successor `{successor}` ended on `{last}`")]
    SuccessorEnded {
        /// The successor named.
        successor: Ars,
        /// Its last day.
        last: Date,
    },
    /// A case of a unit that is in the register again.
    #[error("`{unit}` was there again on `{on}`, and its case was withdrawn")]
    CaseWithdrawn {
        /// The unit.
        unit: Ars,
        /// The day from which it was there again.
        on: Date,
    },
    /// A predecessor that still exists.
    #[error("`{0}` was not dissolved")]
    NotDissolved(Ars),
    /// A provider without a name.
    #[error("the provider `{0}` has no name")]
    ProviderNameless(String),
    /// A home page that is not a web address.
    #[error("`{0}` is not a web address that starts with https:// or http://")]
    Homepage(String),
    /// A period that ends before it starts.
    #[error("the period ends on `{to}`, before it starts on `{from}`")]
    Period {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Coordinate(text) => Message::new("territory-coordinate-invalid").with("value", text),
            Self::NoSuccessor(ars) => Message::new("succession-without-successor").with("predecessor", ars),
            Self::ShareNotPositive { successor, share } => Message::new("succession-share-not-positive")
                .with("successor", successor)
                .with("share", share),
            Self::SharesNotWhole { predecessor, sum } => Message::new("succession-shares-not-whole")
                .with("predecessor", predecessor)
                .with("sum", sum.map_or_else(|| "-".to_owned(), |s| s.to_string())),
            Self::SuccessorRepeated(ars) => {
                Message::new("succession-successor-repeated").with("successor", ars)
            }
            Self::SuccessorUnknown(ars) => {
                Message::new("succession-successor-unknown").with("successor", ars)
            }
            Self::SuccessorEnded { successor, last } => {
                Message::new("succession-successor-ended").with("successor", successor).with("last", last)
            }
            Self::CaseWithdrawn { unit, on } => {
                Message::new("succession-withdrawn").with("predecessor", unit).with("on", on)
            }
            Self::NotDissolved(ars) => Message::new("succession-not-dissolved").with("predecessor", ars),
            Self::ProviderNameless(id) => Message::new("provider-nameless").with("provider", id),
            Self::Homepage(text) => Message::new("provider-homepage-invalid").with("value", text),
            Self::Period { from, to } => {
                Message::new("service-area-period-invalid").with("from", from).with("to", to)
            }
        }
    }
}
