//! Equipment plans of units, and what falls due for renewal: of one unit, or of all that a provider serves.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Ars, Date, Message, Quarter, Revision, UnitKey};
use blaupause_resources::equipment::{
    Batch, DeviceClass, EquipmentPlan, Forecast, MAX_LIFETIME, budget, forecast, together,
};
use blaupause_store::{Error as Store, equipment_plans as store, providers, running_modules};

pub use blaupause_resources::equipment::{BudgetLine, Prices};

use crate::subjects::SubjectKey;
use crate::{Change, Error, Expected, Invalid, Read, Write, units};

/// Most quarters of a forecast.
const MAX_QUARTERS: u32 = 80;

/// What a unit says it has.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The day whose state it describes; today if not said.
    pub as_of: Option<Date>,
    /// What it has.
    pub batches: Vec<Batch>,
    /// Places to work at.
    pub workplaces: Option<u32>,
    /// People who work for it.
    pub staff: Option<u32>,
}

/// The plan of a unit.
///
/// # Errors
/// No such unit or plan; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, unit: &UnitKey) -> Result<EquipmentPlan, Error> {
    let unit = units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars;
    of(tx, &unit)
}

fn of(tx: &mut Read<'_>, unit: &Ars) -> Result<EquipmentPlan, Error> {
    store::find(tx.conn(), unit)?.ok_or_else(|| Store::not_found("equipment-plan", unit).into())
}

/// States what a unit has, for the first time or anew.
///
/// # Errors
/// No such unit; `Denied`; `Unconditional` or `Stale`; `Invalid` with every problem; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    unit: &UnitKey,
    expected: Option<Expected>,
    stated: Stated,
) -> Result<EquipmentPlan, Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::EditEquipment, unit)?.unit.ars;
    let before = store::find(tx.conn(), &unit)?;
    Expected::check_put(expected, before.as_ref().map(|before| before.revision))?;
    let today = tx.today();
    let Stated { as_of, batches, workplaces, staff } = stated;
    let as_of = as_of.unwrap_or(today);
    if as_of > today {
        let message = Message::new("equipment-as-of-later").with("date", as_of).with("today", today);
        return Err(Error::invalid("/asOf", message));
    }
    let revision = before.as_ref().map_or(Revision::FIRST, |before| before.revision.next());
    let plan = EquipmentPlan { unit, as_of, batches, workplaces, staff, revision };
    plan.check()?;
    keep(tx, actor, &plan, before.is_some())?;
    Ok(plan)
}

pub(crate) fn keep(
    tx: &mut Write<'_>,
    actor: &Actor,
    plan: &EquipmentPlan,
    known: bool,
) -> Result<(), Error> {
    if known {
        store::update(tx.conn(), plan)?
    } else {
        store::insert(tx.conn(), plan)?
    }
    tx.record(actor, change("equipmentPlan.put", &plan.unit))
}

/// Removes the plan of a unit.
///
/// # Errors
/// No such unit or plan; `Denied`; `Stale`; those of the store.
pub fn delete(tx: &mut Write<'_>, actor: &Actor, unit: &UnitKey, expected: Expected) -> Result<(), Error> {
    let unit = units::of_actor(&mut tx.as_read(), actor, Permission::EditEquipment, unit)?.unit.ars;
    let plan = of(&mut tx.as_read(), &unit)?;
    expected.check(plan.revision)?;
    store::delete(tx.conn(), &plan)?;
    tx.record(actor, change("equipmentPlan.deleted", &unit))
}

fn change(kind: &'static str, unit: &Ars) -> Change {
    Change::new(kind, format!("/municipalities/{unit}/equipment-plan")).of_unit(unit)
}

/// What is to be foreseen.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The first quarter; the current one if not said.
    pub from: Option<Quarter>,
    /// How many.
    pub quarters: u32,
    /// Other lifetimes, in months.
    pub lifetimes: BTreeMap<DeviceClass, u32>,
    /// The price of one device.
    pub prices: Prices,
}

/// What falls due.
#[derive(Debug, Clone)]
pub struct Foreseen {
    /// The first quarter.
    pub from: Quarter,
    /// All units together.
    pub forecast: Forecast,
    /// What it costs, by quarter.
    pub budget: Vec<BudgetLine>,
    /// Units that have a plan, with what falls due in each.
    pub units: Vec<(Ars, Forecast)>,
    /// Units without a plan.
    pub without: Vec<Ars>,
}

/// What falls due for renewal from a quarter on: in one unit, or in all units that a provider serves.
///
/// # Errors
/// No such unit or provider; `Denied`; `Invalid` for numbers out of range; those of the store.
pub fn foresee(tx: &mut Read<'_>, actor: &Actor, of: &SubjectKey, asked: &Asked) -> Result<Foreseen, Error> {
    check(asked)?;
    let today = tx.today();
    let keys: Vec<Ars> = match of {
        SubjectKey::Unit(unit) => vec![units::of_actor(tx, actor, Permission::ReadUnit, unit)?.unit.ars],
        SubjectKey::Provider(id) => {
            actor.require_somewhere(Permission::ReadServiceArea)?;
            let provider = providers::by_id(tx.conn(), id)?.provider.id;
            actor.require(Permission::ReadServiceArea, Owner::Provider(&provider))?;
            let served = running_modules::units_of(tx.conn(), &provider, today)?;
            served.into_iter().map(|unit| unit.ars).collect()
        }
    };
    let plans = store::of_units(tx.conn(), &keys)?;
    let from = asked.from.unwrap_or_else(|| Quarter::of(today));
    let without = keys.into_iter().filter(|unit| !plans.contains_key(unit)).collect();
    let one =
        |(unit, plan): (Ars, EquipmentPlan)| (unit, forecast(&plan, from, asked.quarters, &asked.lifetimes));
    let units: Vec<(Ars, Forecast)> = plans.into_iter().map(one).collect();
    let all = together(units.iter().map(|(_, forecast)| forecast));
    let budget = budget(&all, &asked.prices)?;
    Ok(Foreseen { from, forecast: all, budget, units, without })
}

fn check(asked: &Asked) -> Result<(), Error> {
    let range = |least: u32, most: u32| {
        Message::new("resources-out-of-range").with("least", least).with("most", most)
    };
    let mut places = Vec::new();
    if !(1..=MAX_QUARTERS).contains(&asked.quarters) {
        places.push(Invalid { pointer: "/quarters".to_owned(), message: range(1, MAX_QUARTERS) });
    }
    for (class, months) in &asked.lifetimes {
        if !(1..=MAX_LIFETIME).contains(months) {
            let pointer = format!("/lifetimes/{}", class.as_str());
            places.push(Invalid { pointer, message: range(1, MAX_LIFETIME) });
        }
    }
    for (class, _) in asked.prices.0.iter().filter(|(_, price)| price.hundredths() < 0) {
        let pointer = format!("/prices/{}", class.as_str());
        places.push(Invalid { pointer, message: Message::new("resources-negative") });
    }
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}
