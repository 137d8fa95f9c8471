//! One part of a questionnaire: its questions with the texts of all levels, each saved by itself.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, Data, ServiceConfig};
use askama::Template;
use blaupause_app::assessments::{self, Edit};
use blaupause_app::questionnaires::{self, Questionnaire};
use blaupause_app::{Error, Expected, messages};
use blaupause_kernel::{Described, Language, Rational, Slug};
use blaupause_maturity::{Answer, Dimension, Indicator};
use serde::Deserialize;
use uuid::Uuid;

use crate::Portal;
use crate::assessments::{Part, parts};
use crate::faults::Fault;
use crate::forms::Form;
use crate::frame::{Frame, page, with_status};
use crate::visitors::Visitor;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .route("/assessments/{id}/{dimension}", web::get().to(show))
        .route("/assessments/{id}/{dimension}/{indicator}", web::post().to(save));
}

/// The indicators of a dimension, those inside it included, that whoever is assessed is asked about.
pub(crate) fn asked<'m>(found: &Questionnaire, dimension: &'m Dimension) -> Vec<&'m Indicator> {
    let profile = found.subject.profile();
    let inside = dimension.dimensions.iter().flat_map(|inner| asked(found, inner));
    let own = dimension.indicators.iter().filter(|indicator| profile.is_asked(indicator));
    own.chain(inside).collect()
}

/// Whether a question has any answer.
pub(crate) fn is_answered(found: &Questionnaire, indicator: &Slug) -> bool {
    !matches!(found.assessment.answers.0.get(indicator), None | Some(Answer::Unanswered))
}

/// What a question is answered with, as forms say it.
#[derive(Debug, Clone, Default, Deserialize)]
struct Said {
    /// `level`, `notApplicable`, `notAssessable`, `byProvider`, or nothing at all.
    #[serde(default)]
    kind: String,
    /// The level, with `level:` before it in `kind` where levels are chosen, or typed.
    #[serde(default)]
    value: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    comment: String,
}

impl Said {
    fn of(answer: Option<&Answer>, comment: Option<&String>) -> Self {
        let (kind, value, reason) = match answer {
            Some(Answer::Level { value }) => (format!("level:{value}"), value.to_string(), String::new()),
            Some(Answer::NotApplicable { reason }) => {
                ("notApplicable".to_owned(), String::new(), reason.clone())
            }
            Some(Answer::NotAssessable { reason }) => {
                ("notAssessable".to_owned(), String::new(), reason.clone().unwrap_or_default())
            }
            Some(Answer::ByProvider) => ("byProvider".to_owned(), String::new(), String::new()),
            Some(Answer::Unanswered) | None => (String::new(), String::new(), String::new()),
        };
        Self { kind, value, reason, comment: comment.cloned().unwrap_or_default() }
    }

    /// The answer; `Err` if the level is no number.
    fn answer(&self, language: Language) -> Result<Option<Answer>, ()> {
        let reason = self.reason.trim().to_owned();
        let number = |text: &str| {
            let text = if language == Language::De { text.replace(',', ".") } else { text.to_owned() };
            text.trim().parse::<Rational>().map_err(|_| ())
        };
        Ok(match self.kind.as_str() {
            "" => None,
            "typed" => Some(Answer::Level { value: number(&self.value)? }),
            "notApplicable" => Some(Answer::NotApplicable { reason }),
            "notAssessable" => {
                Some(Answer::NotAssessable { reason: Some(reason).filter(|reason| !reason.is_empty()) })
            }
            "byProvider" => Some(Answer::ByProvider),
            level => Some(Answer::Level { value: number(level.strip_prefix("level:").ok_or(())?)? }),
        })
    }
}

/// A level of a question.
struct Level {
    value: String,
    kind: String,
    text: String,
    is_chosen: bool,
}

/// A question with its answer.
struct Question {
    id: String,
    action: String,
    title: String,
    question: String,
    help: Option<String>,
    levels: Vec<Level>,
    is_measured: bool,
    has_provider: bool,
    needs_evidence: bool,
    said: Said,
    faults: Vec<String>,
}

impl Question {
    fn is(&self, kind: &str) -> bool {
        self.said.kind == kind
    }

    fn is_typed(&self) -> bool {
        self.is_measured && (self.said.kind == "typed" || self.said.kind.starts_with("level:"))
    }
}

#[derive(Template)]
#[template(path = "questions.html")]
struct Questions {
    frame: Frame,
    subject: String,
    overview: String,
    about: Option<String>,
    parts: Vec<Part>,
    questions: Vec<Question>,
    is_open: bool,
    next: Option<String>,
}

/// What was refused, of which question.
struct Refused {
    indicator: Slug,
    said: Said,
    faults: Vec<String>,
}

