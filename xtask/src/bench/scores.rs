//! How many assessments are scored, beside the simplest loop over the same bytes in floating point. The loops are in
//! `crates/maturity/examples/rescore.rs`, which is run here.

use std::process::Command;

use serde::Deserialize;

use super::Bench;
use super::table::{Goal, Line, Unit};
use crate::error::Error;
use crate::runner::say;

/// One round as the program prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    assessments: f64,
    indicators: u32,
    scored_ms: f64,
    explained_ms: f64,
    floats_ms: f64,
}

/// Measures scoring with and without the explanation.
pub fn run(bench: &Bench) -> Result<Vec<Line>, Error> {
    say("scoring ...");
    let mut command = Command::new(&bench.rescore);
    let printed = bench.runner.output(command.arg(bench.rounds.to_string()))?;
    lines(&printed).ok_or_else(|| Error::Unmeasured {
        program: "rescore",
        reason: "it printed no rounds".to_owned(),
        printed,
    })
}

fn lines(printed: &str) -> Option<Vec<Line>> {
    let rounds: Vec<Round> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let first = rounds.first()?;
    let (assessments, indicators) = (first.assessments, first.indicators);
    let rates =
        |pick: fn(&Round) -> f64| rounds.iter().map(|r| assessments / pick(r) * 1000.0).collect::<Vec<_>>();
    let floats = rates(|r| r.floats_ms);
    let line = |work: &str, pick: fn(&Round) -> f64| {
        let name = format!("{assessments} assessments of {indicators} indicators, {work}");
        Line::of(Unit::PerSecond, &name, "score alone, in floating point", &rates(pick), &floats)
    };
    let scored = line("score, bounds and stages", |r| r.scored_ms)?.with(Goal::RatioAtLeast(0.1));
    Some(vec![scored, line("whole result with explanation", |r| r.explained_ms)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_rates() {
        let round = |scored: u32, floats: u32| {
            format!(
                r#"{{"assessments":1000,"indicators":6,"scoredMs":{scored},"explainedMs":500,"floatsMs":{floats}}}"#
            )
        };
        let lines = lines(&[round(20, 4), round(40, 5)].join("\n")).unwrap();
        // 1000 in 20 ms are 50,000/s and in 40 ms 25,000/s; 4 ms: 250,000/s, 5 ms: 200,000/s; 4 / 20 and 5 / 40.
        let row = "| 1000 assessments of 6 indicators, score, bounds and stages | 37500 /s (25000 to 50000) | \
                   score alone, in floating point | 225000 /s (200000 to 250000) | 0.16 (0.12 to 0.20) | ≥ 0.1 |";
        assert_eq!(lines.first().unwrap().row(), row);
        assert!(super::lines("no JSON").is_none() && super::lines("").is_none());
    }
}
