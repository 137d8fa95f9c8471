//! Respondents ("Befragte"): who is asked for some indicators of an assessment, and what they say. What counts in the
//! end is decided in `assessments/consensus.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use blaupause_kernel::{Date, Message, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answers::too_long;
use crate::problems::step;
use crate::{Answer, Answers, Assessment, Error, Model, Problem};

/// The longest name of a respondent's role, and of a token subject.
const MAX_LABEL: usize = 200;
/// The most respondents of one assessment.
pub(crate) const MAX_RESPONDENTS: usize = 100;

/// Where an invitation is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RespondentState {
    /// Invited, nothing answered yet.
    Invited,
    /// Some answers are given.
    Answering,
    /// Handed in: the answers count for agreement and consensus, and stay.
    HandedIn,
    /// Declined with a reason.
    Declined,
    /// Withdrawn by the one who asked.
    Withdrawn,
}

impl RespondentState {
    /// The name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Answering => "answering",
            Self::HandedIn => "handedIn",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether an answer is still awaited.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Invited | Self::Answering)
    }
}

impl fmt::Display for RespondentState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who is invited, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRespondent {
    /// Key of the record.
    pub id: Uuid,
    /// Token subject of the person.
    pub subject: String,
    /// The role they answer in ("Leitung Hauptamt"): it stands in the signed document, the token subject does not.
    pub label: String,
    /// What they are asked; nothing for all indicators.
    pub indicators: Vec<Slug>,
    /// When the answers are needed.
    pub due: Option<Date>,
    /// What they are told.
    pub note: Option<String>,
}

/// A respondent as a record. Every change gives a new value with the next revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Respondent {
    /// Key of the record.
    pub id: Uuid,
    /// The assessment.
    pub assessment: Uuid,
    /// Token subject of the person.
    pub subject: String,
    /// The role they answer in.
    pub label: String,
    /// What they are asked; empty for all indicators.
    pub indicators: BTreeSet<Slug>,
    /// When the answers are needed.
    pub due: Option<Date>,
    /// What they are told.
    pub note: Option<String>,
    /// Where the invitation is in its life.
    pub state: RespondentState,
    /// What they say.
    pub answers: Answers,
    /// Comments by indicator.
    pub comments: BTreeMap<Slug, String>,
    /// Why they declined.
    pub reason: Option<String>,
    /// Token subject of whoever asked.
    pub invited_by: String,
    /// When.
    pub invited_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// When it was handed in.
    pub handed_in_at: Option<Timestamp>,
    /// How often it was changed.
    pub revision: Revision,
}

impl Respondent {
    /// Invites somebody beside `others`.
    ///
    /// # Errors
    /// `WrongState` unless the assessment can be edited; `OtherModel`; `Incomplete` with every fault.
    pub fn invite(
        new: NewRespondent,
        (assessment, model): (&Assessment, &Model),
        others: &[Self],
        actor: &str,
        now: Timestamp,
    ) -> Result<Self, Error> {
        assessment.require_open(model)?;
        refuse(faults(&new, model, others, now.date()))?;
        let NewRespondent { id, subject, label, indicators, due, note } = new;
        Ok(Self {
            id,
            assessment: assessment.id,
            subject,
            label,
            indicators: indicators.into_iter().collect(),
            due,
            note,
            state: RespondentState::Invited,
            answers: Answers::default(),
            comments: BTreeMap::new(),
            reason: None,
            invited_by: actor.to_owned(),
            invited_at: now,
            updated_at: now,
            handed_in_at: None,
            revision: Revision::FIRST,
        })
    }

    /// Whether they are asked for an indicator.
    pub fn is_asked(&self, indicator: &Slug) -> bool {
        self.indicators.is_empty() || self.indicators.contains(indicator)
    }

    /// What they said to an indicator, once it is handed in.
    pub fn said(&self, indicator: &Slug) -> Option<&Answer> {
        let given = self.answers.get(indicator).filter(|answer| **answer != Answer::Unanswered);
        given.filter(|_| self.state == RespondentState::HandedIn)
    }

    /// Replaces answers and comments. Incomplete is fine, wrong is not.
    ///
    /// # Errors
    /// `RespondentState` unless an answer is awaited; `WrongState` unless the assessment can be edited; `OtherModel`;
    /// `Incomplete` with every fault, among them what was not asked.
    pub fn answer(
        self,
        (assessment, model): (&Assessment, &Model),
        answers: Answers,
        comments: BTreeMap<Slug, String>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        self.require_open()?;
        assessment.require_open(model)?;
        let next = Self { answers, comments, state: RespondentState::Answering, ..self }.changed(now);
        refuse(next.wrong_answers(model))?;
        Ok(next)
    }

