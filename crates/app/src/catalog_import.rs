//! Module versions from files, as the command line imports them: the text itself names its module.

use blaupause_access::Actor;

use crate::modules::{PublishedVersion, keep, of_actor, read};
use crate::{Error, Write};

/// Publishes a module version from its YAML or JSON text. Its module has to exist: an import makes none.
///
/// # Errors
/// `Invalid` with every problem of the text; no such module; `Denied`; a version that exists already; those of the
/// store.
pub fn publish_version(tx: &mut Write<'_>, actor: &Actor, text: &str) -> Result<PublishedVersion, Error> {
    actor.subject()?;
    let version = read(text)?;
    let module = of_actor(tx, actor, &version.module)?;
    keep(tx, actor, &module, version)
}
