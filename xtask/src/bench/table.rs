//! The result as one table for people and as JSON for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::figures::Summary;
use super::machine::Machine;
use super::wrk::Load;

/// Everything one run measured.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Where, when and on which state of the code.
    pub machine: Machine,
    /// How often each line was measured.
    pub rounds: usize,
    /// Whether it was a short run, which shows that everything works and little else.
    pub quick: bool,
    /// What was measured.
    pub lines: Vec<Line>,
    /// What was not measured, and why.
    pub left_out: Vec<String>,
}

/// Ours beside its measure.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    name: String,
    measure: String,
    unit: Unit,
    ours: Summary,
    beside: Summary,
    /// Ours through the measure's, round by round.
    ratio: Summary,
    goal: Option<Goal>,
    /// How fast answers came, ours and the measure's.
    latencies: Option<[Latency; 2]>,
}

/// What the figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Milliseconds.
    Milliseconds,
    /// So many in a second.
    PerSecond,
    /// 1,000,000 bytes.
    Megabytes,
    /// Bytes.
    Bytes,
}

/// What a line has to reach, by its median.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Goal {
    /// The ratio is at most this.
    RatioAtMost(f64),
    /// The ratio is at least this.
    RatioAtLeast(f64),
    /// Our own figure is at most this.
    OursAtMost(f64),
}

/// Milliseconds within which half of the answers came, and 99 of 100: medians of all rounds.
#[derive(Clone, Copy, Debug, Serialize)]
struct Latency {
    p50: f64,
    p99: f64,
}

impl Line {
    /// A line over the rounds of both sides; `None` without any.
    pub fn of(unit: Unit, name: &str, measure: &str, ours: &[f64], beside: &[f64]) -> Option<Self> {
        Some(Self {
            name: name.to_owned(),
            measure: measure.to_owned(),
            unit,
            ours: Summary::of(ours.iter().copied())?,
            beside: Summary::of(beside.iter().copied())?,
            ratio: Summary::of_ratios(ours, beside)?,
            goal: None,
            latencies: None,
        })
    }

    /// A line over the milliseconds of both sides.
    pub fn times(name: &str, measure: &str, ours: &[f64], beside: &[f64]) -> Option<Self> {
        Self::of(Unit::Milliseconds, name, measure, ours, beside)
    }

    /// A line over the load that both sides stood.
    pub fn loads(name: &str, measure: &str, ours: &[Load], beside: &[Load]) -> Option<Self> {
        let rates = |loads: &[Load]| loads.iter().map(|load| load.per_second).collect::<Vec<_>>();
        let line = Self::of(Unit::PerSecond, name, measure, &rates(ours), &rates(beside))?;
        Some(Self { latencies: Latency::of(ours).zip(Latency::of(beside)).map(<[_; 2]>::from), ..line })
    }

    /// The same with what it has to reach.
    pub fn with(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    /// The line of the table.
    pub fn row(&self) -> String {
        let [ours, beside] = self.latencies.map_or([None; 2], |latencies| latencies.map(Some));
        format!(
            "| {} | {} | {} | {} | {} | {} |",
            self.name,
            self.cell(self.ours, ours),
            self.measure,
            self.cell(self.beside, beside),
            range(self.ratio, "", if self.ratio.median < 0.1 { 3 } else { 2 }),
            self.goal.map(|goal| self.verdict(goal)).unwrap_or_default()
        )
    }

    fn cell(&self, figures: Summary, latency: Option<Latency>) -> String {
        // A few would be rounded to nothing.
        let digits = if figures.median < 10.0 { 2 } else { 0 };
        let mut cell = range(figures, self.unit.symbol(), digits);
        if let Some(Latency { p50, p99 }) = latency {
            let _never_fails = write!(cell, ", p50 {p50:.2}, p99 {p99:.2} ms");
        }
        cell
    }

    fn verdict(&self, goal: Goal) -> String {
        let (kept, said) = match goal {
            Goal::RatioAtMost(most) => (self.ratio.median <= most, format!("≤ {most}")),
            Goal::RatioAtLeast(least) => (self.ratio.median >= least, format!("≥ {least}")),
            Goal::OursAtMost(most) => {
                (self.ours.median <= most, format!("ours ≤ {most} {}", self.unit.symbol()))
            }
        };
        if kept { said } else { format!("{said}: **missed**") }
    }
}

impl Unit {
    const fn symbol(self) -> &'static str {
        match self {
            Self::Milliseconds => "ms",
            Self::PerSecond => "/s",
            Self::Megabytes => "MB",
            Self::Bytes => "bytes",
        }
    }
}

