//! Assessments: begin one, answer it, hand it in, review it, sign it off; and what it comes to.

use std::collections::BTreeMap;
use std::sync::Arc;

use blaupause_access::{Actor, Permission};
use blaupause_kernel::{Date, Described, Digest, Message, Page, Paged, Slug, Version};
use blaupause_maturity::{
    Answer, Answers, Assessed, Assessment, Evidence, Model, ModelState, NewAssessment, Outcome,
    ProviderLevels, Remarks, State, require_subject, score,
};
use blaupause_store::assessments::{self as store, Filter, Order};
use blaupause_store::{maturity_models, respondents, signed_assessments};
use uuid::Uuid;

pub use blaupause_store::signed_assessments::Published;

use crate::assessment_exports::Periods;
use crate::error::at;
use crate::subjects::{self, Doing, Subject, SubjectKey, of_actor};
use crate::{Change, Error, Expected, Invalid, Read, Write, provider_levels};

/// The longest purpose, in characters.
const MAX_PURPOSE: usize = 200;

/// What an assessment is begun with.
#[derive(Debug, Clone)]
pub struct Begin {
    /// Who is assessed.
    pub subject: SubjectKey,
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
    /// Only those of this unit or provider.
    pub subject: Option<SubjectKey>,
    /// Only those of this model.
    pub model: Option<Slug>,
    /// Only those in this state.
    pub state: Option<State>,
    /// Only those that describe a day in this time.
    pub periods: Periods,
}

/// Begins an assessment.
///
/// # Errors
/// `Denied`; `Invalid` for an unknown or past unit, an unknown provider, a day in the future, an unknown model, one that
/// is made for other subjects, or a purpose that is blank or too long; those of the store.
pub fn create(tx: &mut Write<'_>, actor: &Actor, begin: Begin) -> Result<Assessment, Error> {
    let place = match &begin.subject {
        SubjectKey::Unit(_) => "/unit",
        SubjectKey::Provider(_) => "/provider",
    };
    let subject = of_actor(&mut tx.as_read(), actor, Doing::Editing, &begin.subject).map_err(at(place))?;
    let assessed = subject.assessed();
    check_period(&subject, begin.period, tx.today())?;
    check_purpose(begin.purpose.as_deref())?;
    let named = if begin.version.is_some() { "/version" } else { "/model" };
    let (model, hash) = model_to_answer(tx, &begin, &assessed).map_err(at(named))?;
    let new = NewAssessment {
        id: tx.next_id(),
        assessed,
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
    Ok(load(tx, actor, Doing::Reading, id)?.0)
}

/// Assessments, the newest first: of one unit or provider, or of everything within the actor's reach.
///
/// # Errors
/// No such unit or provider; `Denied`; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    wanted: Wanted,
    page: &Page,
) -> Result<Paged<Assessment>, Error> {
    let filter = filter_of(tx, actor, wanted)?;
    Ok(store::list_by(tx.conn(), &filter, Order::Newest, page)?)
}

