//! Blueprints over all their versions. The versions themselves are in `blueprint_versions`.

use blaupause_kernel::{Cursor, LocalizedText, Page, Paged, Revision, Slug};
use blaupause_pilots::blueprints::{Blueprint, VersionState};
use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::columns::{from_json, one_changed, parse, to_json};
use crate::schema::{blueprint_outcomes as outcomes, blueprint_versions as versions, blueprints};
use crate::{Conn, Error};

const KIND: &str = "blueprint";

/// Whose unpublished versions count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Drafts {
    /// Nobody's.
    #[default]
    Nobody,
    /// Those of blueprints that these providers keep.
    Of(Vec<Slug>),
    /// Everybody's.
    Everybody,
}

/// Which blueprints a list shows: those with a version that fits all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this provider.
    pub owner: Option<Slug>,
    /// Only those with a version in this state.
    pub state: Option<VersionState>,
    /// Only those with a version that promises a level of this indicator.
    pub indicator: Option<Slug>,
    /// Whose unpublished versions count.
    pub drafts: Drafts,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = blueprints)]
struct Row {
    slug: String,
    owner: String,
    record: String,
    revision: i64,
}

impl Row {
    fn of(blueprint: &Blueprint) -> Result<Self, Error> {
        Ok(Self {
            slug: blueprint.slug.to_string(),
            owner: blueprint.owner.to_string(),
            record: to_json(KIND, &blueprint.title)?,
            revision: blueprint.revision.get(),
        })
    }
}

impl TryFrom<Row> for Blueprint {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self, Error> {
        Ok(Self {
            slug: parse(KIND, &row.slug)?,
            owner: parse(KIND, &row.owner)?,
            title: from_json::<LocalizedText>(KIND, &row.record)?,
            revision: Revision::new(row.revision),
        })
    }
}

/// Stores a new blueprint.
///
/// # Errors
/// `Conflict` if its key is taken; those of the database.
pub fn insert(conn: &mut Conn, blueprint: &Blueprint) -> Result<(), Error> {
    let insert = diesel::insert_into(blueprints::table).values(Row::of(blueprint)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, &blueprint.slug)).map(|_| ())
}

/// The blueprint with this key.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_slug(conn: &mut Conn, slug: &Slug) -> Result<Blueprint, Error> {
    let row: Option<Row> =
        blueprints::table.find(slug.as_str()).select(Row::as_select()).first(conn).optional()?;
    row.ok_or_else(|| Error::not_found(KIND, slug))?.try_into()
}

/// Stores a changed blueprint over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, blueprint: &Blueprint) -> Result<(), Error> {
    let before = blueprints::table
        .find(blueprint.slug.as_str())
        .filter(blueprints::revision.eq(blueprint.revision.get().saturating_sub(1)));
    let rows = diesel::update(before).set(Row::of(blueprint)?).execute(conn)?;
    one_changed(rows, KIND, &blueprint.slug)
}

/// Blueprints by key.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Blueprint>, Error> {
    let mut query =
        blueprints::table.select(Row::as_select()).order(blueprints::slug).limit(page.fetch()).into_boxed();
    if let Some(owner) = &filter.owner {
        query = query.filter(blueprints::owner.eq(owner.to_string()));
    }
    let hidden = [VersionState::Draft, VersionState::Review].map(VersionState::as_str);
    let (everybody, owners) = match &filter.drafts {
        Drafts::Nobody => (false, Vec::new()),
        Drafts::Of(owners) => (false, owners.iter().map(Slug::to_string).collect()),
        Drafts::Everybody => (true, Vec::new()),
    };
    let states: Vec<&str> = match filter.state {
        Some(state) => vec![state.as_str()],
        None => VersionState::ALL.map(VersionState::as_str).to_vec(),
    };
    let indicator = filter.indicator.as_ref().map(Slug::to_string);
    let promised = outcomes::table
        .filter(outcomes::blueprint.eq(versions::blueprint))
        .filter(outcomes::version.eq(versions::version))
        .filter(outcomes::indicator.eq(indicator.clone().unwrap_or_default()));
    let shown =
        versions::state.ne_all(hidden).or(blueprints::owner.eq_any(owners)).or(everybody.into_sql::<Bool>());
    let fitting = versions::table
        .filter(versions::blueprint.eq(blueprints::slug))
        .filter(versions::state.eq_any(states))
        .filter(shown)
        .filter(exists(promised).or(indicator.is_none().into_sql::<Bool>()));
    query = query.filter(exists(fitting));
    if let Some(cursor) = page.after() {
        query = query.filter(blueprints::slug.gt(cursor.key(0)?.to_owned()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    let items = rows.into_iter().map(Blueprint::try_from).collect::<Result<_, _>>()?;
    Ok(page.cut(items, |b: &Blueprint| Cursor::new([&b.slug])))
}