async fn show(
    portal: Data<Portal>,
    visitor: Visitor,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Fault> {
    let (id, dimension) = path.into_inner();
    let shown = shown(&portal, &visitor, &id, &dimension, None).await?;
    page(visitor.language, &shown)
}

async fn shown(
    portal: &Portal,
    visitor: &Visitor,
    id: &str,
    dimension: &str,
    refused: Option<Refused>,
) -> Result<Questions, Fault> {
    let id: Uuid = id.parse().map_err(|_| Fault::NoPage)?;
    let actor = visitor.actor.clone();
    let found = portal.app.read(move |tx| questionnaires::get(tx, &actor, id)).await?;
    let dimension =
        found.model.dimensions.iter().find(|one| one.id.as_str() == dimension).ok_or(Fault::NoPage)?;
    let frame = Frame::titled(visitor, dimension.title.get(visitor.language).to_owned());
    let parts = parts(&frame, &found, Some(&dimension.id));
    let place = parts.iter().position(|part| part.is_here);
    let next = place.and_then(|place| parts.get(place + 1)).map(|part| part.href.clone());
    let question = |indicator: &&Indicator| {
        let refused = refused.as_ref().filter(|refused| refused.indicator == indicator.id);
        question(&frame, &found, dimension, indicator, refused)
    };
    let questions = asked(&found, dimension).iter().map(question).collect();
    Ok(Questions {
        subject: found.subject.name().to_owned(),
        overview: frame.at(&format!("/assessments/{id}")),
        about: dimension.description.as_ref().map(|text| text.get(visitor.language).to_owned()),
        questions,
        is_open: found.is_open,
        next,
        parts,
        frame,
    })
}

fn question(
    frame: &Frame,
    found: &Questionnaire,
    dimension: &Dimension,
    indicator: &Indicator,
    refused: Option<&Refused>,
) -> Question {
    let (assessment, language) = (&found.assessment, frame.language);
    let saved = || Said::of(assessment.answers.0.get(&indicator.id), assessment.comments.get(&indicator.id));
    let said = refused.map_or_else(saved, |refused| refused.said.clone());
    let level = |level: &blaupause_maturity::LevelText| {
        let kind = format!("level:{}", level.value);
        Level {
            value: frame.decimal(&level.value.to_string()),
            text: level.text.get(language).to_owned(),
            is_chosen: said.kind == kind,
            kind,
        }
    };
    let is_measured = indicator.scale.is_measured();
    Question {
        id: indicator.id.to_string(),
        action: frame.at(&format!("/assessments/{}/{}/{}", assessment.id, dimension.id, indicator.id)),
        title: indicator.title.get(language).to_owned(),
        question: indicator.question.get(language).to_owned(),
        help: indicator.help.as_ref().map(|text| text.get(language).to_owned()),
        levels: if is_measured { Vec::new() } else { indicator.levels.iter().map(level).collect() },
        is_measured,
        has_provider: !indicator.by_provider.is_empty(),
        needs_evidence: indicator.evidence.is_some(),
        faults: refused.map(|refused| refused.faults.clone()).unwrap_or_default(),
        said,
    }
}

async fn save(
    portal: Data<Portal>,
    path: web::Path<(String, String, String)>,
    form: Form<Said>,
) -> Result<HttpResponse, Fault> {
    let Form { visitor, fields: said } = form;
    let (id, dimension, indicator) = path.into_inner();
    let key: Uuid = id.parse().map_err(|_| Fault::NoPage)?;
    let indicator: Slug = indicator.parse().map_err(|_| Fault::NoPage)?;
    let faults = match said.answer(visitor.language) {
        Err(()) => vec![messages::render(
            visitor.language,
            &blaupause_kernel::Message::new("portal-answer-no-number"),
        )],
        Ok(answer) => {
            let comment = Some(said.comment.trim().to_owned()).filter(|comment| !comment.is_empty());
            let edit = Edit {
                answers: [(indicator.clone(), answer)].into(),
                comments: [(indicator.clone(), comment)].into(),
                ..Edit::default()
            };
            let actor = visitor.actor.clone();
            // the answer to this question alone: others may be answering others meanwhile
            let saved =
                portal.app.write(move |tx| assessments::edit(tx, &actor, key, Expected::Any, edit.clone()));
            match saved.await {
                Ok(_) => Vec::new(),
                Err(error) => faults_of(visitor.language, error)?,
            }
        }
    };
    if faults.is_empty() {
        let to = crate::frame::at(visitor.language, &format!("/assessments/{id}/{dimension}#{indicator}"));
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish());
    }
    let refused = Refused { indicator, said, faults };
    let shown = shown(&portal, &visitor, &id, &dimension, Some(refused)).await?;
    with_status(StatusCode::UNPROCESSABLE_ENTITY, visitor.language, &shown)
}

/// What is wrong with an answer; any other error goes on.
fn faults_of(language: Language, error: Error) -> Result<Vec<String>, Fault> {
    let places = match &error {
        Error::Invalid(places) => places.clone(),
        other => blaupause_web::places(other),
    };
    let unacceptable = blaupause_web::status(&error) == StatusCode::UNPROCESSABLE_ENTITY;
    match (unacceptable, places.is_empty()) {
        (false, _) => Err(error.into()),
        (true, true) => Ok(vec![messages::render(language, &error.message())]),
        (true, false) => Ok(places.iter().map(|place| messages::render(language, &place.message)).collect()),
    }
}
