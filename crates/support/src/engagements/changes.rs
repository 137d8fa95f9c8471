//! What changes an engagement. An ended one changes no more; each change gives the next revision.

use blaupause_kernel::{Ars, Date, Message, Revision, Slug, Timestamp};
use uuid::Uuid;

use super::{
    Engagement, EngagementGoal, EngagementState, Fact, GoalOutcome, GoalState, MAX_GOALS, MAX_NOTE,
    MAX_NOTES, MAX_QUESTIONS, MAX_TEXT, MAX_VISITS, NewGoal, NewNote, NewVisit, NextStep, Note, Question,
    QuestionAnswer, Visibility, Visit,
};
use crate::error::{check, room};
use crate::{Error, MAX_SUBJECT};

const KIND: &str = "engagement";

impl GoalState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reached => "reached",
            Self::Dropped => "dropped",
        }
    }
}

impl Engagement {
    /// A new engagement, active.
    ///
    /// # Errors
    /// `Invalid` for a consultant without a name.
    pub fn begin(
        id: Uuid,
        provider: Slug,
        unit: Ars,
        consultant: String,
        since: Date,
    ) -> Result<Self, Error> {
        check_consultant(&consultant)?;
        Ok(Self {
            id,
            provider,
            unit,
            consultant,
            since,
            ended_on: None,
            goals: Vec::new(),
            visits: Vec::new(),
            notes: Vec::new(),
            next_step: None,
            questions: Vec::new(),
            state: EngagementState::Active,
            revision: Revision::FIRST,
        })
    }

    /// Adds a goal agreed on that day.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `Full`, `Invalid`.
    pub fn add_goal(mut self, id: Uuid, goal: NewGoal, on: Date) -> Result<Self, Error> {
        self.require_active("addGoal")?;
        room("goals", self.goals.len(), MAX_GOALS)?;
        let NewGoal { text, tie } = goal;
        check(KIND, |problems| problems.prose("/text", &text, MAX_TEXT))?;
        let state = GoalState::Open;
        self.goals.push(EngagementGoal { id, text, tie, state, since: on, closed_on: None });
        Ok(self.changed())
    }

    /// Closes an open goal as reached or dropped.
    ///
    /// # Errors
    /// `WrongState` once it is ended or the goal is closed, `NoSuchPart`, `TooEarly` for a day before the goal.
    pub fn close_goal(mut self, id: Uuid, outcome: GoalOutcome, on: Date) -> Result<Self, Error> {
        self.require_active("closeGoal")?;
        let goal = self.goals.iter_mut().find(|goal| goal.id == id).ok_or_else(|| missing("goal", id))?;
        if goal.state != GoalState::Open {
            let state = goal.state.as_str();
            return Err(Error::WrongState { kind: "engagement-goal", state, transition: "closeGoal" });
        }
        not_before(on, goal.since)?;
        goal.closed_on = Some(on);
        goal.state = match outcome {
            GoalOutcome::Reached => GoalState::Reached,
            GoalOutcome::Dropped => GoalState::Dropped,
        };
        Ok(self.changed())
    }

    /// Notes a visit that took place.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `Full`, `Invalid` also for a day before the engagement or after today.
    pub fn add_visit(mut self, id: Uuid, visit: NewVisit, today: Date) -> Result<Self, Error> {
        self.require_active("addVisit")?;
        room("visits", self.visits.len(), MAX_VISITS)?;
        let NewVisit { on, form, summary } = visit;
        check(KIND, |problems| {
            problems.require((self.since..=today).contains(&on), "/on", || {
                Message::new("engagement-visit-day").with("since", self.since).with("today", today)
            });
            problems.prose("/summary", &summary, MAX_NOTE);
        })?;
        self.visits.push(Visit { id, on, form, summary });
        Ok(self.changed())
    }

    /// Adds a note of `author`.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `Full`, `Invalid`.
    pub fn add_note(mut self, id: Uuid, author: String, note: NewNote, at: Timestamp) -> Result<Self, Error> {
        self.require_active("addNote")?;
        room("notes", self.notes.len(), MAX_NOTES)?;
        let NewNote { visibility, text } = note;
        check(KIND, |problems| {
            problems.line("/author", &author, MAX_SUBJECT);
            problems.prose("/text", &text, MAX_NOTE);
        })?;
        self.notes.push(Note { id, at, author, visibility, text });
        Ok(self.changed())
    }

