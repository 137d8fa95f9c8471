//! Programmes of onboarding ("Einarbeitungsprogramme"): what is to be done by which day.

use blaupause_kernel::{Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MAX_DUE_DAY, MAX_ITEMS, MAX_TEXT, MAX_TITLE};
use crate::Error;
use crate::error::check;

/// How an item is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OnboardingForm))]
pub enum ItemForm {
    /// Präsenz: in the office.
    Presence,
    /// Persönliches Gespräch.
    Talk,
    /// Selbststudium.
    SelfStudy,
    /// Digitales Gespräch: it leads to working in flexible ways.
    DigitalTalk,
}

/// An item of a programme (Punkt der Checkliste).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OnboardingChecklistItem))]
pub struct ChecklistItem {
    /// What is to be done.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1_000))]
    pub text: String,
    /// The last day for it, in days after the first: 0 is the first day itself.
    #[cfg_attr(feature = "openapi", schema(maximum = 730))]
    pub due_day: u32,
    /// How.
    pub form: ItemForm,
}

/// What a programme says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OnboardingOutline))]
pub struct Outline {
    /// Its title, in the words of the provider.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub title: String,
    /// What is to be done.
    pub items: Vec<ChecklistItem>,
}

/// A programme of a provider (Einarbeitungsprogramm).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Programme {
    /// Its id.
    pub id: Uuid,
    /// The provider.
    pub provider: Slug,
    /// Its title.
    pub title: String,
    /// What is to be done.
    pub items: Vec<ChecklistItem>,
    /// How often it was changed.
    pub revision: Revision,
}

impl Outline {
    /// Checks title and items.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        check("programme", |problems| {
            problems.line("/title", &self.title, MAX_TITLE);
            problems.some("/items", self.items.len());
            problems.at_most("/items", self.items.len(), MAX_ITEMS);
            for (i, item) in self.items.iter().enumerate() {
                problems.prose(&format!("/items/{i}/text"), &item.text, MAX_TEXT);
                problems.range(&format!("/items/{i}/dueDay"), item.due_day, 0, MAX_DUE_DAY);
            }
        })
    }
}

impl Programme {
    /// A new programme.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn new(id: Uuid, provider: Slug, outline: Outline) -> Result<Self, Error> {
        outline.check()?;
        let Outline { title, items } = outline;
        Ok(Self { id, provider, title, items, revision: Revision::FIRST })
    }

    /// The programme for those who begin from now on.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn revise(self, outline: Outline) -> Result<Self, Error> {
        outline.check()?;
        let Outline { title, items } = outline;
        Ok(Self { title, items, revision: self.revision.next(), ..self })
    }
}
