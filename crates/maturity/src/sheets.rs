//! Assessments as a table, one row per answer: read here, written in `sheets/write.rs`. Whether units and models exist
//! is not known here. The format is described in `docs/formats/assessments-csv.md`.

mod read;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use blaupause_kernel::{Date, Message, Slug, UnitKey, Version};
use blaupause_territory::Defect;

pub use self::read::read;
pub use self::write::{head, rows};
use crate::answers::{fault, too_long};
use crate::{Answer, Answers, Model};

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// ARS or AGS of the unit, or empty.
    Unit,
    /// Id of the provider, or empty.
    Provider,
    /// Id of the model.
    Model,
    /// Its version; the highest one if empty.
    Version,
    /// The day whose state is described.
    Period,
    /// What the assessment is for.
    Purpose,
    /// The indicator.
    Indicator,
    /// Which kind of answer.
    Answer,
    /// The level.
    Level,
    /// Why there is no level.
    Reason,
    /// What was said about it.
    Comment,
}

impl Column {
    /// Every column, in the order in which they are written.
    pub const ALL: [Self; 11] = [
        Self::Unit,
        Self::Provider,
        Self::Model,
        Self::Version,
        Self::Period,
        Self::Purpose,
        Self::Indicator,
        Self::Answer,
        Self::Level,
        Self::Reason,
        Self::Comment,
    ];

    /// The name in the header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Provider => "provider",
            Self::Model => "model",
            Self::Version => "version",
            Self::Period => "period",
            Self::Purpose => "purpose",
            Self::Indicator => "indicator",
            Self::Answer => "answer",
            Self::Level => "level",
            Self::Reason => "reason",
            Self::Comment => "comment",
        }
    }
}

/// Who is assessed, as a row names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetSubject {
    /// A unit.
    Unit(UnitKey),
    /// A provider.
    Provider(Slug),
}

/// A table that was read.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The assessments, in the order of their first rows.
    pub assessments: Vec<SheetAssessment>,
    places: BTreeMap<Column, usize>,
}

/// All rows of one assessment.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetAssessment {
    /// Who is assessed.
    pub subject: SheetSubject,
    /// The model.
    pub model: Slug,
    /// Its version; the highest one if left out.
    pub version: Option<Version>,
    /// The day whose state is described.
    pub period: Date,
    /// What it is for.
    pub purpose: Option<String>,
    /// The answers by indicator.
    pub entries: BTreeMap<Slug, SheetEntry>,
    /// The line of the first row.
    pub line: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetEntry {
    /// The answer.
    pub answer: Answer,
    /// The comment.
    pub comment: Option<String>,
    /// The line.
    pub line: usize,
}

impl Sheet {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.assessments.iter().map(|assessment| assessment.entries.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.assessments.is_empty()
    }

    /// A defect in a column of a line.
    pub fn defect(&self, line: usize, column: Column, message: Message) -> Defect {
        Defect::new(line, self.places.get(&column).copied().unwrap_or(1), message)
    }

    /// What does not fit the model, row by row.
    pub fn faults(&self, assessment: &SheetAssessment, model: &Model) -> Vec<Defect> {
        let mut defects = Vec::new();
        for (id, entry) in &assessment.entries {
            let Some(indicator) = model.indicator(id) else {
                let message = Message::new("answer-unknown-indicator").with("indicator", id);
                defects.push(self.defect(entry.line, Column::Indicator, message));
                continue;
            };
            if let Some((field, message)) = fault(indicator, &entry.answer) {
                let column = if field == "value" { Column::Level } else { Column::Reason };
                defects.push(self.defect(entry.line, column, message));
            }
            if let Some(message) = entry.comment.as_deref().and_then(too_long) {
                defects.push(self.defect(entry.line, Column::Comment, message));
            }
        }
        defects
    }
}

impl SheetAssessment {
    /// The answers and comments.
    pub fn content(&self) -> (Answers, BTreeMap<Slug, String>) {
        let answers = self.entries.iter().map(|(id, entry)| (id.clone(), entry.answer.clone()));
        let comments = self.entries.iter().filter_map(|(id, e)| Some((id.clone(), e.comment.clone()?)));
        (Answers(answers.collect()), comments.collect())
    }

    /// Whether an assessment has these answers and comments. What is not answered there may be left out there.
    pub fn is_content_of(&self, answers: &Answers, comments: &BTreeMap<Slug, String>) -> bool {
        let same = |id: &Slug| {
            let (own, other) = (self.entries.get(id), answers.get(id));
            let unanswered = &Answer::Unanswered;
            own.map_or(unanswered, |e| &e.answer) == other.unwrap_or(unanswered)
                && own.and_then(|e| e.comment.as_ref()) == comments.get(id).filter(|text| !text.is_empty())
        };
        self.entries.keys().chain(answers.0.keys()).chain(comments.keys()).all(same)
    }
}
