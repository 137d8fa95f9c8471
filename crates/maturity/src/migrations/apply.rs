//! Answers, comments and evidence on their way to another version, with a report of what became of each.

use std::collections::BTreeMap;

use blaupause_kernel::{Described, Message, Rational, Slug};
use serde::{Deserialize, Serialize};

use super::{LevelPair, MergeBy, MigrationMap, MigrationStep};
use crate::answers::MAX_REASON;
use crate::assessments::MAX_EVIDENCE;
use crate::{Answer, Answers, Assessment, Evidence};

/// What a step did to the answers it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Fate {
    /// Taken over as it was.
    Kept,
    /// Taken over as a proposal: the question is not quite the same.
    ToConfirm,
    /// There was an answer, and it has no place any more.
    Lost,
    /// There was no answer, or the question is new.
    Open,
}

/// What became of one indicator, or of those that were split or merged together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MigrationLine {
    /// The old indicators.
    pub from: Vec<Slug>,
    /// The new ones.
    pub to: Vec<Slug>,
    /// What became of the answer.
    pub fate: Fate,
    /// Why, as a stable code: `migration-split`.
    pub code: String,
    /// Why it is no longer asked, in the words of the map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Described for MigrationLine {
    fn message(&self) -> Message {
        let list = |ids: &[Slug]| ids.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ");
        let reason = self.reason.as_deref().unwrap_or_default();
        Message::new(&*self.code)
            .with("from", list(&self.from))
            .with("to", list(&self.to))
            .with("reason", reason)
    }
}

/// The loss report ("Verlustbericht"): one line for each step, and how many answers fared how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MigrationReport {
    /// The lines, in the order of the map.
    pub lines: Vec<MigrationLine>,
    /// Old answers that were taken over as they were.
    pub kept: usize,
    /// Old answers that became proposals.
    pub to_confirm: usize,
    /// Old answers that were lost.
    pub lost: usize,
    /// New indicators without an answer.
    pub open: usize,
}

/// What a new assessment starts from, and the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// The answers.
    pub answers: Answers,
    /// The comments on them.
    pub comments: BTreeMap<Slug, String>,
    /// Their evidence.
    pub evidence: BTreeMap<Slug, Vec<Evidence>>,
    /// What became of what.
    pub report: MigrationReport,
}

/// A new answer, its fate and the reason.
struct Moved {
    answer: Answer,
    fate: Fate,
    code: &'static str,
}

impl MigrationMap {
    /// Carries the answers of an assessment over. The map has been checked against both versions; the assessment is
    /// left as it is.
    pub fn apply(&self, assessment: &Assessment) -> Migrated {
        let mut carrier = Carrier { assessment, migrated: Migrated::empty() };
        self.steps.iter().for_each(|step| carrier.step(step));
        let mut migrated = carrier.migrated;
        let targets = self.steps.iter().flat_map(MigrationStep::targets);
        migrated.report.open =
            targets.filter(|id| !answered(migrated.answers.get(id).unwrap_or(&Answer::Unanswered))).count();
        migrated
    }
}

impl Migrated {
    fn empty() -> Self {
        let report = MigrationReport { lines: Vec::new(), kept: 0, to_confirm: 0, lost: 0, open: 0 };
        Self { answers: Answers::default(), comments: BTreeMap::new(), evidence: BTreeMap::new(), report }
    }
}

struct Carrier<'a> {
    assessment: &'a Assessment,
    migrated: Migrated,
}

