//! `blaupause export cohorts`: one table of cohorts of a service area on standard output.

use blaupause_access::Actor;
use blaupause_app::cohort_tables::{self as tables, Form, Manner};
use blaupause_app::{App, cohort_questions as questions};
use blaupause_kernel::{Language, Slug};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::output;

/// Which cohorts, and in which form. What is left out is as at the address `/providers/{id}/cohorts`.
#[derive(Debug, Args)]
pub struct Cohorts {
    /// The provider whose service area it is.
    #[arg(long)]
    provider: Slug,
    /// In which form.
    #[arg(long, value_enum)]
    format: FormName,
    /// Id of the model.
    #[arg(long)]
    model: String,
    /// Version of the model; the highest if left out.
    #[arg(long)]
    version: Option<String>,
    /// Only results that describe this day or a later one.
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only results that describe this day or an earlier one.
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Only units of this level; municipalities if left out.
    #[arg(long)]
    level: Option<String>,
    /// Only units of these Länder, separated by commas.
    #[arg(long, value_name = "KEYS")]
    land: Option<String>,
    /// Only units of these Kreise, separated by commas.
    #[arg(long, value_name = "KEYS")]
    county: Option<String>,
    /// Only units of these size classes, separated by commas.
    #[arg(long, value_name = "NAMES")]
    size_class: Option<String>,
    /// Only units of these kinds, separated by commas.
    #[arg(long, value_name = "NAMES")]
    kind: Option<String>,
    /// What the cohorts are told apart by, up to three, separated by commas.
    #[arg(long, value_name = "NAMES")]
    group_by: Option<String>,
    /// Which numbers, separated by commas: score, dimensions, indicators, dimension:ID, indicator:ID.
    #[arg(long, value_name = "NAMES")]
    values: Option<String>,
    /// Numbers that are correlated with each other, separated by commas.
    #[arg(long, value_name = "NAMES")]
    correlate: Option<String>,
    /// Which table: numbers, levels, stages, segments, correlations; numbers if left out.
    #[arg(long)]
    table: Option<String>,
}

/// In which form a table is.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormName {
    /// RFC 4180.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// JSON-stat 2.0.
    JsonStat,
}

impl FormName {
    /// The form as the address names it, and as it is written.
    const fn of(self) -> (&'static str, Form) {
        match self {
            Self::Csv => ("csv", Form::Csv),
            Self::Parquet => ("parquet", Form::Parquet),
            Self::JsonStat => ("jsonStat", Form::JsonStat),
        }
    }
}

impl Cohorts {
    /// Carries it out.
    pub fn run(self, app: &App, language: Language) -> Result<(), Failure> {
        let (format, form) = self.format.of();
        let provider = self.provider.clone();
        let (question, table) = blaupause_api::table_question(provider, self.parameters(format))?;
        let manner = Manner { form, language, now: app.now() };
        output::written(|sink| {
            Ok(questions::cohorts(app, &Actor::operator(), &question, |answered| {
                tables::write(answered, table, &manner, sink)
            })?)
        })
    }

    /// What was given, by the names of the address.
    fn parameters(self, format: &str) -> Map<String, Value> {
        let given = [
            ("model", Some(self.model)),
            ("format", Some(format.to_owned())),
            ("version", self.version),
            ("from", self.from),
            ("to", self.to),
            ("level", self.level),
            ("land", self.land),
            ("county", self.county),
            ("sizeClass", self.size_class),
            ("kind", self.kind),
            ("groupBy", self.group_by),
            ("values", self.values),
            ("correlate", self.correlate),
            ("table", self.table),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into())));
        given.collect()
    }
}