    /// Hands the answers in.
    ///
    /// # Errors
    /// `RespondentState` unless an answer is awaited; `WrongState` unless the assessment can be edited; `OtherModel`;
    /// `Incomplete` if nothing is answered.
    pub fn hand_in(self, (assessment, model): (&Assessment, &Model), now: Timestamp) -> Result<Self, Error> {
        self.require_open()?;
        assessment.require_open(model)?;
        let mut problems = self.wrong_answers(model);
        if self.answers.0.values().all(|answer| *answer == Answer::Unanswered) {
            problems.push(Problem::new("/answers", None, Message::new("respondent-nothing-answered")));
        }
        refuse(problems)?;
        let state = RespondentState::HandedIn;
        Ok(Self { state, handed_in_at: Some(now), ..self }.changed(now))
    }

    /// Declines to answer.
    ///
    /// # Errors
    /// `RespondentState` unless an answer is awaited; `Incomplete` if the reason is blank or too long.
    pub fn decline(self, reason: &str, now: Timestamp) -> Result<Self, Error> {
        self.require_open()?;
        let blank = reason.trim().is_empty().then(|| Message::new("text-blank"));
        let fault = blank.or_else(|| too_long(reason));
        refuse(fault.map(|message| Problem::new("/reason", None, message)).into_iter().collect())?;
        let reason = Some(reason.to_owned());
        Ok(Self { state: RespondentState::Declined, reason, ..self }.changed(now))
    }

    /// Takes the invitation back.
    ///
    /// # Errors
    /// `RespondentState` unless an answer is awaited: what was handed in stays.
    pub fn withdraw(self, now: Timestamp) -> Result<Self, Error> {
        self.require_open()?;
        Ok(Self { state: RespondentState::Withdrawn, ..self }.changed(now))
    }

    fn changed(self, now: Timestamp) -> Self {
        Self { updated_at: now, revision: self.revision.next(), ..self }
    }

    fn require_open(&self) -> Result<(), Error> {
        if self.state.is_open() { Ok(()) } else { Err(Error::RespondentState { state: self.state }) }
    }

    fn wrong_answers(&self, model: &Model) -> Vec<Problem> {
        let mut problems = self.answers.check(model).err().unwrap_or_default();
        for problem in &mut problems {
            problem.path.insert_str(0, "/answers");
        }
        let stray = |path: String, id: &Slug| {
            let message = Message::new("respondent-not-asked").with("indicator", id);
            (!self.is_asked(id) || model.indicator(id).is_none()).then(|| Problem::new(path, None, message))
        };
        let known = self.answers.0.keys().filter(|id| model.indicator(id).is_some());
        problems.extend(known.filter_map(|id| stray(step("/answers", id), id)));
        for (id, text) in &self.comments {
            let path = step("/comments", id);
            problems.extend(stray(path.clone(), id));
            problems.extend(too_long(text).map(|message| Problem::new(path, None, message)));
        }
        problems
    }
}

/// Turns away whoever is still asked: they answer before they see what others said.
///
/// # Errors
/// `AnswerFirst`.
pub fn require_unbiased(respondents: &[Respondent], subject: &str) -> Result<(), Error> {
    let awaited = respondents.iter().any(|r| r.subject == subject && r.state.is_open());
    if awaited { Err(Error::AnswerFirst) } else { Ok(()) }
}

fn faults(new: &NewRespondent, model: &Model, others: &[Respondent], today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |path: String, message: Message| problems.push(Problem::new(path, None, message));
    let counted: Vec<_> =
        others.iter().filter(|r| r.state.is_open() || r.state == RespondentState::HandedIn).collect();
    for (path, text, taken) in [
        ("/subject", &new.subject, counted.iter().any(|r| r.subject == new.subject)),
        ("/label", &new.label, counted.iter().any(|r| r.label == new.label)),
    ] {
        if text.trim().is_empty() {
            refuse(path.into(), Message::new("text-blank"));
        } else if text.chars().count() > MAX_LABEL {
            refuse(path.into(), Message::new("text-too-long").with("limit", MAX_LABEL));
        } else if taken {
            refuse(path.into(), Message::new("respondent-taken").with("value", text));
        }
    }
    if others.len() >= MAX_RESPONDENTS {
        refuse(String::new(), Message::new("respondent-too-many").with("most", MAX_RESPONDENTS));
    }
    for (position, id) in new.indicators.iter().enumerate().filter(|(_, id)| model.indicator(id).is_none()) {
        let message = Message::new("answer-unknown-indicator").with("indicator", id);
        refuse(step("/indicators", position), message);
    }
    if let Some(due) = new.due.filter(|due| *due < today) {
        refuse("/due".into(), Message::new("respondent-due-past").with("due", due).with("today", today));
    }
    if let Some(message) = new.note.as_deref().and_then(too_long) {
        refuse("/note".into(), message);
    }
    problems
}

fn refuse(problems: Vec<Problem>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Incomplete(problems)) }
}

#[cfg(test)]
mod tests;
