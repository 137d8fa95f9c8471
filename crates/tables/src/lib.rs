//! Tables of figures as CSV, Parquet and JSON-stat, and the documents that describe such files.
//!
//! A [`Schema`] says what the columns are; every writer checks each row against it, so all formats hold the same
//! table or none does. Exact numbers stay exact, an empty cell stays empty, and nothing is changed on the way. Not
//! files, not HTTP, no clock and no archive: values in, bytes out.

mod codes;
mod csv_writer;
mod csvw;
mod decimals;
mod error;
mod fields;
mod foreign_keys;
mod json_stat;
mod json_stat_document;
mod names;
mod packages;
mod parquet_cells;
mod parquet_writer;
mod resources;
mod rows;
mod schemas;
mod table_schema;
mod values;

pub use csv_writer::CsvWriter;
pub use decimals::Decimal;
pub use error::Error;
pub use fields::{Axis, Category, Field, Kind, Role};
pub use foreign_keys::ForeignKey;
pub use json_stat::{JsonStat, MAX_CELLS, json_stat};
pub use json_stat_document::About;
pub use names::Name;
pub use packages::{DataPackage, Licence, Source};
pub use parquet_writer::{ParquetWriter, ROW_GROUP_BYTES, ROW_GROUP_ROWS};
pub use resources::{Format, Resource};
pub use rows::RowSink;
pub use schemas::{MAX_COLUMNS, METRIC, Schema};
pub use table_schema::MAX_LISTED;
pub use values::{MAX_TEXT, Value};
