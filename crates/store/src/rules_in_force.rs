//! Rules in force: one record each, with the day on which somebody should look at it.

use std::collections::BTreeMap;

use blaupause_kernel::{Ars, Cursor, Date, Page, Paged, Slug};
use blaupause_resources::rules::{Holder, Rule, RuleKind};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

use crate::assessments::{Own, Reach};
use crate::columns::{from_json, one_changed, parse, to_json};
use crate::connection::Backend;
use crate::schema::{rules_in_force as rules, service_areas};
use crate::served_units::served;
use crate::{Conn, Error};

const KIND: &str = "rule";

/// How many keys one query names: fewer than PostgreSQL and SQLite take.
const BATCH: usize = 2_000;

/// Which rules.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only those of this unit or provider.
    pub holder: Option<Holder>,
    /// Only those about this.
    pub kind: Option<RuleKind>,
    /// Only those that somebody should look at by this day.
    pub due_by: Option<Date>,
    /// Only those of units within reach.
    pub reach: Reach,
    /// Only those of these providers, beside those of units.
    pub own: Own,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = rules)]
#[diesel(treat_none_as_null = true)]
struct Row {
    id: String,
    unit: Option<String>,
    provider: Option<String>,
    kind: &'static str,
    due: Option<chrono::NaiveDate>,
    record: String,
    revision: i64,
}

impl Row {
    fn of(rule: &Rule) -> Result<Self, Error> {
        let (unit, provider) = match &rule.holder {
            Holder::Unit(unit) => (Some(unit.to_string()), None),
            Holder::Provider(provider) => (None, Some(provider.to_string())),
        };
        Ok(Self {
            id: rule.id.to_string(),
            unit,
            provider,
            kind: rule.terms.content.kind().as_str(),
            due: rule.terms.due().map(Date::to_chrono),
            record: to_json(KIND, rule)?,
            revision: rule.revision.get(),
        })
    }
}

/// Stores a new rule.
///
/// # Errors
/// `NotFound` without its unit or provider; those of the database.
pub fn insert(conn: &mut Conn, rule: &Rule) -> Result<(), Error> {
    let insert = diesel::insert_into(rules::table).values(Row::of(rule)?).execute(conn);
    insert.map_err(Error::on_insert(KIND, rule.id)).map(|_| ())
}

/// The rule with this id.
///
/// # Errors
/// `NotFound`; those of the database.
pub fn by_id(conn: &mut Conn, id: Uuid) -> Result<Rule, Error> {
    let record: Option<String> =
        rules::table.find(id.to_string()).select(rules::record).first(conn).optional()?;
    from_json(KIND, &record.ok_or_else(|| Error::not_found(KIND, id))?)
}

/// The rules of these units that have any, by key.
///
/// # Errors
/// Those of the database.
pub fn of_units(conn: &mut Conn, units: &[Ars]) -> Result<BTreeMap<Ars, Vec<Rule>>, Error> {
    let mut found = BTreeMap::<Ars, Vec<Rule>>::new();
    for batch in units.chunks(BATCH) {
        let rows: Vec<(Option<String>, String)> = rules::table
            .filter(rules::unit.assume_not_null().eq_any(batch.iter().map(Ars::as_str)))
            .order(rules::id)
            .select((rules::unit, rules::record))
            .load(conn)?;
        for (unit, record) in &rows {
            let unit = parse(KIND, unit.as_deref().unwrap_or_default())?;
            found.entry(unit).or_default().push(from_json(KIND, record)?);
        }
    }
    Ok(found)
}

/// The rules of a provider for its own staff, by id.
///
/// # Errors
/// Those of the database.
pub fn of_provider(conn: &mut Conn, provider: &Slug) -> Result<Vec<Rule>, Error> {
    let own = rules::table.filter(rules::provider.eq(provider.as_str()));
    let records: Vec<String> = own.order(rules::id).select(rules::record).load(conn)?;
    records.iter().map(|record| from_json(KIND, record)).collect()
}

