//! Assessments: begin one, answer it, hand it in, review it, sign it off; and what it comes to.

use std::collections::BTreeMap;

use blaupause_access::{Actor, Denied, Permission, Reach as Far, Role};
use blaupause_kernel::{Date, Digest, Message, Page, Paged, Slug, UnitKey, Version};
use blaupause_maturity::{
    Answer, Answers, Assessment, Evidence, Model, ModelState, NewAssessment, Outcome, State, Subject,
    SubjectProfile, score,
};
use blaupause_store::assessments::{self as store, Filter, Reach};
use blaupause_store::{maturity_models, signed_assessments};
use blaupause_territory::Unit;
use uuid::Uuid;

pub use blaupause_store::signed_assessments::Published;

use crate::error::at;
use crate::units::{ServedUnit, of_actor};
use crate::{Change, Error, Expected, Invalid, Read, Write, provider_levels};

/// The longest purpose, in characters.
const MAX_PURPOSE: usize = 200;

/// What an assessment is begun with.
#[derive(Debug, Clone)]
pub struct Begin {
    /// The unit that is assessed.
    pub unit: UnitKey,
    /// The model.
    pub model: Slug,
    /// Its version; the highest one if left out.
    pub version: Option<Version>,
    /// The day whose state is described.
    pub period: Date,
    /// What it is for.
    pub purpose: Option<String>,
}

/// What changes in an assessment; `None` takes an entry away, what is not named stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Answers by indicator.
    pub answers: BTreeMap<Slug, Option<Answer>>,
    /// Comments by indicator.
    pub comments: BTreeMap<Slug, Option<String>>,
    /// Evidence by indicator.
    pub evidence: BTreeMap<Slug, Option<Vec<Evidence>>>,
}

/// Which assessments are listed.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only those of this unit.
    pub unit: Option<UnitKey>,
    /// Only those of this model.
    pub model: Option<Slug>,
    /// Only those in this state.
    pub state: Option<State>,
}

/// Begins an assessment.
///
/// # Errors
/// `Denied`; `Invalid` for an unknown or past unit, a day in the future, an unknown model, one that does not assess
/// units, or a purpose that is blank or too long; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, begin: Begin) -> Result<Assessment, Error> {
    let served =
        of_actor(&mut tx.as_read(), actor, Permission::EditAssessment, &begin.unit).map_err(at("/unit"))?;
    let ars = served.unit.ars.clone();
    check_period(&served.unit, begin.period, tx.today())?;
    check_purpose(begin.purpose.as_deref())?;
    let named = if begin.version.is_some() { "/version" } else { "/model" };
    let (model, hash) = model_to_answer(tx, &begin).map_err(at(named))?;
    let new = NewAssessment {
        id: tx.next_id(),
        unit: ars,
        model: model.reference_with(hash),
        period: begin.period,
        purpose: begin.purpose,
    };
    let assessment = Assessment::create(new, actor.subject()?, tx.now());
    store::insert(tx.conn(), &assessment)?;
    record(tx, actor, "assessment.created", &assessment)?;
    Ok(assessment)
}

/// An assessment.
///
/// # Errors
/// No such assessment; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Assessment, Error> {
    Ok(load(tx, actor, Permission::ReadUnit, id)?.0)
}

/// Assessments, the newest first: of one unit, or of everything within the actor's reach.
///
/// # Errors
/// No such unit; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    wanted: Wanted,
    page: &Page,
) -> Result<Paged<Assessment>, Error> {
    let mut filter = Filter { model: wanted.model, state: wanted.state, ..Filter::default() };
    match wanted.unit {
        Some(key) => filter.unit = Some(of_actor(tx, actor, Permission::ReadUnit, &key)?.unit.ars),
        None => filter.reach = reach(actor, Permission::ReadUnit, tx.today())?,
    }
    Ok(store::list(tx.conn(), &filter, page)?)
}

/// Changes answers, comments and evidence.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::edit`]; those of the store.
pub fn edit(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    edit: Edit,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Permission::EditAssessment, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let answers = Answers(merged(assessment.answers.0.clone(), edit.answers));
    let comments = merged(assessment.comments.clone(), edit.comments);
    let evidence = merged(assessment.evidence.clone(), edit.evidence);
    let next = assessment.edit(actor.subject()?, tx.now(), &model, answers, comments, evidence)?;
    save(tx, actor, "assessment.edited", next)
}

