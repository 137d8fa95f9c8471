//! All SQL: tables, queries, migrations and transactions on SQLite and PostgreSQL.
//! One file per aggregate; no rule of the domain is decided here.

pub mod assessments;
mod columns;
mod connection;
mod database;
mod error;
pub mod idempotency;
pub mod journal;
pub mod maturity_models;
pub mod provider_levels;
pub mod providers;
pub mod register_imports;
mod schema;
pub mod signed_assessments;
pub mod successions;
pub mod units;

pub use connection::Conn;
pub use database::{AsStoreError, Database, Options};
pub use error::Error;
