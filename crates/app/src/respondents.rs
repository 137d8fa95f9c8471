//! Respondents: an editor invites persons to answer; the invited ones answer, hand in or decline.

use std::sync::Arc;

use std::collections::BTreeMap;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Date, Page, Paged, Slug};
use blaupause_maturity::{
    Answer, Answers, Assessed, Assessment, Model, NewRespondent, Respondent, RespondentState,
};
use blaupause_store::{Error as Store, assessments as records, respondents as store};
use uuid::Uuid;

use crate::assessments::{load, merged, model_of, save};
use crate::subjects::{self, Doing, of_actor};
use crate::{Change, Error, Expected, Read, Write};

/// Whom an editor invites, and to what.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Token subject of the person.
    pub subject: String,
    /// The role they answer in.
    pub label: String,
    /// What they are asked; nothing for all indicators.
    pub indicators: Vec<Slug>,
    /// When the answers are needed.
    pub due: Option<Date>,
    /// What they are told.
    pub note: Option<String>,
}

/// What changes in a respondent's answers; `None` takes an entry away, what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Say {
    /// Answers by indicator.
    pub answers: BTreeMap<Slug, Option<Answer>>,
    /// Comments by indicator.
    pub comments: BTreeMap<Slug, Option<String>>,
}

/// A respondent as somebody sees them.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The respondent.
    pub respondent: Respondent,
    /// Whether what they said is shown: only what was handed in, and not to those who are still asked themselves.
    pub shows_answers: bool,
}

/// What a person is asked.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The record.
    pub respondent: Respondent,
    /// The assessment.
    pub assessment: Assessment,
}

/// Invites somebody to answer.
///
/// # Errors
/// No such assessment; `Denied`; those of [`Respondent::invite`]; those of the store.
pub fn invite(tx: &mut Write<'_>, actor: &Actor, id: Uuid, invite: Invite) -> Result<Respondent, Error> {
    let (assessment, _) = load(&mut tx.as_read(), actor, Doing::Editing, id)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let others = store::of_assessment(tx.conn(), id)?;
    let Invite { subject, label, indicators, due, note } = invite;
    let new = NewRespondent { id: tx.next_id(), subject, label, indicators, due, note };
    let made = Respondent::invite(new, (&assessment, &model), &others, actor.subject()?, tx.now())?;
    store::insert(tx.conn(), &made)?;
    record(tx, actor, "assessment.respondentInvited", &made, &assessment)?;
    Ok(made)
}

/// All respondents of an assessment, in the order in which they were invited.
///
/// # Errors
/// No such assessment; `Denied`; those of the store.
pub fn list(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Vec<Seen>, Error> {
    load(tx, actor, Doing::Reading, id)?;
    let all = store::of_assessment(tx.conn(), id)?;
    let unbiased = blaupause_maturity::require_unbiased(&all, actor.subject()?).is_ok();
    let seen = |respondent: Respondent| {
        let shows_answers = unbiased && respondent.state == RespondentState::HandedIn;
        Seen { respondent, shows_answers }
    };
    Ok(all.into_iter().map(seen).collect())
}

/// A respondent of an assessment.
///
/// # Errors
/// No such assessment or respondent; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid, respondent: Uuid) -> Result<Seen, Error> {
    let all = list(tx, actor, id)?;
    all.into_iter().find(|seen| seen.respondent.id == respondent).ok_or_else(|| not_found(respondent))
}

/// Takes an invitation back.
///
/// # Errors
/// No such assessment or respondent; `Denied`; `Stale`; those of [`Respondent::withdraw`]; those of the store.
pub fn withdraw(
    tx: &mut Write<'_>,
    actor: &Actor,
    (id, respondent): (Uuid, Uuid),
    expected: Expected,
) -> Result<Respondent, Error> {
    let (assessment, _) = load(&mut tx.as_read(), actor, Doing::Editing, id)?;
    let found = store::by_id(tx.conn(), respondent)?;
    if found.assessment != id {
        return Err(not_found(respondent));
    }
    expected.check(found.revision)?;
    let next = found.withdraw(tx.now())?;
    keep(tx, actor, "assessment.respondentWithdrawn", next, &assessment)
}

