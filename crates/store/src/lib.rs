//! All SQL: tables, queries, migrations and transactions on SQLite and PostgreSQL.
//! One file per aggregate; no rule of the domain is decided here.

pub mod adoptions;
pub mod assessments;
pub mod attachments;
pub mod blueprint_versions;
pub mod blueprints;
pub mod code_lists;
mod columns;
mod connection;
pub mod contributions;
mod database;
mod error;
pub mod evidence_dates;
pub mod experience_reports;
pub mod idempotency;
pub mod installations;
pub mod journal;
pub mod maturity_models;
pub mod migration_maps;
pub mod module_versions;
pub mod modules;
pub mod own_targets;
pub mod ozg_services;
pub mod pilot_calls;
pub mod pilots;
pub mod portfolio_entries;
pub mod provider_levels;
pub mod providers;
pub mod publiccodes;
pub mod register_imports;
pub mod respondents;
pub mod retirements;
pub mod running_modules;
mod schema;
pub mod served_units;
pub mod services;
pub mod signed_assessments;
pub mod standard_versions;
pub mod standards;
pub mod statistical_releases;
pub mod successions;
pub mod units;
pub mod upgrade_paths;

pub use connection::Conn;
pub use database::{AsStoreError, Database, Options};
pub use error::Error;
