//! Equipment from a table: all of it or none. The table says everything about the units it names: their plans are stated anew.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Ars, Message, Revision};
use blaupause_resources::equipment::{EquipmentPlan, EquipmentRow, read_sheet};
use blaupause_store::equipment_plans as store;
use blaupause_territory::{Defect, MAX_DEFECTS};

use crate::equipment_plans::keep;
use crate::named_units::{NamedUnits, refused};
use crate::{Error, Read, Write};

/// What an import does, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Units that get a plan.
    pub created: usize,
    /// Units whose plan is stated anew.
    pub changed: usize,
    /// Units whose plan is there as the table says.
    pub unchanged: usize,
    /// Devices in all of these plans.
    pub devices: u64,
}

/// Lets those pass who may state the equipment of any unit, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    Ok(actor.require_somewhere(Permission::EditEquipment)?)
}

/// Reads a table.
///
/// # Errors
/// `Invalid` with line and field of every defect.
pub fn read_file(bytes: &[u8]) -> Result<Vec<EquipmentRow>, Error> {
    read_sheet(bytes).map_err(refused)
}

/// Says what importing a table would do; writes nothing.
///
/// # Errors
/// `Denied` for a unit the actor may not edit; `Invalid` with the line of every unit that is not there and of every number
/// that contradicts another; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, rows: &[EquipmentRow]) -> Result<Imported, Error> {
    Ok(prepare(tx, actor, rows)?.1)
}

/// Imports a table.
///
/// # Errors
/// Those of [`plan`].
pub fn import(tx: &mut Write<'_>, actor: &Actor, rows: &[EquipmentRow]) -> Result<Imported, Error> {
    let (plans, imported) = prepare(&mut tx.as_read(), actor, rows)?;
    for (plan, known) in &plans {
        keep(tx, actor, plan, *known)?;
    }
    Ok(imported)
}

type Prepared = (Vec<(EquipmentPlan, bool)>, Imported);

fn prepare(tx: &mut Read<'_>, actor: &Actor, rows: &[EquipmentRow]) -> Result<Prepared, Error> {
    may_import(actor)?;
    let named = rows.iter().map(|row| &row.unit);
    let units = NamedUnits::load(tx, actor, Permission::EditEquipment, named)?;
    let mut plans = BTreeMap::<Ars, EquipmentPlan>::new();
    let mut defects = Vec::new();
    let today = tx.today();
    for row in rows {
        let mut note = |column: usize, message| defects.push(Defect::new(row.line, column, message));
        let Some(unit) = units.of(&row.unit) else {
            note(1, Message::new("unit-not-found").with("id", &row.unit));
            continue;
        };
        if row.batch.bought > today {
            note(
                4,
                Message::new("equipment-bought-later").with("date", row.batch.bought).with("as-of", today),
            );
        }
        let plan = plans.entry(unit.clone()).or_insert_with(|| EquipmentPlan {
            unit: unit.clone(),
            as_of: today,
            batches: Vec::new(),
            workplaces: None,
            staff: None,
            revision: Revision::FIRST,
        });
        for (column, said, kept) in
            [(7, row.workplaces, &mut plan.workplaces), (8, row.staff, &mut plan.staff)]
        {
            match (said, &kept) {
                (Some(said), Some(before)) if said != *before => {
                    note(column, Message::new("sheet-other-number").with("value", before));
                }
                (Some(said), _) => *kept = Some(said),
                (None, _) => {}
            }
        }
        plan.batches.push(row.batch.clone());
    }
    if !defects.is_empty() {
        defects.truncate(MAX_DEFECTS);
        return Err(refused(defects));
    }
    let mut there = store::of_units(tx.conn(), &units.all())?;
    let (mut found, mut imported) = (Vec::new(), Imported::default());
    for (unit, plan) in plans {
        plan.check()?;
        imported.devices += plan.batches.iter().map(|batch| u64::from(batch.quantity)).sum::<u64>();
        match there.remove(&unit) {
            None => found.push((plan, false)),
            Some(before) if same(&before, &plan) => imported.unchanged += 1,
            Some(before) => {
                found.push((EquipmentPlan { revision: before.revision.next(), ..plan }, true));
            }
        }
    }
    imported.changed = found.iter().filter(|(_, known)| *known).count();
    imported.created = found.len() - imported.changed;
    Ok((found, imported))
}

/// Whether two plans say the same, whenever they were stated.
fn same(a: &EquipmentPlan, b: &EquipmentPlan) -> bool {
    (&a.batches, a.workplaces, a.staff) == (&b.batches, b.workplaces, b.staff)
}
