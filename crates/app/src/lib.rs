//! The use cases, one function per operation: permission, one transaction, domain call, audit entry, event.
//! Called by api, portal, commands and jobs alike; knows neither HTTP nor SQL.

pub mod adoptions;
pub mod assessment_exports;
pub mod assessment_imports;
pub mod assessments;
pub mod blueprints;
pub mod catalog_import;
mod catalogs;
pub mod code_lists;
pub mod cohorts;
pub mod consensus;
mod context;
mod error;
pub mod evidence_reminders;
mod expected;
pub mod experience_reports;
pub mod fragmentation;
pub mod installation_imports;
pub mod installation_reports;
pub mod installations;
pub mod journal;
pub mod maturity_models;
pub mod messages;
pub mod migration_maps;
pub mod modules;
pub mod own_targets;
mod parameters;
pub mod pilots;
pub mod portfolio;
pub mod portfolio_plans;
pub mod profiles;
pub mod provider_levels;
pub mod providers;
pub mod publiccodes;
pub mod recommendations;
pub mod register;
pub mod respondents;
pub mod retirements;
pub mod rises;
pub mod service_areas;
pub mod service_catalogues;
pub mod services;
pub mod signed_chains;
pub mod standard_standings;
pub mod standards;
pub mod statistical_releases;
pub mod subjects;
pub mod trends;
pub mod units;
pub mod upgrade_paths;

pub use context::{App, Change, Clock, Ids, Once, Read, Write};
pub use error::{Error, Invalid};
pub use expected::Expected;

pub use blaupause_analytics::Rules;
pub use blaupause_store::{Database, Error as StoreError, Options, idempotency::Kept};
