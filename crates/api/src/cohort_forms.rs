//! In which form figures of cohorts are asked for.

use blaupause_app::cohort_tables::Form;
use serde::Deserialize;
use utoipa::ToSchema;

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum CohortForm {
    /// One object.
    Json,
    /// A table: RFC 4180.
    Csv,
    /// A table: Apache Parquet.
    Parquet,
    /// A table: JSON-stat 2.0.
    JsonStat,
}

impl CohortForm {
    /// The name in an address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::JsonStat => "jsonStat",
        }
    }

    /// The form of a table; nothing for JSON as the interface shows it.
    pub(crate) const fn table(self) -> Option<Form> {
        match self {
            Self::Json => None,
            Self::Csv => Some(Form::Csv),
            Self::Parquet => Some(Form::Parquet),
            Self::JsonStat => Some(Form::JsonStat),
        }
    }
}
