//! The result as tables for people and as JSON for programs.

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
    /// Times of whole commands.
    pub imports: Vec<TimeLine>,
    /// Requests against running servers.
    pub reads: Vec<LoadLine>,
    /// Scoring, in memory.
    pub scores: Vec<RateLine>,
    /// Plans and reports over the portfolio, in memory.
    pub portfolios: Vec<TimeLine>,
    /// The roadmap of a provider, in memory.
    pub roadmaps: Vec<TimeLine>,
    /// A crisis scenario of a provider, in memory.
    pub scenarios: Vec<TimeLine>,
    /// Cohorts.
    pub cohorts: Vec<TimeLine>,
    /// What was not measured, and why.
    pub left_out: Vec<String>,
}

/// How long a command takes beside the measure.
#[derive(Debug, Serialize)]
pub struct TimeLine {
    name: String,
    measure: String,
    ours_ms: Summary,
    measure_ms: Summary,
    ratio: Summary,
}

/// How many pieces of work are done in a second beside the measure.
#[derive(Debug, Serialize)]
pub struct RateLine {
    name: String,
    measure: String,
    ours_per_second: Summary,
    measure_per_second: Summary,
    /// Of times: how many times as long ours takes.
    ratio: Summary,
}

/// How many requests a server answers beside the measure, and how fast.
#[derive(Debug, Serialize)]
pub struct LoadLine {
    name: String,
    ours: Side,
    constant: Side,
    ratio: Summary,
}

/// One server under load.
#[derive(Debug, Serialize)]
struct Side {
    per_second: Summary,
    p50_ms: Summary,
    p99_ms: Summary,
}

impl TimeLine {
    /// A line over the rounds of both sides; `None` without any.
    pub fn of(name: &str, measure: &str, ours_ms: &[f64], measure_ms: &[f64]) -> Option<Self> {
        Some(Self {
            name: name.to_owned(),
            measure: measure.to_owned(),
            ours_ms: Summary::of(ours_ms.iter().copied())?,
            measure_ms: Summary::of(measure_ms.iter().copied())?,
            ratio: Summary::of_ratios(ours_ms, measure_ms)?,
        })
    }

    fn row(&self) -> String {
        // A few milliseconds would be rounded to nothing.
        let digits = |summary: Summary| if summary.median < 10.0 { 2 } else { 0 };
        let ours = range(self.ours_ms, digits(self.ours_ms));
        let measure = range(self.measure_ms, digits(self.measure_ms));
        format!("| {} | {ours} | {} | {measure} | {} |", self.name, self.measure, range(self.ratio, 2))
    }
}

impl RateLine {
    /// A line over the rounds of both sides, each with the time for so many pieces; `None` without any.
    pub fn of(name: &str, measure: &str, pieces: f64, ours_ms: &[f64], measure_ms: &[f64]) -> Option<Self> {
        let rates = |times: &[f64]| Summary::of(times.iter().map(|ms| pieces / ms * 1000.0));
        Some(Self {
            name: name.to_owned(),
            measure: measure.to_owned(),
            ours_per_second: rates(ours_ms)?,
            measure_per_second: rates(measure_ms)?,
            ratio: Summary::of_ratios(ours_ms, measure_ms)?,
        })
    }

    /// The line of the table.
    pub fn row(&self) -> String {
        let (ours, measure) = (range(self.ours_per_second, 0), range(self.measure_per_second, 0));
        format!("| {} | {ours} | {} | {measure} | {} |", self.name, self.measure, range(self.ratio, 2))
    }
}

impl LoadLine {
    /// A line over the rounds of both servers; `None` without any.
    pub fn of(name: &str, ours: &[Load], constant: &[Load]) -> Option<Self> {
        let rates = |loads: &[Load]| loads.iter().map(|l| l.per_second).collect::<Vec<_>>();
        Some(Self {
            name: name.to_owned(),
            ratio: Summary::of_ratios(&rates(ours), &rates(constant))?,
            ours: Side::of(ours)?,
            constant: Side::of(constant)?,
        })
    }

