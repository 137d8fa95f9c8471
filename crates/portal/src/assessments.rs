//! Assessments of those who are signed in: the list, beginning one, and one with how far it is.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::assessments::{self, Begin, Wanted};
use blaupause_app::questionnaires::{self, Questionnaire};
use blaupause_app::subjects::SubjectKey;
use blaupause_app::{Expected, units};
use blaupause_kernel::{Ars, Language, Message, Page, Revision, Slug, UnitKey};
use blaupause_maturity::{Assessed, Dimension, Remarks, State};
use serde::Deserialize;
use uuid::Uuid;

use crate::Portal;
use crate::faults::Fault;
use crate::forms::Form;
use crate::frame::{Frame, page};
use crate::questions;
use crate::visitors::Visitor;

/// The model that a new assessment answers.
const MODEL: &str = "kommune-digital";

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/assessments", web::get().to(list))
        .route("/assessments", web::post().to(begin))
        .route("/assessments/{id}", web::get().to(one))
        .route("/assessments/{id}/submit", web::post().to(submit))
        .route("/assessments/{id}/start-review", web::post().to(start_review))
        .route("/assessments/{id}/return", web::post().to(send_back))
        .route("/assessments/{id}/sign-off", web::post().to(sign_off));
}

/// An assessment in a list.
struct Item {
    href: String,
    subject: String,
    period: String,
    state: String,
}

/// A unit that an assessment can be begun for.
struct Own {
    key: String,
    name: String,
}

#[derive(Template)]
#[template(path = "assessments.html")]
struct List {
    frame: Frame,
    items: Vec<Item>,
    own: Vec<Own>,
}

async fn list(portal: Data<Portal>, visitor: Visitor) -> Result<HttpResponse, Fault> {
    let actor = visitor.actor.clone();
    let own: Vec<Ars> = actor.units().cloned().collect();
    let read = portal.app.read(move |tx| {
        let found = assessments::list(tx, &actor, Wanted::default(), &Page::largest())?;
        let assessed = found.items.iter().filter_map(|one| match &one.assessed {
            Assessed::Unit(unit) => Some(unit.clone()),
            Assessed::Provider(_) => None,
        });
        let keys: Vec<Ars> = assessed.chain(own.iter().cloned()).collect();
        Ok((found, units::of_keys(tx, &keys)?, own))
    });
    let (found, units, own) = read.await?;
    let name_of = |key: &Ars| units.iter().find(|unit| unit.ars == *key).map(|unit| unit.name.clone());
    let frame = Frame::new(&visitor, "portal-assessments-title");
    let items = found.items.iter().map(|one| Item {
        href: frame.at(&format!("/assessments/{}", one.id)),
        subject: match &one.assessed {
            Assessed::Unit(unit) => name_of(unit).unwrap_or_else(|| unit.to_string()),
            Assessed::Provider(provider) => provider.to_string(),
        },
        period: frame.day(one.period),
        state: state(&frame, one.state.name()),
    });
    let items = items.collect();
    let own = own.iter().filter_map(|key| Some(Own { key: key.to_string(), name: name_of(key)? })).collect();
    page(visitor.language, &List { frame, items, own })
}

fn state(frame: &Frame, name: &str) -> String {
    frame.say(&Message::new("portal-assessment-state").with("state", name))
}

#[derive(Debug, Deserialize)]
struct New {
    unit: String,
}

async fn begin(portal: Data<Portal>, form: Form<New>) -> Result<HttpResponse, Fault> {
    let Form { visitor, fields } = form;
    let unit: UnitKey = fields.unit.parse().map_err(|_| Fault::Unreadable("no key".to_owned()))?;
    let model: Slug = MODEL.parse().map_err(|_| Fault::Page("no key of a model".to_owned()))?;
    let (actor, period) = (visitor.actor.clone(), portal.app.now().date());
    let begun = portal.app.write(move |tx| {
        let subject = SubjectKey::Unit(unit.clone());
        let begin = Begin { subject, model: model.clone(), version: None, period, purpose: None };
        assessments::create(tx, &actor, begin)
    });
    let to = crate::frame::at(visitor.language, &format!("/assessments/{}", begun.await?.id));
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish())
}

/// A part of the questionnaire.
pub(crate) struct Part {
    /// Its address.
    pub href: String,
    /// Its title.
    pub title: String,
    /// How many of its questions are answered.
    pub answered: usize,
    /// How many questions it asks.
    pub asked: usize,
    /// Whether the page shows it.
    pub is_here: bool,
}

/// The parts of a questionnaire: the dimensions that ask something.
pub(crate) fn parts(frame: &Frame, found: &Questionnaire, here: Option<&Slug>) -> Vec<Part> {
    let part = |dimension: &Dimension| {
        let asked = questions::asked(found, dimension);
        let answered = asked.iter().filter(|indicator| questions::is_answered(found, &indicator.id)).count();
        Part {
            href: frame.at(&format!("/assessments/{}/{}", found.assessment.id, dimension.id)),
            title: dimension.title.get(frame.language).to_owned(),
            answered,
            asked: asked.len(),
            is_here: here == Some(&dimension.id),
        }
    };
    found.model.dimensions.iter().map(part).filter(|part| part.asked > 0).collect()
}

