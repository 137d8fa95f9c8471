//! The one test binary for everything with a database or HTTP: SQLite, or PostgreSQL with `TEST_DATABASE_URL`.

mod access;
mod adoptions;
mod architecture;
mod assessment_imports;
mod assessments;
mod blueprints;
mod contract;
mod disclosure_attack;
mod evidence_reminders;
mod experience_reports;
mod installations;
mod maturity_models;
mod migration_maps;
mod modules;
mod municipalities;
mod openapi;
mod patches;
mod pilots;
mod profiles;
mod provider_assessments;
mod providers;
mod recommendations;
mod register_imports;
mod respondents;
mod statistical_releases;
mod successions;
