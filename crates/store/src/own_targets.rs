//! Targets that units and providers set themselves: one per model.

use blaupause_kernel::Slug;
use blaupause_maturity::{Assessed, OwnTarget};
use diesel::prelude::*;

use crate::columns::{from_json, one_changed, to_json};
use crate::schema::own_targets as targets;
use crate::{Conn, Error};

const KIND: &str = "own-target";

/// Whose target it is, as one column: a key and an id of a provider could be the same text.
fn owner(assessed: &Assessed) -> String {
    match assessed {
        Assessed::Unit(unit) => format!("unit/{unit}"),
        Assessed::Provider(provider) => format!("provider/{provider}"),
    }
}

/// The target for a model, if there is one.
///
/// # Errors
/// Those of the database.
pub fn of(conn: &mut Conn, assessed: &Assessed, model: &Slug) -> Result<Option<OwnTarget>, Error> {
    let record: Option<String> = targets::table
        .find((owner(assessed), model.as_str()))
        .select(targets::record)
        .first(conn)
        .optional()?;
    record.map(|text| from_json(KIND, &text)).transpose()
}

/// Stores a new target.
///
/// # Errors
/// `Conflict` if there is one; those of the database.
pub fn insert(conn: &mut Conn, target: &OwnTarget) -> Result<(), Error> {
    let row = (
        targets::owner.eq(owner(&target.assessed)),
        targets::model.eq(target.model.as_str()),
        targets::record.eq(to_json(KIND, target)?),
        targets::revision.eq(target.revision.get()),
    );
    let insert = diesel::insert_into(targets::table).values(row).execute(conn);
    insert.map_err(Error::on_insert(KIND, &target.model)).map(|_| ())
}

/// Stores a changed target over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, target: &OwnTarget) -> Result<(), Error> {
    let before = targets::table
        .find((owner(&target.assessed), target.model.as_str()))
        .filter(targets::revision.eq(target.revision.get().saturating_sub(1)));
    let change = (targets::record.eq(to_json(KIND, target)?), targets::revision.eq(target.revision.get()));
    let rows = diesel::update(before).set(change).execute(conn)?;
    one_changed(rows, KIND, &target.model)
}

/// Removes a target as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, target: &OwnTarget) -> Result<(), Error> {
    let same = targets::table
        .find((owner(&target.assessed), target.model.as_str()))
        .filter(targets::revision.eq(target.revision.get()));
    let rows = diesel::delete(same).execute(conn)?;
    one_changed(rows, KIND, &target.model)
}
