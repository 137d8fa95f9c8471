//! Experience reports: what a pilot leaves behind for those who follow.

use blaupause_access::Actor;
use blaupause_kernel::{Page, Paged, Slug};
use blaupause_pilots::reports::{ExperienceReport, ReportAnswers};
use blaupause_store::{Error as Store, experience_reports as store, pilots as pilots_store};

use crate::{Change, Error, Expected, Read, Write, pilots};

/// Saves the report of a pilot, complete or not: makes it, or replaces its answers.
///
/// # Errors
/// No such pilot; `Denied`; `Unconditional` or `Stale`; every problem of the answers; those of the store.
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    pilot: &Slug,
    expected: Option<Expected>,
    answers: ReportAnswers,
) -> Result<ExperienceReport, Error> {
    let owner = pilots::of_actor(tx, actor, pilot)?.provider;
    let before = store::find(tx.conn(), pilot)?;
    Expected::check_put(expected, before.as_ref().map(|b| b.revision))?;
    let report = if let Some(before) = before {
        let report = before.revise(answers)?;
        store::update(tx.conn(), &report)?;
        report
    } else {
        let report = ExperienceReport::new(pilot.clone(), answers)?;
        store::insert(tx.conn(), &report)?;
        report
    };
    let subject = format!("/experience-reports/{pilot}");
    tx.record(actor, Change::new("experienceReport.saved", subject).of_provider(&owner))?;
    Ok(report)
}

/// The report of a pilot.
///
/// # Errors
/// No such pilot, or it has no report yet; those of the store.
pub fn get(tx: &mut Read<'_>, pilot: &Slug) -> Result<ExperienceReport, Error> {
    pilots_store::by_slug(tx.conn(), pilot)?;
    let report = store::find(tx.conn(), pilot)?;
    Ok(report.ok_or_else(|| Store::not_found("experience-report", pilot))?)
}

/// Reports by pilot.
///
/// # Errors
/// A foreign cursor; those of the store.
pub fn list(tx: &mut Read<'_>, page: &Page) -> Result<Paged<ExperienceReport>, Error> {
    Ok(store::list(tx.conn(), page)?)
}
