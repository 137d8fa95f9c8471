//! What one mail to a subscriber tells ("Sammelmail"). Not its words: those are put around it where it is sent.

use std::cmp::Reverse;

use blaupause_kernel::{Language, LocalizedText, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Subscription, SubscriptionState};
use crate::bulletins::{Bulletin, BulletinTopic, UnitFacts};

/// What happened to a bulletin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BulletinChange {
    /// Veröffentlicht.
    Published,
    /// Berichtigt.
    Corrected,
    /// Zurückgezogen.
    Withdrawn,
}

impl BulletinChange {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What a mail tells of one bulletin: what happened last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DigestEntry {
    /// The bulletin.
    pub bulletin: Uuid,
    /// What it is about.
    pub topic: BulletinTopic,
    /// What happened.
    pub change: BulletinChange,
    /// When.
    pub at: Timestamp,
    /// The language of title and summary: German where there is no other.
    pub language: Language,
    /// Its title.
    pub title: String,
    /// Its summary; nothing of what was withdrawn, so that it is not told again.
    pub summary: Option<String>,
    /// The note to the correction, or the reason of the withdrawal.
    pub note: Option<String>,
}

/// What a mail tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MailDigest {
    /// The subscription.
    pub subscription: Uuid,
    /// The language the subscriber wants.
    pub language: Language,
    /// After when it begins.
    pub from: Timestamp,
    /// Up to when it tells.
    pub until: Timestamp,
    /// The bulletins, what happened last first, then by id; at least one.
    pub entries: Vec<DigestEntry>,
}

/// What was published, corrected or withdrawn after `from` and until `until`, of the topics the subscriber wants and
/// addressed to the unit; nothing if that is no bulletin, or if the subscription is not confirmed.
///
/// `unit` are the facts of the subscriber's own unit; those of another one do not count. Without them only what is addressed
/// to everyone is told. A bulletin that was withdrawn later is not told as news; the mail of that time tells the withdrawal.
pub fn digest(
    subscription: &Subscription,
    bulletins: &[&Bulletin],
    unit: Option<&UnitFacts>,
    from: Timestamp,
    until: Timestamp,
) -> Option<MailDigest> {
    if !matches!(subscription.state, SubscriptionState::Confirmed { .. }) {
        return None;
    }
    let unit = unit.filter(|unit| Some(&unit.ars) == subscription.unit.as_ref());
    let language = subscription.language;
    let meant = bulletins.iter().filter(|bulletin| {
        let audience = &bulletin.audience;
        let reached = unit.map_or_else(|| audience.is_everyone(), |unit| audience.reaches(unit));
        reached && subscription.topics.contains(&bulletin.topic)
    });
    let mut entries: Vec<DigestEntry> =
        meant.filter_map(|bulletin| entry(bulletin, language, from, until)).collect();
    entries.sort_by_key(|entry| (Reverse(entry.at), entry.bulletin));
    let id = subscription.id;
    (!entries.is_empty()).then_some(MailDigest { subscription: id, language, from, until, entries })
}

fn entry(bulletin: &Bulletin, language: Language, from: Timestamp, until: Timestamp) -> Option<DigestEntry> {
    let (change, at, note) = last_change(bulletin, from, until)?;
    let (found, text) = bulletin.texts.get(language);
    Some(DigestEntry {
        bulletin: bulletin.id,
        topic: bulletin.topic,
        change,
        at,
        language: found,
        title: text.title.clone(),
        summary: (change != BulletinChange::Withdrawn).then(|| text.summary.clone()),
        note: note.map(|note| note.get(language).to_owned()),
    })
}

/// What happened last in the window.
fn last_change(
    bulletin: &Bulletin,
    from: Timestamp,
    until: Timestamp,
) -> Option<(BulletinChange, Timestamp, Option<&LocalizedText>)> {
    let within = |at: Timestamp| from < at && at <= until;
    if let Some(withdrawn) = &bulletin.withdrawn {
        let told = within(withdrawn.at);
        return told.then_some((BulletinChange::Withdrawn, withdrawn.at, Some(&withdrawn.reason)));
    }
    let corrected = bulletin.corrections.iter().filter(|correction| within(correction.at));
    if let Some(last) = corrected.max_by_key(|correction| correction.at) {
        return Some((BulletinChange::Corrected, last.at, Some(&last.note)));
    }
    let published = bulletin.published_at.filter(|at| within(*at))?;
    Some((BulletinChange::Published, published, None))
}