/// What an actor sees of what is wanted.
pub(crate) fn filter_of(tx: &mut Read<'_>, actor: &Actor, wanted: Wanted) -> Result<Filter, Error> {
    let Periods { from, to } = wanted.periods;
    let mut filter = Filter { model: wanted.model, state: wanted.state, from, to, ..Filter::default() };
    match wanted.subject {
        Some(key) => filter.assessed = Some(of_actor(tx, actor, Doing::Reading, &key)?.assessed()),
        None => (filter.reach, filter.own) = subjects::within(actor, Permission::ReadProvider, tx.today())?,
    }
    Ok(filter)
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
    let (assessment, _) = to_change(tx, actor, Doing::Editing, id, expected)?;
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
    let (assessment, _) = to_change(tx, actor, Doing::Editing, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let asked = respondents::of_assessment(tx.conn(), id)?;
    let next = assessment.submit(actor.subject()?, tx.now(), &model, &asked)?;
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
    let (assessment, _) = to_change(tx, actor, Doing::Reviewing, id, expected)?;
    let next = assessment.start_review(actor.subject()?, tx.now())?;
    save(tx, actor, "assessment.reviewStarted", next)
}

/// Sends an assessment back with remarks.
///
/// # Errors
/// No such assessment; `Denied`; `Stale`; those of [`Assessment::return_with`]; those of the store.
pub fn return_with(
    tx: &mut Write<'_>,
    actor: &Actor,
    id: Uuid,
    expected: Expected,
    remarks: Remarks,
) -> Result<Assessment, Error> {
    let (assessment, _) = to_change(tx, actor, Doing::Reviewing, id, expected)?;
    let (model, _) = model_of(&mut tx.as_read(), &assessment)?;
    let next = assessment.return_with(actor.subject()?, &model, remarks, tx.now())?;
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
    let (assessment, subject) = to_change(tx, actor, Doing::Reviewing, id, expected)?;
    let outcome = computed(&mut tx.as_read(), &assessment, &subject)?;
    let previous = signed_assessments::last_hash(tx.conn(), &assessment.assessed)?;
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
    let (assessment, subject) = load(tx, actor, Doing::Reading, id)?;
    match assessment.state {
        State::SignedOff => Ok(signed_assessments::by_id(tx.conn(), id)?.outcome),
        State::Draft | State::Submitted | State::InReview | State::Returned => {
            computed(tx, &assessment, &subject)
        }
    }
}

/// The signed document exactly as it is stored.
///
/// # Errors
/// No such assessment, or none that was signed off; `Denied`; those of the store.
pub fn document(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Published, Error> {
    load(tx, actor, Doing::Reading, id)?;
    Ok(signed_assessments::document(tx.conn(), id)?)
}

/// An assessment that the actor may edit, in whatever state it is.
pub(crate) fn of_editor(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Assessment, Error> {
    Ok(load(tx, actor, Doing::Editing, id)?.0)
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

/// An assessment, with who is assessed, for an actor who may do this with it.
pub(crate) fn load(
    tx: &mut Read<'_>,
    actor: &Actor,
    doing: Doing,
    id: Uuid,
) -> Result<(Assessment, Subject), Error> {
    let assessment = subjects::found(actor, doing, || store::by_id(tx.conn(), id))?;
    let subject = of_actor(tx, actor, doing, &assessment.assessed.clone().into())?;
    Ok((assessment, subject))
}

/// The same, in the revision that the actor saw.
pub(crate) fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    doing: Doing,
    id: Uuid,
    expected: Expected,
) -> Result<(Assessment, Subject), Error> {
    let (assessment, subject) = load(&mut tx.as_read(), actor, doing, id)?;
    expected.check(assessment.revision)?;
    Ok((assessment, subject))
}

/// Stores a changed assessment and writes down what happened.
pub(crate) fn save(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    next: Assessment,
) -> Result<Assessment, Error> {
    store::update(tx.conn(), &next)?;
    record(tx, actor, kind, &next)?;
    Ok(next)
}

/// Writes down what happened to an assessment.
pub(crate) fn record(
    tx: &mut Write<'_>,
    actor: &Actor,
    kind: &'static str,
    assessment: &Assessment,
) -> Result<(), Error> {
    let change = Change::new(kind, format!("/assessments/{}", assessment.id));
    let data = serde_json::json!({"revision": assessment.revision.get()});
    let change = match &assessment.assessed {
        Assessed::Unit(unit) => change.of_unit(unit),
        Assessed::Provider(provider) => change.of_provider(provider),
    };
    tx.record(actor, change.with(data))
}

/// The model that an assessment answers.
pub(crate) fn model_of(tx: &mut Read<'_>, assessment: &Assessment) -> Result<(Arc<Model>, Digest), Error> {
    let model = &assessment.model;
    Ok(maturity_models::by_version(tx.conn(), &model.id, &model.version)?)
}

fn computed(tx: &mut Read<'_>, assessment: &Assessment, subject: &Subject) -> Result<Outcome, Error> {
    let (model, hash) = model_of(tx, assessment)?;
    let provided = match subject {
        Subject::Unit(unit) => provider_levels::of_unit(tx, &unit.ars, &model, &assessment.answers)?,
        Subject::Provider(_) => ProviderLevels::default(),
    };
    Ok(score(&model, hash, &subject.profile(), &assessment.answers, &provided)?)
}

fn model_to_answer(
    tx: &mut Write<'_>,
    begin: &Begin,
    assessed: &Assessed,
) -> Result<(Arc<Model>, Digest), Error> {
    let version = match &begin.version {
        Some(version) => version.clone(),
        None => maturity_models::highest_version(tx.conn(), &begin.model)?
            .ok_or_else(|| Error::invalid("/model", retired(&begin.model)))?,
    };
    if maturity_models::state(tx.conn(), &begin.model, &version)? == ModelState::Retired {
        return Err(Error::invalid("/version", retired(format!("{}@{version}", begin.model))));
    }
    let (model, hash) = maturity_models::by_version(tx.conn(), &begin.model, &version)?;
    require_subject(assessed, &model).map_err(|error| Error::invalid("/model", error.message()))?;
    Ok((model, hash))
}

/// No assessment begins by this model, or this version of it, any more.
pub(crate) fn retired(model: impl ToString) -> Message {
    Message::new("assessment-model-retired").with("model", model)
}

/// The model does not assess units.
pub(crate) fn for_providers(model: impl ToString) -> Message {
    Message::new("assessment-model-subject").with("model", model).with("subject", "provider")
}

/// The unit exists today, and the day whose state is described is one it has seen. A provider does not end.
pub(crate) fn check_period(subject: &Subject, period: Date, today: Date) -> Result<(), Error> {
    let mut places = Vec::new();
    let mut refuse = |pointer: &str, message: Message| {
        places.push(Invalid { pointer: pointer.to_owned(), message });
    };
    let unit = match subject {
        Subject::Unit(unit) => Some(unit),
        Subject::Provider(_) => None,
    };
    if let Some(past) = unit.filter(|unit| !unit.is_valid_on(today)) {
        refuse("/unit", Message::new("assessment-unit-past").with("unit", &past.ars));
    }
    if let Some(last) = unit.and_then(|unit| unit.valid_to).filter(|last| *last < period) {
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

pub(crate) fn check_purpose(purpose: Option<&str>) -> Result<(), Error> {
    let Some(text) = purpose else { return Ok(()) };
    if text.trim().is_empty() {
        return Err(Error::invalid("/purpose", Message::new("text-blank")));
    }
    if text.chars().count() > MAX_PURPOSE {
        return Err(Error::invalid("/purpose", Message::new("text-too-long").with("limit", MAX_PURPOSE)));
    }
    Ok(())
}

/// Entries after a merge patch.
pub(crate) fn merged<T>(
    mut entries: BTreeMap<Slug, T>,
    changes: BTreeMap<Slug, Option<T>>,
) -> BTreeMap<Slug, T> {
    for (key, change) in changes {
        match change {
            Some(value) => entries.insert(key, value),
            None => entries.remove(&key),
        };
    }
    entries
}
