//! The program as its users start it: a process, its output and its HTTP, on SQLite or on the PostgreSQL that
//! `TEST_DATABASE_URL` names. They are here and not in `tests/it` because Cargo gives only a package's own tests its
//! binary, freshly built.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::panic,
    reason = "a test fails by panicking; the lints know test functions, not what they call"
)]

mod audit;
mod commands;
mod mails;
mod path;
mod roadmaps;
mod running;
mod serving;
mod webhooks;
mod words;