/// What the actor is asked, the newest first.
///
/// # Errors
/// `Denied`; a foreign cursor; those of the store.
pub fn invitations(tx: &mut Read<'_>, actor: &Actor, page: &Page) -> Result<Paged<Invitation>, Error> {
    let reach = subjects::reach(actor, Permission::AnswerInvitation, tx.today())?;
    let found = store::list(tx.conn(), actor.subject()?, &reach, page)?;
    Ok(found.map(|(respondent, assessment)| Invitation { respondent, assessment }))
}

/// What the actor is asked by one invitation.
///
/// # Errors
/// No such invitation, or one of somebody else; `Denied`; those of the store.
pub fn invitation(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Invitation, Error> {
    let respondent = subjects::found(actor, Doing::Answering, || store::by_id(tx.conn(), id))?;
    let assessment = records::by_id(tx.conn(), respondent.assessment)?;
    of_actor(tx, actor, Doing::Answering, &assessment.assessed.clone().into())?;
    if respondent.subject != actor.subject()? {
        return Err(not_found(id));
    }
    Ok(Invitation { respondent, assessment })
}

/// Changes the actor's own answers. Who answers takes part, and does not review.
///
/// # Errors
/// Those of [`invitation`]; `Stale`; those of [`Respondent::answer`].
pub fn answer(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    say: Say,
) -> Result<Invitation, Error> {
    let (Invitation { respondent, assessment }, model) = own(tx, actor, id, expected)?;
    let answers = Answers(merged(respondent.answers.0.clone(), say.answers));
    let comments = merged(respondent.comments.clone(), say.comments);
    let next = respondent.answer((&assessment, &model), answers, comments, tx.now())?;
    let respondent = keep(tx, actor, "assessment.respondentAnswered", next, &assessment)?;
    let assessment = taking_part(tx, actor, assessment)?;
    Ok(Invitation { respondent, assessment })
}

/// Hands the actor's own answers in.
///
/// # Errors
/// Those of [`invitation`]; `Stale`; those of [`Respondent::hand_in`].
pub fn hand_in(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Invitation, Error> {
    let (Invitation { respondent, assessment }, model) = own(tx, actor, id, expected)?;
    let next = respondent.hand_in((&assessment, &model), tx.now())?;
    let respondent = keep(tx, actor, "assessment.respondentHandedIn", next, &assessment)?;
    let assessment = taking_part(tx, actor, assessment)?;
    Ok(Invitation { respondent, assessment })
}

/// Declines to answer.
///
/// # Errors
/// Those of [`invitation`]; `Stale`; those of [`Respondent::decline`].
pub fn decline(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    reason: &str,
) -> Result<Invitation, Error> {
    let (Invitation { respondent, assessment }, _) = own(tx, actor, id, expected)?;
    let next = respondent.decline(reason, tx.now())?;
    let respondent = keep(tx, actor, "assessment.respondentDeclined", next, &assessment)?;
    Ok(Invitation { respondent, assessment })
}

fn own(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
) -> Result<(Invitation, Arc<Model>), Error> {
    let found = invitation(&mut tx.as_read(), actor, id)?;
    expected.check(found.respondent.revision)?;
    let (model, _) = model_of(&mut tx.as_read(), &found.assessment)?;
    Ok((found, model))
}

/// Notes once that somebody has taken part: it counts for four eyes.
fn taking_part(tx: &mut Write<'_>, actor: &Actor, assessment: Assessment) -> Result<Assessment, Error> {
    let subject = actor.subject()?;
    if assessment.editors.contains(subject) {
        return Ok(assessment);
    }
    let next = assessment.take_part(subject, tx.now())?;
    save(tx, actor, "assessment.respondentTakesPart", next)
}

fn keep(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    next: Respondent,
    assessment: &Assessment,
) -> Result<Respondent, Error> {
    store::update(tx.conn(), &next)?;
    record(tx, actor, kind, &next, assessment)?;
    Ok(next)
}

fn record(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    respondent: &Respondent,
    assessment: &Assessment,
) -> Result<(), Error> {
    let path = format!("/assessments/{}/respondents/{}", assessment.id, respondent.id);
    let change = match &assessment.assessed {
        Assessed::Unit(unit) => Change::new(kind, path).of_unit(unit),
        Assessed::Provider(provider) => Change::new(kind, path).of_provider(provider),
    };
    tx.record(actor, change.with(serde_json::json!({"revision": respondent.revision.get()})))
}

fn not_found(id: Uuid) -> Error {
    Error::Store(Store::NotFound { kind: "respondent", id: id.to_string() })
}
