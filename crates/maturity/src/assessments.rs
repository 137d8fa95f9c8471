//! The life cycle of an assessment ("Erhebung"): who may do what in which state. The frozen document it ends in is
//! in `assessments/signed.rs`.

mod assessed;
mod consensus;
mod recheck;
mod rounds;
mod signed;
mod states;

use std::collections::{BTreeMap, BTreeSet};

use blaupause_kernel::{Date, Digest, Language, Message, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::assessed::Assessed;
pub use self::consensus::{Consensus, Opinions, Statement};
pub use self::recheck::{Broken, chains, recheck};
pub use self::rounds::{Remarks, ReviewRound};
pub use self::signed::{ChainFault, SIGNED_FORMAT, SignedAssessment, verify_chain};
pub use self::states::State;
use crate::answers::too_long;
use crate::problems::step;
use crate::{
    Answer, Answers, Error, EvidenceNeed, EvidenceRule, Indicator, Model, ModelRef, Outcome, Problem,
    Respondent,
};

/// The most evidence entries for one indicator.
pub(crate) const MAX_EVIDENCE: usize = 50;

/// A proof for an answer ("Nachweis").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = AnswerEvidence))]
pub struct Evidence {
    /// What it is, not blank.
    pub title: String,
    /// Where it is kept: `https://` or `http://`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// SHA-256 of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
    /// Last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// What a new assessment starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssessment {
    /// Key of the record.
    pub id: Uuid,
    /// Who is assessed.
    pub assessed: Assessed,
    /// The model it answers.
    pub model: ModelRef,
    /// The day whose state it describes.
    pub period: Date,
    /// What it is for.
    pub purpose: Option<String>,
}

/// An assessment as a record. Every change gives a new value with the next revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assessment {
    /// Key of the record.
    pub id: Uuid,
    /// Who is assessed: the field `unit` or the field `provider`.
    #[serde(flatten)]
    pub assessed: Assessed,
    /// The model it answers.
    pub model: ModelRef,
    /// The day whose state it describes ("Stichtag").
    pub period: Date,
    /// What it is for: "before the pilot", "yearly".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Where it is in its life.
    pub state: State,
    /// The answers.
    pub answers: Answers,
    /// Comments by indicator.
    #[serde(default)]
    pub comments: BTreeMap<Slug, String>,
    /// Evidence by indicator.
    #[serde(default)]
    pub evidence: BTreeMap<Slug, Vec<Evidence>>,
    /// How the answers of several respondents became one, by indicator.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consensus: BTreeMap<Slug, Consensus>,
    /// Token subject of whoever made it.
    pub created_by: String,
    /// Token subjects of all who made or edited it: none of them reviews it.
    pub editors: BTreeSet<String>,
    /// Who handed it in last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_by: Option<String>,
    /// Who reviews or reviewed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
    /// What the reviewer said when it was sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_comments: Option<String>,
    /// Every time it was sent back, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review_rounds: Vec<ReviewRound>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// When it was handed in last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Timestamp>,
    /// When it was signed off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_off_at: Option<Timestamp>,
    /// How often it was changed.
    pub revision: Revision,
}

impl Assessment {
    /// Starts a draft.
    pub fn create(new: NewAssessment, actor: &str, now: Timestamp) -> Self {
        Self {
            id: new.id,
            assessed: new.assessed,
            model: new.model,
            period: new.period,
            purpose: new.purpose,
            state: State::Draft,
            answers: Answers::default(),
            comments: BTreeMap::new(),
            evidence: BTreeMap::new(),
            consensus: BTreeMap::new(),
            created_by: actor.to_owned(),
            editors: BTreeSet::from([actor.to_owned()]),
            submitted_by: None,
            reviewed_by: None,
            review_comments: None,
            review_rounds: Vec::new(),
            created_at: now,
            updated_at: now,
            submitted_at: None,
            signed_off_at: None,
            revision: Revision::FIRST,
        }
    }

    /// Replaces answers, comments and evidence. Incomplete is fine, wrong is not.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft or was returned; `OtherModel`; `Incomplete` with every fault.
    pub fn edit(
        self,
        actor: &str,
        now: Timestamp,
        model: &Model,
        answers: Answers,
        comments: BTreeMap<Slug, String>,
        evidence: BTreeMap<Slug, Vec<Evidence>>,
    ) -> Result<Self, Error> {
        self.require_open(model)?;
        let mut next = Self { answers, comments, evidence, ..self }.changed(now);
        refuse(next.faults(model))?;
        next.editors.insert(actor.to_owned());
        Ok(next)
    }