#[derive(Template)]
#[template(path = "assessment.html")]
struct One {
    frame: Frame,
    id: String,
    revision: i64,
    state: String,
    period: String,
    parts: Vec<Part>,
    answered: u32,
    applicable: u32,
    score: Option<String>,
    stage: Option<String>,
    possible_stage: Option<String>,
    is_open: bool,
    can_begin_review: bool,
    is_reviewed: bool,
    remarks: Vec<String>,
}

async fn one(portal: Data<Portal>, visitor: Visitor, id: web::Path<String>) -> Result<HttpResponse, Fault> {
    let id: Uuid = id.parse().map_err(|_| Fault::NoPage)?;
    let actor = visitor.actor.clone();
    let found = portal.app.read(move |tx| questionnaires::get(tx, &actor, id)).await?;
    let frame = Frame::titled(&visitor, found.subject.name().to_owned());
    let language = visitor.language;
    let one = One {
        id: id.to_string(),
        revision: found.assessment.revision.get(),
        state: state(&frame, found.assessment.state.name()),
        period: frame.day(found.assessment.period),
        parts: parts(&frame, &found, None),
        answered: found.outcome.coverage.answered,
        applicable: found.outcome.coverage.applicable,
        score: found.outcome.score.as_ref().map(|score| frame.decimal(&score.rounded)),
        stage: found.outcome.stage.as_ref().map(|stage| stage.title.get(language).to_owned()),
        possible_stage: found
            .outcome
            .possible_stage
            .as_ref()
            .map(|stage| stage.title.get(language).to_owned()),
        is_open: found.is_open,
        can_begin_review: found.may_review && found.assessment.state == State::Submitted,
        is_reviewed: found.may_review && found.assessment.state == State::InReview,
        remarks: remarks(&found, language),
        frame,
    };
    page(language, &one)
}

/// What was said when it was sent back, as long as it was not handed in again: on the whole, then by question.
fn remarks(found: &Questionnaire, language: Language) -> Vec<String> {
    let last = found.assessment.review_rounds.last().filter(|_| found.assessment.state == State::Returned);
    let whole = last.and_then(|round| round.comment.clone());
    let by_question = last.into_iter().flat_map(|round| &round.comments).map(|(indicator, comment)| {
        let title = found.model.indicator(indicator).map(|one| one.title.get(language).to_owned());
        format!("{}: {comment}", title.unwrap_or_else(|| indicator.to_string()))
    });
    whole.into_iter().chain(by_question).collect()
}

/// A step, taken on what was seen.
#[derive(Debug, Deserialize)]
struct Seen {
    revision: String,
    #[serde(default)]
    comment: String,
}

/// A step in the life of an assessment.
#[derive(Debug, Clone, Copy)]
enum Step {
    Submit,
    StartReview,
    Return,
    SignOff,
}

async fn submit(
    portal: Data<Portal>,
    id: web::Path<String>,
    form: Form<Seen>,
) -> Result<HttpResponse, Fault> {
    step(&portal, &id, form, Step::Submit).await
}

async fn start_review(
    portal: Data<Portal>,
    id: web::Path<String>,
    form: Form<Seen>,
) -> Result<HttpResponse, Fault> {
    step(&portal, &id, form, Step::StartReview).await
}

async fn send_back(
    portal: Data<Portal>,
    id: web::Path<String>,
    form: Form<Seen>,
) -> Result<HttpResponse, Fault> {
    step(&portal, &id, form, Step::Return).await
}

async fn sign_off(
    portal: Data<Portal>,
    id: web::Path<String>,
    form: Form<Seen>,
) -> Result<HttpResponse, Fault> {
    step(&portal, &id, form, Step::SignOff).await
}

async fn step(portal: &Portal, id: &str, form: Form<Seen>, step: Step) -> Result<HttpResponse, Fault> {
    let Form { visitor, fields } = form;
    let id: Uuid = id.parse().map_err(|_| Fault::NoPage)?;
    let number = fields.revision.parse().map_err(|_| Fault::Unreadable("no revision".to_owned()))?;
    let expected = Expected::Revision(Revision::new(number));
    let comment = Some(fields.comment.trim().to_owned()).filter(|comment| !comment.is_empty());
    let actor = visitor.actor.clone();
    let taken = portal.app.write(move |tx| match step {
        Step::Submit => assessments::submit(tx, &actor, id, expected),
        Step::StartReview => assessments::start_review(tx, &actor, id, expected),
        Step::Return => {
            let remarks = Remarks { comment: comment.clone(), comments: BTreeMap::new() };
            assessments::return_with(tx, &actor, id, expected, remarks)
        }
        Step::SignOff => assessments::sign_off(tx, &actor, id, expected),
    });
    taken.await?;
    let to = crate::frame::at(visitor.language, &format!("/assessments/{id}"));
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish())
}
