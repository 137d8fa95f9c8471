//! Pilots: the list, and one with its goals and those who take part.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::{maturity_models, pilots, units};
use blaupause_kernel::{Date, Page, Slug};
use blaupause_maturity::Model;
use blaupause_pilots::pilots::{Goal, Pilot};

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::municipalities::Row;
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/pilots", web::get().to(list)).route("/pilots/{slug}", web::get().to(one));
}

/// A pilot in a list.
struct Card {
    href: String,
    title: String,
    summary: String,
    provider: String,
    state: String,
}

#[derive(Template)]
#[template(path = "pilots.html")]
struct List {
    frame: Frame,
    cards: Vec<Card>,
}

async fn list(portal: Data<Portal>, visitor: Visitor) -> Result<HttpResponse, Fault> {
    let read =
        |tx: &mut blaupause_app::Read<'_>| pilots::list(tx, &pilots::Filter::default(), &Page::largest());
    let found = portal.app.read(read).await?;
    let frame = Frame::new(&visitor, "portal-nav-pilots");
    let cards = found.items.iter().map(|pilot| card(&frame, pilot)).collect();
    page(visitor.language, &List { frame, cards })
}

fn card(frame: &Frame, pilot: &Pilot) -> Card {
    Card {
        href: frame.at(&format!("/pilots/{}", pilot.slug)),
        title: pilot.title.get(frame.language).to_owned(),
        summary: pilot.summary.get(frame.language).to_owned(),
        provider: pilot.provider.to_string(),
        state: frame.state(&pilot.state),
    }
}

#[derive(Template)]
#[template(path = "pilot.html")]
struct One {
    frame: Frame,
    card: Card,
    from: String,
    until: String,
    goals: Vec<(String, String)>,
    units: Vec<Row>,
}

async fn one(portal: Data<Portal>, visitor: Visitor, slug: web::Path<String>) -> Result<HttpResponse, Fault> {
    let slug: Slug = slug.parse().map_err(|_| Fault::NoPage)?;
    let read = portal.app.read(move |tx| {
        let pilot = pilots::get(tx, &slug)?;
        let model = maturity_models::newest(tx, &pilot.model)?;
        let units = units::of_keys(tx, &pilot.units)?;
        Ok((pilot, model, units))
    });
    let (pilot, model, units) = read.await?;
    let frame = Frame::titled(&visitor, pilot.title.get(visitor.language).to_owned());
    let day = |day: Date| frame.day(day);
    let one = One {
        card: card(&frame, &pilot),
        from: day(pilot.planned_from),
        until: day(pilot.planned_until),
        goals: pilot.goals.iter().map(|goal| goal_of(&frame, &model, goal)).collect(),
        units: units.iter().map(|unit| Row::of(&frame, unit)).collect(),
        frame,
    };
    page(visitor.language, &one)
}

/// What is to be reached: the indicator by its title, and the level.
fn goal_of(frame: &Frame, model: &Model, goal: &Goal) -> (String, String) {
    (title_of(frame, model, &goal.indicator), frame.decimal(&goal.level.to_string()))
}

/// The title of an indicator; its key if the model has none.
pub(crate) fn title_of(frame: &Frame, model: &Model, indicator: &Slug) -> String {
    let title = model.indicator(indicator).map(|found| found.title.get(frame.language).to_owned());
    title.unwrap_or_else(|| indicator.to_string())
}
