//! Bulletins by mail: whoever has an address asks, confirms, changes and ends, with the tokens that came to that address. No
//! account is needed, and nobody learns from an answer which addresses are known.

use std::collections::BTreeSet;

use blaupause_kernel::{Language, Timestamp, UnitKey};
use blaupause_store::{bulletin_subscriptions as store, units};
use blaupause_support::Error as Support;
use blaupause_support::bulletins::BulletinTopic;
use blaupause_support::subscriptions::{
    CONFIRM_DAYS, EmailAddress, MailKey, Purpose, Rhythm, Subscription, SubscriptionState, Wishes,
};
use uuid::Uuid;

use crate::error::at;
use crate::{Error, Expected, Read, Write};

/// Mails that ask for a confirmation, to one address within a day: more would be a way to bother somebody.
pub const MOST_A_DAY: i64 = 3;

/// Subscriptions that wait to be confirmed, of all addresses: more is nobody's interest in bulletins.
const MOST_PENDING: usize = 10_000;

/// How mail with bulletins is sent.
#[derive(Debug, Clone)]
pub struct Mailing {
    /// What the tokens in links follow from.
    pub key: MailKey,
    /// The hour of the day, in UTC, at which mails come.
    pub hour: DigestHour,
}

/// An hour of the day, from 1 to 23: at midnight, what was told would still be the day before, and the mail of the day due
/// again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestHour(u8);

impl DigestHour {
    /// An hour from 1 to 23.
    pub fn new(hour: u8) -> Option<Self> {
        (1..24).contains(&hour).then_some(Self(hour))
    }
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What about.
    pub topics: BTreeSet<BulletinTopic>,
    /// In which language.
    pub language: Language,
    /// How often.
    pub rhythm: Rhythm,
    /// Their unit.
    pub unit: Option<UnitKey>,
}

impl Wanted {
    fn resolved(self, tx: &mut Read<'_>) -> Result<Wishes, Error> {
        let Self { topics, language, rhythm, unit } = self;
        let known = |key| units::by_key(tx.conn(), &key).map_err(Error::from).map_err(at("/unit"));
        let unit = unit.map(known).transpose()?.map(|unit| unit.ars);
        let wishes = Wishes { topics, language, rhythm, unit };
        wishes.check()?;
        Ok(wishes)
    }
}

/// Asks for bulletins by mail. A mail is sent that asks for confirmation; not more than three a day to one address, and then
/// nothing happens, of which nothing is said.
///
/// # Errors
/// `Invalid`, also for an unknown unit; `Full` if too many wait to be confirmed; those of the store.
pub fn request(tx: &mut Write<'_>, address: EmailAddress, wanted: Wanted) -> Result<(), Error> {
    let wishes = wanted.resolved(&mut tx.as_read())?;
    let now = tx.now();
    if store::pending_of(tx.conn(), &address, now.plus_seconds(-86_400))? >= MOST_A_DAY {
        return Ok(());
    }
    if store::pending(tx.conn())? >= i64::try_from(MOST_PENDING).unwrap_or(i64::MAX) {
        return Err(Support::Full { kind: "subscriptions", most: MOST_PENDING }.into());
    }
    let subscription = Subscription::request(tx.next_id(), address, wishes, now)?;
    Ok(store::insert(tx.conn(), &subscription, now)?)
}

/// Looks whether a token belongs to a subscription, and changes nothing.
///
/// # Errors
/// `WrongToken`; no such subscription; those of the store.
pub fn get(
    tx: &mut Read<'_>,
    key: &MailKey,
    purpose: Purpose,
    id: Uuid,
    token: &str,
) -> Result<Subscription, Error> {
    key.verify(purpose, id, token)?;
    Ok(store::by_id(tx.conn(), id)?)
}

/// Confirms the address; it takes the place of what was confirmed for it before. Once more changes nothing.
///
/// # Errors
/// `WrongToken`; no such subscription, also because it was not confirmed in time; `Expired`; those of the store.
pub fn confirm(tx: &mut Write<'_>, mailing: &Mailing, id: Uuid, token: &str) -> Result<Subscription, Error> {
    let subscription = get(&mut tx.as_read(), &mailing.key, Purpose::Confirm, id, token)?;
    if matches!(subscription.state, SubscriptionState::Confirmed { .. }) {
        return Ok(subscription);
    }
    let subscription = subscription.confirm(tx.now())?;
    store::delete_others(tx.conn(), &subscription)?;
    store::update(tx.conn(), &subscription)?;
    store::schedule(tx.conn(), id, next_mail(&subscription, mailing.hour))?;
    Ok(subscription)
}

/// Changes what a subscriber wants.
///
/// # Errors
/// `WrongToken`; no such subscription; `Stale`; `WrongState` unless it is confirmed; `Invalid`; those of the store.
pub fn change(
    tx: &mut Write<'_>,
    mailing: &Mailing,
    (id, token): (Uuid, &str),
    expected: Expected,
    wanted: Wanted,
) -> Result<Subscription, Error> {
    let subscription = get(&mut tx.as_read(), &mailing.key, Purpose::Manage, id, token)?;
    expected.check(subscription.revision)?;
    let wishes = wanted.resolved(&mut tx.as_read())?;
    let subscription = subscription.change(wishes)?;
    store::update(tx.conn(), &subscription)?;
    store::reschedule(tx.conn(), id, next_mail(&subscription, mailing.hour))?;
    Ok(subscription)
}

/// Ends a subscription: everything that was kept of it is deleted. Once more changes nothing.
///
/// # Errors
/// `WrongToken`; those of the store.
pub fn end(tx: &mut Write<'_>, key: &MailKey, id: Uuid, token: &str) -> Result<(), Error> {
    key.verify(Purpose::Manage, id, token)?;
    Ok(store::delete(tx.conn(), id)?)
}

/// Deletes the addresses that nobody confirmed in time; says how many.
///
/// # Errors
/// Those of the store.
pub fn forget(tx: &mut Write<'_>) -> Result<usize, Error> {
    let before = tx.now().plus_seconds(-CONFIRM_DAYS * 86_400);
    Ok(store::delete_expired(tx.conn(), before)?)
}

/// The next mail comes at the hour of the day on which one is due.
pub(crate) fn next_mail(subscription: &Subscription, DigestHour(hour): DigestHour) -> Option<Timestamp> {
    subscription.due_on().map(|day| day.begins().plus_seconds(i64::from(hour) * 3_600))
}
