//! What an outside auditor checks: that signed documents form their chains, and that each outcome is the score of
//! its answers by the model it names.

use std::collections::BTreeMap;

use blaupause_territory::SizeClass;

use super::{Assessed, ChainFault, SignedAssessment, verify_chain};
use crate::{Error, Model, SubjectProfile, require_subject, score};

impl SignedAssessment {
    /// Checks that the outcome is the score of the answers, with the levels of the provider that it names.
    ///
    /// The size class of a unit at that time is not in the document: the outcome has to follow from one of them.
    ///
    /// # Errors
    /// `OtherModel` or `OtherSubject` if this is not its model; those of the scoring.
    pub fn follows_from(&self, model: &Model) -> Result<bool, Error> {
        if model.reference()? != self.model {
            let name = |m: &crate::ModelRef| format!("{}@{} ({})", m.id, m.version, m.hash);
            return Err(Error::OtherModel { expected: name(&self.model), found: name(&model.reference()?) });
        }
        require_subject(&self.assessed, model)?;
        let provided = self.outcome.provider_levels();
        for profile in profiles(&self.assessed) {
            let mut found = match score(model, self.model.hash, &profile, &self.answers, &provided) {
                Ok(found) => found,
                Err(Error::NothingApplies | Error::OffScale { .. } | Error::UnknownIndicator { .. }) => {
                    continue;
                }
                Err(other) => return Err(other),
            };
            // documents from before these were recorded
            if self.outcome.rounding.is_none() {
                found.rounding = None;
            }
            if self.outcome.stages.is_empty() {
                found.stages.clear();
            }
            if found == self.outcome {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Everything a subject could have been, as far as models ask.
fn profiles(assessed: &Assessed) -> Vec<SubjectProfile> {
    let Assessed::Unit(unit) = assessed else { return vec![SubjectProfile::Provider] };
    let level = unit.level();
    let classes = SizeClass::ALL.into_iter().map(Some).chain([None]);
    classes.map(|size_class| SubjectProfile::Unit { level, size_class }).collect()
}

/// What does not hold in the chain of one unit or provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// Whose chain it is.
    pub assessed: Assessed,
    /// Position in the chain, counted from 0.
    pub position: usize,
    /// What does not hold there.
    pub fault: ChainFault,
}

/// Checks one chain from its first document. A document whose model is not at hand is checked for all but its outcome.
///
/// # Errors
/// Those of the scoring; `Kernel` if a document has no canonical JSON form.
pub fn recheck<'m>(
    chain: &[SignedAssessment],
    model: impl Fn(&SignedAssessment) -> Option<&'m Model>,
) -> Result<Option<Broken>, Error> {
    let Some(first) = chain.first() else { return Ok(None) };
    let broken = |position, fault| Some(Broken { assessed: first.assessed.clone(), position, fault });
    match verify_chain(chain) {
        Ok(()) => {}
        Err(Error::BrokenChain { position, fault }) => return Ok(broken(position, fault)),
        Err(other) => return Err(other),
    }
    for (position, document) in chain.iter().enumerate() {
        let Some(model) = model(document) else { continue };
        match document.follows_from(model) {
            Ok(true) => {}
            Ok(false) => return Ok(broken(position, ChainFault::Outcome)),
            Err(Error::OtherModel { .. } | Error::OtherSubject { .. }) => {
                return Ok(broken(position, ChainFault::Model));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

/// Sorts documents of several subjects into their chains, each in the order its hashes give. What no chain leads to
/// comes last, where it breaks the chain.
///
/// # Errors
/// `Kernel` if a document has no canonical JSON form.
pub fn chains(documents: Vec<SignedAssessment>) -> Result<Vec<Vec<SignedAssessment>>, Error> {
    let mut subjects: BTreeMap<Assessed, Vec<SignedAssessment>> = BTreeMap::new();
    for document in documents {
        subjects.entry(document.assessed.clone()).or_default().push(document);
    }
    subjects.into_values().map(linked).collect()
}

fn linked(mut rest: Vec<SignedAssessment>) -> Result<Vec<SignedAssessment>, Error> {
    rest.sort_by_key(|document| document.signed_off_at);
    let (mut chain, mut last) = (Vec::with_capacity(rest.len()), None);
    while let Some(at) = rest.iter().position(|document| document.previous == last) {
        let next = rest.remove(at);
        last = Some(next.hash()?);
        chain.push(next);
    }
    chain.append(&mut rest);
    Ok(chain)
}
