//! Rules in force of units and of providers: stated, changed, and seen before they end.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Date, Page, Paged};
use blaupause_resources::rules::{Holder, Rule, RuleKind, RuleTerms};
use blaupause_store::providers;
use blaupause_store::rules_in_force::{self as store, Filter};
use uuid::Uuid;

use crate::subjects::{SubjectKey, within};
use crate::{Change, Error, Expected, Read, Write, units};

/// States a rule of a unit or of a provider.
///
/// # Errors
/// No such unit or provider; `Denied`; `Invalid` with every problem; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, of: &SubjectKey, terms: RuleTerms) -> Result<Rule, Error> {
    actor.require_somewhere(Permission::EditRules)?;
    let holder = holder(&mut tx.as_read(), actor, Permission::EditRules, Permission::EditRules, of)?;
    let rule = Rule::new(tx.next_id(), holder, terms)?;
    store::insert(tx.conn(), &rule)?;
    tx.record(actor, change("rule.stated", &rule))?;
    Ok(rule)
}

/// The rules within reach, the newest first.
///
/// # Errors
/// No such unit or provider; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    of: Option<&SubjectKey>,
    kind: Option<RuleKind>,
    page: &Page,
) -> Result<Paged<Rule>, Error> {
    let filter = filter(tx, actor, of, kind, None)?;
    Ok(store::list(tx.conn(), &filter, page)?)
}

/// A rule that somebody should look at.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// The rule.
    pub rule: Rule,
    /// The day by which: its end or its review, whichever comes first.
    pub due: Date,
    /// Days until then; negative when it is over.
    pub days_left: i64,
}

/// Rules that end or are to be looked at again within some days, or should have been, the most urgent first.
///
/// # Errors
/// Those of [`list`].
pub fn reminders(
    tx: &mut Read<'_>,
    actor: &Actor,
    of: Option<&SubjectKey>,
    days: u32,
    page: &Page,
) -> Result<Paged<Reminder>, Error> {
    let today = tx.today();
    let filter = filter(tx, actor, of, None, Some(today.plus_days(days)))?;
    let found = store::due(tx.conn(), &filter, page)?;
    Ok(found.map(|(rule, due)| Reminder { rule, due, days_left: today.days_until(due) }))
}

fn filter(
    tx: &mut Read<'_>,
    actor: &Actor,
    of: Option<&SubjectKey>,
    kind: Option<RuleKind>,
    due_by: Option<Date>,
) -> Result<Filter, Error> {
    let (reach, own) = within(actor, Permission::ReadProvider, tx.today())?;
    let (unit, provider) = (Permission::ReadUnit, Permission::ReadProvider);
    let holder = of.map(|of| holder(tx, actor, unit, provider, of)).transpose()?;
    Ok(Filter { holder, kind, due_by, reach, own })
}

/// A rule.
///
/// # Errors
/// No such rule; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Rule, Error> {
    within(actor, Permission::ReadProvider, tx.today())?;
    let rule = store::by_id(tx.conn(), id)?;
    holder(tx, actor, Permission::ReadUnit, Permission::ReadProvider, &key(&rule.holder))?;
    Ok(rule)
}

/// States a rule anew.
///
/// # Errors
/// No such rule; `Denied`; `Stale`; `Invalid` with every problem; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    terms: RuleTerms,
) -> Result<Rule, Error> {
    let rule = to_change(tx, actor, id, expected)?.change(terms)?;
    store::update(tx.conn(), &rule)?;
    tx.record(actor, change("rule.changed", &rule))?;
    Ok(rule)
}

/// Removes a rule that was stated by mistake. One that no longer holds gets an end instead.
///
/// # Errors
/// No such rule; `Denied`; `Stale`; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<(), Error> {
    let rule = to_change(tx, actor, id, expected)?;
    store::delete(tx.conn(), &rule)?;
    tx.record(actor, change("rule.deleted", &rule))
}

fn to_change(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Rule, Error> {
    actor.require_somewhere(Permission::EditRules)?;
    let rule = store::by_id(tx.conn(), id)?;
    let of = key(&rule.holder);
    holder(&mut tx.as_read(), actor, Permission::EditRules, Permission::EditRules, &of)?;
    expected.check(rule.revision)?;
    Ok(rule)
}

fn key(holder: &Holder) -> SubjectKey {
    match holder {
        Holder::Unit(unit) => SubjectKey::Unit(blaupause_kernel::UnitKey::Ars(unit.clone())),
        Holder::Provider(provider) => SubjectKey::Provider(provider.clone()),
    }
}

/// For whom a rule holds, for an actor who has the permission with it.
fn holder(
    tx: &mut Read<'_>,
    actor: &Actor,
    of_unit: Permission,
    of_provider: Permission,
    key: &SubjectKey,
) -> Result<Holder, Error> {
    match key {
        SubjectKey::Unit(key) => Ok(Holder::Unit(units::of_actor(tx, actor, of_unit, key)?.unit.ars)),
        SubjectKey::Provider(id) => {
            actor.require(of_provider, Owner::Provider(id))?;
            Ok(Holder::Provider(providers::by_id(tx.conn(), id)?.provider.id))
        }
    }
}

fn change(kind: &'static str, rule: &Rule) -> Change {
    let change = Change::new(kind, format!("/rules-in-force/{}", rule.id));
    match &rule.holder {
        Holder::Unit(unit) => change.of_unit(unit),
        Holder::Provider(provider) => change.of_provider(provider),
    }
}
