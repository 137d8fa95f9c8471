//! What respondents say about an assessment, how far they agree, and which answer counts.

use blaupause_access::Actor;
use blaupause_kernel::Slug;
use blaupause_maturity::{Answer, Assessment, Opinions, require_unbiased};
use blaupause_store::respondents as store;
use uuid::Uuid;

use crate::assessments::{load, model_of, save, to_change};
use crate::subjects::Doing;
use crate::{Error, Expected, Read, Write};

/// What was handed in so far.
#[derive(Debug, Clone)]
pub struct Overview {
    /// How many invitations still wait for an answer.
    pub awaited: usize,
    /// By indicator, in the order of the model.
    pub opinions: Vec<Opinions>,
}

/// What respondents say, how far they agree, and which consensus is recorded.
///
/// # Errors
/// No such assessment; `Denied`; `AnswerFirst` for who is still asked; those of the store.
pub fn overview(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Overview, Error> {
    let (assessment, _) = load(tx, actor, Doing::Reading, id)?;
    let respondents = store::of_assessment(tx.conn(), id)?;
    require_unbiased(&respondents, actor.subject()?)?;
    let (model, _) = model_of(tx, &assessment)?;
    let awaited = respondents.iter().filter(|r| r.state.is_open()).count();
    Ok(Overview { awaited, opinions: assessment.opinions(&model, &respondents)? })
}

/// Records which answer to an indicator counts, and why.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; `AnswerFirst`; those of [`Assessment::record_consensus`]; those of the store.
pub fn record(
    tx: &mut Write<'_>,
    actor: &Actor,
    (id, indicator): (Uuid, &Slug),
    expected: Expected,
    (answer, reason): (Answer, Option<String>),
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Doing::Editing, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let respondents = store::of_assessment(tx.conn(), id)?;
    let (who, when) = (actor.subject()?, tx.now());
    require_unbiased(&respondents, who)?;
    let next = assessment.record_consensus((who, when), (&model, &respondents), indicator, answer, reason)?;
    save(tx, actor, "assessment.consensusRecorded", next)
}

/// Takes over what all respondents said alike, wherever the assessment has no other answer.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; `AnswerFirst`; those of [`Assessment::take_over`]; those of the store.
pub fn take_over(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Doing::Editing, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let respondents = store::of_assessment(tx.conn(), id)?;
    let (who, when) = (actor.subject()?, tx.now());
    require_unbiased(&respondents, who)?;
    let next = assessment.take_over((who, when), (&model, &respondents))?;
    save(tx, actor, "assessment.agreedAnswersTaken", next)
}
