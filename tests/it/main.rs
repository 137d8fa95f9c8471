//! The one test binary for everything with a database or HTTP: SQLite, or PostgreSQL with `TEST_DATABASE_URL`.

mod architecture;
mod assessments;
mod contract;
mod maturity_models;
mod profiles;