/// Hands an assessment in.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::submit`]; those of the store.
pub fn submit(tx: &mut Write<'_>, actor: &Actor, id: Uuid, expected: Expected) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Permission::EditAssessment, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let next = assessment.submit(actor.subject()?, tx.now(), &model)?;
    save(tx, actor, "assessment.submitted", next)
}

/// Takes up the review.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::start_review`]; those of the store.
pub fn start_review(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Permission::ReviewAssessment, id, expected)?;
    let next = assessment.start_review(actor.subject()?, tx.now())?;
    save(tx, actor, "assessment.reviewStarted", next)
}

/// Sends an assessment back with a comment.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::return_with`]; those of the store.
pub fn return_with(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    comment: &str,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Permission::ReviewAssessment, id, expected)?;
    let next = assessment.return_with(actor.subject()?, comment, tx.now())?;
    save(tx, actor, "assessment.returned", next)
}

/// Signs an assessment off: scores it once more, freezes the document and chains it to the one before.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::sign_off`] and of the scoring; those of the store.
pub fn sign_off(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
) -> Result<Assessment, Error> {
    let (assessment, served) = to_change(tx, actor, Permission::ReviewAssessment, id, expected)?;
    let outcome = computed(&mut tx.as_read(), &assessment, &served.unit)?;
    let previous = signed_assessments::last_hash(tx.conn(), &assessment.unit)?;
    let (next, document) = assessment.sign_off(actor.subject()?, outcome, previous, tx.now())?;
    let next = save(tx, actor, "assessment.signedOff", next)?;
    signed_assessments::insert(tx.conn(), &document)?;
    Ok(next)
}

