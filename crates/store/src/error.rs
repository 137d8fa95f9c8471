//! What can go wrong between the product and its database. Diesel's errors end here.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing.
    #[error("there is no {kind} `{id}`")]
    NotFound {
        /// What was looked for, in kebab case: `assessment`.
        kind: &'static str,
        /// The key it was looked for by.
        id: String,
    },
    /// There already is such a thing, or something still refers to it.
    #[error("the {kind} `{id}` exists already")]
    Conflict {
        /// What was to be written, in kebab case.
        kind: &'static str,
        /// Its key.
        id: String,
    },
    /// The record was changed by somebody else since it was read.
    #[error("the {kind} `{id}` was changed in the meantime")]
    Stale {
        /// What was to be changed, in kebab case.
        kind: &'static str,
        /// Its key.
        id: String,
    },
    /// A stored value is not what the domain allows.
    #[error("a stored {kind} is corrupt: {reason}")]
    Corrupt {
        /// What was read.
        kind: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The database cannot be reached, or no connection became free in time.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// A cursor that belongs to another list, or that this service did not hand out.
    #[error("the cursor does not belong to this list")]
    Cursor,
    /// Another transaction got in the way: the whole transaction may be tried again.
    #[error("the transaction has to be repeated")]
    Retry,
    /// Anything else the database reports.
    #[error("the database reports an error")]
    Database(#[source] Diesel),
}

impl Error {
    /// No such `kind` with this key.
    pub fn not_found(kind: &'static str, id: impl ToString) -> Self {
        Self::NotFound { kind, id: id.to_string() }
    }

    /// A stored `kind` that cannot be read.
    pub fn corrupt(kind: &'static str, reason: impl ToString) -> Self {
        Self::Corrupt { kind, reason: reason.to_string() }
    }

    /// Turns a broken reference into `NotFound` on the thing referred to, a broken unique key into `Conflict`.
    pub(crate) fn on_insert_under(
        kind: &'static str,
        id: impl ToString,
        parent: (&'static str, &impl ToString),
    ) -> impl FnOnce(Diesel) -> Self {
        move |error| match error {
            Diesel::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
                Self::not_found(parent.0, parent.1.to_string())
            }
            other => Self::on_insert(kind, id)(other),
        }
    }

    /// Turns a broken unique key into `Conflict` on this thing and leaves every other error as it is.
    pub(crate) fn on_insert(kind: &'static str, id: impl ToString) -> impl FnOnce(Diesel) -> Self {
        move |error| match error {
            Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::Conflict { kind, id: id.to_string() }
            }
            other => other.into(),
        }
    }
}

/// Only cursors are read from callers' texts in the store.
impl From<blaupause_kernel::Error> for Error {
    fn from(_: blaupause_kernel::Error) -> Self {
        Self::Cursor
    }
}

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match &error {
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Retry,
            Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection, info) => {
                Self::Unavailable(info.message().to_owned())
            }
            Diesel::DatabaseError(_, info)
                if ["deadlock detected", "database is locked"].contains(&info.message()) =>
            {
                Self::Retry
            }
            Diesel::BrokenTransactionManager => Self::Unavailable("the transaction broke".to_owned()),
            _ => Self::Database(error),
        }
    }
}
