//! Evidence that the service itself can give: one more entry for an indicator of an assessment that is being answered.

use blaupause_access::Actor;
use blaupause_kernel::Slug;
use blaupause_maturity::{Assessment, Evidence};
use uuid::Uuid;

use crate::assessments::{model_of, save, to_change};
use crate::subjects::Doing;
use crate::{Error, Expected, Write};

/// Adds an entry, if the indicator is one of those that `fits` takes; else the error it gives.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; what `fits` refuses; those of [`Assessment::edit`]; those of the store.
pub(crate) fn add(
    tx: &mut Write<'_>,
    actor: &Actor,
    (id, expected): (Uuid, Expected),
    indicator: Slug,
    fits: impl FnOnce(&Assessment, &[Slug]) -> Result<Evidence, Error>,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Doing::Editing, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let tags = model.indicator(&indicator).map(|found| found.tags.clone()).unwrap_or_default();
    let entry = fits(&assessment, &tags)?;
    let (answers, comments) = (assessment.answers.clone(), assessment.comments.clone());
    let mut evidence = assessment.evidence.clone();
    let entries = evidence.entry(indicator).or_default();
    // Given once more, it takes the place of what was given before.
    entries.retain(|known| known.url.is_none() || known.url != entry.url);
    entries.push(entry);
    let next = assessment.edit(actor.subject()?, tx.now(), &model, answers, comments, evidence)?;
    save(tx, actor, "assessment.edited", next)
}