impl Latency {
    /// Nothing when a side does not tell.
    fn of(loads: &[Load]) -> Option<Self> {
        let median = |pick: fn(&Load) -> Option<f64>| {
            let all: Option<Vec<f64>> = loads.iter().map(pick).collect();
            Summary::of(all?).map(|summary| summary.median)
        };
        Some(Self { p50: median(|load| load.p50)?, p99: median(|load| load.p99)? })
    }
}

impl Report {
    /// A report without any line.
    pub fn new(machine: Machine, rounds: usize, quick: bool) -> Self {
        Self { machine, rounds, quick, lines: Vec::new(), left_out: Vec::new() }
    }

    /// Says what was not measured, and why.
    pub fn leave_out(&mut self, what: &str) {
        self.left_out.push(what.to_owned());
    }

    /// What people read; Markdown, as it stands in `docs/bench.md`.
    pub fn markdown(&self) -> String {
        let mut lines = vec![self.machine.line(), String::new()];
        lines.push(format!(
            "Median (least to most) of {} rounds; ratios are taken within a round.",
            self.rounds
        ));
        if self.quick {
            lines.push("A quick run: it shows that everything works, and little else.".to_owned());
        }
        lines.push("\n| work | Blaupause | measure | measured | ratio | goal |".to_owned());
        lines.push("| --- | --- | --- | --- | --- | --- |".to_owned());
        lines.extend(self.lines.iter().map(Line::row));
        if !self.left_out.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.left_out.iter().map(|what| format!("Left out: {what}")));
        lines.join("\n") + "\n"
    }
}

/// `12 ms (11 to 15)`.
fn range(summary: Summary, symbol: &str, digits: usize) -> String {
    let Summary { median, least, most } = summary;
    let space = if symbol.is_empty() { "" } else { " " };
    format!("{median:.digits$}{space}{symbol} ({least:.digits$} to {most:.digits$})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_medians_spreads_ratios_and_whether_the_goal_is_kept() {
        let line = Line::times("import", "sqlite3", &[200.0, 240.0, 300.0], &[100.0, 100.0, 200.0]).unwrap();
        let row = "| import | 240 ms (200 to 300) | sqlite3 | 100 ms (100 to 200) | 2.00 (1.50 to 2.40) |";
        assert_eq!(line.row(), format!("{row}  |"));
        let line = line.with(Goal::RatioAtMost(3.0));
        assert_eq!(line.row(), format!("{row} ≤ 3 |"));
        let line = line.with(Goal::RatioAtLeast(3.0));
        assert_eq!(line.row(), format!("{row} ≥ 3: **missed** |"));
        let line = line.with(Goal::OursAtMost(239.0));
        assert_eq!(line.row(), format!("{row} ours ≤ 239 ms: **missed** |"));
        assert!(Line::times("none", "sqlite3", &[], &[]).is_none());
    }

    #[test]
    fn lines_of_loads_show_latencies_where_both_sides_tell_them() {
        let load = |per_second, p50, p99| Load { per_second, p50, p99 };
        let ours = [load(500.0, Some(2.0), Some(8.0))];
        let line = Line::loads("one", "constant", &ours, &[load(1000.0, Some(1.0), Some(2.5))]).unwrap();
        let row = "| one | 500 /s (500 to 500), p50 2.00, p99 8.00 ms | constant | \
                   1000 /s (1000 to 1000), p50 1.00, p99 2.50 ms | 0.50 (0.50 to 0.50) |  |";
        assert_eq!(line.row(), row);
        let line = Line::loads("one", "pgbench", &ours, &[load(10_000.0, None, None)]).unwrap();
        let row =
            "| one | 500 /s (500 to 500) | pgbench | 10000 /s (10000 to 10000) | 0.050 (0.050 to 0.050) |  |";
        assert_eq!(line.row(), row);
    }
}
