//! Signed results of units as columns: everything that questions about cohorts are answered from, read once.

use std::collections::BTreeMap;

use blaupause_analytics::columnar::{
    Key, Results, ResultsBuilder, Row, Serving, Snapshot, UnitFacts, UnitTable, UnitTableBuilder,
};
use blaupause_kernel::{Ars, Date, Slug, Version};
use blaupause_maturity::{Model, Subject};
use blaupause_territory::{SizeClass, Unit};
use diesel::prelude::*;
use serde::Serialize;

use crate::columns::{from_json, name_of, parse};
use crate::contributions::Standing;
use crate::schema::{maturity_models as models, service_areas, signed_assessments as signed, units};
use crate::{Conn, Error};

const KIND: &str = "signed-assessment";
/// Results per query: each has some kilobytes of text.
const BATCH: i64 = 5_000;

/// All units and all signed results about them, by every model version for units.
///
/// # Errors
/// `Corrupt` for a row that cannot be read; those of the database.
pub fn snapshot(conn: &mut Conn) -> Result<Snapshot, Error> {
    let mut snapshot = Snapshot::new(unit_table(conn)?);
    let municipal = name_of("maturity-model", &Subject::Municipality)?;
    let documents: Vec<String> =
        models::table.filter(models::subject.eq(municipal)).select(models::document).load(conn)?;
    for document in documents {
        let model: Model = from_json("maturity-model", &document)?;
        let results = results(conn, &model, snapshot.units())?;
        snapshot.insert(results);
    }
    Ok(snapshot)
}

/// The signed results of a unit by one model version, by day; of one day the last signed last.
///
/// # Errors
/// `Corrupt` for a row that cannot be read; those of the database.
pub fn of_unit(conn: &mut Conn, model: &Slug, version: &Version, unit: &Ars) -> Result<Vec<Row>, Error> {
    let rows: Vec<Stored> = signed::table
        .filter(signed::unit.eq(unit.as_str()))
        .filter(signed::model.eq(model.as_str()))
        .filter(signed::model_version.eq(version.to_string()))
        .order((signed::period, signed::sequence))
        .select(Stored::as_select())
        .load(conn)?;
    rows.iter().map(Row::try_from).collect()
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signed)]
struct Stored {
    unit: Option<String>,
    period: chrono::NaiveDate,
    sequence: i32,
    score: Option<String>,
    stage: Option<String>,
    standing: String,
    levels: String,
}

impl TryFrom<&Stored> for Row {
    type Error = Error;

    fn try_from(stored: &Stored) -> Result<Self, Error> {
        let standing: Standing = from_json(KIND, &stored.standing)?;
        Ok(Self {
            day: Date::from_chrono(stored.period),
            score: stored.score.as_deref().map(|score| parse(KIND, score)).transpose()?,
            lower: standing.lower,
            upper: standing.upper,
            minimum_standard: standing.minimum_standard,
            stage: stored.stage.as_deref().map(|stage| parse(KIND, stage)).transpose()?,
            dimensions: standing.dimensions,
            levels: from_json(KIND, &stored.levels)?,
        })
    }
}

fn results(conn: &mut Conn, model: &Model, units: &UnitTable) -> Result<Results, Error> {
    let mut builder = ResultsBuilder::new(model);
    let mut after: Option<(String, chrono::NaiveDate, i32)> = None;
    loop {
        let mut query = signed::table
            .filter(signed::unit.is_not_null())
            .filter(signed::model.eq(model.id.as_str()))
            .filter(signed::model_version.eq(model.version.to_string()))
            .order((signed::unit, signed::period, signed::sequence))
            .limit(BATCH)
            .select(Stored::as_select())
            .into_boxed();
        if let Some((unit, period, sequence)) = &after {
            let later = signed::period.gt(*period);
            let same_day = signed::period.eq(*period).and(signed::sequence.gt(*sequence));
            let same_unit = signed::unit.eq(unit.clone()).and(later.or(same_day));
            query = query.filter(signed::unit.gt(unit.clone()).or(same_unit).assume_not_null());
        }
        let rows: Vec<Stored> = query.load(conn)?;
        for stored in &rows {
            let unit = stored.unit.as_deref().unwrap_or_default();
            let place = units.place(unit).ok_or_else(|| Error::corrupt(KIND, unit))?;
            builder.push(place, &Row::try_from(stored)?);
        }
        match rows.into_iter().last() {
            Some(last) => after = last.unit.map(|unit| (unit, last.period, last.sequence)),
            None => return Ok(builder.finish(units.len())),
        }
    }
}

fn unit_table(conn: &mut Conn) -> Result<UnitTable, Error> {
    let areas = areas(conn)?;
    let rows: Vec<crate::units::Row> =
        units::table.order(units::ars).select(crate::units::Row::as_select()).load(conn)?;
    let sizes = SizeClass::ALL.iter().filter_map(name).collect();
    let mut builder = UnitTableBuilder::default().ordered(Key::SizeClass, sizes);
    for row in rows {
        let unit = Unit::try_from(row)?;
        builder.push(UnitFacts {
            country: unit.ars.country().to_string(),
            level: name(&unit.level).unwrap_or_default(),
            land: Some(unit.ars.land().to_string()),
            county: unit.ars.county().map(|county| county.to_string()),
            size_class: unit.size_class().as_ref().and_then(name),
            kind: unit.kind.as_ref().and_then(name),
            serving: serving(&areas, &unit.ars),
            key: unit.ars.to_string(),
        });
    }
    Ok(builder.finish())
}

/// The name of a value as documents write it.
fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// Service areas by the unit they name, each with whether it holds all that is inside.
type Areas = BTreeMap<Ars, Vec<(bool, Serving)>>;

fn areas(conn: &mut Conn) -> Result<Areas, Error> {
    type Area = (String, String, bool, chrono::NaiveDate, Option<chrono::NaiveDate>);
    let rows: Vec<Area> = service_areas::table
        .select((
            service_areas::provider,
            service_areas::unit,
            service_areas::with_descendants,
            service_areas::valid_from,
            service_areas::valid_to,
        ))
        .load(conn)?;
    let mut areas = Areas::new();
    for (provider, unit, with_descendants, from, to) in rows {
        let (from, to) = (Date::from_chrono(from), to.map(Date::from_chrono));
        areas
            .entry(parse("service-area", &unit)?)
            .or_default()
            .push((with_descendants, Serving { provider, from, to }));
    }
    Ok(areas)
}

/// Who serves a unit by an entry for itself, or for one above it with all that is inside.
fn serving(areas: &Areas, unit: &Ars) -> Vec<Serving> {
    let inherited = unit
        .above()
        .filter_map(|above| areas.get(&above))
        .flatten()
        .filter(|(with_descendants, _)| *with_descendants);
    let own = areas.get(unit).into_iter().flatten();
    inherited.chain(own).map(|(_, serving)| serving.clone()).collect()
}
