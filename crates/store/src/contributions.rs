//! What signed results contribute to cohorts: their figures without their documents.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Rational, Slug, Version};
use blaupause_maturity::{MinimumStandard, Outcome};
use blaupause_territory::Unit;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::columns::{from_json, parse};
use crate::schema::{signed_assessments as signed, units};
use crate::{Conn, Error};

const KIND: &str = "signed-assessment";

/// The figures of an outcome beside its score and its stage, as a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Lower bound of the score.
    pub lower: Rational,
    /// Upper bound of the score.
    pub upper: Rational,
    /// Whether the minimum standard is met.
    pub minimum_standard: MinimumStandard,
    /// Value by dimension.
    pub dimensions: BTreeMap<Slug, Rational>,
}

impl Standing {
    pub(crate) fn of(outcome: &Outcome) -> Self {
        Self {
            lower: outcome.bounds.lower.exact,
            upper: outcome.bounds.upper.exact,
            minimum_standard: outcome.minimum_standard,
            dimensions: outcome.dimensions(),
        }
    }
}

/// The result of one unit that counts for a span of days.
#[derive(Debug, Clone, PartialEq)]
pub struct Contributing {
    /// The unit, as the register has it now.
    pub unit: Unit,
    /// The day whose state the result describes.
    pub period: Date,
    /// The exact score.
    pub score: Rational,
    /// The proven stage.
    pub stage: Option<Slug>,
    /// The other figures.
    pub standing: Standing,
}

type Row = (crate::units::Row, chrono::NaiveDate, Option<String>, Option<String>, String);

/// For one version of a model, the last result of every unit that describes a day from `first` (any, if there is none)
/// to `last`, by key; of several for one day the last signed. Results without a score contribute nothing.
///
/// # Errors
/// Those of the database.
pub fn between(
    conn: &mut Conn,
    model: &Slug,
    version: &Version,
    (first, last): (Option<Date>, Date),
) -> Result<Vec<Contributing>, Error> {
    let later = diesel::alias!(crate::schema::signed_assessments as later);
    let same_day = later.field(signed::period).eq(signed::period);
    let after = later
        .field(signed::period)
        .gt(signed::period)
        .or(same_day.and(later.field(signed::sequence).gt(signed::sequence)));
    let replaced = later
        .filter(later.field(signed::unit).eq(signed::unit))
        .filter(later.field(signed::model).eq(signed::model))
        .filter(later.field(signed::model_version).eq(signed::model_version))
        .filter(later.field(signed::period).le(last.to_chrono()))
        .filter(after);
    let mut query = signed::table
        .inner_join(units::table.on(signed::unit.eq(units::ars.nullable())))
        .filter(signed::model.eq(model.as_str()))
        .filter(signed::model_version.eq(version.to_string()))
        .filter(signed::period.le(last.to_chrono()))
        .filter(signed::score.is_not_null())
        .filter(not(exists(replaced)))
        .order(units::ars)
        .select((
            crate::units::Row::as_select(),
            signed::period,
            signed::score,
            signed::stage,
            signed::standing,
        ))
        .into_boxed();
    if let Some(first) = first {
        query = query.filter(signed::period.ge(first.to_chrono()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter().filter_map(contributing).collect()
}

fn contributing((unit, period, score, stage, standing): Row) -> Option<Result<Contributing, Error>> {
    let score = score?;
    let read = || {
        Ok(Contributing {
            unit: Unit::try_from(unit)?,
            period: Date::from_chrono(period),
            score: parse(KIND, &score)?,
            stage: stage.map(|s| parse(KIND, &s)).transpose()?,
            standing: from_json(KIND, &standing)?,
        })
    };
    Some(read())
}
