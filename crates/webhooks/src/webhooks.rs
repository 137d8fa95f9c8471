//! The webhook itself: whose it is, where it points to, its secrets, and whether it is active.

use std::str::FromStr;

use blaupause_kernel::{Ars, Revision, Slug, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Secret, Target, Topics};

const MOST_CHARACTERS: usize = 500;
const SECONDS_PER_HOUR: i64 = 3_600;

/// Longest time an old secret goes on to sign, in hours: a week.
const MOST_HOURS: u32 = 168;
/// Hours that an old secret goes on to sign if nothing is said.
pub const KEEP_HOURS: u32 = 24;

/// Whose webhook it is: it hears of what is public, and of what only those hear who may read this unit or provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Owner {
    /// A unit.
    Unit(Ars),
    /// A provider.
    Provider(Slug),
    /// Nobody's in particular: it hears of what is public.
    Everyone,
}

/// Why a webhook is disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WebhookDisabled))]
pub enum Disabled {
    /// Somebody said so.
    ByHand,
    /// The receiver answered 410.
    Gone,
    /// The receiver did not answer for days.
    Unreachable,
}

/// Whether messages are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// They are.
    Active,
    /// They are kept until it is enabled again.
    Disabled(Disabled),
}

/// What it is for, in the words of its owner; may be empty.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Note(String);

/// What the owner wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wishes {
    /// Where messages go.
    pub target: Target,
    /// About what.
    pub topics: Topics,
    /// What it is for.
    pub note: Note,
}

/// A webhook (Benachrichtigung an ein anderes System).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub owner: Owner,
    /// Where messages go.
    pub target: Target,
    /// About what.
    pub topics: Topics,
    /// What it is for.
    pub note: Note,
    /// Whether messages are sent.
    pub state: State,
    /// The secret that signs.
    pub secret: Secret,
    /// The secret before, and until when it signs as well.
    pub old_secret: Option<(Secret, Timestamp)>,
    /// When it was made.
    pub created: Timestamp,
    /// How often it was changed.
    pub revision: Revision,
}

impl Webhook {
    /// A new one, active.
    pub fn new(id: Uuid, owner: Owner, wishes: Wishes, secret: Secret, now: Timestamp) -> Self {
        let Wishes { target, topics, note } = wishes;
        let (state, revision) = (State::Active, Revision::FIRST);
        Self { id, owner, target, topics, note, state, secret, old_secret: None, created: now, revision }
    }

    /// With other wishes.
    #[must_use]
    pub fn change(self, wishes: Wishes) -> Self {
        let Wishes { target, topics, note } = wishes;
        Self { target, topics, note, ..self }.changed()
    }

    /// Sends no messages until it is enabled.
    ///
    /// # Errors
    /// `WrongState` if it is disabled.
    pub fn disable(self, reason: Disabled) -> Result<Self, Error> {
        match self.state {
            State::Active => Ok(Self { state: State::Disabled(reason), ..self }.changed()),
            State::Disabled(_) => Err(Error::WrongState("disabled")),
        }
    }

    /// Sends what was kept, and what comes.
    ///
    /// # Errors
    /// `WrongState` if it is active.
    pub fn enable(self) -> Result<Self, Error> {
        match self.state {
            State::Active => Err(Error::WrongState("active")),
            State::Disabled(_) => Ok(Self { state: State::Active, ..self }.changed()),
        }
    }

    /// Signs with a new secret, and for some hours with the one before as well. An even older one ends.
    ///
    /// # Errors
    /// `KeptTooLong` for more than a week.
    pub fn rotate(self, secret: Secret, keep_hours: u32, now: Timestamp) -> Result<Self, Error> {
        if keep_hours > MOST_HOURS {
            return Err(Error::KeptTooLong { hours: keep_hours, most: MOST_HOURS });
        }
        let until = now.plus_seconds(i64::from(keep_hours).saturating_mul(SECONDS_PER_HOUR));
        let old_secret = (keep_hours > 0).then_some((self.secret.clone(), until));
        Ok(Self { secret, old_secret, ..self }.changed())
    }

    /// The secrets that sign at an instant, the newest first.
    pub fn active_secrets(&self, now: Timestamp) -> impl Iterator<Item = &Secret> {
        let old = self.old_secret.as_ref().filter(|(_, until)| now < *until).map(|(secret, _)| secret);
        std::iter::once(&self.secret).chain(old)
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Note {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (text, length) = (text.trim(), text.chars().count());
        if length > MOST_CHARACTERS || text.contains(char::is_control) {
            return Err(Error::BadNote { length, most: MOST_CHARACTERS });
        }
        Ok(Self(text.to_owned()))
    }
}

blaupause_kernel::text_value!(Note, Error, max_length(MOST_CHARACTERS), "Ereignisse für das Fachverfahren");

#[cfg(test)]
mod tests {
    use super::*;

    fn webhook() -> Webhook {
        let wishes = Wishes {
            target: "https://a.example/".parse().unwrap(),
            topics: Topics::default(),
            note: Note::default(),
        };
        let now = "2026-03-01T08:00:00Z".parse().unwrap();
        Webhook::new(Uuid::nil(), Owner::Everyone, wishes, Secret::new([1; 32]), now)
    }

    #[test]
    fn two_secrets_sign_while_the_old_one_is_kept() {
        let now: Timestamp = "2026-03-01T09:00:00Z".parse().unwrap();
        let (first, second, third) = (Secret::new([1; 32]), Secret::new([2; 32]), Secret::new([3; 32]));
        let rotated = webhook().rotate(second.clone(), 24, now).unwrap();
        let signing = |webhook: &Webhook, at: &str| {
            webhook.active_secrets(at.parse().unwrap()).cloned().collect::<Vec<_>>()
        };
        assert_eq!(signing(&rotated, "2026-03-02T08:59:59Z"), [second.clone(), first]);
        assert_eq!(signing(&rotated, "2026-03-02T09:00:00Z"), std::slice::from_ref(&second));
        let twice = rotated.rotate(third.clone(), 1, now).unwrap();
        assert_eq!(signing(&twice, "2026-03-01T09:30:00Z"), [third.clone(), second]);
        let at_once = twice.rotate(Secret::new([4; 32]), 0, now).unwrap();
        assert_eq!(signing(&at_once, "2026-03-01T09:00:00Z"), [Secret::new([4; 32])]);
        assert!(matches!(at_once.rotate(third, 169, now), Err(Error::KeptTooLong { .. })));
    }

    #[test]
    fn it_is_disabled_and_enabled_once() {
        let disabled = webhook().disable(Disabled::Gone).unwrap();
        assert_eq!(disabled.revision, Revision::new(2));
        assert_eq!(disabled.clone().disable(Disabled::ByHand), Err(Error::WrongState("disabled")));
        let enabled = disabled.enable().unwrap();
        assert_eq!(enabled.enable(), Err(Error::WrongState("active")));
    }
}