    fn row(&self) -> String {
        let rate = |side: &Side| range(side.per_second, 0);
        let late = |side: &Side| format!("{:.2} / {:.2}", side.p50_ms.median, side.p99_ms.median);
        let (ours, constant) = (&self.ours, &self.constant);
        let ratio = range(self.ratio, 2);
        format!(
            "| {} | {} | {} | {ratio} | {} | {} |",
            self.name,
            rate(ours),
            rate(constant),
            late(ours),
            late(constant)
        )
    }
}

impl Side {
    fn of(loads: &[Load]) -> Option<Self> {
        Some(Self {
            per_second: Summary::of(loads.iter().map(|l| l.per_second))?,
            p50_ms: Summary::of(loads.iter().map(|l| l.p50))?,
            p99_ms: Summary::of(loads.iter().map(|l| l.p99))?,
        })
    }
}

impl Report {
    /// A report without any line.
    pub fn new(machine: Machine, rounds: usize, quick: bool) -> Self {
        Self {
            machine,
            rounds,
            quick,
            imports: Vec::new(),
            reads: Vec::new(),
            scores: Vec::new(),
            portfolios: Vec::new(),
            roadmaps: Vec::new(),
            scenarios: Vec::new(),
            cohorts: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Says what was not measured, and why.
    pub fn leave_out(&mut self, what: &str) {
        self.left_out.push(what.to_owned());
    }

    /// The report as Markdown.
    pub fn markdown(&self) -> String {
        let mut lines = vec![self.machine.line(), String::new()];
        let rounds = if self.quick { "rounds (a quick run: the figures mean little)" } else { "rounds" };
        lines.push(format!(
            "Median (least to most) of {} {rounds}; ratios are taken within a round.",
            self.rounds
        ));
        if !self.imports.is_empty() {
            lines.push("\n| command, ms | Blaupause | measure | measure, ms | ratio |".to_owned());
            lines.push("| --- | --- | --- | --- | --- |".to_owned());
            lines.extend(self.imports.iter().map(TimeLine::row));
        }
        if !self.reads.is_empty() {
            lines.push("\n| request | Blaupause, answers/s | constant, answers/s | ratio | Blaupause p50 / p99, ms | constant p50 / p99, ms |".to_owned());
            lines.push("| --- | --- | --- | --- | --- | --- |".to_owned());
            lines.extend(self.reads.iter().map(LoadLine::row));
        }
        if !self.scores.is_empty() {
            lines.push(
                "\n| work | Blaupause, per second | measure | measure, per second | ratio of times |"
                    .to_owned(),
            );
            lines.push("| --- | --- | --- | --- | --- |".to_owned());
            lines.extend(self.scores.iter().map(RateLine::row));
        }
        let in_memory = self.portfolios.iter().chain(&self.roadmaps);
        let mut in_memory = in_memory.chain(&self.scenarios).chain(&self.cohorts).peekable();
        if in_memory.peek().is_some() {
            lines.push("\n| work in memory, ms | Blaupause | measure | measure, ms | ratio |".to_owned());
            lines.push("| --- | --- | --- | --- | --- |".to_owned());
            lines.extend(in_memory.map(TimeLine::row));
        }
        if !self.left_out.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.left_out.iter().map(|what| format!("Left out: {what}")));
        lines.join("\n") + "\n"
    }
}

/// `12 (11 to 15)`.
fn range(summary: Summary, digits: usize) -> String {
    let Summary { median, least, most } = summary;
    format!("{median:.digits$} ({least:.digits$} to {most:.digits$})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_show_medians_spreads_and_ratios() {
        let line = TimeLine::of("import", "sqlite3", &[200.0, 240.0, 300.0], &[100.0, 100.0, 200.0]).unwrap();
        let row = "| import | 240 (200 to 300) | sqlite3 | 100 (100 to 200) | 2.00 (1.50 to 2.40) |";
        assert_eq!(line.row(), row);

        let load = |per_second, p50, p99| Load { per_second, p50, p99 };
        let line = LoadLine::of("one", &[load(500.0, 2.0, 8.0)], &[load(1000.0, 1.0, 2.5)]).unwrap();
        let row = "| one | 500 (500 to 500) | 1000 (1000 to 1000) | 0.50 (0.50 to 0.50) | 2.00 / 8.00 | 1.00 / 2.50 |";
        assert_eq!(line.row(), row);
        assert!(TimeLine::of("none", "sqlite3", &[], &[]).is_none());
    }
}
