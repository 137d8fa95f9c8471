//! What several crates share: keys, versions, dates, texts, exact numbers, pages and canonical documents.
//! Nothing here knows a municipality, a model or a database.

mod amounts;
mod canonical;
mod countries;
mod keys;
mod located;
mod message;
mod misfits;
mod page;
mod quarters;
mod rational;
mod slug;
mod sums;
mod text;
mod text_value;
mod time;
mod version;

pub use amounts::{Euro, PersonDays};
pub use canonical::{Digest, Digester, to_canonical_json};
pub use countries::Country;
pub use keys::{Ags, Ars, Level, UnitKey};
pub use located::{Located, Place, Unreadable, pointer_step};
pub use message::{Described, Message};
pub use misfits::{Misfit, misfit};
pub use page::{Cursor, Page, Paged};
pub use quarters::Quarter;
pub use rational::{Rational, Rounding, RoundingMode};
pub use slug::Slug;
pub use sums::Sum;
pub use text::{Language, LocalizedText};
pub use time::{Date, Timestamp};
pub use version::{Revision, Version};

/// Why a text is not a value of a kernel type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not lower-case letters, digits and single hyphens.
    #[error("`{0}` is not a slug: lower-case letters a-z, digits and single hyphens, 1 to 64 characters")]
    Slug(String),
    /// Not a semantic version.
    #[error("`{0}` is not a semantic version such as 1.4.0")]
    Version(String),
    /// Not a regional key.
    #[error(
        "`{0}` is not a regional key: 2, 3, 4, 5, 9 or 12 digits (ARS), 8 digits (AGS), or a NUTS code, with a full stop and a LAU code for a municipality"
    )]
    Key(String),
    /// Not a country.
    #[error("`{0}` is not a country: two capital letters of ISO 3166-1, such as FR, GR or GB")]
    Country(String),
    /// Not a date.
    #[error("`{0}` is not a date of the form YYYY-MM-DD")]
    Date(String),
    /// Not a quarter.
    #[error("`{0}` is not a quarter of the form 2026-Q2")]
    Quarter(String),
    /// Not an instant.
    #[error("`{0}` is not an instant of the form 2026-03-01T12:00:00Z")]
    Timestamp(String),
    /// Not a language the product speaks.
    #[error("`{0}` is not a supported language: de or en")]
    Language(String),
    /// A localized text without any text.
    #[error("a localized text needs at least one language with a text")]
    EmptyText,
    /// Not a number, or one with more precision than is kept exactly.
    #[error("`{0}` is not a number that can be kept exactly")]
    Number(String),
    /// A cursor that this service did not hand out.
    #[error("the cursor is not one this service handed out")]
    Cursor,
    /// A page size out of range.
    #[error("`{0}` is not a page size from 1 to 500")]
    Limit(String),
    /// Not a SHA-256 digest in hexadecimal digits.
    #[error("`{0}` is not a SHA-256 digest of 64 hexadecimal digits")]
    Digest(String),
    /// A document that has no canonical JSON form.
    #[error("the document has no canonical JSON form: {0}")]
    Canonical(String),
}