    /// Hands it in.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft or was returned; `OtherModel`; `Incomplete` if nothing is answered, and with
    /// every fault, every required evidence that is missing or no longer valid on the day it describes, and every
    /// consensus that the respondents need.
    pub fn submit(
        self,
        actor: &str,
        now: Timestamp,
        model: &Model,
        respondents: &[Respondent],
    ) -> Result<Self, Error> {
        self.require_open(model)?;
        let mut problems = self.faults(model);
        if self.answers.0.values().all(|answer| *answer == Answer::Unanswered) {
            problems.push(Problem::new("/answers", None, Message::new("assessment-empty")));
        }
        problems.extend(self.missing_evidence(model));
        problems.extend(self.missing_consensus(model, respondents)?);
        refuse(problems)?;
        let next = Self {
            state: State::Submitted,
            submitted_by: Some(actor.to_owned()),
            submitted_at: Some(now),
            reviewed_by: None,
            review_comments: None,
            ..self
        };
        Ok(next.changed(now))
    }

    /// Takes up the review.
    ///
    /// # Errors
    /// `WrongState` unless it was submitted; `FourEyes` for whoever made, edited or submitted it.
    pub fn start_review(self, reviewer: &str, now: Timestamp) -> Result<Self, Error> {
        self.require(&[State::Submitted])?;
        self.require_four_eyes(reviewer)?;
        Ok(Self { state: State::InReview, reviewed_by: Some(reviewer.to_owned()), ..self }.changed(now))
    }

    /// Signs it off: the record ends, and the document that is published begins. `outcome` must be the score of these
    /// answers, `previous` the hash of the last signed document of who is assessed, whatever its model.
    ///
    /// # Errors
    /// `WrongState` unless it is in review; `FourEyes`; `OtherReviewer`; `OtherModel` if the outcome rests on another one.
    pub fn sign_off(
        self,
        reviewer: &str,
        outcome: Outcome,
        previous: Option<Digest>,
        now: Timestamp,
    ) -> Result<(Self, SignedAssessment), Error> {
        self.require_review(reviewer)?;
        if outcome.model != self.model {
            return Err(other_model(&self.model, &outcome.model));
        }
        let next = Self { state: State::SignedOff, signed_off_at: Some(now), ..self }.changed(now);
        let signed = SignedAssessment {
            format: SIGNED_FORMAT.to_owned(),
            id: next.id,
            assessed: next.assessed.clone(),
            model: next.model.clone(),
            period: next.period,
            answers: next.answers.clone(),
            evidence: next.evidence.clone(),
            consensus: next.consensus.clone(),
            outcome,
            submitted_by: next.submitted_by.clone().unwrap_or_default(),
            signed_off_by: reviewer.to_owned(),
            signed_off_at: now,
            previous,
        };
        Ok((next, signed))
    }

    fn changed(self, now: Timestamp) -> Self {
        Self { updated_at: now, revision: self.revision.next(), ..self }
    }

    fn require(&self, states: &[State]) -> Result<(), Error> {
        if states.contains(&self.state) {
            return Ok(());
        }
        let needed: Vec<_> = states.iter().map(|s| s.name()).collect();
        Err(Error::WrongState { state: self.state, needed: needed.join(", ") })
    }

    /// It can be edited, by this model.
    pub(crate) fn require_open(&self, model: &Model) -> Result<(), Error> {
        self.require(&[State::Draft, State::Returned])?;
        self.require_model(model)
    }

    fn require_model(&self, model: &Model) -> Result<(), Error> {
        require_subject(&self.assessed, model)?;
        let found = model.reference()?;
        if found == self.model { Ok(()) } else { Err(other_model(&self.model, &found)) }
    }

    fn require_four_eyes(&self, reviewer: &str) -> Result<(), Error> {
        let involved = self.editors.contains(reviewer)
            || self.created_by == reviewer
            || self.submitted_by.as_deref() == Some(reviewer);
        if involved { Err(Error::FourEyes { reviewer: reviewer.to_owned() }) } else { Ok(()) }
    }

