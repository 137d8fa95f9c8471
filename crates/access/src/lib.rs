//! Who may do what: actors, roles, the permission table and token verification.
//! It knows no database and no HTTP; the time of day is an argument.

mod actor;
mod permission;
mod tokens;

pub use actor::{Actor, Denied, Owner};
pub use permission::{Permission, Reach, Role};
pub use tokens::{Grant, Issuer, TokenError, VerificationKey, Verifier};
