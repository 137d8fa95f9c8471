//! The answer that counts where several persons answered, and why. What they say is in `respondents.rs`.

use blaupause_kernel::{Message, Slug, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Assessment, State, refuse};
use crate::agreement::{alike, nobody};
use crate::answers::{fault, too_long};
use crate::problems::step;
use crate::{Agreement, Answer, Error, Indicator, Model, Problem, Respondent};

/// What one respondent said, under the role they answer in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Statement {
    /// The role, as the invitation names it ("Leitung Hauptamt").
    pub respondent: String,
    /// The answer.
    pub answer: Answer,
}

/// How several answers became the one that counts ("Konsens").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consensus {
    /// The answer that counts.
    pub answer: Answer,
    /// Why; always there if the respondents said something else or not all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Token subject of whoever recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: Timestamp,
    /// What the respondents had said by then, in the order of their invitations.
    pub statements: Vec<Statement>,
    /// How far they agreed.
    pub agreement: Agreement,
}

/// What respondents say about one indicator, and what counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opinions {
    /// The indicator.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub indicator: Slug,
    /// What was handed in, in the order of the invitations.
    pub statements: Vec<Statement>,
    /// How far it agrees.
    pub agreement: Agreement,
    /// The answer that counts and why, if that is recorded.
    pub consensus: Option<Consensus>,
    /// Whether a consensus has to be recorded, for the first time or anew, before the assessment can be handed in.
    pub consensus_needed: bool,
}

impl Assessment {
    /// What was handed in, for every indicator that somebody answered, in the order of the model.
    ///
    /// # Errors
    /// `OtherModel`; `Overflow` if an agreement cannot be kept exactly.
    pub fn opinions(&self, model: &Model, respondents: &[Respondent]) -> Result<Vec<Opinions>, Error> {
        self.require_model(model)?;
        let mut all = Vec::new();
        for (_, indicator) in model.indicators() {
            let statements = statements(&indicator.id, respondents);
            if statements.is_empty() {
                continue;
            }
            let agreement = agreement(indicator, &statements)?;
            let consensus = self.consensus.get(&indicator.id).cloned();
            let consensus_needed = match &consensus {
                Some(consensus) => consensus.statements != statements,
                None => !agreement.unanimous,
            };
            let indicator = indicator.id.clone();
            all.push(Opinions { indicator, statements, agreement, consensus, consensus_needed });
        }
        Ok(all)
    }

    /// Records which answer counts, and why. It is the answer of the assessment from then on.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft or was returned; `OtherModel`; `UnknownIndicator`; `Incomplete` if nobody
    /// answered, the answer cannot stand, or the reason is missing where somebody said something else.
    pub fn record_consensus(
        mut self,
        (actor, now): (&str, Timestamp),
        (model, respondents): (&Model, &[Respondent]),
        indicator: &Slug,
        answer: Answer,
        reason: Option<String>,
    ) -> Result<Self, Error> {
        self.require_open(model)?;
        let unknown = || Error::UnknownIndicator { indicator: indicator.clone() };
        let asked = model.indicator(indicator).ok_or_else(unknown)?;
        let statements = statements(indicator, respondents);
        refuse(consensus_faults(asked, &statements, &answer, reason.as_deref()))?;
        let agreement = agreement(asked, &statements)?;
        let (recorded_by, recorded_at) = (actor.to_owned(), now);
        self.answers.0.insert(indicator.clone(), answer.clone());
        let consensus = Consensus { answer, reason, recorded_by, recorded_at, statements, agreement };
        self.consensus.insert(indicator.clone(), consensus);
        self.editors.insert(actor.to_owned());
        Ok(self.changed(now))
    }

