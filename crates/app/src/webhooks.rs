//! Webhooks: who lets which system be told what. Sending is `webhook_deliveries`.

use blaupause_access::{Actor, Owner as Whose, Permission};
use blaupause_kernel::{Page, Paged, Slug, UnitKey};
use blaupause_store::{providers, webhooks as store};
use blaupause_webhooks::{Disabled, Owner, Secret, Webhook, Wishes};
use uuid::Uuid;

use crate::subjects::reach;
use crate::{Change, Error, Expected, Read, Write, journal, units};

/// How many webhooks an owner may have.
const MOST_PER_OWNER: usize = 20;

/// Whose webhook is wished.
#[derive(Debug, Clone)]
pub enum OwnerKey {
    /// A unit's.
    Unit(UnitKey),
    /// A provider's.
    Provider(Slug),
    /// Nobody's in particular.
    Everyone,
}

/// Makes a webhook; its secret is known from then on to the service and to whoever asked.
///
/// # Errors
/// `Denied` unless the actor may manage webhooks of the owner and read what its events are about; no such owner; a target
/// that is not allowed; `TooMany`; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, owner: &OwnerKey, wishes: Wishes) -> Result<Webhook, Error> {
    actor.require_somewhere(Permission::ManageWebhooks)?;
    let owner = owner_of(tx, owner)?;
    require(&mut tx.as_read(), actor, Permission::ManageWebhooks, &owner)?;
    require_reading(&mut tx.as_read(), actor, &owner)?;
    wishes.target.check(tx.networks())?;
    if store::count_of(tx.conn(), &owner)? >= MOST_PER_OWNER {
        return Err(blaupause_webhooks::Error::TooMany(MOST_PER_OWNER).into());
    }
    // It is about what happens from now on: what happened before has its position first.
    journal::number_pending(tx)?;
    let now = tx.now();
    let webhook = Webhook::new(tx.next_id(), owner, wishes, tx.next_secret()?, now);
    store::insert(tx.conn(), &webhook, now)?;
    tx.record(actor, change("webhook.created", &webhook))?;
    Ok(webhook)
}

/// The webhooks an actor may see, by id.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, page: &Page) -> Result<Paged<Webhook>, Error> {
    let reach = reach(actor, Permission::ReadWebhooks, tx.today())?;
    Ok(store::list(tx.conn(), &reach, page)?)
}

/// A webhook.
///
/// # Errors
/// No such webhook; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Webhook, Error> {
    with(tx, actor, Permission::ReadWebhooks, id)
}

/// A webhook, for an actor who may do this with it.
pub(crate) fn with(
    tx: &mut Read<'_>,
    actor: &Actor,
    permission: Permission,
    id: Uuid,
) -> Result<Webhook, Error> {
    actor.require_somewhere(permission)?;
    let webhook = store::by_id(tx.conn(), id)?;
    require(tx, actor, permission, &webhook.owner)?;
    Ok(webhook)
}

/// Changes where messages go and what they are about.
///
/// # Errors
/// Those of [`get`]; `Denied` if the actor may not read what the events are about; `Stale`; a target that is not allowed.
pub fn change_wishes(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    wishes: Wishes,
) -> Result<Webhook, Error> {
    let webhook = to_change(tx, actor, id, expected)?;
    require_reading(&mut tx.as_read(), actor, &webhook.owner)?;
    wishes.target.check(tx.networks())?;
    if wishes.target != webhook.target {
        // Another receiver: what the old one did not answer says nothing about it.
        store::set_failures(tx.conn(), id, (0, None))?;
    }
    save(tx, actor, "webhook.changed", webhook.change(wishes))
}

