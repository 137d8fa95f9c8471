//! What somebody asks for, taken apart into the wishes of a demand.

use blaupause_access::Actor;
use blaupause_catalog::{Because, Requirement, VersionRange, Wanted};
use blaupause_kernel::{Slug, Version};
use blaupause_store::Error as Store;

use super::Wish;
use crate::{Error, Invalid, Read, blueprints};

/// Every wish, in the order of asking.
pub(super) fn wanted(tx: &mut Read<'_>, actor: &Actor, wishes: &[Wish]) -> Result<Vec<Wanted>, Error> {
    let mut wanted = Vec::new();
    for (index, wish) in wishes.iter().enumerate() {
        match wish {
            Wish::Module(range) => wanted.push(Requirement::Module(range.clone()).into()),
            Wish::Interface(interface) => wanted.push(Requirement::interface(interface.clone()).into()),
            Wish::Blueprint(id, version) => {
                let found = blueprint(tx, actor, id, version);
                wanted.extend(found.map_err(|error| at(format!("/wanted/{index}/blueprint"), error))?);
            }
        }
    }
    Ok(wanted)
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
