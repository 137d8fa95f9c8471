//! A questionnaire: an assessment with everything that is needed to show it to the person who answers.

use std::sync::Arc;

use blaupause_access::Actor;
use blaupause_maturity::{Assessment, Model, Outcome};
use uuid::Uuid;

use crate::subjects::{self, Doing, Subject, SubjectKey};
use crate::{Error, Read, assessments, maturity_models};

/// An assessment with whom it is about, its model, and what follows from the answers so far.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// The assessment.
    pub assessment: Assessment,
    /// Whom it is about.
    pub subject: Subject,
    /// The model it answers.
    pub model: Arc<Model>,
    /// The result as it is now.
    pub outcome: Outcome,
    /// Whether whoever asks may answer it now.
    pub is_open: bool,
    /// Whether whoever asks may review such an assessment; whether this one, its own rules say.
    pub may_review: bool,
}

/// The questionnaire of an assessment.
///
/// # Errors
/// No such assessment; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, id: Uuid) -> Result<Questionnaire, Error> {
    let assessment = assessments::get(tx, actor, id)?;
    let key = SubjectKey::from(assessment.assessed.clone());
    let subject = subjects::of_actor(tx, actor, Doing::Reading, &key)?;
    let model = maturity_models::model(tx, &assessment.model.id, &assessment.model.version)?;
    let outcome = assessments::result(tx, actor, id)?;
    let mut may = |doing| subjects::of_actor(tx, actor, doing, &key).is_ok();
    let is_open = may(Doing::Editing) && assessment.state.is_editable();
    let may_review = may(Doing::Reviewing);
    Ok(Questionnaire { assessment, subject, model, outcome, is_open, may_review })
}
