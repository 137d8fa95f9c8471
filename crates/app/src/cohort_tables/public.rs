//! Public cohorts as tables: what must not be shown is empty, with the reason beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use blaupause_analytics::columnar::{Key, Quantity};
use blaupause_analytics::{Breakdown, CohortCell, Counts, Numbers, Reason};
use blaupause_kernel::Language;
use blaupause_maturity::Model;
use blaupause_tables::{Axis, Category, Decimal, Field, Kind, Role, Schema, Value};
use serde::{Deserialize, Serialize};

use super::{
    Manner, WITHOUT, counted, dimension, failed, integer, key_field, label, measure, quantities, rounding,
    word, written,
};
use crate::Error;
use crate::cohorts::Cohorts;
use crate::statistical_releases::name as name_of;

const REASONS: [Reason; 6] = [
    Reason::NoContributors,
    Reason::TooFew,
    Reason::Dominance,
    Reason::Uniform,
    Reason::Secondary,
    Reason::NotPlanned,
];

/// Which table of public cohorts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PublicCohortTable))]
pub enum PublicTable {
    /// Mean and quartiles of score and dimensions.
    Numbers,
    /// How many units prove each stage.
    Stages,
    /// How many units are in each segment.
    Segments,
}

/// Writes a table of public cohorts.
///
/// # Errors
/// `Internal` if the sink fails.
pub fn write(
    found: &Cohorts,
    model: &Model,
    table: PublicTable,
    manner: &Manner,
    sink: impl Write + Send,
) -> Result<(), Error> {
    let language = manner.language;
    let mut fields = keys(found, language)?;
    let digits = rounding(model).digits;
    let ids: BTreeSet<_> = found.cells.iter().flat_map(|cell| cell.dimensions.keys().cloned()).collect();
    let values: Vec<Quantity> =
        std::iter::once(Quantity::Score).chain(ids.into_iter().map(Quantity::Dimension)).collect();
    match table {
        PublicTable::Stages => {
            fields.push(categories(found, language, "stage", |cell| &cell.stages)?);
            fields.push(measure(language, "results", Kind::Integer)?);
        }
        PublicTable::Segments => {
            fields.push(categories(found, language, "segment", |cell| &cell.segments)?);
            fields.push(measure(language, "results", Kind::Integer)?);
        }
        PublicTable::Numbers => {
            fields.push(quantities(language, "value", &values, model)?);
            fields.push(measure(language, "contributors", Kind::Integer)?);
            for name in ["mean", "lowerQuartile", "median", "upperQuartile"] {
                fields.push(measure(language, name, Kind::Decimal { digits })?);
            }
        }
    }
    fields.push(reason(language)?);
    let id = "cohorts".parse().map_err(|_| Error::Internal("no slug".to_owned()))?;
    let schema = Schema::new(id, language, model.title.get(language), fields).map_err(failed)?;
    let breakdowns = breakdowns(found);
    let source = format!("/v1/statistical-releases/{}", found.release.id);
    written(&schema, manner, source, sink, &mut |rows| {
        for cell in &found.cells {
            let code = |by: &Breakdown| cell.group.get(by).map_or(WITHOUT, String::as_str).into();
            let group: Vec<Value> = breakdowns.iter().map(code).collect();
            let mut put = |cells: Vec<Value>| rows.push(&[group.clone(), cells].concat()).map_err(failed);
            match table {
                PublicTable::Stages => distribution(&cell.stages, &mut put)?,
                PublicTable::Segments => distribution(&cell.segments, &mut put)?,
                PublicTable::Numbers => {
                    for value in &values {
                        let numbers = match value {
                            Quantity::Dimension(id) => cell.dimensions.get(id),
                            _ => Some(&cell.score),
                        };
                        if let Some(numbers) = numbers {
                            put([vec![Value::Text(value.to_string())], of(numbers)].concat())?;
                        }
                    }
                }
            }
        }
        Ok(())
    })
}

fn breakdowns(found: &Cohorts) -> BTreeSet<Breakdown> {
    found.cells.iter().flat_map(|cell| cell.group.keys().copied()).collect()
}

fn keys(found: &Cohorts, language: Language) -> Result<Vec<Field>, Error> {
    let field = |by: Breakdown| {
        let codes: BTreeSet<String> = found
            .cells
            .iter()
            .map(|cell| cell.group.get(&by).cloned().unwrap_or_else(|| WITHOUT.to_owned()))
            .collect();
        key_field(language, key(by), &codes.into_iter().collect::<Vec<_>>())
    };
    breakdowns(found).into_iter().map(field).collect()
}

const fn key(by: Breakdown) -> Key {
    match by {
        Breakdown::Level => Key::Level,
        Breakdown::Country => Key::Country,
        Breakdown::Land => Key::Land,
        Breakdown::County => Key::County,
        Breakdown::SizeClass => Key::SizeClass,
        Breakdown::Provider => Key::Provider,
    }
}

fn categories(
    found: &Cohorts,
    language: Language,
    name: &str,
    of: impl Fn(&CohortCell) -> &Counts,
) -> Result<Field, Error> {
    let counts = found.cells.iter().filter_map(|cell| of(cell).counts.as_ref());
    let mut codes: BTreeSet<String> = counts.flat_map(BTreeMap::keys).cloned().collect();
    if found.cells.iter().any(|cell| of(cell).counts.is_none()) {
        codes.insert(WITHOUT.to_owned());
    }
    let kind = format!("cohort-{name}");
    let category = |code: String| {
        let name =
            if code == WITHOUT { word(language, "cohort-hidden") } else { label(language, &kind, &code) };
        Category::new(code, name)
    };
    dimension(language, name, codes.into_iter().map(category).collect(), Axis::Other)
}

fn reason(language: Language) -> Result<Field, Error> {
    let category = |reason: Reason| {
        let code = name(reason);
        Category::new(&code, label(language, "cohort-reason", &code))
    };
    let reasons = REASONS.into_iter().map(category).collect();
    let title = word(language, "cohort-column-reason");
    Ok(Field::nullable("reason".parse().map_err(failed)?, title, Kind::Text, Role::Status { reasons }))
}

fn name(reason: Reason) -> String {
    name_of(&reason).unwrap_or_default()
}

fn of(numbers: &Numbers) -> Vec<Value> {
    let decimal = |text: &Option<String>| -> Value {
        text.as_ref().and_then(|text| text.parse::<Decimal>().ok()).into()
    };
    vec![
        numbers.contributors.map_or(Value::Null, integer),
        decimal(&numbers.mean),
        decimal(&numbers.lower_quartile),
        decimal(&numbers.median),
        decimal(&numbers.upper_quartile),
        numbers.reason.map(name).into(),
    ]
}

/// A row per category, or one that says why there are none.
fn distribution(counts: &Counts, put: &mut dyn FnMut(Vec<Value>) -> Result<(), Error>) -> Result<(), Error> {
    match &counts.counts {
        Some(by_name) => {
            let all: Vec<(String, u64)> =
                by_name.iter().map(|(code, count)| (code.clone(), *count)).collect();
            counted(&all, &mut |mut cells| {
                cells.push(Value::Null);
                put(cells)
            })
        }
        None => put(vec![WITHOUT.into(), Value::Null, counts.reason.map(name).into()]),
    }
}