impl Carrier<'_> {
    fn step(&mut self, step: &MigrationStep) {
        if let MigrationStep::Keep { indicators } = step {
            for id in indicators {
                let id = std::slice::from_ref(id);
                self.carry(id, id, as_it_was("migration-keep", self.answer(id)), None);
            }
            return;
        }
        let (from, to) = (step.sources(), step.targets());
        let moved = match step {
            MigrationStep::Keep { .. } | MigrationStep::Rename { .. } => {
                as_it_was("migration-rename", self.answer(from))
            }
            MigrationStep::Split { .. } => {
                Moved { fate: Fate::ToConfirm, ..as_it_was("migration-split", self.answer(from)) }
            }
            MigrationStep::Merge { by, .. } => {
                merge(*by, from.iter().map(|id| self.answer(std::slice::from_ref(id))).collect())
            }
            MigrationStep::Rescale { levels, .. } => rescale(levels, self.answer(from)),
            MigrationStep::Retire { .. } => {
                Moved { answer: Answer::Unanswered, fate: Fate::Lost, code: "migration-retire" }
            }
            MigrationStep::New { .. } => {
                Moved { answer: Answer::Unanswered, fate: Fate::Open, code: "migration-new" }
            }
        };
        let reason = match step {
            MigrationStep::Retire { reason, .. } => Some(reason.clone()),
            _ => None,
        };
        self.carry(from, to, moved, reason);
    }

    fn answer(&self, ids: &[Slug]) -> Answer {
        ids.first().and_then(|id| self.assessment.answers.get(id)).cloned().unwrap_or_default()
    }

    fn carry(&mut self, from: &[Slug], to: &[Slug], moved: Moved, reason: Option<String>) {
        let before = from.iter().filter(|id| answered(&self.answer(std::slice::from_ref(*id)))).count();
        let report = &mut self.migrated.report;
        let fate = if before == 0 { Fate::Open } else { moved.fate };
        match fate {
            Fate::Kept => report.kept += before,
            Fate::ToConfirm => report.to_confirm += before,
            Fate::Lost => report.lost += before,
            Fate::Open => {}
        }
        let code = moved.code.to_owned();
        report.lines.push(MigrationLine { from: from.to_vec(), to: to.to_vec(), fate, code, reason });
        for id in to {
            if moved.answer != Answer::Unanswered {
                self.migrated.answers.0.insert(id.clone(), moved.answer.clone());
            }
            let comment = joined(from.iter().filter_map(|old| self.assessment.comments.get(old)));
            if !comment.is_empty() {
                self.migrated.comments.insert(id.clone(), comment);
            }
            let evidence: Vec<Evidence> = from
                .iter()
                .filter_map(|old| self.assessment.evidence.get(old))
                .flatten()
                .take(MAX_EVIDENCE)
                .cloned()
                .collect();
            if !evidence.is_empty() {
                self.migrated.evidence.insert(id.clone(), evidence);
            }
        }
    }
}

/// Whether somebody said something: "not assessable" is an answer, silence is none.
fn answered(answer: &Answer) -> bool {
    *answer != Answer::Unanswered
}

fn as_it_was(code: &'static str, answer: Answer) -> Moved {
    Moved { answer, fate: Fate::Kept, code }
}

/// Comments one below the other, as many as fit into one.
fn joined<'c>(comments: impl Iterator<Item = &'c String>) -> String {
    comments.fold(String::new(), |text, comment| {
        let longer = if text.is_empty() { comment.clone() } else { format!("{text}\n{comment}") };
        if longer.chars().count() > MAX_REASON { text } else { longer }
    })
}

/// One answer from several. The same everywhere is kept. A question that makes no sense leaves the others. With one
/// of them open, no level can be claimed for all.
fn merge(by: MergeBy, answers: Vec<Answer>) -> Moved {
    let code = "migration-merge";
    if let Some(first) = answers.first()
        && answers.iter().all(|answer| answer == first)
    {
        return as_it_was(code, first.clone());
    }
    let applicable: Vec<&Answer> =
        answers.iter().filter(|answer| !matches!(answer, Answer::NotApplicable { .. })).collect();
    if applicable.is_empty() {
        let first = answers.into_iter().next().unwrap_or_default();
        return Moved { answer: first, fate: Fate::ToConfirm, code };
    }
    let levels: Option<Vec<Rational>> = applicable
        .iter()
        .map(|answer| if let Answer::Level { value } = answer { Some(*value) } else { None })
        .collect();
    let level = levels.and_then(|levels| match by {
        MergeBy::Lowest => levels.into_iter().min(),
        MergeBy::Highest => levels.into_iter().max(),
    });
    match level {
        Some(value) => Moved { answer: Answer::Level { value }, fate: Fate::ToConfirm, code },
        None => Moved { answer: Answer::Unanswered, fate: Fate::Lost, code: "migration-merge-open" },
    }
}

/// A level in its new place. If other old levels have the same place, the difference is lost: a proposal.
fn rescale(levels: &[LevelPair], answer: Answer) -> Moved {
    let code = "migration-rescale";
    let Answer::Level { value } = answer else { return as_it_was(code, answer) };
    let Some(pair) = levels.iter().find(|pair| pair.from == value) else {
        return Moved { answer: Answer::Unanswered, fate: Fate::Lost, code };
    };
    let alone = levels.iter().filter(|other| other.to == pair.to).count() == 1;
    let fate = if alone { Fate::Kept } else { Fate::ToConfirm };
    Moved { answer: Answer::Level { value: pair.to }, fate, code }
}
