//! Code lists: import their versions, look codes up.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Owner, Permission};
use blaupause_interchange::Unusable;
use blaupause_interchange::code_lists::{self as format, CodeList, ListVersion, Reading};
use blaupause_kernel::{Message, Page, Paged, Slug, to_canonical_json};
use blaupause_store::maturity_models::Published;
use blaupause_store::{Error as Store, code_lists as store};

pub use blaupause_store::code_lists::{Filter, Listed, StoredVersion};

use crate::error::located;
use crate::{Change, Error, Read, Write};

/// What an import made, or would make.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The list.
    pub id: Slug,
    /// Its version, and the assumptions it was read with.
    pub reading: Reading,
    /// The version as it is stored.
    pub published: Published,
    /// Whether the list is new.
    pub new_list: bool,
    /// Whether the version is new; else it is there with the same content.
    pub new_version: bool,
}

/// Lets those pass who may import code lists, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    Ok(actor.require(Permission::ImportCodeLists, Owner::Everyone)?)
}

/// Reads a list from Genericode or from the JSON of XRepository.
///
/// # Errors
/// `Invalid` with line or pointer of every fault.
pub fn read_file(bytes: &[u8]) -> Result<Reading, Error> {
    let place = |fault: blaupause_interchange::Fault| located(fault.path, fault.line, fault.message);
    format::read(bytes).map_err(|Unusable(faults)| Error::Invalid(faults.into_iter().map(place).collect()))
}

/// Says what importing a list under an id would make; writes nothing. Without an id, that of the list with the same URI
/// is taken, else one made of the URI.
///
/// # Errors
/// `Denied`; `Invalid` for an id of another list, for a list that has another id, and for a version that is there with
/// other content; those of the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, reading: Reading, id: Option<Slug>) -> Result<Imported, Error> {
    may_import(actor)?;
    let list = &reading.list;
    let known = store::by_uri(tx.conn(), &list.uri)?;
    let id = match (&known, id) {
        (Some(known), Some(id)) if known.id != id => {
            return Err(Error::invalid("", Message::new("code-list-other-id").with("id", &known.id)));
        }
        (Some(known), _) => known.id.clone(),
        (None, Some(id)) => id,
        (None, None) => {
            list.suggested_id().ok_or_else(|| Error::invalid("", Message::new("code-list-id-missing")))?
        }
    };
    if known.is_none() {
        match store::by_id(tx.conn(), &id) {
            Ok(other) => {
                let message = Message::new("code-list-id-taken").with("id", &id).with("uri", other.uri);
                return Err(Error::invalid("", message));
            }
            Err(Store::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let document = to_canonical_json(list).map_err(|e| Error::Internal(e.to_string()))?;
    let hash = blaupause_kernel::Digest::of(document.as_bytes());
    let stored = store::versions(tx.conn(), &id)?.into_iter().find(|stored| stored.version == list.version);
    if stored.as_ref().is_some_and(|stored| stored.hash != hash) {
        let message =
            Message::new("code-list-version-differs").with("id", &id).with("version", &list.version);
        return Err(Error::invalid("", message));
    }
    Ok(Imported {
        id,
        reading,
        published: Published { document, hash },
        new_list: known.is_none(),
        new_version: stored.is_none(),
    })
}

/// Imports a version of a list. One that is there with the same content stays as it is.
///
/// # Errors
/// Those of [`plan`].
pub fn import(
    tx: &mut Write<'_>,
    actor: &Actor,
    reading: Reading,
    id: Option<Slug>,
) -> Result<Imported, Error> {
    let imported = plan(&mut tx.as_read(), actor, reading, id)?;
    if !imported.new_version {
        return Ok(imported);
    }
    let (id, list) = (&imported.id, &imported.reading.list);
    if imported.new_list {
        let listed = Listed { id: id.clone(), uri: list.uri.clone(), name: list.name.clone() };
        store::insert(tx.conn(), &listed)?;
    } else {
        store::rename(tx.conn(), id, &list.name)?;
    }
    let now = tx.now();
    store::insert_version(tx.conn(), id, list, &imported.published, actor.subject()?, now)?;
    let subject = format!("/code-lists/{id}/versions/{}", list.version);
    tx.record(actor, Change::new("codeList.imported", subject))?;
    Ok(imported)
}

/// Lists by id.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, filter: &Filter, page: &Page) -> Result<Paged<Listed>, Error> {
    Ok(store::list(tx.conn(), filter, page)?)
}

/// A list with its versions in the order of their import.
///
/// # Errors
/// No such list; those of the store.
pub fn get(tx: &mut Read<'_>, id: &Slug) -> Result<(Listed, Vec<StoredVersion>), Error> {
    let listed = store::by_id(tx.conn(), id)?;
    let versions = store::versions(tx.conn(), id)?;
    Ok((listed, versions))
}

/// A version of a list as it is stored.
///
/// # Errors
/// No such version; those of the store.
pub fn document(tx: &mut Read<'_>, id: &Slug, version: &ListVersion) -> Result<Published, Error> {
    Ok(store::document(tx.conn(), id, version)?)
}

/// The values that belong to a code, by the id of their column.
///
/// # Errors
/// No such version, or no such code in it; those of the store.
pub fn code(
    tx: &mut Read<'_>,
    id: &Slug,
    version: &ListVersion,
    code: &str,
) -> Result<BTreeMap<String, String>, Error> {
    let stored = store::document(tx.conn(), id, version)?;
    let list: CodeList =
        serde_json::from_str(&stored.document).map_err(|e| Error::Internal(e.to_string()))?;
    let row = list.row(code).ok_or_else(|| Store::not_found("code", code))?;
    let cells = list.columns.iter().zip(row);
    Ok(cells.filter_map(|(column, value)| Some((column.id.clone(), value.clone()?))).collect())
}