/// Sends no messages until it is enabled; they are kept.
///
/// # Errors
/// Those of [`get`]; `Stale`; `WrongState`.
pub fn disable(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Webhook, Error> {
    let webhook = to_change(tx, actor, id, expected)?.disable(Disabled::ByHand)?;
    save(tx, actor, "webhook.disabled", webhook)
}

/// Sends what was kept, at once, and what comes.
///
/// # Errors
/// Those of [`change_wishes`]; `WrongState`.
pub fn enable(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Webhook, Error> {
    let webhook = to_change(tx, actor, id, expected)?.enable()?;
    require_reading(&mut tx.as_read(), actor, &webhook.owner)?;
    webhook.target.check(tx.networks())?;
    store::set_failures(tx.conn(), id, (0, None))?;
    save(tx, actor, "webhook.enabled", webhook)
}

/// Signs with a new secret, and for some hours with the one before as well.
///
/// # Errors
/// Those of [`change_wishes`]; `KeptTooLong`.
pub fn rotate(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    keep_hours: u32,
) -> Result<Webhook, Error> {
    let webhook = to_change(tx, actor, id, expected)?;
    require_reading(&mut tx.as_read(), actor, &webhook.owner)?;
    let (secret, now): (Secret, _) = (tx.next_secret()?, tx.now());
    save(tx, actor, "webhook.secretRotated", webhook.rotate(secret, keep_hours, now)?)
}

/// Removes a webhook with everything that was or was to be sent.
///
/// # Errors
/// Those of [`get`]; `Stale`.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<(), Error> {
    let webhook = to_change(tx, actor, id, expected)?;
    store::delete(tx.conn(), &webhook)?;
    tx.record(actor, change("webhook.deleted", &webhook))
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Webhook, Error> {
    let webhook = with(&mut tx.as_read(), actor, Permission::ManageWebhooks, id)?;
    expected.check(webhook.revision)?;
    Ok(webhook)
}

fn save(tx: &mut Write<'_>, actor: &Actor, kind: &'static str, webhook: Webhook) -> Result<Webhook, Error> {
    store::update(tx.conn(), &webhook)?;
    tx.record(actor, change(kind, &webhook))?;
    Ok(webhook)
}

/// The change as the logs tell it: never with a secret.
pub(crate) fn change(kind: &'static str, webhook: &Webhook) -> Change {
    let change = Change::new(kind, format!("/webhooks/{}", webhook.id));
    let data = serde_json::json!({"target": webhook.target.place(), "state": webhook.state});
    match &webhook.owner {
        Owner::Unit(unit) => change.of_unit(unit),
        Owner::Provider(provider) => change.of_provider(provider),
        Owner::Everyone => change,
    }
    .with(data)
}

fn owner_of(tx: &mut Write<'_>, key: &OwnerKey) -> Result<Owner, Error> {
    Ok(match key {
        OwnerKey::Unit(key) => Owner::Unit(blaupause_store::units::by_key(tx.conn(), key)?.ars),
        OwnerKey::Provider(id) => Owner::Provider(providers::by_id(tx.conn(), id)?.provider.id),
        OwnerKey::Everyone => Owner::Everyone,
    })
}

fn require(tx: &mut Read<'_>, actor: &Actor, permission: Permission, owner: &Owner) -> Result<(), Error> {
    match owner {
        Owner::Unit(unit) => units::of_actor(tx, actor, permission, &UnitKey::Ars(unit.clone())).map(drop),
        Owner::Provider(provider) => Ok(actor.require(permission, Whose::Provider(provider))?),
        Owner::Everyone => Ok(actor.require(permission, Whose::Everyone)?),
    }
}

/// What its messages tell may be for those only who may read the unit or provider: nobody sends it elsewhere who may not.
pub(crate) fn require_reading(tx: &mut Read<'_>, actor: &Actor, owner: &Owner) -> Result<(), Error> {
    let permission = match owner {
        Owner::Unit(_) => Permission::ReadUnit,
        Owner::Provider(_) => Permission::ReadProvider,
        Owner::Everyone => return Ok(()),
    };
    require(tx, actor, permission, owner)
}
