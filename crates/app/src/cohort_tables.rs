//! Answers about cohorts as tables: the same figures as CSV, Parquet and JSON-stat, with titles in the caller's language.

mod public;

use std::collections::BTreeSet;
use std::io::Write;

use blaupause_analytics::columnar::{Cohort, Key, Quantity, QueryError, Tally};
use blaupause_kernel::{Language, Message, Rational, Rounding, RoundingMode, Timestamp};
use blaupause_maturity::Model;
use blaupause_tables::{
    About, Axis, Category, CsvWriter, Decimal, Error as TableError, Field, JsonStat, Kind, MAX_CELLS,
    ParquetWriter, Role, RowSink, Schema, Value,
};
use serde::{Deserialize, Serialize};

pub use self::public::{PublicTable, write as write_public};

use crate::cohort_questions::{Answered, title_of};
use crate::{Error, messages};

/// Digits of a table's numbers where the model does not round.
const DIGITS_UNROUNDED: u8 = 6;
/// Digits of a correlation.
const DIGITS_CORRELATION: u8 = 6;
/// What stands for a value that the register does not have.
const WITHOUT: &str = "none";

/// Which table of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CohortTable))]
pub enum Table {
    /// Mean, quartiles and extremes of the numbers.
    Numbers,
    /// How many results have each value of each number.
    Levels,
    /// How many results prove each stage.
    Stages,
    /// How many results are in each segment.
    Segments,
    /// The correlations.
    Correlations,
}

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// RFC 4180.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// JSON-stat 2.0, a `dataset`.
    JsonStat,
}

impl Form {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::JsonStat => "application/json",
        }
    }

    /// How the name of a file ends.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::JsonStat => "json",
        }
    }
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// In which form.
    pub form: Form,
    /// In which language its titles are.
    pub language: Language,
    /// When it is written.
    pub now: Timestamp,
}

/// Writes a table of an answer.
///
/// # Errors
/// `Question` for a table of more cells than JSON-stat is written with; `Internal` if the sink fails.
pub fn write(
    answered: &Answered<'_>,
    table: Table,
    manner: &Manner,
    sink: impl Write + Send,
) -> Result<(), Error> {
    let schema = schema(answered, table, manner.language)?;
    let source = format!("{} {}", answered.basis.model.id, answered.basis.model.version);
    written(&schema, manner, source, sink, &mut |rows| {
        answered.cohorts.cohorts.iter().try_for_each(|cohort| push(answered, table, cohort, rows))
    })
}

pub(crate) type Rows<'r> = &'r mut dyn FnMut(&mut dyn RowSink) -> Result<(), Error>;

/// Writes the rows that `rows` pushes.
pub(crate) fn written(
    schema: &Schema,
    manner: &Manner,
    source: String,
    sink: impl Write + Send,
    rows: Rows<'_>,
) -> Result<(), Error> {
    match manner.form {
        Form::Csv => {
            let mut writer = CsvWriter::new(sink, schema).map_err(failed)?;
            rows(&mut writer)?;
            writer.finish().map_err(failed)?.flush().map_err(|e| Error::Internal(e.to_string()))
        }
        Form::Parquet => {
            let mut writer = ParquetWriter::new(sink, schema).map_err(failed)?;
            rows(&mut writer)?;
            writer.finish().map_err(failed)?.flush().map_err(|e| Error::Internal(e.to_string()))
        }
        Form::JsonStat => {
            let mut writer = JsonStat::new(schema, MAX_CELLS).map_err(failed)?;
            rows(&mut writer)?;
            let about = About { updated: Some(manner.now), source: Some(source), notes: Vec::new() };
            let text = writer.finish(&about).map_err(failed)?;
            let mut sink = sink;
            let sent = sink.write_all(text.as_bytes()).and_then(|()| sink.flush());
            sent.map_err(|e| Error::Internal(e.to_string()))
        }
    }
}

pub(crate) fn failed(error: TableError) -> Error {
    match error {
        TableError::TooManyCells { most, .. } => QueryError::TooLarge { most }.into(),
        other => Error::Internal(other.to_string()),
    }
}

/// Digits after the point of a table's numbers, and how they are rounded to them.
fn rounding(model: &Model) -> Rounding {
    match model.rounding.mode {
        RoundingMode::None => Rounding { mode: RoundingMode::HalfUp, digits: DIGITS_UNROUNDED },
        _ => model.rounding,
    }
}

