//! What somebody asks for, taken apart into the wishes of a demand.

use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_catalog::{
    Because, Catalog, Installation, ModulePin, Obligation, Requirement, VersionRange, Wanted,
};
use blaupause_kernel::{Ars, Date, Message, Slug, Version};
use blaupause_store::{Error as Store, adoptions, standard_versions, standards};

use super::{OpenRequirement, Wish};
use crate::standard_standings::{holdings, levels};
use crate::{Error, Invalid, Read, blueprints};

/// Where a plan starts.
pub(super) struct Start<'s> {
    pub unit: &'s Ars,
    pub installed: &'s [Installation],
    pub catalog: &'s Arc<Catalog>,
    pub on: Date,
}

/// Every wish, in the order of asking, and what of the standards no module can fulfil.
pub(super) fn wanted(
    tx: &mut Read<'_>,
    actor: &Actor,
    start: &Start<'_>,
    wishes: &[Wish],
) -> Result<(Vec<Wanted>, Vec<OpenRequirement>), Error> {
    let (mut wanted, mut open) = (Vec::new(), Vec::new());
    for (index, wish) in wishes.iter().enumerate() {
        match wish {
            Wish::Module(range) => wanted.push(Requirement::Module(range.clone()).into()),
            Wish::Interface(interface) => wanted.push(Requirement::interface(interface.clone()).into()),
            Wish::Blueprint(id, version) => {
                let found = blueprint(tx, actor, id, version);
                wanted.extend(found.map_err(|error| at(format!("/wanted/{index}/blueprint"), error))?);
            }
            Wish::Standard { id, on, at_least } => {
                let asked = (id, on.unwrap_or(start.on), *at_least);
                let pointer = format!("/wanted/{index}/minimumStandard");
                let (more, left) =
                    standard(tx, start, asked, &pointer).map_err(|error| at(pointer.clone(), error))?;
                wanted.extend(more);
                open.extend(left);
            }
        }
    }
    Ok((wanted, open))
}

/// What the version of a standard asks for that is binding on a day.
fn standard(
    tx: &mut Read<'_>,
    start: &Start<'_>,
    (id, on, at_least): (&Slug, Date, Obligation),
    pointer: &str,
) -> Result<(Vec<Wanted>, Vec<OpenRequirement>), Error> {
    let standard = standards::by_id(tx.conn(), id)?;
    let versions = standard_versions::of_standard(tx.conn(), id)?;
    let binding = standard.timeline.binding_on(on).and_then(|binding| versions.get(&binding.version));
    let Some(version) = binding else {
        let message = Message::new("standard-not-binding").with("standard", id).with("date", on);
        return Err(Error::invalid(pointer, message));
    };
    let levels = levels(tx, std::iter::once(version), Some(std::slice::from_ref(start.unit)))?;
    let pins: Vec<ModulePin> = start.installed.iter().map(Installation::pin).collect();
    let used = adoptions::in_use(tx.conn(), std::slice::from_ref(start.unit), on)?;
    let holdings = holdings(start.catalog, &pins, levels.get(start.unit), used.get(start.unit));
    let (wanted, open) = version.wanted(start.catalog, &holdings, at_least);
    let open = open.into_iter().map(|requirement| OpenRequirement {
        standard: id.clone(),
        version: version.version.clone(),
        requirement,
    });
    Ok((wanted, open.collect()))
}

/// What a blueprint needs before and what it brings: of this the version that was proven rather than another one it
/// allows.
fn blueprint(tx: &mut Read<'_>, actor: &Actor, id: &Slug, version: &Version) -> Result<Vec<Wanted>, Error> {
    let stored = blueprints::version(tx, actor, id, version)?;
    let document = stored.document();
    let because = || Because::Blueprint { id: id.clone(), version: version.clone() };
    let needed = document.prerequisites.modules.iter();
    let needed =
        needed.map(|range| Wanted { any_of: vec![Requirement::Module(range.clone())], because: because() });
    let brought = document.modules.iter().map(|locked| {
        let exactly = format!("={}", locked.version).parse::<VersionRange>().ok();
        let ranges = exactly.into_iter().chain([locked.range.clone()]);
        let any_of = ranges.map(|range| Requirement::module(locked.module.clone(), range)).collect();
        Wanted { any_of, because: because() }
    });
    Ok(needed.chain(brought).collect())
}

/// Something named in the request that is not there makes the request wrong, not the address.
fn at(pointer: String, error: Error) -> Error {
    match error {
        Error::Store(Store::NotFound { .. }) => {
            let message = blaupause_kernel::Described::message(&error);
            Error::Invalid(vec![Invalid { pointer, message }])
        }
        other => other,
    }
}
