//! Which blueprints fit a unit, with every fact that speaks for or against it.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::recommendations::{self, Recommendation};
use blaupause_app::statistical_releases::name;
use blaupause_app::units;
use blaupause_kernel::{Message, UnitKey};
use blaupause_pilots::fit::{FitLine, FitStatus};

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/municipalities/{key}/recommendations", web::get().to(list));
}

/// A fact.
struct Line {
    status: String,
    badge: &'static str,
    text: String,
}

/// A blueprint that fits or does not.
struct Item {
    href: String,
    title: String,
    summary: String,
    is_eligible: bool,
    gain: Option<String>,
    effort: String,
    days: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "recommendations.html")]
struct List {
    frame: Frame,
    unit: String,
    unit_href: String,
    items: Vec<Item>,
}

async fn list(portal: Data<Portal>, visitor: Visitor, key: web::Path<String>) -> Result<HttpResponse, Fault> {
    let key: UnitKey = key.parse().map_err(|_| Fault::NoPage)?;
    let actor = visitor.actor.clone();
    let read = portal.app.read(move |tx| {
        let found = recommendations::list(tx, &actor, &key)?;
        Ok((units::get(tx, &key)?.unit, found))
    });
    let (unit, found) = read.await?;
    let title = Message::new("portal-recommendations-title").with("unit", &unit.name);
    let frame = Frame::titled(&visitor, blaupause_app::messages::render(visitor.language, &title));
    let items = found.iter().map(|one| item(&frame, one)).collect();
    let unit_href = frame.at(&format!("/municipalities/{}", unit.ars));
    page(visitor.language, &List { unit: unit.name, unit_href, items, frame })
}

fn item(frame: &Frame, found: &Recommendation) -> Item {
    let Recommendation { document, fit, .. } = found;
    Item {
        href: frame.at(&format!("/blueprints/{}", fit.blueprint)),
        title: document.title.get(frame.language).to_owned(),
        summary: document.summary.get(frame.language).to_owned(),
        is_eligible: fit.eligible,
        gain: fit.gain.map(|gain| frame.decimal(&gain.to_string())),
        effort: frame.decimal(&fit.effort.to_string()),
        days: frame.say(&Message::new("portal-blueprint-days").with("days", fit.duration_days)),
        lines: fit.lines.iter().map(|one| line(frame, one)).collect(),
    }
}

fn line(frame: &Frame, found: &FitLine) -> Line {
    let status = name(&found.status).unwrap_or_default();
    Line {
        status: frame.say(&Message::new("portal-fit-status").with("status", status)),
        badge: match found.status {
            FitStatus::Met => "badge--success",
            FitStatus::Missing => "badge--danger",
            FitStatus::Open => "badge--warning",
            FitStatus::Info => "badge--neutral",
        },
        text: frame.say(&found.message),
    }
}
