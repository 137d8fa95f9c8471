//! Municipalities and the levels above: the list, and one with its surroundings.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_access::{Owner, Permission};
use blaupause_app::units::{self, Filter, Order, UnitInContext};
use blaupause_kernel::{Cursor, Level, Message, Page, UnitKey};
use blaupause_territory::Unit;
use serde::Deserialize;

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::visitors::Visitor;

/// How many a page shows.
const ON_A_PAGE: u16 = 25;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/municipalities", web::get().to(list)).route("/municipalities/{key}", web::get().to(one));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    after: Option<String>,
}

/// A unit in a list.
pub(crate) struct Row {
    /// Its address.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its key.
    pub key: String,
    /// Its level.
    pub level: String,
    /// Its inhabitants.
    pub population: Option<String>,
}

impl Row {
    /// A unit on a page.
    pub(crate) fn of(frame: &Frame, unit: &Unit) -> Self {
        Self {
            href: frame.at(&format!("/municipalities/{}", unit.ars)),
            name: unit.name.clone(),
            key: unit.ars.to_string(),
            level: level(frame, unit.level),
            population: unit.population.map(|number| frame.number(number)),
        }
    }
}

fn level(frame: &Frame, level: Level) -> String {
    let code = blaupause_app::statistical_releases::name(&level).unwrap_or_default();
    frame.say(&Message::new("cohort-level").with("code", code))
}

#[derive(Template)]
#[template(path = "municipalities.html")]
struct List {
    frame: Frame,
    q: String,
    rows: Vec<Row>,
    next: Option<String>,
}

async fn list(
    portal: Data<Portal>,
    visitor: Visitor,
    query: web::Query<Asked>,
) -> Result<HttpResponse, Fault> {
    let Asked { q, after } = query.into_inner();
    let unreadable = |error: blaupause_kernel::Error| Fault::Unreadable(error.to_string());
    let after = after.as_deref().map(Cursor::decode).transpose().map_err(unreadable)?;
    let wanted = Page::new(Some(ON_A_PAGE), after).map_err(unreadable)?;
    let name = Some(q.trim().to_owned()).filter(|name| !name.is_empty());
    let filter = Filter { level: Some(Level::Municipality), name, ..Filter::default() };
    let found = portal.app.read(move |tx| units::list(tx, &filter, Order::Name, &wanted)).await?;
    let frame = Frame::new(&visitor, "portal-municipalities-title");
    let rows = found.items.iter().map(|unit| Row::of(&frame, unit)).collect();
    let next = found.next.map(|cursor| {
        let fields = [("q", q.as_str()), ("after", &cursor.encode())];
        let query = serde_urlencoded::to_string(fields).unwrap_or_default();
        frame.at(&format!("/municipalities?{query}"))
    });
    page(visitor.language, &List { frame, q, rows, next })
}

#[derive(Template)]
#[template(path = "municipality.html")]
struct One {
    frame: Frame,
    unit: Row,
    size_class: Option<String>,
    area: Option<String>,
    valid_from: String,
    valid_to: Option<String>,
    above: Vec<Row>,
    providers: Vec<String>,
    successors: Vec<Row>,
    predecessors: Vec<Row>,
    recommendations: Option<String>,
}

async fn one(portal: Data<Portal>, visitor: Visitor, key: web::Path<String>) -> Result<HttpResponse, Fault> {
    let key: UnitKey = key.parse().map_err(|_| Fault::NoPage)?;
    let found = portal.app.read(move |tx| units::get(tx, &key)).await?;
    let one = One::of(&visitor, found);
    page(visitor.language, &one)
}

impl One {
    fn of(visitor: &Visitor, found: UnitInContext) -> Self {
        let UnitInContext { unit, above, serving, successors, predecessors } = found;
        let frame = Frame::titled(visitor, unit.name.clone());
        let rows = |units: &[Unit]| units.iter().map(|unit| Row::of(&frame, unit)).collect();
        let size = unit.size_class().and_then(|size| blaupause_app::statistical_releases::name(&size));
        let successors: Vec<Unit> = successors.into_iter().map(|(unit, _)| unit).collect();
        Self {
            unit: Row::of(&frame, &unit),
            size_class: size.map(|code| frame.say(&Message::new("cohort-size-class").with("code", code))),
            area: unit.area_hectares.map(|hectares| frame.square_kilometres(hectares)),
            valid_from: frame.day(unit.valid_from),
            valid_to: unit
                .valid_to
                .map(|day| frame.say(&Message::new("portal-unit-ended").with("last", day))),
            above: rows(&above),
            providers: serving.iter().map(ToString::to_string).collect(),
            successors: rows(&successors),
            predecessors: rows(&predecessors),
            recommendations: visitor
                .actor
                .may(Permission::ReadUnit, Owner::Unit(&unit.ars, &serving))
                .then(|| frame.at(&format!("/municipalities/{}/recommendations", unit.ars))),
            frame,
        }
    }
}
