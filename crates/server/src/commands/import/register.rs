//! What an import of the register says: counts, changes, and who succeeded whom on what evidence.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use blaupause_access::Actor;
use blaupause_app::register::{self, ImportPlan, Terms};
use blaupause_app::{App, messages};
use blaupause_kernel::{Language, Message};
use blaupause_territory::{Candidate, Inheritance, Register, SuccessionProposal};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::failure::Failure;
use crate::{files, output};

/// Longest part of a list that is printed: after a reform there are thousands of cases.
const PRINTED: usize = 50;

/// Imports a register file, or only says what that would change.
pub(super) fn municipalities(
    app: &App,
    language: Language,
    file: &Path,
    dry_run: bool,
) -> Result<(), Failure> {
    let bytes = files::bytes(file, blaupause_territory::MAX_BYTES)?;
    let progress = Progress::begin(language);
    let mut count = 0;
    let register = register::read_file(&bytes, &mut |lines| {
        count = lines;
        progress.show(&Message::new("register-lines-read").with("lines", lines));
    })?;
    progress.done(&Message::new("register-lines-read").with("lines", count));
    let terms = Terms { source: name_of(file), ..Terms::default() };
    let (said, plan) = store(app, &progress, &register, &terms, dry_run)?;
    progress.end();
    let report = Report { language };
    report.line("", &said)?;
    report.plan("register-count", &plan)
}

/// Imports what was read, or only finds out what that would change.
pub(super) fn store(
    app: &App,
    progress: &Progress,
    register: &Register,
    terms: &Terms,
    dry_run: bool,
) -> Result<(Message, ImportPlan), Failure> {
    let (operator, state) = (Actor::operator(), register.state);
    let (code, plan) = if dry_run {
        ("register-dry-run", app.read_blocking(|tx| register::plan(tx, &operator, register, terms))?)
    } else {
        progress.show(&Message::new("register-storing").with("state", state));
        let done = app.write_blocking(|tx| register::import(tx, &operator, register, terms))?;
        (if done.is_new { "register-imported" } else { "register-known" }, done.plan)
    };
    Ok((Message::new(code).with("state", state), plan))
}

/// What the record says about where a file came from.
pub(super) fn name_of(file: &Path) -> String {
    file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Takes the decisions of an official list.
pub(super) fn successions(app: &App, language: Language, file: &Path) -> Result<(), Failure> {
    let bytes = files::bytes(file, blaupause_territory::MAX_BYTES)?;
    let done = app.write_blocking(|tx| register::decide_by_list(tx, &Actor::operator(), &bytes))?;
    let report = Report { language };
    let said = Message::new("successions-decided").with("decided", done.decided);
    report.line("", &said.with("unchanged", done.unchanged))?;
    report.services(&done.service_areas)
}

/// Prints in one language.
pub(super) struct Report {
    pub(super) language: Language,
}

impl Report {
    pub(super) fn line(&self, indent: &str, message: &Message) -> Result<(), Failure> {
        output::line(format!("{indent}{}", messages::render(self.language, message)))
    }

    /// Counts by level, in the words of one message, and what changes.
    pub(super) fn plan(&self, count_of: &str, plan: &ImportPlan) -> Result<(), Failure> {
        for (level, count) in &plan.counts {
            self.line("  ", &Message::new(count_of).with("level", name(level)?).with("count", count))?;
        }
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for change in &plan.list.changes {
            *kinds.entry(tag(change, "change")?).or_default() += 1;
        }
        for (kind, count) in kinds {
            self.line("  ", &Message::new("register-change-count").with("kind", kind).with("count", count))?;
        }
        let (settled, open): (Vec<_>, Vec<_>) = plan.list.proposals.iter().partition(|p| p.conclusive);
        self.cases("register-settled-cases", &settled)?;
        self.cases("register-open-cases", &open)?;
        self.services(&plan.service_areas)
    }

    /// Dissolved municipalities, with what speaks for each possible successor.
    fn cases(&self, heading: &str, cases: &[&SuccessionProposal]) -> Result<(), Failure> {
        if cases.is_empty() {
            return Ok(());
        }
        self.line("", &Message::new(heading).with("count", cases.len()))?;
        for case in cases.iter().take(PRINTED) {
            output::line(format!("  {} {}", case.predecessor, case.name))?;
            self.line("    ", &case.evidence.finding.message())?;
            for candidate in &case.candidates {
                self.line("    ", &figures(candidate))?;
            }
        }
        self.more(cases.len())
    }

    /// Services of dissolved units that a person has to look at.
    fn services(&self, service_areas: &Inheritance) -> Result<(), Failure> {
        let left = &service_areas.left;
        if !left.is_empty() {
            self.line("", &Message::new("services-left").with("count", left.len()))?;
        }
        for service in left.iter().take(PRINTED) {
            let message = Message::new("service-left").with("unit", &service.unit);
            let message = message.with("provider", &service.provider).with("why", name(&service.why)?);
            self.line("  ", &message)?;
        }
        self.more(left.len())
    }

    fn more(&self, count: usize) -> Result<(), Failure> {
        match count.saturating_sub(PRINTED) {
            0 => Ok(()),
            rest => self.line("  ", &Message::new("register-more-cases").with("count", rest)),
        }
    }
}

/// What speaks for a successor: areas and inhabitants, before and after.
fn figures(candidate: &Candidate) -> Message {
    let Candidate { ars, name, evidence, .. } = candidate;
    let known = |number: Option<u32>| number.map_or_else(|| "?".to_owned(), |n| n.to_string());
    Message::new("register-candidate")
        .with("unit", format!("{ars} {name}"))
        .with("set", evidence.set.len())
        .with("area", evidence.area_of_set)
        .with("gained", evidence.area_gained)
        .with("expected", known(evidence.population_expected))
        .with("found", known(evidence.population_found))
}

/// The name by which a value of a closed list goes in documents.
fn name(value: &impl Serialize) -> Result<String, Failure> {
    let value = serde_json::to_value(value).map_err(|e| Failure::Failed(e.to_string()))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// The name of a variant that is written as a field of the value.
fn tag(value: &impl Serialize, field: &str) -> Result<String, Failure> {
    let value = serde_json::to_value(value).map_err(|e| Failure::Failed(e.to_string()))?;
    Ok(value.get(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned())
}

/// What goes on: a moving line on a terminal, plain lines at the ends of stages elsewhere. All on standard error.
pub(super) struct Progress {
    language: Language,
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn begin(language: Language) -> Self {
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { language, bar }
    }

    pub(super) fn show(&self, message: &Message) {
        self.bar.set_message(messages::render(self.language, message));
    }

    /// A stage is over.
    pub(super) fn done(&self, message: &Message) {
        let text = messages::render(self.language, message);
        if self.bar.is_hidden() {
            output::note(text);
        } else {
            self.bar.println(text);
        }
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