    /// Takes over what all respondents said alike, wherever the assessment has no other answer.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft or was returned; `OtherModel`; `Overflow`.
    pub fn take_over(
        self,
        (actor, now): (&str, Timestamp),
        (model, respondents): (&Model, &[Respondent]),
    ) -> Result<Self, Error> {
        self.require_open(model)?;
        let opinions = self.opinions(model, respondents)?;
        let mut next = self.changed(now);
        next.editors.insert(actor.to_owned());
        for Opinions { indicator, statements, agreement, consensus, consensus_needed } in opinions {
            let Some(Statement { answer, .. }) = statements.first().cloned() else { continue };
            let known = next.answers.get(&indicator).filter(|known| **known != Answer::Unanswered);
            let other = known.is_some_and(|known| !alike(known, &answer));
            if !agreement.unanimous || other || (consensus.is_some() && !consensus_needed) {
                continue;
            }
            let answer = known.cloned().unwrap_or(answer);
            next.answers.0.insert(indicator.clone(), answer.clone());
            let (recorded_by, recorded_at) = (actor.to_owned(), now);
            let reason = consensus.and_then(|before| before.reason);
            let consensus = Consensus { answer, reason, recorded_by, recorded_at, statements, agreement };
            next.consensus.insert(indicator, consensus);
        }
        Ok(next)
    }

    /// Notes that a respondent has taken part: they do not review it.
    ///
    /// # Errors
    /// `WrongState` unless it is a draft or was returned.
    pub fn take_part(mut self, respondent: &str, now: Timestamp) -> Result<Self, Error> {
        self.require(&[State::Draft, State::Returned])?;
        self.editors.insert(respondent.to_owned());
        Ok(self.changed(now))
    }

    /// Answers that are not the ones agreed on.
    pub(super) fn beside_consensus(&self) -> Vec<Problem> {
        let differs = |(id, consensus): &(&Slug, &Consensus)| self.answers.get(id) != Some(&consensus.answer);
        let problem = |(id, _): (&Slug, &Consensus)| {
            let message = Message::new("consensus-other-answer").with("indicator", id);
            Problem::new(step("/answers", id), None, message)
        };
        self.consensus.iter().filter(differs).map(problem).collect()
    }

    /// What keeps respondents from being of one mind.
    pub(super) fn missing_consensus(
        &self,
        model: &Model,
        respondents: &[Respondent],
    ) -> Result<Vec<Problem>, Error> {
        let needed = self.opinions(model, respondents)?.into_iter().filter(|o| o.consensus_needed);
        let problem = |opinions: Opinions| {
            let code = if opinions.consensus.is_some() { "consensus-outdated" } else { "consensus-missing" };
            let message = Message::new(code).with("indicator", &opinions.indicator);
            Problem::new(step("/consensus", &opinions.indicator), None, message)
        };
        Ok(needed.map(problem).collect())
    }
}

fn statements(indicator: &Slug, respondents: &[Respondent]) -> Vec<Statement> {
    let said = |respondent: &Respondent| {
        let answer = respondent.said(indicator)?.clone();
        Some(Statement { respondent: respondent.label.clone(), answer })
    };
    respondents.iter().filter_map(said).collect()
}

fn agreement(indicator: &Indicator, statements: &[Statement]) -> Result<Agreement, Error> {
    let answers: Vec<&Answer> = statements.iter().map(|statement| &statement.answer).collect();
    Agreement::of(&indicator.scale, &answers)
}

fn consensus_faults(
    indicator: &Indicator,
    statements: &[Statement],
    answer: &Answer,
    reason: Option<&str>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut refuse = |path: &str, message: Message| problems.push(Problem::new(path, None, message));
    if statements.is_empty() {
        refuse("", nobody());
    }
    if *answer == Answer::Unanswered {
        refuse("/answer", Message::new("consensus-unanswered"));
    }
    if let Some((field, message)) = fault(indicator, answer) {
        refuse(&step("/answer", field), message);
    }
    let all_say_so = statements.iter().all(|statement| alike(&statement.answer, answer));
    match reason {
        Some(text) if text.trim().is_empty() => refuse("/reason", Message::new("text-blank")),
        Some(text) => {
            if let Some(message) = too_long(text) {
                refuse("/reason", message);
            }
        }
        None if all_say_so => {}
        None => refuse("/reason", Message::new("consensus-reason-missing")),
    }
    problems
}
