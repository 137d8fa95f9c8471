//! How long a plan over a large catalogue and the fragmentation of all Germany take, beside the least that the same work
//! could cost. Both are in `crates/catalog/examples/portfolio.rs`, which is run here.

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
    versions: u32,
    installations: u32,
    planned_ms: f64,
    refused_ms: f64,
    walked_ms: f64,
    reported_ms: f64,
    counted_ms: f64,
}

/// Measures plan, refusal and fragmentation.
pub fn run(bench: &Bench) -> Result<Vec<Line>, Error> {
    say("portfolio ...");
    let mut command = Command::new(&bench.portfolio);
    let printed = bench.runner.output(command.arg(bench.rounds.to_string()))?;
    lines(&printed).ok_or_else(|| Error::Unmeasured {
        program: "portfolio",
        reason: "it printed no rounds".to_owned(),
        printed,
    })
}

fn lines(printed: &str) -> Option<Vec<Line>> {
    let rounds: Vec<Round> = printed.lines().map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
    let Round { versions, installations, .. } = rounds.first()?;
    let pick = |field: fn(&Round) -> f64| rounds.iter().map(field).collect::<Vec<_>>();
    let walk = "one walk over all requirements within reach";
    let walked = pick(|r| r.walked_ms);
    let plan = format!("plan over {versions} module versions, all within reach");
    let refusal = "refusal there, with the smallest contradiction and what would help";
    let report = format!("fragmentation of {installations} installations, exact");
    let count = "the index alone from numbered modules, in floating point";
    Some(vec![
        Line::times(&plan, walk, &pick(|r| r.planned_ms), &walked)?.with(Goal::OursAtMost(200.0)),
        Line::times(refusal, walk, &pick(|r| r.refused_ms), &walked)?,
        Line::times(&report, count, &pick(|r| r.reported_ms), &pick(|r| r.counted_ms))?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_become_lines() {
        let round =
            r#"{"versions":20000,"installations":270000,"plannedMs":150,"refusedMs":400,"walkedMs":10,
            "reportedMs":80,"countedMs":2,"steps":1000}"#
                .replace('\n', "");
        assert_eq!(lines(&[round.as_str(), round.as_str()].join("\n")).unwrap().len(), 3);
        assert!(lines("no JSON").is_none() && lines("").is_none());
    }
}
