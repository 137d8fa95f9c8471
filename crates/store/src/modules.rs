//! Modules of the portfolio: records. Their versions are documents and live in `module_versions`.

use blaupause_catalog::{Interface, InterfaceVersion, Module, ModuleKind};
use blaupause_kernel::{Cursor, Page, Paged, Slug};
use diesel::prelude::*;

use crate::columns::{from_json, name_of, one_changed, parse, to_json};
use crate::schema::{module_interfaces, modules};
use crate::{Conn, Error};

const KIND: &str = "module";

/// Which modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of this provider.
    pub owner: Option<Slug>,
    /// Those of this kind.
    pub kind: Option<ModuleKind>,
    /// Those with a version that can serve who needs this interface.
    pub provides: Option<Interface>,
    /// Those among these.
    pub among: Option<Vec<Slug>>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = modules)]
struct Row {
    id: String,
    owner: String,
    kind: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(module: &Module) -> Result<Self, Error> {
        Ok(Self {
            id: module.id.to_string(),
            owner: module.owner.to_string(),
            kind: name_of(KIND, &module.kind)?,
            record: to_json(KIND, module)?,
            revision: module.revision.get(),
        })
    }
}

/// Stores a new module.
///
/// # Errors
/// `Conflict` if it exists already; `NotFound` without its owner; those of the database.
pub fn insert(conn: &mut Conn, module: &Module) -> Result<(), Error> {
    let insert = diesel::insert_into(modules::table).values(Row::of(module)?).execute(conn);
    let owner = ("provider", &module.owner);
    insert.map_err(Error::on_insert_under(KIND, &module.id, owner)).map(|_| ())
}

/// The module with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: &Slug) -> Result<Module, Error> {
    let record: Option<String> =
        modules::table.find(id.as_str()).select(modules::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// Those of the named modules that exist, by id.
///
/// # Errors
/// Those of the database.
pub fn of_ids(conn: &mut Conn, ids: &[Slug]) -> Result<Vec<Module>, Error> {
    let records: Vec<String> = modules::table
        .filter(modules::id.eq_any(ids.iter().map(Slug::as_str)))
        .order(modules::id)
        .select(modules::record)
        .load(conn)?;
    records.iter().map(|r| from_json(KIND, r)).collect()
}

/// Stores a changed module over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, module: &Module) -> Result<(), Error> {
    let before = modules::table
        .find(module.id.as_str())
        .filter(modules::revision.eq(module.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(module)?).execute(conn)?;
    one_changed(rows, KIND, &module.id)
}

/// Modules by id.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Module>, Error> {
    let providing = filter.provides.as_ref().map(|i| providing(conn, i)).transpose()?;
    let mut query =
        modules::table.select(modules::record).order(modules::id).limit(page.fetch()).into_boxed();
    if let Some(owner) = &filter.owner {
        query = query.filter(modules::owner.eq(owner.to_string()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(modules::kind.eq(name_of(KIND, kind)?));
    }
    if let Some(ids) = providing {
        query = query.filter(modules::id.eq_any(ids));
    }
    if let Some(among) = &filter.among {
        query = query.filter(modules::id.eq_any(among.iter().map(Slug::to_string)));
    }
    if let Some(cursor) = page.after() {
        query = query.filter(modules::id.gt(cursor.key(0)?.to_owned()));
    }
    let records: Vec<String> = query.load(conn)?;
    let items = records.iter().map(|r| from_json(KIND, r)).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |m: &Module| Cursor::new([&m.id])))
}

/// The modules with a version that can serve who needs `interface`.
fn providing(conn: &mut Conn, interface: &Interface) -> Result<Vec<String>, Error> {
    let provided: Vec<(String, String)> = module_interfaces::table
        .filter(module_interfaces::interface.eq(interface.id.as_str()))
        .select((module_interfaces::module, module_interfaces::interface_version))
        .distinct()
        .load(conn)?;
    let mut ids = Vec::with_capacity(provided.len());
    for (module, version) in provided {
        if parse::<InterfaceVersion>(KIND, &version)?.satisfies(interface.version) {
            ids.push(module);
        }
    }
    ids.dedup();
    Ok(ids)
}
