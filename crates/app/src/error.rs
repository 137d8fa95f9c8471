//! Why a use case was not carried out: the errors of all layers below, as facts with a stable code.

use blaupause_access::Denied;
use blaupause_catalog::Problem as CatalogProblem;
use blaupause_kernel::{Described, Message};
use blaupause_maturity::Problem;
use blaupause_store::{AsStoreError, Error as Store};

/// A use case that was not carried out. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor may not do this.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The store says no: not there, taken, stale, not available.
    #[error(transparent)]
    Store(#[from] Store),
    /// The register's rules say no.
    #[error(transparent)]
    Territory(#[from] blaupause_territory::Error),
    /// The maturity rules say no.
    #[error(transparent)]
    Maturity(#[from] blaupause_maturity::Error),
    /// The catalog's rules say no.
    #[error(transparent)]
    Catalog(#[from] blaupause_catalog::Error),
    /// The rules of pilots, blueprints and adoptions say no.
    #[error(transparent)]
    Pilots(#[from] blaupause_pilots::Error),
    /// The rules of equipment and orders say no.
    #[error(transparent)]
    Resources(#[from] blaupause_resources::Error),
    /// The rules of accompaniment say no.
    #[error(transparent)]
    Support(#[from] blaupause_support::Error),
    /// The rules of webhooks say no.
    #[error(transparent)]
    Webhooks(#[from] blaupause_webhooks::Error),
    /// A question about cohorts that has no answer.
    #[error(transparent)]
    Question(#[from] blaupause_analytics::columnar::QueryError),
    /// What was sent is not acceptable, at these places.
    #[error("the input is not acceptable in {} places", .0.len())]
    Invalid(Vec<Invalid>),
    /// The thing was changed since the caller saw it.
    #[error("the record was changed in the meantime")]
    Stale,
    /// The thing exists, and the caller did not say which revision of it they saw.
    #[error("the record exists already, and no revision is expected")]
    Unconditional,
    /// So many roadmaps for the same unit or provider are asked for already that one more has to wait.
    #[error("{0} roadmaps are not over yet")]
    RoadmapsOpen(usize),
    /// The roadmap is not there yet, or will not be.
    #[error("the roadmap is not done")]
    RoadmapNotDone,
    /// The same idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// A request with the same idempotency key is being worked on.
    #[error("a request with this idempotency key is being worked on")]
    InFlight,
    /// Mail was never set up here.
    #[error("the service sends no mail")]
    MailOff,
    /// The service itself failed.
    #[error("the service failed: {0}")]
    Internal(String),
}

/// One place of the input that is not acceptable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// JSON pointer into the body, or `line:column` of a file.
    pub pointer: String,
    /// What is wrong there.
    pub message: Message,
}

impl Error {
    /// One place of the input that is not acceptable.
    pub fn invalid(pointer: impl Into<String>, message: Message) -> Self {
        Self::Invalid(vec![Invalid { pointer: pointer.into(), message }])
    }
}

/// The text of a document that was sent. Use cases ask for it after the permission: what somebody may not
/// send at all is not looked at.
pub(crate) fn text_of(bytes: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(bytes)
        .map_err(|e| Error::invalid("", Message::new("text-not-utf8").with("position", e.valid_up_to() + 1)))
}

/// What a body refers to and is not there is a fault of the body, at the place that names it.
pub(crate) fn at(pointer: &'static str) -> impl FnOnce(Error) -> Error {
    move |error| match error {
        Error::Store(Store::NotFound { .. }) => Error::invalid(pointer, error.message()),
        other => other,
    }
}

/// A fault of a document that was sent as text: its JSON pointer, with the line if there is one.
pub(crate) fn located(path: String, line: Option<u64>, message: Message) -> Invalid {
    let pointer = line.map_or_else(|| path.clone(), |line| format!("{path} (line {line})"));
    Invalid { pointer, message }
}

/// The faults of a model, a migration map or a blueprint.
pub(crate) fn invalid(problems: Vec<Problem>) -> Error {
    Error::Invalid(problems.into_iter().map(|p| located(p.path, p.line, p.message)).collect())
}

/// The faults of a document of the catalogue.
pub(crate) fn refused(problems: Vec<CatalogProblem>) -> Error {
    Error::Invalid(problems.into_iter().map(|p| located(p.path, p.line, p.message)).collect())
}

/// Lets a document of the catalogue pass, or refuses it with its faults.
pub(crate) fn accept(problems: Vec<CatalogProblem>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(refused(problems)) }
}

impl AsStoreError for Error {
    fn as_store_error(&self) -> Option<&Store> {
        if let Self::Store(error) = self { Some(error) } else { None }
    }
}

impl Described for Error {
    fn message(&self) -> Message {
        match self {
            Self::Denied(Denied::Anonymous) => Message::new("token-missing"),
            Self::Denied(Denied::Forbidden(permission)) => {
                // Fluent knows no colon in the names it chooses by.
                Message::new("permission-missing").with("right", permission.scope().replace(':', "-"))
            }
            Self::Store(error) => store_message(error),
            Self::Territory(error) => error.message(),
            Self::Maturity(error) => error.message(),
            Self::Catalog(error) => error.message(),
            Self::Pilots(error) => error.message(),
            Self::Resources(error) => error.message(),
            Self::Support(error) => error.message(),
            Self::Webhooks(error) => error.message(),
            Self::Question(error) => error.message(),
            Self::Invalid(places) => Message::new("input-invalid").with("count", places.len()),
            Self::Stale => Message::new("revision-stale"),
            Self::Unconditional => Message::new("precondition-missing"),
            Self::RoadmapsOpen(most) => Message::new("roadmaps-open").with("most", most),
            Self::RoadmapNotDone => Message::new("roadmap-not-done"),
            Self::MailOff => Message::new("mail-off"),
            Self::KeyReused => Message::new("idempotency-key-reused"),
            Self::InFlight => Message::new("idempotency-key-in-flight"),
            Self::Internal(_) => Message::new("internal"),
        }
    }
}

fn store_message(error: &Store) -> Message {
    match error {
        Store::NotFound { kind, id } => Message::new(format!("{kind}-not-found")).with("id", id),
        Store::Conflict { kind, id } => Message::new("already-exists").with("kind", kind).with("id", id),
        Store::Stale { .. } => Message::new("revision-stale"),
        Store::Cursor => Message::new("cursor-invalid"),
        Store::Unavailable(_) | Store::Retry => Message::new("database-unavailable"),
        Store::Corrupt { .. } | Store::Database(_) => Message::new("internal"),
    }
}
