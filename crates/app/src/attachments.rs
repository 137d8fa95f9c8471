//! Process models (BPMN) that belong to experience reports: checked, and kept under the digest of their bytes.

use blaupause_access::{Actor, Owner, Permission};
use blaupause_kernel::{Digest, Slug};
use blaupause_pilots::Prose;
use blaupause_pilots::processes::{self, ProcessModel};
use blaupause_pilots::reports::{Attachment, ExperienceReport};
use blaupause_store::{attachments as store, experience_reports as reports, pilots as stored_pilots};

use crate::{Change, Error, Read, Write, error, pilots};

/// The media type under which a report names a process model.
pub const MEDIA: &str = "application/xml";

/// Lets those pass who may attach files to the report of a pilot, before a file is read.
///
/// # Errors
/// No such pilot; `Denied`; those of the store.
pub fn may_attach(tx: &mut Read<'_>, actor: &Actor, pilot: &Slug) -> Result<(), Error> {
    actor.require_somewhere(Permission::ManagePilots)?;
    let pilot = stored_pilots::by_slug(tx.conn(), pilot)?;
    Ok(actor.require(Permission::ManagePilots, Owner::Provider(&pilot.provider))?)
}

/// Checks a file.
///
/// # Errors
/// `Invalid` with the line of every fault.
pub fn read_file(bytes: &[u8]) -> Result<ProcessModel, Error> {
    processes::check(bytes).map_err(|refused| match refused {
        blaupause_pilots::Error::Invalid { problems, .. } => error::invalid(problems),
        other => other.into(),
    })
}

/// Keeps a file and names it in the report of a pilot, which is begun if there is none. One that the report names already
/// stays as it is.
///
/// # Errors
/// No such pilot; `Denied`; `Invalid` for a report with too many files; those of the store.
pub fn attach(
    tx: &mut Write<'_>,
    actor: &Actor,
    pilot: &Slug,
    title: &Prose,
    model: &ProcessModel,
) -> Result<bool, Error> {
    let owner = pilots::of_actor(tx, actor, pilot)?.provider;
    if store::find(tx.conn(), model.sha256)?.is_none() {
        let now = tx.now();
        store::insert(tx.conn(), model, actor.subject()?, now)?;
    }
    let before = reports::find(tx.conn(), pilot)?;
    let mut answers = before.as_ref().map(|report| report.answers.clone()).unwrap_or_default();
    if answers.attachments.iter().any(|attached| attached.sha256 == model.sha256) {
        return Ok(false);
    }
    let (title, sha256) = (title.clone(), model.sha256);
    let media_type = MEDIA.parse().map_err(Error::from)?;
    answers.attachments.push(Attachment { title, media_type, sha256, url: None });
    match before {
        Some(before) => reports::update(tx.conn(), &before.revise(answers)?)?,
        None => reports::insert(tx.conn(), &ExperienceReport::new(pilot.clone(), answers)?)?,
    }
    let subject = format!("/experience-reports/{pilot}");
    let data = serde_json::json!({"sha256": sha256});
    tx.record(actor, Change::new("experienceReport.attached", subject).of_provider(&owner).with(data))?;
    Ok(true)
}

/// A file.
///
/// # Errors
/// No such file; those of the store.
pub fn get(tx: &mut Read<'_>, sha256: Digest) -> Result<ProcessModel, Error> {
    Ok(store::get(tx.conn(), sha256)?)
}