/// What an assessment comes to: the signed result, or the result of its answers as they are now.
///
/// # Errors
/// No such assessment; `Denied`; those of the scoring; those of the store.
pub fn result(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Outcome, Error> {
    let (assessment, served) = load(tx, actor, Permission::ReadUnit, id)?;
    match assessment.state {
        State::SignedOff => Ok(signed_assessments::by_id(tx.conn(), id)?.outcome),
        State::Draft | State::Submitted | State::InReview | State::Returned => {
            computed(tx, &assessment, &served.unit)
        }
    }
}

/// The signed document exactly as it is stored.
///
/// # Errors
/// No such assessment, or none that was signed off; `Denied`; those of the store.
pub fn document(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Published, Error> {
    load(tx, actor, Permission::ReadUnit, id)?;
    Ok(signed_assessments::document(tx.conn(), id)?)
}

/// An assessment of a unit whose assessments the actor may edit, in whatever state it is.
pub(crate) fn of_editor(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Assessment, Error> {
    Ok(load(tx, actor, Permission::EditAssessment, id)?.0)
}

/// Puts answers, comments and evidence that come from elsewhere into a new draft.
pub(crate) fn prefill(
    tx: &mut Write<'_>,
    actor: &Actor,
    draft: Assessment,
    (answers, comments, evidence): (Answers, BTreeMap<Slug, String>, BTreeMap<Slug, Vec<Evidence>>),
) -> Result<Assessment, Error> {
    let (model, _) = model_of(&mut tx.as_read(), &draft)?;
    let next = draft.edit(actor.subject()?, tx.now(), &model, answers, comments, evidence)?;
    save(tx, actor, "assessment.edited", next)
}

/// Who a unit is, as far as models ask.
pub fn subject_of(unit: &Unit) -> SubjectProfile {
    SubjectProfile { level: unit.level, size_class: unit.size_class() }
}

fn load(
    tx: &mut Read<'_>,
    actor: &Actor,
    permission: Permission,
    id: Uuid,
) -> Result<(Assessment, ServedUnit), Error> {
    actor.require_somewhere(permission)?;
    let assessment = store::by_id(tx.conn(), id)?;
    let served = of_actor(tx, actor, permission, &UnitKey::Ars(assessment.unit.clone()))?;
    Ok((assessment, served))
}

fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    permission: Permission,
    id: Uuid,
    expected: Expected,
) -> Result<(Assessment, ServedUnit), Error> {
    let (assessment, served) = load(&mut tx.as_read(), actor, permission, id)?;
    expected.check(assessment.revision)?;
    Ok((assessment, served))
}

fn save(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    next: Assessment,
) -> Result<Assessment, Error> {
    store::update(tx.conn(), &next)?;
    record(tx, actor, kind, &next)?;
    Ok(next)
}

fn record(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    assessment: &Assessment,
) -> Result<(), Error> {
    let change = Change::new(kind, format!("/assessments/{}", assessment.id));
    let data = serde_json::json!({"revision": assessment.revision.get()});
    tx.record(actor, change.of_unit(&assessment.unit).with(data))
}

fn model_of(tx: &mut Read<'_>, assessment: &Assessment) -> Result<(Model, Digest), Error> {
    let model = &assessment.model;
    Ok(maturity_models::by_version(tx.conn(), &model.id, &model.version)?)
}

fn computed(tx: &mut Read<'_>, assessment: &Assessment, unit: &Unit) -> Result<Outcome, Error> {
    let (model, hash) = model_of(tx, assessment)?;
    let provided = provider_levels::of_unit(tx, &unit.ars, &model)?;
    Ok(score(&model, hash, &subject_of(unit), &assessment.answers, &provided)?)
}

fn model_to_answer(tx: &mut Write<'_>, begin: &Begin) -> Result<(Model, Digest), Error> {
    let version = match &begin.version {
        Some(version) => version.clone(),
        None => maturity_models::highest_version(tx.conn(), &begin.model)?
            .ok_or_else(|| Error::invalid("/model", retired(&begin.model)))?,
    };
    if maturity_models::state(tx.conn(), &begin.model, &version)? == ModelState::Retired {
        return Err(Error::invalid("/version", retired(format!("{}@{version}", begin.model))));
    }
    let (model, hash) = maturity_models::by_version(tx.conn(), &begin.model, &version)?;
    match model.subject {
        Subject::Municipality => Ok((model, hash)),
        Subject::Provider => {
            Err(Error::invalid("/model", Message::new("assessment-model-subject").with("model", &model.id)))
        }
    }
}

/// No assessment begins by this model, or this version of it, any more.
pub(crate) fn retired(model: impl ToString) -> Message {
    Message::new("assessment-model-retired").with("model", model)
}

/// The unit exists today, and the day whose state is described is one it has seen.
fn check_period(unit: &Unit, period: Date, today: Date) -> Result<(), Error> {
    let mut places = Vec::new();
    let mut refuse = |pointer: &str, message: Message| {
        places.push(Invalid { pointer: pointer.to_owned(), message });
    };
    if !unit.is_valid_on(today) {
        refuse("/unit", Message::new("assessment-unit-past").with("unit", &unit.ars));
    }
    if let Some(last) = unit.valid_to.filter(|last| *last < period) {
        refuse(
            "/period",
            Message::new("assessment-period-after-end").with("period", period).with("last", last),
        );
    } else if period > today {
        refuse(
            "/period",
            Message::new("assessment-period-future").with("period", period).with("today", today),
        );
    }
    if places.is_empty() { Ok(()) } else { Err(Error::Invalid(places)) }
}

fn check_purpose(purpose: Option<&str>) -> Result<(), Error> {
    let Some(text) = purpose else { return Ok(()) };
    if text.trim().is_empty() {
        return Err(Error::invalid("/purpose", Message::new("text-blank")));
    }
    if text.chars().count() > MAX_PURPOSE {
        return Err(Error::invalid("/purpose", Message::new("text-too-long").with("limit", MAX_PURPOSE)));
    }
    Ok(())
}

fn merged<T>(mut entries: BTreeMap<Slug, T>, changes: BTreeMap<Slug, Option<T>>) -> BTreeMap<Slug, T> {
    for (key, change) in changes {
        match change {
            Some(value) => entries.insert(key, value),
            None => entries.remove(&key),
        };
    }
    entries
}

/// The units whose things an actor may see in a list.
/// What a list shows an actor.
///
/// # Errors
/// `Denied` without the permission.
pub(crate) fn reach(actor: &Actor, permission: Permission, on: Date) -> Result<Reach, Error> {
    actor.subject()?;
    let has = |far: Far| actor.roles().any(|role: Role| permission.reach(role) == Some(far));
    match actor.reach(permission) {
        None => Err(Denied::Forbidden(permission).into()),
        Some(Far::All) => Ok(Reach::Everything),
        Some(Far::OwnUnit | Far::OwnProvider) => {
            let units = if has(Far::OwnUnit) { actor.units().cloned().collect() } else { Vec::new() };
            let providers =
                if has(Far::OwnProvider) { actor.providers().cloned().collect() } else { Vec::new() };
            Ok(Reach::Of { units, providers, on })
        }
    }
}