    fn require_review(&self, reviewer: &str) -> Result<(), Error> {
        self.require(&[State::InReview])?;
        self.require_four_eyes(reviewer)?;
        match &self.reviewed_by {
            Some(other) if other != reviewer => Err(Error::OtherReviewer { reviewer: other.clone() }),
            _ => Ok(()),
        }
    }

    /// What cannot be saved, by JSON pointer into the assessment.
    fn faults(&self, model: &Model) -> Vec<Problem> {
        let mut problems = self.answers.check(model).err().unwrap_or_default();
        for problem in &mut problems {
            problem.path.insert_str(0, "/answers");
        }
        problems.extend(self.beside_consensus());
        let unknown = |path: &str, id: &Slug| {
            let message = Message::new("answer-unknown-indicator").with("indicator", id);
            model.indicator(id).is_none().then(|| Problem::new(path, None, message))
        };
        for (id, text) in &self.comments {
            let path = step("/comments", id);
            problems.extend(unknown(&path, id));
            problems.extend(too_long(text).map(|message| Problem::new(path, None, message)));
        }
        for (id, entries) in &self.evidence {
            let path = step("/evidence", id);
            problems.extend(unknown(&path, id));
            if entries.len() > MAX_EVIDENCE {
                let message = Message::new("assessment-too-much-evidence").with("most", MAX_EVIDENCE);
                problems.push(Problem::new(&path, None, message));
            }
            for (i, entry) in entries.iter().enumerate() {
                problems.extend(
                    entry_fault(entry)
                        .map(|(field, message)| Problem::new(step(&step(&path, i), field), None, message)),
                );
            }
        }
        problems
    }

    fn missing_evidence(&self, model: &Model) -> Vec<Problem> {
        let required = |indicator: &Indicator| match (&indicator.evidence, self.answers.get(&indicator.id)) {
            (
                Some(EvidenceNeed { rule: EvidenceRule::Required, from_level, .. }),
                Some(Answer::Level { value }),
            ) => from_level.is_none_or(|from| *value >= from),
            _ => false,
        };
        let valid = |id: &Slug| {
            let entries = self.evidence.get(id).map(Vec::as_slice).unwrap_or_default();
            entries.iter().any(|entry| entry.valid_until.is_none_or(|day| day >= self.period))
        };
        let indicators = model.indicators();
        let missing =
            indicators.iter().map(|(_, indicator)| *indicator).filter(|i| required(i) && !valid(&i.id));
        missing
            .map(|indicator| {
                let message = Message::new("assessment-evidence-missing")
                    .with("indicator", &indicator.id)
                    .with("title-de", indicator.title.get(Language::De))
                    .with("title-en", indicator.title.get(Language::En))
                    .with("date", self.period);
                Problem::new(step("/evidence", &indicator.id), None, message)
            })
            .collect()
    }
}

/// Refuses a model that is not made for who is assessed.
///
/// # Errors
/// `OtherSubject` if it assesses administrations and this is a provider, or the other way round.
pub fn require_subject(assessed: &Assessed, model: &Model) -> Result<(), Error> {
    if assessed.subject() == model.subject {
        return Ok(());
    }
    Err(Error::OtherSubject { model: model.id.clone(), subject: model.subject })
}

fn refuse(problems: Vec<Problem>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Incomplete(problems)) }
}

/// The field of an evidence entry that cannot stand, and why.
fn entry_fault(entry: &Evidence) -> Option<(&'static str, Message)> {
    if entry.title.trim().is_empty() {
        return Some(("title", Message::new("assessment-evidence-title-blank")));
    }
    if let Some(message) = too_long(&entry.title) {
        return Some(("title", message));
    }
    let url = entry.url.as_deref()?;
    let web = url.starts_with("https://") || url.starts_with("http://");
    (!web || url.len() > 2_000 || url.chars().any(|c| c.is_whitespace() || c.is_control()))
        .then(|| ("url", Message::new("assessment-evidence-url")))
}

fn other_model(expected: &ModelRef, found: &ModelRef) -> Error {
    let name = |model: &ModelRef| format!("{}@{} ({})", model.id, model.version, model.hash);
    Error::OtherModel { expected: name(expected), found: name(found) }
}

#[cfg(test)]
pub(crate) mod tests;
