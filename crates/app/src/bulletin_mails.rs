//! The mails to those who get bulletins: the one that asks for confirmation, and what there was since the last one. Any
//! number of workers send them side by side: each takes a subscription for itself for a while.

use std::time::Duration;

use blaupause_interchange::rdf::Publication;
use blaupause_kernel::{Digest, Language, Message, Timestamp, UnitKey};
use blaupause_store::bulletin_subscriptions::{self as store, Taken, Tried};
use blaupause_store::{bulletins, units};
use blaupause_support::bulletins::{Bulletin, BulletinTopic, UnitFacts};
use blaupause_support::mails::{Mail, Post, Posted};
use blaupause_support::subscriptions::{
    CONFIRM_DAYS, DigestEntry, MailDigest, MailKey, Purpose, Subscription, SubscriptionState, digest,
};
use uuid::Uuid;

use crate::bulletin_subscriptions::{DigestHour, next_mail};
use crate::messages::render;
use crate::{App, Error, Read, Write};

/// Seconds until a mail is tried again that the server did not take, by how often it was tried; then the last of them.
const WAITS: [i64; 6] = [60, 300, 1_800, 7_200, 21_600, 86_400];

/// A mail tells what there was until so many seconds before it was begun: what is published in that moment is committed by
/// then, so that nothing falls between two mails.
const LAG: i64 = 300;

/// A mail that the server says so often it will never take ends the subscription: nobody is at this address any more.
const REFUSED_FOR_GOOD: u32 = 3;

/// Sends one mail, if there is one to be sent: `true` if there was.
///
/// # Errors
/// `MailOff`; those of the store.
pub fn work(app: &App, post: &dyn Post, lease: Duration) -> Result<bool, Error> {
    let mailing = app.mailing()?;
    if !app.read_blocking(is_waiting)? {
        return Ok(false);
    }
    let (worker, seconds) = (app.new_id(), i64::try_from(lease.as_secs()).unwrap_or(i64::MAX).max(1));
    let taken = app.write_blocking(|tx| {
        let now = tx.now();
        Ok(store::take(tx.conn(), worker, (now, now.plus_seconds(seconds)))?)
    })?;
    // Another one was faster: there may be more to do.
    let Some(taken) = taken else { return Ok(true) };
    let publication = app.publication();
    let mail = app.read_blocking(|tx| written(tx, &taken, &mailing.key, &publication))?;
    let posted = mail.as_ref().map(|mail| post.post(mail));
    if let Some(Posted::Refused(reason) | Posted::Later(reason)) = &posted {
        // Servers like to repeat the address, and the log is not where people's addresses belong.
        let reason = reason.replace(taken.subscription.address.as_str(), "…");
        tracing::warn!(subscription = %taken.subscription.id, %reason, "a mail was not taken");
    }
    app.write_blocking(|tx| finish(tx, &taken, worker, posted.as_ref(), mailing.hour))?;
    Ok(true)
}

fn is_waiting(tx: &mut Read<'_>) -> Result<bool, Error> {
    let now = tx.now();
    Ok(store::is_waiting(tx.conn(), now)?)
}

/// The mail to a subscriber; nothing if there is nothing to tell.
fn written(
    tx: &mut Read<'_>,
    taken: &Taken,
    key: &MailKey,
    publication: &Publication,
) -> Result<Option<Mail>, Error> {
    let subscription = &taken.subscription;
    if subscription.is_expired(tx.now()) {
        return Ok(None);
    }
    let Some(from) = subscription.digest_from() else {
        return Ok(Some(confirmation(subscription, key, publication, taken.begun)));
    };
    let all = bulletins::told(tx.conn(), from)?;
    let unit = match &subscription.unit {
        Some(unit) => Some(UnitFacts::from(&units::by_key(tx.conn(), &UnitKey::Ars(unit.clone()))?)),
        None => None,
    };
    let all: Vec<&Bulletin> = all.iter().collect();
    let told = digest(subscription, &all, unit.as_ref(), from, taken.begun.plus_seconds(-LAG));
    Ok(told.map(|told| summary(subscription, &told, key, publication, taken.begun)))
}

