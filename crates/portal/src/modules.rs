//! The portfolio: modules, and one with its versions.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::modules::{self, StandingVersion};
use blaupause_app::statistical_releases::name;
use blaupause_kernel::{Date, Message, Page, Slug};

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/modules", web::get().to(list)).route("/modules/{id}", web::get().to(one));
}

/// A module in a list.
struct Row {
    href: String,
    title: String,
    kind: String,
    owner: String,
}

#[derive(Template)]
#[template(path = "modules.html")]
struct List {
    frame: Frame,
    rows: Vec<Row>,
}

async fn list(portal: Data<Portal>, visitor: Visitor) -> Result<HttpResponse, Fault> {
    let read = |tx: &mut blaupause_app::Read<'_>| {
        modules::list(tx, &modules::Filter::default(), &[], &Page::largest())
    };
    let found = portal.app.read(read).await?;
    let frame = Frame::new(&visitor, "portal-nav-modules");
    let row = |module: &blaupause_catalog::Module| Row {
        href: frame.at(&format!("/modules/{}", module.id)),
        title: module.title.get(frame.language).to_owned(),
        kind: kind(&frame, module),
        owner: module.owner.to_string(),
    };
    let rows = found.items.iter().map(row).collect();
    page(visitor.language, &List { frame, rows })
}

fn kind(frame: &Frame, module: &blaupause_catalog::Module) -> String {
    frame.say(&Message::new("portal-module-kind").with("kind", name(&module.kind).unwrap_or_default()))
}

/// A version of a module.
struct Version {
    version: String,
    summary: String,
    phase: String,
    requires: Vec<String>,
}

#[derive(Template)]
#[template(path = "module.html")]
struct One {
    frame: Frame,
    description: String,
    kind: String,
    owner: String,
    versions: Vec<Version>,
}

async fn one(portal: Data<Portal>, visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id: Slug = id.parse().map_err(|_| Fault::NoPage)?;
    let read =
        portal.app.read(move |tx| Ok((modules::get(tx, &id)?, modules::versions(tx, &id)?, tx.today())));
    let (module, versions, today) = read.await?;
    let frame = Frame::titled(&visitor, module.title.get(visitor.language).to_owned());
    let one = One {
        description: module.description.get(visitor.language).to_owned(),
        kind: kind(&frame, &module),
        owner: module.owner.to_string(),
        versions: versions.iter().rev().map(|standing| version(&frame, standing, today)).collect(),
        frame,
    };
    page(visitor.language, &one)
}

fn version(frame: &Frame, standing: &StandingVersion, today: Date) -> Version {
    let phase = standing.retirement.life_cycle.phase_on(today);
    Version {
        version: standing.version.version.to_string(),
        summary: standing.version.summary.get(frame.language).to_owned(),
        phase: frame.say(&Message::new("portal-module-phase").with("phase", phase.name())),
        requires: standing.version.requires.iter().map(ToString::to_string).collect(),
    }
}
