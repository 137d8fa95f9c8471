//! Subscriptions of bulletins by mail ("Abonnements"): who gets what how often. An address counts once its owner confirmed
//! it. Sends nothing: it says what is due and what the mail tells.

mod address;
mod mail;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::BTreeSet;

use blaupause_kernel::{Ars, Date, Language, Revision, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::bulletins::BulletinTopic;
use crate::error::check;

pub use address::EmailAddress;
pub use mail::{BulletinChange, DigestEntry, MailDigest, digest};
pub use tokens::{MailKey, Purpose};

/// How long an address may be confirmed, in days.
pub const CONFIRM_DAYS: i64 = 7;

const KIND: &str = "subscription";

/// How often a mail comes (Rhythmus).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SubscriptionRhythm))]
pub enum Rhythm {
    /// Täglich.
    Daily,
    /// Wöchentlich.
    Weekly,
}

impl Rhythm {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }
}

/// What a subscriber wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = SubscriptionWishes))]
pub struct Wishes {
    /// What about: at least one topic.
    pub topics: BTreeSet<BulletinTopic>,
    /// In which language, where there is a text in it.
    pub language: Language,
    /// How often.
    pub rhythm: Rhythm,
    /// The unit one belongs to; without it, only what is addressed to everyone comes.
    #[serde(default)]
    pub unit: Option<Ars>,
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SubscriptionState {
    /// Unbestätigt.
    Pending {
        /// When it was asked for.
        asked: Timestamp,
    },
    /// Bestätigt.
    Confirmed {
        /// When it was confirmed.
        at: Timestamp,
    },
}

impl SubscriptionState {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Confirmed { .. } => "confirmed",
        }
    }
}

/// A subscription of bulletins (Abonnement).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: Uuid,
    /// Where the mails go.
    pub address: EmailAddress,
    /// What about.
    pub topics: BTreeSet<BulletinTopic>,
    /// In which language.
    pub language: Language,
    /// How often.
    pub rhythm: Rhythm,
    /// The unit of the subscriber.
    pub unit: Option<Ars>,
    /// Where it stands.
    pub state: SubscriptionState,
    /// Up to when the last mail told what there was.
    pub last_digest: Option<Timestamp>,
    /// How often it was changed.
    pub revision: Revision,
}

impl Wishes {
    /// Checks that there is a topic.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        check(KIND, |problems| problems.some("/topics", self.topics.len()))
    }
}

impl Subscription {
    /// A new subscription that waits for its address to be confirmed.
    ///
    /// # Errors
    /// `Invalid` without a topic.
    pub fn request(id: Uuid, address: EmailAddress, wishes: Wishes, now: Timestamp) -> Result<Self, Error> {
        wishes.check()?;
        let Wishes { topics, language, rhythm, unit } = wishes;
        Ok(Self {
            id,
            address,
            topics,
            language,
            rhythm,
            unit,
            state: SubscriptionState::Pending { asked: now },
            last_digest: None,
            revision: Revision::FIRST,
        })
    }

    /// Confirms the address.
    ///
    /// # Errors
    /// `WrongState` once it is confirmed, `Expired` after seven days.
    pub fn confirm(self, now: Timestamp) -> Result<Self, Error> {
        let SubscriptionState::Pending { asked } = self.state else {
            return Err(self.wrong_state("confirm"));
        };
        let last = last_instant(asked);
        if now > last {
            return Err(Error::Expired(last));
        }
        Ok(Self { state: SubscriptionState::Confirmed { at: now }, ..self }.changed())
    }

    /// Whether nobody can confirm it any more, so that the address is to be deleted.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        matches!(self.state, SubscriptionState::Pending { asked } if now > last_instant(asked))
    }

    /// Changes what the subscriber wants.
    ///
    /// # Errors
    /// `WrongState` unless it is confirmed, `Invalid` without a topic.
    pub fn change(self, wishes: Wishes) -> Result<Self, Error> {
        self.require_confirmed("change")?;
        wishes.check()?;
        let Wishes { topics, language, rhythm, unit } = wishes;
        Ok(Self { topics, language, rhythm, unit, ..self }.changed())
    }

    /// From when on the next mail tells what there was: the end of the last one, or the confirmation. Nothing unless it
    /// is confirmed.
    pub fn digest_from(&self) -> Option<Timestamp> {
        match self.state {
            SubscriptionState::Confirmed { at } => Some(self.last_digest.unwrap_or(at)),
            SubscriptionState::Pending { .. } => None,
        }
    }

    /// The first day on which a mail is due, by the days and weeks in UTC. Nothing unless it is confirmed.
    ///
    /// Daily: the calendar day after the day of the last mail or, before the first, of the confirmation. Weekly: the Monday of
    /// the calendar week after the week of that day. Whoever asks later sends it later, once.
    pub fn due_on(&self) -> Option<Date> {
        let from = self.digest_from()?.date();
        let days = match self.rhythm {
            Rhythm::Daily => 1,
            Rhythm::Weekly => 7 - days_since_monday(from),
        };
        Some(from.plus_days(days))
    }

    /// Notes that everything until then was told, or that there was nothing to tell.
    ///
    /// # Errors
    /// `WrongState` unless it is confirmed.
    pub fn digested(self, until: Timestamp) -> Result<Self, Error> {
        self.require_confirmed("digest")?;
        Ok(Self { last_digest: self.last_digest.max(Some(until)), ..self }.changed())
    }

    fn require_confirmed(&self, transition: &'static str) -> Result<(), Error> {
        match self.state {
            SubscriptionState::Confirmed { .. } => Ok(()),
            SubscriptionState::Pending { .. } => Err(self.wrong_state(transition)),
        }
    }

    fn wrong_state(&self, transition: &'static str) -> Error {
        Error::WrongState { kind: KIND, state: self.state.as_str(), transition }
    }

    fn changed(self) -> Self {
        Self { revision: self.revision.next(), ..self }
    }
}

/// The last instant at which what was asked for then may be confirmed.
fn last_instant(asked: Timestamp) -> Timestamp {
    asked.plus_seconds(CONFIRM_DAYS * 86_400)
}

fn days_since_monday(day: Date) -> u32 {
    let since = Date::from_ymd(1970, 1, 5).map_or(0, |monday| monday.days_until(day));
    u32::try_from(since.rem_euclid(7)).unwrap_or(0)
}
