//! Proof: an adoption is verified only by a signed-off assessment that reached what the blueprint promises.

use std::collections::BTreeMap;

use blaupause_kernel::{Date, LocalizedText, Rational, Slug};
use blaupause_maturity::{Assessed, Explain, NodeKind, SignedAssessment};

use super::{Adoption, AdoptionTransition};
use crate::blueprints::BlueprintVersion;
use crate::pilots::AssessmentRef;
use crate::{Error, Shortfall};

/// What verifying needs to know about a signed-off assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedFacts {
    /// Id, hash and reference date.
    pub assessment: AssessmentRef,
    /// Whom it describes.
    pub assessed: Assessed,
    /// Key of its maturity model.
    pub model: Slug,
    /// The levels it found, by indicator; indicators without a level are left out.
    pub levels: BTreeMap<Slug, Rational>,
    /// The titles of its indicators, with a level or without.
    pub titles: BTreeMap<Slug, LocalizedText>,
}

impl SignedFacts {
    /// The facts of a signed-off assessment; levels that its provider brings count as its own.
    ///
    /// # Errors
    /// `NoCanonicalForm` if the document has none.
    pub fn of(signed: &SignedAssessment) -> Result<Self, Error> {
        let (mut levels, mut titles) = (BTreeMap::new(), BTreeMap::new());
        collect(&signed.outcome.explain, &mut levels, &mut titles);
        Ok(Self {
            assessment: AssessmentRef {
                id: signed.id,
                hash: signed.hash().map_err(|_| Error::NoCanonicalForm)?,
                reference_date: signed.period,
            },
            assessed: signed.assessed.clone(),
            model: signed.model.id.clone(),
            levels,
            titles,
        })
    }
}

fn collect(
    node: &Explain,
    levels: &mut BTreeMap<Slug, Rational>,
    titles: &mut BTreeMap<Slug, LocalizedText>,
) {
    if node.kind == NodeKind::Indicator {
        titles.insert(node.id.clone(), node.title.clone());
        levels.extend(node.value.map(|level| (node.id.clone(), level)));
    }
    node.children.iter().for_each(|child| collect(child, levels, titles));
}

impl Adoption {
    /// Marks a live adoption as proven.
    ///
    /// # Errors
    /// `WrongState` unless live, `OtherDocument`, `OtherUnit`, `OtherModel`, `TooEarly` if the assessment describes
    /// a day before it went live or the change lies before the last one, `OutcomeNotReached` with every outcome
    /// that is not reached.
    pub fn verify(self, document: &BlueprintVersion, signed: &SignedFacts, on: Date) -> Result<Self, Error> {
        self.require(AdoptionTransition::Verify)?;
        self.require_document(document)?;
        if signed.assessed.unit() != Some(&self.unit) {
            return Err(Error::OtherUnit { unit: self.unit, found: signed.assessed.clone() });
        }
        if signed.model != document.model.id {
            return Err(Error::OtherModel {
                model: document.model.id.to_string(),
                found: signed.model.to_string(),
            });
        }
        let date = signed.assessment.reference_date;
        if let Some(earliest) = self.live_since().filter(|live| date < *live) {
            return Err(Error::TooEarly { date, earliest });
        }
        let shortfalls: Vec<Shortfall> = document
            .outcomes
            .iter()
            .map(|o| Shortfall {
                indicator: o.indicator.clone(),
                title: signed.titles.get(&o.indicator).cloned(),
                needed: o.level,
                actual: signed.levels.get(&o.indicator).copied(),
            })
            .filter(|s| s.actual.is_none_or(|level| level < s.needed))
            .collect();
        if !shortfalls.is_empty() {
            return Err(Error::OutcomeNotReached(shortfalls));
        }
        Ok(Self {
            verified_by: Some(signed.assessment.clone()),
            ..self.step(AdoptionTransition::Verify, on)?
        })
    }
}
