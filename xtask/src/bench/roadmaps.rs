//! How long the roadmap of a provider takes, how near it is proved to be to the best, and what memory it needs:
//! `crates/pilots/examples/roadmap.rs`, which is run here.

use std::process::Command;

use serde::Deserialize;

use super::Bench;
use super::table::{Goal, Line};
use crate::error::Error;
use crate::runner::say;

/// Half a minute a round: more than these add little.
const MOST_ROUNDS: usize = 3;

/// One round as the program prints it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    units: u32,
    candidates: u32,
    build_ms: f64,
    plan_ms: f64,
    gap_percent: String,
    broken: u32,
    memory_kb: Option<u64>,
}

/// Measures the plan.
pub fn run(bench: &Bench) -> Result<Vec<Line>, Error> {
    say("roadmap ...");
    let mut printed = String::new();
    for _ in 0..bench.rounds.min(MOST_ROUNDS) {
        printed += &bench.runner.output(&mut Command::new(&bench.roadmap))?;
    }
    lines(&printed).ok_or_else(|| Error::Unmeasured {
        program: "roadmap",
        reason: "it printed no rounds, or a plan that breaks a constraint".to_owned(),
        printed,
    })
}

fn lines(printed: &str) -> Option<Vec<Line>> {
    let rounds: Vec<Round> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let Round { units, candidates, gap_percent, .. } = rounds.first()?;
    if rounds.iter().any(|round| round.broken > 0) {
        return None;
    }
    let megabytes = rounds.iter().filter_map(|round| round.memory_kb).max()? / 1024;
    let plan = format!("plan of {units} units, proved within {gap_percent} % of the best, {megabytes} MB");
    let facts = format!("its facts: the simulated result of each of {candidates} possible adoptions");
    let pick = |field: fn(&Round) -> f64| rounds.iter().map(field).collect::<Vec<_>>();
    let line = Line::times(&plan, &facts, &pick(|r| r.plan_ms), &pick(|r| r.build_ms))?;
    Some(vec![line.with(Goal::OursAtMost(60_000.0))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_a_line_unless_a_plan_is_broken() {
        let round = |broken: u32| {
            format!(
                r#"{{"units":500,"candidates":28000,"items":2000,"buildMs":1800,"planMs":23000,"answerMs":100,
                "gapPercent":"3/20","broken":{broken},"memoryKb":200000}}"#
            )
            .replace('\n', "")
        };
        assert_eq!(lines(&round(0)).unwrap().len(), 1);
        assert!(lines(&round(1)).is_none() && lines("").is_none());
    }
}
