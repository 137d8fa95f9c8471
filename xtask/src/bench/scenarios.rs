//! How long a crisis scenario of a provider with 500 units takes, beside hashing its facts. Both are in
//! `crates/resources/examples/scenario.rs`, which is run here.

use std::process::Command;

use serde::Deserialize;

use super::Bench;
use super::table::{Goal, Line};
use crate::error::Error;
use crate::runner::say;

/// One round as the program prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    units: u32,
    calculated_ms: f64,
    hashed_ms: f64,
}

/// Measures the scenario.
pub fn run(bench: &Bench) -> Result<Vec<Line>, Error> {
    say("scenario ...");
    let mut command = Command::new(&bench.scenario);
    let printed = bench.runner.output(command.arg(bench.rounds.to_string()))?;
    lines(&printed).ok_or_else(|| Error::Unmeasured {
        program: "scenario",
        reason: "it printed no rounds".to_owned(),
        printed,
    })
}

fn lines(printed: &str) -> Option<Vec<Line>> {
    let rounds: Vec<Round> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let units = rounds.first()?.units;
    let pick = |field: fn(&Round) -> f64| rounds.iter().map(field).collect::<Vec<_>>();
    let ours = format!("crisis scenario of {units} units, with shares, covers and hash");
    let hash = "the hash of its facts";
    let line = Line::times(&ours, hash, &pick(|r| r.calculated_ms), &pick(|r| r.hashed_ms))?;
    Some(vec![line.with(Goal::OursAtMost(300.0))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_a_line() {
        let round = r#"{"units":500,"actions":50,"calculatedMs":9.1,"hashedMs":3.0}"#;
        assert_eq!(lines(&[round, round].join("\n")).unwrap().len(), 1);
        assert!(lines("no JSON").is_none() && lines("").is_none());
    }
}