    /// Says what comes next, instead of what was to come.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `Invalid`. A day that is past is no error: the step is overdue then.
    pub fn set_next_step(self, step: NextStep) -> Result<Self, Error> {
        self.require_active("setNextStep")?;
        check(KIND, |problems| problems.prose("/text", &step.text, MAX_TEXT))?;
        Ok(Self { next_step: Some(step), ..self }.changed())
    }

    /// Says that nothing comes next for now.
    ///
    /// # Errors
    /// `WrongState` once it is ended.
    pub fn clear_next_step(self) -> Result<Self, Error> {
        self.require_active("clearNextStep")?;
        Ok(Self { next_step: None, ..self }.changed())
    }

    /// Adds a question.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `Full`, `Invalid`.
    pub fn ask(mut self, id: Uuid, text: String, on: Date) -> Result<Self, Error> {
        self.require_active("ask")?;
        room("questions", self.questions.len(), MAX_QUESTIONS)?;
        check(KIND, |problems| problems.prose("/text", &text, MAX_TEXT))?;
        self.questions.push(Question { id, asked: on, text, answer: None });
        Ok(self.changed())
    }

    /// Answers an open question.
    ///
    /// # Errors
    /// `WrongState` once it is ended or the question is answered, `NoSuchPart`, `TooEarly` for a day before the
    /// question, `Invalid`.
    pub fn answer(mut self, id: Uuid, text: String, on: Date) -> Result<Self, Error> {
        self.require_active("answer")?;
        let question = self.questions.iter_mut().find(|question| question.id == id);
        let question = question.ok_or_else(|| missing("question", id))?;
        if question.answer.is_some() {
            let (state, transition) = ("answered", "answer");
            return Err(Error::WrongState { kind: "engagement-question", state, transition });
        }
        not_before(on, question.asked)?;
        check(KIND, |problems| problems.prose("/text", &text, MAX_NOTE))?;
        question.answer = Some(QuestionAnswer { on, text });
        Ok(self.changed())
    }

    /// Hands it over to another consultant.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `SamePerson` if it is theirs already, `Invalid`.
    pub fn hand_over(self, consultant: String) -> Result<Self, Error> {
        self.require_active("handOver")?;
        check_consultant(&consultant)?;
        if consultant == self.consultant {
            return Err(Error::SamePerson { transition: "handOver" });
        }
        Ok(Self { consultant, ..self }.changed())
    }

    /// Ends it. What is open then stays open: it tells how far they came.
    ///
    /// # Errors
    /// `WrongState` once it is ended, `TooEarly` for a day before it began.
    pub fn end(self, on: Date) -> Result<Self, Error> {
        self.require_active("end")?;
        not_before(on, self.since)?;
        Ok(Self { state: EngagementState::Ended, ended_on: Some(on), ..self }.changed())
    }

    /// As the unit sees it: without internal notes.
    #[must_use]
    pub fn for_unit(mut self) -> Self {
        self.notes.retain(|note| note.visibility == Visibility::Unit);
        self
    }

    /// What of it may belong on the work list: the next step and the open questions; nothing once it is ended.
    pub fn facts(&self) -> Vec<Fact> {
        if self.state == EngagementState::Ended {
            return Vec::new();
        }
        let step = self.next_step.iter().map(|step| Fact::NextStep {
            engagement: self.id,
            unit: self.unit.clone(),
            due: step.due,
            text: step.text.clone(),
        });
        let open = self.questions.iter().filter(|question| question.answer.is_none());
        let questions = open.map(|question| Fact::OpenQuestion {
            engagement: self.id,
            question: question.id,
            unit: self.unit.clone(),
            asked: question.asked,
        });
        step.chain(questions).collect()
    }

    fn require_active(&self, transition: &'static str) -> Result<(), Error> {
        if self.state == EngagementState::Active {
            return Ok(());
        }
        Err(Error::WrongState { kind: KIND, state: self.state.as_str(), transition })
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

fn check_consultant(consultant: &str) -> Result<(), Error> {
    check(KIND, |problems| problems.line("/consultant", consultant, MAX_SUBJECT))
}

fn not_before(date: Date, earliest: Date) -> Result<(), Error> {
    if date < earliest { Err(Error::TooEarly { date, earliest }) } else { Ok(()) }
}

fn missing(kind: &'static str, id: Uuid) -> Error {
    Error::NoSuchPart { kind, id: id.to_string() }
}