fn decimal(number: Option<Rational>, rounding: Rounding) -> Value {
    number.and_then(|number| number.rounded(rounding).parse::<Decimal>().ok()).into()
}

fn integer(count: u64) -> Value {
    Value::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

fn word(language: Language, code: &str) -> String {
    messages::render(language, &Message::new(code))
}

/// The name of a code of a group, of a stage or of a segment, for people.
fn label(language: Language, kind: &str, code: &str) -> String {
    messages::render(language, &Message::new(kind).with("code", code))
}

fn schema(answered: &Answered<'_>, table: Table, language: Language) -> Result<Schema, Error> {
    let model = &answered.basis.model;
    let mut fields = keys(answered, language)?;
    let digits = rounding(model).digits;
    let count = |name: &str| measure(language, name, Kind::Integer);
    let number = |name: &str| measure(language, name, Kind::Decimal { digits });
    match table {
        Table::Numbers => {
            fields.push(quantities(language, "value", &answered.quantities, model)?);
            fields.push(count("contributors")?);
            for name in ["mean", "min", "lowerQuartile", "median", "upperQuartile", "max"] {
                fields.push(number(name)?);
            }
        }
        Table::Levels => {
            fields.push(quantities(language, "value", &answered.quantities, model)?);
            let tallies = answered.cohorts.cohorts.iter().flat_map(|cohort| &cohort.tallies);
            let levels: BTreeSet<Rational> = tallies
                .flat_map(|tally| tally.values().map(|(value, _)| value).collect::<Vec<_>>())
                .collect();
            let codes = levels.iter().map(|level| Category::new(level.to_string(), level.to_string()));
            fields.push(dimension(language, "level", codes.collect(), Axis::Other)?);
            fields.push(count("results")?);
        }
        Table::Stages => {
            let stages = answered.cohorts.cohorts.first().map(|cohort| cohort.stages.as_slice());
            let name = |code: &str| {
                let stage = model.stages.iter().find(|stage| stage.id.as_str() == code);
                stage.map_or_else(
                    || label(language, "cohort-stage", code),
                    |s| s.title.get(language).to_owned(),
                )
            };
            let codes = stages.unwrap_or_default().iter().map(|(code, _)| Category::new(code, name(code)));
            fields.push(dimension(language, "stage", codes.collect(), Axis::Other)?);
            fields.push(count("results")?);
        }
        Table::Segments => {
            let segments = answered.cohorts.cohorts.first().map(|cohort| cohort.segments.as_slice());
            let category =
                |(code, _): &(String, u64)| Category::new(code, label(language, "cohort-segment", code));
            let codes = segments.unwrap_or_default().iter().map(category).collect();
            fields.push(dimension(language, "segment", codes, Axis::Other)?);
            fields.push(count("results")?);
        }
        Table::Correlations => {
            let (first, second): (Vec<Quantity>, Vec<Quantity>) = answered.pairs.iter().cloned().unzip();
            fields.push(quantities(language, "first", &first, model)?);
            fields.push(quantities(language, "second", &second, model)?);
            fields.push(count("results")?);
            fields.push(measure(language, "coefficient", Kind::Decimal { digits: DIGITS_CORRELATION })?);
        }
    }
    let id = "cohorts".parse().map_err(|_| Error::Internal("no slug".to_owned()))?;
    Schema::new(id, language, model.title.get(language), fields).map_err(failed)
}

/// The columns of what the cohorts are told apart by.
fn keys(answered: &Answered<'_>, language: Language) -> Result<Vec<Field>, Error> {
    let key = |(place, key): (usize, &Key)| {
        let mut codes: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for cohort in &answered.cohorts.cohorts {
            let code = cohort.group.get(place).cloned().flatten().unwrap_or_else(|| WITHOUT.to_owned());
            if seen.insert(code.clone()) {
                codes.push(code);
            }
        }
        key_field(language, *key, &codes)
    };
    answered.cohorts.keys.iter().enumerate().map(key).collect()
}

fn key_field(language: Language, key: Key, codes: &[String]) -> Result<Field, Error> {
    let axis = match key {
        Key::Year | Key::HalfYear | Key::Quarter => Axis::Time,
        Key::Country | Key::Land | Key::County => Axis::Geo,
        _ => Axis::Other,
    };
    let kind = match key {
        Key::SizeClass => "cohort-size-class",
        Key::Level => "cohort-level",
        Key::Segment => "cohort-segment",
        Key::Stage => "cohort-stage",
        _ => "cohort-code",
    };
    let category = |code: &String| {
        let name =
            if code == WITHOUT { word(language, "cohort-without") } else { label(language, kind, code) };
        Category::new(code, name)
    };
    dimension(language, key.name(), codes.iter().map(category).collect(), axis)
}

fn quantities(language: Language, name: &str, all: &[Quantity], model: &Model) -> Result<Field, Error> {
    let mut seen = BTreeSet::new();
    let category = |quantity: &Quantity| {
        let title = title_of(model, quantity).map(|title| title.get(language).to_owned());
        Category::new(quantity.to_string(), title.unwrap_or_else(|| quantity.to_string()))
    };
    let codes = all.iter().filter(|quantity| seen.insert(*quantity)).map(category).collect();
    dimension(language, name, codes, Axis::Other)
}

fn dimension(language: Language, name: &str, categories: Vec<Category>, axis: Axis) -> Result<Field, Error> {
    let title = word(language, &format!("cohort-column-{}", name.to_ascii_lowercase()));
    let name = name.parse().map_err(failed)?;
    // a dimension without categories takes anything, and no cube has one
    let nothing = || vec![Category::new(WITHOUT, word(language, "cohort-without"))];
    let categories = if categories.is_empty() { nothing() } else { categories };
    Ok(Field::required(name, title, Kind::Text, Role::Dimension { categories, axis }))
}

fn measure(language: Language, name: &str, kind: Kind) -> Result<Field, Error> {
    let title = word(language, &format!("cohort-column-{}", name.to_ascii_lowercase()));
    let unit = matches!(kind, Kind::Integer).then(|| word(language, "cohort-unit-results"));
    let name = name.parse().map_err(failed)?;
    Ok(Field::nullable(name, title, kind, Role::Measure { unit }))
}

fn push(
    answered: &Answered<'_>,
    table: Table,
    cohort: &Cohort<'_>,
    rows: &mut dyn RowSink,
) -> Result<(), Error> {
    let group: Vec<Value> =
        cohort.group.iter().map(|code| code.as_deref().unwrap_or(WITHOUT).into()).collect();
    let mut put = |cells: Vec<Value>| rows.push(&[group.clone(), cells].concat()).map_err(failed);
    let name = |quantity: &Quantity| Value::Text(quantity.to_string());
    let numbered = answered.quantities.iter().zip(&cohort.tallies);
    match table {
        Table::Numbers => numbered.into_iter().try_for_each(|(quantity, tally)| {
            put([vec![name(quantity)], numbers(tally, rounding(&answered.basis.model))].concat())
        }),
        Table::Levels => numbered.into_iter().try_for_each(|(quantity, tally)| {
            tally.values().try_for_each(|(level, count)| {
                put(vec![name(quantity), Value::Text(level.to_string()), integer(count)])
            })
        }),
        Table::Stages => counted(&cohort.stages, &mut put),
        Table::Segments => counted(&cohort.segments, &mut put),
        Table::Correlations => {
            let found = answered.pairs.iter().zip(&cohort.correlations);
            found.into_iter().try_for_each(|((x, y), correlation)| {
                let coefficient =
                    correlation.as_ref().and_then(|c| c.rounded(DIGITS_CORRELATION).parse::<Decimal>().ok());
                let results = correlation.as_ref().map(|c| integer(c.results())).unwrap_or(Value::Null);
                put(vec![name(x), name(y), results, coefficient.into()])
            })
        }
    }
}

fn counted(
    counts: &[(String, u64)],
    put: &mut dyn FnMut(Vec<Value>) -> Result<(), Error>,
) -> Result<(), Error> {
    counts.iter().try_for_each(|(code, count)| put(vec![Value::Text(code.clone()), integer(*count)]))
}

fn numbers(tally: &Tally<'_>, rounding: Rounding) -> Vec<Value> {
    let mean: Option<Decimal> = tally.mean(rounding).and_then(|mean| mean.parse().ok());
    vec![
        integer(tally.count()),
        mean.into(),
        decimal(tally.min(), rounding),
        decimal(tally.quantile(1, 4), rounding),
        decimal(tally.quantile(1, 2), rounding),
        decimal(tally.quantile(3, 4), rounding),
        decimal(tally.max(), rounding),
    ]
}