/// What follows from what became of a mail; without one, there was nothing to tell. Whoever ended the subscription meanwhile
/// ended this, too, and what another worker took is that one's.
fn finish(
    tx: &mut Write<'_>,
    taken: &Taken,
    worker: Uuid,
    posted: Option<&Posted>,
    hour: DigestHour,
) -> Result<(), Error> {
    let id = taken.subscription.id;
    if !store::has(tx.conn(), id, worker)? {
        return Ok(());
    }
    let pending = matches!(taken.subscription.state, SubscriptionState::Pending { .. });
    let refused = matches!(posted, Some(Posted::Refused(_)));
    match posted {
        Some(Posted::Refused(_) | Posted::Later(_)) => {
            let Tried { attempts, refusals } = taken.tried;
            let refusals = refusals.saturating_add(refused.into());
            if refused && (pending || refusals >= REFUSED_FOR_GOOD) {
                return Ok(store::delete(tx.conn(), id)?);
            }
            let index = usize::try_from(attempts).unwrap_or(usize::MAX);
            let wait = WAITS.get(index).or(WAITS.last()).copied().unwrap_or_default();
            let tried = Tried { attempts: attempts.saturating_add(1), refusals };
            let next = tx.now().plus_seconds(wait);
            store::postpone(tx.conn(), id, tried, next)?;
        }
        Some(Posted::Accepted) | None if pending => store::schedule(tx.conn(), id, None)?,
        Some(Posted::Accepted) | None => {
            let subscription = store::by_id(tx.conn(), id)?.digested(taken.begun.plus_seconds(-LAG))?;
            store::update(tx.conn(), &subscription)?;
            store::schedule(tx.conn(), id, next_mail(&subscription, hour))?;
        }
    }
    Ok(())
}

fn confirmation(
    subscription: &Subscription,
    key: &MailKey,
    publication: &Publication,
    begun: Timestamp,
) -> Mail {
    let language = subscription.language;
    let asked = match subscription.state {
        SubscriptionState::Pending { asked: at } | SubscriptionState::Confirmed { at } => at,
    };
    let text = Message::new("mail-confirm-text")
        .with("topics", topics(subscription))
        .with("rhythm", rhythm(subscription))
        .with("until", asked.plus_seconds(CONFIRM_DAYS * 86_400).date())
        .with("link", link(publication, key, Purpose::Confirm, subscription.id))
        .with("publisher", publication.publisher());
    Mail {
        id: mail_id(subscription.id, asked),
        to: subscription.address.clone(),
        subject: render(language, &Message::new("mail-confirm-subject")),
        text: render(language, &text),
        language,
        written: begun,
        unsubscribe: None,
    }
}

fn summary(
    subscription: &Subscription,
    told: &MailDigest,
    key: &MailKey,
    publication: &Publication,
    begun: Timestamp,
) -> Mail {
    let language = subscription.language;
    let entries: Vec<String> =
        told.entries.iter().map(|entry| in_words(entry, publication, language)).collect();
    let end = link(publication, key, Purpose::Manage, subscription.id);
    let text = Message::new("mail-digest-text")
        .with("entries", entries.join("\n\n"))
        .with("topics", topics(subscription))
        .with("rhythm", rhythm(subscription))
        .with("link", &end)
        .with("publisher", publication.publisher());
    let subject =
        Message::new("mail-digest-subject").with("count", told.entries.len()).with("on", begun.date());
    Mail {
        id: mail_id(subscription.id, told.from),
        to: subscription.address.clone(),
        subject: render(language, &subject),
        text: render(language, &text),
        language,
        written: begun,
        unsubscribe: Some(end),
    }
}

/// What happened and to what, in a line; summary and note; where there is more.
fn in_words(entry: &DigestEntry, publication: &Publication, language: Language) -> String {
    let change = entry.change.as_str();
    let head = Message::new("mail-digest-head")
        .with("topic", topic(entry.topic, language))
        .with("change", change)
        .with("title", &entry.title);
    let mut lines = vec![render(language, &head)];
    lines.extend(entry.summary.clone());
    let note = |text: &String| Message::new("mail-digest-note").with("change", change).with("text", text);
    lines.extend(entry.note.as_ref().map(|text| render(language, &note(text))));
    lines.push(publication.at(&format!("/bulletins/{}", entry.bulletin)));
    lines.join("\n")
}

fn topic(topic: BulletinTopic, language: Language) -> String {
    render(language, &Message::new("mail-topic").with("topic", topic.as_str()))
}

/// What a subscription is about, in words.
pub fn topics(subscription: &Subscription) -> String {
    let language = subscription.language;
    subscription.topics.iter().map(|one| topic(*one, language)).collect::<Vec<_>>().join(", ")
}

/// How often its mails come, in a word.
pub fn rhythm(subscription: &Subscription) -> String {
    render(subscription.language, &Message::new("mail-rhythm").with("rhythm", subscription.rhythm.as_str()))
}

/// The page on which one confirms or ends; asking for it changes nothing.
fn link(publication: &Publication, key: &MailKey, purpose: Purpose, id: Uuid) -> String {
    let verb = match purpose {
        Purpose::Confirm => "confirm",
        Purpose::Manage => "unsubscribe",
    };
    let token = key.token(purpose, id);
    publication.at(&format!("/bulletin-subscriptions/{id}/{verb}?token={token}"))
}

/// The same for a mail that is tried again: whoever gets it twice sees that it is one.
fn mail_id(subscription: Uuid, from: Timestamp) -> Uuid {
    let digest = Digest::of(format!("{subscription} {from}").as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest.as_bytes()) {
        *to = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
