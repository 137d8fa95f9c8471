//! Blueprints: the published ones, and one with its steps, outcomes and evidence.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::blueprints::{self, Overview, Wanted};
use blaupause_app::maturity_models;
use blaupause_kernel::{Message, Page, Slug};

use crate::Portal;
use crate::faults::Fault;
use crate::frame::{Frame, page};
use crate::pilots::title_of;
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.route("/blueprints", web::get().to(list)).route("/blueprints/{slug}", web::get().to(one));
}

/// A blueprint in a list.
struct Card {
    href: String,
    title: String,
    owner: String,
    version: String,
    state: String,
}

#[derive(Template)]
#[template(path = "blueprints.html")]
struct List {
    frame: Frame,
    cards: Vec<Card>,
}

async fn list(portal: Data<Portal>, visitor: Visitor) -> Result<HttpResponse, Fault> {
    let actor = visitor.actor.clone();
    let found =
        portal.app.read(move |tx| blueprints::list(tx, &actor, Wanted::default(), &Page::largest())).await?;
    let frame = Frame::new(&visitor, "portal-blueprints-title");
    let cards = found.items.iter().filter_map(|found| card(&frame, found)).collect();
    page(visitor.language, &List { frame, cards })
}

/// Nothing for a blueprint without a version that the visitor may see.
fn card(frame: &Frame, found: &Overview) -> Option<Card> {
    let shown = found.shown()?;
    Some(Card {
        href: frame.at(&format!("/blueprints/{}", found.blueprint.slug)),
        title: found.blueprint.title.get(frame.language).to_owned(),
        owner: found.blueprint.owner.to_string(),
        version: shown.version.to_string(),
        state: frame.state(&shown.state),
    })
}

/// A step of a blueprint.
struct Step {
    title: String,
    description: String,
    days: String,
}

#[derive(Template)]
#[template(path = "blueprint.html")]
struct One {
    frame: Frame,
    summary: String,
    owner: String,
    version: String,
    state: String,
    steps: Vec<Step>,
    risks: Vec<String>,
    outcomes: Vec<(String, String)>,
    adoptions: u32,
}

async fn one(portal: Data<Portal>, visitor: Visitor, slug: web::Path<String>) -> Result<HttpResponse, Fault> {
    let slug: Slug = slug.parse().map_err(|_| Fault::NoPage)?;
    let actor = visitor.actor.clone();
    let read = portal.app.read(move |tx| {
        let overview = blueprints::get(tx, &actor, &slug)?;
        let Some(newest) = overview.shown().cloned() else {
            return Ok((overview, None, None));
        };
        let document = blueprints::version(tx, &actor, &slug, &newest.version)?;
        let reference = &document.document().model;
        let model = maturity_models::model(tx, &reference.id, &reference.version)?;
        let evidence = blueprints::evidence(tx, &actor, &slug)?;
        Ok((overview, Some((newest, document, model)), Some(evidence)))
    });
    let (overview, newest, evidence) = read.await?;
    let Some((newest, stored, model)) = newest else { return Err(Fault::NoPage) };
    let document = stored.document();
    let (frame, language) =
        (Frame::titled(&visitor, document.title.get(visitor.language).to_owned()), visitor.language);
    let step = |step: &blaupause_pilots::blueprints::Step| Step {
        title: step.title.get(language).to_owned(),
        description: step.description.as_ref().map(|text| text.get(language).to_owned()).unwrap_or_default(),
        days: frame.say(&Message::new("portal-blueprint-days").with("days", step.duration_days)),
    };
    let outcome = |outcome: &blaupause_pilots::blueprints::Outcome| {
        (title_of(&frame, &model, &outcome.indicator), frame.decimal(&outcome.level.to_string()))
    };
    let one = One {
        summary: document.summary.get(language).to_owned(),
        owner: overview.blueprint.owner.to_string(),
        version: newest.version.to_string(),
        state: frame.state(&newest.state),
        steps: document.steps.iter().map(step).collect(),
        risks: document.risks.iter().map(|risk| risk.get(language).to_owned()).collect(),
        outcomes: document.outcomes.iter().map(outcome).collect(),
        adoptions: evidence
            .map_or(0, |evidence| evidence.counts.live.saturating_add(evidence.counts.verified)),
        frame,
    };
    page(language, &one)
}
