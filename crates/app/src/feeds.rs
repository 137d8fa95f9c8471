//! Feeds: the latest public events of a topic, in words.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Language, Message, Slug, Timestamp};
use blaupause_store::bulletins as told;
use blaupause_store::journal::{self as store, Event};
use blaupause_support::bulletins::{Bulletin, BulletinTopic};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Read, bulletins};

/// Most entries of a feed.
const MOST: i64 = 50;

/// What a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FeedTopic {
    /// Pilots and their calls, and bulletins about them.
    Pilots,
    /// Blueprints.
    Blueprints,
    /// Modules and upgrade paths.
    Portfolio,
    /// Minimum standards.
    Standards,
    /// Maturity models and statistical releases.
    Figures,
    /// The register, the providers and the lists of services and codes.
    Register,
    /// Bulletins on information security.
    InformationSecurity,
    /// Bulletins on privacy.
    Privacy,
    /// Bulletins with news.
    News,
}

/// Kinds of events of bulletins; which topic one belongs to stands in the event.
const OF_BULLETINS: [&str; 3] = ["bulletin.published", "bulletin.corrected", "bulletin.withdrawn"];

/// Kinds of events and the topic they belong to. What is said of each is the message `event-` with its kind.
const KINDS: [(FeedTopic, &str); 26] = [
    (FeedTopic::Pilots, "pilot.created"),
    (FeedTopic::Pilots, "pilot.prepared"),
    (FeedTopic::Pilots, "pilot.started"),
    (FeedTopic::Pilots, "pilot.evaluated"),
    (FeedTopic::Pilots, "pilot.finished"),
    (FeedTopic::Pilots, "pilot.aborted"),
    (FeedTopic::Blueprints, "blueprint.created"),
    (FeedTopic::Blueprints, "blueprintVersion.published"),
    (FeedTopic::Blueprints, "blueprintVersion.promoted"),
    (FeedTopic::Blueprints, "blueprintVersion.superseded"),
    (FeedTopic::Portfolio, "module.created"),
    (FeedTopic::Portfolio, "moduleVersion.published"),
    (FeedTopic::Portfolio, "moduleVersion.deprecated"),
    (FeedTopic::Portfolio, "moduleVersion.sunset"),
    (FeedTopic::Portfolio, "upgradePath.published"),
    (FeedTopic::Portfolio, "upgradePath.withdrawn"),
    (FeedTopic::Standards, "standard.created"),
    (FeedTopic::Standards, "standardVersion.published"),
    (FeedTopic::Standards, "standard.timelinePut"),
    (FeedTopic::Figures, "maturityModel.published"),
    (FeedTopic::Figures, "maturityModel.retired"),
    (FeedTopic::Figures, "statisticalRelease.published"),
    (FeedTopic::Register, "register.imported"),
    (FeedTopic::Register, "provider.created"),
    (FeedTopic::Register, "services.imported"),
    (FeedTopic::Register, "codeList.imported"),
];

impl FeedTopic {
    /// Every topic.
    pub const ALL: [Self; 9] = [
        Self::Pilots,
        Self::Blueprints,
        Self::Portfolio,
        Self::Standards,
        Self::Figures,
        Self::Register,
        Self::InformationSecurity,
        Self::Privacy,
        Self::News,
    ];

    /// Its name in JSON and in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pilots => "pilots",
            Self::Blueprints => "blueprints",
            Self::Portfolio => "portfolio",
            Self::Standards => "standards",
            Self::Figures => "figures",
            Self::Register => "register",
            Self::InformationSecurity => "informationSecurity",
            Self::Privacy => "privacy",
            Self::News => "news",
        }
    }

    /// The bulletins that it tells of, if any.
    const fn bulletins(self) -> Option<BulletinTopic> {
        match self {
            Self::Pilots => Some(BulletinTopic::Pilots),
            Self::InformationSecurity => Some(BulletinTopic::InformationSecurity),
            Self::Privacy => Some(BulletinTopic::Privacy),
            Self::News => Some(BulletinTopic::News),
            Self::Blueprints | Self::Portfolio | Self::Standards | Self::Figures | Self::Register => None,
        }
    }

    /// Its title.
    pub fn title(self) -> Message {
        Message::new(format!("feed-{}", self.as_str()))
    }
}

