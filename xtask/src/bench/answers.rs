//! How long `blaupause import assessments` takes for 432,000 answers, beside `.import` of the same rows.

use std::fmt::Write as _;
use std::fs;

use super::Bench;
use super::imports::{Contest, LOADED, Work, measure};
use super::server::Server;
use super::stores::{Rows, Store};
use super::table::{Goal, Line};
use crate::error::Error;
use crate::runner::say;

/// Every municipality with so many answers.
const UNITS: usize = 10_800;
const INDICATORS: usize = 40;
const MODEL: &str = "kommune-digital";
/// The state it starts from: all Germany, the model, and a table without an index for the rows as they are.
const BEFORE: &str = "unanswered";
const COLUMNS: &str = "unit,model,period,indicator,answer,level";

/// Measures the import of answers into SQLite.
pub fn run(bench: &Bench, sqlite: &Store) -> Result<Vec<Line>, Error> {
    say("import of answers ...");
    let runner = bench.runner;
    sqlite.copy(runner, Some(LOADED), BEFORE)?;
    // a server publishes the model that comes with it
    let url = sqlite.url(BEFORE);
    drop(Server::start(runner, &bench.directory.join("product.log"), |port| bench.serve(&url, port))?);
    let table = format!("CREATE TABLE sheet ({})", COLUMNS.replace(',', " TEXT, ") + " TEXT");
    runner.run_undisturbed(&mut sqlite.ask(BEFORE, &[&table]))?;
    let column = |query: String| {
        let printed = runner.output(&mut sqlite.ask(BEFORE, &[&query]))?;
        Ok::<_, Error>(printed.lines().map(str::to_owned).collect::<Vec<_>>())
    };
    let units = column(format!(
        "SELECT ars FROM units WHERE length(ars) = 12 AND valid_to IS NULL ORDER BY ars LIMIT {UNITS}"
    ))?;
    let indicators = column(format!(
        "SELECT indicator.value ->> 'id' FROM maturity_models, json_tree(document, '$.dimensions') AS list, \
         json_each(list.value) AS indicator WHERE maturity_models.id = '{MODEL}' AND list.key = 'indicators' LIMIT {INDICATORS}"
    ))?;
    if units.len() != UNITS || indicators.len() != INDICATORS {
        let reason = format!("{} units and {} indicators", units.len(), indicators.len());
        return Err(Error::Unmeasured { program: "sqlite3", reason, printed: String::new() });
    }
    let file = bench.directory.join("answers.csv");
    fs::write(&file, sheet(&units, &indicators)).map_err(Error::file(&file))?;
    let import = Work::Import("assessments", file.clone());
    let contest = Contest {
        name: format!("{UNITS} assessments, {} answers, SQLite", UNITS * INDICATORS),
        from: BEFORE,
        ours: import,
        measures: vec![(
            "`.import` of the same rows into a table without keys".to_owned(),
            Work::Load(vec![Rows::of("sheet", COLUMNS, file)]),
        )],
        goal: Some(Goal::RatioAtMost(3.0)),
        proof: ("assessments", 10_800),
    };
    measure(bench, sqlite, &contest)
}

fn sheet(units: &[String], indicators: &[String]) -> String {
    let mut text = format!("{COLUMNS}\n");
    for (unit, key) in units.iter().enumerate() {
        for (place, indicator) in indicators.iter().enumerate() {
            let level = (unit * 7 + place * 3) % 6;
            let _never_fails = writeln!(text, "{key},{MODEL},2026-01-01,{indicator},level,{level}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_answers_everything() {
        let names = |prefix: &str| [1, 2].map(|n| format!("{prefix}{n}"));
        let text = sheet(&names("u"), &names("i"));
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 5);
        assert_eq!(rows.get(4), Some(&"u2,kommune-digital,2026-01-01,i2,level,4"));
    }
}