/// Stores a changed rule over the revision before it.
///
/// # Errors
/// `Stale` if that revision is no longer there; those of the database.
pub fn update(conn: &mut Conn, rule: &Rule) -> Result<(), Error> {
    let before = rules::table
        .find(rule.id.to_string())
        .filter(rules::revision.eq(rule.revision.get().saturating_sub(1)));
    one_changed(diesel::update(before).set(Row::of(rule)?).execute(conn)?, KIND, rule.id)
}

/// Removes a rule as it was read.
///
/// # Errors
/// `Stale` if it was changed in the meantime; those of the database.
pub fn delete(conn: &mut Conn, rule: &Rule) -> Result<(), Error> {
    let same = rules::table.find(rule.id.to_string()).filter(rules::revision.eq(rule.revision.get()));
    one_changed(diesel::delete(same).execute(conn)?, KIND, rule.id)
}

/// Rules, the newest first.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn list(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<Rule>, Error> {
    let mut query = of(filter);
    if let Some(cursor) = page.after() {
        let before: Uuid = parse(KIND, cursor.key(0)?).map_err(|_| Error::Cursor)?;
        query = query.filter(rules::id.lt(before.to_string()));
    }
    let query = query.order(rules::id.desc()).limit(page.fetch()).select(rules::record);
    Ok(page.cut(read(&query.load(conn)?)?, |rule: &Rule| Cursor::new([rule.id])))
}

/// Rules that somebody should look at, by the day by which.
///
/// # Errors
/// `Cursor` for a foreign cursor; those of the database.
pub fn due(conn: &mut Conn, filter: &Filter, page: &Page) -> Result<Paged<(Rule, Date)>, Error> {
    let mut query = of(filter).filter(rules::due.is_not_null());
    if let Some(cursor) = page.after() {
        let day = parse::<Date>(KIND, cursor.key(0)?).map_err(|_| Error::Cursor)?.to_chrono();
        let after: Uuid = parse(KIND, cursor.key(1)?).map_err(|_| Error::Cursor)?;
        let (due, same) = (rules::due.assume_not_null(), rules::id.gt(after.to_string()));
        query = query.filter(due.gt(day).or(due.eq(day).and(same)));
    }
    let query = query.order((rules::due, rules::id)).limit(page.fetch()).select(rules::record);
    let found: Vec<Rule> = read(&query.load(conn)?)?;
    let items = found.into_iter().filter_map(|rule| rule.terms.due().map(|day| (rule, day))).collect();
    Ok(page.cut(items, |(rule, day): &(Rule, Date)| Cursor::new([day.to_string(), rule.id.to_string()])))
}

fn read(records: &[String]) -> Result<Vec<Rule>, Error> {
    records.iter().map(|record| from_json(KIND, record)).collect()
}

fn of(filter: &Filter) -> rules::BoxedQuery<'_, Backend> {
    let mut query = rules::table.into_boxed();
    query = match &filter.holder {
        Some(Holder::Unit(unit)) => query.filter(rules::unit.eq(unit.as_str())),
        Some(Holder::Provider(provider)) => query.filter(rules::provider.eq(provider.as_str())),
        None => query,
    };
    if let Some(kind) = filter.kind {
        query = query.filter(rules::kind.eq(kind.as_str()));
    }
    if let Some(day) = filter.due_by {
        query = query.filter(rules::due.le(day.to_chrono()));
    }
    // a row of a provider has no unit, and the other way round: neither condition ever holds for both
    let (unit, provider) = (rules::unit.assume_not_null(), rules::provider.assume_not_null());
    if let Reach::Of { units, providers, on } = &filter.reach {
        let theirs = unit.eq_any(units.iter().map(Ars::as_str));
        let serve = service_areas::provider.eq_any(providers.iter().map(Slug::as_str));
        let seen = theirs.or(exists(served!(unit, serve, on.to_chrono())));
        query = query.filter(rules::provider.is_not_null().or(seen));
    }
    if let Own::Of(own) = &filter.own {
        let own = provider.eq_any(own.iter().map(Slug::as_str));
        query = query.filter(rules::unit.is_not_null().or(own));
    }
    query
}