/// The latest of a topic.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is about.
    pub topic: FeedTopic,
    /// The entries, the newest first.
    pub entries: Vec<Entry>,
}

/// One entry of a feed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Id of the event.
    pub id: Uuid,
    /// When it happened.
    pub at: Timestamp,
    /// Path of what it happened to, below `/v1`.
    pub subject: String,
    /// What happened.
    pub message: Message,
    /// More about it, if there is more to say.
    pub summary: Option<String>,
}

/// The latest public events of a topic, of one provider or Land if asked for; what others wrote, in a language if there
/// is a text in it.
///
/// # Errors
/// Those of the store.
pub fn feed(
    tx: &mut Read<'_>,
    topic: FeedTopic,
    provider: Option<Slug>,
    land: Option<Ars>,
    language: Language,
) -> Result<Feed, Error> {
    let kinds = KINDS.iter().filter(|(of, _)| *of == topic).map(|(_, kind)| *kind).collect();
    let about = topic.bulletins().map(|about| (OF_BULLETINS.to_vec(), about.as_str()));
    let events = store::latest(tx.conn(), &store::Topic { kinds, about, provider, land }, MOST)?;
    let ids: Vec<Uuid> = events.iter().filter_map(|event| bulletins::at(&event.subject)).collect();
    let bulletins = told::by_ids(tx.conn(), &ids)?;
    Ok(Feed { topic, entries: events.into_iter().map(|event| entry(event, &bulletins, language)).collect() })
}

fn entry(event: Event, bulletins: &BTreeMap<Uuid, Bulletin>, language: Language) -> Entry {
    let Event { id, at, kind, subject, .. } = event;
    let (message, summary) = match bulletins::at(&subject).and_then(|id| bulletins.get(&id)) {
        Some(bulletin) => of_bulletin(&kind, bulletin, language),
        None => (Message::new(code(&kind)).with("name", name(&subject)), None),
    };
    Entry { id, at, subject, message, summary }
}

/// What was withdrawn is not told again: every entry of it says why it is gone.
fn of_bulletin(kind: &str, bulletin: &Bulletin, language: Language) -> (Message, Option<String>) {
    let (_, text) = bulletin.texts.get(language);
    let said = |kind: &str| Message::new(code(kind)).with("name", &text.title);
    match &bulletin.withdrawn {
        Some(withdrawn) => (said("bulletin.withdrawn"), Some(withdrawn.reason.get(language).to_owned())),
        None => (said(kind), Some(text.summary.clone())),
    }
}

/// `moduleVersion.published` is said by `event-module-version-published`.
fn code(kind: &str) -> String {
    let mut code = "event-".to_owned();
    for c in kind.chars() {
        match c {
            '.' => code.push('-'),
            c if c.is_ascii_uppercase() => {
                code.push('-');
                code.push(c.to_ascii_lowercase());
            }
            c => code.push(c),
        }
    }
    code
}

/// What a path names: `/modules/dms/versions/2.1.0` is `dms 2.1.0`.
fn name(subject: &str) -> String {
    let parts = subject.split('/').filter(|part| !part.is_empty()).skip(1);
    parts.filter(|part| *part != "versions").collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use blaupause_kernel::Language;

    use super::*;
    use crate::messages::render;

    #[test]
    fn every_kind_has_words_in_both_languages() {
        for kind in KINDS.into_iter().map(|(_, kind)| kind).chain(OF_BULLETINS) {
            for language in Language::ALL {
                let message = Message::new(code(kind)).with("name", "dms 2.1.0");
                let text = render(language, &message);
                assert!(text != message.code && !text.contains('{'), "{kind} {language}: {text}");
            }
        }
        for topic in FeedTopic::ALL {
            assert_ne!(render(Language::De, &topic.title()), topic.title().code);
        }
        assert_eq!(name("/modules/dms/versions/2.1.0"), "dms 2.1.0");
        assert_eq!(code("moduleVersion.published"), "event-module-version-published");
    }
}
