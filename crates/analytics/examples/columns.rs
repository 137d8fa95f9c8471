//! How long cohorts take over the columns: 40 indicators of made-up results of so many units and years.
//!
//! `columns UNITS YEARS ROUNDS [DIRECTORY]` prints what the snapshot takes and a JSON line per round with milliseconds. With
//! a directory it writes the same data there as CSV, for other programs, and answers nothing.

use std::env;
use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use blaupause_analytics::columnar::{
    Filter, Key, Quantity, Query, ResultsBuilder, Row, Snapshot, UnitFacts, UnitTable, UnitTableBuilder,
};
use blaupause_kernel::{Date, Rational, Rounding, RoundingMode, Slug};
use blaupause_maturity::{Cell, MinimumStandard, Model, Scorer};
use serde_json::{Value, json};

const DIMENSIONS: usize = 8;
const INDICATORS: usize = 40;
/// The last year; the others come before it.
const LAST: i32 = 2024;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut number = |default: usize| arguments.next().map_or(Ok(default), |text| text.parse::<usize>());
    let (units, years, rounds) = (number(10_800)?, number(10)?, number(5)?);
    let years: Vec<i32> = (0..=LAST).rev().take(years).collect::<Vec<_>>().into_iter().rev().collect();
    let directory = arguments.next();
    let model = model()?;
    let table = table(units);
    if let Some(directory) = directory {
        return write(Path::new(&directory), &model, units, &years);
    }
    let since = Instant::now();
    let mut builder = ResultsBuilder::new(&model);
    let scorer = Scorer::of(&model).ok_or("the model has measured scales")?;
    for unit in 0..units {
        for year in &years {
            builder.push(unit, &row(&model, &scorer, unit, *year)?);
        }
    }
    let results = builder.finish(units);
    let built = milliseconds(since);
    let mut snapshot = Snapshot::new(table);
    snapshot.insert(results);
    let results = snapshot.results(&model.id, &model.version).ok_or("no results")?;
    let line =
        json!({"units": units, "answers": results.answers(), "bytes": snapshot.bytes(), "buildMs": built});
    writeln!(io::stdout(), "{line}")?;
    let rounding = Rounding { mode: RoundingMode::HalfUp, digits: 2 };
    for _ in 0..rounds {
        let mut line = serde_json::Map::new();
        for (name, query) in queries(&model)? {
            let since = Instant::now();
            let found = snapshot.cohorts(results, &query)?;
            for tally in found.cohorts.iter().flat_map(|cohort| &cohort.tallies) {
                black_box((tally.count(), tally.min(), tally.max(), tally.mean(rounding)));
                black_box([1, 2, 3].map(|quarters| tally.quantile(quarters, 4)));
                black_box(tally.share_at_least(Rational::from_int(3)));
            }
            line.insert(name.to_owned(), milliseconds(since).into());
        }
        writeln!(io::stdout(), "{}", Value::Object(line))?;
    }
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The questions that are timed.
fn queries(model: &Model) -> Result<Vec<(&'static str, Query)>, Box<dyn Error>> {
    let indicators: Vec<Quantity> =
        model.indicators().into_iter().map(|(_, i)| Quantity::Indicator(i.id.clone())).collect();
    let query = |keys: &[Key], quantities: &[Quantity]| -> Result<Query, Box<dyn Error>> {
        Ok(Query {
            filter: Filter::default(),
            from: None,
            to: "2024-12-31".parse()?,
            serving_on: "2024-12-31".parse()?,
            keys: keys.to_vec(),
            quantities: quantities.to_vec(),
            stages: false,
            segments: false,
            correlations: Vec::new(),
            least_peers: 5,
            most: usize::MAX,
        })
    };
    Ok(vec![
        ("indicatorsByLandAndYear", query(&[Key::Land, Key::Year], &indicators)?),
        ("indicatorsByCounty", query(&[Key::County], &indicators)?),
        ("scoreByLandAndYear", query(&[Key::Land, Key::Year], &[Quantity::Score])?),
    ])
}

