//! `/experience-reports`: what pilots leave behind for those who follow.

use actix_web::web::Data;
use actix_web::{get, put};
use blaupause_app::experience_reports;
use blaupause_kernel::{Revision, Slug};
use blaupause_pilots::reports::{ExperienceReport, ReportAnswers, ReportField};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::addresses::{Path, Query};
use crate::document::Problems;
use crate::lists::{ListView, page};
use crate::routes::Routes;
use crate::{Answer, ApiError, Put, State};

pub(crate) fn routes(config: &mut Routes<'_, '_>) {
    config.service(list_experience_reports).service(get_experience_report).service(put_experience_report);
}

/// The experience report of a pilot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ExperienceReportView {
    /// The pilot it reports on.
    pilot: Slug,
    /// The answers so far.
    answers: ReportAnswers,
    /// The answers that are still missing.
    missing: Vec<ReportField>,
    /// Whether every answer is there, so that the pilot can be finished.
    complete: bool,
    /// How often it was changed.
    revision: Revision,
}

impl From<ExperienceReport> for ExperienceReportView {
    fn from(report: ExperienceReport) -> Self {
        let (missing, complete) = (report.missing(), report.is_complete());
        let ExperienceReport { pilot, answers, revision } = report;
        Self { pilot, answers, missing, complete, revision }
    }
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReportsQuery {
    /// Reports per page.
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u16>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// List experience reports by pilot.
#[utoipa::path(tag = "pilots", params(ReportsQuery),
    responses((status = 200, description = "One page of reports.", body = ListView<ExperienceReportView>), Problems))]
#[get("/experience-reports")]
async fn list_experience_reports(state: Data<State>, query: Query<ReportsQuery>) -> Result<Answer, ApiError> {
    let page = page(query.limit, query.cursor.as_deref())?;
    let answer = state
        .read(move |tx| Answer::list(experience_reports::list(tx, &page)?.map(ExperienceReportView::from)));
    Ok(answer.await?.public())
}

/// Get the experience report of a pilot.
#[utoipa::path(tag = "pilots", params(
        ("pilot" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz")),
    responses((status = 200, description = "The report.", body = ExperienceReportView), Problems))]
#[get("/experience-reports/{pilot}")]
async fn get_experience_report(state: Data<State>, pilot: Path<Slug>) -> Result<Answer, ApiError> {
    let answer = state.read(move |tx| {
        let report = experience_reports::get(tx, &pilot)?;
        let revision = report.revision;
        Answer::record(&ExperienceReportView::from(report), revision)
    });
    Ok(answer.await?.public())
}

/// Save the experience report of a pilot, complete or not.
///
/// Without `If-Match` it makes the report and answers 428 if there is one; with `If-Match` it replaces the answers of
/// the report that carries this entity tag and answers 412 if there is another one or none.
#[utoipa::path(tag = "pilots", security(("bearer" = [])), params(
        ("pilot" = Slug, Path, description = "Key of the pilot.", example = "e-akte-harz"),
        ("If-Match" = Option<String>, Header, description = "Entity tag of the report as last read; left out to make one.")),
    request_body = ReportAnswers,
    responses((status = 200, description = "The changed report.", body = ExperienceReportView),
        (status = 201, description = "The new report.", body = ExperienceReportView), Problems))]
#[put("/experience-reports/{pilot}")]
async fn put_experience_report(
    state: Data<State>,
    pilot: Path<Slug>,
    request: Put<ReportAnswers>,
) -> Result<Answer, ApiError> {
    let Put { caller, body, once, expected } = request;
    state
        .write(once, move |tx| {
            let report = experience_reports::put(tx, &caller.actor, &pilot, expected, body.clone())?;
            let revision = report.revision;
            let view = ExperienceReportView::from(report);
            Answer::put(&view, revision, format!("/experience-reports/{}", *pilot))
        })
        .await
}
