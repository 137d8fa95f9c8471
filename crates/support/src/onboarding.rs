//! Onboarding with a mentor ("Einarbeitung mit Patin oder Pate"; Handreichung, Mobiles Arbeiten: structured, not as
//! running along): programmes of a provider, and how far a new colleague has come in one.

mod programmes;
#[cfg(test)]
mod tests;

use blaupause_kernel::{Ars, Date, Message, Revision};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::check;
use crate::{Error, MAX_SUBJECT};

pub use programmes::{ChecklistItem, ItemForm, Outline, Programme};

/// Most items of a programme.
pub const MAX_ITEMS: usize = 200;
/// Latest day of an item, counted from the start: two years.
pub const MAX_DUE_DAY: u32 = 730;
/// Longest title of a programme and name of a post, in characters.
pub const MAX_TITLE: usize = 200;
/// Longest item, and longest reason to end, in characters.
pub const MAX_TEXT: usize = 1_000;

const KIND: &str = "onboarding";

/// What an onboarding begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OnboardingBeginning))]
pub struct Beginning {
    /// The unit that has a new colleague.
    pub unit: Ars,
    /// Stelle: which post is filled, such as `Sachbearbeitung Bauamt`. The checklist needs no name of a person.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub post: String,
    /// Patin oder Pate: the subject of the token.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 255))]
    pub mentor: String,
    /// The first day.
    pub started: Date,
}

/// An item of the checklist of one onboarding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnboardingItem {
    /// What is to be done.
    pub text: String,
    /// How.
    pub form: ItemForm,
    /// The last day for it.
    pub due: Date,
    /// The day it was done.
    pub done: Option<Date>,
}

/// Where an onboarding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OnboardingState {
    /// Läuft.
    Running,
    /// Abgeschlossen: every item is done.
    Completed,
    /// Vorzeitig beendet, with the reason.
    Ended,
}

impl OnboardingState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Ended => "ended",
        }
    }
}

/// The onboarding of one new colleague (Einarbeitung).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Onboarding {
    /// Its id.
    pub id: Uuid,
    /// The programme it was started from.
    pub programme: Uuid,
    /// The unit.
    pub unit: Ars,
    /// Which post is filled. Who fills it is kept nowhere: the checklist does not need a name.
    pub post: String,
    /// Patin oder Pate: the subject of the token.
    pub mentor: String,
    /// The first day.
    pub started: Date,
    /// The checklist, as the programme had it on the first day.
    pub items: Vec<OnboardingItem>,
    /// Where it stands.
    pub state: OnboardingState,
    /// The day it was completed or ended.
    pub closed_on: Option<Date>,
    /// Why it was ended, if it was.
    pub reason: Option<String>,
    /// How often it was changed.
    pub revision: Revision,
}

impl Onboarding {
    /// A new onboarding with a copy of the items: later changes of the programme do not touch it.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn start(id: Uuid, programme: &Programme, beginning: Beginning) -> Result<Self, Error> {
        let Beginning { unit, post, mentor, started } = beginning;
        check(KIND, |problems| {
            problems.line("/post", &post, MAX_TITLE);
            problems.line("/mentor", &mentor, MAX_SUBJECT);
        })?;
        let items = programme.items.iter().map(|item| OnboardingItem {
            text: item.text.clone(),
            form: item.form,
            due: started.plus_days(item.due_day),
            done: None,
        });
        Ok(Self {
            id,
            programme: programme.id,
            unit,
            post,
            mentor,
            started,
            items: items.collect(),
            state: OnboardingState::Running,
            closed_on: None,
            reason: None,
            revision: Revision::FIRST,
        })
    }

    /// Notes that an item was done on a day; again, if it was another day.
    ///
    /// # Errors
    /// `WrongState` unless it runs, `NoSuchPart`, `Invalid` for a day before the first or after today.
    pub fn tick(mut self, item: usize, on: Date, today: Date) -> Result<Self, Error> {
        self.require_running("tick")?;
        let possible = self.started..=today;
        let found = self.items.get_mut(item).ok_or_else(|| no_item(item))?;
        check(KIND, |problems| {
            problems.require(possible.contains(&on), "/on", || {
                Message::new("onboarding-day").with("started", possible.start()).with("today", today)
            });
        })?;
        found.done = Some(on);
        Ok(self.changed())
    }

    /// Takes back that an item was done.
    ///
    /// # Errors
    /// `WrongState` unless it runs and the item is done, `NoSuchPart`.
    pub fn untick(mut self, item: usize) -> Result<Self, Error> {
        self.require_running("untick")?;
        let found = self.items.get_mut(item).ok_or_else(|| no_item(item))?;
        if found.done.take().is_none() {
            let (state, transition) = ("open", "untick");
            return Err(Error::WrongState { kind: "onboarding-item", state, transition });
        }
        Ok(self.changed())
    }

    /// Gives it another mentor.
    ///
    /// # Errors
    /// `WrongState` unless it runs, `SamePerson` if it is the same one, `Invalid`.
    pub fn change_mentor(self, mentor: String) -> Result<Self, Error> {
        self.require_running("changeMentor")?;
        check(KIND, |problems| problems.line("/mentor", &mentor, MAX_SUBJECT))?;
        if mentor == self.mentor {
            return Err(Error::SamePerson { transition: "changeMentor" });
        }
        Ok(Self { mentor, ..self }.changed())
    }

    /// Closes it with every item done.
    ///
    /// # Errors
    /// `WrongState` unless it runs, `ItemsOpen` with how many are open, `TooEarly` for a day before the last item was done.
    pub fn complete(self, on: Date) -> Result<Self, Error> {
        self.require_running("complete")?;
        let open = self.items.iter().filter(|item| item.done.is_none()).count();
        if open > 0 {
            return Err(Error::ItemsOpen(open));
        }
        self.close(OnboardingState::Completed, None, on)
    }

    /// Ends it before every item is done.
    ///
    /// # Errors
    /// `WrongState` unless it runs, `Invalid` for no reason, `TooEarly` for a day before the last item was done.
    pub fn end(self, reason: String, on: Date) -> Result<Self, Error> {
        self.require_running("end")?;
        check(KIND, |problems| problems.prose("/reason", &reason, MAX_TEXT))?;
        self.close(OnboardingState::Ended, Some(reason), on)
    }

    /// The open items whose last day is past, with their place in the list; none unless it runs.
    pub fn overdue(&self, today: Date) -> Vec<(usize, &OnboardingItem)> {
        let running = self.state == OnboardingState::Running;
        let items = self.items.iter().enumerate().filter(|_| running);
        items.filter(|(_, item)| item.done.is_none() && item.due < today).collect()
    }

    fn close(self, state: OnboardingState, reason: Option<String>, on: Date) -> Result<Self, Error> {
        let done = self.items.iter().filter_map(|item| item.done);
        let earliest = done.fold(self.started, Date::max);
        if on < earliest {
            return Err(Error::TooEarly { date: on, earliest });
        }
        Ok(Self { state, reason, closed_on: Some(on), ..self }.changed())
    }

    fn require_running(&self, transition: &'static str) -> Result<(), Error> {
        if self.state == OnboardingState::Running {
            return Ok(());
        }
        Err(Error::WrongState { kind: KIND, state: self.state.as_str(), transition })
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

fn no_item(item: usize) -> Error {
    Error::NoSuchPart { kind: "item", id: item.to_string() }
}