/// Eight dimensions of five indicators each, levels 0 to 5, all weights alike.
fn model() -> Result<Model, Box<dyn Error>> {
    let text = |text: &str| json!({"de": text, "en": text});
    let levels: Vec<Value> = (0..=5).map(|level| json!({"value": level, "text": text("Stufe")})).collect();
    let indicator = |number: usize| {
        json!({"id": format!("i{number:02}"), "title": text("Merkmal"), "question": text("Frage?"), "source": "Messung",
            "scale": {"min": 0, "max": 5}, "levels": levels})
    };
    let dimension = |number: usize| {
        let each = INDICATORS / DIMENSIONS;
        let indicators: Vec<Value> = (number * each..(number + 1) * each).map(indicator).collect();
        json!({"id": format!("d{number}"), "title": text("Dimension"), "aggregation": "mean", "indicators": indicators})
    };
    let document = json!({
        "format": "blaupause/maturity-model@1", "id": "measured", "version": "1.0.0", "subject": "municipality",
        "title": text("Messung"), "languages": ["de", "en"], "scale": {"min": 0, "max": 5},
        "rounding": {"mode": "halfUp", "digits": 2}, "aggregation": "mean",
        "dimensions": (0..DIMENSIONS).map(dimension).collect::<Vec<_>>(),
        "stages": [{"id": "s1", "title": text("Anfang"), "threshold": 0}, {"id": "s2", "title": text("Mitte"), "threshold": 2},
            {"id": "s3", "title": text("Ziel"), "threshold": 4}],
    });
    let problems = |all: Vec<blaupause_maturity::Problem>| {
        all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    Ok(Model::read(&document.to_string()).map_err(problems)?)
}

/// 16 Länder with 25 Kreise each, in blocks, as the keys of a register come.
fn facts(unit: usize, of: usize) -> UnitFacts {
    let county = unit * 400 / of.max(1);
    UnitFacts {
        key: format!("{unit:012}"),
        country: "DE".to_owned(),
        level: "municipality".to_owned(),
        land: Some(format!("{:02}", county / 25 + 1)),
        county: Some(format!("{county:05}")),
        size_class: Some(format!("class{}", unit % 7)),
        kind: Some("60".to_owned()),
        serving: Vec::new(),
    }
}

fn table(units: usize) -> UnitTable {
    let mut builder = UnitTableBuilder::default();
    (0..units).for_each(|unit| builder.push(facts(unit, units)));
    builder.finish()
}

/// Answers as they come: every 16th open, every 16th not applicable, the rest levels.
fn cells(unit: usize, year: i32) -> Vec<Cell> {
    let seed = u64::try_from(unit).unwrap_or_default() * 64 + u64::from(year.unsigned_abs() % 64);
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let drawn = (0..INDICATORS).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = (state >> 33) % 96;
        match draw % 16 {
            0 => Cell::OPEN,
            1 => Cell::ABSENT,
            _ => u8::try_from(draw % 6).ok().and_then(Cell::level).unwrap_or(Cell::OPEN),
        }
    });
    drawn.collect()
}

fn row(model: &Model, scorer: &Scorer<'_>, unit: usize, year: i32) -> Result<Row, Box<dyn Error>> {
    let cells = cells(unit, year);
    let totals = scorer.score(&cells)?;
    let ids: Vec<&Slug> = model.indicators().into_iter().map(|(_, indicator)| &indicator.id).collect();
    let level = |cell: &Cell| (cell.byte() <= 5).then(|| Rational::from_int(cell.byte().into()));
    let levels =
        ids.iter().zip(&cells).filter_map(|(id, cell)| Some(((*id).clone(), level(cell)?))).collect();
    let inside = |cells: &[Cell]| {
        let known: Vec<i64> = cells.iter().filter(|c| c.byte() <= 5).map(|c| c.byte().into()).collect();
        Rational::new(known.iter().sum(), i64::try_from(known.len()).unwrap_or_default())
    };
    let dimensions = model.dimensions.iter().zip(cells.chunks(INDICATORS / DIMENSIONS));
    Ok(Row {
        day: Date::from_ymd(year, 6, 30).ok_or("no such day")?,
        score: totals.score,
        lower: totals.lower,
        upper: totals.upper,
        minimum_standard: MinimumStandard::None,
        stage: totals.stage.checked_sub(1).and_then(|place| model.stages.get(place)).map(|s| s.id.clone()),
        dimensions: dimensions.filter_map(|(d, cells)| Some((d.id.clone(), inside(cells)?))).collect(),
        levels,
    })
}

/// `units.csv` and `answers.csv`, one answer per line; without a level the last field is empty.
fn write(directory: &Path, model: &Model, units: usize, years: &[i32]) -> Result<(), Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(directory.join("units.csv"))?);
    writeln!(file, "unit,land,county,size_class")?;
    for unit in 0..units {
        let facts = facts(unit, units);
        let [land, county, size] =
            [facts.land, facts.county, facts.size_class].map(Option::unwrap_or_default);
        writeln!(file, "{unit},{land},{county},{size}")?;
    }
    let mut file = BufWriter::new(File::create(directory.join("answers.csv"))?);
    writeln!(file, "unit,year,indicator,level")?;
    let count = model.indicators().len();
    for unit in 0..units {
        for year in years {
            for (indicator, cell) in cells(unit, *year).iter().enumerate().take(count) {
                let level = if cell.byte() <= 5 { cell.byte().to_string() } else { String::new() };
                writeln!(file, "{unit},{year},{indicator},{level}")?;
            }
        }
    }
    file.flush()?;
    Ok(())
}
